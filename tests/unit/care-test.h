/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every unit test needs: cmocka in the right order, and GLib's criticals made fatal. */
#pragma once

/* cmocka.h wants these four before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <stdlib.h>

/* Call it first in main(): a critical or warning ends the test, and TEST='care_band_*' picks tests
 * by name. */
static inline void
care_test_init(void)
{
    const char *filter = g_getenv("CMOCKA_TEST_FILTER");

    g_log_set_always_fatal(
        (GLogLevelFlags)(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING));
    if (filter != NULL && *filter != '\0')
        cmocka_set_test_filter(filter);
}
