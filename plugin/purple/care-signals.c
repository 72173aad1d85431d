/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns what libpurple signals into the engine's events; on the way of every message it does next
 * to nothing. */
#include "care-adapter.h"
#include <string.h>

/* A line stamped longer ago was waiting somewhere: on XMPP no flag says so. Stamps are whole
 * seconds. */
#define OLD_AFTER_MS 3000
/* Keeps what is rare out of the functions that every message runs through, and their stack frames
 * small. */
#define RARE G_GNUC_NO_INLINE

/* --- lines as they are shown --- */

/* Whether the line just written was written long before: wrote-* does not tell, the newest history
 * entry does. */
static inline gboolean
is_old(PurpleConversation *conversation, CareNow now)
{
    GList *newest = purple_conversation_get_message_history(conversation);

    return newest != NULL &&
           (gint64)purple_conversation_message_get_timestamp(newest->data) * 1000 <
               now.wall_ms - OLD_AFTER_MS;
}

/* The newest live line, from either side. (transfer full): plain text; NULL: none, or too long to
 * matter */
char *
care_newest_line(PurpleConversation *conversation)
{
    for (GList *i = purple_conversation_get_message_history(conversation); i != NULL; i = i->next) {
        const PurpleMessageFlags flags = purple_conversation_message_get_flags(i->data);
        const char *html = purple_conversation_message_get_message(i->data);

        if ((flags & CARE_NO_LINE) != 0 || html == NULL)
            continue;
        return strlen(html) <= CARE_TEXT_MAX_BYTES ? care_text_plain(html) : NULL;
    }
    return NULL;
}

/* A line of the agent's that was none: ours, just being sent, or one that a room's server sends
 * back. */
RARE static gboolean
is_own(Care *care, CareLink *link, PurpleConversation *conversation, const char *message)
{
    if (care->own_depth > 0 && conversation == care->own_conversation) {
        care->own_written = TRUE;
        care_echo_take(link, message); /* a room that shows our line at once */
    } else if (!link->room || !care_echo_take(link, message)) {
        return FALSE;
    }
    care_scan_own(link, conversation);
    return TRUE;
}

/* The rest of a line's way, for the lines that need more than counting. */
RARE static void
wrote_rare(Care *care, CareLink *link, PurpleConversation *conversation, const char *who,
           const char *message, CareNow now)
{
    CareEvent event = care->line;
    g_autofree char *text = NULL;

    if (event.role == CARE_ROLE_AGENT && is_own(care, link, conversation, message))
        return;
    if (link->room && event.role == CARE_ROLE_CUSTOMER) {
        if (who == NULL)
            return;
        event.who = who;
        event.role = care_occupant_role(care, purple_conversation_get_chat_data(conversation), who);
    }
    if (care_conversation_reads(event.conversation) && strlen(message) <= CARE_TEXT_MAX_BYTES)
        event.text = text = care_text_plain(message);
    care_handle_at(care, &event, now);
}

static void
wrote(PurpleAccount *account G_GNUC_UNUSED, const char *who, const char *message,
      PurpleConversation *conversation, PurpleMessageFlags flags, gpointer data)
{
    Care *care = data;
    CareLink *link;
    CareNow now;

    if ((flags & CARE_NO_LINE) != 0 || (flags & (PURPLE_MESSAGE_SEND | PURPLE_MESSAGE_RECV)) == 0 ||
        care->quitting)
        return;
    link = care_link_of(care, conversation);
    if (link->conversation == NULL)
        return;
    now = care_now();
    if (is_old(conversation, now))
        return;
    care->line.conversation = link->conversation;
    care->line.role = (flags & PURPLE_MESSAGE_SEND) != 0 ? CARE_ROLE_AGENT : CARE_ROLE_CUSTOMER;
    care->line.automatic = (flags & PURPLE_MESSAGE_AUTO_RESP) != 0;
    if (G_UNLIKELY(care->own_depth > 0 || link->room ||
                   care_conversation_reads(link->conversation)))
        wrote_rare(care, link, conversation, who, message, now);
    else
        care_handle_at(care, &care->line, now);
}

/* --- customers' lines before they are shown --- */

/* Notes when the stanza being delivered was written earlier: offline lines carry no flag on XMPP.
 */
