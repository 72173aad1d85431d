/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loads the plug-ins by themselves where the system's policy says so, so that a desk is set up
 * without a click on any agent's machine. */
#include "care-adapter.h"

#define LOOK_MS 20

/* The module stays mapped, and a client may look for plug-ins again at any time: what an agent has
 * switched off stays off until the next start. */
static gboolean is_settled;

/* The clients that agents sit at; any other program that finds us in its folder is left alone. */
static gboolean
is_agents_client(void)
{
    const char *ui = purple_core_get_ui();

    return purple_strequal(ui, "gtk-gaim") || purple_strequal(ui, "gnt-purple");
}

/* /etc alone is asked, for what is there the agent can't have written. After a mistake about the
 * desk nobody knows what was meant. */
static gboolean
is_wanted(void)
{
    g_autoptr(CareSettings) settings = care_settings_load(CARE_SYSCONFDIR, NULL);

    return settings->desk.autoload && !settings->desk.failed;
}

/* Asking for what can't be had would bring up a dialog. */
static gboolean
load(const char *id)
{
    PurplePlugin *plugin = purple_plugins_find_with_id(id);

    return plugin != NULL && !purple_plugin_is_unloadable(plugin) && purple_plugin_load(plugin);
}

/* The core first, as the window part needs it; what the client's own list has loaded already stays
 * as it is. */
static gboolean
load_both(gpointer unused G_GNUC_UNUSED)
{
    if (purple_get_blist() == NULL)
        return G_SOURCE_CONTINUE; /* another plug-in runs the main loop in the midst of the start */
    if (load("core-purple-care"))
        load("gtk-purple-care"); /* not there, or not for this client: the core does without */
    return G_SOURCE_REMOVE;
}

/* The client has just found us: nothing of libpurple may be used yet, and the file is read here, as
 * there is no window yet that could wait for it. */
void
care_autoload_queue(void)
{
    if (is_settled || !is_agents_client())
        return;
    is_settled = TRUE;
    if (is_wanted())
        g_timeout_add(LOOK_MS, load_both, NULL);
}
