/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches for bytes that make the reader of clients' logs crash, lie or never end. */
#include "care-log-file.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* For what must hold whatever the bytes are; g_assert() may be compiled out. */
static void
must(gboolean holds)
{
    if (!holds)
        abort();
}

static gboolean
is_in(const char *part, gsize size, const CareLogParts *parts)
{
    return part != NULL && size <= CARE_LOG_LINE_BYTES && part >= parts->stamp;
}

static void
check_plain(const char *text, gsize size, gboolean is_html)
{
    g_autofree char *plain = care_log_plain(text, size, is_html, CARE_LOG_TEXT_BYTES);

    must(g_utf8_validate(plain, -1, NULL));
    must(strlen(plain) <= 3 * (CARE_LOG_TEXT_BYTES + 8)); /* a bad byte becomes three */
    must(strchr(plain, '\n') == NULL);
}

/* Returns a hash of what was read. */
static guint64
read_file(CareLogFile *file, gboolean dated)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    CareLogClock clock;
    CareLogParts parts;
    gint64 last_ms = 0;
    guint64 hash = 5381;

    must(care_log_clock_begin(&clock, "2026-11-27.120000+0100CET.html", utc));
    while (care_log_file_next(file, &parts)) {
        CareLogStamp stamp;
        gint64 at_ms;

        must(is_in(parts.name, parts.name_size, &parts));
        must(is_in(parts.text, parts.text_size, &parts));
        check_plain(parts.name, parts.name_size, parts.is_html);
        check_plain(parts.text, parts.text_size, parts.is_html);
        hash = hash * 33 + parts.kind + 7 * parts.name_size + 11 * parts.text_size;
        if (!care_log_stamp_read(parts.stamp, parts.stamp_size, &stamp))
            continue;
        at_ms = care_log_clock_next(&clock, &stamp, dated);
        must(at_ms >= last_ms);
        last_ms = at_ms;
    }
    return hash;
}

static void
try(const uint8_t *data, size_t size, gboolean is_html)
{
    g_autofree char *path = NULL;
    const int fd = g_file_open_tmp("care-log-XXXXXX", &path, NULL);
    g_autoptr(CareLogFile) file = NULL;
    guint64 first;
    gboolean dated;

    must(fd >= 0 && unlink(path) == 0);
    must(write(fd, data, size) == (gssize)size && lseek(fd, 0, SEEK_SET) == 0);
    file = care_log_file_new(fd, is_html);
    dated = care_log_file_is_dated(file);
    first = read_file(file, dated);
    must(!care_log_file_failed(file) && care_log_file_bytes(file) == size);
    must(care_log_file_is_dated(file) == dated); /* goes back to the beginning */
    must(read_file(file, dated) == first);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try(data, size, TRUE);
    try(data, size, FALSE);
    return 0;
}
