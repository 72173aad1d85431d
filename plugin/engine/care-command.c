/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the agent asks for by hand: end, undo, status, why, private; the rest goes on to its part.
 */
#include "care-conversation.h"

void
care_command_note_present(CareConversation *conversation, const CareOccupant *present)
{
    conversation->present = 0;
    g_clear_pointer(&conversation->who, g_free);
    care_memory_drop(conversation);
    for (; present != NULL && present->nick != NULL; present++) {
        if (!g_hash_table_contains(conversation->writers, present->nick))
            continue;
        if (conversation->present++ > 0)
            continue;
        conversation->who = g_strdup(present->nick);
        g_free(conversation->customer_key);
        conversation->customer_key =
            present->address != NULL
                ? g_strconcat(conversation->peer.protocol, ":", present->address, NULL)
                : NULL;
        conversation->customer = (CareCustomer){
            .is_opted_out = conversation->refused != NULL &&
                            g_hash_table_contains(conversation->refused, present->nick)};
    }
    if (conversation->present > 1) { /* if several are asked, the first who answers is meant */
        g_clear_pointer(&conversation->who, g_free);
        g_clear_pointer(&conversation->customer_key, g_free);
    }
}

/* In a room it is clear only at the end who is asked: then what is known of them is loaded now. */
static void
meet_customer(CareTurn *turn, CareConversation *conversation, const CareOccupant *present)
{
    CareChatRecord *chat = &conversation->record->chat;

    if (conversation->record->survey.id != NULL)
        return;
    care_command_note_present(conversation, present);
    g_free(chat->customer);
    chat->customer = g_strdup(conversation->customer_key);
    care_turn_load(turn, conversation);
}

void
care_command_meet(CareTurn *turn, CareConversation *conversation, const CareOccupant *present)
{
    if (conversation->peer.room && present != NULL && conversation->phase == CARE_PHASE_OPEN)
        meet_customer(turn, conversation, present);
}

/* What is still open in the chat, as far as policy wants to hear of it. (transfer full) (nullable)
 */
static CareCard *
card_of_opens(CareTurn *turn, CareConversation *conversation)
{
    const gboolean questions = care_remind_is_on(turn->engine, CARE_RULE_OPEN_QUESTION);
    g_autoptr(CareCard) card = care_card_of(conversation, turn->now);
    guint n = 0;

    for (guint i = 0; i < card->n_opens; i++) {
        if (questions || card->opens[i].kind == CARE_OPEN_PROMISE)
            card->opens[n++] = card->opens[i];
    }
    card->n_opens = n;
    return n > 0 ? g_steal_pointer(&card) : NULL;
}

/* Tells what is still open. FALSE: nothing is, and the question may go out at once. */
static gboolean
tell_open(CareTurn *turn, const CareEvent *event)
{
    CareConversation *conversation = event->conversation;
    const gint seconds = (gint)(CARE_UNDO_MS / 1000);
    CareCard *card;
    CareAction *action;

    if (!care_remind_is_on(turn->engine, CARE_RULE_LAST_IMPRESSION))
        return FALSE;
    card = card_of_opens(turn, conversation);
    if (card != NULL) {
        action = care_turn_tell(turn, conversation, CARE_TELL_LAST_IMPRESSION);
        action->number = seconds;
        action->card = card;
        return TRUE;
    }
    /* Lines that nobody looked at: then the newest one alone is judged. */
    if (conversation->remind.unscanned == 0 || event->text == NULL ||
        !care_remind_is_on(turn->engine, CARE_RULE_OPEN_QUESTION) || !care_answer_asks(event->text))
        return FALSE;
    care_turn_tell(turn, conversation, CARE_TELL_STILL_OPEN)->number = seconds;
    return TRUE;
}

static void
run_end(CareTurn *turn, const CareEvent *event)
{
    CareConversation *conversation = event->conversation;
    const gboolean quiet = event->command == CARE_COMMAND_END_QUIET;
    gboolean waits = FALSE;

    if (conversation->phase == CARE_PHASE_NONE || conversation->phase == CARE_PHASE_ENDED) {
        care_turn_tell(turn, conversation, CARE_TELL_NO_CHAT);
        return;
    }
    conversation->quiet = quiet;
    conversation->was_waiting = FALSE;
    if (conversation->phase == CARE_PHASE_OPEN) {
        if (conversation->peer.room)
            meet_customer(turn, conversation, event->present);
        waits = !quiet && tell_open(turn, event);
    }
    conversation->looks_first = waits;
    /* A second /care end within the wait means: yes, now. */
    care_chat_end(turn, conversation, CARE_END_EXPLICIT, waits ? CARE_UNDO_MS : 0);
}

