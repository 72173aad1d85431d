/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a restart loses nothing, asks nobody twice, and ends what nobody ended. */
#include "care-desk.h"

/* A fresh run over what the last run stored, @away_ms later. */
static Desk *
restart(const Desk *old, gint64 away_ms)
{
    Desk *desk = desk_new(NULL);
    CareResumed resumed = {.record = (CareRecord *)desk_last(old)};
    const CarePeer peer = {.protocol = "xmpp",
                           .account = "agent@example.org",
                           .address = "anna@example.org",
                           .name = "Anna",
                           .agent = "Kim"};

    desk->now.wall_ms = old->now.wall_ms + away_ms;
    desk->now.boot_ms = 100 * DESK_DAY + away_ms;
    desk->anna = care_engine_adopt(desk->engine, &peer);
    desk_event(
        desk,
        (CareEvent){.type = CARE_EVENT_RESUMED, .conversation = desk->anna, .resumed = &resumed});
    return desk;
}

static void
care_resume__takes__the_answer_to_an_earlier_runs_question(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) old = desk_new(NULL);
    g_autoptr(Desk) desk = NULL;

    desk_ask(old);
    desk = restart(old, 10 * DESK_MINUTE);
    assert_int_equal(desk->said->len, 0); /* never asked again */
    assert_true(desk_customer(desk, "5"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS), 1);
    assert_string_equal(desk_last(desk)->survey.id, desk_last(old)->survey.id);
}

static void
care_resume__never_sends__a_question_that_was_being_sent(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) old = desk_new(NULL);
    g_autoptr(Desk) desk = NULL;

    desk_customer(old, "hello, my router is dead");
    desk_agent(old, "hi anna");
    old->hold = TRUE;
    desk_command(old, CARE_COMMAND_END); /* killed between commit and send */
    desk = restart(old, DESK_MINUTE);
    desk_pass(desk, DESK_HOUR);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_EXPIRED);
}

static void
care_resume__goes_on__with_a_chat_still_warm(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) old = desk_new(NULL);
    g_autoptr(Desk) desk = NULL;

    desk_customer(old, "hello, my router is dead");
    desk_agent(old, "hi anna");
    desk = restart(old, 5 * DESK_MINUTE);
    desk_customer(desk, "it works now");
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_string_equal(desk_last(desk)->chat.id, desk_last(old)->chat.id);
    assert_int_equal(desk_last(desk)->chat.customer_lines, 2);
}

static void
care_resume__ends__a_cold_chat_as_idle_at_its_last_line(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) old = desk_new(NULL);
    g_autoptr(Desk) desk = NULL;

    desk_customer(old, "hello, my router is dead");
    desk_agent(old, "hi anna");
    desk = restart(old, DESK_DAY);
    desk_pass(desk, 1);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_IDLE);
    assert_int_equal(desk_last(desk)->chat.ended_ms, desk_last(old)->chat.last_ms);
    assert_int_equal(desk->said->len, 0);
}

static void
care_resume__expires__a_question_asked_long_ago(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) old = desk_new(NULL);
    g_autoptr(Desk) desk = NULL;

    desk_ask(old);
    desk = restart(old, 3 * DESK_HOUR);
    desk_pass(desk, 1);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_EXPIRED);
    assert_true(desk_customer(desk, "4"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_LATE), 1);
}

static void
care_resume__takes_no_number__once_the_talk_had_gone_on(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) old = desk_new(NULL);
    g_autoptr(Desk) desk = NULL;

    desk_ask(old);
    desk_pass(old, 5000);
    desk_customer(old, "5 minutes later it broke again");
    desk = restart(old, DESK_MINUTE);
    assert_false(desk_customer(desk, "4"));
    assert_true(desk_customer(desk, "!rate 4"));
}

static void
care_resume__joins__lines_that_came_before_the_store_did(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) old = desk_new(NULL);
    g_autoptr(Desk) desk = desk_new(NULL);
    CareResumed resumed;

    desk_customer(old, "hello, my router is dead");
    desk_agent(old, "hi anna");
    resumed = (CareResumed){.record = (CareRecord *)desk_last(old)};
    desk->now.wall_ms = old->now.wall_ms + DESK_MINUTE;
    desk->hold = TRUE;
    desk_customer(desk, "still dead");
    desk_event(
        desk,
        (CareEvent){.type = CARE_EVENT_RESUMED, .conversation = desk->anna, .resumed = &resumed});
    desk->hold = FALSE;
    desk_release(desk);
    desk_command(desk, CARE_COMMAND_END);
    assert_string_equal(desk_last(desk)->chat.id, desk_last(old)->chat.id);
    assert_int_equal(desk_last(desk)->chat.customer_lines, 2);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_resume__never_asks__about_a_chat_that_a_quit_ended(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) old = desk_new(NULL);
    g_autoptr(Desk) desk = desk_new("[ask]\non-idle=yes\n");
    CareResumed resumed;

    desk_customer(old, "hello, my router is dead");
    desk_agent(old, "hi anna");
    resumed = (CareResumed){.record = (CareRecord *)desk_last(old)};
    desk->now.wall_ms = old->now.wall_ms + DESK_DAY;
    desk_event(
        desk,
        (CareEvent){.type = CARE_EVENT_RESUMED, .conversation = desk->anna, .resumed = &resumed});
    desk_pass(desk, DESK_HOUR);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_IDLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_resume__takes__the_answer_to_an_earlier_runs_question),
        cmocka_unit_test(care_resume__never_sends__a_question_that_was_being_sent),
        cmocka_unit_test(care_resume__goes_on__with_a_chat_still_warm),
        cmocka_unit_test(care_resume__ends__a_cold_chat_as_idle_at_its_last_line),
        cmocka_unit_test(care_resume__expires__a_question_asked_long_ago),
        cmocka_unit_test(care_resume__takes_no_number__once_the_talk_had_gone_on),
        cmocka_unit_test(care_resume__joins__lines_that_came_before_the_store_did),
        cmocka_unit_test(care_resume__never_asks__about_a_chat_that_a_quit_ended),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
