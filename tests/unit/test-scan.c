/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what a look at the lines finds: promises kept and not, open questions, feelings, cues of
 * policy, stock texts. */
#include "care-conversation.h"
#include "care-desk.h"

#define QUIET CARE_LEVEL_QUIET
#define LONG_LINE \
    "Thank you for your message, we value you and will process your request as soon as we can."

static const CareReminding *
remind(const Desk *desk)
{
    return &desk->anna->remind;
}

static guint
opens(const Desk *desk, CareOpenKind kind)
{
    guint n = 0;

    for (guint i = 0; i < remind(desk)->n_opens; i++)
        n += remind(desk)->opens[i].kind == kind;
    return n;
}

/* --- when --- */

static void
care_scan__looks__once_some_seconds_after_a_burst(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello");
    desk_customer(desk, "my router is dead");
    desk_pass(desk, 2999);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_SCAN), 0);
    assert_int_equal(care_conversation_unscanned(desk->anna), 2);
    desk_pass(desk, 1);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_SCAN), 1);
    assert_int_equal(desk_act(desk, CARE_ACTION_SCAN)->number, 2);
    assert_int_equal(care_conversation_unscanned(desk->anna), 0);
    desk_pass(desk, DESK_HOUR);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_SCAN), 1);
}

static void
care_scan__looks__a_minute_after_the_agents_line(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "my router is dead");
    desk_pass(desk, 3000);
    for (guint i = 0; i < 5; i++)
        desk_agent(desk, "try this");
    desk_pass(desk, 59999);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_SCAN), 1);
    desk_pass(desk, 1);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_SCAN), 2);
    assert_int_equal(desk_act(desk, CARE_ACTION_SCAN)->number, 5);
}

static void
care_scan__asks__for_no_more_than_a_hundred(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=off\nnext-answer=off\n");

    for (guint i = 0; i < 250; i++)
        desk_customer(desk, "line");
    assert_int_equal(care_conversation_unscanned(desk->anna), 100);
    desk_pass(desk, 3000);
    assert_int_equal(desk_act(desk, CARE_ACTION_SCAN)->number, 100);
    assert_int_equal(care_conversation_unscanned(desk->anna), 0);
}

static void
care_scan__leaves__private_and_foreign_chats_unread(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) off = desk_new("exclude=anna@example.org\n");
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(off, "where is it?");
    desk_pass(off, DESK_MINUTE);
    assert_int_equal(desk_count_acts(off, CARE_ACTION_SCAN), 0);
    assert_int_equal(care_conversation_unscanned(off->anna), 0);

    desk->customer.is_private = TRUE;
    desk_customer(desk, "where is it?");
    desk_pass(desk, DESK_MINUTE);
    desk_scan(desk);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_SCAN), 0);
    assert_int_equal(remind(desk)->n_opens, 0);
}

static void
care_scan__counts__no_colleagues_and_nothing_automatic(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "my router is dead");
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_COLLEAGUE,
                                 .text = "shall I?"});
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_AGENT,
                                 .text = "I am away",
                                 .automatic = TRUE});
    assert_int_equal(care_conversation_unscanned(desk->anna), 1);
}

/* The window may bring more lines than asked for, or fewer: only the newest unread ones count. */
static void
care_scan__takes__no_line_twice(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareSaid lines[] = {{CARE_ROLE_CUSTOMER, desk->now.wall_ms, "where is the switch?"},
                              {CARE_ROLE_CUSTOMER, desk->now.wall_ms, "my router is dead"}};
    CareEvent event = {.type = CARE_EVENT_SCANNED, .lines = lines, .n_lines = 2};

    desk_customer(desk, "my router is dead");
    event.conversation = desk->anna;
    desk_event(desk, event);
    assert_int_equal(opens(desk, CARE_OPEN_QUESTION), 0);
    desk_event(desk, event);
    assert_int_equal(opens(desk, CARE_OPEN_QUESTION), 0);
    desk_customer(desk, "well");
    event.n_lines = 0;
    desk_event(desk, event);
    assert_int_equal(care_conversation_unscanned(desk->anna), 0);
}

/* --- what is open --- */

static void
care_scan__keeps__a_question_open_until_it_is_answered(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "where is the switch?");
    desk_scan(desk);
    assert_int_equal(opens(desk, CARE_OPEN_QUESTION), 1);
    assert_int_equal(remind(desk)->opens[0].at_ms, desk->now.wall_ms);
    desk_agent(desk, "let me check that");
    desk_scan(desk);
    assert_int_equal(opens(desk, CARE_OPEN_QUESTION), 1); /* a promise is no answer */
    assert_int_equal(opens(desk, CARE_OPEN_PROMISE), 1);
    desk_agent(desk, "it is on the back");
    desk_scan(desk);
    assert_int_equal(remind(desk)->n_opens, 0);
}

