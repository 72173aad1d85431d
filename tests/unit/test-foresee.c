/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that what is foreseen of n answers is what the score says once they are there. */
#include "care-test.h"
#include <math.h>
#include <purple-care/engine-simulate.h>

static CareTally
random_tally(GRand *rng, gint max_count)
{
    CareTally tally = {.min = 1, .max = 1 + g_rand_int_range(rng, 1, 11)};

    for (gint t = 0; t <= tally.max - tally.min; t++)
        tally.counts[t] = g_rand_boolean(rng) ? (guint64)g_rand_int_range(rng, 0, max_count) : 0;
    return tally;
}

static void
care_foresee_score__is__the_score_of_whole_answers(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(3);

    for (guint round = 0; round < 5000; round++) {
        const CareTally tally = random_tally(rng, round % 2 == 0 ? 5 : 5000);
        CareProportion seen = {0};
        CareScore score;

        if (!care_score_of(&tally, &score)) {
            assert_false(care_foresee_score(&tally, 10, &seen));
            continue;
        }
        assert_true(care_foresee_score(&tally, (double)score.n, &seen));
        assert_true(fabs(seen.value - score.value) < 1e-6);
        assert_true(fabs(seen.low - score.low) < 1e-6);
        assert_true(fabs(seen.high - score.high) < 1e-6);
    }
}

static void
care_foresee_score__narrows__with_more_answers(void **state G_GNUC_UNUSED)
{
    const CareTally shape = {.min = 1, .max = 5, .counts = {5, 5, 10, 30, 50}};
    double before = 100;

    for (double n = 0.5; n < 1e7; n *= 1.7) {
        CareProportion seen;

        assert_true(care_foresee_score(&shape, n, &seen));
        assert_true(seen.high - seen.low < before);
        before = seen.high - seen.low;
    }
}

/* Ten of a hundred 5s one step lower is a fall by 2.5 points: the number of answers that is named
 * is the first with which real tallies of that kind are told apart. */
static void
care_foresee_answers__are__just_enough_for_a_change(void **state G_GNUC_UNUSED)
{
    const CareTally shape = {.min = 1, .max = 5, .counts = {0, 0, 0, 0, 100}};
    const guint64 n = care_foresee_answers(&shape, 10);

    /* All gave 5; a fall by 10 points is 4 of 10 giving 4. */
    for (guint64 tenths = 1; tenths < 20; tenths++) {
        const CareTally older = {.min = 1, .max = 5, .counts = {0, 0, 0, 0, 10 * tenths}};
        const CareTally newer = {.min = 1, .max = 5, .counts = {0, 0, 0, 4 * tenths, 6 * tenths}};
        const CareChange change = care_change_of(&older, &newer);

        assert_true(fabs(change.value + 10) < 1e-9);
        assert_int_equal(change.verdict == CARE_VERDICT_DECLINED, 10 * tenths >= n);
    }
    assert_in_range(n, 10, 150);
}

static void
care_foresee_answers__grow__as_the_change_shrinks(void **state G_GNUC_UNUSED)
{
    const CareTally shape = {.min = 1, .max = 5, .counts = {5, 5, 10, 30, 50}};
    const CareTally lowest = {.min = 1, .max = 5, .counts = {9}}, empty = {.min = 1, .max = 5};

    assert_true(care_foresee_answers(&shape, 5) > 3 * care_foresee_answers(&shape, 10));
    assert_true(care_foresee_answers(&shape, 10) > care_foresee_answers(&shape, 70));
    assert_int_equal(care_foresee_answers(&shape, 80), 0); /* it stands at 78 */
    assert_int_equal(care_foresee_answers(&lowest, 5), 0);
    assert_int_equal(care_foresee_answers(&empty, 5), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_foresee_score__is__the_score_of_whole_answers),
        cmocka_unit_test(care_foresee_score__narrows__with_more_answers),
        cmocka_unit_test(care_foresee_answers__are__just_enough_for_a_change),
        cmocka_unit_test(care_foresee_answers__grow__as_the_change_shrinks),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
