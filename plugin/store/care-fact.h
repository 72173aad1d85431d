/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps what figures count of a chat beside it, as one small number, and the sums of them. */
#pragma once

#include "care-db.h"

/* What figures know of an ended chat, but for its time. Each combination that occurs is one row of
 * the table `cell`; chat.cell points there, chat.counted_ms is the chat's end; both NULL while it
 * is open. */
typedef struct {
    gint64 agent;         /* row */
    gint64 definition;    /* row; CARE_NO_ROW: not asked */
    const char *protocol; /* borrowed */
    CareOutcome outcome;
    CareReason reason; /* NONE unless NOT_ASKED */
    gint rating;       /* CARE_NO_RATING: none */
    CareItem item;
    gint item_rating; /* CARE_NO_RATING: none */
} CareCell;

#define CARE_NO_RATING (-1)

/* Writer thread, all of this file; inside the caller's transaction. */

/* The row of @cell, made if need be. */
gboolean care_cell_row(CareDb *db, const CareCell *cell, gint64 *out_row, GError **error);

/* After any change of a chat or its final survey: brings chat.cell and the sums up to date. */
gboolean care_fact_settle(CareDb *db, gint64 chat, GError **error);

/* Makes the table of sums anew from all chats; for an import of many. */
gboolean care_rollup_rebuild(CareDb *db, GError **error);

/* The same, in a transaction of its own, if they are due: after a migration. */
gboolean care_rollup_ensure(CareDb *db, GError **error);
