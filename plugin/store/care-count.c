/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts any span of time from months, days and, at its ends, single chats, so that a report over
 * years reads some thousand rows. */
#include "care-count.h"
#include "care-gather.h"
#include "care-load.h"
#include "care-rollup.h"

typedef struct {
    CareDb *db;
    CareGather *gather;
    const CareCubeFilter *filter;
    const gint64 *edges;
    guint n;    /* spans */
    guint span; /* that is being counted */
    gint sign;  /* 1: chats are added, -1: taken */
} Count;

typedef enum { BY_CHAT, BY_DAY, BY_MONTH } Grain; /* each of the one before */

/* Adds what was counted by cell since the last time. */
static gboolean
flush(Count *count, GArray *by_cell, GError **error)
{
    for (guint cell = 0; cell < by_cell->len; cell++) {
        gint64 *n = &g_array_index(by_cell, gint64, cell);

        if (*n != 0 && !care_gather_cell(count->gather, count->span, cell, *n, error))
            return FALSE;
        *n = 0;
    }
    return TRUE;
}

/* Another chat of the walk, in which a span ends before the next begins. */
static gboolean
add_chat(Count *count, GArray *by_cell, gint64 ms, gint64 cell, GError **error)
{
    while (count->span + 1 < count->n && ms >= count->edges[count->span + 1]) {
        if (!flush(count, by_cell, error))
            return FALSE;
        count->span++;
    }
    if (!care_cell_is_row(cell))
        return TRUE;
    if ((guint)cell >= by_cell->len)
        g_array_set_size(by_cell, (guint)cell + 1);
    g_array_index(by_cell, gint64, cell)++;
    return TRUE;
}

