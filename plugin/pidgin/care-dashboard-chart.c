/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts one of the report's charts on a page: as wide as that, its words as large as the theme's. */
#include "care-dashboard.h"

#define UNITS_MAX 620.0 /* wider, and the eye no longer finds from a word to its figure */
#define KIND      "care-kind"
#define READING   "care-reading"

/* Pixels of a unit: the theme's font decides, as far as there is room. */
static double
scale_on(GtkWidget *chart, gint width)
{
    const PangoFontDescription *font = gtk_widget_get_style(chart)->font_desc;
    const double dpi = gdk_screen_get_resolution(gtk_widget_get_screen(chart));
    double pixels = pango_font_description_get_size(font) / (double)PANGO_SCALE;

    if (!pango_font_description_get_size_is_absolute(font))
        pixels *= (dpi > 0 ? dpi : 96) / 72;
    return MIN(pixels / CARE_VIEW_FONT, width / (double)CARE_VIEW_WIDTH);
}

static const CareView *
view_of(GtkWidget *chart)
{
    const CareReading *reading = g_object_get_data(G_OBJECT(chart), READING);

    return &reading->view;
}

static CareViewKind
kind_of(GtkWidget *chart)
{
    return (CareViewKind)GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(chart), KIND));
}

void
care_dashboard_chart_fit(GtkWidget *chart, gint width)
{
    const double height = care_view_height(view_of(chart), kind_of(chart));
    const gint wanted = (gint)(height * scale_on(chart, width) + 0.999);
    gint old;

    gtk_widget_get_size_request(chart, NULL, &old);
    if (old != wanted)
        gtk_widget_set_size_request(chart, -1, wanted);
}

static gboolean
on_expose(GtkWidget *chart, GdkEventExpose *event, gpointer data G_GNUC_UNUSED)
{
    const GdkColor *base = &gtk_widget_get_style(chart)->base[GTK_STATE_NORMAL];
    const gboolean is_mirrored = gtk_widget_get_direction(chart) == GTK_TEXT_DIR_RTL;
    const CareViewLook look = {{base->red / 65535.0, base->green / 65535.0, base->blue / 65535.0},
                               is_mirrored};
    GtkAllocation room;
    double scale, units;
    cairo_t *cr;

    gtk_widget_get_allocation(chart, &room);
    scale = scale_on(chart, room.width);
    if (scale <= 0)
        return TRUE;
    units = CLAMP(room.width / scale, CARE_VIEW_WIDTH, UNITS_MAX);
    cr = gdk_cairo_create(gtk_widget_get_window(chart));
    gdk_cairo_region(cr, event->region);
    cairo_clip(cr);
    if (is_mirrored)
        cairo_translate(cr, room.width - units * scale, 0);
    cairo_scale(cr, scale, scale);
    care_view_draw(view_of(chart), kind_of(chart), cr, units, &look);
    cairo_destroy(cr);
    return TRUE;
}

/* What it says, for who can't see it: caption, then figure by figure. (transfer full) */
static char *
words_of(const CareView *view, CareViewKind kind)
{
    const gboolean has_rows = kind != CARE_VIEW_SCORE; /* whose figures are in its lines */
    g_autoptr(GPtrArray) lines =
        has_rows ? care_view_rows(view, kind) : care_view_lines(view, kind);
    GString *words = g_string_new(care_view_caption(kind));

    for (guint i = 0; i < lines->len; i++) {
        const CareViewLine *line = g_ptr_array_index(lines, i);

        if (line->label != NULL)
            g_string_append_printf(words, "\n%s: %s", line->label, line->text);
    }
    return g_string_free(words, FALSE);
}

GtkWidget *
care_dashboard_chart(CareReading *reading, CareViewKind kind)
{
    GtkWidget *chart = gtk_drawing_area_new();
    g_autofree char *words = words_of(&reading->view, kind);

    g_object_set_data(G_OBJECT(chart), KIND, GUINT_TO_POINTER(kind));
    g_object_set_data_full(G_OBJECT(chart), READING, care_reading_ref(reading),
                           (GDestroyNotify)care_reading_unref);
    care_look_name(chart, care_view_title(&reading->view, kind), words);
    atk_object_set_role(gtk_widget_get_accessible(chart), ATK_ROLE_IMAGE);
    g_signal_connect(chart, "expose-event", G_CALLBACK(on_expose), NULL);
    return chart;
}
