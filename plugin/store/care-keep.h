/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets go of what is older than the desk keeps it, a little at a time. */
#pragma once

#include "care-db.h"

typedef struct {            /* all 0: a pass that has not begun */
    guint phase;            /* comments, notes, chats, customers */
    gint64 after_ms, after; /* how far it is in that */
    gboolean did; /* something went: the log still holds it, and in the file copies may be left */
} CareKeepPass;

/**
 * care_keep_run:
 * @pass: where the pass over the store stands; of one pass, and one file, alone
 * @out_more: FALSE: the pass has come to its end, and the next one may begin in a day
 *
 * Does one step of a pass in one transaction: looks at some thousand rows and changes some hundred.
 * Comments, notes and names told go; chats become counts that name nobody; customers of whom
 * nothing else is left go,
 * their wishes and quiet times stay as tombstones. What is still open is left alone. Waits for
 * nobody: BUSY, another client writes. Writer thread.
 */
gboolean care_keep_run(CareDb *db, const CareKeep *keep, gint64 now_ms, CareKeepPass *pass,
                       gboolean *out_more, GError **error);
