/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting goes by small integers; names come in once, when all is counted. */
#include "care-gather.h"
#include "care-rollup.h"
#include <string.h>

typedef struct {
    gint64 agent, definition;
    char *protocol;
} Group;

typedef struct {
    CareCellFacts facts;
    guint group;
    gboolean passes;
} Cell;

typedef struct {
    char *name; /* of an agent, or a definition's hash */
    CareScale scale;
} Name;

struct _CareGather {
    CareDb *db;
    char *protocol; /* only this; NULL: any */
    gint64 agent;   /* only this; CARE_NO_ROW: none is there; CARE_ANY_AGENT: any */
    GPtrArray *groups;
    GHashTable *by_group; /* Group to its index */
    GHashTable *cells;    /* row to Cell */
    gboolean is_whole;    /* all cells that can pass are there */
    GHashTable *agents;   /* row to Name */
    GHashTable *definitions;
    GPtrArray **spans; /* each of CareCounts by group; NULL: none yet */
    guint n_spans;
};

static guint
group_hash(gconstpointer data)
{
    const Group *group = data;

    return (guint)group->agent * 31 + (guint)group->definition * 1009 + g_str_hash(group->protocol);
}

static gboolean
group_equal(gconstpointer a, gconstpointer b)
{
    const Group *one = a, *other = b;

    return one->agent == other->agent && one->definition == other->definition &&
           strcmp(one->protocol, other->protocol) == 0;
}

static void
group_free(gpointer data)
{
    Group *group = data;

    g_free(group->protocol);
    g_free(group);
}

static void
name_free(gpointer data)
{
    Name *name = data;

    g_free(name->name);
    g_free(name);
}

static guint
group_of(CareGather *gather, gint64 agent, const char *protocol, gint64 definition)
{
    const Group wanted = {agent, definition, (char *)protocol};
    gpointer found;

    if (g_hash_table_lookup_extended(gather->by_group, &wanted, NULL, &found))
        return GPOINTER_TO_UINT(found);

    Group *group = g_new(Group, 1);

    *group = (Group){agent, definition, g_strdup(protocol)};
    g_ptr_array_add(gather->groups, group);
    g_hash_table_insert(gather->by_group, group, GUINT_TO_POINTER(gather->groups->len - 1));
    return gather->groups->len - 1;
}

static gboolean
does_pass(const CareGather *gather, gint64 agent, const char *protocol)
{
    return (gather->agent == CARE_ANY_AGENT || gather->agent == agent) &&
           (gather->protocol == NULL || strcmp(gather->protocol, protocol) == 0);
}

/* @protocol: NULL: there is no such cell. */
static Cell *
keep_cell(CareGather *gather, gint64 row, const CareCellFacts *facts, const char *protocol)
{
    Cell *cell = g_new0(Cell, 1);

    cell->passes = protocol != NULL && does_pass(gather, facts->agent, protocol);
    if (cell->passes) {
        cell->facts = *facts;
        cell->group = group_of(gather, facts->agent, protocol, facts->definition);
    }
    g_hash_table_insert(gather->cells, GINT_TO_POINTER((gint)row), cell);
    return cell;
}

static void
add_cell(gint64 row, const CareCellFacts *facts, const char *protocol, gpointer data)
{
    keep_cell(data, row, facts, protocol);
}

/* *@out_cell NULL: its chats do not pass. */
static gboolean
find_cell(CareGather *gather, gint64 row, const Cell **out_cell, GError **error)
{
    g_autofree char *protocol = NULL;
    CareCellFacts facts;
    const Cell *cell;

    *out_cell = NULL;
    if (!care_cell_is_row(row))
        return TRUE;
    cell = g_hash_table_lookup(gather->cells, GINT_TO_POINTER((gint)row));
    if (cell == NULL && !gather->is_whole) {
        if (!care_cells_read(gather->db, row, &facts, &protocol, error))
            return FALSE;
        cell = keep_cell(gather, row, &facts, protocol);
    }
    *out_cell = cell != NULL && cell->passes ? cell : NULL;
    return TRUE;
}

