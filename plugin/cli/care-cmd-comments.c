/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care comments: what customers said, and that somebody saw to it. */
#include "care-cli-customer.h"
#include "care-cli-names.h"
#include "care-cli-period.h"
#include "care-comments-list.h"
#include "care-comments-mark.h"
#include "care-stores.h"
#include <string.h>

#define NAME "comments"

typedef struct {
    CarePeriodWords period;
    char *agent, *protocol, *customer, *format, *output, *note;
    char **stores;
    gboolean low, open, unread, mark_read, all;
} Options;

static void
options_clear(Options *options)
{
    care_period_words_clear(&options->period);
    g_free(options->agent);
    g_free(options->protocol);
    g_free(options->customer);
    g_free(options->format);
    g_free(options->output);
    g_free(options->note);
    g_strfreev(options->stores);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse(Options *options, int *argc, char ***argv)
{
    const GOptionEntry entries[] = {
        {"low", 0, 0, G_OPTION_ARG_NONE, &options->low, N_("Only marks of 1 and 2"), NULL},
        {"open", 0, 0, G_OPTION_ARG_NONE, &options->open,
         N_("Only marks of 1 and 2 that nobody has handled, those without words too"), NULL},
        {"unread", 0, 0, G_OPTION_ARG_NONE, &options->unread, N_("Only what nobody has read"),
         NULL},
        {"agent", 0, 0, G_OPTION_ARG_STRING, &options->agent, N_("Only this agent"), N_("NAME")},
        {"protocol", 0, 0, G_OPTION_ARG_STRING, &options->protocol,
         N_("Only this protocol, like xmpp"), N_("NAME")},
        {"customer", 0, 0, G_OPTION_ARG_STRING, &options->customer, N_("Only this customer"),
         N_("ADDRESS")},
        CARE_PERIOD_ENTRIES(options->period),
        {"mark-read", 0, 0, G_OPTION_ARG_NONE, &options->mark_read,
         N_("Mark as read what is listed"), NULL},
        {"all", 0, 0, G_OPTION_ARG_NONE, &options->all,
         N_("With read: all that the other options pick"), NULL},
        {"note", 0, 0, G_OPTION_ARG_STRING, &options->note, N_("With handled: what was done"),
         N_("TEXT")},
        {"format", 'f', 0, G_OPTION_ARG_STRING, &options->format, N_("text, csv or json"),
         N_("FORMAT")},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
         N_("Write to this file, readable by you alone; - is standard output"), N_("FILE")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->stores,
         N_("The store (~/.purple/care/care.db); again: a list of several"), N_("FILE")},
        {0},
    };

    return care_cli_parse(
        N_("[read|handled|theme|best|undo NUMBER... [THEME]]"),
        _("Lists what customers said, the unread first; nothing is read by being listed.\n"
          "\n"
          "Examples:\n"
          "  purple-care comments --unread --mark-read\n"
          "  purple-care comments --low --open\n"
          "  purple-care comments read 17 18          or read --all\n"
          "  purple-care comments handled 17 --note \"called back, refund sent\"\n"
          "  purple-care comments theme 17 18 waiting\n"
          "  purple-care comments best 23             a comment to a 5, shown to the team\n"
          "  purple-care comments undo 17             takes the last mark back"),
        entries, argc, argv);
}

typedef struct {
    CareExport *out;  /* NULL: as text */
    CareStream *text; /* NULL: not shown at all */
    char **stores;    /* NULL: there is one */
    GArray *ids;      /* of gint64: what was listed; NULL: nobody wants to know */
    CareCommentLook look;
    gboolean is_json;
    guint64 n, open;
} List;

static gboolean
show(const CareCommentRow *row, gpointer data)
{
    List *list = data;
    g_autofree char *lines = NULL;

    if (list->ids != NULL)
        g_array_append_val(list->ids, row->id);
    list->n++;
    list->open += row->is_open;
    list->look.store = list->stores != NULL ? list->stores[row->store] : NULL;
    if (list->out != NULL)
        return care_comments_row(list->out, list->is_json, row, list->look.store,
                                 list->look.is_masked);
    if (list->text == NULL)
        return TRUE;
    lines = care_comments_lines(row, &list->look);
    return care_stream_write(list->text, lines, strlen(lines));
}

