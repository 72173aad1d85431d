/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads rows back into the values they were stored from. */
#pragma once

#include "care-db.h"
#include "care-lock.h"

#define CARE_LATE_WINDOW_MS \
    ((gint64)7 * 24 * 60 * 60 * 1000) /* no answer is taken later than that */

/* What is known of @key at @now_ms; all FALSE and 0 for nobody. */
gboolean care_load_customer(CareDb *db, const char *key, gint64 now_ms, CareCustomer *out_customer,
                            GError **error);

/**
 * care_load_resumed:
 * @lock: says which clients still run, and who we are
 *
 * Takes over what no running client looks after: chats open or with a question out, and those whose
 * question expired so lately that a late answer may come. A chat of a running client is left alone,
 * and so is one whose outcome or state is unknown here.
 * Writer thread.
 *
 * Returns: (transfer full): of CareResumed; NULL with @error
 */
GPtrArray *care_load_resumed(CareDb *db, const CareLock *lock, gint64 now_ms, GError **error);

/* Whether there is any chat that a running client looks after, or should. */
gboolean care_load_has_unsettled(CareDb *db, gint64 now_ms);

/* Forgets addresses that no late answer needs any more. */
gboolean care_load_drop_addresses(CareDb *db, gint64 now_ms, GError **error);

/* The chat whose id is or begins with @id (>= 4 characters), with its survey, without its answers.
   MISSING: none, or more than one. CORRUPT: its outcome or state is unknown here. */
CareRecord *care_load_chat(CareDb *db, const char *id, GError **error);

/* Counts ended chats, one row for each agent, protocol and definition; none of an unknown outcome.
 */
CareCube *care_load_cube(CareDb *db, const CareCubeFilter *filter, GError **error);
