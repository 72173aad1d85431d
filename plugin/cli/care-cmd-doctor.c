/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care doctor: says what is amiss with store, settings and installation, and what to do. */
#include "care-cli.h"
#include "care-policy-rights.h"
#include <json-glib/json-glib.h>
#include <purple-care/report.h>
#include <purple-care/store-admin.h>
#include <string.h>
#include <unistd.h>

#define NAME "doctor"

typedef struct {
    CareHealth health;
    char *what; /* safe to show */
} Check;

typedef struct {
    GArray *checks; /* of Check */
    guint n_notes, n_problems;
} Findings;

static void
check_clear(gpointer data)
{
    g_free(((Check *)data)->what);
}

static void
add(CareHealth health, const char *what, gpointer data)
{
    Findings *findings = data;
    const Check check = {health, care_report_safe(what)};

    findings->n_notes += health == CARE_HEALTH_NOTE;
    findings->n_problems += health == CARE_HEALTH_PROBLEM;
    g_array_append_val(findings->checks, check);
}

static void say(Findings *findings, CareHealth health, const char *format, ...) G_GNUC_PRINTF(3, 4);

static void
say(Findings *findings, CareHealth health, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    add(health, text, findings);
}

static void
check_settings(Findings *findings, const CareSettings *settings)
{
    for (guint i = 0; i < settings->mistakes->len; i++)
        say(findings, CARE_HEALTH_PROBLEM, _("settings: %s"),
            (const char *)g_ptr_array_index(settings->mistakes, i));
    if (settings->mistakes->len == 0)
        say(findings, CARE_HEALTH_OK,
            g_dngettext(GETTEXT_PACKAGE, "settings: %u file, no mistakes",
                        "settings: %u files, no mistakes", settings->files->len),
            settings->files->len);
    if (settings->desk.failed)
        say(findings, CARE_HEALTH_PROBLEM,
            _("settings: a mistake is in [desk]: until it is mended nobody is asked"));
    else if (settings->desk.accounts[0] == NULL)
        say(findings, CARE_HEALTH_NOTE,
            _("settings: no account is a desk account yet, so nobody is asked: [desk] accounts"));
    if (settings->ask.mode == CARE_MODE_OFF)
        say(findings, CARE_HEALTH_NOTE, _("settings: [ask] mode is off: nobody is asked"));
    else if (settings->ask.mode == CARE_MODE_SHADOW)
        say(findings, CARE_HEALTH_NOTE,
            _("settings: [ask] mode is shadow: it is decided and recorded, nothing is sent"));
}

static void
add_right(const char *what, gpointer findings)
{
    say(findings, CARE_HEALTH_PROBLEM, _("settings: %s"), what);
}

static void
check_zone(Findings *findings, const CareSettings *settings)
{
    const char *name = settings->desk.timezone;
    g_autoptr(GTimeZone) zone = care_zone_new(*name != '\0' ? name : NULL, NULL);
    g_autoptr(GDateTime) now = NULL;
    g_autofree char *offset = NULL;

    if (zone == NULL) {
        say(findings, CARE_HEALTH_PROBLEM,
            _("clock: [desk] timezone is no time zone; write UTC, +HH:MM or a name like "
              "Europe/Berlin"));
        return;
    }
    now = g_date_time_new_now(zone);
    offset = g_date_time_format(now, "%Y-%m-%d %H:%M %:z");
    if (*name != '\0')
        say(findings, CARE_HEALTH_OK, _("clock: %s in the desk's time zone, %s"), offset, name);
    else
        say(findings, CARE_HEALTH_OK, _("clock: %s in the system's time zone"), offset);
}

/* A plugin that a client can load lies in libpurple's own folder, or in the user's. */
static void
check_plugin(Findings *findings)
{
    g_autofree char *users = g_build_filename(g_get_home_dir(), ".purple", "plugins", NULL);
    const char *const folders[] = {CARE_PLUGINDIR, users};

    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *file = g_build_filename(folders[i], "purple-care.so", NULL);

        if (access(file, R_OK) == 0) {
            say(findings, CARE_HEALTH_OK, _("plugin: %s"), file);
            return;
        }
    }
    say(findings, CARE_HEALTH_NOTE,
        _("plugin: there is no purple-care.so in %s: clients find none"), CARE_PLUGINDIR);
}

static void
check_languages(Findings *findings)
{
    g_autofree char *file = g_build_filename(CARE_TEXTCAT_DIR, "en.lm", NULL);

    if (access(file, R_OK) == 0)
        say(findings, CARE_HEALTH_OK, _("languages: libexttextcat's data is in %s"),
            CARE_TEXTCAT_DIR);
    else
        say(findings, CARE_HEALTH_NOTE,
            _("languages: libexttextcat's data is not in %s: customers are asked in [language] "
              "default or the agent's own"),
            CARE_TEXTCAT_DIR);
}

