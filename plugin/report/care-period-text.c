/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names a report's period on the desk's own clocks, as a lead would say it. */
#include "care-words.h"
#include <string.h>

static char *
format_at(gint64 at_ms, GTimeZone *zone, const char *format)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_ms / 1000 - (at_ms % 1000 < 0));
    g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;

    return local != NULL ? g_date_time_format(local, format) : g_strdup("?");
}

/* The zone of that identifier: the local one's may be a path, which care_zone_new() refuses. */
static GTimeZone *
zone_of(const char *identifier)
{
    GTimeZone *zone = care_zone_new(identifier, NULL);
    g_autoptr(GTimeZone) local = g_time_zone_new_local();

    if (zone != NULL)
        return zone;
    return strcmp(g_time_zone_get_identifier(local), identifier) == 0 ? g_steal_pointer(&local)
                                                                      : g_time_zone_new_utc();
}

char *
care_words_day(gint64 at_ms, const char *timezone)
{
    g_autoptr(GTimeZone) zone = zone_of(timezone);

    return format_at(at_ms, zone, "%Y-%m-%d");
}

char *
care_words_period(const CareCube *cube, const CareReportOptions *options)
{
    const char *kind = options->kind;
    g_autoptr(GTimeZone) zone = zone_of(options->timezone);
    g_autofree char *from = NULL;
    g_autofree char *to = NULL;

    if (cube->from_ms == 0 && cube->to_ms == 0)
        return g_strdup(_("all chats"));
    if (strcmp(kind, "all") == 0 || strcmp(kind, "rolling90") == 0) {
        from = format_at(cube->from_ms, zone, "%Y-%m-%d %H:%M");
        to = format_at(cube->to_ms, zone, "%Y-%m-%d %H:%M");
    } else {
        from = format_at(cube->from_ms, zone, "%Y-%m-%d");
        to = format_at(cube->to_ms - 1, zone, "%Y-%m-%d"); /* the last day in it */
    }
    if (strcmp(kind, "quarter") == 0) {
        const gint64 month = g_ascii_strtoll(from + MIN(strlen(from), 5), NULL, 10);

        return g_strdup_printf(_("%.4s-Q%d, %s to %s, %s"), from, (gint)(month + 2) / 3, from, to,
                               options->timezone);
    }
    return g_strdup_printf(_("%s to %s, %s"), from, to, options->timezone);
}
