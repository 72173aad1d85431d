/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes results so that a reader finds the old file or the new one, never half of it. */
#include "care-cli.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <purple-care/report.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
write_stream(const char *command, const char *name, FILE *stream, const char *text)
{
    const gboolean is_written = fputs(text, stream) >= 0 && fflush(stream) == 0;

    if (!is_written)
        return care_cli_failed(command, _("%s: could not be written: %s"), name, g_strerror(errno));
    return CARE_EXIT_DONE;
}

static int
write_output(const char *command, const char *text, gboolean for_people)
{
    const char *charset;
    g_autofree char *converted = NULL;

    /* Programs get UTF-8 whatever the locale says; people get what their terminal can show. */
    if (for_people && !g_get_charset(&charset))
        converted = g_convert_with_fallback(text, -1, charset, "UTF-8", "#", NULL, NULL, NULL);
    return write_stream(command, _("standard output"), stdout,
                        converted != NULL ? converted : text);
}

/* A device or a pipe is written to, for a file put in its place would be the end of it. */
static int
write_device(const char *command, const char *file, const char *text)
{
    FILE *stream = g_fopen(file, "w");
    int code;

    if (stream == NULL)
        return care_cli_failed(command, _("%s: could not be opened: %s"), file, g_strerror(errno));
    code = write_stream(command, file, stream, text);
    if (fclose(stream) != 0 && code == CARE_EXIT_DONE)
        code = care_cli_failed(command, _("%s: could not be written: %s"), file, g_strerror(errno));
    return code;
}

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
care_cli_is_stores(const char *file, const char *path)
{
    g_autofree char *named = NULL;
    char *real;
    gboolean found;

    if (file == NULL || strcmp(file, "-") == 0)
        return FALSE;
    named = place_of(path);
    real = realpath(path, NULL); /* SQLite follows a link, and puts its files there */
    found = is_beside(file, named) || (real != NULL && is_beside(file, real));
    free(real);
    return found;
}

/* A new file is its owner's alone, for it may hold customers' words and addresses; one that is
 * there keeps the mode that somebody gave it. */
static gboolean
replace(const char *place, const char *text, GError **error)
{
    GStatBuf status;
    const gboolean is_there = g_stat(place, &status) == 0;
    const int mode = is_there ? (int)(status.st_mode & 0777) : 0600;

    if (!g_file_set_contents_full(place, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, mode, error))
        return FALSE;
    if (is_there)
        (void)g_chmod(place, mode); /* the umask took from it; where that stays, fewer may read */
    return TRUE;
}

int
care_cli_write(const char *command, const char *file, const char *text, gboolean for_people)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *shown = NULL;
    char *resolved;
    gboolean is_written;

    if (file == NULL || strcmp(file, "-") == 0)
        return write_output(command, text, for_people);
    if (g_file_test(file, G_FILE_TEST_EXISTS) && !g_file_test(file, G_FILE_TEST_IS_REGULAR))
        return write_device(command, file, text);

    /* Through a link to the file it names: the link itself stays. */
    resolved = realpath(file, NULL);
    is_written = replace(resolved != NULL ? resolved : file, text, &error);
    free(resolved);
    if (!is_written)
        return care_cli_failed(command, _("%s: could not be written: %s"), file, error->message);
    shown = care_report_safe(file);
    g_printerr(_("Written to %s\n"), shown);
    return CARE_EXIT_DONE;
}
