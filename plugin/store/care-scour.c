/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A copy holds what was erased since; each is rewritten from its rows, for bytes cannot be trusted.
 */
#include "care-scour.h"
#include "care-comments.h"
#include "care-customer.h"
#include "care-file.h"
#include "care-workdir.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static const char *const log_ends[] = {"-wal", "-journal"};

typedef enum {
    CLEAN,
    DAMAGED,
    FAILED
} Result; /* FAILED: with an error, and no fault of the file */

/* --- which files --- */

static gboolean
is_number(const char *text)
{
    return *text != '\0' && strspn(text, "0123456789") == strlen(text);
}

/* What follows the store's name in that of a copy: ".before-3", ".corrupt-20250131T235959Z-2",
   ".new~". */
static gboolean
is_copy(const char *rest)
{
    g_autofree char *whole = g_strdup(rest);

    if (strcmp(rest, ".new~") == 0)
        return TRUE;
    if (g_str_has_prefix(rest, ".corrupt-"))
        return strspn(rest + strlen(".corrupt-"), "0123456789TZ-") ==
               strlen(rest + strlen(".corrupt-"));
    if (g_str_has_suffix(whole, "~"))
        whole[strlen(whole) - 1] = '\0';
    return g_str_has_prefix(whole, ".before-") && is_number(whole + strlen(".before-"));
}

static char *
without(const char *name, const char *end)
{
    return g_str_has_suffix(name, end) ? g_strndup(name, strlen(name) - strlen(end)) : NULL;
}

/* Puts each file into one of the lists: databases that are copies, and logs without one. */
static void
sort_in(const char *folder, const char *base, const char *name, GPtrArray *copies, GPtrArray *logs)
{
    const char *rest = name + strlen(base);

    for (gsize i = 0; i < G_N_ELEMENTS(log_ends); i++) {
        g_autofree char *owner = without(rest, log_ends[i]);
        g_autofree char *path = owner != NULL ? g_strconcat(folder, "/", base, owner, NULL) : NULL;

        if (owner == NULL)
            continue;
        if (g_str_has_prefix(rest, ".replaced-") ||
            (is_copy(owner) && !g_file_test(path, G_FILE_TEST_EXISTS)))
            g_ptr_array_add(logs, g_build_filename(folder, name, NULL));
        return;
    }
    if (!g_str_has_suffix(rest, "-shm") && is_copy(rest))
        g_ptr_array_add(copies, g_build_filename(folder, name, NULL));
}

static gint
compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean
list(const char *store, GPtrArray *copies, GPtrArray *logs, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(store);
    g_autofree char *base = g_path_get_basename(store);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    if (dir == NULL)
        return care_file_fail(error, folder, _("cannot read this folder"));
    while ((name = g_dir_read_name(dir)) != NULL) {
        if (g_str_has_prefix(name, base))
            sort_in(folder, base, name, copies, logs);
    }
    g_ptr_array_sort(copies, compare);
    g_ptr_array_sort(logs, compare);
    return TRUE;
}

/* --- one of them --- */

/* Of a schema that the rules for the store itself do not fit. */
static gboolean
erase_plainly(CareDb *db, const char *key, GError **error)
{
    gint64 row = CARE_NO_ROW;
    gboolean did;

    return care_db_int(db, "SELECT id FROM customer WHERE key = ?1", CARE_NO_ROW, &row, error,
                       CARE_TEXT(key)) &&
           care_comments_drop_theirs(db, CARE_INT(row), CARE_TEXT(NULL), &did, error) &&
           care_db_run(db,
                       "UPDATE survey SET customer = NULL, who = NULL WHERE customer = ?1"
                       " OR chat IN (SELECT id FROM chat WHERE customer = ?1)",
                       error, CARE_INT(row)) &&
           care_db_run(db, "UPDATE chat SET customer = NULL, address = NULL WHERE customer = ?1",
                       error, CARE_INT(row)) &&
           care_db_run(db, "DELETE FROM customer WHERE id = ?1", error, CARE_INT(row));
}

