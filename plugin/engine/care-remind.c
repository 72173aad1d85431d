/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a reminder rises and when it is over: only while someone waits or a promise is open, never
 * past the agent's line. */
#include "care-conversation.h"

#define STRETCH_MAX       3.0
#define LOOK_MS           5000 /* the agent types: then again; also how long an answer may take */
#define SCAN_WAIT_MS      3000 /* after the line that begins a wait: people write in bursts */
#define SCAN_AGENT_MAX_MS (60 * G_GINT64_CONSTANT(1000))

static gboolean
is_drawn(const CareConversation *conversation, CareRule rule)
{
    return (conversation->remind.active & (1u << rule)) != 0;
}

static CareRule
waiting_rule(const CareConversation *conversation)
{
    return conversation->record->chat.agent_lines == 0 ? CARE_RULE_FIRST_ANSWER
                                                       : CARE_RULE_NEXT_ANSWER;
}

gboolean
care_remind_is_on(const CareEngine *engine, CareRule rule)
{
    return !engine->never[rule] && care_rule_is_set(engine->settings, rule);
}

gboolean
care_remind_is_live(const CareConversation *conversation)
{
    /* In a room others may be meant, until this agent has taken part. */
    return conversation->phase == CARE_PHASE_OPEN && conversation->is_desk &&
           conversation->attached && !conversation->customer.is_private &&
           (!conversation->peer.room || conversation->record->chat.agent_lines > 0);
}

/* With more chats open everyone waits longer: a reminder that can't be followed is nagging. */
gint64
care_remind_stretch(const CareEngine *engine, gint64 ms)
{
    const double factor =
        engine->n_open <= 1 ? 1.0 : MIN(1.0 + (engine->n_open - 1) / 4.0, STRETCH_MAX);

    return (gint64)((double)ms * factor);
}

/* Since when that step of a waiting rule is due. */
static gint64
step_boot(const CareConversation *conversation, CareRule rule, guint step)
{
    const CareRemindRule *steps = care_rule_steps(conversation->engine->settings, rule);

    if (steps->step_ms[step] == 0)
        return CARE_NEVER;
    return conversation->waiting.since_boot +
           care_remind_stretch(conversation->engine, steps->step_ms[step]);
}

/* How many steps have come by now; at least those that were dealt with. */
guint
care_remind_reached(const CareConversation *conversation, gint64 boot_ms)
{
    const CareRule rule = waiting_rule(conversation);
    guint reached = conversation->waiting.step;

    if (conversation->waiting.since_boot == CARE_NEVER ||
        !care_remind_is_on(conversation->engine, rule))
        return 0;
    for (guint step = reached; step < CARE_REMIND_STEPS; step++)
        if (boot_ms >= step_boot(conversation, rule, step))
            reached = step + 1;
    return reached;
}

/* --- due --- */

/* Nothing interrupts before. */
static gint64
quiet_until(const CareConversation *conversation)
{
    if (conversation->remind.away || conversation->remind.snoozed)
        return CARE_NEVER;
    return MAX(conversation->remind.later_boot, conversation->engine->snooze_boot);
}

/* When to see to what is due at @boot_ms: what can't interrupt yet is drawn quietly first. */
static gint64
put_off(const CareConversation *conversation, CareRule rule, gint64 boot_ms)
{
    const gboolean can_draw = !is_drawn(conversation, rule) && conversation->remind.later_boot == 0;

    return can_draw ? boot_ms : MAX(boot_ms, quiet_until(conversation));
}

static gint64
rise_due(const CareConversation *conversation)
{
    const CareRule rule = waiting_rule(conversation);
    gint64 due = CARE_NEVER;
    guint step;

    if (conversation->waiting.since_boot == CARE_NEVER ||
        !care_remind_is_on(conversation->engine, rule))
        return CARE_NEVER;
    for (step = conversation->waiting.step; step < CARE_REMIND_STEPS && due == CARE_NEVER; step++)
        due = step_boot(conversation, rule, step);
    if (due == CARE_NEVER || step - 1 == CARE_LEVEL_QUIET)
        return due;
    return put_off(conversation, rule, due);
}