static gboolean
hear_any(const CareCommentRow *row G_GNUC_UNUSED, gpointer data)
{
    *(gboolean *)data = TRUE;
    return FALSE;
}

/* Whether there is something to list, whatever was asked for. */
static gboolean
has_any(CareReader *reader)
{
    const CareCommentFilter words = {.newest = TRUE}, low = {.newest = TRUE, .low = TRUE};
    gboolean has = FALSE;

    return care_reader_each_comment(reader, &words, hear_any, &has, NULL) &&
           (has || care_reader_each_comment(reader, &low, hear_any, &has, NULL)) && has;
}

/* Low marks that came with their rating alone: no answer is stored that could be listed. */
static guint64
count_imported(CareReader *reader, const CareCommentFilter *filter)
{
    const CareCubeFilter chats = {.from_ms = filter->from_ms,
                                  .to_ms = filter->to_ms,
                                  .agent = filter->agent,
                                  .protocol = filter->protocol,
                                  .customer = filter->customer};
    g_autoptr(CareCube) cube = care_reader_count(reader, &chats, NULL);
    CareCommentCounts stored;
    CareCounts sum;
    CareTally tally;
    guint64 low;

    if (cube == NULL || !care_reader_count_comments(reader, filter, 0, &stored, NULL))
        return 0;
    sum = care_cube_sum(cube, NULL);
    care_counts_tally(&sum, CARE_SCALE_ASKED, &tally);
    low = tally.counts[0] + tally.counts[1];
    return low - MIN(low, stored.low);
}

static void
append_line(const List *list, const char *text)
{
    g_autofree char *wrapped = care_comments_wrapped(text, list->look.columns);

    care_stream_write(list->text, wrapped, strlen(wrapped));
}

static void
append_imported(const List *list, guint64 n)
{
    g_autofree char *text = g_strdup_printf(
        ngettext("%s%llu low mark was imported, so it is not in this list; purple-care export "
                 "--what chats has it.\n",
                 "%s%llu low marks were imported, so they are not in this list; purple-care "
                 "export --what chats has them.\n",
                 (gulong)n),
        list->n > 0 ? "\n" : "", (unsigned long long)n);

    if (n > 0)
        append_line(list, text);
}

/* What a lead could do next; @filter: what was asked for. */
static void
append_end(const List *list, CareReader *reader, const CareCommentFilter *filter)
{
    const char *text = "";

    if (list->n == 0 && filter->open)
        text = _("No low mark is waiting to be handled.\n");
    else if (list->n == 0 && filter->unread)
        text = _("All is read.\n");
    else if (list->n == 0 && has_any(reader))
        text = _("Nothing that was said is among what was asked for; purple-care comments without "
                 "options lists all.\n");
    else if (list->n == 0 && filter->low)
        text = _("No low mark is here to be listed.\n");
    else if (list->n == 0)
        text = _("No customer has said anything here yet.\n");
    else if (list->open > 0 && list->stores != NULL)
        text = _("\nNext: purple-care comments handled NUMBER --note TEXT --store FILE, once it is "
                 "made good\n");
    else if (list->open > 0)
        text = _("\nNext: purple-care comments handled NUMBER --note TEXT, once it is made good\n");
    append_line(list, text);
    if (filter->low || filter->open)
        append_imported(list, count_imported(reader, filter));
}

static int
finish(List *list, CareReader *reader, const CareCommentFilter *filter, gboolean is_read)
{
    if (list->out != NULL)
        return care_export_finish(list->out, is_read);
    if (list->text == NULL)
        return CARE_EXIT_DONE;
    if (!is_read) {
        care_stream_drop(list->text);
        return CARE_EXIT_FAILED;
    }
    append_end(list, reader, filter);
    return care_stream_finish(list->text);
}

