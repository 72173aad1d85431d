/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns the small numbers that stand for what is known of chats into counts. */
#pragma once

#include "care-db.h"
#include <purple-care/engine-cube.h>

/* More than there are combinations in any desk; a row beyond it, in a file that was edited, stands
 * for nothing, so that arrays by row stay in memory. */
#define CARE_CELL_MAX (1 << 24)

/* The scale of definition `d`, which need not be there and may be nonsense. */
#define CARE_SQL_IS_SCALE \
    "d.min >= 0 AND d.max > d.min AND d.max - d.min < " G_STRINGIFY(CARE_STEPS_MAX)
#define CARE_SQL_MIN "iif(" CARE_SQL_IS_SCALE ", d.min, 1)"
#define CARE_SQL_MAX "iif(" CARE_SQL_IS_SCALE ", d.max, " G_STRINGIFY(CARE_RATINGS) ")"

typedef struct {
    gint64 agent, definition; /* rows; definition CARE_NO_ROW: not asked */
    gint outcome, reason, item;
    gint step, item_step; /* ratings above the scale's lowest; -1: none, or off the scale */
    gint rating;          /* -1: none */
    CareScale scale;
} CareCellFacts;

gboolean care_cell_is_row(gint64 cell);

/* Adds @n chats like these to @counts; below 0 takes them away. */
void care_cell_count(const CareCellFacts *facts, gint64 n, CareCounts *counts);

/* One cell. @out_protocol: (transfer full) (nullable): NULL: there is no such cell */
gboolean care_cells_read(CareDb *db, gint64 cell, CareCellFacts *out_facts, char **out_protocol,
                         GError **error);

typedef void (*CareCellFunc)(gint64 cell, const CareCellFacts *facts, const char *protocol,
                             gpointer data);
/* All cells, by their number. */
gboolean care_cells_each(CareDb *db, CareCellFunc each, gpointer data, GError **error);
/* All cells of one agent. */
gboolean care_cells_each_of(CareDb *db, gint64 agent, CareCellFunc each, gpointer data,
                            GError **error);
