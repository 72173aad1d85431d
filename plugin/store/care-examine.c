/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks at a store's files from outside, so that something can be said of any store, even of one
 * that cannot be opened. */
#define _GNU_SOURCE
#include "care-examine.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#define LOW_BYTES  ((guint64)64 * 1024 * 1024)
#define LOG_BYTES  ((guint64)64 * 1024 * 1024)
#define DAY_MS     ((gint64)24 * 60 * 60 * 1000)
#define COPIES_MAX 20 /* told one by one */

void
care_examine_say(const CareExamine *examine, CareHealth health, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    examine->each(health, text, examine->data);
}

/* Customers' words stand in it: nobody else may read it, and the client must. */
static void
check_rights(const CareExamine *examine, const char *name, gboolean is_main)
{
    GStatBuf info;

    if (g_stat(name, &info) != 0)
        return;
    if (info.st_uid != geteuid())
        care_examine_say(examine, CARE_HEALTH_PROBLEM,
                         _("file: %s belongs to user %u, not to you (%u): give it to whoever runs "
                           "the client"),
                         name, (guint)info.st_uid, (guint)geteuid());
    if ((info.st_mode & 077) != 0)
        care_examine_say(examine, CARE_HEALTH_PROBLEM,
                         _("file: %s may be read by others (%04o): chmod 600 it"), name,
                         (guint)info.st_mode & 07777);
    if (access(name, R_OK | W_OK) != 0)
        care_examine_say(examine, CARE_HEALTH_PROBLEM, _("file: %s cannot be read and written: %s"),
                         name, g_strerror(errno));
    else if (is_main && (info.st_mode & 077) == 0)
        care_examine_say(examine, CARE_HEALTH_OK, _("file: only you can read it (%04o)"),
                         (guint)info.st_mode & 07777);
}

static void
check_folder(const CareExamine *examine, const char *folder)
{
    GStatBuf info;
    guint mode;

    if (g_stat(folder, &info) != 0) {
        if (errno != ENOENT)
            care_examine_say(examine, CARE_HEALTH_PROBLEM, _("folder: %s: %s"), folder,
                             g_strerror(errno));
        return;
    }
    mode = (guint)info.st_mode & 07777;
    if ((mode & 022) != 0 && (mode & S_ISVTX) == 0)
        care_examine_say(examine, CARE_HEALTH_PROBLEM,
                         _("folder: others can put files into %s (%04o): chmod 700 it"), folder,
                         mode);
    else if ((mode & 077) != 0)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("folder: others can look into %s (%04o): chmod 700 it"), folder, mode);
    else if (info.st_uid == geteuid())
        care_examine_say(examine, CARE_HEALTH_OK, _("folder: only you can look into it (%04o)"),
                         mode);
    if (access(folder, W_OK | X_OK) != 0)
        care_examine_say(examine, CARE_HEALTH_PROBLEM, _("folder: %s cannot be written: %s"),
                         folder, g_strerror(errno));
}

typedef enum { LOCAL, NETWORK, MEMORY, WITHOUT_RIGHTS, UNSURE } Kind;

typedef struct {
    guint32 magic; /* statfs(2) */
    Kind kind;
    const char *name;
} FileSystem;

static const FileSystem *
file_system_of(const char *folder)
{
    static const FileSystem known[] = {
        {0xEF53, LOCAL, "ext"},
        {0x9123683E, LOCAL, "btrfs"},
        {0x58465342, LOCAL, "xfs"},
        {0x2FC12FC1, LOCAL, "zfs"},
        {0xF2F52010, LOCAL, "f2fs"},
        {0xF15F, LOCAL, "ecryptfs"},
        {0x794C7630, LOCAL, "overlay"},
        {0x01021994, MEMORY, "tmpfs"},
        {0x858458F6, MEMORY, "ramfs"},
        {0x6969, NETWORK, "nfs"},
        {0xFF534D42, NETWORK, "cifs"},
        {0xFE534D42, NETWORK, "smb"},
        {0x517B, NETWORK, "smb"},
        {0x01021997, NETWORK, "9p"},
        {0x00C36400, NETWORK, "ceph"},
        {0x5346414F, NETWORK, "afs"},
        {0x6B414653, NETWORK, "afs"},
        {0x73757245, NETWORK, "coda"},
        {0x0BD00BD0, NETWORK, "lustre"},
        {0x47504653, NETWORK, "gpfs"},
        {0x7461636F, NETWORK, "ocfs2"},
        {0x01161970, NETWORK, "gfs2"},
        {0x65735546, UNSURE, "fuse"},
        {0x4D44, WITHOUT_RIGHTS, "vfat"},
        {0x2011BAB0, WITHOUT_RIGHTS, "exfat"},
        {0x5346544E, WITHOUT_RIGHTS, "ntfs"},
        {0x7366746E, WITHOUT_RIGHTS, "ntfs"},
    };
    static const FileSystem other = {0, LOCAL, "?"};
    struct statfs info;

    if (statfs(folder, &info) != 0)
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
        if (known[i].magic == (guint32)info.f_type)
            return &known[i];
    }
    return &other;
}

