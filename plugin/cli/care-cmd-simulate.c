/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care simulate: what a policy would have asked, before anybody is asked. */
#include "care-cli.h"
#include "care-report-aside.h"
#include "care-simulate.h"
#include "care-stores.h"
#include <purple-care/report.h>
#include <string.h>

#define NAME             CARE_SIMULATE_NAME
#define RESPONSE_ASSUMED 30 /* percent */
#define MEASURED_FROM    20 /* asked: fewer prove no rate */
#define SHAPE_FROM       10 /* answers: fewer are no distribution */

/* Of 100 answers on 1 to 5: a score of 78, as desks are that do their work. */
static const guint8 shape_assumed[CARE_RATINGS] = {5, 5, 10, 30, 50};

static const char about[] = N_(
    "Shows what a policy would have asked of the chats that are stored or imported, or of the\n"
    "logs that Pidgin and Finch keep, and why not of the others: by reason, agent and customer,\n"
    "with the answers, the interval and the time to see a change that it would bring. Reads\n"
    "only; nothing that anybody wrote is shown.\n"
    "\n"
    "Examples:\n"
    "  purple-care simulate\n"
    "  purple-care simulate --logs ~/.purple/logs --period 90d\n"
    "  purple-care simulate --policy new.conf --logs ~/.purple/logs --end explicit\n"
    "  purple-care simulate --policy new.conf --format json");

typedef struct {
    char *policy, *logs, *period, *quarter, *rolling, *from, *to, *zone, *end, *response, *format;
    char **stores;
} Options;

