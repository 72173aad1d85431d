/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what is made of the words that are found: roles, vetoes, greetings, question marks, and
 * that no line is too much. */
#include "care-cue-list.h"
#include "care-test.h"
#include <string.h>

static CareLanguage tongue; /* made of these few words */

static void
set(CareCueListKind kind, const char *const *entries)
{
    g_autoptr(GError) error = NULL;

    tongue.cues[kind] = care_cue_list_new(entries, &error);
    assert_null(error);
}

static int
set_tongue(void **state G_GNUC_UNUSED)
{
    set(CARE_CUE_LIST_PROMISE,
        (const char *const[]){"i check", "!one moment please", "^ on it", NULL});
    set(CARE_CUE_LIST_PROMISE_NOT,
        (const char *const[]){"never", "=yesterday", "==price", ", if", NULL});
    set(CARE_CUE_LIST_QUESTION, (const char *const[]){"^^ when (does|is) ~~ $$", NULL});
    set(CARE_CUE_LIST_QUESTION_NOT, (const char *const[]){"when is it ready", NULL});
    set(CARE_CUE_LIST_FEELING, (const char *const[]){"angry", NULL});
    set(CARE_CUE_LIST_FEELING_NOT, (const char *const[]){"not angry", "angry birds", NULL});
    set(CARE_CUE_LIST_OPENINGS,
        (const char *const[]){"hello", "good day", "please", "thanks [a lot]", NULL});
    return 0;
}

static int
clear_tongue(void **state G_GNUC_UNUSED)
{
    for (guint i = 0; i < CARE_CUE_LISTS; i++)
        care_cue_list_free((CareCueList *)tongue.cues[i]);
    return 0;
}

typedef struct {
    gboolean is_agent;
    const char *text;
    guint cues;
} Case;

static void
check(const Case *cases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (care_cues_read(&tongue, cases[i].is_agent, cases[i].text, NULL) != cases[i].cues)
            fail_msg("\"%s\" is not %u", cases[i].text, cases[i].cues);
    }
}