static void
note_delay(Care *care, PurpleConnection *connection, const char *from, xmlnode *child)
{
    const gboolean is_delay = strcmp(child->name, "delay") == 0;
    const char *stamp;
    time_t at;

    if (!is_delay && strcmp(child->name, "x") != 0)
        return;
    if (!purple_strequal(xmlnode_get_namespace(child),
                         is_delay ? "urn:xmpp:delay" : "jabber:x:delay"))
        return;
    stamp = xmlnode_get_attrib(child, "stamp");
    at = stamp != NULL ? purple_str_to_time(stamp, TRUE, NULL, NULL, NULL) : 0;
    g_free(care->delayed.from);
    care->delayed.connection = connection;
    care->delayed.from = g_strdup(from);
    care->delayed.stamp_ms = at > 0 ? (gint64)at * 1000 : 0;
}

RARE static void
scan_for_delay(Care *care, PurpleConnection *connection, const char *from, xmlnode *message)
{
    for (xmlnode *child = message->child; child != NULL; child = child->next) {
        if (child->type == XMLNODE_TYPE_TAG)
            note_delay(care, connection, from, child);
    }
}

static gboolean
jabber_receiving(PurpleConnection *connection, const char *type G_GNUC_UNUSED,
                 const char *id G_GNUC_UNUSED, const char *from, const char *to G_GNUC_UNUSED,
                 xmlnode *message, gpointer data)
{
    Care *care = data;

    care->delayed.connection = NULL;
    if (care_engine_any_watched(care->engine)) /* else no line can be an answer, old or new */
        scan_for_delay(care, connection, from, message);
    return FALSE;
}

/* Whether the line was written earlier; @out_stamp_ms: when, if that is known, else 0. */
static gboolean
is_delayed(const Care *care, PurpleAccount *account, const char *who, PurpleMessageFlags flags,
           gint64 *out_stamp_ms)
{
    const gboolean by_stanza = care->delayed.connection != NULL &&
                               care->delayed.connection == purple_account_get_connection(account) &&
                               purple_strequal(care->delayed.from, who);

    *out_stamp_ms = by_stanza ? care->delayed.stamp_ms : 0;
    return by_stanza || (flags & PURPLE_MESSAGE_DELAYED) != 0;
}

/* Whether the engine takes this line for its own. TRUE: it is gone for everybody else. */
RARE static gboolean
offer(Care *care, CareConversation *conversation, const char *nick, PurpleAccount *account,
      const char *who, const char *message, PurpleMessageFlags flags)
{
    CareEvent event = {
        .type = CARE_EVENT_REPLY,
        .conversation = conversation,
        .role = CARE_ROLE_CUSTOMER,
        .who = nick,
        .automatic = (flags & PURPLE_MESSAGE_AUTO_RESP) != 0,
    };
    g_autofree char *text = NULL;

    if (is_delayed(care, account, who, flags, &event.stamp_ms) && event.stamp_ms == 0)
        return FALSE;
    if (strlen(message) > CARE_TEXT_MAX_BYTES)
        return FALSE;
    event.text = text = care_text_plain(message);
    return care_handle(care, &event);
}

/* "!rate" counts at any time. Only what can't be plain text is looked at closer. */
static inline gboolean
has_bang(const char *html)
{
    return *html == '!' || ((*html == '<' || *html == '&' || *html == ' ') &&
                            *care_text_first_visible(html) == '!');
}

/* Whose line it is when no window is open. "!rate off" must work for everybody a desk account
 * serves. */
RARE static CareConversation *
find_without_window(Care *care, PurpleAccount *account, const char *who, gboolean bang)
{
    g_auto(CarePeerText) text = {0};
    CareConversation *conversation;

    if (care_is_private_in_room(account, who) ||
        !care_peer_of_address(care, account, who, FALSE, &text))
        return NULL;
    conversation = care_engine_find(care->engine, text.peer.protocol, text.account, text.address);
    if (conversation == NULL && bang &&
        care_settings_is_desk(care->settings, text.peer.protocol, text.account))
        conversation = care_engine_adopt(care->engine, &text.peer);
    return conversation;
}

/* A line that may be kept: the conversation is watched, or the line begins like "!rate". */
RARE static gboolean
offer_im(Care *care, PurpleAccount *account, const char *who, const char *message,
         PurpleConversation *window, PurpleMessageFlags flags)
{
    CareConversation *conversation = NULL;
    const gboolean bang = has_bang(message);

    if (window != NULL)
        conversation = care_link_refresh(care, window)->conversation;
    if (conversation == NULL && window == NULL && (bang || care_engine_any_watched(care->engine)))
        conversation = find_without_window(care, account, who, bang);
    if (conversation == NULL || !(bang || care_conversation_is_watched(conversation)))
        return FALSE;
    return offer(care, conversation, NULL, account, who, message, flags);
}

