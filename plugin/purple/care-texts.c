/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds the words that agents read for each message the engine names. */
#include "care-adapter.h"
#include <purple-care/report.h>
#include <string.h>

#define KUDOS_MAX_CHARS 300 /* praise is read at a glance; the whole of it stands in the window */

static const char *const agent_texts[CARE_N_MESSAGES] = {
    [CARE_TELL_RATED] = N_("{name} answered: {number} of 5."),
    [CARE_TELL_RATED_WORDS] = N_("{name} answered."),
    [CARE_TELL_CHANGED] = N_("{name} changed the answer to {number} of 5."),
    [CARE_TELL_ITEM] = N_("{name} on one more question, {item}: {number} of 5."),
    [CARE_TELL_PULSE] = N_("{name} says in mid-chat: {number} of 5."),
    [CARE_TELL_KUDOS] = N_("Kudos from {name}: \"{text}\""),
    [CARE_TELL_RECOVERY] =
        N_("{name} did not feel understood. What would you want to hear first? A word from you "
           "now can still turn it."),
    [CARE_TELL_PULSE_ASKED] = N_("{name} is asked how well they feel understood so far."),
    [CARE_TELL_PULSE_NOT] = N_("{name} is not asked now: {text}."),
    [CARE_TELL_SKIPPED] = N_("{name} skipped the question."),
    [CARE_TELL_OPTED_OUT] =
        N_("{name} wants no more rating questions and will not be asked again."),
    [CARE_TELL_ERASED] =
        N_("{name} had their ratings, comments and notes erased. Only anonymous totals remain."),
    [CARE_TELL_ENDED] = N_("The chat has ended; {name} is not asked: {text}."),
    [CARE_TELL_STILL_OPEN] =
        N_("Something still looks open for {name}. How would you want this chat to end? (asking "
           "in {number} s, /care undo)"),
    [CARE_TELL_UNDONE] = N_("The chat goes on; {name} is not asked now."),
    [CARE_TELL_UNDO_LATE] =
        N_("Too late to undo: the question is out. The chat simply goes on if you write."),
    [CARE_TELL_UNDO_NONE] = N_("There is nothing to undo."),
    [CARE_TELL_NO_CHAT] = N_("No chat is open here: nothing to end."),
    [CARE_TELL_CLOSED_WAITING] =
        N_("{name} was still waiting for a reply when the window closed, so they are not "
           "asked. Would a word from you help?"),
    [CARE_TELL_STORE_FAILED] =
        N_("Ratings can't be saved at the moment, so nobody is asked. Chats go on as usual; "
           "is the disk full or read-only?"),
    [CARE_TELL_NOT_SAVED] =
        N_("What {name} answered, or what you noted of them, is not saved yet: the store can't be "
           "written. It is kept and tried again."),
    [CARE_TELL_SEND_FAILED] = N_("The question could not be sent to {name}."),
    [CARE_TELL_PRIVATE] =
        N_("{name} is private from now on and is never asked. \"/care private off\" undoes this."),
    [CARE_TELL_PRIVATE_HERE] =
        N_("{name} has no address that could be remembered: private until this client is closed. "
           "\"/care private off\" undoes this."),
    [CARE_TELL_NOT_PRIVATE] = N_("{name} is no longer private."),
    [CARE_TELL_NO_ADDRESS] = N_("Nobody here has an address that could be remembered."),
    [CARE_TELL_NOT_DESK] =
        N_("This is no support chat: the account is no desk account, or {name} is excluded. "
           "Nothing is asked. /care desk tells more."),
    [CARE_TELL_STATUS_NONE] = N_("No chat is open with {name}."),
    [CARE_TELL_STATUS_OPEN] =
        N_("A chat with {name} is open for {time}. /care end ends it and asks."),
    [CARE_TELL_STATUS_ASKED] = N_("{name} was asked {time} ago and has not answered yet."),
};

/* The five questions after the first one, as an agent calls them. */
static const char *const item_texts[CARE_N_ITEMS] = {
    [CARE_ITEM_IDEAL] = N_("real care"),
    [CARE_ITEM_CULTURE] = N_("helping comes first"),
    [CARE_ITEM_ATTENTIVENESS] = N_("attentiveness"),
    [CARE_ITEM_RESPONSIVENESS] = N_("responsiveness"),
    [CARE_ITEM_EMPOWERMENT] = N_("able to do what it took"),
};

