/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves which words may follow a rating, and that the comment is what was typed, byte for byte. */
#include "care-comment.h"
#include "care-test.h"
#include <string.h>

/* NULL: what follows makes it no rating. */
static char *
comment_of(const CareLanguage *language, const char *text)
{
    g_auto(CareLine) line = {.tokens = NULL};
    CareReply reply = {.rating = 0};

    care_line_init(&line, language, text, strlen(text));
    const CareValue value = care_form_value(&line.parser, line.start);

    assert_int_equal(care_value_class(&value), CARE_REPLY_RATING);
    if (!care_comment_read(&line, &value, &reply))
        return NULL;
    return g_strndup(text + reply.comment_from, reply.comment_to - reply.comment_from);
}

static void
care_comment_read__cuts__what_was_typed(void **state G_GNUC_UNUSED)
{
    static const char *const cases[][2] = {
        {"5", ""},
        {"5!!! :-)", ""},
        {"5 :D", ""},
        {"5 , . -", ""},
        {"4 -  Nice  chat \u200B ", "Nice  chat"},
        {"4 (you were quick)", "(you were quick)"},
        {"4, \"great\"", "\"great\""},
        {"(4, great)", "great"},
        {"5️⃣ ❤️", "❤️"},
        {"5 👨‍👩‍👧", "👨‍👩‍👧"},
        {"4 because ＡＢＣ", "because ＡＢＣ"},
        {"★★★★ who helped me", "who helped me"},
        {"3\n\nSlow.\nBye", "Slow.\nBye"},
        {"4.Thanks", "Thanks"},
        {"4! 20 minutes", "20 minutes"},
        {"2, one of you was rude", "one of you was rude"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *comment = comment_of(care_language_of("en"), cases[i][0]);

        assert_non_null(comment);
        assert_string_equal(comment, cases[i][1]);
    }
}

static void
care_comment_read__refuses__what_was_no_rating(void **state G_GNUC_UNUSED)
{
    static const char *const texts[] = {
        "4 items missing", "4-day delay",      "4.pdf",     "4:30",       "4, 5 and 6 broke",
        "2: maybe 3 days", "two, three items", "1. a 2. b", "2. a\n3. b", "1) a",
        "5? thanks",       "4thanks",          "★★ 4 of 5", "2:a",        "5 €",
    };

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        assert_null(comment_of(care_language_of("en"), texts[i]));
}

static void
care_comment_read__minds__languages_that_count_with_a_dot(void **state G_GNUC_UNUSED)
{
    CareLanguage german = *care_language_of("en");
    g_autofree char *thanked = NULL;

    german.dot_is_ordinal = TRUE;
    assert_null(comment_of(&german, "4. Mai"));
    thanked = comment_of(&german, "4. Thanks");
    assert_string_equal(thanked, "Thanks");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_comment_read__cuts__what_was_typed),
        cmocka_unit_test(care_comment_read__refuses__what_was_no_rating),
        cmocka_unit_test(care_comment_read__minds__languages_that_count_with_a_dot),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
