/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves when reminders rise and when they are over: only while someone waits or was promised
 * something. */
#include "care-desk.h"

#define FIRST  CARE_RULE_FIRST_ANSWER
#define NEXT   CARE_RULE_NEXT_ANSWER
#define QUIET  CARE_LEVEL_QUIET
#define SHOWN  CARE_LEVEL_SHOWN
#define URGENT CARE_LEVEL_URGENT

static void
care_remind__rises__while_the_customer_waits(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 29999);
    assert_null(desk_act(desk, CARE_ACTION_REMIND));
    desk_pass(desk, 1);
    assert_int_equal(desk_reminded(desk, FIRST, QUIET), 1);
    desk_pass(desk, 29999);
    assert_int_equal(desk_interruptions(desk), 0);
    desk_pass(desk, 1);
    assert_int_equal(desk_reminded(desk, FIRST, SHOWN), 1);
    assert_int_equal(desk_act(desk, CARE_ACTION_REMIND)->message, CARE_TELL_FIRST_ANSWER);
    assert_int_equal(desk_act(desk, CARE_ACTION_REMIND)->ms, 60000);
    desk_pass(desk, 120000);
    assert_int_equal(desk_reminded(desk, FIRST, URGENT), 1);
    desk_pass(desk, 600000);
    assert_int_equal(desk_interruptions(desk), 2);
    assert_int_equal(desk->said->len, 0);
}

static void
care_remind__stops__at_the_agents_first_line(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 50000);
    desk_agent(desk, "here");
    assert_int_equal(desk_cleared(desk, FIRST), 1);
    desk_pass(desk, 600000);
    assert_int_equal(desk_interruptions(desk), 0);
    desk_customer(desk, "it is still dead");
    desk_pass(desk, 120000);
    assert_int_equal(desk_reminded(desk, NEXT, SHOWN), 1);
    desk_agent(desk, "I see");
    assert_int_equal(desk_cleared(desk, NEXT), 1);
}

static void
care_remind__is_silent__over_a_mere_thank_you(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_talk(desk);
    desk_customer(desk, "thanks!");
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_null(desk_act(desk, CARE_ACTION_REMIND));
}

static void
care_remind__is_over__when_they_say_thank_you_after_all(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_talk(desk);
    desk_customer(desk, "it is still dead");
    desk_pass(desk, 100000);
    assert_int_equal(desk_reminded(desk, NEXT, QUIET), 1);
    desk_customer(desk, "thanks!");
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 0);
    assert_int_equal(desk_cleared(desk, NEXT), 1);
}

static void
care_remind__stays__for_a_question_with_thanks_beside_it(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_talk(desk);
    desk_customer(desk, "where is the switch?");
    desk_customer(desk, "thanks!");
    desk_pass(desk, 120000);
    assert_int_equal(desk_reminded(desk, NEXT, SHOWN), 1);
}

static void
care_remind__is_silent__when_switched_off(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=off\n");

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_null(desk_act(desk, CARE_ACTION_REMIND));
}

static void
care_remind__waits_longer__with_many_chats(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareConversation *anna = desk->anna;

    for (guint i = 0; i < 4; i++) {
        g_autofree char *address = g_strdup_printf("other%u@example.org", i);

        desk->anna = desk_conversation(desk, address, FALSE);
        desk_customer(desk, "hello there my friends");
        desk_agent(desk, "hi");
    }
    desk->anna = anna;
    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 119999); /* five chats: twice the time */
    assert_int_equal(desk_interruptions(desk), 0);
    desk_pass(desk, 1);
    assert_int_equal(desk_interruptions(desk), 1);
}

static void
care_remind__says__only_the_last_step_after_a_long_sleep(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk->now.boot_ms += 5 * DESK_MINUTE;
    desk->now.wall_ms += 5 * DESK_MINUTE;
    desk_event(desk, (CareEvent){.type = CARE_EVENT_WAKE});
    assert_int_equal(desk_reminded(desk, FIRST, URGENT), 1);
    assert_int_equal(desk_reminded(desk, FIRST, SHOWN), 0);
    assert_int_equal(desk_reminded(desk, FIRST, QUIET), 0);
}

static void
care_remind__ends__with_the_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, DESK_MINUTE);
    desk_close(desk, "is anybody there?");
    assert_int_equal(desk_cleared(desk, FIRST), 1);
    desk_pass(desk, DESK_HOUR);
    assert_int_equal(desk_interruptions(desk), 1);
}

