/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a desk may word just the texts there are, and that ours say what theirs must. */
#include "care-settings-wording.h"
#include "care-test.h"
#include <purple-care/engine-answer.h>
#include <string.h>

static void
care_wording__knows__the_texts_of_the_catalogue(void **state G_GNUC_UNUSED)
{
    g_autoptr(GKeyFile) catalogue = g_key_file_new();
    g_auto(GStrv) names = NULL;
    guint n = 0;

    assert_true(g_key_file_load_from_file(catalogue, "po/customer/catalogue.in", 0, NULL));
    names = g_key_file_get_keys(catalogue, "texts", NULL, NULL);
    assert_non_null(names);
    for (; names[n] != NULL; n++) {
        assert_non_null(care_wording_nth(n));
        assert_string_equal(care_wording_nth(n)->name, names[n]);
        assert_ptr_equal(care_wording_find(names[n]), care_wording_nth(n));
    }
    assert_null(care_wording_nth(n));
}

static void
care_wording_find__leaves__the_language_aside(void **state G_GNUC_UNUSED)
{
    assert_string_equal(care_wording_find("thanks[de]")->name, "thanks");
    assert_string_equal(care_wording_find("thanks-low")->name, "thanks-low");
    assert_null(care_wording_find("thank"));
    assert_null(care_wording_find("thanks-lower"));
    assert_null(care_wording_find(""));
    assert_null(care_wording_find("[de]"));
}

static void
care_wording_check__takes__our_own_texts_of_all_languages(void **state G_GNUC_UNUSED)
{
    const CareLanguage *language;
    const CareWording *wording;

    for (guint i = 0; (language = care_language_nth(i)) != NULL; i++) {
        for (guint n = 0; (wording = care_wording_nth(n)) != NULL; n++) {
            const char *text = care_language_text(language, wording->name);

            if (text == NULL || care_wording_check(wording, text) != NULL)
                fail_msg("%s: %s: %s", language->tag, wording->name,
                         text != NULL ? care_wording_check(wording, text) : "missing");
        }
    }
}

static void
care_wording__is_told__in_the_manual(void **state G_GNUC_UNUSED)
{
    g_autofree char *manual = NULL;
    const CareWording *wording;

    assert_true(g_file_get_contents("packaging/man/purple-care-policy.5", &manual, NULL, NULL));
    for (guint n = 0; (wording = care_wording_nth(n)) != NULL; n++) {
        g_auto(GStrv) parts = g_strsplit(wording->name, "-", -1);
        g_autofree char *name = g_strjoinv("\\\\-", parts); /* as roff wants it */
        g_autofree char *pattern = g_strdup_printf("^\\.BR? %s( |$)", name);

        if (!g_regex_match_simple(pattern, manual, G_REGEX_MULTILINE, 0))
            fail_msg("not in the manual: %s", wording->name);
    }
}

/* A name that is no text is a mistake in the file of whoever believes the manual. */
static void
care_wording_find__knows__what_the_manual_names(void **state G_GNUC_UNUSED)
{
    g_autofree char *manual = NULL;
    const char *from, *to;
    g_autoptr(GRegex) name = g_regex_new("^\\.BR? ([a-z\\\\-]+)( |$)", G_REGEX_MULTILINE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    guint n = 0;

    assert_true(g_file_get_contents("packaging/man/purple-care-policy.5", &manual, NULL, NULL));
    from = strstr(manual, "text\\-NAME[de]");
    to = from != NULL ? strstr(from, "\n.SS ") : NULL;
    assert_non_null(to);
    for (g_regex_match_full(name, from, to - from, 0, 0, &match, NULL); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *written = g_match_info_fetch(match, 1);
        g_auto(GStrv) parts = g_strsplit(written, "\\", -1);
        g_autofree char *plain = g_strjoinv("", parts);

        if (care_wording_find(plain) == NULL)
            fail_msg("only in the manual: %s", plain);
        n++;
    }
    assert_true(n >= 30);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_wording__knows__the_texts_of_the_catalogue),
        cmocka_unit_test(care_wording__is_told__in_the_manual),
        cmocka_unit_test(care_wording_find__knows__what_the_manual_names),
        cmocka_unit_test(care_wording_find__leaves__the_language_aside),
        cmocka_unit_test(care_wording_check__takes__our_own_texts_of_all_languages),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
