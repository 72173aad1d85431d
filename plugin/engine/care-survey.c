/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The question's way: committed, sent, committed as sent; an answer is thanked for only when it is
 * safe. */
#include "care-conversation.h"

#define ASK_AGAIN_AFTER_MS (10 * 60 * G_GINT64_CONSTANT(1000))
#define ASK_AGAIN_LINES    2
#define TOLD_EXPIRED_FOR_MS \
    (7 * 24 * 3600 * G_GINT64_CONSTANT(1000)) /* later nobody means our question */
#define CORRECTION_FOR_MS (3600 * G_GINT64_CONSTANT(1000))

/* The record whose survey a reply would be about: the pulse, this chat's, else an earlier chat's;
 * NULL: none was ever asked. */
CareRecord *
care_survey_record(CareConversation *conversation)
{
    if (conversation->pulse != NULL)
        return conversation->pulse;
    return conversation->record->survey.id != NULL ? conversation->record : conversation->past;
}

gboolean
care_survey_is_open(const CareRecord *record)
{
    switch (record->survey.state) {
    case CARE_SURVEY_ASKING:
    case CARE_SURVEY_ASKED:
    case CARE_SURVEY_SUSPENDED:
        return TRUE;
    case CARE_SURVEY_NONE:
    case CARE_SURVEY_ANSWERED:
    case CARE_SURVEY_SKIPPED:
    case CARE_SURVEY_OPTED_OUT:
    case CARE_SURVEY_EXPIRED:
    case CARE_SURVEY_FAILED:
    case CARE_N_SURVEYS:
        break;
    }
    return FALSE;
}

/* When this survey changes by itself, or stops being of interest. */
gint64
care_survey_due(CareConversation *conversation)
{
    const CareRecord *record = care_survey_record(conversation);
    const CareSince *since = &conversation->since;

    if (!care_survey_is_watched(conversation))
        return CARE_NEVER;
    if (care_survey_is_open(record))
        return since->asked_boot + conversation->engine->settings->ask.expiry;
    if (care_follow_is_out(conversation, record))
        return care_follow_due(conversation);
    if (record->survey.state == CARE_SURVEY_EXPIRED)
        return since->asked_boot + TOLD_EXPIRED_FOR_MS;
    if (record->survey.state == CARE_SURVEY_ANSWERED && !since->over)
        return since->rated_boot + CORRECTION_FOR_MS;
    return MAX(since->rated_boot, since->asked_boot) + CARE_STOP_FOR_MS;
}

/* Whether a line could still matter to the survey: an answer, a correction, or a "stop". */
gboolean
care_survey_is_watched(CareConversation *conversation)
{
    const CareRecord *record = care_survey_record(conversation);

    if (record == NULL || conversation->since.closed)
        return FALSE;
    return care_survey_is_open(record) || record->survey.state == CARE_SURVEY_ANSWERED ||
           record->survey.state == CARE_SURVEY_SKIPPED ||
           record->survey.state == CARE_SURVEY_EXPIRED;
}

void
care_survey_set_state(CareRecord *record, CareSurveyState state, CareNow now)
{
    static const CareOutcome outcomes[CARE_N_SURVEYS] = {
        [CARE_SURVEY_ASKING] = CARE_OUTCOME_PENDING,
        [CARE_SURVEY_ASKED] = CARE_OUTCOME_PENDING,
        [CARE_SURVEY_SUSPENDED] = CARE_OUTCOME_PENDING,
        [CARE_SURVEY_ANSWERED] = CARE_OUTCOME_ANSWERED,
        [CARE_SURVEY_SKIPPED] = CARE_OUTCOME_SKIPPED,
        [CARE_SURVEY_OPTED_OUT] = CARE_OUTCOME_OPTED_OUT,
        [CARE_SURVEY_EXPIRED] = CARE_OUTCOME_EXPIRED,
        [CARE_SURVEY_FAILED] = CARE_OUTCOME_NOT_ASKED,
    };

    record->survey.state = state;
    record->survey.changed_ms = now.wall_ms;
    if (!record->survey.is_pulse) /* no outcome speaks of a pulse */
        record->chat.outcome = outcomes[state];
}

