/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care customers: of whom something is kept, and what they wished. */
#include "care-cell.h"
#include "care-cli.h"
#include "care-export.h"
#include "care-stores.h"
#include <purple-care/report.h>
#include <purple-care/store-admin.h>
#include <string.h>

#define NAME "customers"
#define HEADING                                                                                  \
    "customer,chats,asked,answered,last_chat,last_asked,last_rating,private,opted_out,language," \
    "first_seen,name,note"

typedef struct {
    char *format, *match, *output;
    char **stores;
} Options;

static void
options_clear(Options *options)
{
    g_free(options->format);
    g_free(options->match);
    g_free(options->output);
    g_strfreev(options->stores);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

typedef struct {
    const char *match; /* folded; NULL: all */
    CareExport *out;   /* NULL: as text */
    CareStream *text;
    GTimeZone *zone;
    gboolean is_several; /* stores */
    guint64 shown, others;
} List;

static gboolean
matches(const List *list, const char *key)
{
    g_autofree char *folded = list->match != NULL ? g_utf8_casefold(key, -1) : NULL;

    return folded == NULL || strstr(folded, list->match) != NULL;
}

static gboolean
write_fields(const List *list, const CareCustomerRow *row)
{
    g_autofree char *chat = row->last_chat_ms > 0 ? care_cell_time(row->last_chat_ms) : NULL;
    g_autofree char *asked = row->last_asked_ms > 0 ? care_cell_time(row->last_asked_ms) : NULL;
    g_autofree char *opted = row->opted_out_ms > 0 ? care_cell_time(row->opted_out_ms) : NULL;
    g_autofree char *first = care_cell_time(row->created_ms);
    const CareField fields[] = {
        CARE_FIELD_OF_TEXT("customer", row->key),
        CARE_FIELD_OF_NUMBER("chats", (gint64)row->chats),
        CARE_FIELD_OF_NUMBER("asked", (gint64)row->asked),
        CARE_FIELD_OF_NUMBER("answered", (gint64)row->answered),
        CARE_FIELD_OF_TEXT("last_chat", chat),
        CARE_FIELD_OF_TEXT("last_asked", asked),
        CARE_FIELD_MAYBE("last_rating", row->answered > 0, row->last_rating),
        CARE_FIELD_OF_FLAG("private", row->is_private),
        CARE_FIELD_OF_TEXT("opted_out", opted),
        CARE_FIELD_OF_TEXT("language", row->language),
        CARE_FIELD_OF_TEXT("first_seen", first),
        CARE_FIELD_OF_TEXT("name", row->name),
        CARE_FIELD_OF_TEXT("note", row->note),
        CARE_FIELD_OF_NUMBER("stores", row->stores),
    };

    return care_export_row(list->out, fields, G_N_ELEMENTS(fields) - !list->is_several);
}

typedef struct {
    guint columns; /* at least */
    gboolean is_number;
} Column;

static const Column columns[] = {{32, FALSE}, {6, TRUE},  {6, TRUE},   {9, TRUE}, {10, FALSE},
                                 {6, TRUE},   {8, FALSE}, {10, FALSE}, {0, FALSE}};

/* What is wider than its column moves the rest to the right. */
static gboolean
say(const List *list, const char *const cells[G_N_ELEMENTS(columns)])
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_autofree char *safe = care_report_safe(cells[i]);

        g_string_append(line, i == 0                                             ? ""
                              : columns[i].is_number && columns[i - 1].is_number ? " "
                                                                                 : "  ");
        care_report_pad(line, safe, columns[i].columns, columns[i].is_number);
    }
    g_string_append_c(line, '\n');
    return care_stream_write(list->text, line->str, line->len);
}

/* (transfer full): what they wished, "-" for nothing. */
static char *
wishes_of(const CareCustomerRow *row)
{
    if (row->is_private && row->opted_out_ms > 0)
        return g_strdup(_("private, no questions"));
    if (row->is_private)
        return g_strdup(_("private"));
    return g_strdup(row->opted_out_ms > 0 ? _("no questions") : "-");
}

/* What agents noted: that there is such a thing, not what. */
static const char *
noted_of(const CareCustomerRow *row)
{
    if (row->name != NULL && row->note != NULL)
        return _("name, note");
    if (row->name != NULL)
        return _("name");
    return row->note != NULL ? _("note") : "-";
}

static char *
day_of(gint64 at_ms, GTimeZone *zone)
{
    g_autoptr(GDateTime) utc = at_ms > 0 ? g_date_time_new_from_unix_utc(at_ms / 1000) : NULL;
    g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;

    return local != NULL ? g_date_time_format(local, "%Y-%m-%d") : g_strdup("-");
}

