/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that weighing changes nothing where all were asked alike, mends a period in which fewer
 * were asked, and takes no probability that cannot be. */
#include "care-test.h"
#include <math.h>
#include <purple-care/engine-audit.h>

static const CareScale five = {1, 5};

static void
add(CareWeights *weights, guint rating, double probability, guint n)
{
    for (guint i = 0; i < n; i++)
        care_weights_add(weights, rating - 1, probability);
}

static void
assert_near(double got, double expected)
{
    if (fabs(got - expected) > 1e-9)
        fail_msg("%.12f is not %.12f", got, expected);
}

static void
care_weighed_of__is__the_plain_score_where_all_were_asked_alike(void **state G_GNUC_UNUSED)
{
    static const double probabilities[] = {1, 0.5, 0.01};

    for (gsize i = 0; i < G_N_ELEMENTS(probabilities); i++) {
        for (guint mix = 1; mix < 3 * 3 * 3; mix++) {
            CareWeights weights = {0};
            CareWeighed weighed;
            CareTally tally;
            CareScore score;

            add(&weights, 1, probabilities[i], mix % 3);
            add(&weights, 4, probabilities[i], mix / 3 % 3 * 5);
            add(&weights, 5, probabilities[i], mix / 9 * 7);
            care_weights_tally(&weights, five, &tally);
            assert_true(care_score_of(&tally, &score));
            assert_true(care_weighed_of(&weights, five, &weighed));
            assert_int_equal(weighed.n, score.n);
            assert_near(weighed.value, score.value);
            assert_near(weighed.low, score.low);
            assert_near(weighed.high, score.high);
            assert_near(weighed.phi, score.phi);
            assert_near(weighed.n_effective, (double)score.n);
            assert_near(weighed.total * probabilities[i], (double)score.n);
        }
    }
}

/* Worked by hand: four 5s asked for surely, two 1s asked for one time in four. */
static void
care_weighed_of__lets__a_rare_answer_stand_for_many(void **state G_GNUC_UNUSED)
{
    CareWeights weights = {0};
    CareWeighed weighed;

    add(&weights, 5, 1, 4);
    add(&weights, 1, 0.25, 2);
    assert_true(care_weighed_of(&weights, five, &weighed));
    assert_int_equal(weighed.n, 6);
    assert_near(weighed.total, 12);
    assert_near(weighed.value, 100.0 * 4 / 12);
    assert_near(weighed.n_effective, 12.0 * 12 / (4 + 2 * 16));
    assert_near(weighed.phi, 1); /* nothing but ends of the scale */
    assert_true(weighed.low < weighed.value && weighed.value < weighed.high);
}

static void
care_weights_add__counts__what_cannot_be_as_unknown(void **state G_GNUC_UNUSED)
{
    static const double none[] = {
        0, -1, 1.0000001, 1e-9, (double)NAN, (double)INFINITY, -(double)INFINITY};
    CareWeights weights = {0};
    CareWeighed weighed = {.n = 7, .value = 8};

    for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
        care_weights_add(&weights, 4, none[i]);
    assert_int_equal(weights.unknown, G_N_ELEMENTS(none));
    assert_false(care_weighed_of(&weights, five, &weighed));
    assert_int_equal(weighed.n, 0);
}

static void
care_weights_merge__is__as_if_all_had_been_added(void **state G_GNUC_UNUSED)
{
    CareWeights one = {0}, other = {0}, all = {0};
    CareWeighed merged, whole;

    add(&one, 2, 0.5, 3);
    add(&other, 5, 0.25, 4);
    add(&other, 5, 2, 1);
    add(&all, 2, 0.5, 3);
    add(&all, 5, 0.25, 4);
    care_weights_merge(&one, &other);
    assert_int_equal(one.unknown, 1);
    assert_true(care_weighed_of(&one, five, &merged));
    assert_true(care_weighed_of(&all, five, &whole));
    assert_near(merged.value, whole.value);
    assert_near(merged.low, whole.low);
    assert_near(merged.n_effective, whole.n_effective);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_weighed_of__is__the_plain_score_where_all_were_asked_alike),
        cmocka_unit_test(care_weighed_of__lets__a_rare_answer_stand_for_many),
        cmocka_unit_test(care_weights_add__counts__what_cannot_be_as_unknown),
        cmocka_unit_test(care_weights_merge__is__as_if_all_had_been_added),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
