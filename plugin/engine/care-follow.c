/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comes after the rating: the one follow-up that was drawn beforehand, and the customer's own
 * words. */
#include "care-conversation.h"
#include <string.h>

#define WORDS_TOGETHER_MS (20 * G_GINT64_CONSTANT(1000)) /* lines so near are one comment */
#define N_REAL_ITEMS      (CARE_N_ITEMS - 1)

static gboolean
has_step(const CareSettings *settings, const char *step)
{
    return g_strv_contains((const char *const *)settings->ask.steps, step);
}

static gboolean
may_comment(const CareSettings *settings)
{
    return settings->ask.follow_ups > 0 && settings->privacy.keep_comments > 0;
}

/* Planned missing design: each item and the comment in equal shares; with two follow-ups each item
 * alone, for then the comment comes anyway. */
CareItem
care_follow_draw(const CareSettings *settings, guint32 dice)
{
    const gboolean items = settings->ask.follow_ups > 0 && has_step(settings, "item");
    const gboolean comment =
        may_comment(settings) && has_step(settings, "comment") && settings->ask.follow_ups == 1;
    const guint32 choices = N_REAL_ITEMS + (comment ? 1 : 0);

    return items ? (CareItem)(dice % choices + 1) % CARE_N_ITEMS : CARE_ITEM_NONE;
}

/* Our lines stand in the agent's window: in blind mode none may tell a high rating from a low one.
 */
static gboolean
is_blind(const CareConversation *conversation)
{
    return conversation->engine->settings->show.rating != CARE_SHOW_YES;
}

static CareMessageId
ask_comment(const CareConversation *conversation, CareSurveyRecord *survey)
{
    survey->step = CARE_STEP_COMMENT;
    return survey->rating <= 3 || is_blind(conversation) ? CARE_SAY_COMMENT_LOW
                                                         : CARE_SAY_COMMENT_HIGH;
}

CareMessageId
care_follow_thanks(const CareConversation *conversation, gint rating)
{
    return rating <= CARE_LOW_RATING && !is_blind(conversation) ? CARE_SAY_THANKS_LOW
                                                                : CARE_SAY_THANKS;
}

static CareMessageId
finish(const CareConversation *conversation, CareSurveyRecord *survey)
{
    survey->step = CARE_STEP_DONE;
    return care_follow_thanks(conversation, survey->rating);
}

CareMessageId
care_follow_after_rating(CareConversation *conversation, CareSurveyRecord *survey,
                         gboolean has_words)
{
    const CareSettings *settings = conversation->engine->settings;
    const gboolean is_low = survey->rating <= CARE_LOW_RATING;
    const gboolean comment = may_comment(settings) && !has_words;

    if (survey->item != CARE_ITEM_NONE && !(is_low && settings->ask.follow_ups == 1)) {
        survey->step = CARE_STEP_ITEM;
        return CARE_SAY_ITEM;
    }
    if (comment && (is_low || (survey->item == CARE_ITEM_NONE && has_step(settings, "comment"))))
        return ask_comment(conversation, survey);
    return finish(conversation, survey);
}

CareMessageId
care_follow_after_item(CareConversation *conversation, CareSurveyRecord *survey, gboolean has_words)
{
    const CareSettings *settings = conversation->engine->settings;
    const gboolean wanted = survey->rating <= CARE_LOW_RATING || has_step(settings, "comment");

    if (settings->ask.follow_ups > 1 && may_comment(settings) && wanted && !has_words)
        return ask_comment(conversation, survey);
    return finish(conversation, survey);
}

gboolean
care_follow_is_out(const CareConversation *conversation, const CareRecord *record)
{
    return conversation->since.step_boot != 0 && record->survey.state == CARE_SURVEY_ANSWERED &&
           (record->survey.step == CARE_STEP_ITEM || record->survey.step == CARE_STEP_COMMENT);
}

