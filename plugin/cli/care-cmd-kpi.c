/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care kpi: the empathy score as a KPI, in twelve attributes that a lead can show around. */
#include "care-cli-period.h"
#include "care-stores.h"
#include <purple-care/report-figures.h>
#include <purple-care/report-kpi.h>
#include <string.h>

#define NAME "kpi"

typedef struct {
    CarePeriodWords words;
    char *format, *output;
    char **stores;
} Options;

static void
options_clear(Options *options)
{
    care_period_words_clear(&options->words);
    g_clear_pointer(&options->format, g_free);
    g_clear_pointer(&options->output, g_free);
    g_clear_pointer(&options->stores, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse(Options *options, int *argc, char ***argv)
{
    const GOptionEntry entries[] = {
        CARE_PERIOD_ENTRIES(options->words),
        {"format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_("text, html or json"),
         N_("FORMAT")},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
         N_("Write to a file; - is standard output"), N_("FILE")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->stores,
         N_("The store (~/.purple/care/care.db); give it again to add stores up"), N_("FILE")},
        {0},
    };

    return care_cli_parse(
        NULL,
        _("Shows the empathy score as a KPI in twelve attributes: definition, insights,\n"
          "measurement, formula, trend, diagnostic questions, tips, visualisation, risk warnings,\n"
          "tools, integration points and change impact, filled from the chats of the period.\n"
          "\n"
          "Examples:\n"
          "  purple-care kpi\n"
          "  purple-care kpi --period last-quarter --format html -o kpi.html\n"
          "  purple-care kpi --quarter 2025-Q1 --tz Europe/Berlin --format json"),
        entries, argc, argv);
}

typedef char *(*FormatFunc)(const CareReportData *data, const CareReportOptions *options);

/* NULL after an error line. */
static FormatFunc
find_format(const char *name)
{
    static const struct {
        const char *name;
        FormatFunc make;
    } formats[] = {{"text", care_kpi_text}, {"html", care_kpi_html}, {"json", care_kpi_json}};

    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (name == NULL || strcmp(name, formats[i].name) == 0)
            return formats[i].make;
    }
    care_cli_usage(NAME, _("unknown format \"%s\"; use text, html or json"), name);
    return NULL;
}

/* FALSE after an error line. */
static gboolean
read_store(char **paths, const CarePeriod *period, GTimeZone *zone, CareFigures *out_read)
{
    g_autoptr(CareSettings) settings = care_cli_settings(NULL, NULL);
    const CareFiguresAsk ask = {.filter = {.from_ms = period->from_ms, .to_ms = period->to_ms},
                                .zone = zone,
                                .now_ms = g_get_real_time() / 1000,
                                .hides_words = !settings->show.comment};
    g_autoptr(GError) error = NULL;
    g_autoptr(CareReader) reader = care_stores_open(NAME, paths);

    if (reader == NULL)
        return FALSE;
    if (!care_figures_read(&care_store_source, reader, &ask, out_read, &error)) {
        care_cli_store_failed(NAME, error);
        return FALSE;
    }
    return care_stores_note(NAME, reader, FALSE);
}

/* For whom the text is made. */
static void
lay_out(const Options *options, CareReportOptions *report)
{
    const gboolean is_file = options->output != NULL && strcmp(options->output, "-") != 0;

    report->colour = options->output == NULL && care_cli_has_colour();
    report->columns = is_file ? 0 : care_cli_columns();
    report->whole_blocks = !is_file && !g_get_charset(NULL);
}

static int
print(const Options *options, GTimeZone *zone, const CarePeriod *period, gint64 now_ms)
{
    CareReportOptions report = {
        .kind = period->kind, .timezone = g_time_zone_get_identifier(zone), .now_ms = now_ms};
    const FormatFunc make = find_format(options->format);
    g_auto(GStrv) paths = make != NULL ? care_stores_find(NAME, options->stores) : NULL;
    g_auto(CareFigures) read = {0};
    g_autofree char *text = NULL;

    if (paths == NULL)
        return CARE_EXIT_USAGE;
    if (care_stores_hold(options->output, paths))
        return care_cli_usage(NAME, _("-o names the store itself, or a file that belongs to it"));
    if (!read_store(paths, period, zone, &read))
        return CARE_EXIT_FAILED;
    lay_out(options, &report);
    const CareReportData data = care_figures_data(&read);

    text = make(&data, &report);
    return care_cli_write(NAME, options->output, text, make == care_kpi_text);
}

int
care_cmd_kpi(int argc, char **argv)
{
    const gint64 now_ms = g_get_real_time() / 1000;
    g_auto(Options) options = {0};
    g_autoptr(GTimeZone) zone = NULL;
    CarePeriod period;

    if (!parse(&options, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
    if (!care_period_words_find(&options.words, NAME, now_ms, &zone, &period))
        return CARE_EXIT_USAGE;
    return print(&options, zone, &period, now_ms);
}
