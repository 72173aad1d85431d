/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The thirteen rules in one table, so that a new one is a row; and the names of all that is said
 * about them. */
#include "care-remind.h"
#include <string.h>

#define MINUTE_MS G_GINT64_CONSTANT(60000)
#define AT(field) G_STRUCT_OFFSET(CareSettings, remind.field)

/* An agent who promised has something to find out first: they get twice the time. */
static const CareRuleFacts rules[CARE_N_RULES] = {
    [CARE_RULE_FIRST_ANSWER] = {"first-answer", CARE_ITEM_RESPONSIVENESS, CARE_RULE_STEPS,
                                AT(first_answer), MINUTE_MS, CARE_TELL_FIRST_ANSWER, TRUE},
    [CARE_RULE_NEXT_ANSWER] = {"next-answer", CARE_ITEM_RESPONSIVENESS, CARE_RULE_STEPS,
                               AT(next_answer), MINUTE_MS, CARE_TELL_NEXT_ANSWER, TRUE},
    [CARE_RULE_DOUBLE_TEXT] = {"double-text", CARE_ITEM_ATTENTIVENESS, CARE_RULE_DELAY,
                               AT(double_text), MINUTE_MS, CARE_TELL_DOUBLE_TEXT, TRUE},
    [CARE_RULE_PROMISE] = {"promise", CARE_ITEM_RESPONSIVENESS, CARE_RULE_DELAY, AT(promise),
                           2 * MINUTE_MS, CARE_TELL_PROMISE, TRUE},
    [CARE_RULE_OPEN_QUESTION] = {"open-question", CARE_ITEM_ATTENTIVENESS, CARE_RULE_HINT,
                                 AT(open_question), 0, CARE_TELL_OPEN_QUESTION, FALSE},
    [CARE_RULE_LAST_IMPRESSION] = {"last-impression", CARE_ITEM_ATTENTIVENESS, CARE_RULE_HINT,
                                   AT(last_impression), 0, CARE_TELL_LAST_IMPRESSION, FALSE},
    [CARE_RULE_RETURNING] = {"returning", CARE_ITEM_ATTENTIVENESS, CARE_RULE_HINT, AT(returning), 0,
                             CARE_TELL_RETURNING, TRUE},
    [CARE_RULE_LOW_BEFORE] = {"low-before", CARE_ITEM_ATTENTIVENESS, CARE_RULE_HINT, AT(low_before),
                              0, CARE_TELL_LOW_BEFORE, TRUE},
    [CARE_RULE_FEELING] = {"feeling", CARE_ITEM_IDEAL, CARE_RULE_HINT, AT(feeling), 0,
                           CARE_TELL_FEELING, TRUE},
    [CARE_RULE_STOCK_TEXT] = {"stock-text", CARE_ITEM_IDEAL, CARE_RULE_HINT, AT(stock_text), 0,
                              CARE_TELL_STOCK_TEXT, FALSE},
    [CARE_RULE_EMPOWERMENT] = {"empowerment", CARE_ITEM_EMPOWERMENT, CARE_RULE_HINT,
                               AT(empowerment), 0, CARE_TELL_EMPOWERMENT, FALSE},
    [CARE_RULE_VALUE] = {"value", CARE_ITEM_CULTURE, CARE_RULE_HINT, AT(value), 0, CARE_TELL_VALUE,
                         FALSE},
    [CARE_RULE_HOLD] = {"hold", CARE_ITEM_RESPONSIVENESS, CARE_RULE_HINT, AT(hold), 0,
                        CARE_TELL_HOLD, FALSE},
};

static const char *const levels[CARE_N_LEVELS] = {
    [CARE_LEVEL_QUIET] = "quiet", [CARE_LEVEL_SHOWN] = "shown", [CARE_LEVEL_URGENT] = "urgent"};

static const char *const results[CARE_N_REMIND_RESULTS] = {
    [CARE_REMIND_ACTED] = "acted",       [CARE_REMIND_LATER] = "later",
    [CARE_REMIND_IGNORED] = "ignored",   [CARE_REMIND_DEMOTED] = "demoted",
    [CARE_REMIND_RESTORED] = "restored",
};

static gint
position_of(const char *const *names, gint n, const char *name)
{
    for (gint i = 0; name != NULL && i < n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

const CareRuleFacts *
care_rule_facts(CareRule rule)
{
    return &rules[rule];
}

const char *
care_rule_name(CareRule rule)
{
    return (guint)rule < CARE_N_RULES ? rules[rule].name : NULL;
}

gint
care_rule_from_name(const char *name)
{
    for (gint i = 0; name != NULL && i < CARE_N_RULES; i++)
        if (strcmp(rules[i].name, name) == 0)
            return i;
    return -1;
}

CareItem
care_rule_letter(CareRule rule)
{
    return (guint)rule < CARE_N_RULES ? rules[rule].letter : CARE_ITEM_NONE;
}

const char *
care_level_name(CareLevel level)
{
    return (guint)level < CARE_N_LEVELS ? levels[level] : NULL;
}

gint
care_level_from_name(const char *name)
{
    return position_of(levels, CARE_N_LEVELS, name);
}

const char *
care_remind_result_name(CareRemindResult result)
{
    return (guint)result < CARE_N_REMIND_RESULTS ? results[result] : NULL;
}

gint
care_remind_result_from_name(const char *name)
{
    return position_of(results, CARE_N_REMIND_RESULTS, name);
}

const CareRemindRule *
care_rule_steps(const CareSettings *settings, CareRule rule)
{
    return rules[rule].kind == CARE_RULE_HINT ? NULL : G_STRUCT_MEMBER_P(settings, rules[rule].at);
}

gboolean
care_rule_is_set(const CareSettings *settings, CareRule rule)
{
    const CareRemindRule *steps = care_rule_steps(settings, rule);

    return steps != NULL ? steps->on : G_STRUCT_MEMBER(gboolean, settings, rules[rule].at);
}

static guint
ones_in(guint32 bits)
{
    guint n = 0;

    for (; bits != 0; bits &= bits - 1)
        n++;
    return n;
}

gboolean
care_rule_history_add(CareRuleHistory *history, CareRemindResult result)
{
    const guint32 window = (G_GUINT64_CONSTANT(1) << CARE_RULE_WINDOW) - 1;
    const gboolean was_quiet = history->quiet;

    if (result == CARE_REMIND_RESTORED) {
        *history = (CareRuleHistory){0};
        return FALSE;
    }
    if (result == CARE_REMIND_DEMOTED) {
        history->quiet = TRUE;
        return !was_quiet;
    }
    history->acted = ((history->acted << 1) | (result == CARE_REMIND_ACTED)) & window;
    history->n = MIN(history->n + 1, CARE_RULE_WINDOW);
    /* Only a full window says anything: three misses in a row are chance. */
    if (history->n == CARE_RULE_WINDOW &&
        100 * ones_in(history->acted) < CARE_RULE_FEWEST * CARE_RULE_WINDOW)
        history->quiet = TRUE;
    return history->quiet && !was_quiet;
}
