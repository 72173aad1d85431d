/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole plug-in that listens to purple-care, to begin your own from; docs/plugins.md explains it.
 *
 *   cc -fPIC -shared -o care-listener.so care-listener.c $(pkg-config --cflags --libs purple)
 */
#include <purple.h>

#define CARE "core-purple-care"

static guint ended, asked, answered;

/* What purple-care knows of the customer's window, which need not be open. */
static gboolean
care_says(PurpleAccount *account, const char *address, const char *what)
{
    PurpleConversation *window =
        purple_find_conversation_with_account(PURPLE_CONV_TYPE_ANY, address, account);
    gboolean ok = FALSE;
    gpointer is =
        purple_plugin_ipc_call(purple_plugins_find_with_id(CARE), "is", &ok, window, what);

    return ok && GPOINTER_TO_INT(is);
}

/* Whoever the address belongs to is nobody's business: no line below says it. */
static void
on_ended(PurpleAccount *account, const char *address, const char *outcome, gpointer data)
{
    (void)data;
    ended++;
    purple_debug_info("care-listener", "ended: %s, still open: %s\n", outcome,
                      care_says(account, address, "open") ? "yes" : "no");
}

static void
on_asked(PurpleAccount *account, const char *address, gpointer data)
{
    (void)data;
    asked++;
    purple_debug_info("care-listener", "asked: may still be answered: %s\n",
                      care_says(account, address, "asked") ? "yes" : "no");
}

static void
on_answered(PurpleAccount *account, const char *address, guint rating, gpointer data)
{
    (void)data;
    answered++;
    if (care_says(account, address, "shows-ratings"))
        purple_debug_info("care-listener", "answered: %u of 5\n", rating);
    else
        purple_debug_info("care-listener", "answered: the desk keeps single ratings from agents\n");
}

static gboolean
plugin_load(PurplePlugin *plugin)
{
    PurplePlugin *care = purple_plugins_find_with_id(CARE);

    purple_signal_connect(care, "care-chat-ended", plugin, PURPLE_CALLBACK(on_ended), NULL);
    purple_signal_connect(care, "care-asked", plugin, PURPLE_CALLBACK(on_asked), NULL);
    purple_signal_connect(care, "care-answered", plugin, PURPLE_CALLBACK(on_answered), NULL);
    return TRUE;
}

/* libpurple disconnects what was connected for `plugin`. */
static gboolean
plugin_unload(PurplePlugin *plugin)
{
    (void)plugin;
    purple_debug_info("care-listener", "heard: %u ended, %u asked, %u answered\n", ended, asked,
                      answered);
    return TRUE;
}

static PurplePluginInfo info = {
    .magic = PURPLE_PLUGIN_MAGIC,
    .major_version = PURPLE_MAJOR_VERSION,
    .minor_version = PURPLE_MINOR_VERSION,
    .type = PURPLE_PLUGIN_STANDARD,
    .priority = PURPLE_PRIORITY_DEFAULT,
    .id = (char *)"core-care-listener",
    .name = (char *)"Care listener",
    .version = (char *)"1.0",
    .summary = (char *)"Counts ended chats, questions and answers.",
    .description = (char *)"An example of how to listen to purple-care.",
    .load = plugin_load,
    .unload = plugin_unload,
};

/* purple-care is loaded before this plug-in, and unloaded after it. */
static void
init_plugin(PurplePlugin *plugin)
{
    (void)plugin;
    info.dependencies = g_list_append(info.dependencies, (gpointer)CARE);
}

PURPLE_INIT_PLUGIN(care_listener, init_plugin, info)
