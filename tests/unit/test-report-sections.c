/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what the text says of quarters, weeks, items and agents, what it keeps quiet about, and
 * that it fits a terminal. */
#include "care-report-quarters.h"

static void
care_report__shows__each_quarter_and_the_change(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    history_rate(&history, 0, "anna", (guint64[]){1, 2, 2, 0, 1}, 3, 0);
    history_rate(&history, 1, "anna", (guint64[]){0, 4, 2, 12, 42}, 0, 0);
    const CareReportData data = history_data(&history);

    history_report(&data, &whole, &text, &root);
    assert_row(text, "2024-Q4 9 6 41 19 to 68 ████████▎");
    assert_row(text, "2025-Q1 60 60 88 81 to 93 █████████████████▋");
    /* score-misc.tsv: 46.666667, 19.666714 to 69.290520 */
    assert_says(text, "Change          2024-Q4 to 2025-Q1: improved; +46.6 points, about 95 %: "
                      "+19.6\n                to +69.3\n");
    assert_text_at(root, "$.change.verdict", "improved");
    assert_double_at(root, "$.change.low", 19.666714);
    assert_flag_at(root, "$.change.same_definitions", TRUE);
    assert_flag_at(root, "$.by_quarter[1].running", FALSE);
    assert_flag_at(root, "$.by_quarter[1].partial", FALSE);
    assert_null_at(root, "$.cusum");
}

static void
care_report__rounds__a_fall_so_that_it_is_not_flattered(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    history_rate(&history, 0, "anna", (guint64[]){13, 0, 2, 36, 9}, 0, 0);
    history_rate(&history, 1, "anna", (guint64[]){13, 1, 27, 0, 19}, 0, 0);
    const CareReportData data = history_data(&history);

    history_report(&data, &whole, &text, &root); /* -7.083333, -19.454377 to 5.557295 */
    assert_says(text, "no clear change; -7.1 points, about 95 %:\n                -19.5 to +5.6\n");
    assert_text_at(root, "$.change.verdict", "no clear change");
}

static void
care_report__gives_no_verdict__on_a_quarter_that_runs(void **state G_GNUC_UNUSED)
{
    CareReportOptions running = whole;
    g_auto(History) history = history_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    running.now_ms = END_MS - 1;
    history_rate(&history, 0, "anna", (guint64[]){1, 2, 2, 0, 1}, 3, 0);
    history_rate(&history, 1, "anna", (guint64[]){0, 4, 2, 12, 42}, 0, 0);
    const CareReportData data = history_data(&history);

    history_report(&data, &running, &text, &root);
    assert_says(text, "2025-Q1*");
    assert_says(text, "* still runs");
    assert_says(text, "2025-Q1 still runs: no verdict before it ends");
    assert_keeps_quiet(text, "improved");
    assert_keeps_quiet(text, "2024-Q4*");
    assert_flag_at(root, "$.by_quarter[0].running", FALSE);
    assert_flag_at(root, "$.by_quarter[1].running", TRUE);
    assert_text_at(root, "$.change.verdict", "improved");
}

static void
care_report__marks__quarters_that_are_not_whole(void **state G_GNUC_UNUSED)
{
    CareReportOptions range = {.kind = "range", .timezone = "UTC"};
    g_auto(History) history = history_new();
    g_autofree char *text = NULL, *uncut = NULL;
    g_autoptr(JsonNode) uncut_root = NULL;
    g_autoptr(JsonNode) root = NULL;

    history.cube->from_ms += DAY_MS;
    history_rate(&history, 0, "anna", (guint64[]){0, 0, 0, 0, 4}, 0, 0);
    history_rate(&history, 1, "anna", (guint64[]){0, 0, 0, 0, 5}, 0, 0);
    const CareReportData data = history_data(&history);

    history_report(&data, &range, &text, &root);
    assert_row(text, "2024-Q4+ 4 4 - -");
    assert_says(text, "+ only the part of it that is in the period is counted");
    assert_says(text, "no verdict, as the period leaves out a part");
    assert_keeps_quiet(text, "2025-Q1+");
    assert_flag_at(root, "$.by_quarter[0].partial", TRUE);
    assert_flag_at(root, "$.by_quarter[1].partial", FALSE);
    assert_text_at(root, "$.by_quarter[0].from", "2024-10-01T00:00:00Z");
    assert_text_at(root, "$.change.verdict", "not enough ratings");
    assert_null_at(root, "$.change.value");
    history_report(&data, &whole, &uncut, &uncut_root);
    assert_says(uncut, "no verdict, which needs 5 answers in each");
}