static gboolean
erase_fully(CareDb *db, const CareScour *scour, GError **error)
{
    const CareRecord record = {
        .customer = (char *)scour->key, .change = CARE_CUSTOMER_ERASE, .at_ms = scour->now_ms};
    gboolean was_there;

    return care_customer_is_there(db, scour->key, &was_there, error) &&
           care_customer_erase(db, &record, CARE_NO_ROW, was_there, error);
}

/* With a tombstone where there is room for one; in a damaged file that may fail. */
static gboolean
erase(CareDb *db, const CareScour *scour, GError **error)
{
    gboolean done;

    done = care_db_exec(db, "BEGIN", NULL) && erase_fully(db, scour, NULL) &&
           care_db_exec(db, "COMMIT", NULL);
    if (!done)
        care_db_exec(db, "ROLLBACK", NULL);
    if (!done && (!care_db_exec(db, "BEGIN", error) || !erase_plainly(db, scour->key, error) ||
                  !care_db_exec(db, "COMMIT", error)))
        return FALSE;
    /* In a damaged file there may be words of which nobody can tell any more whose they are. */
    return care_comments_drop_orphans(db, error) &&
           care_db_run(db, "DELETE FROM meta WHERE key = 'erased'", error);
}

static gboolean
is_sound(CareDb *db)
{
    gint64 n_problems = 1;

    return care_db_int(db,
                       "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
                       1, &n_problems, NULL) &&
           n_problems == 0;
}

/* What a tampered file's triggers would do, they shall not. */
static CareDb *
open_copy(const char *path, GError **error)
{
    g_autoptr(CareDb) db = care_db_open(path, SQLITE_OPEN_READWRITE, error);

    if (db == NULL)
        return NULL;
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    /* Takes in the log that was copied with it, and is one file from then on. */
    return care_db_exec(db, "PRAGMA journal_mode = DELETE; SELECT count(*) FROM sqlite_schema",
                        error)
               ? g_steal_pointer(&db)
               : NULL;
}

static gboolean
is_empty(CareDb *db)
{
    gint64 n_tables = 1;

    return care_db_int(db, "SELECT count(*) FROM sqlite_schema", 1, &n_tables, NULL) &&
           n_tables == 0;
}

/* Only rows count: an index that is damaged would hide some of them. */
static gboolean
erase_from(CareScour *scour, CareDb *db, const char *to, GError **error)
{
    return (is_sound(db) || care_db_exec(db, "REINDEX", error)) &&
           (is_empty(db) ||
            (care_traces_gather(scour->traces, db, error) && erase(db, scour, error))) &&
           care_db_run(db, "VACUUM INTO ?1", error, CARE_TEXT(to));
}

/* Writes what is left after the erasure to @to. */
static Result
rewrite(CareScour *scour, const char *copy, const char *to, GError **error)
{
    g_autoptr(CareDb) db = open_copy(copy, NULL);
    g_autoptr(CareDb) written = NULL;

    if (db == NULL)
        return DAMAGED;
    if (!erase_from(scour, db, to, NULL)) {
        if (!db->is_full)
            return DAMAGED;
        care_db_fail(SQLITE_FULL, error); /* no fault of this file */
        return FAILED;
    }
    written = care_db_open(to, SQLITE_OPEN_READONLY, NULL);
    return written != NULL && is_sound(written) ? CLEAN : DAMAGED;
}

/* Copies a database with what SQLite left beside it. */
static Result
take(CareWorkdir *work, const char *file, gboolean *out_has_log, GError **error)
{
    g_autoptr(GError) failed = NULL;
    gboolean is_source;

    *out_has_log = FALSE;
    care_workdir_clear(work);
    for (gsize i = 0; i <= G_N_ELEMENTS(log_ends); i++) {
        const char *end = i == 0 ? "" : log_ends[i - 1];
        g_autofree char *from = g_strconcat(file, end, NULL);
        g_autofree char *name = g_strconcat("copy", end, NULL);

        if (i > 0 && !g_file_test(from, G_FILE_TEST_EXISTS))
            continue;
        *out_has_log |= i > 0;
        if (care_workdir_take(work, from, name, &is_source, &failed))
            continue;
        if (is_source)
            return DAMAGED;
        g_propagate_error(error, g_steal_pointer(&failed));
        return FAILED;
    }
    return CLEAN;
}

