/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Root becomes the store's owner before it opens one: else its logs and locks would lie in a user's
 * folder as root's, and no client could write any more. */
#define _GNU_SOURCE /* setresuid */
#include "care-cli.h"
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean has_changed = FALSE;

typedef struct {
    uid_t uid;
    gid_t gid;
} Owner;

static gboolean
is_someone(const struct stat *info, Owner *out_owner)
{
    if (info->st_uid == 0)
        return FALSE;
    *out_owner = (Owner){info->st_uid, info->st_gid};
    return TRUE;
}

/* That of the nearest folder of @path that is there. */
static gboolean
is_folder_someones(const char *path, Owner *out_owner)
{
    g_autofree char *folder = g_canonicalize_filename(path, NULL);
    struct stat info;

    do {
        char *above = g_path_get_dirname(folder);

        g_free(folder);
        folder = above;
    } while (stat(folder, &info) != 0 && folder[0] == '/' && folder[1] != '\0');
    return stat(folder, &info) == 0 && is_someone(&info, out_owner);
}

/* The first user other than root to whom the link, the file or a folder of theirs belongs: where
 * somebody else can put files, root does nothing as root. */
static gboolean
find_owner(const char *path, Owner *out_owner)
{
    char *real = realpath(path, NULL);
    struct stat info;
    const gboolean found = (lstat(path, &info) == 0 && is_someone(&info, out_owner)) ||
                           (stat(path, &info) == 0 && is_someone(&info, out_owner)) ||
                           is_folder_someones(path, out_owner) ||
                           (real != NULL && is_folder_someones(real, out_owner));

    free(real);
    return found;
}

static gboolean
become(const Owner *owner)
{
    const struct passwd *user = getpwuid(owner->uid);
    gid_t gid = user != NULL ? user->pw_gid : owner->gid;

    if (gid == 0)
        gid = (gid_t)owner->uid; /* never root's group */
    if ((user != NULL ? initgroups(user->pw_name, gid) : setgroups(0, NULL)) != 0 ||
        setresgid(gid, gid, gid) != 0 || setresuid(owner->uid, owner->uid, owner->uid) != 0)
        return FALSE;
    /* Settings and the like are theirs from here on. */
    if (user != NULL)
        g_setenv("HOME", user->pw_dir, TRUE);
    return geteuid() == owner->uid && getegid() == gid;
}

gboolean
care_cli_become_owner(const char *command, const char *path)
{
    Owner owner;

    if (geteuid() != 0 || !find_owner(path, &owner))
        return TRUE;
    if (!become(&owner)) {
        care_cli_failed(command, _("%s: cannot go on as its owner, user %u: %s"), path,
                        (guint)owner.uid, g_strerror(errno));
        return FALSE;
    }
    has_changed = TRUE;
    return TRUE;
}

gboolean
care_cli_is_someone_else(void)
{
    return has_changed;
}
