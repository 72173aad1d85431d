/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that text and JSON say the same of the same counts, and no more than the sample rule
 * allows. */
#include "care-report-test.h"
#include <purple-care/report.h>

static const CareReportOptions plain = {.kind = "quarter", .timezone = "UTC"};
static const CareReportOptions all = {.kind = "all", .timezone = "UTC"};

static void
add(CareCube *cube, const char *agent, const char *definition, const guint64 ratings[CARE_RATINGS],
    guint64 expired, guint64 idle)
{
    CareCounts counts = {0};

    for (guint i = 0; i < CARE_RATINGS; i++) {
        counts.ratings[i] = ratings[i];
        counts.outcomes[CARE_OUTCOME_ANSWERED] += ratings[i];
    }
    counts.outcomes[CARE_OUTCOME_EXPIRED] = expired;
    counts.outcomes[CARE_OUTCOME_NOT_ASKED] = idle;
    counts.reasons[CARE_REASON_IDLE] = idle;
    care_cube_add(cube, agent, "xmpp", definition, CARE_SCALE_ASKED, &counts);
}

/* 2025-Q1 in UTC. */
static CareCube *
cube_new(void)
{
    CareCube *cube = care_cube_new();

    cube->from_ms = G_GINT64_CONSTANT(1735689600000);
    cube->to_ms = G_GINT64_CONSTANT(1743465600000);
    return cube;
}

/* The member at a path like "score.raw.phi"; it must be there. */
static JsonNode *
member(JsonNode *root, const char *path)
{
    g_auto(GStrv) keys = g_strsplit(path, ".", -1);

    for (guint i = 0; keys[i] != NULL; i++) {
        assert_true(JSON_NODE_HOLDS_OBJECT(root));
        root = json_object_get_member(json_node_get_object(root), keys[i]);
        assert_non_null(root);
    }
    return root;
}

static gint64
number(JsonNode *root, const char *path)
{
    return json_node_get_int(member(root, path));
}

static void
assert_double(JsonNode *root, const char *path, double expected)
{
    assert_true(fabs(json_node_get_double(member(root, path)) - expected) <= 2e-6);
}

static void
assert_null_member(JsonNode *root, const char *path)
{
    assert_true(JSON_NODE_HOLDS_NULL(member(root, path)));
}

static void
care_report_json__says__what_the_formulae_say(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = cube_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    add(cube, "anna", "d", (guint64[]){1, 0, 1, 3, 5}, 6, 4);
    text = care_report_json(&(CareReportData){.cube = cube}, &plain);
    root = parse(text);
    assert_int_equal(number(root, "format"), 1);
    assert_string_equal(json_node_get_string(member(root, "period.from")), "2025-01-01T00:00:00Z");
    assert_string_equal(json_node_get_string(member(root, "period.to")), "2025-04-01T00:00:00Z");
    assert_string_equal(json_node_get_string(member(root, "period.kind")), "quarter");
    assert_int_equal(number(root, "scale.max"), 5);
    assert_int_equal(number(root, "n_chats"), 20);
    assert_int_equal(number(root, "asked"), 16);
    assert_int_equal(number(root, "answered"), 10);
    assert_double(root, "response_rate.value", 62.5);
    assert_double(root, "score.value", 77.5);
    assert_double(root, "score.low", 53.431391);
    assert_double(root, "score.high", 91.181928);
    assert_string_equal(json_node_get_string(member(root, "score.band")), "moderate");
    assert_string_equal(json_node_get_string(member(root, "score.shown")), "77");
    assert_string_equal(json_node_get_string(member(root, "score.shown_detail")), "77.5");
    assert_double(root, "score.raw.phi", 0.606061);
    assert_double(root, "score.raw.n_e", 16.5);
    assert_int_equal(number(root, "score.raw.s"), 31);
    assert_int_equal(number(root, "score.top2.k"), 8);
    assert_int_equal(number(root, "score.low_answers.k"), 1);
    assert_double(root, "worst_case.low", 100.0 * 31 / 64);
    assert_double(root, "worst_case.high", 100.0 * (31 + 24) / 64);
    assert_int_equal(number(root, "reasons.idle"), 4);
    assert_int_equal(number(root, "definitions"), 1);
    assert_double(root, "by_agent.anna.score.value", 77.5);
}

