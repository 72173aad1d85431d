/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that reminders stay rare: budgets, snooze, buttons, and rules that give up and say so. */
#include "care-desk.h"

#define FIRST CARE_RULE_FIRST_ANSWER
#define NEXT  CARE_RULE_NEXT_ANSWER

static guint
shown(const Desk *desk)
{
    guint n = 0;

    for (gint rule = 0; rule < CARE_N_RULES; rule++)
        n += desk_reminded(desk, rule, CARE_LEVEL_SHOWN) +
             desk_reminded(desk, rule, CARE_LEVEL_URGENT);
    return n;
}

static void
wait_as(Desk *desk, guint number)
{
    g_autofree char *address = g_strdup_printf("customer%u@example.org", number);

    desk->anna = desk_conversation(desk, address, FALSE);
    desk_customer(desk, "is anybody there?");
}

static void
press(Desk *desk, CareCommand command, CareRule rule)
{
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = command,
                                 .rule = rule});
}

/* The result of the newest showing. */
static const CareReminderRecord *
result(const Desk *desk)
{
    const CareRecord *record;

    assert_true(desk->results->len > 0);
    record = g_ptr_array_index(desk->results, desk->results->len - 1);
    return &record->reminder;
}

/* --- budgets --- */

static void
care_fatigue__keeps__two_in_a_conversation_and_ten_minutes(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=1;2;4\nnext-answer=1;2;4\n"
                                    "double-text=1\n");

    for (guint i = 0; i < 9; i++) {
        desk_customer(desk, "is anybody there?");
        desk_pass(desk, 30000);
        desk_agent(desk, "here");
        desk_pass(desk, 30000);
    }
    assert_int_equal(shown(desk), 2);
    assert_true(desk_reminded(desk, NEXT, CARE_LEVEL_QUIET) > 5); /* they are listed still */
    desk_pass(desk, 2 * DESK_MINUTE);
    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 30000);
    assert_int_equal(shown(desk), 4);
}

static void
care_fatigue__keeps__the_budget_over_the_chats_of_a_conversation(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=1;2;4\nnext-answer=1;2;4\n");

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 30000);
    desk_close(desk, "is anybody there?");
    desk_conversation(desk, "anna@example.org", FALSE);
    desk_customer(desk, "hello again, it is dead");
    desk_pass(desk, 30000);
    assert_int_equal(shown(desk), 2);
}

static void
care_fatigue__keeps__two_of_the_hour_for_the_urgent(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    for (guint i = 0; i < 10; i++)
        wait_as(desk, i);
    desk_pass(desk, 3 * DESK_MINUTE); /* ten chats: thrice the time */
    assert_int_equal(desk_reminded(desk, FIRST, CARE_LEVEL_SHOWN), 4);
    desk_pass(desk, 6 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, FIRST, CARE_LEVEL_URGENT), 2);
    assert_int_equal(shown(desk), 6);
    assert_int_equal(desk_reminded(desk, FIRST, CARE_LEVEL_QUIET), 10);
}

static void
care_fatigue__shows_none__where_policy_allows_none(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nper-hour=0\n");

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(shown(desk), 0);
    assert_int_equal(desk_reminded(desk, FIRST, CARE_LEVEL_QUIET), 1);
}

static void
care_fatigue__allows__as_many_as_policy_says(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=1;2;3600\nnext-answer=1;2;3600\n"
                                    "per-conversation=5\nper-hour=60\ndouble-text=off\n");

    for (guint i = 0; i < 9; i++) {
        desk_customer(desk, "is anybody there?");
        desk_pass(desk, 30000);
        desk_agent(desk, "here");
        desk_pass(desk, 30000);
    }
    assert_int_equal(shown(desk), 5);
}

/* --- snooze --- */

