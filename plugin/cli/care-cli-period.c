/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the options that pick a period. */
#include "care-cli-period.h"
#include "care-report-aside.h"

void
care_period_words_clear(CarePeriodWords *words)
{
    char **const texts[] = {&words->period, &words->quarter, &words->rolling,
                            &words->from,   &words->to,      &words->zone};

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_clear_pointer(texts[i], g_free);
}

static gboolean
find_between(const CarePeriodWords *words, GTimeZone *zone, gint64 now_ms, CarePeriod *out_period,
             GError **error)
{
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(now_ms / 1000 + 1);
    g_autofree char *until = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");

    return care_period_between(words->from, words->to != NULL ? words->to : until, zone, out_period,
                               error);
}

static gboolean
find(const CarePeriodWords *words, const char *command, GTimeZone *zone, gint64 now_ms,
     CarePeriod *out_period)
{
    const char *option, *value;
    g_autoptr(GError) error = NULL;
    gboolean is_found;

    if (words->quarter != NULL) {
        option = "--quarter", value = words->quarter;
        is_found = care_period_quarter(value, zone, out_period, &error);
    } else if (words->rolling != NULL) {
        option = "--rolling", value = words->rolling;
        is_found = care_period_rolling(value, zone, out_period, &error);
    } else if (words->from != NULL) {
        option = words->to != NULL ? "--from, --to" : "--from", value = words->from;
        is_found = find_between(words, zone, now_ms, out_period, &error);
    } else {
        return care_report_period(command, "--period",
                                  words->period != NULL ? words->period : "quarter", zone, now_ms,
                                  out_period);
    }
    if (!is_found)
        care_cli_usage(command, "%s \"%s\": %s", option, value, error->message);
    return is_found;
}

gboolean
care_period_words_find(const CarePeriodWords *words, const char *command, gint64 now_ms,
                       GTimeZone **out_zone, CarePeriod *out_period)
{
    const guint n = (words->period != NULL) + (words->quarter != NULL) + (words->rolling != NULL) +
                    (words->from != NULL || words->to != NULL);
    g_autoptr(GTimeZone) zone = NULL;

    if (n > 1) {
        care_cli_usage(command,
                       _("give one of --period, --quarter, --rolling, or --from with --to"));
        return FALSE;
    }
    if (words->to != NULL && words->from == NULL) {
        care_cli_usage(command, _("--to needs --from"));
        return FALSE;
    }
    zone = care_cli_zone(command, words->zone);
    if (zone == NULL || !find(words, command, zone, now_ms, out_period))
        return FALSE;
    *out_zone = g_steal_pointer(&zone);
    return TRUE;
}
