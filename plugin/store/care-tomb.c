/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes tombstones: whoever asked not to be asked stays unasked, also when nobody knows who it was.
 */
#include "care-tomb.h"
#include "care-load.h"
#include <string.h>

/* Rounded up to a full day: exact times would tell which chats were theirs, and no quiet time gets
 * shorter by it. */
static const char keep_wishes[] =
    "INSERT OR REPLACE INTO tombstone (hash, private, opted_out_ms)"
    " SELECT ?2, private, (opted_out_ms + 86399999) / 86400000 * 86400000"
    " FROM customer WHERE id = ?1 AND (private = 1 OR opted_out_ms NOT NULL)";

/* ?3: of one chat; 0: of all. */
static const char keep_clocks[] =
    "INSERT INTO tombstone_asked (hash, asked_ms, state, n)"
    " SELECT ?2, (asked_ms + 86399999) / 86400000 * 86400000,"
    " iif(state IN ('asking', 'asked', 'suspended'), 'expired', state), count(*)"
    " FROM survey WHERE customer = ?1 AND (?3 = 0 OR chat = ?3)"
    " AND kind = 'final' AND state <> 'failed'"
    " GROUP BY 2, 3 ON CONFLICT (hash, asked_ms, state) DO UPDATE SET n = n + excluded.n";

char *
care_tomb_hash(CareDb *db, const char *key, GError **error)
{
    g_autofree char *secret = care_load_key(db, error);

    return secret == NULL ? NULL
                          : g_compute_hmac_for_string(G_CHECKSUM_SHA256, (const guchar *)secret,
                                                      strlen(secret), key, -1);
}

gboolean
care_tomb_bury(CareDb *db, const char *key, gint64 customer, GError **error)
{
    g_autofree char *hash = care_tomb_hash(db, key, error);

    return hash != NULL &&
           care_db_run(db, keep_wishes, error, CARE_INT(customer), CARE_TEXT(hash)) &&
           care_db_run(db, keep_clocks, error, CARE_INT(customer), CARE_TEXT(hash),
                       CARE_INT(CARE_NO_ROW));
}

gboolean
care_tomb_bury_chat(CareDb *db, const char *key, gint64 customer, gint64 chat, GError **error)
{
    g_autofree char *hash = care_tomb_hash(db, key, error);

    return hash != NULL &&
           care_db_run(db, keep_clocks, error, CARE_INT(customer), CARE_TEXT(hash), CARE_INT(chat));
}
