/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two quarters of a desk, made by hand, for the tests of what a report says of them. */
#pragma once

#include "care-report-test.h"
#include <purple-care/report.h>

#define DAY_MS G_GINT64_CONSTANT(86400000)

/* 2024-10-01 and 2025-04-01, UTC */
#define BEGIN_MS G_GINT64_CONSTANT(1727740800000)
#define END_MS   G_GINT64_CONSTANT(1743465600000)

static const CareReportOptions whole = {.kind = "all", .timezone = "UTC"};

typedef struct { /* two quarters, and all of it */
    CareCube *cube;
    GPtrArray *quarters;
} History;

static inline void
history_clear(History *history)
{
    care_cube_free(history->cube);
    g_ptr_array_unref(history->quarters);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(History, history_clear)

static inline History
history_new(void)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    History history = {care_cube_new(),
                       care_period_buckets(CARE_BUCKET_QUARTER, utc, BEGIN_MS, END_MS - 1)};

    history.cube->from_ms = BEGIN_MS;
    history.cube->to_ms = END_MS;
    for (guint i = 0; i < history.quarters->len; i++)
        ((CareBucket *)g_ptr_array_index(history.quarters, i))->cube = care_cube_new();
    assert_int_equal(history.quarters->len, 2);
    return history;
}

static inline CareReportData
history_data(const History *history)
{
    return (CareReportData){.cube = history->cube, .quarters = history->quarters};
}

static inline CareCounts
history_counts(const guint64 ratings[CARE_RATINGS], guint64 expired, guint64 quiet)
{
    CareCounts counts = {0};

    for (guint i = 0; i < CARE_RATINGS; i++) {
        counts.ratings[i] = ratings[i];
        counts.outcomes[CARE_OUTCOME_ANSWERED] += ratings[i];
    }
    counts.outcomes[CARE_OUTCOME_EXPIRED] = expired;
    counts.outcomes[CARE_OUTCOME_NOT_ASKED] = quiet;
    counts.reasons[CARE_REASON_AGENT_CHOICE] = quiet;
    return counts;
}

/* Chats of a quarter: 0 or 1. */
static inline void
history_add(History *history, guint quarter, const char *agent, const char *definition,
            CareScale scale, const CareCounts *counts)
{
    CareBucket *bucket = g_ptr_array_index(history->quarters, quarter);

    care_cube_add(bucket->cube, agent, "xmpp", definition, scale, counts);
    care_cube_add(history->cube, agent, "xmpp", definition, scale, counts);
}

static inline void
history_rate(History *history, guint quarter, const char *agent,
             const guint64 ratings[CARE_RATINGS], guint64 expired, guint64 quiet)
{
    const CareCounts counts = history_counts(ratings, expired, quiet);

    history_add(history, quarter, agent, "d", CARE_SCALE_ASKED, &counts);
}

/* Text and JSON of the same. */
static inline void
history_report(const CareReportData *data, const CareReportOptions *options, char **out_text,
               JsonNode **out_root)
{
    g_autofree char *json = care_report_json(data, options);

    *out_text = care_report_text(data, options);
    *out_root = parse(json);
    assert_fits(*out_text);
}
