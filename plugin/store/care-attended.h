/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How attentive chats were: kept beside each chat, never in its cell, with sums of their own by UTC
 * month. */
#pragma once

#include "care-db.h"
#include "care-times.h"

typedef struct {  /* where figures count a chat */
    gint64 ms;    /* its end; 0: nowhere */
    gint64 agent; /* row */
    const char *protocol;
} CareAttendedPlace;

/* Keeps what @record knows of its chat's attentiveness with the chat's @row, and in the sums if the
 * chat is counted; of a chat in which nothing was measured, nothing. Writer thread; inside the
 * caller's transaction. */
gboolean care_attended_put(CareDb *db, const CareRecord *record, gint64 row, GError **error);

/* A chat is counted elsewhere from now on: its figures go to another sum. As before. */
gboolean care_attended_move(CareDb *db, gint64 row, const CareAttendedPlace *was,
                            const CareAttendedPlace *is, GError **error);

/* The chats that ended in [?1, ?2) and have figures, in order of that: end, cell, then what
 * care_attended_read() takes from @column on; all from one index. */
#define CARE_ATTENDED_SELECT                                                              \
    "SELECT counted_ms, cell, replies, first_reply_ms, median_reply_ms, longest_wait_ms," \
    " first_part_ms, last_part_ms, promises, kept, open_questions FROM chat"              \
    " WHERE replies NOT NULL AND counted_ms >= ?1 AND counted_ms < ?2"
CareAttention care_attended_read(sqlite3_stmt *query, int column);

/**
 * care_attended_sum:
 * @out: as care_times_sum_up() gives it
 * @out_n: chats behind it
 *
 * As care_reader_attention(): whole months by their sums, what is left at both ends by single
 * chats. Any thread.
 */
gboolean care_attended_sum(CareDb *db, const CareCubeFilter *filter, CareAttention *out,
                           guint64 *out_n, GError **error);

/* The same before it is summed up, added to @times. */
gboolean care_attended_add(CareDb *db, const CareCubeFilter *filter, CareTimes *times,
                           GError **error);

typedef struct { /* an agent's chats of a month over one protocol */
    gint64 agent;
    char *protocol;
    CareTimes times;
} CareAttendedGroup;

typedef gboolean (*CareAttendedMonthFunc)(gint64 start_ms, const GPtrArray *groups, gpointer data,
                                          GError **error);
/* Counts all chats once more and calls @each for every month that has some, in order; ends when
 * that is FALSE. Any thread; inside the caller's transaction. */
gboolean care_attended_walk(CareDb *db, CareAttendedMonthFunc each, gpointer data, GError **error);

/* Makes the sums anew. Writer thread; inside the caller's transaction. */
gboolean care_attended_rebuild(CareDb *db, GError **error);
