/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens the store in whatever state it is, loses no file, and steps on no running client. */
#include "care-session.h"
#include "care-carry.h"
#include "care-fact.h"
#include "care-schema.h"
#include <errno.h>
#include <string.h>

#define GATE_WAIT_MS     5000
#define GATE_POLL_MS     20
#define CHECKPOINT_PAGES 1000               /* about 4 MiB of log */
#define SCRUB_MAX_BYTES  (16 * 1024 * 1024) /* a fifth of a second, and so much memory */
#define CORRUPT(error)   g_error_matches((error), CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT)

CareSession *
care_session_new(const char *path)
{
    CareSession *session = g_new0(CareSession, 1);

    session->wanted = g_strdup(path);
    session->run = g_uuid_string_random();
    return session;
}

void
care_session_free(CareSession *session)
{
    if (session == NULL)
        return;
    care_session_disconnect(session);
    care_lock_close(session->lock);
    g_free(session->wanted);
    g_free(session->path);
    g_free(session->run);
    g_free(session->client);
    g_free(session);
}

/* A closing connection moves the log into the file: not into one that is to stay untouched. */
static void
keep_log(CareDb *db, gboolean keep)
{
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep, NULL);
}

static int
on_commit(gpointer data, sqlite3 *sql G_GNUC_UNUSED, const char *name G_GNUC_UNUSED, int pages)
{
    CareSession *session = data;

    session->wal_pages = pages;
    return SQLITE_OK;
}

/* FULL syncs the log at each commit: what is told as stored survives a power cut. What is deleted
   is overwritten: people are told that it is gone. */
static gboolean
set_up(CareDb *db, GError **error)
{
    sqlite3_stmt *query = care_db_query(db, "PRAGMA journal_mode = WAL", error);
    g_autoptr(GError) failed = NULL;
    gboolean is_wal;

    if (query == NULL)
        return FALSE;
    is_wal = care_db_step(query, &failed) &&
             g_strcmp0((const char *)sqlite3_column_text(query, 0), "wal") == 0;
    /* The row comes before the change is on disk: only the statement's end says whether it is. */
    if (is_wal)
        care_db_step(query, &failed);
    sqlite3_reset(query);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    if (!is_wal) {
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN,
                    _("this file system cannot hold the store: choose a local one"));
        return FALSE;
    }
    return care_db_exec(db,
                        "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
                        " PRAGMA secure_delete = ON;"
                        " PRAGMA cache_size = -512; PRAGMA journal_size_limit = 4194304",
                        error);
}

static gboolean
check_all(CareDb *db, GError **error)
{
    gint64 n_problems = 0;

    /* The one row of a sound file says "ok". */
    if (!care_db_int(db, "SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'", 0,
                     &n_problems, error))
        return FALSE;
    return n_problems == 0 || care_db_fail(SQLITE_CORRUPT, error);
}

/* Runs it only if nobody has to be waited for. */
static int
at_once(CareDb *db, int (*run)(CareDb *db))
{
    int code;

    sqlite3_busy_timeout(db->sql, 0);
    code = run(db);
    sqlite3_busy_timeout(db->sql, CARE_DB_BUSY_MS);
    return code;
}

