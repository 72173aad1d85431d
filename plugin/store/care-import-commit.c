/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stores what was set aside, all of it in one transaction, and says so in the ledger. */
#include "care-import.h"
#include "care-ledger.h"

#define ALONE_ROWS 200000 /* more keep the file longer than another client waits for it */
#define BULK_ROWS  20000  /* from here on indices are rather made anew, */
#define BULK_SHARE 3      /* if there are at most so many times as many chats before */
#define N_INDICES  2
#define TICK_STEPS 100000 /* of SQLite's machine: some milliseconds */

typedef struct {
    CareImport *import;
    CareDb *db;
    gint64 now_ms;
    CareProgressFunc progress; /* may be NULL */
    gpointer data;
    gint64 last_row; /* before the first of the new chats */
} Commit;

static gboolean
fail_busy(GError **error, const char *what)
{
    g_set_error_literal(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY, what);
    return FALSE;
}

/* --- progress: storing the chats is half of the work, in quarters of a chat --- */

static void
tell(const Commit *commit, guint64 quarters)
{
    if (commit->progress != NULL)
        commit->progress(quarters, commit->import->n_rows * 4, commit->data);
}

static int
on_tick(gpointer data)
{
    const Commit *commit = data;
    const gint64 row = sqlite3_last_insert_rowid(commit->db->sql) - commit->last_row;

    if (row > 0 && (guint64)row <= commit->import->n_rows)
        tell(commit, (guint64)row * 2);
    return 0;
}

static gboolean
put_chats(Commit *commit, const char *client, GError **error)
{
    gboolean is_put;

    sqlite3_progress_handler(commit->db->sql, TICK_STEPS, on_tick, commit);
    is_put = care_import_put_chats(commit->import, client, error);
    sqlite3_progress_handler(commit->db->sql, 0, NULL, NULL);
    tell(commit, commit->import->n_rows * 2);
    return is_put;
}

/* --- indices --- */

/* (transfer full): the SQL that makes it, whichever the schema; NULL without @error: it has none.
 */
static char *
index_sql(CareDb *db, const char *name, GError **error)
{
    g_autoptr(GError) failed = NULL;
    char *sql = NULL;
    sqlite3_stmt *query =
        care_db_query(db, "SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND name = ?1",
                      error, CARE_TEXT(name));

    if (query == NULL)
        return NULL;
    if (care_db_step(query, &failed)) {
        sql = care_db_column_text(query, 0);
        sqlite3_reset(query);
    }
    if (failed != NULL)
        g_propagate_error(error, g_steal_pointer(&failed));
    return sql;
}

static gboolean
is_bulk(const Commit *commit)
{
    return commit->import->n_rows >= BULK_ROWS &&
           (guint64)commit->last_row <= commit->import->n_rows * BULK_SHARE;
}

/* Sorting all chats once costs less than a million steps down an index. */
static gboolean
put_chats_in_bulk(Commit *commit, const char *client, GError **error)
{
    static const char *const names[N_INDICES] = {"chat_facts", "chat_customer"};
    g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func(g_free);

    for (gsize i = 0; i < N_INDICES; i++) {
        g_autofree char *drop = g_strconcat("DROP INDEX IF EXISTS main.", names[i], NULL);
        g_autoptr(GError) failed = NULL;
        char *sql = index_sql(commit->db, names[i], &failed);

        if (failed != NULL) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return FALSE;
        }
        if (sql != NULL)
            g_ptr_array_add(made, sql);
        if (!care_db_exec(commit->db, drop, error))
            return FALSE;
    }
    if (!put_chats(commit, client, error))
        return FALSE;
    for (guint i = 0; i < made->len; i++) {
        if (!care_db_exec(commit->db, g_ptr_array_index(made, i), error))
            return FALSE;
    }
    return TRUE;
}

/* With their indices left alone each chat goes to a place of its own there: as many pages of these
 * as may be stay in memory. */
static gboolean
put_chats_singly(Commit *commit, const char *client, GError **error)
{
    return care_db_exec(commit->db, "PRAGMA cache_size = -65536", error) &&
           put_chats(commit, client, error);
}

