/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shim: each call is counted, may fail by the plan, and is passed on to SQLite's own VFS. */
#include "care-vfs.h"
#include "care-disk.h"
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

typedef struct {
    sqlite3_file base;
    sqlite3_io_methods methods; /* ours, of the real one's version */
    CareVfsFile kind;
    CareDiskFile *disk;   /* NULL: not remembered */
    gboolean syncs_names; /* its first sync will be one of the folder too */
    gint64 real[];        /* sqlite3_file of the real VFS, as large as that wants it */
} File;

static struct {
    pthread_mutex_t mutex; /* all below; pthread's own, which ThreadSanitizer can see */
    CareVfsPlan plan;
    guint n_planned; /* calls of the plan's kind since it was made */
    gboolean has_failed;
    gint sync_ms;
    CareVfsCounts counts[CARE_N_VFS_FILES];
} all = {.mutex = PTHREAD_MUTEX_INITIALIZER, .sync_ms = -1};

static sqlite3_vfs shim, *below;

static sqlite3_file *
real_of(sqlite3_file *file)
{
    return (sqlite3_file *)((File *)file)->real;
}

/* Counts a call and says with which code it is to fail; SQLITE_OK: it is not. */
static int
enter(CareVfsFile kind, CareVfsCall call, gsize bytes, gboolean *out_short)
{
    int code = SQLITE_OK;

    pthread_mutex_lock(&all.mutex);
    all.counts[kind].calls[call]++;
    all.counts[kind].bytes += bytes;
    if (all.plan.at > 0 && all.plan.call == call) {
        all.n_planned++;
        if (all.n_planned == all.plan.at || (all.plan.for_ever && all.n_planned > all.plan.at)) {
            all.has_failed = TRUE;
            code = all.plan.code;
        }
    }
    if (out_short != NULL)
        *out_short = all.plan.is_short;
    pthread_mutex_unlock(&all.mutex);
    return code;
}

static int
on_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int
on_read(sqlite3_file *file, void *into, int size, sqlite3_int64 offset)
{
    const int code = enter(((File *)file)->kind, CARE_VFS_READ, 0, NULL);

    return code != SQLITE_OK ? code
                             : real_of(file)->pMethods->xRead(real_of(file), into, size, offset);
}

static int
on_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    File *mine = (File *)file;
    gboolean is_short;
    const int planned = enter(mine->kind, CARE_VFS_WRITE, (gsize)size, &is_short);
    const int written = planned == SQLITE_OK ? size : is_short ? size / 2 : 0;
    int code = planned;

    if (written > 0) {
        const int done = real_of(file)->pMethods->xWrite(real_of(file), bytes, written, offset);

        code = planned != SQLITE_OK ? planned : done;
        care_disk_write(mine->disk, offset, bytes, (gsize)written);
    }
    return code;
}

static int
on_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    File *mine = (File *)file;
    int code = enter(mine->kind, CARE_VFS_TRUNCATE, 0, NULL);

    if (code == SQLITE_OK)
        code = real_of(file)->pMethods->xTruncate(real_of(file), size);
    if (code == SQLITE_OK)
        care_disk_truncate(mine->disk, size);
    return code;
}

static int
on_sync(sqlite3_file *file, int flags)
{
    File *mine = (File *)file;
    int code = enter(mine->kind, CARE_VFS_SYNC, 0, NULL);
    gint ms;

    pthread_mutex_lock(&all.mutex);
    ms = all.sync_ms;
    pthread_mutex_unlock(&all.mutex);
    if (ms > 0)
        g_usleep((gulong)ms * 1000);
    if (code == SQLITE_OK && ms < 0)
        code = real_of(file)->pMethods->xSync(real_of(file), flags);
    care_disk_sync(mine->disk, code == SQLITE_OK, mine->syncs_names);
    if (code == SQLITE_OK)
        mine->syncs_names = FALSE;
    return code;
}

static int
on_size(sqlite3_file *file, sqlite3_int64 *out_size)
{
    const int code = enter(((File *)file)->kind, CARE_VFS_SIZE, 0, NULL);

    return code != SQLITE_OK ? code : real_of(file)->pMethods->xFileSize(real_of(file), out_size);
}

static int
on_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int
on_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int
on_reserved(sqlite3_file *file, int *out_is_locked)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out_is_locked);
}

static int
on_control(sqlite3_file *file, int what, void *data)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, data);
}

static int
on_sector_size(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int
on_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int
on_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out_memory)
{
    const int code = enter(((File *)file)->kind, CARE_VFS_SHM_MAP, 0, NULL);

    return code != SQLITE_OK
               ? code
               : real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out_memory);
}

static int
on_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}

