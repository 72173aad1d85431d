/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the notation of cues sign by sign, against a slow matcher too, and that no pattern hangs.
 */
#include "care-cue-list.h"
#include "care-test.h"
#include <string.h>

typedef struct {
    const char *entry, *text;
    gboolean matches;
} Case;

static gboolean
matches(const char *entry, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CareCueList) list = care_cue_list_new((const char *const[]){entry, NULL}, &error);

    if (error != NULL)
        fail_msg("%s", error->message);
    return care_cue_list_matches(list, text);
}

static void
check(const Case *cases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (matches(cases[i].entry, cases[i].text) != cases[i].matches)
            fail_msg("\"%s\" on \"%s\"", cases[i].entry, cases[i].text);
    }
}

static void
care_cue_list_matches__takes__whole_words(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"wait", "please WAIT!", TRUE},
        {"wait", "the waiter", FALSE},
        {"ich prüfe", "Ich prufe das", TRUE},
        {"ich prufe", "ICH PRÜFE", TRUE},
        {"i'll check", "ill check", TRUE},
        {"ill check", "I’ll check", TRUE},
        {"est-ce que", "est ce que", TRUE},
        {"est ce que", "est-ce que", TRUE},
        {"wait a", "wait! a", FALSE},
        {"wait a", "wait! a", FALSE},
        {"wait a", "wait https://a.example a", FALSE},
        {"退款", "我要退款吗", TRUE},
        {"退款", "退了款", FALSE},
        {"сейчас проверю", "Сейчас проверю.", TRUE},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cue_list_matches__takes__one_of_several(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"(a|b c|d) x", "b c x", TRUE},
        {"(a|b c|d) x", "c x", FALSE},
        {"a [b] c", "a c", TRUE},
        {"a [b] c", "a b c", TRUE},
        {"a [b] c", "a b b c", FALSE},
        {"a [b|(c|d) e] f", "a d e f", TRUE},
        {"a [b|(c|d) e] f", "a e f", FALSE},
        {"prüf(e|en) das", "prüfen das", TRUE},
        {"(a|a b) c", "a b c", TRUE},
        {"[a b] a c", "a b a c", TRUE},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cue_list_matches__takes__parts_of_words(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"verspro*", "versprochen", TRUE},
        {"verspro*", "verspro", TRUE},
        {"verspro*", "versprich", FALSE},
        {"*sauer ist", "stinksauer ist", TRUE},
        {"*sauer ist", "sauer ist", TRUE},
        {"*sauer ist", "saueres ist", FALSE},
        {"a * b", "a x b", TRUE},
        {"a * b", "a b", FALSE},
        {"a * b", "a x y b", FALSE},
        {"a * b", "a , b", FALSE},
        {"(über|unter)*", "uberhaupt", TRUE},
        {"enoj(ad|é)*", "enojados", TRUE},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cue_list_matches__skips__words_within_a_clause(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"a ~ b", "a b", TRUE},
        {"a ~ b", "a 1 2 3 b", TRUE},
        {"a ~ b", "a 1 2 3 4 b", FALSE},
        {"a ~~ b", "a 1 2 3 4 5 6 7 8 b", TRUE},
        {"a ~~ b", "a 1 2 3 4 5 6 7 8 9 b", FALSE},
        {"a ~ b", "a 1, b", FALSE},
        {"a ~ b", "a! b", FALSE},
        {"a ~ b", "a https://a.example/x b", TRUE},
        {"a ~ a b", "a a a b", TRUE},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cue_list_matches__minds__marks_and_edges(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"a , b", "a, b", TRUE},        {"a , b", "a - b", TRUE},
        {"a , b", "a b", FALSE},        {"a , b", "a\nb", TRUE},
        {"a , b", "a... b", TRUE},      {"a , b", "a! b", FALSE},
        {"a [,] b", "a b", TRUE},       {"a[,] b", "a: b", TRUE},
        {", a", "b, a", TRUE},          {", a", "a", FALSE},
        {"^ a", "a b", TRUE},           {"^ a", "b, a", TRUE},
        {"^ a", "b a", FALSE},          {"^^ a", "b, a", FALSE},
        {"^^ a", "b! a", TRUE},         {"^^ a", "b\na", TRUE},
        {"a $", "a, b", TRUE},          {"a $", "a", TRUE},
        {"a $", "a b", FALSE},          {"a $$", "a, b", FALSE},
        {"a $$", "a! b", TRUE},         {"a $$", "a", TRUE},
        {"^^ a $$", "b! a! c", TRUE},   {"^ a ~ $", "a b c, d", TRUE},
        {"^^ a ~ $$", "a b, c", FALSE},
    };

    check(cases, G_N_ELEMENTS(cases));
}

typedef struct {
    guint entry, from, to, n;
} Found;

static gboolean
keep(gpointer data, guint entry, guint from, guint to)
{
    Found *found = data;

    *found = (Found){entry, from, to, found->n + 1};
    return TRUE;
}

