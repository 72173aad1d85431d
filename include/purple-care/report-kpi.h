/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The score as a KPI: its twelve attributes in words, filled from the same figures as a report. */
#pragma once

#include <purple-care/report.h>

/* The trend is of @data's history, where it has one. All end with a newline; (transfer full). Any
 * thread. */

/* For people, laid out for the terminal of @options. */
char *care_kpi_text(const CareReportData *data, const CareReportOptions *options);
/* "format": 1; keys in docs/kpi.md. Figures are those of care_report_json(). */
char *care_kpi_json(const CareReportData *data, const CareReportOptions *options);
/* One page of HTML, with charts, that asks nothing of a network. */
char *care_kpi_html(const CareReportData *data, const CareReportOptions *options);

/* What to try for @letter in that week of the year, translated; without a letter each week is
 * another's. */
const char *care_practice_of(CareItem letter, gint week);
