/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a hand-over is shown before it is sent, and that afterwards only the colleague asks.
 */
#include "care-desk.h"

#define LEO "leo@example.org"

static const CareAction *
hand_over(Desk *desk, const char *to) /* NULL: none came of the command */
{
    const guint before = desk_count_acts(desk, CARE_ACTION_TRANSFER);

    desk_command_with(desk, CARE_COMMAND_TRANSFER, to);
    return desk_count_acts(desk, CARE_ACTION_TRANSFER) > before
               ? desk_act(desk, CARE_ACTION_TRANSFER)
               : NULL;
}

static Desk *
desk_in_chat(void)
{
    Desk *desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    return desk;
}

static void
care_transfer__shows__first_and_sends_when_said_again(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_in_chat();
    const CareAction *act;

    desk_command_with(desk, CARE_COMMAND_NOTE, "router in the attic");
    act = hand_over(desk, LEO);
    assert_int_equal(act->number, 0);
    assert_string_equal(act->text, LEO);
    assert_string_equal(act->card->memory->note, "router in the attic");
    desk_pass(desk, 2 * DESK_MINUTE);
    act = hand_over(desk, LEO);
    assert_int_equal(act->number, 1);
    assert_string_equal(act->text, LEO);
    assert_non_null(act->card);
    act = hand_over(desk, LEO); /* it did not go out: all from the start */
    assert_int_equal(act->number, 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_TRANSFERRED), 0);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPEN);
}

static void
care_transfer__forgets__a_preview_after_two_minutes(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_in_chat();

    assert_int_equal(hand_over(desk, LEO)->number, 0);
    desk_pass(desk, 2 * DESK_MINUTE + 1);
    assert_int_equal(hand_over(desk, LEO)->number, 0);
    assert_int_equal(hand_over(desk, "mia@example.org")->number, 0); /* somebody else */
    assert_int_equal(hand_over(desk, LEO)->number, 0);
    assert_int_equal(hand_over(desk, LEO)->number, 1);
}

static void
care_transfer__asks__who_is_meant(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_in_chat();

    assert_null(hand_over(desk, NULL));
    assert_null(hand_over(desk, NULL)); /* twice makes nobody of nobody */
    assert_int_equal(desk_count(desk->told, CARE_TELL_TRANSFER_WHO), 2);
    assert_int_equal(hand_over(desk, LEO)->number, 0);
    assert_null(hand_over(desk, NULL)); /* and takes a preview back */
    assert_int_equal(hand_over(desk, LEO)->number, 0);
}

static void
care_transfer__needs__a_chat_that_is_on(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    assert_null(hand_over(desk, LEO));
    desk_command(desk, CARE_COMMAND_TRANSFERRED);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NO_CHAT), 2);
    desk_ask(desk);
    assert_null(hand_over(desk, LEO)); /* over, and asked about */
    assert_int_equal(desk_count(desk->told, CARE_TELL_NO_CHAT), 3);
    assert_int_equal(desk_count(desk->told, CARE_TELL_TRANSFERRED), 0);
}

static void
care_transfer__ends__this_agents_part_unasked(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_in_chat();

    hand_over(desk, LEO);
    hand_over(desk, LEO);
    desk_command_with(desk, CARE_COMMAND_TRANSFERRED, LEO);
    assert_int_equal(desk_count(desk->told, CARE_TELL_TRANSFERRED), 1);
    assert_string_equal(g_ptr_array_index(desk->texts, desk->texts->len - 1), LEO);
    assert_int_equal(desk_count(desk->told, CARE_TELL_ENDED), 0); /* one line, not two */
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.end, CARE_END_EXPLICIT);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_NOT_ASKED);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_ASKED_ELSEWHERE);
    assert_non_null(strstr(desk_last(desk)->chat.guards, "end=transferred!"));
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_CHAT_ENDED), 1);
    desk_command(desk, CARE_COMMAND_UNDO); /* what went out can't be called back */
    assert_int_equal(desk_count(desk->told, CARE_TELL_UNDO_NONE), 1);
}

static void
care_transfer__names__the_colleague_of_the_preview(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_in_chat();

    hand_over(desk, LEO);
    hand_over(desk, LEO);
    desk_command(desk, CARE_COMMAND_TRANSFERRED);
    assert_string_equal(g_ptr_array_index(desk->texts, desk->texts->len - 1), LEO);
}

