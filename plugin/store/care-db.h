/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A thin, typed skin over one SQLite connection: cached statements, bound values, and errors
 * without values. */
#pragma once

#define GETTEXT_PACKAGE "purple-care"

#include <glib/gi18n-lib.h>
#include <purple-care/store.h>
#include <sqlite3.h>

#define CARE_DB_TEXT_MAX_BYTES 65536 /* of one stored text; more is cut off at a character */
#define CARE_DB_BUSY_MS        5000  /* only the writer thread and the command line ever wait */
#define CARE_NO_ROW            0     /* SQLite's row ids start at 1 */

typedef struct {
    sqlite3 *sql;
    GHashTable *statements; /* constant SQL, by its address, to its sqlite3_stmt */
    gboolean is_full;       /* a call failed for want of room; whoever asks clears it first */
} CareDb;

typedef struct {
    enum {
        CARE_VALUE_END,
        CARE_VALUE_TEXT,
        CARE_VALUE_INT,
        CARE_VALUE_REAL,
        CARE_VALUE_BYTES
    } type;
    const char *text;
    gint64 number; /* of BYTES: how many stand at `text` */
    double real;
} CareValue;

#define CARE_TEXT(x) ((CareValue){.type = CARE_VALUE_TEXT, .text = (x)}) /* NULL binds NULL */
#define CARE_INT(x)  ((CareValue){.type = CARE_VALUE_INT, .number = (x)})
#define CARE_REAL(x) ((CareValue){.type = CARE_VALUE_REAL, .real = (x)})
#define CARE_BYTES(at, size) \
    ((CareValue){.type = CARE_VALUE_BYTES, .text = (const char *)(at), .number = (gint64)(size)})

#define CARE_VALUES(...) ((const CareValue[]){__VA_ARGS__ __VA_OPT__(, ){.type = CARE_VALUE_END}})

/* Opens @name, a path or a file: URI. @flags as for sqlite3_open_v2(). All of a CareDb belongs to
 * one thread. */
CareDb *care_db_open(const char *name, int flags, GError **error);
void care_db_close(CareDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareDb, care_db_close)

/* Sets @error (a CareStoreError, without any value of the statement) for SQLite's @code; returns
 * FALSE. */
gboolean care_db_fail(int code, GError **error);

/* Runs @sql, which may be several statements, without values. */
gboolean care_db_exec(CareDb *db, const char *sql, GError **error);

/* Runs one statement with values to its end. @sql must be a constant: its address is its name in
 * the cache. */
#define care_db_run(db, sql, error, ...) \
    care_db_run_values((db), (sql), CARE_VALUES(__VA_ARGS__), (error))
gboolean care_db_run_values(CareDb *db, const char *sql, const CareValue *values, GError **error);

/* A statement bound and ready for care_db_step(). (transfer none): sqlite3_reset() it after the
 * last row wanted. */
#define care_db_query(db, sql, error, ...) \
    care_db_query_values((db), (sql), CARE_VALUES(__VA_ARGS__), (error))
sqlite3_stmt *care_db_query_values(CareDb *db, const char *sql, const CareValue *values,
                                   GError **error);

/* TRUE: a row is there. FALSE without @error: no more rows, and the statement is reset. */
gboolean care_db_step(sqlite3_stmt *query, GError **error);

/* The first column of the first row, or @otherwise when there is no row or it is NULL; FALSE with
 * @error. */
#define care_db_int(db, sql, otherwise, out_number, error, ...) \
    care_db_int_values((db), (sql), CARE_VALUES(__VA_ARGS__), (otherwise), (out_number), (error))
gboolean care_db_int_values(CareDb *db, const char *sql, const CareValue *values, gint64 otherwise,
                            gint64 *out_number, GError **error);

/* (transfer full) (nullable): a text column; NULL for NULL. */
char *care_db_column_text(sqlite3_stmt *query, int column);

/* A row id as a value; CARE_NO_ROW binds NULL. */
CareValue care_db_row(gint64 row);