/* Shows all that passes, or only finds it where @list has no way out. */
static int
list_all(CareReader *reader, const CareCommentFilter *filter, List *list)
{
    g_autoptr(GError) error = NULL;
    const gboolean is_read = care_reader_each_comment(reader, filter, show, list, &error);
    const int code = finish(list, reader, filter, is_read);

    if (is_read && list->n == 0 && (filter->agent != NULL || filter->protocol != NULL))
        care_cli_note_missing(NAME, reader, filter->agent, filter->protocol);
    return is_read ? code : care_cli_store_failed(NAME, error);
}

static gboolean
open_output(const Options *options, List *list)
{
    const gboolean is_file = options->output != NULL && strcmp(options->output, "-") != 0;
    g_autoptr(CareSettings) settings = care_cli_settings(NULL, NULL);

    list->is_json = g_strcmp0(options->format, "json") == 0;
    list->look.is_masked = !settings->show.comment && options->customer == NULL;
    list->look.columns = is_file ? 80 : care_cli_columns();
    list->look.colour = !is_file && care_cli_has_colour();
    if (options->format == NULL || strcmp(options->format, "text") == 0)
        list->text = care_stream_open(NAME, options->output);
    else
        list->out = care_export_new(NAME, options->output, list->is_json, "comments",
                                    list->stores != NULL ? CARE_COMMENTS_COLUMNS ",store\n"
                                                         : CARE_COMMENTS_COLUMNS "\n");
    return list->text != NULL || list->out != NULL;
}

/* FALSE after an error line, with the exit code. */
static gboolean
find_filter(const Options *options, CareReader *reader, CareCommentFilter *filter, char **out_key,
            GTimeZone **out_zone, int *out_code)
{
    const CarePeriodWords *words = &options->period;
    const gboolean has_period = words->period != NULL || words->quarter != NULL ||
                                words->rolling != NULL || words->from != NULL || words->to != NULL;
    CarePeriod period = {0};

    *out_code = CARE_EXIT_USAGE;
    if (has_period) {
        if (!care_period_words_find(words, NAME, g_get_real_time() / 1000, out_zone, &period))
            return FALSE;
    } else {
        *out_zone = care_cli_zone(NAME, words->zone);
        if (*out_zone == NULL)
            return FALSE;
    }
    if (options->customer != NULL) {
        *out_code = care_cli_customer(NAME, reader, options->customer, out_key);
        if (*out_code == CARE_EXIT_DONE && *out_key == NULL)
            *out_code = care_cli_failed(NAME, _("the store knows no customer of that name"));
        if (*out_code != CARE_EXIT_DONE)
            return FALSE;
    }
    *filter = (CareCommentFilter){.from_ms = period.from_ms,
                                  .to_ms = period.to_ms,
                                  .agent = options->agent,
                                  .protocol = options->protocol,
                                  .customer = *out_key,
                                  .low = options->low,
                                  .open = options->open,
                                  .unread = options->unread};
    return TRUE;
}

/* Finds and, unless @is_quiet, shows what the options pick; the numbers go to @ids (nullable). */
static int
find(const Options *options, char **paths, gboolean is_quiet, GArray *ids)
{
    g_autoptr(CareReader) reader = care_stores_open(NAME, paths);
    g_autoptr(GTimeZone) zone = NULL;
    g_autofree char *key = NULL;
    CareCommentFilter filter;
    List list = {.ids = ids, .stores = paths[1] != NULL ? paths : NULL};
    int code;

    if (reader == NULL)
        return CARE_EXIT_FAILED;
    if (!find_filter(options, reader, &filter, &key, &zone, &code))
        return code;
    if (!care_stores_note(NAME, reader, FALSE))
        return CARE_EXIT_FAILED;
    list.look.zone = zone;
    if (is_quiet)
        filter.unread = TRUE;
    else if (!open_output(options, &list))
        return CARE_EXIT_FAILED;
    return list_all(reader, &filter, &list);
}

