/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care report: what a period's chats say, for a lead to read or a program to parse. */
#include "care-cli-names.h"
#include "care-cli.h"
#include "care-report-aside.h"
#include "care-report-folder.h"
#include "care-stores.h"
#include <purple-care/report-figures.h>
#include <string.h>

#define NAME "report"

typedef struct {
    char *period, *quarter, *rolling, *from, *to, *zone;
    char *agent, *protocol, *by, *format, *output, *folder;
    char *compare, *sector;
    char **stores;
    gboolean recount, verbose;
} Options;

static void
options_clear(Options *options)
{
    char **const texts[] = {
        &options->period, &options->quarter, &options->rolling,  &options->from,   &options->to,
        &options->zone,   &options->agent,   &options->protocol, &options->format, &options->output,
        &options->by,     &options->compare, &options->sector,   &options->folder};

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_clear_pointer(texts[i], g_free);
    g_clear_pointer(&options->stores, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse(Options *options, int *argc, char ***argv)
{
    const GOptionEntry entries[] = {
        {"period", 0, 0, G_OPTION_ARG_STRING, &options->period,
         N_("quarter (this one), last-quarter, 90d, year or all"), N_("PERIOD")},
        {"quarter", 0, 0, G_OPTION_ARG_STRING, &options->quarter, N_("A calendar quarter"),
         "2025-Q1"},
        {"rolling", 0, 0, G_OPTION_ARG_STRING, &options->rolling, N_("The 90 days before a time"),
         N_("TIME")},
        {"from", 0, 0, G_OPTION_ARG_STRING, &options->from, N_("From this day or time on"),
         N_("TIME")},
        {"to", 0, 0, G_OPTION_ARG_STRING, &options->to, N_("To before this day or time (now)"),
         N_("TIME")},
        {"tz", 0, 0, G_OPTION_ARG_STRING, &options->zone,
         N_("Time zone: UTC, +HH:MM or a name (the desk's)"), N_("ZONE")},
        {"agent", 0, 0, G_OPTION_ARG_STRING, &options->agent, N_("Only this agent"), N_("NAME")},
        {"protocol", 0, 0, G_OPTION_ARG_STRING, &options->protocol,
         N_("Only this protocol, like xmpp"), N_("NAME")},
        {"by", 0, 0, G_OPTION_ARG_STRING, &options->by,
         N_("Break down by agent, item, protocol, week, quarter, language, hour or "
            "customer"),
         N_("WHAT")},
        {"format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_("text, json, csv or html"),
         N_("FORMAT")},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
         N_("Write to a file; - is standard output"), N_("FILE")},
        {"folder", 0, 0, G_OPTION_ARG_FILENAME, &options->folder,
         N_("Write a quarter that is over into this folder, as HTML, JSON and CSV"), N_("DIR")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->stores,
         N_("The store (~/.purple/care/care.db); give it again to add stores up"), N_("FILE")},
        {"verbose", 'v', 0, G_OPTION_ARG_NONE, &options->verbose,
         N_("Name everybody who stands in several stores"), NULL},
        {"recount", 0, 0, G_OPTION_ARG_NONE, &options->recount,
         N_("Count chats one by one instead of using the kept sums"), NULL},
        {"compare", 0, 0, G_OPTION_ARG_STRING, &options->compare,
         N_("With a period, as 2025-Q1 or previous, or a report's JSON file"), N_("PERIOD")},
        {"sector", 0, 0, G_OPTION_ARG_STRING, &options->sector,
         N_("With a sector's published figure, as banks"), N_("NAME")},
        {0},
    };

    return care_cli_parse(
        NULL,
        _("Shows the empathy score, who answered, what became of every ended chat, and how all\n"
          "this goes by quarter, follow-up item and agent.\n"
          "\n"
          "Examples:\n"
          "  purple-care report\n"
          "  purple-care report --quarter 2025-Q1 --tz Europe/Berlin\n"
          "  purple-care report --period 90d --by week\n"
          "  purple-care report --period last-quarter --compare previous --sector banks\n"
          "  purple-care report --period all --format json -o report.json\n"
          "  purple-care report --period last-quarter --format html -o report.html"),
        entries, argc, argv);
}

/* What options ask for twice; FALSE after an error line. */
static gboolean
check(const Options *options, int argc, char **argv)
{
    const guint periods = (options->period != NULL) + (options->quarter != NULL) +
                          (options->rolling != NULL) +
                          (options->from != NULL || options->to != NULL);

    if (argc > 1) {
        care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
        return FALSE;
    }
    if (periods > 1) {
        care_cli_usage(NAME, _("give one of --period, --quarter, --rolling, or --from with --to"));
        return FALSE;
    }
    if (options->to != NULL && options->from == NULL) {
        care_cli_usage(NAME, _("--to needs --from"));
        return FALSE;
    }
    if (options->folder != NULL &&
        (options->output != NULL || options->format != NULL || options->by != NULL ||
         options->agent != NULL || options->protocol != NULL)) {
        care_cli_usage(NAME, _("--folder keeps whole reports: leave out -o, --format, --by, "
                               "--agent and --protocol"));
        return FALSE;
    }
    return TRUE;
}

static gboolean
find_period(const Options *options, GTimeZone *zone, gint64 now_ms, CarePeriod *out_period)
{
    const char *option, *value;
    g_autoptr(GError) error = NULL;
    gboolean is_found;

    if (options->quarter != NULL) {
        option = "--quarter", value = options->quarter;
        is_found = care_period_quarter(value, zone, out_period, &error);
    } else if (options->rolling != NULL) {
        option = "--rolling", value = options->rolling;
        is_found = care_period_rolling(value, zone, out_period, &error);
    } else if (options->from != NULL) {
        g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(now_ms / 1000 + 1);
        g_autofree char *until = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");

        option = options->to != NULL ? "--from, --to" : "--from", value = options->from;
        is_found = care_period_between(value, options->to != NULL ? options->to : until, zone,
                                       out_period, &error);
    } else {
        return care_report_period(NAME, "--period",
                                  options->period != NULL ? options->period : "quarter", zone,
                                  now_ms, out_period);
    }
    if (!is_found)
        care_cli_usage(NAME, "%s \"%s\": %s", option, value, error->message);
    return is_found;
}

/* FALSE after an error line. */
static gboolean
find_breakdown(const char *by, CareReportBy *out_by)
{
    static const char *const names[] = {"agent",    "item", "protocol", "week", "quarter",
                                        "language", "hour", "customer", NULL};
    const char *nearest;

    *out_by = CARE_BY_USUAL;
    for (guint i = 0; by != NULL && names[i] != NULL; i++) {
        if (strcmp(by, names[i]) == 0)
            *out_by = CARE_BY_AGENT + i;
    }
    if (by == NULL || *out_by != CARE_BY_USUAL)
        return TRUE;
    nearest = care_cli_nearest(by, names);
    if (nearest != NULL)
        care_cli_usage(NAME, _("%s \"%s\": did you mean \"%s\"?"), "--by", by, nearest);
    else
        care_cli_usage(NAME,
                       _("--by \"%s\": unknown; use agent, item, protocol, week, quarter, "
                         "language, hour or customer"),
                       by);
    return FALSE;
}

static CareCubeFilter
filter_of(const Options *options, const CarePeriod *period)
{
    return (CareCubeFilter){.from_ms = period->from_ms,
                            .to_ms = period->to_ms,
                            .agent = options->agent,
                            .protocol = options->protocol,
                            .recount = options->recount};
}

/* FALSE after an error line. */
static gboolean
read_store(char **paths, const Options *options, const CarePeriod *period, GTimeZone *zone,
           gboolean by_week, CareReportBy by, CareFigures *out_read)
{
    g_autoptr(CareSettings) settings = care_cli_settings(NULL, NULL);
    const CareFiguresAsk ask = {.filter = filter_of(options, period),
                                .zone = zone,
                                .now_ms = g_get_real_time() / 1000,
                                .by_week = by_week,
                                .by = by,
                                .hides_words = !settings->show.comment};
    g_autoptr(GError) error = NULL;
    g_autoptr(CareReader) reader = care_stores_open(NAME, paths);

    if (reader == NULL)
        return FALSE;
    if (!care_figures_read(&care_store_source, reader, &ask, out_read, &error)) {
        if (error->domain == CARE_PERIOD_ERROR)
            care_cli_failed(NAME, "%s", error->message);
        else
            care_cli_store_failed(NAME, error);
        return FALSE;
    }
    if (out_read->cube->rows->len == 0 && (options->agent != NULL || options->protocol != NULL))
        care_cli_note_missing(NAME, reader, options->agent, options->protocol);
    return care_stores_note(NAME, reader, options->verbose);
}

/* What to compare with is a count, no whole report. (transfer full); NULL after an error line. */
static CareCube *
count_store(char **paths, const Options *options, const CarePeriod *period)
{
    const CareCubeFilter filter = filter_of(options, period);
    g_autoptr(GError) error = NULL;
    g_autoptr(CareReader) reader = care_stores_open(NAME, paths);
    CareCube *cube;

    if (reader == NULL)
        return NULL;
    cube = care_reader_hold(reader, &error) ? care_reader_count(reader, &filter, &error) : NULL;
    if (cube == NULL) {
        care_cli_store_failed(NAME, error);
        return NULL;
    }
    cube->scale = care_cube_main_scale(cube);
    return cube;
}

/* What the report is to be compared with. (transfer full); *out_other is NULL where nothing is.
 * FALSE after an error line. */
static gboolean
find_other(char **paths, const Options *options, const CarePeriod *compared, GTimeZone *zone,
           CareOther **out_other)
{
    g_autoptr(CareCube) cube = NULL;
    g_autofree char *name = NULL;

    *out_other = NULL;
    if (options->compare == NULL)
        return TRUE;
    if (care_report_is_file(options->compare)) {
        *out_other = care_report_read_other(NAME, options->compare);
        return *out_other != NULL;
    }
    cube = count_store(paths, options, compared);
    if (cube == NULL)
        return FALSE;
    name = care_report_period_name(compared, zone);
    *out_other = care_other_of_cube(name, cube, g_strcmp0(compared->kind, "all") == 0,
                                    options->agent, options->protocol);
    return TRUE;
}

typedef char *(*FormatFunc)(const CareReportData *data, const CareReportOptions *options);

/* NULL after an error line. */
static FormatFunc
find_format(const char *name)
{
    static const struct {
        const char *name;
        FormatFunc make;
    } formats[] = {{"text", care_report_text},
                   {"json", care_report_json},
                   {"csv", care_report_csv},
                   {"html", care_report_html}};

    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (name == NULL || strcmp(name, formats[i].name) == 0)
            return formats[i].make;
    }
    care_cli_usage(NAME, _("unknown format \"%s\"; use text, json, csv or html"), name);
    return NULL;
}

