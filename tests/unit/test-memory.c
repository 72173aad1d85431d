/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a returning customer is told of once, at the start, and never where policy or privacy
 * forbid it. */
#include "care-desk.h"

#define TWO_DAYS (2 * DESK_DAY)

/* Owned by nobody: the texts are literals. */
static CareMemory
remembered(const Desk *desk, gint rating)
{
    return (CareMemory){.note = (char *)"router in the attic",
                        .name = (char *)"Annie",
                        .n_chats = 3,
                        .last_ms = desk->now.wall_ms - TWO_DAYS,
                        .last_asked = TRUE,
                        .last_rated = rating != 0,
                        .last_rating = rating,
                        .rated_ms = rating != 0 ? desk->now.wall_ms - TWO_DAYS + DESK_MINUTE : 0,
                        .last_comment = rating != 0 ? (char *)"you were in a hurry" : NULL};
}

/* How often one of the two rules spoke at all. */
static guint
n_greetings(const Desk *desk)
{
    guint n = 0;

    for (guint i = 0; i < desk->acts->len; i++) {
        const CareAction *act = g_ptr_array_index(desk->acts, i);

        n += act->type == CARE_ACTION_REMIND &&
             (act->rule == CARE_RULE_RETURNING || act->rule == CARE_RULE_LOW_BEFORE);
    }
    return n;
}

static const CareAction *
greeting(const Desk *desk)
{
    for (guint i = 0; i < desk->acts->len; i++) {
        const CareAction *act = g_ptr_array_index(desk->acts, i);

        if (act->type == CARE_ACTION_REMIND &&
            (act->rule == CARE_RULE_RETURNING || act->rule == CARE_RULE_LOW_BEFORE))
            return act;
    }
    return NULL;
}

static void
care_memory__copies__all_and_shares_nothing(void **state G_GNUC_UNUSED)
{
    char note[] = "a note", name[] = "Annie", comment[] = "fine";
    const CareMemory memory = {.note = note, .name = name, .n_chats = 7, .last_comment = comment};
    g_autoptr(CareMemory) copy = care_memory_copy(&memory);

    note[0] = name[0] = comment[0] = 'x';
    assert_string_equal(copy->note, "a note");
    assert_string_equal(copy->name, "Annie");
    assert_string_equal(copy->last_comment, "fine");
    assert_int_equal(copy->n_chats, 7);
    assert_null(care_memory_copy(NULL));
    care_memory_free(NULL);
}

static void
care_memory_met__tells__once_a_chat_who_is_back(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 4);
    const CareAction *act;

    desk->memory = &memory;
    desk_customer(desk, "hello, my router is dead");
    act = greeting(desk);
    assert_non_null(act);
    assert_int_equal(act->rule, CARE_RULE_RETURNING);
    assert_int_equal(act->level, CARE_LEVEL_SHOWN);
    assert_int_equal(act->message, CARE_TELL_RETURNING);
    assert_int_equal(act->ms, TWO_DAYS);
    assert_ptr_equal(act->conversation, desk->anna);
    assert_string_equal(act->card->memory->note, "router in the attic");
    assert_int_equal(act->card->memory->last_rating, 4);
    desk_agent(desk, "hi annie");
    desk_customer(desk, "it blinks");
    desk_command(desk, CARE_COMMAND_END_QUIET);
    desk_command(desk, CARE_COMMAND_UNDO); /* the same chat goes on */
    desk_customer(desk, "and now it is dark");
    desk->send = CARE_STORED_FAILED;
    desk_command(desk, CARE_COMMAND_END);
    desk_command(desk, CARE_COMMAND_UNDO); /* it never went out: all is loaded again */
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_LOAD), 2);
    assert_int_equal(n_greetings(desk), 1);
    desk_command(desk, CARE_COMMAND_END_QUIET);
    desk_pass(desk, DESK_DAY);
    desk_customer(desk, "hello again, the router");
    assert_int_equal(n_greetings(desk), 2);
}

