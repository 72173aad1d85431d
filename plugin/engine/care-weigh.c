/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets an answer that was asked for with probability p stand for 1/p, so that a period in which
 * fewer were asked does not count for less. */
#include "care-score.h"
#include <purple-care/engine-audit.h>

void
care_weights_add(CareWeights *weights, guint step, double probability)
{
    g_return_if_fail(weights != NULL && step < CARE_STEPS_MAX);

    /* Written so that NaN fails it, too. */
    if (!(probability >= CARE_PROBABILITY_MIN && probability <= 1)) {
        weights->unknown++;
        return;
    }
    weights->n[step]++;
    weights->weight[step] += 1 / probability;
    weights->square[step] += 1 / (probability * probability);
}

void
care_weights_merge(CareWeights *sum, const CareWeights *more)
{
    g_return_if_fail(sum != NULL && more != NULL);

    for (guint t = 0; t < CARE_STEPS_MAX; t++) {
        sum->n[t] += more->n[t];
        sum->weight[t] += more->weight[t];
        sum->square[t] += more->square[t];
    }
    sum->unknown += more->unknown;
}

void
care_weights_tally(const CareWeights *weights, CareScale scale, CareTally *out_tally)
{
    CareCounts counts = {0};

    g_return_if_fail(weights != NULL && out_tally != NULL);

    for (guint t = 0; t < CARE_STEPS_MAX; t++)
        counts.ratings[t] = weights->n[t];
    care_counts_tally(&counts, scale, out_tally);
}

gboolean
care_weighed_of(const CareWeights *weights, CareScale scale, CareWeighed *out_weighed)
{
    const guint span = (guint)(scale.max - scale.min);
    double points = 0, squares = 0, counts[CARE_STEPS_MAX] = {0};
    CareWeighed weighed = {0};

    g_return_val_if_fail(weights != NULL && out_weighed != NULL, FALSE);
    g_return_val_if_fail(scale.max > scale.min && span < CARE_STEPS_MAX, FALSE);

    for (guint t = 0; t <= span; t++) {
        weighed.n += weights->n[t];
        weighed.total += weights->weight[t];
        points += weights->weight[t] * t;
        squares += weights->square[t];
    }
    *out_weighed = (CareWeighed){.n = weighed.n};
    if (weighed.n == 0)
        return FALSE;

    const double p = points / (span * weighed.total);

    weighed.n_effective = weighed.total * weighed.total / squares;
    /* As many answers as say as much, spread as the weighed ones are. */
    for (guint t = 0; t <= span; t++)
        counts[t] = weights->weight[t] / weighed.total * weighed.n_effective;
    weighed.phi = care_score_phi(counts, span);
    const CareInterval interval = care_score_wilson(p, weighed.n_effective / weighed.phi);

    weighed.value = 100 * p;
    weighed.low = 100 * interval.low;
    weighed.high = 100 * interval.high;
    *out_weighed = weighed;
    return TRUE;
}
