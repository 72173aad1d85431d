/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the twelve attributes say no more than so few answers allow, that their figures are
 * the report's, and that names in them harm nothing. */
#include "care-kpi.h"
#include "care-report-quarters.h"
#include <purple-care/report-kpi.h>

static const char *const names[CARE_N_KPIS] = {
    "definition",           "insights",     "measurement",   "formula",       "trend",
    "diagnostic_questions", "tips",         "visualisation", "risk_warnings", "tools",
    "integration_points",   "change_impact"};

typedef struct { /* the last quarter as the period, all as what was before its end */
    History history;
    CareCube *cube;
    GPtrArray *last;
    CareReportData data, past;
    CareReportOptions options;
} Desk;

static Desk
desk_new(void)
{
    Desk desk = {history_new(), NULL, g_ptr_array_new(), {0}, {0}, whole};

    desk.options.kind = "quarter";
    return desk;
}

/* When all chats are in. */
static void
desk_close(Desk *desk)
{
    CareBucket *bucket = g_ptr_array_index(desk->history.quarters, 1);

    desk->cube = bucket->cube;
    desk->cube->from_ms = bucket->from_ms;
    desk->cube->to_ms = bucket->to_ms;
    desk->cube->first_ms = bucket->from_ms;
    desk->cube->last_ms = bucket->to_ms - DAY_MS;
    g_ptr_array_add(desk->last, bucket);
    desk->data = (CareReportData){.cube = desk->cube, .quarters = desk->last};
    desk->past = history_data(&desk->history);
    desk->data.history = &desk->past;
}

static void
desk_clear(Desk *desk)
{
    g_ptr_array_unref(desk->last);
    history_clear(&desk->history);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Desk, desk_clear)

static char *
text_of(const Desk *desk)
{
    return care_kpi_text(&desk->data, &desk->options);
}

static JsonNode *
json_of(const Desk *desk)
{
    g_autofree char *json = care_kpi_json(&desk->data, &desk->options);

    return parse(json);
}

/* --- all twelve --- */

static void
care_kpi__has__twelve_attributes_in_their_order(void **state G_GNUC_UNUSED)
{
    g_auto(Desk) desk = desk_new();
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(GList) keys = NULL;
    g_autofree char *text = NULL;
    const char *from;

    desk_close(&desk);
    root = json_of(&desk);
    keys = json_object_get_members(json_node_get_object(root));
    assert_int_equal(g_list_length(keys), CARE_N_KPIS + 3);
    assert_int_at(root, "$.format", 1);
    text = text_of(&desk);
    from = text;
    for (guint i = 0; i < CARE_N_KPIS; i++) {
        g_autofree char *path = g_strdup_printf("$.%s.text", names[i]);
        g_autofree char *title =
            g_strdup_printf("\n%u. %s\n", i + 1, care_kpi_title((CareKpiAttribute)i));
        g_autoptr(JsonNode) said = at(root, path);

        assert_string_equal(g_list_nth_data(keys, i + 3), names[i]);
        assert_string_not_equal(json_node_get_string(said), "");
        from = strstr(from, title);
        assert_non_null(from);
    }
}

/* --- few answers --- */

