/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds chats that are there twice, by one walk through all ids in their order. */
#include "care-import.h"
#include <string.h>

typedef struct {
    CareImport *import;
    gboolean has_chats; /* in the store: else none needs to be looked for */
    GString *last;      /* the id before, */
    gint64 first;       /* and the first row that has it; 0: there was none before */
} Walk;

static gboolean
is_stored(const Walk *walk, const char *ext, gboolean *out_stored, GError **error)
{
    gint64 n = 0;

    *out_stored = FALSE;
    if (!walk->has_chats)
        return TRUE;
    if (!care_db_int(walk->import->db, "SELECT 1 FROM chat WHERE ext = ?1", 0, &n, error,
                     CARE_TEXT(ext)))
        return FALSE;
    *out_stored = n != 0;
    return TRUE;
}

/* One step of the walk: ext, n. */
static gboolean
look_at(Walk *walk, sqlite3_stmt *row, GError **error)
{
    const char *ext = (const char *)sqlite3_column_text(row, 0);
    const gint64 n = sqlite3_column_int64(row, 1);
    const gboolean is_again = walk->first != 0 && strcmp(ext, walk->last->str) == 0;
    gboolean stored;

    if (!is_again) {
        g_string_assign(walk->last, ext);
        walk->first = n;
    }
    if (!is_stored(walk, ext, &stored, error))
        return FALSE;
    return (!is_again && !stored) ||
           care_db_run(walk->import->db, "INSERT INTO temp.bad (n, first) VALUES (?1, ?2)", error,
                       CARE_INT(n), stored ? CARE_TEXT(NULL) : CARE_INT(walk->first));
}

static gboolean
find_bad(CareImport *import, GError **error)
{
    g_autoptr(GString) last = g_string_new(NULL);
    g_autoptr(GError) failed = NULL;
    Walk walk = {.import = import, .last = last};
    gint64 n_chats = 0;
    sqlite3_stmt *rows;

    if (import->has_store && !care_db_int(import->db,
                                          "SELECT count(*) FROM (SELECT 1 FROM chat"
                                          " LIMIT 1)",
                                          0, &n_chats, error))
        return FALSE;
    walk.has_chats = n_chats > 0;
    rows = care_db_query(import->db, "SELECT ext, n FROM temp.staged ORDER BY ext, n", error);
    if (rows == NULL)
        return FALSE;
    while (care_db_step(rows, &failed)) {
        if (!look_at(&walk, rows, error)) {
            sqlite3_reset(rows);
            return FALSE;
        }
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static void
drop(CareImport *import, guint group)
{
    g_array_index(import->groups, CareImportGroup, group).n--;
    import->n_rows--;
}

static gboolean
tell_bad(CareImport *import, CareBadRowFunc bad, gpointer data, guint64 *out_n, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *rows = care_db_query(import->db,
                                       "SELECT s.line, s.kind, f.line FROM temp.bad b"
                                       " JOIN temp.staged s ON s.n = b.n"
                                       " LEFT JOIN temp.staged f ON f.n = b.first ORDER BY b.n",
                                       error);

    if (rows == NULL)
        return FALSE;
    for (*out_n = 0; care_db_step(rows, &failed); ++*out_n) {
        const gint64 first_line = sqlite3_column_int64(rows, 2);
        g_autofree char *what = NULL;

        if (first_line == 0)
            what = g_strdup(_("chat_id: already in the store"));
        else
            what = g_strdup_printf(_("chat_id: already in line %lld"), (long long)first_line);
        drop(import, (guint)sqlite3_column_int(rows, 1));
        bad((guint64)sqlite3_column_int64(rows, 0), what, data);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* Customers of whom no chat is left are not to be known either. */
static gboolean
drop_bad(CareImport *import, GError **error)
{
    return care_db_exec(import->db,
                        "DELETE FROM temp.staged WHERE n IN (SELECT n FROM temp.bad);"
                        "DELETE FROM temp.person WHERE n NOT IN"
                        " (SELECT person FROM temp.staged WHERE person NOT NULL)",
                        error) &&
           care_db_int(import->db, "SELECT min(ended_ms) FROM temp.staged", 0, &import->first_ms,
                       error) &&
           care_db_int(import->db, "SELECT max(ended_ms) FROM temp.staged", 0, &import->last_ms,
                       error);
}

gboolean
care_import_check(CareImport *import, CareBadRowFunc bad, gpointer data, guint64 *out_n_bad,
                  GError **error)
{
    g_return_val_if_fail(import != NULL && bad != NULL && out_n_bad != NULL, FALSE);
    g_return_val_if_fail(import->is_open, FALSE);

    return care_import_seen(import, &import->seen, error) && find_bad(import, error) &&
           tell_bad(import, bad, data, out_n_bad, error) &&
           (*out_n_bad == 0 || drop_bad(import, error)) && care_import_close_stage(import, error);
}

/* A dry run needs it as well: agents none of whose chats stayed are in the list, but in no group.
 */
static guint
count_agents(const CareImport *import)
{
    g_autofree gboolean *is_there = g_new0(gboolean, MAX(import->agents->len, 1));
    guint n = 0;

    for (guint i = 0; i < import->groups->len; i++) {
        const CareImportGroup *group = &g_array_index(import->groups, CareImportGroup, i);

        if (group->n > 0 && !is_there[group->kind.agent]) {
            is_there[group->kind.agent] = TRUE;
            n++;
        }
    }
    return n;
}

void
care_import_sum(const CareImport *import, CareImported *out_imported)
{
    g_return_if_fail(import != NULL && !import->is_open && out_imported != NULL);

    *out_imported = (CareImported){.added = import->n_rows,
                                   .agents = count_agents(import),
                                   .first_ms = import->first_ms,
                                   .last_ms = import->last_ms};
    for (guint i = 0; i < import->groups->len; i++) {
        const CareImportGroup *group = &g_array_index(import->groups, CareImportGroup, i);

        if (group->kind.outcome == CARE_OUTCOME_ANSWERED)
            out_imported->answered += group->n;
    }
}
