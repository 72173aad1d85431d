/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the score object: what may be said by the sample rule, and under "raw" what arithmetic
 * says. */
#include "care-json.h"
#include "care-words.h"
#include <math.h>

void
care_json_double(JsonBuilder *builder, const char *key, double value)
{
    json_builder_set_member_name(builder, key);
    json_builder_add_double_value(builder, round(value * 1e6) / 1e6);
}

void
care_json_count(JsonBuilder *builder, const char *key, guint64 count)
{
    json_builder_set_member_name(builder, key);
    json_builder_add_int_value(builder, (gint64)count);
}

void
care_json_null(JsonBuilder *builder, const char *key)
{
    json_builder_set_member_name(builder, key);
    json_builder_add_null_value(builder);
}

void
care_json_text(JsonBuilder *builder, const char *key, const char *text)
{
    if (text == NULL) {
        care_json_null(builder, key);
        return;
    }
    json_builder_set_member_name(builder, key);
    json_builder_add_string_value(builder, text);
}

void
care_json_flag(JsonBuilder *builder, const char *key, gboolean flag)
{
    json_builder_set_member_name(builder, key);
    json_builder_add_boolean_value(builder, flag);
}

void
care_json_counts(JsonBuilder *builder, const CareTally *tally)
{
    json_builder_set_member_name(builder, "counts");
    json_builder_begin_array(builder);
    for (gint t = 0; t <= tally->max - tally->min; t++)
        json_builder_add_int_value(builder, (gint64)tally->counts[t]);
    json_builder_end_array(builder);
}

/* Band, bands touched and confirmed; hidden unless @shown. */
static void
add_bands(JsonBuilder *builder, const CareScore *score, gboolean shown)
{
    care_json_text(builder, "band", shown ? care_band_name(score->band) : NULL);
    json_builder_set_member_name(builder, "bands_touched");
    json_builder_begin_array(builder);
    for (guint band = 0; shown && band < CARE_N_BANDS; band++) {
        if (score->touched[band])
            json_builder_add_string_value(builder, care_band_name(band));
    }
    json_builder_end_array(builder);
    care_json_flag(builder, "confirmed", shown && score->confirmed);
}

static void
add_share(JsonBuilder *builder, const char *key, guint64 k, guint64 n)
{
    CareProportion share;

    care_proportion_of(k, n, &share);
    json_builder_set_member_name(builder, key);
    json_builder_begin_object(builder);
    care_json_count(builder, "k", k);
    care_json_count(builder, "n", n);
    care_json_double(builder, "value", share.value);
    care_json_double(builder, "low", share.low);
    care_json_double(builder, "high", share.high);
    json_builder_end_object(builder);
}

static void
add_raw(JsonBuilder *builder, const CareTally *tally, const CareScore *score)
{
    json_builder_set_member_name(builder, "raw");
    json_builder_begin_object(builder);
    care_json_double(builder, "value", score->value);
    care_json_double(builder, "low", score->low);
    care_json_double(builder, "high", score->high);
    care_json_double(builder, "phi", score->phi);
    care_json_double(builder, "n_e", score->n_effective);
    add_bands(builder, score, TRUE);
    care_json_count(builder, "s", care_words_points(tally));
    json_builder_end_object(builder);
}

static void
add_shown(JsonBuilder *builder, const CareTally *tally, const CareScore *score)
{
    const guint span = (guint)(tally->max - tally->min);
    g_autofree char *whole = g_strdup_printf("%u", score->shown);
    g_autofree char *detail =
        g_strdup_printf("%u.%u", score->shown_tenths / 10, score->shown_tenths % 10);

    care_json_text(builder, "shown", whole);
    care_json_text(builder, "shown_detail", detail);
    add_share(builder, "top2", tally->counts[span] + tally->counts[span - 1], score->n);
    add_share(builder, "low_answers", tally->counts[0] + tally->counts[1], score->n);
}

void
care_json_score(JsonBuilder *builder, const CareTally *tally)
{
    static const char *const percents[] = {"value", "low", "high"};
    static const char *const hidden[] = {"shown", "shown_detail", "top2", "low_answers"};
    CareScore score;

    care_score_of(tally, &score);
    const gboolean has_percent = score.rule >= CARE_RULE_PERCENT_ONLY;
    const double values[] = {score.value, score.low, score.high};

    for (gsize i = 0; i < G_N_ELEMENTS(percents); i++) {
        if (has_percent)
            care_json_double(builder, percents[i], values[i]);
        else
            care_json_null(builder, percents[i]);
    }
    care_json_counts(builder, tally);
    care_json_count(builder, "n", score.n);
    add_bands(builder, &score, score.rule == CARE_RULE_BANDS);
    care_json_text(builder, "rule", care_sample_rule_name(score.rule));
    if (has_percent)
        add_shown(builder, tally, &score);
    for (gsize i = 0; !has_percent && i < G_N_ELEMENTS(hidden); i++)
        care_json_null(builder, hidden[i]);
    if (score.n > 0)
        add_raw(builder, tally, &score);
    else
        care_json_null(builder, "raw");
}

/* What turns the direction of text, or drives a terminal, stands in strings alone: there JSON and
 * care_report_safe() escape it alike. (transfer full), with a newline at its end */
static char *
harmless(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GString) all = g_string_new(NULL);

    for (guint i = 0; lines[i] != NULL; i++) {
        g_autofree char *line = care_report_safe(lines[i]);

        g_string_append_printf(all, "%s\n", line);
    }
    return g_string_free(g_steal_pointer(&all), FALSE);
}

char *
care_json_node(JsonNode *root)
{
    g_autoptr(JsonGenerator) generator = json_generator_new();
    g_autofree char *text = NULL;

    json_generator_set_pretty(generator, TRUE);
    json_generator_set_indent(generator, 1);
    json_generator_set_root(generator, root);
    text = json_generator_to_data(generator, NULL);
    return harmless(text);
}

char *
care_json_print(JsonBuilder *builder)
{
    g_autoptr(JsonNode) root = json_builder_get_root(builder);

    return care_json_node(root);
}

char *
care_score_json(const CareTally *tally)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();

    g_return_val_if_fail(tally != NULL, NULL);

    json_builder_begin_object(builder);
    care_json_count(builder, "format", 1);
    care_json_score(builder, tally);
    json_builder_end_object(builder);
    return care_json_print(builder);
}
