/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns the small numbers that stand for what is known of chats into counts. */
#pragma once

#include "care-db.h"
#include <purple-care/engine-cube.h>

typedef struct {
    gint64 agent, definition; /* rows; definition CARE_NO_ROW: not asked */
    gint outcome, reason, item;
    gint step, item_step; /* ratings above the scale's lowest; -1: none, or off the scale */
    gint rating;          /* -1: none */
    CareScale scale;
} CareCellFacts;

/* Adds @n chats like these to @counts; below 0 takes them away. */
void care_cell_count(const CareCellFacts *facts, gint64 n, CareCounts *counts);

/* One cell. @out_protocol: (transfer full) */
gboolean care_cells_read(CareDb *db, gint64 cell, CareCellFacts *out_facts, char **out_protocol,
                         GError **error);

typedef void (*CareCellFunc)(gint64 cell, const CareCellFacts *facts, const char *protocol,
                             gpointer data);
/* All cells, by their number. */
gboolean care_cells_each(CareDb *db, CareCellFunc each, gpointer data, GError **error);
