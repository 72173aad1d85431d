/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says who is at the other end of a window, in the plain values the engine knows people by, and
 * back. */
#include "care-adapter.h"
#include <string.h>

#define NAME_MAX_CHARS 40 /* the question with its names must stay one short line */
#define MODERATOR      (PURPLE_CBFLAGS_HALFOP | PURPLE_CBFLAGS_OP | PURPLE_CBFLAGS_FOUNDER)

/* The agent's bare address: it stays the same from one place or client to the next. (transfer full)
 */
char *
care_account_address(PurpleAccount *account)
{
    const char *username = purple_account_get_username(account);
    const char *bare = purple_normalize(account, username);

    return g_strdup(bare != NULL && *bare != '\0' ? bare : username);
}

static char *
bare_address(PurpleAccount *account, const char *who)
{
    const char *bare = purple_normalize(account, who);

    return g_strdup(bare != NULL && *bare != '\0' ? bare : who);
}

static char *
agent_name(const Care *care, PurpleAccount *account, const char *address)
{
    const char *alias = purple_account_get_alias(account);

    if (*care->settings->desk.agent_name != '\0')
        return care_text_one_line(care->settings->desk.agent_name, NAME_MAX_CHARS);
    if (alias != NULL && *alias != '\0')
        return care_text_one_line(alias, NAME_MAX_CHARS);
    return care_text_one_line(address, strcspn(address, "@"));
}

static void
add_group(GPtrArray *groups, PurpleGroup *group)
{
    if (group != NULL && purple_group_get_name(group) != NULL)
        g_ptr_array_add(groups, g_strdup(purple_group_get_name(group)));
}

/* Fills in what the buddy list tells of them: the name the agent calls them by, and their groups.
 */
static void
ask_buddy_list(PurpleAccount *account, gboolean room, CarePeerText *text)
{
    const char *alias = NULL;

    text->groups = g_ptr_array_new_with_free_func(g_free);
    if (room) {
        PurpleChat *chat = purple_blist_find_chat(account, text->address);

        if (chat != NULL) {
            alias = purple_chat_get_name(chat);
            add_group(text->groups, purple_chat_get_group(chat));
        }
    } else {
        GSList *buddies = purple_find_buddies(account, text->address);

        for (GSList *i = buddies; i != NULL; i = i->next) {
            alias = purple_buddy_get_alias(i->data);
            add_group(text->groups, purple_buddy_get_group(i->data));
        }
        g_slist_free(buddies);
    }
    g_ptr_array_add(text->groups, NULL);
    text->name = care_text_one_line(alias != NULL ? alias : text->address, NAME_MAX_CHARS);
}

/* A nick that anybody may take next is a person for this chat only. */
static gboolean
is_anonymous(const char *protocol)
{
    return strcmp(protocol, "irc") == 0 || strcmp(protocol, "bonjour") == 0;
}

/**
 * care_peer_of_address:
 * @out: (out caller-allocates): zeroed before; cleared with care_peer_text_clear()
 *
 * Returns: FALSE if there is no address
 */
gboolean
care_peer_of_address(const Care *care, PurpleAccount *account, const char *address, gboolean room,
                     CarePeerText *out)
{
    const char *protocol = care_protocol_name(purple_account_get_protocol_id(account));

    if (address == NULL || *address == '\0')
        return FALSE;
    out->account = care_account_address(account);
    out->address = bare_address(account, address);
    out->agent = agent_name(care, account, out->account);
    ask_buddy_list(account, room, out);
    out->peer = (CarePeer){
        .protocol = protocol,
        .account = out->account,
        .address = out->address,
        .room = room,
        .anonymous = room || is_anonymous(protocol),
        .name = out->name,
        .agent = out->agent,
        .groups = (const char *const *)out->groups->pdata,
    };
    return TRUE;
}

/* Whether @name is an occupant of a room we are in ("room@server/nick"): such lines are nobody's
 * support chat. */
gboolean
care_is_private_in_room(PurpleAccount *account, const char *name)
{
    const char *slash = strchr(name, '/');
    g_autofree char *room = NULL;

    if (slash == NULL)
        return FALSE;
    room = g_strndup(name, (gsize)(slash - name));
    return purple_find_conversation_with_account(PURPLE_CONV_TYPE_CHAT, room, account) != NULL;
}

/* The same for a window; FALSE also for those that are left alone. */
gboolean
care_peer_of_conversation(const Care *care, PurpleConversation *conversation, CarePeerText *out)
{
    PurpleAccount *account = purple_conversation_get_account(conversation);
    const char *name = purple_conversation_get_name(conversation);
    const PurpleConversationType type = purple_conversation_get_type(conversation);

    if (account == NULL || name == NULL)
        return FALSE;
    if (type == PURPLE_CONV_TYPE_CHAT)
        return care_peer_of_address(care, account, name, TRUE, out);
    return type == PURPLE_CONV_TYPE_IM && !care_is_private_in_room(account, name) &&
           care_peer_of_address(care, account, name, FALSE, out);
}

/* The same for what the store remembers; works without the account, which may be gone by now. */
gboolean
care_peer_of_record(const Care *care, const CareChatRecord *chat, CarePeerText *out)
{
    const CarePeer known = {.protocol = chat->protocol, .account = chat->account};
    PurpleAccount *account;

    if (chat->protocol == NULL || chat->account == NULL || chat->address == NULL)
        return FALSE;
    account = care_peer_account(&known);
    if (account != NULL)
        return care_peer_of_address(care, account, chat->address, chat->room, out);
    out->peer = (CarePeer){
        .protocol = chat->protocol,
        .account = chat->account,
        .address = chat->address,
        .room = chat->room,
        .anonymous = chat->room || is_anonymous(chat->protocol),
        .name = chat->address,
        .agent = chat->agent != NULL ? chat->agent : chat->account,
    };
    return TRUE;
}

