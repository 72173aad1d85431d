/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gathers what the guards look at from a conversation that ends: they themselves know no engine. */
#include "care-conversation.h"

static gboolean
is_limited(CareEngine *engine, const CareConversation *conversation, CareNow now)
{
    const CareHour *hour = g_hash_table_lookup(engine->questions, conversation->peer.account);

    return !care_limits_may_ask(&engine->limits, &conversation->spoken, hour, now.boot_ms);
}

/* While something of this customer is still unsaved, the store can't be believed about them. */
static gboolean
is_store_failed(const CareEngine *engine, CareConversation *conversation)
{
    return engine->store_failed || conversation->load_failed || engine->quitting ||
           !g_queue_is_empty(&conversation->unsaved);
}

static CareCase
case_of(CareEngine *engine, CareConversation *conversation, CareNow now)
{
    const CareChatRecord *chat = &conversation->record->chat;
    const CareRecord *past = conversation->past;

    return (CareCase){
        .is_desk = conversation->is_desk,
        .is_room = conversation->peer.room,
        .is_erased = conversation->erased,
        .is_transferred = care_transfer_is_done(conversation),
        .is_quiet = conversation->quiet,
        .is_waiting = conversation->was_waiting,
        .is_encrypted = conversation->is_encrypted,
        .has_window = conversation->attached,
        .is_question_open = past != NULL && care_survey_is_open(past),
        .is_limited = is_limited(engine, conversation, now),
        .is_store_failed = is_store_failed(engine, conversation),
        .protocol = conversation->peer.protocol,
        .end = conversation->ending,
        .present = conversation->present,
        .agent_lines = chat->agent_lines,
        .customer_lines = chat->customer_lines,
        .customer = &conversation->customer,
        .customer_key = conversation->customer_key,
        .chat_id = chat->id,
        .sample_key = engine->store_key,
        .at_ms = now.wall_ms,
    };
}

CareAsking
care_eligibility_of(CareEngine *engine, CareConversation *conversation, CareNow now)
{
    const CareCase at = case_of(engine, conversation, now);

    return care_eligibility_judge(&at, engine->settings);
}

CareAsking
care_eligibility_of_pulse(CareEngine *engine, CareConversation *conversation, CareNow now)
{
    const CareCase at = case_of(engine, conversation, now);

    return care_eligibility_judge_pulse(&at, engine->settings);
}
