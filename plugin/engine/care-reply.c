/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judges what a customer writes while a question is out: kept as an answer only when it can be
 * nothing else. */
#include "care-conversation.h"
#include <string.h>

#define DUPLICATE_MS       3000
#define BARE_CORRECTION_MS 120000

typedef struct {
    CareTurn *turn;
    CareConversation *conversation;
    CareRecord *record; /* whose survey it would answer; NULL: nothing was ever asked */
    const CareEvent *event;
    CareReply reply;
} Judge;

/* Nobody said anything of weight since our question, so a short line can only be meant for it. */
static gboolean
is_first(const CareConversation *conversation)
{
    return !conversation->since.agent_spoke && conversation->since.customer_lines == 0;
}

/* The question has left, and what comes first is its answer. While it is only being committed
   (ASKING) a line still belongs to the talk. */
static gboolean
awaits(const Judge *judge)
{
    return judge->record != NULL && judge->record->survey.state == CARE_SURVEY_ASKED &&
           is_first(judge->conversation);
}

static void
tell_rating(const Judge *judge, CareMessageId message, const char *words)
{
    const gboolean shown = judge->conversation->engine->settings->show.rating == CARE_SHOW_YES;
    CareAction *action =
        care_turn_tell(judge->turn, judge->conversation, shown ? message : CARE_TELL_RATED_WORDS);

    action->number = shown ? judge->reply.rating : 0;
    action->text = g_strdup(words);
}

static CareMessageId
thanks_for(CareAnswerKind kind, gint rating)
{
    if (kind == CARE_ANSWER_CORRECTION)
        return CARE_SAY_CHANGED;
    if (kind == CARE_ANSWER_LATE)
        return CARE_SAY_LATE;
    return rating <= 2 ? CARE_SAY_THANKS_LOW : CARE_SAY_THANKS;
}

static void
take_rating(const Judge *judge, CareAnswerKind kind)
{
    CareConversation *conversation = judge->conversation;
    CareSurveyRecord *survey = &judge->record->survey;
    const CareReply *reply = &judge->reply;
    g_autofree char *words = NULL;
    CareRecord *stored;

    if (reply->comment_to > reply->comment_from)
        words = g_strndup(judge->event->text + reply->comment_from,
                          reply->comment_to - reply->comment_from);
    survey->answers++;
    survey->rating = reply->rating;
    care_survey_set_state(judge->record, CARE_SURVEY_ANSWERED, judge->turn->now);
    conversation->since.rated_boot = judge->turn->now.boot_ms;

    stored = care_record_copy(judge->record);
    stored->answer.seq = survey->answers;
    stored->answer.rating = reply->rating;
    stored->answer.kind = kind;
    stored->answer.at_ms = judge->turn->now.wall_ms;
    if (conversation->engine->settings->privacy.keep_comments > 0)
        stored->answer.comment = g_strdup(words);
    care_survey_commit(judge->turn, conversation, stored, thanks_for(kind, reply->rating));
    care_turn_keep(judge->turn);
    tell_rating(judge, kind == CARE_ANSWER_CORRECTION ? CARE_TELL_CHANGED : CARE_TELL_RATED, words);
}

/* A rating after the first: replaces it if it says so, or is a bare number soon after. */
static void
correct_rating(const Judge *judge)
{
    const CareConversation *conversation = judge->conversation;
    const gboolean is_bare = judge->reply.comment_to == judge->reply.comment_from;
    const gboolean is_soon =
        judge->turn->now.boot_ms - conversation->since.rated_boot <= BARE_CORRECTION_MS;

    if (!is_first(conversation) || !(judge->reply.corrects || (is_bare && is_soon)))
        return;
    if (judge->reply.rating == judge->record->survey.rating)
        care_turn_keep(judge->turn); /* said twice, stored already */
    else
        take_rating(judge, CARE_ANSWER_CORRECTION);
}

static void
late_rating(const Judge *judge)
{
    CareConversation *conversation = judge->conversation;
    const gint64 since_ms = judge->turn->now.boot_ms - conversation->since.asked_boot;

    if (!is_first(conversation))
        return;
    if (judge->event->stamp_ms != 0 || since_ms <= conversation->engine->settings->ask.late) {
        take_rating(judge, CARE_ANSWER_LATE);
        return;
    }
    conversation->since.over = TRUE; /* too late: it stays a line in the window, and is said once */
    conversation->since.skip_next = TRUE;
    care_turn_say(judge->turn, conversation, CARE_SAY_EXPIRED, 0);
}

