/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ratings in mid-chat: asked by the agent, or given unasked by "!rate 4"; no score at the end holds
 * one. */
#include "care-conversation.h"

#define AGAIN_AFTER_MS (10 * 60 * G_GINT64_CONSTANT(1000))
#define AGAIN_LINES    2 /* of the customer, since the last one */

CareRecord *
care_pulse_snapshot(CareConversation *conversation, const CareRecord *record)
{
    g_autoptr(CareRecord) pulse = NULL;
    CareRecord *snapshot;
    CareSurveyRecord survey;

    if (!record->survey.is_pulse)
        return care_record_copy(record);
    /* The chat has gone on since the pulse began: an old count must not undo a newer one. */
    snapshot = care_record_copy(conversation->record);
    pulse = care_record_copy(record);
    survey = snapshot->survey;
    snapshot->survey = pulse->survey;
    pulse->survey = survey;
    return snapshot;
}

/* This chat, with a survey of its own for one rating. */
static CareRecord *
pulse_new(CareTurn *turn, CareConversation *conversation)
{
    CareRecord *pulse = care_record_copy(conversation->record);
    CareSurveyRecord *survey = &pulse->survey;

    g_free(survey->id);
    g_free(survey->definition);
    g_free(survey->who);
    g_free(survey->language);
    *survey = (CareSurveyRecord){
        /* Fresh and never given twice: the chat's own id and the moment. */
        .id = g_strdup_printf("%s/%" G_GINT64_FORMAT, pulse->chat.id, turn->now.wall_ms),
        .is_pulse = TRUE,
        .rounds = 1,
        .probability = 1,
        .step = CARE_STEP_RATING,
        .definition = g_strdup(turn->engine->definition),
        .asked_ms = turn->now.wall_ms,
    };
    return pulse;
}

static CareReason
verdict_of(CareTurn *turn, CareConversation *conversation)
{
    const CareRecord *asked = care_survey_record(conversation);
    const guint lines = conversation->record->chat.customer_lines - conversation->pulse_lines;
    CareAsking verdict;

    if (asked != NULL && (care_survey_is_open(asked) || care_follow_is_out(conversation, asked)))
        return CARE_REASON_TOO_RECENT;
    if (conversation->pulse_boot != 0 &&
        (turn->now.boot_ms - conversation->pulse_boot < AGAIN_AFTER_MS || lines < AGAIN_LINES))
        return CARE_REASON_TOO_RECENT;
    verdict = care_eligibility_of_pulse(turn->engine, conversation, turn->now);
    g_free(verdict.guards);
    return verdict.reason;
}

void
care_pulse_ask(CareTurn *turn, CareConversation *conversation, const CareEvent *event)
{
    CareReason reason;
    CareRecord *pulse;

    if (conversation->phase != CARE_PHASE_OPEN || conversation->record->chat.id == NULL) {
        care_turn_tell(turn, conversation, CARE_TELL_NO_CHAT);
        return;
    }
    if (conversation->peer.room && conversation->record->survey.id == NULL) {
        care_command_note_present(conversation, event->present);
        g_free(conversation->record->chat.customer);
        conversation->record->chat.customer = g_strdup(conversation->customer_key);
    }
    reason = verdict_of(turn, conversation);
    if (reason != CARE_REASON_NONE) {
        care_turn_tell(turn, conversation, CARE_TELL_PULSE_NOT)->number = (gint)reason;
        return;
    }
    pulse = pulse_new(turn, conversation);
    pulse->survey.by_agent = TRUE;
    pulse->survey.who = g_strdup(conversation->who);
    care_record_free(conversation->pulse);
    conversation->pulse = pulse;
    conversation->pulse_boot = turn->now.boot_ms;
    conversation->pulse_lines = conversation->record->chat.customer_lines;
    conversation->recorded = TRUE;
    care_tongue_choose(turn, conversation, pulse);
    care_survey_commit_asking(turn, conversation, pulse);
}

/* FALSE: there is no chat that it could be about. */
gboolean
care_pulse_volunteer(CareTurn *turn, CareConversation *conversation, gint rating)
{
    CareRecord *pulse, *stored;

    if (conversation->record->chat.id == NULL || !conversation->recorded ||
        conversation->customer.is_private || conversation->erased)
        return FALSE;
    if (!care_limits_may_speak(&turn->engine->limits, &conversation->spoken, turn->now.boot_ms))
        return FALSE;
    pulse = pulse_new(turn, conversation);
    pulse->survey.answers = pulse->survey.rated_seq = 1;
    pulse->survey.rating = rating;
    pulse->survey.step = CARE_STEP_DONE;
    pulse->survey.language = g_strdup(care_conversation_language(conversation)->tag);
    care_record_free(conversation->pulse);
    conversation->pulse = pulse;
    conversation->since =
        (CareSince){.asked_boot = turn->now.boot_ms, .rated_boot = turn->now.boot_ms};
    care_survey_set_state(pulse, CARE_SURVEY_ANSWERED, turn->now);

    stored = care_pulse_snapshot(conversation, pulse);
    stored->answer = (CareAnswerRecord){
        .seq = 1, .rating = rating, .kind = CARE_ANSWER_PULSE, .at_ms = turn->now.wall_ms};
    care_survey_commit(turn, conversation, stored, CARE_SAY_THANKS);
    care_turn_keep(turn);
    if (turn->engine->settings->show.rating == CARE_SHOW_YES)
        care_turn_tell(turn, conversation, CARE_TELL_PULSE)->number = rating;
    else
        care_turn_tell(turn, conversation, CARE_TELL_RATED_WORDS);
    return TRUE;
}

void
care_pulse_drop(CareConversation *conversation)
{
    if (conversation->pulse == NULL)
        return;
    g_clear_pointer(&conversation->pulse, care_record_free);
    conversation->since.over = TRUE;
}

/* The chat ends: the question in its middle is over, answered or not. */
void
care_pulse_end(CareTurn *turn, CareConversation *conversation)
{
    if (conversation->pulse == NULL)
        return;
    if (care_survey_is_open(conversation->pulse)) {
        care_survey_set_state(conversation->pulse, CARE_SURVEY_EXPIRED, turn->now);
        care_turn_store(turn, conversation, conversation->pulse);
    }
    care_pulse_drop(conversation);
    conversation->pulse_boot = 0;
    care_conversation_refresh(conversation);
}
