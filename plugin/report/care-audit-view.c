/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets each agent's shares beside those of all others: a pattern, with how far it may be chance. */
#include "care-audit.h"
#include "care-other.h"

void
care_audit_sums(const CareAuditData *data, const char *agent, CareAuditSums *out_sums)
{
    const CareAuditAgent *one = agent != NULL ? care_audit_find(data->audit, agent) : NULL;
    CareAuditSums sums = {.counts = care_cube_sum(data->cube, agent)};

    if (one != NULL)
        care_audit_agent_add(&sums.seen, one);
    for (guint i = 0; agent == NULL && i < data->audit->agents->len; i++)
        care_audit_agent_add(&sums.seen, g_ptr_array_index(data->audit->agents, i));
    *out_sums = sums;
}

static void
measure(const CareAuditSums *sums, CareMeasure what, guint64 *out_k, guint64 *out_n)
{
    const CareCounts *counts = &sums->counts;
    const CareAuditAgent *seen = &sums->seen;
    const guint64 asked = care_counts_asked(counts) + counts->outcomes[CARE_OUTCOME_PENDING];
    const guint64 could = asked + care_counts_withheld(counts);
    guint64 ended = 0;

    for (guint end = CARE_END_NONE + 1; end < CARE_N_ENDS; end++)
        ended += seen->ends[end];
    const struct {
        guint64 k, n;
    } all[CARE_N_MEASURES] = {
        [CARE_MEASURE_ASKED] = {asked, could},
        [CARE_MEASURE_BY_HAND] = {seen->by_hand, seen->questions},
        [CARE_MEASURE_QUIET] = {counts->reasons[CARE_REASON_AGENT_CHOICE], could},
        [CARE_MEASURE_EXPLICIT] = {seen->ends[CARE_END_EXPLICIT], ended},
        [CARE_MEASURE_CLOSED] = {seen->ends[CARE_END_CLOSED], ended},
        [CARE_MEASURE_IDLE] = {seen->ends[CARE_END_IDLE], ended},
        [CARE_MEASURE_LOST] = {seen->ends[CARE_END_LOST], ended},
        [CARE_MEASURE_AFTER_LONG] = {seen->withheld[CARE_WAIT_LONG], seen->could[CARE_WAIT_LONG]},
        [CARE_MEASURE_AFTER_USUAL] = {seen->withheld[CARE_WAIT_USUAL],
                                      seen->could[CARE_WAIT_USUAL]},
        [CARE_MEASURE_COVERAGE] = {counts->outcomes[CARE_OUTCOME_ANSWERED],
                                   care_counts_chats(counts)},
    };

    *out_k = all[what].k;
    *out_n = all[what].n;
}

static gboolean
difference_of(guint64 rest_k, guint64 rest_n, guint64 k, guint64 n, CareChange *out_difference)
{
    *out_difference = care_share_change(rest_k, rest_n, k, n);
    return out_difference->verdict != CARE_VERDICT_TOO_FEW;
}

void
care_audit_view(const CareAuditData *data, const CareAuditSums *desk, const char *agent,
                CareAuditView *out_view)
{
    CareAuditSums mine = *desk;
    CareAuditView view = {0};

    if (agent != NULL)
        care_audit_sums(data, agent, &mine);
    view.weights = mine.seen.weights;

    for (guint what = 0; what < CARE_N_MEASURES; what++) {
        CareAuditFigure *figure = &view.figures[what];

        measure(&mine, (CareMeasure)what, &figure->k, &figure->n);
        measure(desk, (CareMeasure)what, &figure->rest_k, &figure->rest_n);
        figure->rest_k -= figure->k;
        figure->rest_n -= figure->n;
        care_proportion_of(figure->k, figure->n, &figure->share);
        care_proportion_of(figure->rest_k, figure->rest_n, &figure->rest);
        figure->has_difference = difference_of(figure->rest_k, figure->rest_n, figure->k, figure->n,
                                               &figure->difference);
    }
    const CareAuditFigure *after = &view.figures[CARE_MEASURE_AFTER_LONG],
                          *usual = &view.figures[CARE_MEASURE_AFTER_USUAL];

    view.has_wait_difference =
        difference_of(usual->k, usual->n, after->k, after->n, &view.wait_difference);
    care_part_of(data->cube, agent, &view.part);
    *out_view = view;
}

gboolean
care_audit_is_comparable(guint64 n)
{
    return care_shrunk_of(n, 0, 0).comparable;
}

const char *
care_measure_name(CareMeasure what)
{
    static const char *const names[CARE_N_MEASURES] = {
        [CARE_MEASURE_ASKED] = "asked",
        [CARE_MEASURE_BY_HAND] = "asked_by_hand",
        [CARE_MEASURE_QUIET] = "ended_without_asking",
        [CARE_MEASURE_EXPLICIT] = "end_explicit",
        [CARE_MEASURE_CLOSED] = "end_closed",
        [CARE_MEASURE_IDLE] = "end_idle",
        [CARE_MEASURE_LOST] = "end_lost",
        [CARE_MEASURE_AFTER_LONG] = "withheld_after_long_wait",
        [CARE_MEASURE_AFTER_USUAL] = "withheld_after_other_waits",
        [CARE_MEASURE_COVERAGE] = "coverage",
    };

    g_return_val_if_fail((guint)what < CARE_N_MEASURES, NULL);
    return names[what];
}