static void
care_report_json__hides__what_so_few_answers_cannot_say(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = cube_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    add(cube, "anna", "d", (guint64[]){0, 0, 0, 1, 0}, 0, 0);
    text = care_report_json(&(CareReportData){.cube = cube}, &plain);
    root = parse(text);
    assert_null_member(root, "score.value");
    assert_null_member(root, "score.band");
    assert_null_member(root, "score.shown");
    assert_null_member(root, "score.top2");
    assert_int_equal(
        json_array_get_length(json_node_get_array(member(root, "score.bands_touched"))), 0);
    assert_false(json_node_get_boolean(member(root, "score.confirmed")));
    assert_string_equal(json_node_get_string(member(root, "score.rule")), "counts only");
    assert_double(root, "score.raw.value", 75);
    assert_int_equal(
        json_array_get_int_element(json_node_get_array(member(root, "score.counts")), 3), 1);
}

static void
care_report_json__has_nulls__where_nobody_was_asked(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = care_cube_new();
    g_autofree char *text = care_report_json(&(CareReportData){.cube = cube}, &all);
    g_autoptr(JsonNode) root = parse(text);

    assert_null_member(root, "period.from");
    assert_null_member(root, "response_rate.value");
    assert_null_member(root, "worst_case.low");
    assert_null_member(root, "score.raw");
    assert_int_equal(number(root, "n_chats"), 0);
    assert_int_equal(json_object_get_size(json_node_get_object(member(root, "by_agent"))), 0);
}

static void
assert_response(char **row)
{
    g_auto(GStrv) parts = g_strsplit(row[1], ",", -1);
    static const char *const paths[] = {"response_rate.value", "response_rate.low",
                                        "response_rate.high", "worst_case.low", "worst_case.high"};
    guint64 ratings[CARE_RATINGS], answered = 0;
    g_autoptr(CareCube) cube = cube_new();
    g_autofree char *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    for (guint i = 0; i < CARE_RATINGS; i++) {
        ratings[i] = g_ascii_strtoull(parts[i], NULL, 10);
        answered += ratings[i];
    }
    add(cube, "anna", "d", ratings, g_ascii_strtoull(row[0], NULL, 10) - answered, 0);
    text = care_report_json(&(CareReportData){.cube = cube}, &plain);
    root = parse(text);
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        if (strcmp(row[2 + i], "-") == 0)
            assert_null_member(root, paths[i]);
        else
            assert_double(root, paths[i], g_ascii_strtod(row[2 + i], NULL));
    }
}

static void
care_report_json__agrees__with_every_response_vector(void **state G_GNUC_UNUSED)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    guint checked = 0;

    assert_true(g_file_get_contents("tests/data/responses.tsv", &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++) {
        g_auto(GStrv) row = g_strsplit(lines[i], "\t", -1);

        assert_int_equal(g_strv_length(row), 7);
        assert_response(row);
        checked++;
    }
    assert_int_equal(checked, 9);
}

/* The numbers in the line that begins with @label, in order. */
static guint
numbers_of(const char *text, const char *label, guint64 *out_numbers, guint most)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint n = 0;

    for (guint i = 0; lines[i] != NULL; i++) {
        if (!g_str_has_prefix(lines[i], label))
            continue;
        for (char *p = lines[i] + strlen(label); *p != '\0' && n < most;) {
            if (g_ascii_isdigit(*p))
                out_numbers[n++] = g_ascii_strtoull(p, &p, 10);
            else
                p++;
        }
        return n;
    }
    fail_msg("no line \"%s\" in:\n%s", label, text);
    return 0;
}