static gboolean
write_line(const List *list, const CareCustomerRow *row)
{
    g_autofree char *day = day_of(row->last_chat_ms, list->zone), *wishes = wishes_of(row),
                    *chats = g_strdup_printf("%" G_GUINT64_FORMAT, row->chats),
                    *asked = g_strdup_printf("%" G_GUINT64_FORMAT, row->asked),
                    *answered = g_strdup_printf("%" G_GUINT64_FORMAT, row->answered),
                    *rating =
                        row->answered > 0 ? g_strdup_printf("%d", row->last_rating) : g_strdup("-");
    const char *const cells[] = {row->key,
                                 chats,
                                 asked,
                                 answered,
                                 day,
                                 rating,
                                 row->language != NULL ? row->language : "-",
                                 noted_of(row),
                                 wishes};

    return say(list, cells);
}

static gboolean
show(const CareCustomerRow *row, gpointer data)
{
    List *list = data;

    if (!matches(list, row->key)) {
        list->others++;
        return TRUE;
    }
    if (list->out != NULL)
        return write_fields(list, row);
    if (list->shown++ == 0) {
        const char *const heads[] = {_("customer"), _("chats"),     _("asked"),
                                     _("answered"), _("last chat"), _("rating"),
                                     _("language"), _("noted"),     _("wishes")};

        say(list, heads);
    }
    return write_line(list, row);
}

static int
finish_text(List *list, gboolean is_read)
{
    g_autoptr(CareStream) text = g_steal_pointer(&list->text);
    const char *nobody = list->others > 0 ? _("No customer is called so.\n")
                                          : _("Nobody is known yet: a customer is, once a chat "
                                              "with them has begun.\n");

    if (!is_read)
        return CARE_EXIT_FAILED;
    if (list->shown == 0)
        care_stream_write(text, nobody, strlen(nobody));
    return care_stream_finish(g_steal_pointer(&text));
}

/* As CSV, JSON or (@out FALSE) text. */
static int
list_all(CareReader *reader, const Options *options, gboolean out)
{
    g_autofree char *match = options->match != NULL ? g_utf8_casefold(options->match, -1) : NULL;
    g_autoptr(GTimeZone) zone = care_cli_zone(NAME, NULL);
    g_autoptr(GError) error = NULL;
    List list = {.match = match, .zone = zone, .is_several = care_reader_n_stores(reader) > 1};
    gboolean is_read;
    int code;

    if (out)
        list.out =
            care_export_new(NAME, options->output, strcmp(options->format, "json") == 0,
                            "customers", list.is_several ? HEADING ",stores\n" : HEADING "\n");
    else
        list.text = care_stream_open(NAME, options->output);
    if (list.out == NULL && list.text == NULL)
        return CARE_EXIT_FAILED;
    is_read = care_reader_each_customer(reader, show, &list, &error);
    code = out ? care_export_finish(list.out, is_read) : finish_text(&list, is_read);
    return is_read ? code : care_cli_store_failed(NAME, error);
}

static int
run(const Options *options)
{
    static const char *const formats[] = {"text", "csv", "json", NULL};
    const gboolean is_text = options->format == NULL || strcmp(options->format, "text") == 0;
    g_auto(GStrv) paths = NULL;
    g_autoptr(CareReader) reader = NULL;

    if (options->format != NULL && !g_strv_contains(formats, options->format))
        return care_cli_usage(NAME, _("unknown format \"%s\"; use text, csv or json"),
                              options->format);
    if (options->match != NULL && !g_utf8_validate(options->match, -1, NULL))
        return care_cli_usage(NAME, _("--match is not valid UTF-8"));
    paths = care_stores_find(NAME, options->stores);
    if (paths == NULL)
        return CARE_EXIT_USAGE;
    if (care_stores_hold(options->output, paths))
        return care_cli_usage(NAME, _("-o names the store itself, or a file that belongs to it"));
    reader = care_stores_open(NAME, paths);
    if (reader == NULL || !care_stores_note(NAME, reader, FALSE))
        return CARE_EXIT_FAILED;
    return list_all(reader, options, !is_text);
}

int
care_cmd_customers(int argc, char **argv)
{
    g_auto(Options) options = {0};
    const GOptionEntry entries[] = {
        {"match", 'm', 0, G_OPTION_ARG_STRING, &options.match,
         N_("Only those whose address holds this text"), N_("TEXT")},
        {"format", 'f', 0, G_OPTION_ARG_STRING, &options.format, N_("text, csv or json"),
         N_("FORMAT")},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         N_("Write to this file, readable by you alone; - is standard output"), N_("FILE")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.stores,
         N_("The store (~/.purple/care/care.db); again: several, added up"), N_("FILE")},
        {0},
    };

    if (!care_cli_parse(NULL,
                        _("Lists of whom something is kept: chats, questions, answers, the last "
                          "rating, whether agents noted something, and what they wished; CSV and "
                          "JSON hold the notes, too.\n"
                          "\n"
                          "Examples:\n"
                          "  purple-care customers\n"
                          "  purple-care customers --match example.org --format csv"),
                        entries, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(NAME, _("\"%s\" is not expected here; --match TEXT looks for one"),
                              argv[1]);
    return run(&options);
}
