/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nobody finds half a file: it is made here, synced, and then moved over the old one. */
#include "care-workdir.h"
#include "care-file.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK (256 * 1024)

struct _CareWorkdir {
    char *path;
    int fd; /* locked as long as it is ours */
};

/* Opens and locks the folder that is at the path now: one that was locked while its former owner
   took it away is no longer there. -1 with @error. */
static int
open_locked(const char *path, GError **error)
{
    for (guint tries = 0; tries < 10; tries++) {
        struct stat mine, there;
        int fd;

        if (g_mkdir(path, 0700) != 0 && errno != EEXIST)
            break;
        fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0)
            break;
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            close(fd);
            g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY,
                        _("%s: another command is at work there"), path);
            return -1;
        }
        if (fstat(fd, &mine) == 0 && lstat(path, &there) == 0 && mine.st_ino == there.st_ino &&
            mine.st_dev == there.st_dev)
            return fd;
        close(fd);
    }
    care_file_fail(error, path, _("cannot make this folder"));
    return -1;
}

CareWorkdir *
care_workdir_open(const char *path, GError **error)
{
    const int fd = open_locked(path, error);
    CareWorkdir *work;

    if (fd < 0)
        return NULL;
    work = g_new0(CareWorkdir, 1);
    work->path = g_strdup(path);
    work->fd = fd;
    fchmod(fd, 0700);
    care_workdir_clear(work);
    return work;
}

void
care_workdir_clear(CareWorkdir *work)
{
    g_autoptr(GDir) dir = g_dir_open(work->path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *file = care_workdir_file(work, name);

        g_unlink(file);
    }
}

void
care_workdir_close(CareWorkdir *work)
{
    if (work == NULL)
        return;
    care_workdir_clear(work);
    g_rmdir(work->path);
    close(work->fd);
    g_free(work->path);
    g_free(work);
}

char *
care_workdir_file(const CareWorkdir *work, const char *name)
{
    return g_build_filename(work->path, name, NULL);
}

static gssize
read_some(int fd, char *block)
{
    gssize n;

    do
        n = read(fd, block, BLOCK);
    while (n < 0 && errno == EINTR);
    return n;
}

static gboolean
write_all(int fd, const char *block, gsize size)
{
    while (size > 0) {
        const gssize n = write(fd, block, size);

        if (n < 0 && errno != EINTR)
            return FALSE;
        if (n > 0) {
            block += n;
            size -= (gsize)n;
        }
    }
    return TRUE;
}

static gboolean
copy(int from, int to, gboolean *out_is_source)
{
    g_autofree char *block = g_malloc(BLOCK);

    for (;;) {
        const gssize n = read_some(from, block);

        *out_is_source = n < 0;
        if (n <= 0)
            return n == 0;
        if (!write_all(to, block, (gsize)n))
            return FALSE;
    }
}

gboolean
care_workdir_take(CareWorkdir *work, const char *from, const char *name, gboolean *out_is_source,
                  GError **error)
{
    g_autofree char *path = care_workdir_file(work, name);
    const int source = open(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat info;
    gboolean done = FALSE;
    int to;

    *out_is_source = TRUE;
    if (source < 0 || fstat(source, &info) != 0 || !S_ISREG(info.st_mode)) {
        care_file_fail(error, from, _("cannot read"));
        if (source >= 0)
            close(source);
        return FALSE;
    }
    *out_is_source = FALSE;
    to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (to >= 0) {
        done = copy(source, to, out_is_source);
        done = close(to) == 0 && done;
    }
    if (!done)
        care_file_fail(error, *out_is_source ? from : path, _("cannot copy"));
    close(source);
    return done;
}

/* Rights and time of the file it replaces, and on disk. */
static gboolean
settle(const char *path, const char *to)
{
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    struct stat info;
    gboolean done;

    if (fd < 0)
        return FALSE;
    done = fchmod(fd, 0600) == 0;
    if (stat(to, &info) == 0)
        futimens(fd, (struct timespec[]){info.st_atim, info.st_mtim});
    done = fsync(fd) == 0 && done;
    return close(fd) == 0 && done;
}

gboolean
care_workdir_deliver(CareWorkdir *work, const char *name, const char *to, GError **error)
{
    g_autofree char *path = care_workdir_file(work, name);
    g_autofree char *folder = g_path_get_dirname(to);
    int fd;

    if (!settle(path, to) || g_rename(path, to) != 0)
        return care_file_fail(error, to, _("cannot replace this file"));
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd); /* some file systems cannot: then there is nothing better to do */
        close(fd);
    }
    return TRUE;
}
