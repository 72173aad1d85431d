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
add_ratings(CareCube *cube, const char *agent, const char *definition, CareScale scale, guint64 n)
{
    CareCounts counts = {0};

    counts.outcomes[CARE_OUTCOME_ANSWERED] = n;
    counts.ratings[1] = n;
    counts.items[CARE_ITEM_IDEAL][1] = n;
    care_cube_add(cube, agent, "xmpp", definition, scale, &counts);
}

static void
assert_scale(CareScale scale, gint min, gint max)
{
    assert_int_equal(scale.min, min);
    assert_int_equal(scale.max, max);
}

static void
care_cube_sum__never_mixes__scales(void **state G_GNUC_UNUSED)
{
    const CareScale zero_to_ten = {0, 10}, zero_to_four = {0, 4};
    g_autoptr(CareCube) cube = care_cube_new();
    CareCounts sum;

    add_ratings(cube, "anna", "d1", CARE_SCALE_ASKED, 3);
    add_ratings(cube, "anna", "d2", zero_to_ten, 5);
    add_ratings(cube, "anna", "d3", zero_to_four, 7); /* as many steps, but other ratings */
    add_ratings(cube, "bruno", "d2", zero_to_ten, 11);

    sum = care_cube_sum(cube, NULL);
    assert_int_equal(sum.ratings[1], 3);
    assert_int_equal(sum.items[CARE_ITEM_IDEAL][1], 3);
    /* What they rated is left out; that they were asked and answered is not. */
    assert_int_equal(sum.outcomes[CARE_OUTCOME_ANSWERED], 3 + 5 + 7 + 11);
    assert_int_equal(care_cube_n_other(cube, NULL), 5 + 7 + 11);
    assert_int_equal(care_cube_n_other(cube, "anna"), 5 + 7);
    assert_int_equal(care_cube_n_other(cube, "bruno"), 11);
    assert_int_equal(care_cube_n_other(cube, "nobody"), 0);

    cube->scale = zero_to_ten;
    sum = care_cube_sum(cube, NULL);
    assert_int_equal(sum.ratings[1], 5 + 11);
    assert_int_equal(sum.items[CARE_ITEM_IDEAL][1], 5 + 11);
    assert_int_equal(care_cube_n_other(cube, NULL), 3 + 7);
    assert_int_equal(care_cube_sum(cube, "bruno").ratings[1], 11);
    assert_int_equal(care_cube_n_other(cube, "bruno"), 0);
}

static void
care_cube_sum__leaves_no_answer_out__of_sum_and_others(void **state G_GNUC_UNUSED)
{
    static const CareScale scales[] = {{1, 5}, {0, 10}, {1, 3}};
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);

    for (guint round = 0; round < 200; round++) {
        g_autoptr(CareCube) cube = care_cube_new();

        for (guint i = 0; i < 12; i++) {
            const guint scale = (guint)g_rand_int_range(rng, 0, G_N_ELEMENTS(scales));
            const char *definition = ((const char *[]){"d1", "d2", "d3"})[scale];

            add_ratings(cube, i % 2 == 0 ? "anna" : "bruno", definition, scales[scale],
                        (guint64)g_rand_int_range(rng, 0, 4));
        }
        for (guint scale = 0; scale < G_N_ELEMENTS(scales); scale++) {
            cube->scale = scales[scale];
            const CareCounts sum = care_cube_sum(cube, NULL);

            assert_int_equal(sum.ratings[1] + care_cube_n_other(cube, NULL),
                             sum.outcomes[CARE_OUTCOME_ANSWERED]);
        }
        /* None has fewer others than the main scale. */
        cube->scale = care_cube_main_scale(cube);
        const guint64 n_other = care_cube_n_other(cube, NULL);

        for (guint scale = 0; scale < G_N_ELEMENTS(scales); scale++) {
            cube->scale = scales[scale];
            assert_true(care_cube_n_other(cube, NULL) >= n_other);
        }
    }
}