static gboolean
wrote_again(const CareConversation *conversation)
{
    return conversation->remind.again_boot != CARE_NEVER &&
           conversation->remind.again_boot == conversation->waiting.since_boot &&
           care_remind_is_on(conversation->engine, CARE_RULE_DOUBLE_TEXT);
}

static gint64
promise_boot(const CareConversation *conversation)
{
    const CareEngine *engine = conversation->engine;

    if (conversation->remind.promise_boot == CARE_NEVER || conversation->remind.promise_told ||
        conversation->remind.promise_lines != conversation->record->chat.agent_lines ||
        !care_remind_is_on(engine, CARE_RULE_PROMISE))
        return CARE_NEVER;
    return conversation->remind.promise_boot + engine->settings->remind.promise.step_ms[0];
}

/* When the newest line is to be looked at, since something may have to be said. */
static gint64
look_due(const CareConversation *conversation)
{
    const gint64 rises = rise_due(conversation), holds = care_hold_due(conversation);
    gint64 due = MIN(rises, holds);
    gint64 other;

    if (wrote_again(conversation)) {
        other = put_off(conversation, CARE_RULE_DOUBLE_TEXT, 0);
        due = MIN(due, other);
    }
    other = put_off(conversation, CARE_RULE_PROMISE, promise_boot(conversation));
    due = MIN(due, other);
    return MAX(due, conversation->remind.look_boot);
}

gint64
care_remind_due(const CareConversation *conversation)
{
    gint64 due, look;

    if (!care_remind_is_live(conversation))
        return conversation->remind.active != 0 ? 0 : CARE_NEVER;
    due = MIN(conversation->remind.scan_boot, conversation->remind.settle_boot);
    look = look_due(conversation);
    return MIN(due, look);
}

/* --- rising --- */

CareAction *
care_remind_draw(CareTurn *turn, CareConversation *conversation, CareRule rule, CareLevel wanted)
{
    const gboolean is_quiet =
        turn->engine->rules[rule].quiet || turn->now.boot_ms < quiet_until(conversation);
    CareAction *action = care_turn_act(turn, CARE_ACTION_REMIND, conversation);

    action->rule = rule;
    action->level = is_quiet ? CARE_LEVEL_QUIET : wanted;
    action->message = care_rule_facts(rule)->message;
    conversation->remind.active |= 1u << rule;
    return action;
}

/* Shows @rule at @level; FALSE: not now, at most it was drawn. @ms: how long it has lasted. */
static gboolean
show(CareTurn *turn, CareConversation *conversation, CareRule rule, CareLevel level, gint64 ms)
{
    const gboolean waits =
        conversation->remind.look_boot != 0 || turn->now.boot_ms < quiet_until(conversation);
    const gboolean can_draw =
        !is_drawn(conversation, rule) && turn->now.boot_ms >= conversation->remind.later_boot;

    if (level > CARE_LEVEL_QUIET && waits) {
        if (can_draw)
            care_remind_draw(turn, conversation, rule, CARE_LEVEL_QUIET)->ms = ms;
        return FALSE;
    }
    if (!care_fatigue_spend(turn, conversation, rule, level))
        level = CARE_LEVEL_QUIET;
    if (level > CARE_LEVEL_QUIET || can_draw)
        care_remind_draw(turn, conversation, rule, level)->ms = ms;
    return TRUE;
}

static void
rise(CareTurn *turn, CareConversation *conversation)
{
    CareWaiting *waiting = &conversation->waiting;
    /* After a long sleep only the last step is said. */
    const guint reached = care_remind_reached(conversation, turn->now.boot_ms);

    if (reached <= waiting->step)
        return;
    if (show(turn, conversation, waiting_rule(conversation), (CareLevel)(reached - 1),
             turn->now.boot_ms - waiting->since_boot))
        waiting->step = reached;
    else
        waiting->step = MAX(waiting->step, 1); /* drawn, so the quiet step is dealt with */
}

static void
tell_again(CareTurn *turn, CareConversation *conversation, CareLevel level)
{
    if (wrote_again(conversation) && show(turn, conversation, CARE_RULE_DOUBLE_TEXT, level,
                                          turn->now.boot_ms - conversation->waiting.since_boot))
        conversation->remind.again_boot = CARE_NEVER;
}

