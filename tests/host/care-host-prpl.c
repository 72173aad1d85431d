/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fake protocol of the host tests: connects at once, records what is sent, echoes rooms when
 * told to. */
#include "care-host-prpl.h"
#include "care-host.h"

static GQueue echoes = G_QUEUE_INIT; /* of char *: HTML the room's server will send back */

static const char *
list_icon(PurpleAccount *account G_GNUC_UNUSED, PurpleBuddy *buddy G_GNUC_UNUSED)
{
    return "fake";
}

static GList *
status_types(PurpleAccount *account G_GNUC_UNUSED)
{
    GList *types = g_list_append(
        NULL, purple_status_type_new(PURPLE_STATUS_AVAILABLE, "available", NULL, TRUE));

    types = g_list_append(types, purple_status_type_new(PURPLE_STATUS_AWAY, "away", NULL, TRUE));
    return g_list_append(types,
                         purple_status_type_new(PURPLE_STATUS_OFFLINE, "offline", NULL, TRUE));
}

static void
login(PurpleAccount *account)
{
    purple_connection_set_state(purple_account_get_connection(account), PURPLE_CONNECTED);
}

static void
close_connection(PurpleConnection *connection G_GNUC_UNUSED)
{
}

static void
record(const char *to, const char *html)
{
    g_ptr_array_add(host.sent, g_strdup_printf("%s: %s", to, html));
    if (host.on_send != NULL)
        host.on_send(html);
}

static int
send_im(PurpleConnection *connection G_GNUC_UNUSED, const char *who, const char *html,
        PurpleMessageFlags flags G_GNUC_UNUSED)
{
    record(who, html);
    return 1;
}

static int
chat_send(PurpleConnection *connection, int id, const char *html,
          PurpleMessageFlags flags G_GNUC_UNUSED)
{
    PurpleConversation *room = purple_find_chat(connection, id);

    record(purple_conversation_get_name(room), html);
    g_queue_push_tail(&echoes, g_strdup(html));
    return 0;
}

/* Sends back what was said in the room, as a server does: later, with the agent's nick. */
void
host_echo(PurpleConversation *room)
{
    PurpleConvChat *chat = purple_conversation_get_chat_data(room);
    char *html;

    while ((html = g_queue_pop_head(&echoes)) != NULL) {
        serv_got_chat_in(host.connection, purple_conv_chat_get_id(chat),
                         purple_conv_chat_get_nick(chat), PURPLE_MESSAGE_RECV, html, time(NULL));
        g_free(html);
    }
}

/* Nicks in capitals are guests; of the others the room tells the address. */
static char *
real_name(PurpleConnection *connection, int id, const char *who)
{
    const char *room = purple_conversation_get_name(purple_find_chat(connection, id));

    return g_ascii_isupper(*who) ? g_strdup_printf("%s/%s", room, who)
                                 : g_strdup_printf("%s@example.org", who);
}

static const char *
normalize(const PurpleAccount *account G_GNUC_UNUSED, const char *who)
{
    static char bare[512];

    g_strlcpy(bare, who, sizeof bare);
    bare[strcspn(bare, "/")] = '\0';
    return bare;
}

static PurplePluginProtocolInfo protocol = {
    .options = OPT_PROTO_NO_PASSWORD,
    .list_icon = list_icon,
    .status_types = status_types,
    .login = login,
    .close = close_connection,
    .send_im = send_im,
    .chat_send = chat_send,
    .get_cb_real_name = real_name,
    .normalize = normalize,
    .struct_size = sizeof(PurplePluginProtocolInfo),
};

static PurplePluginInfo info = {
    .magic = PURPLE_PLUGIN_MAGIC,
    .major_version = PURPLE_MAJOR_VERSION,
    .minor_version = PURPLE_MINOR_VERSION,
    .type = PURPLE_PLUGIN_PROTOCOL,
    .id = (char *)"prpl-silc", /* one that the engine's table knows */
    .name = (char *)"Fake",
    .version = (char *)"1",
    .extra_info = &protocol,
};

void
host_prpl_register(void)
{
    PurplePlugin *plugin = purple_plugin_new(TRUE, NULL);

    plugin->info = &info;
    HOST_CHECK(purple_plugin_register(plugin));
}
