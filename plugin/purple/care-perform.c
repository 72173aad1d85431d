/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands events to the engine and carries out what it answers. */
#include "care-adapter.h"
#include <time.h>

#define NANOS_PER_MS 1000000

/* Asked once per event; the boot clock runs on while the machine sleeps. */
CareNow
care_now(void)
{
    struct timespec boot, wall;

    clock_gettime(CLOCK_BOOTTIME, &boot);
    clock_gettime(CLOCK_REALTIME, &wall);
    return (CareNow){.wall_ms = (gint64)wall.tv_sec * 1000 + wall.tv_nsec / NANOS_PER_MS,
                     .boot_ms = (gint64)boot.tv_sec * 1000 + boot.tv_nsec / NANOS_PER_MS};
}

/* --- other plug-ins (docs/plugins.md) --- */

static PurpleValue *
value_string(void)
{
    return purple_value_new(PURPLE_TYPE_STRING);
}

static PurpleValue *
value_account(void)
{
    return purple_value_new(PURPLE_TYPE_SUBTYPE, PURPLE_SUBTYPE_ACCOUNT);
}

void
care_perform_signals_register(Care *care)
{
    purple_signal_register(care->plugin, "care-chat-ended",
                           purple_marshal_VOID__POINTER_POINTER_POINTER, NULL, 3, value_account(),
                           value_string(), value_string());
    purple_signal_register(care->plugin, "care-asked", purple_marshal_VOID__POINTER_POINTER, NULL,
                           2, value_account(), value_string());
    purple_signal_register(care->plugin, "care-answered", purple_marshal_VOID__POINTER_POINTER_UINT,
                           NULL, 3, value_account(), value_string(),
                           purple_value_new(PURPLE_TYPE_UINT));
}

static void
emit(Care *care, const CareAction *action)
{
    const CarePeer *peer = care_conversation_peer(action->conversation);
    PurpleAccount *account = care_peer_account(peer);

    if (account == NULL)
        return;
    if (action->type == CARE_ACTION_CHAT_ENDED)
        purple_signal_emit(care->plugin, "care-chat-ended", account, peer->address,
                           care_outcome_name((CareOutcome)action->number));
    else if (action->type == CARE_ACTION_ASKED)
        purple_signal_emit(care->plugin, "care-asked", account, peer->address);
    else
        purple_signal_emit(care->plugin, "care-answered", account, peer->address,
                           (guint)action->number);
}

/* --- actions --- */

/* Whoever is excluded by now is not asked: the buddy list may have changed since the chat began. */
gboolean
care_is_served_peer(const Care *care, const CarePeer *peer)
{
    return care_settings_is_desk(care->settings, peer->protocol, peer->account) &&
           !care_settings_is_excluded(care->settings, peer->address, peer->groups) &&
           (peer->room || !care_settings_is_agent(care->settings, peer->address));
}

gboolean
care_is_served(const Care *care, const CareConversation *conversation)
{
    return care_is_served_peer(care, care_conversation_peer(conversation));
}

static gboolean
is_served(const Care *care, const CarePeer *peer)
{
    return care_settings_is_desk(care->settings, peer->protocol, peer->account) &&
           !care_settings_is_excluded(care->settings, peer->address, peer->groups);
}

static CareStored
send_action(Care *care, const CareAction *action)
{
    const CarePeer *peer = care_conversation_peer(action->conversation);
    const gboolean terse = care_protocol_is_terse(peer->protocol);
    PurpleAccount *account = care_peer_account(peer);
    g_auto(CarePeerText) now = {0};
    g_autofree char *text = NULL;

    if (account == NULL || !care_peer_of_address(care, account, peer->address, peer->room, &now))
        return CARE_STORED_FAILED;
    if ((action->message == CARE_SAY_QUESTION || action->message == CARE_SAY_PULSE) &&
        !is_served(care, &now.peer))
        return CARE_STORED_FAILED;
    text = care_customer_text(care->settings, action, now.agent, terse);
    return care_send(care, peer, text) ? CARE_STORED_OK : CARE_STORED_FAILED;
}

/* What must reach the agent though no window is open: without one it is a notice, not a dialog to
 * answer. */
static gboolean
is_urgent(CareMessageId message)
{
    return message == CARE_TELL_CLOSED_WAITING || message == CARE_TELL_STORE_FAILED ||
           message == CARE_TELL_NOT_SAVED;
}

/* A window opens for a customer's words that were kept from the one that would have opened for
 * them, and for a low mark: there is somebody to write to. */
static gboolean
wants_window(const CareAction *action)
{
    return care_agent_text_has_words(action) || action->message == CARE_TELL_RECOVERY;
}

/* What is about no chat: where it was asked for, else as a notice. */
static void
tell_all(Care *care, const CareAction *action)
{
    g_autofree char *text = care_agent_text(action, "");

    if (text == NULL)
        return;
    if (care->asking_window != NULL)
        care_tell(care->asking_window, text);
    else
        purple_notify_info(care->plugin, _("Purple Care"), text, NULL);
}

/* What is remembered of the customer has changed: a window part may show it. */
static gboolean
is_news(CareMessageId message)
{
    return message == CARE_TELL_NOTE_SAVED || message == CARE_TELL_NAME_SAVED ||
           message == CARE_TELL_LANGUAGE_SAVED || message == CARE_TELL_LANGUAGE_AUTO ||
           message == CARE_TELL_ERASED || message == CARE_TELL_OPTED_OUT ||
           message == CARE_TELL_CHANGED;
}

