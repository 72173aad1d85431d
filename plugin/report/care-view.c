/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands a report out piece by piece, so that a window needs no words or figures of its own. */
#include "care-view.h"
#include "care-say.h"

static void
line_free(gpointer data)
{
    CareViewLine *line = data;

    g_free(line->label);
    g_free(line->text);
    g_free(line);
}

static GPtrArray *
lines_new(void)
{
    return g_ptr_array_new_with_free_func(line_free);
}

static void
add(GPtrArray *lines, const char *label, const char *text)
{
    CareViewLine *line = g_new(CareViewLine, 1);

    *line = (CareViewLine){g_strdup(label), g_strdup(text)};
    g_ptr_array_add(lines, line);
}

static void
add_said(GPtrArray *lines, const GPtrArray *said)
{
    for (guint i = 0; i < said->len; i++) {
        const CareSaid *one = g_ptr_array_index(said, i);

        add(lines, one->label, one->text);
    }
}

static void
add_row(const char *name, const char *figure, gpointer data)
{
    add(data, name, figure);
}

/* By week where weeks were read, and by quarter where the time was too long for them. */
static const GPtrArray *
buckets_of(const CareView *view)
{
    const CareReportData *data = view->data;

    return data->weeks != NULL ? data->weeks : data->quarters;
}

static guint
first_of(const GPtrArray *buckets)
{
    return buckets->len - MIN(buckets->len, CARE_CHART_BUCKETS_MAX);
}

gboolean
care_view_has_chats(const CareView *view)
{
    const CareCounts counts = care_cube_sum(view->data->cube, NULL);

    return care_counts_chats(&counts) > 0;
}

static gboolean
is_of_ratings(CareViewKind kind)
{
    return kind == CARE_VIEW_SCORE || kind == CARE_VIEW_RATINGS || kind == CARE_VIEW_ITEMS ||
           kind == CARE_VIEW_WEEKS;
}

gboolean
care_view_chart(const CareView *view, CareViewKind kind, CarePart *out_part, CareChart *out_chart)
{
    const GPtrArray *buckets = buckets_of(view);

    if (view->hides_ratings && is_of_ratings(kind))
        return FALSE;
    care_part_of(view->data->cube, NULL, out_part);
    *out_chart = (CareChart){.part = out_part, .data = view->data, .options = view->options};
    switch (kind) {
    case CARE_VIEW_SCORE:
        out_chart->kind = CARE_CHART_SCORE;
        break;
    case CARE_VIEW_RATINGS:
        out_chart->kind = CARE_CHART_RATINGS;
        break;
    case CARE_VIEW_ITEMS:
        out_chart->kind = CARE_CHART_ITEMS;
        break;
    case CARE_VIEW_OUTCOMES:
        out_chart->kind = CARE_CHART_OUTCOMES;
        break;
    case CARE_VIEW_WEEKS:
        if (buckets == NULL)
            return FALSE;
        out_chart->kind = CARE_CHART_TREND;
        out_chart->buckets = buckets;
        out_chart->from = first_of(buckets);
        break;
    default:
        return FALSE;
    }
    return care_chart_has_figures(out_chart);
}

gboolean
care_view_has_chart(const CareView *view, CareViewKind kind)
{
    CarePart part;
    CareChart chart;

    g_return_val_if_fail(view != NULL, FALSE);

    return care_view_chart(view, kind, &part, &chart);
}

const char *
care_view_title(const CareView *view, CareViewKind kind)
{
    static const char *const titles[CARE_N_VIEWS] = {
        [CARE_VIEW_SCORE] = N_("How well customers felt understood"),
        [CARE_VIEW_RATINGS] = N_("Answers by rating"),
        [CARE_VIEW_ITEMS] = N_("Follow-up items: never in the score"),
        [CARE_VIEW_WEEKS] = N_("Score by week"),
        [CARE_VIEW_OUTCOMES] = N_("Who was asked, and who answered"),
        [CARE_VIEW_REASONS] = N_("Why not asked, with the share of all ended chats"),
        [CARE_VIEW_ATTENTION] = N_("Attentiveness (not part of the score)"),
        [CARE_VIEW_VOICES] = N_("What customers said"),
    };

    if (kind == CARE_VIEW_WEEKS && view->data->weeks == NULL)
        return _("Score by quarter");
    return _(titles[kind]);
}

const char *
care_view_caption(CareViewKind kind)
{
    static const CareChartKind charts[CARE_N_VIEWS] = {[CARE_VIEW_SCORE] = CARE_CHART_SCORE,
                                                       [CARE_VIEW_RATINGS] = CARE_CHART_RATINGS,
                                                       [CARE_VIEW_ITEMS] = CARE_CHART_ITEMS,
                                                       [CARE_VIEW_WEEKS] = CARE_CHART_TREND,
                                                       [CARE_VIEW_OUTCOMES] = CARE_CHART_OUTCOMES};

    return care_chart_caption(charts[kind]);
}

/* --- what is said --- */

