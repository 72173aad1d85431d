/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who can write the system's policy can lift its locks, and what clients can't read closes the
 * desk: both are seen by the rights of files, not by what is in them. */
#include "care-policy-rights.h"
#include "care-cli.h"
#include <stdlib.h>
#include <sys/stat.h>

#define OVERFLOW_ID 65534 /* root's files, seen from within a user namespace */

typedef struct {
    CareRightFunc each;
    gpointer data;
    guint n;
} Rights;

static void
say(Rights *rights, char *what)
{
    rights->each(what, rights->data);
    rights->n++;
    g_free(what);
}

/* A group that is not root's own may be who looks after the desk: what it may do is the admin's
 * choice. */
static void
look(Rights *rights, const char *path)
{
    struct stat info;
    const gboolean is_there = stat(path, &info) == 0;
    const mode_t needed = is_there && S_ISDIR(info.st_mode) ? S_IROTH | S_IXOTH : S_IROTH;

    if (!is_there)
        return; /* a link to nowhere is a mistake already */
    const guint mode = (guint)info.st_mode & 07777;
    if ((mode & S_IWOTH) != 0 || (info.st_uid != 0 && info.st_uid != OVERFLOW_ID))
        say(rights,
            g_strdup_printf(_("%s: not only root can change it (%04o), and who can may lift "
                              "locks; chown root and chmod go-w it"),
                            path, mode));
    else if ((mode & needed) != needed && info.st_gid == 0)
        say(rights, g_strdup_printf(_("%s: agents' clients can't read it (%04o), which closes the "
                                      "desk; chmod go+rX it"),
                                    path, mode));
}

/* Where a link leads counts as well: who can write there can put another file in its place. */
static void
look_at_target(Rights *rights, const char *path, const char *inside)
{
    char *real = realpath(path, NULL);
    g_autofree char *folder = real != NULL ? g_path_get_dirname(real) : NULL;

    if (real != NULL && !g_str_has_prefix(real, inside))
        look(rights, folder);
    free(real);
}

guint
care_policy_rights(const CareSettings *settings, CareRightFunc each, gpointer data)
{
    Rights rights = {each, data, 0};
    g_autofree char *parts = g_build_filename(CARE_SYSCONFDIR, "policy.d", NULL);
    g_autofree char *inside = g_strconcat(CARE_SYSCONFDIR, "/", NULL);

    look(&rights, CARE_SYSCONFDIR);
    look(&rights, parts);
    for (guint n = 0; n < settings->files->len; n++) {
        const char *path = g_ptr_array_index(settings->files, n);

        if (!g_str_has_prefix(path, inside) || g_str_equal(path, parts))
            continue;
        look(&rights, path);
        look_at_target(&rights, path, inside);
    }
    return rights.n;
}