static const struct {
    guint64 ratings[CARE_RATINGS];
    const char *says[CARE_N_KPIS]; /* NULL: the same as for any other number */
} few[] = {
    {{0},
     {"no chat has ended in this period", "Score: none: nobody has answered",
      "nothing is measured yet", "there is nothing to divide", "No chat has ended yet", "None yet",
      "end a chat with /care end", "no answer yet that could be drawn", "Idle ends: not known",
      "low marks that nobody has handled", "no chat has come in",
      "nobody was asked, so this period holds no definition"}},
    {{0, 0, 1, 1, 1},
     {"3 answers, of 3 ended chats", "Score: not shown: 3 answers, and a percent needs 5",
      "3 of 3 asked", "a percent needs 5 answers", "2025-Q1: 3 answers: no percent",
      "1 of 3 answers are 5", "2 more answers and a percent", "counts alone",
      "Idle ends: not known", NULL, "xmpp (3)", "that needs 10 answers"}},
    {{0, 1, 1, 2, 3},
     {"7 answers", "Band: not shown: that needs 10 answers", "7 of 7 asked",
      "100 x 21 / (4 x 7) = 75.0, shown as 75", "2025-Q1: 75 (", "1 of 7 answers are 1 or 2",
      "1 answer is 1 or 2", NULL, "Idle ends: not known", NULL, "xmpp (7)",
      "that needs 10 answers"}},
    {{0, 0, 1, 5, 6},
     {"12 answers", "Band: not confirmed: the interval touches moderate, excellent",
      "12 of 12 asked", "100 x 41 / (4 x 12) = 85.4, shown as 85", "2025-Q1: 85 (",
      "6 of 12 answers are 5", "nothing is pressing", NULL, "Idle ends: not known", NULL,
      "xmpp (12)", "10 points: "}},
};

static void
care_kpi__says__no_more_than_so_few_answers_allow(void **state G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS(few); i++) {
        g_auto(Desk) desk = desk_new();
        g_autoptr(JsonNode) root = NULL;
        g_autofree char *text = NULL;
        g_autofree char *html = NULL;

        if (i > 0)
            history_rate(&desk.history, 1, "anna", few[i].ratings, 0, 0);
        desk_close(&desk);
        if (i == 0)
            desk.data.quarters = desk.past.quarters = NULL;
        root = json_of(&desk);
        for (guint j = 0; j < CARE_N_KPIS; j++) {
            g_autofree char *path = g_strdup_printf("$.%s.text", names[j]);
            g_autoptr(JsonNode) said = at(root, path);

            if (few[i].says[j] != NULL)
                assert_says(json_node_get_string(said), few[i].says[j]);
        }
        text = text_of(&desk);
        assert_fits(text);
        html = care_kpi_html(&desk.data, &desk.options);
        if (i < 2) {
            assert_keeps_quiet(text, " of 100 (mean");
            assert_null_at(root, "$.formula.value");
        }
        assert_int_equal(strstr(html, "<svg") != NULL, i > 0);
    }
}

/* --- figures --- */

static void
assert_same(JsonNode *kpi, const char *path, JsonNode *report, const char *report_path)
{
    g_autoptr(JsonNode) one = at(kpi, path);
    g_autoptr(JsonNode) other = at(report, report_path);

    if (!json_node_equal(one, other))
        fail_msg("%s is not the report's %s", path, report_path);
}

/* Two quarters that differ, the second with items and many idle ends. */
static void
fill(Desk *desk)
{
    const guint64 before[CARE_RATINGS] = {2, 2, 10, 30, 60}, now[CARE_RATINGS] = {20, 20, 20, 5, 5};
    CareCounts counts = history_counts(now, 200, 0);

    counts.items[CARE_ITEM_CULTURE][1] = counts.items[CARE_ITEM_IDEAL][4] = 10;
    counts.items[CARE_ITEM_EMPOWERMENT][3] = 5;
    counts.items[CARE_ITEM_ATTENTIVENESS][0] = 4; /* too few to be the lowest */
    counts.outcomes[CARE_OUTCOME_NOT_ASKED] = counts.reasons[CARE_REASON_IDLE] = 200;
    history_rate(&desk->history, 0, "anna", before, 20, 0);
    history_add(&desk->history, 1, "anna", "d", CARE_SCALE_ASKED, &counts);
    desk_close(desk);
}