static void
care_fatigue__snoozes__all_for_a_while(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    assert_int_equal(care_engine_snoozed_until(desk->engine), 0);
    desk_command_with(desk, CARE_COMMAND_SNOOZE, NULL);
    assert_int_equal(desk_count(desk->told, CARE_TELL_SNOOZED), 1);
    assert_int_equal(desk_act(desk, CARE_ACTION_TELL)->ms, 15 * DESK_MINUTE);
    assert_int_equal(care_engine_snoozed_until(desk->engine), desk->now.boot_ms + 15 * DESK_MINUTE);
    desk_pass(desk, 5 * DESK_MINUTE);
    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 10 * DESK_MINUTE - 1);
    assert_int_equal(shown(desk), 0);
    assert_int_equal(desk_reminded(desk, FIRST, CARE_LEVEL_QUIET), 1);
    desk_pass(desk, 1);
    assert_int_equal(desk_reminded(desk, FIRST, CARE_LEVEL_URGENT), 1); /* they wait still */
    assert_int_equal(care_engine_snoozed_until(desk->engine), 0);
}

static void
care_fatigue__reads__how_long_to_snooze(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *argument;
        gint64 minutes; /* -1: a mistake */
    } cases[] = {{"1", 1},
                 {"30", 30},
                 {"1440", 1440},
                 {"day", 480},
                 {"0", -1},
                 {"-5", -1},
                 {"+5", -1},
                 {"1441", -1},
                 {"5.5", -1},
                 {"5 min", -1},
                 {"x", -1},
                 {"Day", -1},
                 {"99999999999999999999", -1}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Desk) desk = desk_new(NULL);
        const gboolean bad = cases[i].minutes < 0;

        desk_command_with(desk, CARE_COMMAND_SNOOZE, cases[i].argument);
        assert_int_equal(desk_act(desk, CARE_ACTION_TELL)->message,
                         bad ? CARE_TELL_SNOOZE_BAD : CARE_TELL_SNOOZED);
        assert_int_equal(care_engine_snoozed_until(desk->engine),
                         bad ? 0 : desk->now.boot_ms + cases[i].minutes * DESK_MINUTE);
    }
}

static void
care_fatigue__ends__a_snooze_by_hand(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_command_with(desk, CARE_COMMAND_SNOOZE, "day");
    desk_pass(desk, 2 * DESK_MINUTE);
    assert_int_equal(shown(desk), 0);
    desk_command_with(desk, CARE_COMMAND_SNOOZE, "off");
    assert_int_equal(desk_count(desk->told, CARE_TELL_SNOOZE_OFF), 1);
    assert_int_equal(care_engine_snoozed_until(desk->engine), 0);
    desk_pass(desk, 1000);
    assert_int_equal(shown(desk), 1);
}

static void
care_fatigue__snoozes__one_chat_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareConversation *anna = desk->anna;

    desk_customer(desk, "is anybody there?");
    desk_command_with(desk, CARE_COMMAND_SNOOZE, "here");
    assert_int_equal(desk_count(desk->told, CARE_TELL_SNOOZED_HERE), 1);
    assert_int_equal(care_engine_snoozed_until(desk->engine), 0);
    wait_as(desk, 1);
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(shown(desk), 2);
    for (guint i = 0; i < desk->acts->len; i++) {
        const CareAction *act = g_ptr_array_index(desk->acts, i);

        assert_false(act->type == CARE_ACTION_REMIND && act->conversation == anna &&
                     act->level > CARE_LEVEL_QUIET);
    }
    desk->anna = anna;
    desk_command_with(desk, CARE_COMMAND_SNOOZE, "off");
    desk_pass(desk, 1000);
    assert_int_equal(shown(desk), 3);
}

static void
care_fatigue__ends__all_snoozes_from_any_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareConversation *bob = desk_conversation(desk, "bob@example.org", FALSE);
    CareConversation *anna = desk->anna;

    desk_command_with(desk, CARE_COMMAND_SNOOZE, "here");
    desk->anna = bob;
    desk_command_with(desk, CARE_COMMAND_SNOOZE, "off");
    desk->anna = anna;
    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 2 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, CARE_RULE_FIRST_ANSWER, CARE_LEVEL_SHOWN), 1);
}

static void
care_fatigue__snoozes__without_a_conversation(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_event(
        desk,
        (CareEvent){.type = CARE_EVENT_COMMAND, .command = CARE_COMMAND_SNOOZE, .argument = "30"});
    assert_true(care_engine_snoozed_until(desk->engine) > 0);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .command = CARE_COMMAND_SNOOZE,
                                 .argument = "here"});
    assert_int_equal(desk_act(desk, CARE_ACTION_TELL)->message, CARE_TELL_NOT_DESK);
}

