/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the sums anew by one walk over all chats in order of their ends. */
#include "care-cells.h"
#include "care-count.h"
#include "care-fact.h"
#include "care-rollup.h"
#include <string.h>

typedef struct {
    CareCellFacts facts;
    char *protocol;
    guint64 n; /* on the day that is being counted */
} Cell;

typedef struct {
    CareDb *db;
    GArray *cells; /* of Cell, by row */
    GArray *used;  /* of guint: those with n > 0 */
} Rebuild;

static void
cell_clear(gpointer data)
{
    g_free(((Cell *)data)->protocol);
}

static void
add_cell(gint64 row, const CareCellFacts *facts, const char *protocol, gpointer data)
{
    Rebuild *rebuild = data;
    Cell *cell;

    if (row <= 0 || row > G_MAXINT)
        return;
    if ((guint)row >= rebuild->cells->len)
        g_array_set_size(rebuild->cells, (guint)row + 1);
    cell = &g_array_index(rebuild->cells, Cell, row);
    cell->facts = *facts;
    cell->protocol = g_strdup(protocol);
}

static gboolean
is_same_row(const Cell *a, const Cell *b)
{
    return a->facts.agent == b->facts.agent && a->facts.definition == b->facts.definition &&
           strcmp(a->protocol, b->protocol) == 0;
}

/* One write per row, not per cell: the cells of a day are few enough to look for their like. */
static gboolean
put_day(Rebuild *rebuild, gint64 day, GError **error)
{
    for (guint i = 0; i < rebuild->used->len; i++) {
        Cell *first = &g_array_index(rebuild->cells, Cell, g_array_index(rebuild->used, guint, i));
        CareCounts counts = {0};

        if (first->n == 0)
            continue;
        for (guint j = i; j < rebuild->used->len; j++) {
            Cell *cell =
                &g_array_index(rebuild->cells, Cell, g_array_index(rebuild->used, guint, j));

            if (cell->n == 0 || !is_same_row(first, cell))
                continue;
            care_cell_count(&cell->facts, (gint64)cell->n, &counts);
            cell->n = 0;
        }
        if (!care_rollup_add(rebuild->db, day, first->facts.agent, first->protocol,
                             first->facts.definition, &counts, error))
            return FALSE;
    }
    g_array_set_size(rebuild->used, 0);
    return TRUE;
}

static gboolean
walk(Rebuild *rebuild, GError **error)
{
    const CareCubeFilter all = {0};
    const CareRange range = care_count_range(&all);
    g_autoptr(GError) failed = NULL;
    gint64 day = 0;
    sqlite3_stmt *query = care_count_query(rebuild->db, &all, &range, error);

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const gint64 ms = sqlite3_column_int64(query, 0), row = sqlite3_column_int64(query, 1);
        Cell *cell;

        if (row <= 0 || row >= (gint64)rebuild->cells->len)
            continue;
        if (ms >= day + CARE_DAY_MS) {
            if (!put_day(rebuild, day, error)) {
                sqlite3_reset(query);
                return FALSE;
            }
            day = care_rollup_start(CARE_ROLLUP_DAY, ms);
        }
        cell = &g_array_index(rebuild->cells, Cell, row);
        if (cell->protocol == NULL)
            continue;
        if (cell->n++ == 0) {
            const guint index = (guint)row;
            g_array_append_val(rebuild->used, index);
        }
    }
    if (failed == NULL)
        return put_day(rebuild, day, error);
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

gboolean
care_rollup_rebuild(CareDb *db, GError **error)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, TRUE, sizeof(Cell));
    g_autoptr(GArray) used = g_array_new(FALSE, TRUE, sizeof(guint));
    Rebuild rebuild = {db, cells, used};

    g_array_set_clear_func(cells, cell_clear);
    return care_db_exec(db, "DELETE FROM rollup", error) &&
           care_cells_each(db, add_cell, &rebuild, error) && walk(&rebuild, error) &&
           care_db_exec(db, "DELETE FROM meta WHERE key = 'sums'", error);
}

static gboolean
rebuild_if_due(CareDb *db, GError **error)
{
    gboolean is_due;

    return care_rollup_is_due(db, &is_due, error) && (!is_due || care_rollup_rebuild(db, error));
}

gboolean
care_rollup_ensure(CareDb *db, GError **error)
{
    gboolean is_due;

    if (!care_rollup_is_due(db, &is_due, error))
        return FALSE;
    if (!is_due)
        return TRUE;
    if (!care_db_exec(db, "BEGIN IMMEDIATE", error)) /* another client may be doing the same */
        return FALSE;
    if (rebuild_if_due(db, error) && care_db_exec(db, "COMMIT", error))
        return TRUE;
    care_db_exec(db, "ROLLBACK", NULL);
    return FALSE;
}
