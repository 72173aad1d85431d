/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to expect of a simulation, worked out once for text and JSON. */
#pragma once

#include <purple-care/report-simulate.h>

typedef struct {
    guint64 answers; /* in each of two periods; 0: the score has no such room */
    double days;     /* both periods together; meant only if has_days */
    gboolean has_days;
} CareExpectedChange;

typedef struct {
    double answers; /* of those asked */
    double days;    /* from the first end to the last */
    gboolean has_score;
    CareProportion score;
    CareExpectedChange changes[CARE_SIMULATE_CHANGES];
} CareExpected;

CareExpected care_simulate_expected(const CareSimulateReport *report);
