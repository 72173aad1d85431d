/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One table of what could be going wrong: each rule looks at the report's figures and says when
 * they are enough to warn. */
#include "care-risk.h"
#include "care-other.h"
#include "care-words.h"

#define CHATS_FROM    20 /* ended chats, or agents' chats: fewer prove nothing */
#define MANY_IDLE     30 /* percent of ended chats */
#define MANY_WAITING  1  /* percent of ended chats */
#define COMMENTS_FROM 5  /* a week old */
#define MANY_UNREAD   20 /* percent of them */

static void
set_share(CareRisk *risk, guint64 k, guint64 n)
{
    risk->k = k;
    risk->n = n;
    care_proportion_of(k, n, &risk->share);
}

/* No text of a chat is kept, so nothing here can tell a script from a person. */
static void
look_for_scripts(const CareReportData *data G_GNUC_UNUSED,
                 const CareReportOptions *options G_GNUC_UNUSED, CareRisk *risk)
{
    risk->state = CARE_RISK_UNKNOWN;
}

/* Of the comments that are a week old: nobody can have read what came in just now. */
static void
look_for_unread(const CareReportData *data, const CareReportOptions *options G_GNUC_UNUSED,
                CareRisk *risk)
{
    const CareVoices *voices = data->voices;

    if (voices == NULL || voices->old_enough < COMMENTS_FROM)
        return;
    set_share(risk, voices->old_enough - MIN(voices->in_week, voices->old_enough),
              voices->old_enough);
    risk->state = 100 * risk->k >= MANY_UNREAD * risk->n ? CARE_RISK_RAISED : CARE_RISK_QUIET;
}

static void
look_at_asking(const CareReportData *data, const CareReportOptions *options G_GNUC_UNUSED,
               CareRisk *risk)
{
    const CareCube *team = care_part_team(data);
    g_auto(GStrv) agents = care_cube_agents(team);
    const guint n_agents = g_strv_length(agents);
    guint less = 0, compared = 0;
    CarePart desk;

    care_part_of(team, NULL, &desk);
    for (guint i = 0; n_agents > 1 && i < n_agents; i++) {
        CarePart part;
        CareBeside beside;

        care_part_of(team, agents[i], &part);
        care_part_beside(&part, &desk, n_agents, &beside);
        compared += beside.has_parity && beside.parity.verdict != CARE_PARITY_TOO_FEW;
        less += beside.has_parity && beside.parity.verdict == CARE_PARITY_LESS;
    }
    set_share(risk, less, compared);
    risk->state = compared == 0 ? CARE_RISK_UNKNOWN : less > 0 ? CARE_RISK_RAISED : CARE_RISK_QUIET;
}

/* Of the newest quarters that have ended and lie in the period whole. */
static const CareBucket *
whole_quarter(const CareReportData *data, const CareReportOptions *options, guint *before)
{
    while (data->quarters != NULL && *before > 0) {
        const CareBucket *bucket = g_ptr_array_index(data->quarters, --*before);

        if (!care_part_runs(options, bucket) && !care_part_is_cut(data, options, bucket))
            return bucket;
    }
    return NULL;
}

static void
look_at_response(const CareReportData *data, const CareReportOptions *options, CareRisk *risk)
{
    guint at = data->quarters != NULL ? data->quarters->len : 0;
    const CareBucket *newer = whole_quarter(data, options, &at);
    const CareBucket *older = newer != NULL ? whole_quarter(data, options, &at) : NULL;
    CarePart before, now;

    if (older == NULL)
        return;
    care_part_of(older->cube, NULL, &before);
    care_part_of(newer->cube, NULL, &now);
    risk->before = older->name;
    risk->now = newer->name;
    risk->same_definitions = care_part_is_alike(older->cube, newer->cube);
    set_share(risk, now.counts.outcomes[CARE_OUTCOME_ANSWERED], now.asked);
    risk->change = care_share_change(before.counts.outcomes[CARE_OUTCOME_ANSWERED], before.asked,
                                     risk->k, risk->n);
    if (risk->change.verdict != CARE_VERDICT_TOO_FEW)
        risk->state =
            risk->change.verdict == CARE_VERDICT_DECLINED ? CARE_RISK_RAISED : CARE_RISK_QUIET;
}

