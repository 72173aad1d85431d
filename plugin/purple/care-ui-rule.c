/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows how a reminder would speak: the very words that real ones have, about nobody. */
#include "care-ui.h"

#define SECOND_MS G_GINT64_CONSTANT(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define DAY_MS    (24 * 60 * MINUTE_MS)
#define UNDO_S    5
#define CUSTOMERS 3

static const CareMessageId messages[CARE_N_RULES] = {
    [CARE_RULE_FIRST_ANSWER] = CARE_TELL_FIRST_ANSWER,
    [CARE_RULE_NEXT_ANSWER] = CARE_TELL_NEXT_ANSWER,
    [CARE_RULE_DOUBLE_TEXT] = CARE_TELL_DOUBLE_TEXT,
    [CARE_RULE_PROMISE] = CARE_TELL_PROMISE,
    [CARE_RULE_OPEN_QUESTION] = CARE_TELL_OPEN_QUESTION,
    [CARE_RULE_LAST_IMPRESSION] = CARE_TELL_LAST_IMPRESSION,
    [CARE_RULE_RETURNING] = CARE_TELL_RETURNING,
    [CARE_RULE_LOW_BEFORE] = CARE_TELL_LOW_BEFORE,
    [CARE_RULE_FEELING] = CARE_TELL_FEELING,
    [CARE_RULE_STOCK_TEXT] = CARE_TELL_STOCK_TEXT,
    [CARE_RULE_EMPOWERMENT] = CARE_TELL_EMPOWERMENT,
    [CARE_RULE_VALUE] = CARE_TELL_VALUE,
    [CARE_RULE_HOLD] = CARE_TELL_HOLD,
};

char *
care_ui_rule_title(CareRule rule)
{
    return g_strdup(care_rule_words(rule));
}

/* The steps of a rule that waits; NULL: it does not. */
static const CareRemindRule *
steps_of(const CareSettings *settings, CareRule rule)
{
    switch (rule) {
    case CARE_RULE_FIRST_ANSWER:
        return &settings->remind.first_answer;
    case CARE_RULE_NEXT_ANSWER:
        return &settings->remind.next_answer;
    case CARE_RULE_DOUBLE_TEXT:
        return &settings->remind.double_text;
    case CARE_RULE_PROMISE:
        return &settings->remind.promise;
    default:
        return NULL;
    }
}

/* How long was waited at @level by the settings in force; of a rule that is off some usual time. */
static gint64
waited(const CareSettings *settings, CareRule rule, CareLevel level)
{
    const CareRemindRule *steps = steps_of(settings, rule);
    const guint step = MIN((guint)level, CARE_REMIND_STEPS - 1);

    for (guint i = step + 1; steps != NULL && i > 0; i--) {
        if (steps->step_ms[i - 1] > 0)
            return steps->step_ms[i - 1];
    }
    return ((gint64)step + 1) * MINUTE_MS;
}

/* What is remembered of somebody, and still open with them. Owned by nobody. */
static void
fill_card(CareCard *card, CareMemory *memory, CareRule rule, gint64 wall_ms)
{
    *memory = (CareMemory){.n_chats = 1,
                           .last_asked = TRUE,
                           .last_rated = TRUE,
                           .last_rating = rule == CARE_RULE_LOW_BEFORE ? 2 : 4};
    *card = (CareCard){
        .memory = memory, .opens = {{CARE_OPEN_PROMISE, wall_ms - 4 * MINUTE_MS}}, .n_opens = 1};
}

static const char *
text_of(const CareSettings *settings, CareRule rule)
{
    const GPtrArray *list =
        rule == CARE_RULE_VALUE ? settings->vision.values : settings->empowerment.entries;

    if (list != NULL && list->len > 0)
        return ((const CareCuedText *)g_ptr_array_index(list, 0))->text;
    return rule == CARE_RULE_VALUE ? _("honesty") : _("a refund up to 20");
}

static gint
number_of(CareRule rule)
{
    if (rule == CARE_RULE_VALUE)
        return 1;
    return rule == CARE_RULE_LAST_IMPRESSION ? UNDO_S : CUSTOMERS;
}

static gint64
ms_of(const CareSettings *settings, CareRule rule, CareLevel level, gint64 wall_ms)
{
    if (rule == CARE_RULE_OPEN_QUESTION)
        return wall_ms - 4 * MINUTE_MS;
    if (rule == CARE_RULE_RETURNING || rule == CARE_RULE_LOW_BEFORE)
        return 5 * DAY_MS;
    return waited(settings, rule, level);
}

char *
care_ui_rule_example(CareRule rule, CareLevel level)
{
    const CareSettings *settings = care_ui_settings();
    const gint64 wall_ms = care_now().wall_ms;
    CareMemory memory;
    CareCard card;

    if (settings == NULL || (guint)rule >= CARE_N_RULES)
        return g_strdup("");
    fill_card(&card, &memory, rule, wall_ms);
    card.hides = settings->show.rating != CARE_SHOW_YES;
    return care_agent_text(&(CareAction){.type = CARE_ACTION_REMIND,
                                         .rule = rule,
                                         .level = level,
                                         .message = messages[rule],
                                         .number = number_of(rule),
                                         .ms = ms_of(settings, rule, level, wall_ms),
                                         .text = (char *)text_of(settings, rule),
                                         .card = &card},
                           /* Translators: a customer's first name, made up for an example */
                           _("Anna"));
}
