/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting goes by small integers; names come in once, when all is counted. */
#include "care-gather.h"
#include <string.h>

typedef struct {
    gint64 agent, definition;
    char *protocol;
} Group;

typedef struct {
    CareCellFacts facts;
    guint group;
    gboolean exists, passes;
} Cell;

typedef struct {
    char *name; /* of an agent, or a definition's hash */
    CareScale scale;
} Name;

struct _CareGather {
    char *protocol; /* only this; NULL: any */
    gint64 agent;   /* only this; CARE_NO_ROW: none is there; ANY_AGENT: any */
    GPtrArray *groups;
    GHashTable *by_group; /* Group to its index */
    GArray *cells;        /* of Cell, by row */
    GHashTable *agents;   /* row to Name */
    GHashTable *definitions;
    GPtrArray **spans; /* each of CareCounts by group; NULL: none yet */
    guint n_spans;
};

#define ANY_AGENT (-1)

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
    return (gather->agent == ANY_AGENT || gather->agent == agent) &&
           (gather->protocol == NULL || strcmp(gather->protocol, protocol) == 0);
}

static void
add_cell(gint64 row, const CareCellFacts *facts, const char *protocol, gpointer data)
{
    CareGather *gather = data;
    Cell *cell;

    if (row <= 0 || row > G_MAXINT)
        return;
    if ((guint)row >= gather->cells->len)
        g_array_set_size(gather->cells, (guint)row + 1);
    cell = &g_array_index(gather->cells, Cell, row);
    cell->exists = TRUE;
    cell->facts = *facts;
    cell->passes = does_pass(gather, facts->agent, protocol);
    if (cell->passes)
        cell->group = group_of(gather, facts->agent, protocol, facts->definition);
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
find_agent(CareDb *db, const char *agent, CareGather *gather, GError **error)
{
    gather->agent = ANY_AGENT;
    return agent == NULL || care_db_int(db, "SELECT id FROM agent WHERE name = ?1", CARE_NO_ROW,
                                        &gather->agent, error, CARE_TEXT(agent));
}

static gboolean
fill(CareGather *gather, CareDb *db, const char *agent, GError **error)
{
    return find_agent(db, agent, gather, error) &&
           read_names(db, "SELECT id, name, 1, 5 FROM agent", gather->agents, error) &&
           read_names(db, "SELECT id, hash, min, max FROM definition", gather->definitions,
                      error) &&
           care_cells_each(db, add_cell, gather, error);
}

CareGather *
care_gather_new(CareDb *db, const char *agent, const char *protocol, guint n_spans, GError **error)
{
    g_autoptr(CareGather) gather = g_new0(CareGather, 1);

    gather->protocol = g_strdup(protocol);
    gather->groups = g_ptr_array_new_with_free_func(group_free);
    gather->by_group = g_hash_table_new(group_hash, group_equal);
    gather->cells = g_array_new(FALSE, TRUE, sizeof(Cell));
    gather->agents = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, name_free);
    gather->definitions = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, name_free);
    gather->spans = g_new0(GPtrArray *, n_spans);
    gather->n_spans = n_spans;
    return fill(gather, db, agent, error) ? g_steal_pointer(&gather) : NULL;
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
    g_array_unref(gather->cells);
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

const CareCellFacts *
care_gather_passes(const CareGather *gather, gint64 cell)
{
    const Cell *found;

    if (cell <= 0 || cell >= (gint64)gather->cells->len)
        return NULL;
    found = &g_array_index(gather->cells, Cell, cell);
    return found->exists && found->passes ? &found->facts : NULL;
}

void
care_gather_cell(CareGather *gather, guint span, gint64 cell, gint64 n)
{
    const CareCellFacts *facts = care_gather_passes(gather, cell);

    if (facts != NULL)
        care_cell_count(facts, n,
                        counts_of(gather, span, g_array_index(gather->cells, Cell, cell).group));
}

void
care_gather_sums(CareGather *gather, guint span, gint sign, gint64 agent, const char *protocol,
                 gint64 definition, const CareCounts *counts)
{
    CareCounts *sum;

    if (!does_pass(gather, agent, protocol))
        return;
    sum = counts_of(gather, span, group_of(gather, agent, protocol, definition));
    if (sign > 0)
        care_counts_add(sum, counts);
    else
        care_counts_take(sum, counts);
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
