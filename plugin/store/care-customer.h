/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is kept of a customer by name, and how it is kept when the name has to go. */
#pragma once

#include "care-db.h"

/* Writer thread, all of this file that changes something; inside the caller's transaction. */

/* The row of @key, made if need be, CARE_NO_ROW for NULL. One that was erased begins with what its
 * tombstone tells, which goes then. */
gboolean care_customer_row(CareDb *db, const char *key, gint64 at_ms, gint64 *out_row,
                           GError **error);

/* Does what @record wishes for its customer for good, all but ERASE. @is_erased: its chat is: then
 * only what protects them, for all else would bring back who is to be forgotten. */
gboolean care_customer_change(CareDb *db, const CareRecord *record, gboolean is_erased,
                              GError **error);

/* Whether there is a row of @key (nullable); a tombstone is none. */
gboolean care_customer_is_there(CareDb *db, const char *key, gboolean *out_is_there,
                                GError **error);

/**
 * care_customer_erase:
 * @chat: row of the record's chat, or CARE_NO_ROW
 * @was_there: care_customer_is_there() before anything of the record was stored
 *
 * Takes away what is kept by name of the record's customer, and of that chat if it is nobody
 * else's: key, addresses and words. Ratings and outcomes stay; a tombstone keeps wishes and clocks.
 * To be called when all else of the record is stored.
 */
gboolean care_customer_erase(CareDb *db, const CareRecord *record, gint64 chat, gboolean was_there,
                             GError **error);

/* What is known of @key at @now_ms, by its row or its tombstone; all FALSE and 0 for nobody. Any
 * thread. */
gboolean care_customer_load(CareDb *db, const char *key, gint64 now_ms, CareCustomer *out_customer,
                            GError **error);
