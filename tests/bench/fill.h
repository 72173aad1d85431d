/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes a store of millions of chats in a minute, straight into the tables, for benches to read. */
#pragma once

#include <glib.h>

#define FILL_START_MS G_GINT64_CONSTANT(1640995200000) /* 2022-01-01 UTC */
#define FILL_END_MS   G_GINT64_CONSTANT(1735646400000) /* 2024-12-31 12:00 UTC */

/* Chats of three years, evenly over day and night, of 50 agents on 4 protocols, under a new
 * definition each year: not asked, answered and all else in a desk's usual shares; half of the
 * answers have a follow-up item, two thirds of the chats one of 20,000 customers. They are stored
 * as an import stores them: no surveys, no comments. The sums are left due. */
void fill_store(const char *path, guint64 n_chats);
