/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care forget: erases a customer from the store and from every copy beside it. */
#include "care-cli-customer.h"
#include "care-cli.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <purple-care/report.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME "forget"

typedef struct {
    char **stores;
    gboolean dry_run, yes, delete_damaged;
} Options;

typedef struct {
    guint64 chats, comments;
} Theirs;

static gboolean
count_chat(const CareChatRow *row G_GNUC_UNUSED, gpointer data)
{
    ((Theirs *)data)->chats++;
    return TRUE;
}

static gboolean
count_comment(const CareAnswerRow *row, gpointer data)
{
    ((Theirs *)data)->comments += row->comment != NULL;
    return TRUE;
}

/* "12 chats, 3 comments" */
static char *
describe(guint64 chats, guint64 comments)
{
    g_autofree char *of_chats =
        g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%llu chat", "%llu chats", (gulong)chats),
                        (unsigned long long)chats);
    g_autofree char *of_comments = g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%llu comment", "%llu comments", (gulong)comments),
        (unsigned long long)comments);

    return g_strdup_printf("%s, %s", of_chats, of_comments);
}

/* Says what is there. FALSE after an error line. */
static gboolean
announce(CareReader *reader, const char *key, gboolean is_known)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *safe = care_report_safe(key);
    g_autofree char *what = NULL, *text = NULL;
    Theirs theirs = {0};

    if (!care_reader_each_chat(reader, key, count_chat, &theirs, &error) ||
        !care_reader_each_answer(reader, key, count_comment, &theirs, &error)) {
        care_cli_store_failed(NAME, error);
        return FALSE;
    }
    what = describe(theirs.chats, theirs.comments);
    text =
        is_known
            ? g_strdup_printf(_("%s: %s. Names, addresses, notes and words go, also from the "
                                "copies beside the store;\ncounts stay, and so do their wish not "
                                "to be asked and their quiet times, under a hash.\n"),
                              safe, what)
            : g_strdup_printf(_("%s: not in the store. The copies beside it are looked "
                                "through.\n"),
                              safe);
    return care_cli_write(NAME, NULL, text, TRUE) == CARE_EXIT_DONE;
}

/* Whether a yes was typed, in the reader's language or in English. */
static gboolean
is_confirmed(void)
{
    /* Translators: what stands for yes in your language, and how it begins; both in small letters,
     * parted by a blank. "y" and "yes" always count, too. */
    g_auto(GStrv) words = g_strsplit(C_("yes", "yes y"), " ", -1);
    g_autofree char *answer = NULL;
    char line[64] = "";

    if (care_cli_write(NAME, NULL, _("This cannot be undone. Erase? [y/N] "), TRUE) !=
            CARE_EXIT_DONE ||
        fgets(line, sizeof line, stdin) == NULL)
        return FALSE;
    answer = g_utf8_make_valid(g_strstrip(line), -1);
    answer = g_utf8_strdown(answer, -1);
    return strcmp(answer, "y") == 0 || strcmp(answer, "yes") == 0 ||
           g_strv_contains((const char *const *)words, answer);
}

static void
append_files(GString *out, const char *what, const GPtrArray *files)
{
    for (guint i = 0; i < files->len; i++) {
        g_autofree char *safe = care_report_safe(g_ptr_array_index(files, i));

        g_string_append_printf(out, "%s %s\n", what, safe);
    }
}

/* Moves those that are gone now from @files to @out_deleted. */
static void
delete_files(GPtrArray *files, GPtrArray *out_deleted)
{
    for (guint i = 0; i < files->len;) {
        const char *file = g_ptr_array_index(files, i);

        if (g_unlink(file) != 0 && errno != ENOENT) {
            i++;
            continue;
        }
        g_ptr_array_add(out_deleted, g_ptr_array_steal_index(files, i));
    }
}

static int
tell_uncleaned(const GPtrArray *files, gboolean was_to_delete)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < files->len; i++)
        g_string_append_printf(list, "%s%s", i > 0 ? ", " : "",
                               (const char *)g_ptr_array_index(files, i));
    return care_cli_failed(
        NAME,
        was_to_delete ? _("these could not be cleaned, nor deleted; what they hold is unknown: %s")
                      : _("these are damaged and could not be cleaned, what they hold is unknown; "
                          "--delete-damaged deletes them: %s"),
        list->str);
}

