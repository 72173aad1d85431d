/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "erase", and "yes, erase": what is kept of a customer goes by their own word, asked for twice. */
#include "care-conversation.h"
#include "care-form.h"
#include <string.h>

static guint
skip_signs(const CareTokens *tokens, const CareLanguage *language, guint at)
{
    for (;;) {
        const guint8 kind = tokens->list[at].kind;
        const guint polite = care_form_phrase(tokens, at, language->politeness);

        if (polite > 0)
            at = polite;
        else if (kind == CARE_TOKEN_MARK || kind == CARE_TOKEN_WRAP)
            at++;
        else
            return at;
    }
}

/* Whether the whole line is one of the phrases of @list (offset in CareLanguage), here or in
 * English. */
static gboolean
is_one_of(const CareLanguage *language, const char *text, gsize list)
{
    const CareLanguage *const languages[] = {language, care_language_of("en")};
    g_autoptr(CareTokens) tokens = care_tokens_new(text, strlen(text));
    const guint at = skip_signs(tokens, language, 0);

    for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
        const guint end =
            care_form_phrase(tokens, at, G_STRUCT_MEMBER(const CareWords *, languages[i], list));

        if (end > 0 && skip_signs(tokens, language, end) == tokens->n)
            return TRUE;
    }
    return FALSE;
}

static void
forget_key(CareRecord *record)
{
    if (record == NULL)
        return;
    g_clear_pointer(&record->chat.customer, g_free);
    g_clear_pointer(&record->chat.address, g_free);
    g_clear_pointer(&record->survey.who, g_free);
}

/* Wishes stay: they are the customer's own. */
static void
forget_words(CareRecord *record)
{
    if (record == NULL)
        return;
    g_clear_pointer(&record->answer.comment, g_free);
    g_clear_pointer(&record->note, g_free);
    g_clear_pointer(&record->name, g_free);
    g_clear_pointer(&record->tag, g_free);
    record->change &=
        ~(CARE_CUSTOMER_LANGUAGE | CARE_CUSTOMER_NOTE | CARE_CUSTOMER_NAME | CARE_CUSTOMER_TONGUE);
    if (record->change == 0)
        g_clear_pointer(&record->customer, g_free);
    forget_key(record);
}

/* Nothing that still waits for the store may bring the words back. */
static void
drop_words(CareConversation *conversation)
{
    GHashTableIter iter;
    gpointer value;

    for (GList *at = conversation->unsaved.head; at != NULL; at = at->next) {
        CarePending *unsaved = at->data;

        forget_words(unsaved->record);
    }
    g_hash_table_iter_init(&iter, conversation->engine->pending);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        CarePending *pending = value;

        if (pending->conversation == conversation)
            forget_words(pending->record);
    }
    care_follow_drop_words(conversation);
}

/* Nothing of the customer stays in the conversation but how often they may be asked. */
static void
forget(CareConversation *conversation)
{
    const CareCustomer *customer = &conversation->customer;

    drop_words(conversation);
    forget_key(conversation->record);
    forget_key(conversation->past);
    forget_key(conversation->pulse);
    conversation->customer = (CareCustomer){.is_private = customer->is_private,
                                            .is_opted_out = customer->is_opted_out,
                                            .last_asked_ms = customer->last_asked_ms,
                                            .last_end = customer->last_end,
                                            .asked_in_year = customer->asked_in_year};
    g_clear_pointer(&conversation->memory, care_memory_free);
    conversation->own_tag[0] = '\0';
    conversation->heard = FALSE;
    if (!conversation->loaded) /* what a load under way will bring is gone by then */
        conversation->memory_changed = CARE_CUSTOMER_ERASE;
    conversation->since.over = TRUE;
    conversation->erased = TRUE;
}

/* The same customer may be served on another of the agent's accounts. */
static void
forget_elsewhere(const CareConversation *conversation, const char *key)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, conversation->engine->conversations);
    while (key != NULL && g_hash_table_iter_next(&iter, NULL, &value)) {
        CareConversation *other = value;

        if (other != conversation && g_strcmp0(other->customer_key, key) == 0)
            forget(other);
    }
}

/* Stores that all is to go; @message to the customer once it has. */
static void
erase(CareTurn *turn, CareConversation *conversation, CareMessageId message)
{
    CareRecord *record = care_survey_record(conversation);
    CareRecord *stored;

    if (record == NULL)
        record = conversation->record;
    if (care_survey_is_open(record))
        care_survey_set_state(record, CARE_SURVEY_EXPIRED, turn->now);
    record->survey.step = CARE_STEP_DONE;
    stored = care_pulse_snapshot(conversation, record);
    g_free(stored->customer);
    stored->customer =
        g_strdup(conversation->peer.room ? record->chat.customer : conversation->customer_key);
    stored->change = CARE_CUSTOMER_ERASE;
    if (stored->customer != NULL && record == conversation->record && !conversation->recorded)
        g_clear_pointer(&stored->chat.id, g_free); /* a chat without an agent is in no figure */
    forget_key(stored);
    forget(conversation);
    forget_elsewhere(conversation, stored->customer);
    care_survey_commit(turn, conversation, stored, message);
}

void
care_erase_by_agent(CareTurn *turn, CareConversation *conversation)
{
    erase(turn, conversation, CARE_SAY_NOTHING);
}

/* @at_any_time: it was "!rate erase", which can mean nothing else. FALSE: the line is neither wish
 * nor confirmation. */
gboolean
care_erase_read(CareTurn *turn, CareConversation *conversation, const char *text, const char *who,
                gboolean at_any_time)
{
    const CareLanguage *language = care_conversation_language(conversation);
    const gboolean is_due =
        conversation->erase_boot != 0 && g_strcmp0(conversation->erase_who, who) == 0;

    if (!turn->engine->settings->privacy.typed_erase)
        return FALSE;
    if (is_due && is_one_of(language, text, G_STRUCT_OFFSET(CareLanguage, confirm))) {
        conversation->erase_boot = 0;
        erase(turn, conversation, CARE_SAY_ERASED);
    } else if (at_any_time || is_one_of(language, text, G_STRUCT_OFFSET(CareLanguage, erase))) {
        if (!care_turn_say(turn, conversation, CARE_SAY_ERASE, 0))
            return FALSE;
        conversation->erase_boot = turn->now.boot_ms;
        g_free(conversation->erase_who);
        conversation->erase_who = g_strdup(who);
    } else {
        return FALSE;
    }
    care_turn_keep(turn);
    return TRUE;
}