/* --- what came of it --- */

static void
care_fatigue__notes__that_the_agent_wrote_in_time(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, DESK_MINUTE);
    desk_pass(desk, 20000);
    desk_agent(desk, "here");
    assert_int_equal(desk->results->len, 1);
    assert_int_equal(result(desk)->result, CARE_REMIND_ACTED);
    assert_int_equal(result(desk)->rule, FIRST);
    assert_int_equal(result(desk)->level, CARE_LEVEL_SHOWN);
    assert_int_equal(result(desk)->after_ms, 20000);
    assert_int_equal(result(desk)->at_ms, desk->now.wall_ms - 20000);
}

static void
care_fatigue__notes__that_nobody_cared(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 2 * DESK_MINUTE);
    assert_int_equal(desk->results->len, 1);
    assert_int_equal(result(desk)->result, CARE_REMIND_IGNORED);
    assert_int_equal(result(desk)->after_ms, 60000);
    desk_agent(desk, "here"); /* too late for that one */
    assert_int_equal(desk->results->len, 1);
}

static void
care_fatigue__counts__a_raise_in_time_as_one_showing(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=1;2;4\n");

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 5000);
    assert_int_equal(shown(desk), 2);
    desk_agent(desk, "here");
    assert_int_equal(desk->results->len, 1);
    assert_int_equal(result(desk)->level, CARE_LEVEL_URGENT);
    assert_int_equal(result(desk)->result, CARE_REMIND_ACTED);
}

static void
care_fatigue__is_done__by_a_button(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, DESK_MINUTE);
    press(desk, CARE_COMMAND_DONE, FIRST);
    assert_int_equal(result(desk)->result, CARE_REMIND_ACTED);
    assert_int_equal(desk_cleared(desk, FIRST), 1);
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(shown(desk), 1); /* dealt with for this wait */
    desk_agent(desk, "here");
    desk_customer(desk, "it is still dead");
    desk_pass(desk, 2 * DESK_MINUTE);
    assert_int_equal(shown(desk), 2); /* this is another */
}

static void
care_fatigue__comes_back__later(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, DESK_MINUTE);
    press(desk, CARE_COMMAND_LATER, FIRST);
    assert_int_equal(result(desk)->result, CARE_REMIND_LATER);
    assert_int_equal(desk_cleared(desk, FIRST), 1);
    desk_pass(desk, 5 * DESK_MINUTE - 1);
    assert_int_equal(shown(desk), 1);
    assert_int_equal(desk_reminded(desk, FIRST, CARE_LEVEL_QUIET), 1); /* nor drawn again */
    desk_pass(desk, 1);
    assert_int_equal(desk_reminded(desk, FIRST, CARE_LEVEL_URGENT), 1);
}

static void
care_fatigue__asks_later__about_a_promise_too(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "my router is dead");
    desk_agent(desk, "let me check that");
    desk_pass(desk, 121000);
    assert_int_equal(desk_reminded(desk, CARE_RULE_PROMISE, CARE_LEVEL_SHOWN), 1);
    press(desk, CARE_COMMAND_LATER, CARE_RULE_PROMISE);
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, CARE_RULE_PROMISE, CARE_LEVEL_SHOWN), 2);
    press(desk, CARE_COMMAND_DONE, CARE_RULE_PROMISE);
    desk_pass(desk, 7 * DESK_MINUTE);
    assert_int_equal(shown(desk), 2);
}

static void
care_fatigue__never__shows_a_rule_that_the_agent_put_off(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 40000);
    press(desk, CARE_COMMAND_NEVER, FIRST);
    assert_int_equal(desk_act(desk, CARE_ACTION_TELL)->message, CARE_TELL_NEVER);
    assert_int_equal(desk_act(desk, CARE_ACTION_TELL)->rule, FIRST);
    assert_int_equal(desk_cleared(desk, FIRST), 1);
    wait_as(desk, 1);
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(shown(desk), 0);
    press(desk, CARE_COMMAND_RESTORE, FIRST);
    assert_int_equal(desk_act(desk, CARE_ACTION_TELL)->message, CARE_TELL_RESTORED);
    assert_int_equal(result(desk)->result, CARE_REMIND_RESTORED);
    desk_pass(desk, 1000);
    assert_int_equal(shown(desk), 2);
}

