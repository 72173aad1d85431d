/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes an audit as JSON and, made from that, as CSV; the keys are a promise, kept in
 * docs/audit.md. */
#include "care-audit.h"
#include "care-json.h"

static void
begin(JsonBuilder *builder, const char *key)
{
    g_autofree char *valid = g_utf8_make_valid(key, -1);

    json_builder_set_member_name(builder, valid);
    json_builder_begin_object(builder);
}

static void
add_name(JsonBuilder *builder, const char *key, const char *name)
{
    g_autofree char *valid = g_utf8_make_valid(name, -1);

    care_json_text(builder, key, valid);
}

/* Value and limits, or three nulls. */
static void
add_interval(JsonBuilder *builder, gboolean is_known, double value, double low, double high)
{
    const struct {
        const char *key;
        double value;
    } all[] = {{"value", value}, {"low", low}, {"high", high}};

    for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
        if (is_known)
            care_json_double(builder, all[i].key, all[i].value);
        else
            care_json_null(builder, all[i].key);
    }
}

static void
add_difference(JsonBuilder *builder, const char *key, gboolean is_known, const CareChange *change)
{
    begin(builder, key);
    add_interval(builder, is_known, change->value, change->low, change->high);
    json_builder_end_object(builder);
}

static void
add_share(JsonBuilder *builder, guint64 k, guint64 n, const CareProportion *share)
{
    care_json_count(builder, "k", k);
    care_json_count(builder, "n", n);
    add_interval(builder, n > 0, share->value, share->low, share->high);
}

