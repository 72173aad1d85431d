/* SPDX-License-Identifier: GPL-2.0-or-later */
/* This report beside another one: what may be said of the difference, or why nothing. */
#pragma once

#include "care-part.h"

typedef enum {
    CARE_BAR_NONE,
    CARE_BAR_FILTER,      /* one is of another agent or protocol */
    CARE_BAR_OVERLAP,     /* the same chats are in both */
    CARE_BAR_SCALE,       /* answers on another scale */
    CARE_BAR_DEFINITIONS, /* another question, or other rules */
    CARE_N_BARS
} CareBar;

typedef struct {
    CareBar bar;         /* what keeps the two from being compared; else the changes are set */
    gboolean is_running; /* this report's period had not ended: figures, but no verdict */
    CareScore score;     /* the other's; what is set is said by its rule */
    CareChange change;   /* this score less the other's */
    gboolean has_rates;  /* somebody was asked in both */
    CareProportion rate, other_rate;
    CareChange response; /* this response rate less the other's */
} CareAside;

/* data->other is set. */
void care_aside_of(const CareReportData *data, const CareReportOptions *options,
                   CareAside *out_aside);

/* "definitions": a constant for JSON; NULL for NONE. */
const char *care_bar_name(CareBar bar);

/* From k of n to k of n, by method 10 of Newcombe (1998), as asking alike is compared; TOO_FEW
 * below 20 on either side. */
CareChange care_share_change(guint64 older_k, guint64 older_n, guint64 newer_k, guint64 newer_n);

/* This score less the sector's figure, in points; FALSE where the sample rule hides the score. */
gboolean care_sector_gap(const CareReportData *data, CareProportion *out_gap);
