/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The agent's /care commands: one table, from which help and "did you mean" are made too. */
#include "care-adapter.h"
#include <string.h>

#define WORD_MAX    16 /* longer than any command: nothing was meant by it */
#define NEAR_ENOUGH 2  /* edits between a mistyped word and a command */

typedef struct {
    Care *care;
    PurpleConversation *window;
    CareConversation *conversation;
    const char *rest; /* what follows the command's word, trimmed */
    char **error;     /* why it failed, for the agent */
} Call;

typedef struct {
    const char *word;
    gboolean (*run)(const Call *call);
    const char *usage; /* as typed */
    const char *help;
} Command;

static gboolean
send_command(const Call *call, CareCommand command)
{
    g_autofree char *newest = care_newest_line(call->window);
    g_autoptr(GArray) present = NULL;
    CareEvent event = {
        .type = CARE_EVENT_COMMAND,
        .conversation = call->conversation,
        .command = command,
        .text = newest,
    };

    if (purple_conversation_get_type(call->window) == PURPLE_CONV_TYPE_CHAT) {
        present =
            care_occupants_present(call->care, purple_conversation_get_chat_data(call->window));
        event.present = (const CareOccupant *)present->data;
    }
    care_handle(call->care, &event);
    return TRUE;
}

/* Runs @bare without an argument and @with with exactly @argument; anything else is said to be
 * wrong. */
static gboolean
send_one_of(const Call *call, CareCommand bare, const char *argument, CareCommand with)
{
    if (*call->rest == '\0')
        return send_command(call, bare);
    if (argument != NULL && g_ascii_strcasecmp(call->rest, argument) == 0)
        return send_command(call, with);
    *call->error = g_strdup(_("That argument is not known. /care help shows what is."));
    return FALSE;
}

static gboolean
run_end(const Call *call)
{
    return send_one_of(call, CARE_COMMAND_END, "quiet", CARE_COMMAND_END_QUIET);
}

static gboolean
run_undo(const Call *call)
{
    return send_one_of(call, CARE_COMMAND_UNDO, NULL, CARE_COMMAND_UNDO);
}

static gboolean
run_status(const Call *call)
{
    return send_one_of(call, CARE_COMMAND_STATUS, NULL, CARE_COMMAND_STATUS);
}

static gboolean
run_why(const Call *call)
{
    return send_one_of(call, CARE_COMMAND_WHY, NULL, CARE_COMMAND_WHY);
}

static gboolean
run_pulse(const Call *call)
{
    return send_one_of(call, CARE_COMMAND_PULSE, NULL, CARE_COMMAND_PULSE);
}

static gboolean
run_optout(const Call *call)
{
    return send_one_of(call, CARE_COMMAND_OPT_OUT, NULL, CARE_COMMAND_OPT_OUT);
}

static gboolean
run_private(const Call *call)
{
    return send_one_of(call, CARE_COMMAND_PRIVATE, "off", CARE_COMMAND_NOT_PRIVATE);
}

static gboolean
run_score(const Call *call)
{
    care_score_show(call->care, call->conversation);
    return TRUE;
}

static gboolean
run_desk(const Call *call)
{
    return care_desk_command(call->care, call->window, call->rest, call->error);
}

static gboolean run_help(const Call *call);

static const Command commands[] = {
    {"end", run_end, "/care end [quiet]",
     N_("end the chat and ask the customer; quiet: end it without asking")},
    {"undo", run_undo, "/care undo", N_("take the end back while the question is not out")},
    {"pulse", run_pulse, "/care pulse",
     N_("ask in the middle of the chat how well they feel understood so far")},
    {"score", run_score, "/care score",
     N_("how well they felt understood: in this chat, this customer, all yours")},
    {"status", run_status, "/care status",
     N_("whether a chat is open or a question is out (the same as /care)")},
    {"why", run_why, "/care why", N_("why this chat was asked about, or not")},
    {"optout", run_optout, "/care optout",
     N_("they told you that they want no more questions: none is sent any more")},
    {"private", run_private, "/care private [off]", N_("never ask this person; off: ask again")},
    {"desk", run_desk, "/care desk [on|off]",
     N_("which accounts serve customers; on, off: whether this one does")},
    {"help", run_help, "/care help", N_("these lines")},
};

