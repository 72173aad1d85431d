/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the score against vectors computed elsewhere, and its laws on every small tally. */
#include "care-test.h"
#include <math.h>
#include <purple-care/engine-score.h>
#include <string.h>

#define VECTORS   "tests/data/score-vectors.tsv"
#define TOLERANCE 2e-6

enum { /* the columns of score-vectors.tsv */
       ID,
       MIN_RATING,
       MAX_RATING,
       COUNTS,
       SCORE,
       LOW,
       HIGH,
       BAND,
       TOUCHED,
       CONFIRMED,
       TOP2,
       TOP2_LOW,
       TOP2_HIGH,
       LOW_SHARE,
       RULE,
       SHOWN,
       SHOWN_DETAIL,
       RAW_BAND,
       RAW_TOUCHED,
       RAW_CONFIRMED,
       N_COLUMNS
};

static CareTally
tally_of(const char *min, const char *max, const char *counts)
{
    CareTally tally = {.min = atoi(min), .max = atoi(max)};
    g_auto(GStrv) parts = g_strsplit(counts, ",", -1);

    assert_int_equal(g_strv_length(parts), tally.max - tally.min + 1);
    for (guint t = 0; parts[t] != NULL; t++)
        tally.counts[t] = g_ascii_strtoull(parts[t], NULL, 10);
    return tally;
}

static void
assert_near(double value, const char *expected)
{
    assert_true(fabs(value - g_ascii_strtod(expected, NULL)) <= TOLERANCE);
}

static char *
touched_names(const CareScore *score)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint band = 0; band < CARE_N_BANDS; band++) {
        if (score->touched[band])
            g_string_append_printf(names, "%s%s", names->len > 0 ? "," : "", care_band_name(band));
    }
    return g_string_free(g_steal_pointer(&names), FALSE);
}

static void
check_vector(char **row)
{
    const CareTally tally = tally_of(row[MIN_RATING], row[MAX_RATING], row[COUNTS]);
    g_autofree char *touched = NULL;
    g_autofree char *shown = NULL;
    g_autofree char *detail = NULL;
    CareScore score;

    if (strcmp(row[SCORE], "-") == 0) {
        assert_false(care_score_of(&tally, &score));
        assert_string_equal(care_sample_rule_name(score.rule), row[RULE]);
        return;
    }
    assert_true(care_score_of(&tally, &score));
    assert_near(score.value, row[SCORE]);
    assert_near(score.low, row[LOW]);
    assert_near(score.high, row[HIGH]);
    assert_near(score.top2, row[TOP2]);
    assert_near(score.top2_low, row[TOP2_LOW]);
    assert_near(score.top2_high, row[TOP2_HIGH]);
    assert_near(score.low_answers, row[LOW_SHARE]);
    assert_string_equal(care_sample_rule_name(score.rule), row[RULE]);
    assert_string_equal(care_band_name(score.band), row[RAW_BAND]);
    touched = touched_names(&score);
    assert_string_equal(touched, row[RAW_TOUCHED]);
    assert_string_equal(score.confirmed ? "yes" : "no", row[RAW_CONFIRMED]);
    if (strcmp(row[SHOWN], "-") != 0) {
        shown = g_strdup_printf("%u", score.shown);
        detail = g_strdup_printf("%u.%u", score.shown_tenths / 10, score.shown_tenths % 10);
        assert_string_equal(shown, row[SHOWN]);
        assert_string_equal(detail, row[SHOWN_DETAIL]);
    }
    if (score.rule == CARE_RULE_BANDS) {
        assert_string_equal(row[BAND], row[RAW_BAND]);
        assert_string_equal(row[TOUCHED], row[RAW_TOUCHED]);
        assert_string_equal(row[CONFIRMED], row[RAW_CONFIRMED]);
    } else {
        assert_string_equal(row[BAND], "-");
    }
}

static void
care_score_of__agrees__with_every_vector(void **state G_GNUC_UNUSED)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    guint checked = 0;

    assert_true(g_file_get_contents(VECTORS, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++) {
        g_auto(GStrv) row = g_strsplit(lines[i], "\t", -1);

        assert_int_equal(g_strv_length(row), N_COLUMNS);
        check_vector(row);
        checked++;
    }
    assert_int_equal(checked, 34);
}

static void
care_score_of__never_rounds_up__a_hair_below_a_band(void **state G_GNUC_UNUSED)
{
    /* Printed with six decimals this is 80.000000. */
    const CareTally below = {.min = 1, .max = 5, .counts = {0, 0, 1, 799999999, 200000000}};
    CareScore score;

    assert_true(care_score_of(&below, &score));
    assert_int_equal(score.band, CARE_BAND_MODERATE);
    assert_int_equal(score.shown, 79);
    assert_int_equal(score.shown_tenths, 799);
    assert_true(score.touched[CARE_BAND_MODERATE] && score.touched[CARE_BAND_EXCELLENT]);
}

