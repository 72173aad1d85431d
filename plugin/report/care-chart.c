/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws the bars: each with its words above it and not beside it, so that words of any language
 * fit on a narrow screen. */
#include "care-chart-draw.h"
#include "care-say.h"
#include <math.h>

#define ROW_HEIGHT 34.0
#define WORDS_AT   13.0 /* base line within a row */
#define BAR_AT     19.0
#define BAR_HEIGHT 9.0
#define CAP        3.5 /* half a cap of an interval */
#define DOT        3.5
#define ROWS_MAX   CARE_STEPS_MAX

typedef struct {
    char *name;
    char *figure;
    double share;     /* of the bar's track: 0 to 1; below 0: nothing may be drawn */
    double low, high; /* its interval; low below 0: none */
} Row;

void
care_pen_ink(CarePen *pen, CareInk ink)
{
    const CareColour *colour = &pen->colours[ink];

    cairo_set_source_rgb(pen->cr, colour->red, colour->green, colour->blue);
}

void
care_pen_box(CarePen *pen, CareInk ink, double x, double y, double width, double height)
{
    care_pen_ink(pen, ink);
    cairo_rectangle(pen->cr, x, y, width, height);
    cairo_fill(pen->cr);
}

void
care_pen_line(CarePen *pen, CareInk ink, double thickness, double dash, double x1, double y1,
              double x2, double y2)
{
    care_pen_ink(pen, ink);
    cairo_set_line_width(pen->cr, thickness);
    cairo_set_dash(pen->cr, &dash, dash > 0 ? 1 : 0, 0);
    cairo_move_to(pen->cr, x1, y1);
    cairo_line_to(pen->cr, x2, y2);
    cairo_stroke(pen->cr);
}

void
care_pen_dot(CarePen *pen, CareInk ink, double x, double y, gboolean is_open)
{
    care_pen_ink(pen, is_open ? CARE_INK_PAPER : ink);
    cairo_new_sub_path(pen->cr);
    cairo_arc(pen->cr, x, y, DOT, 0, 2 * G_PI);
    cairo_fill_preserve(pen->cr);
    care_pen_ink(pen, ink);
    cairo_set_line_width(pen->cr, 1.5);
    cairo_set_dash(pen->cr, NULL, 0, 0);
    cairo_stroke(pen->cr);
}

const CareColour *
care_chart_colours(gboolean dark)
{
    static const CareColour light[CARE_N_INKS] = {
        [CARE_INK_TEXT] = {0.106, 0.122, 0.141},  [CARE_INK_FAINT] = {0.302, 0.333, 0.373},
        [CARE_INK_TRACK] = {0.871, 0.890, 0.910}, [CARE_INK_BAR] = {0.133, 0.447, 0.643},
        [CARE_INK_LINE] = {0.071, 0.286, 0.435},  [CARE_INK_PAPER] = {1, 1, 1},
    };
    static const CareColour night[CARE_N_INKS] = {
        [CARE_INK_TEXT] = {0.902, 0.929, 0.953},  [CARE_INK_FAINT] = {0.663, 0.714, 0.769},
        [CARE_INK_TRACK] = {0.188, 0.216, 0.247}, [CARE_INK_BAR] = {0.290, 0.608, 0.800},
        [CARE_INK_LINE] = {0.643, 0.835, 0.953},  [CARE_INK_PAPER] = {0.078, 0.094, 0.114},
    };

    return dark ? night : light;
}

static void
row_clear(gpointer data)
{
    Row *row = data;

    g_free(row->name);
    g_free(row->figure);
}

static void
add_row(GArray *rows, char *name, char *figure, double share)
{
    const Row row = {name, figure, share, -1, -1};

    g_array_append_val(rows, row);
}

/* "12 (40 %)": of the whole that the counts add up to. */
static char *
count_words(guint64 count, guint64 n)
{
    return g_strdup_printf(_("%llu (%u %%)"), CARE_LLU(count), care_words_percent(count, n));
}

static double
share_of(guint64 count, guint64 most)
{
    return most > 0 ? (double)count / (double)most : 0;
}

/* The best first, as in the text. */
static void
add_ratings(GArray *rows, const CareTally *tally)
{
    guint64 most = 0, n = 0;

    for (gint t = 0; t <= tally->max - tally->min; t++) {
        most = MAX(most, tally->counts[t]);
        n += tally->counts[t];
    }
    for (gint t = MIN(tally->max - tally->min, ROWS_MAX - 1); t >= 0; t--) {
        const char *words = care_say_step(tally, t);

        add_row(rows,
                g_strdup_printf("%d%s%s", tally->min + t, words != NULL ? " " : "",
                                words != NULL ? words : ""),
                count_words(tally->counts[t], n), share_of(tally->counts[t], most));
    }
}

