/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws a report's charts in a window, on the paper of its theme and in its direction. */
#include "care-view.h"

#define MARGIN ((CARE_VIEW_WIDTH - CARE_CHART_WIDTH) / 2.0)

/* The drawing is mirrored as a whole; its words are turned back, each in its place. */
static void
write_mirrored(CarePen *pen, double x, double y, CareAnchor anchor, CareInk ink, const char *words)
{
    static const CareAnchor turned[] = {[CARE_ANCHOR_START] = CARE_ANCHOR_END,
                                        [CARE_ANCHOR_MIDDLE] = CARE_ANCHOR_MIDDLE,
                                        [CARE_ANCHOR_END] = CARE_ANCHOR_START};

    cairo_save(pen->cr);
    cairo_translate(pen->cr, x, 0);
    cairo_scale(pen->cr, -1, 1);
    care_pen_write_pango(pen, 0, y, turned[anchor], ink, words);
    cairo_restore(pen->cr);
}

double
care_view_height(const CareView *view, CareViewKind kind)
{
    CarePart part;
    CareChart chart;

    g_return_val_if_fail(view != NULL, 0);

    return care_view_chart(view, kind, &part, &chart) ? care_chart_height(&chart) + 2 * MARGIN : 0;
}

void
care_view_draw(const CareView *view, CareViewKind kind, cairo_t *cr, double width,
               const CareViewLook *look)
{
    CareColour colours[CARE_N_INKS];
    CarePen pen = {cr, colours, look->is_mirrored ? write_mirrored : care_pen_write_pango};
    CarePart part;
    CareChart chart;

    g_return_if_fail(view != NULL && cr != NULL && width >= CARE_VIEW_WIDTH);

    if (!care_view_chart(view, kind, &part, &chart))
        return;
    care_chart_colours_on(&look->paper, colours);
    cairo_save(cr);
    cairo_set_source_rgb(cr, colours[CARE_INK_PAPER].red, colours[CARE_INK_PAPER].green,
                         colours[CARE_INK_PAPER].blue);
    cairo_rectangle(cr, 0, 0, width, care_chart_height(&chart) + 2 * MARGIN);
    cairo_fill(cr);
    if (look->is_mirrored) {
        cairo_translate(cr, width, 0);
        cairo_scale(cr, -1, 1);
    }
    cairo_translate(cr, MARGIN, MARGIN);
    care_chart_draw(&pen, &chart, width - 2 * MARGIN);
    cairo_restore(cr);
}
