/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says how a conversation stands and what is remembered in it, for whoever draws its window. */
#include "care-conversation.h"

static guint
phase_bits(const CareConversation *conversation)
{
    guint bits = 0;

    if (conversation->phase == CARE_PHASE_OPEN)
        bits |= CARE_STANDING_OPEN;
    if (conversation->phase == CARE_PHASE_ENDING)
        bits |= CARE_STANDING_ENDING;
    return care_command_can_undo(conversation) ? bits | CARE_STANDING_UNDOABLE : bits;
}

static gboolean
is_asked(CareConversation *conversation)
{
    const CareRecord *asked = care_survey_record(conversation);

    return asked != NULL && conversation->watched &&
           (care_survey_is_open(asked) || care_follow_is_out(conversation, asked));
}

/* In a room it is clear only when it is looked for who could be remembered: then it may be so. */
static gboolean
may_remember(const CareConversation *conversation)
{
    return conversation->customer_key != NULL ||
           (conversation->peer.room && conversation->phase == CARE_PHASE_OPEN);
}

guint
care_conversation_standing(CareConversation *conversation)
{
    guint bits;

    if (conversation->customer.is_private)
        return CARE_STANDING_PRIVATE;
    if (!conversation->is_desk)
        return 0;
    bits = CARE_STANDING_SERVED | phase_bits(conversation);
    if (is_asked(conversation))
        bits |= CARE_STANDING_ASKED;
    if (may_remember(conversation))
        bits |= CARE_STANDING_REMEMBERED;
    if (conversation->memory_known)
        bits |= CARE_STANDING_KNOWN;
    return bits;
}

CareMemory *
care_conversation_memory(const CareConversation *conversation, const char **out_own_tag)
{
    const CareMemory *memory = conversation->memory;
    CareMemory *shown;

    if (conversation->customer_key == NULL || conversation->customer.is_private ||
        !conversation->memory_known)
        return NULL;
    shown = care_memory_shown(memory, conversation->engine->settings);
    *out_own_tag = memory != NULL && memory->own_language ? conversation->customer.language : "";
    return shown != NULL ? shown : g_new0(CareMemory, 1);
}
