/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that patterns are compiled as written, that bad ones are refused by name, and that none is
 * too big. */
#include "care-cue-list.h"
#include "care-test.h"
#include <string.h>

static CareCueList *
list_of(const char *entry, GError **error)
{
    return care_cue_list_new((const char *const[]){entry, NULL}, error);
}

static void
care_cue_list__refuses__what_means_nothing(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *entry, *says;
    } cases[] = {
        {"(a", "bracket"},   {"a)", "bracket"},      {"a [b", "bracket"},     {"a|b", "sign"},
        {"a.b", "\".b\""},   {"what?", "sign"},      {"a*b", "\"a*b\""},      {"*a*", "star"},
        {"* a", "any kind"}, {"~ a", "any kind"},    {"[a] ~ b", "any kind"}, {"", "no word"},
        {"[a]", "no word"},  {"^ [a] $", "no word"}, {"(a|)", "no word"},     {"'", "no word"},
        {"!", "no word"},    {"==", "no word"},      {"===a", "sign"},        {"a\xFF", "UTF-8"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CareCueList) list = list_of(cases[i].entry, &error);

        assert_null(list);
        assert_true(g_error_matches(error, CARE_CUE_ERROR, CARE_CUE_ERROR_NOTATION));
        assert_non_null(strstr(error->message, cases[i].says));
        assert_true(g_utf8_validate(error->message, -1, NULL));
    }
}

static void
care_cue_list__names__the_entry_that_is_wrong(void **state G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    const char *const entries[] = {"fine", "good (or|better)", "bad (", NULL};

    assert_null(care_cue_list_new(entries, &error));
    assert_string_equal(error->message,
                        "entry 3, \"bad (\", has a bracket that is not closed, or a "
                        "sign of no meaning: \"(\"");
}

static char *
repeated(const char *part, guint n, const char *end)
{
    GString *text = g_string_new(NULL);

    while (n-- > 0)
        g_string_append(text, part);
    return g_string_free(g_string_append(text, end), FALSE);
}

static void
assert_too_big(const char *const *entries)
{
    g_autoptr(GError) error = NULL;

    assert_null(care_cue_list_new(entries, &error));
    assert_true(g_error_matches(error, CARE_CUE_ERROR, CARE_CUE_ERROR_SIZE));
}

static void
care_cue_list__refuses__what_would_grow(void **state G_GNUC_UNUSED)
{
    g_autofree char *long_one = repeated("a ", 3000, "");
    g_autofree char *deep = repeated("(", 40, "a");
    g_autofree char *closed = repeated(")", 40, "");
    g_autofree char *nested = g_strconcat(deep, closed, NULL);
    g_autofree char *glued = repeated("(a|b)", 20, "");
    const char *ways = "(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)";
    g_autofree char *wide = g_strdup_printf("(%s %s|x)(%s|y)", ways, ways, ways);
    const char **many = g_new0(const char *, 3001);

    for (guint i = 0; i < 3000; i++)
        many[i] = "a";
    assert_too_big((const char *const[]){long_one, NULL});
    assert_too_big((const char *const[]){nested, NULL});
    assert_too_big((const char *const[]){glued, NULL});
    assert_too_big(many);
    for (guint i = 0; i < 1000; i++)
        many[i] = i < 999 ? wide : NULL;
    assert_too_big(many); /* too many steps in all */
    g_free(many);
}

/* What would be tried 2^1000 times if what was seen were forgotten. */
static void
care_cue_list__takes__optional_words_in_a_row(void **state G_GNUC_UNUSED)
{
    g_autofree char *entry = repeated("[|] ", 1000, "a");
    g_autoptr(CareCueList) list = list_of(entry, NULL);

    assert_non_null(list);
    assert_true(care_cue_list_matches(list, "an a is a"));
    assert_false(care_cue_list_matches(list, "b"));
}

static void
care_cue_list__knows__how_entries_begin(void **state G_GNUC_UNUSED)
{
    const char *const entries[] = {"^^ [ich] prüfe", "!wait*", "== , if", "=not now", NULL};
    g_autoptr(CareCueList) list = care_cue_list_new(entries, NULL);
    guint first = 0;

    assert_non_null(list);
    assert_non_null(care_cue_list_start(list, care_cue_hash(CARE_CUE_HASH_START, "ich", 3)));
    assert_non_null(care_cue_list_start(list, care_cue_hash(CARE_CUE_HASH_START, "prufe", 5)));
    assert_null(care_cue_list_start(list, care_cue_hash(CARE_CUE_HASH_START, "now", 3)));
    assert_int_equal(list->n_loose, 2); /* "wait*" and the comma */
    assert_true(list->entries[1].is_strong);
    assert_false(list->entries[0].is_strong);
    for (guint i = 0; i < list->n_entries; i++)
        first |= (guint)list->entries[i].reach << (4 * i);
    assert_int_equal(first, 0x1200);
    care_cue_list_free(NULL);
}

static void
care_cue_list_new_lenient__leaves__other_readers_entries_out(void **state G_GNUC_UNUSED)
{
    const char *const entries[] = {"i'd say # of @", "thanks [a lot]", "[or (x.y|~)]", "[or] ~",
                                   NULL};
    g_autoptr(CareCueList) list = care_cue_list_new_lenient(entries);

    assert_int_equal(list->n_entries, 1);
    assert_int_equal(list->n_starts, 1);
    assert_true(care_cue_list_matches(list, "ok, thanks"));
    assert_false(care_cue_list_matches(list, "i'd say so or x"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_cue_list__refuses__what_means_nothing),
        cmocka_unit_test(care_cue_list__names__the_entry_that_is_wrong),
        cmocka_unit_test(care_cue_list__refuses__what_would_grow),
        cmocka_unit_test(care_cue_list__takes__optional_words_in_a_row),
        cmocka_unit_test(care_cue_list__knows__how_entries_begin),
        cmocka_unit_test(care_cue_list_new_lenient__leaves__other_readers_entries_out),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
