/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that two reports are compared only where the difference is the customers', from counts and
 * from files that anybody may have written. */
#include "care-other.h"
#include "care-report-quarters.h"

/* The older quarter as what the newer one is compared with. */
typedef struct {
    CareCube *older, *newer;
    CareOther *other;
    CareReportOptions options;
} Pair;

static void
pair_clear(Pair *pair)
{
    care_cube_free(pair->older);
    care_cube_free(pair->newer);
    care_other_free(pair->other);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pair, pair_clear)

#define MIDDLE_MS (BEGIN_MS + 92 * DAY_MS) /* 2025-01-01 */

static CareCube *
cube_of(gint64 from_ms, gint64 to_ms, const char *definition, CareScale scale,
        const guint64 ratings[CARE_RATINGS], guint64 expired)
{
    CareCube *cube = care_cube_new();
    const CareCounts counts = history_counts(ratings, expired, 0);

    care_cube_add(cube, "anna", "xmpp", definition, scale, &counts);
    cube->scale = scale;
    cube->from_ms = from_ms;
    cube->to_ms = to_ms;
    return cube;
}

static Pair
pair_new(const char *definition, CareScale scale, gint64 to_ms, const guint64 ratings[CARE_RATINGS])
{
    Pair pair = {.options = {.kind = "quarter", .timezone = "UTC"}};

    pair.older = cube_of(BEGIN_MS, to_ms, definition, scale, ratings, 30);
    pair.newer =
        cube_of(MIDDLE_MS, END_MS, "d", CARE_SCALE_ASKED, (guint64[]){0, 4, 2, 12, 42}, 20);
    pair.other = care_other_of_cube("2024-Q4", pair.older, FALSE, NULL, NULL);
    return pair;
}

static CareReportData
pair_data(const Pair *pair)
{
    return (CareReportData){.cube = pair->newer, .other = pair->other};
}

static void
care_aside__tells__what_changed(void **state G_GNUC_UNUSED)
{
    g_auto(Pair) pair = pair_new("d", CARE_SCALE_ASKED, MIDDLE_MS, (guint64[]){1, 2, 2, 0, 1});
    const CareReportData data = pair_data(&pair);
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;
    CareAside aside;

    care_aside_of(&data, &pair.options, &aside);
    assert_int_equal(aside.bar, CARE_BAR_NONE);
    assert_int_equal(aside.change.verdict, CARE_VERDICT_IMPROVED);
    history_report(&data, &pair.options, &text, &root);
    assert_tells(text, "Compared with 2024-Q4: 41 of 100, about 95 %: 19 to 68, from 6 answers");
    assert_tells(text, "Change improved; +46.6 points, about 95 %: +19.6 to +69.3");
    assert_tells(text, "Response rate more answer; +58.3 points");
    assert_double_at(root, "$.compare.change.value", 46.666667); /* as in score-misc.tsv */
    assert_double_at(root, "$.compare.change.low", 19.666714);
    assert_double_at(root, "$.compare.change.high", 69.290520);
    assert_flag_at(root, "$.compare.comparable", TRUE);
    assert_null_at(root, "$.compare.why_not");
    /* 60 of 80 after 6 of 36: Wilson's limits put together as Newcombe does */
    assert_double_at(root, "$.compare.response_change.value", 58.333333);
}

static void
care_share_change__agrees__with_newcombe(void **state G_GNUC_UNUSED)
{
    /* Newcombe (1998), table II, method 10: 56/70 against 48/80 */
    const CareChange change = care_share_change(48, 80, 56, 70);

    assert_true(fabs(change.value - 20.0) < 1e-9);
    assert_true(fabs(change.low - 5.24) < 0.005);
    assert_true(fabs(change.high - 33.39) < 0.005);
    assert_int_equal(change.verdict, CARE_VERDICT_IMPROVED);
    assert_int_equal(care_share_change(19, 19, 1, 100).verdict, CARE_VERDICT_TOO_FEW);
    assert_int_equal(care_share_change(1, 100, 0, 0).verdict, CARE_VERDICT_TOO_FEW);
}