/* --- giving up --- */

static void
ignore_once(Desk *desk, guint number)
{
    wait_as(desk, number);
    desk_pass(desk, 20 * DESK_MINUTE); /* until the chat is over, for nobody came */
}

static void
care_fatigue__gives_up__what_is_never_acted_on_and_says_so(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=1;60;3600\n");

    for (guint i = 0; i < 20; i++)
        ignore_once(desk, i);
    assert_int_equal(shown(desk), 20);
    assert_int_equal(desk_count(desk->told, CARE_TELL_DEMOTED), 1);
    assert_int_equal(desk->results->len, 21);
    assert_int_equal(result(desk)->result, CARE_REMIND_DEMOTED);
    assert_int_equal(result(desk)->rule, FIRST);

    ignore_once(desk, 20);
    assert_int_equal(shown(desk), 20);
    assert_int_equal(desk_cleared(desk, FIRST), 21); /* it is drawn still */
    assert_int_equal(desk_count(desk->told, CARE_TELL_DEMOTED), 1);

    press(desk, CARE_COMMAND_RESTORE, FIRST);
    ignore_once(desk, 21);
    assert_int_equal(shown(desk), 21);
}

static void
care_fatigue__stays__when_it_is_acted_on_now_and_then(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=1;60;3600\n");

    for (guint i = 0; i < 40; i++) {
        wait_as(desk, i);
        desk_pass(desk, 70000);
        if (i % 5 == 0)
            desk_agent(desk, "here");
        desk_pass(desk, 20 * DESK_MINUTE);
    }
    assert_int_equal(desk_count(desk->told, CARE_TELL_DEMOTED), 0);
    assert_int_equal(shown(desk), 40);
}

static void
care_fatigue__knows__how_it_fared_in_earlier_runs(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareRuleHistory rules[CARE_N_RULES] = {[FIRST] = {.n = 20, .quiet = TRUE}};

    desk_event(desk, (CareEvent){.type = CARE_EVENT_STORE, .rules = rules});
    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(shown(desk), 0);
    assert_int_equal(desk_reminded(desk, FIRST, CARE_LEVEL_QUIET), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_fatigue__keeps__two_in_a_conversation_and_ten_minutes),
        cmocka_unit_test(care_fatigue__keeps__the_budget_over_the_chats_of_a_conversation),
        cmocka_unit_test(care_fatigue__keeps__two_of_the_hour_for_the_urgent),
        cmocka_unit_test(care_fatigue__shows_none__where_policy_allows_none),
        cmocka_unit_test(care_fatigue__allows__as_many_as_policy_says),
        cmocka_unit_test(care_fatigue__snoozes__all_for_a_while),
        cmocka_unit_test(care_fatigue__reads__how_long_to_snooze),
        cmocka_unit_test(care_fatigue__ends__a_snooze_by_hand),
        cmocka_unit_test(care_fatigue__snoozes__one_chat_alone),
        cmocka_unit_test(care_fatigue__ends__all_snoozes_from_any_chat),
        cmocka_unit_test(care_fatigue__snoozes__without_a_conversation),
        cmocka_unit_test(care_fatigue__notes__that_the_agent_wrote_in_time),
        cmocka_unit_test(care_fatigue__notes__that_nobody_cared),
        cmocka_unit_test(care_fatigue__counts__a_raise_in_time_as_one_showing),
        cmocka_unit_test(care_fatigue__is_done__by_a_button),
        cmocka_unit_test(care_fatigue__comes_back__later),
        cmocka_unit_test(care_fatigue__asks_later__about_a_promise_too),
        cmocka_unit_test(care_fatigue__never__shows_a_rule_that_the_agent_put_off),
        cmocka_unit_test(care_fatigue__gives_up__what_is_never_acted_on_and_says_so),
        cmocka_unit_test(care_fatigue__stays__when_it_is_acted_on_now_and_then),
        cmocka_unit_test(care_fatigue__knows__how_it_fared_in_earlier_runs),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
