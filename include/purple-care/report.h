/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns counts into words and JSON; knows no database. */
#pragma once

#include "engine-cube.h"

typedef struct {
    const char *kind; /* "all", "quarter"... as asked for */
    const char *timezone;
    gboolean colour;  /* a terminal that wants it */
} CareReportOptions;

/* (transfer full): the report of `purple-care report`, as text for people. */
char *care_report_text(const CareCube *cube, const CareReportOptions *options);
/* (transfer full): the same as JSON, "format": 1; keys in docs/scoring.md. */
char *care_report_json(const CareCube *cube, const CareReportOptions *options);
/* (transfer full): `purple-care score`, the score object alone. */
char *care_score_json(const CareTally *tally);
char *care_score_text(const CareTally *tally);
