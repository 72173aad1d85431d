/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps mistyped /care commands from ever reaching a customer. */
#include "care-adapter.h"
#include <string.h>

/* Whether a word ends at @at; an apostrophe or "care.example" goes on. */
static gboolean
is_boundary(const char *at)
{
    at += strspn(at, ",;:.!?");
    return *at == '\0' || *at == '<' || *at == '/' || g_ascii_isspace(*at) ||
           g_str_has_prefix(at, "\302\240") || g_str_has_prefix(at, "&nbsp;");
}

/* After "/ care" only a command's own word shows that a command was meant. */
static gboolean
is_command_or_end(const char *at)
{
    const char *word;

    at = care_text_first_visible(at);
    if (*at == '\0')
        return TRUE;
    for (gsize i = 0; (word = care_command_word(i)) != NULL; i++) {
        if (g_ascii_strncasecmp(at, word, strlen(word)) == 0 && is_boundary(at + strlen(word)))
            return TRUE;
    }
    return FALSE;
}

/**
 * care_guard_is_mistyped:
 * @html: a message about to be sent
 *
 * Whether it begins as a /care command does, give or take blanks, more slashes, case: " /care end",
 * "//care end",
 * "/care/end", "/ care end". "/careful" does not, nor does a sentence with "/care" further on.
 */
gboolean
care_guard_is_mistyped(const char *html)
{
    const char *at = care_text_first_visible(html);
    gboolean is_apart = FALSE;

    if (*at != '/')
        return FALSE;
    while (*at == '/' || *at == ' ' || *at == '\t') {
        is_apart = is_apart || *at != '/';
        at++;
    }
    if (g_ascii_strncasecmp(at, "care", 4) != 0)
        return FALSE;
    if (at[4] != '\0' && strchr("-_.", at[4]) != NULL && at[5] != '\0' && is_command_or_end(at + 5))
        return TRUE; /* "/care-end" is meant, "/care-free" is not */
    if (!is_boundary(at + 4))
        return FALSE;
    return !is_apart || is_command_or_end(at + 4);
}

static gboolean
hold_back(const Care *care, char **message)
{
    if (*message == NULL || care->own_depth > 0 || !care_guard_is_mistyped(*message))
        return FALSE;
    g_free(*message);
    *message = NULL;
    return TRUE;
}

static void
explain(PurpleConversation *conversation)
{
    care_tell(conversation,
              _("That looked like a /care command and was not sent. /care help lists them."));
}

static void
sending_im_first(PurpleAccount *account, const char *who, char **message, gpointer data)
{
    if (hold_back(data, message))
        explain(purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account));
}

static void
sending_chat_first(PurpleAccount *account, char **message, int id, gpointer data)
{
    if (hold_back(data, message))
        explain(purple_find_chat(purple_account_get_connection(account), id));
}

/* The lowest priority is called first: before any plug-in sees, changes or encrypts the text. */
void
care_guard_connect(Care *care)
{
    void *conversations = purple_conversations_get_handle();

    purple_signal_connect_priority(conversations, "sending-im-msg", care->plugin,
                                   PURPLE_CALLBACK(sending_im_first), care,
                                   PURPLE_SIGNAL_PRIORITY_LOWEST);
    purple_signal_connect_priority(conversations, "sending-chat-msg", care->plugin,
                                   PURPLE_CALLBACK(sending_chat_first), care,
                                   PURPLE_SIGNAL_PRIORITY_LOWEST);
}
