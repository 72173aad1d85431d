/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judges what a customer writes while a question is out: kept as an answer only when it can be
 * nothing else. */
#include "care-judge.h"
#include <string.h>

#define DUPLICATE_MS       3000
#define READ_MS            250 /* nobody answers the next question the same sooner */
#define BARE_CORRECTION_MS 120000

static void
tell_rating(const CareJudge *judge, CareAnswerKind kind, const char *words)
{
    static const CareMessageId messages[CARE_N_ANSWERS] = {
        [CARE_ANSWER_FINAL] = CARE_TELL_RATED,        [CARE_ANSWER_LATE] = CARE_TELL_RATED,
        [CARE_ANSWER_CORRECTION] = CARE_TELL_CHANGED, [CARE_ANSWER_ITEM] = CARE_TELL_ITEM,
        [CARE_ANSWER_PULSE] = CARE_TELL_PULSE,
    };
    const gboolean shown = judge->conversation->engine->settings->show.rating == CARE_SHOW_YES;
    CareAction *action = care_turn_tell(judge->turn, judge->conversation,
                                        shown ? messages[kind] : CARE_TELL_RATED_WORDS);

    action->number = shown ? judge->reply.rating : 0;
    action->item = judge->record->survey.item;
    action->text = g_strdup(words);
}

/* The text of the same line; NULL: none. (transfer full) */
static char *
words_of(const CareJudge *judge)
{
    const CareReply *reply = &judge->reply;

    if (reply->comment_to <= reply->comment_from)
        return NULL;
    return g_strndup(judge->event->text + reply->comment_from,
                     reply->comment_to - reply->comment_from);
}

/* Commits what was just noted in the survey; @message goes out once it is safe. */
static void
store_answer(const CareJudge *judge, CareAnswerKind kind, CareMessageId message)
{
    CareConversation *conversation = judge->conversation;
    const char *key = judge->record->chat.customer;
    g_autofree char *words = words_of(judge);
    CareRecord *stored = care_pulse_snapshot(conversation, judge->record);

    stored->answer.seq = judge->record->survey.answers;
    stored->answer.rating = judge->reply.rating;
    stored->answer.kind = kind;
    stored->answer.at_ms = judge->turn->now.wall_ms;
    if (conversation->engine->settings->privacy.keep_comments > 0)
        stored->answer.comment = g_strdup(words);
    if (conversation->heard && key != NULL) { /* they understood us: ask in it again */
        stored->customer = g_strdup(key);
        stored->change = CARE_CUSTOMER_LANGUAGE;
        conversation->heard = FALSE;
    }
    care_survey_commit(judge->turn, conversation, stored, message);
    care_turn_keep(judge->turn);
    tell_rating(judge, kind, words);
}

static CareMessageId
after_rating(const CareJudge *judge, CareAnswerKind kind)
{
    CareSurveyRecord *survey = &judge->record->survey;
    const gboolean has_words = judge->reply.comment_to > judge->reply.comment_from;

    switch (kind) {
    case CARE_ANSWER_CORRECTION:
        if (judge->conversation->engine->settings->show.rating != CARE_SHOW_YES)
            return CARE_SAY_THANKS; /* our line stands in the agent's window: no number */
        if (has_words && survey->step == CARE_STEP_COMMENT)
            survey->step = CARE_STEP_DONE;
        return CARE_SAY_CHANGED;
    case CARE_ANSWER_LATE:
        survey->step = CARE_STEP_DONE;
        return CARE_SAY_LATE;
    case CARE_ANSWER_PULSE:
        survey->step = CARE_STEP_DONE;
        return CARE_SAY_THANKS;
    case CARE_ANSWER_FINAL:
    case CARE_ANSWER_ITEM:
    case CARE_N_ANSWERS:
        break;
    }
    return care_follow_after_rating(judge->conversation, survey, has_words);
}

