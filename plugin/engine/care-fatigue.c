/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps reminders worth reading: budgets, snooze, and a rule that nobody acts on gives up. */
#include "care-conversation.h"
#include <string.h>

#define MINUTE_MS              G_GINT64_CONSTANT(60000)
#define CONVERSATION_WINDOW_MS (10 * MINUTE_MS)
#define KEPT_FOR_URGENT        2
#define LATER_MS               (5 * MINUTE_MS)
#define SNOOZE_MINUTES         15
#define SNOOZE_MAX_MINUTES     1440
#define SNOOZE_DAY_MINUTES     480 /* a working day */

static gboolean
has_budget(const CareTurn *turn, const CareConversation *conversation, CareLevel level)
{
    const CareSettings *settings = turn->engine->settings;
    const gint64 boot = turn->now.boot_ms;
    const guint per_hour = (guint)settings->remind.per_hour;
    const guint kept = level == CARE_LEVEL_URGENT ? 0 : MIN(per_hour, KEPT_FOR_URGENT);
    guint shown = 0;

    for (guint i = 0; i < CARE_SHOWN_MAX; i++) {
        const gint64 at = conversation->remind.shown_boot[i];

        shown += at != 0 && at > boot - CONVERSATION_WINDOW_MS;
    }
    return shown < MIN((guint)settings->remind.per_conversation, CARE_SHOWN_MAX) &&
           care_hour_count(&turn->engine->interruptions, boot) < per_hour - kept;
}

static void
note_showing(CareTurn *turn, CareConversation *conversation, CareRule rule, CareLevel level)
{
    CareReminding *remind = &conversation->remind;
    const gint64 boot = turn->now.boot_ms;

    /* A raise before its time is over is the same showing still. */
    remind->showing[rule] = (CareShowing){
        .is_on = TRUE, .level = level, .shown_boot = boot, .shown_wall = turn->now.wall_ms};
    remind->settle_boot = MIN(remind->settle_boot, boot + care_rule_facts(rule)->within_ms);
}

/* Whether @rule may interrupt now, and (says it does) the note of it. */
gboolean
care_fatigue_spend(CareTurn *turn, CareConversation *conversation, CareRule rule, CareLevel level)
{
    CareReminding *remind = &conversation->remind;

    if (level == CARE_LEVEL_QUIET || turn->engine->rules[rule].quiet ||
        !has_budget(turn, conversation, level))
        return FALSE;
    remind->shown_boot[remind->shown_next] = turn->now.boot_ms;
    remind->shown_next = (remind->shown_next + 1) % CARE_SHOWN_MAX;
    care_hour_add(&turn->engine->interruptions, turn->now.boot_ms);
    note_showing(turn, conversation, rule, level);
    return TRUE;
}

/* --- what came of it --- */

static void
store(CareTurn *turn, CareConversation *conversation, const CareReminderRecord *reminder)
{
    CareAction *action = care_turn_act(turn, CARE_ACTION_STORE, conversation);

    action->record = g_new0(CareRecord, 1);
    action->record->at_ms = turn->now.wall_ms;
    action->record->reminder = *reminder;
}

static void
conclude(CareTurn *turn, CareConversation *conversation, CareRule rule, CareRemindResult result)
{
    CareShowing *showing = &conversation->remind.showing[rule];
    CareReminderRecord reminder = {
        .at_ms = showing->shown_wall,
        .rule = rule,
        .level = showing->level,
        .result = result,
        .after_ms = turn->now.boot_ms - showing->shown_boot,
    };

    if (!showing->is_on)
        return;
    showing->is_on = FALSE;
    store(turn, conversation, &reminder);
    if (!care_rule_history_add(&turn->engine->rules[rule], result))
        return;
    care_turn_tell(turn, conversation, CARE_TELL_DEMOTED)->rule = rule;
    reminder.at_ms = turn->now.wall_ms;
    reminder.result = CARE_REMIND_DEMOTED;
    reminder.after_ms = 0;
    store(turn, conversation, &reminder);
}

void
care_fatigue_settle(CareTurn *turn, CareConversation *conversation)
{
    CareReminding *remind = &conversation->remind;

    if (turn->now.boot_ms < remind->settle_boot)
        return;
    remind->settle_boot = CARE_NEVER;
    for (gint rule = 0; rule < CARE_N_RULES; rule++) {
        const CareShowing *showing = &remind->showing[rule];
        const gint64 until = showing->shown_boot + care_rule_facts(rule)->within_ms;

        if (showing->is_on && turn->now.boot_ms >= until)
            conclude(turn, conversation, rule, CARE_REMIND_IGNORED);
        else if (showing->is_on)
            remind->settle_boot = MIN(remind->settle_boot, until);
    }
}

void
care_fatigue_acted(CareTurn *turn, CareConversation *conversation)
{
    care_fatigue_settle(turn, conversation);
    if (conversation->remind.settle_boot == CARE_NEVER)
        return;
    for (gint rule = 0; rule < CARE_N_RULES; rule++)
        conclude(turn, conversation, rule, CARE_REMIND_ACTED);
    conversation->remind.settle_boot = CARE_NEVER;
}