static void
care_report_text__adds_up__and_agrees_with_json(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);

    for (guint round = 0; round < 200; round++) {
        g_autoptr(CareCube) cube = cube_new();
        g_autofree char *text = NULL;
        g_autofree char *json = NULL;
        g_autoptr(JsonNode) root = NULL;
        guint64 line[5], anna[4 + CARE_RATINGS], bruno[4 + CARE_RATINGS];

        for (guint i = 0; i < 2; i++) {
            guint64 ratings[CARE_RATINGS];

            for (guint t = 0; t < CARE_RATINGS; t++)
                ratings[t] = (guint64)g_rand_int_range(rng, 0, 1 << g_rand_int_range(rng, 0, 12));
            add(cube, i == 0 ? "anna" : "bruno", "d", ratings,
                (guint64)g_rand_int_range(rng, 0, 90), 1 + (guint64)g_rand_int_range(rng, 0, 90));
        }
        text = care_report_text(&(CareReportData){.cube = cube}, &plain);
        json = care_report_json(&(CareReportData){.cube = cube}, &plain);
        root = parse(json);
        assert_int_equal(numbers_of(text, "Ended chats", line, 4), 4);
        assert_int_equal(line[0], line[1] + line[2] + line[3]);
        assert_int_equal(line[0], number(root, "n_chats"));
        assert_int_equal(line[1], number(root, "asked"));
        assert_int_equal(line[3], number(root, "pending"));
        assert_int_equal(numbers_of(text, "Asked", line, 5), 5);
        assert_int_equal(line[0], line[1] + line[2] + line[3] + line[4]);
        assert_int_equal(line[1], number(root, "answered"));
        assert_int_equal(line[2], number(root, "outcomes.expired"));
        assert_int_equal(numbers_of(text, "  anna", anna, 9), 9);
        assert_int_equal(numbers_of(text, "  bruno", bruno, 9), 9);
        assert_int_equal(anna[0] + bruno[0], number(root, "n_chats"));
        assert_int_equal(anna[3] + bruno[3], number(root, "answered"));
        for (guint t = 0; t < CARE_RATINGS; t++) {
            JsonArray *counts = json_node_get_array(member(root, "score.counts"));

            assert_int_equal(anna[4 + t] + bruno[4 + t], json_array_get_int_element(counts, t));
        }
    }
}

static void
care_report_text__lists__what_has_no_reason_too(void **state G_GNUC_UNUSED)
{
    CareCounts counts = {0};
    g_autoptr(CareCube) cube = cube_new();
    g_autofree char *text = NULL;
    g_autofree char *json = NULL;
    g_autoptr(JsonNode) root = NULL;
    gint64 sum = 0;

    counts.outcomes[CARE_OUTCOME_NOT_ASKED] = CARE_N_REASONS;
    for (guint i = 0; i < CARE_N_REASONS; i++)
        counts.reasons[i] = 1;
    care_cube_add(cube, "anna", "xmpp", "", CARE_SCALE_ASKED, &counts);
    text = care_report_text(&(CareReportData){.cube = cube}, &plain);
    assert_says(text, "1  no reason is known (4 %)");
    assert_says(text, "1  the chat went quiet and nobody ended it (4 %)");
    json = care_report_json(&(CareReportData){.cube = cube}, &plain);
    root = parse(json);
    for (guint i = 0; i < CARE_N_REASONS; i++) {
        g_autofree char *path = g_strconcat("reasons.", care_reason_name((CareReason)i), NULL);

        sum += number(root, path);
    }
    assert_int_equal(sum, number(root, "outcomes.not_asked"));
}

static void
care_report_text__shows_counts_only__below_five_answers(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = cube_new();
    g_autofree char *text = NULL;

    add(cube, "anna", "d", (guint64[]){0, 0, 0, 1, 0}, 1, 0);
    text = care_report_text(&(CareReportData){.cube = cube}, &plain);
    assert_says(text, "2025-Q1, 2025-01-01 to 2025-03-31, UTC");
    assert_says(text, "not shown: 1 answer, and a percent needs 5");
    assert_keeps_quiet(text, "of 100");
    assert_keeps_quiet(text, "moderate");
    assert_keeps_quiet(text, "Worst case");
    assert_keeps_quiet(text, "\033");
}

