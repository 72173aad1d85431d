/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carries an import out and tells of it: what the options said, as values. */
#pragma once

#include <purple-care/store-import.h>

#define CARE_IMPORT_NAME "import"

typedef struct {
    const char *file; /* "-": standard input */
    const char *store;
    const char *definition;
    CareImportOptions options;
    gboolean dry_run, skip_bad;
} CareImportRun;

/* Returns an exit code, after a summary on standard output or lines on standard error. */
int care_import_run(const CareImportRun *run);
