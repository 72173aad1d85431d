/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the engine's door: who is found, what settings change at run time, what quitting leaves.
 */
#include "care-desk.h"

static void
care_engine_attach__finds__one_conversation_per_address(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    assert_ptr_equal(desk_conversation(desk, "anna@example.org", FALSE), desk->anna);
    assert_ptr_equal(
        care_engine_find(desk->engine, "xmpp", "agent@example.org", "anna@example.org"),
        desk->anna);
    assert_null(care_engine_find(desk->engine, "irc", "agent@example.org", "anna@example.org"));
    assert_string_equal(care_conversation_peer(desk->anna)->name, "Anna");
}

static void
care_engine_handle__obeys__an_admins_switch_off_at_once(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const char *off = "[desk]\naccounts=*\n[ask]\nmode=off\n";
    const CareSettingsLayer layer = {.name = "test", .text = off, .size = strlen(off)};
    g_autoptr(CareSettings) settings = care_settings_new(&layer, 1);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_event(desk,
               (CareEvent){.type = CARE_EVENT_SETTINGS, .settings = settings, .definition = "d2"});
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_OFF);
}

static void
care_engine_handle__sends_nothing__once_the_account_left_the_desk(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    g_autoptr(CareSettings) none = care_settings_new(NULL, 0);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk->hold = TRUE;
    desk_command(desk, CARE_COMMAND_END); /* the commit is on its way */
    desk_event(desk,
               (CareEvent){.type = CARE_EVENT_SETTINGS, .settings = none, .definition = "d2"});
    desk_release(desk);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_NOT_ASKED);
    assert_false(care_conversation_is_watched(desk->anna));
}

static void
care_engine_handle__flushes__open_chats_at_quit_and_asks_nothing(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_customer(desk, "still dead");
    desk_event(desk, (CareEvent){.type = CARE_EVENT_QUIT});
    assert_int_equal(desk_last(desk)->chat.customer_lines, 2);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPEN);
    desk_close(desk, "still dead");
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.outcome,
                     CARE_OUTCOME_OPEN); /* resumed at the next start */
}

static void
care_engine_handle__survives__answers_that_nobody_awaits(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_event(desk, (CareEvent){.type = CARE_EVENT_STORED, .token = 12345});
    desk_event(desk, (CareEvent){.type = CARE_EVENT_SENT, .token = 0});
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LOADED, .token = 99});
    assert_int_equal(desk->stored->len, 0);
}

static void
care_engine_handle__refuses__to_ask_while_the_store_is_shut(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_event(desk, (CareEvent){.type = CARE_EVENT_STORE, .status = CARE_STORED_FAILED});
    desk_customer(desk, "hello, my router is dead");
    desk->store = CARE_STORED_FAILED;
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_STORE_FAILED), 1);
}

static void
care_engine_attach__notices__a_contact_excluded_meanwhile(void **state G_GNUC_UNUSED)
{
    static const char *const family[] = {"Family", NULL};
    g_autoptr(Desk) desk = desk_new("exclude=Family\n");
    const CarePeer moved = {.protocol = "xmpp",
                            .account = "agent@example.org",
                            .address = "anna@example.org",
                            .name = "Anna",
                            .agent = "Kim",
                            .groups = family};

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    assert_ptr_equal(care_engine_attach(desk->engine, &moved), desk->anna);
    desk_command(desk, CARE_COMMAND_END);
    desk_close(desk, "hi anna");
    assert_int_equal(desk->said->len, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_engine_attach__finds__one_conversation_per_address),
        cmocka_unit_test(care_engine_handle__obeys__an_admins_switch_off_at_once),
        cmocka_unit_test(care_engine_handle__sends_nothing__once_the_account_left_the_desk),
        cmocka_unit_test(care_engine_handle__flushes__open_chats_at_quit_and_asks_nothing),
        cmocka_unit_test(care_engine_handle__survives__answers_that_nobody_awaits),
        cmocka_unit_test(care_engine_handle__refuses__to_ask_while_the_store_is_shut),
        cmocka_unit_test(care_engine_attach__notices__a_contact_excluded_meanwhile),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
