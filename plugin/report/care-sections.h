/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections that the text report is put together from; each begins with an empty line and its
 * title, and is left out where it has nothing to say. */
#pragma once

#include "care-part.h"
#include "care-words.h"

/* Appends what all begins with: the score's name and the period. */
void care_section_head(GString *out, const CareCube *cube, const CareReportOptions *options);

/* Appends a section's title. */
void care_section_title(GString *out, const char *title, gboolean colour);

/* By quarter, with the change between the last two and what the course of ratings says. */
void care_section_quarters(GString *out, const CareReportData *data,
                           const CareReportOptions *options);
void care_section_weeks(GString *out, const CareReportData *data, const CareReportOptions *options);

/* @always: also where no item was answered, to say so. */
void care_section_items(GString *out, const CarePart *whole, gboolean always, gboolean colour);
void care_section_protocols(GString *out, const CareCube *cube, gboolean colour);
/* Where there are several. */
void care_section_definitions(GString *out, const CareCube *cube, gboolean colour);

/* How attentive the chats were: beside the score, never part of it. Nothing where nothing was
 * measured. */
void care_section_attention(GString *out, const CareReportData *data,
                            const CareReportOptions *options);

/* Agents: their counts, drawn scores side by side, and who asks less or more than the others. */
void care_section_agents(GString *out, const CareReportData *data,
                         const CareReportOptions *options);

/* By language, hour or customer, as the options say. */
void care_section_parts(GString *out, const CareReportData *data, const CareReportOptions *options);

/* Another period or report, and the sector's figure; nothing where neither was asked for. */
void care_section_aside(GString *out, const CareReportData *data, const CareReportOptions *options);
void care_section_risks(GString *out, const CareReportData *data, const CareReportOptions *options);
/* Three questions for the team, with the data that raise them. */
void care_section_questions(GString *out, const CareReportData *data,
                            const CareReportOptions *options);

/* What customers said, and what was done about it; nothing where nobody said anything. */
void care_section_voices(GString *out, const CareReportData *data,
                         const CareReportOptions *options);
