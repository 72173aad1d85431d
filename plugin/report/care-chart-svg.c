/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns a drawing into an SVG element: cairo knows no CSS, so each ink is drawn in a colour that
 * stands for it, and that is made a variable of the page afterwards. */
#include "care-chart.h"
#include "care-html-write.h"
#include <cairo-svg.h>
#include <string.h>

#define STAND_IN 11 /* percent: the first ink's stand-in is this grey, the next one's one more */

typedef struct {
    CarePen pen; /* first: it is what `write` gets */
    GString *words;
} SvgPen;

const char *
care_ink_name(CareInk ink)
{
    static const char *const names[CARE_N_INKS] = {"text", "faint", "track",
                                                   "bar",  "line",  "paper"};

    return names[ink];
}

/* cairo would write glyphs, which no reader can search and which depend on the fonts here. */
static void
write_text(CarePen *pen, double x, double y, CareAnchor anchor, CareInk ink, const char *words)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    SvgPen *svg = (SvgPen *)pen;
    char at[2][G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd(at[0], sizeof at[0], "%.2f", x);
    g_ascii_formatd(at[1], sizeof at[1], "%.2f", y);
    g_string_append_printf(svg->words,
                           "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" "
                           "style=\"fill:var(--care-%s)\">",
                           at[0], at[1], anchors[anchor], care_ink_name(ink));
    care_html_add(svg->words, words);
    g_string_append(svg->words, "</text>\n");
}

static cairo_status_t
append(void *out, const unsigned char *bytes, unsigned int length)
{
    g_string_append_len(out, (const char *)bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

static gboolean
replace_colour(const GMatchInfo *match, GString *out, gpointer data G_GNUC_UNUSED)
{
    g_autofree char *percent = g_match_info_fetch(match, 1);
    const guint ink = (guint)(g_ascii_strtod(percent, NULL) + 0.5) - STAND_IN;

    g_string_append_printf(out, "var(--care-%s)",
                           care_ink_name(ink < CARE_N_INKS ? (CareInk)ink : CARE_INK_TEXT));
    return FALSE;
}

/* What is drawn, without the element around it, whose size and names are cairo's: a name counts on
 * from one drawing to the next, so it would differ between two pages of the same figures. */
static char *
inner_of(const GString *svg)
{
    g_autoptr(GRegex) colour = g_regex_new("rgb\\(([0-9.]+)%, ?[0-9.]+%, ?[0-9.]+%\\)", 0, 0, NULL);
    g_autoptr(GRegex) name = g_regex_new(" id=\"[^\"]*\"", 0, 0, NULL);
    const char *element = strstr(svg->str, "<svg");
    const char *from = element != NULL ? strchr(element, '>') : NULL;
    const char *to = g_strrstr(svg->str, "</svg>");
    g_autofree char *inner = NULL;
    g_autofree char *nameless = NULL;

    if (from == NULL || to == NULL || to < from)
        return g_strdup("");
    inner = g_strndup(from + 1, (gsize)(to - from - 1));
    nameless = g_regex_replace_literal(name, inner, -1, 0, "", 0, NULL);
    return g_regex_replace_eval(colour, nameless, -1, 0, 0, replace_colour, NULL, NULL);
}

/* (transfer full) */
static char *
draw(const CareChart *chart, double height, GString *words)
{
    CareColour colours[CARE_N_INKS];
    g_autoptr(GString) svg = g_string_new(NULL);
    cairo_surface_t *surface =
        cairo_svg_surface_create_for_stream(append, svg, CARE_CHART_WIDTH, height);
    SvgPen pen = {{cairo_create(surface), colours, write_text}, words};

    for (guint i = 0; i < CARE_N_INKS; i++) {
        const double grey = (STAND_IN + i) / 100.0;

        colours[i] = (CareColour){grey, grey, grey};
    }
    care_chart_draw(&pen.pen, chart, CARE_CHART_WIDTH);
    cairo_destroy(pen.pen.cr);
    cairo_surface_destroy(surface);
    return inner_of(svg);
}

char *
care_chart_svg(const CareChart *chart, const char *id, const char *title, const char *words)
{
    g_autoptr(GString) texts = g_string_new(NULL);
    GString *out = g_string_new(NULL);
    g_autofree char *drawn = NULL;
    double height;

    g_return_val_if_fail(chart != NULL && id != NULL && title != NULL && words != NULL, NULL);

    height = care_chart_height(chart);
    drawn = draw(chart, height, texts);
    g_string_append_printf(out,
                           "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" "
                           "viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-t %s-d\">\n"
                           "<title id=\"%s-t\">",
                           CARE_CHART_WIDTH, (gint)height, id, id, id);
    care_html_add(out, title);
    g_string_append_printf(out, "</title>\n<desc id=\"%s-d\">", id);
    care_html_add(out, words);
    g_string_append_printf(out, "</desc>%s%s</svg>\n", drawn, texts->str);
    return g_string_free(out, FALSE);
}
