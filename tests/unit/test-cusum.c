/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a slow fall is noticed at the rating that vectors and a plain second way say. */
#include "care-vectors.h"
#include <purple-care/engine-stats.h>

#define MANY G_GUINT64_CONSTANT(1000000000000)

static void
check_side(const char *expected, const char *key, const CareCusumSide *side)
{
    g_autofree char *text = care_vector_text(expected, key);
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);

    assert_int_equal(g_strv_length(parts), 3);
    assert_int_equal(side->first_alarm, g_ascii_strtoull(parts[0], NULL, 10)); /* "-": 0 */
    assert_true(fabs(side->peak - g_ascii_strtod(parts[1], NULL)) <= CARE_TOLERANCE);
    assert_true(fabs(side->last - g_ascii_strtod(parts[2], NULL)) <= CARE_TOLERANCE);
}

static void
check_cusum(const char *input, const char *expected)
{
    const CareTally baseline = care_vector_tally(input, "baseline");
    g_autofree char *ratings = care_vector_text(input, "ratings");
    CareCusum cusum;

    care_cusum_begin(&cusum, &baseline);
    for (const char *rating = ratings; *rating != '\0'; rating++)
        care_cusum_add(&cusum, g_ascii_digit_value(*rating));
    assert_int_equal(cusum.n, strlen(ratings));
    care_vector_agrees(expected, "mean", cusum.has_baseline, cusum.mean);
    care_vector_agrees(expected, "sd", cusum.has_baseline, cusum.sd);
    check_side(expected, "down", &cusum.down);
    check_side(expected, "up", &cusum.up);
}

static void
care_cusum_add__agrees__with_every_vector(void **state G_GNUC_UNUSED)
{
    care_vectors_check("cusum", 5, check_cusum);
}

/*
 * The other way: the sum at its reset is the height of a random walk above its lowest point so far,
 * and mean and deviation come from a list of ratings, in two passes.
 */
typedef struct {
    double mean, sd;
    double walk, lowest;
    CareCusumSide side;
} Naive;

static Naive
naive_begin(const CareTally *baseline)
{
    const double span = baseline->max - baseline->min;
    Naive naive = {0};
    double n = 0;

    for (gint t = 0; t <= span; t++) {
        n += (double)baseline->counts[t];
        naive.mean += (double)baseline->counts[t] * t / span;
    }
    naive.mean /= n;
    for (gint t = 0; t <= span; t++)
        naive.sd += (double)baseline->counts[t] * pow(t / span - naive.mean, 2) / n;
    naive.sd = fmax(0.2, sqrt(naive.sd));
    return naive;
}

static void
naive_add(Naive *naive, double step, guint64 position)
{
    naive->walk += step;
    naive->lowest = fmin(naive->lowest, naive->walk);
    naive->side.last = naive->walk - naive->lowest;
    naive->side.peak = fmax(naive->side.peak, naive->side.last);
    if (naive->side.first_alarm == 0 && naive->side.last > 10 + 1e-9)
        naive->side.first_alarm = position;
}

static void
assert_side(const CareCusumSide *side, const CareCusumSide *expected)
{
    assert_int_equal(side->first_alarm, expected->first_alarm);
    assert_true(fabs(side->peak - expected->peak) <= CARE_TOLERANCE);
    assert_true(fabs(side->last - expected->last) <= CARE_TOLERANCE);
}

static gboolean /* whether it alarmed */
compare_with_naive(GRand *rng, gint min, gint max)
{
    CareTally baseline = {.min = min, .max = max};
    Naive down, up;
    CareCusum cusum;

    for (gint t = 0; t <= max - min; t++)
        baseline.counts[t] = 30 + (guint64)g_rand_int_range(rng, 0, t * t + 1);
    care_cusum_begin(&cusum, &baseline);
    down = up = naive_begin(&baseline);
    assert_true(cusum.has_baseline);
    assert_true(fabs(cusum.mean - down.mean) < 1e-12 && fabs(cusum.sd - down.sd) < 1e-12);
    for (guint i = 1; i <= 200; i++) {
        const gint rating = g_rand_int_range(rng, min, max + 1);
        const double step = ((double)(rating - min) / (max - min) - down.mean) / down.sd;

        care_cusum_add(&cusum, rating);
        naive_add(&down, -step - 0.25, i);
        naive_add(&up, step - 0.25, i);
        assert_int_equal(cusum.n, i);
        assert_side(&cusum.down, &down.side);
        assert_side(&cusum.up, &up.side);
    }
    return cusum.down.first_alarm > 0;
}

static void
care_cusum_add__agrees__with_a_plain_second_way(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    guint alarms = 0;

    for (guint i = 0; i < 300; i++) {
        alarms += compare_with_naive(rng, 1, 5) ? 1 : 0;
        alarms += compare_with_naive(rng, 0, 10) ? 1 : 0;
        alarms += compare_with_naive(rng, -1, 0) ? 1 : 0;
    }
    assert_in_range(alarms, 50, 850); /* both ways were walked */
}

