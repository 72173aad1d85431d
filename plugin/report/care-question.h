/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Three questions that a lead takes to the team, each with the data that raises it. */
#pragma once

#include "care-part.h"

#define CARE_QUESTIONS 3

typedef struct {
    const char *name;     /* "weakest_item": a constant for programs */
    const char *question; /* translated; a constant */
    char *because;        /* the data that raises it, in words */
} CareQuestion;

/* (transfer full): of CareQuestion: three, gravest first; none where no chat has ended. */
GPtrArray *care_questions_of(const CareReportData *data, const CareReportOptions *options);
