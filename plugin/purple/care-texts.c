/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds the words: what customers and agents read for each message the engine names. */
#include "care-adapter.h"
#include <purple-care/report.h>
#include <string.h>

/* Marks a text for the customers' catalogues: it follows the customer's language, not the agent's.
 */
#define CUSTOMER_(text) text

typedef struct {
    const char *name; /* of the key [ask] text-NAME */
    const char *text;
} CustomerText;

static const CustomerText customer_texts[CARE_N_SAYS] = {
    [CARE_SAY_QUESTION] =
        {"question",
         CUSTOMER_(
             "Automatic question: how well did you feel understood by {agent}? Reply 1 (not at "
             "all) to 5 (completely), or \"skip\", \"stop\" (no more questions), \"?\".")},
    [CARE_SAY_THANKS] = {"thanks", CUSTOMER_("Thank you, that's saved.")},
    [CARE_SAY_THANKS_LOW] =
        {"thanks-low",
         CUSTOMER_("Thank you for being frank. It is saved. We are sorry this fell short; if it "
                   "isn't solved yet, just write here.")},
    [CARE_SAY_CLARIFY] = {"clarify",
                          CUSTOMER_(
                              "Just so we count it right: which whole number, 1 (not at all) to 5 "
                              "(completely)? Or \"skip\".")},
    [CARE_SAY_HELP] =
        {"help",
         CUSTOMER_("This is sent automatically. We keep your number and comment; {agent} and "
                   "the team see them. \"stop\": no more questions.")},
    [CARE_SAY_SKIPPED] = {"skipped", CUSTOMER_("That's fine, thank you.")},
    [CARE_SAY_CHANGED] = {"changed", CUSTOMER_("Changed to {rating}, thank you.")},
    [CARE_SAY_LATE] = {"late", CUSTOMER_("Thank you, your answer arrived later but still counts.")},
    [CARE_SAY_EXPIRED] =
        {"expired",
         CUSTOMER_("Thank you. That question has closed, so this was not counted. If you "
                   "need something, just write.")},
    [CARE_SAY_OPTED_OUT] = {"opted-out",
                            CUSTOMER_(
                                "Understood: no more rating questions. You can always write to us. "
                                "\"!rate on\" undoes this.")},
    [CARE_SAY_OPTED_IN] = {"opted-in",
                           CUSTOMER_(
                               "Understood: we may ask you again. \"!rate off\" undoes this.")},
    [CARE_SAY_NOT_SAVED] =
        {"not-saved",
         CUSTOMER_("Thank you. A fault on our side keeps us from saving your answer yet; we will "
                   "keep trying. Nothing for you to do.")},
};

static const char question_short[] =
    CUSTOMER_("How well did you feel understood by {agent}? 1 (not at all) to 5 (completely), or "
              "\"skip\", \"stop\", "
              "\"?\"");

/* What is kept, and who sees it, is said only as far as policy makes it true. */
static const char help_number_only[] = CUSTOMER_("This is sent automatically. We keep your number; "
                                                 "{agent} and the team see it. \"stop\": no more "
                                                 "questions.");
static const char help_team_only[] = CUSTOMER_("This is sent automatically. We keep your number "
                                               "and comment; the team sees them. \"stop\": no more "
                                               "questions.");
static const char help_least[] = CUSTOMER_("This is sent automatically. We keep your number; the "
                                           "team sees it. \"stop\": no more questions.");

static const char *
help_text(const CareSettings *settings)
{
    const gboolean comments = settings->privacy.keep_comments > 0;

    if (settings->show.rating == CARE_SHOW_NO)
        return comments ? help_team_only : help_least;
    return comments ? customer_texts[CARE_SAY_HELP].text : help_number_only;
}

/**
 * care_customer_text:
 * @terse: the protocol carries one short line only
 *
 * Returns: (transfer none): the template of what the customer reads, the desk's own wording before
 * ours
 */
