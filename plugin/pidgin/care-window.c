/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps what is ours in each of Pidgin's tabs: made when it is first seen, gone with it. */
#include "care-dialog.h"
#include "care-pidgin.h"
#include <pidgin/gtkconvwin.h>

static void
window_free(gpointer data)
{
    CareWindow *window = data;

    care_button_free(window->button);
    care_bar_free(window->bar);
    care_badge_free(window->badge);
    g_free(window);
}

GHashTable *
care_windows_new(void)
{
    return g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, window_free);
}

static void
attach(CarePidgin *care, PidginConversation *tab)
{
    CareWindow *window;

    if (care->api == NULL || g_hash_table_contains(care->windows, tab))
        return;
    window = g_new0(CareWindow, 1);
    window->care = care;
    window->tab = tab;
    g_hash_table_insert(care->windows, tab, window);
    window->button = care_button_new(window); /* at the edge, so that it stays where it is */
    window->badge = care_badge_new(window);
    window->bar = care_bar_new(window);
    care_menu_attach(care, tab);
    care_window_update(window);
}

void
care_windows_attach_all(CarePidgin *care)
{
    for (GList *i = purple_get_conversations(); i != NULL; i = i->next) {
        PurpleConversation *conversation = i->data;

        if (PIDGIN_IS_PIDGIN_CONVERSATION(conversation))
            attach(care, PIDGIN_CONVERSATION(conversation));
    }
}

CareWindow *
care_window_of(CarePidgin *care, PurpleConversation *conversation)
{
    PidginConversation *tab;

    if (!PIDGIN_IS_PIDGIN_CONVERSATION(conversation))
        return NULL;
    tab = PIDGIN_CONVERSATION(conversation);
    return tab != NULL && tab->active_conv == conversation ? g_hash_table_lookup(care->windows, tab)
                                                           : NULL;
}

void
care_window_update(CareWindow *window)
{
    window->shown = window->tab->active_conv;
    if (window->care->api == NULL)
        return;
    care_badge_update(window->badge);
    care_bar_update(window->bar);
    care_button_update(window->button);
}

void
care_windows_update_all(CarePidgin *care)
{
    GHashTableIter iter;
    gpointer window;

    g_hash_table_iter_init(&iter, care->windows);
    while (g_hash_table_iter_next(&iter, NULL, &window))
        care_window_update(window);
}

void
care_window_place(CareWindow *window, GtkWidget **widget)
{
    GtkWidget *middle = gtk_alignment_new(0.5, 0.5, 0.0, 0.0);

    g_object_add_weak_pointer(G_OBJECT(*widget), (gpointer *)widget);
    gtk_container_add(GTK_CONTAINER(middle), *widget);
    gtk_widget_show(middle);
    gtk_box_pack_end(GTK_BOX(window->tab->infopane_hbox), middle, FALSE, FALSE, 0);
}

void
care_window_take_out(GtkWidget **widget)
{
    if (*widget == NULL)
        return;
    g_object_remove_weak_pointer(G_OBJECT(*widget), (gpointer *)widget);
    gtk_widget_destroy(gtk_widget_get_parent(*widget));
}

gboolean
care_window_has_focus(const CareWindow *window)
{
    PidginWindow *win = window->tab->win;

    return win != NULL && pidgin_conv_window_get_active_gtkconv(win) == window->tab &&
           pidgin_conv_window_has_focus(win);
}

guint
care_standing(const CarePidgin *care, PurpleConversation *conversation)
{
    return care->api != NULL && conversation != NULL ? care->api->standing(conversation) : 0;
}

guint
care_window_standing(const CareWindow *window)
{
    return care_standing(window->care, window->tab->active_conv);
}

/* --- signals of Pidgin --- */

/* Comes before the core plug-in has heard of the conversation. */
static void
on_displayed(PidginConversation *tab, gpointer data)
{
    attach(data, tab);
}

/* The tab shows another of its conversations, or came to the front, perhaps of a window that is
 * new: then nothing of it has changed. */
static void
on_switched(PurpleConversation *conversation, gpointer data)
{
    CareWindow *window = care_window_of(data, conversation);

    if (window == NULL)
        return; /* nor is there one once the core has gone */
    care_menu_attach(data, window->tab);
    if (window->shown != conversation)
        care_window_update(window);
}

/* A tab that goes on without the one it showed tells nothing else. */
static void
on_updated(PurpleConversation *conversation, PurpleConvUpdateType type, gpointer data)
{
    if (type == PURPLE_CONV_UPDATE_FEATURES)
        on_switched(conversation, data);
}

/* By now the core knows it, too. */
static void
on_created(PurpleConversation *conversation, gpointer data)
{
    CareWindow *window = care_window_of(data, conversation);

    if (window != NULL)
        care_window_update(window);
}

/* The tab goes with the last of its conversations. */
static void
on_deleting(PurpleConversation *conversation, gpointer data)
{
    CarePidgin *care = data;
    CareWindow *window = care_window_of(care, conversation);
    PidginConversation *tab;

    care_dialogs_close(conversation);
    if (window != NULL)
        window->shown = NULL; /* the next one may come to the same address */
    if (!PIDGIN_IS_PIDGIN_CONVERSATION(conversation))
        return;
    tab = PIDGIN_CONVERSATION(conversation);
    if (tab != NULL && (tab->convs == NULL || tab->convs->next == NULL))
        g_hash_table_remove(care->windows, tab);
}

void
care_windows_connect(CarePidgin *care)
{
    void *tabs = pidgin_conversations_get_handle(), *all = purple_conversations_get_handle();

    purple_signal_connect(tabs, "conversation-displayed", care->plugin,
                          PURPLE_CALLBACK(on_displayed), care);
    purple_signal_connect(tabs, "conversation-switched", care->plugin, PURPLE_CALLBACK(on_switched),
                          care);
    purple_signal_connect(all, "conversation-updated", care->plugin, PURPLE_CALLBACK(on_updated),
                          care);
    purple_signal_connect_priority(all, "conversation-created", care->plugin,
                                   PURPLE_CALLBACK(on_created), care,
                                   PURPLE_SIGNAL_PRIORITY_HIGHEST);
    purple_signal_connect(all, "deleting-conversation", care->plugin, PURPLE_CALLBACK(on_deleting),
                          care);
}

void
care_windows_disconnect(CarePidgin *care)
{
    purple_signals_disconnect_by_handle(care->plugin);
    care_dialogs_close(NULL);
    care_menu_detach_all();
}
