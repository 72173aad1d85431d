/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A disk that takes its time: loaded before all else, it lets whoever opens a store wait as long as
 * the file $CARE_SLOW is there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUND_US 50000
#define STORE    "/care.db"

int open64(const char *path, int flags, ...);

int
open64(const char *path, int flags, ...)
{
    static int (*real)(const char *, int, ...);
    const char *slow = getenv("CARE_SLOW"), *name = strrchr(path, '/');
    va_list rest;
    int mode;

    if (real == NULL)
        real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64");
    va_start(rest, flags);
    mode = va_arg(rest, int);
    va_end(rest);
    /* Its log, too: SQLite may have the store itself open already. */
    while (slow != NULL && name != NULL && strncmp(name, STORE, strlen(STORE)) == 0 &&
           access(slow, F_OK) == 0)
        usleep(ROUND_US);
    return real(path, flags, mode);
}
