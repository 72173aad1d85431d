/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What once went wrong where two parts of the survey meet: each of these was a bug. */
#include "care-desk.h"

#define SECOND G_GINT64_CONSTANT(1000)

static CareMessageId
last_said(const Desk *desk)
{
    return g_array_index(desk->said, CareMessageId, desk->said->len - 1);
}

static void
talk(Desk *desk)
{
    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
}

static void
care_engine__stores__a_wish_after_an_erasure(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_customer(desk, "4");
    desk_customer(desk, "erase");
    desk_customer(desk, "yes, erase");
    assert_true(desk_customer(desk, "!rate off"));
    assert_int_equal(desk_last(desk)->change, CARE_CUSTOMER_OPT_OUT);
    assert_string_equal(desk_last(desk)->customer, "xmpp:anna@example.org");
}

static void
care_engine__asks__nothing_about_a_chat_that_was_erased(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    talk(desk);
    desk_customer(desk, "!rate erase");
    desk_customer(desk, "yes, erase");
    desk_agent(desk, "done, it works");
    desk_customer(desk, "it does");
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 0);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_PRIVATE);
}

static void
care_engine__takes__no_yes_to_the_agent_for_an_erasure(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_customer(desk, "erase");
    desk_agent(desk, "Shall I erase the old backup now?");
    assert_false(desk_customer(desk, "yes, erase"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_ERASED), 0);
}

static void
care_engine__keeps__the_language_out_after_an_erasure(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    guint before;

    desk->heard = "de";
    desk_ask(desk);
    desk->store = CARE_STORED_FAILED;
    desk_customer(desk, "2");
    desk->store = CARE_STORED_OK;
    desk_customer(desk, "erase");
    desk_customer(desk, "yes, erase");
    before = desk->stored->len;
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_true(desk->stored->len > before); /* the rating itself, nobody's */
    for (guint i = before; i < desk->stored->len; i++)
        assert_null(((const CareRecord *)desk->stored->pdata[i])->customer);
}

static void
care_engine__takes__no_number_for_the_survey_behind_a_pulse(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_true(desk_customer(desk, "5"));
    desk_pass(desk, 3 * DESK_HOUR);
    desk->customer.last_asked_ms = desk->now.wall_ms - 3 * DESK_HOUR;
    talk(desk);
    desk_command(desk, CARE_COMMAND_PULSE);
    assert_true(desk_customer(desk, "2"));
    desk_pass(desk, 10 * SECOND);
    desk_command(desk, CARE_COMMAND_END); /* too soon to be asked again */
    assert_false(desk_customer(desk, "3"));
    assert_false(desk_customer(desk, "I meant 3"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_CHANGED), 0);
}

static void
care_engine__counts__a_rating_unasked_for_the_chat_that_is_on(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_true(desk_customer(desk, "5"));
    desk_pass(desk, 20 * DESK_MINUTE);
    talk(desk);
    assert_true(desk_customer(desk, "!rate 2"));
    assert_true(desk_last(desk)->survey.is_pulse);
}

static void
care_engine__shows__what_else_stands_beside_a_wish(void **state G_GNUC_UNUSED)
{
    static const char *const shown[] = {
        "the second lamp, my number is 555 1234, and stop asking me",
        "5, you saved my day, but never ask me again",
        "Stop! Don't delete it",
    };
    static const char *const kept[] = {"stop", "please never ask me again",
                                       "5 but please never ask me again, thanks",
                                       "no thanks, stop asking"};

    for (gsize i = 0; i < G_N_ELEMENTS(shown) + G_N_ELEMENTS(kept); i++) {
        const gboolean is_shown = i < G_N_ELEMENTS(shown);
        g_autoptr(Desk) desk = desk_new(NULL);

        desk_ask(desk);
        assert_int_equal(desk_customer(desk, is_shown ? shown[i] : kept[i - G_N_ELEMENTS(shown)]),
                         !is_shown);
        assert_int_equal(desk_count(desk->said, CARE_SAY_OPTED_OUT), 1);
    }
}

static void
care_engine__says__no_number_in_the_window_of_a_blind_agent(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) low = desk_new("[ask]\nfollow-ups=1\n[show]\nrating=after-5\n");
    g_autoptr(Desk) high = desk_new("[ask]\nfollow-ups=1\n[show]\nrating=after-5\n");

    low->dice = high->dice = 5;
    desk_ask(low);
    desk_ask(high);
    desk_customer(low, "1");
    desk_customer(high, "5");
    assert_int_equal(last_said(low), last_said(high));
    desk_pass(low, 5 * SECOND);
    desk_customer(low, "I meant 2");
    assert_int_equal(desk_count(low->said, CARE_SAY_CHANGED), 0);
    assert_int_equal(desk_count(low->said, CARE_SAY_THANKS_LOW), 0);
}