void
care_command_end_due(CareTurn *turn, CareConversation *conversation)
{
    const gboolean looks = conversation->looks_first && conversation->attached;

    conversation->looks_first = FALSE; /* an answer that never comes holds nothing up */
    if (looks)
        care_turn_act(turn, CARE_ACTION_READ, conversation);
    else
        care_chat_finish(turn, conversation);
}

void
care_command_newest(CareTurn *turn, CareConversation *conversation, gboolean is_typing)
{
    const gboolean is_due = conversation->phase == CARE_PHASE_ENDING && conversation->loaded &&
                            turn->now.boot_ms >= conversation->end_boot;

    if (!is_due)
        return;
    if (is_typing && conversation->ending == CARE_END_EXPLICIT) {
        care_chat_reopen(turn, conversation);
        care_turn_tell(turn, conversation, CARE_TELL_UNDONE);
    } else {
        care_chat_finish(turn, conversation);
    }
}

static gboolean
has_ended(const CareConversation *conversation)
{
    return conversation->phase == CARE_PHASE_ENDING || conversation->phase == CARE_PHASE_ENDED;
}

static gboolean
was_asked(const CareConversation *conversation)
{
    return conversation->record->survey.id != NULL &&
           conversation->record->survey.state != CARE_SURVEY_FAILED;
}

gboolean
care_command_can_undo(const CareConversation *conversation)
{
    return has_ended(conversation) && !was_asked(conversation);
}

static void
run_undo(CareTurn *turn, CareConversation *conversation)
{
    if (!has_ended(conversation)) {
        care_turn_tell(turn, conversation, CARE_TELL_UNDO_NONE);
    } else if (was_asked(conversation)) {
        care_turn_tell(turn, conversation, CARE_TELL_UNDO_LATE);
    } else {
        care_chat_reopen(turn, conversation);
        care_turn_tell(turn, conversation, CARE_TELL_UNDONE);
    }
}

void
care_command_status(CareTurn *turn, CareConversation *conversation)
{
    const CareRecord *asked = care_survey_record(conversation);
    const CareChatRecord *chat = &conversation->record->chat;
    CareAction *action;

    if (conversation->phase == CARE_PHASE_OPEN || conversation->phase == CARE_PHASE_ENDING) {
        action = care_turn_tell(turn, conversation, CARE_TELL_STATUS_OPEN);
        action->number = (gint)chat->customer_lines;
        action->ms = turn->now.wall_ms - chat->started_ms;
        action->card = care_card_of(conversation, turn->now);
    } else if (asked != NULL && care_survey_is_open(asked)) {
        action = care_turn_tell(turn, conversation, CARE_TELL_STATUS_ASKED);
        action->ms = turn->now.boot_ms - conversation->since.asked_boot;
    } else {
        action = care_turn_tell(turn, conversation, CARE_TELL_STATUS_NONE);
        if (chat->outcome != CARE_OUTCOME_OPEN)
            action->text = g_strdup(care_outcome_name(chat->outcome));
    }
}

static void
run_why(CareTurn *turn, CareConversation *conversation)
{
    const CareEnd ending = conversation->ending;
    CareAsking verdict;

    if (conversation->record->chat.guards != NULL) {
        care_turn_tell(turn, conversation, CARE_TELL_WHY)->text =
            g_strdup(conversation->record->chat.guards);
        return;
    }
    /* Not ended yet: what an end by hand would come to now. */
    conversation->ending = CARE_END_EXPLICIT;
    verdict = care_eligibility_of(turn->engine, conversation, turn->now);
    conversation->ending = ending;
    care_turn_tell(turn, conversation, CARE_TELL_WHY)->text = verdict.guards;
}

/* A wish that the customer told the agent: nothing is said to the customer about it. */
static void
run_opt_out(CareTurn *turn, CareConversation *conversation)
{
    const CareRecord *asked = care_survey_record(conversation);
    const gboolean is_theirs = asked != NULL && asked != conversation->past;

    if (conversation->peer.room && conversation->customer_key == NULL && !is_theirs) {
        care_turn_tell(turn, conversation, CARE_TELL_NO_ADDRESS);
        return;
    }
    care_reply_opt_out(turn, conversation, is_theirs ? asked->survey.who : conversation->who);
    care_turn_tell(turn, conversation, CARE_TELL_OPTED_OUT);
}