const char *
care_letter_words(CareItem letter)
{
    return (guint)letter < CARE_N_ITEMS && item_texts[letter] != NULL ? _(item_texts[letter]) : "";
}

static const char *const outcome_texts[CARE_N_OUTCOMES] = {
    [CARE_OUTCOME_PENDING] = N_("The last one was asked about and waits for an answer."),
    [CARE_OUTCOME_ANSWERED] = N_("The last one was answered."),
    [CARE_OUTCOME_EXPIRED] = N_("The question about the last one closed without an answer."),
    [CARE_OUTCOME_SKIPPED] = N_("The question about the last one was skipped."),
    [CARE_OUTCOME_OPTED_OUT] = N_("They want no more questions."),
    [CARE_OUTCOME_NOT_ASKED] = N_("The last one was not asked about; /care why says why."),
};

/* Agents' words for the guards, in the engine's names. */
static const struct {
    const char *name, *words;
} guard_words[] = {
    {"desk", N_("serves customers")},
    {"private", N_("private")},
    {"protocol", N_("protocol")},
    {"end", N_("how it ended")},
    {"room", N_("customers in the room")},
    {"messages", N_("lines of agent and customer, least of each")},
    {"opted-out", N_("opted out")},
    {"last-asked", N_("last asked, least interval")},
    {"year", N_("asked in a year, most")},
    {"protection", N_("protection")},
    {"sample", N_("share of chats asked")},
    {"mode", N_("mode")},
    {"limit", N_("loop stops")},
    {"store", N_("store")},
};

/* The guards of "name=value;..." one a line, the one that decided against marked. (transfer full)
 */
char *
care_guards_words(const char *guards)
{
    g_auto(GStrv) parts = g_strsplit(guards != NULL ? guards : "", ";", -1);
    GString *out = g_string_new(NULL);

    for (char **part = parts; *part != NULL; part++) {
        char *value = strchr(*part, '=');
        const char *words = *part;
        gboolean against;

        if (value == NULL)
            continue;
        *value++ = '\0';
        against = g_str_has_suffix(value, "!");
        if (against)
            value[strlen(value) - 1] = '\0';
        for (gsize i = 0; i < G_N_ELEMENTS(guard_words); i++) {
            if (strcmp(guard_words[i].name, *part) == 0)
                words = _(guard_words[i].words);
        }
        g_string_append_printf(out, "\n%s: %s%s", words, care_report_guard(value),
                               against ? _(" (this decided: not asked)") : "");
    }
    return g_string_free(out, FALSE);
}

static char *
status_text(const CareAction *action, const CareFill *fill)
{
    g_autofree char *first = care_text_fill(_(agent_texts[action->message]), fill);
    const gint outcome = action->text != NULL ? care_outcome_from_name(action->text) : -1;

    if (outcome < 0 || outcome_texts[outcome] == NULL)
        return g_steal_pointer(&first);
    return g_strconcat(first, " ", _(outcome_texts[outcome]), NULL);
}

static char *
why_text(const CareAction *action)
{
    g_autofree char *guards = care_guards_words(action->text);

    if (*guards == '\0')
        return g_strdup(_("Nothing has been decided here yet: no chat has ended."));
    return g_strconcat(_("What decided, in order:"), guards, NULL);
}

/* What the reason of a decision not to ask is called, for people. */
static const char *
reason_words(gint reason)
{
    const char *words = care_report_reason((CareReason)reason);

    return words != NULL ? words : care_reason_name((CareReason)reason);
}

/* Whether the customer's own words came with it, kept from the window with their line. */
gboolean
care_agent_text_has_words(const CareAction *action)
{
    return action->text != NULL && *action->text != '\0' &&
           (action->message == CARE_TELL_RATED || action->message == CARE_TELL_RATED_WORDS ||
            action->message == CARE_TELL_CHANGED || action->message == CARE_TELL_ITEM ||
            action->message == CARE_TELL_PULSE);
}

/* Whom a line calls the customer: what they asked to be called, if they did. */
static const char *
called(const CareAction *action, const char *name)
{
    const CareMemory *memory = action->card != NULL ? action->card->memory : NULL;

    return memory != NULL && memory->name != NULL && *memory->name != '\0' ? memory->name : name;
}

