/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that an end with something open waits for the agent, and that nothing else is ever held
 * up. */
#include "care-desk.h"

static const CareAction *
impression(const Desk *desk) /* the newest one; NULL: none was told */
{
    for (guint i = desk->acts->len; i > 0; i--) {
        const CareAction *act = g_ptr_array_index(desk->acts, i - 1);

        if (act->type == CARE_ACTION_TELL && act->message == CARE_TELL_LAST_IMPRESSION)
            return act;
    }
    return NULL;
}

/* A chat in which the agent has promised and the customer has asked, looked at just now. */
static Desk *
open_desk(const char *policy)
{
    Desk *desk = desk_new(policy);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna, I'll check that with a colleague");
    desk_pass(desk, 10000);
    desk_customer(desk, "will it be back today?");
    desk_scan(desk);
    return desk;
}

static void
care_end__shows__what_is_open_and_waits(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = open_desk(NULL);
    const CareAction *act;

    desk_command(desk, CARE_COMMAND_END);
    act = impression(desk);
    assert_non_null(act);
    assert_int_equal(act->number, 5);
    assert_int_equal(act->card->n_opens, 2);
    assert_int_equal(act->card->opens[0].kind, CARE_OPEN_PROMISE);
    assert_int_equal(act->card->opens[1].kind, CARE_OPEN_QUESTION);
    assert_true(act->card->opens[0].at_ms <= act->card->opens[1].at_ms);
    assert_int_equal(desk_count(desk->told, CARE_TELL_STILL_OPEN), 0); /* one line, not two */
    desk_pass(desk, 4999);
    assert_int_equal(desk->said->len, 0);
    desk_pass(desk, 1);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_end__asks_at_once__when_nothing_is_open(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "will it be back today?");
    desk_agent(desk, "yes, by noon");
    desk_scan(desk);
    desk->newest = "shall I send you a mail?"; /* a line that was looked at says nothing new */
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_null(impression(desk));
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_READ), 0);
}

static void
care_end__asks_at_once__where_policy_wants_no_wait(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) scanned = open_desk("[remind]\nlast-impression=off\n");
    g_autoptr(Desk) unscanned = desk_new("[remind]\nlast-impression=off\n");

    desk_command(scanned, CARE_COMMAND_END);
    assert_null(impression(scanned));
    assert_int_equal(desk_count(scanned->said, CARE_SAY_QUESTION), 1);
    desk_customer(unscanned, "will it be back today?");
    desk_agent(unscanned, "hi anna");
    desk_event(unscanned, (CareEvent){.type = CARE_EVENT_COMMAND,
                                      .conversation = unscanned->anna,
                                      .command = CARE_COMMAND_END,
                                      .text = "will it be back today?"});
    assert_int_equal(desk_count(unscanned->told, CARE_TELL_STILL_OPEN), 0);
    assert_int_equal(desk_count(unscanned->said, CARE_SAY_QUESTION), 1);
}

static void
care_end__counts__no_questions_where_policy_says_so(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = open_desk("[remind]\nopen-question=off\n");
    g_autoptr(Desk) asked = desk_new("[remind]\nopen-question=off\n");

    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(impression(desk)->card->n_opens, 1);
    assert_int_equal(impression(desk)->card->opens[0].kind, CARE_OPEN_PROMISE);
    desk_customer(asked, "hello, my router is dead");
    desk_agent(asked, "which one is it?");
    desk_scan(asked);
    desk_command(asked, CARE_COMMAND_END);
    assert_null(impression(asked));
    assert_int_equal(desk_count(asked->said, CARE_SAY_QUESTION), 1);
}

static void
care_end__waits__for_an_answer_to_the_agents_own_question(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "which one is it?");
    desk_scan(desk);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(impression(desk)->card->n_opens, 1);
    assert_int_equal(impression(desk)->card->opens[0].kind, CARE_OPEN_OWN_QUESTION);
    assert_int_equal(desk->said->len, 0);
}