static void
judge_rating(const Judge *judge)
{
    if (judge->record == NULL || judge->conversation->since.over)
        return;
    if (awaits(judge))
        take_rating(judge, CARE_ANSWER_FINAL);
    else if (judge->record->survey.state == CARE_SURVEY_ANSWERED)
        correct_rating(judge);
    else if (judge->record->survey.state == CARE_SURVEY_EXPIRED)
        late_rating(judge);
}

static void
judge_clarify(const Judge *judge)
{
    if (!awaits(judge) || judge->record->survey.clarified)
        return;
    if (!care_turn_say(judge->turn, judge->conversation, CARE_SAY_CLARIFY, 0))
        return;
    judge->record->survey.clarified = TRUE;
    judge->conversation->since.skip_next = TRUE;
    care_turn_store(judge->turn, judge->conversation, judge->record);
}

static void
judge_skip(const Judge *judge)
{
    if (!awaits(judge))
        return;
    care_survey_set_state(judge->record, CARE_SURVEY_SKIPPED, judge->turn->now);
    care_survey_commit(judge->turn, judge->conversation, care_record_copy(judge->record),
                       CARE_SAY_SKIPPED);
    care_turn_keep(judge->turn);
    care_turn_tell(judge->turn, judge->conversation, CARE_TELL_SKIPPED);
}

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

static void
change_opt_out(const Judge *judge, gboolean out)
{
    CareConversation *conversation = judge->conversation;
    CareRecord *record = judge->record;
    const char *key = record != NULL ? record->chat.customer : conversation->customer_key;
    CareRecord *stored;

    if (out && record != NULL && care_survey_is_open(record))
        care_survey_set_state(record, CARE_SURVEY_OPTED_OUT, judge->turn->now);
    stored = record != NULL ? care_record_copy(record) : g_new0(CareRecord, 1);
    stored->customer = g_strdup(key);
    stored->change = out ? CARE_CUSTOMER_OPT_OUT : CARE_CUSTOMER_OPT_IN;
    conversation->customer.is_opted_out = out;
    care_engine_mark(conversation->engine, key, NULL, &out);
    if (key == NULL && conversation->peer.room)
        note_refusal(conversation, judge->event->who, out);
    care_survey_commit(judge->turn, conversation, stored,
                       out ? CARE_SAY_OPTED_OUT : CARE_SAY_OPTED_IN);
    care_turn_keep(judge->turn);
    if (out)
        care_turn_tell(judge->turn, conversation, CARE_TELL_OPTED_OUT);
}

static void
judge_opt_out(const Judge *judge)
{
    const CareConversation *conversation = judge->conversation;
    const gint64 stamp_ms =
        judge->event->stamp_ms != 0 ? judge->event->stamp_ms : judge->turn->now.wall_ms;

    if (judge->record == NULL || judge->record->survey.state == CARE_SURVEY_ASKING)
        return;
    /* A bare word ("stop") may be meant for what the agent just said; a whole phrase is not. */
    if (judge->reply.bare &&
        (!is_first(conversation) || stamp_ms > judge->record->survey.asked_ms + CARE_STOP_FOR_MS))
        return;
    change_opt_out(judge, TRUE);
}

static void
judge_help(const Judge *judge)
{
    if (!awaits(judge) || !care_turn_say(judge->turn, judge->conversation, CARE_SAY_HELP, 0))
        return;
    care_turn_keep(judge->turn);
}

/* "!rate off" and "!rate on" count at any time, from everybody who can be remembered, offline lines
   too. FALSE: it is neither. */
static gboolean
judge_wish(Judge *judge, const char *text)
{
    const gboolean off = g_ascii_strcasecmp(text, "!rate off") == 0;

    if (!off && g_ascii_strcasecmp(text, "!rate on") != 0)
        return FALSE;
    if (judge->conversation->customer_key == NULL && judge->record == NULL)
        return FALSE;
    change_opt_out(judge, off);
    return TRUE;
}

/* "!rate 4" as the whole line can only mean our question. FALSE: it is none, or nothing is open. */
static gboolean
judge_bang(Judge *judge, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", 3);

    if (g_strv_length(words) != 2 || g_ascii_strcasecmp(words[0], "!rate") != 0)
        return FALSE;
    if (strlen(words[1]) != 1 || words[1][0] < '1' || words[1][0] > '5' || judge->record == NULL ||
        judge->record->survey.state == CARE_SURVEY_ASKING || judge->conversation->since.over)
        return FALSE;
    judge->reply = (CareReply){.class = CARE_REPLY_RATING, .rating = words[1][0] - '0'};
    if (care_survey_is_open(judge->record))
        take_rating(judge, CARE_ANSWER_FINAL);
    else if (judge->record->survey.state == CARE_SURVEY_ANSWERED)
        take_rating(judge, CARE_ANSWER_CORRECTION);
    else
        judge_rating(judge);
    return TRUE;
}

