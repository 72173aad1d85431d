/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an agent can do in a conversation: one list, drawn as the button's menu and in the window's
 * Options menu; and the plug-in's own actions under Tools. */
#include "care-dialog.h"
#include "care-pidgin.h"
#include <pidgin/gtkconvwin.h>

#define OPTIONS_KEY "purple-care-options" /* on a window: our item in its Options menu */

typedef void (*Show)(CarePidgin *care, PurpleConversation *conversation);

typedef struct {
    const char *label; /* NULL: a line between groups */
    const char *line;  /* as after /care; NULL: `show` is called */
    Show show;
    guint needs;       /* CareUiIs bits, all of them */
    guint unless;      /* and none of these */
    const char *why;   /* said where it is greyed out */
    gboolean is_brief; /* not listed at all then */
} Entry;

#define NO_CHAT N_("No chat is on in this window, or its end waits already.")

static void
show_dashboard(CarePidgin *care, PurpleConversation *conversation G_GNUC_UNUSED)
{
    care_dashboard_show(care);
}

static const Entry entries[] = {
    {N_("_Undo: ask nothing yet"), "undo", NULL, CARE_UI_IS_ENDING, 0, NULL, TRUE},
    {N_("_End chat and ask"), "end", NULL, CARE_UI_IS_SERVED | CARE_UI_IS_OPEN, CARE_UI_IS_ENDING,
     NO_CHAT, FALSE},
    {N_("End _without asking"), "end quiet", NULL, CARE_UI_IS_SERVED | CARE_UI_IS_OPEN, 0, NO_CHAT,
     FALSE},
    {N_("Ask _now, in mid-chat"), "pulse", NULL, CARE_UI_IS_SERVED | CARE_UI_IS_OPEN,
     CARE_UI_IS_ENDING | CARE_UI_IS_ASKED, N_("No chat is on, or a question is out already."),
     FALSE},
    {N_("Wh_y asked, or not"), "why", NULL, CARE_UI_IS_SERVED, 0, NULL, FALSE},
    {N_("_Running score"), "score", NULL, CARE_UI_IS_SERVED, 0, NULL, FALSE},
    {NULL, NULL, NULL, 0, 0, NULL, FALSE},
    {N_("Customer's n_ote..."), NULL, care_dialog_note, CARE_UI_IS_REMEMBERED, 0,
     N_("Nobody here can be remembered."), FALSE},
    {N_("_Language"), "language", NULL, CARE_UI_IS_REMEMBERED, 0,
     N_("Nobody here can be remembered."), FALSE},
    {N_("_Card..."), NULL, care_dialog_card, CARE_UI_IS_SERVED, 0, NULL, FALSE},
    {N_("_Private contact"), "private", NULL, 0, CARE_UI_IS_ROOM,
     N_("A room is never a private contact."), FALSE},
    {NULL, NULL, NULL, 0, 0, NULL, FALSE},
    {N_("Who wa_its"), "waiting", NULL, CARE_UI_IS_SERVED, 0, NULL, FALSE},
    {N_("Empathy _score..."), NULL, show_dashboard, 0, 0, NULL, FALSE},
};

/* --- what is chosen --- */

void
care_menu_run(CarePidgin *care, PurpleConversation *conversation, const char *line)
{
    g_autofree char *error = NULL;

    if (care->api == NULL || g_list_find(purple_get_conversations(), conversation) == NULL ||
        care->api->run(conversation, line, &error) ||
        g_list_find(purple_get_conversations(), conversation) == NULL)
        return;
    care_dialog_say(conversation, error);
}

/* What an item is about is kept with it: its window may close while the menu is open. */
static void
on_chosen(GtkMenuItem *item, gpointer conversation)
{
    const Entry *entry = g_object_get_data(G_OBJECT(item), "care-entry");
    const char *line = g_object_get_data(G_OBJECT(item), "care-line");
    CarePidgin *care = care_pidgin_loaded();

    if (care == NULL || g_list_find(purple_get_conversations(), conversation) == NULL)
        return;
    if (entry->show != NULL)
        entry->show(care, conversation);
    else
        care_menu_run(care, conversation, line != NULL ? line : entry->line);
}

/* A radio item tells of both that change. */
static void
on_language(GtkCheckMenuItem *item, gpointer conversation)
{
    if (gtk_check_menu_item_get_active(item))
        on_chosen(GTK_MENU_ITEM(item), conversation);
}

/* --- how it is drawn --- */

static GtkWidget *
add_language(GtkWidget *menu, GtkWidget *group, const Entry *entry, const char *label,
             const char *tag, gboolean is_present, PurpleConversation *conversation)
{
    GSList *others =
        group != NULL ? gtk_radio_menu_item_get_group(GTK_RADIO_MENU_ITEM(group)) : NULL;
    GtkWidget *item = gtk_radio_menu_item_new_with_label(others, label);

    g_object_set_data(G_OBJECT(item), "care-entry", (gpointer)entry);
    g_object_set_data_full(G_OBJECT(item), "care-line", g_strdup_printf("%s %s", entry->line, tag),
                           g_free);
    gtk_check_menu_item_set_active(GTK_CHECK_MENU_ITEM(item), is_present);
    g_signal_connect(item, "toggled", G_CALLBACK(on_language), conversation);
    gtk_menu_shell_append(GTK_MENU_SHELL(menu), item);
    return item;
}