static void
add_outcomes(GArray *rows, const CareCounts *counts)
{
    const guint64 n = care_counts_chats(counts);

    for (guint i = 0; care_say_nth_outcome(i) != CARE_OUTCOME_OPEN; i++) {
        const CareOutcome outcome = care_say_nth_outcome(i);

        add_row(rows, g_strdup(care_say_outcome(outcome)),
                count_words(counts->outcomes[outcome], n), share_of(counts->outcomes[outcome], n));
    }
}

static void
add_items(GArray *rows, const CarePart *part)
{
    for (guint item = CARE_ITEM_NONE + 1; item < CARE_N_ITEMS; item++) {
        CareTally tally;
        CareScore score;
        Row *row;

        care_part_item(part, (CareItem)item, &tally, &score);
        add_row(rows, g_strdup(care_report_item((CareItem)item)), care_say_brief(&score), -1);
        if (score.rule < CARE_RULE_PERCENT_ONLY)
            continue;
        row = &g_array_index(rows, Row, rows->len - 1);
        row->share = score.value / 100;
        row->low = score.low / 100;
        row->high = score.high / 100;
    }
}

/* (transfer full): of Row */
static GArray *
rows_of(const CareChart *chart)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(Row));

    g_array_set_clear_func(rows, row_clear);
    if (chart->kind == CARE_CHART_RATINGS)
        add_ratings(rows, &chart->part->tally);
    else if (chart->kind == CARE_CHART_OUTCOMES)
        add_outcomes(rows, &chart->part->counts);
    else
        add_items(rows, chart->part);
    return rows;
}

static void
draw_interval(CarePen *pen, const Row *row, double y, double width)
{
    const double from = row->low * width, to = row->high * width;

    care_pen_line(pen, CARE_INK_TEXT, 1.5, 0, from, y, to, y);
    care_pen_line(pen, CARE_INK_TEXT, 1.5, 0, from, y - CAP, from, y + CAP);
    care_pen_line(pen, CARE_INK_TEXT, 1.5, 0, to, y - CAP, to, y + CAP);
}

static void
draw_row(CarePen *pen, const Row *row, double top, double width)
{
    pen->write(pen, 0, top + WORDS_AT, CARE_ANCHOR_START, CARE_INK_TEXT, row->name);
    pen->write(pen, width, top + WORDS_AT, CARE_ANCHOR_END, CARE_INK_TEXT, row->figure);
    care_pen_box(pen, CARE_INK_TRACK, 0, top + BAR_AT, width, BAR_HEIGHT);
    if (row->share > 0) /* the smallest count stays visible */
        care_pen_box(pen, CARE_INK_BAR, 0, top + BAR_AT, MAX(2, row->share * width), BAR_HEIGHT);
    if (row->low >= 0)
        draw_interval(pen, row, top + BAR_AT + BAR_HEIGHT / 2, width - 1);
}

void
care_chart_each_row(const CareChart *chart,
                    void (*each)(const char *name, const char *figure, gpointer data),
                    gpointer data)
{
    g_autoptr(GArray) rows = NULL;

    g_return_if_fail(chart != NULL && each != NULL);

    if (chart->kind == CARE_CHART_TREND || chart->kind == CARE_CHART_SCORE)
        return;
    rows = rows_of(chart);
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);

        each(row->name, row->figure, data);
    }
}

double
care_chart_height(const CareChart *chart)
{
    g_autoptr(GArray) rows = NULL;

    g_return_val_if_fail(chart != NULL, 0);

    if (chart->kind == CARE_CHART_TREND)
        return care_chart_trend_height(chart);
    if (chart->kind == CARE_CHART_SCORE)
        return care_chart_score_height();
    rows = rows_of(chart);
    return rows->len * ROW_HEIGHT;
}

void
care_chart_draw(CarePen *pen, const CareChart *chart, double width)
{
    g_autoptr(GArray) rows = NULL;

    g_return_if_fail(pen != NULL && chart != NULL && width > 0);

    if (chart->kind == CARE_CHART_TREND) {
        care_chart_trend_draw(pen, chart, width);
        return;
    }
    if (chart->kind == CARE_CHART_SCORE) {
        care_chart_score_draw(pen, chart, width);
        return;
    }
    rows = rows_of(chart);
    for (guint i = 0; i < rows->len; i++)
        draw_row(pen, &g_array_index(rows, Row, i), i * ROW_HEIGHT, width);
}
