/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care score: the score of counts typed by hand, to check a report or to try what a few
 * answers change. */
#include "care-cli.h"
#include <purple-care/report.h>
#include <string.h>

#define NAME        "score"
#define RATINGS_MAX G_GUINT64_CONSTANT(1000000000000) /* the arithmetic is exact far beyond it */

/* "1-5"; FALSE: no scale. */
static gboolean
read_scale(const char *text, CareTally *tally)
{
    g_auto(GStrv) parts = g_strsplit(text, "-", -1);
    guint64 limits[2];

    if (g_strv_length(parts) != 2)
        return FALSE;
    for (guint i = 0; i < 2; i++) {
        if (!g_ascii_string_to_unsigned(parts[i], 10, 0, 1000, &limits[i], NULL))
            return FALSE;
    }
    tally->min = (gint)limits[0];
    tally->max = (gint)limits[1];
    return tally->max > tally->min && tally->max - tally->min < CARE_SCALE_MAX_STEPS;
}

/* "1,0,1,3,5", as many as the scale has steps; FALSE: not that. */
static gboolean
read_counts(const char *text, CareTally *tally)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);
    const guint steps = (guint)(tally->max - tally->min) + 1;
    guint64 sum = 0;

    if (g_strv_length(parts) != steps)
        return FALSE;
    for (guint t = 0; t < steps; t++) {
        if (!g_ascii_string_to_unsigned(g_strstrip(parts[t]), 10, 0, RATINGS_MAX, &tally->counts[t],
                                        NULL))
            return FALSE;
        sum += tally->counts[t];
    }
    return sum <= RATINGS_MAX;
}

static int
print_score(const char *counts, const char *scale, const char *format)
{
    CareTally tally = {.min = 1, .max = 5};
    g_autofree char *text = NULL;
    gboolean json;

    if (!care_cli_format(NAME, format, &json))
        return CARE_EXIT_USAGE;
    if (counts == NULL)
        return care_cli_usage(NAME, _("--counts is missing; for example --counts 1,0,1,3,5"));
    if (scale != NULL && !read_scale(scale, &tally))
        return care_cli_usage(NAME,
                              _("\"%s\" is no scale; use MIN-MAX with at most %d steps, like 1-5"),
                              scale, CARE_SCALE_MAX_STEPS);
    if (!read_counts(counts, &tally))
        return care_cli_usage(
            NAME, _("\"%s\" are no counts; this scale takes %d whole numbers, lowest rating first"),
            counts, tally.max - tally.min + 1);
    text = json ? care_score_json(&tally) : care_score_text(&tally);
    return care_cli_write(NAME, NULL, text, !json);
}

int
care_cmd_score(int argc, char **argv)
{
    g_autofree char *counts = NULL;
    g_autofree char *scale = NULL;
    g_autofree char *format = NULL;
    const GOptionEntry entries[] = {
        {"counts", 0, 0, G_OPTION_ARG_STRING, &counts, N_("Ratings of each step, lowest first"),
         "N,N,N,N,N"},
        {"scale", 0, 0, G_OPTION_ARG_STRING, &scale, N_("The scale (1-5)"), "MIN-MAX"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT")},
        {0},
    };

    if (!care_cli_parse(NULL,
                        _("Shows the score of counts that you type.\n"
                          "\n"
                          "Example: purple-care score --counts 1,0,1,3,5"),
                        entries, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
    return print_score(counts, scale, format);
}