static void
care_cube_main_scale__is__what_most_answered_on(void **state G_GNUC_UNUSED)
{
    const CareScale zero_to_ten = {0, 10}, one_to_three = {1, 3};
    g_autoptr(CareCube) cube = care_cube_new();

    assert_scale(care_cube_main_scale(cube), 1, 5); /* nobody answered */
    add_ratings(cube, "anna", "d2", zero_to_ten, 0);
    assert_scale(care_cube_main_scale(cube), 1, 5); /* asked is not answered */
    add_ratings(cube, "bruno", "d2", zero_to_ten, 4);
    assert_scale(care_cube_main_scale(cube), 0, 10);
    add_ratings(cube, "anna", "d3", one_to_three, 3);
    add_ratings(cube, "bruno", "d4", one_to_three,
                2); /* several rows of one scale count together */
    assert_scale(care_cube_main_scale(cube), 1, 3);
    add_ratings(cube, "zoe", "d1", CARE_SCALE_ASKED, 4);
    assert_scale(care_cube_main_scale(cube), 1, 3);
    add_ratings(cube, "zoe", "d1", CARE_SCALE_ASKED, 2);
    assert_scale(care_cube_main_scale(cube), 1, 5);
}

static void
care_cube_main_scale__is_what_we_ask_on__where_as_many_answered(void **state G_GNUC_UNUSED)
{
    static const char *const agents[] = {"aaron", "zoe"}; /* before and after the others' row */

    for (gsize i = 0; i < G_N_ELEMENTS(agents); i++) {
        g_autoptr(CareCube) cube = care_cube_new();

        add_ratings(cube, "bruno", "d2", (CareScale){0, 10}, 4);
        add_ratings(cube, agents[i], "d1", CARE_SCALE_ASKED, 4);
        assert_scale(care_cube_main_scale(cube), 1, 5);
    }
}

static void
care_cube_main_scale__is_the_same__whatever_came_first(void **state G_GNUC_UNUSED)
{
    const CareScale zero_to_ten = {0, 10}, one_to_three = {1, 3};
    g_autoptr(CareCube) there = care_cube_new(), back = care_cube_new();

    add_ratings(there, "anna", "d2", zero_to_ten, 4);
    add_ratings(there, "bruno", "d3", one_to_three, 4);
    add_ratings(back, "bruno", "d3", one_to_three, 4);
    add_ratings(back, "anna", "d2", zero_to_ten, 4);
    const CareScale scale = care_cube_main_scale(there);

    assert_scale(care_cube_main_scale(back), scale.min, scale.max);
}

static void
care_counts_add__adds__every_number(void **state G_GNUC_UNUSED)
{
    CareCounts counts = {0}, sum = {0};
    guint64 n = 0;

    for (guint i = 0; i < CARE_N_OUTCOMES; i++)
        counts.outcomes[i] = ++n;
    for (guint i = 0; i < CARE_N_REASONS; i++)
        counts.reasons[i] = ++n;
    for (guint i = 0; i < CARE_STEPS_MAX; i++)
        counts.ratings[i] = ++n;
    for (guint i = 0; i < CARE_N_ITEMS * CARE_STEPS_MAX; i++)
        counts.items[i / CARE_STEPS_MAX][i % CARE_STEPS_MAX] = ++n;
    care_counts_add(&sum, &counts);
    assert_memory_equal(&sum, &counts, sizeof sum);
    care_counts_add(&sum, &counts);
    for (guint i = 0; i < CARE_N_OUTCOMES; i++)
        assert_int_equal(sum.outcomes[i], 2 * counts.outcomes[i]);
    for (guint i = 0; i < CARE_N_REASONS; i++)
        assert_int_equal(sum.reasons[i], 2 * counts.reasons[i]);
    for (guint i = 0; i < CARE_STEPS_MAX; i++)
        assert_int_equal(sum.ratings[i], 2 * counts.ratings[i]);
    for (guint i = 0; i < CARE_N_ITEMS * CARE_STEPS_MAX; i++)
        assert_int_equal(sum.items[i / CARE_STEPS_MAX][i % CARE_STEPS_MAX],
                         2 * counts.items[i / CARE_STEPS_MAX][i % CARE_STEPS_MAX]);
}