static void
care_memory_met__says__one_line_when_the_last_mark_was_low(void **state G_GNUC_UNUSED)
{
    const struct {
        const char *policy;
        gint rating;
        CareRule rule; /* CARE_N_RULES: none speaks */
    } cases[] = {
        {NULL, 1, CARE_RULE_LOW_BEFORE},
        {NULL, 2, CARE_RULE_LOW_BEFORE},
        {NULL, 3, CARE_RULE_RETURNING},
        {NULL, 0, CARE_RULE_RETURNING},
        {"[remind]\nlow-before=off\n", 1, CARE_RULE_RETURNING},
        {"[remind]\nreturning=off\n", 2, CARE_RULE_LOW_BEFORE},
        {"[remind]\nreturning=off\n", 3, CARE_N_RULES},
        {"[remind]\nreturning=off\nlow-before=off\n", 1, CARE_N_RULES},
        {"[show]\nrating=no\n", 1, CARE_RULE_RETURNING},
        {"[show]\nrating=after-5\n", 1, CARE_RULE_RETURNING},
        {"[show]\nrating=no\n[remind]\nreturning=off\n", 1, CARE_N_RULES},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Desk) desk = desk_new(cases[i].policy);
        const CareMemory memory = remembered(desk, cases[i].rating);

        desk->memory = &memory;
        desk_customer(desk, "hello, my router is dead");
        assert_int_equal(n_greetings(desk), cases[i].rule == CARE_N_RULES ? 0 : 1);
        if (cases[i].rule == CARE_N_RULES)
            continue;
        assert_int_equal(greeting(desk)->rule, cases[i].rule);
        assert_int_equal(greeting(desk)->message, cases[i].rule == CARE_RULE_LOW_BEFORE
                                                      ? CARE_TELL_LOW_BEFORE
                                                      : CARE_TELL_RETURNING);
    }
}

/* Else whoever is never asked again would not have "felt understood last time" for ever. */
static void
care_memory_met__speaks_of_the_last_chat__when_it_says_last_time(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareMemory memory = remembered(desk, 1);

    memory.last_rated = FALSE;
    memory.rated_ms -= 30 * DESK_DAY;
    desk->memory = &memory;
    desk_customer(desk, "hello, my router is dead");
    assert_int_equal(n_greetings(desk), 1);
    assert_int_equal(greeting(desk)->rule, CARE_RULE_RETURNING);
    assert_int_equal(greeting(desk)->card->memory->last_rating, 1); /* it is told of all the same */
}

static void
care_memory_met__carries__no_rating_where_they_are_hidden(void **state G_GNUC_UNUSED)
{
    const char *policies[] = {"[show]\nrating=no\n", "[show]\nrating=after-5\n"};

    for (gsize i = 0; i < G_N_ELEMENTS(policies); i++) {
        g_autoptr(Desk) desk = desk_new(policies[i]);
        const CareMemory memory = remembered(desk, 1);
        const CareAction *act;

        desk->memory = &memory;
        desk_customer(desk, "hello, my router is dead");
        act = greeting(desk);
        assert_true(act->card->hides);
        assert_int_equal(act->card->memory->last_rating, 0);
        assert_null(act->card->memory->last_comment);
        assert_true(act->card->memory->rated_ms != 0); /* that they answered may be known */
        assert_string_equal(act->card->memory->name, "Annie");
    }
}

static void
care_memory_met__is_silent__about_whom_nobody_knows(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareMemory memory = remembered(desk, 1);

    desk_customer(desk, "hello, my router is dead"); /* nothing is remembered */
    desk_command(desk, CARE_COMMAND_END_QUIET);
    desk_pass(desk, DESK_HOUR);
    memory.n_chats = 0; /* a note alone is no visit */
    desk->memory = &memory;
    desk_customer(desk, "hello, my router is dead");
    assert_int_equal(n_greetings(desk), 0);
}

static void
care_memory_met__is_silent__about_a_private_contact(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 1);

    desk->memory = &memory;
    desk->customer.is_private = TRUE;
    desk_customer(desk, "hello, my router is dead");
    assert_int_equal(n_greetings(desk), 0);
}

