/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plug-in itself: what it is called, and how all of it comes up and goes down again. */
#define PURPLE_PLUGINS
#include "care-adapter.h"

#define DRAIN_MS 2000

/* The module stays mapped after an unload (-z nodelete): what is static keeps its value, so this is
 * set in load. */
static Care *loaded;

/* Once for each new set of mistakes: a file being edited must not bring up a dialog with every
 * keystroke saved. */
static void
show_mistakes(Care *care)
{
    const GPtrArray *mistakes = care->settings->mistakes;
    g_autoptr(GString) lines = g_string_new(NULL);

    for (guint i = 0; i < mistakes->len; i++)
        g_string_append_printf(lines, "%s%s", i > 0 ? "\n" : "",
                               (const char *)g_ptr_array_index(mistakes, i));
    if (mistakes->len > 0 && !purple_strequal(lines->str, care->shown_mistakes))
        purple_notify_warning(
            care->plugin, _("Purple Care"),
            _("There are mistakes in the settings. What is wrong there does not take effect."),
            lines->str);
    g_free(care->shown_mistakes);
    care->shown_mistakes = g_strdup(lines->str);
}

/* A mistake in a settings file makes keys as strict as can be, which is right for what is stored
 * next. But nothing that is there shall be lost by a slip of the pen: until it is mended, "never"
 * is not believed. */
static gint64
believed(const CareSettings *settings, gint64 keep_ms)
{
    return keep_ms == 0 && settings->mistakes->len > 0 ? -1 : keep_ms;
}

static void
keep_no_longer(Care *care)
{
    const CareSettings *settings = care->settings;
    const CareKeep keep = {
        .comments_ms = believed(settings, settings->privacy.keep_comments),
        .notes_ms = believed(settings, settings->privacy.keep_notes),
        .chats_ms = believed(settings, settings->privacy.keep_chats),
    };

    care_store_keep(care->store, &keep);
}

void
care_settings_apply(Care *care, CareSettings *settings)
{
    g_autofree char *definition = care_definition_hash(settings);
    const CareEvent event = {
        .type = CARE_EVENT_SETTINGS,
        .settings = settings,
        .definition = definition,
        .locale = g_get_language_names()[0],
    };

    if (care->quitting)
        return;
    care_settings_ref(settings);
    care_settings_unref(care->settings);
    care->settings = settings;
    care_handle(care, &event);
    care_links_refresh_all(care);
    keep_no_longer(care);
    care_ui_settings_changed(care);
    show_mistakes(care);
    care_first_run_read(care);
}

static void
settings_changed(CareSettings *settings, gpointer data)
{
    care_settings_apply(data, settings);
}

/* Until the files are read there is no desk account, so nobody is asked. */
static void
engine_start(Care *care)
{
    g_autofree char *definition = NULL;

    care->settings = care_settings_new(NULL, 0);
    definition = care_definition_hash(care->settings);
    care->engine = care_engine_new(care->settings, NULL, definition);
}

static gboolean
plugin_load(PurplePlugin *plugin)
{
    Care *care = g_new0(Care, 1);

    care->plugin = plugin;
    care->armed_boot = G_MAXINT64;
    care->line.type = CARE_EVENT_LINE;
    care->user_policy = g_build_filename(purple_user_dir(), "care", "policy.conf", NULL);
    care->links = care_links_new();
    care->score_asks = care_score_asks_new();
    care->digests = care_digests_new();
    care->buddies = care_buddies_new();
    care->first_run = care_first_run_new();
    care->own_asks = care_own_asks_new();
    engine_start(care);
    care_storing_open(care);
    care->watch =
        care_settings_watch_new(CARE_SYSCONFDIR, care->user_policy, settings_changed, care);
    care_perform_signals_register(care);
    care_signals_connect(care);
    care_presence_start(care);
    care_commands_register(care);
    care_plugin_actions_use(care);
    care_ui_start(care);
    care_offer_start(care);
    care_links_attach_all(care);
    loaded = care;
    return TRUE;
}

static gboolean
plugin_unload(PurplePlugin *plugin)
{
    Care *care = g_steal_pointer(&loaded);

    care_ui_stop(care);
    care_first_run_stop(care);
    care_quit(care);
    care_plugin_actions_use(NULL);
    care_commands_unregister(care);
    care_signals_disconnect(care);
    care_presence_stop(care);
    purple_signals_unregister_by_instance(plugin);
    care_settings_watch_free(care->watch);
    care_policy_stop(care);
    if (!care_store_close(care->store, DRAIN_MS))
        purple_debug_error("purple-care", "the store did not take everything in time\n");
    care_engine_free(care->engine);
    care_settings_unref(care->settings);
    g_hash_table_unref(care->score_asks);
    g_hash_table_unref(care->digests);
    g_hash_table_unref(care->buddies);
    care_first_run_free(care->first_run);
    g_hash_table_unref(care->own_asks);
    g_hash_table_unref(care->waits);
    g_hash_table_unref(care->links);
    g_free(care->delayed.from);
    g_free(care->user_policy);
    g_free(care->store_path);
    g_free(care->shown_mistakes);
    g_free(care);
    return TRUE;
}

static PurplePluginInfo info = {
    .magic = PURPLE_PLUGIN_MAGIC,
    .major_version = PURPLE_MAJOR_VERSION,
    .minor_version = PURPLE_MINOR_VERSION,
    .type = PURPLE_PLUGIN_STANDARD,
    .priority = PURPLE_PRIORITY_DEFAULT,
    .id = (char *)"core-purple-care", /* libpurple only reads these */
    .version = (char *)CARE_VERSION,
    .author = (char *)"The purple-care developers",
    .load = plugin_load,
    .unload = plugin_unload,
    .actions = care_plugin_actions,
};

static void
plugin_init(PurplePlugin *plugin G_GNUC_UNUSED)
{
    bindtextdomain(GETTEXT_PACKAGE, CARE_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    info.name = _("Purple Care");
    info.summary = _("Asks customers after a support chat how well they felt understood.");
    info.description = _(
        "Notices when a support chat ends, asks the customer inside the chat, keeps a running "
        "score "
        "for agent and desk, and reminds of customers who wait. Nothing is asked before an account "
        "is named as a desk account: /care desk on.");
    care_autoload_queue();
}

/* Seen from outside with any GLib: before 2.70 its own macro leaves the symbol hidden. */
__attribute__((visibility("default"))) gboolean purple_init_plugin(PurplePlugin *plugin);
PURPLE_INIT_PLUGIN(purplecare, plugin_init, info)