static void
check_file_system(const CareExamine *examine, const char *folder)
{
    const FileSystem *system = file_system_of(folder);
    static const char *const words[] = {
        [LOCAL] = NULL,
        [NETWORK] = N_("; over the network its locks may fail: put the store on a local disk"),
        [MEMORY] = N_("; it is kept in memory: the store is gone after a restart"),
        [WITHOUT_RIGHTS] = N_("; it knows no owners: others can read the store"),
        [UNSURE] = N_("; if a network is behind it, put the store on a local disk"),
    };

    if (system != NULL)
        care_examine_say(examine, system->kind == LOCAL ? CARE_HEALTH_OK : CARE_HEALTH_NOTE,
                         _("disk: file system %s%s"), system->name,
                         words[system->kind] != NULL ? _(words[system->kind]) : "");
}

static void
check_room(const CareExamine *examine, const char *folder)
{
    struct statvfs info;
    GStatBuf file;
    guint64 free_bytes, store_bytes;
    g_autofree char *room = NULL;

    if (statvfs(folder, &info) != 0)
        return;
    free_bytes = (guint64)info.f_bavail * info.f_frsize;
    store_bytes = g_stat(examine->path, &file) == 0 ? (guint64)file.st_size : 0;
    room = g_format_size(free_bytes);
    if ((info.f_flag & ST_RDONLY) != 0)
        care_examine_say(examine, CARE_HEALTH_PROBLEM,
                         _("disk: it is mounted read-only: nothing can be stored"));
    else if (free_bytes < LOW_BYTES)
        care_examine_say(examine, CARE_HEALTH_PROBLEM,
                         _("disk: only %s are free: make room, or answers will be lost"), room);
    else if (free_bytes < 2 * store_bytes)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("disk: %s are free: too little to rewrite or copy the store"), room);
    else
        care_examine_say(examine, CARE_HEALTH_OK, _("disk: %s are free"), room);
}

static void
check_log(const CareExamine *examine)
{
    g_autofree char *log = g_strconcat(examine->path, "-wal", NULL), *size = NULL;
    GStatBuf info;

    if (examine->has_strange_log)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("log: %s belongs to another file that stood here before: the next "
                           "client sets it aside; open the store with nothing else until then"),
                         log);
    if (g_stat(log, &info) != 0)
        return;
    size = g_format_size((guint64)info.st_size);
    if ((guint64)info.st_size > LOG_BYTES)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("log: it has grown to %s: some program reads the store without end"),
                         size);
    else
        care_examine_say(examine, CARE_HEALTH_OK, _("log: %s"), size);
}

static void
check_clients(const CareExamine *examine)
{
    const guint n = examine->lock != NULL ? care_lock_count(examine->lock) : 0;

    if (n == 0)
        care_examine_say(examine, CARE_HEALTH_OK, _("clients: none has it open"));
    else
        care_examine_say(
            examine, CARE_HEALTH_OK,
            g_dngettext(GETTEXT_PACKAGE, "clients: %u has it open", "clients: %u have it open", n),
            n);
}

static gboolean
is_copy(const char *base, const char *name)
{
    static const char *const kinds[] = {".before-", ".corrupt-", ".replaced-",
                                        ".new~",    ".part-",    ".forget~"};

    if (!g_str_has_prefix(name, base))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (g_str_has_prefix(name + strlen(base), kinds[i]))
            return TRUE;
    }
    return FALSE;
}