/* The part of the text that is put together before. (transfer full) (nullable) */
static char *
what_of(const CareAction *action)
{
    switch (action->message) {
    case CARE_TELL_LAST_IMPRESSION:
        return action->card != NULL ? care_opens_words(action->card) : NULL;
    case CARE_TELL_RETURNING:
    case CARE_TELL_LOW_BEFORE:
        return action->card != NULL ? care_memory_words(action->card) : NULL;
    case CARE_TELL_DEMOTED:
    case CARE_TELL_RESTORED:
    case CARE_TELL_NEVER:
        return g_strdup(care_rule_words(action->rule));
    default:
        return NULL;
    }
}

/* What is told instead, because there is something that the usual line speaks of, or there is not.
 */
static const char *
other_template(const CareAction *action)
{
    switch (action->message) {
    case CARE_TELL_NOTE:
        return action->text == NULL ? _("There is no note on {name}. /care note TEXT writes one.")
                                    : NULL;
    case CARE_TELL_NAME:
        return action->text == NULL
                   ? _("{name} has not told what they want to be called. /care name TEXT notes it.")
                   : NULL;
    case CARE_TELL_NOTE_SAVED:
        return action->text == NULL ? _("The note on {name} is gone.") : NULL;
    case CARE_TELL_NAME_SAVED:
        return action->text == NULL ? _("{name} is called by no other name any more.") : NULL;
    case CARE_TELL_LANGUAGE:
        if (action->text == NULL)
            return _("It is not known yet what {name} writes.");
        return action->number == 1 ? _("{name} wants to be written to in: {text}, as you set it.")
                                   : NULL;
    default:
        return NULL;
    }
}

static const char *
template_of(const CareAction *action)
{
    const char *template = other_template(action);

    if (template != NULL)
        return template;
    template = agent_texts[action->message];
    return template != NULL ? _(template) : care_remind_text(action->message, action->number);
}

/* What is said of a chat that is on, with how attentive it was so far. (transfer full) */
static char *
open_text(const CareAction *action, const CareFill *fill)
{
    g_autofree char *first = care_text_fill(_(agent_texts[action->message]), fill);
    g_autofree char *so_far =
        action->card != NULL ? care_attention_words(&action->card->attention) : NULL;

    if (so_far == NULL || *so_far == '\0')
        return g_steal_pointer(&first);
    return g_strdup_printf(_("%s So far: %s."), first, so_far);
}

/* What a message says in place of the action's own text. */
static const char *
text_of(const CareAction *action)
{
    switch (action->message) {
    case CARE_TELL_ENDED:
    case CARE_TELL_PULSE_NOT:
        return reason_words(action->number);
    case CARE_TELL_DEMOTED:
    case CARE_TELL_RESTORED:
    case CARE_TELL_NEVER:
        return care_rule_name(action->rule);
    default:
        return action->text;
    }
}

/* One line to the agent. @name: whom they know the customer as. (transfer full): plain text */
char *
care_agent_text(const CareAction *action, const char *name)
{
    g_autofree char *what = what_of(action);
    CareFill fill = {.name = called(action, name),
                     .text = text_of(action),
                     .what = what,
                     .number = action->number,
                     .ms = action->ms};
    g_autofree char *line = NULL;
    g_autofree char *praise = NULL;
    const char *template;

    g_return_val_if_fail(action->message < CARE_N_MESSAGES, NULL);
    if (action->message == CARE_TELL_WHY)
        return why_text(action);
    if (action->message == CARE_TELL_STATUS_NONE)
        return status_text(action, &fill);
    if (action->message == CARE_TELL_STATUS_OPEN)
        return open_text(action, &fill);
    if (action->message == CARE_TELL_ITEM)
        fill.item = care_letter_words(action->item);
    if (action->message == CARE_TELL_KUDOS && action->text != NULL)
        fill.text = praise = care_text_one_line(action->text, KUDOS_MAX_CHARS);
    template = template_of(action);
    g_return_val_if_fail(template != NULL, NULL);
    line = care_text_fill(template, &fill);
    if (care_agent_text_has_words(action))
        /* Translators: a customer's own words, after the line that they answered */
        return g_strdup_printf(_("%s They wrote: \"%s\""), line, action->text);
    return g_steal_pointer(&line);
}