static void
care_memory_met__is_silent__about_a_nick_without_address(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 1);
    const CarePeer guest = {.protocol = "irc",
                            .account = "agent@irc.example.org",
                            .address = "anna",
                            .anonymous = TRUE,
                            .name = "anna",
                            .agent = "Kim"};

    desk->memory = &memory; /* a store that says more than it should */
    desk->anna = care_engine_attach(desk->engine, &guest);
    desk_command(desk, CARE_COMMAND_CARD);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_LOAD), 0); /* there is nothing to load */
    desk_customer(desk, "hello, my router is dead");
    assert_int_equal(n_greetings(desk), 0);
    desk_command(desk, CARE_COMMAND_CARD);
    assert_null(desk_act(desk, CARE_ACTION_CARD)->card->memory);
}

static void
care_memory_met__is_silent__in_rooms(void **state G_GNUC_UNUSED)
{
    const CareOccupant present[] = {{"anna", "anna@example.org"}, {NULL, NULL}};
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 1);

    desk->memory = &memory;
    desk->anna = desk_conversation(desk, "help@rooms.example.org", TRUE);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_CUSTOMER,
                                 .text = "hello, my router is dead",
                                 .who = "anna"});
    desk_agent(desk, "hi anna");
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = CARE_COMMAND_CARD,
                                 .present = present});
    assert_int_equal(n_greetings(desk), 0);
    assert_string_equal(desk_act(desk, CARE_ACTION_CARD)->card->memory->name, "Annie");
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = CARE_COMMAND_END,
                                 .present = present});
    assert_int_equal(n_greetings(desk), 0);
}

static void
care_memory_met__is_silent__about_who_never_left(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareMemory memory = remembered(desk, 4);

    desk->memory = &memory;
    memory.last_ms = desk->now.wall_ms - DESK_MINUTE;
    desk_customer(desk, "one more thing, the router"); /* this client has just been started */
    assert_int_equal(n_greetings(desk), 1);
    desk_command(desk, CARE_COMMAND_END_QUIET);
    desk_pass(desk, DESK_HOUR);
    memory.last_ms = desk->now.wall_ms - 4 * DESK_HOUR + 1;
    desk_customer(desk, "one more thing, the router");
    assert_int_equal(n_greetings(desk), 1);
    desk_command(desk, CARE_COMMAND_END_QUIET);
    desk_pass(desk, DESK_HOUR);
    memory.last_ms = desk->now.wall_ms - 4 * DESK_HOUR;
    desk_customer(desk, "one more thing, the router");
    assert_int_equal(n_greetings(desk), 2);
}

static void
care_memory_met__is_silent__when_a_first_chat_was_only_just_now(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareMemory memory = remembered(desk, 0);

    memory.n_chats = 0;
    desk->memory = &memory;
    desk_customer(desk, "my router is dead");
    desk_command(desk, CARE_COMMAND_END_QUIET);
    desk_pass(desk, DESK_HOUR);
    memory.n_chats = 1;
    memory.last_ms = desk->now.wall_ms - DESK_HOUR;
    desk_customer(desk, "one more thing, the router");
    assert_int_equal(n_greetings(desk), 0);
}

static void
care_memory_met__is_silent__in_a_chat_that_an_earlier_run_began(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 1);
    CareRecord record = {.chat = {.id = (char *)"33333333-0000-4000-8000-000000000000",
                                  .protocol = (char *)"xmpp",
                                  .account = (char *)"agent@example.org",
                                  .address = (char *)"anna@example.org",
                                  .customer = (char *)"xmpp:anna@example.org",
                                  .started_ms = desk->now.wall_ms - 5 * DESK_MINUTE,
                                  .last_ms = desk->now.wall_ms - DESK_MINUTE,
                                  .agent_lines = 1,
                                  .customer_lines = 1}};
    const CareResumed resumed = {.record = &record};

    desk->memory = &memory;
    desk_event(
        desk,
        (CareEvent){.type = CARE_EVENT_RESUMED, .conversation = desk->anna, .resumed = &resumed});
    desk_customer(desk, "are you back");
    assert_int_equal(n_greetings(desk), 0);
    desk_command(desk, CARE_COMMAND_CARD); /* but it is known */
    assert_string_equal(desk_act(desk, CARE_ACTION_CARD)->card->memory->name, "Annie");
    desk_pass(desk, 20000);
    desk_agent(desk, "yes, here I am");
    desk_command(desk, CARE_COMMAND_CARD); /* how soon the first reply came, nobody knows now */
    assert_int_equal(desk_act(desk, CARE_ACTION_CARD)->card->attention.first_reply_ms, -1);
    assert_int_equal(desk_act(desk, CARE_ACTION_CARD)->card->attention.median_reply_ms, 20000);
}