/* Whoever is private is not written to any more: a question under way is called back, one that is
   out is left to expire, and nothing that comes is read as an answer. */
static void
leave_alone(CareTurn *turn, CareConversation *conversation)
{
    CareRecord *asked = care_survey_record(conversation);

    if (asked == NULL)
        return;
    if (asked->survey.state == CARE_SURVEY_ASKING && asked != conversation->past)
        care_survey_not_asked(turn, conversation, CARE_REASON_PRIVATE);
    asked = care_survey_record(conversation);
    if (asked != NULL && care_survey_is_open(asked)) /* the first round's is out, too */
        care_survey_close(turn, conversation, CARE_SURVEY_EXPIRED);
    care_follow_drop_words(conversation);
    conversation->since.over = conversation->since.closed = TRUE;
}

static void
run_private(CareTurn *turn, CareConversation *conversation, gboolean is_private)
{
    CareRecord *record;

    if (conversation->peer.room && conversation->customer_key == NULL) {
        care_turn_tell(turn, conversation, CARE_TELL_NO_ADDRESS);
        return;
    }
    conversation->customer.is_private = is_private;
    care_engine_mark(turn->engine, conversation->customer_key, &is_private, NULL);
    if (is_private)
        leave_alone(turn, conversation);
    if (conversation->customer_key == NULL) {
        care_turn_tell(turn, conversation,
                       is_private ? CARE_TELL_PRIVATE_HERE : CARE_TELL_NOT_PRIVATE);
        return;
    }
    record = g_new0(CareRecord, 1);
    record->customer = g_strdup(conversation->customer_key);
    record->change = is_private ? CARE_CUSTOMER_SET_PRIVATE : CARE_CUSTOMER_UNSET_PRIVATE;
    care_survey_commit(turn, conversation, record, CARE_SAY_NOTHING); /* told once it is safe */
}

/* What is of all conversations or of any, and needs no desk. FALSE: it is no such command. */
static gboolean
run_anywhere(CareTurn *turn, const CareEvent *event)
{
    CareConversation *conversation = event->conversation;

    switch (event->command) {
    case CARE_COMMAND_PRIVATE:
    case CARE_COMMAND_NOT_PRIVATE:
        run_private(turn, conversation, event->command == CARE_COMMAND_PRIVATE);
        return TRUE;
    case CARE_COMMAND_WHY:
        run_why(turn, conversation);
        return TRUE;
    case CARE_COMMAND_WAITING:
        care_turn_act(turn, CARE_ACTION_WAITING, conversation);
        return TRUE;
    case CARE_COMMAND_SNOOZE:
    case CARE_COMMAND_DONE:
    case CARE_COMMAND_LATER:
    case CARE_COMMAND_NEVER:
    case CARE_COMMAND_RESTORE:
        care_fatigue_command(turn, event);
        return TRUE;
    default:
        return FALSE;
    }
}

void
care_command_run(CareTurn *turn, const CareEvent *event)
{
    CareConversation *conversation = event->conversation;

    if (run_anywhere(turn, event))
        return;
    if (!conversation->is_desk) {
        care_turn_tell(turn, conversation, CARE_TELL_NOT_DESK);
        return;
    }
    switch (event->command) {
    case CARE_COMMAND_END:
    case CARE_COMMAND_END_QUIET:
        run_end(turn, event);
        break;
    case CARE_COMMAND_UNDO:
        run_undo(turn, conversation);
        break;
    case CARE_COMMAND_STATUS:
        care_command_status(turn, conversation);
        break;
    case CARE_COMMAND_PULSE:
        care_pulse_ask(turn, conversation, event);
        break;
    case CARE_COMMAND_OPT_OUT:
        run_opt_out(turn, conversation);
        break;
    case CARE_COMMAND_NOTE:
    case CARE_COMMAND_NAME:
    case CARE_COMMAND_LANGUAGE:
    case CARE_COMMAND_FORGET:
        care_memory_command(turn, event);
        break;
    case CARE_COMMAND_RECALL:
        care_memory_recall(turn, conversation);
        break;
    case CARE_COMMAND_CARD:
        care_command_meet(turn, conversation, event->present);
        care_memory_show(turn, conversation, event->command);
        break;
    case CARE_COMMAND_TRANSFER:
    case CARE_COMMAND_TRANSFERRED:
        care_transfer_command(turn, event);
        break;
    default:
        break;
    }
}
