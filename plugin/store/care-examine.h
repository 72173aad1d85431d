/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the two halves of an examination share: the files as such, and what is in the database. */
#pragma once

#include "care-lock.h"
#include <purple-care/store-admin.h>

typedef struct {
    const char *path; /* of the store, links followed */
    const CareKeep *keep;
    gint64 now_ms;
    CareHealthFunc each;
    gpointer data;
    CareLock *lock;           /* NULL: there is no lock file, so no client lives */
    gboolean has_strange_log; /* the log beside it is another file's */
} CareExamine;

/* Any thread. */
void care_examine_say(const CareExamine *examine, CareHealth health, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Looks into the database, as far as it can be read. */
void care_examine_database(const CareExamine *examine);