void
care_survey_commit_asking(CareTurn *turn, CareConversation *conversation, CareRecord *record)
{
    CareAction *action = care_turn_act(turn, CARE_ACTION_STORE, conversation);
    const gboolean is_known = conversation->customer_key != NULL && record->survey.rounds == 1 &&
                              !record->survey.is_pulse;

    care_follow_drop_words(conversation);
    conversation->last_in_times = 0;
    record->survey.asked_ms = turn->now.wall_ms;
    care_survey_set_state(record, CARE_SURVEY_ASKING, turn->now);
    conversation->since = (CareSince){.asked_boot = turn->now.boot_ms};
    action->record = care_pulse_snapshot(conversation, record);
    action->record->at_ms = turn->now.wall_ms;
    action->record->seen_asked_ms = is_known ? conversation->customer.last_asked_ms : -1;
    action->token = care_turn_expect(turn, conversation, CARE_WANT_ASKING);
    care_turn_pending(turn, action->token)->survey_id = g_strdup(record->survey.id);
    conversation->dirty = FALSE;
}

void
care_survey_ask(CareTurn *turn, CareConversation *conversation, double probability)
{
    CareSurveyRecord *survey = &conversation->record->survey;

    survey->id = g_steal_pointer(&conversation->survey_id);
    survey->rounds = 1;
    survey->by_agent = conversation->ending == CARE_END_EXPLICIT;
    survey->probability = probability;
    survey->definition = g_strdup(turn->engine->definition);
    survey->who = g_strdup(conversation->who);
    survey->item = care_follow_draw(turn->engine->settings, conversation->dice);
    g_clear_pointer(&conversation->past, care_record_free);
    if (conversation->customer_key ==
        NULL) /* remembered nowhere else, and only as long as this is */
        conversation->customer.last_asked_ms = turn->now.wall_ms;
    care_tongue_choose(turn, conversation, conversation->record);
    care_survey_commit_asking(turn, conversation, conversation->record);
}

/* Once more at a new end, if the talk went on for a while and nobody is angry. FALSE: better not.
 */
gboolean
care_survey_ask_again(CareTurn *turn, CareConversation *conversation)
{
    CareRecord *record = conversation->record;
    const CareSince *since = &conversation->since;

    if (record->survey.state != CARE_SURVEY_SUSPENDED || record->survey.rounds > 1 || since->angry)
        return FALSE;
    if (turn->now.boot_ms - since->asked_boot < ASK_AGAIN_AFTER_MS ||
        since->customer_lines < ASK_AGAIN_LINES)
        return FALSE;
    if (conversation->customer.is_private || conversation->customer.is_opted_out ||
        conversation->erased || turn->engine->store_failed ||
        turn->engine->settings->ask.mode != CARE_MODE_LIVE)
        return FALSE;
    if ((conversation->is_encrypted && !conversation->attached) ||
        !care_limits_may_ask(
            &turn->engine->limits, &conversation->spoken,
            g_hash_table_lookup(turn->engine->questions, conversation->peer.account),
            turn->now.boot_ms))
        return FALSE;
    record->survey.rounds++;
    care_survey_commit_asking(turn, conversation, record);
    return TRUE;
}

/* The question never reached the customer: the chat ends unasked, for this reason. A second round
   only leaves things as they were: the first question is out and stays answerable. */