static const char *const names[] = {/* in JSON and, translated, in text */
                                    [CARE_HEALTH_OK] = NC_("finding", "ok"),
                                    [CARE_HEALTH_NOTE] = NC_("finding", "note"),
                                    [CARE_HEALTH_PROBLEM] = NC_("finding", "problem")};

static void
append_check(GString *out, const Check *check, glong width, guint columns)
{
    static const char *const colours[] = {[CARE_HEALTH_OK] = "\033[32m",
                                          [CARE_HEALTH_NOTE] = "\033[33m",
                                          [CARE_HEALTH_PROBLEM] = "\033[31m"};
    const char *word = g_dpgettext2(GETTEXT_PACKAGE, "finding", names[check->health]);
    g_autoptr(GString) line = g_string_new(word);

    g_string_append_printf(line, "%*s %s", (int)(width - g_utf8_strlen(word, -1)), "", check->what);
    care_report_end(line, (guint)width + 1, columns);
    if (care_cli_has_colour()) {
        g_string_insert(line, (gssize)strlen(word), "\033[0m");
        g_string_prepend(line, colours[check->health]);
    }
    g_string_append(out, line->str);
}

/* Who pipes it into another program has a finding in each line. */
static guint
columns_of_output(void)
{
    return isatty(STDOUT_FILENO) || g_getenv("COLUMNS") != NULL ? care_cli_columns() : G_MAXUINT;
}

static char *
text_of(const Findings *findings)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const guint columns = columns_of_output();
    glong width = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        width = MAX(width, g_utf8_strlen(g_dpgettext2(GETTEXT_PACKAGE, "finding", names[i]), -1));
    for (guint i = 0; i < findings->checks->len; i++)
        append_check(out, &g_array_index(findings->checks, Check, i), width, columns);
    g_string_append_printf(
        out, g_dngettext(GETTEXT_PACKAGE, "%u problem, ", "%u problems, ", findings->n_problems),
        findings->n_problems);
    g_string_append_printf(
        out, g_dngettext(GETTEXT_PACKAGE, "%u note\n", "%u notes\n", findings->n_notes),
        findings->n_notes);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
add_text(JsonBuilder *builder, const char *name, const char *text)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_string_value(builder, text);
}

static void
add_number(JsonBuilder *builder, const char *name, gint64 number)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, number);
}

static char *
json_of(const Findings *findings)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;

    json_builder_begin_object(builder);
    add_number(builder, "format", 1);
    add_number(builder, "problems", findings->n_problems);
    add_number(builder, "notes", findings->n_notes);
    json_builder_set_member_name(builder, "checks");
    json_builder_begin_array(builder);
    for (guint i = 0; i < findings->checks->len; i++) {
        const Check *check = &g_array_index(findings->checks, Check, i);

        json_builder_begin_object(builder);
        add_text(builder, "health", names[check->health]);
        add_text(builder, "what", check->what);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    json_builder_end_object(builder);
    root = json_builder_get_root(builder);
    text = json_to_string(root, TRUE);
    return g_strconcat(text, "\n", NULL);
}

static int
examine(const char *path, gboolean is_json)
{
    Findings findings = {.checks = g_array_new(FALSE, FALSE, sizeof(Check))};
    g_autoptr(CareSettings) settings = care_cli_settings(NULL, NULL);
    const CareKeep keep = {settings->privacy.keep_comments, settings->privacy.keep_notes,
                           settings->privacy.keep_chats};
    g_autofree char *text = NULL;
    int code;

    g_array_set_clear_func(findings.checks, check_clear);
    care_store_examine(path, &keep, g_get_real_time() / 1000, add, &findings);
    check_settings(&findings, settings);
    care_policy_rights(settings, add_right, &findings);
    check_zone(&findings, settings);
    check_plugin(&findings);
    check_languages(&findings);
    text = is_json ? json_of(&findings) : text_of(&findings);
    code = care_cli_write(NAME, NULL, text, !is_json);
    if (code == CARE_EXIT_DONE && findings.n_problems > 0)
        code = CARE_EXIT_FOUND;
    g_array_unref(findings.checks);
    return code;
}

int
care_cmd_doctor(int argc, char **argv)
{
    g_autofree char *format = NULL, *path = NULL;
    g_auto(GStrv) stores = NULL;
    gboolean is_json;
    const GOptionEntry entries[] = {
        {"format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json (text)"), N_("FORMAT")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &stores,
         N_("The store (~/.purple/care/care.db)"), N_("FILE")},
        {0},
    };

    if (!care_cli_parse(
            NULL,
            _("Looks at store, settings and installation, and says line by line what is\n"
              "ok, what is worth a note and what is a problem, with what to do about it.\n"
              "Changes nothing.\n"
              "\n"
              "Example: purple-care doctor\n"
              "\n"
              "Exit code 3: there is a problem."),
            entries, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
    if (!care_cli_format(NAME, format, &is_json))
        return CARE_EXIT_USAGE;
    path = care_cli_store(NAME, stores);
    return path != NULL ? examine(path, is_json) : CARE_EXIT_USAGE;
}
