/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads CSV record by record, in bounded memory and by RFC 4180 to the letter. */
#pragma once

#include <purple-care/store-import.h>

#define CARE_CSV_CELL_MAX 65536 /* bytes */
#define CARE_CSV_RECORD_MAX                                              \
    1048576 /* bytes: whoever sends a line of a gigabyte is told so soon \
             */
#define CARE_CSV_COLUMNS_MAX 256

typedef struct _CareCsv CareCsv;

typedef enum {
    CARE_CSV_RECORD, /* its cells can be read until the next call */
    CARE_CSV_END,
    CARE_CSV_BAD, /* with an error: ROW or FILE */
} CareCsvNext;

CareCsv *care_csv_new(CareReadFunc read, gpointer data);
void care_csv_free(CareCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareCsv, care_csv_free)

/* The next record that is not an empty line. After ROW it goes on behind the end of the bad
 * record's line. */
CareCsvNext care_csv_next(CareCsv *csv, GError **error);

guint care_csv_n_cells(const CareCsv *csv);
/* (transfer none): valid UTF-8 without a NUL inside. */
const char *care_csv_cell(const CareCsv *csv, guint n);

/* The line, from 1, in which the record begins or, after BAD, in which the mistake is. */
guint64 care_csv_line(const CareCsv *csv);
guint64 care_csv_bytes(const CareCsv *csv);
