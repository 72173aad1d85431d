/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what the agent's commands do: end, end quiet, undo, status, why, private; in rooms too. */
#include "care-desk.h"

static void
care_command__waits__with_the_question_while_something_is_open(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_customer(desk, "will it be back today?");
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->told, CARE_TELL_LAST_IMPRESSION), 1);
    desk_pass(desk, 4999);
    assert_int_equal(desk->said->len, 0);
    desk_pass(desk, 1);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_command__undoes__an_end_that_still_waits(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_customer(desk, "will it be back today?");
    desk_command(desk, CARE_COMMAND_END);
    desk_command(desk, CARE_COMMAND_UNDO);
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk->said->len, 0);
    desk_command(desk, CARE_COMMAND_END);
    desk_agent(desk, "wait, yes it will"); /* typing is as good as /care undo */
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_UNDONE), 2);
    desk_customer(desk, "and tomorrow?");
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk->said->len, 0);
    desk_command(desk, CARE_COMMAND_END); /* twice: at once */
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_command__says__when_it_is_too_late_to_undo(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_command(desk, CARE_COMMAND_UNDO);
    assert_int_equal(desk_count(desk->told, CARE_TELL_UNDO_NONE), 1);
    desk_ask(desk);
    desk_command(desk, CARE_COMMAND_UNDO);
    assert_int_equal(desk_count(desk->told, CARE_TELL_UNDO_LATE), 1);
    desk_command(desk, CARE_COMMAND_STATUS);
    assert_int_equal(desk_count(desk->told, CARE_TELL_STATUS_ASKED), 1);
}

static void
care_command__reopens__a_chat_ended_quietly(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_END_QUIET);
    assert_int_equal(desk_count(desk->told, CARE_TELL_ENDED), 1);
    assert_int_equal(desk->last_number, CARE_REASON_AGENT_CHOICE);
    desk_command(desk, CARE_COMMAND_UNDO);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_command__never_asks__a_private_contact(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_PRIVATE);
    assert_int_equal(desk_count(desk->told, CARE_TELL_PRIVATE), 1);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_PRIVATE);
}

static void
care_command__closes__an_open_question_of_a_private_contact(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_command(desk, CARE_COMMAND_PRIVATE);
    assert_false(desk_customer(desk, "5"));
    assert_int_equal(desk->said->len, 1);
    desk_command(desk, CARE_COMMAND_NOT_PRIVATE);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOT_PRIVATE), 1);
}

static void
care_command__explains__each_guard(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const char *why;

    desk_customer(desk, "hello, my router is dead");
    desk_command(desk, CARE_COMMAND_WHY);
    why = g_ptr_array_index(desk->texts, desk->texts->len - 1);
    assert_string_equal(why, "desk=yes;private=no;protocol=xmpp;end=explicit;messages=0+1/1!");
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_END);
    desk_command(desk, CARE_COMMAND_WHY);
    why = g_ptr_array_index(desk->texts, desk->texts->len - 1);
    assert_string_equal(why, "desk=yes;private=no;protocol=xmpp;end=explicit;messages=1+1/1;"
                             "opted-out=no;last-asked=never;year=0/4;protection=plain;sample=100%;"
                             "mode=live;limit=free;store=ready");
}

static void
end_room(Desk *desk, const CareOccupant *present)
{
    desk->anna = desk_conversation(desk, "help@rooms.example.org", TRUE);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_CUSTOMER,
                                 .text = "hello, my router is dead",
                                 .who = "anna"});
    desk_agent(desk, "hi anna");
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = CARE_COMMAND_END,
                                 .present = present});
}

static gboolean
room_reply(Desk *desk, const char *who, const char *text)
{
    const CareEvent event = {
        .type = CARE_EVENT_REPLY, .conversation = desk->anna, .who = who, .text = text};
    g_autoptr(CareActions) actions = care_engine_handle(desk->engine, &event, desk->now);

    return actions != NULL && actions->keep;
}

static void
care_command__asks__the_one_who_wrote_in_a_room(void **state G_GNUC_UNUSED)
{
    const CareOccupant present[] = {{"anna", NULL}, {"lurker", NULL}, {NULL, NULL}};
    g_autoptr(Desk) desk = desk_new(NULL);

    end_room(desk, present);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_string_equal(desk_last(desk)->survey.who, "anna");
    assert_null(desk_last(desk)->chat.customer);
    assert_false(room_reply(desk, "lurker", "1"));
    assert_true(room_reply(desk, "anna", "5"));
}

static void
care_command__remembers__a_customer_whose_address_the_room_tells(void **state G_GNUC_UNUSED)
{
    const CareOccupant present[] = {{"anna", "anna@example.org"}, {NULL, NULL}};
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->customer.is_opted_out = TRUE;
    end_room(desk, present);
    assert_int_equal(desk->said->len, 0);
    assert_string_equal(desk_last(desk)->chat.customer, "xmpp:anna@example.org");
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_OPTED_OUT);
}

static void
care_command__asks_nobody__in_an_empty_or_crowded_room(void **state G_GNUC_UNUSED)
{
    const CareOccupant nobody[] = {{"lurker", NULL}, {NULL, NULL}};
    g_autoptr(Desk) desk = desk_new(NULL);

    end_room(desk, nobody);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_LEFT);
}