static gboolean
receiving_im(PurpleAccount *account, char **who, char **message, PurpleConversation *window,
             PurpleMessageFlags *flags, gpointer data)
{
    Care *care = data;
    const CareConversation *conversation;

    if (*who == NULL || *message == NULL || care->quitting)
        return FALSE;
    if (G_LIKELY(window != NULL)) {
        conversation = care_link_of(care, window)->conversation;
        if (conversation == NULL ||
            !(care_conversation_is_watched(conversation) || has_bang(*message)))
            return FALSE;
    }
    return offer_im(care, account, *who, *message, window, *flags);
}

static gboolean
receiving_chat(PurpleAccount *account, char **who, char **message, PurpleConversation *window,
               PurpleMessageFlags *flags, gpointer data)
{
    Care *care = data;
    CareConversation *conversation;
    PurpleConvChat *chat;

    if (*who == NULL || *message == NULL || window == NULL || care->quitting)
        return FALSE;
    conversation = care_link_of(care, window)->conversation;
    if (conversation == NULL || (*flags & PURPLE_MESSAGE_DELAYED) != 0 ||
        !(care_conversation_is_watched(conversation) || has_bang(*message)))
        return FALSE;
    chat = purple_conversation_get_chat_data(window);
    if (purple_strequal(*who, purple_conv_chat_get_nick(chat)) ||
        care_occupant_role(care, chat, *who) != CARE_ROLE_CUSTOMER)
        return FALSE;
    return offer(care, conversation, *who, account, *who, *message, *flags);
}

/* --- what is sent --- */

static void
sent_chat(PurpleAccount *account G_GNUC_UNUSED, const char *message G_GNUC_UNUSED,
          int id G_GNUC_UNUSED, gpointer data)
{
    Care *care = data;

    if (care->own_depth > 0)
        care->own_written = TRUE;
}

/* What an encrypting plug-in made of a line: "?OTR:" data, or a fragment "?OTR," or "?OTR|";
 * queries are in the clear. */
static void
sending_im_last(PurpleAccount *account, const char *who, char **message, gpointer data)
{
    Care *care = data;
    CareEvent event = {.type = CARE_EVENT_ENCRYPTED};
    PurpleConversation *conversation;

    if (*message == NULL || strncmp(*message, "?OTR", 4) != 0 || (*message)[4] == '\0' ||
        strchr(":,|", (*message)[4]) == NULL || who == NULL || care->quitting)
        return;
    conversation = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account);
    if (conversation == NULL)
        return;
    event.conversation = care_link_of(care, conversation)->conversation;
    if (event.conversation != NULL)
        care_handle(care, &event);
}

/* --- windows, accounts, the end --- */

static void
conversation_created(PurpleConversation *conversation, gpointer data)
{
    Care *care = data;

    if (!care->quitting)
        care_link_of(care, conversation);
}

static gboolean
has_other_window(const Care *care, const CareLink *link)
{
    GHashTableIter iter;
    gpointer other;

    g_hash_table_iter_init(&iter, care->links);
    while (g_hash_table_iter_next(&iter, NULL, &other)) {
        if (other != link && ((CareLink *)other)->conversation == link->conversation)
            return TRUE;
    }
    return FALSE;
}

static void
deleting_conversation(PurpleConversation *conversation, gpointer data)
{
    Care *care = data;
    CareLink *link = g_hash_table_lookup(care->links, conversation);
    CareEvent event = {.type = CARE_EVENT_CLOSED};
    g_autofree char *text = NULL;

    if (link == NULL)
        return;
    if (!care->quitting)
        link = care_link_refresh(care, conversation);
    care_show_forget(care, conversation);
    care_ui_forget(care, conversation);
    if (link->conversation != NULL && !care->quitting && !has_other_window(care, link)) {
        event.conversation = link->conversation;
        event.text = text = care_newest_line(conversation);
        care->closing = conversation; /* still read: what they wrote tells their language */
        care->closing_conversation = event.conversation;
        care_scan_pending(care, event.conversation);
    }
    care_link_drop(care, conversation); /* it can't be written to any more */
    if (event.conversation == NULL)
        return;
    care_handle(care, &event);
    care->closing = NULL;
    care->closing_conversation = NULL;
}

