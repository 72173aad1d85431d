/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the report as JSON for programs; the keys are a promise, kept in docs/scoring.md. */
#include "care-json.h"
#include "care-part.h"

static void
begin(JsonBuilder *builder, const char *key)
{
    json_builder_set_member_name(builder, key);
    json_builder_begin_object(builder);
}

/* Names come from a file: JSON takes valid UTF-8 alone. */
static void
begin_name(JsonBuilder *builder, const char *name)
{
    g_autofree char *valid = g_utf8_make_valid(name, -1);

    begin(builder, valid);
}

void
care_json_time(JsonBuilder *builder, const char *key, gint64 at_ms)
{
    const gint ms = (gint)((at_ms % 1000 + 1000) % 1000); /* also before 1970 */
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at_ms / 1000 - (at_ms % 1000 < 0));
    g_autofree char *rest = NULL;
    g_autofree char *text = NULL;

    if (time == NULL) { /* before the year 1, or after 9999 */
        care_json_null(builder, key);
        return;
    }
    rest = g_date_time_format(time, "%m-%dT%H:%M:%S");
    if (ms == 0)
        text = g_strdup_printf("%04d-%sZ", g_date_time_get_year(time), rest);
    else
        text = g_strdup_printf("%04d-%s.%03dZ", g_date_time_get_year(time), rest, ms);
    care_json_text(builder, key, text);
}

/* A number, or null where there is none. */
static void
add_known(JsonBuilder *builder, const char *key, gboolean is_known, double value)
{
    if (is_known)
        care_json_double(builder, key, value);
    else
        care_json_null(builder, key);
}

/* Value and limits, or three nulls. */
static void
add_interval(JsonBuilder *builder, gboolean is_known, const CareProportion *interval)
{
    add_known(builder, "value", is_known, interval->value);
    add_known(builder, "low", is_known, interval->low);
    add_known(builder, "high", is_known, interval->high);
}

static void
add_proportion(JsonBuilder *builder, const char *key, gboolean is_known,
               const CareProportion *proportion)
{
    begin(builder, key);
    add_interval(builder, is_known, proportion);
    json_builder_end_object(builder);
}

static void
add_scale(JsonBuilder *builder, CareScale scale)
{
    begin(builder, "scale");
    json_builder_set_member_name(builder, "min");
    json_builder_add_int_value(builder, scale.min);
    json_builder_set_member_name(builder, "max");
    json_builder_add_int_value(builder, scale.max);
    json_builder_end_object(builder);
}

static void
add_score(JsonBuilder *builder, const CareTally *tally)
{
    begin(builder, "score");
    care_json_score(builder, tally);
    json_builder_end_object(builder);
}

/* The members that the whole, agents, protocols, quarters and weeks have alike. */
static void
add_blocks(JsonBuilder *builder, const CarePart *part)
{
    const guint64 answered = part->counts.outcomes[CARE_OUTCOME_ANSWERED];
    CareProportion rate = {0};
    const gboolean is_known = care_proportion_of(answered, part->asked, &rate);

    care_json_count(builder, "n_chats", care_counts_chats(&part->counts));
    care_json_count(builder, "asked", part->asked);
    care_json_count(builder, "pending", part->counts.outcomes[CARE_OUTCOME_PENDING]);
    care_json_count(builder, "answered", answered);
    care_json_count(builder, "other_scale", part->n_other);
    add_proportion(builder, "response_rate", is_known, &rate);
    add_score(builder, &part->tally);
    begin(builder, "worst_case");
    add_known(builder, "low", part->has_worst_case, part->worst_low);
    add_known(builder, "high", part->has_worst_case, part->worst_high);
    json_builder_end_object(builder);
}

/* All names, those that did not occur too: a reader need not guess what may come. */
static void
add_outcomes(JsonBuilder *builder, const CareCounts *counts)
{
    begin(builder, "outcomes");
    for (guint i = CARE_OUTCOME_OPEN + 1; i < CARE_N_OUTCOMES; i++)
        care_json_count(builder, care_outcome_name((CareOutcome)i), counts->outcomes[i]);
    json_builder_end_object(builder);
    begin(builder, "reasons");
    for (guint i = CARE_REASON_NONE; i < CARE_N_REASONS; i++)
        care_json_count(builder, care_reason_name((CareReason)i), counts->reasons[i]);
    json_builder_end_object(builder);
}

