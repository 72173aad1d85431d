/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies a store that clients go on writing: one moment of it, whole, in one file, or nothing. */
#define _GNU_SOURCE /* renameat2 */
#include "care-file.h"
#include "care-reader-private.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <purple-care/store-admin.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP_PAGES 256 /* a mebibyte between two looks at the progress */

static const char *const beside[] = {"-wal", "-journal",
                                     "-shm"}; /* what SQLite takes for its own */

/* Where @name is or would be, a link and its folder's links followed. (transfer full) */
static char *
place_of(const char *name)
{
    g_autofree char *real = care_file_resolve(name);
    g_autofree char *folder = g_path_get_dirname(real);
    g_autofree char *real_folder = care_file_resolve(folder);
    g_autofree char *base = g_path_get_basename(real);

    return g_build_filename(real_folder, base, NULL);
}

static gboolean
is_of_store(const char *path, const char *place)
{
    g_autofree char *store = place_of(path);
    CareFileId id;

    if (strcmp(store, place) == 0 || (care_file_id(place, &id) && care_file_is(store, &id)))
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(beside); i++) {
        g_autofree char *other = g_strconcat(store, beside[i], NULL);

        if (strcmp(other, place) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
refuse(GError **error, const char *place, const char *why)
{
    g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN, "%s: %s", place, why);
    return FALSE;
}

/* Before anything is copied: may the copy be put there at all? */
static gboolean
check_place(const char *path, const char *place, gboolean replace, GError **error)
{
    GStatBuf info;

    if (is_of_store(path, place))
        return refuse(error, place, _("that is the store itself"));
    for (gsize i = 0; i < 2; i++) {
        g_autofree char *log = g_strconcat(place, beside[i], NULL);

        /* SQLite would replay it into the copy. */
        if (g_lstat(log, &info) == 0)
            return refuse(error, log, _("lies beside: move it away, or choose another name"));
    }
    if (g_lstat(place, &info) != 0)
        return errno == ENOENT || care_file_fail(error, place, _("cannot look there"));
    if (!S_ISREG(info.st_mode) && !S_ISLNK(info.st_mode))
        return refuse(error, place, _("is there, and not a file"));
    return replace || refuse(error, place, _("is there already"));
}

static gboolean
make_half(const char *half, GError **error)
{
    const int fd = open(half, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return care_file_fail(error, half, _("cannot make this file"));
    close(fd); /* before SQLite opens it */
    return TRUE;
}

static gboolean
copy_pages(sqlite3_backup *backup, CareProgressFunc progress, gpointer data)
{
    gint waited_ms = 0;
    int code;

    do {
        code = sqlite3_backup_step(backup, STEP_PAGES);
        if (progress != NULL) {
            const int total = sqlite3_backup_pagecount(backup);

            progress((guint64)(total - sqlite3_backup_remaining(backup)), (guint64)total, data);
        }
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
            g_usleep(20 * 1000);
            waited_ms += 20;
        }
    } while (code == SQLITE_OK ||
             ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && waited_ms < CARE_DB_BUSY_MS));
    return code == SQLITE_DONE;
}

/* A fault in it is told of in words of its own: the store may be sound and the disk not. */
static gboolean
check_copy(CareDb *copy, GError **error)
{
    gint64 n_problems = 0;

    if (!care_db_int(copy, "SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'", 0,
                     &n_problems, error))
        return FALSE;
    if (n_problems == 0)
        return TRUE;
    g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT,
                _("the copy is damaged: see what purple-care verify says of the store"));
    return FALSE;
}

static gboolean
fill(CareDb *db, CareDb *copy, CareProgressFunc progress, gpointer data, GError **error)
{
    sqlite3_backup *backup;
    gboolean is_copied;
    int code;

    /* It is synced when it is whole; until then a crash leaves a file that nobody knows by name. */
    if (!care_db_exec(copy, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", error))
        return FALSE;
    backup = sqlite3_backup_init(copy->sql, "main", db->sql, "main");
    if (backup == NULL)
        return care_db_fail(sqlite3_extended_errcode(copy->sql), error);
    is_copied = copy_pages(backup, progress, data);
    code = sqlite3_backup_finish(backup);
    if (code != SQLITE_OK || !is_copied)
        return care_db_fail(code != SQLITE_OK ? code : SQLITE_BUSY, error);
    /* One file without a log: it can be moved, sent, and read from a disk that cannot be written.
     */
    return care_db_exec(copy, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE",
                        error) &&
           check_copy(copy, error);
}

static gboolean
sync_file(const char *path, int flags, GError **error)
{
    const int fd = open(path, flags | O_CLOEXEC);
    const gboolean is_synced = fd >= 0 && fsync(fd) == 0;

    /* Some file systems cannot sync a folder: then there is nothing better to do. */
    if (!is_synced && (flags & O_DIRECTORY) == 0)
        care_file_fail(error, path, _("cannot be written to the disk"));
    if (fd >= 0)
        close(fd);
    return is_synced || (flags & O_DIRECTORY) != 0;
}

static gboolean
put_in_place(const char *half, const char *place, gboolean replace, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(place);
    int code = replace ? rename(half, place)
                       : renameat2(AT_FDCWD, half, AT_FDCWD, place, RENAME_NOREPLACE);

    if (code != 0 && !replace && (errno == EINVAL || errno == ENOSYS)) {
        /* A file system that does not know it: a second name replaces nothing, either. */
        code = link(half, place);
        if (code == 0)
            unlink(half);
    }
    if (code != 0)
        return care_file_fail(error, place, _("cannot put the copy there"));
    return sync_file(folder, O_RDONLY | O_DIRECTORY, error);
}

static gboolean
copy_to(CareReader *reader, const char *half, CareProgressFunc progress, gpointer data,
        GError **error)
{
    g_autoptr(CareDb) copy = care_db_open(half, SQLITE_OPEN_READWRITE, error);
    gint64 n_tables = 0;
    gboolean is_copied;

    /* A transaction holds one moment of the store. Without it each commit of a client would make
       the copy begin anew, for ever on a busy desk; and in WAL mode it keeps nobody waiting. */
    if (copy == NULL || !care_db_exec(reader->db, "BEGIN", error))
        return FALSE;
    is_copied =
        care_db_int(reader->db, "SELECT count(*) FROM sqlite_schema", 0, &n_tables, error) &&
        fill(reader->db, copy, progress, data, error);
    care_db_exec(reader->db, "ROLLBACK", NULL);
    return is_copied;
}

gboolean
care_reader_backup(CareReader *reader, const char *to, gboolean replace, CareProgressFunc progress,
                   gpointer data, GError **error)
{
    g_autofree char *place = NULL, *uuid = NULL, *half = NULL;

    g_return_val_if_fail(reader != NULL && to != NULL, FALSE);

    place = place_of(to);
    uuid = g_uuid_string_random();
    half = g_strdup_printf("%s.part-%.8s~", place, uuid);
    if (!check_place(reader->path, place, replace, error) || !make_half(half, error))
        return FALSE;
    if (copy_to(reader, half, progress, data, error) && sync_file(half, O_RDONLY, error) &&
        put_in_place(half, place, replace, error))
        return TRUE;
    g_prefix_error(error, "%s: ", to);
    care_file_discard(half);
    return FALSE;
}
