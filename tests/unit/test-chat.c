/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves a chat's life: what starts it, the ways it ends, what still belongs to it, and what
 * counts. */
#include "care-desk.h"

static void
care_chat__starts__with_a_line_but_not_with_courtesy(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "thanks, bye!");
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NO_CHAT), 1);
    desk_customer(desk, "hello, my router is dead");
    desk_command(desk, CARE_COMMAND_STATUS);
    assert_int_equal(desk_count(desk->told, CARE_TELL_STATUS_OPEN), 1);
}

static void
care_chat__is_stored__from_the_agents_first_line(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    assert_int_equal(desk->stored->len, 0); /* perhaps another client's agent answers */
    desk_agent(desk, "hi anna");
    assert_int_equal(desk->stored->len, 1);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPEN);
    assert_int_equal(desk_last(desk)->chat.customer_lines, 1);
    assert_string_equal(desk_last(desk)->chat.customer, "xmpp:anna@example.org");
}

static void
care_chat__flushes__open_chats_every_minute(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=off\nnext-answer=off\n");

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    for (guint i = 0; i < 5; i++) {
        desk_customer(desk, "still dead");
        desk_pass(desk, 20000);
    }
    assert_int_equal(desk->stored->len, 1 + 1); /* 100 s: one flush */
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(desk->stored->len, 1 + 2); /* nothing new, nothing stored */
    assert_int_equal(desk_last(desk)->chat.customer_lines, 6);
}

static void
care_chat__ends__as_idle_at_its_last_line_unasked(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    gint64 last_ms;

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    last_ms = desk->now.wall_ms;
    desk_pass(desk, 16 * DESK_MINUTE);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_NOT_ASKED);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_IDLE);
    assert_int_equal(desk_last(desk)->chat.ended_ms, last_ms);
    assert_int_equal(desk->said->len, 0);
}

static void
care_chat__asks__when_the_window_closes(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "done, it works again");
    desk_close(desk, "done, it works again");
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_int_equal(desk_last(desk)->chat.end, CARE_END_CLOSED);
}

static void
care_chat__does_not_ask__when_closed_on_a_waiting_customer(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "one moment");
    desk_customer(desk, "are you there?");
    desk_close(desk, "are you there?");
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_CUSTOMER_WAITING);
    assert_int_equal(desk_count(desk->told, CARE_TELL_CLOSED_WAITING), 1);
}

static void
care_chat__asks__when_only_a_thank_you_waits(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "done, it works again");
    desk_customer(desk, "thanks, bye!");
    desk_close(desk, "thanks, bye!");
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
}

static void
care_chat__reopens__for_a_real_line_within_ten_minutes(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    g_autofree char *id = NULL;

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_END_QUIET);
    id = g_strdup(desk_last(desk)->chat.id);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_AGENT_CHOICE);
    desk_customer(desk, "thanks, bye!");
    desk_command(desk, CARE_COMMAND_STATUS);
    assert_int_equal(desk_count(desk->told, CARE_TELL_STATUS_NONE), 1);
    desk_pass(desk, 9 * DESK_MINUTE);
    desk_customer(desk, "it is dead again");
    desk_pass(desk, DESK_MINUTE);
    assert_string_equal(desk_last(desk)->chat.id, id);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPEN);
    assert_int_equal(desk_last(desk)->chat.ended_ms, 0);
}

static void
care_chat__is_dropped__where_no_agent_took_part(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_pass(desk, DESK_HOUR);
    desk_customer(desk, "anybody?");
    desk_close(desk, "anybody?");
    assert_int_equal(desk->stored->len, 0);
    assert_int_equal(desk->said->len, 0);
}

static void
care_chat__ends__as_lost_when_the_account_stays_away(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareEvent account = {
        .type = CARE_EVENT_ACCOUNT, .protocol = "xmpp", .account = "agent@example.org"};

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_event(desk, account);
    desk_pass(desk, 4 * DESK_MINUTE);
    account.online = TRUE;
    desk_event(desk, account);
    desk_pass(desk, 4 * DESK_MINUTE);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPEN);
    account.online = FALSE;
    desk_event(desk, account);
    desk_pass(desk, 5 * DESK_MINUTE);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_LOST);
}

static void
care_chat__ignores__automatic_lines_and_colleagues(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_CUSTOMER,
                                 .text = "I am out of office",
                                 .automatic = TRUE});
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_COLLEAGUE,
                                 .text = "shall I take this one"});
    desk_command(desk, CARE_COMMAND_STATUS);
    assert_int_equal(desk_count(desk->told, CARE_TELL_STATUS_NONE), 1);
}

static void
care_chat__does_nothing__off_the_desk(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("exclude=anna@example.org\n");

    desk_customer(desk, "dinner tonight?");
    desk_agent(desk, "sure");
    desk_command(desk, CARE_COMMAND_END);
    desk_close(desk, "sure");
    desk_pass(desk, DESK_DAY);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk->stored->len, 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NOT_DESK), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_chat__starts__with_a_line_but_not_with_courtesy),
        cmocka_unit_test(care_chat__is_stored__from_the_agents_first_line),
        cmocka_unit_test(care_chat__flushes__open_chats_every_minute),
        cmocka_unit_test(care_chat__ends__as_idle_at_its_last_line_unasked),
        cmocka_unit_test(care_chat__asks__when_the_window_closes),
        cmocka_unit_test(care_chat__does_not_ask__when_closed_on_a_waiting_customer),
        cmocka_unit_test(care_chat__asks__when_only_a_thank_you_waits),
        cmocka_unit_test(care_chat__reopens__for_a_real_line_within_ten_minutes),
        cmocka_unit_test(care_chat__is_dropped__where_no_agent_took_part),
        cmocka_unit_test(care_chat__ends__as_lost_when_the_account_stays_away),
        cmocka_unit_test(care_chat__ignores__automatic_lines_and_colleagues),
        cmocka_unit_test(care_chat__does_nothing__off_the_desk),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
