/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sums of chats by UTC day and month: written with each chat, read by reports. */
#pragma once

#include "care-db.h"
#include <purple-care/engine-cube.h>

#define CARE_DAY_MS ((gint64)24 * 60 * 60 * 1000)

/* The beginning of a month. A chat that ended later, by a clock gone wild, is in no figure. */
#define CARE_END_OF_TIME G_GINT64_CONSTANT(253399622400000)

typedef enum { CARE_ROLLUP_DAY, CARE_ROLLUP_MONTH } CareRollupUnit;

/* The first instant of the UTC day or month that @ms (0 to CARE_END_OF_TIME) is in, or of the one
 * after that. */
gint64 care_rollup_start(CareRollupUnit unit, gint64 ms);
gint64 care_rollup_next(CareRollupUnit unit, gint64 start_ms);

/* Adds @delta, whose counts may be negative in two's complement, to the sums of the day and the
 * month of @ms. Writer thread, inside the caller's transaction. */
gboolean care_rollup_add(CareDb *db, gint64 ms, gint64 agent, const char *protocol,
                         gint64 definition, const CareCounts *delta, GError **error);

/* Writes one sum, which is not there yet; for making the table anew. */
gboolean care_rollup_put(CareDb *db, CareRollupUnit unit, gint64 start_ms, gint64 agent,
                         const char *protocol, gint64 definition, const CareCounts *counts,
                         GError **error);

/* The sums are not made yet, or not any more: count chats one by one. */
gboolean care_rollup_is_due(CareDb *db, gboolean *out_due, GError **error);

typedef void (*CareRollupFunc)(gint64 agent, const char *protocol, gint64 definition,
                               const CareCounts *counts, gpointer data);
/* Calls @each for every row of @unit that begins in [@from_ms, @to_ms), with all it holds. */
gboolean care_rollup_read(CareDb *db, CareRollupUnit unit, gint64 from_ms, gint64 to_ms,
                          CareRollupFunc each, gpointer data, GError **error);

typedef struct {
    CareRollupUnit unit;
    gint64 from_ms, to_ms; /* half-open, of the sums' beginnings */
    gint64 agent;          /* only this one's; CARE_ANY_AGENT: all */
    gint sign;             /* 1: they are added, -1: taken */
} CareRollupSpan;

#define CARE_ANY_AGENT (-1)

/* Where the sums of these belong; NULL: nowhere. */
typedef CareCounts *(*CareRollupSumFunc)(gint64 agent, const char *protocol, gint64 definition,
                                         gpointer data);
/* Adds up rows, reading what can be in them alone: reasons where there are some, ratings where
 * somebody answered, as many steps as the widest definition has. */
gboolean care_rollup_sum(CareDb *db, const CareRollupSpan *span, CareRollupSumFunc sum_of,
                         gpointer data, GError **error);