static void
care_memory_met__is_silent__when_the_answer_comes_too_late(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 1);

    desk->memory = &memory;
    desk->hold = TRUE;
    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_END);
    desk_release(desk);
    assert_int_equal(n_greetings(desk), 0);
}

static void
care_memory_met__tells__late_while_the_chat_is_on(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 1);

    desk->memory = &memory;
    desk->hold = TRUE;
    desk_customer(desk, "hello, my router is dead");
    desk_customer(desk, "it blinks");
    assert_int_equal(n_greetings(desk), 0);
    desk_release(desk);
    assert_int_equal(n_greetings(desk), 1);
}

static void
care_memory_met__is_silent__without_a_window(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 1);

    desk->memory = &memory;
    care_engine_detach(desk->anna);
    desk_customer(desk, "hello, my router is dead");
    assert_int_equal(n_greetings(desk), 0);
}

static void
care_memory_met__is_silent__when_the_store_can_not_be_read(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 1);

    desk->hold = TRUE;
    desk_customer(desk, "hello, my router is dead");
    ((CareEvent *)g_queue_peek_head(&desk->waiting))->status = CARE_STORED_FAILED;
    ((CareEvent *)g_queue_peek_head(&desk->waiting))->memory = &memory;
    desk_release(desk);
    assert_int_equal(n_greetings(desk), 0);
}

static void
care_memory_met__is_silent__by_the_agents_word(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 4);

    desk->memory = &memory;
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = CARE_COMMAND_NEVER,
                                 .rule = CARE_RULE_RETURNING});
    desk_customer(desk, "hello, my router is dead");
    assert_int_equal(n_greetings(desk), 0);
}

static void
care_memory_met__stays_quiet__while_snoozed(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = remembered(desk, 4);

    desk->memory = &memory;
    desk_command_with(desk, CARE_COMMAND_SNOOZE, "30");
    desk_customer(desk, "hello, my router is dead");
    assert_int_equal(greeting(desk)->level, CARE_LEVEL_QUIET);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_memory__copies__all_and_shares_nothing),
        cmocka_unit_test(care_memory_met__tells__once_a_chat_who_is_back),
        cmocka_unit_test(care_memory_met__says__one_line_when_the_last_mark_was_low),
        cmocka_unit_test(care_memory_met__speaks_of_the_last_chat__when_it_says_last_time),
        cmocka_unit_test(care_memory_met__carries__no_rating_where_they_are_hidden),
        cmocka_unit_test(care_memory_met__is_silent__about_whom_nobody_knows),
        cmocka_unit_test(care_memory_met__is_silent__about_a_private_contact),
        cmocka_unit_test(care_memory_met__is_silent__about_a_nick_without_address),
        cmocka_unit_test(care_memory_met__is_silent__in_rooms),
        cmocka_unit_test(care_memory_met__is_silent__about_who_never_left),
        cmocka_unit_test(care_memory_met__is_silent__when_a_first_chat_was_only_just_now),
        cmocka_unit_test(care_memory_met__is_silent__in_a_chat_that_an_earlier_run_began),
        cmocka_unit_test(care_memory_met__is_silent__when_the_answer_comes_too_late),
        cmocka_unit_test(care_memory_met__tells__late_while_the_chat_is_on),
        cmocka_unit_test(care_memory_met__is_silent__without_a_window),
        cmocka_unit_test(care_memory_met__is_silent__when_the_store_can_not_be_read),
        cmocka_unit_test(care_memory_met__is_silent__by_the_agents_word),
        cmocka_unit_test(care_memory_met__stays_quiet__while_snoozed),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
