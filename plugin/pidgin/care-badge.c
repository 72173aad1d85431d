/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The badge beside the customer's name: the running score of this chat in a few characters, its
 * counts in a tooltip, and in the window at a click. */
#include "care-pidgin.h"

#define MAX_CHARS 14 /* "3 (so far), 4"; beyond that it is cut, and the tooltip has it whole */

struct _CareBadge {
    CareWindow *window;
    GtkWidget *button; /* NULL: destroyed with the tab */
    GtkWidget *label;
};

/* What a tooltip says only to a mouse. */
static void
on_clicked(GtkButton *button G_GNUC_UNUSED, gpointer data)
{
    CareWindow *window = ((CareBadge *)data)->window;

    care_menu_run(window->care, window->tab->active_conv, "score");
}

/* A frame of its own tells it from the name even without colours. */
static GtkWidget *
make_button(CareBadge *badge)
{
    GtkWidget *button = gtk_button_new();
    GtkWidget *row = gtk_hbox_new(FALSE, 2);
    GtkWidget *star = gtk_image_new_from_stock(GTK_STOCK_ABOUT, GTK_ICON_SIZE_MENU);

    badge->label = gtk_label_new(NULL);
    gtk_label_set_ellipsize(GTK_LABEL(badge->label), PANGO_ELLIPSIZE_END);
    care_look_name(star, _("Running score"), NULL);
    gtk_box_pack_start(GTK_BOX(row), star, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), badge->label, TRUE, TRUE, 0);
    gtk_container_add(GTK_CONTAINER(button), row);
    gtk_button_set_focus_on_click(GTK_BUTTON(button), FALSE);
    gtk_widget_show_all(row);
    g_signal_connect(button, "clicked", G_CALLBACK(on_clicked), badge);
    return button;
}

CareBadge *
care_badge_new(CareWindow *window)
{
    CareBadge *badge = g_new0(CareBadge, 1);

    badge->window = window;
    badge->button = make_button(badge);
    care_window_place(window, &badge->button);
    return badge;
}

static void
show_score(PurpleConversation *conversation, const CareUiScore *score, gpointer data)
{
    CareWindow *window = conversation != NULL ? care_window_of(data, conversation) : NULL;
    CareBadge *badge = window != NULL ? window->badge : NULL;
    g_autofree char *spoken = NULL;

    if (badge == NULL || badge->button == NULL || score == NULL)
        return;
    gtk_label_set_text(GTK_LABEL(badge->label), score->badge);
    gtk_label_set_width_chars(GTK_LABEL(badge->label),
                              (gint)MIN(g_utf8_strlen(score->badge, -1), MAX_CHARS));
    gtk_widget_set_tooltip_text(badge->button, score->lines);
    /* Translators: what a screen reader says of the badge; "3 (so far), 4" */
    spoken = g_strdup_printf(_("Running score: %s"), score->badge);
    care_look_name(badge->button, spoken, score->lines);
    gtk_widget_set_visible(badge->button, *score->badge != '\0');
}

void
care_badge_update(CareBadge *badge)
{
    CarePidgin *care = badge->window->care;

    if (badge->button != NULL &&
        !care->api->score(badge->window->tab->active_conv, show_score, care))
        gtk_widget_hide(badge->button);
}

void
care_badge_free(CareBadge *badge)
{
    care_window_take_out(&badge->button);
    g_free(badge);
}
