/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A chat's life: it starts with a line, ends in one of four ways, and for ten minutes may come
 * back. */
#include "care-conversation.h"

void
care_chat_set_phase(CareConversation *conversation, CarePhase phase)
{
    CareEngine *engine = conversation->engine;

    engine->n_open += (phase == CARE_PHASE_OPEN) - (conversation->phase == CARE_PHASE_OPEN);
    conversation->phase = phase;
    care_conversation_refresh(conversation);
}

/* An answer may still come for the chat before this one: then its record stays beside the new one.
 */
static void
put_past_aside(CareConversation *conversation)
{
    care_pulse_drop(conversation);
    conversation->pulse_boot = 0;
    if (conversation->record->survey.id != NULL && care_survey_is_watched(conversation)) {
        care_record_free(conversation->past);
        conversation->past = conversation->record;
    } else {
        care_record_free(conversation->record);
    }
    conversation->record = g_new0(CareRecord, 1);
}

static void
start(CareTurn *turn, CareConversation *conversation)
{
    const CarePeer *peer = &conversation->peer;
    const char *agent = turn->engine->settings->desk.agent_name;
    CareChatRecord *chat;

    if (conversation->dirty)
        care_chat_flush(turn, conversation); /* the last word on the chat before */
    put_past_aside(conversation);
    if (peer->room)
        g_clear_pointer(&conversation->customer_key, g_free); /* whoever it was the last time */
    chat = &conversation->record->chat;
    chat->agent = g_strdup(agent[0] != '\0' ? agent : peer->account);
    chat->protocol = g_strdup(peer->protocol);
    chat->account = g_strdup(peer->account);
    chat->address = g_strdup(peer->address);
    chat->room = peer->room;
    chat->customer = g_strdup(conversation->customer_key);
    chat->started_ms = turn->now.wall_ms;
    if (conversation->writers != NULL)
        g_hash_table_remove_all(conversation->writers);
    conversation->recorded = conversation->dirty = FALSE;
    conversation->quiet = conversation->was_waiting = FALSE;
    conversation->erased = conversation->opted_in = FALSE;
    conversation->waiting = (CareWaiting){.since_boot = CARE_NEVER};
    care_remind_start(conversation);
    care_attention_start(&conversation->attending);
    conversation->lost_boot = CARE_NEVER;
    conversation->last_boot = turn->now.boot_ms;
    if (conversation->customer_key != NULL || peer->room)
        conversation->customer =
            (CareCustomer){0}; /* an anonymous one's wishes are kept here alone */
    care_turn_load(turn, conversation);
    care_chat_set_phase(conversation, CARE_PHASE_OPEN);
}

void
care_chat_reopen(CareTurn *turn, CareConversation *conversation)
{
    CareChatRecord *chat = &conversation->record->chat;

    if (conversation->record->survey.state == CARE_SURVEY_FAILED) {
        care_survey_forget(conversation); /* it never went out: the next end may ask */
        care_turn_load(turn, conversation);
    }
    if (conversation->record->survey.id == NULL) { /* a sent question freezes the end for good */
        chat->ended_ms = 0;
        chat->end = CARE_END_NONE;
        chat->outcome = CARE_OUTCOME_OPEN;
        chat->reason = CARE_REASON_NONE;
        g_clear_pointer(&chat->guards, g_free);
    }
    conversation->record->has_attention = FALSE;
    conversation->quiet = conversation->was_waiting = FALSE;
    care_remind_end(turn, conversation);
    if (conversation->phase != CARE_PHASE_ENDING) /* else whoever waited waits still */
        conversation->waiting.since_boot = CARE_NEVER;
    conversation->last_boot = turn->now.boot_ms;
    conversation->dirty = conversation->recorded;
    conversation->flush_boot = turn->now.boot_ms;
    care_chat_set_phase(conversation, CARE_PHASE_OPEN);
}

