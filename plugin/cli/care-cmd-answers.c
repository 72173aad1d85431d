/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care answers: how replies would be read, to try a wording or to explain a case to a lead.
 */
#include "care-cli.h"
#include <errno.h>
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

/* Turns \t, \n and \\ into what they stand for, in place; any other backslash stays one. */
static void
unescape(char *line)
{
    char *to = line;

    for (const char *from = line; *from != '\0'; from++) {
        const char next = from[0] == '\\' ? from[1] : '\0';

        if (next == 't' || next == 'n' || next == '\\') {
            *to++ = next == 't' ? '\t' : next == 'n' ? '\n' : '\\';
            from++;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

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

static void
print_reply(const CareLanguage *language, char *line, gboolean explain)
{
    g_autofree char *text = NULL;
    CareReply reply;

    unescape(line);
    text = g_utf8_make_valid(line, -1);
    reply = care_answer_read(language, text);
    printf("%s\t", class_names[reply.class]);
    if (reply.rating > 0)
        printf("%d", reply.rating);
    putchar('\t');
    print_escaped(text + reply.comment_from, reply.comment_to - reply.comment_from);
    if (explain)
        printf("\t%s", reply.rule);
    putchar('\n');
}

static int
read_lines(const CareLanguage *language, gboolean explain)
{
    char *line = NULL; /* getline's own: free(), not g_free() */
    size_t room = 0;

    for (ssize_t size; (size = getline(&line, &room, stdin)) >= 0;) {
        if (size > 0 && line[size - 1] == '\n')
            line[--size] = '\0';
        if (size > 0 && line[size - 1] == '\r')
            line[--size] = '\0';
        print_reply(language, line, explain);
    }
    free(line);
    if (ferror(stdin))
        return care_cli_failed(NAME, _("standard input can't be read: %s"), g_strerror(errno));
    if (fflush(stdout) != 0 || ferror(stdout))
        return care_cli_failed(NAME, _("the output can't be written: %s"), g_strerror(errno));
    return CARE_EXIT_DONE;
}

static char *
known_languages(void)
{
    GString *text = g_string_new(NULL);

    for (guint n = 0; care_language_nth(n) != NULL; n++)
        g_string_append_printf(text, "%s%s", n > 0 ? " " : "", care_language_nth(n)->tag);
    return g_string_free(text, FALSE);
}

int
care_cmd_answers(int argc, char **argv)
{
    g_autofree char *tag = NULL, *format = NULL, *known = NULL;
    gboolean explain = FALSE;
    const CareLanguage *language;
    const GOptionEntry options[] = {
        {"lang", 'l', 0, G_OPTION_ARG_STRING, &tag, N_("the survey's language (en)"), N_("TAG")},
        {"format", 0, 0, G_OPTION_ARG_STRING, &format, N_("tsv, the only one there is"),
         N_("FORMAT")},
        {"explain", 0, 0, G_OPTION_ARG_NONE, &explain, N_("name the rule that decided"), NULL},
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
    language = care_language_find(tag != NULL ? tag : "en");
    if (language == NULL) {
        known = known_languages();
        return care_cli_usage(NAME, _("\"%s\" is no survey language; there are %s"), tag, known);
    }
    if (isatty(STDIN_FILENO))
        care_cli_note(NAME, _("type replies, one a line; Ctrl+D ends"));
    return read_lines(language, explain);
}
