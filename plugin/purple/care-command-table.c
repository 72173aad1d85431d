/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each /care command does: one table, from which help, "did you mean" and the guard against
 * mistyped ones are made too. */
#include "care-adapter.h"

/* Runs @bare without an argument and @with with exactly @argument; anything else is said to be
 * wrong. */
static gboolean
send_one_of(const CareCall *call, CareCommand bare, const char *argument, CareCommand with)
{
    if (*call->rest == '\0')
        return care_call_send(call, bare, NULL, 0);
    if (argument != NULL && g_ascii_strcasecmp(call->rest, argument) == 0)
        return care_call_send(call, with, NULL, 0);
    *call->error = g_strdup(_("That argument is not known. /care help shows what is."));
    return FALSE;
}

/* The end may come later, and by itself: see care_digest_weekly(). */
static void
note_end(const CareCall *call, gboolean by_hand)
{
    care_link_of(call->care, call->window)->ended_by_hand = by_hand;
}

static gboolean
run_end(const CareCall *call)
{
    note_end(call, TRUE);
    return send_one_of(call, CARE_COMMAND_END, "quiet", CARE_COMMAND_END_QUIET);
}

static gboolean
run_undo(const CareCall *call)
{
    note_end(call, FALSE);
    return send_one_of(call, CARE_COMMAND_UNDO, NULL, CARE_COMMAND_UNDO);
}

static gboolean
run_forget(const CareCall *call)
{
    if (*call->rest != '\0' && g_ascii_strcasecmp(call->rest, "yes") != 0) {
        *call->error = g_strdup(_("/care forget says what would go, /care forget yes does it."));
        return FALSE;
    }
    return care_call_send(call, CARE_COMMAND_FORGET, *call->rest != '\0' ? "yes" : NULL, 0);
}

static gboolean
run_card(const CareCall *call)
{
    if (*call->rest == '\0')
        care_link_of(call->care, call->window)->wants_card = TRUE; /* it may come later */
    return send_one_of(call, CARE_COMMAND_CARD, NULL, CARE_COMMAND_CARD);
}

/* Only a colleague's address ever reaches the engine: a customer must never get a hand-over. */
static gboolean
run_transfer(const CareCall *call)
{
    PurpleAccount *account = purple_conversation_get_account(call->window);
    g_autofree char *address = NULL;

    if (*call->rest == '\0') {
        *call->error = g_strdup(_("/care transfer takes a colleague's name or address."));
        return FALSE;
    }
    address = care_handover_find(call->care, account, call->rest, call->error);
    if (*call->error != NULL)
        return FALSE;
    return care_call_send(call, CARE_COMMAND_TRANSFER, address, 0);
}

static gboolean
run_score(const CareCall *call)
{
    care_score_show(call->care, call->conversation);
    return TRUE;
}

static gboolean
run_report(const CareCall *call)
{
    care_score_report(call->care, call->conversation);
    return TRUE;
}

static gboolean
run_digest(const CareCall *call)
{
    care_digest_show(call->care, care_conversation_peer(call->conversation));
    return TRUE;
}

static gboolean
run_desk(const CareCall *call)
{
    return care_desk_command(call->care, call->window, call->rest, call->error);
}

/* clang-format off */
/* Row makers: one for each way to take what follows the word. */
#define EITHER(group, word, command, argument, with, usage, help)                             \
    {                                                                                         \
        word, usage, help, CARE_GROUP_##group, CARE_TAKES_WORD, command, with, argument, NULL \
    }
#define PLAIN(group, word, command, usage, help) \
    EITHER(group, word, command, NULL, command, usage, help)
#define TEXT(group, word, command, usage, help)                                              \
    {                                                                                        \
        word, usage, help, CARE_GROUP_##group, CARE_TAKES_TEXT, command, command, NULL, NULL \
    }
#define CALL(group, word, run, usage, help)                                     \
    {                                                                           \
        word, usage, help, CARE_GROUP_##group, CARE_TAKES_CALL, 0, 0, NULL, run \
    }
