/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one follow-up after the rating: how it is drawn, asked, answered, and let go. */
#include "care-conversation.h"
#include "care-desk.h"

#define SECOND G_GINT64_CONSTANT(1000)
#define FULL   "[ask]\nfollow-ups=1\n"
#define COMMENT_DRAWN \
    5 /* of six choices the last: (5 % 6 + 1) % 6 is no item, so the comment was drawn */

static CareMessageId
last_said(const Desk *desk)
{
    return desk->said->len > 0 ? g_array_index(desk->said, CareMessageId, desk->said->len - 1)
                               : CARE_SAY_NOTHING;
}

static Desk *
asked(const char *policy, guint32 dice)
{
    Desk *desk = desk_new(policy);

    desk->dice = dice;
    desk_ask(desk);
    return desk;
}

static void
care_follow_draw__gives__equal_shares(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *policy;
        guint32 choices;
        gboolean comment;
    } cases[] = {
        {"[ask]\nfollow-ups=1\n", 6, TRUE},
        {"[ask]\nfollow-ups=2\n", 5, FALSE},
        {"[ask]\nsteps=item\n", 5, FALSE},
        {"[privacy]\nkeep-comments=never\n", 5, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const CareSettingsLayer layer = {
            .name = "t", .text = cases[i].policy, .size = strlen(cases[i].policy)};
        g_autoptr(CareSettings) settings = care_settings_new(&layer, 1);
        guint drawn[CARE_N_ITEMS] = {0};

        for (guint32 dice = 0; dice < 600; dice++)
            drawn[care_follow_draw(settings, dice)]++;
        for (gint item = CARE_ITEM_IDEAL; item < CARE_N_ITEMS; item++)
            assert_int_equal(drawn[item], 600 / cases[i].choices);
        assert_int_equal(drawn[CARE_ITEM_NONE], cases[i].comment ? 100 : 0);
    }
}

static void
care_follow_draw__draws__nothing_without_follow_ups(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked("[ask]\nfollow-ups=0\n", 3);

    assert_true(desk_customer(desk, "5"));
    assert_int_equal(last_said(desk), CARE_SAY_THANKS);
    assert_int_equal(desk_last(desk)->survey.step, CARE_STEP_DONE);
}

static void
care_follow__asks__the_item_that_was_drawn_before_the_answer(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, 3);

    assert_int_equal(desk_last(desk)->survey.item, CARE_ITEM_RESPONSIVENESS);
    assert_true(desk_customer(desk, "5"));
    assert_int_equal(last_said(desk), CARE_SAY_ITEM);
    assert_int_equal(desk->item, CARE_ITEM_RESPONSIVENESS);
    assert_int_equal(desk_last(desk)->answer.kind, CARE_ANSWER_FINAL);

    desk_pass(desk, SECOND);
    assert_true(desk_customer(desk, "4"));
    assert_int_equal(last_said(desk), CARE_SAY_THANKS);
    assert_int_equal(desk_last(desk)->answer.kind, CARE_ANSWER_ITEM);
    assert_int_equal(desk_last(desk)->answer.seq, 2);
    assert_int_equal(desk_last(desk)->survey.item_rating, 4);
    assert_int_equal(desk_last(desk)->survey.rating, 5);
    assert_int_equal(desk_count(desk->told, CARE_TELL_ITEM), 1);
}

static void
care_follow__asks__for_words_after_a_low_rating_whatever_was_drawn(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, 3);

    assert_true(desk_customer(desk, "1"));
    assert_int_equal(last_said(desk), CARE_SAY_COMMENT_LOW);
    assert_int_equal(desk_count(desk->told, CARE_TELL_RECOVERY), 1);
    assert_false(desk_customer(desk, "nobody listened"));
    assert_int_equal(last_said(desk), CARE_SAY_COMMENT_LOW);
    desk_pass(desk, 21 * SECOND);
    assert_int_equal(last_said(desk), CARE_SAY_THANKS_LOW);
    assert_string_equal(desk_last(desk)->answer.comment, "nobody listened");
    assert_int_equal(desk_last(desk)->answer.seq, 1);
}

static void
care_follow__asks__both_with_two_follow_ups(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked("[ask]\nfollow-ups=2\n", 0);

    assert_true(desk_customer(desk, "2"));
    assert_int_equal(last_said(desk), CARE_SAY_ITEM);
    desk_pass(desk, SECOND);
    assert_true(desk_customer(desk, "3"));
    assert_int_equal(last_said(desk), CARE_SAY_COMMENT_LOW);
    assert_false(desk_customer(desk, "it took days"));
    desk_pass(desk, 21 * SECOND);
    assert_int_equal(last_said(desk), CARE_SAY_THANKS_LOW);
    assert_int_equal(desk->said->len, 4);
}

