/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One wake time for all conversations. Times that move later are found out at the wake, so a line
 * costs nothing here. */
#include "care-conversation.h"

static gint
by_due(gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
    const CareConversation *first = a, *second = b;

    if (first->due_boot != second->due_boot)
        return first->due_boot < second->due_boot ? -1 : 1;
    return first < second ? -1 : first > second;
}

/* What an anonymous customer asked of us is kept nowhere else. */
static gboolean
must_be_remembered(const CareConversation *conversation)
{
    const CareCustomer *customer = &conversation->customer;

    return conversation->customer_key == NULL &&
           (customer->is_opted_out || customer->is_private || conversation->refused != NULL);
}

/* Nothing is left that could still come: then the conversation need not be remembered. */
static gboolean
is_done(CareConversation *conversation)
{
    return !conversation->attached && conversation->pending == 0 && !conversation->dirty &&
           conversation->phase == CARE_PHASE_NONE && conversation->erase_boot == 0 &&
           !care_survey_is_watched(conversation) && g_queue_is_empty(&conversation->unsaved) &&
           !must_be_remembered(conversation);
}

static gint64
due_of(CareConversation *conversation)
{
    const CareSettings *settings = conversation->engine->settings;
    gint64 due = CARE_NEVER;

    if (is_done(conversation))
        return 0;
    if (conversation->phase == CARE_PHASE_OPEN) {
        due = MIN(due, conversation->last_boot + settings->chat.idle_end);
        due = MIN(due, conversation->lost_boot);
    } else if (conversation->phase == CARE_PHASE_ENDING && conversation->loaded) {
        due = MIN(due, conversation->end_boot);
    } else if (conversation->phase == CARE_PHASE_ENDED) {
        due = MIN(due, conversation->ended_boot + CARE_COURTESY_MS);
    }
    if (conversation->dirty && conversation->recorded)
        due = MIN(due, conversation->flush_boot);
    if (!g_queue_is_empty(&conversation->unsaved))
        due = MIN(due, conversation->retry_boot);
    if (conversation->erase_boot != 0)
        due = MIN(due, conversation->erase_boot + CARE_CONFIRM_MS);
    due = MIN(due, care_remind_due(conversation));
    return MIN(due, care_survey_due(conversation));
}

static void
note_first(CareEngine *engine)
{
    GSequenceIter *first = g_sequence_get_begin_iter(engine->schedule);

    engine->wake_boot = CARE_NEVER;
    if (!g_sequence_iter_is_end(first))
        engine->wake_boot = ((const CareConversation *)g_sequence_get(first))->due_boot;
}

static void
set_due(CareConversation *conversation, gint64 boot_ms)
{
    CareEngine *engine = conversation->engine;

    conversation->due_boot = boot_ms;
    if (conversation->due == NULL)
        conversation->due = g_sequence_insert_sorted(engine->schedule, conversation, by_due, NULL);
    else
        g_sequence_sort_changed(conversation->due, by_due, NULL);
    note_first(engine);
}

void
care_schedule_remove(CareConversation *conversation)
{
    g_sequence_remove(conversation->due);
    note_first(conversation->engine);
}

void
care_schedule_sooner(CareConversation *conversation, gint64 boot_ms)
{
    if (boot_ms < conversation->due_boot)
        set_due(conversation, boot_ms);
}

void
care_schedule_update(CareConversation *conversation)
{
    set_due(conversation, due_of(conversation));
}

/* Works out what hangs on phase, survey and settings; to be called after each of them changed. */
void
care_conversation_refresh(CareConversation *conversation)
{
    CareEngine *engine = conversation->engine;
    const gboolean watched = conversation->is_desk && (care_survey_is_watched(conversation) ||
                                                       conversation->erase_boot != 0);

    if (watched != conversation->watched)
        engine->n_watched += watched ? 1 : -1;
    conversation->watched = watched;
    conversation->plain =
        conversation->is_desk && !watched && conversation->phase == CARE_PHASE_OPEN;
    care_schedule_update(conversation);
}

gint64
care_engine_wake_ms(const CareEngine *engine)
{
    return engine->wake_boot;
}

void
care_schedule_wake(CareTurn *turn)
{
    CareEngine *engine = turn->engine;

    /* Each conversation is looked at once: one that stays due (a wall the clock has not reached
     * yet) waits for the next. */
    for (guint left = g_sequence_get_length(engine->schedule); left > 0; left--) {
        GSequenceIter *first = g_sequence_get_begin_iter(engine->schedule);
        CareConversation *conversation = g_sequence_get(first);

        if (conversation->due_boot > turn->now.boot_ms)
            return;
        if (is_done(conversation)) {
            g_hash_table_remove(engine->conversations, conversation->index_key);
            continue;
        }
        care_chat_wake(turn, conversation);
        care_remind_wake(turn, conversation);
        care_survey_wake(turn, conversation);
        if (turn->now.boot_ms >= conversation->erase_boot + CARE_CONFIRM_MS)
            conversation->erase_boot = 0;
        care_conversation_refresh(conversation);
        if (conversation->due_boot <= turn->now.boot_ms)
            set_due(conversation, turn->now.boot_ms + 1000);
    }
}
