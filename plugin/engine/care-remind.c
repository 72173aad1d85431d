/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two waiting rules: rarely, rising only while the customer waits, silent with the agent's
 * first line. */
#include "care-conversation.h"

#define CONVERSATION_WINDOW_MS (10 * 60 * G_GINT64_CONSTANT(1000))
#define KEPT_FOR_URGENT        2
#define STRETCH_MAX            3.0

enum { STEP_QUIET, STEP_SHOWN, STEP_URGENT };

static const CareRemindRule *
rule_of(const CareConversation *conversation)
{
    const CareSettings *settings = conversation->engine->settings;

    return conversation->record->chat.agent_lines == 0 ? &settings->remind.first_answer
                                                       : &settings->remind.next_answer;
}

/* With more chats open everyone waits longer: a reminder that can't be followed is nagging. */
static double
stretch_of(const CareEngine *engine)
{
    return engine->n_open <= 1 ? 1.0 : MIN(1.0 + (engine->n_open - 1) / 4.0, STRETCH_MAX);
}

gint64
care_remind_due(const CareConversation *conversation)
{
    const CareWaiting *waiting = &conversation->waiting;
    const CareRemindRule *rule = rule_of(conversation);
    guint step = waiting->step;

    if (waiting->since_boot == CARE_NEVER || !rule->on)
        return CARE_NEVER;
    while (step < CARE_REMIND_STEPS && rule->step_ms[step] == 0)
        step++;
    if (step >= CARE_REMIND_STEPS)
        return CARE_NEVER;
    return waiting->since_boot + (gint64)(rule->step_ms[step] * stretch_of(conversation->engine));
}

static gboolean
has_budget(const CareTurn *turn, const CareConversation *conversation, guint step)
{
    const CareSettings *settings = turn->engine->settings;
    const gint64 boot = turn->now.boot_ms;
    const guint per_hour = (guint)settings->remind.per_hour;
    const guint kept = step == STEP_URGENT ? 0 : MIN(per_hour, KEPT_FOR_URGENT);
    guint shown = 0;

    for (guint i = 0; i < G_N_ELEMENTS(conversation->waiting.shown_boot); i++) {
        const gint64 at = conversation->waiting.shown_boot[i];

        shown += at != 0 && at > boot - CONVERSATION_WINDOW_MS;
    }
    return shown < (guint)settings->remind.per_conversation &&
           care_hour_count(&turn->engine->interruptions, boot) < per_hour - kept;
}

static void
show(CareTurn *turn, CareConversation *conversation, guint step)
{
    CareWaiting *waiting = &conversation->waiting;
    const gboolean first = conversation->record->chat.agent_lines == 0;

    if (!has_budget(turn, conversation, step))
        return;
    waiting->shown_boot[0] = waiting->shown_boot[1];
    waiting->shown_boot[1] = turn->now.boot_ms;
    care_hour_add(&turn->engine->interruptions, turn->now.boot_ms);
    care_turn_tell(turn, conversation, first ? CARE_TELL_FIRST_ANSWER : CARE_TELL_NEXT_ANSWER)->ms =
        turn->now.boot_ms - waiting->since_boot;
}

void
care_remind_wake(CareTurn *turn, CareConversation *conversation)
{
    CareWaiting *waiting = &conversation->waiting;
    guint step;

    if (conversation->phase != CARE_PHASE_OPEN || !conversation->is_desk ||
        !conversation->attached || turn->now.boot_ms < care_remind_due(conversation))
        return;
    if (!waiting->read) { /* a "thanks!" waits for nothing: look before speaking */
        waiting->read = TRUE;
        care_turn_act(turn, CARE_ACTION_READ, conversation);
        return;
    }
    do {
        step = waiting->step++;
    } while (turn->now.boot_ms >=
             care_remind_due(conversation)); /* after a long sleep only the last step is said */
    if (step > STEP_QUIET)
        show(turn, conversation, step);
}

void
care_remind_newest(CareTurn *turn, CareConversation *conversation, const char *text)
{
    if (text != NULL && care_answer_is_courtesy(care_conversation_language(conversation), text))
        conversation->waiting.since_boot = CARE_NEVER;
    else
        care_remind_wake(turn, conversation);
}
