/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns what was set aside into rows of the store, by statements that take all of it at once. */
#include "care-customer.h"
#include "care-import-hash.h"
#include "care-import.h"

/* --- names --- */

static gboolean
name_row(CareDb *db, const char *name, gint64 *out_row, GError **error)
{
    return care_db_int(db, "SELECT id FROM agent WHERE name = ?1", CARE_NO_ROW, out_row, error,
                       CARE_TEXT(name)) &&
           (*out_row != CARE_NO_ROW ||
            care_db_int(db, "INSERT INTO agent (name) VALUES (?1) RETURNING id", CARE_NO_ROW,
                        out_row, error, CARE_TEXT(name)));
}

static gboolean
definition_row(CareImport *import, gint64 *out_row, GError **error)
{
    return care_import_find_definition(import, out_row, error) &&
           (*out_row != CARE_NO_ROW ||
            care_db_int(import->db,
                        "INSERT INTO definition (hash, min, max) VALUES (?1, ?2, ?3) RETURNING id",
                        CARE_NO_ROW, out_row, error, CARE_TEXT(import->definition),
                        CARE_INT(import->scale.min), CARE_INT(import->scale.max)));
}

static gboolean
group_rows(CareImport *import, CareImportGroup *group, GError **error)
{
    const CareImportKind *kind = &group->kind;
    CareCell cell = {.protocol = g_ptr_array_index(import->protocols, kind->protocol),
                     .outcome = (CareOutcome)kind->outcome,
                     .reason = (CareReason)kind->reason,
                     .rating = kind->rating,
                     .item = (CareItem)kind->item,
                     .item_rating = kind->item_rating};

    group->asked_by = CARE_NO_ROW;
    if (!name_row(import->db, g_ptr_array_index(import->agents, kind->agent), &group->agent,
                  error) ||
        (kind->outcome != CARE_OUTCOME_NOT_ASKED &&
         !definition_row(import, &group->asked_by, error)))
        return FALSE;
    cell.agent = group->agent;
    cell.definition = group->asked_by;
    return care_cell_row(import->db, &cell, &group->cell, error);
}

static gboolean
put_groups(CareImport *import, GError **error)
{
    for (guint i = 0; i < import->groups->len; i++) {
        CareImportGroup *group = &g_array_index(import->groups, CareImportGroup, i);

        if (group->n > 0 && !group_rows(import, group, error))
            return FALSE;
    }
    return TRUE;
}

/* --- customers --- */

