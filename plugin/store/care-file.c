/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the store's files private from their first moment on, and never loses one. */
#define _GNU_SOURCE /* statx */
#include "care-file.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define NS_PER_SECOND 1000000000
#define LOG_SUFFIX    "-wal"

static const char *const log_suffixes[] = {LOG_SUFFIX, "-shm"}; /* SQLite's, beside the database */

gboolean
care_file_fail(GError **error, const char *path, const char *what)
{
    const int code = errno;

    g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN, "%s: %s: %s", path, what,
                g_strerror(code));
    return FALSE;
}

char *
care_file_resolve(const char *path)
{
    char *real = realpath(path, NULL);
    char *copy = g_strdup(real != NULL ? real : path);

    free(real);
    return copy;
}

gboolean
care_file_id(const char *path, CareFileId *out_id)
{
    struct statx info;

    if (statx(AT_FDCWD, path, 0, STATX_INO | STATX_BTIME, &info) != 0)
        return FALSE;
    *out_id = (CareFileId){.device = (guint64)info.stx_dev_major << 32 | info.stx_dev_minor,
                           .inode = info.stx_ino};
    if ((info.stx_mask & STATX_BTIME) != 0)
        out_id->born_ns =
            (gint64)info.stx_btime.tv_sec * NS_PER_SECOND + (gint64)info.stx_btime.tv_nsec;
    return TRUE;
}

gboolean
care_file_is(const char *path, const CareFileId *id)
{
    CareFileId now;

    return care_file_id(path, &now) && now.device == id->device && now.inode == id->inode &&
           now.born_ns == id->born_ns;
}

gboolean
care_file_pair(const char *path, CareFilePair *out_pair)
{
    g_autofree char *log = g_strconcat(path, LOG_SUFFIX, NULL);

    *out_pair = (CareFilePair){0};
    care_file_id(log, &out_pair->log);
    return care_file_id(path, &out_pair->file);
}

gboolean
care_file_has_lost_log(const char *path, const CareFilePair *pair)
{
    g_autofree char *log = g_strconcat(path, LOG_SUFFIX, NULL);

    return pair->log.inode != 0 && care_file_is(path, &pair->file) &&
           !care_file_is(log, &pair->log);
}

gboolean
care_file_is_strange_log(const char *path, const CareFilePair *pair)
{
    g_autofree char *log = g_strconcat(path, LOG_SUFFIX, NULL);

    return pair->log.inode != 0 && care_file_is(log, &pair->log) &&
           !care_file_is(path, &pair->file);
}

/* A new name is durable only when its folder is. */
static void
sync_folder_of(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        fsync(fd); /* some file systems cannot sync a folder: then there is nothing better to do */
        close(fd);
    }
}

gboolean
care_file_make_private(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    GStatBuf info;
    int fd;

    if (g_mkdir_with_parents(folder, 0700) != 0)
        return care_file_fail(error, folder, _("cannot make this folder"));
    fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        close(fd);
        sync_folder_of(path);
        return TRUE;
    }
    if (errno != EEXIST)
        return care_file_fail(error, path, _("cannot make this file"));
    if (g_stat(path, &info) != 0)
        return care_file_fail(error, path, _("cannot open"));
    if (!S_ISREG(info.st_mode)) {
        errno = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
        return care_file_fail(error, path, _("not a file"));
    }
    if ((info.st_mode & 077) != 0 && info.st_uid == geteuid() && g_chmod(path, 0600) != 0)
        return care_file_fail(error, path, _("cannot make this file private"));
    return TRUE;
}

/* A name that neither a file nor a log has yet. */
static char *
free_name_for(const char *path, const char *why)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *stamp = g_date_time_format(now, "%Y%m%dT%H%M%SZ");
    char *name = g_strdup_printf("%s.%s-%s", path, why, stamp);

    for (guint again = 2;; again++) {
        g_autofree char *log = g_strconcat(name, LOG_SUFFIX, NULL);

        if (!g_file_test(name, G_FILE_TEST_EXISTS) && !g_file_test(log, G_FILE_TEST_EXISTS))
            return name;
        g_free(name);
        name = g_strdup_printf("%s.%s-%s-%u", path, why, stamp, again);
    }
}

static gboolean
move_log(const char *path, const char *aside, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(log_suffixes); i++) {
        g_autofree char *from = g_strconcat(path, log_suffixes[i], NULL);
        g_autofree char *to = g_strconcat(aside, log_suffixes[i], NULL);

        if (g_rename(from, to) != 0 && errno != ENOENT)
            return care_file_fail(error, from, _("cannot set this file aside"));
    }
    return TRUE;
}

char *
care_file_set_aside(const char *path, const char *successor, GError **error)
{
    g_autofree char *aside = free_name_for(path, "corrupt");

    /* The log goes first, or it would be replayed into the successor. */
    if (!move_log(path, aside, error))
        return NULL;
    /* With a second name for the old file, no crash finds the place empty; else it has to move. */
    if ((link(path, aside) != 0 && g_rename(path, aside) != 0) || g_rename(successor, path) != 0) {
        care_file_fail(error, path, _("cannot set this file aside"));
        return NULL;
    }
    sync_folder_of(path);
    return g_steal_pointer(&aside);
}

gboolean
care_file_shelve_log(const char *path, GError **error)
{
    g_autofree char *aside = free_name_for(path, "replaced");

    if (!move_log(path, aside, error))
        return FALSE;
    sync_folder_of(path);
    return TRUE;
}

void
care_file_discard(const char *path)
{
    g_unlink(path);
    for (gsize i = 0; i < G_N_ELEMENTS(log_suffixes); i++) {
        g_autofree char *log = g_strconcat(path, log_suffixes[i], NULL);

        g_unlink(log);
    }
}