static void
care_report__breaks_the_trend__where_the_question_changes(void **state G_GNUC_UNUSED)
{
    const CareCounts counts = history_counts((guint64[]){0, 0, 0, 5, 5}, 0, 0);
    g_auto(History) history = history_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    history_add(&history, 0, "anna", "first", CARE_SCALE_ASKED, &counts);
    history_add(&history, 1, "anna", "second", CARE_SCALE_ASKED, &counts);
    const CareReportData data = history_data(&history);

    history_report(&data, &whole, &text, &root);
    assert_says(text, "2025-Q1#");
    assert_keeps_quiet(text, "2024-Q4#");
    assert_says(text, "# the question or its rules changed");
    assert_says(text, "the question or its rules changed between the two");
    assert_says(text, "By version of the question and its rules");
    assert_row(text, "second 1-5 10 10 87 70 to 96");
    assert_flag_at(root, "$.change.same_definitions", FALSE);
    assert_int_at(root, "$.definitions", 2);
    assert_text_at(root, "$.by_definition[0].definition", "first");
    assert_text_at(root, "$.by_definition[1].definition", "second");
    assert_int_at(root, "$.by_definition[1].scale.max", 5);
    assert_int_at(root, "$.by_definition[1].answered", 10);
    assert_double_at(root, "$.by_definition[1].score.value", 87.5);
}

static void
care_report__never_mixes__two_scales(void **state G_GNUC_UNUSED)
{
    CareCounts ten = history_counts((guint64[]){2, 0, 0, 0, 0}, 1, 0);
    g_auto(History) history = history_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    ten.ratings[10] = 10;
    ten.outcomes[CARE_OUTCOME_ANSWERED] += 10;
    history_add(&history, 0, "anna", "ten", (CareScale){0, 10}, &ten);
    history_rate(&history, 1, "bruno", (guint64[]){1, 0, 0, 0, 2}, 0, 0);
    history.cube->scale = care_cube_main_scale(history.cube);
    for (guint i = 0; i < 2; i++)
        ((CareBucket *)g_ptr_array_index(history.quarters, i))->cube->scale = history.cube->scale;
    const CareReportData data = history_data(&history);

    history_report(&data, &whole, &text, &root);
    assert_says(text, "83 of 100 (mean 8.3 of 10)");
    assert_says(text, "3 answers on another scale than 0 to 10 are in no score here");
    assert_keeps_quiet(text, "of the desk's answers"); /* said already: these are the desk's */
    assert_says(text, "if all who did not answer had given 0: 76; had given 10: 85");
    assert_says(text, "2 answers are 0 or 1");
    assert_says(text, "0-1  2-8  9-10\n");
    assert_keeps_quiet(text, "not at all");
    assert_keeps_quiet(text, "the store may be damaged");
    assert_int_at(root, "$.scale.min", 0);
    assert_int_at(root, "$.answered", 15);
    assert_int_at(root, "$.score.n", 12);
    assert_int_at(root, "$.other_scale", 3);
    assert_int_at(root, "$.by_agent.bruno.score.n", 0);
    assert_int_at(root, "$.by_agent.bruno.other_scale", 3);
    assert_double_at(root, "$.worst_case.low", 100.0 * 100 / 130);
    assert_double_at(root, "$.worst_case.high", 100.0 * 110 / 130);
    assert_int_at(root, "$.by_definition[0].scale.max", 5);
    assert_int_at(root, "$.by_definition[1].scale.max", 10);
}

static void
care_report__puts_side_by_side__only_agents_with_enough_answers(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    history_rate(&history, 0, "cem", (guint64[]){0, 0, 0, 34, 0}, 0, 0);
    history_rate(&history, 0, "anna", (guint64[]){0, 0, 0, 0, 85}, 0, 0);
    history_rate(&history, 0, "bruno", (guint64[]){0, 35, 0, 0, 0}, 0, 0);
    const CareReportData data = history_data(&history);

    history_report(&data, &whole, &text, &root);
    /* The desk: 477 of 616 points, 77.4 %; bruno 25 % with a weight of 0.7: 40.7 %. */
    assert_says(text, "side by side, by name: scores drawn towards the desk's 77\n");
    assert_row(text, "anna 85 96");
    assert_row(text, "bruno 35 40");
    assert_row(text, "cem 34 - too few: 35 are needed");
    assert_double_at(root, "$.team_mean", 100.0 * 477 / 616);
    assert_double_at(root, "$.by_agent.bruno.shrunk", 0.7 * 25 + 0.3 * 100 * 477 / 616);
    assert_double_at(root, "$.by_agent.bruno.weight", 0.7);
    assert_flag_at(root, "$.by_agent.bruno.comparable", TRUE);
    assert_flag_at(root, "$.by_agent.cem.comparable", FALSE);
}

