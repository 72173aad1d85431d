/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the limits of a period: a desk's quarter begins at midnight on its own clocks, not at
 * midnight UTC. */
#include "care-words.h"
#include <stdio.h>
#include <string.h>

#define ROLLING_SECONDS (90 * G_TIME_SPAN_DAY / G_TIME_SPAN_SECOND)
#define YEAR_MIN        1970
#define YEAR_MAX        9998 /* the year after it is still one GLib knows */
#define LAST_SECOND     G_GINT64_CONSTANT(253370764799) /* of YEAR_MAX, in UTC */
#define LATEST_MS       ((LAST_SECOND - 86400) * 1000)  /* in YEAR_MAX on all clocks */

#define ZONES        "/usr/share/zoneinfo" /* where GLib looks without TZDIR */
#define ZONE_COLUMNS 64                    /* no zone's name is longer */
#define ZONE_HEADER  44                    /* bytes; RFC 8536, section 3.1 */

G_DEFINE_QUARK(care_period_error, care_period_error)

/* "+05:30"; no zone on Earth is further from UTC than 14 hours. */
static gboolean
is_offset(const char *name)
{
    return g_regex_match_simple("^[+-]((0[0-9]|1[0-3])(:?[0-5][0-9])?|14(:?00)?)$", name,
                                G_REGEX_DOLLAR_ENDONLY, 0);
}

/* Words with "/" between them. No dot: neither a way out of the folder, nor one of the lists that
 * lie in it. */
