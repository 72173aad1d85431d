/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets one score beside another without letting chance, or those who kept silent, decide. */
#include "care-compare.h"
#include <math.h>

/* n / (n + 15) reaches 0.7 where 3 * n reaches 7 * 15. */
#define COMPARABLE_FROM_N ((7 * CARE_SHRINK_N + 2) / 3)
#define CHANGE_FROM_N     5 /* ratings on either side: below, the sample rule shows no percent */

CareShrunk
care_shrunk_of(guint64 n, double value, double pooled)
{
    CareShrunk shrunk = {.value = pooled, .comparable = n >= COMPARABLE_FROM_N};

    if (n == 0)
        return shrunk;
    shrunk.weight = (double)n / ((double)n + CARE_SHRINK_N);

    const double drawn = pooled + shrunk.weight * (value - pooled);

    /* Rounding must not carry it past either of the two that it lies between. */
    shrunk.value = CLAMP(drawn, MIN(value, pooled), MAX(value, pooled));
    return shrunk;
}

CareChange
care_compare_difference(const CareProportion *older, const CareProportion *newer)
{
    CareChange change = {.verdict = CARE_VERDICT_UNCLEAR, .value = newer->value - older->value};

    change.low = change.value - hypot(newer->value - newer->low, older->high - older->value);
    change.high = change.value + hypot(newer->high - newer->value, older->value - older->low);
    if (change.low > 0)
        change.verdict = CARE_VERDICT_IMPROVED;
    else if (change.high < 0)
        change.verdict = CARE_VERDICT_DECLINED;
    return change;
}

CareChange
care_change_of(const CareTally *older, const CareTally *newer)
{
    CareChange none = {.verdict = CARE_VERDICT_TOO_FEW};
    CareScore from, to;

    g_return_val_if_fail(older != NULL && newer != NULL, none);
    g_return_val_if_fail(older->min == newer->min && older->max == newer->max, none);

    care_score_of(older, &from);
    care_score_of(newer, &to);
    if (from.n < CHANGE_FROM_N || to.n < CHANGE_FROM_N)
        return none;
    return care_compare_difference(&(CareProportion){from.value, from.low, from.high},
                                   &(CareProportion){to.value, to.low, to.high});
}

const char *
care_verdict_name(CareVerdict verdict)
{
    static const char *const names[] = {"not enough ratings", "no clear change", "improved",
                                        "declined"};

    G_STATIC_ASSERT(G_N_ELEMENTS(names) == CARE_N_VERDICTS);
    return (guint)verdict < CARE_N_VERDICTS ? names[verdict] : NULL;
}

gboolean
care_worst_case_of(const CareTally *tally, guint64 asked, double *out_low, double *out_high)
{
    guint64 n = 0, points = 0;

    g_return_val_if_fail(tally != NULL && out_low != NULL && out_high != NULL, FALSE);
    g_return_val_if_fail(tally->max > tally->min, FALSE);
    g_return_val_if_fail((gint64)tally->max - tally->min < CARE_SCALE_MAX_STEPS, FALSE);

    if (asked == 0)
        return FALSE;

    const guint span = (guint)(tally->max - tally->min);

    for (guint t = 0; t <= span; t++) {
        n += tally->counts[t];
        points += tally->counts[t] * t;
    }
    /* In a damaged store more may have answered than were asked; then nobody kept silent. */
    asked = MAX(asked, n);

    const double top = (double)span * (double)asked;

    *out_low = 100 * ((double)points / top);
    *out_high = 100 * ((double)(points + span * (asked - n)) / top);
    return TRUE;
}