static void
care_remind__goes_on__when_an_end_is_undone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_talk(desk);
    desk_customer(desk, "where is the switch?");
    desk_command(desk, CARE_COMMAND_END);
    desk_pass(desk, 2000);
    desk_command(desk, CARE_COMMAND_UNDO);
    assert_int_equal(desk_count(desk->told, CARE_TELL_UNDONE), 1);
    desk_pass(desk, 118000); /* two minutes since the question */
    assert_int_equal(desk_reminded(desk, NEXT, SHOWN), 1);
}

static void
care_remind__leaves__a_private_chat_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "dinner tonight?");
    desk_pass(desk, 40000);
    assert_int_equal(desk_reminded(desk, FIRST, QUIET), 1);
    desk_command(desk, CARE_COMMAND_PRIVATE);
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 0);
    assert_int_equal(desk_cleared(desk, FIRST), 1);
}

static void
care_remind__leaves__colleagues_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("agents=anna@example.org\n");

    desk_customer(desk, "lunch?");
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_null(desk_act(desk, CARE_ACTION_REMIND));
    assert_false(care_conversation_reads(desk->anna));
    desk->anna = desk_conversation(desk, "room@chat.example.org", TRUE);
    desk_customer(desk, "my router is dead");
    assert_true(care_conversation_unscanned(desk->anna) > 0); /* a room is a desk still */
}

static void
care_remind__leaves__a_room_alone_until_the_agent_takes_part(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->anna = desk_conversation(desk, "room@chat.example.org", TRUE);
    desk_customer(desk, "who has seen my keys?");
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_null(desk_act(desk, CARE_ACTION_REMIND));
    desk_agent(desk, "they are here");
    desk_customer(desk, "where is that?");
    desk_pass(desk, 2 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, NEXT, SHOWN), 1);
}

static void
care_remind__is_over__when_a_colleague_answers(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->anna = desk_conversation(desk, "room@chat.example.org", TRUE);
    desk_talk(desk);
    desk_customer(desk, "where is the switch?");
    desk_pass(desk, 2 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, NEXT, SHOWN), 1);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_COLLEAGUE,
                                 .text = "it is on the back"});
    assert_int_equal(desk_cleared(desk, NEXT), 1);
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 1);
}

static void
care_remind__says__nothing_twice_when_an_end_is_undone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nper-conversation=5\n");

    desk_talk(desk);
    desk_customer(desk, "where is the switch?");
    desk_pass(desk, 4 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, NEXT, URGENT), 1);
    desk_command(desk, CARE_COMMAND_END);
    desk_command(desk, CARE_COMMAND_UNDO);
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(desk_reminded(desk, NEXT, URGENT), 1);
}

static void
care_remind__is_silent__without_a_window(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 40000);
    care_engine_detach(desk->anna);
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 0);
    assert_int_equal(desk_cleared(desk, FIRST), 1);
}

/* --- typing and absence --- */

static void
care_remind__waits__while_the_agent_types(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 50000);
    desk->typing = TRUE;
    desk_pass(desk, 50000);
    assert_int_equal(desk_interruptions(desk), 0);
    desk->typing = FALSE;
    desk_pass(desk, 5000);
    assert_int_equal(desk_reminded(desk, FIRST, SHOWN), 1);
}

static void
care_remind__waits__for_a_newest_line_that_never_comes(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    guint n;

    desk_customer(desk, "is anybody there?");
    desk->hold = TRUE;
    desk_pass(desk, 10 * DESK_MINUTE);
    n = desk_count_acts(desk, CARE_ACTION_READ);
    assert_in_range(n, 2, 120); /* asked again, but not all the time */
    assert_null(desk_act(desk, CARE_ACTION_REMIND));
}

static void
set_present(Desk *desk, gboolean is_there)
{
    desk_event(desk, (CareEvent){.type = CARE_EVENT_PRESENCE,
                                 .protocol = "xmpp",
                                 .account = "agent@example.org",
                                 .online = is_there});
}

static void
care_remind__shows__once_what_is_due_when_the_agent_is_back(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    set_present(desk, FALSE);
    desk->anna = desk_conversation(desk, "bob@example.org", FALSE); /* came while they were away */
    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 0);
    assert_int_equal(desk_reminded(desk, FIRST, QUIET), 1);
    set_present(desk, TRUE);
    desk_pass(desk, 1000);
    assert_int_equal(desk_reminded(desk, FIRST, URGENT), 1);
    desk_pass(desk, 4 * DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 1);
}

static void
care_remind__minds__only_the_account_that_is_away(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_event(desk, (CareEvent){.type = CARE_EVENT_PRESENCE,
                                 .protocol = "xmpp",
                                 .account = "other@example.org"});
    desk_customer(desk, "is anybody there?");
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 1);
}

