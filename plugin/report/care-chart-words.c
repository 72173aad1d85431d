/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says how each chart is to be read, and whether it has anything to show: the same in a page and in
 * a window. */
#include "care-chart.h"
#include "care-words.h"

const char *
care_chart_caption(CareChartKind kind)
{
    static const char *const captions[] = {
        [CARE_CHART_SCORE] =
            N_("Point: the score. Bar: its interval. Thin line: its bounds. Dashed: 60 and 80, "
               "where moderate and excellent begin."),
        [CARE_CHART_RATINGS] = N_("How many answers gave each rating; shares rounded down."),
        [CARE_CHART_OUTCOMES] = N_("Every ended chat has exactly one outcome, and they add up."),
        [CARE_CHART_ITEMS] =
            N_("Bars: the score of each item, 0 to 100. Lines: its interval. Of fewer than 5 "
               "answers there is no percent, so there is no bar."),
        [CARE_CHART_TREND] =
            N_("Points: the score, hollow where the time still runs or only a part of it is "
               "counted. Upright lines: its interval. Dashed: 60 and 80, where moderate and "
               "excellent begin. The line breaks where the question or its rules changed (dotted) "
               "or where there are fewer than 5 answers."),
    };

    return _(captions[kind]);
}

static gboolean
has_points(const CareChart *chart)
{
    for (guint i = chart->from; i < chart->buckets->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(chart->buckets, i);
        CarePart part;

        care_part_of(bucket->cube, NULL, &part);
        if (part.score.rule >= CARE_RULE_PERCENT_ONLY)
            return TRUE;
    }
    return FALSE;
}

gboolean
care_chart_has_figures(const CareChart *chart)
{
    CareItem lowest, highest;

    g_return_val_if_fail(chart != NULL, FALSE);

    switch (chart->kind) {
    case CARE_CHART_SCORE:
        return chart->part->score.rule >= CARE_RULE_PERCENT_ONLY;
    case CARE_CHART_RATINGS:
        return chart->part->score.n > 0;
    case CARE_CHART_OUTCOMES:
        return care_counts_chats(&chart->part->counts) > 0;
    case CARE_CHART_ITEMS:
        return care_part_item_ends(chart->part, &lowest, &highest) > 0;
    default:
        return has_points(chart);
    }
}