static void
take_rating(const CareJudge *judge, CareAnswerKind kind)
{
    CareConversation *conversation = judge->conversation;
    CareSurveyRecord *survey = &judge->record->survey;
    const gboolean is_pulse = survey->is_pulse && kind == CARE_ANSWER_FINAL;

    if (conversation->words != NULL) /* they belong to the rating so far */
        care_follow_close(judge->turn, conversation, CARE_SAY_NOTHING);
    survey->rated_seq = ++survey->answers;
    survey->rating = judge->reply.rating;
    if (survey->who == NULL) /* several were asked: from now on it is theirs */
        survey->who = g_strdup(judge->event->who);
    care_survey_set_state(judge->record, CARE_SURVEY_ANSWERED, judge->turn->now);
    conversation->since.rated_boot = judge->turn->now.boot_ms;
    conversation->since.item_last = FALSE;
    conversation->since.has_words |= judge->reply.comment_to > judge->reply.comment_from;
    kind = is_pulse ? CARE_ANSWER_PULSE : kind;
    store_answer(judge, kind, after_rating(judge, kind));
}

/* @first: it answers the question; else it replaces that answer. */
static void
take_item(const CareJudge *judge, gboolean first)
{
    CareConversation *conversation = judge->conversation;
    CareSurveyRecord *survey = &judge->record->survey;
    const gboolean has_words =
        conversation->since.has_words || judge->reply.comment_to > judge->reply.comment_from;
    const gboolean is_shown = conversation->engine->settings->show.rating == CARE_SHOW_YES;
    CareMessageId message = is_shown ? CARE_SAY_CHANGED : CARE_SAY_THANKS;

    survey->answers++;
    survey->item_rating = judge->reply.rating;
    conversation->since.rated_boot = judge->turn->now.boot_ms;
    conversation->since.item_last = TRUE;
    if (first) {
        conversation->since.step_boot = 0;
        message = care_follow_after_item(conversation, survey, has_words);
    }
    store_answer(judge, CARE_ANSWER_ITEM, message);
}

/* A rating after the first: replaces it if it says so, or is a bare number soon after. */
static void
correct_rating(const CareJudge *judge)
{
    const CareSurveyRecord *survey = &judge->record->survey;
    const gboolean of_item = judge->conversation->since.item_last;
    const CareConversation *conversation = judge->conversation;
    const gboolean is_bare = judge->reply.comment_to == judge->reply.comment_from;
    const gboolean is_soon =
        judge->turn->now.boot_ms - conversation->since.rated_boot <= BARE_CORRECTION_MS;

    if (!care_judge_is_first(conversation) || !(judge->reply.corrects || (is_bare && is_soon)))
        return;
    if (is_bare && judge->reply.rating == (of_item ? survey->item_rating : survey->rating))
        care_turn_keep(judge->turn); /* said twice, stored already */
    else if (of_item)
        take_item(judge, FALSE);
    else
        take_rating(judge, CARE_ANSWER_CORRECTION);
}

