/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pieces of a page; whatever is text is escaped here and nowhere else. */
#pragma once

#include "care-say.h"

#define CARE_HTML_NAME_MAX 200   /* characters of a name from a store */
#define CARE_HTML_TEXT_MAX 10000 /* of a text from a customer */
#define CARE_HTML_ROWS_MAX 500   /* of a table: a browser scrolls no more with ease, nor a reader */

/* Appends @text so that it is nothing but text: markup escaped, control and direction characters
 * written out. */
void care_html_add(GString *out, const char *text);
/* The same of what people outside chose, in an element of its own so that its direction changes
 * nothing around it; cut after @max characters. */
void care_html_add_foreign(GString *out, const char *text, glong max);

/* The same of a text of several lines. */
void care_html_add_lines(GString *out, const char *text);

/* An element with text in it. @tag: "p", or with attributes "p class=\"a\"" */
void care_html_element(GString *out, const char *tag, const char *text);
/* A section with its heading. @level: 2 or 3 */
void care_html_section(GString *out, const char *id, const char *title);
void care_html_section_end(GString *out);

/* Labels and texts as a list; nothing of none. */
void care_html_said(GString *out, const GPtrArray *said);

/* @heads: NULL-terminated, the first is of the rows' names; @caption says what the table is. */
void care_html_table(GString *out, const char *id, const char *caption, const char *const *heads);
/* Begins a row. @is_foreign: @name is from a store; @note: (nullable): stands under it, as a column
 * of its own would be out of sight on a narrow screen */
void care_html_row(GString *out, const char *name, gboolean is_foreign, const char *note);
void care_html_cell(GString *out, const char *text); /* (nullable) @text: a dash */
void care_html_count(GString *out, guint64 count);
void care_html_score(GString *out, const CareScore *score); /* two cells, under the sample rule */
void care_html_row_end(GString *out);
void care_html_table_end(GString *out);
/* A line under a table: how many of its rows are here, unless all are. @where: how to see others */
void care_html_left_out(GString *out, guint64 n_shown, guint64 n, const char *where);