static void
add_measures(JsonBuilder *builder, const CareAuditView *view, gboolean has_rest)
{
    begin(builder, "measures");
    for (guint what = 0; what < CARE_N_MEASURES; what++) {
        const CareAuditFigure *figure = &view->figures[what];

        begin(builder, care_measure_name((CareMeasure)what));
        add_share(builder, figure->k, figure->n, &figure->share);
        if (has_rest) {
            begin(builder, "rest");
            add_share(builder, figure->rest_k, figure->rest_n, &figure->rest);
            json_builder_end_object(builder);
            add_difference(builder, "difference", figure->has_difference, &figure->difference);
        }
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
    add_difference(builder, "wait_difference", view->has_wait_difference, &view->wait_difference);
}

/* Weighed beside plain, of the same answers, under the score's own sample rule. */
static void
add_weighted(JsonBuilder *builder, const CareAuditView *view, gboolean is_agent)
{
    const CareScale scale = {view->part.tally.min, view->part.tally.max};
    CareWeighed weighed;
    CareTally tally;
    CareScore plain;

    care_weights_tally(&view->weights, scale, &tally);
    care_score_of(&tally, &plain);
    const gboolean is_shown =
        care_weighed_of(&view->weights, scale, &weighed) && plain.rule >= CARE_RULE_PERCENT_ONLY;

    begin(builder, "weighted");
    care_json_count(builder, "n", weighed.n);
    care_json_count(builder, "unknown", view->weights.unknown);
    add_interval(builder, is_shown, weighed.value, weighed.low, weighed.high);
    if (weighed.n > 0) {
        care_json_double(builder, "n_effective", weighed.n_effective);
        care_json_double(builder, "total", weighed.total);
    } else {
        care_json_null(builder, "n_effective");
        care_json_null(builder, "total");
    }
    begin(builder, "plain");
    add_interval(builder, is_shown, plain.value, plain.low, plain.high);
    json_builder_end_object(builder);
    if (is_agent)
        care_json_flag(builder, "comparable", care_audit_is_comparable(plain.n));
    json_builder_end_object(builder);
}

static void
add_view(JsonBuilder *builder, const CareAuditData *data, const CareAuditSums *desk,
         const char *agent, gboolean has_rest)
{
    CareAuditView view;

    care_audit_view(data, desk, agent, &view);
    care_json_count(builder, "n_chats", care_counts_chats(&view.part.counts));
    care_json_count(builder, "other_scale", view.part.n_other);
    begin(builder, "score");
    care_json_score(builder, &view.part.tally);
    json_builder_end_object(builder);
    if (agent != NULL)
        care_json_flag(builder, "comparable", care_audit_is_comparable(view.part.score.n));
    add_measures(builder, &view, has_rest);
    add_weighted(builder, &view, agent != NULL);
}

static void
add_agents(JsonBuilder *builder, const CareAuditData *data, const CareAuditSums *desk,
           const char *only)
{
    g_auto(GStrv) agents = care_cube_agents(data->cube);
    const gboolean has_rest = g_strv_length(agents) > 1;

    begin(builder, "by_agent");
    for (guint i = 0; agents[i] != NULL; i++) {
        if (only != NULL && g_strcmp0(only, agents[i]) != 0)
            continue;
        begin(builder, agents[i]);
        add_view(builder, data, desk, agents[i], has_rest);
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
}

static void
add_definitions(JsonBuilder *builder, const CareAudit *audit)
{
    json_builder_set_member_name(builder, "definitions");
    json_builder_begin_array(builder);
    for (guint i = 0; i < audit->definitions->len; i++) {
        const CareAuditDefinition *definition = g_ptr_array_index(audit->definitions, i);

        json_builder_begin_object(builder);
        add_name(builder, "definition", definition->name);
        care_json_time(builder, "first", definition->first_ms);
        care_json_time(builder, "last", definition->last_ms);
        care_json_count(builder, "asked", definition->asked);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    json_builder_set_member_name(builder, "changes");
    json_builder_begin_array(builder);
    for (guint i = 0; i < audit->changes->len; i++) {
        const CareAuditChange *change = g_ptr_array_index(audit->changes, i);

        json_builder_begin_object(builder);
        add_name(builder, "to", change->to);
        add_name(builder, "from", change->from);
        care_json_time(builder, "first", change->first_ms);
        care_json_time(builder, "last", change->last_ms);
        care_json_count(builder, "agents", change->agents);
        care_json_count(builder, "times", change->times);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void
add_shared(JsonBuilder *builder, const char *key, guint64 n, const GArray *names)
{
    g_autofree char *count = g_strconcat("n_", key, NULL);

    care_json_count(builder, count, n);
    json_builder_set_member_name(builder, key);
    json_builder_begin_array(builder);
    for (guint i = 0; i < names->len; i++) {
        const CareAuditShared *shared = &g_array_index(names, CareAuditShared, i);

        json_builder_begin_object(builder);
        add_name(builder, "name", shared->name);
        care_json_count(builder, "stores", shared->n);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void
add_stores(JsonBuilder *builder, const CareAuditStores *stores)
{
    if (stores == NULL) {
        care_json_null(builder, "stores");
        return;
    }
    begin(builder, "stores");
    json_builder_set_member_name(builder, "paths");
    json_builder_begin_array(builder);
    for (guint i = 0; i < stores->paths->len; i++) {
        g_autofree char *path = g_utf8_make_valid(g_ptr_array_index(stores->paths, i), -1);

        json_builder_add_string_value(builder, path);
    }
    json_builder_end_array(builder);
    care_json_count(builder, "n_chats_in_several", stores->n_chats);
    add_shared(builder, "agents", stores->n_agents, stores->agents);
    add_shared(builder, "customers", stores->n_customers, stores->customers);
    care_json_count(builder, "n_asked_too_soon", stores->n_twice);
    json_builder_set_member_name(builder, "asked_too_soon");
    json_builder_begin_array(builder);
    for (guint i = 0; i < stores->twice->len; i++) {
        const CareAuditTwice *twice = &g_array_index(stores->twice, CareAuditTwice, i);

        json_builder_begin_object(builder);
        add_name(builder, "customer", twice->customer);
        care_json_time(builder, "before", twice->asked_before_ms);
        care_json_count(builder, "before_store", twice->store_before + 1);
        care_json_time(builder, "asked", twice->asked_ms);
        care_json_count(builder, "store", twice->store + 1);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    json_builder_end_object(builder);
}

static void
add_period(JsonBuilder *builder, const CareAuditData *data, const CareReportOptions *options)
{
    const CareCube *cube = data->cube;
    const gboolean is_known = cube->from_ms != 0 || cube->to_ms != 0;

    begin(builder, "period");
    if (is_known) {
        care_json_time(builder, "from", cube->from_ms);
        care_json_time(builder, "to", cube->to_ms);
    } else {
        care_json_null(builder, "from");
        care_json_null(builder, "to");
    }
    care_json_text(builder, "kind", options->kind);
    care_json_text(builder, "timezone", options->timezone);
    json_builder_end_object(builder);
    begin(builder, "scale");
    json_builder_set_member_name(builder, "min");
    json_builder_add_int_value(builder, cube->scale.min);
    json_builder_set_member_name(builder, "max");
    json_builder_add_int_value(builder, cube->scale.max);
    json_builder_end_object(builder);
}

/* (transfer full) */
static JsonNode *
make(const CareAuditData *data, const CareReportOptions *options)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    CareAuditSums desk;

    care_audit_sums(data, NULL, &desk);
    json_builder_begin_object(builder);
    care_json_count(builder, "format", 1);
    add_period(builder, data, options);
    begin(builder, "desk");
    add_view(builder, data, &desk, NULL, FALSE);
    json_builder_end_object(builder);
    add_agents(builder, data, &desk, options->agent);
    if (data->audit->long_ms >= 0)
        care_json_double(builder, "long_wait_s", (double)data->audit->long_ms / 1000);
    else
        care_json_null(builder, "long_wait_s");
    care_json_count(builder, "n_measured", data->audit->n_measured);
    add_definitions(builder, data->audit);
    add_stores(builder, data->stores);
    json_builder_end_object(builder);
    return json_builder_get_root(builder);
}

char *
care_audit_json(const CareAuditData *data, const CareReportOptions *options)
{
    g_autoptr(JsonNode) root = NULL;

    g_return_val_if_fail(data != NULL && options != NULL, NULL);

    root = make(data, options);
    return care_json_node(root);
}

char *
care_audit_csv(const CareAuditData *data, const CareReportOptions *options)
{
    g_autoptr(JsonNode) root = NULL;

    g_return_val_if_fail(data != NULL && options != NULL, NULL);

    root = make(data, options);
    return care_json_csv(root, data->cube->scale.min);
}