static void
care_scan__keeps__the_agents_question_open_until_they_write(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "my router is dead");
    desk_agent(desk, "is the light on?");
    desk_scan(desk);
    assert_int_equal(opens(desk, CARE_OPEN_OWN_QUESTION), 1);
    desk_agent(desk, "is it plugged in?");
    desk_scan(desk);
    assert_int_equal(opens(desk, CARE_OPEN_OWN_QUESTION), 1); /* the newest */
    desk_customer(desk, "no");
    desk_scan(desk);
    assert_int_equal(remind(desk)->n_opens, 0);
}

static void
care_scan__counts__promises_in_a_row_once_and_those_kept(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareAttending *attending = &desk->anna->attending;

    desk_customer(desk, "my router is dead");
    desk_agent(desk, "let me check that");
    desk_agent(desk, "bear with me");
    desk_scan(desk);
    assert_int_equal(attending->promises, 1);
    assert_int_equal(attending->kept, 0);
    desk_agent(desk, "it is on its way");
    desk_agent(desk, "I'll get back to you");
    desk_scan(desk);
    assert_int_equal(attending->promises, 2);
    assert_int_equal(attending->kept, 1);
}

static void
care_scan__holds__no_more_than_there_is_room_for(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    for (guint i = 0; i < 3 * CARE_OPENS_MAX; i++) {
        desk_customer(desk, "where is the switch?");
        desk_pass(desk, 1000);
    }
    desk_scan(desk);
    assert_int_equal(remind(desk)->n_opens, CARE_OPENS_MAX);
    for (guint i = 1; i < CARE_OPENS_MAX; i++)
        assert_true(remind(desk)->opens[i].at_ms > remind(desk)->opens[i - 1].at_ms);
    assert_int_equal(remind(desk)->opens[CARE_OPENS_MAX - 1].at_ms, desk->now.wall_ms - 1000);
}

static void
care_scan__forgets__what_was_open_in_the_chat_before(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "where is the switch?");
    desk_scan(desk);
    desk_close(desk, "where is the switch?");
    desk_conversation(desk, "anna@example.org", FALSE);
    desk_pass(desk, DESK_HOUR);
    desk_customer(desk, "my router is dead");
    assert_int_equal(remind(desk)->n_opens, 0);
    assert_int_equal(care_conversation_unscanned(desk->anna), 1);
}

/* --- hints --- */

static void
care_scan__hints__once_that_they_sound_upset(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "this is ridiculous, I am furious");
    desk_pass(desk, 3000);
    assert_int_equal(desk_reminded(desk, CARE_RULE_FEELING, QUIET), 1);
    assert_true(remind(desk)->upset);
    desk_agent(desk, "I am sorry");
    assert_int_equal(desk_cleared(desk, CARE_RULE_FEELING), 1);
    desk_customer(desk, "I am still furious");
    desk_pass(desk, 3000);
    assert_int_equal(desk_reminded(desk, CARE_RULE_FEELING, QUIET), 1);
}

static void
care_scan__does_not_hint__at_a_feeling_answered_since(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "this is ridiculous, I am furious");
    desk_agent(desk, "I am sorry");
    desk_pass(desk, 5000);
    assert_int_equal(desk_reminded(desk, CARE_RULE_FEELING, QUIET), 0);
    assert_true(remind(desk)->upset); /* the card says it */
}

static void
care_scan__hints__at_cues_of_policy_once_each(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk =
        desk_new("[empowerment]\nnight=a free night\nupgrade=a better room\ncue-night=noise;loud\n"
                 "cue-upgrade=too small\n[vision]\nvalues=rest;care\ncue-care=my child\n");
    const CareAction *act;

    desk_customer(desk, "it was loud all night");
    desk_pass(desk, 3000);
    assert_int_equal(desk_reminded(desk, CARE_RULE_EMPOWERMENT, QUIET), 1);
    act = desk_act(desk, CARE_ACTION_REMIND);
    assert_string_equal(act->text, "a free night");
    assert_int_equal(act->message, CARE_TELL_EMPOWERMENT);
    desk_agent(desk, "I am sorry");
    desk_customer(desk, "the noise woke my child");
    desk_pass(desk, 3000);
    assert_int_equal(desk_reminded(desk, CARE_RULE_EMPOWERMENT, QUIET), 1);
    assert_int_equal(desk_reminded(desk, CARE_RULE_VALUE, QUIET), 1);
    act = desk_act(desk, CARE_ACTION_REMIND);
    assert_string_equal(act->text, "care");
    assert_int_equal(act->number, 2); /* its rank */
    assert_int_equal(remind(desk)->entries, 1);
    assert_int_equal(remind(desk)->values, 2);
    assert_int_equal(desk_cleared(desk, CARE_RULE_EMPOWERMENT), 0); /* it stays */
    desk_command(desk, CARE_COMMAND_END_QUIET);
    assert_int_equal(desk_cleared(desk, CARE_RULE_EMPOWERMENT), 1);
    assert_int_equal(desk_cleared(desk, CARE_RULE_VALUE), 1);
}