static void
tell_promise(CareTurn *turn, CareConversation *conversation, CareLevel level)
{
    if (turn->now.boot_ms >= promise_boot(conversation) &&
        show(turn, conversation, CARE_RULE_PROMISE, level,
             turn->now.boot_ms - conversation->remind.promise_boot))
        conversation->remind.promise_told = TRUE;
}

/* One interruption at a time: what else is due is drawn beside it. */
static CareLevel
level_after(const CareConversation *conversation, guint shown_next)
{
    return conversation->remind.shown_next == shown_next ? CARE_LEVEL_SHOWN : CARE_LEVEL_QUIET;
}

static void
look(CareTurn *turn, CareConversation *conversation)
{
    if (conversation->remind.unscanned > 0) /* perhaps the promise was kept since */
        care_scan_ask(turn, conversation);
    conversation->remind.look_boot = turn->now.boot_ms + LOOK_MS;
    care_turn_act(turn, CARE_ACTION_READ, conversation);
}

void
care_remind_wake(CareTurn *turn, CareConversation *conversation)
{
    const gint64 boot = turn->now.boot_ms;

    if (!care_remind_is_live(conversation)) {
        care_remind_end(turn, conversation);
        return;
    }
    care_fatigue_settle(turn, conversation);
    if (boot >= conversation->remind.later_boot)
        conversation->remind.later_boot = 0;
    if (boot >= look_due(conversation))
        look(turn, conversation);
    else if (boot >= conversation->remind.scan_boot)
        care_scan_ask(turn, conversation);
}

/* Nobody waits any more, and not by a line of this agent. */
void
care_remind_overtaken(CareTurn *turn, CareConversation *conversation)
{
    conversation->waiting.since_boot = CARE_NEVER;
    care_hold_set(conversation, FALSE);
    care_remind_clear(turn, conversation, CARE_RULE_FIRST_ANSWER);
    care_remind_clear(turn, conversation, CARE_RULE_NEXT_ANSWER);
    care_remind_clear(turn, conversation, CARE_RULE_DOUBLE_TEXT);
}

/* A "thanks!" waits for nothing, unless nobody has answered yet or there is a question beside it.
 */
void
care_remind_courtesy(CareTurn *turn, CareConversation *conversation, const char *text)
{
    if (conversation->waiting.since_boot == CARE_NEVER || text == NULL ||
        conversation->record->chat.agent_lines == 0 || conversation->remind.asked ||
        !care_answer_is_courtesy(care_scan_language(conversation), text))
        return;
    care_remind_overtaken(turn, conversation);
}

void
care_remind_newest(CareTurn *turn, CareConversation *conversation, const CareEvent *event)
{
    const guint shown_next = conversation->remind.shown_next;

    if (conversation->phase == CARE_PHASE_ENDING) {
        care_command_newest(turn, conversation, event->is_typing);
        return;
    }
    if (!care_remind_is_live(conversation))
        return;
    care_remind_courtesy(turn, conversation, event->text);
    conversation->remind.look_boot = event->is_typing ? turn->now.boot_ms + LOOK_MS : 0;
    care_hold_look(turn, conversation);
    rise(turn, conversation);
    tell_again(turn, conversation, level_after(conversation, shown_next));
    tell_promise(turn, conversation, level_after(conversation, shown_next));
    if (turn->now.boot_ms >= look_due(conversation)) /* never round in circles */
        conversation->remind.look_boot = turn->now.boot_ms + LOOK_MS;
}

/* --- beginning and end --- */

void
care_remind_start(CareConversation *conversation)
{
    CareReminding *remind = &conversation->remind;
    CareReminding fresh;

    care_hold_set(conversation, FALSE);
    fresh = (CareReminding){
        .double_boot = CARE_NEVER,
        .again_boot = CARE_NEVER,
        .settle_boot = CARE_NEVER,
        .scan_boot = CARE_NEVER,
        .promise_boot = CARE_NEVER,
        .away = remind->away,
        .active = remind->active,
        .shown_next = remind->shown_next,
    };

    /* The budget is the conversation's, not the chat's. */
    for (guint i = 0; i < CARE_SHOWN_MAX; i++)
        fresh.shown_boot[i] = remind->shown_boot[i];
    *remind = fresh;
}

