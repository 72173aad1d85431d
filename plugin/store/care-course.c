/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads ratings in the order in which chats ended, which is how a slow fall is seen. */
#include "care-cells.h"
#include "care-count.h"
#include "care-fact.h"
#include "care-load.h"
#include <string.h>

typedef struct { /* ratings of chats that ended in the same instant */
    gint rating;
    gint64 row;
    char *id;
} Tied;

typedef struct {
    CareDb *db;
    GArray *by_cell; /* of gint: the rating of its chats; CARE_NO_RATING: none that is wanted */
    CareRatingFunc each;
    gpointer data;
} Course;

static void
tied_clear(gpointer data)
{
    g_free(((Tied *)data)->id);
}

static gint
tied_compare(gconstpointer a, gconstpointer b)
{
    return strcmp(((const Tied *)a)->id, ((const Tied *)b)->id);
}

static gboolean
read_id(CareDb *db, Tied *tied, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query =
        care_db_query(db, "SELECT ext FROM chat WHERE id = ?1", error, CARE_INT(tied->row));

    if (query == NULL)
        return FALSE;
    if (care_db_step(query, &failed))
        tied->id = care_db_column_text(query, 0);
    sqlite3_reset(query);
    if (tied->id == NULL)
        tied->id = g_strdup("");
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* Only ties need the ids, which are far from the index; and only those of different ratings. */
static gboolean
needs_order(const GArray *tied)
{
    for (guint i = 1; i < tied->len; i++) {
        if (g_array_index(tied, Tied, i).rating != g_array_index(tied, Tied, 0).rating)
            return TRUE;
    }
    return FALSE;
}

static gboolean
tell(const Course *course, GArray *tied, GError **error)
{
    if (needs_order(tied)) {
        for (guint i = 0; i < tied->len; i++) {
            if (!read_id(course->db, &g_array_index(tied, Tied, i), error))
                return FALSE;
        }
        g_array_sort(tied, tied_compare);
    }
    for (guint i = 0; i < tied->len; i++)
        course->each(g_array_index(tied, Tied, i).rating, course->data);
    g_array_set_size(tied, 0);
    return TRUE;
}

/* (transfer full): each definition's row, and whether its scale is @scale. */
static GHashTable *
read_scales(CareDb *db, CareScale scale, GError **error)
{
    g_autoptr(GHashTable) scales = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(
        db, "SELECT d.id, " CARE_SQL_MIN " = ?1 AND " CARE_SQL_MAX " = ?2 FROM definition d", error,
        CARE_INT(scale.min), CARE_INT(scale.max));

    if (query == NULL)
        return NULL;
    while (care_db_step(query, &failed)) {
        gint64 *row = g_new(gint64, 1);

        *row = sqlite3_column_int64(query, 0);
        g_hash_table_insert(scales, row, GINT_TO_POINTER(sqlite3_column_int(query, 1)));
    }
    if (failed == NULL)
        return g_steal_pointer(&scales);
    g_propagate_error(error, g_steal_pointer(&failed));
    return NULL;
}

static gboolean
is_on(CareScale scale, GHashTable *scales, gint64 definition)
{
    gpointer is_same;

    if (g_hash_table_lookup_extended(scales, &definition, NULL, &is_same))
        return GPOINTER_TO_INT(is_same) != 0;
    return scale.min == CARE_SCALE_ASKED.min && scale.max == CARE_SCALE_ASKED.max;
}

/* Ratings alone, for the cells are many and their other facts of no interest here. */
static gboolean
read_cells(const Course *course, const CareCubeFilter *filter, CareScale scale, GError **error)
{
    static const char select[] =
        "SELECT id, definition, rating FROM cell WHERE outcome = 'answered'"
        " AND rating BETWEEN ?1 AND ?2"
        " AND (?3 IS NULL OR agent = (SELECT id FROM agent WHERE name = ?3))"
        " AND (?4 IS NULL OR protocol = ?4) ORDER BY id";
    const gint none = CARE_NO_RATING;
    g_autoptr(GHashTable) scales = read_scales(course->db, scale, error);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query;

    if (scales == NULL)
        return FALSE;
    query = care_db_query(course->db, select, error, CARE_INT(scale.min), CARE_INT(scale.max),
                          CARE_TEXT(filter->agent), CARE_TEXT(filter->protocol));
    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const gint64 cell = sqlite3_column_int64(query, 0);
        const gint rating = sqlite3_column_int(query, 2);

        if (!care_cell_is_row(cell) || !is_on(scale, scales, sqlite3_column_int64(query, 1)))
            continue;
        while ((gint64)course->by_cell->len < cell)
            g_array_append_val(course->by_cell, none);
        g_array_append_val(course->by_cell, rating);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* One more row of @query: told are those that ended before it. */
static gboolean
take(const Course *course, sqlite3_stmt *query, GArray *tied, gint64 *at_ms, GError **error)
{
    const gint64 cell = sqlite3_column_int64(query, 1);
    const gint rating = cell > 0 && cell < (gint64)course->by_cell->len
                            ? g_array_index(course->by_cell, gint, cell)
                            : CARE_NO_RATING;
    const Tied one = {.rating = rating, .row = sqlite3_column_int64(query, 2)};

    if (rating == CARE_NO_RATING)
        return TRUE;
    if (sqlite3_column_int64(query, 0) != *at_ms && !tell(course, tied, error))
        return FALSE;
    *at_ms = sqlite3_column_int64(query, 0);
    g_array_append_val(tied, one);
    return TRUE;
}

static gboolean
run(const Course *course, const CareCubeFilter *filter, GError **error)
{
    const CareRange range = care_count_range(filter);
    g_autoptr(GArray) tied = g_array_new(FALSE, TRUE, sizeof(Tied));
    g_autoptr(GError) failed = NULL;
    gint64 at_ms = 0;
    sqlite3_stmt *query =
        care_db_query(course->db,
                      "SELECT counted_ms, cell, id FROM chat WHERE counted_ms IS NOT NULL"
                      " AND counted_ms >= ?1 AND counted_ms < ?2 ORDER BY counted_ms",
                      error, CARE_INT(range.from), CARE_INT(range.to));

    g_array_set_clear_func(tied, tied_clear);
    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        if (!take(course, query, tied, &at_ms, error)) {
            sqlite3_reset(query);
            return FALSE;
        }
    }
    if (failed == NULL)
        return tell(course, tied, error);
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

gboolean
care_load_course(CareDb *db, const CareCubeFilter *filter, CareScale scale, CareRatingFunc each,
                 gpointer data, GError **error)
{
    g_autoptr(GArray) by_cell = g_array_new(FALSE, FALSE, sizeof(gint));
    const Course course = {db, by_cell, each, data};

    return read_cells(&course, filter, scale, error) && run(&course, filter, error);
}
