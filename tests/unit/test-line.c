/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what a line is stripped of before the rules see it, and what each step passes over. */
#include "care-line.h"
#include "care-test.h"
#include <string.h>

/* The text from the first token after greeting and quotes to their end. */
static char *
core_of(const char *text)
{
    g_auto(CareLine) line = {.tokens = NULL};

    care_line_init(&line, care_language_of("en"), text, strlen(text));
    const gsize from = line.tokens->chars[line.tokens->list[line.start].first].from;

    return g_strndup(text + from, line.end_byte - from);
}

static void
care_line_init__strips__greetings_and_quotes(void **state G_GNUC_UNUSED)
{
    static const char *const cases[][2] = {
        {"5", "5"},
        {"\"5\"", "5"},
        {"**5**", "5"},
        {"((5))", "5"},
        {"“5, ok”", "5, ok"},
        {"(5).", "5"},
        {"hi, 5", "5"},
        {"Hello! Thanks! 5", "5"},
        {"hi 5", "hi 5"},
        {"thanks 5", "5"},
        {"-1", "-1"},
        {"...5", "5"},
        {"(3) (4)", "(3) (4)"},
        {"\"4\" x \"5\"", "\"4\" x \"5\""},
        {"**4** x", "**4** x"},
        {"(5", "(5"},
        {"\"", "\""},
        {"hi :) 5", "5"},
        {"hi, :) 5", "5"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *core = core_of(cases[i][0]);

        assert_string_equal(core, cases[i][1]);
    }
}

static void
care_line_skip__stops__at_what_says_something(void **state G_GNUC_UNUSED)
{
    const char *text = ", please :) thanks! ? no, wait... 5";
    g_auto(CareLine) line = {.tokens = NULL};

    care_line_init(&line, care_language_of("en"), text, strlen(text));
    const guint question = care_line_skip_manners(&line, 0);

    assert_int_equal(care_line_skip_marks(&line, 0), 1);
    assert_true(care_line_is_question(&line, question));
    assert_int_equal(care_line_skip_doubts(&line, 0), question + 1);
    assert_int_equal(care_line_kind(&line, care_line_skip_fillers(&line, question)),
                     CARE_TOKEN_NUMBER);
    assert_false(care_line_only_manners(&line, 0));
    assert_true(care_line_only_manners(&line, line.tokens->n));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_line_init__strips__greetings_and_quotes),
        cmocka_unit_test(care_line_skip__stops__at_what_says_something),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
