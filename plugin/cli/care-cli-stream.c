/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A long result is written under no name, and gets one when it is whole and on disk. */
#define _GNU_SOURCE /* O_TMPFILE */
#include "care-cli-stream.h"
#include "care-cli.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <purple-care/report.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PRIVATE 0600

struct _CareStream {
    char *command, *shown; /* for messages */
    char *place;           /* where the file is to be; NULL: a device or standard output */
    char *temporary;       /* under which it is written; NULL: it has no name */
    FILE *out;
    int fault; /* errno of the first write that failed */
};

static char *
resolve(const char *file)
{
    char *real = realpath(file, NULL); /* through a link: the link itself stays */
    char *place = g_strdup(real != NULL ? real : file);

    free(real);
    return place;
}

/* Without a name nothing is left of it when we are stopped; not every file system can do that. */
static int
make_temporary(CareStream *stream)
{
    g_autofree char *folder = g_path_get_dirname(stream->place);
    const int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, PRIVATE);

    if (fd >= 0)
        return fd;
    stream->temporary = g_strconcat(stream->place, ".XXXXXX", NULL);
    return g_mkstemp_full(stream->temporary, O_RDWR | O_CLOEXEC, PRIVATE);
}

static FILE *
open_file(CareStream *stream, const char *file)
{
    int fd;

    if (g_file_test(file, G_FILE_TEST_EXISTS) && !g_file_test(file, G_FILE_TEST_IS_REGULAR))
        return g_fopen(file, "w");
    stream->place = resolve(file);
    fd = make_temporary(stream);
    return fd >= 0 ? fdopen(fd, "w") : NULL;
}

CareStream *
care_stream_open(const char *command, const char *file)
{
    CareStream *stream = g_new0(CareStream, 1);
    const gboolean is_output = file == NULL || strcmp(file, "-") == 0;

    stream->command = g_strdup(command);
    stream->shown = is_output ? g_strdup(_("standard output")) : g_strdup(file);
    stream->out = is_output ? stdout : open_file(stream, file);
    if (stream->out != NULL)
        return stream;
    care_cli_failed(command, _("%s: could not be opened: %s"), stream->shown, g_strerror(errno));
    g_clear_pointer(&stream->temporary, g_free); /* was not made */
    care_stream_drop(stream);
    return NULL;
}

gboolean
care_stream_write(CareStream *stream, const char *text, gsize size)
{
    if (stream->fault == 0 && fwrite(text, 1, size, stream->out) != size)
        stream->fault = errno != 0 ? errno : EIO;
    return stream->fault == 0;
}

gboolean
care_stream_is_terminal(const CareStream *stream)
{
    return isatty(fileno(stream->out));
}

/* Gives a file without a name one, beside its place. */
static gboolean
name_it(CareStream *stream)
{
    g_autofree char *open_file_name = g_strdup_printf("/proc/self/fd/%d", fileno(stream->out));

    if (stream->temporary != NULL)
        return TRUE;
    for (guint tries = 0; tries < 100; tries++) {
        g_autofree char *name =
            g_strdup_printf("%s.%06x", stream->place, g_random_int() & 0xffffff);

        if (linkat(AT_FDCWD, open_file_name, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0) {
            stream->temporary = g_steal_pointer(&name);
            return TRUE;
        }
        if (errno != EEXIST)
            return FALSE;
    }
    return FALSE;
}

static gboolean
put_in_place(CareStream *stream)
{
    if (fsync(fileno(stream->out)) != 0 || !name_it(stream) ||
        g_rename(stream->temporary, stream->place) != 0)
        return FALSE;
    g_clear_pointer(&stream->temporary, g_free);
    return TRUE;
}

int
care_stream_finish(CareStream *stream)
{
    g_autoptr(CareStream) owned = stream;
    int code = CARE_EXIT_DONE;

    errno = 0;
    if (stream->fault == 0 &&
        (fflush(stream->out) != 0 || (stream->place != NULL && !put_in_place(stream))))
        stream->fault = errno != 0 ? errno : EIO;
    if (stream->fault != 0)
        code = care_cli_failed(stream->command, _("%s: could not be written: %s"), stream->shown,
                               g_strerror(stream->fault));
    else if (stream->place != NULL) {
        g_autofree char *safe = care_report_safe(stream->shown);

        g_printerr(_("Written to %s\n"), safe);
    }
    return code;
}

void
care_stream_drop(CareStream *stream)
{
    if (stream == NULL)
        return;
    if (stream->out != NULL && stream->out != stdout)
        fclose(stream->out);
    if (stream->temporary != NULL)
        g_unlink(stream->temporary);
    g_free(stream->temporary);
    g_free(stream->place);
    g_free(stream->shown);
    g_free(stream->command);
    g_free(stream);
}
