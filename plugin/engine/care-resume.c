/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes up what an earlier run left: its open chats go on or end as idle, its questions stay
 * answerable. */
#include "care-conversation.h"

/* The boot time at which a wall-clock stamp of an earlier run would have been read. */
static gint64
boot_of(CareNow now, gint64 wall_ms)
{
    return now.boot_ms - MAX(0, now.wall_ms - wall_ms);
}

static void
resume_survey(CareTurn *turn, CareConversation *conversation, CareRecord *record)
{
    const CareSurveyRecord *survey = &record->survey;
    const gboolean is_following =
        survey->state == CARE_SURVEY_ANSWERED &&
        (survey->step == CARE_STEP_ITEM || survey->step == CARE_STEP_COMMENT);
    const gint64 asked_ms = is_following ? survey->changed_ms : survey->asked_ms;

    conversation->since = (CareSince){
        .asked_boot = boot_of(turn->now, survey->asked_ms),
        .rated_boot = boot_of(turn->now, survey->changed_ms),
        /* Lines after the question: a number may belong to the talk, so none is taken any more. */
        .customer_lines = record->chat.last_ms > asked_ms ? 1 : 0,
        .item_last = survey->item_rating != 0,
        .step_boot = is_following ? boot_of(turn->now, survey->changed_ms) : 0,
    };
    /* It may have gone out or not; it never goes out again, and a reply to it counts. */
    if (survey->state == CARE_SURVEY_ASKING)
        care_survey_set_state(record, CARE_SURVEY_ASKED, turn->now);
}

/* This chat ended without anyone saying so. */
static void
end_left(CareTurn *turn, CareConversation *conversation)
{
    CareChatRecord *chat = &conversation->record->chat;

    chat->end = CARE_END_IDLE;
    chat->ended_ms = chat->last_ms;
    chat->outcome = CARE_OUTCOME_NOT_ASKED;
    chat->reason = CARE_REASON_IDLE;
    care_turn_store(turn, conversation, conversation->record);
}

/* Silent for longer than a chat lives: the quit ended it, and nobody is asked about it. */
static gboolean
is_cold(const CareTurn *turn, const CareChatRecord *chat)
{
    return turn->now.wall_ms - chat->last_ms >= turn->engine->settings->chat.idle_end;
}

static void
resume_chat(CareTurn *turn, CareConversation *conversation, const CareResumed *resumed)
{
    const CareChatRecord *chat = &conversation->record->chat;

    conversation->recorded = conversation->loaded = TRUE;
    conversation->customer = resumed->customer;
    conversation->met_ms = chat->started_ms; /* they were told of then */
    conversation->ended_boot = boot_of(turn->now, chat->ended_ms);
    if (chat->outcome == CARE_OUTCOME_OPEN && is_cold(turn, chat)) {
        end_left(turn, conversation);
        care_chat_set_phase(conversation, CARE_PHASE_NONE);
    } else if (chat->outcome == CARE_OUTCOME_OPEN) {
        care_chat_reopen(turn, conversation);
        conversation->dirty = FALSE; /* nothing of it is news to the store */
        care_turn_load(turn, conversation);
    } else {
        care_chat_set_phase(conversation, CARE_PHASE_ENDED);
    }
    conversation->last_boot = boot_of(turn->now, chat->last_ms);
}

/* A line came before the store did: the fresh chat goes on as the old one. */
static void
join_fresh(CareRecord *old, const CareRecord *fresh)
{
    old->chat.agent_lines += fresh->chat.agent_lines;
    old->chat.customer_lines += fresh->chat.customer_lines;
    old->chat.last_ms = fresh->chat.last_ms;
}

/* What was noticed of the chat so far went with the earlier run. */
static void
resume_watch(CareConversation *conversation, gboolean is_fresh, gboolean was_answered)
{
    if (!is_fresh) {
        care_remind_start(conversation);
        care_attention_start(&conversation->attending);
    }
    if (was_answered)
        conversation->attending.is_cut = TRUE;
}

/* Records of one conversation come oldest first. */
void
care_resume(CareTurn *turn, CareConversation *conversation, const CareResumed *resumed)
{
    CareRecord *record = care_record_copy(resumed->record);
    const gboolean has_survey = record->survey.id != NULL;
    const gboolean was_answered = record->chat.agent_lines > 0;
    const gboolean is_fresh = conversation->phase == CARE_PHASE_OPEN && !conversation->recorded;
    const gint64 last_boot = conversation->last_boot;

    if (has_survey) {
        g_clear_pointer(&conversation->past, care_record_free);
        resume_survey(turn, conversation, record);
    }
    if (is_fresh && record->chat.outcome != CARE_OUTCOME_OPEN) {
        if (has_survey)
            conversation->past = g_steal_pointer(&record);
        care_record_free(record);
        return;
    }
    if (is_fresh)
        join_fresh(record, conversation->record);
    else if (!has_survey && conversation->record->survey.id != NULL)
        conversation->past = g_steal_pointer(&conversation->record);
    else if (conversation->phase == CARE_PHASE_OPEN)
        end_left(turn, conversation);
    care_record_free(conversation->record);
    conversation->record = record;
    resume_watch(conversation, is_fresh, was_answered);
    resume_chat(turn, conversation, resumed);
    if (is_fresh)
        conversation->last_boot = last_boot;
}
