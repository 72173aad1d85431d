/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what a report does not conclude: from another question, from half a quarter, from answers
 * on another scale, from a sum that chance alone may have filled. */
#include "care-report-quarters.h"

static const CareReportOptions range = {.kind = "range", .timezone = "UTC"};

/* A baseline of top marks, then lower ones, with an alarm that still stands at the end. */
static CareCusum
falling(guint64 n_baseline, guint64 n)
{
    return (CareCusum){.has_baseline = TRUE,
                       .scale = CARE_SCALE_ASKED,
                       .n_baseline = n_baseline,
                       .mean = 1,
                       .sd = 0.2,
                       .n = n,
                       .down = {.first_alarm = 5, .peak = 135, .last = 135}};
}

static void
add_fall(History *history, const char *before, const char *after)
{
    const CareCounts high = history_counts((guint64[]){0, 0, 0, 0, 50}, 0, 0);
    const CareCounts lower = history_counts((guint64[]){0, 0, 60, 0, 0}, 0, 0);

    history_add(history, 0, "anna", before, CARE_SCALE_ASKED, &high);
    history_add(history, 1, "anna", after, CARE_SCALE_ASKED, &lower);
}

static void
care_report__sees_no_fall__where_the_question_changed(void **state G_GNUC_UNUSED)
{
    const CareCusum cusum = falling(50, 60);
    g_auto(History) history = history_new();
    g_auto(History) same = history_new();
    CareReportData data = history_data(&history), same_data = history_data(&same);
    g_autofree char *text = NULL, *same_text = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(JsonNode) same_root = NULL;

    data.cusum = same_data.cusum = &cusum;
    add_fall(&history, "first", "second");
    history_report(&data, &whole, &text, &root);
    assert_keeps_quiet(text, "Slow");
    assert_keeps_quiet(text, "Next: scores");
    assert_tells(text, "Mind no word on a slow fall or rise in 2025-Q1: the question or its rules "
                       "changed");
    assert_flag_at(root, "$.cusum.same_definitions", FALSE);
    assert_int_at(root, "$.cusum.down.first_alarm", 5);
    add_fall(&same, "first", "first");
    history_report(&same_data, &whole, &same_text, &same_root);
    assert_says(same_text, "Slow fall");
    assert_keeps_quiet(same_text, "no word");
    assert_flag_at(same_root, "$.cusum.same_definitions", TRUE);
}

/* One definition of the baseline is as good as none: its other ratings are of another question. */
static void
care_report__sees_no_fall__where_a_part_of_the_baseline_was_asked_otherwise(
    void **state G_GNUC_UNUSED)
{
    const CareCounts more = history_counts((guint64[]){0, 0, 0, 0, 50}, 0, 0);
    const CareCusum cusum = falling(100, 60);
    g_auto(History) history = history_new();
    CareReportData data = history_data(&history);
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    data.cusum = &cusum;
    add_fall(&history, "first", "first");
    history_add(&history, 0, "anna", "older", CARE_SCALE_ASKED, &more);
    history_report(&data, &whole, &text, &root);
    assert_keeps_quiet(text, "Slow");
    assert_says(text, "no word on a slow fall");
    assert_flag_at(root, "$.cusum.same_definitions", FALSE);
}

/* All quarters before the last are the baseline, not just the one before it. */
static void
care_report__sees_no_fall__where_the_first_of_three_quarters_was_asked_otherwise(
    void **state G_GNUC_UNUSED)
{
    static const char *const definitions[] = {"old", "new", "new"};
    const CareCounts counts = history_counts((guint64[]){0, 0, 0, 0, 50}, 0, 0);
    const CareCusum cusum = falling(100, 50);
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GPtrArray) quarters = care_period_buckets(CARE_BUCKET_QUARTER, utc, BEGIN_MS, END_MS);
    g_autoptr(CareCube) cube = care_cube_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    assert_int_equal(quarters->len, G_N_ELEMENTS(definitions));
    for (guint i = 0; i < quarters->len; i++) {
        CareBucket *bucket = g_ptr_array_index(quarters, i);

        bucket->cube = care_cube_new();
        care_cube_add(bucket->cube, "anna", "xmpp", definitions[i], CARE_SCALE_ASKED, &counts);
        care_cube_add(cube, "anna", "xmpp", definitions[i], CARE_SCALE_ASKED, &counts);
    }
    history_report(&(CareReportData){.cube = cube, .quarters = quarters, .cusum = &cusum}, &whole,
                   &text, &root);
    assert_keeps_quiet(text, "Slow");
    assert_says(text, "no word on a slow fall");
    assert_flag_at(root, "$.change.same_definitions", TRUE);
    assert_flag_at(root, "$.cusum.same_definitions", FALSE);
}