void
care_survey_not_asked(CareTurn *turn, CareConversation *conversation, CareReason reason)
{
    CareRecord *record = conversation->record;
    const gboolean is_stored = reason == CARE_REASON_SEND_FAILED || reason == CARE_REASON_PRIVATE ||
                               reason == CARE_REASON_OPTED_OUT;

    if (conversation->pulse != NULL) {
        conversation->pulse_boot = 0;
        care_survey_set_state(conversation->pulse, CARE_SURVEY_FAILED, turn->now);
        if (is_stored)
            care_turn_store(turn, conversation, conversation->pulse);
        g_clear_pointer(&conversation->pulse, care_record_free);
        care_turn_tell(turn, conversation, CARE_TELL_PULSE_NOT)->number = (gint)reason;
        return;
    }
    if (record->survey.rounds > 1) {
        record->survey.rounds--;
        care_survey_set_state(record, CARE_SURVEY_SUSPENDED, turn->now);
    } else if (is_stored) {
        care_survey_set_state(record, CARE_SURVEY_FAILED, turn->now);
        record->chat.reason = reason;
    } else {
        care_survey_forget(conversation);
        record->chat.outcome = CARE_OUTCOME_NOT_ASKED;
        record->chat.reason = reason;
    }
    conversation->dirty = TRUE;
    conversation->flush_boot = turn->now.boot_ms + CARE_FLUSH_MS;
    if (reason != CARE_REASON_STORE) /* what just failed is tried again a minute later */
        care_chat_flush(turn, conversation);
}

/* Takes the survey out of the record: its id is free for the next try if the store never had it. */
void
care_survey_forget(CareConversation *conversation)
{
    CareSurveyRecord *survey = &conversation->record->survey;

    g_free(conversation->survey_id);
    conversation->survey_id = NULL;
    if (survey->state == CARE_SURVEY_ASKING)
        conversation->survey_id = g_steal_pointer(&survey->id);
    g_free(survey->id);
    g_free(survey->definition);
    g_free(survey->who);
    g_free(survey->language);
    *survey = (CareSurveyRecord){0};
}

static void
send_question(CareTurn *turn, CareConversation *conversation)
{
    const CareRecord *record = care_survey_record(conversation);
    const CareMessageId question = record->survey.is_pulse ? CARE_SAY_PULSE : CARE_SAY_QUESTION;
    CareHour *hour;
    CareAction *action;

    if (!conversation->is_desk || !care_turn_say(turn, conversation, question, 0)) {
        care_survey_not_asked(turn, conversation, CARE_REASON_SEND_FAILED);
        return;
    }
    action = g_ptr_array_index(turn->actions->list, turn->actions->list->len - 1);
    action->token = care_turn_expect(turn, conversation, CARE_WANT_SENT);
    care_turn_pending(turn, action->token)->survey_id = g_strdup(record->survey.id);
    conversation->spoken.question_boot = turn->now.boot_ms;

    hour = g_hash_table_lookup(turn->engine->questions, conversation->peer.account);
    if (hour == NULL) {
        hour = g_new0(CareHour, 1);
        g_hash_table_insert(turn->engine->questions, g_strdup(conversation->peer.account), hour);
    }
    care_hour_add(hour, turn->now.boot_ms);
}

/* Whether this answer from outside is about the question that is under way now. */
static gboolean
is_about(CareConversation *conversation, const CarePending *pending)
{
    const CareRecord *record = care_survey_record(conversation);

    return record != NULL && record != conversation->past &&
           record->survey.state == CARE_SURVEY_ASKING &&
           g_strcmp0(record->survey.id, pending->survey_id) == 0;
}

/* The customer had said in the chat that they want no questions: none goes out, now or ever. */
static void
heed_stop(CareTurn *turn, CareConversation *conversation)
{
    const gboolean is_pulse = conversation->pulse != NULL;

    care_reply_opt_out(turn, conversation, conversation->who);
    care_survey_not_asked(turn, conversation, CARE_REASON_OPTED_OUT);
    if (!is_pulse && conversation->ending == CARE_END_EXPLICIT)
        care_turn_tell(turn, conversation, CARE_TELL_ENDED)->number = CARE_REASON_OPTED_OUT;
}