const char *
care_customer_text(const CareSettings *settings, CareMessageId message, gboolean terse)
{
    const gboolean is_short = message == CARE_SAY_QUESTION && terse;
    const char *own;

    g_return_val_if_fail(message < CARE_N_SAYS, "");

    own = care_settings_text(settings, is_short ? "question-short" : customer_texts[message].name,
                             "en");
    if (own != NULL)
        return own;
    if (message == CARE_SAY_HELP)
        return help_text(settings);
    return is_short ? question_short : customer_texts[message].text;
}

static const char *const agent_texts[CARE_N_MESSAGES] = {
    [CARE_TELL_RATED] = N_("{name} answered: {number} of 5."),
    [CARE_TELL_RATED_WORDS] = N_("{name} answered."),
    [CARE_TELL_CHANGED] = N_("{name} changed the answer to {number} of 5."),
    [CARE_TELL_SKIPPED] = N_("{name} skipped the question."),
    [CARE_TELL_OPTED_OUT] =
        N_("{name} wants no more rating questions and will not be asked again."),
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
        N_("{name}'s answer is not saved yet: the store can't be written. It is kept and tried "
           "again."),
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
    [CARE_TELL_FIRST_ANSWER] =
        N_("{name} wrote {time} ago and has no reply yet. What would tell them someone is "
           "there?"),
    [CARE_TELL_NEXT_ANSWER] =
        N_("{name} has waited {time}. Would it help them to know how long it will take?"),
};

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
        g_string_append_printf(out, "\n%s: %s%s", words, value,
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

/* One line to the agent. @name: whom they know the customer as. (transfer full): plain text */
char *
care_agent_text(const CareAction *action, const char *name)
{
    const char *reason = NULL;
    CareFill fill = {
        .name = name, .text = action->text, .number = action->number, .ms = action->ms};
    g_autofree char *line = NULL;

    g_return_val_if_fail(action->message < CARE_N_MESSAGES, NULL);
    if (action->message == CARE_TELL_WHY)
        return why_text(action);
    if (action->message == CARE_TELL_STATUS_NONE)
        return status_text(action, &fill);
    if (action->message == CARE_TELL_ENDED) {
        reason = care_report_reason((CareReason)action->number);
        fill.text = reason != NULL ? reason : care_reason_name((CareReason)action->number);
    }
    g_return_val_if_fail(agent_texts[action->message] != NULL, NULL);
    line = care_text_fill(_(agent_texts[action->message]), &fill);
    if (action->text != NULL && *action->text != '\0' &&
        (action->message == CARE_TELL_RATED || action->message == CARE_TELL_RATED_WORDS ||
         action->message == CARE_TELL_CHANGED))
        /* Translators: a customer's own words, after the line that they answered */
        return g_strdup_printf(_("%s They wrote: \"%s\""), line, action->text);
    return g_steal_pointer(&line);
}

/**
 * care_definition_hash:
 *
 * Answers compare only when wording, scale and the choice of whom to ask were the same.
 *
 * Returns: (transfer full): 16 hexadecimal digits
 */
char *
care_definition_hash(const CareSettings *settings)
{
    static const char *const guards[] = {
        "on-close",         "on-idle",    "min-messages",   "answered-interval", "silent-interval",
        "refused-interval", "yearly-cap", "sample-percent", "several-in-room",   "hours"};
    g_autoptr(GString) text = g_string_new(NULL);
    char *hash;

    g_string_append_printf(text, "%s\n1-5", care_customer_text(settings, CARE_SAY_QUESTION, FALSE));
    for (gsize i = 0; i < G_N_ELEMENTS(guards); i++) {
        const char *value = care_settings_value(settings, "ask", guards[i]);

        g_string_append_printf(text, "\n%s=%s", guards[i], value != NULL ? value : "");
    }
    hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, -1);
    hash[16] = '\0';
    return hash;
}
