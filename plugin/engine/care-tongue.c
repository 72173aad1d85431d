/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chooses a customer's language: remembered, else heard in their own lines, else policy's, else the
 * agent's. */
#include "care-conversation.h"
#include <string.h>

/* What to fall back on where nothing is known of the customer. */
static const CareLanguage *
fallback_of(const CareEngine *engine)
{
    const char *policy = engine->settings->language.fallback;

    return care_language_of(g_ascii_strcasecmp(policy, "auto") == 0 ? engine->locale : policy);
}

const CareLanguage *
care_conversation_language(CareConversation *conversation)
{
    const CareRecord *record = care_survey_record(conversation);
    const gboolean is_theirs = conversation->memory != NULL && conversation->memory->own_language;

    /* A question that is out stays in its language; else the agent's word is the last one. */
    if (record != NULL && record->survey.language != NULL &&
        (!is_theirs || care_survey_is_open(record) || care_follow_is_out(conversation, record)))
        return care_language_of(record->survey.language);
    if (conversation->customer.language[0] != '\0')
        return care_language_of(conversation->customer.language);
    return fallback_of(conversation->engine);
}

/* Their own lines are listened to before the question goes out: for the language, unless it is
 * remembered, and for a wish to be left alone. */
void
care_tongue_choose(CareTurn *turn, CareConversation *conversation, CareRecord *record)
{
    const char *known = conversation->customer.language;
    CareAction *action = care_turn_act(turn, CARE_ACTION_HEAR, conversation);

    conversation->heard = conversation->said_stop = FALSE;
    g_free(record->survey.language);
    record->survey.language = g_strdup(known[0] != '\0' ? known : fallback_of(turn->engine)->tag);
    action->ms = record->chat.started_ms;
    action->text = g_strdup(record->survey.who);
    action->token = care_turn_expect(turn, conversation, CARE_WANT_HEARD);
}

void
care_tongue_heard(CareConversation *conversation, const CareEvent *event)
{
    CareRecord *record = care_survey_record(conversation);
    const CareLanguage *language = care_language_find(event->text);

    if (record == NULL || record->survey.state != CARE_SURVEY_ASKING)
        return; /* too late to matter */
    conversation->said_stop = event->said_stop;
    if (language == NULL || conversation->customer.language[0] != '\0')
        return;
    g_free(record->survey.language);
    record->survey.language = g_strdup(language->tag);
    conversation->heard = TRUE;
}
