/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care audit: how asking went, agent by agent: patterns with intervals, never a verdict. */
#include "care-cli-period.h"
#include "care-progress.h"
#include "care-stores.h"
#include <purple-care/report-audit.h>
#include <string.h>

#define NAME "audit"

typedef struct {
    CarePeriodWords period;
    char *agent, *protocol, *format, *output;
    char **stores;
    gboolean verbose;
} Options;

static void
options_clear(Options *options)
{
    care_period_words_clear(&options->period);
    g_free(options->agent);
    g_free(options->protocol);
    g_free(options->format);
    g_free(options->output);
    g_strfreev(options->stores);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

typedef struct {
    CareReader *reader;
    CareCube *cube;
    CareAudit *audit;
    CareShared *shared;
    GArray *agents, *customers, *twice; /* of what the report takes; names are @shared's */
    CareAuditStores stores;
} Read;

static void
read_clear(Read *read)
{
    g_clear_pointer(&read->agents, g_array_unref);
    g_clear_pointer(&read->customers, g_array_unref);
    g_clear_pointer(&read->twice, g_array_unref);
    care_shared_free(read->shared);
    care_audit_free(read->audit);
    care_cube_free(read->cube);
    care_reader_close(read->reader);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Read, read_clear)

static gboolean
parse(Options *options, int *argc, char ***argv)
{
    const GOptionEntry entries[] = {
        CARE_PERIOD_ENTRIES(options->period),
        {"agent", 0, 0, G_OPTION_ARG_STRING, &options->agent,
         N_("Show only this agent, beside all others"), N_("NAME")},
        {"protocol", 0, 0, G_OPTION_ARG_STRING, &options->protocol,
         N_("Only this protocol, like xmpp"), N_("NAME")},
        {"format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_("text, json or csv"),
         N_("FORMAT")},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
         N_("Write to a file; - is standard output"), N_("FILE")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->stores,
         N_("The store (~/.purple/care/care.db); give it again to add stores up"), N_("FILE")},
        {"verbose", 'v', 0, G_OPTION_ARG_NONE, &options->verbose,
         N_("Name everybody who stands in several stores"), NULL},
        {0},
    };

    return care_cli_parse(
        NULL,
        _("Shows how asking went, agent by agent: the share asked, asked by hand, ended without\n"
          "asking, how chats ended, and whether fewer were asked after long waits. Each figure\n"
          "has its interval, and none is a verdict.\n"
          "\n"
          "Examples:\n"
          "  purple-care audit --period last-quarter\n"
          "  purple-care audit --agent anna --format json\n"
          "  purple-care audit --store anna.db --store bruno.db"),
        entries, argc, argv);
}

/* Between the layers: the store's names as the report takes them. */
static void
hand_over(Read *read)
{
    const CareShared *shared = read->shared;
    const GPtrArray *const names[] = {shared->agents, shared->customers};
    GArray *const to[] = {g_array_new(FALSE, FALSE, sizeof(CareAuditShared)),
                          g_array_new(FALSE, FALSE, sizeof(CareAuditShared))};

    for (gsize kind = 0; kind < G_N_ELEMENTS(names); kind++) {
        for (guint i = 0; i < names[kind]->len; i++) {
            const CareSharedName *name = g_ptr_array_index(names[kind], i);
            const CareAuditShared one = {name->name, name->n};

            g_array_append_val(to[kind], one);
        }
    }
    read->agents = to[0];
    read->customers = to[1];
    read->twice = g_array_new(FALSE, FALSE, sizeof(CareAuditTwice));
    for (guint i = 0; i < shared->twice->len; i++) {
        const CareAskedTwice *twice = g_ptr_array_index(shared->twice, i);
        const CareAuditTwice one = {twice->customer, twice->store, twice->store_before,
                                    twice->asked_ms, twice->asked_before_ms};

        g_array_append_val(read->twice, one);
    }
    read->stores = (CareAuditStores){.paths = shared->paths,
                                     .n_agents = shared->n_agents,
                                     .n_customers = shared->n_customers,
                                     .n_chats = shared->n_chats,
                                     .n_twice = shared->n_twice,
                                     .agents = read->agents,
                                     .customers = read->customers,
                                     .twice = read->twice};
}

