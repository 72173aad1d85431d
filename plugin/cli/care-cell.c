/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of tables, with the cells as the report has them; times as every table has them. */
#include "care-cell.h"
#include <purple-care/report.h>

void
care_cells_append(GString *out, const char *const *cells, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (i > 0)
            g_string_append_c(out, ',');
        care_report_cell(out, cells[i] != NULL ? cells[i] : "", FALSE);
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
