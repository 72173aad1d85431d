/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves where periods begin and end: summer time, odd offsets, midnights that come twice, and
 * nonsense. */
#include "care-test.h"
#include <purple-care/report.h>
#include <string.h>

static gint64
ms_of(const char *iso)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(iso, NULL);

    assert_non_null(time);
    return g_date_time_to_unix(time) * 1000;
}

static GTimeZone *
zone_of(const char *name)
{
    GTimeZone *zone = care_zone_new(name, NULL);

    if (zone == NULL)
        fail_msg("no zone %s: is tzdata installed?", name);
    return zone;
}

static void
care_period_quarter__agrees__with_every_vector(void **state G_GNUC_UNUSED)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    guint checked = 0;

    assert_true(g_file_get_contents("tests/data/quarters.tsv", &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++) {
        g_auto(GStrv) row = g_strsplit(lines[i], "\t", -1);
        g_autoptr(GTimeZone) zone = zone_of(row[1]);
        CarePeriod by_time, by_name;

        assert_true(care_period_named("quarter", zone, ms_of(row[0]), &by_time, NULL));
        assert_true(care_period_quarter(row[2], zone, &by_name, NULL));
        assert_string_equal(by_time.kind, "quarter");
        assert_int_equal(by_time.from_ms, ms_of(row[3]));
        assert_int_equal(by_time.to_ms, ms_of(row[4]));
        assert_int_equal(by_name.from_ms, by_time.from_ms);
        assert_int_equal(by_name.to_ms, by_time.to_ms);
        checked++;
    }
    assert_int_equal(checked, 10);
}

static void
care_period_named__knows__its_names(void **state G_GNUC_UNUSED)
{
    g_autoptr(GTimeZone) zone = zone_of("Europe/Berlin");
    const gint64 now = ms_of("2025-02-14T12:00:00Z");
    CarePeriod period;

    assert_true(care_period_named("last-quarter", zone, now, &period, NULL));
    assert_int_equal(period.from_ms, ms_of("2024-09-30T22:00:00Z"));
    assert_int_equal(period.to_ms, ms_of("2024-12-31T23:00:00Z"));
    assert_true(care_period_named("year", zone, now, &period, NULL));
    assert_int_equal(period.from_ms, ms_of("2024-12-31T23:00:00Z"));
    assert_int_equal(period.to_ms, ms_of("2025-12-31T23:00:00Z"));
    assert_true(care_period_named("90d", zone, now, &period, NULL));
    assert_string_equal(period.kind, "rolling90");
    assert_int_equal(period.to_ms - period.from_ms, G_GINT64_CONSTANT(7776000000));
    assert_int_equal(period.to_ms, now);
    assert_true(care_period_named("all", zone, now, &period, NULL));
    assert_int_equal(period.from_ms, 0);
    assert_int_equal(period.to_ms, 0);
}

static void
care_period_rolling__takes__ninety_days_before(void **state G_GNUC_UNUSED)
{
    g_autoptr(GTimeZone) zone = zone_of("UTC");
    CarePeriod period;

    assert_true(care_period_rolling("2025-03-01T00:00:00Z", zone, &period, NULL));
    assert_int_equal(period.from_ms, ms_of("2024-12-01T00:00:00Z"));
    assert_int_equal(period.to_ms, ms_of("2025-03-01T00:00:00Z"));
}

static void
care_period_between__begins_days__at_the_first_of_two_midnights(void **state G_GNUC_UNUSED)
{
    g_autoptr(GTimeZone) havana = zone_of("America/Havana");
    g_autoptr(GTimeZone) santiago = zone_of("America/Santiago");
    CarePeriod period;

    /* Cuba's clocks went from 01:00 back to 00:00 on this day: midnight came at 04:00Z, and again
     * at 05:00Z. */
    assert_true(care_period_between("2024-11-03", "2024-11-04", havana, &period, NULL));
    assert_int_equal(period.from_ms, ms_of("2024-11-03T04:00:00Z"));
    assert_int_equal(period.to_ms, ms_of("2024-11-04T05:00:00Z"));
    /* Chile's went from 00:00 on to 01:00: this day had no midnight, and began an hour late. */
    assert_true(care_period_between("2024-09-08", "2024-09-09", santiago, &period, NULL));
    assert_int_equal(period.from_ms, ms_of("2024-09-08T04:00:00Z"));
    assert_int_equal(period.to_ms, ms_of("2024-09-09T03:00:00Z"));
}

