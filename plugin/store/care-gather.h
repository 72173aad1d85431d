/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gathers counts from chats and from sums into one cube for each span of time. */
#pragma once

#include "care-cells.h"
#include <purple-care/engine-cube.h>

/* One gathering: which chats pass, and what was counted for each of its spans. */
typedef struct _CareGather CareGather;

/* Reads names and cells. @agent, @protocol: (nullable): only theirs. Any thread, all of this
 * file; inside one transaction. */
CareGather *care_gather_new(CareDb *db, const char *agent, const char *protocol, guint n_spans,
                            GError **error);
void care_gather_free(CareGather *gather);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareGather, care_gather_free)

/* Adds (@sign 1) or takes (-1) @n chats of @cell; sums of one kind. */
void care_gather_cell(CareGather *gather, guint span, gint64 cell, gint64 n);
void care_gather_sums(CareGather *gather, guint span, gint sign, gint64 agent, const char *protocol,
                      gint64 definition, const CareCounts *counts);

/* Whether chats of @cell pass; its facts. NULL: no, or there is no such cell. (transfer none) */
const CareCellFacts *care_gather_passes(const CareGather *gather, gint64 cell);

/* (transfer full): what was gathered for @span, on its main scale; rows without a chat are left
 * out. NULL: more was taken than was there: the sums are not right. */
CareCube *care_gather_cube(CareGather *gather, guint span);