static void
care_scan__hints__at_a_stock_text_from_the_third_customer(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    for (guint i = 0; i < 4; i++) {
        g_autofree char *address = g_strdup_printf("customer%u@example.org", i);

        desk->anna = desk_conversation(desk, address, FALSE);
        desk_customer(desk, "my router is dead");
        desk_agent(desk, LONG_LINE);
        desk_agent(desk, LONG_LINE);
        desk_scan(desk);
        assert_int_equal(desk_reminded(desk, CARE_RULE_STOCK_TEXT, QUIET), i < 2 ? 0 : i - 1);
        assert_int_equal(remind(desk)->stock, i < 2 ? 0 : i + 1);
    }
    assert_int_equal(desk_act(desk, CARE_ACTION_REMIND)->number, 4);
    desk_agent(desk, LONG_LINE);
    desk_scan(desk);
    assert_int_equal(desk_reminded(desk, CARE_RULE_STOCK_TEXT, QUIET), 2); /* once in a chat */
}

static void
care_scan__gives__no_hint_that_is_switched_off(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfeeling=off\nempowerment=off\nvalue=off\n"
                                    "stock-text=off\n[empowerment]\nnight=a night\n"
                                    "cue-night=loud\n[vision]\nvalues=rest\ncue-rest=loud\n");

    for (guint i = 0; i < 4; i++) {
        g_autofree char *address = g_strdup_printf("customer%u@example.org", i);

        desk->anna = desk_conversation(desk, address, FALSE);
        desk_customer(desk, "it is loud and I am furious");
        desk_pass(desk, 3000);
        desk_agent(desk, LONG_LINE);
        desk_pass(desk, DESK_MINUTE);
    }
    assert_null(desk_act(desk, CARE_ACTION_REMIND));
}

/* --- language --- */

static void
care_scan__hears__the_language_once_in_mid_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->heard = "de";
    desk_customer(desk, "Guten Tag");
    desk_customer(desk, "mein Router ist kaputt");
    desk_pass(desk, 3000);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_HEAR), 0); /* too few lines */
    desk_agent(desk, "ich prüfe das");
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk->anna->attending.promises, 0); /* for all we know it is English */
    desk_customer(desk, "das ist eine Frechheit, ich bin wütend");
    desk_pass(desk, 3000);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_HEAR), 1);
    assert_int_equal(desk->anna->attending.promises, 1); /* all was looked at again */
    assert_true(remind(desk)->upset);
    desk_agent(desk, "das tut mir leid");
    desk_customer(desk, "danke");
    desk_pass(desk, 5000);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_HEAR), 1);
}

static void
care_scan__leaves__the_language_of_the_question_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->heard = "de";
    for (guint i = 0; i < 4; i++)
        desk_customer(desk, "mein Router ist kaputt");
    desk_pass(desk, 3000);
    desk_agent(desk, "ist er an");
    desk_customer(desk, "jetzt geht es");
    desk->heard = NULL; /* nothing clear at the end: our own language is the fallback, as ever */
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_string_equal(desk->language, "en");
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_HEAR), 2);
}

static void
care_scan__does_not_hear__what_is_known(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    g_strlcpy(desk->customer.language, "de", CARE_TAG_SIZE);
    for (guint i = 0; i < 4; i++)
        desk_customer(desk, "das ist eine Frechheit, ich bin wütend");
    desk_pass(desk, 3000);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_HEAR), 0);
    assert_true(remind(desk)->upset);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_scan__looks__once_some_seconds_after_a_burst),
        cmocka_unit_test(care_scan__looks__a_minute_after_the_agents_line),
        cmocka_unit_test(care_scan__asks__for_no_more_than_a_hundred),
        cmocka_unit_test(care_scan__leaves__private_and_foreign_chats_unread),
        cmocka_unit_test(care_scan__counts__no_colleagues_and_nothing_automatic),
        cmocka_unit_test(care_scan__takes__no_line_twice),
        cmocka_unit_test(care_scan__keeps__a_question_open_until_it_is_answered),
        cmocka_unit_test(care_scan__keeps__the_agents_question_open_until_they_write),
        cmocka_unit_test(care_scan__counts__promises_in_a_row_once_and_those_kept),
        cmocka_unit_test(care_scan__holds__no_more_than_there_is_room_for),
        cmocka_unit_test(care_scan__forgets__what_was_open_in_the_chat_before),
        cmocka_unit_test(care_scan__hints__once_that_they_sound_upset),
        cmocka_unit_test(care_scan__does_not_hint__at_a_feeling_answered_since),
        cmocka_unit_test(care_scan__hints__at_cues_of_policy_once_each),
        cmocka_unit_test(care_scan__hints__at_a_stock_text_from_the_third_customer),
        cmocka_unit_test(care_scan__gives__no_hint_that_is_switched_off),
        cmocka_unit_test(care_scan__hears__the_language_once_in_mid_chat),
        cmocka_unit_test(care_scan__leaves__the_language_of_the_question_alone),
        cmocka_unit_test(care_scan__does_not_hear__what_is_known),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