static void
care_period_between__reads__dates_and_times(void **state G_GNUC_UNUSED)
{
    g_autoptr(GTimeZone) zone = zone_of("+05:30");
    CarePeriod period;

    assert_true(care_period_between("2025-01-31", "2025-02-01T12:00:00Z", zone, &period, NULL));
    assert_string_equal(period.kind, "range");
    assert_int_equal(period.from_ms, ms_of("2025-01-30T18:30:00Z"));
    assert_int_equal(period.to_ms, ms_of("2025-02-01T12:00:00Z"));
}

static void
care_period__refuses__nonsense_and_leaves_no_trace(void **state G_GNUC_UNUSED)
{
    static const char *const times[] = {"",           "2025-02-30", "2025-13-01", "2025-1-1",
                                        "1969-12-31", "9999-01-01", "yesterday",  "2025-01-01\n"};
    static const char *const quarters[] = {"",          "2025-Q0",  "2025-Q5", "2025Q1",
                                           "25-Q1",     "2025-Q1x", "0000-Q1", "9999-Q4",
                                           "2025-Q1\n", "2025-q1"};
    g_autoptr(GTimeZone) zone = zone_of("UTC");
    const CarePeriod untouched = {"untouched", 1, 2};
    CarePeriod period = untouched;

    for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
        g_autoptr(GError) error = NULL;

        assert_false(care_period_rolling(times[i], zone, &period, &error));
        assert_true(g_error_matches(error, CARE_PERIOD_ERROR, CARE_PERIOD_ERROR_TEXT));
        assert_false(care_period_between(times[i], "2030-01-01", zone, &period, NULL));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(quarters); i++)
        assert_false(care_period_quarter(quarters[i], zone, &period, NULL));
    assert_false(care_period_named("Quarter", zone, 0, &period, NULL));
    assert_false(care_period_between("2025-01-02", "2025-01-02", zone, &period, NULL));
    assert_memory_equal(&period, &untouched, sizeof period);
}

static void
care_zone_new__refuses__what_is_no_zone(void **state G_GNUC_UNUSED)
{
    static const char *const names[] = {"",      "Europe/Atlantis", "/etc/passwd",
                                        ":UTC0", "+99:99",          "../../etc/passwd"};
    g_autoptr(GTimeZone) local = care_zone_new(NULL, NULL);

    assert_non_null(local);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GTimeZone) zone = care_zone_new(names[i], &error);

        if (zone != NULL)
            fail_msg("\"%s\" was taken for a zone", names[i]);
        assert_true(g_error_matches(error, CARE_PERIOD_ERROR, CARE_PERIOD_ERROR_ZONE));
    }
}

static void
care_zone_new__takes__the_local_zone_however_it_is_named(void **state G_GNUC_UNUSED)
{
    static const char *const names[] = {"Europe/Berlin", ":Europe/Berlin",
                                        "/usr/share/zoneinfo/Europe/Berlin"};
    g_autofree char *before = g_strdup(g_getenv("TZ"));

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_setenv("TZ", names[i], TRUE);
        g_autoptr(GTimeZone) zone = care_zone_new(NULL, NULL);
        CarePeriod period;

        assert_true(care_period_quarter("2025-Q1", zone, &period, NULL));
        assert_int_equal(period.from_ms, ms_of("2024-12-31T23:00:00Z"));
    }
    if (before != NULL)
        g_setenv("TZ", before, TRUE);
    else
        g_unsetenv("TZ");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_period_quarter__agrees__with_every_vector),
        cmocka_unit_test(care_period_named__knows__its_names),
        cmocka_unit_test(care_period_rolling__takes__ninety_days_before),
        cmocka_unit_test(care_period_between__begins_days__at_the_first_of_two_midnights),
        cmocka_unit_test(care_period_between__reads__dates_and_times),
        cmocka_unit_test(care_period__refuses__nonsense_and_leaves_no_trace),
        cmocka_unit_test(care_zone_new__refuses__what_is_no_zone),
        cmocka_unit_test(care_zone_new__takes__the_local_zone_however_it_is_named),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