static void
late_rating(const CareJudge *judge)
{
    CareConversation *conversation = judge->conversation;
    const gint64 since_ms = judge->turn->now.boot_ms - conversation->since.asked_boot;

    if (!care_judge_is_first(conversation) || judge->record->survey.is_pulse)
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
judge_rating(const CareJudge *judge)
{
    if (judge->record == NULL || judge->conversation->since.over)
        return;
    if (care_judge_awaits(judge))
        take_rating(judge, CARE_ANSWER_FINAL);
    else if (care_judge_awaits_item(judge) && !judge->reply.corrects &&
             judge->event->stamp_ms == 0) /* an offline line was written before the item */
        take_item(judge, TRUE);
    else if (judge->record->survey.state == CARE_SURVEY_ANSWERED)
        correct_rating(judge);
    else if (judge->record->survey.state == CARE_SURVEY_EXPIRED)
        late_rating(judge);
}

static void
judge_clarify(const CareJudge *judge)
{
    if (!(care_judge_awaits(judge) || care_judge_awaits_item(judge)) ||
        judge->record->survey.clarified)
        return;
    if (!care_turn_say(judge->turn, judge->conversation, CARE_SAY_CLARIFY, 0))
        return;
    judge->record->survey.clarified = TRUE;
    judge->conversation->since.skip_next = TRUE;
    care_turn_store(judge->turn, judge->conversation, judge->record);
}

/* The rating stands; the follow-up is let go, or the next one asked. */
static void
skip_follow_up(const CareJudge *judge)
{
    CareConversation *conversation = judge->conversation;
    CareSurveyRecord *survey = &judge->record->survey;
    CareMessageId message = CARE_SAY_SKIPPED;

    if (conversation->words != NULL) { /* "that was all": what they said is stored */
        care_follow_close(judge->turn, conversation, message);
        return;
    }
    if (survey->step == CARE_STEP_ITEM)
        message = care_follow_after_item(conversation, survey, conversation->since.has_words);
    survey->step = message == CARE_SAY_COMMENT_LOW || message == CARE_SAY_COMMENT_HIGH
                       ? CARE_STEP_COMMENT
                       : CARE_STEP_DONE;
    conversation->since.step_boot = 0;
    care_survey_commit(judge->turn, conversation, care_pulse_snapshot(conversation, judge->record),
                       survey->step == CARE_STEP_DONE ? CARE_SAY_SKIPPED : message);
}

static void
judge_skip(const CareJudge *judge)
{
    if (care_judge_awaits_item(judge) ||
        (care_judge_awaits_comment(judge) && !judge->conversation->since.agent_spoke)) {
        skip_follow_up(judge);
        care_turn_keep(judge->turn);
        return;
    }
    if (!care_judge_awaits(judge))
        return;
    care_survey_set_state(judge->record, CARE_SURVEY_SKIPPED, judge->turn->now);
    care_survey_commit(judge->turn, judge->conversation,
                       care_pulse_snapshot(judge->conversation, judge->record), CARE_SAY_SKIPPED);
    care_turn_keep(judge->turn);
    care_turn_tell(judge->turn, judge->conversation, CARE_TELL_SKIPPED);
}

/* A question of ours is open, or its answer can still be changed. */
static gboolean
is_answerable(const CareJudge *judge)
{
    const gint64 late = judge->conversation->engine->settings->ask.late;

    if (judge->record == NULL || judge->conversation->since.over ||
        !care_survey_is_watched(judge->conversation))
        return FALSE;
    if (judge->record == judge->conversation->past && !care_survey_is_open(judge->record) &&
        judge->conversation->phase != CARE_PHASE_NONE)
        return FALSE; /* it is about the chat that has begun since */
    return care_survey_is_open(judge->record) ||
           judge->record->survey.state == CARE_SURVEY_ANSWERED ||
           (judge->record->survey.state == CARE_SURVEY_EXPIRED && !judge->record->survey.is_pulse &&
            judge->turn->now.boot_ms - judge->conversation->since.asked_boot <= late);
}

/* "!rate 4" as the whole line means our question, or, none being open, the chat so far. FALSE: it
 * is no such line, or there is nothing it could be about. */
static gboolean
judge_bang(CareJudge *judge, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", 3);

    if (g_strv_length(words) != 2 || g_ascii_strcasecmp(words[0], "!rate") != 0)
        return FALSE;
    if (strlen(words[1]) != 1 || words[1][0] < '1' || words[1][0] > '5' ||
        (judge->record != NULL && judge->record->survey.state == CARE_SURVEY_ASKING))
        return FALSE;
    judge->reply = (CareReply){.class = CARE_REPLY_RATING, .rating = words[1][0] - '0'};
    if (!is_answerable(judge))
        return !judge->conversation->peer.room &&
               care_pulse_volunteer(judge->turn, judge->conversation, judge->reply.rating);
    if (care_survey_is_open(judge->record))
        take_rating(judge, CARE_ANSWER_FINAL);
    else if (judge->record->survey.state == CARE_SURVEY_ANSWERED)
        take_rating(judge, CARE_ANSWER_CORRECTION);
    else
        take_rating(judge, CARE_ANSWER_LATE);
    return TRUE;
}

/* What may be a comment: all but a wish, and but a number that changes the rating. */
static gboolean
is_words(const CareJudge *judge)
{
    const CareReply *reply = &judge->reply;

    if (reply->class == CARE_REPLY_RATING)
        return !reply->corrects &&
               (reply->comment_to > reply->comment_from || judge->conversation->words != NULL);
    return reply->class == CARE_REPLY_NOT_RATING || reply->class == CARE_REPLY_CLARIFY;
}

static void
judge_words(CareJudge *judge)
{
    const CareLanguage *language = care_conversation_language(judge->conversation);

    judge->reply = care_answer_read(language, judge->event->text);
    if (judge->event->stamp_ms == 0 && care_judge_awaits_comment(judge) && is_words(judge)) {
        care_follow_gather(judge->turn, judge->conversation, judge->event->text);
        return;
    }
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
        care_wish_opt_out(judge);
        break;
    case CARE_REPLY_NOT_RATING:
        break;
    }
}

