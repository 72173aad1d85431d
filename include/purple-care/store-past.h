/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands out stored chats as facts that can be judged anew, under another policy. */
#pragma once

#include <purple-care/engine-simulate.h>
#include <purple-care/store-admin.h>

typedef struct {
    CarePastChat chat;   /* is_desk: not set; ended: NONE where it is not known how */
    const char *account; /* the agent's; NULL: not known */
    const char *address; /* the customer's; NULL: not known any more */
    gboolean lines_known;
    gboolean was_private; /* it was not asked for that reason */
} CarePastRow;
typedef gboolean (*CarePastFunc)(const CarePastRow *row, gpointer data);

/* Every ended chat from @from_ms to before @to_ms (both 0: all) in order of its end, ties by id,
 * its texts valid until the callback returns. The callback's FALSE ends the reading without an
 * error. */
gboolean care_reader_each_past(CareReader *reader, gint64 from_ms, gint64 to_ms, CarePastFunc each,
                               gpointer data, GError **error);

/* (transfer full): the store's own secret, which its samples are drawn with. */
char *care_reader_key(CareReader *reader, GError **error);