static void
options_clear(Options *options)
{
    char **const texts[] = {&options->policy,   &options->logs,    &options->period,
                            &options->quarter,  &options->rolling, &options->from,
                            &options->to,       &options->zone,    &options->end,
                            &options->response, &options->format};

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_clear_pointer(texts[i], g_free);
    g_clear_pointer(&options->stores, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse(Options *options, int *argc, char ***argv)
{
    const GOptionEntry entries[] = {
        {"policy", 0, 0, G_OPTION_ARG_FILENAME, &options->policy,
         N_("Settings to try, alone (those in force)"), N_("FILE")},
        {"logs", 0, 0, G_OPTION_ARG_FILENAME, &options->logs,
         N_("The client's logs, instead of the store's chats"), N_("DIR")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->stores,
         N_("The store (~/.purple/care/care.db); beside --logs: who wants no questions; "
            "give it again to add stores up"),
         N_("FILE")},
        {"end", 0, 0, G_OPTION_ARG_STRING, &options->end,
         N_("How a chat ended where that is not known: closed, explicit or idle (closed)"),
         N_("HOW")},
        {"response", 0, 0, G_OPTION_ARG_STRING, &options->response,
         N_("Percent of those asked who answer (measured, else 30)"), N_("PERCENT")},
        {"period", 0, 0, G_OPTION_ARG_STRING, &options->period,
         N_("quarter (this one), last-quarter, 90d, year or all (all)"), N_("PERIOD")},
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
        {"format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_("text or json"), N_("FORMAT")},
        {0},
    };

    return care_cli_parse(NULL, _(about), entries, argc, argv);
}

/* --- what is asked for; each FALSE after an error line --- */

static gboolean
find_end(const char *text, CareEnd *out_end)
{
    static const char *const names[] = {"closed", "explicit", "idle", NULL};
    const char *nearest = text != NULL ? care_cli_nearest(text, names) : NULL;

    *out_end = CARE_END_CLOSED;
    if (text == NULL)
        return TRUE;
    if (g_strv_contains(names, text)) {
        *out_end = (CareEnd)care_end_from_name(text);
        return TRUE;
    }
    if (nearest != NULL)
        care_cli_usage(NAME, _("%s \"%s\": did you mean \"%s\"?"), "--end", text, nearest);
    else
        care_cli_usage(NAME, _("--end \"%s\": closed, explicit or idle"), text);
    return FALSE;
}

static gboolean
find_response(const char *text, CareSimulateReport *report)
{
    char *end = NULL;
    double percent;

    report->response = RESPONSE_ASSUMED / 100.0;
    if (text == NULL)
        return TRUE;
    percent = g_ascii_strtod(text, &end);
    if (end == text || strcmp(*end == '%' ? end + 1 : end, "") != 0 || !(percent >= 0) ||
        percent > 100) {
        care_cli_usage(NAME, _("--response \"%s\": a number from 0 to 100"), text);
        return FALSE;
    }
    report->response = percent / 100;
    report->response_given = TRUE;
    return TRUE;
}

static gboolean
find_period(const Options *options, GTimeZone *zone, CarePeriod *out_period)
{
    const gint64 now_ms = g_get_real_time() / 1000;
    const guint periods = (options->period != NULL) + (options->quarter != NULL) +
                          (options->rolling != NULL) +
                          (options->from != NULL || options->to != NULL);
    const char *option, *value;
    g_autoptr(GError) error = NULL;
    gboolean is_found;

    if (periods > 1 || (options->to != NULL && options->from == NULL)) {
        care_cli_usage(NAME, _("give one of --period, --quarter, --rolling, or --from with --to"));
        return FALSE;
    }
    if (options->quarter != NULL) {
        option = "--quarter", value = options->quarter;
        is_found = care_period_quarter(value, zone, out_period, &error);
    } else if (options->rolling != NULL) {
        option = "--rolling", value = options->rolling;
        is_found = care_period_rolling(value, zone, out_period, &error);
    } else if (options->from != NULL) {
        g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(now_ms / 1000 + 1);
        g_autofree char *until = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");

        option = "--from", value = options->from;
        is_found = care_period_between(value, options->to != NULL ? options->to : until, zone,
                                       out_period, &error);
    } else {
        return care_report_period(NAME, "--period",
                                  options->period != NULL ? options->period : "all", zone, now_ms,
                                  out_period);
    }
    if (!is_found)
        care_cli_usage(NAME, "%s \"%s\": %s", option, value, error->message);
    return is_found;
}

/* The policy to try. A wrong one would show what never happens: it is refused. (transfer full) */
static CareSettings *
find_policy(const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CareSettings) settings = NULL;
    const GPtrArray *mistakes;

    if (options->policy == NULL)
        return care_cli_settings(NULL, NULL);
    settings = care_settings_load_file(options->policy, &error);
    if (settings == NULL) {
        care_cli_failed(NAME, _("%s; --policy names a settings file"), error->message);
        return NULL;
    }
    mistakes = settings->mistakes;
    if (mistakes->len > 0) {
        care_cli_failed(
            NAME,
            g_dngettext(GETTEXT_PACKAGE, "%s (%u mistake; purple-care policy check %s names it)",
                        "%s (%u mistakes; purple-care policy check %s names them)", mistakes->len),
            (const char *)g_ptr_array_index(mistakes, 0), mistakes->len, options->policy);
        return NULL;
    }
    return g_steal_pointer(&settings);
}

/* --- what the store tells beside its chats --- */

static gboolean
note_wish(const CareCustomerRow *row, gpointer data)
{
    const CareSimulateRun *run = data;

    if (row->is_private || row->opted_out_ms != 0)
        care_simulation_wish(run->simulation, row->key, row->is_private, row->opted_out_ms);
    return TRUE;
}

/* How customers have answered so far: better than any assumption. */
static gboolean
measure(CareReader *reader, CareSimulateReport *report, GError **error)
{
    g_autoptr(CareCube) cube = care_reader_count(reader, &(CareCubeFilter){0}, error);
    CareCounts sum;
    CareScore score;
    CareTally tally;

    if (cube == NULL)
        return FALSE;
    cube->scale = care_cube_main_scale(cube);
    sum = care_cube_sum(cube, NULL);
    care_counts_tally(&sum, cube->scale, &tally);
    if (care_score_of(&tally, &score) && score.n >= SHAPE_FROM) {
        report->shape = tally;
        report->shape_measured = TRUE;
    }
    if (report->response_given || care_counts_asked(&sum) < MEASURED_FROM)
        return TRUE;
    report->asked = care_counts_asked(&sum);
    report->answered = sum.outcomes[CARE_OUTCOME_ANSWERED];
    report->response = (double)report->answered / (double)report->asked;
    return TRUE;
}

static void
assume(CareSimulateReport *report)
{
    report->shape = (CareTally){.min = 1, .max = CARE_RATINGS};
    for (guint t = 0; t < CARE_RATINGS; t++)
        report->shape.counts[t] = shape_assumed[t];
}

/* --- the run --- */

typedef struct {
    CareSimulateRun run;
    CareSimulateReport report;
    CareSimulatedLogs logs;
    CareSimulated *simulated;
    CareReader *reader; /* NULL: there are only logs */
    char *key;
} Work;

static void
work_clear(Work *work)
{
    care_simulated_free(work->simulated);
    care_simulation_free(work->run.simulation);
    care_progress_free(work->run.progress);
    care_reader_close(work->reader);
    g_clear_pointer(&work->run.settings, care_settings_unref);
    g_clear_pointer(&work->run.zone, g_time_zone_unref);
    g_free(work->key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Work, work_clear)

/* An exit code; what may be read of the store is there after it. */
static int
open_store(Work *work, const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) paths = NULL;

    if (options->logs != NULL && options->stores == NULL)
        return care_cli_become_owner(NAME, options->logs) ? CARE_EXIT_DONE : CARE_EXIT_USAGE;
    paths = care_stores_find(NAME, options->stores);
    if (paths == NULL)
        return CARE_EXIT_USAGE;
    work->reader = care_stores_open(NAME, paths);
    if (work->reader == NULL)
        return CARE_EXIT_FAILED;
    if (!care_reader_hold(work->reader, &error) || !measure(work->reader, &work->report, &error) ||
        (work->key = care_reader_key(work->reader, &error)) == NULL)
        return care_cli_store_failed(NAME, error);
    return care_stores_note(NAME, work->reader, FALSE) ? CARE_EXIT_DONE : CARE_EXIT_FAILED;
}

static int
run_simulation(Work *work, const Options *options)
{
    CareSimulateRun *run = &work->run;
    const CareSimulationRules rules = {work->report.response, work->key};
    g_autoptr(GError) error = NULL;
    gboolean done;

    run->simulation = care_simulation_new(run->settings, &rules);
    run->progress = care_progress_new(_("Reading"));
    if (work->reader != NULL && !care_reader_each_customer(work->reader, note_wish, run, &error)) {
        care_progress_hide(run->progress);
        return care_cli_store_failed(NAME, error);
    }
    if (options->logs != NULL)
        done = care_simulate_logs(run, options->logs, &work->logs, &error);
    else
        done = care_simulate_store(run, work->reader, &error);
    care_progress_hide(run->progress);
    if (!done && options->logs != NULL)
        return care_cli_failed(NAME, "%s", error->message);
    if (!done)
        return care_cli_store_failed(NAME, error);
    work->simulated = care_simulation_finish(run->simulation);
    return CARE_EXIT_DONE;
}

static const char *
mode_name(CareMode mode)
{
    static const char *const names[] = {
        [CARE_MODE_LIVE] = "live", [CARE_MODE_SHADOW] = "shadow", [CARE_MODE_OFF] = "off"};

    return names[mode];
}

static int
print(Work *work, const Options *options, gboolean json)
{
    CareSimulateReport *report = &work->report;
    const CareSettings *settings = work->run.settings;
    g_autofree char *text = NULL;

    report->simulated = work->simulated;
    report->logs = options->logs != NULL ? &work->logs : NULL;
    report->policy = options->policy;
    report->mode = mode_name(settings->ask.mode);
    report->end = work->run.end;
    report->desk_failed = settings->desk.failed;
    report->all_accounts = !settings->desk.failed && settings->desk.accounts[0] == NULL;
    report->period = work->run.period;
    report->timezone = g_time_zone_get_identifier(work->run.zone);
    report->colour = care_cli_has_colour();
    report->columns = care_cli_columns();
    text = json ? care_simulate_json(report) : care_simulate_text(report);
    return care_cli_write(NAME, NULL, text, !json);
}

int
care_cmd_simulate(int argc, char **argv)
{
    g_auto(Options) options = {0};
    g_auto(Work) work = {0};
    gboolean json;
    int code;

    if (!parse(&options, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
    work.run.report = &work.report;
    assume(&work.report);
    if (!care_cli_format(NAME, options.format, &json) || !find_end(options.end, &work.run.end) ||
        !find_response(options.response, &work.report))
        return CARE_EXIT_USAGE;
    work.run.zone = care_cli_zone(NAME, options.zone);
    if (work.run.zone == NULL || !find_period(&options, work.run.zone, &work.run.period))
        return CARE_EXIT_USAGE;
    work.run.settings = find_policy(&options);
    if (work.run.settings == NULL)
        return CARE_EXIT_FAILED;
    code = open_store(&work, &options);
    if (code == CARE_EXIT_DONE)
        code = run_simulation(&work, &options);
    return code == CARE_EXIT_DONE ? print(&work, &options, json) : code;
}
