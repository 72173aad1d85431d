/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the text fits terminals of any width: whole reports as they were looked at, and their
 * laws. */
#include "care-report-quarters.h"
#include <glib/gstdio.h>

/* A desk with wide letters, long names and names of its own. */
static History
desk_history(void)
{
    static const struct {
        const char *agent;
        guint64 older[CARE_RATINGS], newer[CARE_RATINGS];
        guint64 expired, quiet;
    } rows[] = {
        {"anna", {4, 3, 5, 20, 30}, {9, 8, 7, 22, 25}, 31, 2},
        {"Bruno von und zu Hohenlohe-Langenburg", {0, 1, 2, 9, 13}, {0, 0, 1, 4, 6}, 12, 40},
        {"\xe5\xb1\xb1\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e",
         {0, 0, 1, 2, 2},
         {1, 0, 0, 1, 1},
         3,
         1},
        {"de\xcc\x81sire\xcc\x81"
         "e",
         {0, 0, 0, 1, 0},
         {0, 0, 0, 0, 0},
         1,
         0},
    };
    History history = history_new();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        history_rate(&history, 0, rows[i].agent, rows[i].older, rows[i].expired / 2, 0);
        history_rate(&history, 1, rows[i].agent, rows[i].newer, rows[i].expired, rows[i].quiet);
    }
    return history;
}

static char *
report_at(guint columns, gboolean colour, gboolean whole_blocks)
{
    static const CareAttention attention = {.first_reply_ms = 41000,
                                            .median_reply_ms = 65000,
                                            .longest_wait_ms = 754000,
                                            .first_part_ms = -1,
                                            .last_part_ms = -1,
                                            .promises = 9,
                                            .kept = 7,
                                            .open_questions = 3};
    CareReportOptions options = whole;
    g_auto(History) history = desk_history();
    CareReportData data = history_data(&history);

    options.columns = columns;
    options.colour = colour;
    options.whole_blocks = whole_blocks;
    data.attention = &attention;
    data.n_attended = 120;
    data.sector = care_sector_named("hotels");
    return care_report_text(&data, &options);
}

/* To look at a change: CARE_SNAPSHOTS=write, then git diff. */
static void
assert_snapshot(const char *name, const char *text)
{
    g_autofree char *file = g_strconcat("tests/data/snapshots/", name, ".txt", NULL);
    g_autofree char *expected = NULL;

    if (g_strcmp0(g_getenv("CARE_SNAPSHOTS"), "write") == 0)
        assert_true(g_file_set_contents(file, text, -1, NULL));
    assert_true(g_file_get_contents(file, &expected, NULL, NULL));
    if (strcmp(text, expected) != 0)
        fail_msg("%s is not what the report says:\n%s", file, text);
}

static void
care_report_text__looks__as_it_did_at_each_width(void **state G_GNUC_UNUSED)
{
    static const guint widths[] = {40, 80, 200};

    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_autofree char *text = report_at(widths[i], FALSE, FALSE);
        g_autofree char *name = g_strdup_printf("report-%u", widths[i]);

        assert_snapshot(name, text);
    }
}

static void
care_report_text__looks__as_it_did_in_colour_and_without_eighths(void **state G_GNUC_UNUSED)
{
    g_autofree char *coloured = report_at(80, TRUE, FALSE);
    g_autofree char *blocks = report_at(80, FALSE, TRUE);

    assert_snapshot("report-colour", coloured);
    assert_snapshot("report-whole-blocks", blocks);
    assert_keeps_quiet(blocks, "\xe2\x96\x8c"); /* no half block */
}

static guint
columns_of(const char *line)
{
    guint columns = 0;

    for (const char *p = line; *p != '\0'; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);

        columns += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return columns;
}

/* Words of a script that writes no spaces, with marks of their own: "ki" in two signs. */
static void
care_report_text__breaks__words_without_spaces(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareVoices) voices = care_voices_new();
    g_auto(History) history = desk_history();
    CareReportData data = history_data(&history);
    CareReportOptions options = whole;
    g_autoptr(GString) words = g_string_new(NULL);
    CareVoice voice = {.id = 1, .agent = (char *)"anna", .rating = 5};

    for (guint i = 0; i < 60; i++)
        g_string_append(words, i % 2 == 0 ? "\xe0\xa4\x95\xe0\xa4\xbf" : "\xe5\xb1\xb1");
    voice.text = words->str;
    care_voices_add(voices->praise, &voice);
    voices->n = 1;
    data.voices = voices;
    for (options.columns = 36; options.columns <= 90; options.columns++) {
        g_autofree char *text = care_report_text(&data, &options);
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

        for (guint i = 0; lines[i] != NULL; i++) {
            if (columns_of(lines[i]) > options.columns)
                fail_msg("more than %u columns: %s", options.columns, lines[i]);
            if (g_str_has_prefix(g_strchug(lines[i]), "\xe0\xa4\xbf"))
                fail_msg("a mark without its sign at %u columns", options.columns);
        }
    }
}

static void
care_report_text__fits__terminals_of_every_width(void **state G_GNUC_UNUSED)
{
    for (guint columns = 36; columns <= 240; columns++) {
        g_autofree char *text = report_at(columns, FALSE, columns % 2 == 0);
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

        for (guint i = 0; lines[i] != NULL; i++) {
            if (columns_of(lines[i]) > columns)
                fail_msg("more than %u columns: %s", columns, lines[i]);
            if (g_str_has_suffix(lines[i], " "))
                fail_msg("spaces at the end at %u columns: \"%s\"", columns, lines[i]);
        }
    }
}

static void
care_report_text__survives__widths_that_no_terminal_has(void **state G_GNUC_UNUSED)
{
    g_autofree char *usual = report_at(0, FALSE, FALSE);
    g_autofree char *eighty = report_at(80, FALSE, FALSE);
    g_autofree char *narrow = report_at(1, FALSE, FALSE);
    g_autofree char *wide = report_at(G_MAXUINT, FALSE, FALSE);

    assert_string_equal(usual, eighty);
    assert_tells(narrow, "Customer Service Empathy Score");
    assert_tells(wide, "Customer Service Empathy Score");
}

static void
care_report_text__leaves__no_width_behind(void **state G_GNUC_UNUSED)
{
    g_autofree char *wide = report_at(200, FALSE, TRUE);
    CareTally tally = {.min = 1, .max = 5, .counts = {0, 0, 1, 4, 9}};
    g_autofree char *score = care_score_text(&tally);

    assert_non_null(wide);
    assert_says(score, "\xe2\x96\x88\xe2\x96\x8e "); /* eighths again */
    assert_fits(score);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report_text__looks__as_it_did_at_each_width),
        cmocka_unit_test(care_report_text__looks__as_it_did_in_colour_and_without_eighths),
        cmocka_unit_test(care_report_text__breaks__words_without_spaces),
        cmocka_unit_test(care_report_text__fits__terminals_of_every_width),
        cmocka_unit_test(care_report_text__survives__widths_that_no_terminal_has),
        cmocka_unit_test(care_report_text__leaves__no_width_behind),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
