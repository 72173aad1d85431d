/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the twelve attributes as JSON; figures are members of the report's own JSON, so that the
 * two cannot differ. */
#include "care-json.h"
#include "care-kpi.h"

#define KEYS_MAX 12

/* What of a report belongs to which attribute: of the period's, and of the history's. */
static const struct {
    const char *period[KEYS_MAX], *past[KEYS_MAX];
} figures[CARE_N_KPIS] = {
    [CARE_KPI_INSIGHTS] = {.period = {"score", "by_item"}},
    [CARE_KPI_MEASUREMENT] = {.period = {"scale", "n_chats", "asked", "pending", "answered",
                                         "other_scale", "response_rate", "worst_case", "outcomes",
                                         "reasons"}},
    [CARE_KPI_TREND] = {.past = {"by_quarter", "change", "cusum"}},
    [CARE_KPI_QUESTIONS] = {.period = {"questions"}},
    [CARE_KPI_RISKS] = {.period = {"risks"}},
    [CARE_KPI_CHANGE] = {.period = {"definitions", "by_definition"}},
};

static void
copy(JsonBuilder *builder, JsonNode *report, const char *const *keys)
{
    JsonObject *object = json_node_get_object(report);

    for (; *keys != NULL; keys++) {
        json_builder_set_member_name(builder, *keys);
        json_builder_add_value(builder, json_node_copy(json_object_get_member(object, *keys)));
    }
}

/* (transfer full): the sentences, a line each; valid UTF-8, for a name in them may be anybody's. */
static char *
text_of(const CareKpi *kpi, CareKpiAttribute attribute)
{
    g_autoptr(GPtrArray) said = care_kpi_said(kpi, attribute);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < said->len; i++) {
        const CareSaid *line = g_ptr_array_index(said, i);

        g_string_append_printf(text, "%s%s%s%s", i > 0 ? "\n" : "",
                               line->label != NULL ? line->label : "",
                               line->label != NULL ? ": " : "", line->text);
    }
    return g_utf8_make_valid(text->str, (gssize)text->len);
}

static void
add_ends(JsonBuilder *builder, const CareKpi *kpi)
{
    const gboolean has_ends = kpi->n_items > 1;

    care_json_text(builder, "lowest_item", has_ends ? care_item_name(kpi->lowest) : NULL);
    care_json_text(builder, "highest_item", has_ends ? care_item_name(kpi->highest) : NULL);
}

static void
add_formula(JsonBuilder *builder, const CareKpi *kpi)
{
    const CareScore *score = &kpi->whole.score;
    const gboolean is_shown = score->rule >= CARE_RULE_PERCENT_ONLY;

    care_json_count(builder, "s", care_words_points(&kpi->whole.tally));
    care_json_count(builder, "r", (guint64)(kpi->whole.tally.max - kpi->whole.tally.min));
    care_json_count(builder, "n", score->n);
    if (is_shown)
        care_json_double(builder, "value", score->value);
    else
        care_json_null(builder, "value");
}

/* @name, @text: keys of the two */
static void
add_list(JsonBuilder *builder, const char *key, const GPtrArray *list, const char *name)
{
    json_builder_set_member_name(builder, key);
    json_builder_begin_array(builder);
    for (guint i = 0; i < list->len; i++) {
        const CareSaid *line = g_ptr_array_index(list, i);

        json_builder_begin_object(builder);
        care_json_text(builder, name, line->label);
        care_json_text(builder, "text", line->text);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void
add_tips(JsonBuilder *builder, const CareKpi *kpi)
{
    g_autoptr(GPtrArray) tips = care_kpi_tips(kpi);

    add_list(builder, "tips", tips, "for");
}

static void
add_tools(JsonBuilder *builder, const CareKpi *kpi)
{
    g_autoptr(GPtrArray) tools = care_kpi_tools(kpi);

    add_list(builder, "tools", tools, "command");
}

static void
add_points(JsonBuilder *builder, const CareKpi *kpi)
{
    json_builder_set_member_name(builder, "to_see");
    json_builder_begin_array(builder);
    for (gsize i = 0; kpi->has_expected && i < CARE_SIMULATE_CHANGES; i++) {
        const CareExpectedChange *change = &kpi->expected.changes[i];

        json_builder_begin_object(builder);
        care_json_double(builder, "points", care_simulate_points[i]);
        if (change->answers > 0)
            care_json_count(builder, "answers_in_each", change->answers);
        else
            care_json_null(builder, "answers_in_each");
        if (change->has_days)
            care_json_double(builder, "days", change->days);
        else
            care_json_null(builder, "days");
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void
add_twice(JsonBuilder *builder, const CareKpi *kpi)
{
    if (!kpi->has_twice) {
        care_json_null(builder, "twice_as_many");
        return;
    }
    json_builder_set_member_name(builder, "twice_as_many");
    json_builder_begin_object(builder);
    care_json_double(builder, "low", kpi->twice.low);
    care_json_double(builder, "high", kpi->twice.high);
    json_builder_end_object(builder);
}

static void
add_own(JsonBuilder *builder, const CareKpi *kpi, CareKpiAttribute attribute)
{
    switch (attribute) {
    case CARE_KPI_INSIGHTS:
        add_ends(builder, kpi);
        break;
    case CARE_KPI_FORMULA:
        add_formula(builder, kpi);
        break;
    case CARE_KPI_TIPS:
        add_tips(builder, kpi);
        break;
    case CARE_KPI_TOOLS:
        add_tools(builder, kpi);
        break;
    case CARE_KPI_CHANGE:
        add_twice(builder, kpi);
        add_points(builder, kpi);
        break;
    default: /* words, and what a report has */
        break;
    }
}

char *
care_kpi_json(const CareReportData *data, const CareReportOptions *options)
{
    static const char *const head[] = {"period", "running", NULL};
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonNode) period = NULL;
    g_autoptr(JsonNode) past = NULL;
    CareKpi kpi;

    g_return_val_if_fail(data != NULL && data->cube != NULL && options != NULL, NULL);

    care_kpi_gather(data, options, &kpi);
    period = care_json_report(kpi.data, options);
    past = care_json_report(kpi.past, &kpi.past_options);

    json_builder_begin_object(builder);
    care_json_count(builder, "format", 1);
    copy(builder, period, head);
    for (guint i = 0; i < CARE_N_KPIS; i++) {
        g_autofree char *text = text_of(&kpi, (CareKpiAttribute)i);

        json_builder_set_member_name(builder, care_kpi_name((CareKpiAttribute)i));
        json_builder_begin_object(builder);
        care_json_text(builder, "text", text);
        copy(builder, period, figures[i].period);
        copy(builder, past, figures[i].past);
        add_own(builder, &kpi, (CareKpiAttribute)i);
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
    return care_json_print(builder);
}