static int
empty_log(CareDb *db)
{
    return sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

/* What a crashed client's log holds may be in memory alone: Linux takes pages for clean that a
 * failed sync did not write, and no later sync writes them. Copied into the file they are written
 * anew. */
static gboolean
secure_log(CareDb *db, GError **error)
{
    const int code = at_once(db, empty_log);

    return code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_FULL ||
           care_db_fail(code, error);
}

static CareDb *
open_checked(const char *path, gboolean alone, gboolean suspect, GError **error)
{
    g_autoptr(CareDb) db = care_db_open(path, SQLITE_OPEN_READWRITE, error);
    guint version;

    if (db == NULL)
        return NULL;
    keep_log(db, TRUE);
    if (sqlite3_db_readonly(db->sql, "main") == 1) {
        care_db_fail(SQLITE_READONLY, error);
        return NULL;
    }
    if (!care_schema_check(db, &care_schema, &version, error) ||
        (suspect && !check_all(db, error)) || !set_up(db, error) ||
        (alone && !secure_log(db, error)) ||
        !care_schema_migrate(db, &care_schema, path, alone, error) ||
        !care_rollup_ensure(db, error) || !care_db_exec(db, "PRAGMA foreign_keys = ON", error))
        return NULL;
    keep_log(db, FALSE);
    return g_steal_pointer(&db);
}

static CareDb *
open_sound(const char *path, gboolean alone, gboolean suspect, GError **error)
{
    CareDb *db;

    if (!care_file_make_private(path, error))
        return NULL;
    db = open_checked(path, alone, suspect, error);
    if (db == NULL)
        g_prefix_error(error, "%s: ", path);
    return db;
}

/* Makes a new database that is one file, its log emptied, so that it can be moved. */
static gboolean
make_successor(const char *path, const char *damaged, GError **error)
{
    g_autoptr(CareDb) db = NULL;
    int code;

    care_file_discard(path); /* of a try that did not come to its end */
    db = open_sound(path, TRUE, FALSE, error);
    if (db == NULL || !care_db_exec(db, "BEGIN IMMEDIATE", error))
        return FALSE;
    if (!care_carry_over(db, damaged, error) || !care_db_exec(db, "COMMIT", error)) {
        care_db_exec(db, "ROLLBACK", NULL);
        return FALSE;
    }
    code = sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code == SQLITE_OK || care_db_fail(code, error);
}

/* The damaged file stays in its place until all that it can give is safe in another. */
static char *
replace(const char *path, GError **error)
{
    g_autofree char *successor = g_strconcat(path, ".new~", NULL);
    char *aside = NULL;

    if (make_successor(successor, path, error))
        aside = care_file_set_aside(path, successor, error);
    if (aside == NULL)
        care_file_discard(successor);
    return aside;
}

static CareDb *
open_or_replace(CareSession *session, gboolean alone, gboolean suspect, char **out_set_aside,
                GError **error)
{
    g_autoptr(GError) failed = NULL;
    CareDb *db = open_sound(session->path, alone, suspect, &failed);

    if (db != NULL)
        return db;
    if (!CORRUPT(failed) || !alone || session->keeps_damaged) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return NULL;
    }
    *out_set_aside = replace(session->path, error);
    return *out_set_aside != NULL ? open_sound(session->path, alone, FALSE, error) : NULL;
}

/* SQLite knows a log by its name alone: that of a file which was replaced would be replayed into
   the one that is there now, and destroy it. */
static gboolean
keep_off_strange_log(CareSession *session, gboolean alone, GError **error)
{
    CareFilePair noted;

    if (!care_file_is_strange_log(session->path, &session->pair) &&
        (!care_lock_noted(session->lock, &noted) ||
         !care_file_is_strange_log(session->path, &noted)))
        return TRUE;
    if (alone)
        return care_file_shelve_log(session->path, error);
    g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY,
                _("%s: was replaced, and another client still has the old one open"),
                session->path);
    return FALSE;
}

static gboolean
renew_lock(CareSession *session, GError **error)
{
    g_autofree char *path = care_file_resolve(session->wanted);
    g_autofree char *name = NULL;

    if (session->lock != NULL && g_strcmp0(path, session->path) == 0 &&
        care_lock_is_current(session->lock))
        return TRUE;
    g_clear_pointer(&session->lock, care_lock_close);
    g_free(session->path);
    session->path = g_steal_pointer(&path);
    if (!care_file_make_private(session->path, error))
        return FALSE;
    if (g_str_has_suffix(session->path, ".db"))
        name = g_strndup(session->path, strlen(session->path) - strlen(".db"));
    else
        name = g_strdup(session->path);
    path = g_strconcat(name, ".lock", NULL);
    session->lock = care_lock_open(path, session->run, error);
    return session->lock != NULL;
}

static gboolean
pass_gate(CareSession *session, gboolean *out_alone, GError **error)
{
    *out_alone = care_lock_gate(session->lock, CARE_GATE_ALONE);
    if (*out_alone)
        return TRUE;
    for (gint waited_ms = 0; waited_ms < GATE_WAIT_MS; waited_ms += GATE_POLL_MS) {
        if (care_lock_gate(session->lock, CARE_GATE_SHARED))
            return TRUE;
        g_usleep(GATE_POLL_MS * 1000);
    }
    g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY,
                _("another client is changing the store"));
    return FALSE;
}