static void
assert_bar(Pair *pair, CareBar bar, const char *name, const char *words)
{
    const CareReportData data = pair_data(pair);
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;
    CareAside aside;

    care_aside_of(&data, &pair->options, &aside);
    assert_int_equal(aside.bar, bar);
    history_report(&data, &pair->options, &text, &root);
    assert_tells(text, words);
    assert_keeps_quiet(text, "improved");
    assert_flag_at(root, "$.compare.comparable", FALSE);
    assert_text_at(root, "$.compare.why_not", name);
    assert_null_at(root, "$.compare.change.value");
    assert_null_at(root, "$.compare.change.verdict");
}

static void
care_aside__says_why__nothing_is_compared(void **state G_GNUC_UNUSED)
{
    static const guint64 ratings[CARE_RATINGS] = {1, 2, 2, 0, 1};
    g_auto(Pair) asked_otherwise = pair_new("e", CARE_SCALE_ASKED, MIDDLE_MS, ratings);
    g_auto(Pair) overlapping = pair_new("d", CARE_SCALE_ASKED, MIDDLE_MS + 1, ratings);
    g_auto(Pair) other_scale = pair_new("d", (CareScale){0, 4}, MIDDLE_MS, ratings);
    g_auto(Pair) filtered = pair_new("d", CARE_SCALE_ASKED, MIDDLE_MS, ratings);

    assert_bar(&asked_otherwise, CARE_BAR_DEFINITIONS, "definitions",
               "the question or its rules are not the same");
    assert_bar(&overlapping, CARE_BAR_OVERLAP, "overlap", "the two overlap");
    assert_bar(&other_scale, CARE_BAR_SCALE, "scale", "on another scale");
    filtered.options.agent = "anna";
    assert_bar(&filtered, CARE_BAR_FILTER, "filter", "of another agent or protocol");
}

static void
care_aside__gives_no_verdict__before_the_period_ends(void **state G_GNUC_UNUSED)
{
    g_auto(Pair) pair = pair_new("d", CARE_SCALE_ASKED, MIDDLE_MS, (guint64[]){1, 2, 2, 0, 1});
    const CareReportData data = pair_data(&pair);
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    pair.options.now_ms = END_MS - 1;
    history_report(&data, &pair.options, &text, &root);
    assert_tells(text, "no verdict before this period ends");
    assert_keeps_quiet(text, "improved");
    assert_flag_at(root, "$.compare.running", TRUE);
}

static void
care_aside__needs__five_answers_in_each(void **state G_GNUC_UNUSED)
{
    g_auto(Pair) pair = pair_new("d", CARE_SCALE_ASKED, MIDDLE_MS, (guint64[]){1, 2, 0, 0, 1});
    const CareReportData data = pair_data(&pair);
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    history_report(&data, &pair.options, &text, &root);
    assert_tells(text, "Compared with 2024-Q4: 4 answers, and a percent needs 5");
    assert_tells(text, "no verdict, which needs 5 answers in each");
    assert_text_at(root, "$.compare.change.verdict", "not enough ratings");
    assert_null_at(root, "$.compare.change.value");
    assert_null_at(root, "$.compare.score.value");
}

static void
care_other_of_json__reads__what_a_report_wrote(void **state G_GNUC_UNUSED)
{
    g_auto(Pair) pair = pair_new("d", CARE_SCALE_ASKED, MIDDLE_MS, (guint64[]){1, 2, 2, 0, 1});
    const CareReportOptions options = {
        .kind = "quarter", .timezone = "UTC", .agent = "anna", .protocol = "xmpp"};
    g_autofree char *json = care_report_json(&(CareReportData){.cube = pair.older}, &options);
    g_autoptr(GError) error = NULL;
    g_autoptr(CareOther) other = care_other_of_json("old.json", json, strlen(json), &error);

    assert_null(error);
    assert_non_null(other);
    assert_string_equal(other->name, "old.json");
    assert_int_equal(other->from_ms, BEGIN_MS);
    assert_int_equal(other->to_ms, MIDDLE_MS);
    assert_int_equal(other->chats, pair.other->chats);
    assert_int_equal(other->asked, 36);
    assert_int_equal(other->answered, 6);
    assert_memory_equal(&other->tally, &pair.other->tally, sizeof other->tally);
    assert_string_equal(other->agent, "anna");
    assert_string_equal(other->protocol, "xmpp");
    assert_string_equal(other->definitions[0], "d");
    assert_null(other->definitions[1]);
    assert_false(other->is_whole);
}

static void
assert_refuses(const char *text)
{
    g_autoptr(GError) error = NULL;

    assert_null(care_other_of_json("x", text, strlen(text), &error));
    assert_true(g_error_matches(error, CARE_OTHER_ERROR, CARE_OTHER_ERROR_FORMAT));
}

