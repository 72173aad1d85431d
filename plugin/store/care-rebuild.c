/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the sums anew by one walk over all chats in order of their ends. */
#include "care-attended.h"
#include "care-cells.h"
#include "care-count.h"
#include "care-fact.h"
#include "care-rollup.h"
#include <string.h>

typedef struct {
    gint64 agent, definition;
    char *protocol;
    CareCounts day, month; /* of those that are being counted */
    gboolean in_day, in_month;
} Group;

typedef struct {
    CareCellFacts facts;
    Group *group;
    guint64 n; /* on the day that is being counted */
} Cell;

typedef struct {
    CareDb *db;
    GPtrArray *cells;  /* of Cell, by row; NULL: there is no such cell */
    GArray *used;      /* of guint: those with n > 0 */
    GPtrArray *groups; /* of Group, sorted as the table is */
    GHashTable *by_name;
    gint64 day, month; /* their beginnings */
} Rebuild;

static void
group_free(gpointer data)
{
    g_free(((Group *)data)->protocol);
    g_free(data);
}

static gint
group_compare(gconstpointer left, gconstpointer right)
{
    const Group *a = *(Group *const *)left, *b = *(Group *const *)right;

    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    if (strcmp(a->protocol, b->protocol) != 0)
        return strcmp(a->protocol, b->protocol);
    return (a->definition > b->definition) - (a->definition < b->definition);
}

static Group *
group_of(Rebuild *rebuild, const CareCellFacts *facts, const char *protocol)
{
    g_autofree char *name = g_strdup_printf("%" G_GINT64_FORMAT ";%" G_GINT64_FORMAT ";%s",
                                            facts->agent, facts->definition, protocol);
    Group *group = g_hash_table_lookup(rebuild->by_name, name);

    if (group != NULL)
        return group;
    group = g_new0(Group, 1);
    group->agent = facts->agent;
    group->definition = facts->definition;
    group->protocol = g_strdup(protocol);
    g_ptr_array_add(rebuild->groups, group);
    g_hash_table_insert(rebuild->by_name, g_steal_pointer(&name), group);
    return group;
}

static void
add_cell(gint64 row, const CareCellFacts *facts, const char *protocol, gpointer data)
{
    Rebuild *rebuild = data;
    Cell *cell = g_new(Cell, 1);

    *cell = (Cell){*facts, group_of(rebuild, facts, protocol), 0};
    if ((guint)row >= rebuild->cells->len)
        g_ptr_array_set_size(rebuild->cells, (gint)row + 1);
    g_ptr_array_index(rebuild->cells, row) = cell;
}

static gboolean
put(Rebuild *rebuild, CareRollupUnit unit, gint64 start_ms, const Group *group,
    const CareCounts *counts, GError **error)
{
    return care_rollup_put(rebuild->db, unit, start_ms, group->agent, group->protocol,
                           group->definition, counts, error);
}

static gboolean
put_month(Rebuild *rebuild, GError **error)
{
    for (guint i = 0; i < rebuild->groups->len; i++) {
        Group *group = g_ptr_array_index(rebuild->groups, i);

        if (!group->in_month)
            continue;
        if (!put(rebuild, CARE_ROLLUP_MONTH, rebuild->month, group, &group->month, error))
            return FALSE;
        group->month = (CareCounts){0};
        group->in_month = FALSE;
    }
    return TRUE;
}

/* One write for a row, in the order of the table. */
static gboolean
put_day(Rebuild *rebuild, GError **error)
{
    for (guint i = 0; i < rebuild->used->len; i++) {
        Cell *cell = g_ptr_array_index(rebuild->cells, g_array_index(rebuild->used, guint, i));

        care_cell_count(&cell->facts, (gint64)cell->n, &cell->group->day);
        cell->group->in_day = TRUE;
        cell->n = 0;
    }
    g_array_set_size(rebuild->used, 0);
    for (guint i = 0; i < rebuild->groups->len; i++) {
        Group *group = g_ptr_array_index(rebuild->groups, i);

        if (!group->in_day)
            continue;
        if (!put(rebuild, CARE_ROLLUP_DAY, rebuild->day, group, &group->day, error))
            return FALSE;
        care_counts_add(&group->month, &group->day);
        group->day = (CareCounts){0};
        group->in_day = FALSE;
        group->in_month = TRUE;
    }
    return TRUE;
}

/* What was counted so far is of an earlier day than @ms, or even month. */
static gboolean
turn(Rebuild *rebuild, gint64 ms, GError **error)
{
    const gint64 month = care_rollup_start(CARE_ROLLUP_MONTH, ms);

    if (!put_day(rebuild, error) || (month != rebuild->month && !put_month(rebuild, error)))
        return FALSE;
    rebuild->day = care_rollup_start(CARE_ROLLUP_DAY, ms);
    rebuild->month = month;
    return TRUE;
}

static gboolean
add_chat(Rebuild *rebuild, gint64 ms, gint64 row, GError **error)
{
    const guint index = (guint)row;
    Cell *cell;

    if (row <= 0 || row >= (gint64)rebuild->cells->len)
        return TRUE;
    cell = g_ptr_array_index(rebuild->cells, index);
    if (cell == NULL)
        return TRUE;
    if (ms >= rebuild->day + CARE_DAY_MS && !turn(rebuild, ms, error))
        return FALSE;
    if (cell->n++ == 0)
        g_array_append_val(rebuild->used, index);
    return TRUE;
}

static gboolean
walk(Rebuild *rebuild, GError **error)
{
    const CareCubeFilter all = {0};
    const CareRange range = care_count_range(&all);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_count_query(rebuild->db, &all, &range, error);

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        if (!add_chat(rebuild, sqlite3_column_int64(query, 0), sqlite3_column_int64(query, 1),
                      error)) {
            sqlite3_reset(query);
            return FALSE;
        }
    }
    if (failed == NULL)
        return put_day(rebuild, error) && put_month(rebuild, error);
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

gboolean
care_rollup_rebuild(CareDb *db, GError **error)
{
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) used = g_array_new(FALSE, TRUE, sizeof(guint));
    g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func(group_free);
    g_autoptr(GHashTable) by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Rebuild rebuild = {
        .db = db, .cells = cells, .used = used, .groups = groups, .by_name = by_name};

    if (!care_db_exec(db, "DELETE FROM rollup", error) ||
        !care_cells_each(db, add_cell, &rebuild, error))
        return FALSE;
    g_ptr_array_sort(groups, group_compare);
    return walk(&rebuild, error) && care_attended_rebuild(db, error) &&
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
