/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the store's files private from their first moment on, and never loses one. */
#include "care-file.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const log_suffixes[] = {"-wal", "-shm"}; /* SQLite's, beside the database */

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
    GStatBuf info;

    if (g_stat(path, &info) != 0)
        return FALSE;
    if (out_id != NULL)
        *out_id = (CareFileId){info.st_dev, info.st_ino};
    return TRUE;
}

gboolean
care_file_is(const char *path, const CareFileId *id)
{
    CareFileId now;

    return care_file_id(path, &now) && now.device == id->device && now.inode == id->inode;
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

static char *
free_name_for(const char *path)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *stamp = g_date_time_format(now, "%Y%m%dT%H%M%SZ");
    char *name = g_strdup_printf("%s.corrupt-%s", path, stamp);

    for (guint again = 2; g_file_test(name, G_FILE_TEST_EXISTS); again++) {
        g_free(name);
        name = g_strdup_printf("%s.corrupt-%s-%u", path, stamp, again);
    }
    return name;
}

char *
care_file_set_aside(const char *path, GError **error)
{
    g_autofree char *aside = free_name_for(path);

    /* The log goes first: SQLite throws away a log that it finds beside an empty database. */
    for (gsize i = 0; i < G_N_ELEMENTS(log_suffixes); i++) {
        g_autofree char *from = g_strconcat(path, log_suffixes[i], NULL);
        g_autofree char *to = g_strconcat(aside, log_suffixes[i], NULL);

        if (g_rename(from, to) != 0 && errno != ENOENT) {
            care_file_fail(error, from, _("cannot set this damaged file aside"));
            return NULL;
        }
    }
    if (g_rename(path, aside) != 0) {
        care_file_fail(error, path, _("cannot set this damaged file aside"));
        return NULL;
    }
    sync_folder_of(path);
    return g_steal_pointer(&aside);
}
