/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds the engine to its promises under thousands of random lives of a desk. */
#include "care-desk.h"

static const char *const customer_lines[] = {"hello, my router is dead",
                                             "4",
                                             "5, great",
                                             "skip",
                                             "stop",
                                             "?",
                                             "3 or 4",
                                             "thanks, bye!",
                                             "I meant 2",
                                             "5 minutes later it broke again",
                                             "this is ridiculous",
                                             "!rate 3",
                                             "!rate off",
                                             "!rate on",
                                             "!rate erase",
                                             "yes, erase",
                                             "you were kind",
                                             "is it done?"};
static const char *const agent_lines[] = {"hi anna", "which of the 2?", "bye!", "done, it works"};

static const CareCommand commands[] = {
    CARE_COMMAND_END,   CARE_COMMAND_END_QUIET, CARE_COMMAND_UNDO,    CARE_COMMAND_STATUS,
    CARE_COMMAND_PULSE, CARE_COMMAND_WHY,       CARE_COMMAND_PRIVATE, CARE_COMMAND_NOT_PRIVATE};

#define N_HARMLESS 6 /* who is private stays so */

static void
random_line(Desk *desk, GRand *rng)
{
    if (g_rand_int_range(rng, 0, 3) == 0)
        desk_agent(desk, agent_lines[g_rand_int_range(rng, 0, G_N_ELEMENTS(agent_lines))]);
    else
        desk_customer(desk, customer_lines[g_rand_int_range(rng, 0, G_N_ELEMENTS(customer_lines))]);
}

/* @n_commands: the first so many of them. */
static void
random_event(Desk *desk, GRand *rng, gint n_commands)
{
    switch (g_rand_int_range(rng, 0, 12)) {
    case 0:
        desk_command(desk, commands[g_rand_int_range(rng, 0, n_commands)]);
        break;
    case 1:
        desk_agent(desk, "done, it works");
        desk_command(desk, CARE_COMMAND_END);
        desk_customer(desk, customer_lines[g_rand_int_range(rng, 0, 8)]);
        break;
    case 2:
        desk_close(desk, "is it done?");
        desk_conversation(desk, "anna@example.org", FALSE);
        break;
    case 3:
        desk->store = g_rand_int_range(rng, 0, 3) == 0 ? CARE_STORED_FAILED : CARE_STORED_OK;
        break;
    case 4:
        desk->send = g_rand_int_range(rng, 0, 4) == 0 ? CARE_STORED_FAILED : CARE_STORED_OK;
        break;
    case 5:
        desk_event(desk, (CareEvent){.type = CARE_EVENT_ACCOUNT,
                                     .protocol = "xmpp",
                                     .account = "agent@example.org",
                                     .online = g_rand_boolean(rng)});
        break;
    case 6:
        desk->hold = !desk->hold;
        desk_release(desk);
        break;
    default:
        random_line(desk, rng);
        break;
    }
    /* A conversation without a window may be forgotten at any wake: find it again as an adapter
     * does. */
    desk_pass(desk, g_rand_int_range(rng, 0, 20) * DESK_MINUTE / 2);
    desk->anna = desk_conversation(desk, "anna@example.org", FALSE);
}

/* Every question said must have been committed as ASKING before, every thank-you as an answer. */
static void
check_said(const Desk *desk)
{
    guint asking = 0, answers = 0, questions;

    for (guint i = 0; i < desk->stored->len; i++) {
        const CareRecord *record = g_ptr_array_index(desk->stored, i);

        asking += record->survey.state == CARE_SURVEY_ASKING;
        answers += record->answer.seq > 0;
        assert_true(record->survey.rounds <= 2);
        assert_true(record->answer.rating >= 0 && record->answer.rating <= 5);
        if (record->chat.outcome == CARE_OUTCOME_NOT_ASKED)
            assert_int_not_equal(record->chat.reason, CARE_REASON_NONE);
        if (record->chat.outcome == CARE_OUTCOME_ANSWERED && !record->survey.is_pulse)
            assert_in_range(record->survey.rating, 1, 5);
        if (record->chat.id != NULL && record->chat.outcome != CARE_OUTCOME_OPEN)
            assert_true(record->chat.ended_ms > 0);
    }
    questions = desk_count(desk->said, CARE_SAY_QUESTION) + desk_count(desk->said, CARE_SAY_PULSE);
    assert_true(questions <= asking);
    assert_true(
        desk_count(desk->said, CARE_SAY_THANKS) + desk_count(desk->said, CARE_SAY_THANKS_LOW) +
            desk_count(desk->said, CARE_SAY_LATE) + desk_count(desk->said, CARE_SAY_CHANGED) <=
        answers);
}

