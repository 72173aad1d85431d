/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files share that count chats by their ends. */
#pragma once

#include "care-db.h"

typedef struct {
    gint64 from, to; /* half-open */
} CareRange;

/* Any thread, all of this file; but for the first of them inside the caller's transaction. */

/* What the filter's own limits leave of all time. */
CareRange care_count_range(const CareCubeFilter *filter);

/* Ends and cells of chats in @range, in order of the ends; by customer and chat of @filter, not by
 * agent and protocol. */
sqlite3_stmt *care_count_query(CareDb *db, const CareCubeFilter *filter, const CareRange *range,
                               GError **error);

/* One transaction, so that all that is read is of the same moment, whatever another client writes;
 * @out_begun FALSE: there was one already, which goes on. */
gboolean care_count_begin(CareDb *db, gboolean *out_begun, GError **error);
void care_count_end(CareDb *db, gboolean begun);

/* The first and last end of chats that pass the filter; 0: there is none. */
gboolean care_count_extent(CareDb *db, const CareCubeFilter *filter, gint64 *out_first_ms,
                           gint64 *out_last_ms, GError **error);
