/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves where the tokenizer cuts: numbers that count, numbers that do not, words, stars and
 * smiles. */
#include "care-test.h"
#include "care-token.h"
#include <string.h>

/* One letter per token: Number (f: with a fraction), Word, Mark, Quote, ( ), * stars, Thumb, Smile,
 * Emoji, Other. */
static char *
kinds_of(const char *text)
{
    static const char letters[] = {
        [CARE_TOKEN_NUMBER] = 'N', [CARE_TOKEN_WORD] = 'W',  [CARE_TOKEN_MARK] = 'M',
        [CARE_TOKEN_WRAP] = 'Q',   [CARE_TOKEN_OPEN] = '(',  [CARE_TOKEN_CLOSE] = ')',
        [CARE_TOKEN_STARS] = '*',  [CARE_TOKEN_THUMB] = 'T', [CARE_TOKEN_SMILE] = 'S',
        [CARE_TOKEN_EMOJI] = 'E',  [CARE_TOKEN_OTHER] = 'O'};
    g_autoptr(CareTokens) tokens = care_tokens_new(text, strlen(text));
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < tokens->n; i++) {
        const CareToken *token = &tokens->list[i];

        g_string_append_c(out, token->fraction ? 'f' : letters[token->kind]);
    }
    assert_int_equal(tokens->list[tokens->n].kind, CARE_TOKEN_END);
    return g_string_free(out, FALSE);
}

static void
care_tokens_new__cuts__by_what_the_grammar_needs(void **state G_GNUC_UNUSED)
{
    /* clang-format off */
    static const char *const cases[][2] = {
        {"", ""},
        {" \t\u200B", ""},
        {"5", "N"},
        {"999", "N"},
        {"1000", "O"},
        {"05", "O"},
        {"0", "N"},
        {"4.5", "f"},
        {"4,5", "f"},
        {"4.", "NM"},
        {"1.2.3", "O"},
        {"1.000", "O"},
        {"4½", "f"},
        {"5²", "f"},
        {"½", "f"},
        {"4️⃣5️⃣", "NN"},
        {"①②", "NN"},
        {"🔟", "N"},
        {"don't", "W"},
        {"'tis'", "QWQ"},
        {"5G", "NW"},
        {"A4", "WN"},
        {"我给4分", "WWNW"},
        {"4점", "NW"},
        {"a\n\nb", "WMW"},
        {"★ ★★☆☆", "*"},
        {"⭐⭐½", "f"},
        {"☆", "E"},
        {"5 :)", "NS"},
        {"5 :-(", "NE"},
        {"<3", "S"},
        {"10:45", "NMN"},
        {"http://x", "WMOOW"},
        {"👍🏽👎", "TT"},
        {"😀😡", "SE"},
        {"(4)", "(N)"},
        {"**4**", "QQNQQ"},
        {"3~4", "NMN"},
        {"5\"", "NO"},
        {"\"5\"", "QNQ"},
        {"$5", "ON"},
        {"¿5?", "MNM"},
        {"é\u0301x", "W"},
    };
    /* clang-format on */

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *kinds = kinds_of(cases[i][0]);

        assert_string_equal(kinds, cases[i][1]);
    }
}

static void
care_tokens_new__counts__stars_and_digits(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareTokens) tokens = care_tokens_new("⭐ ⭐⭐ 42", strlen("⭐ ⭐⭐ 42"));

    assert_int_equal(tokens->list[0].value, 3);
    assert_int_equal(tokens->list[1].value, 42);
    assert_true(tokens->list[1].spaced);
}

static void
care_tokens_free__takes__null(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareTokens) tokens = care_tokens_new("x", 1);

    care_tokens_free(NULL);
    assert_int_equal(tokens->n, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_tokens_new__cuts__by_what_the_grammar_needs),
        cmocka_unit_test(care_tokens_new__counts__stars_and_digits),
        cmocka_unit_test(care_tokens_free__takes__null),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
