/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the command line whom a store knows, one by one, so that there may be any number of them.
 */
#include "care-reader-private.h"
#include <purple-care/store-admin.h>

/* What was asked of imported chats is known by their outcome alone. */
#define ASKED "c.outcome IN ('answered', 'expired', 'skipped', 'opted_out')"

static const char select_customers[] =
    "SELECT u.key, u.language, u.private, u.opted_out_ms, u.created_ms,"
    " max(max(c.last_ms, c.ended_ms)), sum(c.counted_ms NOT NULL), sum(" ASKED "),"
    " sum(c.outcome = 'answered'), max(iif(c.survey IS NULL AND " ASKED ", c.ended_ms, 0)),"
    " (SELECT max(asked_ms) FROM survey WHERE customer = u.id AND kind = 'final'"
    "  AND state <> 'failed'),"
    " (SELECT k.rating FROM chat x JOIN cell k ON k.id = x.cell"
    "  WHERE x.customer = u.id AND x.outcome = 'answered' AND k.rating <> -1"
    "  ORDER BY x.counted_ms DESC, x.ext DESC LIMIT 1), u.name, u.note"
    " FROM customer u LEFT JOIN chat c ON c.customer = u.id GROUP BY u.key ORDER BY u.key";

static void
read_row(sqlite3_stmt *query, CareCustomerRow *row)
{
    *row = (CareCustomerRow){
        .is_private = sqlite3_column_int(query, 2) != 0,
        .opted_out_ms = sqlite3_column_int64(query, 3),
        .created_ms = sqlite3_column_int64(query, 4),
        .last_chat_ms = sqlite3_column_int64(query, 5),
        .chats = (guint64)sqlite3_column_int64(query, 6),
        .asked = (guint64)sqlite3_column_int64(query, 7),
        .answered = (guint64)sqlite3_column_int64(query, 8),
        .last_asked_ms = MAX(sqlite3_column_int64(query, 9), sqlite3_column_int64(query, 10)),
        .last_rating = sqlite3_column_int(query, 11),
    };
}

gboolean
care_reader_each_customer(CareReader *reader, CareCustomerRowFunc each, gpointer data,
                          GError **error)
{
    g_autoptr(GError) failed = NULL;
    gboolean goes_on = TRUE, is_read;
    sqlite3_stmt *query;

    g_return_val_if_fail(reader != NULL && each != NULL, FALSE);

    query = care_db_query(reader->db, select_customers, error);
    if (query == NULL)
        return FALSE;
    while (goes_on && care_db_step(query, &failed)) {
        g_autofree char *key = care_db_column_text(query, 0);
        g_autofree char *language = care_db_column_text(query, 1);
        g_autofree char *name = care_db_column_text(query, 12);
        g_autofree char *words = care_db_column_text(query, 13);
        CareCustomerRow row;

        read_row(query, &row);
        row.key = key != NULL ? key : "";
        row.language = language;
        row.name = name;
        row.note = words;
        goes_on = each(&row, data);
    }
    sqlite3_reset(query);
    is_read = failed == NULL;
    if (!is_read)
        g_propagate_prefixed_error(error, g_steal_pointer(&failed), "%s: ", reader->path);
    return is_read;
}

char **
care_reader_find_customers(CareReader *reader, const char *name, GError **error)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query;

    g_return_val_if_fail(reader != NULL && name != NULL, NULL);

    /* A key that is spelt out means nobody else. */
    query = care_db_query(reader->db,
                          "SELECT key FROM customer WHERE key = ?1 UNION ALL"
                          " SELECT key FROM (SELECT key FROM customer"
                          "  WHERE substr(key, instr(key, ':') + 1) IN (?1, lower(?1))"
                          "  ORDER BY key)"
                          " WHERE NOT EXISTS (SELECT 1 FROM customer WHERE key = ?1)",
                          error, CARE_TEXT(name));
    if (query == NULL)
        return NULL;
    while (care_db_step(query, &failed))
        g_ptr_array_add(keys, care_db_column_text(query, 0));
    if (failed != NULL) {
        g_propagate_prefixed_error(error, g_steal_pointer(&failed), "%s: ", reader->path);
        return NULL;
    }
    g_ptr_array_add(keys, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&keys), FALSE);
}
