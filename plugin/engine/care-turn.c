/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds the actions of one event's pass, and keeps what the answers to them will be about. */
#include "care-conversation.h"

static void
action_free(gpointer data)
{
    CareAction *action = data;

    g_free(action->key);
    g_free(action->text);
    care_record_free(action->record);
    care_card_free(action->card);
    g_free(action);
}

void
care_actions_free(CareActions *actions)
{
    if (actions == NULL)
        return;
    g_ptr_array_unref(actions->list);
    g_free(actions);
}

static void
need_actions(CareTurn *turn)
{
    if (turn->actions != NULL)
        return;
    turn->actions = g_new0(CareActions, 1);
    turn->actions->list = g_ptr_array_new_with_free_func(action_free);
}

void
care_turn_keep(CareTurn *turn)
{
    need_actions(turn);
    turn->actions->keep = TRUE;
}

CareAction *
care_turn_act(CareTurn *turn, CareActionType type, CareConversation *conversation)
{
    CareAction *action = g_new0(CareAction, 1);

    need_actions(turn);
    action->type = type;
    action->conversation = conversation;
    g_ptr_array_add(turn->actions->list, action);
    return action;
}

CareAction *
care_turn_tell(CareTurn *turn, CareConversation *conversation, CareMessageId message)
{
    CareAction *action = care_turn_act(turn, CARE_ACTION_TELL, conversation);

    action->message = message;
    return action;
}

void
care_pending_free(CarePending *pending)
{
    if (pending == NULL)
        return;
    care_record_free(pending->record);
    g_free(pending->survey_id);
    g_free(pending);
}

guint64
care_turn_expect(CareTurn *turn, CareConversation *conversation, CareWant want)
{
    CarePending *pending = g_new0(CarePending, 1);
    guint64 *token = g_new(guint64, 1);

    pending->want = want;
    pending->conversation = conversation;
    *token = ++turn->engine->last_token;
    g_hash_table_insert(turn->engine->pending, token, pending);
    conversation->pending++;
    return *token;
}

CarePending *
care_turn_pending(CareTurn *turn, guint64 token)
{
    return g_hash_table_lookup(turn->engine->pending, &token);
}

void
care_turn_store(CareTurn *turn, CareConversation *conversation, const CareRecord *record)
{
    CareAction *action = care_turn_act(turn, CARE_ACTION_STORE, conversation);

    action->record = care_pulse_snapshot(conversation, record);
    action->record->at_ms = turn->now.wall_ms;
    action->token = care_turn_expect(turn, conversation, CARE_WANT_FLUSH);
    care_turn_pending(turn, action->token)->record = care_record_copy(action->record);
    if (record == conversation->record)
        conversation->dirty = FALSE;
}

void
care_turn_keep_unsaved(CareTurn *turn, CarePending *pending)
{
    CarePending *kept = g_new0(CarePending, 1);

    *kept = *pending;
    pending->record = NULL;
    pending->survey_id = NULL;
    pending->conversation->retry_boot = turn->now.boot_ms + CARE_RETRY_MS;
    g_queue_push_tail(&pending->conversation->unsaved, kept);
}

void
care_turn_load(CareTurn *turn, CareConversation *conversation)
{
    CareAction *action = care_turn_act(turn, CARE_ACTION_LOAD, conversation);

    action->key = g_strdup(conversation->customer_key);
    action->token = care_turn_expect(turn, conversation, CARE_WANT_LOAD);
    conversation->load_token = action->token;
    conversation->loaded = FALSE;
}

gboolean
care_turn_say(CareTurn *turn, CareConversation *conversation, CareMessageId message, gint number)
{
    const CareRecord *record = care_survey_record(conversation);
    CareAction *action;

    /* Without its window a line would go past the encrypting plug-in, in the clear. */
    if (message == CARE_SAY_NOTHING || conversation->customer.is_private ||
        (conversation->is_encrypted && !conversation->attached))
        return FALSE;
    if (!care_limits_may_speak(&turn->engine->limits, &conversation->spoken, turn->now.boot_ms))
        return FALSE;
    care_limits_spoke(&conversation->spoken, turn->now.boot_ms);
    action = care_turn_act(turn, CARE_ACTION_SEND, conversation);
    action->message = message;
    action->number = number;
    action->item = record != NULL ? record->survey.item : CARE_ITEM_NONE;
    action->language = care_conversation_language(conversation);
    return TRUE;
}

void
care_turn_store_failed(CareTurn *turn, CareConversation *conversation)
{
    if (turn->engine->store_told)
        return;
    turn->engine->store_told = TRUE; /* once: a full disk is not told with every chat */
    care_turn_tell(turn, conversation, CARE_TELL_STORE_FAILED);
}
