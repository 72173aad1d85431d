/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads times of day in any locale's form: their digits, and who says "PM". */
#include "care-log-time.h"
#include <langinfo.h>
#include <string.h>

#define GROUPS_MAX 8
#define SECOND_MS  G_GINT64_CONSTANT(1000)
#define HOUR_MS    (3600 * SECOND_MS)
#define DAY_MS     (24 * HOUR_MS)
#define BACK_MS    (120 * SECOND_MS)     /* so far a clock is set back, not a day gone */
#define EARLY_MS   (20 * 60 * SECOND_MS) /* libpurple dates lines that are older than that */
#define EAST_MS    (14 * HOUR_MS)        /* so far clocks are ahead of UTC, and behind it */
#define WEST_MS    (12 * HOUR_MS)
#define NUMBER_MAX 99999
#define NAME_BYTES 17 /* "2026-11-27.092052" */

typedef enum { HALF_NONE, HALF_AM, HALF_PM, HALF_UNKNOWN } Half;

/* The numbers in @text; digits of any script. */
static guint
read_numbers(const char *text, gint *out_numbers)
{
    gboolean is_in = FALSE;
    guint n = 0;

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        const gint digit = g_unichar_digit_value(g_utf8_get_char(at));

        if (digit < 0) {
            is_in = FALSE;
            continue;
        }
        if (!is_in) {
            if (n == GROUPS_MAX)
                return 0;
            out_numbers[n++] = 0;
            is_in = TRUE;
        }
        out_numbers[n - 1] = MIN(10 * out_numbers[n - 1] + digit, NUMBER_MAX);
    }
    return n;
}

static gboolean
says(const char *text, nl_item item)
{
    const char *word = nl_langinfo(item);

    return word != NULL && *word != '\0' && strstr(text, word) != NULL;
}

static Half
half_of(const char *text)
{
    gboolean has_letter = FALSE;

    if (says(text, PM_STR))
        return HALF_PM;
    if (says(text, AM_STR))
        return HALF_AM;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        const char next = at[1] == '.' ? at[2] : at[1];

        has_letter = has_letter || g_unichar_isalpha(g_utf8_get_char(at));
        if ((next == 'm' || next == 'M') && (*at == 'p' || *at == 'P'))
            return HALF_PM;
        if ((next == 'm' || next == 'M') && (*at == 'a' || *at == 'A'))
            return HALF_AM;
    }
    return has_letter ? HALF_UNKNOWN : HALF_NONE;
}

gboolean
care_log_stamp_read(const char *text, gsize size, CareLogStamp *out_stamp)
{
    g_autofree char *copy = NULL;
    gint numbers[GROUPS_MAX];
    guint n, at;
    Half half;

    *out_stamp = (CareLogStamp){0};
    if (size > 100)
        return FALSE;
    copy = g_utf8_make_valid(text, (gssize)size);
    n = read_numbers(copy, numbers);
    if (n != 2 && n != 3 && n != 5 && n != 6)
        return FALSE;
    out_stamp->has_date = n >= 5;
    at = out_stamp->has_date ? 3 : 0;
    if (out_stamp->has_date)
        memcpy(out_stamp->date, numbers, sizeof out_stamp->date);
    out_stamp->hour = numbers[at];
    out_stamp->minute = numbers[at + 1];
    out_stamp->second = n == 3 || n == 6 ? numbers[at + 2] : 0;
    if (out_stamp->hour > 23 || out_stamp->minute > 59 || out_stamp->second > 60)
        return FALSE;
    half = half_of(copy);
    if (half != HALF_NONE && out_stamp->hour >= 1 && out_stamp->hour <= 12) {
        out_stamp->hour = out_stamp->hour % 12 + (half == HALF_PM ? 12 : 0);
        out_stamp->is_half = half == HALF_UNKNOWN;
    }
    return TRUE;
}

/* "+0100"; FALSE: none. */
static gboolean
read_offset(const char *text, gint64 *out_ms)
{
    gint hours, minutes;

    if (text[0] != '+' && text[0] != '-')
        return FALSE;
    for (guint i = 1; i <= 4; i++) {
        if (!g_ascii_isdigit(text[i]))
            return FALSE;
    }
    hours = 10 * (text[1] - '0') + text[2] - '0';
    minutes = 10 * (text[3] - '0') + text[4] - '0';
    *out_ms = (hours * 60 + minutes) * 60 * SECOND_MS * (text[0] == '-' ? -1 : 1);
    return hours <= 14 && minutes < 60;
}

static gboolean
read_digits(const char *text, guint n, gint *out_number)
{
    *out_number = 0;
    for (guint i = 0; i < n; i++) {
        if (!g_ascii_isdigit(text[i]))
            return FALSE;
        *out_number = 10 * *out_number + text[i] - '0';
    }
    return TRUE;
}

