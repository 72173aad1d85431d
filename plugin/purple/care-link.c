/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which of the engine's conversations a window of libpurple shows, without ever following the
 * pointer. */
#include "care-adapter.h"

static void
link_free(gpointer data)
{
    CareLink *link = data;

    g_queue_clear_full(&link->echoes, g_free);
    for (guint rule = 0; link->shown != NULL && rule < CARE_N_RULES; rule++)
        g_free(link->shown[rule].text);
    g_free(link->shown);
    g_free(link);
}

/* PurpleConversation * (identity) to CareLink. (transfer full) */
GHashTable *
care_links_new(void)
{
    return g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, link_free);
}

static CareLink *
link_new(Care *care, PurpleConversation *conversation)
{
    g_auto(CarePeerText) text = {0};
    CareLink *link = g_new0(CareLink, 1);

    g_queue_init(&link->echoes);
    link->room = purple_conversation_get_type(conversation) == PURPLE_CONV_TYPE_CHAT;
    link->scanned_wall = care_now().wall_ms;
    if (care_peer_of_conversation(care, conversation, &text))
        link->conversation = care_engine_attach(care->engine, &text.peer);
    g_hash_table_insert(care->links, conversation, link);
    return link;
}

/* (transfer none): made if need be, never NULL */
CareLink *
care_link_find(Care *care, PurpleConversation *conversation)
{
    CareLink *link = g_hash_table_lookup(care->links, conversation);

    if (link == NULL)
        link = link_new(care, conversation);
    care->last = conversation;
    care->last_link = link;
    return link;
}

static gboolean
has_window(Care *care, const CareConversation *conversation)
{
    GHashTableIter iter;
    gpointer link;

    g_hash_table_iter_init(&iter, care->links);
    while (g_hash_table_iter_next(&iter, NULL, &link)) {
        if (((CareLink *)link)->conversation == conversation)
            return TRUE;
    }
    return FALSE;
}

/* Looks again at who is in the window: alias and groups may have changed, and after a change of
 * nick it may be somebody else. (transfer none), never NULL */
CareLink *
care_link_refresh(Care *care, PurpleConversation *conversation)
{
    g_auto(CarePeerText) text = {0};
    CareLink *link = care_link_of(care, conversation);
    CareConversation *before = link->conversation;

    link->conversation = NULL;
    if (care_peer_of_conversation(care, conversation, &text))
        link->conversation = care_engine_attach(care->engine, &text.peer);
    if (before != link->conversation) { /* what was said and shown is about somebody else */
        care_show_forget(care, conversation);
        link->scanned_wall = care_now().wall_ms;
    }
    if (before != NULL && !has_window(care, before))
        care_engine_detach(before);
    return link;
}

/* New settings may name the agent otherwise. */
void
care_links_refresh_all(Care *care)
{
    for (GList *i = purple_get_conversations(); i != NULL; i = i->next)
        care_link_refresh(care, i->data);
}

/* Every window there already is, when the plug-in is loaded. */
void
care_links_attach_all(Care *care)
{
    for (GList *i = purple_get_conversations(); i != NULL; i = i->next)
        care_link_of(care, i->data);
}

void
care_link_drop(Care *care, const PurpleConversation *conversation)
{
    g_hash_table_remove(care->links, conversation);
    if (care->last == conversation)
        care->last = NULL;
}

/**
 * care_link_of_engine:
 * @out_window: (out) (nullable): the window, on success
 *
 * Returns: (transfer none) (nullable): the link of the window that shows @conversation, be it just
 * closing; NULL: there is none
 */
CareLink *
care_link_of_engine(Care *care, const CareConversation *conversation,
                    PurpleConversation **out_window)
{
    PurpleConversation *window = care_peer_window(care_conversation_peer(conversation));
    CareLink *link;

    if (window == NULL && care->closing_conversation == conversation)
        window = care->closing;
    link = window != NULL ? g_hash_table_lookup(care->links, window) : NULL;
    if (link == NULL || link->conversation != conversation)
        return NULL;
    if (out_window != NULL)
        *out_window = window;
    return link;
}