static void
judge_words(Judge *judge)
{
    const CareLanguage *language = care_conversation_language(judge->conversation);

    judge->reply = care_answer_read(language, judge->event->text);
    /* An offline line says when it was sent: a rating inside the window counts, and "stop" does;
     * all else stays conversation. */
    if (judge->event->stamp_ms != 0 && judge->reply.class != CARE_REPLY_RATING &&
        judge->reply.class != CARE_REPLY_OPT_OUT)
        return;
    switch (judge->reply.class) {
    case CARE_REPLY_RATING:
        judge_rating(judge);
        break;
    case CARE_REPLY_CLARIFY:
        judge_clarify(judge);
        break;
    case CARE_REPLY_SKIP:
        judge_skip(judge);
        break;
    case CARE_REPLY_OPT_OUT:
        judge_opt_out(judge);
        break;
    case CARE_REPLY_NOT_RATING:
        break;
    }
}

/* Whether this line was offered just now and kept: two resources, or a client that sends twice. */
static gboolean
is_duplicate(Judge *judge)
{
    CareConversation *conversation = judge->conversation;
    const gint64 boot = judge->turn->now.boot_ms;
    const gboolean same = g_strcmp0(conversation->last_in, judge->event->text) == 0;
    const gboolean duplicate =
        same && conversation->last_in_kept && boot - conversation->last_in_boot <= DUPLICATE_MS;

    conversation->last_in_times = same ? conversation->last_in_times + 1 : 1;
    care_limits_heard(&conversation->engine->limits, &conversation->spoken,
                      conversation->last_in_times, boot);
    if (!same) {
        g_free(conversation->last_in);
        conversation->last_in = g_strdup(judge->event->text);
    }
    conversation->last_in_boot = boot;
    return duplicate;
}

static gboolean
is_in_window(const Judge *judge)
{
    const CareSurveyRecord *survey = &judge->record->survey;
    const gint64 late = judge->conversation->engine->settings->ask.late;

    return judge->event->stamp_ms >= survey->asked_ms - 1000 &&
           judge->event->stamp_ms <= survey->asked_ms + late;
}

void
care_reply_read(CareTurn *turn, const CareEvent *event)
{
    Judge judge = {.turn = turn, .conversation = event->conversation, .event = event};
    CareConversation *conversation = event->conversation;
    g_autofree char *trimmed = NULL;

    conversation->since.skip_next = FALSE;
    judge.record = care_survey_record(conversation);
    if (!conversation->is_desk || event->automatic || event->text == NULL ||
        strlen(event->text) > CARE_REPLY_MAX_BYTES)
        return;
    if (conversation->peer.room &&
        (judge.record == NULL || g_strcmp0(judge.record->survey.who, event->who) != 0))
        return;
    if (is_duplicate(&judge)) {
        care_turn_keep(turn);
        return;
    }
    trimmed = g_strstrip(g_strdup(event->text));
    if (trimmed[0] == '!' && judge_wish(&judge, trimmed)) {
        conversation->last_in_kept = turn->actions != NULL && turn->actions->keep;
        return;
    }
    if (event->stamp_ms != 0 && (judge.record == NULL || !is_in_window(&judge)))
        return;
    if (trimmed[0] != '!' || !judge_bang(&judge, trimmed)) {
        if (strcmp(trimmed, "?") == 0)
            judge_help(&judge);
        else if (conversation->watched)
            judge_words(&judge);
    }
    conversation->last_in_kept = turn->actions != NULL && turn->actions->keep;
}

void
care_reply_line(CareTurn *turn, CareConversation *conversation, CareRole role, const char *text,
                gboolean courtesy)
{
    const CareLanguage *language = care_conversation_language(conversation);
    CareRecord *record = care_survey_record(conversation);
    CareSince *since = &conversation->since;

    if (courtesy || record == NULL)
        return;
    if (role == CARE_ROLE_AGENT) {
        since->agent_spoke = TRUE;
        if (record->survey.state != CARE_SURVEY_ASKED ||
            !care_answer_may_draw_number(language, text))
            return;
        care_survey_set_state(record, CARE_SURVEY_SUSPENDED, turn->now);
        care_turn_store(turn, conversation, record);
        return;
    }
    since->customer_lines++;
    since->angry = since->angry || care_answer_is_angry(language, text);
    if (since->customer_lines == 1 && record == conversation->record) {
        /* After a crash a number must not be taken for the answer: the talk went on. */
        record->chat.last_ms = turn->now.wall_ms;
        care_turn_store(turn, conversation, record);
    }
}
