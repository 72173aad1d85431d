/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves where periods begin and end: summer time, odd offsets, midnights that come twice, and
 * nonsense. */
#include "care-test.h"
#include <glib/gstdio.h>
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
    static const char *const names[] = {"",
                                        "Europe/Atlantis",
                                        "/etc/passwd",
                                        ":UTC0",
                                        "+99:99",
                                        "../../etc/passwd",
                                        "+14:01",
                                        "-15:00",
                                        "+05:60",
                                        "+5:30",
                                        "05:30",
                                        "Z",
                                        "UTC\n",
                                        "+05:30\n",
                                        "../zoneinfo/UTC",
                                        "./UTC",
                                        "Etc//UTC",
                                        "Etc/UTC/",
                                        "Europe",
                                        "zone.tab",
                                        "tzdata.zi",
                                        "leapseconds",
                                        "CET-1CEST,M3.5.0,M10.5.0/3",
                                        "AAA99",
                                        "Europe/Ber lin",
                                        "Europe/B\xc3\xa9rlin"};
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
care_zone_new__takes__names_and_offsets(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *name;
        gint seconds; /* east of Greenwich, in January 1970 */
    } zones[] = {
        {"UTC", 0},        {"Etc/GMT+5", -18000},   {"Etc/GMT-14", 50400},
        {"+14:00", 50400}, {"-14:00", -50400},      {"+05:30", 19800},
        {"-00:45", -2700}, {"+0530", 19800},        {"-03", -10800},
        {"Etc/GMT0", 0},   {"Asia/Kolkata", 19800}, {"America/Argentina/Buenos_Aires", -10800},
        {"GMT0", 0},       {"EST5EDT", -18000},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(zones); i++) {
        g_autofree char *file = g_build_filename("/usr/share/zoneinfo", zones[i].name, NULL);

        /* From Debian 13 on such old names are in a package of their own. */
        if (i >= G_N_ELEMENTS(zones) - 2 && !g_file_test(file, G_FILE_TEST_EXISTS))
            continue;
        g_autoptr(GTimeZone) zone = zone_of(zones[i].name);
        const gint at = g_time_zone_find_interval(zone, G_TIME_TYPE_STANDARD, 0);

        assert_int_equal(g_time_zone_get_offset(zone, at), zones[i].seconds);
        assert_string_equal(g_time_zone_get_identifier(zone), zones[i].name);
    }
}

/* GLib cries over a file that is none of a zone, and tests make that fatal. */
static void
care_zone_new__refuses__files_that_are_no_zone(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *name, *bytes;
    } files[] = {{"Empty", ""},
                 {"Short", "TZif2"},
                 {"Notes", "# leap seconds, and many more words"
                           " than a header of a zone has in all"}};
    g_autofree char *before = g_strdup(g_getenv("TZDIR"));
    g_autofree char *folder = g_dir_make_tmp("care-zone-XXXXXX", NULL);

    assert_non_null(folder);
    g_setenv("TZDIR", folder, TRUE);
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(folder, files[i].name, NULL);
        g_autoptr(GTimeZone) zone = NULL;

        assert_true(g_file_set_contents(path, files[i].bytes, -1, NULL));
        zone = care_zone_new(files[i].name, NULL);
        assert_null(zone);
        assert_int_equal(g_remove(path), 0);
    }
    assert_int_equal(g_rmdir(folder), 0);
    if (before != NULL)
        g_setenv("TZDIR", before, TRUE);
    else
        g_unsetenv("TZDIR");
}

/* A machine's clock may be set to anything. */
static void
care_period_named__holds__on_a_clock_gone_wrong(void **state G_GNUC_UNUSED)
{
    static const gint64 nows[] = {G_MININT64, -1, 0, G_GINT64_CONSTANT(253402300799999),
                                  G_MAXINT64};
    static const char *const names[] = {"quarter", "last-quarter", "year", "90d"};

    for (gsize i = 0; i < G_N_ELEMENTS(nows); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(names); j++) {
            g_autoptr(GTimeZone) zone = zone_of(i % 2 == 0 ? "+14:00" : "-12:00");
            CarePeriod period;

            assert_true(care_period_named(names[j], zone, nows[i], &period, NULL));
            assert_true(period.from_ms < period.to_ms);
        }
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

static GPtrArray *
buckets(CareBucketKind kind, const char *name, const char *first, const char *last)
{
    g_autoptr(GTimeZone) zone = zone_of(name);

    return care_period_buckets(kind, zone, ms_of(first), ms_of(last));
}

/* They have no gap between them, and @out_names is what they are called. */
static void
assert_buckets(const GPtrArray *these, const char *out_names)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < these->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(these, i);
        const CareBucket *before = i > 0 ? g_ptr_array_index(these, i - 1) : NULL;

        assert_true(bucket->from_ms < bucket->to_ms);
        assert_true(before == NULL || before->to_ms == bucket->from_ms);
        assert_null(bucket->cube);
        g_string_append_printf(names, "%s%s", i > 0 ? " " : "", bucket->name);
    }
    assert_string_equal(names->str, out_names);
}

static const CareBucket *
nth(const GPtrArray *these, guint n)
{
    assert_true(n < these->len);
    return g_ptr_array_index(these, n);
}

static void
care_period_buckets__agrees__with_every_quarter(void **state G_GNUC_UNUSED)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    assert_true(g_file_get_contents("tests/data/quarters.tsv", &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++) {
        g_auto(GStrv) row = g_strsplit(lines[i], "\t", -1);
        g_autoptr(GPtrArray) one = buckets(CARE_BUCKET_QUARTER, row[1], row[0], row[0]);

        assert_buckets(one, row[2]);
        assert_int_equal(nth(one, 0)->from_ms, ms_of(row[3]));
        assert_int_equal(nth(one, 0)->to_ms, ms_of(row[4]));
    }
}

