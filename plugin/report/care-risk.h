/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What could be going wrong behind the score, each warning with the data that raises it and none
 * about a person. */
#pragma once

#include "care-part.h"

typedef enum {
    CARE_RISK_ROBOTIC,  /* replies that sound like a script */
    CARE_RISK_UNREAD,   /* comments that nobody read */
    CARE_RISK_UNEQUAL,  /* some agents ask less than others */
    CARE_RISK_RESPONSE, /* fewer of those asked answer than in the quarter before */
    CARE_RISK_IDLE,     /* chats that just go quiet */
    CARE_RISK_WAITING,  /* chats closed on waiting customers */
    CARE_RISK_SLOW_FALL,
    CARE_N_RISKS
} CareRiskKind;

typedef enum {
    CARE_RISK_UNKNOWN, /* not measured, or of too few */
    CARE_RISK_QUIET,
    CARE_RISK_RAISED,
} CareRiskState;

typedef struct {
    CareRiskKind kind;
    CareRiskState state;
    guint64 k, n;              /* k of n raise it: chats, comments, agents, answers; 0, 0: none */
    CareProportion share;      /* k of n; meant where n > 0 */
    CareChange change;         /* of RESPONSE; meant where before and now are set */
    const char *before, *now;  /* the quarters of RESPONSE and SLOW_FALL; its history's own; NULL */
    gboolean same_definitions; /* of RESPONSE: the question did not change between them */
} CareRisk;

/* All of them, in the order of their kinds. */
void care_risks_of(const CareReportData *data, const CareReportOptions *options,
                   CareRisk out_risks[CARE_N_RISKS]);

const char *care_risk_name(CareRiskKind kind);  /* "idle_ends": a constant for programs */
const char *care_risk_title(CareRiskKind kind); /* the same translated, for people */
const char *care_risk_state_name(CareRiskState state);
/* (transfer full): the data that raises it, or why nothing is known; NULL where it is quiet. */
char *care_risk_words(const CareRisk *risk);
