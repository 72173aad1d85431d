/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one place that knows Wilson's interval, for scores that are and scores that may come. */
#pragma once

#include <purple-care/engine-score.h>

typedef struct {
    double low, high; /* shares, 0 to 1 */
} CareInterval;

/* Wilson (1927); @n is real, as a design effect makes it. */
CareInterval care_score_wilson(double p, double n);

/* The share of the binomial variance that such ratings have; @counts of @span + 1 steps, in whole
 * answers or in parts of them. Any thread. */
double care_score_phi(const double *counts, guint span);