static gboolean
read_names(CareDb *db, const char *sql, GHashTable *names, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(db, sql, error);

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const gint min = sqlite3_column_int(query, 2), max = sqlite3_column_int(query, 3);
        gint64 *row = g_new(gint64, 1);
        Name *name = g_new0(Name, 1);

        *row = sqlite3_column_int64(query, 0);
        name->name = care_db_column_text(query, 1);
        name->scale = min >= 0 && max > min && max - min < CARE_STEPS_MAX ? (CareScale){min, max}
                                                                          : CARE_SCALE_ASKED;
        g_hash_table_insert(names, row, name);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static gboolean
find_agent(CareGather *gather, const char *agent, GError **error)
{
    gather->agent = CARE_ANY_AGENT;
    return agent == NULL || care_db_int(gather->db, "SELECT id FROM agent WHERE name = ?1",
                                        CARE_NO_ROW, &gather->agent, error, CARE_TEXT(agent));
}

/* One agent's cells are few among the many that could be asked for. */
static gboolean
fill(CareGather *gather, const char *agent, GError **error)
{
    CareDb *db = gather->db;

    if (!find_agent(gather, agent, error) ||
        !read_names(db, "SELECT id, name, 1, 5 FROM agent", gather->agents, error) ||
        !read_names(db, "SELECT id, hash, min, max FROM definition", gather->definitions, error))
        return FALSE;
    gather->is_whole = gather->agent != CARE_ANY_AGENT;
    return !gather->is_whole || care_cells_each_of(db, gather->agent, add_cell, gather, error);
}

CareGather *
care_gather_new(CareDb *db, const char *agent, const char *protocol, guint n_spans, GError **error)
{
    g_autoptr(CareGather) gather = g_new0(CareGather, 1);

    gather->db = db;
    gather->protocol = g_strdup(protocol);
    gather->groups = g_ptr_array_new_with_free_func(group_free);
    gather->by_group = g_hash_table_new(group_hash, group_equal);
    gather->cells = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    gather->agents = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, name_free);
    gather->definitions = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, name_free);
    gather->spans = g_new0(GPtrArray *, n_spans);
    gather->n_spans = n_spans;
    return fill(gather, agent, error) ? g_steal_pointer(&gather) : NULL;
}

void
care_gather_free(CareGather *gather)
{
    if (gather == NULL)
        return;
    for (guint i = 0; i < gather->n_spans; i++)
        g_clear_pointer(&gather->spans[i], g_ptr_array_unref);
    g_free(gather->spans);
    g_hash_table_unref(gather->by_group);
    g_ptr_array_unref(gather->groups);
    g_hash_table_unref(gather->cells);
    g_hash_table_unref(gather->agents);
    g_hash_table_unref(gather->definitions);
    g_free(gather->protocol);
    g_free(gather);
}

static CareCounts *
counts_of(CareGather *gather, guint span, guint group)
{
    GPtrArray *all;

    if (gather->spans[span] == NULL)
        gather->spans[span] = g_ptr_array_new_with_free_func(g_free);
    all = gather->spans[span];
    if (group >= all->len)
        g_ptr_array_set_size(all, (gint)group + 1);
    if (g_ptr_array_index(all, group) == NULL)
        g_ptr_array_index(all, group) = g_new0(CareCounts, 1);
    return g_ptr_array_index(all, group);
}

gboolean
care_gather_load(CareGather *gather, GError **error)
{
    if (gather->is_whole)
        return TRUE;
    gather->is_whole = care_cells_each(gather->db, add_cell, gather, error);
    return gather->is_whole;
}

gint64
care_gather_agent(const CareGather *gather)
{
    return gather->agent;
}

gboolean
care_gather_find(CareGather *gather, gint64 cell, const CareCellFacts **out_facts, GError **error)
{
    const Cell *found;

    if (!find_cell(gather, cell, &found, error))
        return FALSE;
    *out_facts = found != NULL ? &found->facts : NULL;
    return TRUE;
}

gboolean
care_gather_cell(CareGather *gather, guint span, gint64 cell, gint64 n, GError **error)
{
    const Cell *found;

    if (!find_cell(gather, cell, &found, error))
        return FALSE;
    if (found != NULL)
        care_cell_count(&found->facts, n, counts_of(gather, span, found->group));
    return TRUE;
}

CareCounts *
care_gather_sum(CareGather *gather, guint span, gint64 agent, const char *protocol,
                gint64 definition)
{
    return does_pass(gather, agent, protocol)
               ? counts_of(gather, span, group_of(gather, agent, protocol, definition))
               : NULL;
}

static const Name *
name_of(GHashTable *names, gint64 row)
{
    static const Name none = {.name = (char *)"", .scale = {1, CARE_RATINGS}};
    const Name *name = g_hash_table_lookup(names, &row);

    return name != NULL && name->name != NULL ? name : &none;
}

CareCube *
care_gather_cube(CareGather *gather, guint span)
{
    g_autoptr(CareCube) cube = care_cube_new();
    const GPtrArray *all = gather->spans[span];

    for (guint i = 0; all != NULL && i < all->len; i++) {
        const CareCounts *counts = g_ptr_array_index(all, i);
        const Group *group = g_ptr_array_index(gather->groups, i);
        const Name *definition;

        if (counts != NULL && care_counts_is_negative(counts))
            return NULL;
        if (counts == NULL || care_counts_chats(counts) == 0)
            continue;
        definition = name_of(gather->definitions, group->definition);
        care_cube_add(cube, name_of(gather->agents, group->agent)->name, group->protocol,
                      definition->name, definition->scale, counts);
    }
    cube->scale = care_cube_main_scale(cube);
    return g_steal_pointer(&cube);
}
