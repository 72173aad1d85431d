/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A customer's own word deletes what is kept of them, and only after it was asked for twice. */
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_erase__deletes__after_a_confirmation),
        cmocka_unit_test(care_erase__stores__no_name_any_more_afterwards),
        cmocka_unit_test(care_erase__waits__for_the_very_words),
        cmocka_unit_test(care_erase__leaves__talk_about_erasing_alone),
        cmocka_unit_test(care_erase__hears__the_command_at_any_time),
        cmocka_unit_test(care_erase__is_off__where_policy_says_so),
        cmocka_unit_test(care_erase__drops__words_that_wait_for_the_store),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