static void
care_kpi__has__the_figures_of_the_report(void **state G_GNUC_UNUSED)
{
    static const char *const same[][2] = {{"$.insights.score", "$.score"},
                                          {"$.insights.by_item", "$.by_item"},
                                          {"$.measurement.scale", "$.scale"},
                                          {"$.measurement.n_chats", "$.n_chats"},
                                          {"$.measurement.outcomes", "$.outcomes"},
                                          {"$.measurement.reasons", "$.reasons"},
                                          {"$.formula.s", "$.score.raw.s"},
                                          {"$.formula.value", "$.score.value"},
                                          {"$.diagnostic_questions.questions", "$.questions"},
                                          {"$.risk_warnings.risks[4]", "$.risks[4]"},
                                          {"$.change_impact.by_definition", "$.by_definition"}};
    g_auto(Desk) desk = desk_new();
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(JsonNode) period = NULL;
    g_autoptr(JsonNode) past = NULL;
    g_autofree char *of_period = NULL;
    g_autofree char *of_past = NULL;

    fill(&desk);
    root = json_of(&desk);
    of_period = care_report_json(&desk.data, &desk.options);
    of_past = care_report_json(&desk.past, &whole);
    period = parse(of_period);
    past = parse(of_past);
    for (gsize i = 0; i < G_N_ELEMENTS(same); i++)
        assert_same(root, same[i][0], period, same[i][1]);
    assert_same(root, "$.trend.change", past, "$.change");
    assert_same(root, "$.trend.by_quarter", past, "$.by_quarter");
}

static void
care_kpi__looks_back__for_what_one_quarter_cannot_tell(void **state G_GNUC_UNUSED)
{
    g_auto(Desk) desk = desk_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;

    fill(&desk);
    root = json_of(&desk);
    assert_text_at(root, "$.trend.change.verdict", "declined");
    assert_text_at(root, "$.risk_warnings.risks[3].risk", "shrinking_response");
    assert_text_at(root, "$.risk_warnings.risks[3].state", "raised");
    text = text_of(&desk);
    assert_tells(text, "2024-Q4 84 (79 to 89), 104 answers 2025-Q1 ");
    assert_tells(text, "2024-Q4 to 2025-Q1: declined");
    assert_tells(text, "2 of 7 warn: reasons to look, no verdicts.");
    assert_tells(text, "Try Fewer answers: ");
    assert_tells(text, "Try Idle ends: agree on how a chat ends");
}

static void
care_kpi__names__the_lowest_and_the_highest_item(void **state G_GNUC_UNUSED)
{
    g_auto(Desk) desk = desk_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;

    fill(&desk);
    root = json_of(&desk);
    assert_text_at(root, "$.insights.lowest_item", "culture");
    assert_text_at(root, "$.insights.highest_item", "ideal");
    assert_text_at(root, "$.tips.tips[1].for", "culture");
    text = text_of(&desk);
    assert_tells(text, "Lowest item Culture: 25 (");
    assert_tells(text, "Highest item Ideal service: 100 (");
    assert_tells(text, "Between them 75.0 points");
    assert_tells(text, "Culture is the lowest item; for a week, with the whole team: ");
}

static void
care_kpi__foresees__what_more_answers_would_tell(void **state G_GNUC_UNUSED)
{
    g_auto(Desk) desk = desk_new();
    g_autoptr(JsonNode) root = NULL;
    CareProportion twice;
    CarePart part;

    fill(&desk);
    care_part_of(desk.cube, NULL, &part);
    assert_true(care_foresee_score(&part.tally, 140, &twice));
    root = json_of(&desk);
    assert_double_at(root, "$.change_impact.twice_as_many.low", twice.low);
    assert_double_at(root, "$.change_impact.to_see[0].points", 5);
    for (guint i = 0; i < 2; i++) {
        g_autofree char *path = g_strdup_printf("$.change_impact.to_see[%u].answers_in_each", i);
        g_autofree char *days = g_strdup_printf("$.change_impact.to_see[%u].days", i);
        const guint64 n = care_foresee_answers(&part.tally, 5 * (i + 1));

        assert_int_at(root, path, (gint64)n);
        assert_double_at(root, days, 2 * (double)n * 89 / 70); /* 70 answers in 89 days */
    }
}

