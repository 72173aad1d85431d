/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says what so many answers would tell before there are any: the score's own formulae
 * (docs/scoring.md) on shares in place of counts. */
#include "care-compare.h"
#include "care-score.h"
#include <math.h>
#include <purple-care/engine-simulate.h>

#define LEAST_N 5             /* as in care_change_of(): below, no change is told */
#define MOST_N  1000000000000 /* more answers than anybody will have */

typedef struct {
    guint span; /* steps above the lowest */
    double share[CARE_SCALE_MAX_STEPS];
} Shape;

static gboolean
shape_of(const CareTally *tally, Shape *out_shape)
{
    guint64 n = 0;

    out_shape->span = (guint)(tally->max - tally->min);
    for (guint t = 0; t <= out_shape->span; t++)
        n += tally->counts[t];
    for (guint t = 0; t <= out_shape->span; t++)
        out_shape->share[t] = n > 0 ? (double)tally->counts[t] / (double)n : 0;
    return n > 0;
}

/* Mean of t and of t squared, as shares of the scale. */
static void
moments_of(const Shape *shape, double *out_mean, double *out_square)
{
    *out_mean = *out_square = 0;
    for (guint t = 0; t <= shape->span; t++) {
        const double y = (double)t / shape->span;

        *out_mean += shape->share[t] * y;
        *out_square += shape->share[t] * y * y;
    }
}

static CareProportion
score_of(const Shape *shape, double n)
{
    double mean, square;

    moments_of(shape, &mean, &square);

    const double m = (n * mean + 0.5) / (n + 1);
    const double v = (n * square + 0.5) / (n + 1) - m * m;
    const double phi = CLAMP(v / (m * (1 - m)), 1 / (n + 1), 1); /* never below: only by rounding */
    const CareInterval interval = care_score_wilson(CLAMP(mean, 0, 1), n / phi);

    return (CareProportion){100 * mean, 100 * interval.low, 100 * interval.high};
}

/* A fall by @points: a share of all who could gave one step less, more steps where that is not
 * enough. FALSE: there is no such room. */
static gboolean
lower(Shape *shape, double points)
{
    double steps = points / 100 * shape->span; /* of the mean, still to go */

    for (guint round = 0; round < shape->span && steps > 1e-9; round++) {
        const double can = 1 - shape->share[0];
        const double part = can > 0 ? MIN(1, steps / can) : 0;

        for (guint t = 0; t < shape->span; t++) {
            shape->share[t] += part * shape->share[t + 1];
            shape->share[t + 1] *= 1 - part;
        }
        steps -= part * can;
    }
    return steps <= 1e-9;
}

gboolean
care_foresee_score(const CareTally *tally, double n, CareProportion *out_score)
{
    Shape shape;

    g_return_val_if_fail(tally != NULL && out_score != NULL && n > 0, FALSE);

    if (!shape_of(tally, &shape))
        return FALSE;
    *out_score = score_of(&shape, n);
    return TRUE;
}

static gboolean
is_seen(const Shape *older, const Shape *newer, guint64 n)
{
    const CareProportion before = score_of(older, (double)n), after = score_of(newer, (double)n);

    return care_compare_difference(&before, &after).verdict == CARE_VERDICT_DECLINED;
}

guint64
care_foresee_answers(const CareTally *tally, double points)
{
    guint64 few = LEAST_N - 1, many = LEAST_N;
    Shape older, newer;

    g_return_val_if_fail(tally != NULL && points > 0, 0);

    if (!shape_of(tally, &older))
        return 0;
    newer = older;
    if (!lower(&newer, points))
        return 0;
    while (!is_seen(&older, &newer, many)) {
        if (many > MOST_N)
            return 0;
        few = many;
        many *= 2;
    }
    while (many - few > 1) {
        const guint64 middle = few + (many - few) / 2;

        if (is_seen(&older, &newer, middle))
            many = middle;
        else
            few = middle;
    }
    return many;
}