static void
care_engine__undoes__no_newer_wish_with_an_older_one(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    guint before;

    talk(desk);
    desk->store = CARE_STORED_FAILED;
    desk_customer(desk, "!rate on");
    desk->store = CARE_STORED_OK;
    desk_customer(desk, "!rate off");
    before = desk->stored->len;
    desk_pass(desk, 5 * DESK_MINUTE);
    for (guint i = before; i < desk->stored->len; i++)
        assert_int_equal(
            ((const CareRecord *)desk->stored->pdata[i])->change & CARE_CUSTOMER_OPT_IN, 0);
    assert_int_equal(desk_count(desk->said, CARE_SAY_OPTED_IN), 0);
}

static void
care_engine__stores__words_that_come_with_the_same_rating_again(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_customer(desk, "5");
    desk_pass(desk, 10 * SECOND);
    assert_true(desk_customer(desk, "I meant 5, but the wait was awful"));
    assert_string_equal(desk_last(desk)->answer.comment, "but the wait was awful");
}

static void
care_engine__stores__words_before_the_rating_changes(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[ask]\nfollow-ups=1\n");
    guint found = 0;

    desk->dice = 5;
    desk_ask(desk);
    desk_customer(desk, "4");
    desk_pass(desk, SECOND);
    desk_customer(desk, "you were kind");
    desk_customer(desk, "!rate 2");
    for (guint i = 0; i < desk->stored->len; i++)
        found += g_strcmp0(((const CareRecord *)desk->stored->pdata[i])->answer.comment,
                           "you were kind") == 0;
    assert_int_equal(found, 1);
}

static void
care_engine__takes__no_offline_line_for_the_items_answer(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[ask]\nfollow-ups=1\n");

    desk_ask(desk);
    assert_true(desk_customer(desk, "4"));
    assert_int_equal(last_said(desk), CARE_SAY_ITEM);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_REPLY,
                                 .conversation = desk->anna,
                                 .text = "5",
                                 .stamp_ms = desk->now.wall_ms});
    assert_int_equal(desk_last(desk)->survey.rating, 5);
    assert_int_equal(desk_last(desk)->survey.item_rating, 0);
}

static void
care_engine__stores__no_comment_that_policy_forbids_by_now(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[ask]\nfollow-ups=1\n");
    const char *text = "[desk]\naccounts=*\n[privacy]\nkeep-comments=never\n";
    const CareSettingsLayer layer = {.name = "t", .text = text, .size = strlen(text)};
    g_autoptr(CareSettings) settings = care_settings_new(&layer, 1);

    desk_ask(desk);
    desk_customer(desk, "1");
    desk_customer(desk, "nobody listened");
    desk_event(desk,
               (CareEvent){.type = CARE_EVENT_SETTINGS, .settings = settings, .definition = "d1"});
    desk_pass(desk, 30 * SECOND);
    for (guint i = 0; i < desk->stored->len; i++)
        assert_null(((const CareRecord *)desk->stored->pdata[i])->answer.comment);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_engine__stores__a_wish_after_an_erasure),
        cmocka_unit_test(care_engine__asks__nothing_about_a_chat_that_was_erased),
        cmocka_unit_test(care_engine__takes__no_yes_to_the_agent_for_an_erasure),
        cmocka_unit_test(care_engine__keeps__the_language_out_after_an_erasure),
        cmocka_unit_test(care_engine__takes__no_number_for_the_survey_behind_a_pulse),
        cmocka_unit_test(care_engine__counts__a_rating_unasked_for_the_chat_that_is_on),
        cmocka_unit_test(care_engine__shows__what_else_stands_beside_a_wish),
        cmocka_unit_test(care_engine__says__no_number_in_the_window_of_a_blind_agent),
        cmocka_unit_test(care_engine__undoes__no_newer_wish_with_an_older_one),
        cmocka_unit_test(care_engine__stores__words_that_come_with_the_same_rating_again),
        cmocka_unit_test(care_engine__stores__words_before_the_rating_changes),
        cmocka_unit_test(care_engine__takes__no_offline_line_for_the_items_answer),
        cmocka_unit_test(care_engine__stores__no_comment_that_policy_forbids_by_now),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
