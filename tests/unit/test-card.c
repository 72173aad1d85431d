/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a card shows all that helps an agent, and nothing that policy or privacy hides. */
#include "care-conversation.h"
#include "care-desk.h"

static const CareCard *
card_of(Desk *desk)
{
    desk_command(desk, CARE_COMMAND_CARD);
    return desk_act(desk, CARE_ACTION_CARD)->card;
}

static void
care_card__shows__what_is_remembered(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = {.note = (char *)"likes tea",
                               .name = (char *)"Annie",
                               .n_chats = 3,
                               .last_ms = desk->now.wall_ms - DESK_DAY,
                               .last_rating = 2,
                               .rated_ms = desk->now.wall_ms - DESK_DAY,
                               .last_comment = (char *)"in a hurry"};
    const CareCard *card;

    desk->memory = &memory;
    g_strlcpy(desk->customer.language, "de", CARE_TAG_SIZE);
    desk_customer(desk, "hello, my router is dead");
    card = card_of(desk);
    assert_string_equal(card->name, "Anna");
    assert_string_equal(card->language, "de");
    assert_string_equal(card->memory->note, "likes tea");
    assert_string_equal(card->memory->name, "Annie");
    assert_string_equal(card->memory->last_comment, "in a hurry");
    assert_int_equal(card->memory->last_rating, 2);
    assert_int_equal(card->memory->n_chats, 3);
    assert_false(card->hides);
}

static void
care_card__hides__what_policy_does(void **state G_GNUC_UNUSED)
{
    const struct {
        const char *policy;
        gboolean hides, comment, note;
    } cases[] = {{NULL, FALSE, TRUE, TRUE},
                 {"[show]\nrating=no\n", TRUE, FALSE, TRUE},
                 {"[show]\nrating=after-5\n", TRUE, FALSE, TRUE},
                 {"[privacy]\nkeep-comments=never\n", FALSE, FALSE, TRUE},
                 {"[privacy]\nnotes=no\n", FALSE, TRUE, FALSE}};
    const CareMemory memory = {.note = (char *)"likes tea",
                               .name = (char *)"Annie",
                               .last_rating = 5,
                               .rated_ms = 1,
                               .last_comment = (char *)"quick"};

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Desk) desk = desk_new(cases[i].policy);
        const CareCard *card;

        desk->memory = &memory;
        card = card_of(desk);
        assert_int_equal(card->hides, cases[i].hides);
        assert_int_equal(card->memory->last_rating, cases[i].hides ? 0 : 5);
        assert_int_equal(card->memory->rated_ms, 1);
        assert_int_equal(card->memory->last_comment != NULL, cases[i].comment);
        assert_int_equal(card->memory->note != NULL, cases[i].note);
        assert_int_equal(card->memory->name != NULL, cases[i].note);
    }
}

static void
care_card__shows__a_private_contact_as_nobody(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = {.note = (char *)"likes tea"};

    desk->memory = &memory;
    desk_customer(desk, "hello, my router is dead");
    assert_non_null(card_of(desk)->memory);
    desk_command(desk, CARE_COMMAND_PRIVATE);
    assert_null(card_of(desk)->memory);
}

static void
care_card__comes__in_every_phase(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareMemory memory = {.note = (char *)"likes tea", .n_chats = 3, .last_ms = 1};

    desk->memory = &memory;
    assert_string_equal(card_of(desk)->memory->note, "likes tea"); /* no chat yet: looked up */
    desk_ask(desk);
    assert_string_equal(card_of(desk)->memory->note, "likes tea");
    desk_customer(desk, "4");
    desk_pass(desk, DESK_DAY);
    memory.n_chats = 4;
    assert_int_equal(card_of(desk)->memory->n_chats, 4); /* looked up afresh */
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_CARD), 3);
}

static void
care_card__comes__even_when_the_store_fails(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->hold = TRUE;
    desk_command(desk, CARE_COMMAND_CARD);
    desk_command(desk, CARE_COMMAND_CARD); /* one answer is enough */
    ((CareEvent *)g_queue_peek_head(&desk->waiting))->status = CARE_STORED_FAILED;
    desk_release(desk);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_CARD), 1);
    assert_null(desk_act(desk, CARE_ACTION_CARD)->card->memory);
    assert_string_equal(desk_act(desk, CARE_ACTION_CARD)->card->name, "Anna");
}

