/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that customers' words reach every format of the report as words and nothing else, and that
 * the formats tell the same figures. */
#include "care-report-test.h"
#include "care-test.h"
#include <purple-care/report.h>

#define NIGHT ((gint64)1740000000000) /* 2025-02-19 */
#define TRICK      \
    "\xe2\x80\xae" \
    "drows" /* right to left from here on */
#define MARKUP "<script>alert(1)</script> & \"more\""

typedef struct {
    CareVoices *voices;
    CareCube *cube;
    CareReportData data;
    CareReportOptions options;
} Fixture;

static void
fixture_clear(Fixture *fixture)
{
    care_voices_free(fixture->voices);
    care_cube_free(fixture->cube);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fixture, fixture_clear)

static void
fixture_init(Fixture *fixture)
{
    const CareCounts counts = {.outcomes = {[CARE_OUTCOME_ANSWERED] = 3},
                               .ratings = {1, 0, 0, 1, 1}};

    fixture->cube = care_cube_new();
    care_cube_add(fixture->cube, "bea", "xmpp", "d1", CARE_SCALE_ASKED, &counts);
    fixture->voices = care_voices_new();
    fixture->data = (CareReportData){.cube = fixture->cube, .voices = fixture->voices};
    fixture->options = (CareReportOptions){.kind = "all", .timezone = "UTC"};
}

static void
say(GPtrArray *to, gint rating, const char *text)
{
    care_voices_add(to, &(CareVoice){.id = (gint64)to->len + 1,
                                     .at_ms = NIGHT,
                                     .agent = (char *)"bea",
                                     .text = (char *)text,
                                     .rating = rating});
}

static void
care_voices__tell__the_same_figures_everywhere(void **state G_GNUC_UNUSED)
{
    g_auto(Fixture) fixture = {0};
    g_autofree char *text = NULL, *json = NULL, *csv = NULL;
    g_autoptr(JsonNode) root = NULL;

    fixture_init(&fixture);
    fixture.voices->n = 14;
    fixture.voices->unread = 3;
    fixture.voices->kudos = 9;
    fixture.voices->old_enough = 12;
    fixture.voices->in_week = 7;
    fixture.voices->low = 5;
    fixture.voices->handled = 2;
    fixture.voices->open = 1;
    care_voices_add_theme(fixture.voices, "waiting", 4);
    say(fixture.voices->best, 5, "they asked what I needed");
    text = care_report_text(&fixture.data, &fixture.options);
    json = care_report_json(&fixture.data, &fixture.options);
    csv = care_report_csv(&fixture.data, &fixture.options);
    assert_tells(text, "Comments 14, of them 3 unread");
    assert_tells(text, "Read in a week 7 of 12 given a week ago or longer: 58 %");
    assert_tells(text, "Low marks 5 = 2 handled + 1 to be handled + 2 of whom nothing is kept");
    assert_tells(text, "Themes waiting 4");
    assert_tells(text, "Best practice 5 to bea, 2025-02-19: \"they asked what I needed\"");
    root = parse(json);
    assert_int_at(root, "$.comments.n", 14);
    assert_int_at(root, "$.comments.unread", 3);
    assert_int_at(root, "$.comments.kudos", 9);
    assert_int_at(root, "$.comments.read_within_week", 7);
    assert_int_at(root, "$.comments.read_within_week_of", 12);
    assert_int_at(root, "$.comments.low", 5);
    assert_int_at(root, "$.comments.low_handled", 2);
    assert_int_at(root, "$.comments.low_open", 1);
    assert_text_at(root, "$.comments.themes[0].theme", "waiting");
    assert_text_at(root, "$.comments.best[0].text", "they asked what I needed");
    assert_text_at(root, "$.comments.best[0].at", "2025-02-19T21:20:00Z");
    assert_says(csv, "comments,,low_open,1\n");
    assert_says(csv, "comments,,best.1.text,they asked what I needed\n");
}