/* Whether this line was offered just now and kept: two resources, or a client that sends twice. */
static gboolean
is_duplicate(CareJudge *judge)
{
    CareConversation *conversation = judge->conversation;
    const gint64 boot = judge->turn->now.boot_ms;
    g_autofree char *said = g_strjoin("\n", judge->event->text, judge->event->who, NULL);
    const gboolean same = g_strcmp0(conversation->last_in, said) == 0;
    const gint64 step_boot = conversation->since.step_boot;
    const gboolean is_news = step_boot >= conversation->last_in_boot && boot - step_boot >= READ_MS;
    const gboolean duplicate = same && conversation->last_in_kept && !is_news &&
                               boot - conversation->last_in_boot <= DUPLICATE_MS;

    if (!duplicate)
        conversation->last_in_times = same ? conversation->last_in_times + 1 : 1;
    care_limits_heard(&conversation->engine->limits, &conversation->spoken,
                      conversation->last_in_times, boot);
    if (!same) {
        g_free(conversation->last_in);
        conversation->last_in = g_steal_pointer(&said);
    }
    if (!duplicate)
        conversation->last_in_boot = boot;
    return duplicate;
}

static gboolean
is_in_window(const CareJudge *judge)
{
    const CareSurveyRecord *survey = &judge->record->survey;
    const gint64 late = judge->conversation->engine->settings->ask.late;

    return judge->event->stamp_ms >= survey->asked_ms - 1000 &&
           judge->event->stamp_ms <= survey->asked_ms + late;
}

/* Rooms: the line is of the occupant who was asked, or of one of several. */
static gboolean
is_asked(const CareJudge *judge)
{
    if (judge->record == NULL || judge->event->who == NULL)
        return FALSE;
    if (judge->record->survey.who == NULL)
        return g_hash_table_contains(judge->conversation->writers, judge->event->who);
    return strcmp(judge->record->survey.who, judge->event->who) == 0;
}

void
care_reply_read(CareTurn *turn, const CareEvent *event)
{
    CareJudge judge = {.turn = turn, .conversation = event->conversation, .event = event};
    CareConversation *conversation = event->conversation;
    g_autofree char *trimmed = NULL;

    conversation->since.skip_next = FALSE;
    judge.record = care_survey_record(conversation);
    if (!conversation->is_desk || event->automatic || event->text == NULL ||
        strlen(event->text) > CARE_REPLY_MAX_BYTES)
        return;
    if (conversation->peer.room && !is_asked(&judge))
        return;
    if (is_duplicate(&judge)) {
        care_turn_keep(turn);
        return;
    }
    trimmed = g_strstrip(g_strdup(event->text));
    if (trimmed[0] == '!' && care_wish_bang(&judge, trimmed)) {
        conversation->last_in_kept = turn->actions != NULL && turn->actions->keep;
        return;
    }
    if (event->stamp_ms != 0 && (judge.record == NULL || !is_in_window(&judge)))
        return;
    if (trimmed[0] != '!' || !judge_bang(&judge, trimmed)) {
        if (strcmp(trimmed, "?") == 0)
            care_wish_help(&judge);
        else if (conversation->watched && !care_wish_erase(&judge))
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

    if (courtesy)
        return;
    if (role == CARE_ROLE_AGENT)
        conversation->erase_boot = 0; /* a "yes" is an answer to the agent by now */
    if (record == NULL)
        return;
    if (role == CARE_ROLE_AGENT) {
        since->agent_spoke = TRUE;
        if (care_follow_is_out(conversation, record)) {
            care_follow_close(turn, conversation,
                              care_follow_thanks(conversation, record->survey.rating));
            return;
        }
        if (record->survey.state != CARE_SURVEY_ASKED ||
            !care_answer_may_draw_number(language, text))
            return;
        care_survey_set_state(record,
                              record->survey.is_pulse ? CARE_SURVEY_EXPIRED : CARE_SURVEY_SUSPENDED,
                              turn->now);
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