static void
care_period_buckets__leaves__no_gap_and_takes_no_more(void **state G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) quarters = buckets(CARE_BUCKET_QUARTER, "Europe/Berlin",
                                            "2024-06-30T22:00:00Z", "2025-03-31T21:59:59Z");
    g_autoptr(GPtrArray) more = buckets(CARE_BUCKET_QUARTER, "Europe/Berlin",
                                        "2024-06-30T21:59:59Z", "2025-03-31T22:00:00Z");

    assert_buckets(quarters, "2024-Q3 2024-Q4 2025-Q1");
    assert_buckets(more, "2024-Q2 2024-Q3 2024-Q4 2025-Q1 2025-Q2");
}

static void
care_period_buckets__names_weeks__by_their_thursday(void **state G_GNUC_UNUSED)
{
    /* 2021 began on a Friday, 2025 on a Wednesday; 2020 had 53 weeks. */
    g_autoptr(GPtrArray) first =
        buckets(CARE_BUCKET_WEEK, "UTC", "2020-12-27T23:59:59Z", "2021-01-04T00:00:00Z");
    g_autoptr(GPtrArray) second =
        buckets(CARE_BUCKET_WEEK, "UTC", "2024-12-30T00:00:00Z", "2025-01-05T23:59:59Z");

    assert_buckets(first, "2020-W52 2020-W53 2021-W01");
    assert_int_equal(nth(first, 2)->from_ms, ms_of("2021-01-04T00:00:00Z"));
    assert_buckets(second, "2025-W01");
}

/* What begins at @from, local time being that of @zone: the second of two buckets around it. */
static void
assert_begins(CareBucketKind kind, const char *zone, const char *name, const char *from)
{
    g_autoptr(GTimeZone) there = zone_of(zone);
    g_autoptr(GPtrArray) two = care_period_buckets(kind, there, ms_of(from) - 1, ms_of(from));

    assert_int_equal(two->len, 2);
    assert_string_equal(nth(two, 1)->name, name);
    assert_int_equal(nth(two, 1)->from_ms, ms_of(from));
    assert_int_equal(nth(two, 0)->to_ms, ms_of(from));
}

static void
care_period_buckets__begins__at_the_first_instant_of_the_day(void **state G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) samoa =
        buckets(CARE_BUCKET_WEEK, "Pacific/Apia", "2011-12-27T00:00:00Z", "2012-01-03T00:00:00Z");

    /* Summer time began the day before. */
    assert_begins(CARE_BUCKET_WEEK, "Europe/Berlin", "2025-W14", "2025-03-30T22:00:00Z");
    /* No midnight: clocks went from 00:00 on to 01:00. */
    assert_begins(CARE_BUCKET_WEEK, "Asia/Tehran", "2021-W12", "2021-03-21T20:30:00Z");
    assert_begins(CARE_BUCKET_QUARTER, "America/Asuncion", "2023-Q4", "2023-10-01T04:00:00Z");
    /* Two: back from 01:00 to 00:00, at Vostok from 02:00. */
    assert_begins(CARE_BUCKET_WEEK, "Asia/Jerusalem", "2002-W41", "2002-10-06T21:00:00Z");
    assert_begins(CARE_BUCKET_QUARTER, "America/Managua", "2006-Q4", "2006-10-01T05:00:00Z");
    assert_begins(CARE_BUCKET_WEEK, "Antarctica/Vostok", "2023-W51", "2023-12-17T17:00:00Z");
    /* The 30th of December 2011 was left out: a week of six days. */
    assert_buckets(samoa, "2011-W52 2012-W01");
    assert_int_equal(nth(samoa, 0)->to_ms - nth(samoa, 0)->from_ms,
                     G_GINT64_CONSTANT(6) * 86400 * 1000);
}

static void
care_period_buckets__holds__from_the_first_year_to_the_last(void **state G_GNUC_UNUSED)
{
    g_autoptr(GTimeZone) west = zone_of("-12:00");
    g_autoptr(GTimeZone) east = zone_of("+14:00");
    g_autoptr(GPtrArray) first = care_period_buckets(CARE_BUCKET_QUARTER, west, 1, 1);
    g_autoptr(GPtrArray) last =
        buckets(CARE_BUCKET_QUARTER, "+14:00", "9998-09-30T00:00:00Z", "9998-12-31T23:59:59Z");
    g_autoptr(GPtrArray) beyond =
        care_period_buckets(CARE_BUCKET_WEEK, east, G_MAXINT64 / 2, G_MAXINT64);

    assert_buckets(first, "1969-Q4");
    assert_buckets(last, "9998-Q3 9998-Q4");
    assert_int_equal(beyond->len, 0);
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
        cmocka_unit_test(care_period_buckets__agrees__with_every_quarter),
        cmocka_unit_test(care_period_buckets__leaves__no_gap_and_takes_no_more),
        cmocka_unit_test(care_period_buckets__names_weeks__by_their_thursday),
        cmocka_unit_test(care_period_buckets__begins__at_the_first_instant_of_the_day),
        cmocka_unit_test(care_period_buckets__holds__from_the_first_year_to_the_last),
        cmocka_unit_test(care_period_named__holds__on_a_clock_gone_wrong),
        cmocka_unit_test(care_zone_new__refuses__what_is_no_zone),
        cmocka_unit_test(care_zone_new__takes__names_and_offsets),
        cmocka_unit_test(care_zone_new__refuses__files_that_are_no_zone),
        cmocka_unit_test(care_zone_new__takes__the_local_zone_however_it_is_named),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
