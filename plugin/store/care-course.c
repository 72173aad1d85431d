/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads ratings in the order in which chats ended, which is how a slow fall is seen. */
#include "care-cells.h"
#include "care-count.h"
#include "care-fact.h"
#include "care-load.h"
#include <string.h>

typedef struct { /* ratings of chats that ended in the same instant */
    CareDb *db;
    gint rating;
    gint64 row;
    char *id;
} Tied;

typedef struct { /* one store's */
    CareDb *db;
    GArray *by_cell;     /* of gint: the rating of its chats; CARE_NO_RATING: none that is wanted */
    sqlite3_stmt *query; /* NULL: at its end */
    gint64 at_ms;        /* of its next rating */
    Tied next;           /* meant only while there is a query */
} Course;

typedef struct {
    CareRatingFunc each;
    gpointer data;
} Listener;

static void
course_clear(gpointer data)
{
    Course *course = data;

    if (course->query != NULL)
        sqlite3_reset(course->query);
    g_array_unref(course->by_cell);
}

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
read_id(Tied *tied, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query =
        care_db_query(tied->db, "SELECT ext FROM chat WHERE id = ?1", error, CARE_INT(tied->row));

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
tell(const Listener *listener, GArray *tied, GError **error)
{
    if (needs_order(tied)) {
        for (guint i = 0; i < tied->len; i++) {
            if (!read_id(&g_array_index(tied, Tied, i), error))
                return FALSE;
        }
        g_array_sort(tied, tied_compare);
    }
    for (guint i = 0; i < tied->len; i++)
        listener->each(g_array_index(tied, Tied, i).rating, listener->data);
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

/* On to the store's next rating that is wanted. */
static gboolean
go_on(Course *course, GError **error)
{
    g_autoptr(GError) failed = NULL;

    while (care_db_step(course->query, &failed)) {
        const gint64 cell = sqlite3_column_int64(course->query, 1);
        const gint rating = cell > 0 && cell < (gint64)course->by_cell->len
                                ? g_array_index(course->by_cell, gint, cell)
                                : CARE_NO_RATING;

        if (rating == CARE_NO_RATING)
            continue;
        course->at_ms = sqlite3_column_int64(course->query, 0);
        course->next = (Tied){
            .db = course->db, .rating = rating, .row = sqlite3_column_int64(course->query, 2)};
        return TRUE;
    }
    course->query = NULL; /* care_db_step() has reset it */
    if (failed == NULL)
        return TRUE;
    g_propagate_prefixed_error(error, g_steal_pointer(&failed),
                               "%s: ", sqlite3_db_filename(course->db->sql, "main"));
    return FALSE;
}

static gboolean
begin(Course *course, const CareCubeFilter *filter, CareScale scale, GError **error)
{
    const CareRange range = care_count_range(filter);

    if (!read_cells(course, filter, scale, error))
        return FALSE;
    course->query =
        care_db_query(course->db,
                      "SELECT counted_ms, cell, id FROM chat WHERE counted_ms IS NOT NULL"
                      " AND counted_ms >= ?1 AND counted_ms < ?2 ORDER BY counted_ms",
                      error, CARE_INT(range.from), CARE_INT(range.to));
    return course->query != NULL && go_on(course, error);
}

/* FALSE: all stores are at their ends. */
static gboolean
next_instant(const GArray *courses, gint64 *out_ms)
{
    gboolean found = FALSE;

    for (guint i = 0; i < courses->len; i++) {
        const Course *course = &g_array_index(courses, Course, i);

        if (course->query != NULL && (!found || course->at_ms < *out_ms)) {
            *out_ms = course->at_ms;
            found = TRUE;
        }
    }
    return found;
}

/* All stores in one order of time, an instant at a time. */
static gboolean
run(GArray *courses, const Listener *listener, GError **error)
{
    g_autoptr(GArray) tied = g_array_new(FALSE, TRUE, sizeof(Tied));
    gint64 at_ms = 0;

    g_array_set_clear_func(tied, tied_clear);
    while (next_instant(courses, &at_ms)) {
        for (guint i = 0; i < courses->len; i++) {
            Course *course = &g_array_index(courses, Course, i);

            while (course->query != NULL && course->at_ms == at_ms) {
                g_array_append_val(tied, course->next);
                if (!go_on(course, error))
                    return FALSE;
            }
        }
        if (!tell(listener, tied, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
care_load_course(CareDb *const *dbs, guint n, const CareCubeFilter *filter, CareScale scale,
                 CareRatingFunc each, gpointer data, GError **error)
{
    g_autoptr(GArray) courses = g_array_new(FALSE, TRUE, sizeof(Course));
    const Listener listener = {each, data};

    g_array_set_clear_func(courses, course_clear);
    for (guint i = 0; i < n; i++) {
        const Course course = {.db = dbs[i], .by_cell = g_array_new(FALSE, FALSE, sizeof(gint))};

        g_array_append_val(courses, course);
        if (!begin(&g_array_index(courses, Course, i), filter, scale, error))
            return FALSE;
    }
    return run(courses, &listener, error);
}
