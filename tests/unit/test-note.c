/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that what an agent notes by hand is told as saved only when it is, and that no older word
 * undoes a newer one. */
#include "care-desk.h"

static void
care_note__is_saved__when_the_store_has_it(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk->hold = TRUE;
    desk_command_with(desk, CARE_COMMAND_NOTE, "router in the attic");
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOTE_SAVED), 0);
    assert_int_equal(desk_last_stored(desk)->change, CARE_CUSTOMER_NOTE);
    assert_string_equal(desk_last_stored(desk)->customer, "xmpp:anna@example.org");
    assert_string_equal(desk_last_stored(desk)->note, "router in the attic");
    assert_null(desk_last_stored(desk)->chat.id);
    assert_true(desk_last_stored(desk)->at_ms != 0);
    desk_release(desk);
    assert_int_equal(desk_last_told(desk), CARE_TELL_NOTE_SAVED);
    assert_string_equal(desk_last_text(desk), "router in the attic");
    assert_int_equal(desk->said->len, 0); /* never a word to the customer */
    desk_assert_shows(desk, CARE_COMMAND_NOTE, CARE_TELL_NOTE, "router in the attic");
}

static void
care_note__keeps__name_and_note_apart(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_command_with(desk, CARE_COMMAND_NAME, "Annie");
    assert_int_equal(desk_last_told(desk), CARE_TELL_NAME_SAVED);
    assert_int_equal(desk_last_stored(desk)->change, CARE_CUSTOMER_NAME);
    assert_string_equal(desk_last_stored(desk)->name, "Annie");
    assert_null(desk_last_stored(desk)->note);
    desk_command_with(desk, CARE_COMMAND_NOTE, "likes tea");
    desk_assert_shows(desk, CARE_COMMAND_NAME, CARE_TELL_NAME, "Annie");
    desk_command_with(desk, CARE_COMMAND_NAME, "OFF");
    assert_int_equal(desk_last_told(desk), CARE_TELL_NAME_SAVED);
    assert_null(desk_last_stored(desk)->name);
    desk_assert_shows(desk, CARE_COMMAND_NAME, CARE_TELL_NAME, NULL);
    desk_assert_shows(desk, CARE_COMMAND_NOTE, CARE_TELL_NOTE, "likes tea");
}

static void
care_note__shows__what_the_store_has(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = {.note = (char *)"likes tea", .name = (char *)"Annie"};

    desk->memory = &memory;
    g_strlcpy(desk->customer.language, "de", CARE_TAG_SIZE);
    desk->hold = TRUE; /* no chat is on: it must be looked up first */
    desk_command(desk, CARE_COMMAND_NOTE);
    desk_command(desk, CARE_COMMAND_LANGUAGE);
    assert_int_equal(desk->told->len, 0);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_LOAD), 1);
    desk_release(desk);
    assert_int_equal(desk->told->len, 2);
    assert_string_equal(g_ptr_array_index(desk->texts, 0), "likes tea");
    assert_string_equal(g_ptr_array_index(desk->texts, 1), "de");
    assert_int_equal(desk->last_number, 0); /* heard, not set */
    assert_null(care_conversation_chat_id(desk->anna));
    desk_assert_shows(desk, CARE_COMMAND_NAME, CARE_TELL_NAME, "Annie");
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_LOAD), 1);
}

static void
care_note__says__not_none_when_the_store_can_not_be_read(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->hold = TRUE;
    desk_command(desk, CARE_COMMAND_NOTE);
    ((CareEvent *)g_queue_peek_head(&desk->waiting))->status = CARE_STORED_FAILED;
    desk_release(desk);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOTE), 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_STORE_FAILED), 1);
}

static void
care_note__is_one_line__of_plain_signs(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_command_with(desk, CARE_COMMAND_NOTE,
                      "a\nb\r\nc\td\x01\x7f \xe2\x80\xae"
                      "e\xe2\x80\xa8"
                      "f");
    assert_string_equal(desk_last_stored(desk)->note, "a b  c d e f");
    desk_command_with(desk, CARE_COMMAND_NOTE, "\x01\x02\n"); /* nothing is left: shown, not set */
    assert_int_equal(desk_last_told(desk), CARE_TELL_NOTE);
    assert_int_equal(desk_n_changes(desk, CARE_CUSTOMER_NOTE), 1);
}

