/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The twelve attributes as sentences and figures, gathered once for text, JSON and HTML. */
#pragma once

#include "care-risk.h"
#include "care-say.h"
#include "care-simulate.h"
#include <purple-care/report-kpi.h>

typedef enum { /* in the order in which they are read */
               CARE_KPI_DEFINITION,
               CARE_KPI_INSIGHTS,
               CARE_KPI_MEASUREMENT,
               CARE_KPI_FORMULA,
               CARE_KPI_TREND,
               CARE_KPI_QUESTIONS,
               CARE_KPI_TIPS,
               CARE_KPI_VISUALISATION,
               CARE_KPI_RISKS,
               CARE_KPI_TOOLS,
               CARE_KPI_INTEGRATION,
               CARE_KPI_CHANGE,
               CARE_N_KPIS
} CareKpiAttribute;

typedef struct {
    const CareReportData *data, *past; /* past: what the trend is of */
    const CareReportOptions *options;
    CareReportOptions past_options;
    gboolean is_rescaled; /* earlier answers are on another scale, so the trend is of @data alone */
    CarePart whole;
    guint n_items; /* with a score; the next two are set where there are two or more */
    CareItem lowest, highest;
    CareRisk risks[CARE_N_RISKS];
    gboolean has_expected; /* answers are enough to foresee more of them */
    CareExpected expected;
    gboolean has_twice;
    CareProportion twice; /* the score with twice as many answers that fall alike */
} CareKpi;

void care_kpi_gather(const CareReportData *data, const CareReportOptions *options,
                     CareKpi *out_kpi);

const char *care_kpi_name(CareKpiAttribute attribute);  /* "definition": a key of the JSON */
const char *care_kpi_title(CareKpiAttribute attribute); /* the same translated, for people */

/* (transfer full): of CareSaid; without a label it is a paragraph. Names of a store are harmless to
 * a terminal, not yet to HTML. */
GPtrArray *care_kpi_said(const CareKpi *kpi, CareKpiAttribute attribute);

/* One for each attribute: care_kpi_said() calls them. */
void care_kpi_say_definition(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_insights(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_measurement(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_formula(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_trend(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_questions(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_tips(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_visualisation(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_risks(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_tools(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_integration(GPtrArray *said, const CareKpi *kpi);
void care_kpi_say_change(GPtrArray *said, const CareKpi *kpi);

/* (transfer full): of CareSaid, the label being a constant for programs: what raises a tip; a
 * command. */
GPtrArray *care_kpi_tips(const CareKpi *kpi);
GPtrArray *care_kpi_tools(const CareKpi *kpi);

/* (transfer full): a name of a store, short and harmless to a terminal. */
char *care_kpi_short_name(const char *name);

/* Whether there are two quarters or more to draw. */
gboolean care_kpi_has_course(const CareKpi *kpi);