static int
report(CareForgotten *forgotten, gboolean is_known, gboolean delete_damaged)
{
    g_autoptr(GPtrArray) deleted = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *what = describe(forgotten->chats, forgotten->comments);
    g_autoptr(GString) out = g_string_new(NULL);
    int code;

    if (!is_known && forgotten->cleaned->len + forgotten->uncleaned->len == 0)
        return care_cli_failed(NAME,
                               _("the store knows no customer of that name, and no copies lie "
                                 "beside it; purple-care customers lists them"));
    if (delete_damaged)
        delete_files(forgotten->uncleaned, deleted);
    if (is_known)
        g_string_append_printf(
            out, forgotten->noted ? _("Erased: %s, what agents noted.\n") : _("Erased: %s.\n"),
            what);
    append_files(out, _("Cleaned:"), forgotten->cleaned);
    append_files(out, _("Deleted:"), deleted);
    g_string_append(out, _("Backups and exports that lie elsewhere are not touched.\n"));
    code = care_cli_write(NAME, NULL, out->str, TRUE);
    if (forgotten->uncleaned->len > 0)
        return tell_uncleaned(forgotten->uncleaned, delete_damaged);
    return code;
}

static int
erase(const char *path, const char *key, gboolean is_known, const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CareEditor) editor = care_editor_open(path, FALSE, &error);
    g_auto(CareForgotten) forgotten = {0};

    if (editor == NULL ||
        !care_editor_forget(editor, key, g_get_real_time() / 1000, &forgotten, &error))
        return care_cli_store_failed(NAME, error);
    return report(&forgotten, is_known, options->delete_damaged);
}

/* The key that @name means, also one that only copies may know. */
static int
find(CareReader *reader, const char *name, char **out_key, gboolean *out_known)
{
    const int code = care_cli_customer(NAME, reader, name, out_key);

    *out_known = *out_key != NULL;
    if (code != CARE_EXIT_DONE || *out_known)
        return code;
    if (strchr(name, ':') == NULL)
        return care_cli_failed(NAME,
                               _("the store knows no customer of that name; for one whom only "
                                 "a copy knows, write the protocol too, as in "
                                 "xmpp:anna@example.org"));
    *out_key = g_strdup(name);
    return CARE_EXIT_DONE;
}

static int
forget(const char *name, const Options *options)
{
    g_autofree char *path = care_cli_store(NAME, options->stores), *key = NULL;
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(GError) error = NULL;
    gboolean is_known;
    int code;

    if (path == NULL)
        return CARE_EXIT_USAGE;
    reader = care_reader_open(path, &error);
    if (reader == NULL)
        return care_cli_store_failed(NAME, error);
    code = find(reader, name, &key, &is_known);
    if (code != CARE_EXIT_DONE)
        return code;
    if (!announce(reader, key, is_known))
        return CARE_EXIT_FAILED;
    g_clear_pointer(&reader, care_reader_close); /* it would keep the log */
    if (options->dry_run)
        return care_cli_write(NAME, NULL, _("Nothing was erased.\n"), TRUE);
    if (!options->yes && !is_confirmed())
        return care_cli_failed(NAME, _("nothing was erased"));
    return erase(path, key, is_known, options);
}

int
care_cmd_forget(int argc, char **argv)
{
    Options options = {0};
    g_auto(GStrv) stores = NULL;
    const GOptionEntry entries[] = {
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &options.dry_run,
         N_("Say what would go, and erase nothing"), NULL},
        {"yes", 'y', 0, G_OPTION_ARG_NONE, &options.yes, N_("Do not ask"), NULL},
        {"delete-damaged", 0, 0, G_OPTION_ARG_NONE, &options.delete_damaged,
         N_("Delete set-aside files that are too damaged to be cleaned"), NULL},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &stores,
         N_("The store (~/.purple/care/care.db)"), N_("FILE")},
        {0},
    };

    if (!care_cli_parse(
            N_("CUSTOMER"),
            _("Erases a customer: address, language, notes and words, from the store, its "
              "log and the copies beside it.\n"
              "Counts stay as they are. CUSTOMER is as purple-care customers shows it, "
              "or an address that one alone has.\n"
              "\n"
              "Example: purple-care forget xmpp:anna@example.org"),
            entries, &argc, &argv))
        return CARE_EXIT_USAGE;
    options.stores = stores;
    if (argc != 2)
        return care_cli_usage(NAME, argc < 2 ? _("whom? Give a customer's address")
                                             : _("one customer at a time"));
    if (!options.yes && !options.dry_run && !isatty(STDIN_FILENO))
        return care_cli_usage(NAME, _("there is nobody to ask: add --yes"));
    return forget(argv[1], &options);
}
