/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines in, lines out: one chat line each, with what would break it escaped. */
#include "care-cli-lines.h"
#include "care-cli.h"
#include <errno.h>
#include <stdio.h>

void
care_cli_unescape(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
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

int
care_cli_each_line(const char *command, CareCliTake take, gpointer data)
{
    char *line = NULL; /* getline's own: free(), not g_free() */
    size_t room = 0;
    guint64 number = 0;

    for (ssize_t size; (size = getline(&line, &room, stdin)) >= 0;) {
        if (size > 0 && line[size - 1] == '\n')
            line[--size] = '\0';
        if (size > 0 && line[size - 1] == '\r')
            line[--size] = '\0';
        take(line, ++number, data);
    }
    free(line);
    if (ferror(stdin))
        return care_cli_failed(command, _("standard input can't be read: %s"), g_strerror(errno));
    if (fflush(stdout) != 0 || ferror(stdout))
        return care_cli_failed(command, _("the output can't be written: %s"), g_strerror(errno));
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

const CareLanguage *
care_cli_language(const char *command, const char *tag)
{
    const CareLanguage *language = care_language_find(tag != NULL ? tag : "en");
    g_autofree char *known = language == NULL ? known_languages() : NULL;

    if (language == NULL)
        care_cli_usage(command, _("\"%s\" is no survey language; there are %s"), tag, known);
    return language;
}
