/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws the course of the score with its intervals; the line breaks where two points are not the
 * same measure, or one of them may not be shown. */
#include "care-chart-draw.h"
#include "care-say.h"

#define HEIGHT      220.0
#define LEFT        32.0 /* room for the axis' words */
#define RIGHT       10.0
#define TOP         10.0
#define BOTTOM      24.0
#define LABEL_SPACE 78.0 /* that "2025-W07" takes with air on both sides */
#define CAP         3.0

typedef struct {
    double left, top, width, height;
} Field;

typedef struct { /* the point before */
    gboolean is_shown;
    double x, y;
    const CareBucket *busy; /* the last bucket with a chat */
} Before;

static double
y_of(const Field *field, double percent)
{
    return field->top + field->height * (1 - percent / 100);
}

static guint
first_of(const CareChart *chart)
{
    const guint n = chart->buckets->len;

    return n > CARE_CHART_BUCKETS_MAX ? MAX(chart->from, n - CARE_CHART_BUCKETS_MAX) : chart->from;
}

/* Bands begin at 60 and 80: their lines are the ones that mean something. */
static void
draw_grid(CarePen *pen, const Field *field)
{
    static const gint percents[] = {0, 60, 80, 100};

    for (gsize i = 0; i < G_N_ELEMENTS(percents); i++) {
        const double y = y_of(field, percents[i]);
        const gboolean is_band = percents[i] % 100 != 0;
        g_autofree char *words = g_strdup_printf("%d", percents[i]);

        care_pen_line(pen, is_band ? CARE_INK_FAINT : CARE_INK_TRACK, 1, is_band ? 3 : 0,
                      field->left, y, field->left + field->width, y);
        pen->write(pen, field->left - 6, y + 4, CARE_ANCHOR_END, CARE_INK_FAINT, words);
    }
}

static void
draw_interval(CarePen *pen, const Field *field, double x, const CareScore *score)
{
    const double low = y_of(field, score->low), high = y_of(field, score->high);

    care_pen_line(pen, CARE_INK_BAR, 1.5, 0, x, low, x, high);
    care_pen_line(pen, CARE_INK_BAR, 1.5, 0, x - CAP, low, x + CAP, low);
    care_pen_line(pen, CARE_INK_BAR, 1.5, 0, x - CAP, high, x + CAP, high);
}

static void
draw_bucket(CarePen *pen, const Field *field, const CareBucket *bucket, double x, double step,
            Before *before)
{
    const gboolean is_busy = bucket->cube->rows->len > 0;
    const gboolean breaks =
        is_busy && before->busy != NULL && !care_part_is_alike(before->busy->cube, bucket->cube);
    CarePart part;

    care_part_of(bucket->cube, NULL, &part);
    const gboolean is_shown = part.score.rule >= CARE_RULE_PERCENT_ONLY;
    const double y = is_shown ? y_of(field, part.score.value) : 0;

    if (breaks)
        care_pen_line(pen, CARE_INK_TEXT, 1, 2, x - step / 2, field->top, x - step / 2,
                      field->top + field->height);
    if (is_shown && before->is_shown && !breaks)
        care_pen_line(pen, CARE_INK_LINE, 1.5, 0, before->x, before->y, x, y);
    if (is_shown)
        draw_interval(pen, field, x, &part.score);
    *before = (Before){is_shown, x, y, is_busy ? bucket : before->busy};
}

/* After the lines, so that a hollow one is hollow. */
static void
draw_dot(CarePen *pen, const Field *field, const CareChart *chart, const CareBucket *bucket,
         double x)
{
    CarePart part;

    care_part_of(bucket->cube, NULL, &part);
    if (part.score.rule >= CARE_RULE_PERCENT_ONLY)
        care_pen_dot(pen, CARE_INK_LINE, x, y_of(field, part.score.value),
                     care_part_runs(chart->options, bucket) ||
                         care_part_is_cut(chart->data, chart->options, bucket));
}

double
care_chart_trend_height(const CareChart *chart G_GNUC_UNUSED)
{
    return HEIGHT;
}

void
care_chart_trend_draw(CarePen *pen, const CareChart *chart, double width)
{
    const Field field = {LEFT, TOP, width - LEFT - RIGHT, HEIGHT - TOP - BOTTOM};
    const guint first = first_of(chart), n = chart->buckets->len - MIN(first, chart->buckets->len);
    const double step = field.width / MAX(n, 1);
    /* The newest one's name is moved in from the edge; every so manyth has one. */
    const double moved = MAX(0, LABEL_SPACE / 2 - RIGHT - step / 2);
    const guint labelled = MAX(1, (guint)((LABEL_SPACE + moved) / step + 0.999));
    Before before = {.busy = NULL};

    draw_grid(pen, &field);
    for (guint i = 0; i < n; i++) {
        const CareBucket *bucket = g_ptr_array_index(chart->buckets, first + i);
        const double x = field.left + step * (i + 0.5);

        draw_bucket(pen, &field, bucket, x, step, &before);
        /* Counted from the newest, whose name is wanted most. */
        if ((n - 1 - i) % labelled == 0 && (x - LABEL_SPACE / 2 >= 0 || n <= 1))
            pen->write(pen, MIN(x, width - LABEL_SPACE / 2), HEIGHT - 6, CARE_ANCHOR_MIDDLE,
                       CARE_INK_FAINT, bucket->name);
    }
    for (guint i = 0; i < n; i++)
        draw_dot(pen, &field, chart, g_ptr_array_index(chart->buckets, first + i),
                 field.left + step * (i + 0.5));
}