static void
account_changed(Care *care, PurpleConnection *connection, gboolean online)
{
    PurpleAccount *account = purple_connection_get_account(connection);
    g_autofree char *address = care_account_address(account);
    const CareEvent event = {
        .type = CARE_EVENT_ACCOUNT,
        .protocol = care_protocol_name(purple_account_get_protocol_id(account)),
        .account = address,
        .online = online,
    };

    if (!care->quitting)
        care_handle(care, &event);
}

static void
signed_on(PurpleConnection *connection, gpointer data)
{
    account_changed(data, connection, TRUE);
    care_first_run_look(data);
}

static void
signed_off(PurpleConnection *connection, gpointer data)
{
    account_changed(data, connection, FALSE);
}

/* While there still are windows to read it in: what is left open on this account. */
static void
signing_off(PurpleConnection *connection, gpointer data)
{
    Care *care = data;
    PurpleAccount *account = purple_connection_get_account(connection);
    g_autofree char *address = care_account_address(account);
    const guint open = care->quitting ? 0 : care_engine_open_questions(care->engine, address);
    g_autofree char *text = g_strdup_printf(
        g_dngettext(
            GETTEXT_PACKAGE,
            "%u question is still open. An answer that comes while you are away is read when "
            "you are back.",
            "%u questions are still open. Answers that come while you are away are read when "
            "you are back.",
            open),
        open);

    for (GList *i = purple_get_conversations(); open > 0 && i != NULL; i = i->next) {
        const CareConversation *conversation = care_link_of(care, i->data)->conversation;

        if (purple_conversation_get_account(i->data) == account && conversation != NULL &&
            care_conversation_is_watched(conversation))
            care_tell(i->data, text);
    }
}

static void
quitting(gpointer data)
{
    care_quit(data);
}

void
care_signals_connect(Care *care)
{
    void *conversations = purple_conversations_get_handle();
    void *connections = purple_connections_get_handle();
    PurplePlugin *jabber = purple_find_prpl("prpl-jabber");
    const struct {
        void *instance;
        const char *signal;
        PurpleCallback handler;
        int priority; /* the highest is called last, so it sees what other plug-ins made of a text
                       */
    } signals[] = {
        {jabber, "jabber-receiving-message", PURPLE_CALLBACK(jabber_receiving),
         PURPLE_SIGNAL_PRIORITY_DEFAULT},
        {conversations, "receiving-im-msg", PURPLE_CALLBACK(receiving_im),
         PURPLE_SIGNAL_PRIORITY_HIGHEST},
        {conversations, "receiving-chat-msg", PURPLE_CALLBACK(receiving_chat),
         PURPLE_SIGNAL_PRIORITY_HIGHEST},
        {conversations, "wrote-im-msg", PURPLE_CALLBACK(wrote), PURPLE_SIGNAL_PRIORITY_DEFAULT},
        {conversations, "wrote-chat-msg", PURPLE_CALLBACK(wrote), PURPLE_SIGNAL_PRIORITY_DEFAULT},
        {conversations, "sending-im-msg", PURPLE_CALLBACK(sending_im_last),
         PURPLE_SIGNAL_PRIORITY_HIGHEST},
        {conversations, "sent-chat-msg", PURPLE_CALLBACK(sent_chat),
         PURPLE_SIGNAL_PRIORITY_DEFAULT},
        {conversations, "conversation-created", PURPLE_CALLBACK(conversation_created),
         PURPLE_SIGNAL_PRIORITY_DEFAULT},
        {conversations, "deleting-conversation", PURPLE_CALLBACK(deleting_conversation),
         PURPLE_SIGNAL_PRIORITY_DEFAULT},
        {connections, "signing-off", PURPLE_CALLBACK(signing_off), PURPLE_SIGNAL_PRIORITY_DEFAULT},
        {connections, "signed-on", PURPLE_CALLBACK(signed_on), PURPLE_SIGNAL_PRIORITY_DEFAULT},
        {connections, "signed-off", PURPLE_CALLBACK(signed_off), PURPLE_SIGNAL_PRIORITY_DEFAULT},
        {purple_get_core(), "quitting", PURPLE_CALLBACK(quitting), PURPLE_SIGNAL_PRIORITY_DEFAULT},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(signals); i++) {
        if (signals[i].instance != NULL) /* a client without XMPP */
            purple_signal_connect_priority(signals[i].instance, signals[i].signal, care->plugin,
                                           signals[i].handler, care, signals[i].priority);
    }
    care_guard_connect(care);
}

void
care_signals_disconnect(Care *care)
{
    purple_signals_disconnect_by_handle(care->plugin);
}