static void
care_counts_take__undoes__adding(void **state G_GNUC_UNUSED)
{
    CareCounts more = counts_of(CARE_OUTCOME_NOT_ASKED, 3);
    CareCounts sum = counts_of(CARE_OUTCOME_ANSWERED, 5);
    const CareCounts before = sum;

    more.items[CARE_N_ITEMS - 1][CARE_STEPS_MAX - 1] = 7; /* the very last number */
    care_counts_add(&sum, &more);
    assert_false(care_counts_is_negative(&sum));
    care_counts_take(&sum, &more);
    assert_memory_equal(&sum, &before, sizeof sum);
    care_counts_take(&sum, &more);
    assert_true(care_counts_is_negative(&sum));
    care_counts_add(&sum, &more);
    assert_false(care_counts_is_negative(&sum));
}

static void
care_counts_item_tally__keeps__items_apart(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = care_cube_new();
    CareTally tally;

    for (guint row = 0; row < 2; row++) {
        CareCounts counts = {0};

        for (guint item = CARE_ITEM_NONE + 1; item < CARE_N_ITEMS; item++) {
            for (guint t = 0; t < CARE_RATINGS; t++)
                counts.items[item][t] = 10 * item + t;
        }
        counts.ratings[0] = 1000; /* the main question is no item */
        care_cube_add(cube, row == 0 ? "anna" : "bruno", "xmpp", "d1", CARE_SCALE_ASKED, &counts);
    }
    const CareCounts sum = care_cube_sum(cube, NULL);

    for (guint item = CARE_ITEM_NONE + 1; item < CARE_N_ITEMS; item++) {
        memset(&tally, 0xff, sizeof tally); /* whatever was there must go */
        care_counts_item_tally(&sum, (CareItem)item, CARE_SCALE_ASKED, &tally);
        assert_int_equal(tally.min, 1);
        assert_int_equal(tally.max, 5);
        for (guint t = 0; t < CARE_RATINGS; t++)
            assert_int_equal(tally.counts[t], 2 * (10 * item + t));
        assert_int_equal(tally.counts[CARE_RATINGS], 0);
    }
}

static void
care_counts_tally__copies__all_eleven_steps(void **state G_GNUC_UNUSED)
{
    CareCounts counts = {0};
    CareTally tally;

    for (guint t = 0; t < CARE_STEPS_MAX; t++)
        counts.ratings[t] = t + 1;
    care_counts_tally(&counts, (CareScale){0, 10}, &tally);
    assert_int_equal(tally.max, 10);
    for (guint t = 0; t < CARE_STEPS_MAX; t++)
        assert_int_equal(tally.counts[t], t + 1);
    assert_int_equal(tally.counts[CARE_STEPS_MAX], 0);
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
        cmocka_unit_test(care_cube_sum__never_mixes__scales),
        cmocka_unit_test(care_cube_sum__leaves_no_answer_out__of_sum_and_others),
        cmocka_unit_test(care_cube_main_scale__is__what_most_answered_on),
        cmocka_unit_test(care_cube_main_scale__is_what_we_ask_on__where_as_many_answered),
        cmocka_unit_test(care_cube_main_scale__is_the_same__whatever_came_first),
        cmocka_unit_test(care_counts_add__adds__every_number),
        cmocka_unit_test(care_counts_take__undoes__adding),
        cmocka_unit_test(care_counts_item_tally__keeps__items_apart),
        cmocka_unit_test(care_counts_tally__copies__all_eleven_steps),
        cmocka_unit_test(care_cube__copes__with_nothing),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