/* What a line does to a chat that is not simply on. FALSE: it is no line of any chat. */
static gboolean
rare_line(CareTurn *turn, const CareEvent *event)
{
    CareConversation *conversation = event->conversation;
    const char *text = event->text != NULL ? event->text : "";
    const gboolean is_reply = conversation->since.skip_next && event->role == CARE_ROLE_CUSTOMER;
    const gboolean courtesy =
        is_reply || care_answer_is_courtesy(care_conversation_language(conversation), text);

    if (is_reply)
        conversation->since.skip_next = FALSE;
    else if (conversation->watched)
        care_reply_line(turn, conversation, event->role, text, courtesy);

    switch (conversation->phase) {
    case CARE_PHASE_OPEN:
        return TRUE;
    case CARE_PHASE_ENDING:
        if (!courtesy) {
            if (conversation->ending == CARE_END_EXPLICIT)
                care_turn_tell(turn, conversation, CARE_TELL_UNDONE);
            care_chat_reopen(turn, conversation);
        }
        return TRUE;
    case CARE_PHASE_ENDED:
        if (courtesy)
            return FALSE;
        if (turn->now.boot_ms < conversation->ended_boot + CARE_COURTESY_MS)
            care_chat_reopen(turn, conversation);
        else
            start(turn, conversation);
        return TRUE;
    case CARE_PHASE_NONE:
        if (!courtesy)
            start(turn, conversation);
        return !courtesy;
    }
    return FALSE;
}

static void
note_writer(CareConversation *conversation, const char *who)
{
    gpointer lines;

    if (who == NULL)
        return;
    lines = g_hash_table_lookup(conversation->writers, who);
    g_hash_table_replace(conversation->writers, g_strdup(who),
                         GUINT_TO_POINTER(GPOINTER_TO_UINT(lines) + 1));
}

void
care_chat_flush(CareTurn *turn, CareConversation *conversation)
{
    const CareChatRecord *chat = &conversation->record->chat;

    if (chat->id == NULL || (!conversation->recorded && chat->agent_lines == 0))
        return;
    if (conversation->recorded && !conversation->dirty)
        return;
    conversation->recorded = TRUE;
    care_turn_store(turn, conversation, conversation->record);
}

/* The agent's line ends a wait. */
static void
note_reply(CareConversation *conversation, gint64 boot_ms)
{
    if (conversation->waiting.since_boot != CARE_NEVER)
        care_attention_reply(&conversation->attending,
                             MAX(boot_ms - conversation->waiting.since_boot, 0));
    conversation->waiting.since_boot = CARE_NEVER;
}

/* A line in a chat that is simply on. FALSE: more than counting is to be done. */
gboolean
care_chat_count(const CareEvent *event, CareNow now)
{
    CareConversation *conversation = event->conversation;
    CareChatRecord *chat = &conversation->record->chat;

    if (!conversation->plain || !conversation->dirty || event->automatic)
        return FALSE;
    if (event->role == CARE_ROLE_CUSTOMER) {
        if (conversation->waiting.since_boot == CARE_NEVER || conversation->writers != NULL ||
            now.boot_ms >= conversation->remind.double_boot)
            return FALSE;
        chat->customer_lines++;
    } else if (event->role == CARE_ROLE_AGENT && conversation->recorded &&
               conversation->remind.active == 0 && conversation->remind.scan_boot != CARE_NEVER) {
        chat->agent_lines++;
        note_reply(conversation, now.boot_ms);
    } else {
        return FALSE;
    }
    conversation->remind.unscanned++;
    chat->last_ms = now.wall_ms;
    conversation->last_boot = now.boot_ms;
    return TRUE;
}

void
care_chat_line(CareTurn *turn, const CareEvent *event)
{
    CareConversation *conversation = event->conversation;

    if (!conversation->is_desk || event->automatic)
        return;
    if (event->role == CARE_ROLE_COLLEAGUE) { /* counts for nobody here, but it is an answer */
        care_remind_overtaken(turn, conversation);
        return;
    }
    if (!conversation->plain && !rare_line(turn, event))
        return;
    if (!conversation->dirty) {
        conversation->dirty = TRUE;
        conversation->flush_boot = turn->now.boot_ms + CARE_FLUSH_MS;
        if (conversation->recorded)
            care_schedule_sooner(conversation, conversation->flush_boot);
    }
    if (event->role == CARE_ROLE_CUSTOMER) {
        if (conversation->writers != NULL)
            note_writer(conversation, event->who);
        conversation->record->chat.customer_lines++;
        if (conversation->waiting.since_boot == CARE_NEVER)
            care_remind_wait(turn, conversation);
        else if (turn->now.boot_ms >= conversation->remind.double_boot)
            care_remind_again(turn, conversation);
    } else {
        conversation->record->chat.agent_lines++;
        note_reply(conversation, turn->now.boot_ms);
        care_remind_answered(turn, conversation);
    }
    conversation->remind.unscanned++;
    conversation->record->chat.last_ms = turn->now.wall_ms;
    conversation->last_boot = turn->now.boot_ms;
    /* The agent's first line makes the chat theirs: from now on it is in the figures, come what
       may. */
    if (!conversation->recorded && event->role == CARE_ROLE_AGENT)
        care_chat_flush(turn, conversation);
}