static void
care_report__says__who_asks_less_than_the_others(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    history_rate(&history, 0, "anna", (guint64[]){0, 0, 0, 0, 20}, 0, 60);
    history_rate(&history, 0, "bruno", (guint64[]){5, 5, 10, 10, 10}, 40, 0);
    const CareReportData data = history_data(&history);

    history_report(&data, &whole, &text, &root);
    assert_says(text, "Asking          anna asks less than the others: in 20 of 80 chats");
    assert_says(text, "bruno asks more than the others: in 80 of 80 chats");
    assert_int_at(root, "$.by_agent.anna.parity.asked", 20);
    assert_int_at(root, "$.by_agent.anna.parity.could", 80);
    assert_int_at(root, "$.by_agent.anna.parity.withheld", 60);
    assert_double_at(root, "$.by_agent.anna.parity.share.value", 25);
    assert_double_at(root, "$.by_agent.anna.parity.rest.value", 100);
    assert_double_at(root, "$.by_agent.anna.parity.difference.value", -75);
    assert_text_at(root, "$.by_agent.anna.parity.verdict", "less");
    assert_text_at(root, "$.by_agent.bruno.parity.verdict", "more");
}

static void
care_report__compares__a_picked_agent_with_the_desk(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) team = care_cube_new();
    g_auto(History) history = history_new();
    const CareCounts hers = history_counts((guint64[]){0, 0, 0, 0, 45}, 0, 60);
    const CareCounts his = history_counts((guint64[]){45, 0, 0, 0, 0}, 60, 0);
    CareReportData data = history_data(&history);
    g_autofree char *text = NULL;
    g_autofree char *alone = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(JsonNode) alone_root = NULL;

    history_add(&history, 0, "anna", "d", CARE_SCALE_ASKED, &hers);
    history_report(&data, &whole, &alone, &alone_root);
    assert_keeps_quiet(alone, "ide by side");
    assert_double_at(alone_root, "$.by_agent.anna.shrunk", 100);
    care_cube_add(team, "anna", "xmpp", "d", CARE_SCALE_ASKED, &hers);
    care_cube_add(team, "bruno", "xmpp", "d", CARE_SCALE_ASKED, &his);
    data.team = team;
    history_report(&data, &whole, &text, &root);
    assert_row(text, "anna 45 87"); /* 50 + 0.75 * 50 */
    assert_says(text, "anna asks less than the others");
    assert_keeps_quiet(text, "bruno");
    assert_double_at(root, "$.team_mean", 50);
    assert_double_at(root, "$.by_agent.anna.shrunk", 87.5);
}

static void
care_report__speaks__of_a_slow_fall_after_an_alarm_alone(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    CareReportData data = history_data(&history);
    CareCusum cusum = {.has_baseline = TRUE, .n_baseline = 50, .mean = 1, .sd = 0.2, .n = 60};
    g_autofree char *before = NULL, *after = NULL;
    g_autoptr(JsonNode) calm = NULL;
    g_autoptr(JsonNode) root = NULL;

    history_rate(&history, 0, "anna", (guint64[]){0, 0, 0, 0, 50}, 0, 0);
    history_rate(&history, 1, "anna", (guint64[]){0, 0, 60, 0, 0}, 0, 0);
    data.cusum = &cusum;
    history_report(&data, &whole, &before, &calm);
    assert_keeps_quiet(before, "Slow");
    assert_null_at(calm, "$.cusum.down.first_alarm");
    cusum.down = (CareCusumSide){.first_alarm = 5, .peak = 135, .last = 135};
    history_report(&data, &whole, &after, &root);
    assert_says(after, "Slow fall       since answer 5 of 60 in 2025-Q1 scores seem lower");
    assert_says(after, "Next: scores may be falling slowly");
    assert_keeps_quiet(after, "Slow rise");
    assert_text_at(root, "$.cusum.status", "ok");
    assert_int_at(root, "$.cusum.down.first_alarm", 5);
    cusum = (CareCusum){.n_baseline = 49};
    g_clear_pointer(&root, json_node_unref);
    g_clear_pointer(&after, g_free);
    history_report(&data, &whole, &after, &root);
    assert_text_at(root, "$.cusum.status", "baseline too small");
    assert_int_at(root, "$.cusum.baseline_n", 49);
}