/* A page has room for weeks beside the quarters where the period is a short one. */
static gboolean
wants_weeks(const CareReportOptions *report, FormatFunc make, const CarePeriod *period)
{
    return report->by == CARE_BY_WEEK ||
           (make == care_report_html && care_report_page_has_weeks(period));
}

/* For whom the text is made, and what for. */
static void
lay_out(const Options *options, CareReportOptions *report)
{
    const gboolean is_file = options->output != NULL && strcmp(options->output, "-") != 0;

    report->colour = options->output == NULL && care_cli_has_colour();
    report->columns = is_file ? 0 : care_cli_columns();
    report->whole_blocks = !is_file && !g_get_charset(NULL);
    report->agent = options->agent;
    report->protocol = options->protocol;
}

static int
print_report(const Options *options, GTimeZone *zone, const CarePeriod *period,
             const CarePeriod *compared, gint64 now_ms)
{
    CareReportOptions report = {
        .kind = period->kind, .timezone = g_time_zone_get_identifier(zone), .now_ms = now_ms};
    g_auto(GStrv) paths = care_stores_find(NAME, options->stores);
    const char *format = options->folder != NULL ? "html" : options->format;
    const FormatFunc make = paths != NULL ? find_format(format) : NULL;
    g_auto(CareFigures) read = {0};
    g_autoptr(CareOther) other = NULL;
    g_autofree char *text = NULL;
    const CareSector *sector;

    if (make == NULL || !find_breakdown(options->by, &report.by) ||
        !care_report_sector(NAME, options->sector, &sector))
        return CARE_EXIT_USAGE;
    if (care_stores_hold(options->output, paths))
        return care_cli_usage(NAME, _("-o names the store itself, or a file that belongs to it"));
    if (!read_store(paths, options, period, zone, wants_weeks(&report, make, period), report.by,
                    &read) ||
        !find_other(paths, options, compared, zone, &other))
        return CARE_EXIT_FAILED;
    lay_out(options, &report);
    CareReportData data = care_figures_data(&read);

    data.other = other;
    data.sector = sector;
    if (options->folder != NULL)
        return care_report_folder_write(NAME, options->folder, &data, &report, period, zone);
    text = make(&data, &report);
    return care_cli_write(NAME, options->output, text, make == care_report_text);
}

int
care_cmd_report(int argc, char **argv)
{
    const gint64 now_ms = g_get_real_time() / 1000;
    g_auto(Options) options = {0};
    g_autoptr(GTimeZone) zone = NULL;
    CarePeriod period, compared = {0};

    if (!parse(&options, &argc, &argv) || !check(&options, argc, argv))
        return CARE_EXIT_USAGE;
    zone = care_cli_zone(NAME, options.zone);
    if (zone == NULL)
        return CARE_EXIT_USAGE;
    if (!find_period(&options, zone, now_ms, &period) ||
        (options.folder != NULL && !care_report_folder_takes(NAME, &period, now_ms)))
        return CARE_EXIT_USAGE;
    if (options.compare != NULL && !care_report_is_file(options.compare) &&
        !care_report_compared(NAME, options.compare, &period, zone, now_ms, &compared))
        return CARE_EXIT_USAGE;
    return print_report(&options, zone, &period, &compared, now_ms);
}
