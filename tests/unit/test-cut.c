/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that lines are cut where the live engine ends chats by silence. */
#include "care-desk.h"
#include <purple-care/engine-simulate.h>

/* A day of lines with gaps: what the live engine records as ended by silence is what is cut. */
static void
care_cut__ends__chats_where_the_live_engine_does(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(11);

    for (guint round = 0; round < 100; round++) {
        g_autoptr(Desk) desk = desk_new("[ask]\non-idle=no\n");
        CareCut cut = {.idle_end_ms = 15 * DESK_MINUTE};
        g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(CareCutChat));
        CareCutChat chat;
        guint n = 0;

        for (guint i = 0; i < 60; i++) {
            static const char *const lines[] = {"the router is dead", "it is a blue one",
                                                "thanks, bye!"};
            const char *text = lines[g_rand_int_range(rng, 0, 3)];
            const gboolean by_agent = g_rand_boolean(rng);
            /* Either within a chat, or past the ten minutes in which it might be taken up again. */
            const gint64 gap = g_rand_int_range(rng, 0, 4) == 0
                                   ? g_rand_int_range(rng, 26, 90) * DESK_MINUTE
                                   : g_rand_int_range(rng, 1, 14) * DESK_MINUTE;

            desk_pass(desk, gap);
            if (care_cut_is_over(&cut, desk->now.wall_ms) && care_cut_take(&cut, &chat) &&
                chat.agent_lines > 0)
                g_array_append_val(cuts, chat);
            care_cut_line(&cut, by_agent, text == lines[2], desk->now.wall_ms);
            if (by_agent)
                desk_agent(desk, text);
            else
                desk_customer(desk, text);
        }
        desk_pass(desk, DESK_HOUR);
        if (care_cut_take(&cut, &chat) && chat.agent_lines > 0)
            g_array_append_val(cuts, chat);
        for (guint i = 0; i < desk->stored->len; i++) {
            const CareRecord *record = g_ptr_array_index(desk->stored, i);
            const CareCutChat *same;

            if (record->chat.ended_ms == 0)
                continue;
            assert_true(n < cuts->len);
            same = &g_array_index(cuts, CareCutChat, n++);
            assert_int_equal(record->chat.started_ms, same->started_ms);
            assert_int_equal(record->chat.ended_ms, same->last_ms);
            assert_int_equal(record->chat.agent_lines, same->agent_lines);
            assert_int_equal(record->chat.customer_lines, same->customer_lines);
        }
        assert_int_equal(n, cuts->len);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_cut__ends__chats_where_the_live_engine_does),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