static void
care_command__says__where_no_chat_is(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_command(desk, CARE_COMMAND_END);
    desk_ask(desk);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NO_CHAT), 2);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_command__keeps__a_mark_that_came_before_the_customer_was_loaded(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->hold = TRUE;
    desk_customer(desk, "hello, my router is dead");
    desk_command(desk, CARE_COMMAND_PRIVATE);
    desk->hold = FALSE;
    desk_release(desk); /* says: not private */
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_PRIVATE);
}

static void
care_command__calls_back__a_question_to_a_private_contact(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk->hold = TRUE;
    desk_command(desk, CARE_COMMAND_END);
    desk_command(desk, CARE_COMMAND_PRIVATE);
    desk->hold = FALSE;
    desk_release(desk);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_NOT_ASKED);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_PRIVATE);
    assert_int_equal(desk_last(desk)->survey.state, CARE_SURVEY_FAILED);
}

static void
care_command__writes_nothing__to_a_private_contact_any_more(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    guint said;

    desk_ask(desk);
    desk_customer(desk, "4");
    said = desk->said->len;
    desk_command(desk, CARE_COMMAND_PRIVATE);
    assert_false(desk_customer(desk, "I meant 5"));
    desk_customer(desk, "!rate 5");
    desk_customer(desk, "!rate on");
    assert_int_equal(desk->said->len, said);
}

static void
care_command__marks__the_contact_in_every_window(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareConversation *anna = desk->anna;
    const CarePeer other = {.protocol = "xmpp",
                            .account = "second@example.org",
                            .address = "anna@example.org",
                            .name = "Anna",
                            .agent = "Lee"};

    desk->anna = care_engine_attach(desk->engine, &other);
    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk->anna = anna;
    desk_command(desk, CARE_COMMAND_PRIVATE);
    desk->anna = care_engine_attach(desk->engine, &other);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk->said->len, 0);
}

static void
care_command__tells_private__only_when_it_is_stored(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->store = CARE_STORED_FAILED;
    desk_command(desk, CARE_COMMAND_PRIVATE);
    assert_int_equal(desk_count(desk->told, CARE_TELL_PRIVATE), 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_STORE_FAILED), 1);
    desk->store = CARE_STORED_OK;
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_count(desk->told, CARE_TELL_PRIVATE), 1);
}

static void
care_command__forgets__who_was_in_the_room_last_time(void **state G_GNUC_UNUSED)
{
    const CareOccupant first[] = {{"anna", "anna@example.org"}, {NULL, NULL}};
    const CareOccupant second[] = {{"anna", NULL}, {NULL, NULL}};
    g_autoptr(Desk) desk = desk_new("[ask]\nanswered-interval=0\n");

    end_room(desk, first);
    desk_pass(desk, 2 * DESK_HOUR);
    end_room(desk, second);
    assert_null(desk_last(desk)->chat.customer);
}

static void
care_command__remembers__a_nick_that_wants_no_more_questions(void **state G_GNUC_UNUSED)
{
    const CareOccupant present[] = {{"anna", NULL}, {NULL, NULL}};
    g_autoptr(Desk) desk = desk_new(NULL);

    end_room(desk, present);
    assert_true(room_reply(desk, "anna", "stop"));
    desk_pass(desk, 2 * DESK_HOUR);
    end_room(desk, present);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_OPTED_OUT);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_command__works__where_no_customer_is(void **state G_GNUC_UNUSED)
{
    const CareCommand commands[] = {CARE_COMMAND_WAITING, CARE_COMMAND_SNOOZE};
    g_autoptr(Desk) desk = desk_new("exclude=anna@example.org\n");
    CareConversation *const windows[] = {desk->anna, NULL};

    for (gsize i = 0; i < G_N_ELEMENTS(windows); i++) {
        for (gsize n = 0; n < G_N_ELEMENTS(commands); n++)
            desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                         .conversation = windows[i],
                                         .command = commands[n]});
    }
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_WAITING), 2);
    assert_int_equal(desk_count(desk->told, CARE_TELL_SNOOZED), 2);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOT_DESK), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_command__waits__with_the_question_while_something_is_open),
        cmocka_unit_test(care_command__undoes__an_end_that_still_waits),
        cmocka_unit_test(care_command__says__when_it_is_too_late_to_undo),
        cmocka_unit_test(care_command__reopens__a_chat_ended_quietly),
        cmocka_unit_test(care_command__never_asks__a_private_contact),
        cmocka_unit_test(care_command__closes__an_open_question_of_a_private_contact),
        cmocka_unit_test(care_command__explains__each_guard),
        cmocka_unit_test(care_command__asks__the_one_who_wrote_in_a_room),
        cmocka_unit_test(care_command__remembers__a_customer_whose_address_the_room_tells),
        cmocka_unit_test(care_command__asks_nobody__in_an_empty_or_crowded_room),
        cmocka_unit_test(care_command__says__where_no_chat_is),
        cmocka_unit_test(care_command__keeps__a_mark_that_came_before_the_customer_was_loaded),
        cmocka_unit_test(care_command__calls_back__a_question_to_a_private_contact),
        cmocka_unit_test(care_command__writes_nothing__to_a_private_contact_any_more),
        cmocka_unit_test(care_command__marks__the_contact_in_every_window),
        cmocka_unit_test(care_command__tells_private__only_when_it_is_stored),
        cmocka_unit_test(care_command__forgets__who_was_in_the_room_last_time),
        cmocka_unit_test(care_command__remembers__a_nick_that_wants_no_more_questions),
        cmocka_unit_test(care_command__works__where_no_customer_is),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
