/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections that the page is put together from; each is left out where it has nothing to say. */
#pragma once

#include "care-chart.h"
#include "care-html-write.h"

/* The style sheet, for light and dark, screen and paper. */
void care_html_style(GString *out);

/* A chart with its caption. @id: once in the page; @table: what the table with its figures is
 * called */
typedef struct {
    const char *id, *title, *caption, *table;
} CareHtmlFigure;
void care_html_figure(GString *out, const CareChart *chart, const CareHtmlFigure *figure);

void care_html_score_section(GString *out, const CarePart *whole);
void care_html_chats_section(GString *out, const CarePart *whole);
void care_html_quarters(GString *out, const CareReportData *data, const CareReportOptions *options);
void care_html_weeks(GString *out, const CareReportData *data, const CareReportOptions *options);
void care_html_items(GString *out, const CarePart *whole, gboolean always);
void care_html_agents(GString *out, const CareReportData *data, const CareReportOptions *options);
/* By language, hour or customer. */
void care_html_parts(GString *out, const CareReportData *data, const CareReportOptions *options);
/* What customers said, in their own words where policy shows them. */
void care_html_voices(GString *out, const CareReportData *data, const CareReportOptions *options);
void care_html_protocols(GString *out, const CareCube *cube);
/* Where there are several. */
void care_html_definitions(GString *out, const CareCube *cube);
