/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves how a chat line falls into words, clauses and sentences, as people type them. */
#include "care-cue-line.h"
#include "care-test.h"
#include <purple-care/engine-cue.h>
#include <string.h>

/* (transfer full): words by spaces; "," a clause's mark, ";" and "." a soft and a hard end of a
 * sentence, "?" one that asks, "_" what is hidden. */
static char *
cut(const char *text, gboolean dot_is_ordinal)
{
    g_autoptr(CareCueLine) line = care_cue_line_new(text, dot_is_ordinal);
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < line->n; i++) {
        const CareCueItem *item = &line->items[i];

        if (i > 0 && item->kind <= CARE_CUE_ITEM_HIDDEN)
            g_string_append_c(out, ' ');
        if (item->kind == CARE_CUE_ITEM_WORD)
            g_string_append_len(out, line->folded + item->text, item->size);
        else if (item->kind == CARE_CUE_ITEM_HIDDEN)
            g_string_append_c(out, '_');
        else if (item->kind == CARE_CUE_ITEM_CLAUSE)
            g_string_append_c(out, ',');
        else
            g_string_append_c(out, (item->flags & CARE_CUE_ASKS) != 0   ? '?'
                                   : (item->flags & CARE_CUE_SOFT) != 0 ? ';'
                                                                        : '.');
    }
    return g_string_free(out, FALSE);
}

typedef struct {
    const char *text, *cut;
} Case;

static void
check(const Case *cases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *found = cut(cases[i].text, TRUE);

        assert_string_equal(found, cases[i].cut);
    }
}

static void
care_cue_line__folds__what_people_leave_out(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"Größe ÄRGER", "grosse arger"},
        {"Żółć łódź", "zolc lodz"},
        {"cœur Ærø", "coeur aero"},
        {"I'll don’t c'est", "ill dont cest"},
        {"est-ce que donnez‑moi", "est ce que donnez moi"},
        {"e\xCC\x81t\xC3\xA9", "ete"}, /* composed or not */
        {"ｗａｉｔ", "wait"},
        {"*wait* _wait_", "wait wait"},
        {"12:30 24,50 1.234,50", "12:30 24,50 1.234,50"},
        {"买iphone吧", "买 iphone 吧"},
        {"re\xC2\xADturn", "return"}, /* a soft hyphen */
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cue_line__parts__clauses_and_sentences(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"yes, wait - now (soon): go", "yes, wait, now, soon, go"},
        {"a – b — c", "a, b, c"},
        {"one.two words. three", "one. two words. three"},
        {"wait...here… now\nlater; end!", "wait; here; now; later; end."},
        {"fine 😀 and :-) so", "fine; and; so"},
        {"one ,,, two", "one, two"},
        {"am 3.6., um 3. Mai, Nr. 5, z.B. das", "am 3.6, um 3 mai, nr 5, z b das"},
        {"order 5511. When", "order 5511. when"},
        {"Dr. Kern sagt ok.", "dr kern sagt ok."},
        {", , so", "so"},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cue_line__ends__a_sentence_at_a_number_where_dots_are_no_ordinals(void **state G_GNUC_UNUSED)
{
    g_autofree char *ordinal = cut("in 5. minuten", TRUE);
    g_autofree char *plain = cut("only 5. when", FALSE);

    assert_string_equal(ordinal, "in 5 minuten");
    assert_string_equal(plain, "only 5. when");
}

static void
care_cue_line__hears__question_marks_at_ends_only(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"when?", "when?"},
        {"?", "?"},
        {"hello???", "hello?"},
        {"so ? yes", "so? yes"},
        {"so?! yes", "so? yes"},
        {"so!? yes", "so? yes"},
        {"(so?) yes", "so? yes"},
        {"\"so\"? yes", "_? yes"},
        {"so?😀", "so?"},
        {"so?) :)", "so?"},
        {"¿cuando llega", "? cuando llega"},
        {"hola, ¿cuando", "hola? cuando"},
        {"متى؟", "متى?"},
        {"何时？", "何 时?"},
        {"M?ller", "m?ller"},
        {"M??ller", "m??ller"},
        {"?ber Stra?e", "?ber stra?e"},
        {"wait???now", "wait? now"},
        {"so (?) yes", "so, yes"},
        {"a?b=c x?=3", "a?b c x? 3"},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cue_line__counts__clauses_and_sentences(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCueLine) line = care_cue_line_new("a, yes. c", FALSE);

    assert_int_equal(line->n, 5);
    assert_int_equal(line->n_clauses, 3);
    assert_int_equal(line->n_sentences, 2);
    assert_int_equal(line->items[1].clause, 0); /* a mark belongs to what it ends */
    assert_int_equal(line->items[2].clause, 1);
    assert_int_equal(line->items[4].clause, 2);
    assert_int_equal(line->items[3].sentence, 0);
    assert_int_equal(line->items[4].sentence, 1);
    assert_true(line->items[2].flags & CARE_CUE_BEGINS_CLAUSE);
    assert_false(line->items[2].flags & CARE_CUE_BEGINS_SENTENCE);
    assert_true(line->items[4].flags & CARE_CUE_BEGINS_SENTENCE);
    assert_true(line->items[5].flags & CARE_CUE_ENDS_SENTENCE);
}

static void
care_cue_line__reads__no_more_than_its_bound(void **state G_GNUC_UNUSED)
{
    g_autoptr(GString) text = g_string_new("a");

    while (text->len < 3 * CARE_CUE_MAX_BYTES) /* the bound falls inside a character */
        g_string_append(text, "ß");
    g_autoptr(CareCueLine) line = care_cue_line_new(text->str, FALSE);

    assert_int_equal(line->n, 1);
    assert_int_equal(line->items[0].size, CARE_CUE_MAX_BYTES - 1);
    care_cue_line_free(NULL);
}

static void
care_cue_line__sees__angry_faces(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *text;
        gboolean is_angry, has_words;
    } cases[] = {{"again 😡", TRUE, TRUE},
                 {"🤬", TRUE, FALSE},
                 {"fine 😀", FALSE, TRUE},
                 {"", FALSE, FALSE},
                 {"\"😡\" a", FALSE, TRUE}};

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(CareCueLine) line = care_cue_line_new(cases[i].text, FALSE);

        assert_int_equal(line->is_angry, cases[i].is_angry);
        assert_int_equal(line->has_words, cases[i].has_words);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_cue_line__folds__what_people_leave_out),
        cmocka_unit_test(care_cue_line__parts__clauses_and_sentences),
        cmocka_unit_test(care_cue_line__ends__a_sentence_at_a_number_where_dots_are_no_ordinals),
        cmocka_unit_test(care_cue_line__hears__question_marks_at_ends_only),
        cmocka_unit_test(care_cue_line__counts__clauses_and_sentences),
        cmocka_unit_test(care_cue_line__reads__no_more_than_its_bound),
        cmocka_unit_test(care_cue_line__sees__angry_faces),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
