/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stays of a customer whose name has to go: wishes and quiet times, under a hash that only who
 * knows the name finds. */
#pragma once

#include "care-db.h"

/* Writer thread, all of this file that changes something; inside the caller's transaction. */

/* (transfer full): what a tombstone of @key is found by in this store. */
char *care_tomb_hash(CareDb *db, const char *key, GError **error);

/* Keeps what the row @customer of @key wishes, and when they were asked. */
gboolean care_tomb_bury(CareDb *db, const char *key, gint64 customer, GError **error);

/* Keeps when @customer was asked at the end of @chat, and nothing else. */
gboolean care_tomb_bury_chat(CareDb *db, const char *key, gint64 customer, gint64 chat,
                             GError **error);
