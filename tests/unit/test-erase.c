/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A customer's own word, or the agent's for them, deletes what is kept, and only when it was meant.
 */
#include "care-desk.h"

static gboolean
is_erased(const Desk *desk)
{
    return (desk_last(desk)->change & CARE_CUSTOMER_ERASE) != 0;
}

static void
care_erase__deletes__after_a_confirmation(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_true(desk_customer(desk, "4"));
    assert_true(desk_customer(desk, "Erase."));
    assert_int_equal(desk_count(desk->said, CARE_SAY_ERASE), 1);
    assert_false(is_erased(desk));
    assert_true(desk_customer(desk, "Yes, erase!"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_ERASED), 1);
    assert_int_equal(desk_count(desk->told, CARE_TELL_ERASED), 1);
    assert_true(is_erased(desk));
    assert_string_equal(desk_last(desk)->customer, "xmpp:anna@example.org");
    assert_null(desk_last(desk)->chat.customer);
}

static void
care_erase__stores__no_name_any_more_afterwards(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    guint before;

    desk_ask(desk);
    desk_customer(desk, "4");
    desk_customer(desk, "erase");
    desk_customer(desk, "yes, erase");
    before = desk->stored->len;
    desk_pass(desk, 2 * DESK_DAY);
    for (guint i = before; i < desk->stored->len; i++)
        assert_null(((const CareRecord *)desk->stored->pdata[i])->chat.customer);
    assert_false(desk_customer(desk, "5")); /* and nothing is read as an answer */
}

static void
care_erase__waits__for_the_very_words(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_false(desk_customer(desk, "yes, erase")); /* nobody asked */
    desk_customer(desk, "erase");
    assert_false(desk_customer(desk, "yes, erase the disk please, not my data"));
    assert_false(is_erased(desk));
    desk_pass(desk, 11 * DESK_MINUTE);
    assert_false(desk_customer(desk, "yes, erase"));
    assert_false(is_erased(desk));
}

static void
care_erase__leaves__talk_about_erasing_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_false(desk_customer(desk, "erase the old backup please"));
    desk_agent(desk, "shall I erase or keep it");
    assert_false(desk_customer(desk, "erase"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_ERASE), 0);
}

static void
care_erase__hears__the_command_at_any_time(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    assert_true(desk_customer(desk, "!rate erase"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_ERASE), 1);
    assert_true(desk_customer(desk, "yes, erase"));
    assert_true(is_erased(desk));
}

static void
care_erase__is_off__where_policy_says_so(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[privacy]\ntyped-erase=no\n");

    desk_ask(desk);
    assert_false(desk_customer(desk, "erase"));
    assert_false(desk_customer(desk, "!rate erase"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_ERASE), 0);
}

static void
care_erase__drops__words_that_wait_for_the_store(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    guint before;

    desk_ask(desk);
    desk->store = CARE_STORED_FAILED;
    desk_customer(desk, "2, you were rude");
    desk_customer(desk, "erase");
    desk_customer(desk, "yes, erase");
    before = desk->stored->len;
    desk->store = CARE_STORED_OK;
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_true(desk->stored->len > before);
    for (guint i = before; i < desk->stored->len; i++)
        assert_null(((const CareRecord *)desk->stored->pdata[i])->answer.comment);
}

static const CareRecord *
last_stored(const Desk *desk)
{
    return g_ptr_array_index(desk->stored, desk->stored->len - 1);
}

static const char *
note_shown(Desk *desk)
{
    desk_command(desk, CARE_COMMAND_NOTE);
    assert_int_equal(g_array_index(desk->told, CareMessageId, desk->told->len - 1), CARE_TELL_NOTE);
    return g_ptr_array_index(desk->texts, desk->texts->len - 1);
}

static void
care_erase_by_agent__says__first_what_would_go(void **state G_GNUC_UNUSED)
{
    const char *arguments[] = {NULL, "", "no", "yes please", "y"};
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_command_with(desk, CARE_COMMAND_NOTE, "likes tea");
    for (gsize i = 0; i < G_N_ELEMENTS(arguments); i++)
        desk_command_with(desk, CARE_COMMAND_FORGET, arguments[i]);
    assert_int_equal(desk_count(desk->told, CARE_TELL_FORGET), G_N_ELEMENTS(arguments));
    assert_int_equal(desk->stored->len, 1);
    assert_string_equal(note_shown(desk), "likes tea");
}

static void
care_erase_by_agent__deletes__what_the_customers_own_word_would(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = {.note = (char *)"likes tea", .n_chats = 3, .last_ms = 1};

    desk->memory = &memory;
    g_strlcpy(desk->customer.language, "de", CARE_TAG_SIZE);
    desk_ask(desk);
    desk_customer(desk, "4");
    assert_string_equal(note_shown(desk), "likes tea");
    g_array_set_size(desk->said, 0);
    desk->hold = TRUE;
    desk_command_with(desk, CARE_COMMAND_FORGET, "Yes");
    assert_int_equal(desk_count(desk->told, CARE_TELL_ERASED), 0); /* not before it is done */
    assert_true(is_erased(desk));
    assert_string_equal(last_stored(desk)->customer, "xmpp:anna@example.org");
    assert_null(last_stored(desk)->chat.customer);
    assert_null(last_stored(desk)->chat.address);
    desk->hold = FALSE;
    desk_release(desk);
    assert_int_equal(desk_count(desk->told, CARE_TELL_ERASED), 1);
    assert_int_equal(desk->said->len, 0); /* the customer hears nothing of it */
    assert_string_equal(note_shown(desk), "");
    desk_command(desk, CARE_COMMAND_CARD);
    assert_null(desk_act(desk, CARE_ACTION_CARD)->card->memory);
    assert_null(desk_act(desk, CARE_ACTION_CARD)->card->language);
}

