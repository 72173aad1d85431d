/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The JSON pieces that several outputs share; keys in docs/scoring.md. */
#pragma once

#include <json-glib/json-glib.h>
#include <purple-care/report.h>

/* Adds @value rounded to six decimals. */
void care_json_double(JsonBuilder *builder, const char *key, double value);
void care_json_count(JsonBuilder *builder, const char *key, guint64 count);
void care_json_text(JsonBuilder *builder, const char *key,
                    const char *text); /* (nullable) @text: null */
void care_json_null(JsonBuilder *builder, const char *key);

/* Adds "counts": how many of each rating, lowest first. */
void care_json_counts(JsonBuilder *builder, const CareTally *tally);

/* Adds the members of the score object to the object that is open. */
void care_json_score(JsonBuilder *builder, const CareTally *tally);

/* Adds "attentiveness", with nulls for what there is not. */
void care_json_attention(JsonBuilder *builder, const CareReportData *data);

/* What care_report_json() and care_report_csv() print. (transfer full) */
JsonNode *care_json_report(const CareReportData *data, const CareReportOptions *options);

void care_json_flag(JsonBuilder *builder, const char *key, gboolean flag);
/* Adds a time in UTC; null where it lies outside the years 1 to 9999. */
void care_json_time(JsonBuilder *builder, const char *key, gint64 at_ms);

/* Adds "compare" and "sector", null where nobody asked for them. */
void care_json_aside(JsonBuilder *builder, const CareReportData *data,
                     const CareReportOptions *options);
/* Adds "risks" and "questions". */
void care_json_risks(JsonBuilder *builder, const CareReportData *data,
                     const CareReportOptions *options);

/* (transfer full): what @builder holds, indented by one, with a newline at its end. */
char *care_json_print(JsonBuilder *builder);
/* The same of @root. */
char *care_json_node(JsonNode *root);
/* (transfer full): the same figures as CSV, a line for each; @lowest: rating that counts begin
 * with.
 */
char *care_json_csv(JsonNode *root, gint lowest);

/* Adds "comments": what customers said; null where that was not read. */
void care_json_voices(JsonBuilder *builder, const CareReportData *data);
