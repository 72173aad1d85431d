/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the text reports share: translated words, columns that line up, and the score in words. */
#pragma once

#define GETTEXT_PACKAGE "purple-care"
#include <glib/gi18n-lib.h>
#include <purple-care/report.h>

/* For "%llu": translators' tools can't read GLib's own format macros. */
#define CARE_LLU(number) ((unsigned long long)(number))

#define CARE_LABEL_COLUMNS 14

/* Appends @text, then spaces up to @columns of a terminal. */
void care_words_pad(GString *out, const char *text, guint columns);

void care_words_pad_left(GString *out, const char *text,
                         guint columns); /* the same, to the right */

/* Appends @text, in bold where @colour. */
void care_words_bold(GString *out, const char *text, gboolean colour);

/* Appends a line's label in its column. */
void care_words_label(GString *out, const char *label);

/* Sum of (rating - min): what every percent is made of. */
guint64 care_words_points(const CareTally *tally);

/* (transfer full): the report's period in words: "2025-Q1, 2025-01-01 to 2025-03-31,
 * Europe/Berlin". */
char *care_words_period(const CareCube *cube, const CareReportOptions *options);

/* Under how many definitions (wording, scale and guards) the questions counted here were asked. */
guint care_words_definitions(const CareCube *cube);

/* Appends the score under the sample rule and the counts with bars; @lowest, @highest: (nullable):
 * the scale's ends. */
void care_words_score(GString *out, const CareTally *tally, const char *lowest,
                      const char *highest);
