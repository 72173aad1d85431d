/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care report: what a period's chats say, for a lead to read or a program to parse. */
#include "care-cli.h"
#include <purple-care/report.h>
#include <string.h>

#define NAME        "report"
#define NAMES_SHOWN 20

typedef struct {
    char *period, *quarter, *rolling, *from, *to, *zone;
    char *agent, *protocol, *format, *output;
    char *by, *compare, *sector; /* of a later version: known, so that the answer is clear */
    char **stores;
} Options;

static void
options_clear(Options *options)
{
    char **const texts[] = {
        &options->period, &options->quarter, &options->rolling,  &options->from,   &options->to,
        &options->zone,   &options->agent,   &options->protocol, &options->format, &options->output,
        &options->by,     &options->compare, &options->sector};

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
        {"format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_("text or json"), N_("FORMAT")},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
         N_("Write to a file; - is standard output"), N_("FILE")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->stores,
         N_("The store (~/.purple/care/care.db)"), N_("FILE")},
        {"by", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options->by, NULL, NULL},
        {"compare", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options->compare, NULL, NULL},
        {"sector", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options->sector, NULL, NULL},
        {0},
    };

    return care_cli_parse(
        NULL,
        _("Shows the empathy score, who answered, and what became of every ended chat.\n"
          "\n"
          "Examples:\n"
          "  purple-care report\n"
          "  purple-care report --quarter 2025-Q1 --tz Europe/Berlin\n"
          "  purple-care report --period all --format json -o report.json"),
        entries, argc, argv);
}

/* What options ask for twice, or this version can't do; FALSE after an error line. */
static gboolean
check(const Options *options, int argc, char **argv)
{
    const struct {
        const char *name, *value;
    } later[] = {
        {"--by", options->by}, {"--compare", options->compare}, {"--sector", options->sector}};
    const guint periods = (options->period != NULL) + (options->quarter != NULL) +
                          (options->rolling != NULL) +
                          (options->from != NULL || options->to != NULL);

    if (argc > 1) {
        care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
        return FALSE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(later); i++) {
        if (later[i].value != NULL) {
            care_cli_usage(NAME, _("%s is not in this version"), later[i].name);
            return FALSE;
        }
    }
    if (periods > 1) {
        care_cli_usage(NAME, _("give one of --period, --quarter, --rolling, or --from with --to"));
        return FALSE;
    }
    if (options->to != NULL && options->from == NULL) {
        care_cli_usage(NAME, _("--to needs --from"));
        return FALSE;
    }
    return TRUE;
}

static gboolean
find_period(const Options *options, GTimeZone *zone, gint64 now_ms, CarePeriod *out_period)
{
    static const char *const names[] = {"quarter", "last-quarter", "90d", "year", "all", NULL};
    const char *option, *value, *nearest = NULL;
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
        option = "--period", value = options->period != NULL ? options->period : "quarter";
        is_found = care_period_named(value, zone, now_ms, out_period, &error);
        nearest = is_found ? NULL : care_cli_nearest(value, names);
    }
    if (nearest != NULL)
        care_cli_usage(NAME, _("%s \"%s\": did you mean \"%s\"?"), option, value, nearest);
    else if (!is_found)
        care_cli_usage(NAME, "%s \"%s\": %s", option, value, error->message);
    return is_found;
}

static CareCube *
count(const char *path, const CareCubeFilter *filter, GError **error)
{
    g_autoptr(CareReader) reader = care_reader_open(path, error);

    return reader != NULL ? care_reader_count(reader, filter, error) : NULL;
}

/* "anna, bruno"; a long list is cut. (transfer full) */
static char *
join(char **names)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < NAMES_SHOWN && names[i] != NULL; i++)
        g_string_append_printf(list, "%s%s", i > 0 ? ", " : "", names[i]);
    if (g_strv_length(names) > NAMES_SHOWN)
        g_string_append(list, ", ...");
    return g_string_free(g_steal_pointer(&list), FALSE);
}

/* The protocols in @cube, each once. (transfer full) */
static char **
protocols_of(const CareCube *cube)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (guint i = 0; i < cube->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);

        if (!g_ptr_array_find_with_equal_func(names, row->protocol, g_str_equal, NULL))
            g_ptr_array_add(names, row->protocol);
    }
    g_ptr_array_add(names, NULL);
    return g_strdupv((char **)names->pdata);
}

/* A name that is in no chat at all is a slip: the report then is empty for another reason than it
 * seems. */
static void
note_missing(const char *path, const Options *options)
{
    g_autoptr(CareCube) all = NULL;
    g_auto(GStrv) agents = NULL;
    g_auto(GStrv) protocols = NULL;

    if (options->agent == NULL && options->protocol == NULL)
        return;
    all = count(path, &(CareCubeFilter){0}, NULL);
    if (all == NULL || all->rows->len == 0)
        return; /* the report says that there is nothing yet */
    agents = care_cube_agents(all);
    protocols = protocols_of(all);
    if (options->agent != NULL && !g_strv_contains((const char *const *)agents, options->agent)) {
        g_autofree char *names = join(agents);
        care_cli_note(NAME, _("no chat is of an agent named \"%s\"; there are: %s"), options->agent,
                      names);
    }
    if (options->protocol != NULL &&
        !g_strv_contains((const char *const *)protocols, options->protocol)) {
        g_autofree char *names = join(protocols);
        care_cli_note(NAME, _("no chat is over a protocol named \"%s\"; there are: %s"),
                      options->protocol, names);
    }
}

static int
print_report(const Options *options, GTimeZone *zone, const CarePeriod *period, gint64 now_ms)
{
    const CareCubeFilter filter = {.from_ms = period->from_ms,
                                   .to_ms = period->to_ms,
                                   .agent = options->agent,
                                   .protocol = options->protocol};
    CareReportOptions report = {.kind = period->kind,
                                .timezone = g_time_zone_get_identifier(zone),
                                .now_ms = period->to_ms != 0 ? now_ms : 0};
    g_autofree char *path = care_cli_store(NAME, options->stores);
    g_autoptr(CareCube) cube = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    gboolean json;

    if (path == NULL || !care_cli_format(NAME, options->format, &json))
        return CARE_EXIT_USAGE;
    if (care_cli_is_stores(options->output, path))
        return care_cli_usage(NAME, _("-o names the store itself, or a file that belongs to it"));
    cube = count(path, &filter, &error);
    if (cube == NULL)
        return care_cli_store_failed(NAME, error);
    note_missing(path, options);
    report.colour = options->output == NULL && care_cli_has_colour();
    const CareReportData data = {.cube = cube};

    text = json ? care_report_json(&data, &report) : care_report_text(&data, &report);
    return care_cli_write(NAME, options->output, text, !json);
}

int
care_cmd_report(int argc, char **argv)
{
    const gint64 now_ms = g_get_real_time() / 1000;
    g_auto(Options) options = {0};
    g_autoptr(GTimeZone) zone = NULL;
    CarePeriod period;

    if (!parse(&options, &argc, &argv) || !check(&options, argc, argv))
        return CARE_EXIT_USAGE;
    zone = care_cli_zone(NAME, options.zone);
    if (zone == NULL)
        return CARE_EXIT_USAGE;
    if (!find_period(&options, zone, now_ms, &period))
        return CARE_EXIT_USAGE;
    return print_report(&options, zone, &period, now_ms);
}
