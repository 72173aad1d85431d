/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of an import share: rows set aside in a temporary table, and names as numbers. */
#pragma once

#include "care-editor.h"
#include "care-fact.h"

/* What is alike in many rows, with names by their place in the import's lists. Compared as bytes:
 * zeroed before it is filled. */
typedef struct {
    gint agent, protocol;
    gint outcome, reason; /* reason: as figures count it */
    gint rating, item, item_rating;
} CareImportKind;

typedef struct {
    CareImportKind kind;
    guint64 n;       /* rows of it */
    gint64 agent;    /* row ids, once they are stored: of the agent, */
    gint64 asked_by; /* of the definition (CARE_NO_ROW: not asked), */
    gint64 cell;     /* of the cell */
} CareImportGroup;

struct _CareImport {
    CareEditor *editor; /* NULL: a dry run */
    CareDb *db;         /* where the rows are set aside; the editor's, the reader's, or our own */
    gboolean owns_db;
    gboolean has_store; /* the connection's main database is one */
    char *definition;
    CareScale scale;
    GPtrArray *agents, *protocols;      /* of char *, by their first appearance */
    GHashTable *agent_of, *protocol_of; /* name to place */
    GArray *groups;                     /* of CareImportGroup */
    GHashTable *group_of;               /* CareImportKind to place */
    GHashTable *person_of;              /* customers' keys to temp.person.n: the latest of them */
    guint64 n_rows;
    gint64 first_ms, last_ms; /* ends of the rows */
    gint64 seen;              /* SQLite's data_version when it was checked */
    gboolean is_open;         /* rows are being set aside, in a transaction */
};

/* In the connection's temporary database:
 * staged: n, line, ext, person, ended_ms, reason, kind (a place in groups): the rows
 * person: n, key, row: customers; one may be there several times, for the memory has a limit */

/* Ends the setting aside. */
gboolean care_import_close_stage(CareImport *import, GError **error);

/* The definition's row, CARE_NO_ROW if there is none yet. OPEN: its answers are on another scale.
 */
gboolean care_import_find_definition(CareImport *import, gint64 *out_row, GError **error);

/* SQLite's count of what others changed. */
gboolean care_import_seen(CareImport *import, gint64 *out_seen, GError **error);

/* --- inside the transaction that stores all, in this order --- */

/* Finds or makes agents, definition, cells and customers. */
gboolean care_import_put_names(CareImport *import, gint64 now_ms, GError **error);

/* Stores the chats. @client: what chat.client says */
gboolean care_import_put_chats(CareImport *import, const char *client, GError **error);

/* (transfer full): what the ledger says of the chats behind @last_row, read from where they are
 * now.
 */
char *care_import_value(CareImport *import, gint64 last_row, GError **error);

/* Adds all groups to the sums, which are made anew where that is less work. */
gboolean care_import_count(CareImport *import, GError **error);
