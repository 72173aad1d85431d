/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lays a report beside another, and refuses where the difference would be the question's or the
 * filter's. */
#include "care-other.h"
#include <math.h>
#include <string.h>

#define SHARES_FROM_N 20 /* on either side, as with asking alike */

CareChange
care_share_change(guint64 older_k, guint64 older_n, guint64 newer_k, guint64 newer_n)
{
    CareChange change = {.verdict = CARE_VERDICT_TOO_FEW};
    CareProportion older, newer;

    if (older_n < SHARES_FROM_N || newer_n < SHARES_FROM_N ||
        !care_proportion_of(older_k, older_n, &older) ||
        !care_proportion_of(newer_k, newer_n, &newer))
        return change;
    change.value = newer.value - older.value;
    change.low = change.value - hypot(newer.value - newer.low, older.high - older.value);
    change.high = change.value + hypot(newer.high - newer.value, older.value - older.low);
    change.verdict = change.low > 0    ? CARE_VERDICT_IMPROVED
                     : change.high < 0 ? CARE_VERDICT_DECLINED
                                       : CARE_VERDICT_UNCLEAR;
    return change;
}

const char *
care_bar_name(CareBar bar)
{
    static const char *const names[CARE_N_BARS] = {NULL, "filter", "overlap", "scale",
                                                   "definitions"};

    g_return_val_if_fail((guint)bar < CARE_N_BARS, NULL);
    return names[bar];
}

/* Whether a chat may be in both; not where one's limits are not known. */
static gboolean
overlaps(const CareReportData *data, const CareReportOptions *options)
{
    const CareOther *other = data->other;
    const gint64 from_ms = data->cube->from_ms;
    /* With all chats the last end is in it. */
    const gint64 to_ms = data->cube->to_ms + (strcmp(options->kind, "all") == 0);

    if ((other->from_ms == 0 && other->to_ms == 0) || (from_ms == 0 && data->cube->to_ms == 0))
        return FALSE;
    return other->from_ms < to_ms && from_ms < other->to_ms + (other->is_whole ? 1 : 0);
}

static gboolean
is_same_question(const CareReportData *data)
{
    g_auto(GStrv) mine = NULL;
    CareOther *this = care_other_of_cube("", data->cube, FALSE, NULL, NULL);
    gboolean is_same;

    mine = g_steal_pointer(&this->definitions);
    care_other_free(this);
    if (*mine == NULL || *data->other->definitions == NULL)
        return TRUE; /* nobody was asked: there is no question to differ */
    is_same =
        g_strv_equal((const char *const *)mine, (const char *const *)data->other->definitions);
    return is_same;
}

static CareBar
find_bar(const CareReportData *data, const CareReportOptions *options)
{
    const CareOther *other = data->other;

    if (g_strcmp0(other->agent, options->agent) != 0 ||
        g_strcmp0(other->protocol, options->protocol) != 0)
        return CARE_BAR_FILTER;
    if (overlaps(data, options))
        return CARE_BAR_OVERLAP;
    if (other->answered > 0 &&
        (other->tally.min != data->cube->scale.min || other->tally.max != data->cube->scale.max))
        return CARE_BAR_SCALE;
    return is_same_question(data) ? CARE_BAR_NONE : CARE_BAR_DEFINITIONS;
}

void
care_aside_of(const CareReportData *data, const CareReportOptions *options, CareAside *out_aside)
{
    const CareOther *other = data->other;
    CareAside aside = {0};
    CarePart whole;

    g_return_if_fail(other != NULL);

    care_part_of(data->cube, NULL, &whole);
    const guint64 answered = whole.counts.outcomes[CARE_OUTCOME_ANSWERED];

    aside.bar = find_bar(data, options);
    aside.is_running = care_part_is_running(data->cube, options);
    care_score_of(&other->tally, &aside.score);
    aside.has_rates = care_proportion_of(answered, whole.asked, &aside.rate) &&
                      care_proportion_of(other->answered, other->asked, &aside.other_rate);
    if (aside.bar == CARE_BAR_NONE) {
        CareTally of_other = other->tally;

        if (aside.score.n == 0) { /* of a scale that nobody used: the count is what matters */
            of_other.min = whole.tally.min;
            of_other.max = whole.tally.max;
        }
        aside.change = care_change_of(&of_other, &whole.tally);
        aside.response = care_share_change(other->answered, other->asked, answered, whole.asked);
    }
    *out_aside = aside;
}

gboolean
care_sector_gap(const CareReportData *data, CareProportion *out_gap)
{
    const double published = data->sector->tenths / 10.0;
    CarePart whole;

    care_part_of(data->cube, NULL, &whole);
    if (whole.score.rule < CARE_RULE_PERCENT_ONLY)
        return FALSE;
    out_gap->value = whole.score.value - published;
    out_gap->low = whole.score.low - published;
    out_gap->high = whole.score.high - published;
    return TRUE;
}