void
care_chat_end(CareTurn *turn, CareConversation *conversation, CareEnd end, gint64 delay_ms)
{
    conversation->ending = end;
    conversation->end_boot = turn->now.boot_ms + delay_ms;
    care_remind_end(turn, conversation);
    care_chat_set_phase(conversation, CARE_PHASE_ENDING);
    if (conversation->loaded && delay_ms == 0)
        care_chat_finish(turn, conversation);
}

static void
tell_not_asked(CareTurn *turn, CareConversation *conversation, CareReason reason)
{
    if (care_transfer_is_done(conversation))
        return; /* that is told already */
    if (reason == CARE_REASON_STORE)
        care_turn_store_failed(turn, conversation);
    else if (reason == CARE_REASON_CUSTOMER_WAITING)
        care_turn_tell(turn, conversation, CARE_TELL_CLOSED_WAITING);
    else if (conversation->ending == CARE_END_EXPLICIT)
        care_turn_tell(turn, conversation, CARE_TELL_ENDED)->number = (gint)reason;
}

/* The chat was asked about before it came back: its end and outcome stand, at most the question
 * comes again. */
static void
finish_asked(CareTurn *turn, CareConversation *conversation)
{
    const gboolean may_ask =
        !conversation->quiet && !conversation->was_waiting &&
        (conversation->ending == CARE_END_EXPLICIT || conversation->ending == CARE_END_CLOSED);

    conversation->dirty = TRUE;
    if (may_ask && care_survey_ask_again(turn, conversation))
        return;
    care_chat_flush(turn, conversation);
    if (conversation->ending == CARE_END_EXPLICIT)
        care_command_status(turn, conversation);
}

static void
note_attention(const CareTurn *turn, CareConversation *conversation)
{
    const gint64 since = conversation->waiting.since_boot;
    const gint64 waits_ms = since != CARE_NEVER ? MAX(turn->now.boot_ms - since, 0) : 0;

    conversation->record->attention = care_attention_of(&conversation->attending, waits_ms);
    conversation->record->has_attention = TRUE;
}

void
care_chat_finish(CareTurn *turn, CareConversation *conversation)
{
    CareChatRecord *chat = &conversation->record->chat;
    CareAsking verdict;

    conversation->ended_boot = turn->now.boot_ms;
    note_attention(turn, conversation);
    care_pulse_end(turn, conversation);
    if (conversation->record->survey.id != NULL) {
        finish_asked(turn, conversation);
        care_chat_set_phase(conversation, CARE_PHASE_ENDED);
        return;
    }
    if (chat->agent_lines == 0 && conversation->ending != CARE_END_EXPLICIT) {
        conversation->dirty = FALSE; /* no agent took part: perhaps another client's did */
        care_chat_set_phase(conversation, CARE_PHASE_NONE);
        return;
    }
    verdict = care_eligibility_of(turn->engine, conversation, turn->now);
    g_free(chat->guards);
    chat->guards = verdict.guards;
    chat->end = conversation->ending;
    chat->reason = verdict.reason;
    chat->ended_ms = conversation->ending == CARE_END_IDLE || conversation->ending == CARE_END_LOST
                         ? chat->last_ms
                         : turn->now.wall_ms;
    conversation->recorded = conversation->dirty = TRUE;
    if (verdict.reason == CARE_REASON_NONE) {
        chat->outcome = CARE_OUTCOME_PENDING;
        care_survey_ask(turn, conversation, verdict.probability);
    } else {
        chat->outcome = CARE_OUTCOME_NOT_ASKED;
        care_chat_flush(turn, conversation);
        tell_not_asked(turn, conversation, verdict.reason);
    }
    care_turn_act(turn, CARE_ACTION_CHAT_ENDED, conversation)->number = (gint)chat->outcome;
    /* Who was handed over does not come back here: what they write next is a chat of its own. */
    care_chat_set_phase(conversation,
                        care_transfer_is_done(conversation) ? CARE_PHASE_NONE : CARE_PHASE_ENDED);
}

