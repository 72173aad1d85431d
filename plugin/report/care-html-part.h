/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections that the page is put together from; each is left out where it has nothing to say. */
#pragma once

#include "care-chart.h"
#include "care-html-write.h"

/* The style sheet, for light and dark, screen and paper. */
void care_html_style(GString *out);

/* A chart with its caption. @id: once in the page; @table: what the table with its figures is
 * called; NULL: they are in the list beside it */
typedef struct {
    const char *id, *title, *caption, *table;
} CareHtmlFigure;
void care_html_figure(GString *out, const CareChart *chart, const CareHtmlFigure *figure);

/* What every page begins with, up to its body, and ends with: what it is of and what made it.
 * @period: in words */
void care_html_head(GString *out, const char *title);
void care_html_foot(GString *out, const CareReportData *data, const CareReportOptions *options,
                    const char *period);

/* How many gave each rating: a chart and its table. */
void care_html_ratings(GString *out, const CarePart *whole);
/* The same of the score by quarter, of which there is one at least. Returns how many quarters
 * before them are left out. */
guint care_html_quarters_chart(GString *out, const CareReportData *data,
                               const CareReportOptions *options);

/* The score, so far as there is one, and how sure it is: what a reader sees first. */
void care_html_hero(GString *out, const CarePart *whole);
void care_html_score_section(GString *out, const CarePart *whole, gboolean is_running);
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
