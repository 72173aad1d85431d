/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes results so that a reader finds the old file or the new one, never half of it. */
#include "care-cli.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <purple-care/report.h>
#include <stdio.h>
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

gboolean
care_cli_is_stores(const char *file, const char *path)
{
    return file != NULL && strcmp(file, "-") != 0 && care_store_has_file(path, file);
}

int
care_cli_write(const char *command, const char *file, const char *text, gboolean for_people)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *shown = NULL;

    if (file == NULL || strcmp(file, "-") == 0)
        return write_output(command, text, for_people);
    if (g_file_test(file, G_FILE_TEST_EXISTS) && !g_file_test(file, G_FILE_TEST_IS_REGULAR))
        return write_device(command, file, text);
    if (!care_file_replace(file, text, -1, &error))
        return care_cli_failed(command, _("%s: could not be written: %s"), file, error->message);
    shown = care_report_safe(file);
    g_printerr(_("Written to %s\n"), shown);
    return CARE_EXIT_DONE;
}
