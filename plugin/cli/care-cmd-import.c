/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care import: what another system knows of chats, taken in whole or not at all. */
#include "care-cli.h"
#include "care-import-run.h"
#include <purple-care/report.h>
#include <string.h>

#define NAME CARE_IMPORT_NAME

static const char about[] = N_(
    "Takes in chats of another system, all of a file or nothing, so that reports count them.\n"
    "FILE is CSV in UTF-8 with this header, columns in any order; - is standard input:\n"
    "\n"
    "  chat_id,agent,customer,protocol,ended_at,outcome,reason,rating,item,item_rating\n"
    "\n"
    "outcome is answered, expired, skipped, opted_out or not_asked; a rating is there only if it "
    "is answered. ended_at is a time with its zone, as 2025-03-01T09:30:00Z. customer, reason, "
    "item and item_rating may be empty.\n"
    "\n"
    "For a file with other columns --map says which is which: pairs OURS=THEIRS set apart by ;, "
    "and OURS=:VALUE for what is the same in all rows. At least chat_id, agent, ended_at and "
    "rating are needed; times may then be as 2025-03-01 09:30 too, or seconds since 1970.\n"
    "\n"
    "Examples:\n"
    "  purple-care import --dry-run history.csv\n"
    "  purple-care import tickets.csv --tz Europe/Berlin --unrated expired \\\n"
    "    --map \"chat_id=Ticket ID;agent=Assignee;rating=CSAT;ended_at=Closed;protocol=:email\"");

typedef struct {
    char *map, *scale, *definition, *zone, *unrated;
    char **stores;
    gboolean dry_run, skip_bad;
} Options;

static void
options_clear(Options *options)
{
    g_free(options->map);
    g_free(options->scale);
    g_free(options->definition);
    g_free(options->zone);
    g_free(options->unrated);
    g_strfreev(options->stores);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* "0-10"; FALSE: no scale that can be stored. */
static gboolean
read_scale(const char *text, CareScale *out_scale)
{
    g_auto(GStrv) parts = g_strsplit(text, "-", -1);
    guint64 limits[2];

    if (g_strv_length(parts) != 2)
        return FALSE;
    for (guint i = 0; i < 2; i++) {
        if (!g_ascii_string_to_unsigned(parts[i], 10, 0, 1000, &limits[i], NULL))
            return FALSE;
    }
    *out_scale = (CareScale){(gint)limits[0], (gint)limits[1]};
    return out_scale->max > out_scale->min && out_scale->max - out_scale->min < CARE_STEPS_MAX;
}

/* What rows without a rating are. FALSE after an error line. */
static gboolean
read_unrated(const Options *options, CareOutcome *out_unrated)
{
    *out_unrated = CARE_OUTCOME_OPEN;
    if (options->unrated == NULL)
        return TRUE;
    if (options->map == NULL) {
        care_cli_usage(NAME, _("--unrated is for a file that --map describes"));
        return FALSE;
    }
    if (strcmp(options->unrated, "expired") == 0)
        *out_unrated = CARE_OUTCOME_EXPIRED;
    else if (strcmp(options->unrated, "not_asked") == 0)
        *out_unrated = CARE_OUTCOME_NOT_ASKED;
    else
        care_cli_usage(NAME, _("--unrated \"%s\": expired or not_asked"), options->unrated);
    return *out_unrated != CARE_OUTCOME_OPEN;
}

/* Answers on another scale, or of another question, are never mixed: by default each scale is a
 * definition of its own. (transfer full) */
static char *
definition_of(const Options *options, CareScale scale)
{
    const CareScale asked = CARE_SCALE_ASKED;

    if (options->definition != NULL)
        return g_strdup(options->definition);
    if (scale.min == asked.min && scale.max == asked.max)
        return g_strdup("import");
    return g_strdup_printf("import %d-%d", scale.min, scale.max);
}

static int
import(const char *file, const Options *options)
{
    g_autofree char *path = care_cli_store(NAME, options->stores);
    g_autoptr(GTimeZone) zone = path != NULL ? care_cli_zone(NAME, options->zone) : NULL;
    g_autofree char *definition = NULL;
    CareImportRun run = {
        .file = file,
        .store = path,
        .options = {.map = options->map,
                    .zone = zone,
                    .scale = CARE_SCALE_ASKED,
                    .now_ms = g_get_real_time() / 1000},
        .dry_run = options->dry_run,
        .skip_bad = options->skip_bad,
    };

    if (path == NULL || zone == NULL || !read_unrated(options, &run.options.unrated))
        return CARE_EXIT_USAGE;
    if (options->scale != NULL && !read_scale(options->scale, &run.options.scale))
        return care_cli_usage(NAME,
                              _("--scale \"%s\": lowest-highest, with at most %d steps, for "
                                "example 0-10"),
                              options->scale, CARE_STEPS_MAX);
    if (options->definition != NULL && *options->definition == '\0')
        return care_cli_usage(NAME, _("--definition needs a name"));
    definition = definition_of(options, run.options.scale);
    run.definition = definition;
    return care_import_run(&run);
}

int
care_cmd_import(int argc, char **argv)
{
    g_auto(Options) options = {0};
    const GOptionEntry entries[] = {
        {"map", 0, 0, G_OPTION_ARG_STRING, &options.map, N_("Which column of theirs is which"),
         N_("PAIRS")},
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run, N_("Check all of it, store nothing"),
         NULL},
        {"skip-bad", 0, 0, G_OPTION_ARG_NONE, &options.skip_bad,
         N_("Leave bad rows out instead of storing nothing"), NULL},
        {"scale", 0, 0, G_OPTION_ARG_STRING, &options.scale, N_("The ratings' scale (1-5)"),
         N_("MIN-MAX")},
        {"definition", 0, 0, G_OPTION_ARG_STRING, &options.definition,
         N_("Under which name reports keep these answers apart (import)"), N_("NAME")},
        {"unrated", 0, 0, G_OPTION_ARG_STRING, &options.unrated,
         N_("What a chat without a rating was, if no column says so: expired or not_asked"),
         N_("OUTCOME")},
        {"tz", 0, 0, G_OPTION_ARG_STRING, &options.zone,
         N_("Time zone of times without one: UTC, +HH:MM or a name (the desk's)"), N_("ZONE")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.stores,
         N_("The store, made if need be (~/.purple/care/care.db)"), N_("FILE")},
        {0},
    };

    if (!care_cli_parse(N_("FILE"), _(about), entries, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc != 2)
        return care_cli_usage(NAME, argc < 2 ? _("which file? - is standard input")
                                             : _("one file at a time"));
    return import(argv[1], &options);
}
