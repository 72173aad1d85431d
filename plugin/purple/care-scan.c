/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a window's newest live lines again for the engine, so that none has to be read while it
 * arrives. */
#include "care-adapter.h"
#include <string.h>

#define LINES_MAX     100
#define LOOKED_AT_MAX 500         /* entries of a window's history */
#define BYTES_MAX     (64 * 1024) /* of all lines together: more would hold the window up */
#define OLD_AFTER_MS  3000 /* stamps are whole seconds, and older lines were waiting somewhere */
#define NO_LIVE_LINE  (CARE_NO_LINE | PURPLE_MESSAGE_AUTO_RESP)
#define EITHER_SIDE   (PURPLE_MESSAGE_SEND | PURPLE_MESSAGE_RECV)

/* A line of ours has just been shown in @window: its newest entry. */
void
care_scan_own(CareLink *link, PurpleConversation *window)
{
    GList *newest = purple_conversation_get_message_history(window);
    const char *html =
        newest != NULL ? purple_conversation_message_get_message(newest->data) : NULL;

    if (html != NULL)
        link->own[link->n_own++ % CARE_OWN_MAX] = g_str_hash(html);
}

static gboolean
is_own(const CareLink *link, const char *html)
{
    const guint hash = g_str_hash(html);

    for (guint i = 0; i < MIN(link->n_own, CARE_OWN_MAX); i++) {
        if (link->own[i] == hash)
            return TRUE;
    }
    return FALSE;
}

/* Who wrote it; FALSE: it is nobody's live line, or one of ours. */
static gboolean
role_of(const Care *care, const CareLink *link, PurpleConversation *window,
        PurpleConvMessage *entry, CareRole *out_role)
{
    const PurpleMessageFlags flags = purple_conversation_message_get_flags(entry);
    const char *html = purple_conversation_message_get_message(entry);
    PurpleConvChat *chat = purple_conversation_get_chat_data(window);
    const char *who = purple_conversation_message_get_sender(entry);

    if ((flags & NO_LIVE_LINE) != 0 || (flags & EITHER_SIDE) == 0 || html == NULL)
        return FALSE;
    *out_role = (flags & PURPLE_MESSAGE_SEND) != 0 ? CARE_ROLE_AGENT : CARE_ROLE_CUSTOMER;
    if (*out_role == CARE_ROLE_AGENT)
        return !is_own(link, html);
    if (chat == NULL)
        return TRUE;
    return who != NULL && care_occupant_role(care, chat, who) == CARE_ROLE_CUSTOMER;
}

static void
said_clear(gpointer data)
{
    char *text = (char *)((CareSaid *)data)->text;

    explicit_bzero(text, strlen(text));
    g_free(text);
}

/* The newest @number lines after @since_ms, newest first. A line too long to be read counts. */
static GArray *
gather(const Care *care, const CareLink *link, PurpleConversation *window, guint number,
       gint64 since_ms)
{
    GList *entry = purple_conversation_get_message_history(window);
    GArray *lines = g_array_new(FALSE, TRUE, sizeof(CareSaid));
    gsize left = BYTES_MAX;
    guint found = 0;

    g_array_set_clear_func(lines, said_clear);
    for (guint n = 0; entry != NULL && found < number && left > 0 && n < LOOKED_AT_MAX;
         entry = entry->next, n++) {
        const char *html = purple_conversation_message_get_message(entry->data);
        CareSaid said = {.at_ms =
                             (gint64)purple_conversation_message_get_timestamp(entry->data) * 1000};

        if (said.at_ms < since_ms || !role_of(care, link, window, entry->data, &said.role))
            continue;
        found++;
        if (strlen(html) > CARE_TEXT_MAX_BYTES)
            continue;
        left -= MIN(left, strlen(html) + 1);
        said.text = care_text_plain(html);
        g_array_append_val(lines, said);
    }
    return lines;
}

static void
turn_round(GArray *lines)
{
    CareSaid *said = (CareSaid *)lines->data;

    for (guint i = 0; i < lines->len / 2; i++) {
        const CareSaid other = said[i];

        said[i] = said[lines->len - 1 - i];
        said[lines->len - 1 - i] = other;
    }
}

/**
 * care_scan:
 * @number: how many live lines are new
 * @since_ms: not before; 0: not before the newest scan
 *
 * Hands them to the engine with SCANNED, at once; a window that is just closing is still read. A
 * clock that was set back loses one scan and no more.
 */
void
care_scan(Care *care, CareConversation *conversation, guint number, gint64 since_ms)
{
    PurpleConversation *window = NULL;
    const CareLink *link = care_link_of_engine(care, conversation, &window);
    CareEvent event = {.type = CARE_EVENT_SCANNED, .conversation = conversation};
    g_autoptr(GArray) lines = NULL;
    const CareNow now = care_now();

    if (link != NULL) {
        if (since_ms == 0)
            since_ms = MIN(link->scanned_wall, now.wall_ms);
        lines = gather(care, link, window, MIN(number, LINES_MAX), since_ms - OLD_AFTER_MS);
        turn_round(lines);
        event.lines = (const CareSaid *)lines->data;
        event.n_lines = lines->len;
        ((CareLink *)link)->scanned_wall = now.wall_ms;
    }
    care_handle_at(care, &event, now);
}

/* Before anything is decided about a chat: what was said since the last look counts. */
void
care_scan_pending(Care *care, CareConversation *conversation)
{
    const guint number = care_conversation_unscanned(conversation);

    if (number > 0)
        care_scan(care, conversation, number, 0);
}
