/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a customer wishes rather than answers: no more questions, questions again, help, deletion.
 */
#include "care-judge.h"

/* An occupant without an address is remembered by nick, for this run. */
static void
note_refusal(CareConversation *conversation, const char *who, gboolean out)
{
    if (conversation->refused == NULL)
        conversation->refused = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (who != NULL && out)
        g_hash_table_add(conversation->refused, g_strdup(who));
    else if (who != NULL)
        g_hash_table_remove(conversation->refused, who);
}

/* The survey that a wish ends: in a room an earlier one was somebody else's. */
static CareRecord *
record_of(CareConversation *conversation)
{
    CareRecord *record = care_survey_record(conversation);

    return conversation->peer.room && record == conversation->past ? NULL : record;
}

static void
take_wish_out(CarePending *pending)
{
    const gint wishes = CARE_CUSTOMER_OPT_OUT | CARE_CUSTOMER_OPT_IN;

    if (pending->record == NULL || (pending->record->change & wishes) == 0)
        return;
    pending->record->change &= ~wishes;
    if (pending->message == CARE_SAY_OPTED_OUT || pending->message == CARE_SAY_OPTED_IN)
        pending->message = CARE_SAY_NOTHING;
}

/* An older wish that still waits for the store must not undo this one. */
static void
drop_older(CareEngine *engine, CareConversation *conversation)
{
    GHashTableIter iter;
    gpointer value;

    for (GList *at = conversation->unsaved.head; at != NULL; at = at->next)
        take_wish_out(at->data);
    g_hash_table_iter_init(&iter, engine->pending);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        CarePending *pending = value;

        if (pending->conversation == conversation && pending->retried)
            take_wish_out(pending);
    }
}

/* Commits the wish; @message goes out once it is safe. */
static void
commit_wish(CareTurn *turn, CareConversation *conversation, const char *who, gboolean out,
            CareMessageId message)
{
    CareRecord *record = record_of(conversation);
    const char *key = record != NULL && conversation->peer.room ? record->chat.customer
                                                                : conversation->customer_key;
    const gboolean is_for_all =
        conversation->peer.room && record != NULL && record->survey.who == NULL;
    CareRecord *stored;

    conversation->opted_in = !out;
    drop_older(turn->engine, conversation);
    if (out && record != NULL && care_survey_is_open(record) && !is_for_all)
        care_survey_set_state(record, CARE_SURVEY_OPTED_OUT, turn->now);
    if (out && record != NULL && care_follow_is_out(conversation, record))
        record->survey.step = CARE_STEP_DONE;
    stored = record != NULL ? care_pulse_snapshot(conversation, record) : g_new0(CareRecord, 1);
    stored->customer = g_strdup(key);
    stored->change = out ? CARE_CUSTOMER_OPT_OUT : CARE_CUSTOMER_OPT_IN;
    conversation->customer.is_opted_out = out;
    care_engine_mark(conversation->engine, key, NULL, &out);
    if (key == NULL && conversation->peer.room)
        note_refusal(conversation, who, out);
    care_survey_commit(turn, conversation, stored, message);
}

void
care_reply_opt_out(CareTurn *turn, CareConversation *conversation, const char *who)
{
    commit_wish(turn, conversation, who, TRUE, CARE_SAY_NOTHING);
}

static void
change_opt_out(const CareJudge *judge, gboolean out)
{
    commit_wish(judge->turn, judge->conversation, judge->event->who, out,
                out ? CARE_SAY_OPTED_OUT : CARE_SAY_OPTED_IN);
    if (judge->reply.class != CARE_REPLY_OPT_OUT || judge->reply.only_wish)
        care_turn_keep(judge->turn); /* else the rest of the line is for the agent */
    if (out)
        care_turn_tell(judge->turn, judge->conversation, CARE_TELL_OPTED_OUT);
}

void
care_wish_opt_out(const CareJudge *judge)
{
    const CareConversation *conversation = judge->conversation;
    const gint64 stamp_ms =
        judge->event->stamp_ms != 0 ? judge->event->stamp_ms : judge->turn->now.wall_ms;

    if (judge->record == NULL || judge->record->survey.state == CARE_SURVEY_ASKING)
        return;
    /* A bare word ("stop") may be meant for what the agent just said; a whole phrase is not. */
    if (judge->reply.bare && (!care_judge_is_first(conversation) ||
                              stamp_ms > judge->record->survey.asked_ms + CARE_STOP_FOR_MS))
        return;
    if (judge->conversation->words != NULL) /* what they said before it is kept */
        care_follow_close(judge->turn, judge->conversation, CARE_SAY_NOTHING);
    change_opt_out(judge, TRUE);
}

void
care_wish_help(const CareJudge *judge)
{
    const gboolean is_answered =
        judge->record != NULL && judge->record->survey.state == CARE_SURVEY_ANSWERED &&
        care_judge_is_first(judge->conversation) && !judge->conversation->since.over;

    if (!(is_answered || care_judge_awaits(judge) || care_judge_awaits_comment(judge)) ||
        !care_turn_say(judge->turn, judge->conversation, CARE_SAY_HELP, 0))
        return;
    care_turn_keep(judge->turn);
}

/* "!rate off", "on" and "erase" count at any time, from everybody who can be remembered, offline
   lines too. FALSE: it is none of them. */
gboolean
care_wish_bang(CareJudge *judge, const char *text)
{
    const gboolean off = g_ascii_strcasecmp(text, "!rate off") == 0;

    if (g_ascii_strcasecmp(text, "!rate erase") == 0)
        return care_erase_read(judge->turn, judge->conversation, text, judge->event->who, TRUE);
    if (!off && g_ascii_strcasecmp(text, "!rate on") != 0)
        return FALSE;
    if (judge->conversation->customer_key == NULL && judge->record == NULL)
        return FALSE;
    change_opt_out(judge, off);
    return TRUE;
}

/* "erase" means us as long as a bare "stop" does; "yes, erase" only after that. */
gboolean
care_wish_erase(const CareJudge *judge)
{
    const gint64 asked = judge->record != NULL ? judge->record->survey.asked_ms : 0;

    const gboolean is_waited_for = judge->conversation->erase_boot != 0;
    const gboolean is_meant = judge->record != NULL &&
                              judge->record->survey.state != CARE_SURVEY_ASKING &&
                              care_judge_is_first(judge->conversation) &&
                              judge->turn->now.wall_ms <= asked + CARE_STOP_FOR_MS;

    return judge->event->stamp_ms == 0 && (is_waited_for || is_meant) &&
           care_erase_read(judge->turn, judge->conversation, judge->event->text, judge->event->who,
                           FALSE);
}
