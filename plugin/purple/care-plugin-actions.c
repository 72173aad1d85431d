/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Offers in the client's own menu what an agent wants without a chat: who waits, quiet for a while,
 * their week. */
#include "care-adapter.h"

#define SNOOZE "30" /* minutes */

/* Set in load and in unload: an action has room for no data of ours. */
static Care *in_use;

void
care_plugin_actions_use(Care *care)
{
    in_use = care;
}

static void
who_waits(PurplePluginAction *action G_GNUC_UNUSED)
{
    g_autofree char *text = NULL;

    if (in_use == NULL || in_use->quitting)
        return;
    text = care_waiting_text(in_use);
    purple_notify_info(in_use->plugin, _("Purple Care"), _("Who waits?"), text);
}

static void
snooze(PurplePluginAction *action G_GNUC_UNUSED)
{
    if (in_use == NULL || in_use->quitting)
        return;
    care_handle(in_use, &(CareEvent){.type = CARE_EVENT_COMMAND,
                                     .command = CARE_COMMAND_SNOOZE,
                                     .argument = SNOOZE});
}

static void
my_week(PurplePluginAction *action G_GNUC_UNUSED)
{
    if (in_use != NULL && !in_use->quitting)
        care_digest_notify(in_use);
}

/* (transfer full): of PurplePluginAction; the client frees them */
GList *
care_plugin_actions(PurplePlugin *plugin G_GNUC_UNUSED, gpointer context G_GNUC_UNUSED)
{
    GList *actions = g_list_append(NULL, purple_plugin_action_new(_("Who waits?"), who_waits));

    actions = g_list_append(actions,
                            purple_plugin_action_new(_("Snooze reminders for 30 minutes"), snooze));
    return g_list_append(actions, purple_plugin_action_new(_("My week in three lines"), my_week));
}
