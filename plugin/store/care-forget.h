/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rewrites a store from which somebody was erased, so that no byte of them is left. */
#pragma once

#include "care-db.h"

/**
 * care_forget_rewrite:
 * @db: the store, with nothing under way
 *
 * Rewrites the file, empties its log, and notes that no erasure is due any more. Waits some seconds
 * for others. BUSY: one keeps reading or writing; what was erased may still stand in file or log.
 */
gboolean care_forget_rewrite(CareDb *db, GError **error);
