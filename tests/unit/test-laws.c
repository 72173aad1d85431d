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
                                             "is it done?"};
static const char *const agent_lines[] = {"hi anna", "which of the 2?", "bye!", "done, it works"};

static void
random_line(Desk *desk, GRand *rng)
{
    if (g_rand_int_range(rng, 0, 3) == 0)
        desk_agent(desk, agent_lines[g_rand_int_range(rng, 0, G_N_ELEMENTS(agent_lines))]);
    else
        desk_customer(desk, customer_lines[g_rand_int_range(rng, 0, G_N_ELEMENTS(customer_lines))]);
}

static void
random_event(Desk *desk, GRand *rng)
{
    switch (g_rand_int_range(rng, 0, 12)) {
    case 0:
        desk_command(desk, g_rand_int_range(rng, CARE_COMMAND_END, CARE_COMMAND_WHY + 1));
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
    guint asking = 0, answers = 0;

    for (guint i = 0; i < desk->stored->len; i++) {
        const CareRecord *record = g_ptr_array_index(desk->stored, i);

        asking += record->survey.state == CARE_SURVEY_ASKING;
        answers += record->answer.seq > 0;
        assert_true(record->survey.rounds <= 2);
        assert_true(record->answer.rating >= 0 && record->answer.rating <= 5);
        if (record->chat.outcome == CARE_OUTCOME_NOT_ASKED)
            assert_int_not_equal(record->chat.reason, CARE_REASON_NONE);
        if (record->chat.outcome == CARE_OUTCOME_ANSWERED)
            assert_in_range(record->survey.rating, 1, 5);
        if (record->chat.id != NULL && record->chat.outcome != CARE_OUTCOME_OPEN)
            assert_true(record->chat.ended_ms > 0);
    }
    assert_true(desk_count(desk->said, CARE_SAY_QUESTION) <= asking);
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
        g_autoptr(Desk) desk =
            desk_new("[ask]\nanswered-interval=0\nyearly-cap=1000\nsilent-interval=0\n");

        for (guint i = 0; i < 40; i++)
            random_event(desk, rng);
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
    assert_true(asked > 300 && thanked > 80); /* else the lives were dull and prove little */
}

static void
care_engine__never_writes__to_people_off_the_desk(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(11);

    for (guint run = 0; run < 300; run++) {
        g_autoptr(Desk) desk = desk_new(run % 2 == 0 ? "exclude=example.org\n" : NULL);

        desk->customer.is_private = run % 2 == 1;
        for (guint i = 0; i < 60; i++)
            random_event(desk, rng);
        assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 0);
        if (run % 2 == 0) {
            assert_int_equal(desk->said->len, 0);
            assert_int_equal(desk->stored->len, 0);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_engine__keeps__its_promises_in_random_lives),
        cmocka_unit_test(care_engine__never_writes__to_people_off_the_desk),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