void
care_follow_drop_words(CareConversation *conversation)
{
    if (conversation->words != NULL)
        g_string_free(conversation->words, TRUE);
    conversation->words = NULL;
    conversation->since.words_boot = 0;
}

/* Stores what was said so far as one comment of the rating that counts; each time whole. */
static void
commit_words(CareTurn *turn, CareConversation *conversation, CareMessageId message)
{
    CareRecord *record = care_survey_record(conversation);
    CareRecord *stored = care_pulse_snapshot(conversation, record);
    const gboolean is_praise = record->survey.rating > 3;

    stored->answer = (CareAnswerRecord){.seq = record->survey.rated_seq,
                                        .rating = record->survey.rating,
                                        .kind = CARE_ANSWER_FINAL,
                                        .at_ms = turn->now.wall_ms,
                                        .comment = g_strdup(conversation->words->str)};
    care_survey_commit(turn, conversation, stored, message);
    care_turn_pending(turn, turn->engine->last_token)->is_comment = TRUE;
    if (is_praise && turn->engine->settings->show.rating == CARE_SHOW_YES)
        care_turn_tell(turn, conversation, CARE_TELL_KUDOS)->text =
            g_strdup(conversation->words->str);
    care_follow_drop_words(conversation);
}

void
care_follow_close(CareTurn *turn, CareConversation *conversation, CareMessageId message)
{
    CareRecord *record = care_survey_record(conversation);

    if (record == NULL)
        return;
    record->survey.step = CARE_STEP_DONE;
    conversation->since.step_boot = 0;
    if (turn->engine->settings->privacy.keep_comments == 0)
        care_follow_drop_words(conversation); /* by policy, as it is by now */
    if (conversation->words != NULL)
        commit_words(turn, conversation, message);
    else
        care_turn_store(turn, conversation, record);
}

static gboolean
has_address(const char *text)
{
    return strstr(text, "://") != NULL || strstr(text, "www.") != NULL;
}

/* As much of it as a comment may hold; the line is in the window whole, as all of them are. */
static void
append_bounded(GString *words, const char *text)
{
    const gsize room = words->len < CARE_REPLY_MAX_BYTES ? CARE_REPLY_MAX_BYTES - words->len : 0;
    const char *end = text + MIN(strlen(text), room);

    while (end > text && (*end & 0xC0) == 0x80)
        end--;
    g_string_append_len(words, text, end - text);
}

gboolean
care_follow_gather(CareTurn *turn, CareConversation *conversation, const char *text)
{
    CareSince *since = &conversation->since;
    const CareLanguage *language = care_conversation_language(conversation);
    const CareMessageId thanks =
        care_follow_thanks(conversation, care_survey_record(conversation)->survey.rating);

    if (since->agent_spoke || care_answer_is_courtesy(language, text))
        return FALSE;
    if (care_answer_asks(text) || has_address(text)) { /* they are talking to the agent again */
        care_follow_close(turn, conversation, thanks);
        return FALSE;
    }
    if (conversation->words == NULL)
        conversation->words = g_string_new(NULL);
    else
        g_string_append_c(conversation->words, '\n');
    append_bounded(conversation->words, text);
    since->words_boot = turn->now.boot_ms;
    /* A comment is no line of a chat and reopens none; much later it may be the next one's. */
    since->skip_next = turn->now.boot_ms < since->step_boot + CARE_COURTESY_MS;
    return TRUE;
}

gint64
care_follow_due(CareConversation *conversation)
{
    const CareSince *since = &conversation->since;

    if (since->words_boot != 0)
        return since->words_boot + WORDS_TOGETHER_MS;
    return since->step_boot + conversation->engine->settings->ask.expiry;
}

void
care_follow_wake(CareTurn *turn, CareConversation *conversation)
{
    const CareRecord *record = care_survey_record(conversation);

    care_follow_close(turn, conversation, care_follow_thanks(conversation, record->survey.rating));
}
