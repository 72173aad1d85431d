/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chains the ledger's rows by SHA-256, so that a row changed or taken out later shows. */
#include "care-ledger.h"

static gboolean
last_row(CareDb *db, gint64 *out_seq, char **out_hash, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query =
        care_db_query(db, "SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1", error);

    if (query == NULL)
        return FALSE;
    if (care_db_step(query, &failed)) {
        *out_seq = sqlite3_column_int64(query, 0);
        *out_hash = care_db_column_text(query, 1);
        sqlite3_reset(query);
        return TRUE;
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    *out_seq = 0;
    *out_hash = g_strdup(CARE_LEDGER_NO_HASH);
    return TRUE;
}

char *
care_ledger_hash(const char *before, gint64 seq, gint64 at_ms, const char *chat, const char *kind,
                 const char *value)
{
    g_autofree char *row =
        g_strdup_printf("%s\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%s\n%s\n%s\n", before, seq,
                        at_ms, chat != NULL ? chat : "", kind, value);

    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, row, -1);
}

gboolean
care_ledger_add(CareDb *db, gint64 at_ms, const char *chat, const char *kind, const char *value,
                GError **error)
{
    g_autofree char *before = NULL, *hash = NULL;
    gint64 seq;

    if (!last_row(db, &seq, &before, error))
        return FALSE;
    seq++;
    hash = care_ledger_hash(before, seq, at_ms, chat, kind, value);
    return care_db_run(
        db,
        "INSERT INTO ledger (seq, at_ms, chat, kind, value, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        error, CARE_INT(seq), CARE_INT(at_ms), CARE_TEXT(chat), CARE_TEXT(kind), CARE_TEXT(value),
        CARE_TEXT(hash));
}
