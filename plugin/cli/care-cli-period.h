/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options that pick a period, alike in every sub-command that has one. */
#pragma once

#include "care-cli.h"
#include <purple-care/report.h>

typedef struct {
    char *period, *quarter, *rolling, *from, *to, *zone;
} CarePeriodWords;

void care_period_words_clear(CarePeriodWords *words);

/* Entries of GOption for @words, a lvalue. */
#define CARE_PERIOD_ENTRIES(words)                                                                  \
    {"period",                                                                                      \
     0,                                                                                             \
     0,                                                                                             \
     G_OPTION_ARG_STRING,                                                                           \
     &(words).period,                                                                               \
     N_("quarter (this one), last-quarter, 90d, year or all"),                                      \
     N_("PERIOD")},                                                                                 \
        {"quarter", 0, 0, G_OPTION_ARG_STRING, &(words).quarter, N_("A calendar quarter"),          \
         "2025-Q1"},                                                                                \
        {"rolling", 0, 0, G_OPTION_ARG_STRING, &(words).rolling, N_("The 90 days before a time"),   \
         N_("TIME")},                                                                               \
        {"from",    0, 0, G_OPTION_ARG_STRING, &(words).from, N_("From this day or time on"),       \
         N_("TIME")},                                                                               \
        {"to",      0, 0, G_OPTION_ARG_STRING, &(words).to, N_("To before this day or time (now)"), \
         N_("TIME")},                                                                               \
    {                                                                                               \
        "tz", 0, 0, G_OPTION_ARG_STRING, &(words).zone,                                             \
            N_("Time zone: UTC, +HH:MM or a name (the desk's)"), N_("ZONE")                         \
    }

/* The zone and the period; this quarter where no word picks one. @out_zone: (transfer full). FALSE
 * after an error line: wrong usage. */
gboolean care_period_words_find(const CarePeriodWords *words, const char *command, gint64 now_ms,
                                GTimeZone **out_zone, CarePeriod *out_period);