/* Reads @query to its end, each chat to the span it is in. */
static gboolean
walk(Count *count, sqlite3_stmt *query, GError **error)
{
    g_autoptr(GArray) by_cell = g_array_new(FALSE, TRUE, sizeof(gint64));
    g_autoptr(GError) failed = NULL;

    while (care_db_step(query, &failed)) {
        if (!add_chat(count, by_cell, sqlite3_column_int64(query, 0),
                      sqlite3_column_int64(query, 1), error)) {
            sqlite3_reset(query);
            return FALSE;
        }
    }
    if (failed == NULL)
        return flush(count, by_cell, error);
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* The few chats in @range to the span that is being counted. */
static gboolean
count_chats(Count *count, gint64 from, gint64 to, GError **error)
{
    const CareRange range = {from, to};
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_count_query(count->db, count->filter, &range, error);

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        if (!care_gather_cell(count->gather, count->span, sqlite3_column_int64(query, 1),
                              count->sign, error)) {
            sqlite3_reset(query);
            return FALSE;
        }
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static CareCounts *
sum_of(gint64 agent, const char *protocol, gint64 definition, gpointer data)
{
    Count *count = data;

    return care_gather_sum(count->gather, count->span, agent, protocol, definition);
}

static gboolean
count_sums(Count *count, CareRollupUnit unit, gint64 from, gint64 to, GError **error)
{
    const CareRollupSpan span = {.unit = unit,
                                 .from_ms = from,
                                 .to_ms = to,
                                 .agent = care_gather_agent(count->gather),
                                 .sign = count->sign};

    return from >= to || care_rollup_sum(count->db, &span, sum_of, count, error);
}

static gboolean count_by(Count *count, Grain grain, gint64 from, gint64 to, GError **error);

/* Some of one day or month: by what is smaller, or if that is the larger part, the whole without
 * the rest. */
static gboolean
count_part(Count *count, Grain grain, gint64 from, gint64 to, GError **error)
{
    const CareRollupUnit unit = grain == BY_DAY ? CARE_ROLLUP_DAY : CARE_ROLLUP_MONTH;
    const gint64 start = care_rollup_start(unit, from), next = care_rollup_next(unit, start);
    gboolean is_counted;

    if (to - from <= (next - start) / 2)
        return count_by(count, grain - 1, from, to, error);
    if (!count_sums(count, unit, start, next, error))
        return FALSE;
    count->sign = -count->sign;
    is_counted = count_by(count, grain - 1, start, from, error) &&
                 count_by(count, grain - 1, to, next, error);
    count->sign = -count->sign;
    return is_counted;
}

/* Whole days or months by their sums, what is left at both ends by what is smaller. */
static gboolean
count_by(Count *count, Grain grain, gint64 from, gint64 to, GError **error)
{
    CareRollupUnit unit;
    gint64 first, last;

    if (from >= to)
        return TRUE;
    if (grain == BY_CHAT)
        return count_chats(count, from, to, error);
    unit = grain == BY_DAY ? CARE_ROLLUP_DAY : CARE_ROLLUP_MONTH;
    first = care_rollup_start(unit, from);
    first = first == from ? from : care_rollup_next(unit, first);
    last = care_rollup_start(unit, to);
    if (first > last)
        return count_part(count, grain, from, to, error);
    return (from == first || count_part(count, grain, from, first, error)) &&
           count_sums(count, unit, first, last, error) &&
           (last == to || count_part(count, grain, last, to, error));
}

static CareRange
range_of_span(const Count *count, guint span)
{
    const CareRange all = care_count_range(count->filter);

    return (CareRange){MAX(all.from, count->edges[span]), MIN(all.to, count->edges[span + 1])};
}

static gboolean
count_all_by_chat(Count *count, GError **error)
{
    const CareRange all = care_count_range(count->filter);
    const CareRange range = {MAX(all.from, count->edges[0]), MIN(all.to, count->edges[count->n])};
    const gboolean is_few = count->filter->chat != NULL || count->filter->customer != NULL;
    sqlite3_stmt *query;

    count->span = 0;
    if (range.from >= range.to)
        return TRUE;
    if (!is_few && !care_gather_load(count->gather, error))
        return FALSE;
    query = care_count_query(count->db, count->filter, &range, error);
    return query != NULL && walk(count, query, error);
}

static gboolean
count_all_by_sum(Count *count, GError **error)
{
    for (guint i = 0; i < count->n; i++) {
        const CareRange range = range_of_span(count, i);

        count->span = i;
        if (!count_by(count, BY_MONTH, range.from, range.to, error))
            return FALSE;
    }
    return TRUE;
}

/* NULL without @error: the sums are not right. */
static GPtrArray *
count_series(Count *count, gboolean by_sum, GError **error)
{
    g_autoptr(GPtrArray) cubes = g_ptr_array_new_with_free_func((GDestroyNotify)care_cube_free);
    g_autoptr(CareGather) gather =
        care_gather_new(count->db, count->filter->agent, count->filter->protocol, count->n, error);

    count->gather = gather;
    count->sign = 1;
    if (gather == NULL ||
        !(by_sum ? count_all_by_sum(count, error) : count_all_by_chat(count, error)))
        return NULL;
    for (guint i = 0; i < count->n; i++) {
        CareCube *cube = care_gather_cube(gather, i);

        if (cube == NULL)
            return NULL;
        cube->from_ms = count->edges[i];
        cube->to_ms = count->edges[i + 1];
        g_ptr_array_add(cubes, cube);
    }
    return g_steal_pointer(&cubes);
}

static GPtrArray *
read_series(CareDb *db, const CareCubeFilter *filter, const gint64 *edges, guint n, GError **error)
{
    Count count = {.db = db, .filter = filter, .edges = edges, .n = n};
    GPtrArray *cubes = NULL;
    g_autoptr(GError) failed = NULL;
    gboolean is_due;

    if (!care_rollup_is_due(db, &is_due, error))
        return NULL;
    if (!is_due && !filter->recount && filter->chat == NULL && filter->customer == NULL)
        cubes = count_series(&count, TRUE, &failed);
    if (cubes == NULL && failed == NULL)
        cubes = count_series(&count, FALSE, &failed);
    if (failed != NULL)
        g_propagate_error(error, g_steal_pointer(&failed));
    return cubes;
}

static CareCube *
read_cube(CareDb *db, const CareCubeFilter *filter, GError **error)
{
    const gboolean all = filter->from_ms == 0 && filter->to_ms == 0;
    const gint64 edges[] = {0, CARE_END_OF_TIME};
    g_autoptr(GPtrArray) cubes = read_series(db, filter, edges, 1, error);
    CareCube *cube;

    if (cubes == NULL)
        return NULL;
    cube = g_ptr_array_steal_index(cubes, 0);
    if (!care_count_extent(db, filter, &cube->first_ms, &cube->last_ms, error)) {
        care_cube_free(cube);
        return NULL;
    }
    cube->from_ms = all ? cube->first_ms : filter->from_ms;
    cube->to_ms = all ? cube->last_ms : filter->to_ms;
    return cube;
}

gboolean
care_count_begin(CareDb *db, gboolean *out_begun, GError **error)
{
    *out_begun = sqlite3_get_autocommit(db->sql) != 0;
    return !*out_begun || care_db_exec(db, "BEGIN", error);
}

void
care_count_end(CareDb *db, gboolean begun)
{
    if (begun)
        care_db_exec(db, "ROLLBACK", NULL); /* nothing was written */
}

CareCube *
care_load_cube(CareDb *db, const CareCubeFilter *filter, GError **error)
{
    CareCube *cube;
    gboolean begun;

    if (!care_count_begin(db, &begun, error))
        return NULL;
    cube = read_cube(db, filter, error);
    care_count_end(db, begun);
    return cube;
}

GPtrArray *
care_load_series(CareDb *db, const CareCubeFilter *filter, const gint64 *edges, guint n,
                 GError **error)
{
    GPtrArray *cubes;
    gboolean begun;

    if (!care_count_begin(db, &begun, error))
        return NULL;
    cubes = read_series(db, filter, edges, n, error);
    care_count_end(db, begun);
    return cubes;
}

gboolean
care_load_extent(CareDb *db, const CareCubeFilter *filter, gint64 *out_first, gint64 *out_last,
                 GError **error)
{
    gboolean begun, is_read;

    if (!care_count_begin(db, &begun, error))
        return FALSE;
    is_read = care_count_extent(db, filter, out_first, out_last, error);
    care_count_end(db, begun);
    return is_read;
}
