/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns a record's cells into a chat, or says which of them is wrong and what it should be. */
#pragma once

#include "care-import-map.h"

typedef struct {
    CareScale scale;
    GTimeZone *zone;     /* of times that have none; NULL: each must have its own */
    CareOutcome unrated; /* see CareImportOptions */
    gint64 now_ms;
} CareImportRules;

/**
 * care_import_row_read:
 * @csv: its record at hand is the row
 * @key: where the customer's key is built; belongs to the caller
 * @out_row: points into @map, @csv and @key
 * @error: ROW: names the column, never what stands in it
 */
gboolean care_import_row_read(const CareImportRules *rules, const CareImportMap *map,
                              const CareCsv *csv, GString *key, CareImportRow *out_row,
                              GError **error);
