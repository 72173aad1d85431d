/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the waiting rules: they rise on time, stop at the agent's line, and never nag past their
 * budget. */
#include "care-desk.h"

static guint
reminders(const Desk *desk)
{
    return desk_count(desk->told, CARE_TELL_FIRST_ANSWER) +
           desk_count(desk->told, CARE_TELL_NEXT_ANSWER);
}

static void
care_remind__rises__while_the_customer_waits(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->newest = "is anybody there?";
    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 59999);
    assert_int_equal(reminders(desk), 0); /* the first step is quiet */
    desk_pass(desk, 1);
    assert_int_equal(desk_count(desk->told, CARE_TELL_FIRST_ANSWER), 1);
    desk_pass(desk, 120000);
    assert_int_equal(desk_count(desk->told, CARE_TELL_FIRST_ANSWER), 2);
    desk_pass(desk, 600000);
    assert_int_equal(reminders(desk), 2);
}

static void
care_remind__stops__at_the_agents_first_line(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 50000);
    desk_agent(desk, "here");
    desk_pass(desk, 600000);
    assert_int_equal(reminders(desk), 0);
    desk_customer(desk, "it is still dead");
    desk_pass(desk, 120000);
    assert_int_equal(desk_count(desk->told, CARE_TELL_NEXT_ANSWER), 1);
}

static void
care_remind__is_silent__over_a_mere_thank_you(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "my router is dead");
    desk_agent(desk, "try again");
    desk->newest = "thanks!";
    desk_customer(desk, "thanks!");
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(reminders(desk), 0);
}

static void
care_remind__is_silent__when_switched_off(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=off\n");

    desk_customer(desk, "is anybody there?");
    desk_pass(desk, 10 * DESK_MINUTE);
    assert_int_equal(reminders(desk), 0);
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
    assert_int_equal(reminders(desk), 0);
    desk_pass(desk, 1);
    assert_int_equal(reminders(desk), 1);
}

/* Two in a conversation and ten minutes, six an hour over all, whatever happens. */
static void
care_remind__keeps__its_budget_under_random_events(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    g_autoptr(Desk) desk = desk_new("[remind]\nfirst-answer=1;2;4\nnext-answer=1;2;4\n");
    g_autoptr(GArray) at = g_array_new(FALSE, FALSE, sizeof(gint64));
    CareConversation *all[5];

    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *address = g_strdup_printf("customer%u@example.org", i);

        all[i] = desk_conversation(desk, address, FALSE);
    }
    for (guint i = 0; i < 20000; i++) {
        const guint before = reminders(desk);

        desk->anna = all[g_rand_int_range(rng, 0, G_N_ELEMENTS(all))];
        if (g_rand_int_range(rng, 0, 3) > 0)
            desk_customer(desk, "is anybody there?");
        else
            desk_agent(desk, "here I am");
        desk_pass(desk, g_rand_int_range(rng, 0, 60000));
        for (guint n = before; n < reminders(desk); n++)
            g_array_append_val(at, desk->now.boot_ms);
    }
    assert_true(at->len > 100);
    for (guint i = 6; i < at->len; i++)
        assert_true(g_array_index(at, gint64, i) - g_array_index(at, gint64, i - 6) >=
                    DESK_HOUR - 60000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_remind__rises__while_the_customer_waits),
        cmocka_unit_test(care_remind__stops__at_the_agents_first_line),
        cmocka_unit_test(care_remind__is_silent__over_a_mere_thank_you),
        cmocka_unit_test(care_remind__is_silent__when_switched_off),
        cmocka_unit_test(care_remind__waits_longer__with_many_chats),
        cmocka_unit_test(care_remind__keeps__its_budget_under_random_events),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
