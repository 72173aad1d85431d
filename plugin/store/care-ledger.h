/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The append-only account of what was counted, which holds nothing personal. */
#pragma once

#include "care-db.h"

#define CARE_LEDGER_NO_HASH \
    "0000000000000000000000000000000000000000000000000000000000000000" /* before the first row */

/* (transfer full): the hash of a row, in hex. @before: that of the row before; @chat: (nullable).
 * Any thread. */
char *care_ledger_hash(const char *before, gint64 seq, gint64 at_ms, const char *chat,
                       const char *kind, const char *value);

/**
 * care_ledger_add:
 * @chat: (nullable): the chat's UUID
 *
 * Adds a row whose hash covers it and the row before: docs/store.md, "Ledger", says how to
 * recompute it. Inside the caller's transaction. Writer thread.
 */
gboolean care_ledger_add(CareDb *db, gint64 at_ms, const char *chat, const char *kind,
                         const char *value, GError **error);