static void
care_other_of_json__refuses__what_no_report_wrote(void **state G_GNUC_UNUSED)
{
    static const char *const texts[] = {
        "",
        "[]",
        "7",
        "null",
        "{",
        "{\"format\": 1}",
        "{\"format\": 2, \"period\": {}}",
        "{\"format\": 1, \"period\": {}}",
        "{\"format\": 1, \"period\": {}, \"filter\": {}, \"n_chats\": -1}",
        "{\"format\": 1, \"period\": [], \"filter\": 3}",
        "{\"format\": 1, \"period\": {}, \"filter\": {}, \"n_chats\": 1, \"asked\": 1, "
        "\"answered\": 1, \"scale\": {\"min\": 1, \"max\": 5}, \"score\": {\"counts\": [1]}, "
        "\"by_definition\": []}",
        "{\"format\": 1, \"period\": {}, \"filter\": {}, \"n_chats\": 1, \"asked\": 1, "
        "\"answered\": 1, \"scale\": {\"min\": 1, \"max\": 2}, \"score\": {\"counts\": [1, "
        "\"x\"]}, "
        "\"by_definition\": []}",
        "{\"format\": 1, \"period\": {}, \"filter\": {}, \"n_chats\": 1, \"asked\": 1, "
        "\"answered\": 2, \"scale\": {\"min\": 1, \"max\": 2}, \"score\": {\"counts\": [1, 1]}, "
        "\"by_definition\": []}",
        "{\"format\": 1, \"period\": {}, \"filter\": {}, \"n_chats\": 9e99, \"asked\": 1, "
        "\"answered\": 1, \"scale\": {\"min\": 1, \"max\": 2}, \"score\": {\"counts\": [1, 1]}, "
        "\"by_definition\": []}",
        "{\"format\": 1, \"period\": {}, \"filter\": {}, \"n_chats\": 1, \"asked\": 1, "
        "\"answered\": 1, \"scale\": {\"min\": 0, \"max\": 1000}, \"score\": {\"counts\": [1, 1]}, "
        "\"by_definition\": [{}]}",
        "\xff\xfe",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        assert_refuses(texts[i]);
}

/* The parser calls itself for each level, and knows comments and other quotes than JSON has, behind
 * which levels could hide. */
static void
care_other_of_json__refuses__what_nests_too_deep(void **state G_GNUC_UNUSED)
{
    static const char *const before[] = {"", "/*\"*/", "//\"\n", "#\"\n", "'\"'", "[\"\\\"\","};

    for (gsize i = 0; i < G_N_ELEMENTS(before); i++) {
        g_autofree char *levels = g_strnfill(1000000, '['),
                        *text = g_strconcat(before[i], levels, NULL);

        assert_refuses(text);
    }
}

/* One figure of a good report is another one: then it is none that adds up. */
static void
care_other_of_json__refuses__figures_that_do_not_add_up(void **state G_GNUC_UNUSED)
{
    static const char good[] =
        "{\"format\": 1, \"period\": {\"from\": \"2025-01-01T00:00:00Z\", \"to\":"
        " \"2025-04-01T00:00:00Z\"}, \"filter\": {\"agent\": null}, \"n_chats\": 9,"
        " \"asked\": 5, \"answered\": 3, \"scale\": {\"min\": 1, \"max\": 2},"
        " \"score\": {\"counts\": [1, 1]}, \"by_definition\": []}";
    static const struct {
        const char *figure, *other;
    } wrong[] = {{"\"n_chats\": 9", "\"n_chats\": 4"},
                 {"\"answered\": 3", "\"answered\": 6"},
                 {"[1, 1]", "[1, 3]"},
                 {"2025-04-01", "2024-04-01"},
                 {"\"agent\": null", "\"agent\": 7"},
                 {"\"agent\": null", "\"protocol\": []"}};
    g_autoptr(CareOther) other = care_other_of_json("x", good, strlen(good), NULL);

    assert_non_null(other);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_auto(GStrv) parts = g_strsplit(good, wrong[i].figure, 2);
        g_autofree char *text = g_strjoinv(wrong[i].other, parts);

        assert_refuses(text);
    }
}

