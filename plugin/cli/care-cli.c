/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps all sub-commands alike in how they fail, read options and find the store. */
#include "care-cli.h"
#include <purple-care/report.h>
#include <string.h>
#include <unistd.h>

#define WORD_MAX 32 /* longer words are no typing mistakes */

/* On one line, whatever the name of a file may hold. */
static void
say(const char *command, const char *text, const char *hint)
{
    g_autofree char *safe = care_report_safe(text);

    if (command != NULL)
        g_printerr("purple-care %s: %s%s\n", command, safe, hint);
    else
        g_printerr("purple-care: %s%s\n", safe, hint);
}

int
care_cli_usage(const char *command, const char *format, ...)
{
    g_autofree char *text = NULL;
    g_autofree char *hint = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    hint = g_strdup_printf(_("; see purple-care %s%s--help"), command != NULL ? command : "",
                           command != NULL ? " " : "");
    say(command, text, hint);
    return CARE_EXIT_USAGE;
}

int
care_cli_failed(const char *command, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    say(command, text, "");
    return CARE_EXIT_FAILED;
}

void
care_cli_note(const char *command, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    say(command, text, "");
}

/* What to do, where the store's own message does not say it. */
static const char *
store_hint(const GError *error)
{
    if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING))
        return _(
            "; the client makes it when the plugin is first loaded, --store FILE names another");
    if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT))
        return _("; check that this is a purple-care store, or take it back from a backup");
    if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY))
        return _("; try again in a moment");
    if (strstr(error->message, "(SQLite ") == NULL)
        return "";
    if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN))
        return _("; may this user read it, and write in its folder?");
    if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_WRITE))
        return _("; is the disk full, or that of TMPDIR, or read-only?");
    return "";
}

int
care_cli_store_failed(const char *command, const GError *error)
{
    return care_cli_failed(command, "%s%s", error->message, store_hint(error));
}

gboolean
care_cli_parse(const char *arguments, const char *about, const GOptionEntry *entries, int *argc,
               char ***argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(arguments);
    g_autoptr(GError) error = NULL;
    g_autofree char *command = g_strdup((*argv)[0]);

    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    g_option_context_set_translation_domain(context, GETTEXT_PACKAGE);
    g_option_context_set_summary(context, about);
    if (g_option_context_parse(context, argc, argv, &error))
        return TRUE;
    care_cli_usage(command, "%s", error->message);
    return FALSE;
}

gboolean
care_cli_format(const char *command, const char *format, gboolean *out_json)
{
    if (format == NULL || strcmp(format, "text") == 0 || strcmp(format, "json") == 0) {
        *out_json = g_strcmp0(format, "json") == 0;
        return TRUE;
    }
    if (strcmp(format, "csv") == 0 || strcmp(format, "html") == 0)
        care_cli_usage(command, _("--format %s is not in this version; use text or json"), format);
    else
        care_cli_usage(command, _("unknown format \"%s\"; use text or json"), format);
    return FALSE;
}

static char *
find_store(const char *command, char **stores)
{
    const char *path = g_getenv("PURPLE_CARE_STORE");

    if (stores != NULL && stores[0] != NULL && stores[1] != NULL) {
        care_cli_usage(command, _("this is for one store; name one (several at once: report, kpi, "
                                  "audit, simulate, customers, lists of comments)"));
        return NULL;
    }
    if (stores != NULL && stores[0] != NULL) {
        if (stores[0][0] == '\0') {
            care_cli_usage(command, _("--store needs a file's name"));
            return NULL;
        }
        return g_strdup(stores[0]);
    }
    if (path != NULL && *path != '\0')
        return g_strdup(path);
    return g_build_filename(g_get_home_dir(), ".purple", "care", "care.db", NULL);
}

char *
care_cli_store(const char *command, char **stores)
{
    char *path = find_store(command, stores);

    if (path != NULL && !care_cli_become_owner(command, path))
        g_clear_pointer(&path, g_free);
    return path;
}

CareSettings *
care_cli_settings(const char *system_dir, const char *user_file)
{
    g_autofree char *users =
        g_build_filename(g_get_home_dir(), ".purple", "care", "policy.conf", NULL);

    return care_settings_load(system_dir != NULL ? system_dir : CARE_SYSCONFDIR,
                              user_file != NULL ? user_file : users);
}

GTimeZone *
care_cli_zone(const char *command, const char *name)
{
    g_autoptr(GError) error = NULL;
    GTimeZone *zone;

    if (name != NULL) {
        zone = care_zone_new(name, &error);
        if (zone == NULL)
            care_cli_usage(command, "--tz \"%s\": %s", name, error->message);
        return zone;
    }
    g_autoptr(CareSettings) settings = care_cli_settings(NULL, NULL);
    if (*settings->desk.timezone == '\0')
        return care_zone_new(NULL, NULL);
    zone = care_zone_new(settings->desk.timezone, NULL);
    if (zone != NULL)
        return zone;
    /* A desk's report must not stop for it, nor quietly count other days. */
    care_cli_note(command, _("[desk] timezone is no time zone, so days are the system's; "
                             "purple-care policy check names the file"));
    return care_zone_new(NULL, NULL);
}

gboolean
care_cli_has_colour(void)
{
    const char *no_color = g_getenv("NO_COLOR");
    const char *term = g_getenv("TERM");

    return isatty(STDOUT_FILENO) && (no_color == NULL || *no_color == '\0') && term != NULL &&
           strcmp(term, "dumb") != 0;
}

/* Levenshtein's distance, the alphabet being bytes. */
static guint
distance(const char *a, const char *b)
{
    const gsize length = strlen(b);
    guint row[WORD_MAX + 1];

    for (guint j = 0; j <= length; j++)
        row[j] = j;
    for (guint i = 1; a[i - 1] != '\0'; i++) {
        guint diagonal = row[0];

        row[0] = i;
        for (guint j = 1; j <= length; j++) {
            const guint above = row[j];
            const guint changed = diagonal + (a[i - 1] != b[j - 1]);

            row[j] = MIN(changed, MIN(above, row[j - 1]) + 1);
            diagonal = above;
        }
    }
    return row[length];
}

const char *
care_cli_nearest(const char *word, const char *const *names)
{
    const char *nearest = NULL;
    guint least = 3; /* more than two mistakes are another word */

    if (strlen(word) > WORD_MAX)
        return NULL;
    for (; *names != NULL; names++) {
        if (strlen(*names) > WORD_MAX)
            continue;
        const guint mistakes = distance(word, *names);

        if (mistakes < least && mistakes < strlen(*names) / 2 + 1) {
            least = mistakes;
            nearest = *names;
        }
    }
    return nearest;
}