void
care_chat_loaded(CareTurn *turn, CareConversation *conversation, const CareEvent *event)
{
    CareChatRecord *chat = &conversation->record->chat;

    conversation->loaded = TRUE;
    conversation->load_failed = event->status != CARE_STORED_OK;
    if (event->customer != NULL && conversation->customer_key != NULL) {
        const CareCustomer before = conversation->customer;

        conversation->customer = *event->customer;
        /* A wish that came while the answer was under way is newer than the answer. */
        conversation->customer.is_private |= before.is_private;
        conversation->customer.is_opted_out |= before.is_opted_out;
    }
    if (chat->id == NULL && chat->started_ms != 0) /* "/care card" loads without a chat, too */
        chat->id = g_strdup(event->chat_id);
    g_free(conversation->survey_id);
    conversation->survey_id = g_strdup(event->survey_id);
    conversation->dice = event->dice;
    if (conversation->load_failed)
        care_turn_store_failed(turn, conversation);
    care_memory_met(turn, conversation, event->memory);
    care_chat_flush(turn, conversation);
    if (conversation->phase == CARE_PHASE_ENDING && turn->now.boot_ms >= conversation->end_boot)
        care_command_end_due(turn, conversation);
}

void
care_chat_closed(CareTurn *turn, const CareEvent *event)
{
    CareConversation *conversation = event->conversation;

    conversation->attached = FALSE;
    care_remind_end(turn, conversation);
    conversation->was_waiting =
        conversation->waiting.since_boot != CARE_NEVER &&
        !(event->text != NULL &&
          care_answer_is_courtesy(care_conversation_language(conversation), event->text));
    if (turn->engine->quitting || !conversation->is_desk)
        return;
    if (conversation->phase == CARE_PHASE_OPEN) {
        care_chat_end(turn, conversation, CARE_END_CLOSED, 0);
    } else if (conversation->phase == CARE_PHASE_ENDING) {
        conversation->end_boot = turn->now.boot_ms; /* nobody is left who could undo it */
        if (conversation->loaded)
            care_chat_finish(turn, conversation);
    }
}

void
care_chat_account(CareTurn *turn, CareConversation *conversation, gboolean online)
{
    if (online)
        conversation->lost_boot = CARE_NEVER;
    else if (conversation->phase == CARE_PHASE_OPEN && conversation->lost_boot == CARE_NEVER)
        conversation->lost_boot = turn->now.boot_ms + turn->engine->settings->chat.offline_end;
}

void
care_chat_wake(CareTurn *turn, CareConversation *conversation)
{
    const gint64 boot = turn->now.boot_ms;
    const gint64 idle_end = turn->engine->settings->chat.idle_end;

    if (conversation->phase == CARE_PHASE_OPEN && boot >= conversation->lost_boot)
        care_chat_end(turn, conversation, CARE_END_LOST, 0);
    else if (conversation->phase == CARE_PHASE_OPEN && boot >= conversation->last_boot + idle_end)
        care_chat_end(turn, conversation, CARE_END_IDLE, 0);
    else if (conversation->phase == CARE_PHASE_ENDING && conversation->loaded &&
             boot >= conversation->end_boot)
        care_command_end_due(turn, conversation);
    else if (conversation->phase == CARE_PHASE_ENDED &&
             boot >= conversation->ended_boot + CARE_COURTESY_MS)
        care_chat_set_phase(conversation, CARE_PHASE_NONE);
    if (conversation->dirty && conversation->recorded && boot >= conversation->flush_boot)
        care_chat_flush(turn, conversation);
}
