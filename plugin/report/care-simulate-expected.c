/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expected answers and the time that a change takes to be seen, at the pace of the history. */
#include "care-simulate.h"

#define DAY_MS    86400000.0
#define PACE_DAYS 7 /* a shorter history has no pace */

const double care_simulate_points[CARE_SIMULATE_CHANGES] = {5, 10};

CareExpected
care_simulate_expected(const CareSimulateReport *report)
{
    const CareSimulated *simulated = report->simulated;
    CareExpected expected = {.answers = (double)simulated->all.asked * report->response};

    if (simulated->all.chats > 0) /* what ended within a day was a day's work */
        expected.days = MAX(1, (double)(simulated->last_ms - simulated->first_ms) / DAY_MS);
    if (expected.answers > 0)
        expected.has_score = care_foresee_score(&report->shape, expected.answers, &expected.score);
    for (gsize i = 0; i < G_N_ELEMENTS(expected.changes); i++) {
        CareExpectedChange *change = &expected.changes[i];

        change->answers = care_foresee_answers(&report->shape, care_simulate_points[i]);
        change->has_days =
            change->answers > 0 && expected.answers > 0 && expected.days >= PACE_DAYS;
        if (change->has_days)
            change->days = 2 * (double)change->answers * expected.days / expected.answers;
    }
    return expected;
}
