/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the reminders that a line sets off: the customer writes again, the agent promises. */
#include "care-desk.h"

#define DOUBLE CARE_RULE_DOUBLE_TEXT
#define SHOWN  CARE_LEVEL_SHOWN
#define URGENT CARE_LEVEL_URGENT

/* --- the customer wrote again --- */

static void
care_remind__tells__once_that_they_wrote_again(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=off\n");

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 44000);
    desk_customer(desk, "hello");
    desk_pass(desk, 1000);
    assert_null(desk_act(desk, CARE_ACTION_REMIND));
    desk_customer(desk, "is this thing on");
    assert_int_equal(desk_reminded(desk, DOUBLE, SHOWN), 1);
    desk_customer(desk, "it does not work");
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 1);
    desk_agent(desk, "here");
    assert_int_equal(desk_cleared(desk, DOUBLE), 1);
}

static void
care_remind__does_not_tell__of_writing_again_but_thanks(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nnext-answer=off\n");

    desk_talk(desk);
    desk_customer(desk, "I am trying it");
    desk_pass(desk, 50000);
    desk_customer(desk, "thanks!");
    desk_pass(desk, DESK_MINUTE);
    assert_null(desk_act(desk, CARE_ACTION_REMIND));
}

static void
care_remind__puts_off__writing_again_while_the_agent_types(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=off\n");

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 50000);
    desk->typing = TRUE;
    desk_customer(desk, "hello");
    desk_pass(desk, 20000);
    assert_int_equal(desk_interruptions(desk), 0);
    desk_agent(desk, "here");
    desk->typing = FALSE;
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 0); /* that is past */
    desk_customer(desk, "good");
    desk_pass(desk, 40000);
    assert_int_equal(desk_interruptions(desk), 0); /* and is of that wait alone */
}

/* --- promises --- */

static void
promise(Desk *desk)
{
    desk_customer(desk, "my router is dead");
    desk_agent(desk, "let me check that");
}

static void
care_remind__tells__of_a_promise_nobody_came_back_to(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    promise(desk);
    desk_pass(desk, 119000);
    assert_null(desk_act(desk, CARE_ACTION_REMIND));
    desk_pass(desk, 1000);
    assert_int_equal(desk_reminded(desk, CARE_RULE_PROMISE, SHOWN), 1);
    assert_in_range(desk_act(desk, CARE_ACTION_REMIND)->ms, 119000, 121000);
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 1); /* once */
    desk_agent(desk, "it is on its way");
    assert_int_equal(desk_cleared(desk, CARE_RULE_PROMISE), 1);
    desk_agent(desk, "let me see");
    desk_pass(desk, 121000);
    assert_int_equal(desk_interruptions(desk), 2); /* another promise */
}

static void
care_remind__forgets__a_promise_at_any_line_of_the_agent(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    promise(desk);
    desk_pass(desk, 61000); /* looked at */
    desk_customer(desk, "take your time");
    desk_pass(desk, 1000);
    desk_agent(desk, "it is on its way"); /* a mere line, for a look is due anyway */
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, CARE_RULE_PROMISE, SHOWN), 0);
}

/* A window that no line can be read from any more: what was promised may have been kept there. */
static void
care_remind__forgets__a_promise_with_lines_unread(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    promise(desk);
    desk_pass(desk, 61000);
    desk_customer(desk, "take your time");
    desk_pass(desk, 1000);
    desk_agent(desk, "it is on its way");
    desk->hold = TRUE; /* no look is answered */
    desk_pass(desk, 3 * DESK_MINUTE);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_NEWEST, .conversation = desk->anna});
    assert_int_equal(desk_reminded(desk, CARE_RULE_PROMISE, SHOWN), 0);
}

static void
care_remind__interrupts__once_at_a_time(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareEvent presence = {
        .type = CARE_EVENT_PRESENCE, .protocol = "xmpp", .account = "agent@example.org"};

    promise(desk);
    desk_event(desk, presence);
    desk_customer(desk, "where is the switch?");
    desk_pass(desk, 2 * DESK_MINUTE);
    desk_customer(desk, "where is it?");
    desk_pass(desk, 5 * DESK_MINUTE);
    presence.online = TRUE;
    desk_event(desk, presence);
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, CARE_RULE_NEXT_ANSWER, URGENT), 1);
    assert_int_equal(desk_interruptions(desk), 1);
    assert_int_equal(desk_reminded(desk, CARE_RULE_PROMISE, CARE_LEVEL_QUIET), 1);
    assert_int_equal(desk_reminded(desk, DOUBLE, CARE_LEVEL_QUIET), 1);
}

static void
care_remind__keeps__short_promises_on_time(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\npromise=2\n");

    promise(desk);
    desk_pass(desk, 2000);
    assert_int_equal(desk_reminded(desk, CARE_RULE_PROMISE, SHOWN), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_remind__tells__once_that_they_wrote_again),
        cmocka_unit_test(care_remind__does_not_tell__of_writing_again_but_thanks),
        cmocka_unit_test(care_remind__puts_off__writing_again_while_the_agent_types),
        cmocka_unit_test(care_remind__tells__of_a_promise_nobody_came_back_to),
        cmocka_unit_test(care_remind__forgets__a_promise_at_any_line_of_the_agent),
        cmocka_unit_test(care_remind__forgets__a_promise_with_lines_unread),
        cmocka_unit_test(care_remind__interrupts__once_at_a_time),
        cmocka_unit_test(care_remind__keeps__short_promises_on_time),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
