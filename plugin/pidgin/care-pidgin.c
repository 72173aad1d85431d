/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plug-in's two ends: loading, which finds the core and makes all parts, and unloading, which
 * leaves nothing of ours in any window. */
#define PURPLE_PLUGINS /* or the entry point is no symbol */
#include "care-pidgin.h"
#include "care-dialog.h"

static CarePidgin *loaded;

CarePidgin *
care_pidgin_loaded(void)
{
    return loaded;
}

/* --- what the core tells --- */

static gboolean
on_show(PurpleConversation *conversation, const CareUiReminder *reminder G_GNUC_UNUSED,
        gpointer data)
{
    CarePidgin *care = data;
    CareWindow *window = care_window_of(care, conversation);

    care_hold_update(care->hold);
    if (window == NULL)
        return FALSE;
    care_bar_update(window->bar);
    return TRUE;
}

static void
on_clear(PurpleConversation *conversation, CareRule rule G_GNUC_UNUSED, gpointer data)
{
    CarePidgin *care = data;
    CareWindow *window = care_window_of(care, conversation);

    care_hold_update(care->hold);
    if (window != NULL)
        care_bar_update(window->bar);
}

static void
on_hold(const CareUiWaiter *rows G_GNUC_UNUSED, guint n G_GNUC_UNUSED, gpointer data)
{
    care_hold_update(((CarePidgin *)data)->hold);
}

static void
on_changed(PurpleConversation *conversation, gpointer data)
{
    CareWindow *window = care_window_of(data, conversation);

    care_dialog_note_update(data, conversation);
    if (window != NULL)
        care_window_update(window);
}

static void
on_settings_changed(gpointer data)
{
    care_windows_update_all(data);
    care_prefs_settings_changed(data);
    care_dashboard_settings_changed(data);
}

/* libpurple unloads us first, as we depend on the core; but nothing forces it to. */
static void
on_gone(gpointer data)
{
    CarePidgin *care = data;

    care->api = NULL;
    care_dashboard_close(care);
    care_prefs_close(care);
    care_hold_update(care->hold);
    g_hash_table_remove_all(care->windows);
    care_dialogs_close(NULL);
    care_menu_detach_all();
}

static const CareUi ui = {.size = sizeof(CareUi),
                          .show = on_show,
                          .clear = on_clear,
                          .hold = on_hold,
                          .changed = on_changed,
                          .gone = on_gone,
                          .settings_changed = on_settings_changed};

/* --- loading --- */

static const CareUiApi *
find_api(void)
{
    PurplePlugin *core = purple_plugins_find_with_id(CARE_UI_CORE);
    gboolean ok = FALSE;
    const CareUiApi *api;

    if (core == NULL || !purple_plugin_is_loaded(core))
        return NULL;
    api = purple_plugin_ipc_call(core, CARE_UI_GET, &ok, GINT_TO_POINTER(CARE_UI_VERSION));
    return ok && api != NULL && api->size >= sizeof(CareUiApi) ? api : NULL;
}

static gboolean
plugin_load(PurplePlugin *plugin)
{
    const CareUiApi *api = find_api();
    CarePidgin *care;

    if (api == NULL)
        return FALSE;
    care = g_new0(CarePidgin, 1);
    care->plugin = plugin;
    care->api = api;
    care->windows = care_windows_new();
    care->hold = care_hold_new(care);
    loaded = care;
    care_windows_connect(care);
    care_menu_connect(care);
    care_tooltip_connect(care);
    care_windows_attach_all(care);
    api->ui_register(&ui, care); /* what is shown at this moment comes at once */
    return TRUE;
}

static gboolean
plugin_unload(PurplePlugin *plugin G_GNUC_UNUSED)
{
    CarePidgin *care = g_steal_pointer(&loaded);

    if (care->api != NULL)
        care->api->ui_unregister(&ui);
    care_windows_disconnect(care);
    care_dashboard_close(care);
    care_prefs_close(care);
    g_hash_table_unref(care->windows);
    care_hold_free(care->hold);
    g_free(care);
    return TRUE;
}

static PidginPluginUiInfo ui_info = {.get_config_frame = care_prefs_frame};

static PurplePluginInfo info = {
    .magic = PURPLE_PLUGIN_MAGIC,
    .major_version = PURPLE_MAJOR_VERSION,
    .minor_version = PURPLE_MINOR_VERSION,
    .type = PURPLE_PLUGIN_STANDARD,
    .ui_requirement = (char *)PIDGIN_PLUGIN_TYPE, /* libpurple only reads these */
    .priority = PURPLE_PRIORITY_DEFAULT,
    .id = (char *)"gtk-purple-care",
    .version = (char *)CARE_VERSION,
    .author = (char *)"The purple-care developers",
    .load = plugin_load,
    .unload = plugin_unload,
    .ui_info = &ui_info,
    .actions = care_menu_actions,
};

static void
plugin_init(PurplePlugin *plugin G_GNUC_UNUSED)
{
    bindtextdomain(GETTEXT_PACKAGE, CARE_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    info.name = _("Purple Care for Pidgin");
    info.summary = _("Shows scores and reminders in Pidgin's windows.");
    info.description = _("Draws what Purple Care has to say: a badge with the running score, a bar "
                         "for reminders, a menu, and the agent's own figures.");
    info.dependencies = g_list_append(NULL, (char *)CARE_UI_CORE); /* libpurple frees the list */
}

/* Seen from outside with any GLib: before 2.70 its own macro leaves the symbol hidden. */
__attribute__((visibility("default"))) gboolean purple_init_plugin(PurplePlugin *plugin);
PURPLE_INIT_PLUGIN(purplecarepidgin, plugin_init, info)