static void
add_definitions(JsonBuilder *builder, const CareCube *cube)
{
    g_autoptr(GPtrArray) parts = care_part_definitions(cube);

    care_json_count(builder, "definitions", parts->len);
    json_builder_set_member_name(builder, "by_definition");
    json_builder_begin_array(builder);
    for (guint i = 0; i < parts->len; i++) {
        const CareCube *of_one = g_ptr_array_index(parts, i);
        const CareCubeRow *row = g_ptr_array_index(of_one->rows, 0);
        g_autofree char *name = g_utf8_make_valid(row->definition, -1);
        CarePart part;

        care_part_of(of_one, NULL, &part);
        json_builder_begin_object(builder);
        care_json_text(builder, "definition", name);
        add_scale(builder, of_one->scale);
        care_json_count(builder, "asked", part.asked);
        care_json_count(builder, "answered", part.counts.outcomes[CARE_OUTCOME_ANSWERED]);
        add_score(builder, &part.tally);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void
add_parity(JsonBuilder *builder, const CareParity *parity)
{
    const gboolean is_known = parity->verdict != CARE_PARITY_TOO_FEW;

    begin(builder, "parity");
    care_json_count(builder, "asked", parity->asked);
    care_json_count(builder, "could", parity->could);
    care_json_count(builder, "withheld", parity->withheld);
    add_proportion(builder, "share", parity->could > 0, &parity->share);
    add_proportion(builder, "rest", is_known, &parity->rest);
    add_proportion(builder, "difference", is_known,
                   &(CareProportion){parity->difference.value, parity->difference.low,
                                     parity->difference.high});
    care_json_text(builder, "verdict", care_parity_name(parity->verdict));
    json_builder_end_object(builder);
}

static void
add_agents(JsonBuilder *builder, const CareCube *cube, const CareCube *team)
{
    g_auto(GStrv) agents = care_cube_agents(cube);
    g_auto(GStrv) colleagues = care_cube_agents(team);
    g_autoptr(GHashTable) unlike = care_part_unlike(cube, team);
    const guint n_team = g_strv_length(colleagues);
    CarePart desk;

    care_part_of(team, NULL, &desk);
    add_known(builder, "team_mean", desk.score.n > 0, desk.score.value);
    care_json_count(builder, "team_other_scale", desk.n_other);
    begin(builder, "by_agent");
    for (guint i = 0; agents[i] != NULL; i++) {
        CarePart part;
        CareBeside beside;

        care_part_of(cube, agents[i], &part);
        care_part_beside(&part, &desk, n_team, &beside);
        begin_name(builder, agents[i]);
        add_blocks(builder, &part);
        add_known(builder, "shrunk", beside.has_desk, beside.shrunk.value);
        care_json_double(builder, "weight", beside.shrunk.weight);
        care_json_flag(builder, "comparable", beside.shrunk.comparable);
        care_json_flag(builder, "same_definitions", !g_hash_table_contains(unlike, agents[i]));
        if (beside.has_parity)
            add_parity(builder, &beside.parity);
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
}

static void
add_items(JsonBuilder *builder, const CarePart *whole)
{
    begin(builder, "by_item");
    for (guint item = CARE_ITEM_NONE + 1; item < CARE_N_ITEMS; item++) {
        CareTally tally;
        CareScore score;

        care_part_item(whole, (CareItem)item, &tally, &score);
        begin(builder, care_item_name((CareItem)item));
        care_json_counts(builder, &tally);
        const gboolean is_shown = score.rule >= CARE_RULE_PERCENT_ONLY;

        add_known(builder, "score", is_shown, score.value);
        add_known(builder, "low", is_shown, score.low);
        add_known(builder, "high", is_shown, score.high);
        care_json_count(builder, "n", score.n);
        care_json_text(builder, "rule", care_sample_rule_name(score.rule));
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
}

static void
add_protocols(JsonBuilder *builder, const CareCube *cube)
{
    g_autoptr(GPtrArray) parts = care_part_protocols(cube);

    begin(builder, "by_protocol");
    for (guint i = 0; i < parts->len; i++) {
        const CareCube *of_one = g_ptr_array_index(parts, i);
        const CareCubeRow *row = g_ptr_array_index(of_one->rows, 0);
        CarePart part;

        care_part_of(of_one, NULL, &part);
        begin_name(builder, row->protocol);
        add_blocks(builder, &part);
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
}

/* By language, hour or customer. */
static void
add_parts(JsonBuilder *builder, const CareReportData *data, const CareReportOptions *options)
{
    const gboolean is_customers = options->by == CARE_BY_CUSTOMER;

    begin(builder, options->by == CARE_BY_LANGUAGE ? "by_language"
                   : is_customers                  ? "by_customer"
                                                   : "by_hour");
    for (guint i = 0; i < data->parts->len; i++) {
        const CareBucket *of_one = g_ptr_array_index(data->parts, i);
        CarePart part;

        care_part_of(of_one->cube, NULL, &part);
        begin_name(builder, of_one->name);
        add_blocks(builder, &part);
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
    if (is_customers)
        care_json_count(builder, "customers_left_out", data->n_left);
}

/* @key: "by_quarter", @name: "quarter" */
static void
add_buckets(JsonBuilder *builder, const char *key, const char *name, const GPtrArray *buckets,
            const CareReportData *data, const CareReportOptions *options)
{
    json_builder_set_member_name(builder, key);
    json_builder_begin_array(builder);
    for (guint i = 0; buckets != NULL && i < buckets->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(buckets, i);
        CarePart part;

        care_part_of(bucket->cube, NULL, &part);
        json_builder_begin_object(builder);
        care_json_text(builder, name, bucket->name);
        care_json_time(builder, "from", bucket->from_ms);
        care_json_time(builder, "to", bucket->to_ms);
        care_json_flag(builder, "running", care_part_runs(options, bucket));
        care_json_flag(builder, "partial", care_part_is_cut(data, options, bucket));
        care_json_count(builder, "definitions", care_part_n_definitions(bucket->cube));
        add_blocks(builder, &part);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void
add_change(JsonBuilder *builder, const CareReportData *data, const CareReportOptions *options)
{
    const CareBucket *older, *newer;
    CareChange change;

    if (!care_part_change(data, &older, &newer, &change)) {
        care_json_null(builder, "change");
        return;
    }
    begin(builder, "change");
    care_json_text(builder, "older", older->name);
    care_json_text(builder, "newer", newer->name);
    add_interval(builder, change.verdict != CARE_VERDICT_TOO_FEW,
                 &(CareProportion){change.value, change.low, change.high});
    care_json_text(builder, "verdict", care_verdict_name(change.verdict));
    care_json_flag(builder, "same_definitions", care_part_is_alike(older->cube, newer->cube));
    care_json_flag(builder, "partial",
                   care_part_is_cut(data, options, older) ||
                       care_part_is_cut(data, options, newer));
    care_json_flag(builder, "running", care_part_runs(options, newer));
    json_builder_end_object(builder);
}

static void
add_side(JsonBuilder *builder, const char *key, const CareCusumSide *side)
{
    begin(builder, key);
    if (side->first_alarm > 0)
        care_json_count(builder, "first_alarm", side->first_alarm);
    else
        care_json_null(builder, "first_alarm");
    care_json_double(builder, "peak", side->peak);
    care_json_double(builder, "last", side->last);
    json_builder_end_object(builder);
}

static void
add_cusum(JsonBuilder *builder, const CareReportData *data)
{
    const CareCusum *cusum = data->cusum;

    if (cusum == NULL) {
        care_json_null(builder, "cusum");
        return;
    }
    begin(builder, "cusum");
    care_json_text(builder, "status", cusum->has_baseline ? "ok" : "baseline too small");
    care_json_count(builder, "baseline_n", cusum->n_baseline);
    care_json_flag(builder, "same_definitions", care_part_course_is_alike(data));
    if (cusum->has_baseline) {
        care_json_double(builder, "mean", cusum->mean);
        care_json_double(builder, "sd", cusum->sd);
        care_json_count(builder, "n", cusum->n);
        add_side(builder, "down", &cusum->down);
        add_side(builder, "up", &cusum->up);
    }
    json_builder_end_object(builder);
}

static void
add_period(JsonBuilder *builder, const CareCube *cube, const CareReportOptions *options)
{
    begin(builder, "period");
    if (cube->from_ms == 0 && cube->to_ms == 0) { /* all, and there is none */
        care_json_null(builder, "from");
        care_json_null(builder, "to");
    } else {
        care_json_time(builder, "from", cube->from_ms);
        care_json_time(builder, "to", cube->to_ms);
    }
    care_json_text(builder, "kind", options->kind);
    care_json_text(builder, "timezone", options->timezone);
    json_builder_end_object(builder);
    begin(builder, "filter");
    care_json_text(builder, "agent", options->agent);
    care_json_text(builder, "protocol", options->protocol);
    json_builder_end_object(builder);
    add_scale(builder, cube->scale);
}

JsonNode *
care_json_report(const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    const CareCube *cube;
    CarePart whole;

    g_return_val_if_fail(data != NULL && data->cube != NULL && options != NULL, NULL);

    cube = data->cube;
    care_part_of(cube, NULL, &whole);
    json_builder_begin_object(builder);
    care_json_count(builder, "format", 1);
    add_period(builder, cube, options);
    care_json_flag(builder, "running", care_part_is_running(cube, options));
    add_blocks(builder, &whole);
    add_outcomes(builder, &whole.counts);
    add_definitions(builder, cube);
    add_agents(builder, cube, care_part_team(data));
    add_items(builder, &whole);
    if (options->by == CARE_BY_PROTOCOL)
        add_protocols(builder, cube);
    if (data->parts != NULL)
        add_parts(builder, data, options);
    add_buckets(builder, "by_quarter", "quarter", data->quarters, data, options);
    if (data->weeks != NULL || options->by == CARE_BY_WEEK)
        add_buckets(builder, "by_week", "week", data->weeks, data, options);
    add_change(builder, data, options);
    add_cusum(builder, data);
    care_json_attention(builder, data);
    care_json_voices(builder, data);
    care_json_aside(builder, data, options);
    care_json_risks(builder, data, options);
    json_builder_end_object(builder);
    return json_builder_get_root(builder);
}

char *
care_report_json(const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(JsonNode) root = care_json_report(data, options);

    return root != NULL ? care_json_node(root) : NULL;
}