static int
list(const Options *options, char **paths, const char *by)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    const int code = find(options, paths, FALSE, options->mark_read ? ids : NULL);

    if (code != CARE_EXIT_DONE || ids->len == 0)
        return code;
    return care_comments_mark(paths[0], CARE_MARK_READ, NULL, by, ids, TRUE);
}

/* @words: what stands after the kind of mark */
static int
mark(const Options *options, char **paths, CareMarkKind kind, const char *by, char *const *words,
     gsize n)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    const gboolean is_theme = kind == CARE_MARK_THEME;
    const char *text = is_theme && n > 0 ? words[n - 1] : options->note;

    if (options->all) {
        const int code = find(options, paths, TRUE, ids);

        if (code != CARE_EXIT_DONE)
            return code;
        if (ids->len == 0)
            return care_cli_write(NAME, NULL, _("All is read.\n"), TRUE);
    } else if (n < (is_theme ? 2 : 1)) {
        return care_cli_usage(NAME, is_theme
                                        ? _("theme needs numbers of comments, and the theme last")
                                        : _("which? Give the numbers of comments"));
    } else if (!care_comments_ids(words, is_theme ? n - 1 : n, ids)) {
        return CARE_EXIT_USAGE;
    }
    return care_comments_mark(paths[0], kind, text, by, ids, FALSE);
}

/* FALSE after an error line. */
static gboolean
check(const Options *options, gboolean is_mark, CareMarkKind kind, int n_words)
{
    static const char *const formats[] = {"text", "csv", "json", NULL};

    if (options->format != NULL && !g_strv_contains(formats, options->format)) {
        care_cli_usage(NAME, _("unknown format \"%s\"; use text, csv or json"), options->format);
        return FALSE;
    }
    if (options->all && (!is_mark || kind != CARE_MARK_READ || n_words > 0)) {
        care_cli_usage(NAME, _("--all is for: comments read --all"));
        return FALSE;
    }
    if (options->note != NULL && (!is_mark || kind != CARE_MARK_HANDLED)) {
        care_cli_usage(NAME, _("--note is for: comments handled NUMBER --note TEXT"));
        return FALSE;
    }
    if (is_mark && (options->mark_read || options->output != NULL || options->format != NULL)) {
        care_cli_usage(NAME, _("--mark-read, --format and --output are for lists"));
        return FALSE;
    }
    return TRUE;
}

static int
refuse(const char *word)
{
    const char *nearest = care_cli_nearest(word, care_comments_marks());

    if (nearest != NULL)
        return care_cli_usage(NAME, _("unknown word \"%s\"; did you mean \"%s\"?"), word, nearest);
    return care_cli_usage(NAME, _("unknown word \"%s\"; use read, handled, theme, best or undo"),
                          word);
}

int
care_cmd_comments(int argc, char **argv)
{
    const char *by = g_get_user_name(); /* before root becomes the store's owner */
    g_auto(Options) options = {0};
    g_auto(GStrv) paths = NULL;
    CareMarkKind kind = CARE_MARK_READ;
    gboolean is_mark;

    if (!parse(&options, &argc, &argv))
        return CARE_EXIT_USAGE;
    is_mark = argc > 1 && care_comments_is_mark(argv[1], &kind);
    if (argc > 1 && !is_mark)
        return refuse(argv[1]);
    if (!check(&options, is_mark, kind, argc - 2))
        return CARE_EXIT_USAGE;
    paths = care_stores_find(NAME, options.stores);
    if (paths == NULL)
        return CARE_EXIT_USAGE;
    if (care_stores_hold(options.output, paths))
        return care_cli_usage(NAME, _("-o names the store itself, or a file that belongs to it"));
    if (paths[1] != NULL && (is_mark || options.mark_read))
        return care_cli_usage(NAME, _("each store numbers its own comments, so marks are for one; "
                                      "name one --store"));
    return is_mark ? mark(&options, paths, kind, by, argv + 2, (gsize)(argc - 2))
                   : list(&options, paths, by);
}
