/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads durations as people write them in settings: "90d", "15min", "30". */
#include "purple-care/engine-settings.h"
#include <string.h>

#define MAX_MS (G_GINT64_CONSTANT(36525) * 24 * 60 * 60 * 1000) /* 100 years */

static const struct {
    const char *unit;
    gint64 ms;
} units[] = {
    {"", 1000}, {"s", 1000}, {"min", 60 * 1000}, {"h", 60 * 60 * 1000}, {"d", 24 * 60 * 60 * 1000},
};

gboolean
care_duration_parse(const char *text, gint64 *out_ms)
{
    g_return_val_if_fail(text != NULL && out_ms != NULL, FALSE);

    const char *unit = text;
    gint64 number = 0;

    for (; g_ascii_isdigit(*unit); unit++) {
        number = 10 * number + g_ascii_digit_value(*unit);
        if (number > MAX_MS)
            return FALSE; /* before it could overflow */
    }
    if (unit == text)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strcmp(unit, units[i].unit) == 0) {
            if (number > MAX_MS / units[i].ms)
                return FALSE;
            *out_ms = number * units[i].ms;
            return TRUE;
        }
    }
    return FALSE;
}
