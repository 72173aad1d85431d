/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care export: what is stored, for a spreadsheet, another system, or whom it is about. */
#include "care-cli-customer.h"
#include "care-cli.h"
#include "care-export-rows.h"
#include <string.h>

#define NAME "export"

typedef enum { CHATS, ANSWERS, LEDGER } What;

typedef struct {
    char *what, *customer, *format, *output;
    char **stores;
} Options;

static void
options_clear(Options *options)
{
    g_free(options->what);
    g_free(options->customer);
    g_free(options->format);
    g_free(options->output);
    g_strfreev(options->stores);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
read_what(const Options *options, What *out_what)
{
    static const char *const names[] = {"chats", "answers", "ledger", NULL};
    const char *nearest;

    if (options->what == NULL) {
        care_cli_usage(NAME, _("say what: --what chats, --what answers or --what ledger"));
        return FALSE;
    }
    for (gsize i = 0; names[i] != NULL; i++) {
        if (strcmp(options->what, names[i]) == 0) {
            *out_what = (What)i;
            return TRUE;
        }
    }
    nearest = care_cli_nearest(options->what, names);
    if (nearest != NULL)
        care_cli_usage(NAME, _("unknown --what \"%s\"; did you mean \"%s\"?"), options->what,
                       nearest);
    else
        care_cli_usage(NAME, _("unknown --what \"%s\"; there are chats, answers and ledger"),
                       options->what);
    return FALSE;
}

static gboolean
read_format(const Options *options, gboolean *out_json)
{
    *out_json = g_strcmp0(options->format, "json") == 0;
    if (options->format == NULL || *out_json || strcmp(options->format, "csv") == 0)
        return TRUE;
    care_cli_usage(NAME, _("unknown format \"%s\"; use csv or json"), options->format);
    return FALSE;
}

static gboolean
read_rows(CareReader *reader, What what, const char *customer, CareExportRows *rows, GError **error)
{
    switch (what) {
    case CHATS:
        return care_reader_each_chat(reader, customer, care_export_chat, rows, error);
    case ANSWERS:
        return care_reader_each_answer(reader, customer, care_export_answer, rows, error);
    case LEDGER:
    default:
        return care_reader_each_ledger(reader, care_export_ledger, rows, error);
    }
}

/* What the file itself cannot say. */
static void
tell(const CareExportRows *rows, gboolean is_json, gboolean hides_comments)
{
    if (rows->pending > 0)
        care_cli_note(NAME,
                      g_dngettext(GETTEXT_PACKAGE, "left out: %llu chat whose question is open",
                                  "left out: %llu chats whose question is open",
                                  (gulong)rows->pending),
                      (unsigned long long)rows->pending);
    if (rows->has_scales && !is_json)
        care_cli_note(NAME, _("the ratings are on several scales, which CSV does not tell apart; "
                              "--format json does"));
    if (hides_comments)
        care_cli_note(NAME, _("comments are left out: [show] comment=no; with --customer they are "
                              "there"));
}

static int
write_rows(CareReader *reader, What what, const Options *options, const char *customer,
           gboolean is_json)
{
    static const char *const names[] = {"chats", "answers", "ledger"};
    static const char *const headings[] = {CARE_EXPORT_CHATS, CARE_EXPORT_ANSWERS,
                                           CARE_EXPORT_LEDGER};
    g_autoptr(CareSettings) settings = care_cli_settings(NULL, NULL);
    CareExportRows rows = {.all = customer != NULL,
                           .comments = customer != NULL || settings->show.comment};
    g_autoptr(GError) error = NULL;
    gboolean is_read;
    int code;

    rows.out = care_export_new(NAME, options->output, is_json, names[what], headings[what]);
    if (rows.out == NULL)
        return CARE_EXIT_FAILED;
    is_read = read_rows(reader, what, customer, &rows, &error);
    code = care_export_finish(rows.out, is_read);
    if (!is_read)
        return care_cli_store_failed(NAME, error);
    if (code == CARE_EXIT_DONE)
        tell(&rows, is_json, what == ANSWERS && !rows.comments);
    return code;
}

static int export(const Options *options)
{
    g_autofree char *path = NULL, *key = NULL;
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(GError) error = NULL;
    gboolean is_json;
    What what;
    int code;

    if (!read_what(options, &what) || !read_format(options, &is_json))
        return CARE_EXIT_USAGE;
    if (what == LEDGER && options->customer != NULL)
        return care_cli_usage(NAME, _("the ledger names nobody: --customer goes with chats or "
                                      "answers"));
    path = care_cli_store(NAME, options->stores);
    if (path == NULL)
        return CARE_EXIT_USAGE;
    if (care_cli_is_stores(options->output, path))
        return care_cli_usage(NAME, _("-o names the store itself, or a file that belongs to it"));
    reader = care_reader_open(path, &error);
    if (reader == NULL)
        return care_cli_store_failed(NAME, error);
    code = options->customer != NULL ? care_cli_customer(NAME, reader, options->customer, &key)
                                     : CARE_EXIT_DONE;
    if (code != CARE_EXIT_DONE)
        return code;
    if (options->customer != NULL && key == NULL)
        return care_cli_failed(NAME, _("the store knows no customer of that name; purple-care "
                                       "customers lists them"));
    return write_rows(reader, what, options, key, is_json);
}

int
care_cmd_export(int argc, char **argv)
{
    g_auto(Options) options = {0};
    const GOptionEntry entries[] = {
        {"what", 'w', 0, G_OPTION_ARG_STRING, &options.what, N_("chats, answers or ledger"),
         N_("WHAT")},
        {"customer", 'c', 0, G_OPTION_ARG_STRING, &options.customer,
         N_("Only what is kept of this customer, with their own words"), N_("CUSTOMER")},
        {"format", 'f', 0, G_OPTION_ARG_STRING, &options.format, N_("csv (the default) or json"),
         N_("FORMAT")},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         N_("Write to this file, readable by you alone; - is standard output"), N_("FILE")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.stores,
         N_("The store (~/.purple/care/care.db)"), N_("FILE")},
        {0},
    };

    if (!care_cli_parse(NULL,
                        _("Writes out every ended chat, every rating with its words, or the "
                          "ledger.\n"
                          "Chats as CSV are what purple-care import takes in.\n"
                          "\n"
                          "Examples:\n"
                          "  purple-care export --what chats -o chats.csv\n"
                          "  purple-care export --what answers --customer anna@example.org "
                          "--format json"),
                        entries, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
    return export(&options);
}