void
care_survey_asking_stored(CareTurn *turn, CareConversation *conversation, CarePending *pending,
                          CareStored status)
{
    turn->engine->store_failed = status == CARE_STORED_FAILED;
    if (!is_about(conversation, pending))
        return;
    switch (status) {
    case CARE_STORED_OK:
        turn->engine->store_told = FALSE;
        if (conversation->said_stop && !conversation->opted_in)
            heed_stop(turn, conversation);
        else
            send_question(turn, conversation);
        break;
    case CARE_STORED_ELSEWHERE:
        care_survey_not_asked(turn, conversation, CARE_REASON_ASKED_ELSEWHERE);
        if (conversation->phase != CARE_PHASE_OPEN && conversation->ending == CARE_END_EXPLICIT)
            care_turn_tell(turn, conversation, CARE_TELL_ENDED)->number =
                CARE_REASON_ASKED_ELSEWHERE;
        break;
    case CARE_STORED_FAILED:
        care_survey_not_asked(turn, conversation, CARE_REASON_STORE);
        care_turn_store_failed(turn, conversation);
        break;
    }
}

void
care_survey_sent(CareTurn *turn, CareConversation *conversation, CarePending *pending,
                 CareStored status)
{
    CareRecord *record = care_survey_record(conversation);

    if (!is_about(conversation, pending))
        return;
    if (status == CARE_STORED_OK) {
        conversation->since = (CareSince){.asked_boot = turn->now.boot_ms};
        record->survey.asked_ms = turn->now.wall_ms;
        care_survey_set_state(record, CARE_SURVEY_ASKED, turn->now);
        care_turn_store(turn, conversation, record);
        if (record->survey.is_pulse)
            care_turn_tell(turn, conversation, CARE_TELL_PULSE_ASKED);
        else
            care_turn_act(turn, CARE_ACTION_ASKED, conversation);
    } else {
        care_survey_not_asked(turn, conversation, CARE_REASON_SEND_FAILED);
        care_turn_tell(turn, conversation, CARE_TELL_SEND_FAILED);
    }
}

void
care_survey_close(CareTurn *turn, CareConversation *conversation, CareSurveyState state)
{
    CareRecord *record = care_survey_record(conversation);

    care_survey_set_state(record, state, turn->now);
    care_turn_store(turn, conversation, record);
}

void
care_survey_commit(CareTurn *turn, CareConversation *conversation, CareRecord *record,
                   CareMessageId message)
{
    CareAction *action = care_turn_act(turn, CARE_ACTION_STORE, conversation);
    CarePending *pending;

    record->at_ms = turn->now.wall_ms;
    action->record = record;
    action->token = care_turn_expect(turn, conversation, CARE_WANT_ANSWER);
    pending = care_turn_pending(turn, action->token);
    pending->record = care_record_copy(record);
    pending->message = message;
}

static gboolean
is_follow_up(CareMessageId message)
{
    return message == CARE_SAY_ITEM || message == CARE_SAY_COMMENT_LOW ||
           message == CARE_SAY_COMMENT_HIGH;
}

static void
say_stored(CareTurn *turn, CareConversation *conversation, const CarePending *pending)
{
    const CareAnswerRecord *answer = &pending->record->answer;
    const CareCustomerChange change = pending->record->change;
    const gboolean is_shown = turn->engine->settings->show.rating == CARE_SHOW_YES;

    if (conversation->is_desk &&
        care_turn_say(turn, conversation, pending->message, answer->rating) &&
        is_follow_up(pending->message)) {
        conversation->since.step_boot = turn->now.boot_ms;
        conversation->last_in_times = 0;
    }
    if ((change & (CARE_CUSTOMER_SET_PRIVATE | CARE_CUSTOMER_UNSET_PRIVATE)) != 0)
        care_turn_tell(turn, conversation,
                       change & CARE_CUSTOMER_SET_PRIVATE ? CARE_TELL_PRIVATE
                                                          : CARE_TELL_NOT_PRIVATE);
    if ((change & CARE_CUSTOMER_ERASE) != 0)
        care_turn_tell(turn, conversation, CARE_TELL_ERASED);
    care_memory_stored(turn, conversation, pending->record);
    if (answer->seq == 0 || answer->kind == CARE_ANSWER_ITEM || answer->kind == CARE_ANSWER_PULSE ||
        pending->is_comment)
        return; /* of no figure */
    care_turn_act(turn, CARE_ACTION_ANSWERED, conversation)->number = answer->rating;
    if (answer->rating <= CARE_LOW_RATING && is_shown)
        care_turn_tell(turn, conversation, CARE_TELL_RECOVERY);
}

