/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of CSV, of cells that a spreadsheet shows and never runs as a formula. */
#pragma once

#include <glib.h>

/* Adds a line of @n cells (care_report_cell()), NULL being an empty one. */
void care_cells_append(GString *out, const char *const *cells, gsize n);

/* (transfer full): "2025-03-01T09:30:00Z", with .123 where there are milliseconds; NULL for a time
 * that has none such. */
char *care_cell_time(gint64 at_ms);