/* --- the agent's word --- */

static void
for_all(CareTurn *turn)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, turn->engine->conversations);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        care_remind_recheck(turn, value);
        care_conversation_refresh(value);
    }
}

static void
snooze_here(CareTurn *turn, CareConversation *conversation)
{
    if (conversation == NULL || !conversation->is_desk) {
        care_turn_tell(turn, conversation, CARE_TELL_NOT_DESK);
        return;
    }
    conversation->remind.snoozed = TRUE;
    care_turn_tell(turn, conversation, CARE_TELL_SNOOZED_HERE);
}

static void
wake_all(CareEngine *engine)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, engine->conversations);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        ((CareConversation *)value)->remind.snoozed = FALSE;
}

static void
snooze(CareTurn *turn, const CareEvent *event)
{
    const char *argument = event->argument != NULL ? event->argument : "";
    guint64 minutes = SNOOZE_MINUTES;

    if (strcmp(argument, "here") == 0) {
        snooze_here(turn, event->conversation);
        return;
    }
    if (strcmp(argument, "day") == 0) {
        minutes = SNOOZE_DAY_MINUTES;
    } else if (strcmp(argument, "off") == 0) {
        minutes = 0;
        wake_all(turn->engine);
    } else if (argument[0] != '\0' &&
               !g_ascii_string_to_unsigned(argument, 10, 1, SNOOZE_MAX_MINUTES, &minutes, NULL)) {
        care_turn_tell(turn, event->conversation, CARE_TELL_SNOOZE_BAD);
        return;
    }
    turn->engine->snooze_boot = minutes > 0 ? turn->now.boot_ms + (gint64)minutes * MINUTE_MS : 0;
    for_all(turn);
    if (minutes == 0)
        care_turn_tell(turn, event->conversation, CARE_TELL_SNOOZE_OFF);
    else
        care_turn_tell(turn, event->conversation, CARE_TELL_SNOOZED)->ms =
            (gint64)minutes * MINUTE_MS;
}

static gboolean
is_waiting_rule(CareRule rule)
{
    return rule == CARE_RULE_FIRST_ANSWER || rule == CARE_RULE_NEXT_ANSWER;
}

/* Dealt with in some way that we can't see: it is over for this wait. */
static void
done(CareTurn *turn, CareConversation *conversation, CareRule rule)
{
    conclude(turn, conversation, rule, CARE_REMIND_ACTED);
    care_remind_clear(turn, conversation, rule);
    if (is_waiting_rule(rule)) {
        conversation->waiting.step = CARE_REMIND_STEPS;
    } else if (rule == CARE_RULE_PROMISE) {
        conversation->remind.promise_boot = CARE_NEVER;
        care_scan_close(conversation, CARE_OPEN_PROMISE);
    }
}

/* In five minutes what was shown is due again, if it still is. */
static void
later(CareTurn *turn, CareConversation *conversation, CareRule rule)
{
    conclude(turn, conversation, rule, CARE_REMIND_LATER);
    care_remind_clear(turn, conversation, rule);
    conversation->remind.later_boot = turn->now.boot_ms + LATER_MS;
    if (is_waiting_rule(rule) && conversation->waiting.step > 0)
        conversation->waiting.step--;
    else if (rule == CARE_RULE_PROMISE)
        conversation->remind.promise_told = FALSE;
}

static void
never(CareTurn *turn, const CareEvent *event)
{
    turn->engine->never[event->rule] = TRUE;
    for_all(turn);
    care_turn_tell(turn, event->conversation, CARE_TELL_NEVER)->rule = event->rule;
}

static void
restore(CareTurn *turn, const CareEvent *event)
{
    const CareReminderRecord reminder = {
        .at_ms = turn->now.wall_ms, .rule = event->rule, .result = CARE_REMIND_RESTORED};

    turn->engine->never[event->rule] = FALSE;
    care_rule_history_add(&turn->engine->rules[event->rule], CARE_REMIND_RESTORED);
    store(turn, event->conversation, &reminder);
    for_all(turn);
    care_turn_tell(turn, event->conversation, CARE_TELL_RESTORED)->rule = event->rule;
}

void
care_fatigue_command(CareTurn *turn, const CareEvent *event)
{
    if (event->command == CARE_COMMAND_SNOOZE) {
        snooze(turn, event);
        return;
    }
    g_return_if_fail((guint)event->rule < CARE_N_RULES);
    if (event->command == CARE_COMMAND_NEVER)
        never(turn, event);
    else if (event->command == CARE_COMMAND_RESTORE)
        restore(turn, event);
    else if (event->conversation == NULL)
        return;
    else if (event->command == CARE_COMMAND_DONE)
        done(turn, event->conversation, event->rule);
    else if (event->command == CARE_COMMAND_LATER)
        later(turn, event->conversation, event->rule);
}

gint64
care_engine_snoozed_until(const CareEngine *engine)
{
    return engine->snooze_boot;
}
