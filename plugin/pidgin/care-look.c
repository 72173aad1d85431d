/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all parts of the window share in how they look, and in how they are told to who can't see
 * them. */
#include "care-pidgin.h"
#include <purple-care/report-view.h>

void
care_look_name(GtkWidget *widget, const char *name, const char *description)
{
    AtkObject *object = gtk_widget_get_accessible(widget);

    atk_object_set_name(object, name);
    if (description != NULL)
        atk_object_set_description(object, description);
}

static PangoFontMetrics *
metrics_of(GtkWidget *widget)
{
    return pango_context_get_metrics(gtk_widget_get_pango_context(widget), NULL, NULL);
}

gint
care_look_width(GtkWidget *widget, guint chars)
{
    PangoFontMetrics *metrics = metrics_of(widget);
    const gint one = pango_font_metrics_get_approximate_char_width(metrics);

    pango_font_metrics_unref(metrics);
    return PANGO_PIXELS(one * (gint)chars);
}

gint
care_look_height(GtkWidget *widget, guint lines)
{
    PangoFontMetrics *metrics = metrics_of(widget);
    const gint one =
        pango_font_metrics_get_ascent(metrics) + pango_font_metrics_get_descent(metrics);

    pango_font_metrics_unref(metrics);
    return PANGO_PIXELS(one * (gint)lines);
}

void
care_look_level(CareLevel level, GtkMessageType *out_type, const char **out_stock)
{
    static const struct {
        GtkMessageType type;
        const char *stock;
    } looks[CARE_N_LEVELS] = {
        [CARE_LEVEL_QUIET] = {GTK_MESSAGE_OTHER, NULL},
        [CARE_LEVEL_SHOWN] = {GTK_MESSAGE_INFO, GTK_STOCK_DIALOG_INFO},
        [CARE_LEVEL_URGENT] = {GTK_MESSAGE_WARNING, GTK_STOCK_DIALOG_WARNING},
    };

    *out_type = looks[level].type;
    *out_stock = looks[level].stock;
}

static GdkColor
ink_on(const GdkColor *ground)
{
    const guint16 channel =
        care_view_is_dark(
            &(CareColour){ground->red / 65535.0, ground->green / 65535.0, ground->blue / 65535.0})
            ? G_MAXUINT16
            : 0;

    return (GdkColor){0, channel, channel, channel};
}

/* The theme's letters are made for the theme's ground; GTK's own for a bar's are too pale. */
void
care_look_write_on(GtkWidget *bar, GtkWidget *label)
{
    const GdkColor ink = ink_on(&gtk_widget_get_style(bar)->bg[GTK_STATE_NORMAL]);
    const gboolean is_plain = gtk_info_bar_get_message_type(GTK_INFO_BAR(bar)) == GTK_MESSAGE_OTHER;

    gtk_widget_modify_fg(label, GTK_STATE_NORMAL, is_plain ? NULL : &ink);
}

/* A mouse must not take the keyboard from what the agent writes. */
GtkWidget *
care_look_button(const char *label)
{
    GtkWidget *button = gtk_button_new_with_mnemonic(label);

    gtk_button_set_focus_on_click(GTK_BUTTON(button), FALSE);
    return button;
}
