/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts how attentive all chats were once more, a month at a time, so that the sums can be checked
 * and made anew. */
#include "care-attended.h"
#include "care-cells.h"
#include "care-count.h"
#include "care-rollup.h"

typedef struct {
    CareDb *db;
    CareAttendedMonthFunc each;
    gpointer data;
    GHashTable *by_name;
    GPtrArray *groups;  /* of CareAttendedGroup: those of the month */
    GPtrArray *by_cell; /* of CareAttendedGroup: which a cell's chats are in; NULL: not looked up */
    CareAttendedGroup nowhere; /* of chats that point where nothing is: they are in no figure */
    gint64 start, next;        /* the month; next 0: none yet */
} Walk;

static void
group_free(gpointer data)
{
    g_free(((CareAttendedGroup *)data)->protocol);
    g_free(data);
}

/* (transfer none): NULL with @error. */
static CareAttendedGroup *
look_up(Walk *walk, gint64 cell, GError **error)
{
    g_autofree char *protocol = NULL, *name = NULL;
    CareAttendedGroup *group;
    CareCellFacts facts;

    if (!care_cells_read(walk->db, cell, &facts, &protocol, error))
        return NULL;
    if (protocol == NULL)
        return &walk->nowhere;
    name = g_strdup_printf("%" G_GINT64_FORMAT ";%s", facts.agent, protocol);
    group = g_hash_table_lookup(walk->by_name, name);
    if (group == NULL) {
        group = g_new0(CareAttendedGroup, 1);
        group->agent = facts.agent;
        group->protocol = g_steal_pointer(&protocol);
        g_hash_table_insert(walk->by_name, g_steal_pointer(&name), group);
        g_ptr_array_add(walk->groups, group);
    }
    return group;
}

static CareAttendedGroup *
group_of(Walk *walk, gint64 cell, GError **error)
{
    CareAttendedGroup *group;

    if ((guint)cell >= walk->by_cell->len)
        g_ptr_array_set_size(walk->by_cell, (gint)cell + 1);
    group = g_ptr_array_index(walk->by_cell, cell);
    if (group == NULL)
        group = g_ptr_array_index(walk->by_cell, cell) = look_up(walk, cell, error);
    return group;
}

static gboolean
tell_month(Walk *walk, GError **error)
{
    const gboolean goes_on =
        walk->groups->len == 0 || walk->each(walk->start, walk->groups, walk->data, error);

    g_hash_table_remove_all(walk->by_name);
    g_ptr_array_set_size(walk->by_cell, 0);
    g_ptr_array_set_size(walk->groups, 0);
    return goes_on;
}

static gboolean
add_chat(Walk *walk, sqlite3_stmt *query, GError **error)
{
    const gint64 ms = sqlite3_column_int64(query, 0), cell = sqlite3_column_int64(query, 1);
    const CareAttention attention = care_attended_read(query, 2);
    CareAttendedGroup *group;

    if (ms >= walk->next) {
        if (!tell_month(walk, error))
            return FALSE;
        walk->start = care_rollup_start(CARE_ROLLUP_MONTH, ms);
        walk->next = care_rollup_next(CARE_ROLLUP_MONTH, walk->start);
    }
    if (!care_cell_is_row(cell))
        return TRUE;
    group = group_of(walk, cell, error);
    if (group != NULL)
        care_times_add(&group->times, &attention, 1);
    return group != NULL;
}

static gboolean
run(Walk *walk, GError **error)
{
    const CareCubeFilter all = {0};
    const CareRange range = care_count_range(&all);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(walk->db, CARE_ATTENDED_SELECT " ORDER BY counted_ms",
                                        error, CARE_INT(range.from), CARE_INT(range.to));

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        if (!add_chat(walk, query, error)) {
            sqlite3_reset(query);
            return FALSE;
        }
    }
    if (failed == NULL)
        return tell_month(walk, error);
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

gboolean
care_attended_walk(CareDb *db, CareAttendedMonthFunc each, gpointer data, GError **error)
{
    g_autoptr(GHashTable) by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func(group_free);
    g_autoptr(GPtrArray) by_cell = g_ptr_array_new();
    Walk walk = {.db = db,
                 .each = each,
                 .data = data,
                 .by_name = by_name,
                 .groups = groups,
                 .by_cell = by_cell};

    return run(&walk, error);
}
