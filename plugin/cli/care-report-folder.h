/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder of quarterly reports, as the timer fills it: one name per quarter and format. */
#pragma once

#include <purple-care/report.h>

/* Whether @period is a calendar quarter that is over; else FALSE after an error line: a name like
 * 2026-Q3 would not say what is in it, or it would change. */
gboolean care_report_folder_takes(const char *command, const CarePeriod *period, gint64 now_ms);

/**
 * care_report_folder_write:
 * @folder: made if need be, for its owner alone
 * @period: as care_report_folder_takes() wants it
 *
 * Writes the report as QUARTER.html, .json and .csv, each whole or not at all, and tells of each. A
 * file that is there stays as it is, so that what a lead has read and passed on does not change.
 *
 * Returns: an exit code
 */
int care_report_folder_write(const char *command, const char *folder, const CareReportData *data,
                             const CareReportOptions *options, const CarePeriod *period,
                             GTimeZone *zone);
