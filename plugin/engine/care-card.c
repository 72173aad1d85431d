/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts on one card all that an agent may see of a customer: what policy hides is not on it at all.
 */
#include "care-conversation.h"

#define STOCK_FROM 3 /* customers with the same line: fewer are no habit */

void
care_card_free(CareCard *card)
{
    if (card == NULL)
        return;
    g_free(card->name);
    g_free(card->language);
    care_memory_free(card->memory);
    g_free(card);
}

/* What is remembered, without what policy lets nobody see. (transfer full) (nullable) */
static CareMemory *
memory_shown(const CareConversation *conversation)
{
    if (conversation->customer_key == NULL || conversation->customer.is_private)
        return NULL;
    return care_memory_shown(conversation->memory, conversation->engine->settings);
}

CareCard *
care_card_of(CareConversation *conversation, CareNow now)
{
    const CareEngine *engine = conversation->engine;
    const CareReminding *remind = &conversation->remind;
    const gboolean is_on =
        conversation->phase == CARE_PHASE_OPEN || conversation->phase == CARE_PHASE_ENDING;
    const char *language = conversation->customer.language;
    CareCard *card = g_new0(CareCard, 1);

    card->name = g_strdup(conversation->peer.name);
    card->language = g_strdup(language[0] != '\0' ? language : NULL);
    card->memory = memory_shown(conversation);
    card->hides = engine->settings->show.rating != CARE_SHOW_YES;
    for (guint rule = 0; rule < CARE_N_RULES; rule++)
        card->is_quiet[rule] = engine->rules[rule].quiet;
    if (is_on) {
        if (conversation->waiting.since_boot != CARE_NEVER)
            card->waits_ms = MAX(0, now.boot_ms - conversation->waiting.since_boot);
        card->n_opens = MIN(remind->n_opens, CARE_OPENS_MAX);
        for (guint i = 0; i < card->n_opens; i++)
            card->opens[i] = remind->opens[i];
        card->upset = remind->upset;
        card->entries = remind->entries;
        card->values = remind->values;
        card->stock = remind->stock >= STOCK_FROM ? remind->stock : 0;
    }
    card->attention = care_attention_of(&conversation->attending, card->waits_ms);
    return card;
}
