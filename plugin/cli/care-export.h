/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows as CSV or JSON, one after another, whatever they are about. */
#pragma once

#include "care-cli-stream.h"

typedef enum { CARE_FIELD_NONE, CARE_FIELD_TEXT, CARE_FIELD_NUMBER, CARE_FIELD_FLAG } CareFieldKind;

typedef struct {
    const char *name;   /* JSON's key */
    const char *text;   /* NULL: as NONE */
    gint64 number;      /* a FLAG's: yes or no, true or false */
    CareFieldKind kind; /* NONE: empty, null */
    gboolean json_only; /* CSV has no such column */
} CareField;

#define CARE_FIELD_OF_TEXT(n, x) ((CareField){.name = (n), .kind = CARE_FIELD_TEXT, .text = (x)})
#define CARE_FIELD_OF_NUMBER(n, x) \
    ((CareField){.name = (n), .kind = CARE_FIELD_NUMBER, .number = (x)})
#define CARE_FIELD_OF_FLAG(n, x) ((CareField){.name = (n), .kind = CARE_FIELD_FLAG, .number = (x)})
/* A number only if @has. */
#define CARE_FIELD_MAYBE(n, has, x) \
    ((CareField){.name = (n), .kind = (has) ? CARE_FIELD_NUMBER : CARE_FIELD_NONE, .number = (x)})

typedef struct _CareExport CareExport;

/* @what: JSON's key of the rows; @heading: CSV's first line, with its end. NULL after an error
 * line. */
CareExport *care_export_new(const char *command, const char *file, gboolean is_json,
                            const char *what, const char *heading);
/* FALSE: it cannot be written. */
gboolean care_export_row(CareExport *export, const CareField *fields, gsize n);
/* Ends it, (transfer full), and puts it in its place if @is_whole. Returns an exit code, FAILED
 * after an error line. */
int care_export_finish(CareExport *export, gboolean is_whole);
