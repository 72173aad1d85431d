/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `purple-care report` is asked to lay a report beside: --compare and --sector. */
#pragma once

#include <purple-care/report.h>

/* "2025-Q1", or one of the words of --period. FALSE after an error line that names @option. */
gboolean care_report_period(const char *command, const char *option, const char *word,
                            GTimeZone *zone, gint64 now_ms, CarePeriod *out_period);

/* Whether --compare names the file of a report, not a period. */
gboolean care_report_is_file(const char *compare);

/* (transfer full): the report in that file; NULL after an error line. */
CareOther *care_report_read_other(const char *command, const char *file);

/* The period that --compare names; "previous": the one before @period. FALSE after an error line.
 */
gboolean care_report_compared(const char *command, const char *compare, const CarePeriod *period,
                              GTimeZone *zone, gint64 now_ms, CarePeriod *out_period);

/* (transfer full): a period as a lead would call it: "2025-Q1", "2025-01-10 to 2025-02-09". */
char *care_report_period_name(const CarePeriod *period, GTimeZone *zone);

/* The sector of --sector (nullable), else of [benchmark] sector; *out_sector is NULL where none is
 * set. FALSE after an error line. */
gboolean care_report_sector(const char *command, const char *name, const CareSector **out_sector);