static void
care_kpi__keeps__another_scale_out_of_the_trend(void **state G_GNUC_UNUSED)
{
    g_auto(Desk) desk = desk_new();
    const guint64 ratings[CARE_RATINGS] = {1, 1, 2, 3, 4};
    CareCounts old = {0};
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;

    old.ratings[9] = old.outcomes[CARE_OUTCOME_ANSWERED] = 500;
    history_add(&desk.history, 0, "anna", "old", (CareScale){0, 10}, &old);
    history_rate(&desk.history, 1, "anna", ratings, 0, 0);
    desk.history.cube->scale = (CareScale){0, 10};
    desk_close(&desk);
    root = json_of(&desk);
    assert_null_at(root, "$.trend.change");
    text = text_of(&desk);
    assert_tells(text, "most answers before were on another scale");
    assert_keeps_quiet(text, "2024-Q4");
}

/* --- names --- */

static void
care_kpi__makes__names_harmless(void **state G_GNUC_UNUSED)
{
    static const char *const bad[] = {"\033[31m", "\xe2\x80\xae", "<script>",
                                      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
    g_autofree char *long_name = g_strnfill(10000, 'x');
    g_auto(Desk) desk = desk_new();
    const guint64 ratings[CARE_RATINGS] = {0, 0, 0, 1, 1};
    const CareCounts counts = history_counts(ratings, 0, 0);
    g_autofree char *text = NULL;
    g_autofree char *json = NULL;
    g_autofree char *html = NULL;
    CareBucket *last = g_ptr_array_index(desk.history.quarters, 1);

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        care_cube_add(last->cube, bad[i], i == 3 ? long_name : bad[i], i == 3 ? long_name : bad[i],
                      CARE_SCALE_ASKED, &counts);
    care_cube_add(last->cube, "anna", "\xff\xfe", "\xff\xfe", CARE_SCALE_ASKED, &counts);
    desk_close(&desk);
    text = text_of(&desk);
    json = care_kpi_json(&desk.data, &desk.options);
    html = care_kpi_html(&desk.data, &desk.options);
    assert_true(g_utf8_validate(text, -1, NULL) && g_utf8_validate(html, -1, NULL));
    json_node_unref(parse(json));
    assert_keeps_quiet(text, bad[0]);
    assert_keeps_quiet(text, bad[1]);
    assert_keeps_quiet(text, bad[3]);
    assert_keeps_quiet(html, bad[0]);
    assert_keeps_quiet(html, bad[1]);
    assert_keeps_quiet(html, bad[2]);
    assert_says(html, "&lt;script&gt; (2)");
    assert_says(text, "\\u001b[31m (2)");
    assert_keeps_quiet(json, bad[1]);
}

static guint
widest(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint most = 0;

    for (guint i = 0; lines[i] != NULL; i++)
        most = MAX(most, care_words_columns(lines[i]));
    return most;
}

static void
care_kpi_text__fits__narrow_and_wide_terminals(void **state G_GNUC_UNUSED)
{
    static const guint columns[] = {40, 80, 200};
    g_auto(Desk) desk = desk_new();

    fill(&desk);
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_autofree char *text = NULL;

        desk.options.columns = columns[i];
        text = text_of(&desk);
        if (widest(text) > columns[i])
            fail_msg("%u columns in %u:\n%s", widest(text), columns[i], text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_kpi__has__twelve_attributes_in_their_order),
        cmocka_unit_test(care_kpi__says__no_more_than_so_few_answers_allow),
        cmocka_unit_test(care_kpi__has__the_figures_of_the_report),
        cmocka_unit_test(care_kpi__looks_back__for_what_one_quarter_cannot_tell),
        cmocka_unit_test(care_kpi__names__the_lowest_and_the_highest_item),
        cmocka_unit_test(care_kpi__foresees__what_more_answers_would_tell),
        cmocka_unit_test(care_kpi__keeps__another_scale_out_of_the_trend),
        cmocka_unit_test(care_kpi__makes__names_harmless),
        cmocka_unit_test(care_kpi_text__fits__narrow_and_wide_terminals),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