static void
care_note__refuses__what_is_too_long(void **state G_GNUC_UNUSED)
{
    static const struct {
        CareCommand command;
        gsize most;
        CareCustomerChange bit;
    } kinds[] = {{CARE_COMMAND_NOTE, 500, CARE_CUSTOMER_NOTE},
                 {CARE_COMMAND_NAME, 60, CARE_CUSTOMER_NAME}};
    g_autofree char *long_text = g_strnfill(10000, 'x');

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(Desk) desk = desk_new(NULL);
        g_autoptr(GString) text = g_string_new(NULL);

        for (gsize n = 0; n < kinds[i].most; n++)
            g_string_append(text, "ü"); /* characters count, not bytes */
        desk_command_with(desk, kinds[i].command, text->str);
        assert_int_equal(desk_n_changes(desk, kinds[i].bit), 1);
        g_string_append(text, "ü");
        desk_command_with(desk, kinds[i].command, text->str);
        assert_int_equal(desk_last_told(desk), CARE_TELL_TOO_LONG);
        assert_int_equal(desk->last_number, kinds[i].most);
        desk_command_with(desk, kinds[i].command, long_text);
        assert_int_equal(desk_last_told(desk), CARE_TELL_TOO_LONG);
        assert_int_equal(desk_n_changes(desk, kinds[i].bit), 1);
    }
}

static void
care_note__is_kept_of_nobody__where_policy_says_so(void **state G_GNUC_UNUSED)
{
    const char *policies[] = {"[privacy]\nnotes=no\n", "[privacy]\nkeep-notes=0\n"};
    const CareMemory memory = {.note = (char *)"likes tea", .name = (char *)"Annie"};

    for (gsize i = 0; i < G_N_ELEMENTS(policies); i++) {
        g_autoptr(Desk) desk = desk_new(policies[i]);

        desk->memory = &memory;
        desk_command_with(desk, CARE_COMMAND_NOTE, "router in the attic");
        assert_int_equal(desk_last_told(desk), CARE_TELL_NO_NOTES);
        desk_command_with(desk, CARE_COMMAND_NAME, "Annie");
        assert_int_equal(desk_last_told(desk), CARE_TELL_NO_NOTES);
        desk_assert_shows(desk, CARE_COMMAND_NOTE, CARE_TELL_NO_NOTES, NULL); /* nor shown */
        assert_int_equal(desk->stored->len, 0);
        desk_command(desk, CARE_COMMAND_CARD);
        assert_null(desk_act(desk, CARE_ACTION_CARD)->card->memory->note);
        assert_null(desk_act(desk, CARE_ACTION_CARD)->card->memory->name);
        desk_command_with(desk, CARE_COMMAND_NOTE, "off"); /* what is there may go */
        assert_int_equal(desk_last_told(desk), CARE_TELL_NOTE_SAVED);
        assert_null(desk_last_stored(desk)->note);
        desk_command_with(desk, CARE_COMMAND_LANGUAGE, "de");
        assert_int_equal(desk_last_told(desk), CARE_TELL_LANGUAGE_SAVED);
    }
}

/* Each of the commands that are about a person. */
static void
assert_nobody(Desk *desk, CareMessageId message, gboolean can_forget)
{
    static const struct {
        CareCommand command;
        const char *argument;
    } tries[] = {{CARE_COMMAND_NOTE, "likes tea"}, {CARE_COMMAND_NOTE, NULL},
                 {CARE_COMMAND_NAME, "Annie"},     {CARE_COMMAND_NAME, NULL},
                 {CARE_COMMAND_LANGUAGE, "de"},    {CARE_COMMAND_LANGUAGE, NULL},
                 {CARE_COMMAND_FORGET, NULL},      {CARE_COMMAND_FORGET, "yes"}};
    const guint before = desk->stored->len;

    for (gsize i = 0; i < G_N_ELEMENTS(tries); i++) {
        if (can_forget && tries[i].command == CARE_COMMAND_FORGET)
            continue;
        desk_command_with(desk, tries[i].command, tries[i].argument);
        assert_int_equal(desk_last_told(desk), message);
    }
    assert_int_equal(desk->stored->len, before);
}