/* Chats that ended for @reason, from @percent of all on. */
static void
look_at_reason(const CareReportData *data, CareReason reason, guint percent, CareRisk *risk)
{
    CarePart whole;

    care_part_of(data->cube, NULL, &whole);
    set_share(risk, whole.counts.reasons[reason], care_counts_chats(&whole.counts));
    if (risk->n >= CHATS_FROM)
        risk->state = 100 * risk->k >= percent * risk->n ? CARE_RISK_RAISED : CARE_RISK_QUIET;
}

static void
look_at_idle(const CareReportData *data, const CareReportOptions *options G_GNUC_UNUSED,
             CareRisk *risk)
{
    look_at_reason(data, CARE_REASON_IDLE, MANY_IDLE, risk);
}

static void
look_at_waiting(const CareReportData *data, const CareReportOptions *options G_GNUC_UNUSED,
                CareRisk *risk)
{
    look_at_reason(data, CARE_REASON_CUSTOMER_WAITING, MANY_WAITING, risk);
}

static void
look_at_course(const CareReportData *data, const CareReportOptions *options, CareRisk *risk)
{
    const CareBucket *watched = NULL;

    if (care_part_course(data, options, &watched) != CARE_COURSE_WATCHED)
        return;
    risk->now = watched->name;
    if (!care_part_stands(&data->cusum->down)) {
        risk->state = CARE_RISK_QUIET;
        return;
    }
    risk->state = CARE_RISK_RAISED;
    risk->k = data->cusum->down.first_alarm;
    risk->n = data->cusum->n;
}

typedef struct {
    const char *name, *title;
    void (*look)(const CareReportData *data, const CareReportOptions *options, CareRisk *risk);
    gboolean is_past; /* a matter of several quarters, so that the period alone may not show it */
} Rule;

static const Rule rules[CARE_N_RISKS] = {
    [CARE_RISK_ROBOTIC] = {"robotic_replies", N_("Robotic replies"), look_for_scripts},
    [CARE_RISK_UNREAD] = {"unread_comments", N_("Unread comments"), look_for_unread},
    [CARE_RISK_UNEQUAL] = {"unequal_asking", N_("Unequal asking"), look_at_asking},
    [CARE_RISK_RESPONSE] = {"shrinking_response", N_("Fewer answers"), look_at_response, TRUE},
    [CARE_RISK_IDLE] = {"idle_ends", N_("Idle ends"), look_at_idle},
    [CARE_RISK_WAITING] = {"closed_on_waiting", N_("Left waiting"), look_at_waiting},
    [CARE_RISK_SLOW_FALL] = {"slow_fall", N_("Slow fall"), look_at_course, TRUE},
};

void
care_risks_of(const CareReportData *data, const CareReportOptions *options,
              CareRisk out_risks[CARE_N_RISKS])
{
    CareReportOptions past_options;
    const CareReportData *past = care_part_past(data, options, &past_options);

    for (guint i = 0; i < CARE_N_RISKS; i++) {
        out_risks[i] = (CareRisk){.kind = (CareRiskKind)i};
        rules[i].look(rules[i].is_past ? past : data, rules[i].is_past ? &past_options : options,
                      &out_risks[i]);
    }
}

const char *
care_risk_name(CareRiskKind kind)
{
    g_return_val_if_fail((guint)kind < CARE_N_RISKS, NULL);
    return rules[kind].name;
}

const char *
care_risk_title(CareRiskKind kind)
{
    g_return_val_if_fail((guint)kind < CARE_N_RISKS, NULL);
    return _(rules[kind].title);
}

const char *
care_risk_state_name(CareRiskState state)
{
    static const char *const names[] = {"unknown", "quiet", "raised"};

    g_return_val_if_fail((guint)state < G_N_ELEMENTS(names), NULL);
    return names[state];
}