static void
care_cusum_add__does_not_alarm__at_ten_itself(void **state G_GNUC_UNUSED)
{
    /* Mean 0.80, deviation below 0.20: a 3 adds 0.30 / 0.20 - 0.25 = 1.25, a 1 adds 3.75. In plain
     * doubles these six make 10.000000000000002. */
    const CareTally baseline = {.min = 1, .max = 5, .counts = {0, 0, 10, 28, 22}};
    static const gint ratings[] = {3, 3, 3, 1, 3, 3};
    CareCusum cusum;

    care_cusum_begin(&cusum, &baseline);
    assert_true(cusum.sd == 0.2);
    for (gsize i = 0; i < G_N_ELEMENTS(ratings); i++)
        care_cusum_add(&cusum, ratings[i]);
    assert_true(fabs(cusum.down.last - 10) < 1e-9);
    assert_int_equal(cusum.down.first_alarm, 0);
    care_cusum_add(&cusum, 3);
    assert_int_equal(cusum.down.first_alarm, 7);
}

static void
care_cusum_add__never_resets__and_keeps_its_first_alarm(void **state G_GNUC_UNUSED)
{
    const CareTally baseline = {.min = 1, .max = 5, .counts = {0, 0, 0, 0, 50}};
    CareCusum cusum;

    care_cusum_begin(&cusum, &baseline);
    for (guint i = 0; i < 5; i++)
        care_cusum_add(&cusum, 1); /* 1 / 0.20 - 0.25 = 4.75 each */
    assert_int_equal(cusum.down.first_alarm, 3);
    assert_true(fabs(cusum.down.last - 23.75) < 1e-9);
    for (guint i = 0; i < 200; i++)
        care_cusum_add(&cusum, 5); /* back by 0.25 each, to 0 and no further */
    assert_true(cusum.down.last == 0);
    assert_true(fabs(cusum.down.peak - 23.75) < 1e-9);
    assert_int_equal(cusum.down.first_alarm, 3);
}

static void
care_cusum_add__leaves_out__what_is_off_the_scale(void **state G_GNUC_UNUSED)
{
    const CareTally baseline = {.min = 1, .max = 5, .counts = {10, 10, 10, 10, 10}};
    CareCusum cusum, before;

    care_cusum_begin(&cusum, &baseline);
    care_cusum_add(&cusum, 2);
    before = cusum;
    care_cusum_add(&cusum, 0);
    care_cusum_add(&cusum, 6);
    care_cusum_add(&cusum, G_MININT);
    care_cusum_add(&cusum, G_MAXINT);
    assert_memory_equal(&cusum, &before, sizeof cusum);
}

static void
care_cusum_begin__needs__fifty_ratings(void **state G_GNUC_UNUSED)
{
    const CareTally few = {.min = 1, .max = 5, .counts = {49, 0, 0, 0, 0}};
    const CareTally enough = {.min = 1, .max = 5, .counts = {50, 0, 0, 0, 0}};
    CareCusum cusum;

    memset(&cusum, 0xff, sizeof cusum); /* whatever was there must go */
    care_cusum_begin(&cusum, &few);
    care_cusum_add(&cusum, 1);
    care_cusum_add(&cusum, 0);
    assert_false(cusum.has_baseline);
    assert_int_equal(cusum.n_baseline, 49);
    assert_int_equal(cusum.n, 0);
    assert_true(cusum.mean == 0 && cusum.sd == 0 && cusum.up.last == 0);

    care_cusum_begin(&cusum, &enough);
    assert_true(cusum.has_baseline);
    assert_true(cusum.mean == 0 && cusum.sd == 0.2);
}

static void
care_cusum_begin__stays_exact__with_a_million_million_ratings(void **state G_GNUC_UNUSED)
{
    /* Every count times 5e9: the same mean, the same deviation. */
    const CareTally some = {.min = 1, .max = 5, .counts = {22, 2, 55, 101, 20}};
    const CareTally halves = {.min = 0, .max = 100, .counts = {[0] = MANY / 2, [100] = MANY / 2}};
    CareTally many = some;
    CareCusum few_cusum, many_cusum;

    for (guint t = 0; t < 5; t++)
        many.counts[t] *= MANY / 200;
    care_cusum_begin(&few_cusum, &some);
    care_cusum_begin(&many_cusum, &many);
    assert_int_equal(many_cusum.n_baseline, MANY);
    assert_true(fabs(few_cusum.mean - many_cusum.mean) < 1e-15);
    assert_true(few_cusum.sd > 0.25 && fabs(few_cusum.sd - many_cusum.sd) < 1e-15);

    care_cusum_begin(&many_cusum, &halves);
    assert_true(fabs(many_cusum.sd - 0.5) < 1e-15 && many_cusum.mean == 0.5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_cusum_add__agrees__with_every_vector),
        cmocka_unit_test(care_cusum_add__agrees__with_a_plain_second_way),
        cmocka_unit_test(care_cusum_add__does_not_alarm__at_ten_itself),
        cmocka_unit_test(care_cusum_add__never_resets__and_keeps_its_first_alarm),
        cmocka_unit_test(care_cusum_add__leaves_out__what_is_off_the_scale),
        cmocka_unit_test(care_cusum_begin__needs__fifty_ratings),
        cmocka_unit_test(care_cusum_begin__stays_exact__with_a_million_million_ratings),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
