/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes what an agent types after /care to the command it means, and says so if it means none. */
#include "care-adapter.h"
#include <string.h>

#define WORD_MAX    16 /* longer than any command: nothing was meant by it */
#define NEAR_ENOUGH 2  /* edits between a mistyped word and a command */

/* Hands @command to the engine, which then knows all that was said. */
gboolean
care_call_send(const CareCall *call, CareCommand command, const char *argument, CareRule rule)
{
    g_autofree char *newest = care_newest_line(call->window);
    g_autoptr(GArray) present = NULL;
    CareEvent event = {
        .type = CARE_EVENT_COMMAND,
        .conversation = call->conversation,
        .command = command,
        .text = newest,
        .argument = argument,
        .rule = rule,
    };

    if (purple_conversation_get_type(call->window) == PURPLE_CONV_TYPE_CHAT) {
        present =
            care_occupants_present(call->care, purple_conversation_get_chat_data(call->window));
        event.present = (const CareOccupant *)present->data;
    }
    care_scan_pending(call->care, call->conversation);
    care_handle(call->care, &event);
    return TRUE;
}

static const char *
group_words(CareCommandGroup group)
{
    static const char *const words[CARE_N_GROUPS] = {
        [CARE_GROUP_CHAT] = N_("This chat:"),
        [CARE_GROUP_CUSTOMER] = N_("This customer:"),
        [CARE_GROUP_REMINDERS] = N_("Reminders:"),
        [CARE_GROUP_YOU] = N_("You and the desk:"),
    };

    return _(words[group]);
}

gboolean
care_call_help(const CareCall *call)
{
    g_autoptr(GString) text =
        g_string_new(_("Purple Care asks customers how well they felt understood."));
    CareCommandGroup group = CARE_N_GROUPS;
    const CareCommandEntry *entry;

    for (gsize i = 0; (entry = care_command_nth(i)) != NULL; i++) {
        if (entry->group != group)
            g_string_append_printf(text, "\n%s", group_words(entry->group));
        group = entry->group;
        g_string_append_printf(text, "\n%s: %s", entry->usage, _(entry->help));
    }
    care_tell(call->window, text->str);
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
static const char *
nearest(const char *word)
{
    const char *found = NULL;
    const char *known;
    gsize best = NEAR_ENOUGH + 1;

    if (strlen(word) > WORD_MAX)
        return NULL;
    for (gsize i = 0; (known = care_command_word(i)) != NULL; i++) {
        const gsize edits = edits_between(word, known);

        if (edits < best && edits < strlen(known)) {
            best = edits;
            found = known;
        }
    }
    return found;
}

static char *
unknown_command(const char *word)
{
    const char *near = nearest(word);

    if (near == NULL)
        return g_strdup(_("/care does not know that. /care help lists its commands."));
    return g_strdup_printf(
        _("/care does not know that; did you mean /care %s? /care help lists all."), near);
}

static gboolean
dispatch(CareCall *call, const char *arguments)
{
    const gsize length = strcspn(arguments, " \t\n");
    g_autofree char *word = g_ascii_strdown(arguments, (gssize)length);
    g_autofree char *rest = g_strstrip(g_strdup(arguments + length));
    const CareCommandEntry *entry;

    call->rest = rest;
    for (gsize i = 0; (entry = care_command_nth(i)) != NULL; i++) {
        if (strcmp(*word != '\0' ? word : "status", entry->word) == 0)
            return care_call_run(entry, call);
    }
    *call->error = unknown_command(word);
    return FALSE;
}

gboolean
care_commands_run(Care *care, PurpleConversation *window, const char *line, char **error)
{
    /* Other plug-ins hand in what they like. */
    g_autofree char *sound = g_utf8_make_valid(line, -1);
    g_autofree char *clean = purple_utf8_strip_unprintables(sound);
    CareCall call = {.care = care, .window = window, .error = error};
    PurpleConversation *outer = care->asking_window; /* a window part may run one inside another */
    gboolean done;

    if (care->quitting) {
        *error = g_strdup(_("The client is quitting."));
        return FALSE;
    }
    call.conversation = care_link_refresh(care, window)->conversation;
    if (call.conversation == NULL) {
        *error = g_strdup(
            _("A private conversation inside a room is left alone: nothing is asked here."));
        return FALSE;
    }
    care->asking_window = window;
    done = dispatch(&call, g_strstrip(clean));
    care->asking_window = outer;
    return done;
}

static PurpleCmdRet
care_command(PurpleConversation *window, const char *name G_GNUC_UNUSED, char **args, char **error,
             void *data)
{
    g_autofree char *arguments = care_text_plain(args != NULL && args[0] != NULL ? args[0] : "");
    g_autofree char *why = NULL;
    const gboolean done = care_commands_run(data, window, arguments, &why);

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
        _("care [end|card|note|waiting|snooze|transfer|score|...]: asks customers how well they "
          "felt understood, reminds of those who wait; /care help tells all"),
        care);
}

void
care_commands_unregister(Care *care)
{
    purple_cmd_unregister(care->command);
}
