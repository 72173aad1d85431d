/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page's course of the score: a chart whose line breaks where the measure changes, its table,
 * and what may be said of the change. */
#include "care-html-part.h"

#define QUARTERS_SHOWN 12 /* as in the text: where nobody asked for more */

/* What is to be known of a bucket. (transfer full); NULL: nothing */
static char *
notes_of(const CareBucket *bucket, const CareBucket *before, const CareReportData *data,
         const CareReportOptions *options)
{
    const gboolean set[] = {care_part_runs(options, bucket),
                            care_part_is_cut(data, options, bucket),
                            before != NULL && !care_part_is_alike(before->cube, bucket->cube)};
    const char *const words[] = {_("still runs"), _("in part"), _("question or rules changed")};
    g_autoptr(GString) notes = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(set); i++) {
        if (set[i])
            g_string_append_printf(notes, "%s%s", notes->len > 0 ? ", " : "", words[i]);
    }
    return notes->len > 0 ? g_string_free(g_steal_pointer(&notes), FALSE) : NULL;
}

static const CareBucket *
last_busy(const GPtrArray *buckets, guint end)
{
    for (guint i = end; i > 0; i--) {
        const CareBucket *bucket = g_ptr_array_index(buckets, i - 1);

        if (bucket->cube->rows->len > 0)
            return bucket;
    }
    return NULL;
}

static void
append_table(GString *out, const char *id, const char *caption, const char *name,
             const CareChart *chart)
{
    const char *const heads[] = {name, _("ended"), _("answers"), _("score"), _("about 95 %"), NULL};
    const CareBucket *before = last_busy(chart->buckets, chart->from);

    care_html_table(out, id, caption, heads);
    for (guint i = chart->from; i < chart->buckets->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(chart->buckets, i);
        g_autofree char *notes = notes_of(bucket, before, chart->data, chart->options);
        CarePart part;

        care_part_of(bucket->cube, NULL, &part);
        care_html_row(out, bucket->name, FALSE, notes);
        care_html_count(out, care_counts_chats(&part.counts));
        care_html_count(out, part.score.n);
        care_html_score(out, &part.score);
        care_html_row_end(out);
        before = bucket->cube->rows->len > 0 ? bucket : before;
    }
    care_html_table_end(out);
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

static void
append_trend(GString *out, const CareHtmlFigure *figure, const char *name, const CareChart *chart)
{
    g_autofree char *id = g_strdup_printf("%s-table", figure->id);

    g_string_append(out, "<div class=\"pair\">\n");
    if (has_points(chart)) /* else it would be an empty frame */
        care_html_figure(out, chart, figure);
    append_table(out, id, figure->table, name, chart);
    g_string_append(out, "</div>\n");
}

static const char *
caption_words(void)
{
    return _("Points: the score, hollow where the time still runs or only a part of it is counted. "
             "Upright lines: its interval. Dashed: 60 and 80, where moderate and excellent begin. "
             "The line breaks where the question or its rules changed (dotted) or where there are "
             "fewer than 5 answers.");
}

void
care_html_quarters(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const guint n = data->quarters != NULL ? data->quarters->len : 0;
    const gboolean wants_all = options->by == CARE_BY_QUARTER;
    const CareChart chart = {.kind = CARE_CHART_TREND,
                             .data = data,
                             .options = options,
                             .buckets = data->quarters,
                             .from = wants_all || n <= QUARTERS_SHOWN ? 0 : n - QUARTERS_SHOWN};
    const CareHtmlFigure figure = {"quarters", _("Score by quarter"), caption_words(),
                                   _("The score by quarter")};
    g_autoptr(GPtrArray) said = care_said_new();

    /* One quarter is what stands above already. */
    if (n == 0 || (n == 1 && !wants_all))
        return;
    care_html_section(out, "by-quarter", _("By quarter"));
    care_say_change(said, data, options);
    care_say_course(said, data, options);
    care_html_said(out, said);
    append_trend(out, &figure, _("quarter"), &chart);
    if (chart.from > 0)
        care_html_element(out, "p class=\"faint\"",
                          _("Quarters before these are left out; --by quarter shows all."));
    care_html_section_end(out);
}

void
care_html_weeks(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const CareChart chart = {
        .kind = CARE_CHART_TREND, .data = data, .options = options, .buckets = data->weeks};
    const CareHtmlFigure figure = {"weeks", _("Score by week"), caption_words(),
                                   _("The score by week, from Monday")};

    if (data->weeks == NULL || data->weeks->len == 0)
        return;
    care_html_section(out, "by-week", _("By week, from Monday"));
    append_trend(out, &figure, _("week"), &chart);
    care_html_section_end(out);
}
