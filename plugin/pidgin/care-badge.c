/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The badge beside the customer's name: the running score of this chat in a few characters, its
 * counts in a tooltip. */
#include "care-pidgin.h"

struct _CareBadge {
    CareWindow *window;
    GtkWidget *label; /* NULL: destroyed with the tab */
};

CareBadge *
care_badge_new(CareWindow *window)
{
    CareBadge *badge = g_new0(CareBadge, 1);

    badge->window = window;
    badge->label = gtk_label_new(NULL);
    g_object_add_weak_pointer(G_OBJECT(badge->label), (gpointer *)&badge->label);
    gtk_box_pack_end(GTK_BOX(window->tab->infopane_hbox), badge->label, FALSE, FALSE, 4);
    return badge;
}

static void
show_score(PurpleConversation *conversation, const CareUiScore *score, gpointer data)
{
    CareWindow *window = conversation != NULL ? care_window_of(data, conversation) : NULL;
    GtkWidget *label = window != NULL ? window->badge->label : NULL;

    if (label == NULL || score == NULL)
        return;
    gtk_label_set_text(GTK_LABEL(label), score->badge);
    gtk_widget_set_tooltip_text(label, score->lines);
    care_look_name(label, _("Running score"), score->lines);
    gtk_widget_set_visible(label, *score->badge != '\0');
}

void
care_badge_update(CareBadge *badge)
{
    CarePidgin *care = badge->window->care;

    if (badge->label != NULL &&
        !care->api->score(badge->window->tab->active_conv, show_score, care))
        gtk_widget_hide(badge->label);
}

void
care_badge_free(CareBadge *badge)
{
    if (badge->label != NULL) {
        g_object_remove_weak_pointer(G_OBJECT(badge->label), (gpointer *)&badge->label);
        gtk_widget_destroy(badge->label);
    }
    g_free(badge);
}
