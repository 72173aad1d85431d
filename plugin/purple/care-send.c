/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sends our own lines to customers, shows lines to the agent, and knows our own lines when they
 * come back. */
#include "care-adapter.h"
#include <string.h>

#define ECHOES_MAX 8 /* of a room; older ones will not come any more */

/* What the agent alone reads: in the window, in no log, never sent. Shows nothing without a window.
 */
void
care_tell(PurpleConversation *conversation, const char *plain)
{
    g_autofree char *html = NULL;

    if (conversation == NULL)
        return;
    html = care_text_html(plain);
    purple_conversation_write(conversation, "", html, PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NO_LOG,
                              time(NULL));
}

/* Whether @html is a line of ours that the room's server sends back; each is taken once. */
gboolean
care_echo_take(CareLink *link, const char *html)
{
    g_autofree char *plain = NULL;

    if (g_queue_is_empty(&link->echoes))
        return FALSE;
    plain = care_text_plain(html);
    for (GList *i = link->echoes.head; i != NULL; i = i->next) {
        if (strcmp(i->data, plain) == 0) {
            g_free(i->data);
            g_queue_delete_link(&link->echoes, i);
            return TRUE;
        }
    }
    return FALSE;
}

static void
remember_echo(CareLink *link, const char *html)
{
    g_queue_push_tail(&link->echoes, care_text_plain(html));
    if (g_queue_get_length(&link->echoes) > ECHOES_MAX)
        g_free(g_queue_pop_head(&link->echoes));
}

/* The way the agent's own typing goes, so that an encrypting plug-in treats both alike. */
static gboolean
send_in_window(Care *care, PurpleConversation *window, const char *html)
{
    PurpleConvChat *chat = purple_conversation_get_chat_data(window);

    care->own_written = FALSE;
    care->own_conversation = window;
    care->own_depth++;
    if (purple_conversation_get_type(window) == PURPLE_CONV_TYPE_CHAT) {
        if (!purple_conv_chat_has_left(chat)) {
            remember_echo(care_link_of(care, window), html);
            purple_conv_chat_send_with_flags(chat, html, PURPLE_MESSAGE_NO_LINKIFY);
        }
    } else {
        purple_conv_im_send_with_flags(purple_conversation_get_im_data(window), html,
                                       PURPLE_MESSAGE_NO_LINKIFY);
    }
    care->own_depth--;
    care->own_conversation = NULL;
    return care->own_written;
}

/**
 * care_send:
 * @plain: the text as the customer shall read it
 *
 * Sends in the window with @peer if there is one, else without one. While an account is only
 * connecting libpurple would show the line as sent and lose it: so that counts as offline.
 *
 * Returns: FALSE if it was not handed to the connection
 */
gboolean
care_send(Care *care, const CarePeer *peer, const char *plain)
{
    PurpleConversation *window = care_peer_window(peer);
    PurpleAccount *account =
        window != NULL ? purple_conversation_get_account(window) : care_peer_account(peer);
    g_autofree char *html = NULL;

    if (account == NULL || !purple_account_is_connected(account))
        return FALSE;
    html = care_text_html(plain);
    if (window != NULL)
        return send_in_window(care, window, html);
    if (peer->room)
        return FALSE; /* we have left it */
    return serv_send_im(purple_account_get_connection(account), peer->address, html, 0) > 0;
}
