/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What two sets of ratings, or a course of them, say about each other; formulae and their sources
 * are in docs/scoring.md. */
#pragma once

#include <purple-care/engine-cube.h>

/* All of this file: any thread. */

/* --- agents side by side --- */

#define CARE_SHRINK_N 15 /* answers that the desk's mean weighs as much as */

typedef struct {
    double weight;       /* of the agent's own score: n / (n + 15) */
    double value;        /* the score drawn towards the desk's; percent */
    gboolean comparable; /* the own score weighs 0.7 or more: n >= 35, decided by integers */
} CareShrunk;

/* @n answers with a score of @value percent (not looked at when @n is 0), @pooled: the score of all
 * agents' answers under the same filters. */
CareShrunk care_shrunk_of(guint64 n, double value, double pooled);

/* --- two periods --- */

typedef enum {
    CARE_VERDICT_TOO_FEW, /* fewer than 5 ratings in one of them: no values */
    CARE_VERDICT_UNCLEAR,
    CARE_VERDICT_IMPROVED,
    CARE_VERDICT_DECLINED,
    CARE_N_VERDICTS
} CareVerdict;

typedef struct {
    CareVerdict verdict;
    double value, low, high; /* percentage points, newer minus older; about 95 % */
} CareChange;

/* MOVER (Zou and Donner 2008) on the unrounded limits of both scores. The tallies are of one
 * scale. */
CareChange care_change_of(const CareTally *older, const CareTally *newer);
const char *care_verdict_name(CareVerdict verdict); /* "no clear change" */

/* --- a slow fall --- */

#define CARE_CUSUM_BASELINE_MIN 50
#define CARE_CUSUM_ALARM_ABOVE  10.0 /* standard deviations */

typedef struct {
    guint64 first_alarm; /* position of the rating, from 1; 0: none */
    double peak, last;
} CareCusumSide;

typedef struct {
    gboolean
        has_baseline; /* of 50 ratings at least; without, nothing below is set but n_baseline */
    CareScale scale;
    guint64 n_baseline, n; /* n: ratings monitored so far */
    double mean, sd;       /* of the baseline, as shares of the scale; sd at least 0.20 */
    CareCusumSide down, up;
} CareCusum;

/* Page (1954): sums of standardised deviations less 0.25, an alarm above 10, never reset. */
void care_cusum_begin(CareCusum *cusum, const CareTally *baseline);
/* The next rating in order of time; one off the scale is left out. */
void care_cusum_add(CareCusum *cusum, gint rating);

/* --- those who did not answer --- */

/* The score if all who were asked and gave no answer had given the lowest, or the highest, rating.
 * FALSE: nobody was asked. */
gboolean care_worst_case_of(const CareTally *tally, guint64 asked, double *out_low,
                            double *out_high);

/* --- is everybody asking alike? --- */

typedef enum {
    CARE_PARITY_TOO_FEW, /* fewer than 20 chats on one side */
    CARE_PARITY_ALIKE,
    CARE_PARITY_LESS, /* asks a smaller share than the others, beyond chance */
    CARE_PARITY_MORE,
    CARE_N_PARITIES
} CareParityVerdict;

typedef struct {
    guint64 asked, could;       /* of the chats that could have been asked about, those that were */
    guint64 withheld;           /* ended by the agent in a way that asks nobody */
    CareProportion share, rest; /* asked of could; of the other agents together */
    CareChange difference;      /* share - rest; TOO_FEW: values not set. Newcombe (1998) */
    CareParityVerdict verdict;
} CareParity;

/* Chats that the agent's own way of ending kept from a question: closed on a waiting customer, left
 * to go quiet, "end quiet"... What the customer, the policy or a fault decided is no part of it. */
guint64 care_counts_withheld(const CareCounts *counts);
gboolean care_reason_is_agents_own(CareReason reason);

/* @agent against all others of the same selection, @rest: their counts without the agent's. */
CareParity care_parity_of(const CareCounts *agent, const CareCounts *rest);
const char *care_parity_name(CareParityVerdict verdict); /* "alike" */