static void
care_score_of__keeps__its_laws_on_every_small_tally(void **state G_GNUC_UNUSED)
{
    for (guint code = 1; code < 1024; code++) { /* each count 0 to 3 */
        CareTally tally = {.min = 1, .max = 5};
        CareScore score;
        guint64 n = 0, points = 0;

        for (guint t = 0; t < 5; t++) {
            tally.counts[t] = (code >> (2 * t)) & 3;
            n += tally.counts[t];
            points += tally.counts[t] * t;
        }
        assert_true(care_score_of(&tally, &score));
        assert_int_equal(score.n, n);
        assert_true(score.phi > 0 && score.phi <= 1);
        assert_true(score.low >= 0 && score.low <= score.value && score.value <= score.high &&
                    score.high <= 100);
        assert_int_equal(score.shown, 100 * points / (4 * n));
        assert_int_equal(score.band, (score.shown >= 60) + (score.shown >= 80));
        assert_true(score.touched[score.band]);
        assert_true(fabs(score.mean - (1 + score.value / 25)) < 1e-9);
        assert_int_equal(score.rule, n < 5    ? CARE_RULE_COUNTS_ONLY
                                     : n < 10 ? CARE_RULE_PERCENT_ONLY
                                              : CARE_RULE_BANDS);
    }
}

static void
care_score_of__stays_exact__with_a_thousand_million_ratings(void **state G_GNUC_UNUSED)
{
    const CareTally even = {.min = 1, .max = 5, .counts = {500000000, 0, 0, 0, 500000000}};
    const CareTally inner = {.min = 0, .max = 100, .counts = {[50] = 1000000000}};
    CareScore score;

    assert_true(care_score_of(&even, &score));
    assert_true(fabs(score.phi - 1) < 1e-12);
    assert_true(fabs(score.low - (50 - 100 * 1.959963984540054 / (2 * sqrt(1e9)))) < 1e-9);
    assert_true(care_score_of(&inner, &score));
    assert_int_equal(score.shown, 50);
    assert_true(fabs(score.phi * 1000000001 - 1) < 1e-9); /* one added rating at each end, halved */
}

/* Limits that lie nearer to a band's edge than a double can tell from it, by exact arithmetic. */
static void
care_score_of__knows_its_bands__where_a_limit_all_but_meets_one(void **state G_GNUC_UNUSED)
{
    static const struct {
        guint step; /* this rating and the next, no others */
        guint64 n, n_next;
        gboolean touched[CARE_N_BANDS];
    } cases[] = {
        /* the upper limit is 80 - 3.4e-15, */
        {3, 380747873856, 95186292396, {FALSE, TRUE, FALSE}},
        /* 60 - 4.8e-15, */
        {2, 595943044265, 397293767961, {TRUE, FALSE, FALSE}},
        /* the lower one 80 - 3.0e-15 */
        {3, 579482788293, 144871531128, {FALSE, TRUE, TRUE}},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        CareTally tally = {.min = 0, .max = 4};
        CareScore score;

        tally.counts[cases[i].step] = cases[i].n;
        tally.counts[cases[i].step + 1] = cases[i].n_next;
        assert_true(care_score_of(&tally, &score));
        assert_memory_equal(score.touched, cases[i].touched, sizeof score.touched);
    }
}

static void
care_score_of__stays_exact__with_a_million_million_ratings_on_101_steps(void **state G_GNUC_UNUSED)
{
    const CareTally narrow = {.min = 0, .max = 100, .counts = {[80] = 999999999884, [81] = 116}};
    const CareTally top = {.min = 0, .max = 100, .counts = {[100] = 1000000000000}};
    CareTally even = {.min = 0, .max = 100};
    CareScore score;

    assert_true(care_score_of(&narrow, &score));
    assert_true(fabs(score.phi / 2.197500000000267e-12 - 1) < 1e-12);
    assert_int_equal(score.shown_tenths, 800);
    assert_true(score.touched[CARE_BAND_MODERATE] && score.touched[CARE_BAND_EXCELLENT]);

    assert_true(care_score_of(&top, &score));
    assert_true(score.value == 100 && score.high == 100 && score.phi == 1);
    assert_int_equal(score.shown_tenths, 1000);

    for (guint t = 0; t <= 100; t++)
        even.counts[t] = G_GUINT64_CONSTANT(9900990099);
    assert_true(care_score_of(&even, &score));
    assert_true(fabs(score.phi - 0.34) < 1e-11); /* (101^2 - 1) / 12 of 50^2 */
    assert_int_equal(score.shown_tenths, 500);
}

static void
care_proportion_of__is_exact__at_the_ends(void **state G_GNUC_UNUSED)
{
    CareProportion none = {-1, -1, -1}, all;

    assert_false(care_proportion_of(0, 0, &none));
    assert_true(none.value == -1); /* nothing asked is no rate, not a rate of zero */
    assert_true(care_proportion_of(0, 1, &none));
    assert_true(none.value == 0 && none.low == 0);
    assert_near(none.high, "79.345069");
    assert_true(care_proportion_of(5, 5, &all));
    assert_true(all.value == 100 && all.high == 100);
    assert_near(all.low, "56.551754");
}

static void
care_band_name__is__null_out_of_range(void **state G_GNUC_UNUSED)
{
    assert_string_equal(care_band_name(CARE_BAND_EXCELLENT), "excellent");
    assert_null(care_band_name(CARE_N_BANDS));
    assert_null(care_sample_rule_name((CareSampleRule)-1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_score_of__agrees__with_every_vector),
        cmocka_unit_test(care_score_of__never_rounds_up__a_hair_below_a_band),
        cmocka_unit_test(care_score_of__keeps__its_laws_on_every_small_tally),
        cmocka_unit_test(care_score_of__stays_exact__with_a_thousand_million_ratings),
        cmocka_unit_test(care_score_of__knows_its_bands__where_a_limit_all_but_meets_one),
        cmocka_unit_test(care_score_of__stays_exact__with_a_million_million_ratings_on_101_steps),
        cmocka_unit_test(care_proportion_of__is_exact__at_the_ends),
        cmocka_unit_test(care_band_name__is__null_out_of_range),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
