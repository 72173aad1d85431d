/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that comparisons agree with vectors computed elsewhere, and that none can flatter. */
#include "care-compare.h"
#include "care-vectors.h"

#define MANY G_GUINT64_CONSTANT(1000000000000)
#define Z_95 1.959963984540054

static CareTally
random_tally(GRand *rng, gint max)
{
    CareTally tally = {.min = 1, .max = max};
    const gint most = g_rand_boolean(rng) ? 4 : 3000;

    for (gint t = 0; t < max; t++)
        tally.counts[t] = (guint64)g_rand_int_range(rng, 0, most);
    return tally;
}

static CareScore
score_of(const CareTally *tally)
{
    CareScore score;

    care_score_of(tally, &score);
    return score;
}

static void
check_shrink(const char *input, const char *expected)
{
    const CareShrunk shrunk = care_shrunk_of(care_vector_count(input, "n"),
                                             care_vector_number(input, "score"), /* "-": 0 */
                                             care_vector_number(input, "mu"));
    g_autofree char *comparable = care_vector_text(expected, "comparable");

    care_vector_agrees(expected, "weight", TRUE, shrunk.weight);
    care_vector_agrees(expected, "shrunk", TRUE, shrunk.value);
    assert_string_equal(shrunk.comparable ? "yes" : "no", comparable);
}

static void
care_shrunk_of__agrees__with_every_vector(void **state G_GNUC_UNUSED)
{
    care_vectors_check("shrink", 10, check_shrink);
}

static void
care_shrunk_of__lies__between_own_and_pooled(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);

    for (guint i = 0; i < 20000; i++) {
        const guint64 n = 1 + (guint64)(g_rand_double(rng) * (g_rand_boolean(rng) ? 50 : 1e12));
        const double value = g_rand_double_range(rng, 0, 100);
        const double pooled = i % 4 == 0 ? value : g_rand_double_range(rng, 0, 100);
        const CareShrunk shrunk = care_shrunk_of(n, value, pooled);

        assert_true(shrunk.value >= MIN(value, pooled) && shrunk.value <= MAX(value, pooled));
        assert_true(shrunk.weight > 0 && shrunk.weight < 1);
        assert_int_equal(shrunk.comparable, 10 * n >= 7 * (n + CARE_SHRINK_N));
        /* The nearer to the own score the more answers there are. */
        assert_true(fabs(care_shrunk_of(n + 1, value, pooled).value - value) <=
                    fabs(shrunk.value - value) + 1e-12);
    }
}

static void
care_shrunk_of__is__the_desk_where_nobody_answered(void **state G_GNUC_UNUSED)
{
    const CareShrunk shrunk = care_shrunk_of(0, NAN, 66.5); /* no score is not looked at */

    assert_true(shrunk.value == 66.5 && shrunk.weight == 0);
    assert_false(shrunk.comparable);
}

static void
check_change(const char *input, const char *expected)
{
    const CareTally older = care_vector_tally(input, "older");
    const CareTally newer = care_vector_tally(input, "newer");
    const CareChange change = care_change_of(&older, &newer);
    const gboolean has_values = change.verdict != CARE_VERDICT_TOO_FEW;
    g_autofree char *verdict = care_vector_text(expected, "verdict");

    care_vector_agrees(expected, "value", has_values, change.value);
    care_vector_agrees(expected, "low", has_values, change.low);
    care_vector_agrees(expected, "high", has_values, change.high);
    assert_string_equal(care_verdict_name(change.verdict), verdict);
}

static void
care_change_of__agrees__with_every_vector(void **state G_GNUC_UNUSED)
{
    care_vectors_check("change", 8, check_change);
}

static void
care_change_of__keeps__its_laws(void **state G_GNUC_UNUSED)
{
    static const CareVerdict reverse[] = {
        [CARE_VERDICT_TOO_FEW] = CARE_VERDICT_TOO_FEW,
        [CARE_VERDICT_UNCLEAR] = CARE_VERDICT_UNCLEAR,
        [CARE_VERDICT_IMPROVED] = CARE_VERDICT_DECLINED,
        [CARE_VERDICT_DECLINED] = CARE_VERDICT_IMPROVED,
    };
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    guint seen[CARE_N_VERDICTS] = {0};

    for (guint i = 0; i < 20000; i++) {
        const gint max = i % 2 == 0 ? 5 : 11;
        const CareTally older = random_tally(rng, max), newer = random_tally(rng, max);
        const CareScore from = score_of(&older), to = score_of(&newer);
        const CareChange there = care_change_of(&older, &newer);
        const CareChange back = care_change_of(&newer, &older);

        seen[there.verdict]++;
        assert_int_equal(back.verdict, reverse[there.verdict]);
        assert_int_equal(there.verdict == CARE_VERDICT_TOO_FEW, from.n < 5 || to.n < 5);
        if (there.verdict == CARE_VERDICT_TOO_FEW)
            continue;
        assert_true(there.value == to.value - from.value);
        assert_true(back.low == -there.high && back.high == -there.low);
        assert_true(there.low <= there.value && there.value <= there.high);
        /* Intervals that lie apart are a clear change; MOVER is never wider than both together. */
        assert_true(there.low >= to.low - from.high - 1e-9);
        assert_true(there.high <= to.high - from.low + 1e-9);
    }
    for (guint i = 0; i < CARE_N_VERDICTS; i++)
        assert_true(seen[i] > 0);
}