static void
care_report__sees_no_fall__in_half_a_quarter(void **state G_GNUC_UNUSED)
{
    const CareCusum cusum = falling(50, 60);
    g_auto(History) history = history_new();
    CareReportData data = history_data(&history);
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    data.cusum = &cusum;
    history.cube->to_ms -= DAY_MS;
    add_fall(&history, "d", "d");
    history_report(&data, &range, &text, &root);
    assert_says(text, "2025-Q1+");
    assert_keeps_quiet(text, "seem lower");
    assert_says(text, "Slow fall\n"); /* not known */
    assert_keeps_quiet(text, "declined");
    assert_says(text,
                "Change          2024-Q4 to 2025-Q1: no verdict, as the period leaves out a part");
    assert_text_at(root, "$.change.verdict", "declined");
    assert_flag_at(root, "$.change.partial", TRUE);
    assert_int_at(root, "$.cusum.down.first_alarm", 5);
}

static void
care_report__gives_no_verdict__from_half_a_quarter(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    const CareReportData data = history_data(&history);
    g_autofree char *text = NULL, *all = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(JsonNode) all_root = NULL;

    history.cube->from_ms += DAY_MS;
    add_fall(&history, "d", "d");
    history_report(&data, &range, &text, &root);
    assert_says(text, "2024-Q4+");
    assert_keeps_quiet(text, "declined");
    assert_flag_at(root, "$.change.partial", TRUE);
    assert_text_at(root, "$.change.verdict", "declined");
    history_report(&data, &whole, &all, &all_root); /* "all" cuts nothing off */
    assert_says(all, "declined");
    assert_flag_at(all_root, "$.change.partial", FALSE);
}

static void
assert_fall_says(CareCusum cusum, const char *words, gboolean is_next)
{
    g_auto(History) history = history_new();
    CareReportData data = history_data(&history);
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    data.cusum = &cusum;
    add_fall(&history, "d", "d");
    history_report(&data, &whole, &text, &root);
    assert_tells(text, words);
    if (is_next)
        assert_says(text, "Next: scores may be falling slowly");
    else
        assert_keeps_quiet(text, "Next: scores");
}

static void
care_report__owns__that_a_fall_may_be_chance(void **state G_GNUC_UNUSED)
{
    CareCusum gone = falling(5000, 1000);

    assert_fall_says(falling(50, 60),
                     "since answer 5 of 60 in 2025-Q1 scores seem lower than in the quarters "
                     "before. It may be chance, which does that in up to 1 of 5 quarters.",
                     TRUE);
    assert_fall_says(falling(300, 60), "in up to 1 of 25 quarters.", TRUE);
    gone.down.last = 10; /* no alarm any more */
    assert_fall_says(gone,
                     "about answer 5 of 1000 in 2025-Q1 scores seemed lower than in the quarters "
                     "before, but not at its end. With so many answers chance does that often",
                     FALSE);
    gone.n = 300;
    assert_fall_says(gone, "chance does that in up to every second quarter", FALSE);
    gone.n = 100;
    assert_fall_says(gone, "chance does that in up to one quarter of four", FALSE);
    gone.down = (CareCusumSide){0};
    gone.up = (CareCusumSide){.first_alarm = 9, .peak = 20, .last = 20};
    assert_fall_says(gone, "Slow rise since answer 9 of 100 in 2025-Q1 scores seem higher", FALSE);
}