static void
care_sector__has__a_source_and_a_year_for_each(void **state G_GNUC_UNUSED)
{
    const CareSector *sector;
    guint n = 0;

    for (; (sector = care_sector_at(n)) != NULL; n++) {
        assert_true(sector->tenths > 500 && sector->tenths < 1000);
        assert_true(sector->year >= 2023);
        assert_true(strlen(sector->source) > 10 && strlen(sector->measure) > 10);
        assert_true(sector->reported_by == NULL || *sector->reported_by != '\0');
        assert_ptr_equal(care_sector_named(sector->name), sector);
        if (n > 0)
            assert_true(strcmp(care_sector_at(n - 1)->name, sector->name) < 0);
    }
    assert_true(n > 10);
    assert_null(care_sector_named("bank"));
}

static void
care_sector__is__never_comparable_one_to_one(void **state G_GNUC_UNUSED)
{
    g_auto(Pair) pair = pair_new("d", CARE_SCALE_ASKED, MIDDLE_MS, (guint64[]){1, 2, 2, 0, 1});
    const CareReportData data = {.cube = pair.newer, .sector = care_sector_named("banks")};
    const CareReportData few = {
        .cube = cube_of(0, 1, "d", CARE_SCALE_ASKED, (guint64[]){0, 0, 0, 2, 2}, 0),
        .sector = care_sector_named("banks")};
    g_autofree char *text = NULL, *of_few = NULL;
    g_autoptr(JsonNode) root = NULL;
    g_autoptr(JsonNode) root_of_few = NULL;

    history_report(&data, &pair.options, &text, &root);
    assert_tells(text, "Sector banks: 80 of 100 in 2026 (American Customer Satisfaction Index, "
                       "Finance Study 2026; banks, United States)");
    assert_tells(text, "This score +8.3 points from that");
    assert_tells(text, "not comparable one to one");
    assert_double_at(root, "$.sector.published", 80);
    assert_flag_at(root, "$.sector.comparable_one_to_one", FALSE);
    assert_double_at(root, "$.sector.gap.value", 8.333333);
    assert_null_at(root, "$.sector.reported_by");
    history_report(&few, &pair.options, &of_few, &root_of_few);
    assert_keeps_quiet(of_few, "This score");
    assert_null_at(root_of_few, "$.sector.gap.value");
    care_cube_free((CareCube *)few.cube);
}

/* Of each: who says so, of what, of when, and that it is not the same thing. */
static void
care_sector__tells__where_each_figure_is_from(void **state G_GNUC_UNUSED)
{
    g_auto(Pair) pair = pair_new("d", CARE_SCALE_ASKED, MIDDLE_MS, (guint64[]){1, 2, 2, 0, 1});
    CareReportData data = {.cube = pair.newer};

    for (guint n = 0; (data.sector = care_sector_at(n)) != NULL; n++) {
        g_autofree char *text = NULL, *year = g_strdup_printf("%d", data.sector->year);
        g_autoptr(JsonNode) root = NULL;

        history_report(&data, &pair.options, &text, &root);
        assert_tells(text, data.sector->source);
        assert_tells(text, data.sector->measure);
        assert_tells(text, year);
        assert_tells(text, "not comparable one to one");
        assert_text_at(root, "$.sector.measure", data.sector->measure);
        if (data.sector->reported_by == NULL) {
            assert_keeps_quiet(text, "as reported by");
            continue;
        }
        assert_tells(text, "as reported by");
        assert_tells(text, data.sector->reported_by);
        assert_text_at(root, "$.sector.reported_by", data.sector->reported_by);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_aside__tells__what_changed),
        cmocka_unit_test(care_share_change__agrees__with_newcombe),
        cmocka_unit_test(care_aside__says_why__nothing_is_compared),
        cmocka_unit_test(care_aside__gives_no_verdict__before_the_period_ends),
        cmocka_unit_test(care_aside__needs__five_answers_in_each),
        cmocka_unit_test(care_other_of_json__reads__what_a_report_wrote),
        cmocka_unit_test(care_other_of_json__refuses__what_no_report_wrote),
        cmocka_unit_test(care_other_of_json__refuses__what_nests_too_deep),
        cmocka_unit_test(care_other_of_json__refuses__figures_that_do_not_add_up),
        cmocka_unit_test(care_sector__has__a_source_and_a_year_for_each),
        cmocka_unit_test(care_sector__is__never_comparable_one_to_one),
        cmocka_unit_test(care_sector__tells__where_each_figure_is_from),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
