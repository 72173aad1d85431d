/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One table of the twelve attributes, and the figures that they share. */
#include "care-kpi.h"

#define SHAPE_FROM 10 /* answers: of fewer nobody can say how more of them would fall */

static const struct {
    const char *name, *title;
    void (*say)(GPtrArray *said, const CareKpi *kpi);
} attributes[CARE_N_KPIS] = {
    [CARE_KPI_DEFINITION] = {"definition", N_("Definition"), care_kpi_say_definition},
    [CARE_KPI_INSIGHTS] = {"insights", N_("Insights"), care_kpi_say_insights},
    [CARE_KPI_MEASUREMENT] = {"measurement", N_("Measurement"), care_kpi_say_measurement},
    [CARE_KPI_FORMULA] = {"formula", N_("Formula"), care_kpi_say_formula},
    [CARE_KPI_TREND] = {"trend", N_("Trend"), care_kpi_say_trend},
    [CARE_KPI_QUESTIONS] = {"diagnostic_questions", N_("Diagnostic questions"),
                            care_kpi_say_questions},
    [CARE_KPI_TIPS] = {"tips", N_("Tips"), care_kpi_say_tips},
    [CARE_KPI_VISUALISATION] = {"visualisation", N_("Visualisation"), care_kpi_say_visualisation},
    [CARE_KPI_RISKS] = {"risk_warnings", N_("Risk warnings"), care_kpi_say_risks},
    [CARE_KPI_TOOLS] = {"tools", N_("Tools"), care_kpi_say_tools},
    [CARE_KPI_INTEGRATION] = {"integration_points", N_("Integration points"),
                              care_kpi_say_integration},
    [CARE_KPI_CHANGE] = {"change_impact", N_("Change impact"), care_kpi_say_change},
};

const char *
care_kpi_name(CareKpiAttribute attribute)
{
    g_return_val_if_fail((guint)attribute < CARE_N_KPIS, NULL);
    return attributes[attribute].name;
}

const char *
care_kpi_title(CareKpiAttribute attribute)
{
    g_return_val_if_fail((guint)attribute < CARE_N_KPIS, NULL);
    return _(attributes[attribute].title);
}

GPtrArray *
care_kpi_said(const CareKpi *kpi, CareKpiAttribute attribute)
{
    GPtrArray *said = care_said_new();

    attributes[attribute].say(said, kpi);
    return said;
}

gboolean
care_kpi_has_course(const CareKpi *kpi)
{
    return kpi->past->quarters != NULL && kpi->past->quarters->len > 1;
}

/* What more answers would tell, worked out as `purple-care simulate` does: these answers at their
 * own pace. */
static void
foresee(CareKpi *kpi)
{
    const CareCube *cube = kpi->data->cube;
    const CareSimulated simulated = {
        .all = {.chats = care_counts_chats(&kpi->whole.counts), .asked = kpi->whole.score.n},
        .first_ms = cube->first_ms,
        .last_ms = cube->last_ms};
    const CareSimulateReport report = {
        .simulated = &simulated, .response = 1, .shape = kpi->whole.tally, .shape_measured = TRUE};

    kpi->has_expected = kpi->whole.score.n >= SHAPE_FROM;
    if (!kpi->has_expected)
        return;
    kpi->expected = care_simulate_expected(&report);
    kpi->has_twice =
        care_foresee_score(&kpi->whole.tally, 2 * (double)kpi->whole.score.n, &kpi->twice);
}

void
care_kpi_gather(const CareReportData *data, const CareReportOptions *options, CareKpi *out_kpi)
{
    *out_kpi = (CareKpi){.data = data, .options = options};
    out_kpi->past = care_part_past(data, options, &out_kpi->past_options);
    out_kpi->is_rescaled = data->history != NULL && out_kpi->past == data;
    care_part_of(data->cube, NULL, &out_kpi->whole);
    out_kpi->n_items = care_part_item_ends(&out_kpi->whole, &out_kpi->lowest, &out_kpi->highest);
    care_risks_of(data, options, out_kpi->risks);
    foresee(out_kpi);
}