/* clang-format on */

static const CareCommandEntry entries[] = {
    CALL(CHAT, "end", run_end, "/care end [quiet]",
         N_("end the chat and ask the customer; quiet: end it without asking")),
    CALL(CHAT, "undo", run_undo, "/care undo",
         N_("take the end back while the question is not out")),
    PLAIN(CHAT, "pulse", CARE_COMMAND_PULSE, "/care pulse",
          N_("ask in the middle of the chat how well they feel understood so far")),
    PLAIN(CHAT, "status", CARE_COMMAND_STATUS, "/care status",
          N_("whether a chat is open or a question is out (the same as /care)")),
    PLAIN(CHAT, "why", CARE_COMMAND_WHY, "/care why", N_("why this chat was asked about, or not")),
    CALL(
        CHAT, "transfer", run_transfer, "/care transfer NAME",
        N_("hand the customer over to a colleague, who gets note, language and what is open: shows "
           "it first, sends it the second time")),
    CALL(CUSTOMER, "card", run_card, "/care card",
         N_("all about this customer at a glance, and what you may decide alone")),
    TEXT(CUSTOMER, "note", CARE_COMMAND_NOTE, "/care note [TEXT|off]",
         N_("what to remember of them for the next time")),
    TEXT(CUSTOMER, "name", CARE_COMMAND_NAME, "/care name [TEXT|off]",
         N_("what they want to be called")),
    TEXT(CUSTOMER, "language", CARE_COMMAND_LANGUAGE, "/care language [TAG|auto]",
         N_("the language they are asked in: de, en...; auto: the one they write")),
    PLAIN(CUSTOMER, "optout", CARE_COMMAND_OPT_OUT, "/care optout",
          N_("they told you that they want no more questions: none is sent any more")),
    EITHER(CUSTOMER, "private", CARE_COMMAND_PRIVATE, "off", CARE_COMMAND_NOT_PRIVATE,
           "/care private [off]", N_("never ask this person; off: ask again")),
    CALL(CUSTOMER, "forget", run_forget, "/care forget [yes]",
         N_("erase what is kept of them; without yes: says what would go")),
    PLAIN(REMINDERS, "waiting", CARE_COMMAND_WAITING, "/care waiting",
          N_("who waits for you, the longest first")),
    CALL(REMINDERS, "snooze", care_call_snooze,
         "/care snooze [MINUTES|here|day|off|REMINDER [off]]",
         N_("no reminders for 15 minutes, so many, in this chat, for the day; a reminder's name: "
            "that "
            "one never more")),
    CALL(YOU, "score", run_score, "/care score",
         N_("how well they felt understood: in this chat, this customer, all yours")),
    CALL(YOU, "digest", run_digest, "/care digest",
         N_("your week in three lines: praise, the weakest of the five, something to try")),
    CALL(YOU, "report", run_report, "/care report", N_("where the whole report is")),
    CALL(YOU, "desk", run_desk, "/care desk [on|off]",
         N_("which accounts serve customers; on, off: whether this one does")),
    CALL(YOU, "help", care_call_help, "/care help", N_("these lines")),
};

gboolean
care_call_run(const CareCommandEntry *entry, const CareCall *call)
{
    switch (entry->takes) {
    case CARE_TAKES_WORD:
        return send_one_of(call, entry->command, entry->argument, entry->with);
    case CARE_TAKES_TEXT:
        return care_call_send(call, entry->command, *call->rest != '\0' ? call->rest : NULL, 0);
    case CARE_TAKES_CALL:
        return entry->run(call);
    }
    return FALSE;
}

const CareCommandEntry *
care_command_nth(gsize n)
{
    return n < G_N_ELEMENTS(entries) ? &entries[n] : NULL;
}

const char *
care_command_word(gsize n)
{
    return n < G_N_ELEMENTS(entries) ? entries[n].word : NULL;
}