static void
care_cues_read__hears__each_role_by_its_own_lists(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {TRUE, "I check that", CARE_CUE_PROMISE},
        {FALSE, "I check that", 0},
        {FALSE, "i am angry", CARE_CUE_FEELING},
        {TRUE, "i am angry", 0},
        {FALSE, "again 😡", CARE_CUE_FEELING},
        {FALSE, "😡", 0},
        {TRUE, "again 😡", 0},
        {FALSE, "when does it come", CARE_CUE_QUESTION},
        {TRUE, "when does it come", 0},
        {TRUE, "when does it come?", CARE_CUE_QUESTION},
        {TRUE, "I check that. anything else?", CARE_CUE_PROMISE | CARE_CUE_QUESTION},
        {FALSE, "angry! when does it come", CARE_CUE_FEELING | CARE_CUE_QUESTION},
        {FALSE, "", 0},
        {FALSE, "?", CARE_CUE_QUESTION},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cues_read__voids__as_far_as_a_veto_reaches(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {TRUE, "never i check", 0},
        {TRUE, "never mind, i check", CARE_CUE_PROMISE},
        {TRUE, "never, i check. i check", CARE_CUE_PROMISE},
        {TRUE, "yesterday, i check", 0},
        {TRUE, "yesterday. i check", CARE_CUE_PROMISE},
        {TRUE, "the price. i check", 0},
        {TRUE, "i check, if you like", 0}, /* the comma of a veto belongs to what it ends */
        {TRUE, "never one moment please", CARE_CUE_PROMISE},
        {TRUE, "yesterday, one moment please", 0},
        {TRUE, "price: one moment please", 0},
        {TRUE, "never i check, i check", CARE_CUE_PROMISE},
        {FALSE, "not angry", 0},
        {FALSE, "not angry, but angry", CARE_CUE_FEELING},
        {FALSE, "angry birds crash", 0},
        {FALSE, "when is it ready", 0},
        {FALSE, "when is it ready?", CARE_CUE_QUESTION}, /* a mark needs no table */
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cues_read__begins__after_greetings_and_names(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {FALSE, "hello when does it come", CARE_CUE_QUESTION},
        {FALSE, "hello, good day when does it come", CARE_CUE_QUESTION},
        {FALSE, "hello mrs kern, when does it come", CARE_CUE_QUESTION},
        {FALSE, "hello\nmrs kern, please, when does it come", 0},
        {FALSE, "anna, when does it come", CARE_CUE_QUESTION},
        {FALSE, "hello, anna, when does it come", CARE_CUE_QUESTION},
        {FALSE, "do not know, when does it come", 0},
        {FALSE, "hello i do know, when does it come", 0},
        {FALSE, "tell me when does it come", 0},
        {FALSE, "when does it come, thanks a lot", CARE_CUE_QUESTION},
        {FALSE, "when does it come please, thanks!", CARE_CUE_QUESTION},
        {FALSE, "when does it come, it is late", 0},
        {TRUE, "well yes then, please on it", CARE_CUE_PROMISE},
        {TRUE, "well yes then, i am on it", 0},
        {FALSE, "order 5511 for 24,50. hello, when does it come :)", CARE_CUE_QUESTION},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cues_read__knows__only_marks_without_tables(void **state G_GNUC_UNUSED)
{
    const CareLanguage *bare = care_language_of("tr");
    const CareLanguage none = {.tag = "xx"};

    assert_false(care_cues_has_tables(bare));
    assert_false(care_cues_has_tables(&none));
    assert_true(care_cues_has_tables(&tongue));
    assert_int_equal(care_cues_read(bare, FALSE, "ne zaman?", NULL), CARE_CUE_QUESTION);
    assert_int_equal(care_cues_read(bare, TRUE, "bir dakika", NULL), 0);
    assert_int_equal(care_cues_read(&none, FALSE, "why? angry 😡", NULL),
                     CARE_CUE_FEELING | CARE_CUE_QUESTION);
}

static void
care_cues_read__shows__no_more_of_an_entry_than_finds_it(void **state G_GNUC_UNUSED)
{
    const char *const entries[] = {
        "(ä|one of these words|another of those words|any others) bell rings", NULL};
    CareLanguage wordy = {.tag = "xx", .cues = {care_cue_list_new(entries, NULL)}};
    g_autoptr(GString) reason = g_string_new(NULL);

    care_cues_read(&wordy, FALSE, "a bell rings", reason);
    assert_string_equal(reason->str, "feeling: a bell rings <(ä|one of these words|another of "
                                     "those words|any others) be...>");
    care_cue_list_free((CareCueList *)wordy.cues[0]);
}

static void
care_cues_read__explains__what_decided(void **state G_GNUC_UNUSED)
{
    static const struct {
        gboolean is_agent;
        const char *text, *reason;
    } cases[] = {
        {TRUE, "well, I check it", "promise: i check <i check>"},
        {TRUE, "i check, if so?", "promise: i check <i check> void for | , if <, if>; question: ?"},
        {TRUE, "One moment, please", ""},
        {FALSE, "when does \"it\" come", "question: when does ... come <^^ when (does|is) ~~ $$>"},
        {FALSE, "so 😡", "feeling: angry face"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) reason = g_string_new(NULL);

        care_cues_read(&tongue, cases[i].is_agent, cases[i].text, reason);
        assert_string_equal(reason->str, cases[i].reason);
    }
}

/* Reading a line as two, or with blanks around it, changes nothing that it says. */
static void
care_cues_read__keeps__its_word_in_longer_lines(void **state G_GNUC_UNUSED)
{
    static const char *const lines[] = {"i check", "when does it come", "i am angry",
                                        "so?",     "never i check",     "nothing here"};

    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *around = g_strdup_printf("  \n%s\n", lines[i]);
        g_autofree char *after = g_strdup_printf("order 77-310, 12 a street.\n%s", lines[i]);
        g_autofree char *upper = g_ascii_strup(lines[i], -1);

        for (guint role = 0; role < 2; role++) {
            const guint cues = care_cues_read(&tongue, (gboolean)role, lines[i], NULL);

            assert_int_equal(care_cues_read(&tongue, (gboolean)role, around, NULL), cues);
            assert_int_equal(care_cues_read(&tongue, (gboolean)role, after, NULL), cues);
            assert_int_equal(care_cues_read(&tongue, (gboolean)role, upper, NULL), cues);
        }
    }
}

static void
care_cues_read__reads__the_first_of_a_long_line(void **state G_GNUC_UNUSED)
{
    g_autoptr(GString) text = g_string_new("when?");

    for (guint n = 0; n < 400000; n++)
        g_string_append(text, " ?");
    g_string_append(text, " i am angry");
    assert_int_equal(care_cues_read(&tongue, FALSE, text->str, NULL), CARE_CUE_QUESTION);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_cues_read__hears__each_role_by_its_own_lists),
        cmocka_unit_test(care_cues_read__voids__as_far_as_a_veto_reaches),
        cmocka_unit_test(care_cues_read__begins__after_greetings_and_names),
        cmocka_unit_test(care_cues_read__knows__only_marks_without_tables),
        cmocka_unit_test(care_cues_read__shows__no_more_of_an_entry_than_finds_it),
        cmocka_unit_test(care_cues_read__explains__what_decided),
        cmocka_unit_test(care_cues_read__keeps__its_word_in_longer_lines),
        cmocka_unit_test(care_cues_read__reads__the_first_of_a_long_line),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, set_tongue, clear_tongue);
}
