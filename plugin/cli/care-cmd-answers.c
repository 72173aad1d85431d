/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care answers: how replies would be read, to try a wording or to explain a case to a lead.
 */
#include "care-cli-lines.h"
#include "care-cli.h"
#include <purple-care/engine-answer.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME "answers"

static const char *const class_names[] = {
    [CARE_REPLY_NOT_RATING] = "not_rating", [CARE_REPLY_RATING] = "rating",
    [CARE_REPLY_CLARIFY] = "clarify",       [CARE_REPLY_SKIP] = "skip",
    [CARE_REPLY_OPT_OUT] = "optout",
};

static void
print_escaped(const char *text, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (text[i] == '\t' || text[i] == '\n' || text[i] == '\\')
            printf("\\%c", text[i] == '\t' ? 't' : text[i] == '\n' ? 'n' : '\\');
        else
            putchar(text[i]);
    }
}

typedef struct {
    const CareLanguage *language;
    gboolean explain;
} Reading;

static void
print_reply(char *line, guint64 number G_GNUC_UNUSED, gpointer data)
{
    const Reading *reading = data;
    g_autofree char *text = NULL;
    CareReply reply;

    care_cli_unescape(line);
    text = g_utf8_make_valid(line, -1);
    reply = care_answer_read(reading->language, text);
    printf("%s\t", class_names[reply.class]);
    if (reply.rating > 0)
        printf("%d", reply.rating);
    putchar('\t');
    print_escaped(text + reply.comment_from, reply.comment_to - reply.comment_from);
    if (reading->explain)
        printf("\t%s", reply.rule);
    putchar('\n');
}

int
care_cmd_answers(int argc, char **argv)
{
    g_autofree char *tag = NULL, *format = NULL;
    Reading reading = {.language = NULL};
    const GOptionEntry options[] = {
        {"lang", 'l', 0, G_OPTION_ARG_STRING, &tag, N_("the survey's language (en)"), N_("TAG")},
        {"format", 0, 0, G_OPTION_ARG_STRING, &format, N_("tsv, the only one there is"),
         N_("FORMAT")},
        {"explain", 0, 0, G_OPTION_ARG_NONE, &reading.explain, N_("name the rule that decided"),
         NULL},
        {0}};

    if (!care_cli_parse(
            NULL,
            _("Reads replies, one a line, from standard input (\\t, \\n and \\\\ stand for tab, "
              "newline and\nbackslash) and prints how each would be read: class, rating and "
              "comment, set apart by tabs.\n"
              "\n"
              "Example: echo \"I'd say 4, you were quick\" | purple-care answers --lang en "
              "--explain"),
            options, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
    if (format != NULL && strcmp(format, "tsv") != 0)
        return care_cli_usage(NAME, _("\"%s\" is no format; use tsv"), format);
    reading.language = care_cli_language(NAME, tag);
    if (reading.language == NULL)
        return CARE_EXIT_USAGE;
    if (isatty(STDIN_FILENO))
        care_cli_note(NAME, _("type replies, one a line; Ctrl+D ends"));
    return care_cli_each_line(NAME, print_reply, &reading);
}
