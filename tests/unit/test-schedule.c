/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that one wake time serves all conversations, and that what is over is forgotten. */
#include "care-desk.h"

static void
care_schedule__names__the_earliest_of_many(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nnext-answer=off\nfirst-answer=off\nhold=off\n");
    gint64 first;

    assert_int_equal(care_engine_wake_ms(desk->engine), G_MAXINT64);
    desk_customer(desk, "hello, my router is dead");
    desk_pass(desk, DESK_MINUTE); /* the lines were looked at by then */
    first = care_engine_wake_ms(desk->engine);
    assert_int_equal(first, desk->now.boot_ms + 14 * DESK_MINUTE);
    desk->anna = desk_conversation(desk, "bob@example.org", FALSE);
    desk_customer(desk, "hello, mine too");
    desk_pass(desk, DESK_MINUTE);
    assert_int_equal(care_engine_wake_ms(desk->engine), first);
}

static void
care_schedule__forgets__a_conversation_that_is_over(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_close(desk, "hi anna");
    desk_pass(desk, DESK_DAY);
    assert_non_null(
        care_engine_find(desk->engine, "xmpp", "agent@example.org", "anna@example.org"));
    desk_pass(desk, 10 * DESK_DAY); /* no late answer is awaited any more */
    assert_null(care_engine_find(desk->engine, "xmpp", "agent@example.org", "anna@example.org"));
    assert_int_equal(care_engine_wake_ms(desk->engine), G_MAXINT64);
}

static void
care_schedule__forgets_none__that_still_has_a_window(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_pass(desk, 10 * DESK_DAY);
    assert_ptr_equal(
        care_engine_find(desk->engine, "xmpp", "agent@example.org", "anna@example.org"),
        desk->anna);
}

static void
care_schedule__wakes__each_of_many_once(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    for (guint i = 0; i < 500; i++) {
        g_autofree char *address = g_strdup_printf("customer%u@example.org", i);

        desk->anna = desk_conversation(desk, address, FALSE);
        desk_customer(desk, "hello, my router is dead");
        desk_agent(desk, "hi");
    }
    desk_pass(desk, DESK_HOUR);
    assert_int_equal(desk->stored->len, 1000); /* begun and ended as idle, each once */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_schedule__names__the_earliest_of_many),
        cmocka_unit_test(care_schedule__forgets__a_conversation_that_is_over),
        cmocka_unit_test(care_schedule__forgets_none__that_still_has_a_window),
        cmocka_unit_test(care_schedule__wakes__each_of_many_once),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