static gboolean
is_name(const char *name)
{
    const gsize length = strlen(name);

    return length > 0 && length <= ZONE_COLUMNS &&
           strspn(name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_+-/") == length &&
           name[0] != '/' && name[length - 1] != '/' && strstr(name, "//") == NULL;
}

/* GLib would make a zone of a rule's text, too, and complain loudly of a file that is no zone. */
static gboolean
is_file(const char *name)
{
    const char *folder = g_getenv("TZDIR");
    g_autofree char *path = g_build_filename(folder != NULL ? folder : ZONES, name, NULL);
    char header[ZONE_HEADER];
    FILE *file = fopen(path, "rbe");
    gsize n;

    if (file == NULL)
        return FALSE;
    n = fread(header, 1, sizeof header, file);
    fclose(file);
    return n == sizeof header && memcmp(header, "TZif", 4) == 0;
}

GTimeZone *
care_zone_new(const char *name, GError **error)
{
    g_autoptr(GTimeZone) zone = NULL;

    if (name ==
        NULL) /* itself, not by its name: that may be a path, ":Europe/Berlin" and the like */
        return g_time_zone_new_local();
    if (strcmp(name, "UTC") == 0 || is_offset(name) || (is_name(name) && is_file(name)))
        zone = g_time_zone_new(name);
    /* GLib takes UTC for whatever it doesn't know. */
    if (zone != NULL && strcmp(g_time_zone_get_identifier(zone), name) == 0)
        return g_steal_pointer(&zone);
    g_set_error(error, CARE_PERIOD_ERROR, CARE_PERIOD_ERROR_ZONE,
                _("unknown time zone; use UTC, +HH:MM or a name like Europe/Berlin"));
    return NULL;
}

static gint64
to_ms(GDateTime *time)
{
    return g_date_time_to_unix(time) * 1000 + g_date_time_get_microsecond(time) / 1000;
}

/* The first instant of a local day: where clocks go back over midnight it comes twice, and the day
 * begins with the first. */
static gint64
midnight_ms(GTimeZone *zone, gint year, gint month, gint day)
{
    g_autoptr(GDateTime) start = g_date_time_new(zone, year, month, day, 0, 0, 0);
    g_autoptr(GDateTime) eve = g_date_time_add_hours(start, -12);
    const GTimeSpan back = g_date_time_get_utc_offset(eve) - g_date_time_get_utc_offset(start);
    g_autoptr(GDateTime) first = g_date_time_add(start, -back);
    const gboolean twice =
        back > 0 && g_date_time_get_day_of_month(first) == g_date_time_get_day_of_month(start) &&
        g_date_time_get_hour(first) == g_date_time_get_hour(start);

    return to_ms(twice ? first : start);
}

static CarePeriod
quarter_of(GTimeZone *zone, gint year, gint quarter)
{
    const gint next_year = quarter == 4 ? year + 1 : year;

    return (CarePeriod){"quarter", midnight_ms(zone, year, 3 * quarter - 2, 1),
                        midnight_ms(zone, next_year, quarter == 4 ? 1 : 3 * quarter + 1, 1)};
}

static CarePeriod
rolling_to(gint64 to)
{
    return (CarePeriod){"rolling90", to - ROLLING_SECONDS * 1000, to};
}

gboolean
care_period_named(const char *name, GTimeZone *zone, gint64 now_ms, CarePeriod *out_period,
                  GError **error)
{
    g_autoptr(GDateTime) utc = NULL;
    g_autoptr(GDateTime) now = NULL;

    g_return_val_if_fail(name != NULL && zone != NULL && out_period != NULL, FALSE);

    now_ms = CLAMP(now_ms, 0, LATEST_MS);
    utc = g_date_time_new_from_unix_utc(now_ms / 1000);
    now = g_date_time_to_timezone(utc, zone);
    const gint year = g_date_time_get_year(now);
    const gint quarter = (g_date_time_get_month(now) + 2) / 3;

    if (strcmp(name, "quarter") == 0)
        *out_period = quarter_of(zone, year, quarter);
    else if (strcmp(name, "last-quarter") == 0)
        *out_period =
            quarter_of(zone, quarter == 1 ? year - 1 : year, quarter == 1 ? 4 : quarter - 1);
    else if (strcmp(name, "year") == 0)
        *out_period =
            (CarePeriod){"year", midnight_ms(zone, year, 1, 1), midnight_ms(zone, year + 1, 1, 1)};
    else if (strcmp(name, "90d") == 0)
        *out_period = rolling_to(now_ms);
    else if (strcmp(name, "all") == 0)
        *out_period = (CarePeriod){"all", 0, 0};
    else {
        g_set_error(error, CARE_PERIOD_ERROR, CARE_PERIOD_ERROR_TEXT,
                    _("unknown period; use quarter, last-quarter, 90d, year or all"));
        return FALSE;
    }
    return TRUE;
}

gboolean
care_period_quarter(const char *text, GTimeZone *zone, CarePeriod *out_period, GError **error)
{
    g_return_val_if_fail(text != NULL && zone != NULL && out_period != NULL, FALSE);

    if (g_regex_match_simple("^[0-9]{4}-Q[1-4]$", text, G_REGEX_DOLLAR_ENDONLY, 0)) {
        const gint year = (gint)g_ascii_strtoll(text, NULL, 10);

        if (year >= YEAR_MIN && year <= YEAR_MAX) {
            *out_period = quarter_of(zone, year, text[6] - '0');
            return TRUE;
        }
    }
    g_set_error(error, CARE_PERIOD_ERROR, CARE_PERIOD_ERROR_TEXT,
                _("not a quarter; use the form 2025-Q1"));
    return FALSE;
}

/* A date means its local midnight; a time without an offset is local, too. */
static gboolean
time_of(const char *text, GTimeZone *zone, gint64 *out_ms, GError **error)
{
    g_autoptr(GDateTime) time = NULL;

    if (g_regex_match_simple("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text, G_REGEX_DOLLAR_ENDONLY, 0)) {
        const gint year = (gint)g_ascii_strtoll(text, NULL, 10);
        const gint month = (gint)g_ascii_strtoll(text + 5, NULL, 10);
        const gint day = (gint)g_ascii_strtoll(text + 8, NULL, 10);

        if (year >= YEAR_MIN && year <= YEAR_MAX &&
            g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year)) {
            *out_ms = midnight_ms(zone, year, month, day);
            return TRUE;
        }
    } else {
        time = g_date_time_new_from_iso8601(text, zone);
        if (time != NULL && g_date_time_get_year(time) >= YEAR_MIN &&
            g_date_time_get_year(time) <= YEAR_MAX) {
            *out_ms = to_ms(time);
            return TRUE;
        }
    }
    g_set_error(error, CARE_PERIOD_ERROR, CARE_PERIOD_ERROR_TEXT,
                _("not a time; use a date like 2025-03-01 or a time like 2025-03-01T00:00:00Z"));
    return FALSE;
}

gboolean
care_period_rolling(const char *time, GTimeZone *zone, CarePeriod *out_period, GError **error)
{
    gint64 to;

    g_return_val_if_fail(time != NULL && zone != NULL && out_period != NULL, FALSE);

    if (!time_of(time, zone, &to, error))
        return FALSE;
    *out_period = rolling_to(to);
    return TRUE;
}

gboolean
care_period_between(const char *from, const char *to, GTimeZone *zone, CarePeriod *out_period,
                    GError **error)
{
    CarePeriod period = {.kind = "range"};

    g_return_val_if_fail(from != NULL && to != NULL && zone != NULL && out_period != NULL, FALSE);

    if (!time_of(from, zone, &period.from_ms, error) || !time_of(to, zone, &period.to_ms, error))
        return FALSE;
    if (period.from_ms >= period.to_ms) {
        g_set_error(error, CARE_PERIOD_ERROR, CARE_PERIOD_ERROR_TEXT,
                    _("the period ends before it begins; its end is the first day after it"));
        return FALSE;
    }
    *out_period = period;
    return TRUE;
}

static void
bucket_free(gpointer data)
{
    CareBucket *bucket = data;

    g_free(bucket->name);
    care_cube_free(bucket->cube);
    g_free(bucket);
}

/* The first day of the week or quarter that @date is in. */
static void
go_to_first(CareBucketKind kind, GDate *date)
{
    if (kind == CARE_BUCKET_WEEK)
        g_date_subtract_days(date, (guint)g_date_get_weekday(date) - G_DATE_MONDAY);
    else
        g_date_set_dmy(date, 1, (GDateMonth)((g_date_get_month(date) - 1) / 3 * 3 + 1),
                       g_date_get_year(date));
}

static void
go_to_next(CareBucketKind kind, GDate *date)
{
    if (kind == CARE_BUCKET_WEEK)
        g_date_add_days(date, 7);
    else
        g_date_add_months(date, 3);
}

/* @first: of its days; a week's year is that of its Thursday (ISO 8601). */
static char *
bucket_name(CareBucketKind kind, const GDate *first)
{
    GDate thursday = *first;

    if (kind == CARE_BUCKET_QUARTER)
        return g_strdup_printf("%04d-Q%d", g_date_get_year(first),
                               ((gint)g_date_get_month(first) + 2) / 3);
    g_date_add_days(&thursday, 3);
    return g_strdup_printf("%04d-W%02u", g_date_get_year(&thursday),
                           g_date_get_iso8601_week_of_year(first));
}

/* The day that @at_ms falls on; times out of range count as the nearest day in it. */
static void
day_of(GTimeZone *zone, gint64 at_ms, GDate *out_date)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(CLAMP(at_ms / 1000, 0, LAST_SECOND));
    g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
    gint year, month, day;

    g_date_time_get_ymd(local, &year, &month, &day);
    g_date_clear(out_date, 1);
    g_date_set_dmy(out_date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static gint64
date_ms(GTimeZone *zone, const GDate *date)
{
    return midnight_ms(zone, g_date_get_year(date), g_date_get_month(date), g_date_get_day(date));
}

GPtrArray *
care_period_buckets(CareBucketKind kind, GTimeZone *zone, gint64 first_ms, gint64 last_ms)
{
    g_autoptr(GPtrArray) buckets = g_ptr_array_new_with_free_func(bucket_free);
    gint64 from_ms;
    GDate date;

    g_return_val_if_fail(zone != NULL && first_ms <= last_ms, NULL);

    day_of(zone, first_ms, &date);
    go_to_first(kind, &date);
    from_ms = date_ms(zone, &date);
    while (from_ms <= last_ms && g_date_get_year(&date) <= YEAR_MAX) {
        const GDate first = date;

        go_to_next(kind, &date);
        const gint64 to_ms = date_ms(zone, &date);

        /* Where clocks go back over midnight, a day's first instant may come before its eve ends.
         */
        if (to_ms > first_ms || buckets->len > 0) {
            CareBucket *bucket = g_new0(CareBucket, 1);

            bucket->name = bucket_name(kind, &first);
            bucket->from_ms = from_ms;
            bucket->to_ms = to_ms;
            g_ptr_array_add(buckets, bucket);
        }
        from_ms = to_ms;
    }
    return g_steal_pointer(&buckets);
}
