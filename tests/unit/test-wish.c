/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a customer wishes rather than answers, typed or told to the agent. */
#include "care-desk.h"

static void
care_wish__stores__what_was_told_to_the_agent(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_command(desk, CARE_COMMAND_OPT_OUT);
    assert_int_equal(desk_last(desk)->change, CARE_CUSTOMER_OPT_OUT);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPTED_OUT);
    assert_int_equal(desk_count(desk->told, CARE_TELL_OPTED_OUT), 1);
    assert_int_equal(desk->said->len, 1); /* the question; the customer knows what they said */
    assert_false(desk_customer(desk, "4"));
}

static void
care_wish__holds__in_the_next_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_OPT_OUT);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_OPTED_OUT);
}

static void
care_wish__ends__a_follow_up_but_not_the_answer(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[ask]\nfollow-ups=1\n");

    desk_ask(desk);
    desk_customer(desk, "5");
    assert_true(desk_customer(desk, "stop"));
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_ANSWERED);
    assert_int_equal(desk_last(desk)->survey.step, CARE_STEP_DONE);
    assert_int_equal(desk_count(desk->said, CARE_SAY_OPTED_OUT), 1);
}

static void
care_wish__keeps__the_words_said_before_it(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[ask]\nfollow-ups=1\n");

    desk_ask(desk);
    desk_customer(desk, "1");
    desk_customer(desk, "nobody listened");
    assert_true(desk_customer(desk, "please never ask me again"));
    assert_int_equal(desk_last(desk)->change, CARE_CUSTOMER_OPT_OUT);
    assert_string_equal(
        ((const CareRecord *)desk->stored->pdata[desk->stored->len - 2])->answer.comment,
        "nobody listened");
}

static void
care_wish__explains__at_every_step(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[ask]\nfollow-ups=1\n");

    desk_ask(desk);
    assert_true(desk_customer(desk, "?"));
    desk_customer(desk, "5");
    desk_pass(desk, 5000);
    assert_true(desk_customer(desk, "?"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_HELP), 2);
    assert_true(desk_customer(desk, "4")); /* the item is still waited for */
    assert_int_equal(desk_last(desk)->survey.item_rating, 4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_wish__stores__what_was_told_to_the_agent),
        cmocka_unit_test(care_wish__holds__in_the_next_chat),
        cmocka_unit_test(care_wish__ends__a_follow_up_but_not_the_answer),
        cmocka_unit_test(care_wish__keeps__the_words_said_before_it),
        cmocka_unit_test(care_wish__explains__at_every_step),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