static void
care_voices__are__harmless_in_every_format(void **state G_GNUC_UNUSED)
{
    static const char *const bad[] = {MARKUP,        "=HYPERLINK(\"x\")", TRICK,
                                      "\033[2J\007", "a\nb\r\nc",         "\xff\xfe broken"};
    g_auto(Fixture) fixture = {0};
    g_autofree char *text = NULL, *json = NULL, *csv = NULL;
    g_autoptr(JsonNode) root = NULL;

    fixture_init(&fixture);
    fixture.voices->n = G_N_ELEMENTS(bad);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        say(fixture.voices->comments, 3, bad[i]);
        say(fixture.voices->praise, 5, bad[i]);
    }
    text = care_report_text(&fixture.data, &fixture.options);
    json = care_report_json(&fixture.data, &fixture.options);
    csv = care_report_csv(&fixture.data, &fixture.options);
    for (gsize i = 0; i < 3; i++) {
        const char *format = i == 0 ? text : i == 1 ? json : csv;

        assert_true(g_utf8_validate(format, -1, NULL));
        assert_keeps_quiet(format, "\033");
        assert_keeps_quiet(format, "\007");
        assert_keeps_quiet(format, "\xe2\x80\xae");
    }
    assert_tells(text, "3 to bea, 2025-02-19: \"a b c\"");
    assert_says(json, "\\u202edrows"); /* what a parser reads is what was said */
    root = parse(json);
    assert_text_at(root, "$.comments.newest[2].text", TRICK);
    assert_text_at(root, "$.comments.newest[4].text", "a\nb\r\nc");
    assert_says(csv, "\"'=HYPERLINK(\"\"x\"\")\"");
    assert_keeps_quiet(csv, ",=HYPERLINK");
}

static void
care_voices__are__short_in_text_and_whole_in_json(void **state G_GNUC_UNUSED)
{
    g_auto(Fixture) fixture = {0};
    g_autofree char *words = g_strnfill(10000, 'y'), *text = NULL, *json = NULL;
    g_autoptr(JsonNode) root = NULL;

    fixture_init(&fixture);
    fixture.voices->n = 24;
    for (guint i = 0; i < 12; i++) {
        say(fixture.voices->comments, 3, i == 0 ? words : "so so");
        say(fixture.voices->praise, 5, "great");
    }
    text = care_report_text(&fixture.data, &fixture.options);
    json = care_report_json(&fixture.data, &fixture.options);
    assert_true(strlen(text) < 6000);
    assert_says(text, "[...]");
    {
        g_auto(GStrv) great = g_strsplit(text, "\"great\"", -1), so = g_strsplit(text, "so so", -1);

        assert_int_equal(g_strv_length(great) - 1, CARE_VOICES_TEXT);
        assert_int_equal(g_strv_length(so) - 1, CARE_VOICES_TEXT - 1);
    }
    root = parse(json);
    assert_text_at(root, "$.comments.newest[0].text", words);
    assert_text_at(root, "$.comments.newest_kudos[11].text", "great");
}

static void
care_voices__say__that_words_are_masked(void **state G_GNUC_UNUSED)
{
    g_auto(Fixture) fixture = {0};
    g_autofree char *text = NULL, *json = NULL;
    g_autoptr(JsonNode) root = NULL;

    fixture_init(&fixture);
    fixture.voices->n = 2;
    fixture.voices->is_masked = TRUE;
    text = care_report_text(&fixture.data, &fixture.options);
    assert_tells(text, "Comments 2, all read");
    assert_tells(text, "not shown: [show] comment=no");
    json = care_report_json(&fixture.data, &fixture.options);
    root = parse(json);
    assert_flag_at(root, "$.comments.masked", TRUE);
}

static void
care_voices__keep__quiet_where_nobody_spoke(void **state G_GNUC_UNUSED)
{
    g_auto(Fixture) fixture = {0};
    g_autofree char *silent = NULL, *unread = NULL, *json = NULL;
    g_autoptr(JsonNode) root = NULL;

    fixture_init(&fixture);
    silent = care_report_text(&fixture.data, &fixture.options);
    assert_keeps_quiet(silent, "What customers said");
    fixture.data.voices = NULL;
    unread = care_report_text(&fixture.data, &fixture.options);
    assert_keeps_quiet(unread, "What customers said");
    json = care_report_json(&fixture.data, &fixture.options);
    root = parse(json);
    assert_null_at(root, "$.comments");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_voices__tell__the_same_figures_everywhere),
        cmocka_unit_test(care_voices__are__harmless_in_every_format),
        cmocka_unit_test(care_voices__are__short_in_text_and_whole_in_json),
        cmocka_unit_test(care_voices__say__that_words_are_masked),
        cmocka_unit_test(care_voices__keep__quiet_where_nobody_spoke),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