static void
care_cue_list_run__tells__the_shorter_or_the_longer_match(void **state G_GNUC_UNUSED)
{
    const char *const entries[] = {"x", "a ~ b", NULL};
    g_autoptr(CareCueList) list = care_cue_list_new(entries, NULL);
    g_autoptr(CareCueLine) line = care_cue_line_new("a a b", FALSE);
    Found narrow = {0}, wide = {0};

    assert_true(care_cue_list_run(list, line, FALSE, keep, &narrow));
    assert_true(care_cue_list_run(list, line, TRUE, keep, &wide));
    assert_true(narrow.entry == 1 && narrow.from == 1 && narrow.to == 3 && narrow.n == 1);
    assert_true(wide.entry == 1 && wide.from == 0 && wide.to == 3 && wide.n == 1);
    assert_true(care_cue_list_run(NULL, line, FALSE, keep, &narrow));
    assert_int_equal(narrow.n, 1);
}

static void
care_cue_list_end__finds__the_longest_from_one_place(void **state G_GNUC_UNUSED)
{
    const char *const entries[] = {"good", "good (day|day to you)", "sir", NULL};
    g_autoptr(CareCueList) list = care_cue_list_new(entries, NULL);
    g_autoptr(CareCueLine) line = care_cue_line_new("good day to you sir", FALSE);

    assert_int_equal(care_cue_list_end(list, line, 0), 4);
    assert_int_equal(care_cue_list_end(list, line, 1), 0);
    assert_int_equal(care_cue_list_end(list, line, 4), 5);
    assert_int_equal(care_cue_list_end(list, line, 5), 0);
}

/* The notation read the slow way: tries everything, from the right side of each sign. */
static gboolean
slowly(const char *pattern, const char *text)
{
    const gboolean last = *text == '\0';

    if (*pattern == '\0')
        return TRUE;
    if (*pattern == '^') /* handled where matching begins */
        return slowly(pattern + 1, text);
    if (*pattern == '$')
        return (last || *text == ',') && slowly(pattern + 1, text);
    if (*pattern == '~') {
        for (guint n = 0; n <= 3; n++) {
            if (slowly(pattern + 1, text + n))
                return TRUE;
            if (text[n] == '\0' || text[n] == ',')
                return FALSE;
        }
        return FALSE;
    }
    if (*pattern == '*')
        return !last && *text != ',' && slowly(pattern + 1, text + 1);
    return *pattern == *text && slowly(pattern + 1, text + 1);
}

static gboolean
slowly_anywhere(const char *pattern, const char *text)
{
    for (gsize at = 0; text[at] != '\0'; at++) {
        if ((*pattern != '^' || at == 0 || text[at - 1] == ',') && slowly(pattern, text + at))
            return TRUE;
    }
    return FALSE;
}

/* @signs with a space after each, so that letters are words. (transfer full) */
static char *
spaced(const char *signs)
{
    GString *out = g_string_new(NULL);

    for (; *signs != '\0'; signs++)
        g_string_append_printf(out, "%c ", *signs);
    return g_string_free(out, FALSE);
}

static void
random_signs(GRand *rng, const char *signs, gint most, GString *out)
{
    const gint n = g_rand_int_range(rng, 1, most);

    g_string_truncate(out, 0);
    for (gint i = 0; i < n; i++)
        g_string_append_c(out, signs[g_rand_int_range(rng, 0, (gint32)strlen(signs))]);
}

static void
care_cue_list_matches__agrees__with_a_slow_matcher(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    g_autoptr(GString) tail = g_string_new(NULL), line = g_string_new(NULL);
    guint n_matches = 0;

    for (guint round = 0; round < 20000; round++) {
        random_signs(rng, "aabb,~*$", 6, tail);
        random_signs(rng, "aaabbb,", 10, line);
        if (line->str[0] == ',' || strstr(line->str, ",,") != NULL)
            continue; /* marks that the reader joins or drops */
        g_autofree char *pattern = g_strconcat(round % 4 == 0 ? "^" : "", "a", tail->str, NULL);
        g_autofree char *entry = spaced(pattern);
        g_autofree char *text = spaced(line->str);
        const gboolean expected = slowly_anywhere(pattern, line->str);

        if (matches(entry, text) != expected)
            fail_msg("\"%s\" on \"%s\"", entry, text);
        n_matches += expected;
    }
    assert_in_range(n_matches, 1000, 19000); /* or nothing was compared */
}

static void
care_cue_list_matches__ends__on_patterns_made_to_hang(void **state G_GNUC_UNUSED)
{
    g_autoptr(GString) entry = g_string_new("a"), text = g_string_new(NULL);

    for (guint i = 0; i < 150; i++)
        g_string_append(entry, " ~~ (a|a a|a a a) [a]");
    g_string_append(entry, " b");
    while (text->len < CARE_CUE_MAX_BYTES)
        g_string_append(text, "a ");
    const gint64 start_us = g_get_monotonic_time();

    assert_false(matches(entry->str, text->str));
    assert_true(g_get_monotonic_time() - start_us < 5 * G_USEC_PER_SEC);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_cue_list_matches__takes__whole_words),
        cmocka_unit_test(care_cue_list_matches__takes__one_of_several),
        cmocka_unit_test(care_cue_list_matches__takes__parts_of_words),
        cmocka_unit_test(care_cue_list_matches__skips__words_within_a_clause),
        cmocka_unit_test(care_cue_list_matches__minds__marks_and_edges),
        cmocka_unit_test(care_cue_list_run__tells__the_shorter_or_the_longer_match),
        cmocka_unit_test(care_cue_list_end__finds__the_longest_from_one_place),
        cmocka_unit_test(care_cue_list_matches__agrees__with_a_slow_matcher),
        cmocka_unit_test(care_cue_list_matches__ends__on_patterns_made_to_hang),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