static void
care_report__lists__all_five_items_and_each_protocol(void **state G_GNUC_UNUSED)
{
    CareReportOptions by = whole;
    CareCounts counts = history_counts((guint64[]){0, 0, 0, 0, 9}, 0, 0);
    g_auto(History) history = history_new();
    CareReportData data = history_data(&history);
    g_autofree char *text = NULL, *none = NULL, *items = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(JsonNode) without = NULL;
    g_autoptr(JsonNode) again = NULL;

    history_add(&history, 0, "anna", "d", CARE_SCALE_ASKED, &counts);
    by.by = CARE_BY_ITEM;
    history_report(&data, &by, &none, &without);
    assert_says(none, "nobody has answered one");
    assert_null_at(without, "$.by_item.culture.score");
    assert_text_at(without, "$.by_item.culture.rule", "no ratings");
    counts.items[CARE_ITEM_CULTURE][3] = 5;
    counts.items[CARE_ITEM_IDEAL][0] = 4;
    care_cube_add(history.cube, "anna", "irc", "d", CARE_SCALE_ASKED, &counts);
    history_report(&data, &by, &items, &again);
    assert_row(items, "Culture 5 75 53 to 89");
    assert_row(items, "Ideal service 4 - -");
    assert_row(items, "Empowerment 0 - -");
    assert_keeps_quiet(items, "Agents");
    by.by = CARE_BY_PROTOCOL;
    history_report(&data, &by, &text, &root);
    assert_row(text, "irc 9 9 9 100 70 to 100");
    assert_int_at(root, "$.by_protocol.irc.answered", 9);
    assert_int_at(root, "$.by_protocol.xmpp.n_chats", 9);
    assert_double_at(root, "$.by_item.culture.score", 75);
    assert_null_at(root, "$.by_item.ideal.score");
}

static void
care_report__keeps_short__what_is_long(void **state G_GNUC_UNUSED)
{
    static const char name[] = "support-desk-of-the-northern-branch@a-very-long-domain.example";
    CareReportOptions weekly = whole;
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GPtrArray) weeks =
        care_period_buckets(CARE_BUCKET_WEEK, utc, BEGIN_MS, BEGIN_MS + 600 * DAY_MS);
    g_auto(History) history = history_new();
    CareReportData data = history_data(&history);
    g_autofree char *text = NULL, *by_agent = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(JsonNode) same = NULL;

    history_rate(&history, 0, name, (guint64[]){123456, 2345678, 34567, 4567890, 5678901}, 9, 9);
    for (guint i = 0; i < weeks->len; i++) {
        CareBucket *week = g_ptr_array_index(weeks, i);

        week->cube = care_cube_new();
        if (i == 0 || i == 2 || i + 1 == weeks->len)
            care_cube_add(week->cube, name, "xmpp", "d", CARE_SCALE_ASKED,
                          &(CareCounts){.outcomes = {[CARE_OUTCOME_EXPIRED] = 1}});
    }
    history_report(&data, &whole, &by_agent, &same); /* checks the columns */
    data.weeks = weeks;
    weekly.by = CARE_BY_WEEK;
    history_report(&data, &weekly, &text, &root);
    assert_row(text, "2024-W40 1 0 - -");
    assert_row(text, "2024-W41 0 0 - -");
    assert_row(text, "2024-W43 to 2026-W20 0");
    assert_row(text, "2026-W21 1 0 - -");
    assert_text_at(root, "$.by_week[0].week", "2024-W40");
    assert_text_at(root, "$.by_week[1].from", "2024-10-07T00:00:00Z");
    assert_int_at(root, "$.by_week[2].asked", 1);
}

static const CareAttention attentive = {.replies = 90,
                                        .first_reply_ms = 40900,
                                        .median_reply_ms = 60000,
                                        .longest_wait_ms = 7980000,
                                        .first_part_ms = 45000,
                                        .last_part_ms = 85000,
                                        .promises = 40,
                                        .kept = 31,
                                        .open_questions = 3};