static GtkWidget *
language_menu(CarePidgin *care, const Entry *entry, PurpleConversation *conversation)
{
    GtkWidget *menu = gtk_menu_new(), *first;
    CareUiMemory memory = {NULL, NULL, NULL};
    const char *tag, *name;
    const gboolean is_known = care->api->memory(conversation, &memory);
    const char *present = is_known && memory.language != NULL ? memory.language : "";

    first = add_language(menu, NULL, entry, _("The one they write"), "auto", *present == '\0',
                         conversation);
    for (guint i = 0; care->api->language(i, &tag, &name); i++)
        add_language(menu, first, entry, name, tag, g_ascii_strcasecmp(present, tag) == 0,
                     conversation);
    return menu;
}

static GtkWidget *
item_new(CarePidgin *care, const Entry *entry, PurpleConversation *conversation, guint standing)
{
    const gboolean is_private = g_strcmp0(entry->line, "private") == 0;
    const gboolean is_language = g_strcmp0(entry->line, "language") == 0;
    GtkWidget *item;

    if (entry->label == NULL)
        return gtk_separator_menu_item_new();
    item = is_private ? gtk_check_menu_item_new_with_mnemonic(_(entry->label))
                      : gtk_menu_item_new_with_mnemonic(_(entry->label));
    g_object_set_data(G_OBJECT(item), "care-entry", (gpointer)entry);
    if (is_private && (standing & CARE_UI_IS_PRIVATE) != 0) {
        gtk_check_menu_item_set_active(GTK_CHECK_MENU_ITEM(item), TRUE);
        g_object_set_data(G_OBJECT(item), "care-line", (gpointer) "private off");
    }
    if ((standing & entry->needs) != entry->needs || (standing & entry->unless) != 0) {
        gtk_widget_set_sensitive(item, FALSE);
        gtk_widget_set_tooltip_text(
            item, entry->why != NULL ? _(entry->why) : _("Nothing is asked in this window."));
    } else if (is_language) {
        gtk_menu_item_set_submenu(GTK_MENU_ITEM(item), language_menu(care, entry, conversation));
    } else {
        g_signal_connect(item, "activate", G_CALLBACK(on_chosen), conversation);
    }
    return item;
}

void
care_menu_fill(CarePidgin *care, PurpleConversation *conversation, GtkWidget *menu)
{
    const guint standing = care_standing(care, conversation);

    for (gsize i = 0; i < G_N_ELEMENTS(entries); i++) {
        const Entry *entry = &entries[i];
        GtkWidget *item;

        if (entry->is_brief && (standing & entry->needs) != entry->needs)
            continue;
        item = item_new(care, entry, conversation, standing);
        gtk_widget_show_all(item);
        gtk_menu_shell_append(GTK_MENU_SHELL(menu), item);
    }
}

/* --- in the Options menu --- */

static void
destroy_child(GtkWidget *child, gpointer data G_GNUC_UNUSED)
{
    gtk_widget_destroy(child);
}

/* As it stands when it is opened. */
static void
on_opened(GtkWidget *menu, gpointer data)
{
    PidginConversation *tab = pidgin_conv_window_get_active_gtkconv(data);
    CarePidgin *care = care_pidgin_loaded();

    gtk_container_foreach(GTK_CONTAINER(menu), destroy_child, NULL);
    if (care != NULL && care->api != NULL && tab != NULL)
        care_menu_fill(care, tab->active_conv, menu);
}

void
care_menu_attach(CarePidgin *care, PidginConversation *tab)
{
    PidginWindow *window = tab->win;
    GtkWidget *options, *item, *menu;

    /* Pidgin keeps hidden tabs in a window that is in no list, and has no menu anybody sees. */
    if (g_list_find(pidgin_conv_windows_get_list(), window) == NULL ||
        window->menu.item_factory == NULL ||
        g_object_get_data(G_OBJECT(window->window), OPTIONS_KEY) != NULL)
        return;
    options = gtk_item_factory_get_widget(window->menu.item_factory, "/Options");
    if (options == NULL)
        return;
    item = gtk_menu_item_new_with_mnemonic(_("Ca_re"));
    menu = gtk_menu_new();
    care_menu_fill(care, tab->active_conv, menu); /* what is looked for without being opened */
    g_signal_connect(menu, "show", G_CALLBACK(on_opened), window);
    gtk_menu_item_set_submenu(GTK_MENU_ITEM(item), menu);
    gtk_menu_shell_append(GTK_MENU_SHELL(options), item);
    gtk_widget_show(item);
    g_object_set_data(G_OBJECT(window->window), OPTIONS_KEY, item);
}

void
care_menu_detach_all(void)
{
    for (GList *i = pidgin_conv_windows_get_list(); i != NULL; i = i->next) {
        const PidginWindow *window = i->data;
        GtkWidget *item = g_object_steal_data(G_OBJECT(window->window), OPTIONS_KEY);

        if (item != NULL)
            gtk_widget_destroy(item);
    }
}

static void
on_pref(const char *name G_GNUC_UNUSED, PurplePrefType type G_GNUC_UNUSED,
        gconstpointer value G_GNUC_UNUSED, gpointer data)
{
    care_windows_update_all(data);
}

void
care_menu_connect(CarePidgin *care)
{
    purple_prefs_add_none("/plugins/gtk");
    purple_prefs_add_none("/plugins/gtk/purple-care");
    purple_prefs_add_bool(CARE_PREF_BUTTON, TRUE);
    purple_prefs_connect_callback(care->plugin, CARE_PREF_BUTTON, on_pref, care);
}

/* --- under Tools --- */

static void
on_dashboard(PurplePluginAction *action G_GNUC_UNUSED)
{
    if (care_pidgin_loaded() != NULL)
        care_dashboard_show(care_pidgin_loaded());
}

GList *
care_menu_actions(PurplePlugin *plugin G_GNUC_UNUSED, gpointer context G_GNUC_UNUSED)
{
    return g_list_append(NULL, purple_plugin_action_new(_("Empathy score..."), on_dashboard));
}
