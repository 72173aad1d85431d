/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all parts of the window share in how they look, and in how they are told to who can't see
 * them. */
#include "care-pidgin.h"
#include <math.h>

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

static double
light_of(guint16 channel)
{
    const double share = channel / 65535.0;

    return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

/* The better of the two, by relative luminance as WCAG 2 has it: at least 4.5:1 on any ground. */
GdkColor
care_look_ink(const GdkColor *ground)
{
    const double light = 0.2126 * light_of(ground->red) + 0.7152 * light_of(ground->green) +
                         0.0722 * light_of(ground->blue);
    const guint16 channel = light > 0.179 ? 0 : G_MAXUINT16;

    return (GdkColor){0, channel, channel, channel};
}

const char *
care_look_letter(CareItem letter)
{
    switch (letter) {
    case CARE_ITEM_IDEAL:
        return _("Ideal service");
    case CARE_ITEM_CULTURE:
        return _("Culture");
    case CARE_ITEM_ATTENTIVENESS:
        return _("Attentiveness");
    case CARE_ITEM_RESPONSIVENESS:
        return _("Responsiveness");
    case CARE_ITEM_EMPOWERMENT:
        return _("Empowerment");
    default:
        return NULL;
    }
}

/* A mouse must not take the keyboard from what the agent writes. */
GtkWidget *
care_look_button(const char *label)
{
    GtkWidget *button = gtk_button_new_with_mnemonic(label);

    gtk_button_set_focus_on_click(GTK_BUTTON(button), FALSE);
    return button;
}