static void
care_engine__keeps__its_promises_in_random_lives(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    guint asked = 0, thanked = 0;

    for (guint run = 0; run < 400; run++) {
        g_autoptr(Desk) desk = desk_new(
            run % 2 == 0 ? "[ask]\nanswered-interval=0\nyearly-cap=1000\nsilent-interval=0\n"
                         : "[ask]\nanswered-interval=0\nfollow-ups=1\n");

        desk->dice = g_rand_int(rng);
        for (guint i = 0; i < 40; i++)
            random_event(desk, rng, G_N_ELEMENTS(commands));
        desk->hold = FALSE;
        desk->store = CARE_STORED_OK;
        desk_release(desk);
        desk_pass(desk, 2 * DESK_DAY);
        check_said(desk);
        assert_int_equal(care_engine_open_questions(desk->engine, NULL),
                         0); /* everything comes to an end */
        asked += desk_count(desk->said, CARE_SAY_QUESTION);
        thanked += desk_count(desk->said, CARE_SAY_THANKS);
    }
    assert_true(asked > 200 && thanked > 80); /* else the lives were dull and prove little */
}

static void
care_engine__never_writes__to_people_off_the_desk(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(11);

    for (guint run = 0; run < 300; run++) {
        g_autoptr(Desk) desk = desk_new(run % 2 == 0 ? "exclude=example.org\n" : NULL);

        desk->customer.is_private = run % 2 == 1;
        for (guint i = 0; i < 60; i++)
            random_event(desk, rng, N_HARMLESS);
        assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 0);
        if (run % 2 == 0) {
            assert_int_equal(desk->said->len, 0);
            assert_int_equal(desk->stored->len, 0);
        }
    }
}

/* Brings a fresh desk to where a line may mean something to us. */
static Desk *
desk_at(guint stage, const char *language)
{
    g_autofree char *policy = g_strdup_printf("[ask]\nfollow-ups=%u\n[language]\ndefault=%s\n",
                                              stage == 0 ? 0 : 1, language);
    Desk *desk = desk_new(policy);

    desk->dice = stage == 3 ? 5 : 0;
    if (stage == 4) {
        desk_customer(desk, "hello, my router is dead");
        desk_agent(desk, "hi anna");
        desk_command(desk, CARE_COMMAND_PULSE);
        return desk;
    }
    desk_ask(desk);
    if (stage == 1 || stage == 5)
        desk_customer(desk, stage == 1 ? "!rate 1" : "erase");
    if (stage == 2 || stage == 3)
        desk_customer(desk, "!rate 5");
    desk_pass(desk, 5000);
    return desk;
}

/* Whether the engine has put @from and later records to use: an answer, a skip, a wish, a step. */
static gboolean
has_stored(const Desk *desk, guint from)
{
    for (guint i = from; i < desk->stored->len; i++) {
        const CareRecord *record = g_ptr_array_index(desk->stored, i);

        if (record->answer.seq > 0 || record->change != 0 ||
            record->survey.state == CARE_SURVEY_SKIPPED || record->survey.step == CARE_STEP_DONE)
            return TRUE;
    }
    return FALSE;
}

static void
check_kept(const char *language, const char *text)
{
    for (guint stage = 0; stage < 6; stage++) {
        g_autoptr(Desk) desk = desk_at(stage, language);
        const guint stored = desk->stored->len;
        const guint asked =
            desk_count(desk->said, CARE_SAY_HELP) + desk_count(desk->said, CARE_SAY_ERASE);
        const gboolean kept = desk_customer(desk, text);

        if (!kept)
            continue;
        if (desk_count(desk->said, CARE_SAY_HELP) + desk_count(desk->said, CARE_SAY_ERASE) > asked)
            continue; /* "?" and "erase" are answered at once */
        if (desk->stored->len == stored &&
            desk_last(desk)->survey.rating ==
                care_answer_read(care_language_of(language), text).rating)
            continue; /* the very rating that is stored, said again */
        if (!has_stored(desk, stored))
            fail_msg("'%s' at stage %u went from the window and is stored nowhere", text, stage);
    }
}

/* No text whatsoever both goes from the agent's window and is not stored as answer, skip, opt-out
 * or erasure. */
static void
care_engine__keeps_from_the_window__only_what_it_stores(void **state G_GNUC_UNUSED)
{
    static const char *const pieces[] = {"4",
                                         "five",
                                         " ",
                                         "stop",
                                         "?",
                                         "!rate ",
                                         "erase",
                                         "skip",
                                         ",",
                                         "but",
                                         "\n",
                                         "yes",
                                         "\xE2\x91\xA3",
                                         "no",
                                         "minutes",
                                         "\xE2\xAD\x90",
                                         "I meant ",
                                         ".",
                                         "never ask me again"};
    g_autoptr(GRand) rng = g_rand_new_with_seed(3);
    g_autofree char *data = NULL;

    assert_true(g_file_get_contents("tests/data/answers-dev.tsv", &data, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(data, "\n", -1);

    for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], "\t", -1);
        g_autofree char *text = g_strcompress(cells[2]);

        check_kept(cells[1], text);
    }
    for (guint run = 0; run < 1500; run++) {
        g_autoptr(GString) text = g_string_new(NULL);

        for (gint n = g_rand_int_range(rng, 1, 6); n > 0; n--)
            g_string_append(text, pieces[g_rand_int_range(rng, 0, G_N_ELEMENTS(pieces))]);
        check_kept("en", text->str);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_engine__keeps__its_promises_in_random_lives),
        cmocka_unit_test(care_engine__never_writes__to_people_off_the_desk),
        cmocka_unit_test(care_engine__keeps_from_the_window__only_what_it_stores),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
