/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The score's arithmetic: whatever people read or compare is decided by integers, never by a
 * rounded double. */
#include "care-score.h"
#include <math.h>

#define Z_95 1.959963984540054 /* the normal distribution's 97.5 % point */

#define EXCELLENT_FROM 80 /* percent */
#define MODERATE_FROM  60
#define PERCENT_FROM_N 5 /* answers */
#define BANDS_FROM_N   10

CareInterval
care_score_wilson(double p, double n)
{
    const double z2 = Z_95 * Z_95;
    const double denominator = 1 + z2 / n;
    const double middle = (p + z2 / (2 * n)) / denominator;
    const double half = Z_95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / denominator;

    /* At the ends the limit is exact; rounding must not move it. */
    return (CareInterval){p <= 0 ? 0 : MAX(0, middle - half), p >= 1 ? 1 : MIN(1, middle + half)};
}

/*
 * The share of the binomial variance that these ratings have, half a rating added at each end of
 * the scale. With weights w (two per rating, one more at each end) the variance is the sum over
 * pairs s < t of w_s * w_t * (t - s)^2: unlike the mean square minus the squared mean it cannot
 * cancel out, however many ratings there are.
 */
double
care_score_phi(const double *counts, guint span)
{
    double pairs = 0, at_top = 0, total = 0;

    for (guint t = 0; t <= span; t++) {
        const double weight = 2.0 * counts[t] + (t == 0) + (t == span);

        for (guint s = 0; s < t; s++) {
            const double below = 2.0 * counts[s] + (s == 0);

            pairs += below * weight * (t - s) * (t - s);
        }
        at_top += weight * t;
        total += weight;
    }
    return MIN(1, pairs / (at_top * (span * total - at_top)));
}

static CareBand
band_of(guint64 points, guint64 top)
{
    if (100 * points >= EXCELLENT_FROM * top)
        return CARE_BAND_EXCELLENT;
    return 100 * points >= MODERATE_FROM * top ? CARE_BAND_MODERATE : CARE_BAND_LOW;
}

static CareSampleRule
rule_of(guint64 n)
{
    if (n == 0)
        return CARE_RULE_NO_RATINGS;
    if (n < PERCENT_FROM_N)
        return CARE_RULE_COUNTS_ONLY;
    return n < BANDS_FROM_N ? CARE_RULE_PERCENT_ONLY : CARE_RULE_BANDS;
}

/*
 * Below 0 where @edge percent lies inside the interval, 0 where a limit is @edge: Wilson's limits
 * are the roots of N * (p - edge)^2 = z^2 * edge * (1 - edge). Asked this way, with the subtraction
 * in integers, no limit that was rounded decides on a band.
 */
static double
beyond_limit(guint64 points, guint64 top, double n, guint edge)
{
    const gint64 parts = (gint64)(100 * points) - (gint64)(edge * top);
    const double distance = (double)parts / (double)top;

    return n * distance * distance - Z_95 * Z_95 * edge * (100 - edge);
}

static gboolean
begins_below(guint64 points, guint64 top, double n, guint edge)
{
    return 100 * points < edge * top || beyond_limit(points, top, n, edge) < 0;
}

static gboolean
ends_from(guint64 points, guint64 top, double n, guint edge)
{
    return 100 * points >= edge * top || beyond_limit(points, top, n, edge) <= 0;
}

static void
touch_bands(CareScore *score, guint64 points, guint64 top)
{
    const double n = score->n_effective;
    guint touched = 0;

    score->touched[CARE_BAND_LOW] = begins_below(points, top, n, MODERATE_FROM);
    score->touched[CARE_BAND_MODERATE] =
        begins_below(points, top, n, EXCELLENT_FROM) && ends_from(points, top, n, MODERATE_FROM);
    score->touched[CARE_BAND_EXCELLENT] = ends_from(points, top, n, EXCELLENT_FROM);
    for (gsize i = 0; i < CARE_N_BANDS; i++)
        touched += score->touched[i] ? 1 : 0;
    score->confirmed = touched == 1;
}

gboolean
care_score_of(const CareTally *tally, CareScore *out_score)
{
    guint64 points = 0, low_answers = 0;
    double counts[CARE_SCALE_MAX_STEPS];
    CareScore score = {0};
    CareProportion top2;

    g_return_val_if_fail(tally != NULL && out_score != NULL, FALSE);
    g_return_val_if_fail(tally->max > tally->min, FALSE);
    g_return_val_if_fail((gint64)tally->max - tally->min < CARE_SCALE_MAX_STEPS, FALSE);

    const guint span = (guint)(tally->max - tally->min);

    for (guint t = 0; t <= span; t++) {
        score.n += tally->counts[t];
        points += tally->counts[t] * t;
        low_answers += t <= 1 ? tally->counts[t] : 0;
    }
    score.rule = rule_of(score.n);
    *out_score = score;
    if (score.n == 0)
        return FALSE;

    const guint64 top = span * score.n; /* > 0: the scale has steps and somebody answered */

    g_return_val_if_fail(top > 0, FALSE);
    const double p = (double)points / (double)top;

    for (guint t = 0; t <= span; t++)
        counts[t] = (double)tally->counts[t];
    score.phi = care_score_phi(counts, span);
    score.n_effective = (double)score.n / score.phi;
    const CareInterval interval = care_score_wilson(p, score.n_effective);

    score.value = 100 * p;
    score.low = 100 * interval.low;
    score.high = 100 * interval.high;
    score.mean = tally->min + (double)points / (double)score.n;
    care_proportion_of(tally->counts[span] + tally->counts[span - 1], score.n, &top2);
    score.top2 = top2.value;
    score.top2_low = top2.low;
    score.top2_high = top2.high;
    score.low_answers = 100 * (double)low_answers / (double)score.n;
    score.band = band_of(points, top);
    score.shown = (guint)(100 * points / top);
    score.shown_tenths = (guint)(1000 * points / top);
    touch_bands(&score, points, top);
    *out_score = score;
    return TRUE;
}

gboolean
care_proportion_of(guint64 k, guint64 n, CareProportion *out_proportion)
{
    g_return_val_if_fail(out_proportion != NULL && k <= n, FALSE);

    if (n == 0)
        return FALSE;

    const double p = (double)k / (double)n;
    const CareInterval interval = care_score_wilson(p, (double)n);

    *out_proportion = (CareProportion){100 * p, 100 * interval.low, 100 * interval.high};
    return TRUE;
}

const char *
care_band_name(CareBand band)
{
    static const char *const names[] = {"low", "moderate", "excellent"};

    G_STATIC_ASSERT(G_N_ELEMENTS(names) == CARE_N_BANDS);
    return (guint)band < CARE_N_BANDS ? names[band] : NULL;
}

const char *
care_sample_rule_name(CareSampleRule rule)
{
    static const char *const names[] = {"no ratings", "counts only", "percent only", "bands"};

    G_STATIC_ASSERT(G_N_ELEMENTS(names) == CARE_N_SAMPLE_RULES);
    return (guint)rule < CARE_N_SAMPLE_RULES ? names[rule] : NULL;
}
