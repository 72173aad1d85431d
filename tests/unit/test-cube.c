/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that counts stay apart where they must and add up whichever way they are summed. */
#include "care-test.h"
#include <purple-care/engine-cube.h>
#include <string.h>

static CareCounts
counts_of(CareOutcome outcome, guint64 n)
{
    CareCounts counts = {0};

    counts.outcomes[outcome] = n;
    if (outcome == CARE_OUTCOME_ANSWERED)
        counts.ratings[3] = n;
    if (outcome == CARE_OUTCOME_NOT_ASKED)
        counts.reasons[CARE_REASON_IDLE] = n;
    return counts;
}

static void
add(CareCube *cube, const char *agent, const char *protocol, const char *definition,
    CareOutcome outcome, guint64 n)
{
    const CareCounts counts = counts_of(outcome, n);

    care_cube_add(cube, agent, protocol, definition, CARE_SCALE_ASKED, &counts);
}

static void
care_cube_add__keeps_rows_sorted__whatever_the_order(void **state G_GNUC_UNUSED)
{
    static const char *const names[] = {"zoe", "Anna", "anna", "bruno", "\xc3\xa9mile", ""};
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    g_autoptr(CareCube) cube = care_cube_new();

    for (guint i = 0; i < 500; i++) {
        const char *agent = names[g_rand_int_range(rng, 0, G_N_ELEMENTS(names))];
        const char *protocol = g_rand_boolean(rng) ? "xmpp" : "irc";

        add(cube, agent, protocol, g_rand_boolean(rng) ? "d1" : "", CARE_OUTCOME_ANSWERED, 1);
    }
    assert_int_equal(cube->rows->len, G_N_ELEMENTS(names) * 2 * 2);
    for (guint i = 1; i < cube->rows->len; i++) {
        const CareCubeRow *a = g_ptr_array_index(cube->rows, i - 1);
        const CareCubeRow *b = g_ptr_array_index(cube->rows, i);
        const gint agent = strcmp(a->agent, b->agent);
        const gint protocol = strcmp(a->protocol, b->protocol);

        assert_true(agent < 0 ||
                    (agent == 0 && (protocol < 0 ||
                                    (protocol == 0 && strcmp(a->definition, b->definition) < 0))));
    }
    assert_int_equal(care_cube_sum(cube, NULL).ratings[3], 500);
}

static void
care_cube_sum__adds_up__by_agent_and_in_all(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = care_cube_new();
    g_auto(GStrv) agents = NULL;
    guint64 chats = 0;

    add(cube, "bruno", "xmpp", "d1", CARE_OUTCOME_ANSWERED, 3);
    add(cube, "anna", "xmpp", "d2", CARE_OUTCOME_EXPIRED, 5);
    add(cube, "anna", "irc", "d1", CARE_OUTCOME_SKIPPED, 7);
    add(cube, "anna", "irc", "", CARE_OUTCOME_NOT_ASKED, 11);
    add(cube, "bruno", "xmpp", "d1", CARE_OUTCOME_PENDING, 13);
    add(cube, "bruno", "xmpp", "d1", CARE_OUTCOME_OPTED_OUT, 17);

    const CareCounts all = care_cube_sum(cube, NULL);

    assert_int_equal(care_counts_asked(&all), 3 + 5 + 7 + 17);
    assert_int_equal(care_counts_chats(&all), 3 + 5 + 7 + 11 + 13 + 17);
    assert_int_equal(all.reasons[CARE_REASON_IDLE], 11);

    agents = care_cube_agents(cube);
    assert_int_equal(g_strv_length(agents), 2);
    assert_string_equal(agents[0], "anna");
    for (guint i = 0; agents[i] != NULL; i++) {
        const CareCounts one = care_cube_sum(cube, agents[i]);

        chats += care_counts_chats(&one);
    }
    assert_int_equal(chats, care_counts_chats(&all));

    const CareCounts nobody = care_cube_sum(cube, "ann");

    assert_int_equal(care_counts_chats(&nobody), 0);
}

static void
care_counts_chats__leaves_out__what_has_not_ended(void **state G_GNUC_UNUSED)
{
    const CareCounts open = counts_of(CARE_OUTCOME_OPEN, 4);

    assert_int_equal(care_counts_chats(&open), 0);
    assert_int_equal(care_counts_asked(&open), 0);
}

static void
care_counts_tally__copies__the_five_counts(void **state G_GNUC_UNUSED)
{
    const CareCounts counts = {.ratings = {1, 0, 1, 3, 5}};
    CareTally tally;
    CareScore score;

    memset(&tally, 0xff, sizeof tally); /* whatever was there must go */
    care_counts_tally(&counts, CARE_SCALE_ASKED, &tally);
    assert_int_equal(tally.min, 1);
    assert_int_equal(tally.max, 5);
    assert_true(care_score_of(&tally, &score));
    assert_int_equal(score.n, 10);
    assert_int_equal(score.shown_tenths, 775);
}

static void
care_cube__copes__with_nothing(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = care_cube_new();
    g_auto(GStrv) agents = care_cube_agents(cube);
    const CareCounts none = care_cube_sum(cube, NULL);

    assert_null(agents[0]);
    assert_int_equal(care_counts_chats(&none), 0);
    care_cube_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_cube_add__keeps_rows_sorted__whatever_the_order),
        cmocka_unit_test(care_cube_sum__adds_up__by_agent_and_in_all),
        cmocka_unit_test(care_counts_chats__leaves_out__what_has_not_ended),
        cmocka_unit_test(care_counts_tally__copies__the_five_counts),
        cmocka_unit_test(care_cube__copes__with_nothing),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