/* Notes which files these are; and the chats are ours whichever slot the lock gave us now. */
static gboolean
settle(CareSession *session, GError **error)
{
    const char *client = care_lock_client(session->lock);
    int moved = 0;

    sqlite3_file_control(session->db->sql, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (!care_file_pair(session->path, &session->pair) || moved) {
        errno = ESTALE;
        return care_file_fail(error, session->path, _("gone again"));
    }
    care_lock_note(session->lock, &session->pair);
    if (session->client != NULL && strcmp(session->client, client) != 0 &&
        !care_db_run(session->db, "UPDATE chat SET client = ?2 WHERE client = ?1", error,
                     CARE_TEXT(session->client), CARE_TEXT(client)))
        return FALSE;
    g_free(session->client);
    session->client = g_strdup(client);
    return TRUE;
}

gboolean
care_session_connect(CareSession *session, gboolean suspect, char **out_set_aside, GError **error)
{
    gboolean alone;

    *out_set_aside = NULL;
    care_session_disconnect(session);
    if (!renew_lock(session, error) || !pass_gate(session, &alone, error))
        return FALSE;
    if (keep_off_strange_log(session, alone, error))
        session->db = open_or_replace(session, alone, suspect, out_set_aside, error);
    if (session->db == NULL) {
        care_lock_gate(
            session->lock,
            CARE_GATE_LEFT); /* else two clients with one damaged file would wait for ever */
        return FALSE;
    }
    if (!settle(session, error)) {
        care_session_disconnect(session);
        return FALSE;
    }
    care_lock_gate(session->lock, CARE_GATE_SHARED);
    session->may_scrub = TRUE;
    sqlite3_wal_hook(session->db->sql, on_commit, session);
    return TRUE;
}

void
care_session_disconnect(CareSession *session)
{
    if (session->db == NULL)
        return;
    g_clear_pointer(&session->db, care_db_close);
    care_lock_gate(session->lock, CARE_GATE_LEFT);
}

gboolean
care_session_is_current(const CareSession *session)
{
    return session->db != NULL && care_file_is(session->path, &session->pair.file) &&
           care_lock_is_current(session->lock);
}

gboolean
care_session_is_replaced(const CareSession *session)
{
    CareFileId there;

    return session->db != NULL && !care_session_is_current(session) &&
           care_file_id(session->path, &there);
}

gboolean
care_session_has_lost_log(const CareSession *session)
{
    return session->db != NULL && care_file_has_lost_log(session->path, &session->pair);
}

gboolean
care_session_save_log(CareSession *session, GError **error)
{
    int n_frames = 0, n_saved = 0;
    const int code = sqlite3_wal_checkpoint_v2(session->db->sql, NULL, SQLITE_CHECKPOINT_PASSIVE,
                                               &n_frames, &n_saved);

    if (code != SQLITE_OK)
        return care_db_fail(code, error);
    return n_saved == n_frames || care_db_fail(SQLITE_BUSY, error);
}

gboolean
care_session_take_alone(CareSession *session)
{
    return care_lock_gate(session->lock, CARE_GATE_ALONE);
}

static int
rewrite(CareDb *db)
{
    const int code = sqlite3_exec(db->sql, "VACUUM", NULL, NULL, NULL);

    return code == SQLITE_OK
               ? sqlite3_exec(db->sql, "DELETE FROM meta WHERE key = 'erased'", NULL, NULL, NULL)
               : code;
}

void
care_session_scrub(CareSession *session)
{
    gint64 n_erased = 0, n_bytes = 0;
    int code;

    if (session->db == NULL || !session->may_scrub)
        return;
    session->may_scrub = FALSE;
    if (!care_db_int(session->db, "SELECT count(*) FROM meta WHERE key = 'erased'", 0, &n_erased,
                     NULL) ||
        !care_db_int(session->db,
                     "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", 0,
                     &n_bytes, NULL) ||
        n_erased == 0 || n_bytes > SCRUB_MAX_BYTES)
        return;
    code = at_once(session->db, rewrite);
    session->may_scrub = (code & 0xff) == SQLITE_BUSY; /* on any other fault at the next start */
    session->has_erased = code == SQLITE_OK;
}

void
care_session_tidy(CareSession *session)
{
    if (session->db == NULL)
        return;
    /* What was erased still stands in the log's older frames. While another connection reads in
       them it has to wait. */
    if (session->has_erased && at_once(session->db, empty_log) == SQLITE_OK) {
        session->has_erased = FALSE;
        session->wal_pages = 0;
    }
    if (session->wal_pages < CHECKPOINT_PAGES)
        return;
    /* PASSIVE waits for nobody: a reader in mid-report only puts it off. */
    sqlite3_wal_checkpoint_v2(session->db->sql, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    session->wal_pages = 0;
}
