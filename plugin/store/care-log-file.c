/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a log in pieces; it may grow, be cut or be no text at all meanwhile. */
#include "care-log-file.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES 32768
#define LOOK_BYTES  262144 /* so far a file is looked into for a line without a date */

struct _CareLogFile {
    int fd;
    gboolean is_html, failed, ended;
    guint64 bytes;
    char piece[PIECE_BYTES];
    gsize at, filled;
    GString *line;
};

gboolean
care_log_file_is_log(const char *name, gboolean *out_is_html)
{
    *out_is_html = g_str_has_suffix(name, ".html") || g_str_has_suffix(name, ".htm");
    return name[0] != '.' && (*out_is_html || g_str_has_suffix(name, ".txt"));
}

CareLogFile *
care_log_file_new(int fd, gboolean is_html)
{
    CareLogFile *file = g_new(CareLogFile, 1);

    *file = (CareLogFile){.fd = fd, .is_html = is_html, .line = g_string_new(NULL)};
    return file;
}

CareLogFile *
care_log_file_open(int folder, const char *name)
{
    struct stat info;
    gboolean is_html;
    int fd;

    errno = 0;
    if (!care_log_file_is_log(name, &is_html))
        return NULL;
    /* A pipe among them must not stop us for ever. */
    fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return NULL;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(fd);
        errno = EINVAL;
        return NULL;
    }
    return care_log_file_new(fd, is_html);
}

void
care_log_file_free(CareLogFile *file)
{
    if (file == NULL)
        return;
    close(file->fd);
    g_string_free(file->line, TRUE);
    g_free(file);
}

static gboolean
fill(CareLogFile *file)
{
    gssize n;

    do {
        n = read(file->fd, file->piece, sizeof file->piece);
    } while (n < 0 && errno == EINTR);
    file->failed = file->failed || n < 0;
    file->at = 0;
    file->filled = n > 0 ? (gsize)n : 0;
    file->bytes += file->filled;
    file->ended = n <= 0;
    return n > 0;
}

/* The next line into file->line, NULs as blanks. FALSE: there is none. */
static gboolean
read_line(CareLogFile *file)
{
    gboolean any = FALSE;

    g_string_truncate(file->line, 0);
    while (file->at < file->filled || (!file->ended && fill(file))) {
        const char *from = file->piece + file->at;
        const char *end = memchr(from, '\n', file->filled - file->at);
        const gsize n = end != NULL ? (gsize)(end - from) : file->filled - file->at;
        const gsize room = CARE_LOG_LINE_BYTES - file->line->len;

        g_string_append_len(file->line, from, (gssize)MIN(n, room));
        file->at += n + (end != NULL);
        any = TRUE;
        if (end != NULL)
            break;
    }
    for (gsize i = 0; i < file->line->len; i++) {
        if (file->line->str[i] == '\0' || file->line->str[i] == '\r')
            file->line->str[i] = ' ';
    }
    return any;
}

gboolean
care_log_file_next(CareLogFile *file, CareLogParts *out_parts)
{
    while (read_line(file)) {
        if (file->is_html)
            care_log_line_html(file->line->str, out_parts);
        else
            care_log_line_text(file->line->str, out_parts);
        if (out_parts->kind != CARE_LOG_NOTHING)
            return TRUE;
    }
    return FALSE;
}

gboolean
care_log_file_failed(const CareLogFile *file)
{
    return file->failed;
}

guint64
care_log_file_bytes(const CareLogFile *file)
{
    return file->bytes;
}

static void
rewind_file(CareLogFile *file)
{
    if (lseek(file->fd, 0, SEEK_SET) != 0)
        file->failed = TRUE;
    file->bytes = file->at = file->filled = 0;
    file->ended = file->failed;
}

gboolean
care_log_file_is_dated(CareLogFile *file)
{
    gboolean any = FALSE, all = TRUE;
    CareLogParts parts;
    CareLogStamp stamp;

    rewind_file(file);
    while (all && file->bytes <= LOOK_BYTES && care_log_file_next(file, &parts)) {
        if (!care_log_stamp_read(parts.stamp, parts.stamp_size, &stamp))
            continue;
        any = TRUE;
        all = stamp.has_date;
    }
    rewind_file(file);
    return any && all;
}
