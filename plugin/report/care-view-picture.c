/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes one picture of all charts, for a slide or a mail: whoever meets it alone has to know whose
 * figures it shows, and of when. */
#include "care-say.h"
#include "care-view.h"
#include <pango/pangocairo.h>

#define WIDTH 520.0 /* units */
#define SCALE 2     /* pixels of a unit: sharp on any screen */
#define EDGE  16.0
#define GAP   14.0
#define TITLE 17 /* units that words are high */
#define HEAD  14
#define PLAIN 12

typedef struct { /* goes down the page; without a cairo_t that shows, it only measures */
    cairo_t *cr;
    const CareColour *colours;
    double y;
    gboolean is_mirrored, is_measured;
} Page;

static void
write_words(Page *page, const char *words, gint size, CareInk ink)
{
    g_autofree char *name = g_strdup_printf("sans%s", size > PLAIN ? " bold" : "");
    PangoLayout *layout = pango_cairo_create_layout(page->cr);
    PangoFontDescription *font = pango_font_description_from_string(name);
    const CareColour *colour = &page->colours[ink];
    int height;

    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, (int)(WIDTH - 2 * EDGE) * PANGO_SCALE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_context_set_base_dir(pango_layout_get_context(layout),
                               page->is_mirrored ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_layout_context_changed(layout);
    pango_layout_set_text(layout, words, -1);
    pango_layout_get_pixel_size(layout, NULL, &height);
    cairo_set_source_rgb(page->cr, colour->red, colour->green, colour->blue);
    cairo_move_to(page->cr, EDGE, page->y);
    if (!page->is_measured)
        pango_cairo_show_layout(page->cr, layout);
    page->y += height + 2;
    pango_font_description_free(font);
    g_object_unref(layout);
}

static void
write_head(Page *page, const CareView *view)
{
    const CareReportOptions *options = view->options;
    g_autofree char *period = care_words_period(view->data->cube, options), *day = NULL;

    write_words(page, _("Customer Service Empathy Score"), TITLE, CARE_INK_TEXT);
    if (options->agent != NULL) {
        g_autofree char *agent = care_report_safe(options->agent);

        write_words(page, agent, HEAD, CARE_INK_TEXT);
    }
    write_words(page, period, PLAIN, CARE_INK_FAINT);
    if (options->now_ms != 0) {
        g_autofree char *made = care_words_day(options->now_ms, options->timezone);

        day = g_strdup_printf("%s: %s", _("Made on"), made);
        write_words(page, day, PLAIN, CARE_INK_FAINT);
    }
}

static void
write_lines(Page *page, const CareView *view)
{
    g_autoptr(GPtrArray) lines = care_view_lines(view, CARE_VIEW_SCORE);

    for (guint i = 1; i < lines->len; i++) { /* the first is the period */
        const CareViewLine *line = g_ptr_array_index(lines, i);
        g_autofree char *words = line->label != NULL
                                     ? g_strdup_printf("%s: %s", line->label, line->text)
                                     : g_strdup(line->text);

        write_words(page, words, PLAIN, CARE_INK_TEXT);
    }
}

static void
draw_chart(Page *page, const CareView *view, CareViewKind kind)
{
    const CareViewLook look = {page->colours[CARE_INK_PAPER], page->is_mirrored};

    if (!care_view_has_chart(view, kind))
        return;
    page->y += GAP;
    write_words(page, care_view_title(view, kind), HEAD, CARE_INK_TEXT);
    if (kind == CARE_VIEW_SCORE)
        write_lines(page, view);
    cairo_save(page->cr);
    cairo_translate(page->cr, EDGE / 2, page->y);
    if (!page->is_measured)
        care_view_draw(view, kind, page->cr, WIDTH - EDGE, &look);
    cairo_restore(page->cr);
    page->y += care_view_height(view, kind);
    write_words(page, care_view_caption(kind), PLAIN, CARE_INK_FAINT);
}

static void
fill(Page *page, const CareView *view)
{
    page->y = EDGE;
    write_head(page, view);
    for (guint kind = 0; kind < CARE_N_VIEWS; kind++)
        draw_chart(page, view, (CareViewKind)kind);
    page->y += EDGE;
}

static cairo_surface_t *
surface_of(double height)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)WIDTH * SCALE, (int)height * SCALE);

    cairo_surface_set_device_scale(surface, SCALE, SCALE);
    return surface;
}

static double
measure(const CareView *view, gboolean is_mirrored)
{
    cairo_surface_t *surface = surface_of(1);
    Page page = {.cr = cairo_create(surface),
                 .colours = care_chart_colours(FALSE),
                 .is_mirrored = is_mirrored,
                 .is_measured = TRUE};

    fill(&page, view);
    cairo_destroy(page.cr);
    cairo_surface_destroy(surface);
    return page.y;
}

static cairo_status_t
append(void *out, const unsigned char *bytes, unsigned int length)
{
    g_byte_array_append(out, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

GBytes *
care_view_picture(const CareView *view, gboolean is_mirrored)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    const CareColour *colours = care_chart_colours(FALSE);
    const CareColour *paper = &colours[CARE_INK_PAPER];
    cairo_surface_t *surface;
    cairo_status_t status;
    Page page = {.colours = colours, .is_mirrored = is_mirrored};

    g_return_val_if_fail(view != NULL && view->data != NULL && view->options != NULL, NULL);

    if (!care_view_has_chart(view, CARE_VIEW_OUTCOMES))
        return NULL;
    surface = surface_of(measure(view, is_mirrored));
    page.cr = cairo_create(surface);
    cairo_set_source_rgb(page.cr, paper->red, paper->green, paper->blue);
    cairo_paint(page.cr);
    fill(&page, view);
    status = cairo_status(page.cr);
    cairo_destroy(page.cr);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, append, bytes);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS ? g_byte_array_free_to_bytes(g_steal_pointer(&bytes))
                                          : NULL;
}
