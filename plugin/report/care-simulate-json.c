/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a simulation as JSON for programs; the keys are described in docs/simulate.md. */
#include "care-json.h"
#include "care-simulate.h"

#define CUSTOMERS_SHOWN 100 /* most asked first: the whole list of a desk is no figure */

static void
begin(JsonBuilder *builder, const char *key)
{
    json_builder_set_member_name(builder, key);
    json_builder_begin_object(builder);
}

static void
add_flag(JsonBuilder *builder, const char *key, gboolean flag)
{
    json_builder_set_member_name(builder, key);
    json_builder_add_boolean_value(builder, flag);
}

static void
add_known(JsonBuilder *builder, const char *key, gboolean is_known, double value)
{
    if (is_known)
        care_json_double(builder, key, value);
    else
        care_json_null(builder, key);
}

static void
add_time(JsonBuilder *builder, const char *key, gint64 ms)
{
    g_autoptr(GDateTime) time = ms != 0 ? g_date_time_new_from_unix_utc(ms / 1000) : NULL;
    g_autofree char *text = time != NULL ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;

    care_json_text(builder, key, text);
}

static void
add_part(JsonBuilder *builder, const CareSimulatedPart *part)
{
    care_json_count(builder, "n_chats", part->chats);
    care_json_count(builder, "would_ask", part->asked);
    care_json_count(builder, "would_not_ask", part->chats - part->asked);
    begin(builder, "reasons");
    for (guint i = CARE_REASON_NONE + 1; i < CARE_N_REASONS; i++)
        care_json_count(builder, care_reason_name((CareReason)i), part->reasons[i]);
    json_builder_end_object(builder);
}

static void
add_agents(JsonBuilder *builder, const CareSimulated *simulated)
{
    begin(builder, "by_agent");
    for (guint i = 0; i < simulated->agents->len; i++) {
        const CareSimulatedPart *part = g_ptr_array_index(simulated->agents, i);
        g_autofree char *name = g_utf8_make_valid(part->name, -1);

        begin(builder, name);
        add_part(builder, part);
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
}

static void
add_customers(JsonBuilder *builder, const CareSimulated *simulated)
{
    begin(builder, "customers");
    care_json_count(builder, "known", simulated->customers->len);
    care_json_count(builder, "would_ask", simulated->n_asked_customers);
    care_json_count(builder, "anonymous_chats", simulated->n_anonymous);
    json_builder_set_member_name(builder, "most_asked");
    json_builder_begin_array(builder);
    for (guint i = 0; i < MIN(simulated->customers->len, CUSTOMERS_SHOWN); i++) {
        const CareSimulatedPart *part = g_ptr_array_index(simulated->customers, i);

        if (part->asked == 0)
            break;
        json_builder_begin_object(builder);
        care_json_text(builder, "customer", part->name);
        care_json_count(builder, "n_chats", part->chats);
        care_json_count(builder, "would_ask", part->asked);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    json_builder_end_object(builder);
}

static void
add_expected(JsonBuilder *builder, const CareSimulateReport *report)
{
    const CareExpected expected = care_simulate_expected(report);

    begin(builder, "expected");
    begin(builder, "response_rate");
    care_json_double(builder, "value", 100 * report->response);
    care_json_text(builder, "source",
                   report->response_given ? "given"
                   : report->asked > 0    ? "measured"
                                          : "assumed");
    care_json_count(builder, "asked", report->asked);
    care_json_count(builder, "answered", report->answered);
    json_builder_end_object(builder);
    care_json_double(builder, "answers", expected.answers);
    care_json_double(builder, "days", expected.days);
    begin(builder, "score");
    add_known(builder, "value", expected.has_score, expected.score.value);
    add_known(builder, "low", expected.has_score, expected.score.low);
    add_known(builder, "high", expected.has_score, expected.score.high);
    add_known(builder, "width", expected.has_score, expected.score.high - expected.score.low);
    care_json_text(builder, "source", report->shape_measured ? "measured" : "assumed");
    care_json_counts(builder, &report->shape);
    json_builder_end_object(builder);
    json_builder_set_member_name(builder, "changes");
    json_builder_begin_array(builder);
    for (gsize i = 0; i < G_N_ELEMENTS(expected.changes); i++) {
        const CareExpectedChange *change = &expected.changes[i];

        json_builder_begin_object(builder);
        care_json_double(builder, "points", care_simulate_points[i]);
        if (change->answers > 0)
            care_json_count(builder, "answers_per_period", change->answers);
        else
            care_json_null(builder, "answers_per_period");
        add_known(builder, "days", change->has_days, change->days);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    json_builder_end_object(builder);
}

static void
add_logs(JsonBuilder *builder, const CareSimulatedLogs *logs)
{
    if (logs == NULL) {
        care_json_null(builder, "logs");
        return;
    }
    begin(builder, "logs");
    care_json_count(builder, "conversations", logs->peers);
    care_json_count(builder, "files", logs->files);
    care_json_count(builder, "lines", logs->lines);
    care_json_count(builder, "without_agent", logs->chats_alone);
    care_json_count(builder, "unreadable", logs->unreadable);
    care_json_count(builder, "linked_again", logs->again);
    care_json_count(builder, "strange", logs->strange);
    care_json_count(builder, "unclear_lines", logs->unclear);
    care_json_count(builder, "delayed_lines", logs->delayed);
    json_builder_end_object(builder);
}

char *
care_simulate_json(const CareSimulateReport *report)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    const CareSimulated *simulated = report->simulated;

    json_builder_begin_object(builder);
    care_json_count(builder, "format", 1);
    care_json_text(builder, "source", report->logs != NULL ? "logs" : "store");
    care_json_text(builder, "policy", report->policy);
    care_json_text(builder, "mode", report->mode);
    begin(builder, "period");
    add_time(builder, "from", report->period.from_ms);
    add_time(builder, "to", report->period.to_ms);
    care_json_text(builder, "kind", report->period.kind);
    add_time(builder, "first", simulated->first_ms);
    add_time(builder, "last", simulated->last_ms);
    json_builder_end_object(builder);
    add_part(builder, &simulated->all);
    add_agents(builder, simulated);
    add_customers(builder, simulated);
    add_expected(builder, report);
    begin(builder, "assumptions");
    care_json_text(builder, "end", care_end_name(report->end));
    care_json_count(builder, "ends_unknown", report->n_end_unknown);
    care_json_count(builder, "lines_unknown", report->n_lines_unknown);
    add_flag(builder, "all_accounts", report->all_accounts);
    add_flag(builder, "desk_failed", report->desk_failed);
    json_builder_end_object(builder);
    add_logs(builder, report->logs);
    json_builder_end_object(builder);
    return care_json_print(builder);
}
