/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts chats by language, hour or customer: each kind of chat once, as often as there are such.
 */
#include "care-cells.h"
#include "care-count.h"
#include "care-reader-private.h"
#include <purple-care/store-by.h>
#include <string.h>

#define SLICE_MS 900000 /* every zone's hours begin at one of these */
#define SLICES   "900000"

/* What is counted by, then what care_cell_count() and a cube's row need. */
#define SELECT_BY(key, join)                                                                    \
    "SELECT " key ", c.cell, count(*), a.name, d.hash FROM chat c JOIN cell k ON k.id = c.cell" \
    " JOIN agent a ON a.id = k.agent LEFT JOIN definition d ON d.id = k.definition " join       \
    " WHERE c.counted_ms IS NOT NULL AND c.counted_ms >= ?1 AND c.counted_ms < ?2"              \
    " AND (?3 IS NULL OR a.name = ?3) AND (?4 IS NULL OR k.protocol = ?4) GROUP BY 1, 2"

#define JOIN_CUSTOMER "LEFT JOIN customer u ON u.id = c.customer"

static const char *const queries[] = {
    [CARE_KEY_LANGUAGE] = SELECT_BY("coalesce(s.language, u.language, '')",
                                    JOIN_CUSTOMER " LEFT JOIN survey s ON s.id = c.survey"),
    [CARE_KEY_HOUR] = SELECT_BY("c.counted_ms / " SLICES, ""),
    [CARE_KEY_CUSTOMER] = SELECT_BY("coalesce(u.key, '')", JOIN_CUSTOMER),
};

typedef struct {
    CareCellFacts facts;
    char *protocol;
} Cell;

typedef struct {
    CareKey key;
    GTimeZone *zone;
    GHashTable *cubes; /* name to CareCube */
    GHashTable *cells; /* of one store: number to Cell */
    CareReader *part;
} By;

static void
cell_free(gpointer data)
{
    Cell *cell = data;

    g_free(cell->protocol);
    g_free(cell);
}

/* The hour on the desk's clocks of a quarter of an hour since 1970. (transfer full) */
static char *
hour_of(gint64 slice, GTimeZone *zone)
{
    const gint64 seconds = slice * (SLICE_MS / 1000);
    const gint interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, seconds);
    const gint64 local = seconds + g_time_zone_get_offset(zone, interval);

    return g_strdup_printf("%02d", (gint)(((local % 86400 + 86400) % 86400) / 3600));
}

static void
add_cell(gint64 number, const CareCellFacts *facts, const char *protocol, gpointer data)
{
    GHashTable *cells = data;
    Cell *cell = g_new(Cell, 1);

    *cell = (Cell){*facts, g_strdup(protocol)};
    g_hash_table_insert(cells, GINT_TO_POINTER((gint)number), cell);
}

static void
add_row(By *by, sqlite3_stmt *row)
{
    const Cell *cell = g_hash_table_lookup(by->cells, GINT_TO_POINTER(sqlite3_column_int(row, 1)));
    g_autofree char *agent = care_db_column_text(row, 3);
    g_autofree char *hash = care_db_column_text(row, 4);
    g_autofree char *name = by->key == CARE_KEY_HOUR
                                ? hour_of(sqlite3_column_int64(row, 0), by->zone)
                                : care_db_column_text(row, 0);
    CareCounts counts = {0};
    CareCube *cube;

    if (cell == NULL || name == NULL)
        return;
    cube = g_hash_table_lookup(by->cubes, name);
    if (cube == NULL) {
        cube = care_cube_new();
        g_hash_table_insert(by->cubes, g_strdup(name), cube);
    }
    care_cell_count(&cell->facts, sqlite3_column_int64(row, 2), &counts);
    care_cube_add(cube, agent != NULL ? agent : "", cell->protocol,
                  hash != NULL ? care_reader_definition(by->part, hash) : "", cell->facts.scale,
                  &counts);
}

static gboolean
read_part(By *by, const CareCubeFilter *filter, GError **error)
{
    const CareRange range = care_count_range(filter);
    CareDb *db = by->part->db;
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query;

    g_hash_table_remove_all(by->cells);
    if (!care_cells_each(db, add_cell, by->cells, error))
        return FALSE;
    query = care_db_query(db, queries[by->key], error, CARE_INT(range.from), CARE_INT(range.to),
                          CARE_TEXT(filter->agent), CARE_TEXT(filter->protocol));
    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed))
        add_row(by, query);
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static void
keyed_free(gpointer data)
{
    CareKeyed *keyed = data;

    g_free(keyed->name);
    care_cube_free(keyed->cube);
    g_free(keyed);
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    const CareKeyed *const *keyed[] = {a, b};

    return strcmp((*keyed[0])->name, (*keyed[1])->name);
}

static gint
compare_chats(gconstpointer a, gconstpointer b)
{
    const CareKeyed *const *keyed[] = {a, b};
    const CareCounts first = care_cube_sum((*keyed[0])->cube, NULL);
    const CareCounts second = care_cube_sum((*keyed[1])->cube, NULL);
    const guint64 chats[] = {care_counts_chats(&first), care_counts_chats(&second)};

    if (chats[0] != chats[1])
        return chats[0] > chats[1] ? -1 : 1;
    return compare_names(a, b);
}

/* (transfer full): what @cubes holds, which is empty afterwards. */
static GPtrArray *
list_of(GHashTable *cubes, CareKey key, guint64 *out_left)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(keyed_free);
    GHashTableIter iter;
    gpointer name, cube;

    g_hash_table_iter_init(&iter, cubes);
    while (g_hash_table_iter_next(&iter, &name, &cube)) {
        CareKeyed *keyed = g_new(CareKeyed, 1);

        *keyed = (CareKeyed){name, cube};
        g_ptr_array_add(list, keyed);
        g_hash_table_iter_steal(&iter);
    }
    g_ptr_array_sort(list, key == CARE_KEY_CUSTOMER ? compare_chats : compare_names);
    *out_left = list->len > CARE_KEYED_MAX ? list->len - CARE_KEYED_MAX : 0;
    if (*out_left > 0)
        g_ptr_array_set_size(list, CARE_KEYED_MAX);
    return list;
}

GPtrArray *
care_reader_by(CareReader *reader, const CareCubeFilter *filter, CareKey key, GTimeZone *zone,
               guint64 *out_left, GError **error)
{
    g_autoptr(GHashTable) cubes = NULL;
    g_autoptr(GHashTable) cells = NULL;
    By by = {.key = key, .zone = zone};

    g_return_val_if_fail(reader != NULL && filter != NULL && zone != NULL && out_left != NULL,
                         NULL);
    g_return_val_if_fail((guint)key < G_N_ELEMENTS(queries), NULL);

    cubes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)care_cube_free);
    cells = g_hash_table_new_full(NULL, NULL, NULL, cell_free);
    by.cubes = cubes;
    by.cells = cells;
    for (guint i = 0; i < care_reader_n(reader); i++) {
        by.part = care_reader_store(reader, i);
        if (!read_part(&by, filter, error)) {
            g_prefix_error(error, "%s: ", by.part->path);
            return NULL;
        }
    }
    return list_of(cubes, key, out_left);
}