/* --- policy --- */

static void
set_policy(Desk *desk, const char *policy)
{
    const CareSettingsLayer layers[] = {{.name = "test", .text = policy, .size = strlen(policy)}};
    g_autoptr(CareSettings) settings = care_settings_new(layers, 1);

    assert_int_equal(settings->mistakes->len, 0);
    desk_event(desk,
               (CareEvent){.type = CARE_EVENT_SETTINGS, .settings = settings, .definition = "d1"});
}

static void
care_remind__heeds__a_changed_policy_at_once(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 40000);
    set_policy(desk, "[desk]\naccounts=*\n[remind]\nfirst-answer=off\n");
    assert_int_equal(desk_cleared(desk, FIRST), 1);
    desk_pass(desk, 40000);
    assert_int_equal(desk_interruptions(desk), 0);
    set_policy(desk, "[desk]\naccounts=*\n[remind]\nfirst-answer=30;60;180\n");
    desk_pass(desk, 1000);
    assert_int_equal(desk_interruptions(desk), 1);
    set_policy(desk, "[desk]\naccounts=*\nexclude=anna@example.org\n");
    assert_int_equal(desk_cleared(desk, FIRST), 2);
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 1);
}

static void
care_remind__heeds__a_changed_policy_over_an_earlier_never(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = CARE_COMMAND_NEVER,
                                 .rule = FIRST});
    set_policy(desk, "[desk]\naccounts=*\n[remind]\nhold=off\n"); /* of another rule */
    desk_customer(desk, "is anybody there?");
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_interruptions(desk), 0);
    set_policy(desk, "[desk]\naccounts=*\n[remind]\nfirst-answer=20;40;100\n");
    desk_pass(desk, 10000);
    assert_int_equal(desk_interruptions(desk), 1);
}

static void
care_chat_finish__measures__how_attentive_it_was(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareAttention *attention;

    desk_customer(desk, "my router is dead");
    desk_pass(desk, 20000);
    desk_agent(desk, "let me check that");
    desk_pass(desk, 20000);
    desk_customer(desk, "where is the switch?");
    desk_pass(desk, 1000);
    desk_agent(desk, "it is on the back");
    desk_customer(desk, "how do I press it?");
    desk_pass(desk, 30000);
    desk_command(desk, CARE_COMMAND_END_QUIET);
    assert_true(desk_last(desk)->has_attention);
    attention = &desk_last(desk)->attention;
    assert_int_equal(attention->replies, 2);
    assert_int_equal(attention->first_reply_ms, 20000);
    assert_int_equal(attention->longest_wait_ms, 30000);
    assert_int_equal(attention->promises, 1);
    assert_int_equal(attention->kept, 1);
    assert_int_equal(attention->open_questions, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_remind__rises__while_the_customer_waits),
        cmocka_unit_test(care_remind__stops__at_the_agents_first_line),
        cmocka_unit_test(care_remind__is_silent__over_a_mere_thank_you),
        cmocka_unit_test(care_remind__is_over__when_they_say_thank_you_after_all),
        cmocka_unit_test(care_remind__stays__for_a_question_with_thanks_beside_it),
        cmocka_unit_test(care_remind__is_silent__when_switched_off),
        cmocka_unit_test(care_remind__waits_longer__with_many_chats),
        cmocka_unit_test(care_remind__says__only_the_last_step_after_a_long_sleep),
        cmocka_unit_test(care_remind__ends__with_the_chat),
        cmocka_unit_test(care_remind__goes_on__when_an_end_is_undone),
        cmocka_unit_test(care_remind__leaves__a_private_chat_alone),
        cmocka_unit_test(care_remind__leaves__colleagues_alone),
        cmocka_unit_test(care_remind__leaves__a_room_alone_until_the_agent_takes_part),
        cmocka_unit_test(care_remind__is_over__when_a_colleague_answers),
        cmocka_unit_test(care_remind__says__nothing_twice_when_an_end_is_undone),
        cmocka_unit_test(care_remind__heeds__a_changed_policy_over_an_earlier_never),
        cmocka_unit_test(care_remind__is_silent__without_a_window),
        cmocka_unit_test(care_remind__waits__while_the_agent_types),
        cmocka_unit_test(care_remind__waits__for_a_newest_line_that_never_comes),
        cmocka_unit_test(care_remind__shows__once_what_is_due_when_the_agent_is_back),
        cmocka_unit_test(care_remind__minds__only_the_account_that_is_away),
        cmocka_unit_test(care_remind__heeds__a_changed_policy_at_once),
        cmocka_unit_test(care_chat_finish__measures__how_attentive_it_was),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
