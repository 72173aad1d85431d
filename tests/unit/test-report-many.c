/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that centuries of quarters and agents by the thousand make neither a text nobody reads nor
 * a report nobody waits for. */
#include "care-report-quarters.h"
#include <time.h>

#define AGENTS 120

static const CareReportOptions by_agent = {.kind = "all", .timezone = "UTC", .by = CARE_BY_AGENT};

/* @n agents, each with an answer: "agent 00000" and on. */
static CareCube *
desk_of(guint n)
{
    const CareCounts counts = history_counts((guint64[]){0, 0, 0, 0, 1}, 0, 0);
    CareCube *cube = care_cube_new();

    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("agent %05u", i);

        care_cube_add(cube, name, "xmpp", "d", CARE_SCALE_ASKED, &counts);
    }
    return cube;
}

static void
care_report__shows__a_hundred_agents_and_counts_the_rest(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = desk_of(AGENTS);
    const CareReportData data = {.cube = cube};
    g_autofree char *text = NULL, *all = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(JsonNode) by_root = NULL;
    g_autoptr(JsonNode) last = NULL;

    history_report(&data, &whole, &text, &root);
    assert_says(text, "agent 00099");
    assert_keeps_quiet(text, "agent 00100");
    assert_says(text, "20 more agents are left out here; --by agent shows all");
    last = at(root, "$.by_agent['agent 00119'].answered");
    assert_int_equal(json_node_get_int(last), 1);
    history_report(&data, &by_agent, &all, &by_root);
    assert_says(all, "agent 00119");
    assert_keeps_quiet(all, "left out");
}

/* An agent who is left out may have the answers that make a comparison. */
static void
care_report__looks__at_agents_that_it_does_not_show(void **state G_GNUC_UNUSED)
{
    const CareCounts many = history_counts((guint64[]){0, 0, 0, 0, 40}, 0, 0);
    g_autoptr(CareCube) cube = desk_of(AGENTS);
    g_autofree char *text = NULL;

    care_cube_add(cube, "zoe", "xmpp", "d", CARE_SCALE_ASKED, &many);
    text = care_report_text(&(CareReportData){.cube = cube}, &whole);
    assert_keeps_quiet(text, "no agent has 35 answers");
    assert_keeps_quiet(text, "zoe");
}

static double
seconds_of(guint n)
{
    g_autoptr(CareCube) cube = desk_of(n);
    const CareReportData data = {.cube = cube};
    double least = G_MAXDOUBLE;

    for (guint round = 0; round < 3; round++) {
        const clock_t begin = clock();
        g_autofree char *text = care_report_text(&data, &by_agent);

        least = MIN(least, (double)(clock() - begin) / CLOCKS_PER_SEC);
    }
    return least;
}

/* Eight times the agents take eight times as long; it was sixty-four. */
static void
care_report_text__takes__as_long_as_there_are_agents(void **state G_GNUC_UNUSED)
{
    const double few = seconds_of(400), many = seconds_of(3200);

    if (many > 24 * few)
        fail_msg("400 agents took %.4f s, 3200 took %.4f s", few, many);
}

static void
care_report__shows__the_last_twelve_quarters(void **state G_GNUC_UNUSED)
{
    const CareCounts counts = history_counts((guint64[]){0, 0, 0, 0, 1}, 0, 0);
    CareReportOptions by_quarter = whole;
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GPtrArray) quarters = care_period_buckets(CARE_BUCKET_QUARTER, utc, 0, END_MS - 1);
    g_autoptr(CareCube) cube = care_cube_new();
    const CareReportData data = {.cube = cube, .quarters = quarters};
    g_autofree char *text = NULL, *all = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(JsonNode) by_root = NULL;

    assert_int_equal(quarters->len, 221);
    for (guint i = 0; i < quarters->len; i++) {
        CareBucket *bucket = g_ptr_array_index(quarters, i);
        const gboolean is_old = i == 0;

        bucket->cube = care_cube_new();
        if (is_old || i + 8 >= quarters->len) {
            care_cube_add(bucket->cube, "anna", "xmpp", is_old ? "old" : "d", CARE_SCALE_ASKED,
                          &counts);
            care_cube_add(cube, "anna", "xmpp", is_old ? "old" : "d", CARE_SCALE_ASKED, &counts);
        }
    }
    history_report(&data, &whole, &text, &root);
    assert_says(text, "  209 quarters before these are left out here; --by quarter shows all\n");
    assert_keeps_quiet(text, "1970-Q1");
    assert_row(text, "2022-Q2 to 2023-Q1 0");
    assert_row(text, "2025-Q1 1 1 - -");
    assert_says(text, "2023-Q2#"); /* beside one that is left out */
    assert_text_at(root, "$.by_quarter[0].quarter", "1970-Q1");
    assert_text_at(root, "$.by_quarter[220].quarter", "2025-Q1");
    by_quarter.by = CARE_BY_QUARTER;
    history_report(&data, &by_quarter, &all, &by_root);
    assert_row(all, "1970-Q1 1 1 - -");
    assert_row(all, "1970-Q2 to 2023-Q1 0");
    assert_keeps_quiet(all, "left out");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report__shows__a_hundred_agents_and_counts_the_rest),
        cmocka_unit_test(care_report__looks__at_agents_that_it_does_not_show),
        cmocka_unit_test(care_report_text__takes__as_long_as_there_are_agents),
        cmocka_unit_test(care_report__shows__the_last_twelve_quarters),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
