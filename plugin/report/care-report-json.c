/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the report as JSON for programs; the keys are a promise, kept in docs/scoring.md. */
#include "care-json.h"
#include "care-words.h"

/* Null when nothing is known: a cube without chats has no first and last end. */
static void
add_time(JsonBuilder *builder, const char *key, gint64 at_ms)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at_ms / 1000);
    g_autofree char *seconds = NULL;
    g_autofree char *text = NULL;

    if (at_ms == 0 || time == NULL) {
        care_json_null(builder, key);
        return;
    }
    seconds = g_date_time_format(time, "%Y-%m-%dT%H:%M:%S");
    if (at_ms % 1000 == 0)
        text = g_strconcat(seconds, "Z", NULL);
    else
        text = g_strdup_printf("%s.%03dZ", seconds, (gint)(at_ms % 1000));
    care_json_text(builder, key, text);
}

/* One limit, or null where nobody was asked. */
static void
add_limit(JsonBuilder *builder, const char *key, gboolean is_known, double value)
{
    if (is_known)
        care_json_double(builder, key, value);
    else
        care_json_null(builder, key);
}

/* What the score would be if all who gave no answer had given the lowest, or the highest, rating.
 */
static void
add_worst_case(JsonBuilder *builder, const CareTally *tally, guint64 asked, guint64 answered)
{
    const double span = tally->max - tally->min;
    const double points = (double)care_words_points(tally);
    const double top = span * (double)MAX(asked, 1);

    json_builder_set_member_name(builder, "worst_case");
    json_builder_begin_object(builder);
    add_limit(builder, "low", asked > 0, 100 * points / top);
    add_limit(builder, "high", asked > 0, 100 * (points + span * (double)(asked - answered)) / top);
    json_builder_end_object(builder);
}

/* The members that the whole and each agent have alike. */
static void
add_blocks(JsonBuilder *builder, const CareCounts *counts, CareScale scale)
{
    const guint64 asked = care_counts_asked(counts);
    const guint64 answered = counts->outcomes[CARE_OUTCOME_ANSWERED];
    CareProportion rate = {0};
    CareTally tally;

    care_counts_tally(counts, scale, &tally);
    care_json_count(builder, "n_chats", care_counts_chats(counts));
    care_json_count(builder, "asked", asked);
    care_json_count(builder, "pending", counts->outcomes[CARE_OUTCOME_PENDING]);
    care_json_count(builder, "answered", answered);

    const gboolean is_known = care_proportion_of(answered, asked, &rate);

    json_builder_set_member_name(builder, "response_rate");
    json_builder_begin_object(builder);
    add_limit(builder, "value", is_known, rate.value);
    add_limit(builder, "low", is_known, rate.low);
    add_limit(builder, "high", is_known, rate.high);
    json_builder_end_object(builder);
    json_builder_set_member_name(builder, "score");
    json_builder_begin_object(builder);
    care_json_score(builder, &tally);
    json_builder_end_object(builder);
    add_worst_case(builder, &tally, asked, answered);
}

/* All names, those that did not occur too: a reader need not guess what may come. */
static void
add_outcomes(JsonBuilder *builder, const CareCounts *counts)
{
    json_builder_set_member_name(builder, "outcomes");
    json_builder_begin_object(builder);
    for (guint i = CARE_OUTCOME_OPEN + 1; i < CARE_N_OUTCOMES; i++)
        care_json_count(builder, care_outcome_name((CareOutcome)i), counts->outcomes[i]);
    json_builder_end_object(builder);
    json_builder_set_member_name(builder, "reasons");
    json_builder_begin_object(builder);
    for (guint i = CARE_REASON_NONE; i < CARE_N_REASONS; i++)
        care_json_count(builder, care_reason_name((CareReason)i), counts->reasons[i]);
    json_builder_end_object(builder);
}

static void
add_agents(JsonBuilder *builder, const CareCube *cube)
{
    g_auto(GStrv) agents = care_cube_agents(cube);

    json_builder_set_member_name(builder, "by_agent");
    json_builder_begin_object(builder);
    for (guint i = 0; agents[i] != NULL; i++) {
        const CareCounts counts = care_cube_sum(cube, agents[i]);
        g_autofree char *name = g_utf8_make_valid(agents[i], -1);

        json_builder_set_member_name(builder, name);
        json_builder_begin_object(builder);
        add_blocks(builder, &counts, cube->scale);
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
}

static void
add_period(JsonBuilder *builder, const CareCube *cube, const CareReportOptions *options)
{
    json_builder_set_member_name(builder, "period");
    json_builder_begin_object(builder);
    add_time(builder, "from", cube->from_ms);
    add_time(builder, "to", cube->to_ms);
    care_json_text(builder, "kind", options->kind);
    care_json_text(builder, "timezone", options->timezone);
    json_builder_end_object(builder);
    json_builder_set_member_name(builder, "scale");
    json_builder_begin_object(builder);
    care_json_count(builder, "min", cube->scale.min);
    care_json_count(builder, "max", cube->scale.max);
    json_builder_end_object(builder);
}

char *
care_report_json(const CareReportData *data, const CareReportOptions *options)
{
    const CareCube *cube = data->cube;
    g_autoptr(JsonBuilder) builder = json_builder_new();
    CareCounts sum;

    g_return_val_if_fail(cube != NULL && options != NULL, NULL);

    sum = care_cube_sum(cube, NULL);
    json_builder_begin_object(builder);
    care_json_count(builder, "format", 1);
    add_period(builder, cube, options);
    add_blocks(builder, &sum, cube->scale);
    add_outcomes(builder, &sum);
    care_json_count(builder, "definitions", care_words_definitions(cube));
    add_agents(builder, cube);
    json_builder_end_object(builder);
    return care_json_print(builder);
}
