/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps quarterly reports as a lead would: one set of files per quarter, written once. */
#include "care-report-folder.h"
#include "care-cli.h"
#include "care-report-aside.h"
#include <errno.h>
#include <glib/gstdio.h>

gboolean
care_report_folder_takes(const char *command, const CarePeriod *period, gint64 now_ms)
{
    if (g_strcmp0(period->kind, "quarter") == 0 && period->to_ms <= now_ms)
        return TRUE;
    care_cli_usage(command, _("--folder takes a quarter that is over: give --period last-quarter, "
                              "or --quarter as 2025-Q1"));
    return FALSE;
}

/* Also a link that leads nowhere: somebody put it there. */
static gboolean
is_there(const char *file)
{
    GStatBuf status;

    return g_lstat(file, &status) == 0;
}

static int
write_one(const char *command, const char *file, const char *text)
{
    g_autofree char *shown = NULL;

    if (!is_there(file))
        return care_cli_write(command, file, text, FALSE);
    shown = care_report_safe(file);
    care_cli_note(command,
                  _("%s is there and stays as it is; move it away to have it written anew"), shown);
    return CARE_EXIT_DONE;
}

int
care_report_folder_write(const char *command, const char *folder, const CareReportData *data,
                         const CareReportOptions *options, const CarePeriod *period,
                         GTimeZone *zone)
{
    static const struct {
        const char *end;
        char *(*make)(const CareReportData *data, const CareReportOptions *options);
        gboolean has_weeks; /* the others have them only by --by week */
    } formats[] = {{"html", care_report_html, TRUE},
                   {"json", care_report_json, FALSE},
                   {"csv", care_report_csv, FALSE}};
    g_autofree char *quarter = care_report_period_name(period, zone);
    int code = CARE_EXIT_DONE;

    if (g_mkdir_with_parents(folder, 0700) != 0) {
        const int why = errno;
        g_autofree char *shown = care_report_safe(folder);
        return care_cli_failed(command, _("%s: no folder, and none could be made: %s"), shown,
                               g_strerror(why));
    }
    for (gsize i = 0; code == CARE_EXIT_DONE && i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *name = g_strconcat(quarter, ".", formats[i].end, NULL);
        g_autofree char *file = g_build_filename(folder, name, NULL);
        CareReportData shown = *data;
        g_autofree char *text = NULL;

        if (!formats[i].has_weeks)
            shown.weeks = NULL;
        text = formats[i].make(&shown, options);
        code = write_one(command, file, text);
    }
    return code;
}
