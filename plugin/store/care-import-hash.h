/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the ledger holds of an import: one hash over all its chats, that verify can make again. */
#pragma once

#include "care-db.h"

typedef struct { /* of one chat, as chat and cell have it */
    const char *ext, *agent, *protocol, *outcome;
    const char *reason;       /* chat.reason: their own word; "" for none */
    const char *item;         /* cell.item: "none" for none */
    gint64 ended_ms;          /* chat.counted_ms */
    gint rating, item_rating; /* CARE_NO_RATING: none */
} CareImportHashed;

/* Adds the chat to @sum, a SHA-256, as nine lines; chats go in by the order of their row ids. */
void care_import_hash_add(GChecksum *sum, const CareImportHashed *chat);

/* (transfer full): the value of the ledger's row, "600:9f86d0...". @sum can take no more then. */
char *care_import_hash_value(GChecksum *sum, guint64 n_chats);