static void
care_note__knows__nobody_without_an_address(void **state G_GNUC_UNUSED)
{
    const CareOccupant nicks[] = {{"anna", NULL}, {NULL, NULL}};
    const CarePeer guest = {.protocol = "irc",
                            .account = "agent@irc.example.org",
                            .address = "anna",
                            .anonymous = TRUE,
                            .name = "anna",
                            .agent = "Kim"};
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->anna = care_engine_attach(desk->engine, &guest);
    assert_nobody(desk, CARE_TELL_NOBODY, FALSE);
    desk->anna = desk_conversation(desk, "help@rooms.example.org", TRUE);
    assert_nobody(desk, CARE_TELL_NOBODY, FALSE);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_CUSTOMER,
                                 .text = "hello, my router is dead",
                                 .who = "anna"});
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = CARE_COMMAND_NOTE,
                                 .argument = "likes tea",
                                 .present = nicks});
    assert_int_equal(desk_last_told(desk), CARE_TELL_NOBODY);
}

static void
care_note__knows__the_one_customer_of_a_room(void **state G_GNUC_UNUSED)
{
    const CareOccupant present[] = {
        {"anna", "anna@example.org"}, {"lurker", "eve@example.org"}, {NULL, NULL}};
    const CareMemory memory = {.name = (char *)"Annie"};
    g_autoptr(Desk) desk = desk_new(NULL);
    CareEvent event = {.type = CARE_EVENT_COMMAND, .present = present};

    desk->anna = desk_conversation(desk, "help@rooms.example.org", TRUE);
    event.conversation = desk->anna;
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_CUSTOMER,
                                 .text = "hello, my router is dead",
                                 .who = "anna"});
    desk->memory = &memory;
    event.command = CARE_COMMAND_NOTE;
    event.argument = "likes tea";
    desk_event(desk, event);
    assert_string_equal(desk_last_stored(desk)->customer, "xmpp:anna@example.org");
    event.command = CARE_COMMAND_NAME;
    event.argument = NULL;
    desk_event(desk, event);
    assert_int_equal(desk_last_told(desk), CARE_TELL_NAME);
    assert_string_equal(desk_last_text(desk), "Annie");
}

static void
care_note__keeps__nothing_of_a_private_contact(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_command_with(desk, CARE_COMMAND_NOTE, "likes tea");
    desk_command(desk, CARE_COMMAND_PRIVATE);
    assert_nobody(desk, CARE_TELL_NOBODY, TRUE);
    desk_command_with(desk, CARE_COMMAND_FORGET, "yes"); /* what was kept may go */
    assert_int_equal(desk_last_told(desk), CARE_TELL_ERASED);
}

static void
care_note__is_for__the_desk_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("exclude=anna@example.org\n");

    assert_nobody(desk, CARE_TELL_NOT_DESK, FALSE);
    desk_command(desk, CARE_COMMAND_CARD);
    assert_int_equal(desk_last_told(desk), CARE_TELL_NOT_DESK);
}

static void
care_note__reaches__every_conversation_with_the_customer(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareConversation *first = desk->anna;
    CareConversation *bob = desk_conversation(desk, "bob@example.org", FALSE);
    const CarePeer same = {.protocol = "xmpp",
                           .account = "second@example.org",
                           .address = "anna@example.org",
                           .name = "Anna",
                           .agent = "Kim"};

    desk_customer(desk, "hello, my router is dead");
    desk->anna = care_engine_attach(desk->engine, &same);
    desk_customer(desk, "hello, my router is dead");
    desk_command_with(desk, CARE_COMMAND_NOTE, "likes tea");
    desk_command_with(desk, CARE_COMMAND_LANGUAGE, "fr");
    desk->anna = first;
    desk_assert_shows(desk, CARE_COMMAND_NOTE, CARE_TELL_NOTE, "likes tea");
    desk_assert_shows(desk, CARE_COMMAND_LANGUAGE, CARE_TELL_LANGUAGE, "fr");
    desk->anna = bob; /* and nobody else's */
    desk_assert_shows(desk, CARE_COMMAND_NOTE, CARE_TELL_NOTE, NULL);
    desk_assert_shows(desk, CARE_COMMAND_LANGUAGE, CARE_TELL_LANGUAGE, NULL);
}

static void
care_note__outlives__an_older_answer_of_the_store(void **state)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = {
        .note = (char *)"an old note", .name = (char *)"Annie", .n_chats = 3, .last_ms = 1};

    desk->memory = &memory;
    desk->hold = TRUE;
    desk_customer(desk, "hello, my router is dead"); /* a load is under way */
    desk_command_with(desk, CARE_COMMAND_NOTE, "a new note");
    desk_command_with(desk, CARE_COMMAND_LANGUAGE, "fr");
    if (*(const gboolean *)*state) /* the store's answers may come in any order */
        g_queue_reverse(&desk->waiting);
    desk->hold = FALSE;
    desk_release(desk);
    desk_assert_shows(desk, CARE_COMMAND_NOTE, CARE_TELL_NOTE, "a new note");
    desk_assert_shows(desk, CARE_COMMAND_NAME, CARE_TELL_NAME, "Annie"); /* the rest came */
    desk_assert_shows(desk, CARE_COMMAND_LANGUAGE, CARE_TELL_LANGUAGE, "fr");
    assert_int_equal(desk->last_number, 1);
}

