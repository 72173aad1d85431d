/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads ratings in the order in which chats ended, which is how a slow fall is seen. */
#include "care-count.h"
#include "care-gather.h"
#include "care-load.h"
#include <string.h>

typedef struct { /* ratings of chats that ended in the same instant */
    gint64 cell, row;
    char *id;
} Tied;

typedef struct {
    CareDb *db;
    const CareGather *gather;
    CareScale scale;
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
needs_order(const Course *course, const GArray *tied)
{
    for (guint i = 1; i < tied->len; i++) {
        const CareCellFacts *one =
            care_gather_passes(course->gather, g_array_index(tied, Tied, i - 1).cell);
        const CareCellFacts *other =
            care_gather_passes(course->gather, g_array_index(tied, Tied, i).cell);

        if (one->step != other->step)
            return TRUE;
    }
    return FALSE;
}

static gboolean
tell(const Course *course, GArray *tied, GError **error)
{
    if (needs_order(course, tied)) {
        for (guint i = 0; i < tied->len; i++) {
            if (!read_id(course->db, &g_array_index(tied, Tied, i), error))
                return FALSE;
        }
        g_array_sort(tied, tied_compare);
    }
    for (guint i = 0; i < tied->len; i++)
        course->each(care_gather_passes(course->gather, g_array_index(tied, Tied, i).cell)->rating,
                     course->data);
    g_array_set_size(tied, 0);
    return TRUE;
}

static gboolean
is_rated(const Course *course, gint64 cell)
{
    const CareCellFacts *facts = care_gather_passes(course->gather, cell);

    return facts != NULL && facts->outcome == CARE_OUTCOME_ANSWERED && facts->step >= 0 &&
           facts->scale.min == course->scale.min && facts->scale.max == course->scale.max;
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
        const Tied one = {.cell = sqlite3_column_int64(query, 1),
                          .row = sqlite3_column_int64(query, 2)};

        if (!is_rated(course, one.cell))
            continue;
        if (sqlite3_column_int64(query, 0) != at_ms && !tell(course, tied, error)) {
            sqlite3_reset(query);
            return FALSE;
        }
        at_ms = sqlite3_column_int64(query, 0);
        g_array_append_val(tied, one);
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
    g_autoptr(CareGather) gather = care_gather_new(db, filter->agent, filter->protocol, 1, error);
    const Course course = {db, gather, scale, each, data};

    return gather != NULL && run(&course, filter, error);
}
