/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Customer Service Empathy Score: what a set of ratings says, and what may be said of so few.
 */
#pragma once

#include <glib.h>

#define CARE_SCALE_MAX_STEPS 101 /* a scale of 0 to 100 */

typedef enum { CARE_BAND_LOW, CARE_BAND_MODERATE, CARE_BAND_EXCELLENT, CARE_N_BANDS } CareBand;

typedef enum {
    CARE_RULE_NO_RATINGS,   /* n = 0 */
    CARE_RULE_COUNTS_ONLY,  /* 1 to 4 */
    CARE_RULE_PERCENT_ONLY, /* 5 to 9: score and interval, no band */
    CARE_RULE_BANDS,        /* from 10 */
    CARE_N_SAMPLE_RULES
} CareSampleRule;

typedef struct {
    gint min, max;
    guint64 counts[CARE_SCALE_MAX_STEPS]; /* counts[t]: ratings of min + t */
} CareTally;

typedef struct { /* pure arithmetic, before the sample rule hides anything; percents 0 to 100 */
    guint64 n;
    double value, low, high; /* the design-adjusted Wilson interval, about 95 % */
    double phi, n_effective, mean;
    double top2, top2_low, top2_high;
    double low_answers;
    CareBand band;
    gboolean touched[CARE_N_BANDS]; /* bands that the interval touches */
    gboolean confirmed;             /* exactly one is touched */
    CareSampleRule rule;
    guint shown;        /* whole percent, rounded down by integers */
    guint shown_tenths; /* tenths of a percent, rounded down by integers */
} CareScore;

/* Source of every formula: docs/scoring.md. FALSE (and only `n`, `rule` set) when nothing was
 * rated. Any thread. */
gboolean care_score_of(const CareTally *tally, CareScore *out_score);

typedef struct {
    double value, low, high;
} CareProportion;

/* k of n in percent with Wilson's interval; FALSE at n = 0. Any thread. */
gboolean care_proportion_of(guint64 k, guint64 n, CareProportion *out_proportion);

const char *care_band_name(CareBand band);              /* "moderate" */
const char *care_sample_rule_name(CareSampleRule rule); /* "counts only" */