static void
tell_action(Care *care, const CareAction *action)
{
    const CarePeer *peer;
    PurpleConversation *window;
    PurpleAccount *account;
    g_autofree char *text = NULL;

    if (action->conversation == NULL) {
        tell_all(care, action);
        return;
    }
    peer = care_conversation_peer(action->conversation);
    window = care_peer_window(peer);
    account = care_peer_account(peer);
    text = care_agent_text(action, peer->name);
    if (text == NULL)
        return;
    if (is_news(action->message))
        care_ui_changed(care, action->conversation);
    if (window == NULL && account != NULL && !peer->room && wants_window(action))
        window = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, peer->address);
    if (window != NULL)
        care_tell(window, text);
    else if (is_urgent(action->message))
        purple_notify_info(care->plugin, _("Purple Care"), text, NULL);
}

static void
read_action(Care *care, const CareAction *action)
{
    const CarePeer *peer = care_conversation_peer(action->conversation);
    PurpleConversation *window = care_peer_window(peer);
    PurpleAccount *account = care_peer_account(peer);
    g_autofree char *text = window != NULL ? care_newest_line(window) : NULL;

    if (account != NULL)
        care_presence_note(care, account); /* nothing told that they became idle */
    care_handle(care, &(CareEvent){.type = CARE_EVENT_NEWEST,
                                   .conversation = action->conversation,
                                   .text = text,
                                   .is_typing = window != NULL && care_presence_is_typing(window)});
}

static void
card_action(Care *care, const CareAction *action)
{
    PurpleConversation *window = NULL;
    CareLink *link = care_link_of_engine(care, action->conversation, &window);
    g_autofree char *text =
        action->card != NULL ? care_card_text(care->settings, action->card) : NULL;
    gboolean is_wanted;

    if (text == NULL || link == NULL)
        return;
    is_wanted = link->wants_card;
    link->wants_card = FALSE;
    if (care_ui_card(care, action->conversation, text) && !is_wanted)
        return;
    /* Who was called back may have closed the window. */
    if (care_link_of_engine(care, action->conversation, &window) != NULL)
        care_tell(window, text);
}

static void
waiting_action(Care *care, const CareAction *action)
{
    PurpleConversation *window =
        action->conversation != NULL
            ? care_peer_window(care_conversation_peer(action->conversation))
            : care->asking_window;
    g_autofree char *text = care_waiting_text(care);

    care_tell(window, text);
}

/* Once a week, with the first chat that the agent ends by hand. */
static void
ended(Care *care, const CareAction *action)
{
    CareLink *link = care_link_of_engine(care, action->conversation, NULL);

    if (link == NULL || !link->ended_by_hand)
        return;
    link->ended_by_hand = FALSE;
    care_digest_weekly(care, care_conversation_peer(action->conversation));
}

/* What other plug-ins and the window part are told. */
static void
announce(Care *care, const CareAction *action)
{
    emit(care, action);
    care_ui_changed(care, action->conversation);
    if (action->type == CARE_ACTION_CHAT_ENDED)
        ended(care, action);
    else if (action->type == CARE_ACTION_ANSWERED)
        care_score_tell_batch(care, care_conversation_peer(action->conversation));
}

static void
perform(Care *care, CareAction *action)
{
    CareEvent sent = {.type = CARE_EVENT_SENT, .token = action->token};

    switch (action->type) {
    case CARE_ACTION_LOAD:
        care_storing_load(care, action->key, action->token);
        break;
    case CARE_ACTION_HEAR:
        care_hear(care, action);
        break;
    case CARE_ACTION_STORE:
        care_storing_put(care, g_steal_pointer(&action->record), action->token);
        break;
    case CARE_ACTION_SEND:
        sent.status = send_action(care, action);
        if (action->token != 0)
            care_handle(care, &sent);
        break;
    case CARE_ACTION_TELL:
        tell_action(care, action);
        break;
    case CARE_ACTION_READ:
        read_action(care, action);
        break;
    case CARE_ACTION_SCAN:
        care_scan(care, action->conversation, (guint)MAX(action->number, 0), action->ms);
        break;
    case CARE_ACTION_REMIND:
        care_show_reminder(care, action);
        break;
    case CARE_ACTION_CLEAR:
        care_show_clear(care, action);
        break;
    case CARE_ACTION_CARD:
        card_action(care, action);
        break;
    case CARE_ACTION_WAITING:
        waiting_action(care, action);
        break;
    case CARE_ACTION_TRANSFER:
        care_handover(care, action);
        break;
    case CARE_ACTION_CHAT_ENDED:
    case CARE_ACTION_ASKED:
    case CARE_ACTION_ANSWERED:
        announce(care, action);
        break;
    }
}

/**
 * care_handle_at:
 * @now: when the event came in
 *
 * The one way to the engine. May be entered again from within, for answers that are there at once
 * (SENT, NEWEST, SCANNED).
 *
 * Returns: whether this very line is to be kept from window and log
 */
gboolean
care_handle_at(Care *care, const CareEvent *event, CareNow now)
{
    CareActions *actions = care_engine_handle(care->engine, event, now);
    gboolean keep = FALSE;

    if (G_UNLIKELY(actions != NULL)) {
        keep = actions->keep;
        for (guint i = 0; i < actions->list->len; i++)
            perform(care, g_ptr_array_index(actions->list, i));
        care_actions_free(actions);
    }
    if (G_UNLIKELY(event != &care->line)) /* a line that only counts changes nothing */
        care_ui_look(care, event);
    care_timer_arm(care);
    return keep;
}

gboolean
care_handle(Care *care, const CareEvent *event)
{
    return care_handle_at(care, event, care_now());
}

/* The last event: what is open goes to the store. Later calls do nothing. */
void
care_quit(Care *care)
{
    if (care->quitting)
        return;
    care_handle(care, &(CareEvent){.type = CARE_EVENT_QUIT});
    care->quitting = TRUE;
    care_timer_stop(care);
}