static void
care_note__is_tried_again__when_the_store_fails(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = {.note = (char *)"an old note"};

    desk_customer(desk, "hello, my router is dead");
    desk->store = CARE_STORED_FAILED;
    desk_command_with(desk, CARE_COMMAND_NOTE, "a new note");
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOTE_SAVED), 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOT_SAVED), 1);
    desk_pass(desk, 2 * DESK_MINUTE);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOT_SAVED), 1); /* once */
    assert_int_equal(desk->said->len, 0);
    desk->memory = &memory; /* what the store still has */
    desk_pass(desk, DESK_HOUR);
    desk_customer(desk, "hello again, the router");
    desk_assert_shows(desk, CARE_COMMAND_NOTE, CARE_TELL_NOTE, "a new note");
    desk->store = CARE_STORED_OK;
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOTE_SAVED), 1);
    assert_string_equal(desk_last_stored(desk)->note, "a new note");
}

static void
care_note__is_not_undone__by_an_older_one_that_waits(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    guint before;

    desk_customer(desk, "hello, my router is dead");
    desk->store = CARE_STORED_FAILED;
    desk_command_with(desk, CARE_COMMAND_NOTE, "an old note");
    desk->store = CARE_STORED_OK;
    desk_command_with(desk, CARE_COMMAND_NOTE, "a new note");
    before = desk->stored->len;
    desk_pass(desk, 2 * DESK_MINUTE);
    for (guint i = before; i < desk->stored->len; i++)
        assert_null(((const CareRecord *)desk->stored->pdata[i])->note);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOTE_SAVED), 1);
}

static void
care_note__is_not_undone__by_an_older_one_under_way(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    guint before;

    desk_customer(desk, "hello, my router is dead");
    desk->hold = TRUE;
    desk_command_with(desk, CARE_COMMAND_NOTE, "an old note");
    desk_command_with(desk, CARE_COMMAND_NOTE, "a new note");
    desk->hold = FALSE;
    desk->store = CARE_STORED_FAILED; /* both fail, and both are tried again */
    desk_release(desk);
    before = desk->stored->len;
    desk->store = CARE_STORED_OK;
    desk_pass(desk, 2 * DESK_MINUTE);
    for (guint i = before; i < desk->stored->len; i++) {
        const CareRecord *record = desk->stored->pdata[i];

        if ((record->change & CARE_CUSTOMER_NOTE) != 0)
            assert_string_equal(record->note, "a new note");
    }
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOTE_SAVED), 1);
}

int
main(void)
{
    static gboolean in_order = FALSE, reversed = TRUE;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_note__is_saved__when_the_store_has_it),
        cmocka_unit_test(care_note__keeps__name_and_note_apart),
        cmocka_unit_test(care_note__shows__what_the_store_has),
        cmocka_unit_test(care_note__says__not_none_when_the_store_can_not_be_read),
        cmocka_unit_test(care_note__is_one_line__of_plain_signs),
        cmocka_unit_test(care_note__refuses__what_is_too_long),
        cmocka_unit_test(care_note__is_kept_of_nobody__where_policy_says_so),
        cmocka_unit_test(care_note__knows__nobody_without_an_address),
        cmocka_unit_test(care_note__knows__the_one_customer_of_a_room),
        cmocka_unit_test(care_note__keeps__nothing_of_a_private_contact),
        cmocka_unit_test(care_note__is_for__the_desk_alone),
        cmocka_unit_test(care_note__reaches__every_conversation_with_the_customer),
        cmocka_unit_test_prestate(care_note__outlives__an_older_answer_of_the_store, &in_order),
        cmocka_unit_test_prestate(care_note__outlives__an_older_answer_of_the_store, &reversed),
        cmocka_unit_test(care_note__is_tried_again__when_the_store_fails),
        cmocka_unit_test(care_note__is_not_undone__by_an_older_one_that_waits),
        cmocka_unit_test(care_note__is_not_undone__by_an_older_one_under_way),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
