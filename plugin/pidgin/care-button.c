/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The button beside the customer's name: opens what an agent can do there. It is not on the toolbar
 * below: in a window as Pidgin opens it that has no room for another word. */
#include "care-pidgin.h"

struct _CareButton {
    CareWindow *window;
    GtkWidget *button; /* NULL: destroyed with the tab */
    GtkWidget *menu;   /* NULL: it is not open */
};

/* Below the button where there is room, else above it; from its start. */
static void
place_menu(GtkMenu *menu, gint *out_x, gint *out_y, gboolean *out_push_in, gpointer data)
{
    GtkWidget *button = data;
    GdkScreen *screen = gtk_widget_get_screen(button);
    GdkRectangle monitor;
    GtkAllocation place;
    GtkRequisition size;

    gtk_widget_size_request(GTK_WIDGET(menu), &size);
    gtk_widget_get_allocation(button, &place);
    gdk_window_get_origin(gtk_widget_get_window(button), out_x, out_y);
    *out_x += place.x;
    *out_y += place.y;
    gdk_screen_get_monitor_geometry(screen, gdk_screen_get_monitor_at_point(screen, *out_x, *out_y),
                                    &monitor);
    if (gtk_widget_get_direction(button) == GTK_TEXT_DIR_RTL)
        *out_x += place.width - size.width;
    *out_x = CLAMP(*out_x, monitor.x, MAX(monitor.x, monitor.x + monitor.width - size.width));
    *out_y += *out_y + place.height + size.height <= monitor.y + monitor.height ? place.height
                                                                                : -size.height;
    *out_push_in = TRUE;
}

static void
on_clicked(GtkButton *widget, gpointer data)
{
    CareButton *button = data;
    CareWindow *window = button->window;

    if (window->care->api == NULL)
        return;
    if (button->menu != NULL)
        gtk_widget_destroy(button->menu);
    button->menu = gtk_menu_new();
    g_object_add_weak_pointer(G_OBJECT(button->menu), (gpointer *)&button->menu);
    care_look_name(button->menu, _("Care"), NULL);
    care_menu_fill(window->care, window->tab->active_conv, button->menu);
    gtk_menu_attach_to_widget(GTK_MENU(button->menu), GTK_WIDGET(widget), NULL);
    g_signal_connect(button->menu, "selection-done", G_CALLBACK(gtk_widget_destroy), NULL);
    gtk_menu_popup(GTK_MENU(button->menu), NULL, NULL, place_menu, widget, 0,
                   gtk_get_current_event_time());
    gtk_menu_shell_select_first(GTK_MENU_SHELL(button->menu), FALSE);
}

/* As Pidgin's own on that toolbar: a picture, a word, no frame. */
static GtkWidget *
make_button(CareButton *button)
{
    GtkWidget *widget = gtk_button_new(), *row = gtk_hbox_new(FALSE, 3);
    GtkWidget *label = gtk_label_new_with_mnemonic(_("Ca_re"));

    gtk_button_set_relief(GTK_BUTTON(widget), GTK_RELIEF_NONE);
    gtk_button_set_focus_on_click(GTK_BUTTON(widget), FALSE);
    gtk_label_set_mnemonic_widget(GTK_LABEL(label), widget);
    gtk_box_pack_start(GTK_BOX(row), label, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), gtk_arrow_new(GTK_ARROW_DOWN, GTK_SHADOW_NONE), FALSE, FALSE,
                       0);
    gtk_container_add(GTK_CONTAINER(widget), row);
    gtk_widget_show_all(row);
    gtk_widget_set_tooltip_text(widget, _("End the chat and ask, notes, language, score"));
    care_look_name(widget, _("Care"), _("End the chat and ask, notes, language, score"));
    g_signal_connect(widget, "clicked", G_CALLBACK(on_clicked), button);
    return widget;
}

CareButton *
care_button_new(CareWindow *window)
{
    CareButton *button = g_new0(CareButton, 1);

    button->window = window;
    button->button = make_button(button);
    care_window_place(window, &button->button);
    return button;
}

void
care_button_update(CareButton *button)
{
    const guint standing = care_window_standing(button->window);

    if (button->button != NULL)
        gtk_widget_set_visible(button->button,
                               (standing & (CARE_UI_IS_SERVED | CARE_UI_IS_PRIVATE)) != 0 &&
                                   purple_prefs_get_bool(CARE_PREF_BUTTON));
}

void
care_button_free(CareButton *button)
{
    if (button->menu != NULL)
        gtk_widget_destroy(button->menu); /* takes its weak pointer with it */
    care_window_take_out(&button->button);
    g_free(button);
}