static void
set_double(CareConversation *conversation)
{
    const CareEngine *engine = conversation->engine;
    CareReminding *remind = &conversation->remind;

    remind->double_boot = CARE_NEVER;
    if (conversation->waiting.since_boot != CARE_NEVER &&
        care_remind_is_on(engine, CARE_RULE_DOUBLE_TEXT))
        remind->double_boot =
            conversation->waiting.since_boot +
            care_remind_stretch(engine, engine->settings->remind.double_text.step_ms[0]);
}

/* On the way of many lines: the look at what was said is the next thing due, but for the briefest
 * of policies. */
void
care_remind_wait(CareTurn *turn, CareConversation *conversation)
{
    CareReminding *remind = &conversation->remind;
    const CareRemindRule *steps =
        care_rule_steps(turn->engine->settings, waiting_rule(conversation));
    gint64 due;

    conversation->waiting = (CareWaiting){.since_boot = turn->now.boot_ms};
    remind->asked = FALSE;
    remind->again_boot = CARE_NEVER;
    remind->look_boot = 0;
    remind->scan_boot = MIN(remind->scan_boot, turn->now.boot_ms + SCAN_WAIT_MS);
    set_double(conversation);
    due = steps->step_ms[CARE_LEVEL_QUIET] < SCAN_WAIT_MS ? care_remind_due(conversation)
                                                          : remind->scan_boot;
    care_schedule_sooner(conversation, due);
}

void
care_remind_again(CareTurn *turn, CareConversation *conversation)
{
    CareReminding *remind = &conversation->remind;

    remind->double_boot = CARE_NEVER; /* once in a wait */
    remind->again_boot = conversation->waiting.since_boot;
    if (!care_remind_is_live(conversation))
        return;
    look(turn, conversation);
    care_schedule_sooner(conversation, remind->look_boot);
}

void
care_remind_clear(CareTurn *turn, CareConversation *conversation, CareRule rule)
{
    conversation->remind.showing[rule].is_on = FALSE;
    if (!is_drawn(conversation, rule) || rule == CARE_RULE_HOLD)
        return;
    conversation->remind.active &= ~(1u << rule);
    care_turn_act(turn, CARE_ACTION_CLEAR, conversation)->rule = rule;
}

void
care_remind_answered(CareTurn *turn, CareConversation *conversation)
{
    CareReminding *remind = &conversation->remind;
    const CareRemindRule *promise = &turn->engine->settings->remind.promise;
    gint64 scan_ms = SCAN_AGENT_MAX_MS;

    care_fatigue_acted(turn, conversation);
    for (gint rule = 0; remind->active != 0 && rule < CARE_N_RULES; rule++)
        if (care_rule_facts(rule)->ends_with_line)
            care_remind_clear(turn, conversation, rule);
    care_hold_set(conversation, FALSE);
    conversation->waiting.since_boot = CARE_NEVER;
    remind->promise_boot = CARE_NEVER;
    remind->promise_told = FALSE;
    remind->later_boot = 0;
    if (care_remind_is_on(turn->engine, CARE_RULE_PROMISE))
        scan_ms = MIN(scan_ms, promise->step_ms[0]);
    remind->scan_boot = MIN(remind->scan_boot, turn->now.boot_ms + scan_ms);
    care_schedule_sooner(conversation, remind->scan_boot);
}

void
care_remind_end(CareTurn *turn, CareConversation *conversation)
{
    CareReminding *remind = &conversation->remind;

    care_fatigue_settle(turn, conversation);
    for (gint rule = 0; rule < CARE_N_RULES; rule++)
        care_remind_clear(turn, conversation, rule);
    care_hold_set(conversation, FALSE);
    remind->again_boot = remind->settle_boot = CARE_NEVER;
    remind->scan_boot = remind->promise_boot = CARE_NEVER;
    remind->look_boot = 0; /* steps and [Later] stay: the end may be undone, and the wait goes on */
}

/* Policy, the agent's word, or the desk has changed. */
void
care_remind_recheck(CareTurn *turn, CareConversation *conversation)
{
    for (gint rule = 0; rule < CARE_N_RULES; rule++)
        if (!care_remind_is_on(turn->engine, rule))
            care_remind_clear(turn, conversation, rule);
    if (conversation->remind.double_boot != CARE_NEVER)
        set_double(conversation);
    if (!care_remind_is_live(conversation))
        care_remind_end(turn, conversation);
}
