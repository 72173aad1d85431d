/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care policy: names every mistake in settings files, and shows what is in force and why. */
#include "care-cli.h"
#include "care-policy-rights.h"
#include <purple-care/report.h>
#include <string.h>

#define KEY_COLUMNS   18 /* of a terminal */
#define VALUE_COLUMNS 22

typedef struct { /* where the live files are; NULL: the usual places */
    char *system_dir, *user_file;
    gboolean plain;
} Options;

static void
options_clear(Options *options)
{
    g_free(options->system_dir);
    g_free(options->user_file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse(const char *arguments, const char *about, Options *options, gboolean is_show, int *argc,
      char ***argv)
{
    const GOptionEntry entries[] = {
        {"system-dir", 0, 0, G_OPTION_ARG_FILENAME, &options->system_dir,
         N_("the system's policy, in place of the usual folder under /etc"), N_("DIR")},
        {"user-file", 0, 0, G_OPTION_ARG_FILENAME, &options->user_file,
         N_("the user's settings, in place of ~/.purple/care/policy.conf"), N_("FILE")},
        {"plain", 0, is_show ? 0 : G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &options->plain,
         N_("one key a line for programs: group, key, value, file, lock, parted by tabs"), NULL},
        {NULL},
    };

    return care_cli_parse(arguments, about, entries, argc, argv);
}

/* The live settings; NULL after an error line: a place that was named must be there. */
static CareSettings *
load_live(const char *command, const Options *options)
{
    const char *const named[] = {options->system_dir, options->user_file};

    for (gsize i = 0; i < G_N_ELEMENTS(named); i++) {
        if (named[i] != NULL && !g_file_test(named[i], G_FILE_TEST_EXISTS)) {
            care_cli_failed(command, _("%s: no such file; check its name"), named[i]);
            return NULL;
        }
    }
    return care_cli_settings(options->system_dir, options->user_file);
}

/* Whether nothing in this version goes by the key: "(dg" marks the same ones in
 * purple-care-policy(5), and tests/e2e/test-cli compares. */
static gboolean
is_idle(const char *group, const char *key)
{
    static const char *const idle[] = {"privacy.smallest-group", "team.service", "team.group",
                                       "team.comments", NULL};
    g_autofree char *id = g_strconcat(group, ".", key, NULL);

    return g_strv_contains(idle, id);
}

/* What the files say that will not happen, at what is not its built-in value. */
static void
append_idle(GString *out, const CareSettings *settings)
{
    const char *group, *key, *initial, *help;

    for (guint n = 0; care_settings_nth(n, &group, &key, &initial, &help); n++) {
        const char *origin = care_settings_origin(settings, group, key);

        if (origin == NULL || !is_idle(group, key) ||
            g_strcmp0(care_settings_value(settings, group, key), initial) == 0)
            continue;
        g_autofree char *safe = care_report_safe(origin);
        g_string_append_printf(out, _("%s: warning: [%s] %s has no effect in this version\n"), safe,
                               group, key);
    }
}

/* The desk's zone is text to the engine: only reports count days by it. Returns how many mistakes
 * that is. */
static guint
append_zone(GString *out, const CareSettings *settings)
{
    const char *origin = care_settings_origin(settings, "desk", "timezone");
    const char *name = settings->desk.timezone;
    g_autoptr(GTimeZone) zone = *name == '\0' ? NULL : care_zone_new(name, NULL);
    g_autofree char *safe = NULL;

    if (*name == '\0' || zone != NULL || origin == NULL)
        return 0;
    safe = care_report_safe(origin);
    g_string_append_printf(
        out,
        _("%s: [desk] timezone: no time zone; write UTC, +HH:MM or a name like Europe/Berlin\n"),
        safe);
    return 1;
}

/* Not a mistake, for a machine that only serves customers may mean it; so it does not count as one.
 */
static void
append_warning(GString *out, const CareSettings *settings)
{
    const char *origin = care_settings_origin(settings, "desk", "accounts");

    if (origin != NULL && g_strv_contains((const char *const *)settings->desk.accounts, "*"))
        g_string_append_printf(
            out,
            _("%s: warning: [desk] accounts: * makes every account a desk account, private ones "
              "too; better name them, such as xmpp:agent@example.org\n"),
            origin);
}

/* Returns how many mistakes there are. */
static guint
append_mistakes(GString *out, const CareSettings *settings)
{
    for (guint n = 0; n < settings->mistakes->len; n++) {
        g_autofree char *safe = care_report_safe(g_ptr_array_index(settings->mistakes, n));

        g_string_append_printf(out, "%s\n", safe);
    }
    const guint zone = append_zone(out, settings);
    append_warning(out, settings);
    append_idle(out, settings);
    return settings->mistakes->len + zone;
}

/* What editors and packages leave beside a file on purpose. */
static gboolean
is_aside(const char *name)
{
    static const char *const marks[] = {".dpkg-", ".rpm", ".ucf-", ".bak", ".orig"};

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (strstr(name, marks[i]) != NULL)
            return TRUE;
    }
    return *name == '.' || g_str_has_suffix(name, "~") || g_str_has_prefix(name, "README");
}

/* Who wrote a file there takes it for the desk's, and clients pass it over by its name. */
static void
append_unread(GString *out, const char *system_dir)
{
    g_autofree char *parts = g_build_filename(system_dir, "policy.d", NULL);
    g_autoptr(GDir) dir = g_dir_open(parts, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(parts, name, NULL);
        g_autofree char *safe = care_report_safe(path);

        if (!g_str_has_suffix(name, ".conf") && !is_aside(name))
            g_string_append_printf(
                out, _("%s: warning: nobody reads this, for its name does not end in .conf\n"),
                safe);
    }
}

static void
append_right(const char *what, gpointer data)
{
    g_autofree char *safe = care_report_safe(what);

    g_string_append_printf(data, "%s\n", safe);
}

static int
finish_check(const char *command, GString *out, guint files, guint mistakes)
{
    int written;

    g_string_append_printf(out, ngettext("%u file checked", "%u files checked", files), files);
    g_string_append(out, ", ");
    if (mistakes == 0)
        g_string_append(out, _("no mistakes"));
    else
        g_string_append_printf(out, ngettext("%u mistake", "%u mistakes", mistakes), mistakes);
    g_string_append_c(out, '\n');
    written = care_cli_write(command, NULL, out->str, TRUE);
    return written == CARE_EXIT_DONE && mistakes > 0 ? CARE_EXIT_FOUND : written;
}

static int
run_check(int argc, char **argv)
{
    const char *command = argv[0];
    g_autoptr(GString) out = g_string_new(NULL);
    g_auto(Options) options = {0};
    guint mistakes = 0, files = 0;

    if (!parse(N_("[FILE...]"),
               _("Names each mistake in settings files. Without FILE: the files in force, as the\n"
                 "client reads them. A FILE is checked alone, as the system's policy; a folder\n"
                 "like /etc/purple-care or its policy.d as one policy.\n"
                 "\n"
                 "Example: purple-care policy check policy.conf\n"
                 "\n"
                 "Exit code 3: there are mistakes."),
               &options, FALSE, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (options.plain)
        return care_cli_usage(command, _("--plain belongs to policy show"));
    if (argc == 1) {
        g_autoptr(CareSettings) live = load_live(command, &options);
        if (live == NULL)
            return CARE_EXIT_FAILED;
        mistakes = append_mistakes(out, live);
        append_unread(out, options.system_dir != NULL ? options.system_dir : CARE_SYSCONFDIR);
        if (options.system_dir == NULL) /* a folder elsewhere is a draft, and may be anybody's */
            mistakes += care_policy_rights(live, append_right, out);
        return finish_check(command, out, live->files->len, mistakes);
    }
    if (options.system_dir != NULL || options.user_file != NULL)
        return care_cli_usage(command, _("name either files or the places of the live ones"));
    for (int i = 1; i < argc; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CareSettings) settings = care_settings_load_file(argv[i], &error);
        if (settings == NULL)
            return care_cli_failed(command, _("%s; check its name"), error->message);
        mistakes += append_mistakes(out, settings);
        files += settings->files->len;
    }
    return finish_check(command, out, files, mistakes);
}

typedef struct {
    GString *out;
    const CareSettings *settings;
    gboolean plain;
    const char *last_group; /* whose heading was written last */
} Show;

/* The desk's key makes customers' hashes: it should not end up in a message that asks for help. */
static const char *
shown_value(const char *group, const char *key, const char *value)
{
    if (value == NULL)
        return "";
    if (strcmp(group, "desk") == 0 && strcmp(key, "key") == 0 && *value != '\0')
        return _("(set, not shown)");
    return value;
}

static void
append_key(Show *show, const char *group, const char *key)
{
    const char *value = care_settings_value(show->settings, group, key);
    const char *origin = care_settings_origin(show->settings, group, key);
    const char *lock = care_settings_lock(show->settings, group, key);
    g_autofree char *safe_key = care_report_safe(key);
    g_autofree char *safe = care_report_safe(shown_value(group, key, value));
    g_autofree char *safe_origin = care_report_safe(origin != NULL ? origin : _("built-in"));
    g_autofree char *safe_lock = care_report_safe(lock != NULL ? lock : "");

    if (show->plain) {
        g_string_append_printf(show->out, "%s\t%s\t%s\t%s\t%s\n", group, safe_key, safe,
                               origin != NULL ? safe_origin : "", safe_lock);
        return;
    }
    if (g_strcmp0(show->last_group, group) != 0)
        g_string_append_printf(show->out, "\n[%s]\n", group);
    show->last_group = group;
    g_string_append(show->out, "  ");
    care_report_pad(show->out, safe_key, KEY_COLUMNS, FALSE);
    g_string_append_c(show->out, ' ');
    care_report_pad(show->out, safe, VALUE_COLUMNS, FALSE);
    g_string_append_printf(show->out, " %s", safe_origin);
    if (lock != NULL && g_strcmp0(lock, origin) != 0)
        g_string_append_printf(show->out, _(", locked by %s"), safe_lock);
    else if (lock != NULL)
        g_string_append(show->out, _(", locked"));
    if (care_settings_is_systems(group, key))
        g_string_append(show->out, _(", counts in the system's policy alone"));
    if (is_idle(group, key))
        g_string_append(show->out, _(", no effect in this version"));
    g_string_append_c(show->out, '\n');
}

static gint
compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The keys of @group that desks name themselves: "cue-...", "text-...", what agents may decide. */
static void
append_free_keys(Show *show, const char *group, GHashTable *listed)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();
    g_autofree char *prefix = g_strconcat(group, ".", NULL);
    GHashTableIter all;
    gpointer id;

    g_hash_table_iter_init(&all, show->settings->values);
    while (g_hash_table_iter_next(&all, &id, NULL)) {
        if (g_str_has_prefix(id, prefix) && !g_hash_table_contains(listed, id))
            g_ptr_array_add(ids, id);
    }
    g_ptr_array_sort(ids, compare);
    for (guint n = 0; n < ids->len; n++)
        append_key(show, group, (const char *)g_ptr_array_index(ids, n) + strlen(prefix));
}

static void
append_keys(Show *show)
{
    g_autoptr(GHashTable) listed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *group, *key, *initial, *help;
    const char *before = NULL;

    for (guint n = 0; care_settings_nth(n, &group, &key, &initial, &help); n++)
        g_hash_table_add(listed, g_strconcat(group, ".", key, NULL));
    for (guint n = 0; care_settings_nth(n, &group, &key, &initial, &help); n++) {
        if (before != NULL && g_strcmp0(before, group) != 0)
            append_free_keys(show, before, listed);
        /* [empowerment] has no key of its own: it stands after [vision]. */
        if (g_strcmp0(before, "vision") == 0 && g_strcmp0(before, group) != 0)
            append_free_keys(show, "empowerment", listed);
        append_key(show, group, key);
        before = group;
    }
    if (before != NULL)
        append_free_keys(show, before, listed);
}

static void
append_head(GString *out, const CareSettings *settings)
{
    g_autoptr(GString) unused = g_string_new(NULL);
    const guint mistakes = settings->mistakes->len + append_zone(unused, settings);

    if (settings->files->len == 0)
        g_string_append(out, _("No settings file was found: all values are built-in.\n"));
    else
        g_string_append(out, _("Files read, the later over the earlier:\n"));
    for (guint n = 0; n < settings->files->len; n++) {
        g_autofree char *safe = care_report_safe(g_ptr_array_index(settings->files, n));

        g_string_append_printf(out, "  %s\n", safe);
    }
    if (mistakes > 0)
        g_string_append_printf(out,
                               ngettext("%u mistake: purple-care policy check names it.\n",
                                        "%u mistakes: purple-care policy check names them.\n",
                                        mistakes),
                               mistakes);
    if (settings->desk.failed)
        g_string_append(out, _("One is in [desk]: until it is mended nobody is asked.\n"));
}

static int
run_show(int argc, char **argv)
{
    const char *command = argv[0];
    g_autoptr(GString) out = g_string_new(NULL);
    g_auto(Options) options = {0};

    if (!parse(NULL,
               _("Shows every setting: its value in force, the file it comes from, and whether it "
                 "is locked.\n"
                 "\n"
                 "Example: purple-care policy show\n"
                 "         purple-care policy show --plain | grep '^ask'"),
               &options, TRUE, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(command, _("takes no file; --user-file FILE names another"));
    g_autoptr(CareSettings) settings = load_live(command, &options);
    if (settings == NULL)
        return CARE_EXIT_FAILED;
    if (!options.plain)
        append_head(out, settings);
    append_keys(&(Show){out, settings, options.plain, NULL});
    return care_cli_write(command, NULL, out->str, !options.plain);
}

static int
print_help(void)
{
    return care_cli_write(
        "policy", NULL,
        _("Checks settings files, or shows what is in force.\n"
          "\n"
          "Examples:\n"
          "  purple-care policy check                 the files in force\n"
          "  purple-care policy check policy.conf     one file, before it is installed\n"
          "  purple-care policy show                  every key, its value and where it is from\n"
          "\n"
          "purple-care policy check --help and purple-care policy show --help say more;\n"
          "purple-care-policy(5) explains every key.\n"),
        TRUE);
}

int
care_cmd_policy(int argc, char **argv)
{
    static char check_name[] = "policy check", show_name[] = "policy show";
    const char *const names[] = {"check", "show", NULL};
    const char *word = argc > 1 ? argv[1] : NULL;

    if (word == NULL)
        return care_cli_usage("policy", _("say what to do: check or show"));
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return print_help();
    if (strcmp(word, "check") == 0 || strcmp(word, "show") == 0) {
        const gboolean is_show = strcmp(word, "show") == 0;

        argv[1] = is_show ? show_name : check_name;
        g_set_prgname(is_show ? "purple-care policy show" : "purple-care policy check");
        return is_show ? run_show(argc - 1, argv + 1) : run_check(argc - 1, argv + 1);
    }
    const char *nearest = care_cli_nearest(word, names);
    if (nearest != NULL)
        return care_cli_usage("policy", _("unknown command \"%s\"; did you mean \"%s\"?"), word,
                              nearest);
    return care_cli_usage("policy", _("unknown command \"%s\"; there are check and show"), word);
}
