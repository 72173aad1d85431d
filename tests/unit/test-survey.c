/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the ask protocol: nothing is sent before it is committed, nothing is thanked for before it
 * is safe. */
#include "care-desk.h"

static void
care_survey__commits__before_it_sends(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk->hold = TRUE;
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_last(desk)->survey.state, CARE_SURVEY_ASKING);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_PENDING);
    assert_int_equal(desk->said->len, 0);
    desk_release(desk);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_int_equal(desk_last(desk)->survey.state, CARE_SURVEY_ASKED);
}

static void
care_survey__thanks__only_after_the_commit(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk->hold = TRUE;
    assert_true(desk_customer(desk, "4, thanks - you really listened"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS), 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_RATED), 1);
    assert_string_equal(g_ptr_array_index(desk->texts, desk->texts->len - 1),
                        "thanks - you really listened");
    desk_release(desk);
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS), 1);
    assert_int_equal(desk_last(desk)->answer.rating, 4);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_ANSWERED);
}

static void
care_survey__does_not_ask__with_a_store_that_fails(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->store = CARE_STORED_FAILED;
    desk_ask(desk);
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_STORE_FAILED),
                     1); /* once, not with every try */
    desk->store = CARE_STORED_OK;
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_NOT_ASKED);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_STORE);
}

static void
care_survey__keeps__an_answer_until_the_store_takes_it(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk->store = CARE_STORED_FAILED;
    assert_true(desk_customer(desk, "5"));
    desk_pass(desk, 2 * DESK_MINUTE);
    assert_int_equal(desk_count(desk->said, CARE_SAY_NOT_SAVED), 1);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOT_SAVED), 1);
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS), 0);
    desk->store = CARE_STORED_OK;
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS), 1);
    assert_int_equal(desk_last(desk)->answer.seq, 1);
}

static void
care_survey__ends_unasked__where_another_client_asks(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk->hold = TRUE;
    desk_command(desk, CARE_COMMAND_END);
    desk->store = CARE_STORED_ELSEWHERE;
    desk_release(desk);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_ASKED_ELSEWHERE);
    assert_null(desk_last(desk)->survey.id);
}

static void
care_survey__notes__what_could_not_be_sent(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->send = CARE_STORED_FAILED;
    desk_ask(desk);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_NOT_ASKED);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_SEND_FAILED);
    assert_int_equal(desk_last(desk)->survey.state, CARE_SURVEY_FAILED);
    assert_int_equal(desk_count(desk->told, CARE_TELL_SEND_FAILED), 1);
}

static void
care_survey__expires__and_takes_a_late_rating(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_pass(desk, DESK_HOUR + 1);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_EXPIRED);
    desk_pass(desk, 70 * DESK_HOUR);
    assert_true(desk_customer(desk, "3"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_LATE), 1);
    assert_int_equal(desk_last(desk)->answer.kind, CARE_ANSWER_LATE);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_ANSWERED);
}

static void
care_survey__tells__once_that_a_rating_came_too_late(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_pass(desk, 4 * DESK_DAY);
    assert_false(
        desk_customer(desk, "3")); /* not counted, so it is not kept from the window either */
    desk_pass(desk, DESK_HOUR);
    assert_false(desk_customer(desk, "3"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_EXPIRED), 1);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_EXPIRED);
}

static void
talk_on(Desk *desk, const char *complaint)
{
    desk_ask(desk);
    assert_false(desk_customer(desk, "5 minutes later it broke again"));
    desk_agent(desk, "which of the 2 lamps is on?");
    assert_false(desk_customer(desk, "2"));
    desk_pass(desk, 11 * DESK_MINUTE);
    desk_customer(desk, complaint);
    desk_agent(desk, "done");
    desk->newest = NULL;
    desk_command(desk, CARE_COMMAND_END);
}

static void
care_survey__asks_again__once_after_the_talk_went_on(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    talk_on(desk, "it works now");
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 2);
    assert_int_equal(desk_last(desk)->survey.rounds, 2);
    desk_customer(desk, "and another thing, the lamp");
    desk_agent(desk, "which of the 2?");
    desk_customer(desk, "the left");
    desk_customer(desk, "the upper left");
    desk_pass(desk, 11 * DESK_MINUTE);
    desk_agent(desk, "done");
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 2);
}

