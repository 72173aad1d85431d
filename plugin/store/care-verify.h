/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of a verification share: where they read, whom they tell, and how much of it. */
#pragma once

#include "care-db.h"
#include <purple-care/store-admin.h>

typedef enum { /* kinds of findings: of each the first few are told one by one */
               CARE_FINDING_FILE,
               CARE_FINDING_REFERENCE,
               CARE_FINDING_LEDGER,
               CARE_FINDING_OUTCOME,
               CARE_FINDING_ANSWER,
               CARE_FINDING_IMPORT,
               CARE_FINDING_SURVEY,
               CARE_FINDING_CELL,
               CARE_FINDING_SUM,
               CARE_FINDING_ATTENTION,
               CARE_FINDING_REMINDER,
               CARE_N_FINDINGS
} CareFinding;

typedef struct {
    CareReader *reader;
    CareDb *db; /* the reader's, in one transaction all the time */
    CareProgressFunc progress;
    CareFindingFunc found;
    gpointer data;
    CareVerified result;
    guint64 done, total; /* rows, for the progress */
    guint n_told[CARE_N_FINDINGS];
    guint n_more[CARE_N_FINDINGS]; /* found beyond what is told one by one */
} CareVerify;

/* All of this file: any thread. */

/* Tells a fault; of a kind that was told often already it is only counted. */
void care_verify_tell(CareVerify *verify, CareFinding kind, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* One row more was looked at. */
void care_verify_tick(CareVerify *verify);

/* The parts: FALSE with @error if something could not be read. */
gboolean care_verify_ledger(CareVerify *verify, GError **error);
gboolean care_verify_outcomes(CareVerify *verify, GError **error);
gboolean care_verify_answers(CareVerify *verify, GError **error);
gboolean care_verify_imports(CareVerify *verify, GError **error);
gboolean care_verify_surveys(CareVerify *verify, GError **error);
gboolean care_verify_cells(CareVerify *verify, GError **error);
gboolean care_verify_sums(CareVerify *verify, GError **error);
gboolean care_verify_attended(CareVerify *verify, GError **error);

/* A text column as it stands in the file, "" for NULL; its first NUL ends it. Valid until the next
 * step. */
const char *care_verify_text(sqlite3_stmt *query, int column);

/* Whether the loop over @query came to its end without @failed (transfer full), which goes to
 * @error. */
gboolean care_verify_ended(GError *failed, GError **error);
