/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Listens to what a customer wrote in this chat, off the UI thread and in memory only: for their
 * language, and for a wish to be left alone. */
#include "care-adapter.h"
#include "care-detect.h"
#include <string.h>

#define LOOKED_AT_MAX 500 /* entries of a window's history */

typedef struct {
    Care *care; /* alive as long as the store is, which calls back */
    guint64 token;
    char **lines; /* the customer's, plain, newest first */
    const CareLanguage *language;
    gboolean said_stop;
} CareHearing;

static void
hearing_free(gpointer data)
{
    CareHearing *hearing = data;

    for (char **line = hearing->lines; *line != NULL; line++)
        explicit_bzero(*line, strlen(*line));
    g_strfreev(hearing->lines);
    g_free(hearing);
}

/* Store's thread. */
static void
listen(gpointer data)
{
    CareHearing *hearing = data;
    const char *const *lines = (const char *const *)hearing->lines;

    hearing->language = care_detect_language(lines);
    hearing->said_stop = care_detect_stop(lines, hearing->language);
}

static void
heard(gpointer data)
{
    const CareHearing *hearing = data;
    const CareEvent event = {
        .type = CARE_EVENT_HEARD,
        .token = hearing->token,
        .text = hearing->language != NULL ? hearing->language->tag : NULL,
        .said_stop = hearing->said_stop,
    };

    if (!hearing->care->quitting)
        care_handle(hearing->care, &event);
}

/* Whether @who is the one that is listened to: in a room @nick, or without one any customer. */
static gboolean
is_wanted(const Care *care, PurpleConversation *window, const char *who, const char *nick)
{
    PurpleConvChat *chat = purple_conversation_get_chat_data(window);

    if (chat == NULL)
        return TRUE;
    if (who == NULL || nick != NULL)
        return purple_strequal(who, nick);
    return care_occupant_role(care, chat, who) == CARE_ROLE_CUSTOMER;
}

static gboolean
is_live(PurpleConvMessage *entry, gint64 since_ms)
{
    const PurpleMessageFlags flags = purple_conversation_message_get_flags(entry);

    return (flags & PURPLE_MESSAGE_RECV) != 0 &&
           (flags & (CARE_NO_LINE | PURPLE_MESSAGE_AUTO_RESP)) == 0 &&
           (gint64)purple_conversation_message_get_timestamp(entry) >= since_ms / 1000;
}

/* @line, of which no more than @left bytes are kept. */
static void
cut(char *line, gsize left)
{
    char *end = strlen(line) > left ? g_utf8_find_prev_char(line, line + left + 1) : NULL;

    if (end != NULL)
        explicit_bzero(end, strlen(end));
}

/* The customer's newest lines, together as long as is listened to. (transfer full) */
static char **
gather(const Care *care, PurpleConversation *window, const CareAction *action)
{
    GList *entry = window != NULL ? purple_conversation_get_message_history(window) : NULL;
    GPtrArray *lines = g_ptr_array_new();
    gsize left = CARE_DETECT_MAX_BYTES;

    for (guint n = 0; entry != NULL && left > 0 && n < LOOKED_AT_MAX; entry = entry->next, n++) {
        const char *html = purple_conversation_message_get_message(entry->data);
        char *line;

        if (html == NULL || strlen(html) > CARE_TEXT_MAX_BYTES ||
            !is_live(entry->data, action->ms) ||
            !is_wanted(care, window, purple_conversation_message_get_sender(entry->data),
                       action->text))
            continue;
        line = care_text_plain(html);
        cut(line, left);
        left -= MIN(left, strlen(line) + 1);
        g_ptr_array_add(lines, line);
    }
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(lines, FALSE);
}

/**
 * care_hear:
 * @action: a HEAR
 *
 * Answers with HEARD, never from within. A window that is just closing is still listened to;
 * without any nothing is heard.
 */
void
care_hear(Care *care, const CareAction *action)
{
    const CarePeer *peer = care_conversation_peer(action->conversation);
    PurpleConversation *window = care_peer_window(peer);
    CareHearing *hearing = g_new0(CareHearing, 1);

    if (window == NULL && care->closing_conversation == action->conversation)
        window = care->closing;
    hearing->care = care;
    hearing->token = action->token;
    hearing->lines = gather(care, window, action);
    care_store_run(care->store, listen, heard, hearing, hearing_free);
}