static void
care_transfer__lets__a_later_line_begin_a_new_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_in_chat();

    hand_over(desk, LEO);
    hand_over(desk, LEO);
    desk_command(desk, CARE_COMMAND_TRANSFERRED);
    desk_pass(desk, DESK_MINUTE);
    desk_customer(desk, "thanks!"); /* courtesy begins nothing */
    desk_command(desk, CARE_COMMAND_STATUS);
    assert_int_equal(desk_count(desk->told, CARE_TELL_STATUS_NONE), 1);
    desk_customer(desk, "are you still there?");
    desk_agent(desk, "yes, what is it?");
    desk_command(desk, CARE_COMMAND_END);
    desk_pass(desk, 5000);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1); /* one of its own */
    assert_int_equal(desk_last(desk)->chat.agent_lines, 1);
}

static void
care_transfer__waits__for_a_customer_who_is_loaded_late(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->hold = TRUE;
    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    hand_over(desk, LEO);
    hand_over(desk, LEO);
    desk_command(desk, CARE_COMMAND_TRANSFERRED);
    assert_null(hand_over(desk, LEO)); /* it is on its way: not twice */
    desk->hold = FALSE;
    desk_release(desk);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_ASKED_ELSEWHERE);
    assert_int_equal(desk->said->len, 0);
}

static void
care_transfer__stops__an_end_that_still_waits(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna, I'll check that with a colleague");
    desk_scan(desk);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->told, CARE_TELL_LAST_IMPRESSION), 1);
    assert_int_equal(hand_over(desk, LEO)->number, 0);
    assert_int_equal(desk_act(desk, CARE_ACTION_TRANSFER)->card->n_opens, 1); /* goes with it */
    assert_int_equal(desk_count(desk->told, CARE_TELL_UNDONE), 1);
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(hand_over(desk, LEO)->number, 1);
}

static void
care_transfer__is_for__the_desk_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("exclude=anna@example.org\n");

    assert_null(hand_over(desk, LEO));
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOT_DESK), 1);
}

static void
care_transfer__bears__an_endless_address(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_in_chat();
    g_autofree char *endless = g_strnfill(10000, 'x');

    assert_string_equal(hand_over(desk, endless)->text, endless);
    assert_int_equal(hand_over(desk, endless)->number, 1);
}

static void
care_transfer__shows__again_what_was_sent_in_the_first_minute_of_all(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->now.boot_ms = 1000;
    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    assert_int_equal(hand_over(desk, LEO)->number, 0);
    assert_int_equal(hand_over(desk, LEO)->number, 1);
    assert_int_equal(hand_over(desk, LEO)->number, 0);
}

static void
care_transfer__asks__nobody_again(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_agent(desk, "which one is it, the 2nd?"); /* the talk goes on: the question is off */
    desk_pass(desk, 5 * DESK_MINUTE);
    desk_customer(desk, "the one in the attic");
    desk_pass(desk, 6 * DESK_MINUTE);
    desk_customer(desk, "it blinks");
    hand_over(desk, LEO);
    hand_over(desk, LEO);
    desk_command(desk, CARE_COMMAND_TRANSFERRED);
    assert_int_equal(desk_count(desk->told, CARE_TELL_TRANSFERRED), 1);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_transfer__shows__first_and_sends_when_said_again),
        cmocka_unit_test(care_transfer__forgets__a_preview_after_two_minutes),
        cmocka_unit_test(care_transfer__asks__who_is_meant),
        cmocka_unit_test(care_transfer__needs__a_chat_that_is_on),
        cmocka_unit_test(care_transfer__ends__this_agents_part_unasked),
        cmocka_unit_test(care_transfer__names__the_colleague_of_the_preview),
        cmocka_unit_test(care_transfer__lets__a_later_line_begin_a_new_chat),
        cmocka_unit_test(care_transfer__waits__for_a_customer_who_is_loaded_late),
        cmocka_unit_test(care_transfer__stops__an_end_that_still_waits),
        cmocka_unit_test(care_transfer__is_for__the_desk_alone),
        cmocka_unit_test(care_transfer__bears__an_endless_address),
        cmocka_unit_test(care_transfer__shows__again_what_was_sent_in_the_first_minute_of_all),
        cmocka_unit_test(care_transfer__asks__nobody_again),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
