/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a report writes any time that a store may hold, and weeks where there are none. */
#include "care-report-quarters.h"

/* A store may hold any time. */
static void
care_report_json__writes__times_before_the_epoch_and_far_after(void **state G_GNUC_UNUSED)
{
    static const struct {
        gint64 at_ms;
        const char *text; /* NULL: none that ISO 8601 has four digits for */
    } times[] = {
        {-1, "1969-12-31T23:59:59.999Z"},
        {-1000, "1969-12-31T23:59:59Z"},
        {-86400001, "1969-12-30T23:59:59.999Z"},
        {1, "1970-01-01T00:00:00.001Z"},
        {G_GINT64_CONSTANT(253402300799999), "9999-12-31T23:59:59.999Z"},
        {G_GINT64_CONSTANT(253402300800000), NULL},
        {G_GINT64_CONSTANT(-30610224000001), "0999-12-31T23:59:59.999Z"},
        {G_MAXINT64, NULL},
        {G_MININT64, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
        g_autoptr(CareCube) cube = care_cube_new();
        g_autofree char *text = NULL;
        g_autofree char *words = NULL;
        g_autoptr(JsonNode) root = NULL;

        cube->from_ms = cube->to_ms = times[i].at_ms;
        text = care_report_json(&(CareReportData){.cube = cube}, &whole);
        root = parse(text);
        if (times[i].text != NULL)
            assert_text_at(root, "$.period.from", times[i].text);
        else
            assert_null_at(root, "$.period.from");
        words = care_report_text(&(CareReportData){.cube = cube}, &whole);
        if (times[i].text != NULL && times[i].text[0] != '0') { /* people write no 0999 */
            g_autofree char *day = g_strndup(times[i].text, strlen("1969-12-31"));

            assert_says(words, day);
        }
    }
}

static void
care_report_json__has_weeks__where_they_were_asked_for(void **state G_GNUC_UNUSED)
{
    CareReportOptions weekly = whole;
    g_autoptr(CareCube) cube = care_cube_new();
    g_autofree char *text = NULL;
    g_autofree char *usual = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(JsonNode) weeks = NULL;
    g_autoptr(JsonNode) without = NULL;

    weekly.by = CARE_BY_WEEK;
    text = care_report_json(&(CareReportData){.cube = cube}, &weekly);
    root = parse(text);
    weeks = at(root, "$.by_week");
    assert_int_equal(json_array_get_length(json_node_get_array(weeks)), 0);
    usual = care_report_json(&(CareReportData){.cube = cube}, &whole);
    without = parse(usual);
    assert_false(json_object_has_member(json_node_get_object(without), "by_week"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report_json__writes__times_before_the_epoch_and_far_after),
        cmocka_unit_test(care_report_json__has_weeks__where_they_were_asked_for),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