/* 40 answers each, all of one definition. */
static void
add_asked(CareCube *cube, const char *agent, const char *protocol, const char *definition,
          CareScale scale)
{
    const CareCounts counts = history_counts((guint64[]){0, 0, 0, 20, 20}, 0, 0);

    care_cube_add(cube, agent, protocol, definition, scale, &counts);
}

static void
care_report__says__where_agents_were_not_asked_the_same(void **state G_GNUC_UNUSED)
{
    static const char line[] = "not all agents' answers are to the same question";
    g_auto(History) history = history_new();
    const CareReportData data = history_data(&history);
    g_autofree char *before = NULL, *after = NULL;
    g_autoptr(JsonNode) alike = NULL;
    g_autoptr(JsonNode) root = NULL;

    add_asked(history.cube, "anna", "irc", "old", CARE_SCALE_ASKED);
    add_asked(history.cube, "anna", "irc", "new", CARE_SCALE_ASKED);
    add_asked(history.cube, "anna", "xmpp", "new", CARE_SCALE_ASKED);
    add_asked(history.cube, "bruno", "irc", "new", CARE_SCALE_ASKED);
    add_asked(history.cube, "bruno", "xmpp", "old", CARE_SCALE_ASKED);
    /* In no figure here, so it parts nobody. */
    add_asked(history.cube, "bruno", "xmpp", "long", (CareScale){0, 10});
    care_cube_add(history.cube, "dora", "xmpp", "other", CARE_SCALE_ASKED,
                  &(CareCounts){.outcomes = {[CARE_OUTCOME_EXPIRED] = 3}});
    history_report(&data, &whole, &before, &alike);
    assert_keeps_quiet(before, line);
    assert_flag_at(alike, "$.by_agent.anna.same_definitions", TRUE);
    assert_flag_at(alike, "$.by_agent.bruno.same_definitions", TRUE);
    assert_flag_at(alike, "$.by_agent.dora.same_definitions", TRUE);
    add_asked(history.cube, "cem", "xmpp", "new", CARE_SCALE_ASKED);
    history_report(&data, &whole, &after, &root);
    assert_says(after, line);
    assert_flag_at(root, "$.by_agent.anna.same_definitions", TRUE);
    assert_flag_at(root, "$.by_agent.cem.same_definitions", FALSE);
    assert_flag_at(root, "$.by_agent.cem.comparable", TRUE);
}

static void
care_report__counts__what_the_desk_was_told_on_another_scale(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) team = care_cube_new();
    g_auto(History) history = history_new();
    CareReportData data = history_data(&history);
    g_autofree char *alone = NULL, *text = NULL;
    g_autoptr(JsonNode) alone_root = NULL;
    g_autoptr(JsonNode) root = NULL;

    add_asked(history.cube, "anna", "xmpp", "d", CARE_SCALE_ASKED);
    data.team = team;
    add_asked(team, "anna", "xmpp", "d", CARE_SCALE_ASKED);
    history_report(&data, &whole, &alone, &alone_root);
    assert_keeps_quiet(alone, "another scale");
    assert_int_at(alone_root, "$.team_other_scale", 0);
    add_asked(team, "bruno", "xmpp", "long", (CareScale){0, 10});
    history_report(&data, &whole, &text, &root);
    assert_tells(text, "Mind 40 of the desk's answers are on another scale and left out of the "
                       "desk's figure");
    assert_int_at(root, "$.team_other_scale", 40);
    assert_int_at(root, "$.other_scale", 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report__sees_no_fall__where_the_question_changed),
        cmocka_unit_test(
            care_report__sees_no_fall__where_a_part_of_the_baseline_was_asked_otherwise),
        cmocka_unit_test(
            care_report__sees_no_fall__where_the_first_of_three_quarters_was_asked_otherwise),
        cmocka_unit_test(care_report__sees_no_fall__in_half_a_quarter),
        cmocka_unit_test(care_report__gives_no_verdict__from_half_a_quarter),
        cmocka_unit_test(care_report__owns__that_a_fall_may_be_chance),
        cmocka_unit_test(care_report__says__where_agents_were_not_asked_the_same),
        cmocka_unit_test(care_report__counts__what_the_desk_was_told_on_another_scale),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