static void
tell_copy(const CareExamine *examine, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL), *size = NULL;
    GStatBuf info;
    gint64 days;

    if (g_stat(path, &info) != 0)
        return;
    size = g_format_size((guint64)info.st_size);
    days = MAX((examine->now_ms - (gint64)info.st_mtime * 1000) / DAY_MS, 0);
    care_examine_say(
        examine, CARE_HEALTH_NOTE,
        g_dngettext(
            GETTEXT_PACKAGE,
            "copy: %s, %s, %lld day old: may hold words of customers who were erased since; "
            "purple-care forget cleans it, or delete it",
            "copy: %s, %s, %lld days old: may hold words of customers who were erased since; "
            "purple-care forget cleans it, or delete it",
            (gulong)days),
        path, size, (long long)days);
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
check_copies(const CareExamine *examine, const char *folder)
{
    g_autofree char *base = g_path_get_basename(examine->path);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);

    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        if (is_copy(base, name))
            g_ptr_array_add(found, g_strdup(name));
    }
    g_ptr_array_sort(found, by_name);
    for (guint i = 0; i < MIN(found->len, COPIES_MAX); i++)
        tell_copy(examine, folder, g_ptr_array_index(found, i));
    if (found->len > COPIES_MAX)
        care_examine_say(examine, CARE_HEALTH_NOTE, _("copy: and %u more files like these"),
                         found->len - COPIES_MAX);
}

/* care.db has care.lock beside it; any other name just ".lock" added. */
static char *
lock_of(const char *path)
{
    const gsize length =
        g_str_has_suffix(path, ".db") ? strlen(path) - strlen(".db") : strlen(path);

    return g_strdup_printf("%.*s.lock", (gint)length, path);
}

static void
check_files(CareExamine *examine)
{
    g_autofree char *lock = lock_of(examine->path);
    g_autofree char *log = g_strconcat(examine->path, "-wal", NULL);
    g_autofree char *index = g_strconcat(examine->path, "-shm", NULL);
    CareFilePair noted;

    check_rights(examine, examine->path, TRUE);
    check_rights(examine, log, FALSE);
    check_rights(examine, index, FALSE);
    check_rights(examine, lock, FALSE);
    examine->lock = care_lock_look(lock, NULL);
    examine->has_strange_log = examine->lock != NULL && care_lock_noted(examine->lock, &noted) &&
                               care_file_is_strange_log(examine->path, &noted);
    check_log(examine);
    check_clients(examine);
}

/* FALSE: there is no file to look into. */
static gboolean
find_store(const CareExamine *examine, const char *wanted)
{
    GStatBuf info;

    if (g_stat(examine->path, &info) == 0 && S_ISREG(info.st_mode)) {
        if (strcmp(examine->path, wanted) == 0)
            care_examine_say(examine, CARE_HEALTH_OK, _("store: %s"), wanted);
        else
            care_examine_say(examine, CARE_HEALTH_OK, _("store: %s, which is %s"), wanted,
                             examine->path);
        return TRUE;
    }
    if (g_stat(examine->path, &info) == 0)
        care_examine_say(examine, CARE_HEALTH_PROBLEM, _("store: %s is not a file"), wanted);
    else if (errno == ENOENT && g_lstat(wanted, &info) == 0)
        care_examine_say(examine, CARE_HEALTH_PROBLEM, _("store: %s is a link that leads nowhere"),
                         wanted);
    else if (errno == ENOENT)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("store: %s: there is none yet; the client makes it when the plugin is "
                           "first loaded"),
                         wanted);
    else
        care_examine_say(examine, CARE_HEALTH_PROBLEM, _("store: %s: %s"), wanted,
                         g_strerror(errno));
    return FALSE;
}

void
care_store_examine(const char *path, const CareKeep *keep, gint64 now_ms, CareHealthFunc each,
                   gpointer data)
{
    g_autofree char *real = NULL, *folder = NULL;
    CareExamine examine = {.keep = keep, .now_ms = now_ms, .each = each, .data = data};
    gboolean is_there;

    g_return_if_fail(path != NULL && each != NULL);

    real = care_file_resolve(path);
    folder = g_path_get_dirname(real);
    examine.path = real;
    is_there = find_store(&examine, path);
    check_folder(&examine, folder);
    check_file_system(&examine, folder);
    check_room(&examine, folder);
    if (is_there) {
        check_files(&examine);
        care_examine_database(&examine);
        care_lock_close(examine.lock);
    }
    check_copies(&examine, folder);
}
