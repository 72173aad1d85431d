/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps what is ours in each of Pidgin's tabs: made when it is first seen, gone with it. */
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

    if (g_hash_table_contains(care->windows, tab))
        return;
    window = g_new0(CareWindow, 1);
    window->care = care;
    window->tab = tab;
    g_hash_table_insert(care->windows, tab, window);
    window->badge = care_badge_new(window);
    window->bar = care_bar_new(window);
    window->button = care_button_new(window);
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

gboolean
care_window_has_focus(const CareWindow *window)
{
    PidginWindow *win = window->tab->win;

    return win != NULL && pidgin_conv_window_get_active_gtkconv(win) == window->tab &&
           pidgin_conv_window_has_focus(win);
}

/* --- signals of Pidgin --- */

/* Comes before the core plug-in has heard of the conversation. */
static void
on_displayed(PidginConversation *tab, gpointer data)
{
    attach(data, tab);
}

/* The tab shows another of its conversations, or came to the front. */
static void
on_switched(PurpleConversation *conversation, gpointer data)
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
    PidginConversation *tab;

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
    purple_signal_connect(all, "deleting-conversation", care->plugin, PURPLE_CALLBACK(on_deleting),
                          care);
}

void
care_windows_disconnect(CarePidgin *care)
{
    purple_signals_disconnect_by_handle(care->plugin);
}