static void
care_report_text__shows_no_band__below_ten_answers(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) nine = cube_new();
    g_autoptr(CareCube) ten = cube_new();
    g_autofree char *of_nine = NULL;
    g_autofree char *of_ten = NULL;

    add(nine, "anna", "d", (guint64[]){1, 0, 1, 3, 4}, 0, 0);
    of_nine = care_report_text(&(CareReportData){.cube = nine}, &plain);
    assert_says(of_nine, "75 of 100 (mean 4.0 of 5); about 95 %: 49 to 91");
    assert_keeps_quiet(of_nine, "moderate");

    add(ten, "anna", "d", (guint64[]){1, 0, 1, 3, 5}, 0, 0);
    of_ten = care_report_text(&(CareReportData){.cube = ten}, &plain);
    assert_says(of_ten, "77 of 100 (mean 4.1 of 5), moderate; about 95 %: 53 to 92");
    assert_says(of_ten, "not confirmed: the interval touches low, moderate, excellent");
}

static void
care_report_text__is_kind__to_an_empty_store(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = care_cube_new();
    g_autofree char *text = care_report_text(&(CareReportData){.cube = cube}, &all);

    assert_says(text, "all chats");
    assert_says(text, "Next:");
    assert_keeps_quiet(text, "Score ");
}

static void
care_report_text__marks__what_it_mixes_and_what_still_runs(void **state G_GNUC_UNUSED)
{
    CareReportOptions running = {.kind = "quarter", .timezone = "UTC"};
    g_autoptr(CareCube) cube = cube_new();
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;

    running.now_ms = cube->to_ms - 1;
    add(cube, "anna", "d1", (guint64[]){0, 0, 0, 1, 0}, 0, 0);
    add(cube, "anna", "", (guint64[CARE_RATINGS]){0}, 0, 3);
    before = care_report_text(&(CareReportData){.cube = cube}, &plain);
    assert_keeps_quiet(before, "Mind");
    assert_keeps_quiet(before, "still runs");
    add(cube, "anna", "d2", (guint64[]){0, 0, 0, 1, 0}, 0, 0);
    after = care_report_text(&(CareReportData){.cube = cube}, &running);
    assert_says(after, "2 versions of the question");
    assert_says(after, "still runs");
}

static void
care_report_text__never_rests__on_a_low_score(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) low = cube_new();
    g_autoptr(CareCube) high = cube_new();
    g_autofree char *of_low = NULL;
    g_autofree char *of_high = NULL;

    add(low, "anna", "d", (guint64[]){0, 0, 400, 0, 0}, 0, 0);
    of_low = care_report_text(&(CareReportData){.cube = low}, &plain);
    assert_says(of_low, "confirmed: low");
    assert_says(of_low, "Next: the score is low");
    assert_keeps_quiet(of_low, "nothing is pressing");
    add(high, "anna", "d", (guint64[]){0, 0, 0, 0, 400}, 0, 0);
    of_high = care_report_text(&(CareReportData){.cube = high}, &plain);
    assert_says(of_high, "nothing is pressing\n"); /* whose quarter may be over */
}

static void
care_report_text__marks__ratings_that_do_not_add_up(void **state G_GNUC_UNUSED)
{
    CareCounts counts = {0};
    g_autoptr(CareCube) cube = cube_new();
    g_autofree char *text = NULL;

    counts.outcomes[CARE_OUTCOME_ANSWERED] = 3;
    counts.ratings[4] = 2;
    care_cube_add(cube, "anna", "xmpp", "d", CARE_SCALE_ASKED, &counts);
    text = care_report_text(&(CareReportData){.cube = cube}, &plain);
    assert_says(text, "Mind");
    assert_says(text, "3 chats are answered, but 2 ratings are stored");
}