static gint64
offset_at(GTimeZone *zone, gint64 at_ms)
{
    const gint interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at_ms / SECOND_MS);

    return g_time_zone_get_offset(zone, interval) * SECOND_MS;
}

/* When a clock showed @time_ms on @day; where it was set back and showed that twice, the first time
 * that is not before @after_ms. */
static gint64
instant_of(CareLogClock *clock, gint64 day, gint64 time_ms, gint64 after_ms)
{
    const gint64 civil_ms = day * DAY_MS + time_ms;
    gint64 first_ms, second_ms;

    if (clock->zone == NULL)
        return civil_ms - clock->offset_ms;
    if (clock->offset_day != day) {
        clock->offset_day = day;
        clock->before_ms = offset_at(clock->zone, day * DAY_MS - EAST_MS);
        clock->after_ms = offset_at(clock->zone, (day + 1) * DAY_MS + WEST_MS);
    }
    first_ms = civil_ms - clock->before_ms;
    second_ms = civil_ms - clock->after_ms;
    if (offset_at(clock->zone, second_ms) != clock->after_ms) /* none of both: left out */
        return first_ms;
    if (offset_at(clock->zone, first_ms) != clock->before_ms)
        return second_ms;
    return first_ms < after_ms ? second_ms : first_ms;
}

gboolean
care_log_clock_begin(CareLogClock *clock, const char *name, GTimeZone *zone)
{
    gint year, month, day, hour, minute, second;
    g_autoptr(GDateTime) civil = NULL;
    gint64 civil_ms;

    if (strlen(name) < NAME_BYTES || name[4] != '-' || name[7] != '-' || name[10] != '.' ||
        !read_digits(name, 4, &year) || !read_digits(name + 5, 2, &month) ||
        !read_digits(name + 8, 2, &day) || !read_digits(name + 11, 2, &hour) ||
        !read_digits(name + 13, 2, &minute) || !read_digits(name + 15, 2, &second) || year < 1970)
        return FALSE;
    civil = g_date_time_new_utc(year, month, day, hour, minute, second);
    if (civil == NULL)
        return FALSE;
    civil_ms = g_date_time_to_unix(civil) * SECOND_MS;
    *clock = (CareLogClock){.day = civil_ms / DAY_MS, .offset_day = G_MININT64};
    if (!read_offset(name + NAME_BYTES, &clock->offset_ms)) {
        clock->zone = zone;
        clock->start_ms = instant_of(clock, clock->day, civil_ms % DAY_MS, G_MININT64);
    } else {
        clock->start_ms = civil_ms - clock->offset_ms;
        if (offset_at(zone, clock->start_ms) == clock->offset_ms)
            clock->zone = zone;
    }
    clock->last_ms = clock->start_ms - EARLY_MS + BACK_MS;
    return TRUE;
}

/* The day of @date that is nearest to the one that is on, whatever order the locale has. */
static void
go_to_date(CareLogClock *clock, const gint *date)
{
    static const guint8 orders[][3] = {{0, 1, 2}, {2, 1, 0}, {2, 0, 1}}; /* year, month, day */
    gint64 nearest = G_MAXINT64;

    for (gsize i = 0; i < G_N_ELEMENTS(orders); i++) {
        const gint year = date[orders[i][0]];
        g_autoptr(GDateTime) then = g_date_time_new_utc(
            year < 100 ? 2000 + year : year, date[orders[i][1]], date[orders[i][2]], 0, 0, 0);
        gint64 days;

        if (then == NULL)
            continue;
        days = g_date_time_to_unix(then) * SECOND_MS / DAY_MS - clock->day;
        if (ABS(days) < ABS(nearest))
            nearest = days;
    }
    if (nearest != G_MAXINT64 && nearest > 0)
        clock->day += nearest;
}

gint64
care_log_clock_next(CareLogClock *clock, const CareLogStamp *stamp, gboolean dated)
{
    const gint64 after_ms = clock->last_ms - BACK_MS;
    gint64 time_ms = ((stamp->hour * 60 + stamp->minute) * 60 + stamp->second) * SECOND_MS;
    gint64 day, at_ms;

    if (dated && stamp->has_date)
        go_to_date(clock, stamp->date);
    day = clock->day;
    at_ms = instant_of(clock, day, time_ms, after_ms);
    /* A file begins with its first line, which may be from just before midnight. */
    if (clock->start_ms != 0 && !(dated && stamp->has_date) &&
        at_ms > clock->start_ms + DAY_MS - EARLY_MS)
        at_ms = instant_of(clock, --day, time_ms, after_ms);
    clock->start_ms = 0;
    while (at_ms < after_ms) {
        time_ms += stamp->is_half ? DAY_MS / 2 : DAY_MS;
        day += time_ms / DAY_MS;
        time_ms %= DAY_MS;
        at_ms = instant_of(clock, day, time_ms, after_ms);
    }
    clock->day = MAX(clock->day, day);
    clock->last_ms = MAX(at_ms, clock->last_ms);
    return clock->last_ms;
}