static gboolean
run_help(const Call *call)
{
    GString *text = g_string_new(_("Purple Care asks customers how well they felt understood."));

    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        g_string_append_printf(text, "\n%s: %s", commands[i].usage, _(commands[i].help));
    care_tell(call->window, text->str);
    g_string_free(text, TRUE);
    return TRUE;
}

static gsize
edits_between(const char *a, const char *b)
{
    gsize row[WORD_MAX + 1];
    const gsize length = strlen(b);

    for (gsize j = 0; j <= length; j++)
        row[j] = j;
    for (gsize i = 0; a[i] != '\0'; i++) {
        gsize corner = row[0]++;

        for (gsize j = 1; j <= length; j++) {
            const gsize changed = corner + (a[i] != b[j - 1]);

            corner = row[j];
            row[j] = MIN(changed, MIN(row[j], row[j - 1]) + 1);
        }
    }
    return row[length];
}

/* NULL: nothing is near. */
static const Command *
nearest(const char *word)
{
    const Command *found = NULL;
    gsize best = NEAR_ENOUGH + 1;

    if (strlen(word) > WORD_MAX)
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        const gsize edits = edits_between(word, commands[i].word);

        if (edits < best && edits < strlen(commands[i].word)) {
            best = edits;
            found = &commands[i];
        }
    }
    return found;
}

static char *
unknown_command(const char *word)
{
    const Command *near = nearest(word);

    if (near == NULL)
        return g_strdup(_("/care does not know that. /care help lists its commands."));
    return g_strdup_printf(
        _("/care does not know that; did you mean /care %s? /care help lists all."), near->word);
}

static gboolean
dispatch(Call *call, const char *arguments)
{
    const gsize length = strcspn(arguments, " \t\n");
    g_autofree char *word = g_ascii_strdown(arguments, (gssize)length);
    g_autofree char *rest = g_strstrip(g_strdup(arguments + length));

    call->rest = rest;
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (strcmp(*word != '\0' ? word : "status", commands[i].word) == 0)
            return commands[i].run(call);
    }
    *call->error = unknown_command(word);
    return FALSE;
}

static PurpleCmdRet
care_command(PurpleConversation *window, const char *name G_GNUC_UNUSED, char **args, char **error,
             void *data)
{
    Care *care = data;
    g_autofree char *arguments = care_text_plain(args != NULL && args[0] != NULL ? args[0] : "");
    g_autofree char *why = NULL;
    Call call = {.care = care, .window = window, .error = &why};
    gboolean done;

    if (care->quitting) {
        why = g_strdup(_("The client is quitting."));
        done = FALSE;
    } else {
        call.conversation = care_link_refresh(care, window)->conversation;
        if (call.conversation != NULL) {
            done = dispatch(&call, arguments);
        } else {
            why = g_strdup(
                _("A private conversation inside a room is left alone: nothing is asked here."));
            done = FALSE;
        }
    }
    if (!done)
        *error = care_text_html(why);
    /* Never CONTINUE: libpurple would take the command for unknown, and some protocols then send
     * it. */
    return done ? PURPLE_CMD_RET_OK : PURPLE_CMD_RET_FAILED;
}

void
care_commands_register(Care *care)
{
    care->command = purple_cmd_register(
        "care", "s", PURPLE_CMD_P_PLUGIN,
        PURPLE_CMD_FLAG_IM | PURPLE_CMD_FLAG_CHAT | PURPLE_CMD_FLAG_ALLOW_WRONG_ARGS, NULL,
        care_command,
        _("care [end|undo|pulse|score|status|why|optout|private|desk|help]: asks customers how "
          "well they felt "
          "understood; /care help tells more"),
        care);
}

void
care_commands_unregister(Care *care)
{
    purple_cmd_unregister(care->command);
}
