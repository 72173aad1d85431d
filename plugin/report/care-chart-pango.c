/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a chart's words in a window, where a page would have its browser do it. */
#include "care-chart-draw.h"
#include <pango/pangocairo.h>

void
care_pen_write_pango(CarePen *pen, double x, double y, CareAnchor anchor, CareInk ink,
                     const char *words)
{
    PangoLayout *layout;
    PangoFontDescription *font;
    int width;

    g_return_if_fail(pen != NULL && words != NULL);

    layout = pango_cairo_create_layout(pen->cr);
    font = pango_font_description_from_string("sans");
    pango_font_description_set_absolute_size(font, CARE_CHART_FONT * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, words, -1);
    pango_layout_get_pixel_size(layout, &width, NULL);
    if (anchor != CARE_ANCHOR_START)
        x -= anchor == CARE_ANCHOR_END ? width : width / 2.0;
    care_pen_ink(pen, ink);
    cairo_move_to(pen->cr, x, y - pango_layout_get_baseline(layout) / (double)PANGO_SCALE);
    pango_cairo_show_layout(pen->cr, layout);
    pango_font_description_free(font);
    g_object_unref(layout);
}
