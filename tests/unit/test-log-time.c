/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that times of day in any locale's form become instants, past midnights and in any zone. */
#include "care-log-time.h"
#include "care-test.h"
#include <string.h>

#define NOON_MS G_GINT64_CONSTANT(1795780800000) /* 2026-11-27T12:00:00Z */
#define HOUR_MS G_GINT64_CONSTANT(3600000)

static void
check(const char *text, gint hour, gint minute, gint second, gboolean has_date)
{
    CareLogStamp stamp;

    assert_true(care_log_stamp_read(text, strlen(text), &stamp));
    assert_int_equal(stamp.hour, hour);
    assert_int_equal(stamp.minute, minute);
    assert_int_equal(stamp.second, second);
    assert_int_equal(stamp.has_date, has_date);
}

static void
care_log_stamp_read__takes__every_usual_form(void **state G_GNUC_UNUSED)
{
    static const char *const bad[] = {
        "", "x", "12", "24:00:00", "10:60", "1:2:3:4", "1 2 3 4 5 6 7", "1 2 3 4 5 6 7 8 9 10 11"};
    CareLogStamp stamp;

    check("09:20:52", 9, 20, 52, FALSE);
    check("9:20", 9, 20, 0, FALSE);
    check("09.20.52", 9, 20, 52, FALSE);
    check("09:20:52 PM", 21, 20, 52, FALSE);
    check("12:20:52 a.m.", 0, 20, 52, FALSE);
    check("12:20:52 pm", 12, 20, 52, FALSE);
    check("27.11.2026 09:20:52", 9, 20, 52, TRUE);
    check("11/27/2026 09:20:52 PM", 21, 20, 52, TRUE);
    check("\xdb\xb0\xdb\xb9:\xdb\xb2\xdb\xb0:\xdb\xb5\xdb\xb2", 9, 20, 52, FALSE); /* Persian */
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_false(care_log_stamp_read(bad[i], strlen(bad[i]), &stamp));
}

static gint64
next(CareLogClock *clock, const char *text, gboolean dated)
{
    CareLogStamp stamp;

    assert_true(care_log_stamp_read(text, strlen(text), &stamp));
    return care_log_clock_next(clock, &stamp, dated);
}

static void
care_log_clock__goes__past_midnight(void **state G_GNUC_UNUSED)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    CareLogClock clock;

    assert_true(care_log_clock_begin(&clock, "2026-11-27.130000+0100CET.html", utc));
    assert_int_equal(next(&clock, "12:59:50", FALSE), NOON_MS - 10000); /* a moment before */
    assert_int_equal(next(&clock, "13:00:00", FALSE), NOON_MS);
    assert_int_equal(next(&clock, "23:59:00", FALSE), NOON_MS + 10 * HOUR_MS + 59 * 60000);
    assert_int_equal(next(&clock, "00:01:00", FALSE), NOON_MS + 11 * HOUR_MS + 60000);
    assert_int_equal(next(&clock, "00:00:30", FALSE),
                     NOON_MS + 11 * HOUR_MS + 60000); /* set back */
    assert_int_equal(next(&clock, "00:00:00", FALSE), NOON_MS + 11 * HOUR_MS + 60000);
    assert_int_equal(next(&clock, "13:00:00", FALSE), NOON_MS + 24 * HOUR_MS);
    assert_int_equal(next(&clock, "12:00:00", FALSE), NOON_MS + 47 * HOUR_MS);
}

