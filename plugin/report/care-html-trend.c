/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page's course of the score: a chart whose line breaks where the measure changes, its table,
 * and what may be said of the change. */
#include "care-html-part.h"

#define QUARTERS_SHOWN 12 /* as in the text: where nobody asked for more */

static void
append_table(GString *out, const char *id, const char *caption, const char *name,
             const CareChart *chart)
{
    const char *const heads[] = {name, _("ended"), _("answers"), _("score"), _("about 95 %"), NULL};
    const CareBucket *before = care_part_last_busy(chart->buckets, chart->from);

    care_html_table(out, id, caption, heads);
    for (guint i = chart->from; i < chart->buckets->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(chart->buckets, i);
        g_autofree char *notes = care_say_bucket_notes(bucket, before, chart->data, chart->options);
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

static void
append_undrawn(GString *out)
{
    g_autofree char *words = g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "The chart shows the newest %d alone, the table more of them.",
                    "The chart shows the newest %d alone, the table more of them.",
                    CARE_CHART_BUCKETS_MAX),
        CARE_CHART_BUCKETS_MAX);

    care_html_element(out, "p class=\"faint\"", words);
}

static void
append_trend(GString *out, const CareHtmlFigure *figure, const char *name, const CareChart *chart)
{
    g_autofree char *id = g_strdup_printf("%s-table", figure->id);

    g_string_append(out, "<div class=\"pair\">\n");
    if (care_chart_has_figures(chart)) /* else it would be an empty frame */
        care_html_figure(out, chart, figure);
    append_table(out, id, figure->table, name, chart);
    g_string_append(out, "</div>\n");
    if (chart->buckets->len - chart->from > CARE_CHART_BUCKETS_MAX)
        append_undrawn(out);
}

guint
care_html_quarters_chart(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const guint n = data->quarters->len;
    const guint most = options->by == CARE_BY_QUARTER ? CARE_HTML_ROWS_MAX : QUARTERS_SHOWN;
    const CareChart chart = {.kind = CARE_CHART_TREND,
                             .data = data,
                             .options = options,
                             .buckets = data->quarters,
                             .from = n - MIN(n, most)};
    const CareHtmlFigure figure = {"quarters", _("Score by quarter"),
                                   care_chart_caption(CARE_CHART_TREND), _("The score by quarter")};

    append_trend(out, &figure, _("quarter"), &chart);
    return chart.from;
}

void
care_html_quarters(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const guint n = data->quarters != NULL ? data->quarters->len : 0;
    g_autoptr(GPtrArray) said = care_said_new();
    guint n_before;

    /* One quarter is what stands above already. */
    if (n == 0 || (n == 1 && options->by != CARE_BY_QUARTER))
        return;
    care_html_section(out, "by-quarter", _("By quarter"));
    care_say_change(said, data, options);
    care_say_course(said, data, options);
    care_html_said(out, said);
    n_before = care_html_quarters_chart(out, data, options);
    care_html_left_out(out, n - n_before, n,
                       options->by == CARE_BY_QUARTER ? _("--format csv has all of them")
                                                      : _("--by quarter shows more"));
    care_html_section_end(out);
}

void
care_html_weeks(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const guint n = data->weeks != NULL ? data->weeks->len : 0;
    const CareChart chart = {.kind = CARE_CHART_TREND,
                             .data = data,
                             .options = options,
                             .buckets = data->weeks,
                             .from = n - MIN(n, CARE_HTML_ROWS_MAX)};
    const CareHtmlFigure figure = {"weeks", _("Score by week"),
                                   care_chart_caption(CARE_CHART_TREND),
                                   _("The score by week, from Monday")};

    if (n == 0)
        return;
    care_html_section(out, "by-week", _("By week, from Monday"));
    append_trend(out, &figure, _("week"), &chart);
    care_html_left_out(out, n - chart.from, n, _("--format csv has all of them"));
    care_html_section_end(out);
}

gboolean
care_report_page_has_weeks(const CarePeriod *period)
{
    const gint64 longest_ms = CARE_CHART_BUCKETS_MAX * 7 * (G_TIME_SPAN_DAY / 1000);

    g_return_val_if_fail(period != NULL, FALSE);

    return period->to_ms > 0 && period->to_ms - period->from_ms <= longest_ms;
}