static void
care_follow__asks__for_no_words_that_were_said(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, COMMENT_DRAWN);

    assert_true(desk_customer(desk, "5, you were quick"));
    assert_int_equal(last_said(desk), CARE_SAY_THANKS);
}

static void
care_follow__asks__for_no_words_later_that_came_with_the_rating(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked("[ask]\nfollow-ups=2\n", 0);

    assert_true(desk_customer(desk, "5, you were quick"));
    assert_int_equal(last_said(desk), CARE_SAY_ITEM);
    desk_pass(desk, SECOND);
    assert_true(desk_customer(desk, "4"));
    assert_int_equal(last_said(desk), CARE_SAY_THANKS);
}

static void
care_follow__gathers__lines_near_each_other_as_one_comment(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, COMMENT_DRAWN);

    assert_true(desk_customer(desk, "5"));
    assert_int_equal(last_said(desk), CARE_SAY_COMMENT_HIGH);
    assert_false(desk_customer(desk, "you explained it well"));
    desk_pass(desk, 15 * SECOND);
    assert_false(desk_customer(desk, "and 5 stars for patience"));
    desk_pass(desk, 15 * SECOND);
    assert_int_equal(last_said(desk), CARE_SAY_COMMENT_HIGH);
    desk_pass(desk, 6 * SECOND);
    assert_int_equal(last_said(desk), CARE_SAY_THANKS);
    assert_string_equal(desk_last(desk)->answer.comment,
                        "you explained it well\nand 5 stars for patience");
    assert_int_equal(desk_count(desk->told, CARE_TELL_KUDOS), 1);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_ANSWERED);
}

static void
care_follow__leaves__questions_and_addresses_to_the_agent(void **state G_GNUC_UNUSED)
{
    static const char *const lines[] = {"can you send me the invoice?",
                                        "see https://example.org/a"};

    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(Desk) desk = asked(FULL, COMMENT_DRAWN);

        assert_true(desk_customer(desk, "4"));
        assert_false(desk_customer(desk, lines[i]));
        desk_pass(desk, 30 * SECOND);
        assert_int_equal(last_said(desk), CARE_SAY_COMMENT_HIGH); /* nothing more was said */
        for (guint n = 0; n < desk->stored->len; n++)
            assert_null(((const CareRecord *)desk->stored->pdata[n])->answer.comment);
    }
}

static void
care_follow__takes__no_courtesy_for_a_comment(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, COMMENT_DRAWN);

    desk_customer(desk, "4");
    assert_false(desk_customer(desk, "thanks, bye!"));
    desk_pass(desk, 30 * SECOND);
    assert_int_equal(last_said(desk), CARE_SAY_COMMENT_HIGH);
}

static void
care_follow__ends__when_the_agent_writes(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, COMMENT_DRAWN);

    desk_customer(desk, "4");
    desk_customer(desk, "be quicker next time");
    desk_agent(desk, "I will pass that on");
    assert_string_equal(desk_last(desk)->answer.comment, "be quicker next time");
    assert_int_equal(last_said(desk), CARE_SAY_THANKS);
    assert_false(desk_customer(desk, "good to hear that from you"));
    desk_pass(desk, 30 * SECOND);
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS), 1);
}

static void
care_follow__lets_go__of_what_is_skipped(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) item = asked(FULL, 0);
    g_autoptr(Desk) words = asked(FULL, COMMENT_DRAWN);

    desk_customer(item, "4");
    assert_true(desk_customer(item, "skip"));
    assert_int_equal(last_said(item), CARE_SAY_SKIPPED);
    assert_int_equal(desk_last(item)->survey.item_rating, 0);
    assert_int_equal(desk_last(item)->chat.outcome, CARE_OUTCOME_ANSWERED);

    desk_customer(words, "4");
    assert_true(desk_customer(words, "skip"));
    assert_int_equal(last_said(words), CARE_SAY_SKIPPED);
    assert_int_equal(desk_last(words)->survey.step, CARE_STEP_DONE);
}

