/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notices a slow fall that no two neighbouring quarters would show, rating by rating. */
#include <math.h>
#include <purple-care/engine-stats.h>

#define SD_MIN 0.20 /* of the scale: a desk of nothing but top marks must not alarm at each 4 */
#define SLACK  0.25 /* standard deviations that are nobody's fault */
/* A sum that is 10 on paper may be a hair more in doubles, and 10 is no alarm. */
#define HAIR 1e-9

void
care_cusum_begin(CareCusum *cusum, const CareTally *baseline)
{
    CareCusum begun = {0};
    double pairs = 0, points = 0;

    g_return_if_fail(cusum != NULL && baseline != NULL);
    g_return_if_fail(baseline->max > baseline->min);
    g_return_if_fail((gint64)baseline->max - baseline->min < CARE_SCALE_MAX_STEPS);

    const guint span = (guint)(baseline->max - baseline->min);

    for (guint t = 0; t <= span; t++) {
        begun.n_baseline += baseline->counts[t];
        points += (double)baseline->counts[t] * t;
        /* n * S2 - S1^2 as a sum over pairs, which cannot cancel out. */
        for (guint s = 0; s < t; s++)
            pairs += (double)baseline->counts[s] * (double)baseline->counts[t] * (t - s) * (t - s);
    }
    begun.has_baseline = begun.n_baseline >= CARE_CUSUM_BASELINE_MIN;
    if (begun.has_baseline) {
        const double top = (double)span * (double)begun.n_baseline;

        begun.scale = (CareScale){baseline->min, baseline->max};
        begun.mean = points / top;
        begun.sd = MAX(SD_MIN, sqrt(pairs) / top);
    }
    *cusum = begun;
}

static void
add_to_side(CareCusumSide *side, double deviation, guint64 position)
{
    side->last = MAX(0, side->last + deviation - SLACK);
    side->peak = MAX(side->peak, side->last);
    if (side->first_alarm == 0 && side->last > CARE_CUSUM_ALARM_ABOVE + HAIR)
        side->first_alarm = position;
}

void
care_cusum_add(CareCusum *cusum, gint rating)
{
    g_return_if_fail(cusum != NULL);

    if (!cusum->has_baseline || rating < cusum->scale.min || rating > cusum->scale.max)
        return;

    const double share =
        (double)(rating - cusum->scale.min) / (double)(cusum->scale.max - cusum->scale.min);
    const double deviation = (share - cusum->mean) / cusum->sd;

    cusum->n++;
    add_to_side(&cusum->down, -deviation, cusum->n);
    add_to_side(&cusum->up, deviation, cusum->n);
}