char *
care_view_headline(const CareView *view)
{
    CarePart part;

    g_return_val_if_fail(view != NULL, NULL);

    if (view->hides_ratings || !care_view_has_chats(view))
        return NULL;
    care_part_of(view->data->cube, NULL, &part);
    if (part.score.rule < CARE_RULE_PERCENT_ONLY)
        return g_strdup(_("No score yet"));
    return g_strdup_printf(_("%u of 100"), part.score.shown);
}

static void
say_score(GPtrArray *lines, const CareView *view)
{
    const gboolean is_running = care_part_is_running(view->data->cube, view->options);
    g_autofree char *period = care_words_period(view->data->cube, view->options);
    g_autoptr(GPtrArray) said = care_said_new();
    CarePart part;

    add(lines, _("Period"), period);
    if (is_running)
        add(lines, NULL, _("This period still runs: its figures will change."));
    if (!care_view_has_chats(view)) {
        CareReportOptions own = *view->options;

        own.agent = NULL; /* whoever looks at their own chats knows whose they are */
        add(lines, NULL, care_say_nothing(&own));
        return;
    }
    if (view->hides_ratings) {
        add(lines, NULL,
            _("Ratings, and what is made of them, are kept back here: the desk's setting [show] "
              "rating says so, so that nobody can tell which customer gave which."));
        return;
    }
    care_part_of(view->data->cube, NULL, &part);
    care_say_score(said, &part.tally, is_running);
    care_say_worst_case(said, &part);
    care_say_doubts(said, view->data->cube, &part);
    add_said(lines, said);
}

/* Low marks are ratings, so that their number is told of no more than they are. */
static void
say_voices(GPtrArray *said, const CareView *view)
{
    CareReportData data = *view->data;
    CareVoices voices;

    if (view->hides_ratings && data.voices != NULL) {
        voices = *data.voices;
        voices.low = 0;
        data.voices = &voices;
    }
    care_say_voices(said, &data);
}

GPtrArray *
care_view_lines(const CareView *view, CareViewKind kind)
{
    GPtrArray *lines = lines_new();
    g_autoptr(GPtrArray) said = care_said_new();
    CarePart part;

    g_return_val_if_fail(view != NULL && view->data != NULL && view->options != NULL, lines);

    care_part_of(view->data->cube, NULL, &part);
    if (kind == CARE_VIEW_SCORE)
        say_score(lines, view);
    if (kind == CARE_VIEW_WEEKS && !view->hides_ratings) {
        care_say_change(said, view->data, view->options);
        care_say_course(said, view->data, view->options);
    }
    if (kind == CARE_VIEW_OUTCOMES && care_view_has_chats(view)) {
        care_say_rates(said, &part);
        care_say_outcomes(said, &part);
    }
    if (kind == CARE_VIEW_ATTENTION)
        care_say_attention(said, view->data);
    if (kind == CARE_VIEW_VOICES)
        say_voices(said, view);
    add_said(lines, said);
    return lines;
}

/* --- figures --- */

static void
add_buckets(GPtrArray *lines, const CareView *view)
{
    const GPtrArray *buckets = buckets_of(view);
    const guint first = first_of(buckets);
    const CareBucket *before = care_part_last_busy(buckets, first);

    for (guint i = first; i < buckets->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(buckets, i);
        g_autofree char *notes = care_say_bucket_notes(bucket, before, view->data, view->options);
        g_autofree char *score = NULL, *text = NULL;
        CarePart part;

        care_part_of(bucket->cube, NULL, &part);
        score = care_say_brief(&part.score);
        text = part.score.rule < CARE_RULE_PERCENT_ONLY
                   ? g_strdup(score)
                   : g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%s of %llu answer",
                                                 "%s of %llu answers", (gulong)part.score.n),
                                     score, CARE_LLU(part.score.n));
        if (notes != NULL) {
            char *noted = g_strconcat(text, _("; "), notes, NULL);

            g_free(text);
            text = noted;
        }
        add(lines, bucket->name, text);
        before = bucket->cube->rows->len > 0 ? bucket : before;
    }
}

static void
add_reasons(GPtrArray *lines, const CareCounts *counts)
{
    const guint64 n = care_counts_chats(counts);

    for (guint i = 0; i < CARE_N_REASONS; i++) {
        const char *reason = care_report_reason((CareReason)i);
        g_autofree char *text = g_strdup_printf(_("%llu (%u %%)"), CARE_LLU(counts->reasons[i]),
                                                care_words_percent(counts->reasons[i], n));

        if (counts->reasons[i] > 0)
            add(lines, reason != NULL ? reason : _("no reason is known"), text);
    }
}

GPtrArray *
care_view_rows(const CareView *view, CareViewKind kind)
{
    GPtrArray *rows = lines_new();
    CarePart part;
    CareChart chart;

    g_return_val_if_fail(view != NULL, rows);

    if (kind == CARE_VIEW_REASONS) {
        care_part_of(view->data->cube, NULL, &part);
        add_reasons(rows, &part.counts);
    } else if (care_view_chart(view, kind, &part, &chart)) {
        care_chart_each_row(&chart, add_row, rows);
    }
    if (kind == CARE_VIEW_WEEKS && !view->hides_ratings && buckets_of(view) != NULL)
        add_buckets(rows, view);
    return rows;
}
