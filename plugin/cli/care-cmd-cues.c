/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care cues: what reminders would hear in chat lines, to try a wording or to explain a
 * case to a lead. */
#include "care-cli-lines.h"
#include "care-cli.h"
#include <purple-care/engine-cue.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME "cues"

typedef struct {
    const CareLanguage *language;
    gboolean explain;
    guint64 n_refused; /* lines without a role */
} Reading;

static void
print_cues(guint cues, const char *reason)
{
    static const struct {
        CareCue cue;
        const char *name;
    } names[] = {{CARE_CUE_FEELING, "feeling"},
                 {CARE_CUE_PROMISE, "promise"},
                 {CARE_CUE_QUESTION, "question"}};
    const char *between = "";

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if ((cues & names[i].cue) == 0)
            continue;
        printf("%s%s", between, names[i].name);
        between = ",";
    }
    if (reason != NULL)
        printf("\t%s", reason);
    putchar('\n');
}

/* A line without a role gets an empty one, so that what is printed still goes line by line. */
static void
take_line(char *line, guint64 number, gpointer data)
{
    Reading *reading = data;
    char *tab = strchr(line, '\t');
    g_autoptr(GString) reason = reading->explain ? g_string_new(NULL) : NULL;
    g_autofree char *text = NULL;
    guint cues = 0;

    if (tab != NULL)
        *tab = '\0';
    if (tab == NULL || (strcmp(line, "agent") != 0 && strcmp(line, "customer") != 0)) {
        care_cli_failed(
            NAME, _("line %llu is not read: begin it with \"agent\" or \"customer\" and a tab"),
            (unsigned long long)number);
        reading->n_refused++;
    } else {
        care_cli_unescape(tab + 1);
        text = g_utf8_make_valid(tab + 1, -1);
        cues = care_cues_read(reading->language, strcmp(line, "agent") == 0, text, reason);
    }
    print_cues(cues, reason != NULL ? reason->str : NULL);
}

int
care_cmd_cues(int argc, char **argv)
{
    g_autofree char *tag = NULL;
    Reading reading = {.language = NULL};
    int code;
    const GOptionEntry options[] = {
        {"lang", 'l', 0, G_OPTION_ARG_STRING, &tag, N_("the language of the chat (en)"), N_("TAG")},
        {"explain", 0, 0, G_OPTION_ARG_NONE, &reading.explain, N_("name the words that decided"),
         NULL},
        {0}};

    if (!care_cli_parse(
            NULL,
            _("Reads chat lines from standard input, each after \"agent\" or \"customer\" and a "
              "tab "
              "(\\t, \\n and \\\\\nin the text stand for tab, newline and backslash), and prints "
              "what reminders hear in each:\nfeeling, promise, question, or nothing.\n"
              "\n"
              "Example: printf 'agent\\tone moment, let me check\\n' | purple-care cues --lang en "
              "--explain"),
            options, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
    reading.language = care_cli_language(NAME, tag);
    if (reading.language == NULL)
        return CARE_EXIT_USAGE;
    if (!care_cues_has_tables(reading.language))
        care_cli_note(NAME, _("for %s only question marks and angry faces are known"),
                      reading.language->tag);
    if (isatty(STDIN_FILENO))
        care_cli_note(NAME, _("type \"agent\" or \"customer\", a tab and a line; Ctrl+D ends"));
    code = care_cli_each_line(NAME, take_line, &reading);
    return code == CARE_EXIT_DONE && reading.n_refused > 0 ? CARE_EXIT_FAILED : code;
}
