/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What fuzz targets share: a check that is never compiled out, and how long a line may take. */
#pragma once

#include <purple-care/engine-answer.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Far above what sanitizers and a busy machine cost, far below what a line that grows by squares
 * would take. */
#define START_MS     20
#define MS_FOR_BYTES 0.2

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* For what must hold whatever the bytes are; g_assert() may be compiled out. */
static inline void
must(gboolean holds)
{
    if (!holds)
        abort();
}

static inline double
cpu_ms(void)
{
    struct timespec spent;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return 1e3 * (double)spent.tv_sec + (double)spent.tv_nsec / 1e6;
}

/* In the corpus 'H' is the first language, ar, and 'Y' the last, zh. */
static inline const CareLanguage *
language_by(uint8_t byte)
{
    guint n = 0;

    while (care_language_nth(n) != NULL)
        n++;
    return care_language_nth(byte % n);
}