static void
care_card__shows__the_chat_as_it_stands(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareReminding *remind = &desk->anna->remind;
    const CareCard *card;

    desk_customer(desk, "hello, my router is dead");
    desk_pass(desk, 20000);
    desk_agent(desk, "hi anna");
    desk_customer(desk, "it blinks");
    desk_pass(desk, 7000);
    remind->opens[0] = (CareOpen){CARE_OPEN_QUESTION, 17};
    remind->n_opens = 1;
    remind->upset = TRUE;
    remind->entries = 5;
    remind->values = 2;
    remind->stock = 3;
    desk->engine->rules[CARE_RULE_FEELING].quiet = TRUE;
    card = card_of(desk);
    assert_int_equal(card->waits_ms, 7000);
    assert_int_equal(card->n_opens, 1);
    assert_int_equal(card->opens[0].at_ms, 17);
    assert_true(card->upset);
    assert_int_equal(card->entries, 5);
    assert_int_equal(card->values, 2);
    assert_int_equal(card->stock, 3);
    assert_true(card->is_quiet[CARE_RULE_FEELING]);
    assert_false(card->is_quiet[CARE_RULE_PROMISE]);
    assert_int_equal(card->attention.replies, 1);
    assert_int_equal(card->attention.first_reply_ms, 20000);
    assert_int_equal(card->attention.longest_wait_ms, 20000);
    remind->stock = 2; /* two are no habit */
    assert_int_equal(card_of(desk)->stock, 0);
    desk_command(desk, CARE_COMMAND_END_QUIET);
    card = card_of(desk); /* what was open in a chat that is over is not open */
    assert_int_equal(card->n_opens, 0);
    assert_int_equal(card->waits_ms, 0);
    assert_false(card->upset);
    assert_int_equal(card->entries, 0);
}

static void
care_card__goes__with_the_status_of_an_open_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareAction *act;

    desk_customer(desk, "hello, my router is dead");
    desk_pass(desk, 20000);
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_STATUS);
    act = desk_act(desk, CARE_ACTION_TELL);
    assert_int_equal(act->message, CARE_TELL_STATUS_OPEN);
    assert_int_equal(act->card->attention.first_reply_ms, 20000);
    assert_int_equal(act->card->attention.median_reply_ms, 20000);
}

/* "hello" from @nick in the room. */
static void
room_line(Desk *desk, const char *nick)
{
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_CUSTOMER,
                                 .text = "hello, my router is dead",
                                 .who = nick});
}

static void
room_command(Desk *desk, CareCommand command, const CareOccupant *present)
{
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = command,
                                 .present = present});
}

static void
care_card__never_mixes__the_customers_of_a_room(void **state G_GNUC_UNUSED)
{
    const CareOccupant anna[] = {{"anna", "anna@example.org"}, {NULL, NULL}};
    const CareOccupant bob[] = {{"bob", "bob@example.org"}, {NULL, NULL}};
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = {.note = (char *)"likes tea"};

    desk->anna = desk_conversation(desk, "help@rooms.example.org", TRUE);
    room_line(desk, "anna");
    room_line(desk, "bob");
    desk->memory = &memory;
    room_command(desk, CARE_COMMAND_CARD, anna);
    assert_string_equal(desk_act(desk, CARE_ACTION_CARD)->card->memory->note, "likes tea");
    desk->anna->remind.opens[0] = (CareOpen){CARE_OPEN_PROMISE, 17};
    desk->anna->remind.n_opens = 1;
    desk->anna->remind.unscanned = 0;
    desk->hold = TRUE; /* nothing is known of bob yet */
    room_command(desk, CARE_COMMAND_END, bob);
    assert_int_equal(desk_act(desk, CARE_ACTION_TELL)->message, CARE_TELL_LAST_IMPRESSION);
    assert_null(desk_act(desk, CARE_ACTION_TELL)->card->memory);
}

static void
care_card__forgets__who_was_in_a_room_before(void **state G_GNUC_UNUSED)
{
    const CareOccupant anna[] = {{"anna", "anna@example.org"}, {NULL, NULL}};
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = {.note = (char *)"likes tea"};

    desk->anna = desk_conversation(desk, "help@rooms.example.org", TRUE);
    desk->memory = &memory;
    room_line(desk, "anna");
    desk_agent(desk, "hi anna");
    room_command(desk, CARE_COMMAND_END, anna);
    assert_non_null(desk->anna->memory);
    desk_pass(desk, DESK_DAY);
    desk->hold = TRUE;
    room_line(desk, "bob");
    room_command(desk, CARE_COMMAND_CARD, NULL);
    assert_null(desk_act(desk, CARE_ACTION_CARD)->card->memory);
    desk->hold = FALSE;
    desk_release(desk);
    assert_null(desk->anna->memory);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_card__shows__what_is_remembered),
        cmocka_unit_test(care_card__hides__what_policy_does),
        cmocka_unit_test(care_card__shows__a_private_contact_as_nobody),
        cmocka_unit_test(care_card__comes__in_every_phase),
        cmocka_unit_test(care_card__comes__even_when_the_store_fails),
        cmocka_unit_test(care_card__shows__the_chat_as_it_stands),
        cmocka_unit_test(care_card__goes__with_the_status_of_an_open_chat),
        cmocka_unit_test(care_card__never_mixes__the_customers_of_a_room),
        cmocka_unit_test(care_card__forgets__who_was_in_a_room_before),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
