/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locks by open file description (F_OFD_SETLK): two stores in one process are two clients. */
#define _GNU_SOURCE
#include "care-lock.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SLOT_BYTES 64
#define N_SLOTS    256 /* the gate and 255 clients */
#define UUID_CHARS 36

struct _CareLock {
    int fd;
    guint slot;
    gboolean is_new;
    char *path, *run, *client;
    CareFileId id;
};

/* libpurple forks for every name look-up. Such a child would share our locks and, outliving a kill
   -9, keep a dead client "alive" for a while; so the child closes what it inherits, which releases
   nothing of ours. */
#define MAX_FORK_FDS 8
static gint fork_fds[MAX_FORK_FDS];

static void
close_in_child(void)
{
    for (gsize i = 0; i < MAX_FORK_FDS; i++) {
        if (fork_fds[i] > 0)
            close(fork_fds[i]);
    }
}

static void
close_on_fork(int fd)
{
    static gsize once = 0;

    if (g_once_init_enter(&once)) {
        pthread_atfork(NULL, NULL, close_in_child);
        g_once_init_leave(&once, 1);
    }
    for (gsize i = 0; i < MAX_FORK_FDS; i++) {
        if (g_atomic_int_compare_and_exchange(&fork_fds[i], 0, fd))
            return;
    }
}

static void
forget_fork(int fd)
{
    for (gsize i = 0; i < MAX_FORK_FDS; i++) {
        if (g_atomic_int_compare_and_exchange(&fork_fds[i], fd, 0))
            return;
    }
}

static struct flock
range_of(guint slot, short type)
{
    return (struct flock){.l_type = type,
                          .l_whence = SEEK_SET,
                          .l_start = (off_t)slot * SLOT_BYTES,
                          .l_len = SLOT_BYTES};
}

static gboolean
set_lock(int fd, guint slot, short type)
{
    struct flock range = range_of(slot, type);

    return fcntl(fd, F_OFD_SETLK, &range) == 0;
}

static gboolean
is_locked(int fd, guint slot)
{
    struct flock range = range_of(slot, F_WRLCK);

    /* In doubt alive: a chat left alone does less harm than one with two clients. */
    return fcntl(fd, F_OFD_GETLK, &range) != 0 || range.l_type != F_UNLCK;
}

static gboolean
take_slot(CareLock *lock, GError **error)
{
    for (guint slot = 1; slot < N_SLOTS; slot++) {
        if (!set_lock(lock->fd, slot, F_WRLCK)) {
            if (errno == EAGAIN || errno == EACCES)
                continue;
            return care_file_fail(error, lock->path, _("cannot lock"));
        }
        if (pwrite(lock->fd, lock->run, UUID_CHARS, (off_t)slot * SLOT_BYTES) != UUID_CHARS)
            return care_file_fail(error, lock->path, _("cannot write"));
        lock->slot = slot;
        lock->client = g_strdup_printf("%u-%s", slot, lock->run);
        return TRUE;
    }
    g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY,
                _("%s: 255 clients use this store already"), lock->path);
    return FALSE;
}

CareLock *
care_lock_open(const char *path, const char *run, GError **error)
{
    g_autoptr(CareLock) lock = g_new0(CareLock, 1);

    g_return_val_if_fail(strlen(run) == UUID_CHARS, NULL);
    lock->path = g_strdup(path);
    lock->run = g_strdup(run);
    lock->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    lock->is_new = lock->fd >= 0;
    if (!lock->is_new)
        lock->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock->fd < 0) {
        care_file_fail(error, path, _("cannot open"));
        return NULL;
    }
    close_on_fork(lock->fd);
    if (!care_file_id(path, &lock->id)) {
        care_file_fail(error, path, _("cannot open"));
        return NULL;
    }
    return take_slot(lock, error) ? g_steal_pointer(&lock) : NULL;
}

CareLock *
care_lock_look(const char *path, GError **error)
{
    g_autoptr(CareLock) lock = g_new0(CareLock, 1);

    lock->path = g_strdup(path);
    lock->run = g_strdup(""); /* nobody's */
    lock->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (lock->fd >= 0)
        return g_steal_pointer(&lock);
    care_file_fail(error, path, _("cannot open"));
    return NULL;
}

guint
care_lock_count(const CareLock *lock)
{
    guint n = 0;

    for (guint slot = 1; slot < N_SLOTS; slot++)
        n += slot != lock->slot && is_locked(lock->fd, slot);
    return n;
}

void
care_lock_close(CareLock *lock)
{
    if (lock == NULL)
        return;
    if (lock->fd >= 0) {
        forget_fork(lock->fd);
        close(lock->fd);
    }
    g_free(lock->path);
    g_free(lock->run);
    g_free(lock->client);
    g_free(lock);
}

gboolean
care_lock_is_new(const CareLock *lock)
{
    return lock->is_new;
}

void
care_lock_note(CareLock *lock, const CareFilePair *pair)
{
    G_STATIC_ASSERT(sizeof *pair <= SLOT_BYTES);

    /* Should that fail, a log left behind by a kill -9 is taken for the file's own, as ever. */
    if (pwrite(lock->fd, pair, sizeof *pair, 0) != sizeof *pair)
        g_debug("%s: cannot note the log's file", lock->path);
}

gboolean
care_lock_noted(const CareLock *lock, CareFilePair *out_pair)
{
    return pread(lock->fd, out_pair, sizeof *out_pair, 0) == sizeof *out_pair;
}

const char *
care_lock_client(const CareLock *lock)
{
    return lock->client;
}

gboolean
care_lock_is_alive(const CareLock *lock, const char *client)
{
    char *run = NULL;
    const guint64 slot = g_ascii_strtoull(client, &run, 10);
    char holder[UUID_CHARS];

    if (slot == 0 || slot >= N_SLOTS || *run != '-' || strlen(run + 1) != UUID_CHARS)
        return FALSE; /* no client of ours ever had that name */
    if (strcmp(run + 1, lock->run) == 0)
        return TRUE; /* GETLK does not report our own locks */
    if (slot == lock->slot || !is_locked(lock->fd, (guint)slot))
        return FALSE;
    return pread(lock->fd, holder, UUID_CHARS, (off_t)slot * SLOT_BYTES) != UUID_CHARS ||
           memcmp(holder, run + 1, UUID_CHARS) == 0;
}

gboolean
care_lock_gate(CareLock *lock, CareGate gate)
{
    static const short types[] = {
        [CARE_GATE_LEFT] = F_UNLCK, [CARE_GATE_SHARED] = F_RDLCK, [CARE_GATE_ALONE] = F_WRLCK};

    return set_lock(lock->fd, 0, types[gate]);
}

gboolean
care_lock_is_current(const CareLock *lock)
{
    return care_file_is(lock->path, &lock->id);
}
