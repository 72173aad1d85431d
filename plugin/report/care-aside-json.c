/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes what stands beside a report as JSON: another period, a sector, warnings, questions. */
#include "care-json.h"
#include "care-other.h"
#include "care-question.h"
#include "care-risk.h"

static void
begin(JsonBuilder *builder, const char *key)
{
    json_builder_set_member_name(builder, key);
    json_builder_begin_object(builder);
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
add_values(JsonBuilder *builder, gboolean is_known, const CareProportion *values)
{
    add_known(builder, "value", is_known, values->value);
    add_known(builder, "low", is_known, values->low);
    add_known(builder, "high", is_known, values->high);
}

static void
add_change(JsonBuilder *builder, const char *key, const CareAside *aside, const CareChange *change)
{
    const gboolean is_compared = aside->bar == CARE_BAR_NONE;
    const gboolean is_known = is_compared && change->verdict != CARE_VERDICT_TOO_FEW;

    begin(builder, key);
    add_values(builder, is_known, &(CareProportion){change->value, change->low, change->high});
    care_json_text(builder, "verdict",
                   is_compared && !aside->is_running ? care_verdict_name(change->verdict) : NULL);
    json_builder_end_object(builder);
}

static void
add_text(JsonBuilder *builder, const char *key, const char *text)
{
    g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, -1) : NULL;

    care_json_text(builder, key, valid);
}

/* The period of what is compared with; nulls where it is not known. */
static void
add_period(JsonBuilder *builder, const CareOther *other)
{
    if (other->from_ms == 0 && other->to_ms == 0) {
        care_json_null(builder, "from");
        care_json_null(builder, "to");
        return;
    }
    care_json_time(builder, "from", other->from_ms);
    care_json_time(builder, "to", other->to_ms);
}

static void
add_other(JsonBuilder *builder, const CareReportData *data, const CareReportOptions *options)
{
    const CareOther *other = data->other;
    CareAside aside;

    if (other == NULL) {
        care_json_null(builder, "compare");
        return;
    }
    care_aside_of(data, options, &aside);
    begin(builder, "compare");
    add_text(builder, "with", other->name);
    add_period(builder, other);
    care_json_count(builder, "n_chats", other->chats);
    care_json_count(builder, "asked", other->asked);
    care_json_count(builder, "answered", other->answered);
    begin(builder, "score");
    care_json_score(builder, &other->tally);
    json_builder_end_object(builder);
    care_json_flag(builder, "comparable", aside.bar == CARE_BAR_NONE);
    care_json_text(builder, "why_not", care_bar_name(aside.bar));
    care_json_flag(builder, "running", aside.is_running);
    add_change(builder, "change", &aside, &aside.change);
    add_change(builder, "response_change", &aside, &aside.response);
    json_builder_end_object(builder);
}

static void
add_sector(JsonBuilder *builder, const CareReportData *data)
{
    const CareSector *sector = data->sector;
    CareProportion gap = {0};

    if (sector == NULL) {
        care_json_null(builder, "sector");
        return;
    }
    const gboolean is_known = care_sector_gap(data, &gap);

    begin(builder, "sector");
    care_json_text(builder, "name", sector->name);
    care_json_double(builder, "published", sector->tenths / 10.0);
    care_json_count(builder, "year", (guint64)sector->year);
    care_json_text(builder, "measure", sector->measure);
    care_json_text(builder, "source", sector->source);
    if (sector->reported_by != NULL)
        care_json_text(builder, "reported_by", sector->reported_by);
    else
        care_json_null(builder, "reported_by");
    care_json_flag(builder, "comparable_one_to_one", FALSE);
    begin(builder, "gap");
    add_values(builder, is_known, &gap);
    json_builder_end_object(builder);
    json_builder_end_object(builder);
}

void
care_json_aside(JsonBuilder *builder, const CareReportData *data, const CareReportOptions *options)
{
    add_other(builder, data, options);
    add_sector(builder, data);
}

static void
add_risk(JsonBuilder *builder, const CareRisk *risk)
{
    g_autofree char *words = care_risk_words(risk);

    json_builder_begin_object(builder);
    care_json_text(builder, "risk", care_risk_name(risk->kind));
    care_json_text(builder, "state", care_risk_state_name(risk->state));
    care_json_count(builder, "k", risk->k);
    care_json_count(builder, "n", risk->n);
    add_text(builder, "words", words);
    care_json_text(builder, "quarter", risk->now);
    care_json_text(builder, "before", risk->before);
    json_builder_end_object(builder);
}

void
care_json_risks(JsonBuilder *builder, const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GPtrArray) questions = care_questions_of(data, options);
    CareRisk risks[CARE_N_RISKS];

    care_risks_of(data, options, risks);
    json_builder_set_member_name(builder, "risks");
    json_builder_begin_array(builder);
    for (guint i = 0; i < CARE_N_RISKS; i++)
        add_risk(builder, &risks[i]);
    json_builder_end_array(builder);
    json_builder_set_member_name(builder, "questions");
    json_builder_begin_array(builder);
    for (guint i = 0; i < questions->len; i++) {
        const CareQuestion *question = g_ptr_array_index(questions, i);

        json_builder_begin_object(builder);
        care_json_text(builder, "name", question->name);
        care_json_text(builder, "question", question->question);
        add_text(builder, "because", question->because);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}
