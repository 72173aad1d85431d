/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws the score on its scale, with how far chance and silence may have moved it: whoever sees the
 * figure first should see at once how sure it is. */
#include "care-chart-draw.h"
#include "care-say.h"

#define HEIGHT    46.0
#define TOP       6.0  /* of the lines where bands begin */
#define TRACK_AT  10.0 /* the scale, and the interval on it */
#define TRACK     12.0
#define WORDS_AT  42.0
#define TICK_FOOT 28.0
#define CAP       3.5 /* half a cap of the bounds */
#define EDGE      5.0 /* that a point at 0 or 100 is whole */

static double
x_of(double percent, double width)
{
    return EDGE + (width - 2 * EDGE) * percent / 100;
}

static void
draw_bounds(CarePen *pen, const CarePart *part, double width)
{
    const double middle = TRACK_AT + TRACK / 2;
    const double ends[] = {x_of(part->worst_low, width), x_of(part->worst_high, width)};

    care_pen_line(pen, CARE_INK_TEXT, 1.5, 0, ends[0], middle, ends[1], middle);
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
        care_pen_line(pen, CARE_INK_TEXT, 1.5, 0, ends[i], middle - CAP, ends[i], middle + CAP);
}

double
care_chart_score_height(void)
{
    return HEIGHT;
}

void
care_chart_score_draw(CarePen *pen, const CareChart *chart, double width)
{
    static const struct {
        gint percent;
        CareAnchor anchor;
    } ticks[] = {{0, CARE_ANCHOR_START},
                 {60, CARE_ANCHOR_MIDDLE},
                 {80, CARE_ANCHOR_MIDDLE},
                 {100, CARE_ANCHOR_END}};
    const CarePart *part = chart->part;
    const double low = x_of(part->score.low, width), high = x_of(part->score.high, width);

    care_pen_box(pen, CARE_INK_TRACK, EDGE, TRACK_AT, width - 2 * EDGE, TRACK);
    care_pen_box(pen, CARE_INK_BAR, low, TRACK_AT, MAX(2, high - low), TRACK);
    if (part->has_worst_case)
        draw_bounds(pen, part, width);
    for (gsize i = 0; i < G_N_ELEMENTS(ticks); i++) {
        const gboolean is_band = ticks[i].anchor == CARE_ANCHOR_MIDDLE;
        const double x = is_band ? x_of(ticks[i].percent, width) : width * ticks[i].percent / 100;
        g_autofree char *words = g_strdup_printf("%d", ticks[i].percent);

        if (is_band)
            care_pen_line(pen, CARE_INK_TEXT, 1, 3, x, TOP, x, TICK_FOOT);
        pen->write(pen, x, WORDS_AT, ticks[i].anchor, CARE_INK_FAINT, words);
    }
    care_pen_dot(pen, CARE_INK_LINE, x_of(part->score.value, width), TRACK_AT + TRACK / 2, TRUE);
}