static void
care_end__looks__at_the_newest_line_when_nothing_was_scanned(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = CARE_COMMAND_END,
                                 .text = "will it be back today?"});
    assert_int_equal(desk_count(desk->told, CARE_TELL_STILL_OPEN), 1);
    assert_int_equal(desk->last_number, 5);
    desk_pass(desk, 5000);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_end__is_undone__while_the_agent_types(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = open_desk(NULL);

    desk_command(desk, CARE_COMMAND_END);
    desk->typing = TRUE;
    desk_pass(desk, 5000);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_UNDONE), 1);
    desk_command(desk, CARE_COMMAND_STATUS); /* the chat is on again */
    assert_int_equal(desk_count(desk->told, CARE_TELL_STATUS_OPEN), 1);
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk->said->len, 0);
    desk->typing = FALSE;
    desk_command(desk, CARE_COMMAND_END); /* still open: it waits again */
    assert_int_equal(desk_count(desk->told, CARE_TELL_LAST_IMPRESSION), 2);
    desk_pass(desk, 5000);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_end__is_undone__by_hand_or_by_a_line(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = open_desk(NULL);

    desk_command(desk, CARE_COMMAND_END);
    desk_command(desk, CARE_COMMAND_UNDO);
    desk_pass(desk, DESK_MINUTE);
    desk_command(desk, CARE_COMMAND_END);
    desk_agent(desk, "the colleague says it works again by noon");
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_UNDONE), 2);
}

static void
care_end__comes_at_once__when_said_again(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = open_desk(NULL);

    desk->typing = TRUE; /* whoever says it twice means it */
    desk_command(desk, CARE_COMMAND_END);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_int_equal(desk_count(desk->told, CARE_TELL_LAST_IMPRESSION), 1);
}

static void
care_end__comes_at_once__when_it_is_quiet(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = open_desk(NULL);

    desk_command(desk, CARE_COMMAND_END_QUIET);
    assert_null(impression(desk));
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_AGENT_CHOICE);
}

static void
care_end__holds_nothing_up__when_nobody_says_who_types(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = open_desk(NULL);

    desk_command(desk, CARE_COMMAND_END);
    desk->hold = TRUE; /* the look at the window is never answered */
    desk_pass(desk, 5000);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPEN);
    desk_pass(desk, 2000);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_PENDING);
}

static void
care_end__comes_at_once__when_the_window_closes(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = open_desk(NULL);

    desk->typing = TRUE;
    desk_command(desk, CARE_COMMAND_END);
    desk_close(desk, "will it be back today?");
    assert_int_equal(desk_last(desk)->chat.end, CARE_END_EXPLICIT);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_PENDING);
}

static void
care_end__waits__for_a_customer_who_is_loaded_late(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->hold = TRUE;
    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna, I'll check that with a colleague");
    desk_scan(desk);
    desk_command(desk, CARE_COMMAND_END);
    assert_non_null(impression(desk));
    desk_pass(desk, 7000);
    assert_int_equal(desk->said->len, 0);
    desk->typing = TRUE;
    desk->hold = FALSE;
    desk_release(desk); /* the wait is over when the answer comes: the agent is looked at first */
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_UNDONE), 1);
}

static void
care_end__looks_at_nobody__who_had_nothing_open(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->hold = TRUE;
    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_scan(desk);
    desk_command(desk, CARE_COMMAND_END);
    desk->typing = TRUE;
    desk->hold = FALSE;
    desk_release(desk); /* the end was meant, however late it comes */
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_end__shows__what_is_open_and_waits),
        cmocka_unit_test(care_end__asks_at_once__when_nothing_is_open),
        cmocka_unit_test(care_end__asks_at_once__where_policy_wants_no_wait),
        cmocka_unit_test(care_end__counts__no_questions_where_policy_says_so),
        cmocka_unit_test(care_end__waits__for_an_answer_to_the_agents_own_question),
        cmocka_unit_test(care_end__looks__at_the_newest_line_when_nothing_was_scanned),
        cmocka_unit_test(care_end__is_undone__while_the_agent_types),
        cmocka_unit_test(care_end__is_undone__by_hand_or_by_a_line),
        cmocka_unit_test(care_end__comes_at_once__when_said_again),
        cmocka_unit_test(care_end__comes_at_once__when_it_is_quiet),
        cmocka_unit_test(care_end__holds_nothing_up__when_nobody_says_who_types),
        cmocka_unit_test(care_end__comes_at_once__when_the_window_closes),
        cmocka_unit_test(care_end__waits__for_a_customer_who_is_loaded_late),
        cmocka_unit_test(care_end__looks_at_nobody__who_had_nothing_open),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
