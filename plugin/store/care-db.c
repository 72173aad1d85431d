/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps SQLite's error codes, lifetimes and untrusted text in one place, with all the care. */
#include "care-db.h"
#include <string.h>

G_DEFINE_QUARK(care_store_error_quark, care_store_error)

static CareStoreError
code_of(int code)
{
    switch (code & 0xff) { /* the extended codes' primary code */
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return CARE_STORE_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return CARE_STORE_ERROR_CORRUPT;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return CARE_STORE_ERROR_OPEN;
    default:
        return CARE_STORE_ERROR_WRITE;
    }
}

gboolean
care_db_fail(int code, GError **error)
{
    /* sqlite3_errmsg() may quote a value; the plain name of the code can't. */
    g_set_error(error, CARE_STORE_ERROR, (gint)code_of(code), "%s (SQLite %d)",
                sqlite3_errstr(code), code);
    return FALSE;
}

static void
finalize(gpointer query)
{
    sqlite3_finalize(query);
}

CareDb *
care_db_open(const char *name, int flags, GError **error)
{
    CareDb *db = g_new0(CareDb, 1);
    const int code = sqlite3_open_v2(name, &db->sql, flags | SQLITE_OPEN_NOMUTEX, NULL);

    db->statements = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, finalize);
    if (code != SQLITE_OK) {
        care_db_fail(code, error);
        care_db_close(db);
        return NULL;
    }
    sqlite3_extended_result_codes(db->sql, 1);
    sqlite3_busy_timeout(db->sql, CARE_DB_BUSY_MS);
    /* What a tampered file's schema could make a connection do, it shall not. */
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return db;
}

void
care_db_close(CareDb *db)
{
    if (db == NULL)
        return;
    g_hash_table_unref(db->statements);
    sqlite3_close_v2(db->sql);
    g_free(db);
}

/* A later call, a ROLLBACK even, overwrites SQLite's own memory of what went wrong. */
static gboolean
fail(CareDb *db, int code, GError **error)
{
    if ((code & 0xff) == SQLITE_FULL)
        db->is_full = TRUE;
    return care_db_fail(code, error);
}

gboolean
care_db_exec(CareDb *db, const char *sql, GError **error)
{
    const int code = sqlite3_exec(db->sql, sql, NULL, NULL, NULL);

    return code == SQLITE_OK || fail(db, code, error);
}

/* The only place where text enters the file: bounded, and valid UTF-8 whatever a peer sent. */
static int
bind_text(sqlite3_stmt *query, int index, const char *text)
{
    g_autofree char *repaired = NULL;
    gsize size;

    if (text == NULL)
        return sqlite3_bind_null(query, index);
    if (!g_utf8_validate(text, -1, NULL))
        text = repaired = g_utf8_make_valid(text, -1);
    size = strlen(text);
    if (size > CARE_DB_TEXT_MAX_BYTES)
        size = (gsize)(g_utf8_find_prev_char(text, text + CARE_DB_TEXT_MAX_BYTES + 1) - text);
    return sqlite3_bind_text64(query, index, text, size, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static int
bind_value(sqlite3_stmt *query, int index, const CareValue *value)
{
    switch (value->type) {
    case CARE_VALUE_TEXT:
        return bind_text(query, index, value->text);
    case CARE_VALUE_INT:
        return sqlite3_bind_int64(query, index, value->number);
    case CARE_VALUE_REAL:
        return sqlite3_bind_double(query, index, value->real);
    case CARE_VALUE_BYTES:
        return sqlite3_bind_blob64(query, index, value->text, (sqlite3_uint64)value->number,
                                   SQLITE_TRANSIENT);
    case CARE_VALUE_END:
    default:
        return SQLITE_MISUSE;
    }
}

sqlite3_stmt *
care_db_query_values(CareDb *db, const char *sql, const CareValue *values, GError **error)
{
    sqlite3_stmt *query = g_hash_table_lookup(db->statements, sql);
    int code = SQLITE_OK;

    if (query == NULL) {
        code = sqlite3_prepare_v3(db->sql, sql, -1, SQLITE_PREPARE_PERSISTENT, &query, NULL);
        if (code != SQLITE_OK) {
            fail(db, code, error);
            return NULL;
        }
        g_hash_table_insert(db->statements, (gpointer)sql, query);
    }
    sqlite3_reset(query);
    for (int i = 0; code == SQLITE_OK && values[i].type != CARE_VALUE_END; i++)
        code = bind_value(query, i + 1, &values[i]);
    if (code != SQLITE_OK) {
        fail(db, code, error);
        return NULL;
    }
    return query;
}

gboolean
care_db_step(sqlite3_stmt *query, GError **error)
{
    const int code = sqlite3_step(query);

    if (code == SQLITE_ROW)
        return TRUE;
    sqlite3_reset(query);
    if (code != SQLITE_DONE)
        care_db_fail(code, error);
    return FALSE;
}

gboolean
care_db_run_values(CareDb *db, const char *sql, const CareValue *values, GError **error)
{
    sqlite3_stmt *query = care_db_query_values(db, sql, values, error);
    int code;

    if (query == NULL)
        return FALSE;
    code = sqlite3_step(query);
    sqlite3_reset(query);
    sqlite3_clear_bindings(query); /* a customer's text need not linger in memory */
    return code == SQLITE_DONE || code == SQLITE_ROW || fail(db, code, error);
}

gboolean
care_db_int_values(CareDb *db, const char *sql, const CareValue *values, gint64 otherwise,
                   gint64 *out_number, GError **error)
{
    sqlite3_stmt *query = care_db_query_values(db, sql, values, error);
    int code;

    if (query == NULL)
        return FALSE;
    code = sqlite3_step(query);
    if (code == SQLITE_ROW && sqlite3_column_type(query, 0) != SQLITE_NULL)
        *out_number = sqlite3_column_int64(query, 0);
    else if (code == SQLITE_ROW || code == SQLITE_DONE)
        *out_number = otherwise;
    sqlite3_reset(query);
    return code == SQLITE_ROW || code == SQLITE_DONE || fail(db, code, error);
}

char *
care_db_column_text(sqlite3_stmt *query, int column)
{
    const char *text = (const char *)sqlite3_column_text(query, column);
    const gsize size = (gsize)sqlite3_column_bytes(query, column);

    /* A file may hold anything: what we hand out is valid UTF-8 up to its first NUL. */
    return text == NULL ? NULL : g_utf8_make_valid(text, (gssize)strnlen(text, size));
}

CareValue
care_db_row(gint64 row)
{
    return row == CARE_NO_ROW ? CARE_TEXT(NULL) : CARE_INT(row);
}
