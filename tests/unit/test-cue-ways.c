/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves how brackets in patterns are spelled out, and that their number is bound. */
#include "care-cue-ways.h"
#include "care-test.h"
#include <string.h>

/* (transfer full): the ways to say @pattern, joined by slashes. */
static char *
ways(const char *pattern)
{
    g_autoptr(GPtrArray) list = care_cue_ways(pattern, pattern + strlen(pattern));

    if (list == NULL)
        return g_strdup("too many");
    g_ptr_array_add(list, NULL);
    return g_strjoinv("/", (char **)list->pdata);
}

static void
care_cue_ways__spells__brackets_out(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *pattern, *ways;
    } cases[] = {
        {"word", "word"},
        {"(a|b c)", "a/b c"},
        {"[a]", "a/"},
        {"[a|b]", "a/b/"},
        {"prüf(e|en)", "prüfe/prüfen"},
        {"[zurück]rufen", "zurückrufen/rufen"},
        {"(a|b)(c|d)", "ac/ad/bc/bd"},
        {"(a|(b|c)|[d])", "a/(b|c)/[d]"},
        {"ja[,]", "ja,/ja"},
        {"()", ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = ways(cases[i].pattern);

        assert_string_equal(found, cases[i].ways);
    }
}

static void
care_cue_ways__refuses__more_than_a_word_may_have(void **state G_GNUC_UNUSED)
{
    g_autofree char *most = ways("(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)"); /* 2^8 */
    g_autofree char *more = ways("(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)");

    assert_string_not_equal(most, "too many");
    assert_string_equal(more, "too many");
}

static void
care_cue_ways_group_end__finds__the_bracket_that_closes(void **state G_GNUC_UNUSED)
{
    const char *pattern = "(a[b](c)) d";

    assert_string_equal(care_cue_ways_group_end(pattern, pattern + strlen(pattern)), " d");
    assert_null(care_cue_ways_group_end(pattern, pattern + 8));
    pattern = "(a|b] c)";
    assert_null(care_cue_ways_group_end(pattern, pattern + strlen(pattern)));
    pattern = "a)";
    assert_null(care_cue_ways_group_end(pattern + 1, pattern + 2));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_cue_ways__spells__brackets_out),
        cmocka_unit_test(care_cue_ways__refuses__more_than_a_word_may_have),
        cmocka_unit_test(care_cue_ways_group_end__finds__the_bracket_that_closes),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
