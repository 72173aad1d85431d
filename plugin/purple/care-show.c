/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows reminders as they come, rise and go: to the window part if there is one, else as a line
 * that the agent alone sees. */
#include "care-adapter.h"

/* What an agent can do about a reminder of @rule. */
static guint
may_of(CareRule rule)
{
    switch (rule) {
    case CARE_RULE_FIRST_ANSWER:
    case CARE_RULE_NEXT_ANSWER:
    case CARE_RULE_DOUBLE_TEXT:
    case CARE_RULE_PROMISE:
        return CARE_UI_MAY_DONE | CARE_UI_MAY_LATER | CARE_UI_MAY_NEVER;
    default:
        return CARE_UI_MAY_DONE | CARE_UI_MAY_NEVER;
    }
}

static void
reminder_clear(gpointer data)
{
    CareUiReminder *reminder = data;

    g_free((char *)reminder->text);
    g_free((char *)reminder->reason);
}

/* Of copies: what is called may clear reminders, or close the window. */
void
care_show_each(const CareLink *link, void (*each)(const CareUiReminder *reminder, gpointer data),
               gpointer data)
{
    g_autoptr(GArray) reminders = g_array_new(FALSE, FALSE, sizeof(CareUiReminder));

    g_array_set_clear_func(reminders, reminder_clear);
    for (guint rule = 0; link->shown != NULL && rule < CARE_N_RULES; rule++) {
        const CareShown *shown = &link->shown[rule];
        CareUiReminder reminder;

        if (!shown->is_on)
            continue;
        reminder = (CareUiReminder){.rule = (CareRule)rule,
                                    .level = shown->level,
                                    .letter = care_rule_letter((CareRule)rule),
                                    .text = g_strdup(shown->text),
                                    .reason = care_remind_reason((CareRule)rule),
                                    .may = may_of((CareRule)rule)};
        g_array_append_val(reminders, reminder);
    }
    for (guint i = 0; i < reminders->len; i++)
        each(&g_array_index(reminders, CareUiReminder, i), data);
}

static void
note_shown(CareLink *link, CareRule rule, CareLevel level, const char *text)
{
    CareShown *shown;

    if (link->shown == NULL)
        link->shown = g_new0(CareShown, CARE_N_RULES);
    shown = &link->shown[rule];
    g_free(shown->text);
    *shown = (CareShown){.is_on = TRUE, .level = level, .text = g_strdup(text)};
}

static gboolean
is_taken(Care *care, PurpleConversation *window, CareRule rule, CareLevel level, const char *text)
{
    g_autofree char *reason = NULL;
    CareUiReminder reminder;

    if (care->ui == NULL || care->ui->show == NULL)
        return FALSE;
    reason = care_remind_reason(rule);
    reminder = (CareUiReminder){.rule = rule,
                                .level = level,
                                .letter = care_rule_letter(rule),
                                .text = text,
                                .reason = reason,
                                .may = may_of(rule)};
    return care->ui->show(window, &reminder, care->ui_data);
}

void
care_show_hold(Care *care)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) rows = NULL;

    if (care->ui == NULL || care->ui->hold == NULL)
        return;
    rows = care_waiting_rows(care, names);
    care->ui->hold((const CareUiWaiter *)rows->data, care->n_holding > 0 ? rows->len : 0,
                   care->ui_data);
}

/* A REMIND: comes or rises. Without a window there is nowhere to be reminded. */
void
care_show_reminder(Care *care, const CareAction *action)
{
    PurpleConversation *window = NULL;
    CareLink *link = NULL;
    g_autofree char *text = NULL;

    if (action->rule == CARE_RULE_HOLD) {
        care->n_holding = (guint)MAX(action->number, 0);
        care_show_hold(care);
        return;
    }
    link = care_link_of_engine(care, action->conversation, &window);
    if (link == NULL || window == care->closing)
        return;
    text = care_agent_text(action, care_conversation_peer(action->conversation)->name);
    if (text == NULL)
        return;
    note_shown(link, action->rule, action->level, text);
    if (!is_taken(care, window, action->rule, action->level, text) &&
        action->level != CARE_LEVEL_QUIET && g_hash_table_contains(care->links, window))
        care_tell(window, text);
}

static void
clear_one(Care *care, CareLink *link, PurpleConversation *window, CareRule rule)
{
    if (link->shown == NULL || !link->shown[rule].is_on)
        return;
    g_free(link->shown[rule].text);
    link->shown[rule] = (CareShown){0};
    if (care->ui != NULL && care->ui->clear != NULL)
        care->ui->clear(window, rule, care->ui_data);
}

/* A CLEAR. A line once written stays where it is. */
void
care_show_clear(Care *care, const CareAction *action)
{
    PurpleConversation *window = NULL;
    CareLink *link = NULL;

    if (action->rule == CARE_RULE_HOLD) {
        care->n_holding = 0;
        care_show_hold(care);
        return;
    }
    link = care_link_of_engine(care, action->conversation, &window);
    if (link != NULL)
        clear_one(care, link, window, action->rule);
}

/* The window goes, or shows somebody else. */
void
care_show_forget(Care *care, PurpleConversation *window)
{
    CareLink *link = g_hash_table_lookup(care->links, window);

    for (guint rule = 0; link != NULL && rule < CARE_N_RULES; rule++)
        clear_one(care, link, window, (CareRule)rule);
}
