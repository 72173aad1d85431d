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

/* (transfer full): what @builder holds, indented by one, with a newline at its end. */
char *care_json_print(JsonBuilder *builder);
