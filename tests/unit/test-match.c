/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that one entry stands for all its choices, and for what people leave out of it. */
#include "care-form.h"
#include "care-test.h"
#include <string.h>

typedef struct {
    const char *entry, *text;
    guint end; /* tokens; 0: it does not stand there */
} Case;

static void
check(const Case *cases, guint n_cases)
{
    for (guint i = 0; i < n_cases; i++) {
        g_autoptr(CareTokens) tokens = care_tokens_new(cases[i].text, strlen(cases[i].text));
        const char *const list[] = {cases[i].entry, NULL};
        g_autoptr(CareWords) words = care_words_new(list);
        const guint end = care_form_phrase(tokens, 0, words);

        if (end != cases[i].end)
            fail_msg("%s in \"%s\": ends at %u, not %u", cases[i].entry, cases[i].text, end,
                     cases[i].end);
    }
}

static void
care_form_phrase__takes__the_longest_choice(void **state G_GNUC_UNUSED)
{
    const Case cases[] = {
        {"(stop|quit) asking", "quit asking me", 2},
        {"(stop|quit) asking", "stops asking", 0},
        {"stop asking [me|me this]", "stop asking me this please", 4},
        {"stop asking [me|me this]", "stop asking", 2},
        {"stop [please] asking", "stop asking", 2},
        {"[please] stop", "stop", 1},
        {"(a|b [c|d]) e", "b d e", 3},
        {"(a|b [c|d]) e", "b e", 2},
        {"(a|b [c|d]) e", "a d e", 0},
        {"d'(arrêter|éviter)", "d'éviter", 1},
        {"[a]", "b", 0},
        {"skip #", "skip 5", 0},
        {"[#] skip", "skip", 1},
        {"(a|", "a", 1}, /* a broken entry harms nobody */
        {"a|b)", "a", 1},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_form_phrase__takes__what_people_leave_out(void **state G_GNUC_UNUSED)
{
    const Case cases[] = {
        {"très bien", "tres bien", 2},
        {"tres bien", "très bien", 0},
        {"perché", "perche'", 2},
        {"don't ask", "dont ask", 2},
        {"no thanks", "no, thanks", 3},
        {"no thanks", "no - thanks", 3},
        {"が", "か", 0}, /* another letter, not a missing accent */
    };

    check(cases, G_N_ELEMENTS(cases));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_form_phrase__takes__the_longest_choice),
        cmocka_unit_test(care_form_phrase__takes__what_people_leave_out),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
