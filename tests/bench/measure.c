/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clocks, memory and the disk's own pace. */
#include "measure.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define N_SYNCS 200

double
measure_wall_s(void)
{
    return (double)g_get_monotonic_time() / 1e6;
}

double
measure_cpu_s(void)
{
    struct timespec spent;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

guint64
measure_memory_bytes(void)
{
    static const char name[] = "\nRssAnon:";
    g_autofree char *text = NULL;
    const char *found;

    if (!g_file_get_contents("/proc/self/status", &text, NULL, NULL))
        return 0;
    found = strstr(text, name);
    return found != NULL ? 1024 * g_ascii_strtoull(found + strlen(name), NULL, 10) : 0;
}

double
measure_bare_sync_s(const char *folder, double *out_cpu_s)
{
    g_autofree char *path = g_build_filename(folder, "bare", NULL);
    char page[4096];
    const int fd = g_open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    const double start_s = measure_wall_s(), cpu_s = measure_cpu_s();

    memset(page, 7, sizeof page);
    for (guint i = 0; i < N_SYNCS; i++) {
        if (write(fd, page, sizeof page) != (gssize)sizeof page || fsync(fd) != 0)
            g_error("cannot write to the bench folder");
    }
    if (out_cpu_s != NULL)
        *out_cpu_s = (measure_cpu_s() - cpu_s) / N_SYNCS;
    close(fd);
    g_unlink(path);
    return (measure_wall_s() - start_s) / N_SYNCS;
}

double
measure_program_s(const char *const *argv)
{
    const double start_s = measure_wall_s();
    g_autoptr(GError) error = NULL;
    gint status;

    if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_SEARCH_PATH,
                      NULL, NULL, NULL, NULL, &status, &error) ||
        status != 0)
        g_error("%s %s: %s", argv[0], argv[1], error != NULL ? error->message : "failed");
    return measure_wall_s() - start_s;
}

void
measure_tell(const char *format, ...)
{
    va_list values;

    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
    fflush(stdout);
}
