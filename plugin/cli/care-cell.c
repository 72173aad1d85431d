/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What customers typed ends up in a spreadsheet, and one that begins with = would be computed. */
#include "care-cell.h"
#include <string.h>

static void
append_cell(GString *out, const char *text)
{
    /* One that looks marked already is marked once more, so that import can take one mark off. */
    const char first = text[strspn(text, "'")];
    const gboolean is_formula = first != '\0' && strchr("=+-@\t\r", first) != NULL;
    const gboolean needs_quotes = strpbrk(text, ",\"\r\n") != NULL;

    if (needs_quotes)
        g_string_append_c(out, '"');
    if (is_formula)
        g_string_append_c(out, '\'');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *p);
    }
    if (needs_quotes)
        g_string_append_c(out, '"');
}

void
care_cells_append(GString *out, const char *const *cells, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (i > 0)
            g_string_append_c(out, ',');
        append_cell(out, cells[i] != NULL ? cells[i] : "");
    }
    g_string_append_c(out, '\n');
}

char *
care_cell_time(gint64 at_ms)
{
    const gint64 second = at_ms >= 0 ? at_ms / 1000 : -((999 - at_ms) / 1000);
    const gint ms = (gint)(at_ms - second * 1000);
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(second);
    g_autofree char *text = time != NULL ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%S") : NULL;

    if (text == NULL)
        return NULL;
    return ms == 0 ? g_strconcat(text, "Z", NULL) : g_strdup_printf("%s.%03dZ", text, ms);
}