/* --- all of it --- */

/* Another import may have stored some of these chats since they were checked. */
static gboolean
is_still_new(const Commit *commit, GError **error)
{
    gint64 seen, n = 0;

    if (!care_import_seen(commit->import, &seen, error))
        return FALSE;
    if (seen == commit->import->seen)
        return TRUE;
    if (!care_db_int(commit->db, "SELECT count(*) FROM temp.staged s JOIN chat c ON c.ext = s.ext",
                     0, &n, error))
        return FALSE;
    return n == 0 || fail_busy(error, _("another client stored some of these chats meanwhile"));
}

static gboolean
is_current(const Commit *commit, GError **error)
{
    return care_session_is_current(commit->import->editor->session) ||
           fail_busy(error, _("the store was replaced meanwhile: nothing was stored"));
}

static gboolean
put_all(Commit *commit, GError **error)
{
    CareImport *import = commit->import;
    g_autofree char *client = NULL, *value = NULL;
    gint64 seq = 0;

    if (!is_still_new(commit, error) ||
        !care_db_int(commit->db, "SELECT max(seq) FROM ledger", 0, &seq, error) ||
        !care_db_int(commit->db, "SELECT max(id) FROM chat", 0, &commit->last_row, error))
        return FALSE;
    /* Which row of the ledger speaks of these chats: the next one. */
    client = g_strdup_printf("import-%" G_GINT64_FORMAT, seq + 1);
    if (!care_import_put_names(import, commit->now_ms, error) ||
        !(is_bulk(commit) ? put_chats_in_bulk : put_chats_singly)(commit, client, error))
        return FALSE;
    tell(commit, import->n_rows * 3);
    value = care_import_value(import, commit->last_row, error);
    return value != NULL && care_import_count(import, error) &&
           care_ledger_add(commit->db, commit->now_ms, NULL, "import", value, error) &&
           is_current(commit, error);
}

static gboolean
transact(Commit *commit, GError **error)
{
    if (!care_db_exec(commit->db, "BEGIN IMMEDIATE", error))
        return FALSE;
    if (put_all(commit, error) && care_db_exec(commit->db, "COMMIT", error))
        return TRUE;
    care_db_exec(commit->db, "ROLLBACK", NULL);
    return FALSE;
}

/* Every row that a chat points to was found or made a moment before: to look for each again, a
 * million times, would take a quarter of the time. */
static gboolean
store(Commit *commit, GError **error)
{
    gboolean is_stored;

    if (!is_current(commit, error) || !care_db_exec(commit->db, "PRAGMA foreign_keys = OFF", error))
        return FALSE;
    is_stored = transact(commit, error);
    care_db_exec(commit->db, "PRAGMA foreign_keys = ON", NULL);
    if (is_stored)
        care_session_tidy(commit->import->editor->session);
    return is_stored;
}

static gboolean
store_alone(Commit *commit, GError **error)
{
    CareLock *lock = commit->import->editor->session->lock;
    gboolean is_stored;

    if (!care_lock_gate(lock, CARE_GATE_ALONE))
        return fail_busy(error, _("so many chats are stored only while nobody else has the store "
                                  "open: close the clients that use it"));
    is_stored = store(commit, error);
    care_lock_gate(lock, CARE_GATE_SHARED);
    return is_stored;
}

gboolean
care_import_commit(CareImport *import, gint64 now_ms, CareProgressFunc progress, gpointer data,
                   CareImported *out_imported, GError **error)
{
    Commit commit = {.import = import, .now_ms = now_ms, .progress = progress, .data = data};

    g_return_val_if_fail(import != NULL && import->editor != NULL && !import->is_open, FALSE);
    g_return_val_if_fail(out_imported != NULL, FALSE);

    commit.db = import->db;
    care_import_sum(import, out_imported);
    if (import->n_rows == 0)
        return TRUE; /* nothing changed, so there is nothing to say in the ledger */
    return import->n_rows > ALONE_ROWS ? store_alone(&commit, error) : store(&commit, error);
}
