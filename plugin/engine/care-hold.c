/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who waits, longest first: for the agent who asks, and as one list when it is two or more. */
#include "care-conversation.h"

#define HOLD_AFTER_MS (30 * G_GINT64_CONSTANT(1000)) /* where policy has no quiet step */
#define HOLD_FROM     2                              /* customers */

#define HOLD_BIT (1u << CARE_RULE_HOLD)

void
care_hold_set(CareConversation *conversation, gboolean waits)
{
    const gboolean did = (conversation->remind.active & HOLD_BIT) != 0;

    if (waits == did)
        return;
    conversation->remind.active ^= HOLD_BIT;
    conversation->engine->n_holding += waits ? 1 : -1;
}

gint64
care_hold_due(const CareConversation *conversation)
{
    const CareEngine *engine = conversation->engine;
    const CareRule rule = conversation->record->chat.agent_lines == 0 ? CARE_RULE_FIRST_ANSWER
                                                                      : CARE_RULE_NEXT_ANSWER;
    const CareRemindRule *steps = care_rule_steps(engine->settings, rule);
    const gint64 quiet_ms = steps->on ? steps->step_ms[CARE_LEVEL_QUIET] : 0;

    if (conversation->waiting.since_boot == CARE_NEVER ||
        (conversation->remind.active & HOLD_BIT) != 0 || !care_remind_is_on(engine, CARE_RULE_HOLD))
        return CARE_NEVER;
    return conversation->waiting.since_boot +
           care_remind_stretch(engine, quiet_ms != 0 ? quiet_ms : HOLD_AFTER_MS);
}

void
care_hold_look(CareTurn *turn, CareConversation *conversation)
{
    if (turn->now.boot_ms >= care_hold_due(conversation))
        care_hold_set(conversation, TRUE);
}

static gint
by_wait(gconstpointer a, gconstpointer b)
{
    const CareWaiter *first = a, *second = b;

    return (first->waits_ms < second->waits_ms) - (first->waits_ms > second->waits_ms);
}

GArray *
care_engine_waiting(const CareEngine *engine, CareNow now)
{
    GArray *waiters = g_array_new(FALSE, FALSE, sizeof(CareWaiter));
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, engine->conversations);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        CareConversation *conversation = value;
        const guint reached = care_remind_reached(conversation, now.boot_ms);
        const CareWaiter waiter = {
            .conversation = conversation,
            .waits_ms = now.boot_ms - conversation->waiting.since_boot,
            .level = reached > 0 ? (CareLevel)(reached - 1) : CARE_LEVEL_QUIET,
        };

        if (conversation->waiting.since_boot != CARE_NEVER && care_remind_is_live(conversation))
            g_array_append_val(waiters, waiter);
    }
    g_array_sort(waiters, by_wait);
    return waiters;
}

static void
tell_list(CareTurn *turn, guint n)
{
    g_autoptr(GArray) waiters = care_engine_waiting(turn->engine, turn->now);
    const CareWaiter *longest = (const CareWaiter *)(gpointer)waiters->data;
    CareAction *action;

    if (waiters->len == 0) /* all became private or left the desk: their wakes take them off */
        return;
    action = care_turn_act(turn, CARE_ACTION_REMIND, longest->conversation);
    action->rule = CARE_RULE_HOLD;
    action->level = CARE_LEVEL_QUIET;
    action->message = CARE_TELL_HOLD;
    action->number = (gint)n;
    action->ms = longest->waits_ms;
}

/* The end of every event's pass: says when the number has changed. */
void
care_hold_tell(CareTurn *turn)
{
    CareEngine *engine = turn->engine;
    const guint n = care_remind_is_on(engine, CARE_RULE_HOLD) ? engine->n_holding : 0;

    if (n == engine->n_waiting)
        return;
    if (n >= HOLD_FROM)
        tell_list(turn, n);
    else if (engine->n_waiting >= HOLD_FROM)
        care_turn_act(turn, CARE_ACTION_CLEAR, NULL)->rule = CARE_RULE_HOLD;
    engine->n_waiting = n;
}