/* Beside the score, which is the same with it and without. */
static void
care_report__shows__attentiveness_beside_the_score(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autofree char *text = NULL, *without = NULL, *before = NULL;
    g_autoptr(JsonNode) root = NULL, bare = NULL;

    history_rate(&history, 1, "anna", (guint64[]){0, 4, 2, 12, 42}, 0, 0);
    CareReportData data = history_data(&history);

    history_report(&data, &whole, &without, &bare);
    data.attention = &attentive;
    data.n_attended = 60;
    history_report(&data, &whole, &text, &root);
    assert_says(text,
                "Attentiveness (not part of the score)\n"
                "Chats           measured in 60 chats\n"
                "First reply     40 s or less in half of the chats\n"
                "Usual reply     1 min in the middle one of the chats\n"
                "Longest wait    2 h 13 min\n"
                "Course          usual reply in the first half of a chat 45 s, in the last half\n"
                "                1 min 25 s\n"
                "Promises        31 of 40 kept: the agent came back to them\n"
                "Left open       3 questions were unanswered at their chats' ends\n");
    assert_fits(text);
    assert_keeps_quiet(without, "Attentiveness");
    before = g_strndup(text, (gsize)(strstr(text, "\nAttentiveness") - text));
    assert_true(g_str_has_prefix(without, before));
    assert_int_at(root, "$.attentiveness.chats", 60);
    assert_double_at(root, "$.attentiveness.first_reply_s", 40.9);
    assert_double_at(root, "$.attentiveness.median_reply_s", 60);
    assert_double_at(root, "$.attentiveness.longest_wait_s", 7980);
    assert_double_at(root, "$.attentiveness.first_part_s", 45);
    assert_double_at(root, "$.attentiveness.last_part_s", 85);
    assert_int_at(root, "$.attentiveness.promises", 40);
    assert_int_at(root, "$.attentiveness.kept", 31);
    assert_int_at(root, "$.attentiveness.open_questions", 3);
    assert_int_at(bare, "$.attentiveness.chats", 0);
    assert_null_at(bare, "$.attentiveness.first_reply_s");
    assert_int_at(bare, "$.attentiveness.promises", 0);
}

static void
care_report__counts__attentiveness_of_few_chats_alone(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    CareAttention some = attentive;
    g_autofree char *text = NULL, *more = NULL;
    g_autoptr(JsonNode) root = NULL, of_five = NULL;

    history_rate(&history, 1, "anna", (guint64[]){0, 0, 0, 0, 5}, 0, 0);
    CareReportData data = history_data(&history);
    some.last_part_ms = -1;
    some.promises = some.kept = 0;
    some.open_questions = 1;
    data.attention = &some;
    data.n_attended = 4;
    history_report(&data, &whole, &text, &root);
    assert_says(text, "measured in 4 chats\nLeft open       1 question was unanswered");
    assert_keeps_quiet(text, "First reply");
    assert_keeps_quiet(text, "Promises");
    assert_null_at(root, "$.attentiveness.first_reply_s");
    assert_null_at(root, "$.attentiveness.longest_wait_s");
    assert_int_at(root, "$.attentiveness.chats", 4);
    assert_int_at(root, "$.attentiveness.open_questions", 1);
    data.n_attended = 5;
    history_report(&data, &whole, &more, &of_five);
    assert_says(more, "First reply     40 s");
    assert_keeps_quiet(more, "Course");
    assert_null_at(of_five, "$.attentiveness.last_part_s");
    assert_double_at(of_five, "$.attentiveness.first_part_s", 45);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report__shows__each_quarter_and_the_change),
        cmocka_unit_test(care_report__rounds__a_fall_so_that_it_is_not_flattered),
        cmocka_unit_test(care_report__gives_no_verdict__on_a_quarter_that_runs),
        cmocka_unit_test(care_report__marks__quarters_that_are_not_whole),
        cmocka_unit_test(care_report__breaks_the_trend__where_the_question_changes),
        cmocka_unit_test(care_report__never_mixes__two_scales),
        cmocka_unit_test(care_report__puts_side_by_side__only_agents_with_enough_answers),
        cmocka_unit_test(care_report__says__who_asks_less_than_the_others),
        cmocka_unit_test(care_report__compares__a_picked_agent_with_the_desk),
        cmocka_unit_test(care_report__speaks__of_a_slow_fall_after_an_alarm_alone),
        cmocka_unit_test(care_report__lists__all_five_items_and_each_protocol),
        cmocka_unit_test(care_report__keeps_short__what_is_long),
        cmocka_unit_test(care_report__shows__attentiveness_beside_the_score),
        cmocka_unit_test(care_report__counts__attentiveness_of_few_chats_alone),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
