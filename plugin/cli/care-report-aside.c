/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns the words of --compare and --sector into a period, a file's report and a published figure.
 */
#include "care-report-aside.h"
#include "care-cli.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define FILE_MAX G_GINT64_CONSTANT(67108864) /* bytes: a report of thousands of agents has less */

/* "2025-Q1" and its misspellings. */
static gboolean
looks_like_quarter(const char *word)
{
    return g_ascii_isdigit(word[0]) && strchr("Qq", word[strcspn(word, "Qq")]) != NULL &&
           word[strcspn(word, "Qq")] != '\0';
}

gboolean
care_report_period(const char *command, const char *option, const char *word, GTimeZone *zone,
                   gint64 now_ms, CarePeriod *out_period)
{
    static const char *const names[] = {"quarter", "last-quarter", "90d", "year", "all", NULL};
    g_autoptr(GError) error = NULL;
    const char *nearest;

    if (looks_like_quarter(word) ? care_period_quarter(word, zone, out_period, &error)
                                 : care_period_named(word, zone, now_ms, out_period, &error))
        return TRUE;
    nearest = care_cli_nearest(word, names);
    if (nearest != NULL)
        care_cli_usage(command, _("%s \"%s\": did you mean \"%s\"?"), option, word, nearest);
    else
        care_cli_usage(command, "%s \"%s\": %s", option, word, error->message);
    return FALSE;
}

gboolean
care_report_is_file(const char *compare)
{
    return g_str_has_suffix(compare, ".json");
}

CareOther *
care_report_read_other(const char *command, const char *file)
{
    g_autofree char *text = NULL;
    g_autofree char *name = g_path_get_basename(file);
    g_autofree char *shown = g_filename_display_name(name);
    g_autoptr(GError) error = NULL;
    CareOther *other;
    GStatBuf status;
    gsize length;

    if (g_stat(file, &status) != 0) {
        care_cli_failed(command, "--compare %s: %s", file, g_strerror(errno));
        return NULL;
    }
    if (!S_ISREG(status.st_mode) || status.st_size > FILE_MAX) {
        care_cli_failed(command, _("--compare %s: it is no file, or too large for a report"), file);
        return NULL;
    }
    if (!g_file_get_contents(file, &text, &length, &error)) {
        care_cli_failed(command, "--compare %s", error->message);
        return NULL;
    }
    other = care_other_of_json(shown, text, length, &error);
    if (other == NULL)
        care_cli_failed(command,
                        _("--compare %s: %s; make one by purple-care report --format json -o FILE"),
                        file, error->message);
    return other;
}

/* Of the same kind and length, just before @period. */
static gboolean
period_before(const char *command, const CarePeriod *period, GTimeZone *zone,
              CarePeriod *out_period)
{
    const char *const named =
        strcmp(period->kind, "quarter") == 0 || strcmp(period->kind, "year") == 0 ? period->kind
                                                                                  : NULL;

    if (period->from_ms == 0 && period->to_ms == 0) {
        care_cli_usage(command, _("--compare previous: there is none before all chats"));
        return FALSE;
    }
    if (named != NULL)
        return care_report_period(command, "--compare", named, zone, period->from_ms - 1,
                                  out_period);
    *out_period = *period;
    out_period->to_ms = period->from_ms;
    out_period->from_ms = period->from_ms - (period->to_ms - period->from_ms);
    return TRUE;
}

gboolean
care_report_compared(const char *command, const char *compare, const CarePeriod *period,
                     GTimeZone *zone, gint64 now_ms, CarePeriod *out_period)
{
    if (strcmp(compare, "previous") == 0)
        return period_before(command, period, zone, out_period);
    return care_report_period(command, "--compare", compare, zone, now_ms, out_period);
}

char *
care_report_period_name(const CarePeriod *period, GTimeZone *zone)
{
    g_autoptr(GDateTime) from_utc = NULL;
    g_autoptr(GDateTime) to_utc = NULL;
    g_autoptr(GDateTime) from = NULL;
    g_autoptr(GDateTime) to = NULL;
    g_autofree char *first = NULL;
    g_autofree char *last = NULL;

    if (period->from_ms == 0 && period->to_ms == 0)
        return g_strdup(_("all chats"));
    from_utc = g_date_time_new_from_unix_utc(period->from_ms / 1000);
    to_utc = g_date_time_new_from_unix_utc((period->to_ms - 1) / 1000); /* the last day in it */
    from = from_utc != NULL ? g_date_time_to_timezone(from_utc, zone) : NULL;
    to = to_utc != NULL ? g_date_time_to_timezone(to_utc, zone) : NULL;
    if (from == NULL || to == NULL)
        return g_strdup("?");
    if (strcmp(period->kind, "quarter") == 0)
        return g_strdup_printf("%04d-Q%d", g_date_time_get_year(from),
                               (g_date_time_get_month(from) + 2) / 3);
    first = g_date_time_format(from, "%Y-%m-%d");
    last = g_date_time_format(to, "%Y-%m-%d");
    return g_strdup_printf(_("%s to %s"), first, last);
}

/* "airlines, banks, ...". (transfer full) */
static char *
join_sectors(void)
{
    g_autoptr(GString) list = g_string_new(NULL);
    const CareSector *sector;

    for (guint i = 0; (sector = care_sector_at(i)) != NULL; i++)
        g_string_append_printf(list, "%s%s", i > 0 ? ", " : "", sector->name);
    return g_string_free(g_steal_pointer(&list), FALSE);
}

static const char *
nearest_sector(const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const CareSector *sector;

    for (guint i = 0; (sector = care_sector_at(i)) != NULL; i++)
        g_ptr_array_add(names, (gpointer)sector->name);
    g_ptr_array_add(names, NULL);
    return care_cli_nearest(name, (const char *const *)names->pdata);
}

gboolean
care_report_sector(const char *command, const char *name, const CareSector **out_sector)
{
    g_autoptr(CareSettings) settings = name == NULL ? care_cli_settings(NULL, NULL) : NULL;
    const char *wanted = name != NULL ? name : settings->benchmark.sector;
    g_autofree char *list = NULL;
    const char *nearest;

    *out_sector = *wanted != '\0' ? care_sector_named(wanted) : NULL;
    if (*out_sector != NULL || strcmp(wanted, "none") == 0 || (name == NULL && *wanted == '\0'))
        return TRUE;
    list = join_sectors();
    if (name == NULL) { /* a report must not stop for it */
        care_cli_note(command, _("[benchmark] sector \"%s\" is not known; there are: %s"), wanted,
                      list);
        return TRUE;
    }
    nearest = nearest_sector(wanted);
    if (nearest != NULL)
        care_cli_usage(command, _("--sector \"%s\": did you mean \"%s\"? There are: %s"), wanted,
                       nearest, list);
    else
        care_cli_usage(command, _("--sector \"%s\": unknown; there are: %s, and none"), wanted,
                       list);
    return FALSE;
}
