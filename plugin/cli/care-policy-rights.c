/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who can write the system's policy can lift its locks, and what clients can't read closes the
 * desk: both are seen by the rights of files, not by what is in them. */
#include "care-policy-rights.h"
#include "care-cli.h"
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#define OVERFLOW_ID 65534 /* root's files, seen from within a user namespace */
#define LINKS_MAX   40    /* to one file; the kernel follows no more */

typedef struct {
    CareRightFunc each;
    gpointer data;
    GHashTable *seen; /* set of char *: what was looked at */
    guint links;      /* that may still be followed to the file that is looked at */
    guint n;
} Rights;

static void
say(Rights *rights, char *what)
{
    rights->each(what, rights->data);
    rights->n++;
    g_free(what);
}

static gboolean
is_roots(const struct stat *info)
{
    return info->st_uid == 0 || info->st_uid == OVERFLOW_ID;
}

/* Whether an access list may say more than the mode does: that is the admin's choice, too. */
static gboolean
has_list(const char *path)
{
    return getxattr(path, "system.posix_acl_access", NULL, 0) > 0;
}

static void
say_unreadable(Rights *rights, const char *path, guint mode)
{
    say(rights, g_strdup_printf(_("%s: agents' clients can't read it (%04o), which closes the "
                                  "desk; chmod go+rX it"),
                                path, mode));
}

/* A group that is not root's own may be who looks after the desk: what it may do is the admin's
 * choice. */
static void
look(Rights *rights, const char *path)
{
    struct stat info;
    const gboolean is_there = stat(path, &info) == 0;
    const mode_t needed = is_there && S_ISDIR(info.st_mode) ? S_IROTH | S_IXOTH : S_IROTH;

    g_hash_table_add(rights->seen, g_strdup(path));
    if (!is_there)
        return; /* a link to nowhere is a mistake already */
    const guint mode = (guint)info.st_mode & 07777;
    if ((mode & S_IWOTH) != 0 || !is_roots(&info))
        say(rights,
            g_strdup_printf(_("%s: not only root can change it (%04o), and who can may lift "
                              "locks; chown root and chmod go-w it"),
                            path, mode));
    else if ((mode & needed) != needed && info.st_gid == 0 && !has_list(path))
        say_unreadable(rights, path, mode);
}

/* In a sticky folder, as /tmp is, what is root's own stays. */
static void
look_at_folder(Rights *rights, const char *folder, const char *entry, const char *file)
{
    struct stat info, inner;

    if (stat(folder, &info) != 0)
        return;
    const guint mode = (guint)info.st_mode & 07777;
    const gboolean stays = (mode & S_ISVTX) != 0 && lstat(entry, &inner) == 0 && is_roots(&inner);
    if (!is_roots(&info) || ((mode & S_IWOTH) != 0 && !stays))
        say(rights, g_strdup_printf(_("%s: not only root can change it (%04o), and %s leads "
                                      "through it; put a copy in the link's place"),
                                    folder, mode, file));
    else if ((mode & S_IXOTH) == 0 && info.st_gid == 0 && !has_list(folder))
        say_unreadable(rights, folder, mode);
}

/* Where links lead counts as well: who can write a folder on the way there can put another file in
 * its place. */
static void
look_at_way(Rights *rights, const char *path, const char *file)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *target = g_file_read_link(path, NULL);

    if (strcmp(folder, path) != 0) {
        look_at_way(rights, folder, file);
        if (g_hash_table_add(rights->seen, g_strdup(folder)))
            look_at_folder(rights, folder, path, file);
    }
    if (target != NULL && rights->links > 0) {
        g_autofree char *next =
            g_path_is_absolute(target) ? g_strdup(target) : g_build_filename(folder, target, NULL);

        rights->links--;
        look_at_way(rights, next, file);
    }
}

/* What the system's folder itself lies in is the system's affair. */
static void
skip_above(Rights *rights, const char *path)
{
    char *folder = g_path_get_dirname(path);

    if (g_hash_table_add(rights->seen, folder))
        skip_above(rights, folder);
}

guint
care_policy_rights(const CareSettings *settings, CareRightFunc each, gpointer data)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Rights rights = {each, data, seen, LINKS_MAX, 0};
    g_autofree char *parts = g_build_filename(CARE_SYSCONFDIR, "policy.d", NULL);
    g_autofree char *inside = g_strconcat(CARE_SYSCONFDIR, "/", NULL);

    skip_above(&rights, CARE_SYSCONFDIR);
    look(&rights, CARE_SYSCONFDIR);
    look(&rights, parts);
    look_at_way(&rights, parts, parts);
    for (guint n = 0; n < settings->files->len; n++) {
        const char *path = g_ptr_array_index(settings->files, n);

        if (!g_str_has_prefix(path, inside) || g_str_equal(path, parts))
            continue;
        look(&rights, path);
        rights.links = LINKS_MAX;
        look_at_way(&rights, path, path);
    }
    return rights.n;
}