static void
care_survey__never_asks_again__after_anger(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    talk_on(desk, "this is ridiculous");
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_survey__counts__as_pending_until_it_ends(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_int_equal(care_engine_open_questions(desk->engine, NULL), 1);
    assert_int_equal(care_engine_open_questions(desk->engine, "other@example.org"), 0);
    desk_customer(desk, "skip");
    assert_int_equal(care_engine_open_questions(desk->engine, NULL), 0);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_SKIPPED);
}

static void
care_survey__leaves__the_talk_alone_until_the_question_is_out(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk->hold = TRUE;
    desk_command(desk, CARE_COMMAND_END); /* the disk is slow */
    assert_false(desk_customer(desk, "3"));
    assert_false(desk_customer(desk, "stop"));
    assert_false(desk_customer(desk, "!rate 3"));
    desk->hold = FALSE;
    desk_release(desk);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_true(desk_customer(desk, "4"));
    assert_int_equal(desk_last(desk)->answer.rating, 4);
}

static void
care_survey__comes_to_an_end__off_the_desk_too(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    g_autoptr(CareSettings) none = care_settings_new(NULL, 0);

    desk_ask(desk);
    desk_event(desk,
               (CareEvent){.type = CARE_EVENT_SETTINGS, .settings = none, .definition = "d2"});
    desk_close(desk, "hi anna");
    desk_pass(desk, 2 * DESK_HOUR);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_EXPIRED);
}

static void
care_survey__asks__after_all_when_the_first_try_failed(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->send = CARE_STORED_FAILED;
    desk_ask(desk);
    desk->send = CARE_STORED_OK;
    desk_command(desk, CARE_COMMAND_UNDO);
    assert_int_equal(desk_count(desk->told, CARE_TELL_UNDO_LATE), 0);
    desk_pass(desk, 3000);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_PENDING);
}

static void
care_survey__stays_pending__when_a_second_round_cannot_go_out(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_agent(desk, "which of the 2 lamps is on?");
    desk_customer(desk, "the left");
    desk_customer(desk, "now the right");
    desk_pass(desk, 11 * DESK_MINUTE);
    desk_agent(desk, "done");
    desk->send = CARE_STORED_FAILED;
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_PENDING);
    assert_int_equal(desk_last(desk)->survey.rounds, 1);
}

static void
care_survey__stores__a_finished_chat_though_a_new_one_began(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    gboolean found = FALSE;

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk->store = CARE_STORED_FAILED;
    desk_command(desk, CARE_COMMAND_END_QUIET);
    desk_pass(desk, 11 * DESK_MINUTE);
    desk_customer(desk, "hello again, another thing");
    desk->store = CARE_STORED_OK;
    g_ptr_array_set_size(desk->stored, 0);
    desk_pass(desk, 2 * DESK_MINUTE);
    for (guint i = 0; i < desk->stored->len; i++) {
        const CareRecord *record = g_ptr_array_index(desk->stored, i);

        found = found || record->chat.reason == CARE_REASON_AGENT_CHOICE;
    }
    assert_true(found);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_survey__commits__before_it_sends),
        cmocka_unit_test(care_survey__thanks__only_after_the_commit),
        cmocka_unit_test(care_survey__does_not_ask__with_a_store_that_fails),
        cmocka_unit_test(care_survey__keeps__an_answer_until_the_store_takes_it),
        cmocka_unit_test(care_survey__ends_unasked__where_another_client_asks),
        cmocka_unit_test(care_survey__notes__what_could_not_be_sent),
        cmocka_unit_test(care_survey__expires__and_takes_a_late_rating),
        cmocka_unit_test(care_survey__tells__once_that_a_rating_came_too_late),
        cmocka_unit_test(care_survey__asks_again__once_after_the_talk_went_on),
        cmocka_unit_test(care_survey__never_asks_again__after_anger),
        cmocka_unit_test(care_survey__counts__as_pending_until_it_ends),
        cmocka_unit_test(care_survey__leaves__the_talk_alone_until_the_question_is_out),
        cmocka_unit_test(care_survey__comes_to_an_end__off_the_desk_too),
        cmocka_unit_test(care_survey__asks__after_all_when_the_first_try_failed),
        cmocka_unit_test(care_survey__stays_pending__when_a_second_round_cannot_go_out),
        cmocka_unit_test(care_survey__stores__a_finished_chat_though_a_new_one_began),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
