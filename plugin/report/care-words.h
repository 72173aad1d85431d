/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the text reports share: translated words, columns that line up, and the score in words. */
#pragma once

#define GETTEXT_PACKAGE "purple-care"
#include <glib/gi18n-lib.h>
#include <purple-care/report.h>

/* For "%llu": translators' tools can't read GLib's own format macros. */
#define CARE_LLU(number) ((unsigned long long)(number))

/* How many columns labels have in the language of the texts, and where what is labelled begins. */
guint care_words_label_columns(void);
#define CARE_LABEL_COLUMNS care_words_label_columns()
#define CARE_INDENT        (CARE_LABEL_COLUMNS + 2)

/* From now on this thread's texts are laid out for the terminal of @options; NULL: for any. To be
 * called with NULL when the text is made. */
void care_words_lay_out(const CareReportOptions *options);
/* Columns for words, which are no easier to read on long lines, and for tables. */
guint care_words_line_columns(void);
guint care_words_table_columns(void);
/* Appends a bar of @value / @most of @columns, in eighths of a block; rounded down, but what is not
 * 0 stays visible. Returns the columns it takes. */
guint care_words_bar(GString *out, double value, double most, guint columns);

/* How many columns of a terminal @text takes. */
guint care_words_columns(const char *text);

/* Appends @text, then spaces up to @columns of a terminal. */
void care_words_pad(GString *out, const char *text, guint columns);

void care_words_pad_left(GString *out, const char *text,
                         guint columns); /* the same, to the right */

/* Appends @text, in bold where @colour. */
void care_words_bold(GString *out, const char *text, gboolean colour);

/* Appends a line's label in its column. */
void care_words_label(GString *out, const char *label);

/* Ends the line: breaks it between words where it is too long, and goes on at column @indent. */
void care_words_end(GString *out, guint indent);

/* The same of a table's row, which may fill the terminal. */
void care_words_end_row(GString *out, guint indent);

/* A line of words with a label. */
void care_words_line(GString *out, const char *label, const char *text);

/* The whole number below, and above, as of the figure that JSON prints. */
double care_words_down(double value);
double care_words_up(double value);

/* Of k in n, rounded down: a share that people read should never flatter. 0 at n = 0. */
guint care_words_percent(guint64 k, guint64 n);

/* (transfer full): "79" and "74 to 84" under the sample rule; NULL: hidden. */
char *care_words_shown(const CareScore *score);
char *care_words_limits(const CareScore *score);

/* (transfer full): "40 s", "1 min 5 s", "2 h 10 min"; rounded down */
char *care_words_duration(gint64 ms);

/* Sum of (rating - min): what every percent is made of. */
guint64 care_words_points(const CareTally *tally);

/* (transfer full): the report's period in words: "2025-Q1, 2025-01-01 to 2025-03-31,
 * Europe/Berlin". */
char *care_words_period(const CareCube *cube, const CareReportOptions *options);

/* (transfer full): "2025-03-31", on the clocks of @timezone. */
char *care_words_day(gint64 at_ms, const char *timezone);

/* Columns that the longest bar beside a label takes. */
guint care_words_bar_columns(void);
/* Appends the counts with bars. @with_words: what the ends of the scale were called, where it is
 * known */
void care_words_bars(GString *out, const CareTally *tally, gboolean with_words);
/* Appends the score under the sample rule and the counts with bars. */
void care_words_score(GString *out, const CareTally *tally, gboolean is_running);
