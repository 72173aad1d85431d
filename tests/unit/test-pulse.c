/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ratings in mid-chat, asked and unasked: stored, shown, and never taken for the one at the end. */
#include "care-desk.h"

static Desk *
talking(const char *policy)
{
    Desk *desk = desk_new(policy);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    return desk;
}

static void
care_pulse__asks__and_takes_the_answer_in_mid_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = talking(NULL);

    desk_command(desk, CARE_COMMAND_PULSE);
    assert_int_equal(desk_count(desk->said, CARE_SAY_PULSE), 1);
    assert_int_equal(desk_count(desk->told, CARE_TELL_PULSE_ASKED), 1);
    assert_true(desk_customer(desk, "3"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS), 1);
    assert_int_equal(desk_count(desk->told, CARE_TELL_PULSE), 1);
    assert_true(desk_last(desk)->survey.is_pulse);
    assert_int_equal(desk_last(desk)->answer.kind, CARE_ANSWER_PULSE);
    assert_int_equal(desk_last(desk)->survey.rating, 3);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPEN);
}

static void
care_pulse__leaves__the_question_at_the_end_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = talking(NULL);

    desk_command(desk, CARE_COMMAND_PULSE);
    desk_customer(desk, "3");
    desk_pass(desk, DESK_MINUTE);
    desk_agent(desk, "try it now");
    desk_customer(desk, "works");
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_true(desk_customer(desk, "5"));
    assert_false(desk_last(desk)->survey.is_pulse);
    assert_int_equal(desk_last(desk)->survey.rating, 5);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_ANSWERED);
}

static void
care_pulse__ends__with_the_talk_and_with_the_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) talk = talking(NULL);
    g_autoptr(Desk) chat = talking(NULL);

    desk_command(talk, CARE_COMMAND_PULSE);
    desk_agent(talk, "which of the 2 lamps is red?");
    assert_false(desk_customer(talk, "2"));
    assert_int_equal(desk_count(talk->told, CARE_TELL_PULSE), 0);

    desk_command(chat, CARE_COMMAND_PULSE);
    desk_pass(chat, 3000);
    desk_command(chat, CARE_COMMAND_END);
    assert_int_equal(desk_count(chat->said, CARE_SAY_QUESTION), 1);
    assert_true(desk_customer(chat, "4"));
    assert_false(desk_last(chat)->survey.is_pulse);
}

static void
care_pulse__asks__not_twice_in_a_row(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = talking(NULL);

    desk_command(desk, CARE_COMMAND_PULSE);
    desk_command(desk, CARE_COMMAND_PULSE);
    desk_customer(desk, "3");
    desk_command(desk, CARE_COMMAND_PULSE);
    assert_int_equal(desk_count(desk->said, CARE_SAY_PULSE), 1);
    assert_int_equal(desk_count(desk->told, CARE_TELL_PULSE_NOT), 2);
    for (guint i = 0; i < 3; i++) {
        static const char *const lines[] = {"the lamp is red", "now it blinks", "it went off"};

        desk_pass(desk, 4 * DESK_MINUTE);
        desk_customer(desk, lines[i]);
        desk_agent(desk, "I look at it");
    }
    desk_command(desk, CARE_COMMAND_PULSE);
    assert_int_equal(desk_count(desk->said, CARE_SAY_PULSE), 2);
}

static void
care_pulse__asks__nobody_who_must_not_be_asked(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) none = desk_new(NULL);
    g_autoptr(Desk) off = talking("[ask]\nmode=off\n");
    g_autoptr(Desk) out = desk_new(NULL);

    desk_command(none, CARE_COMMAND_PULSE);
    assert_int_equal(desk_count(none->told, CARE_TELL_NO_CHAT), 1);
    desk_command(off, CARE_COMMAND_PULSE);
    assert_int_equal(off->last_number, CARE_REASON_OFF);
    out->customer.is_opted_out = TRUE;
    desk_customer(out, "hello, my router is dead");
    desk_agent(out, "hi anna");
    desk_command(out, CARE_COMMAND_PULSE);
    assert_int_equal(out->last_number, CARE_REASON_OPTED_OUT);
    assert_int_equal(none->said->len + off->said->len + out->said->len, 0);
}

static void
care_pulse_volunteer__counts__a_rating_that_nobody_asked_for(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = talking(NULL);

    assert_true(desk_customer(desk, "!rate 2"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS), 1);
    assert_true(desk_last(desk)->survey.is_pulse);
    assert_int_equal(desk_last(desk)->survey.rating, 2);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPEN);
    desk_pass(desk, 10000);
    assert_true(desk_customer(desk, "!rate 4"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_CHANGED), 1);
}

static void
care_pulse_volunteer__leaves__the_line_where_there_is_no_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    assert_false(desk_customer(desk, "!rate 4"));
    assert_int_equal(desk->said->len, 0);
}

static void
care_pulse_snapshot__carries__the_chat_as_it_is_by_now(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = talking(NULL);

    desk_command(desk, CARE_COMMAND_PULSE);
    desk_agent(desk, "one moment");
    desk_customer(desk, "!rate 3");
    assert_true(desk_last(desk)->survey.is_pulse);
    assert_int_equal(desk_last(desk)->chat.agent_lines, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_pulse__asks__and_takes_the_answer_in_mid_chat),
        cmocka_unit_test(care_pulse__leaves__the_question_at_the_end_alone),
        cmocka_unit_test(care_pulse__ends__with_the_talk_and_with_the_chat),
        cmocka_unit_test(care_pulse__asks__not_twice_in_a_row),
        cmocka_unit_test(care_pulse__asks__nobody_who_must_not_be_asked),
        cmocka_unit_test(care_pulse_volunteer__counts__a_rating_that_nobody_asked_for),
        cmocka_unit_test(care_pulse_volunteer__leaves__the_line_where_there_is_no_chat),
        cmocka_unit_test(care_pulse_snapshot__carries__the_chat_as_it_is_by_now),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
