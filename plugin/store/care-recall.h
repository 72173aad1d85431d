/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is remembered of a customer for the agent, and an agent's week. */
#pragma once

#include "care-db.h"

/* @out_memory: (transfer full): of @key by name; NULL: there is no row of theirs, a tombstone is
 * none. Looks at the newest thousand of their chats. Any thread. */
gboolean care_recall_customer(CareDb *db, const char *key, CareMemory **out_memory, GError **error);

/* What care_store_week() gives. Any thread. */
gboolean care_recall_week(CareDb *db, const CareCubeFilter *filter, CareWeek *out_week,
                          GError **error);
void care_recall_week_clear(CareWeek *week);
