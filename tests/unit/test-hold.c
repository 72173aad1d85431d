/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the list of those who wait: longest first, told when their number changes. */
#include "care-desk.h"

#define QUIET CARE_LEVEL_QUIET
#define SHOWN CARE_LEVEL_SHOWN

static CareConversation *
wait_as(Desk *desk, const char *address)
{
    desk->anna = desk_conversation(desk, address, FALSE);
    desk_customer(desk, "is anybody there?");
    return desk->anna;
}

static void
care_remind__holds__a_list_of_those_who_wait(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareConversation *first = wait_as(desk, "bob@example.org"), *second;

    desk_pass(desk, 40000);
    second = wait_as(desk, "carla@example.org");
    assert_int_equal(desk_reminded(desk, CARE_RULE_HOLD, QUIET), 0);
    desk_pass(desk, 40000);
    assert_int_equal(desk_reminded(desk, CARE_RULE_HOLD, QUIET), 1);
    for (guint i = desk->acts->len; i > 0; i--) {
        const CareAction *act = g_ptr_array_index(desk->acts, i - 1);

        if (act->type == CARE_ACTION_REMIND && act->rule == CARE_RULE_HOLD) {
            assert_ptr_equal(act->conversation, first);
            assert_int_equal(act->number, 2);
            assert_in_range(act->ms, 77000, 80000);
            assert_int_equal(act->message, CARE_TELL_HOLD);
        }
    }
    wait_as(desk, "dora@example.org");
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, CARE_RULE_HOLD, QUIET), 2);
    desk->anna = second;
    desk_agent(desk, "here");
    assert_int_equal(desk_reminded(desk, CARE_RULE_HOLD, QUIET), 3);
    desk->anna = first;
    desk_close(desk, NULL);
    assert_int_equal(desk_cleared(desk, CARE_RULE_HOLD), 1);
}

static void
care_hold__counts__no_thanks_and_none_who_just_wrote(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareConversation *anna = desk->anna;

    wait_as(desk, "bob@example.org");
    desk->anna = anna;
    desk_customer(desk, "my router is dead");
    desk_agent(desk, "try it again");
    desk_customer(desk, "thanks!");
    desk_pass(desk, 2 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, CARE_RULE_HOLD, QUIET), 0);
    desk_customer(desk, "it is still dead");
    desk_pass(desk, 50000);
    assert_int_equal(desk_reminded(desk, CARE_RULE_HOLD, QUIET), 0);
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, CARE_RULE_HOLD, QUIET), 1);
}

static void
care_hold__is_silent__when_switched_off(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nhold=off\n");

    wait_as(desk, "bob@example.org");
    wait_as(desk, "carla@example.org");
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, CARE_RULE_HOLD, QUIET), 0);
}

static void
care_hold__lists__those_whose_own_rule_is_off(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=off\n");

    wait_as(desk, "bob@example.org");
    wait_as(desk, "carla@example.org");
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, CARE_RULE_HOLD, QUIET), 1);
}

/* The same customer in several windows: one word makes all of them private. */
static void
care_hold__survives__that_all_become_private(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    for (guint i = 0; i < 4; i++) {
        g_autofree char *account = g_strdup_printf("agent%u@example.org", i);
        const CarePeer peer = {.protocol = "xmpp",
                               .account = account,
                               .address = "anna@example.org",
                               .name = "Anna",
                               .agent = "Kim"};

        desk->anna = care_engine_attach(desk->engine, &peer);
        desk_customer(desk, "is anybody there?");
    }
    desk_pass(desk, 2 * DESK_MINUTE);
    assert_true(desk_reminded(desk, CARE_RULE_HOLD, QUIET) > 0);
    desk_command(desk, CARE_COMMAND_PRIVATE);
    desk_pass(desk, 0);
    assert_int_equal(desk_cleared(desk, CARE_RULE_FIRST_ANSWER), 4);
    assert_int_equal(desk_cleared(desk, CARE_RULE_HOLD), 1);
}

static void
care_hold__is_over__at_a_word_of_the_agent(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    wait_as(desk, "bob@example.org");
    wait_as(desk, "carla@example.org");
    desk_pass(desk, DESK_MINUTE);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = CARE_COMMAND_NEVER,
                                 .rule = CARE_RULE_HOLD});
    assert_int_equal(desk_cleared(desk, CARE_RULE_HOLD), 1);
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, CARE_RULE_HOLD, QUIET), 1);
}

static void
care_engine_waiting__lists__the_longest_first(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nnext-answer=off\n");
    CareConversation *first = wait_as(desk, "bob@example.org"), *second;
    g_autoptr(GArray) waiters = NULL;
    const CareWaiter *waiter;

    desk_pass(desk, 2 * DESK_MINUTE);
    second = wait_as(desk, "carla@example.org");
    desk_pass(desk, 10000);
    waiters = care_engine_waiting(desk->engine, desk->now);
    assert_int_equal(waiters->len, 2);
    waiter = &g_array_index(waiters, CareWaiter, 0);
    assert_ptr_equal(waiter->conversation, first);
    assert_int_equal(waiter->waits_ms, 130000);
    assert_int_equal(waiter->level, SHOWN);
    waiter = &g_array_index(waiters, CareWaiter, 1);
    assert_ptr_equal(waiter->conversation, second);
    assert_int_equal(waiter->level, QUIET);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_remind__holds__a_list_of_those_who_wait),
        cmocka_unit_test(care_hold__counts__no_thanks_and_none_who_just_wrote),
        cmocka_unit_test(care_hold__is_silent__when_switched_off),
        cmocka_unit_test(care_hold__lists__those_whose_own_rule_is_off),
        cmocka_unit_test(care_hold__survives__that_all_become_private),
        cmocka_unit_test(care_hold__is_over__at_a_word_of_the_agent),
        cmocka_unit_test(care_engine_waiting__lists__the_longest_first),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
