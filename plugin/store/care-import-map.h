/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says which cell of a row is what, by the file's header and by the user's words about it. */
#pragma once

#include "care-csv.h"

typedef enum { /* in the order of our own header */
               CARE_COLUMN_CHAT_ID,
               CARE_COLUMN_AGENT,
               CARE_COLUMN_CUSTOMER,
               CARE_COLUMN_PROTOCOL,
               CARE_COLUMN_ENDED_AT,
               CARE_COLUMN_OUTCOME,
               CARE_COLUMN_REASON,
               CARE_COLUMN_RATING,
               CARE_COLUMN_ITEM,
               CARE_COLUMN_ITEM_RATING,
               CARE_N_COLUMNS
} CareColumn;

typedef struct _CareImportMap CareImportMap;

/* @text: (nullable): "ours=Their column;ours=:constant", with "\;" for a semicolon in a name;
 * NULL: our own header. NULL with MAP. */
CareImportMap *care_import_map_new(const char *text, GError **error);
void care_import_map_free(CareImportMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareImportMap, care_import_map_free)

/* Whether the user said which column is what. */
gboolean care_import_map_is_given(const CareImportMap *map);

/* Finds the columns in the header, which is the record at hand. FALSE with FILE. */
gboolean care_import_map_bind(CareImportMap *map, const CareCsv *csv, GError **error);

/* How many cells the header has. */
guint care_import_map_width(const CareImportMap *map);

/* (transfer none): what @column is in the record at hand, without the mark that keeps spreadsheets
 * from taking a cell for a formula. NULL: there is no such column. */
const char *care_import_map_cell(const CareImportMap *map, const CareCsv *csv, CareColumn column);

/* "chat_id" */
const char *care_column_name(CareColumn column);