static void
care_report_text__names__days_on_a_clock_that_has_only_a_path(void **state G_GNUC_UNUSED)
{
    static const char path[] = "/usr/share/zoneinfo/Europe/Berlin";
    g_autofree char *before = g_strdup(g_getenv("TZ"));
    g_autoptr(CareCube) cube = cube_new();
    g_autofree char *text = NULL;

    cube->from_ms -= 3600000; /* the quarter on Berlin's clocks */
    cube->to_ms -= 7200000;
    g_setenv("TZ", path, TRUE);
    text = care_report_text(&(CareReportData){.cube = cube},
                            &(CareReportOptions){.kind = "quarter", .timezone = path});
    if (before != NULL)
        g_setenv("TZ", before, TRUE);
    else
        g_unsetenv("TZ");
    assert_says(text, "2025-Q1, 2025-01-01 to 2025-03-31");
}

static void
care_report_text__disarms__names_that_drive_terminals(void **state G_GNUC_UNUSED)
{
    static const char evil[] = "an\033[2Jna\n\xe2\x80\xae<b>\xff";
    g_autoptr(CareCube) cube = cube_new();
    g_autofree char *text = NULL;
    g_autofree char *json = NULL;
    g_autoptr(JsonNode) root = NULL;

    add(cube, evil, "d", (guint64[]){0, 0, 0, 1, 0}, 0, 0);
    text = care_report_text(&(CareReportData){.cube = cube}, &plain);
    assert_keeps_quiet(text, "\033");
    assert_says(text, "an\\u001b[2Jna\\u000a\\u202e<b>");
    assert_true(g_utf8_validate(text, -1, NULL));
    json = care_report_json(&(CareReportData){.cube = cube}, &plain);
    root = parse(json);
    assert_int_equal(json_object_get_size(json_node_get_object(member(root, "by_agent"))), 1);
}

static void
care_report_reason__has_words__for_every_reason(void **state G_GNUC_UNUSED)
{
    for (guint i = CARE_REASON_NONE + 1; i < CARE_N_REASONS; i++)
        assert_non_null(care_report_reason((CareReason)i));
    assert_null(care_report_reason(CARE_REASON_NONE));
    assert_null(care_report_reason(CARE_N_REASONS));
}

static void
care_report_guard__leaves__what_is_no_word(void **state G_GNUC_UNUSED)
{
    static const char *const values[] = {"never", "12d/30d", "xmpp", "live", ""};

    for (gsize i = 0; i < G_N_ELEMENTS(values); i++)
        assert_string_equal(care_report_guard(values[i]), values[i]);
}

static void
care_score_json__holds__the_object_alone(void **state G_GNUC_UNUSED)
{
    const CareTally tally = {.min = 1, .max = 2, .counts = {4, 16}};
    g_autofree char *text = care_score_json(&tally);
    g_autoptr(JsonNode) root = parse(text);

    assert_double(root, "value", 80);
    assert_double(root, "top2.value", 100);
    assert_double(root, "low_answers.value", 100);
    assert_int_equal(json_array_get_length(json_node_get_array(member(root, "counts"))), 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report_json__says__what_the_formulae_say),
        cmocka_unit_test(care_report_json__hides__what_so_few_answers_cannot_say),
        cmocka_unit_test(care_report_json__has_nulls__where_nobody_was_asked),
        cmocka_unit_test(care_report_json__agrees__with_every_response_vector),
        cmocka_unit_test(care_report_text__adds_up__and_agrees_with_json),
        cmocka_unit_test(care_report_text__lists__what_has_no_reason_too),
        cmocka_unit_test(care_report_text__shows_counts_only__below_five_answers),
        cmocka_unit_test(care_report_text__shows_no_band__below_ten_answers),
        cmocka_unit_test(care_report_text__is_kind__to_an_empty_store),
        cmocka_unit_test(care_report_text__marks__what_it_mixes_and_what_still_runs),
        cmocka_unit_test(care_report_text__never_rests__on_a_low_score),
        cmocka_unit_test(care_report_text__marks__ratings_that_do_not_add_up),
        cmocka_unit_test(care_report_text__names__days_on_a_clock_that_has_only_a_path),
        cmocka_unit_test(care_report_text__disarms__names_that_drive_terminals),
        cmocka_unit_test(care_report_reason__has_words__for_every_reason),
        cmocka_unit_test(care_report_guard__leaves__what_is_no_word),
        cmocka_unit_test(care_score_json__holds__the_object_alone),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