static void
care_erase_by_agent__asks__nobody_about_the_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_command_with(desk, CARE_COMMAND_FORGET, "yes");
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_PRIVATE);
    assert_null(desk_last(desk)->chat.customer);
}

static void
care_erase_by_agent__stores__no_chat_that_no_agent_took_part_in(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_command_with(desk, CARE_COMMAND_FORGET, "yes"); /* no chat at all */
    assert_null(last_stored(desk)->chat.id);
    assert_int_equal(last_stored(desk)->change, CARE_CUSTOMER_ERASE);
    desk_customer(desk, "hello, my router is dead");
    desk_command_with(desk, CARE_COMMAND_FORGET, "yes");
    assert_null(last_stored(desk)->chat.id);
    assert_string_equal(last_stored(desk)->customer, "xmpp:anna@example.org");
    assert_int_equal(desk_count(desk->told, CARE_TELL_ERASED), 2);
}

static void
care_erase_by_agent__reaches__the_agents_other_accounts(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareConversation *first = desk->anna;
    const CarePeer same = {.protocol = "xmpp",
                           .account = "second@example.org",
                           .address = "anna@example.org",
                           .name = "Anna",
                           .agent = "Kim"};
    guint before;

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_command_with(desk, CARE_COMMAND_NOTE, "likes tea");
    desk->anna = care_engine_attach(desk->engine, &same);
    desk_command_with(desk, CARE_COMMAND_FORGET, "yes");
    before = desk->stored->len;
    desk->anna = first;
    assert_string_equal(note_shown(desk), "");
    desk_command(desk, CARE_COMMAND_END);
    assert_true(desk->stored->len > before);
    for (guint i = before; i < desk->stored->len; i++)
        assert_null(((const CareRecord *)desk->stored->pdata[i])->chat.customer);
}

static void
care_erase_by_agent__drops__what_waits_for_the_store(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    guint before;

    desk_customer(desk, "hello, my router is dead");
    desk->store = CARE_STORED_FAILED;
    desk_command_with(desk, CARE_COMMAND_NOTE, "likes tea");
    desk_command_with(desk, CARE_COMMAND_NAME, "Annie");
    desk_command_with(desk, CARE_COMMAND_LANGUAGE, "de");
    desk_command_with(desk, CARE_COMMAND_FORGET, "yes");
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOT_SAVED), 4); /* said of each, once */
    before = desk->stored->len;
    desk->store = CARE_STORED_OK;
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_true(desk->stored->len > before);
    for (guint i = before; i < desk->stored->len; i++) {
        const CareRecord *record = desk->stored->pdata[i];

        assert_null(record->note);
        assert_null(record->name);
        assert_null(record->tag);
    }
    assert_int_equal(desk_count(desk->told, CARE_TELL_ERASED), 1);
}

static void
care_erase_by_agent__stays__when_an_older_answer_comes(void **state)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = {.note = (char *)"likes tea", .n_chats = 3, .last_ms = 1};

    desk->memory = &memory;
    g_strlcpy(desk->customer.language, "de", CARE_TAG_SIZE);
    desk->hold = TRUE;
    desk_customer(desk, "hello, my router is dead"); /* a load is under way */
    desk_command_with(desk, CARE_COMMAND_FORGET, "yes");
    if (*(const gboolean *)*state) /* the store's answers may come in any order */
        g_queue_reverse(&desk->waiting);
    desk->hold = FALSE;
    desk_release(desk);
    assert_string_equal(note_shown(desk), "");
    desk_command(desk, CARE_COMMAND_CARD);
    assert_null(desk_act(desk, CARE_ACTION_CARD)->card->language);
}

int
main(void)
{
    static gboolean in_order = FALSE, reversed = TRUE;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_erase__deletes__after_a_confirmation),
        cmocka_unit_test(care_erase__stores__no_name_any_more_afterwards),
        cmocka_unit_test(care_erase__waits__for_the_very_words),
        cmocka_unit_test(care_erase__leaves__talk_about_erasing_alone),
        cmocka_unit_test(care_erase__hears__the_command_at_any_time),
        cmocka_unit_test(care_erase__is_off__where_policy_says_so),
        cmocka_unit_test(care_erase__drops__words_that_wait_for_the_store),
        cmocka_unit_test(care_erase_by_agent__says__first_what_would_go),
        cmocka_unit_test(care_erase_by_agent__deletes__what_the_customers_own_word_would),
        cmocka_unit_test(care_erase_by_agent__asks__nobody_about_the_chat),
        cmocka_unit_test(care_erase_by_agent__stores__no_chat_that_no_agent_took_part_in),
        cmocka_unit_test(care_erase_by_agent__reaches__the_agents_other_accounts),
        cmocka_unit_test(care_erase_by_agent__drops__what_waits_for_the_store),
        cmocka_unit_test_prestate(care_erase_by_agent__stays__when_an_older_answer_comes,
                                  &in_order),
        cmocka_unit_test_prestate(care_erase_by_agent__stays__when_an_older_answer_comes,
                                  &reversed),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