void
care_peer_text_clear(CarePeerText *text)
{
    g_free(text->account);
    g_free(text->address);
    g_free(text->name);
    g_free(text->agent);
    g_clear_pointer(&text->groups, g_ptr_array_unref);
    memset(text, 0, sizeof *text);
}

static gboolean
is_account_of(PurpleAccount *account, const CarePeer *peer)
{
    g_autofree char *address = NULL;

    if (g_strcmp0(care_protocol_name(purple_account_get_protocol_id(account)), peer->protocol) != 0)
        return FALSE;
    address = care_account_address(account);
    return strcmp(address, peer->account) == 0;
}

/* Found afresh each time, a connected one before others; NULL: there is none (any more). */
PurpleAccount *
care_peer_account(const CarePeer *peer)
{
    PurpleAccount *found = NULL;

    for (GList *i = purple_accounts_get_all(); i != NULL; i = i->next) {
        if (!is_account_of(i->data, peer))
            continue;
        if (purple_account_is_connected(i->data))
            return i->data;
        if (found == NULL)
            found = i->data;
    }
    return found;
}

/* The window with @peer, found afresh each time; NULL: none is open. */
PurpleConversation *
care_peer_window(const CarePeer *peer)
{
    const PurpleConversationType type = peer->room ? PURPLE_CONV_TYPE_CHAT : PURPLE_CONV_TYPE_IM;
    PurpleConversation *window = NULL;

    for (GList *i = purple_accounts_get_all(); window == NULL && i != NULL; i = i->next) {
        if (is_account_of(i->data, peer))
            window = purple_find_conversation_with_account(type, peer->address, i->data);
    }
    return window;
}

/* The real bare address of an occupant; NULL: the room does not tell. (transfer full) */
static char *
occupant_address(PurpleConvChat *chat, const char *nick)
{
    PurpleConversation *conversation = purple_conv_chat_get_conversation(chat);
    PurpleAccount *account = purple_conversation_get_account(conversation);
    PurpleConnection *connection = purple_conversation_get_gc(conversation);
    PurplePlugin *prpl = connection != NULL ? purple_connection_get_prpl(connection) : NULL;
    PurplePluginProtocolInfo *info = prpl != NULL ? PURPLE_PLUGIN_PROTOCOL_INFO(prpl) : NULL;
    g_autofree char *real = NULL;
    g_autofree char *bare = NULL;
    g_autofree char *room = bare_address(account, purple_conversation_get_name(conversation));

    if (info == NULL || info->get_cb_real_name == NULL)
        return NULL;
    real = info->get_cb_real_name(connection, purple_conv_chat_get_id(chat), nick);
    if (real == NULL || *real == '\0' || strcmp(real, nick) == 0)
        return NULL;
    bare = bare_address(account, real);
    return strcmp(bare, room) == 0 ? NULL
                                   : g_steal_pointer(&bare); /* "room@server/nick" tells nothing */
}

/* Moderators and the desk's own people are colleagues, all others in a room customers. */
CareRole
care_occupant_role(const Care *care, PurpleConvChat *chat, const char *nick)
{
    g_autofree char *address = NULL;

    if ((purple_conv_chat_user_get_flags(chat, nick) & MODERATOR) != 0)
        return CARE_ROLE_COLLEAGUE;
    if (care->settings->desk.agents[0] == NULL)
        return CARE_ROLE_CUSTOMER;
    address = occupant_address(chat, nick);
    return address != NULL && care_settings_is_agent(care->settings, address) ? CARE_ROLE_COLLEAGUE
                                                                              : CARE_ROLE_CUSTOMER;
}

static void
occupant_clear(gpointer data)
{
    CareOccupant *occupant = data;

    g_free((char *)occupant->nick);
    g_free((char *)occupant->address);
}

/* The customers in a room, of CareOccupant, ended by one without a nick. (transfer full) */
GArray *
care_occupants_present(const Care *care, PurpleConvChat *chat)
{
    GArray *present = g_array_new(TRUE, TRUE, sizeof(CareOccupant));
    const char *mine = purple_conv_chat_get_nick(chat);

    g_array_set_clear_func(present, occupant_clear);
    for (GList *i = purple_conv_chat_get_users(chat); i != NULL; i = i->next) {
        const char *nick = purple_conv_chat_cb_get_name(i->data);
        CareOccupant occupant;

        if (nick == NULL || g_strcmp0(nick, mine) == 0 ||
            care_occupant_role(care, chat, nick) != CARE_ROLE_CUSTOMER)
            continue;
        occupant = (CareOccupant){g_strdup(nick), occupant_address(chat, nick)};
        g_array_append_val(present, occupant);
    }
    return present;
}

CareWhere
care_where_of(const CarePeer *peer)
{
    return (CareWhere){.protocol = g_strdup(peer->protocol),
                       .account = g_strdup(peer->account),
                       .address = g_strdup(peer->address),
                       .room = peer->room};
}

CarePeer
care_where_peer(const CareWhere *where)
{
    return (CarePeer){.protocol = where->protocol,
                      .account = where->account,
                      .address = where->address,
                      .room = where->room};
}

void
care_where_clear(CareWhere *where)
{
    g_free(where->protocol);
    g_free(where->account);
    g_free(where->address);
}
