/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gathers counts from chats and from sums into one cube for each span of time. */
#pragma once

#include "care-cells.h"
#include <purple-care/engine-cube.h>

/* One gathering: which chats pass, and what was counted for each of its spans. */
typedef struct _CareGather CareGather;

/* Reads names. @db: outlives it; @agent, @protocol: (nullable): only theirs. Any thread, all of
 * this file; inside one transaction. */
CareGather *care_gather_new(CareDb *db, const char *agent, const char *protocol, guint n_spans,
                            GError **error);
void care_gather_free(CareGather *gather);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareGather, care_gather_free)

/* Reads all cells at once, which is less work where most of them are needed; else each is read when
 * it is asked for. */
gboolean care_gather_load(CareGather *gather, GError **error);

/* The row of the agent who alone passes, CARE_NO_ROW: there is none; or CARE_ANY_AGENT. */
gint64 care_gather_agent(const CareGather *gather);

/* Adds @n chats of @cell, below 0 takes them. */
gboolean care_gather_cell(CareGather *gather, guint span, gint64 cell, gint64 n, GError **error);

/* What chats of that kind are added up in. (transfer none), until the next call; NULL: they do not
 * pass. */
CareCounts *care_gather_sum(CareGather *gather, guint span, gint64 agent, const char *protocol,
                            gint64 definition);

/* The facts of @cell, (transfer none); NULL: its chats do not pass, or there is no such cell. */
gboolean care_gather_find(CareGather *gather, gint64 cell, const CareCellFacts **out_facts,
                          GError **error);

/* (transfer full): what was gathered for @span, on its main scale; rows without a chat are left
 * out. NULL: more was taken than was there: the sums are not right. */
CareCube *care_gather_cube(CareGather *gather, guint span);