/* Who was erased here once and comes again begins with their wishes. */
static gboolean
put_persons_one_by_one(CareImport *import, gint64 now_ms, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *persons = care_db_query(import->db, "SELECT key FROM temp.person", error);

    if (persons == NULL)
        return FALSE;
    while (care_db_step(persons, &failed)) {
        const char *key = (const char *)sqlite3_column_text(persons, 0);
        gint64 row;

        if (!care_customer_row(import->db, key, now_ms, &row, error)) {
            sqlite3_reset(persons);
            return FALSE;
        }
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static gboolean
put_persons(CareImport *import, gint64 now_ms, GError **error)
{
    gint64 n_tombstones = 0;
    gboolean is_put;

    if (!care_db_int(import->db, "SELECT count(*) FROM tombstone", 0, &n_tombstones, error))
        return FALSE;
    if (n_tombstones > 0)
        is_put = put_persons_one_by_one(import, now_ms, error);
    else
        is_put = care_db_run(import->db,
                             "INSERT INTO customer (key, created_ms) SELECT key, ?1"
                             " FROM temp.person WHERE TRUE ORDER BY key"
                             " ON CONFLICT (key) DO NOTHING",
                             error, CARE_INT(now_ms));
    return is_put && care_db_run(import->db,
                                 "UPDATE temp.person SET row ="
                                 " (SELECT id FROM customer u WHERE u.key = person.key)",
                                 error);
}

gboolean
care_import_put_names(CareImport *import, gint64 now_ms, GError **error)
{
    return put_groups(import, error) && put_persons(import, now_ms, error);
}

/* --- chats --- */

static gboolean
put_kinds(CareImport *import, GError **error)
{
    if (!care_db_exec(import->db,
                      "DROP TABLE IF EXISTS temp.kind;"
                      "CREATE TABLE temp.kind (id INTEGER PRIMARY KEY, agent INTEGER,"
                      " protocol TEXT, outcome TEXT, cell INTEGER)",
                      error))
        return FALSE;
    for (guint i = 0; i < import->groups->len; i++) {
        const CareImportGroup *group = &g_array_index(import->groups, CareImportGroup, i);

        if (group->n > 0 &&
            !care_db_run(import->db,
                         "INSERT INTO temp.kind (id, agent, protocol, outcome, cell)"
                         " VALUES (?1, ?2, ?3, ?4, ?5)",
                         error, CARE_INT(i), CARE_INT(group->agent),
                         CARE_TEXT(g_ptr_array_index(import->protocols, group->kind.protocol)),
                         CARE_TEXT(care_outcome_name((CareOutcome)group->kind.outcome)),
                         CARE_INT(group->cell)))
            return FALSE;
    }
    return TRUE;
}

/* In the order of their ids: so the index of these grows at its end, or nearly. One statement for
 * all takes three quarters of the time that one for each would. */
static const char insert_chats[] =
    "INSERT INTO chat (ext, agent, protocol, account, room, customer, started_ms, last_ms,"
    " ended_ms, agent_lines, customer_lines, ended_by, outcome, reason, client, counted_ms, cell)"
    " SELECT s.ext, k.agent, k.protocol, '', 0, p.row, s.ended_ms, s.ended_ms, s.ended_ms, 0, 0,"
    " 'none', k.outcome, s.reason, ?1, s.ended_ms, k.cell"
    " FROM temp.staged s CROSS JOIN temp.kind k ON k.id = s.kind"
    " LEFT JOIN temp.person p ON p.n = s.person ORDER BY s.ext";

/* Who told the other system to ask no more is not asked here either. */
static const char note_wishes[] =
    "UPDATE customer SET opted_out_ms = w.ended_ms FROM"
    " (SELECT p.row, max(s.ended_ms) AS ended_ms FROM temp.kind k"
    "  JOIN temp.staged s ON s.kind = k.id JOIN temp.person p ON p.n = s.person"
    "  WHERE k.outcome = 'opted_out' GROUP BY p.row) w"
    " WHERE customer.id = w.row AND opted_out_ms IS NULL";

gboolean
care_import_put_chats(CareImport *import, const char *client, GError **error)
{
    return put_kinds(import, error) &&
           care_db_run(import->db, insert_chats, error, CARE_TEXT(client)) &&
           care_db_exec(import->db, note_wishes, error) &&
           care_db_exec(import->db, "DROP TABLE temp.kind", error);
}

/* Which group a cell is. (transfer full) */
static GHashTable *
groups_by_cell(const CareImport *import)
{
    GHashTable *groups = g_hash_table_new(g_direct_hash, g_direct_equal);

    for (guint i = 0; i < import->groups->len; i++) {
        CareImportGroup *group = &g_array_index(import->groups, CareImportGroup, i);

        if (group->n > 0)
            g_hash_table_insert(groups, GSIZE_TO_POINTER((gsize)group->cell), group);
    }
    return groups;
}

/* @row: ext, counted_ms, outcome, reason */
static void
add_to_hash(const CareImport *import, const CareImportGroup *group, GChecksum *sum,
            sqlite3_stmt *row)
{
    const CareImportKind *kind = &group->kind;
    const CareImportHashed chat = {
        .ext = (const char *)sqlite3_column_text(row, 0),
        .agent = g_ptr_array_index(import->agents, kind->agent),
        .protocol = g_ptr_array_index(import->protocols, kind->protocol),
        .ended_ms = sqlite3_column_int64(row, 1),
        .outcome = (const char *)sqlite3_column_text(row, 2),
        .reason = (const char *)sqlite3_column_text(row, 3),
        .rating = kind->rating,
        .item = care_item_name((CareItem)kind->item),
        .item_rating = kind->item_rating,
    };

    care_import_hash_add(sum, &chat);
}

char *
care_import_value(CareImport *import, gint64 last_row, GError **error)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autoptr(GHashTable) groups = groups_by_cell(import);
    g_autoptr(GError) failed = NULL;
    guint64 n = 0;
    sqlite3_stmt *rows = care_db_query(import->db,
                                       "SELECT ext, counted_ms, outcome, reason, cell FROM chat"
                                       " WHERE id > ?1 ORDER BY id",
                                       error, CARE_INT(last_row));

    if (rows == NULL)
        return NULL;
    for (; care_db_step(rows, &failed); n++) {
        const gsize cell = (gsize)sqlite3_column_int64(rows, 4);

        add_to_hash(import, g_hash_table_lookup(groups, GSIZE_TO_POINTER(cell)), sum, rows);
    }
    if (failed == NULL)
        return care_import_hash_value(sum, n);
    g_propagate_error(error, g_steal_pointer(&failed));
    return NULL;
}