static void
care_log_clock__begins__by_the_files_name(void **state G_GNUC_UNUSED)
{
    static const char *const bad[] = {"",
                                      "x.html",
                                      "2026-11-27.html",
                                      "2026-13-27.130000.txt",
                                      "2026-11-27.990000.txt",
                                      "0000-00-00.000000+0000UTC.txt",
                                      "20a6-11-27.130000.txt"};
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    CareLogClock clock;

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_false(care_log_clock_begin(&clock, bad[i], utc));
    assert_true(care_log_clock_begin(&clock, "2026-11-27.120000.txt", utc));
    assert_int_equal(next(&clock, "12:00", FALSE), NOON_MS);
    assert_true(care_log_clock_begin(&clock, "2026-11-28.000500+0000UTC.txt", utc));
    assert_int_equal(next(&clock, "23:58:00", FALSE), NOON_MS + 11 * HOUR_MS + 58 * 60000);
    assert_int_equal(next(&clock, "00:06:00", FALSE), NOON_MS + 12 * HOUR_MS + 6 * 60000);
}

/* Where a plug-in dates each line, no day is lost, whatever the order of day and month. */
static void
care_log_clock__takes__dates_where_all_lines_have_them(void **state G_GNUC_UNUSED)
{
    static const char *const forms[] = {"2026-11-29 12:00:00", "29.11.2026 12:00:00",
                                        "11/29/26 12:00:00 PM"};
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        CareLogClock clock;

        assert_true(care_log_clock_begin(&clock, "2026-11-27.120000+0000UTC.txt", utc));
        assert_int_equal(next(&clock, forms[i], TRUE), NOON_MS + 48 * HOUR_MS);
    }
}

/* Where nobody knows what "XY" means, one o'clock after nine is four hours later. */
static void
care_log_clock__finds__the_half_of_the_day(void **state G_GNUC_UNUSED)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    CareLogClock clock;

    assert_true(care_log_clock_begin(&clock, "2026-11-27.090000+0000UTC.txt", utc));
    assert_int_equal(next(&clock, "09:00:00 XY", FALSE), NOON_MS - 3 * HOUR_MS);
    assert_int_equal(next(&clock, "01:00:00 XY", FALSE), NOON_MS + HOUR_MS);
    assert_int_equal(next(&clock, "12:30:00 XY", FALSE), NOON_MS + 12 * HOUR_MS + HOUR_MS / 2);
}

static gint64
utc_ms(gint year, gint month, gint day, gint hour, gint minute)
{
    g_autoptr(GDateTime) time = g_date_time_new_utc(year, month, day, hour, minute, 0);

    return g_date_time_to_unix(time) * 1000;
}

/* A window that stays open over the hour that clocks show twice, or leave out. */
static void
care_log_clock__goes__with_clocks_that_are_changed(void **state G_GNUC_UNUSED)
{
    g_autoptr(GTimeZone) berlin = g_time_zone_new("Europe/Berlin");
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    CareLogClock clock;

    assert_non_null(berlin);
    assert_true(care_log_clock_begin(&clock, "2026-10-25.015900+0200CEST.html", berlin));
    assert_int_equal(next(&clock, "01:59:00", FALSE), utc_ms(2026, 10, 24, 23, 59));
    assert_int_equal(next(&clock, "02:58:00", FALSE), utc_ms(2026, 10, 25, 0, 58));
    assert_int_equal(next(&clock, "02:01:00", FALSE), utc_ms(2026, 10, 25, 1, 1)); /* set back */
    assert_int_equal(next(&clock, "02:30:00", FALSE), utc_ms(2026, 10, 25, 1, 30));
    assert_int_equal(next(&clock, "03:00:00", FALSE), utc_ms(2026, 10, 25, 2, 0));
    assert_int_equal(next(&clock, "02:59:00", FALSE), utc_ms(2026, 10, 25, 2, 0)); /* a moment */
    assert_int_equal(next(&clock, "02:30:00", FALSE), utc_ms(2026, 10, 26, 1, 30));
    assert_true(care_log_clock_begin(&clock, "2026-10-25.023000+0100CET.html", berlin));
    assert_int_equal(next(&clock, "02:30:00", FALSE), utc_ms(2026, 10, 25, 1, 30));
    assert_true(care_log_clock_begin(&clock, "2026-10-25.023000.html", berlin)); /* of 2.4 */
    assert_int_equal(next(&clock, "02:30:00", FALSE), utc_ms(2026, 10, 25, 0, 30));
    assert_true(care_log_clock_begin(&clock, "2026-03-29.015900+0100CET.html", berlin));
    assert_int_equal(next(&clock, "01:59:00", FALSE), utc_ms(2026, 3, 29, 0, 59));
    assert_int_equal(next(&clock, "03:01:00", FALSE), utc_ms(2026, 3, 29, 1, 1));
    assert_int_equal(next(&clock, "23:59:00", FALSE), utc_ms(2026, 3, 29, 21, 59));
    assert_int_equal(next(&clock, "00:01:00", FALSE), utc_ms(2026, 3, 29, 22, 1));
    /* Elsewhere nobody knows when clocks were changed. */
    assert_true(care_log_clock_begin(&clock, "2026-03-29.015900+0100CET.html", utc));
    assert_int_equal(next(&clock, "03:01:00", FALSE), utc_ms(2026, 3, 29, 2, 1));
}

