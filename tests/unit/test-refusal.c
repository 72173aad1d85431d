/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a wish to be left alone is heard wherever it stands, and that talk of stopping things
 * is not one. */
#include "care-refusal.h"
#include "care-test.h"
#include <string.h>

typedef gboolean (*Refuses)(const CareLine *line);

static void
check(Refuses refuses, gboolean expected, const char *const *texts)
{
    for (; *texts != NULL; texts++) {
        g_auto(CareLine) line = {.tokens = NULL};

        care_line_init(&line, care_language_of("en"), *texts, strlen(*texts));
        if (refuses(&line) != expected)
            fail_msg("%s", *texts);
    }
}

#define TEXTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void
care_refusal_has_phrase__hears__a_clause_of_its_own(void **state G_GNUC_UNUSED)
{
    check(care_refusal_has_phrase, TRUE,
          TEXTS("never ask me again", "5 but please never ask me again", "⭐⭐ stop asking",
                "It was fine. Don't ask me again, ok?", "4/5, no more surveys!!",
                "skip and stop asking me", "I said: stop asking me this!"));
    check(care_refusal_has_phrase, FALSE,
          TEXTS("can you stop asking me", "stop asking me for the number of my order",
                "never ask me again about the invoice", "he would never ask me again",
                "no more surveys?", "don't ask", ""));
}

static void
care_refusal_has_word__hears__a_word_set_off(void **state G_GNUC_UNUSED)
{
    check(care_refusal_has_word, TRUE,
          TEXTS("stop", "Please, stop!", "STOP STOP", "stop. 1", "1 stop", "2 - unsubscribe",
                "ok stop", "no, stop", "5! stop :)", "1 😡 stop", "\"stop\"", "opt-out please",
                "three stop", "stop 3"));
    check(care_refusal_has_word, FALSE,
          TEXTS("stop it beeping", "non-stop", "stop-loss", "stop: wrong order", "example.stop",
                "stop?", "please stop order 4", "don't stop", "bus stop", "it stops. always.",
                "stop 4 orders", ""));
}

static void
care_refusal_is_skip__takes__only_the_whole_line(void **state G_GNUC_UNUSED)
{
    check(care_refusal_is_skip, TRUE,
          TEXTS("skip", "No, not now", "no thanks", "No, thank you!", "hmm... pass :)",
                "please skip this", "ok, maybe later", "skip skip"));
    check(care_refusal_is_skip, FALSE,
          TEXTS("skip?", "skip 5", "can I skip it", "pass me on", "no thanks to you",
                "I'd rather not wait", "maybe later I will", "no", "thanks", ""));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_refusal_has_phrase__hears__a_clause_of_its_own),
        cmocka_unit_test(care_refusal_has_word__hears__a_word_set_off),
        cmocka_unit_test(care_refusal_is_skip__takes__only_the_whole_line),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
