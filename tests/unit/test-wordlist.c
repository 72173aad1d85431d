/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a list knows by which character each of its entries may begin. */
#include "care-test.h"
#include "care-wordlist.h"

static guint
count_starts(const CareWords *words, gunichar c)
{
    guint n = 0;

    for (const CareStart *start = care_words_start(words, c);
         start != NULL && start < words->starts + words->n_starts && start->first == c; start++)
        n++;
    return n;
}

/* "stop" and "so" are one: a start for each way to go on from it is not needed. */
static void
care_words_start__finds__all_that_may_begin_so(void **state G_GNUC_UNUSED)
{
    static const char *const entries[] = {"stop",   "(stop|quit) it", "[please] stop", "été",
                                          "'cause", "[a|[b]] # c",    "so [it]",       NULL};
    static const struct {
        gunichar c;
        guint n;
    } cases[] = {
        {'s', 3}, {'q', 1}, {'p', 1}, {0xE9, 1}, {'e', 1}, {'\'', 1}, {'c', 1},
        {'a', 1}, {'b', 1}, {'i', 0}, {'#', 0},  {0, 0},   {'3', 0},  {0x1F600, 0},
    };
    g_autoptr(CareWords) words = care_words_new(entries);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_int_equal(count_starts(words, cases[i].c), cases[i].n);
    assert_int_equal(words->n_numbers, 1);
}

static void
care_words_new__keeps__the_entries_as_given(void **state G_GNUC_UNUSED)
{
    static const char *const entries[] = {"(a|b) c", "d", NULL};
    static const char *const none[] = {NULL};
    g_autoptr(CareWords) words = care_words_new(entries);
    g_autoptr(CareWords) empty = care_words_new(none);

    assert_string_equal(care_words_entries(words)[0], "(a|b) c");
    assert_string_equal(care_words_entries(words)[1], "d");
    assert_null(care_words_entries(words)[2]);
    assert_null(care_words_entries(empty)[0]);
    assert_null(care_words_start(empty, 'a'));
    care_words_free(NULL);
}

/* A bracket left open is the translator's mistake: it must not be the reader's crash. */
static void
care_words_new__survives__brackets_left_open(void **state G_GNUC_UNUSED)
{
    static const char *const entries[] = {"(a", "[b|", "c)", "d]", "|", "((((", "[", NULL};
    g_autoptr(CareWords) words = care_words_new(entries);

    assert_int_equal(count_starts(words, 'a'), 1);
    assert_int_equal(count_starts(words, 'b'), 1);
    assert_int_equal(count_starts(words, 'c'), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_words_start__finds__all_that_may_begin_so),
        cmocka_unit_test(care_words_new__keeps__the_entries_as_given),
        cmocka_unit_test(care_words_new__survives__brackets_left_open),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