void
care_survey_answer_stored(CareTurn *turn, CareConversation *conversation, CarePending *pending,
                          CareStored status)
{
    turn->engine->store_failed = status == CARE_STORED_FAILED;
    if (status != CARE_STORED_FAILED) {
        turn->engine->store_told = FALSE;
        say_stored(turn, conversation, pending);
        return;
    }
    /* Kept and tried again until it is safe; the customer learns the truth once. */
    if (pending->message == CARE_SAY_NOTHING) {
        if (!care_memory_not_stored(turn, conversation, pending))
            care_turn_store_failed(turn, conversation);
    } else if (!pending->retried) {
        care_turn_say(turn, conversation, CARE_SAY_NOT_SAVED, 0);
        care_turn_tell(turn, conversation, CARE_TELL_NOT_SAVED);
    }
    pending->retried = TRUE;
    if (is_follow_up(pending->message)) { /* whenever it is safe, the moment for it has gone */
        CareRecord *record = care_survey_record(conversation);

        pending->message = care_follow_thanks(conversation, pending->record->survey.rating);
        pending->record->survey.step = CARE_STEP_DONE;
        if (record != NULL)
            record->survey.step = CARE_STEP_DONE;
    }
    care_turn_keep_unsaved(turn, pending);
}

/* The kept answer with the survey as it is by now: an old snapshot must not undo a newer one. */
static CareRecord *
refreshed(CareConversation *conversation, CareRecord *kept)
{
    const CareRecord *record = care_survey_record(conversation);
    CareRecord *fresh;

    if (record == NULL || g_strcmp0(record->survey.id, kept->survey.id) != 0)
        return kept;
    fresh = care_pulse_snapshot(conversation, record);
    fresh->answer = kept->answer;
    fresh->customer = g_steal_pointer(&kept->customer);
    fresh->change = kept->change;
    kept->answer.comment = NULL;
    care_record_free(kept);
    return fresh;
}

void
care_survey_retry(CareTurn *turn, CareConversation *conversation)
{
    CarePending *unsaved;

    while ((unsaved = g_queue_pop_head(&conversation->unsaved)) != NULL) {
        CarePending *again;

        care_survey_commit(turn, conversation,
                           refreshed(conversation, g_steal_pointer(&unsaved->record)),
                           unsaved->message);
        again = care_turn_pending(turn, turn->engine->last_token);
        again->retried = TRUE;
        again->is_comment = unsaved->is_comment;
        care_pending_free(unsaved);
    }
}

void
care_survey_wake(CareTurn *turn, CareConversation *conversation)
{
    CareRecord *record = care_survey_record(conversation);
    const gint64 boot = turn->now.boot_ms;

    if (!g_queue_is_empty(&conversation->unsaved) && boot >= conversation->retry_boot)
        care_survey_retry(turn, conversation);
    if (boot < care_survey_due(conversation))
        return;
    if (care_follow_is_out(conversation, record))
        care_follow_wake(turn, conversation);
    else if (care_survey_is_open(record)) /* off the desk too: every question comes to an end */
        care_survey_close(turn, conversation, CARE_SURVEY_EXPIRED);
    else if (record->survey.state == CARE_SURVEY_ANSWERED && !conversation->since.over)
        conversation->since.over = TRUE;
    else
        conversation->since.closed = TRUE;
}
