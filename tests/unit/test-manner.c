/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what counts as courtesy, as a question, as a line that may draw a number, and as anger. */
#include "care-test.h"
#include <purple-care/engine-answer.h>

#define TEXTS(...) ((const char *const[]){__VA_ARGS__, NULL})

typedef gboolean (*Judges)(const CareLanguage *language, const char *text);

static gboolean
asks(const CareLanguage *language G_GNUC_UNUSED, const char *text)
{
    return care_answer_asks(text);
}

static void
check(Judges judges, gboolean expected, const char *const *texts)
{
    for (; *texts != NULL; texts++) {
        if (judges(care_language_of("en"), *texts) != expected)
            fail_msg("%s", *texts);
    }
}

static void
care_answer_is_courtesy__takes__whole_lines_only(void **state G_GNUC_UNUSED)
{
    /* clang-format off */
    check(care_answer_is_courtesy, TRUE,
          TEXTS("thanks, bye!", "👍", "👍🏽 thanks", "ok thank you", "have a nice day",
                "You too", ":)", "Thank you very much!", "Perfect, thanks 😊", "no, that's all. Bye",
                "❤️"));
    check(care_answer_is_courtesy, FALSE,
          TEXTS("", "...", "thanks, but it is broken", "ok?", "bye, one more thing", "5", "no", "😡",
                "where is it"));
    /* clang-format on */
}

static void
care_answer_asks__looks__at_the_last_sentence(void **state G_GNUC_UNUSED)
{
    g_autofree char *filler = g_strnfill(2 * CARE_REPLY_MAX_BYTES, 'x');
    g_autofree char *asking = g_strconcat(filler, " really?", NULL);

    check(asks, TRUE,
          TEXTS("ok?", "Why?!", "where is it? :)", "(is it?)", "نعم؟", "何？", "?", "τι;x\u037E",
                asking));
    check(asks, FALSE,
          TEXTS("", "ok", "Why? I know.", "see https://example.org/x?", "M?ller", filler));
}

static void
care_answer_may_draw_number__hears__questions_and_numbers(void **state G_GNUC_UNUSED)
{
    g_autofree char *long_line = g_strnfill(CARE_REPLY_MAX_BYTES + 1, 'x');

    check(care_answer_may_draw_number, TRUE,
          TEXTS("How many? Tell me.", "there are 2", "٣ left", "pick one or two", "①", long_line));
    check(care_answer_may_draw_number, FALSE,
          TEXTS("", "Goodbye and have a nice day!", "everyone is done", "M?ller"));
}

static void
care_answer_is_angry__hears__whole_words(void **state G_GNUC_UNUSED)
{
    /* clang-format off */
    check(care_answer_is_angry, TRUE,
          TEXTS("I am FED UP with this", "ridiculous!", "this is a waste of time", "😡", "rip-off"));
    /* clang-format on */
    check(care_answer_is_angry, FALSE,
          TEXTS("", "all fine now", "the hangry one", "no worries", "feed up"));
}

/* A long line is read only in part: cutting it must not cut a character. */
static void
care_answer_is_angry__copes__with_long_lines(void **state G_GNUC_UNUSED)
{
    for (guint shift = 0; shift < 4; shift++) {
        g_autoptr(GString) text = g_string_new(NULL);

        for (guint i = 0; i < shift; i++)
            g_string_append_c(text, 'x');
        while (text->len < 64 * 1024)
            g_string_append(text, "😀");
        assert_false(care_answer_is_angry(care_language_of("en"), text->str));
        g_string_prepend(text, "furious ");
        assert_true(care_answer_is_angry(care_language_of("en"), text->str));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_answer_is_courtesy__takes__whole_lines_only),
        cmocka_unit_test(care_answer_asks__looks__at_the_last_sentence),
        cmocka_unit_test(care_answer_may_draw_number__hears__questions_and_numbers),
        cmocka_unit_test(care_answer_is_angry__hears__whole_words),
        cmocka_unit_test(care_answer_is_angry__copes__with_long_lines),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
