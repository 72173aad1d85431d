/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bad disk is no reason to ask who wished not to be asked: saves what can still be read. */
#include "care-carry.h"
#include "care-load.h"
#include <string.h>

#define KEY_SIZE 64 /* 32 random bytes in hex */

static CareValue
time_or_null(sqlite3_stmt *query, int column)
{
    return sqlite3_column_type(query, column) == SQLITE_INTEGER
               ? CARE_INT(sqlite3_column_int64(query, column))
               : CARE_TEXT(NULL);
}

static gboolean
carry_customers(CareDb *db, CareDb *damaged, GError **error)
{
    sqlite3_stmt *query = care_db_query(damaged,
                                        "SELECT key, private, opted_out_ms, created_ms"
                                        " FROM customer"
                                        " WHERE private = 1 OR opted_out_ms NOT NULL",
                                        NULL);

    while (query != NULL && care_db_step(query, NULL)) {
        g_autofree char *key = care_db_column_text(query, 0);

        if (key != NULL &&
            !care_db_run(db,
                         "INSERT INTO customer"
                         " (key, private, opted_out_ms, created_ms)"
                         " VALUES (?1, ?2, ?3, ?4)"
                         " ON CONFLICT (key) DO NOTHING",
                         error, CARE_TEXT(key), CARE_INT(sqlite3_column_int(query, 1) != 0),
                         time_or_null(query, 2), CARE_INT(sqlite3_column_int64(query, 3))))
            return FALSE;
    }
    return TRUE;
}

/* A tombstone is found by the store's own key alone, so that goes with them. */
static gboolean
carry_tombstones(CareDb *db, CareDb *damaged, GError **error)
{
    g_autofree char *key = care_load_key(damaged, NULL);
    sqlite3_stmt *query;

    if (key == NULL || strlen(key) != KEY_SIZE || strspn(key, "0123456789abcdef") != KEY_SIZE)
        return TRUE;
    if (!care_db_run(db, "UPDATE meta SET value = ?1 WHERE key = 'key'", error, CARE_TEXT(key)))
        return FALSE;
    query = care_db_query(damaged, "SELECT hash, private, opted_out_ms FROM tombstone", NULL);
    while (query != NULL && care_db_step(query, NULL)) {
        g_autofree char *hash = care_db_column_text(query, 0);

        if (hash != NULL &&
            !care_db_run(db,
                         "INSERT INTO tombstone (hash, private, opted_out_ms)"
                         " VALUES (?1, ?2, ?3)"
                         " ON CONFLICT (hash) DO NOTHING",
                         error, CARE_TEXT(hash), CARE_INT(sqlite3_column_int(query, 1) != 0),
                         time_or_null(query, 2)))
            return FALSE;
    }
    return TRUE;
}

gboolean
care_carry_over(CareDb *db, const char *from, GError **error)
{
    g_autoptr(CareDb) damaged = care_db_open(from, SQLITE_OPEN_READONLY, NULL);

    if (damaged == NULL)
        return TRUE;
    /* Closing it must not move its log into a file that is to stay as it is. */
    sqlite3_db_config(damaged->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return carry_customers(db, damaged, error) && carry_tombstones(db, damaged, error);
}
