/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows whether an agent is at their place and whether they are writing, so that nothing disturbs
 * them then. */
#include "care-adapter.h"

#define LOOK_AGAIN_SECONDS 5 /* while somebody is idle: no signal tells when they are back */

/* A client keeps a timer for some seconds after each key, to tell the other side that the agent
 * writes. Once it has fired the handle may stay, but then "type again" is a moment that passes. */
gboolean
care_presence_is_typing(PurpleConversation *window)
{
    const PurpleConvIm *im = purple_conversation_get_im_data(window);
    time_t again;

    if (im == NULL || purple_conv_im_get_send_typed_timeout(im) == 0)
        return FALSE;
    again = purple_conv_im_get_type_again(im);
    return again == 0 || again > time(NULL);
}

static gboolean
is_there(PurpleAccount *account)
{
    PurplePresence *presence = purple_account_get_presence(account);
    const PurpleStatus *status =
        presence != NULL ? purple_presence_get_active_status(presence) : NULL;

    if (status == NULL)
        return TRUE;
    switch (purple_status_type_get_primitive(purple_status_get_type(status))) {
    case PURPLE_STATUS_AWAY:
    case PURPLE_STATUS_EXTENDED_AWAY:
    case PURPLE_STATUS_UNAVAILABLE:
        return FALSE;
    default:
        return !purple_presence_is_idle(presence);
    }
}

static gboolean
look_again(gpointer data)
{
    Care *care = data;

    for (GList *i = purple_accounts_get_all(); i != NULL; i = i->next)
        care_presence_note(care, i->data);
    if (g_hash_table_size(care->absent) > 0)
        return TRUE;
    care->presence_timer = 0;
    return FALSE;
}

/* Tells the engine if it has changed since it was told. */
void
care_presence_note(Care *care, PurpleAccount *account)
{
    const char *protocol = care_protocol_name(purple_account_get_protocol_id(account));
    g_autofree char *address = care_account_address(account);
    g_autofree char *key = g_strconcat(protocol, ":", address, NULL);
    const CareEvent event = {.type = CARE_EVENT_PRESENCE,
                             .protocol = protocol,
                             .account = address,
                             .online = is_there(account)};

    if (care->quitting || event.online != g_hash_table_contains(care->absent, key))
        return;
    if (event.online)
        g_hash_table_remove(care->absent, key);
    else
        g_hash_table_add(care->absent, g_steal_pointer(&key));
    if (!event.online && care->presence_timer == 0)
        care->presence_timer = purple_timeout_add_seconds(LOOK_AGAIN_SECONDS, look_again, care);
    care_handle(care, &event);
}

static void
status_changed(PurpleAccount *account, PurpleStatus *before G_GNUC_UNUSED,
               PurpleStatus *after G_GNUC_UNUSED, gpointer data)
{
    care_presence_note(data, account);
}

void
care_presence_start(Care *care)
{
    care->absent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    purple_signal_connect(purple_accounts_get_handle(), "account-status-changed", care->plugin,
                          PURPLE_CALLBACK(status_changed), care);
    for (GList *i = purple_accounts_get_all(); i != NULL; i = i->next)
        care_presence_note(care, i->data);
}

void
care_presence_stop(Care *care)
{
    if (care->presence_timer != 0)
        purple_timeout_remove(care->presence_timer);
    care->presence_timer = 0;
    g_clear_pointer(&care->absent, g_hash_table_unref);
}
