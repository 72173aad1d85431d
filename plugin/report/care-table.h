/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns that line up on a terminal: a name, figures to the right, and a word or bar after them;
 * on a narrow one a list. */
#pragma once

#include <glib.h>

typedef struct _CareTable CareTable;

/* @heads: of the figures' columns, NULL-terminated. */
CareTable *care_table_new(const char *const *heads);
void care_table_free(CareTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareTable, care_table_free)

/* One more column, before the first row. */
void care_table_head(CareTable *table, const char *head);
/* Begins a row. @name: any text; made harmless here. */
void care_table_row(CareTable *table, const char *name);
/* The next figure of the newest row; NULL: none, "-". */
void care_table_text(CareTable *table, const char *text);
void care_table_count(CareTable *table, guint64 count);
/* What follows the newest row's figures; replaces what was there. */
void care_table_note(CareTable *table, const char *note);

/* Appends all rows; a name too long for its column gets a line of its own. */
void care_table_print(const CareTable *table, GString *out);
