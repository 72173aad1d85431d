/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the actions themselves: owned, in order, and none where nothing is to be done. */
#include "care-conversation.h"
#include "care-desk.h"

static void
care_turn__makes_no_actions__for_a_line_in_an_open_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareEvent line = {
        .type = CARE_EVENT_LINE, .conversation = desk->anna, .role = CARE_ROLE_CUSTOMER};

    desk_customer(desk, "hello, my router is dead");
    for (guint i = 0; i < 100; i++)
        assert_null(care_engine_handle(desk->engine, &line, desk->now));
}

static void
care_turn__copies__records_so_that_later_lines_change_none(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareRecord *first;

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    first = desk_last(desk);
    desk_agent(desk, "one more thing");
    assert_int_equal(first->chat.agent_lines, 1);
}

static void
care_turn_say__is_mute__past_the_limit(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareTurn turn = {desk->engine, desk->now, NULL};

    for (guint i = 0; i < 6; i++)
        assert_true(care_turn_say(&turn, desk->anna, CARE_SAY_HELP, 0));
    assert_false(care_turn_say(&turn, desk->anna, CARE_SAY_HELP, 0));
    assert_int_equal(turn.actions->list->len, 6);
    care_actions_free(turn.actions);
    care_actions_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_turn__makes_no_actions__for_a_line_in_an_open_chat),
        cmocka_unit_test(care_turn__copies__records_so_that_later_lines_change_none),
        cmocka_unit_test(care_turn_say__is_mute__past_the_limit),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