/* A line every now and then, over all changes of a year, as the clocks of a place show them: one of
 * the places changes them by half an hour. */
static void
care_log_clock__finds__every_hour_of_a_year(void **state G_GNUC_UNUSED)
{
    static const char *const places[] = {"Europe/Berlin", "America/Asuncion",
                                         "Australia/Lord_Howe"};

    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autoptr(GTimeZone) zone = g_time_zone_new(places[i]);
        gint64 at_ms = utc_ms(2024, 1, 1, 0, 0);
        CareLogClock clock;

        assert_non_null(zone);
        for (guint n = 0; at_ms < utc_ms(2025, 1, 1, 0, 0); n++) {
            g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_ms / 1000);
            g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
            g_autofree char *name = g_date_time_format(local, "%Y-%m-%d.%H%M%S%z.txt");
            g_autofree char *time = g_date_time_format(local, "%H:%M:%S");

            if (n == 0)
                assert_true(care_log_clock_begin(&clock, name, zone));
            assert_int_equal(next(&clock, time, FALSE), at_ms);
            at_ms += 23 * 60000;
        }
    }
}

/* Any stamps at all: time never runs back. */
static void
care_log_clock__never__runs_back(void **state G_GNUC_UNUSED)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GRand) rng = g_rand_new_with_seed(5);
    gint64 last = 0;
    CareLogClock clock;

    assert_true(care_log_clock_begin(&clock, "2026-11-27.120000+0000UTC.txt", utc));
    for (guint i = 0; i < 20000; i++) {
        const CareLogStamp stamp = {.hour = g_rand_int_range(rng, 0, 24),
                                    .minute = g_rand_int_range(rng, 0, 60),
                                    .is_half = g_rand_boolean(rng),
                                    .has_date = g_rand_int_range(rng, 0, 9) == 0,
                                    .date = {g_rand_int_range(rng, 0, 99999),
                                             g_rand_int_range(rng, 0, 40),
                                             g_rand_int_range(rng, 0, 40)}};
        const gint64 at = care_log_clock_next(&clock, &stamp, stamp.has_date && i < 500);

        assert_true(at >= last);
        assert_true(i == 0 || stamp.has_date || at - last <= 25 * HOUR_MS);
        last = at;
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_log_stamp_read__takes__every_usual_form),
        cmocka_unit_test(care_log_clock__goes__past_midnight),
        cmocka_unit_test(care_log_clock__begins__by_the_files_name),
        cmocka_unit_test(care_log_clock__takes__dates_where_all_lines_have_them),
        cmocka_unit_test(care_log_clock__finds__the_half_of_the_day),
        cmocka_unit_test(care_log_clock__goes__with_clocks_that_are_changed),
        cmocka_unit_test(care_log_clock__finds__every_hour_of_a_year),
        cmocka_unit_test(care_log_clock__never__runs_back),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
