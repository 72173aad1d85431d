/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands a customer to a colleague: shown first, sent when said again; then this agent's part is
 * over. */
#include "care-conversation.h"

#define PREVIEW_MS (2 * 60 * G_GINT64_CONSTANT(1000))

gboolean
care_transfer_is_done(const CareConversation *conversation)
{
    return conversation->handed_ms != 0 &&
           conversation->handed_ms == conversation->record->chat.started_ms;
}

static void
run_transfer(CareTurn *turn, CareConversation *conversation, const char *to)
{
    const gboolean again = g_strcmp0(conversation->hand_to, to) == 0 &&
                           conversation->hand_boot != 0 &&
                           turn->now.boot_ms - conversation->hand_boot <= PREVIEW_MS;
    CareAction *action;

    g_free(conversation->hand_to);
    conversation->hand_to = g_strdup(to);
    conversation->hand_boot = again || to == NULL ? 0 : turn->now.boot_ms;
    if (to == NULL) {
        care_turn_tell(turn, conversation, CARE_TELL_TRANSFER_WHO);
        return;
    }
    action = care_turn_act(turn, CARE_ACTION_TRANSFER, conversation);
    action->number = again ? 1 : 0;
    action->text = g_strdup(to);
    action->card = care_card_of(conversation, turn->now);
}

/* The colleague's client asks when they are done: here nobody is asked. */
static void
run_transferred(CareTurn *turn, CareConversation *conversation, const char *to)
{
    conversation->handed_ms = conversation->record->chat.started_ms;
    conversation->quiet = TRUE;
    conversation->was_waiting = conversation->looks_first = FALSE;
    care_turn_tell(turn, conversation, CARE_TELL_TRANSFERRED)->text =
        g_strdup(to != NULL ? to : conversation->hand_to);
    g_clear_pointer(&conversation->hand_to, g_free);
    care_chat_end(turn, conversation, CARE_END_EXPLICIT, 0);
}

void
care_transfer_command(CareTurn *turn, const CareEvent *event)
{
    CareConversation *conversation = event->conversation;
    const gboolean is_on =
        conversation->phase == CARE_PHASE_OPEN || conversation->phase == CARE_PHASE_ENDING;

    if (!is_on || care_transfer_is_done(conversation)) {
        g_clear_pointer(&conversation->hand_to, g_free);
        care_turn_tell(turn, conversation, CARE_TELL_NO_CHAT);
        return;
    }
    if (event->command == CARE_COMMAND_TRANSFERRED) {
        run_transferred(turn, conversation, event->argument);
        return;
    }
    if (conversation->phase == CARE_PHASE_ENDING) { /* the wait of an end that is not meant now */
        care_chat_reopen(turn, conversation);
        care_turn_tell(turn, conversation, CARE_TELL_UNDONE);
    }
    run_transfer(turn, conversation, event->argument);
}
