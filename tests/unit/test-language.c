/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the word tables hold what the matcher can match: folded entries, each once, forms
 * with a number. */
#include "care-normal.h"
#include "care-test.h"
#include <purple-care/engine-answer.h>
#include <string.h>

static void
care_language_of__falls_back__to_english(void **state G_GNUC_UNUSED)
{
    assert_string_equal(care_language_of("en")->tag, "en");
    assert_string_equal(care_language_of("tlh")->tag, "en");
    assert_string_equal(care_language_of("")->tag, "en");
}

/* An entry that folding changes could never match folded text. */
static void
check_list(const char *const *list, gboolean forms)
{
    assert_non_null(list);
    for (const char *const *entry = list; *entry != NULL; entry++) {
        g_autofree CareChar *chars = g_new(CareChar, strlen(*entry));
        const guint n = care_normal_fold(*entry, strlen(*entry), chars);
        const char *at = *entry;

        for (guint i = 0; i < n; i++, at = g_utf8_next_char(at))
            assert_int_equal(chars[i].c, g_utf8_get_char(at));
        assert_int_equal(*at, '\0');
        assert_int_equal(strchr(*entry, '#') != NULL, forms);
        for (const char *const *other = list; other < entry; other++)
            assert_string_not_equal(*other, *entry);
    }
}

static void
care_language_of__holds__entries_that_can_match(void **state G_GNUC_UNUSED)
{
    const CareLanguage *en = care_language_of("en");
    const char *const *const words[] = {
        en->skips,        en->opt_out_words,  en->opt_out_phrases, en->politeness, en->greetings,
        en->connectives,  en->clause_openers, en->lowest,          en->highest,    en->quality,
        en->intensifiers, en->fillers,        en->courtesy,        en->anger,
    };
    const char *const *const forms[] = {
        en->corrections, en->carriers, en->out_of, en->percents,
        en->stars,       en->halves,   en->ranges, en->hedges,
    };

    for (guint i = 0; i < G_N_ELEMENTS(en->numbers); i++)
        check_list(en->numbers[i], FALSE);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        check_list(words[i], FALSE);
    for (guint i = 0; i < G_N_ELEMENTS(forms); i++)
        check_list(forms[i], TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_language_of__falls_back__to_english),
        cmocka_unit_test(care_language_of__holds__entries_that_can_match),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