static void
on_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int
on_shm_unmap(sqlite3_file *file, int and_delete)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), and_delete);
}

static int
on_fetch(sqlite3_file *file, sqlite3_int64 offset, int size, void **out_memory)
{
    return real_of(file)->pMethods->xFetch(real_of(file), offset, size, out_memory);
}

static int
on_unfetch(sqlite3_file *file, sqlite3_int64 offset, void *memory)
{
    return real_of(file)->pMethods->xUnfetch(real_of(file), offset, memory);
}

static const sqlite3_io_methods methods = {
    .iVersion = 3,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_reserved,
    .xFileControl = on_control,
    .xSectorSize = on_sector_size,
    .xDeviceCharacteristics = on_traits,
    .xShmMap = on_shm_map,
    .xShmLock = on_shm_lock,
    .xShmBarrier = on_shm_barrier,
    .xShmUnmap = on_shm_unmap,
    .xFetch = on_fetch,
    .xUnfetch = on_unfetch,
};

static CareVfsFile
kind_of(int flags)
{
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0)
        return CARE_VFS_DB;
    if ((flags & SQLITE_OPEN_WAL) != 0)
        return CARE_VFS_WAL;
    return (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0 ? CARE_VFS_JOURNAL
                                                                                 : CARE_VFS_OTHER;
}

static int
on_open(sqlite3_vfs *vfs G_GNUC_UNUSED, const char *name, sqlite3_file *file, int flags,
        int *out_flags)
{
    File *mine = (File *)file;
    int code, is_there = 1;

    *mine = (File){.kind = kind_of(flags),
                   .syncs_names = (flags & SQLITE_OPEN_CREATE) != 0 &&
                                  (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL |
                                            SQLITE_OPEN_SUPER_JOURNAL)) != 0};
    code = enter(mine->kind, CARE_VFS_OPEN, 0, NULL);
    if (code != SQLITE_OK)
        return code; /* without methods: SQLite will not close it */
    if (name != NULL)
        below->xAccess(below, name, SQLITE_ACCESS_EXISTS, &is_there);
    code = below->xOpen(below, name, real_of(file), flags, out_flags);
    if (real_of(file)->pMethods != NULL) {
        mine->methods = methods;
        mine->methods.iVersion = MIN(methods.iVersion, real_of(file)->pMethods->iVersion);
        file->pMethods = &mine->methods;
    }
    if (code == SQLITE_OK && name != NULL)
        mine->disk = care_disk_open(name, !is_there);
    return code;
}

static int
on_delete(sqlite3_vfs *vfs G_GNUC_UNUSED, const char *name, int and_sync_folder)
{
    int code = enter(CARE_VFS_OTHER, CARE_VFS_DELETE, 0, NULL);

    if (code == SQLITE_OK)
        code = below->xDelete(below, name, and_sync_folder);
    if (code == SQLITE_OK)
        care_disk_delete(name, and_sync_folder != 0);
    return code;
}

void
care_vfs_install(void)
{
    below = sqlite3_vfs_find(NULL);
    g_assert(below != NULL && below != &shim);
    shim = *below; /* what touches no file stays as it is: dice, clock, extensions */
    shim.zName = "care";
    shim.pNext = NULL;
    shim.szOsFile = (int)sizeof(File) + below->szOsFile;
    shim.xOpen = on_open;
    shim.xDelete = on_delete;
    g_assert(sqlite3_vfs_register(&shim, 1) == SQLITE_OK);
}

void
care_vfs_plan(const CareVfsPlan *plan)
{
    pthread_mutex_lock(&all.mutex);
    all.plan = plan != NULL ? *plan : (CareVfsPlan){0};
    all.n_planned = 0;
    all.has_failed = FALSE;
    pthread_mutex_unlock(&all.mutex);
}

gboolean
care_vfs_has_failed(void)
{
    gboolean has_failed;

    pthread_mutex_lock(&all.mutex);
    has_failed = all.has_failed;
    pthread_mutex_unlock(&all.mutex);
    return has_failed;
}

void
care_vfs_sync_takes(gint ms)
{
    pthread_mutex_lock(&all.mutex);
    all.sync_ms = ms;
    pthread_mutex_unlock(&all.mutex);
}

CareVfsCounts
care_vfs_counts(CareVfsFile kind)
{
    CareVfsCounts counts;

    pthread_mutex_lock(&all.mutex);
    counts = all.counts[kind];
    pthread_mutex_unlock(&all.mutex);
    return counts;
}

void
care_vfs_reset_counts(void)
{
    pthread_mutex_lock(&all.mutex);
    memset(all.counts, 0, sizeof all.counts);
    pthread_mutex_unlock(&all.mutex);
}
