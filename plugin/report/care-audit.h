/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An audit's figures, gathered once, so that text and JSON cannot differ. */
#pragma once

#include "care-part.h"
#include <purple-care/report-audit.h>

typedef enum {                        /* each k of n chats, or questions */
               CARE_MEASURE_ASKED,    /* of the chats that could be asked about */
               CARE_MEASURE_BY_HAND,  /* of the questions, those that the agent sent */
               CARE_MEASURE_QUIET,    /* of the chats that could be asked about, those that
                                         the agent ended without asking */
               CARE_MEASURE_EXPLICIT, /* of the chats that were watched */
               CARE_MEASURE_CLOSED,
               CARE_MEASURE_IDLE,
               CARE_MEASURE_LOST,
               CARE_MEASURE_AFTER_LONG,  /* withheld of those that could be asked about, after a
                                            long wait */
               CARE_MEASURE_AFTER_USUAL, /* the same of the others that were measured */
               CARE_MEASURE_COVERAGE,    /* answered of the ended chats */
               CARE_N_MEASURES
} CareMeasure;

typedef struct {
    guint64 k, n, rest_k, rest_n; /* rest: of all other agents together */
    CareProportion share, rest;   /* meant where n, rest_n > 0 */
    gboolean has_difference;      /* 20 or more on both sides */
    CareChange difference;        /* share less rest */
} CareAuditFigure;

typedef struct {
    CareAuditFigure figures[CARE_N_MEASURES];
    gboolean has_wait_difference;
    CareChange wait_difference; /* withheld after a long wait less withheld after others */
    CarePart part;
    CareWeights weights;
} CareAuditView;

typedef struct { /* what shares are made of */
    CareCounts counts;
    CareAuditAgent seen; /* without a name */
} CareAuditSums;

/* @agent: (nullable): all of them. */
void care_audit_sums(const CareAuditData *data, const char *agent, CareAuditSums *out_sums);

/* @desk: of all agents; @agent: (nullable): the whole desk, which has no rest. */
void care_audit_view(const CareAuditData *data, const CareAuditSums *desk, const char *agent,
                     CareAuditView *out_view);

/* Whether @n answers are enough to stand beside other agents': the report's rule. */
gboolean care_audit_is_comparable(guint64 n);

const char *care_measure_name(CareMeasure measure); /* "asked": a constant for programs */