static void
care_follow__lets__a_number_change_what_was_answered_last(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, 0);

    desk_customer(desk, "4");
    desk_pass(desk, 5 * SECOND);
    assert_true(desk_customer(desk, "I meant 5")); /* the rating: the item waits on */
    assert_int_equal(last_said(desk), CARE_SAY_CHANGED);
    assert_int_equal(desk_last(desk)->survey.rating, 5);
    desk_pass(desk, 5 * SECOND);
    assert_true(desk_customer(desk, "3"));
    assert_int_equal(desk_last(desk)->survey.item_rating, 3);
    desk_pass(desk, 5 * SECOND);
    assert_true(desk_customer(desk, "4"));
    assert_int_equal(last_said(desk), CARE_SAY_CHANGED);
    assert_int_equal(desk_last(desk)->survey.item_rating, 4);
    assert_int_equal(desk_last(desk)->survey.rating, 5);
}

static void
care_follow__takes__the_same_number_again_for_the_next_question(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, 0);

    assert_true(desk_customer(desk, "5"));
    desk_pass(desk, 100);
    assert_true(desk_customer(desk, "5")); /* a client that sends twice */
    assert_int_equal(desk_last(desk)->survey.item_rating, 0);
    desk_pass(desk, 1500);
    assert_true(desk_customer(desk, "5"));
    assert_int_equal(desk_last(desk)->survey.item_rating, 5);
}

static void
care_follow__expires__without_a_word(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, 0);
    guint said;

    desk_customer(desk, "4");
    said = desk->said->len;
    desk_pass(desk, 61 * DESK_MINUTE);
    assert_int_equal(desk->said->len, said);
    assert_int_equal(desk_last(desk)->survey.step, CARE_STEP_DONE);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_ANSWERED);
    assert_false(desk_customer(desk, "3"));
}

static void
care_follow__asks__nothing_when_the_answer_was_not_safe_at_once(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, 0);

    desk->store = CARE_STORED_FAILED;
    assert_true(desk_customer(desk, "4"));
    assert_int_equal(last_said(desk), CARE_SAY_NOT_SAVED);
    desk->store = CARE_STORED_OK;
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(last_said(desk), CARE_SAY_THANKS);
    assert_int_equal(desk_count(desk->said, CARE_SAY_ITEM), 0);
}

static void
care_follow__tells__no_number_in_blind_mode(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL "[show]\nrating=after-5\n", 0);

    desk_customer(desk, "1");
    desk_customer(desk, "nobody listened");
    desk_pass(desk, 21 * SECOND);
    assert_int_equal(desk_count(desk->told, CARE_TELL_RECOVERY), 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_RATED_WORDS), 1);
    assert_int_equal(desk->last_number, 0);
}

static void
care_follow__stores__words_before_the_client_goes(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = asked(FULL, COMMENT_DRAWN);

    desk_customer(desk, "4");
    desk_customer(desk, "more patience");
    desk_event(desk, (CareEvent){.type = CARE_EVENT_QUIT});
    assert_string_equal(desk_last(desk)->answer.comment, "more patience");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_follow_draw__gives__equal_shares),
        cmocka_unit_test(care_follow_draw__draws__nothing_without_follow_ups),
        cmocka_unit_test(care_follow__asks__the_item_that_was_drawn_before_the_answer),
        cmocka_unit_test(care_follow__asks__for_words_after_a_low_rating_whatever_was_drawn),
        cmocka_unit_test(care_follow__asks__both_with_two_follow_ups),
        cmocka_unit_test(care_follow__asks__for_no_words_that_were_said),
        cmocka_unit_test(care_follow__asks__for_no_words_later_that_came_with_the_rating),
        cmocka_unit_test(care_follow__gathers__lines_near_each_other_as_one_comment),
        cmocka_unit_test(care_follow__leaves__questions_and_addresses_to_the_agent),
        cmocka_unit_test(care_follow__takes__no_courtesy_for_a_comment),
        cmocka_unit_test(care_follow__ends__when_the_agent_writes),
        cmocka_unit_test(care_follow__lets_go__of_what_is_skipped),
        cmocka_unit_test(care_follow__lets__a_number_change_what_was_answered_last),
        cmocka_unit_test(care_follow__takes__the_same_number_again_for_the_next_question),
        cmocka_unit_test(care_follow__expires__without_a_word),
        cmocka_unit_test(care_follow__asks__nothing_when_the_answer_was_not_safe_at_once),
        cmocka_unit_test(care_follow__tells__no_number_in_blind_mode),
        cmocka_unit_test(care_follow__stores__words_before_the_client_goes),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
