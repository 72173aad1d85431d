/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens the stores that --store names: one, or several that add up to a desk. */
#pragma once

#include "care-cli.h"
#include <purple-care/store-audit.h>

/**
 * care_stores_find:
 * @stores: (nullable): of --store; without one $PURPLE_CARE_STORE, else the user's own
 *
 * A file that is named twice, also by a link, is there once, with a note. As root, this process is
 * the stores' owner from then on; they must all be of one.
 *
 * Returns: (transfer full): NULL-terminated; NULL after an error line
 */
char **care_stores_find(const char *command, char **stores);

/* (transfer full): all of @paths as one; NULL after an error line. */
CareReader *care_stores_open(const char *command, char **paths);

/* Whether @file (nullable) is one of them, or would be taken for a part of it. */
gboolean care_stores_hold(const char *file, char **paths);

/* Says beside a report how many agents and customers stand in several stores, and with
 * @is_verbose who. Nothing where @reader has one store. FALSE after an error line. */
gboolean care_stores_note(const char *command, CareReader *reader, gboolean is_verbose);

/* @from_ms, @to_ms: of the period; how long customers are left alone is what the settings say. */
CareSharedFilter care_stores_filter(gint64 from_ms, gint64 to_ms);