static void
drop_logs(const char *file)
{
    static const char *const ends[] = {"-wal", "-journal", "-shm"};

    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *log = g_strconcat(file, ends[i], NULL);

        g_unlink(log);
    }
}

/* Makes the copy and its log one file, and keeps that as it is. */
static Result
fold(CareWorkdir *work, GError **error)
{
    g_autofree char *copy = care_workdir_file(work, "copy");
    g_autoptr(CareDb) db = open_copy(copy, NULL);
    gboolean is_source;

    if (db == NULL)
        return DAMAGED;
    g_clear_pointer(&db, care_db_close);
    return care_workdir_take(work, copy, "folded", &is_source, error) ? CLEAN : FAILED;
}

/* Should we be stopped after the first step, SQLite plays the log into what already has it, which
   changes nothing; played into the rewritten file it would destroy that. */
static Result
deliver(CareWorkdir *work, const char *file, gboolean has_log, GError **error)
{
    if (has_log && !care_workdir_deliver(work, "folded", file, error))
        return FAILED;
    drop_logs(file);
    return care_workdir_deliver(work, "new", file, error) ? CLEAN : FAILED;
}

static Result
scour_copy(CareScour *scour, CareWorkdir *work, const char *file, GError **error)
{
    g_autofree char *copy = care_workdir_file(work, "copy");
    g_autofree char *written = care_workdir_file(work, "new");
    gboolean has_log;
    Result result = take(work, file, &has_log, error);

    if (result == CLEAN && has_log)
        result = fold(work, error);
    if (result == CLEAN)
        result = rewrite(scour, copy, written, error);
    return result == CLEAN ? deliver(work, file, has_log, error) : result;
}

static void
add_uncleaned(CareScour *scour, const char *file)
{
    g_ptr_array_add(scour->uncleaned, g_strdup(file));
    for (gsize i = 0; i < G_N_ELEMENTS(log_ends); i++) {
        g_autofree char *log = g_strconcat(file, log_ends[i], NULL);

        if (g_file_test(log, G_FILE_TEST_EXISTS))
            g_ptr_array_add(scour->uncleaned, g_steal_pointer(&log));
    }
}

static gboolean
scour_copies(CareScour *scour, CareWorkdir *work, const GPtrArray *copies, GError **error)
{
    for (guint i = 0; i < copies->len; i++) {
        const char *file = g_ptr_array_index(copies, i);
        const Result result = scour_copy(scour, work, file, error);

        if (result == FAILED)
            return FALSE;
        if (result == CLEAN)
            g_ptr_array_add(scour->cleaned, g_strdup(file));
        else
            add_uncleaned(scour, file);
    }
    return TRUE;
}

/* By all that is known of them by now, from whichever copy. */
static void
prove(CareScour *scour)
{
    for (guint i = scour->cleaned->len; i > 0; i--) {
        const char *file = g_ptr_array_index(scour->cleaned, i - 1);
        gboolean remain;

        if (care_traces_remain(scour->traces, file, &remain, NULL) && !remain)
            continue;
        add_uncleaned(scour, file);
        g_ptr_array_remove_index(scour->cleaned, i - 1);
    }
}

/* A log without its database is pages of some time, which nobody can read as rows. */
static void
judge_logs(CareScour *scour, const GPtrArray *logs)
{
    for (guint i = 0; i < logs->len; i++) {
        const char *log = g_ptr_array_index(logs, i);
        GStatBuf info;

        if (g_lstat(log, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size > 0)
            g_ptr_array_add(scour->uncleaned, g_strdup(log));
    }
}

gboolean
care_scour_beside(CareScour *scour, const char *store, GError **error)
{
    g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) logs = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *place = g_strconcat(store, ".forget~", NULL);
    g_autoptr(CareWorkdir) work = care_workdir_open(place, error);

    if (work == NULL || !list(store, copies, logs, error) ||
        !scour_copies(scour, work, copies, error))
        return FALSE;
    prove(scour);
    judge_logs(scour, logs);
    return TRUE;
}
