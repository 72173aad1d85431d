/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes results so that a reader finds the old file or the new one, and knows which files a result
 * must never take the place of. */
#include <glib/gstdio.h>
#include <purple-care/store.h>
#include <stdlib.h>
#include <string.h>

static gboolean
is_same_file(const char *a, const char *b)
{
    GStatBuf of_a, of_b;

    return g_stat(a, &of_a) == 0 && g_stat(b, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

/* Where @file is or would be: its folder without links, then its own name. (transfer full) */
static char *
place_of(const char *file)
{
    g_autofree char *folder = g_path_get_dirname(file);
    g_autofree char *name = g_path_get_basename(file);
    char *resolved = realpath(folder, NULL);
    char *place = g_build_filename(resolved != NULL ? resolved : folder, name, NULL);

    free(resolved);
    return place;
}

/* The names that SQLite and the clients give the files beside a store, there now or not. */
static gboolean
is_beside(const char *file, const char *store)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    g_autofree char *place = place_of(file);
    g_autofree char *folder = g_path_get_dirname(store);
    g_autofree char *lock = g_build_filename(folder, "care.lock", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *other = g_strconcat(store, ends[i], NULL);

        if (strcmp(place, other) == 0 || is_same_file(file, other))
            return TRUE;
    }
    return strcmp(place, lock) == 0 || is_same_file(file, lock);
}

gboolean
care_store_has_file(const char *path, const char *file)
{
    g_autofree char *named = NULL;
    char *real;
    gboolean found;

    g_return_val_if_fail(path != NULL && file != NULL, TRUE);

    named = place_of(path);
    real = realpath(path, NULL); /* SQLite follows a link, and puts its files there */
    found = is_beside(file, named) || (real != NULL && is_beside(file, real));
    free(real);
    return found;
}

gboolean
care_file_replace(const char *file, const char *content, gssize size, GError **error)
{
    char *real = NULL;
    g_autofree char *place = NULL;
    GStatBuf status;
    gboolean is_there;
    int mode;

    g_return_val_if_fail(file != NULL && content != NULL, FALSE);

    real = realpath(file, NULL);
    place = g_strdup(real != NULL ? real : file);
    free(real);
    is_there = g_stat(place, &status) == 0;
    mode = is_there ? (int)(status.st_mode & 0777) : 0600;
    if (!g_file_set_contents_full(place, content, size, G_FILE_SET_CONTENTS_CONSISTENT, mode,
                                  error))
        return FALSE;
    if (is_there)
        (void)g_chmod(place, mode); /* the umask took from it; where that stays, fewer may read */
    return TRUE;
}