static void
care_change_of__is_symmetric__from_a_set_to_itself(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);

    for (guint i = 0; i < 5000; i++) {
        const CareTally tally = random_tally(rng, 5);
        const CareChange change = care_change_of(&tally, &tally);

        assert_true(change.value == 0 && change.low == -change.high);
        assert_true(change.verdict == CARE_VERDICT_UNCLEAR ||
                    change.verdict == CARE_VERDICT_TOO_FEW);
    }
}

static void
care_change_of__stays_exact__with_a_million_million_ratings(void **state G_GNUC_UNUSED)
{
    const CareTally even = {.min = 1, .max = 5, .counts = {MANY / 2, 0, 0, 0, MANY / 2}};
    const CareTally inner = {.min = 0, .max = 100, .counts = {[50] = MANY}};
    const CareTally higher = {.min = 0, .max = 100, .counts = {[50] = MANY - 3000, [51] = 3000}};
    CareChange change = care_change_of(&even, &even);

    /* Two intervals of 50 -+ 50 * z / sqrt(n), put together. */
    assert_true(fabs(change.high - 50 * Z_95 * sqrt(2.0 / (double)MANY)) < 1e-12);
    /* 3,000 of a million million rated one hundredth higher: 3e-9 points, and still seen. */
    change = care_change_of(&inner, &higher);
    assert_true(fabs(change.value - 3e-9) < 1e-13);
    assert_int_equal(change.verdict, CARE_VERDICT_IMPROVED);
}

static void
care_verdict_name__is__null_out_of_range(void **state G_GNUC_UNUSED)
{
    assert_string_equal(care_verdict_name(CARE_VERDICT_UNCLEAR), "no clear change");
    assert_null(care_verdict_name(CARE_N_VERDICTS));
    assert_null(care_verdict_name((CareVerdict)-1));
}

static void
check_response(const char *input, const char *expected)
{
    const CareTally tally = care_vector_tally(input, "counts");
    const guint64 asked = care_vector_count(input, "asked");
    CareProportion rate = {0};
    double low = 0, high = 0;

    assert_int_equal(care_proportion_of(score_of(&tally).n, asked, &rate), asked > 0);
    assert_int_equal(care_worst_case_of(&tally, asked, &low, &high), asked > 0);
    care_vector_agrees(expected, "rate", asked > 0, rate.value);
    care_vector_agrees(expected, "low", asked > 0, rate.low);
    care_vector_agrees(expected, "high", asked > 0, rate.high);
    care_vector_agrees(expected, "worst", asked > 0, low);
    care_vector_agrees(expected, "best", asked > 0, high);
}

static void
care_worst_case_of__agrees__with_every_vector(void **state G_GNUC_UNUSED)
{
    care_vectors_check("response", 9, check_response);
}

static void
care_worst_case_of__encloses__the_score(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);

    for (guint i = 0; i < 20000; i++) {
        const CareTally tally = random_tally(rng, i % 2 == 0 ? 5 : 11);
        const CareScore score = score_of(&tally);
        const guint64 silent = (guint64)g_rand_int_range(rng, 0, 3);
        double low = -1, high = -1;

        if (!care_worst_case_of(&tally, score.n + silent, &low, &high)) {
            assert_int_equal(score.n + silent, 0);
            continue;
        }
        assert_true(low >= 0 && high <= 100);
        if (score.n > 0)
            assert_true(low <= score.value && score.value <= high);
        /* Each of the silent counts for its share of the whole scale, no more and no less. */
        assert_true(fabs(high - low - 100.0 * (double)silent / (double)(score.n + silent)) < 1e-9);
    }
}

static void
care_worst_case_of__bears__more_answers_than_questions(void **state G_GNUC_UNUSED)
{
    const CareTally tally = {.min = 1, .max = 5, .counts = {1, 0, 1, 3, 5}};
    double low = -1, high = -1;

    assert_false(care_worst_case_of(&tally, 0, &low, &high));
    assert_true(low == -1 && high == -1); /* nobody asked is no bound, not a bound of zero */
    assert_true(care_worst_case_of(&tally, 4, &low, &high));
    assert_true(low == 77.5 && high == 77.5);
}

static void
care_worst_case_of__stays_exact__with_a_million_million_questions(void **state G_GNUC_UNUSED)
{
    const CareTally tally = {.min = 0, .max = 100, .counts = {[0] = 1, [100] = MANY / 2 - 1}};
    double low, high;

    assert_true(care_worst_case_of(&tally, MANY, &low, &high));
    assert_true(fabs(low - (50 - 1e-10)) < 1e-13);
    assert_true(fabs(high - (100 - 1e-10)) < 1e-13);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_shrunk_of__agrees__with_every_vector),
        cmocka_unit_test(care_shrunk_of__lies__between_own_and_pooled),
        cmocka_unit_test(care_shrunk_of__is__the_desk_where_nobody_answered),
        cmocka_unit_test(care_change_of__agrees__with_every_vector),
        cmocka_unit_test(care_change_of__keeps__its_laws),
        cmocka_unit_test(care_change_of__is_symmetric__from_a_set_to_itself),
        cmocka_unit_test(care_change_of__stays_exact__with_a_million_million_ratings),
        cmocka_unit_test(care_verdict_name__is__null_out_of_range),
        cmocka_unit_test(care_worst_case_of__agrees__with_every_vector),
        cmocka_unit_test(care_worst_case_of__encloses__the_score),
        cmocka_unit_test(care_worst_case_of__bears__more_answers_than_questions),
        cmocka_unit_test(care_worst_case_of__stays_exact__with_a_million_million_questions),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