static gboolean
read_all(Read *read, const CareCubeFilter *filter, GError **error)
{
    g_autoptr(CareProgress) progress = care_progress_new(_("Reading"));
    CareSharedFilter shared = care_stores_filter(filter->from_ms, filter->to_ms);
    CareCounts counts;

    if (!care_reader_hold(read->reader, error))
        return FALSE;
    read->cube = care_reader_count(read->reader, filter, error);
    if (read->cube == NULL)
        return FALSE;
    counts = care_cube_sum(read->cube, NULL);
    read->audit =
        care_reader_audit(read->reader, filter, read->cube->scale, care_counts_chats(&counts),
                          care_progress_show, progress, error);
    if (read->audit == NULL || care_reader_n_stores(read->reader) < 2)
        return read->audit != NULL;
    shared.has_chats = TRUE;
    read->shared = care_reader_shared(read->reader, &shared, error);
    if (read->shared == NULL)
        return FALSE;
    hand_over(read);
    return TRUE;
}

typedef char *(*FormatFunc)(const CareAuditData *data, const CareReportOptions *options);

/* NULL after an error line. */
static FormatFunc
find_format(const char *name)
{
    static const struct {
        const char *name;
        FormatFunc make;
    } formats[] = {{"text", care_audit_text}, {"json", care_audit_json}, {"csv", care_audit_csv}};

    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (name == NULL || strcmp(name, formats[i].name) == 0)
            return formats[i].make;
    }
    care_cli_usage(NAME, _("unknown format \"%s\"; use text, json or csv"), name);
    return NULL;
}

/* A name that is in no chat of the period is a slip, perhaps. */
static void
note_missing(const CareCube *cube, const char *agent)
{
    g_auto(GStrv) agents = care_cube_agents(cube);
    const char *nearest;

    if (agent == NULL || g_strv_contains((const char *const *)agents, agent))
        return;
    nearest = care_cli_nearest(agent, (const char *const *)agents);
    if (nearest != NULL)
        care_cli_note(NAME, _("no chat of this period is of \"%s\"; did you mean \"%s\"?"), agent,
                      nearest);
    else
        care_cli_note(NAME, _("no chat of this period is of \"%s\""), agent);
}

static int
print(const Options *options, const CarePeriod *period, GTimeZone *zone, gint64 now_ms)
{
    const gboolean is_file = options->output != NULL && strcmp(options->output, "-") != 0;
    const FormatFunc make = find_format(options->format);
    g_auto(GStrv) paths = make != NULL ? care_stores_find(NAME, options->stores) : NULL;
    const CareCubeFilter filter = {
        .from_ms = period->from_ms, .to_ms = period->to_ms, .protocol = options->protocol};
    const CareReportOptions report = {.kind = period->kind,
                                      .timezone = g_time_zone_get_identifier(zone),
                                      .now_ms = now_ms,
                                      .colour = !is_file && care_cli_has_colour(),
                                      .columns = is_file ? 0 : care_cli_columns(),
                                      .agent = options->agent,
                                      .protocol = options->protocol};
    g_auto(Read) read = {0};
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    if (paths == NULL)
        return CARE_EXIT_USAGE;
    if (care_stores_hold(options->output, paths))
        return care_cli_usage(NAME, _("-o names the store itself, or a file that belongs to it"));
    read.reader = care_stores_open(NAME, paths);
    if (read.reader == NULL)
        return CARE_EXIT_FAILED;
    if (!read_all(&read, &filter, &error))
        return care_cli_store_failed(NAME, error);
    note_missing(read.cube, options->agent);
    const CareAuditData data = {.cube = read.cube,
                                .audit = read.audit,
                                .stores = read.shared != NULL ? &read.stores : NULL,
                                .has_all_names = options->verbose};

    text = make(&data, &report);
    return care_cli_write(NAME, options->output, text, make == care_audit_text);
}

int
care_cmd_audit(int argc, char **argv)
{
    const gint64 now_ms = g_get_real_time() / 1000;
    g_auto(Options) options = {0};
    g_autoptr(GTimeZone) zone = NULL;
    CarePeriod period;

    if (!parse(&options, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
    if (!care_period_words_find(&options.period, NAME, now_ms, &zone, &period))
        return CARE_EXIT_USAGE;
    return print(&options, &period, zone, now_ms);
}
