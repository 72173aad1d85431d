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
    guint n;          /* spans */
    guint span;       /* that is being counted */
    gboolean is_walk; /* one reading goes on from span to span */
    gint sign;
} Count;

/* Adds what was counted by cell since the last time. */
static void
flush(Count *count, GArray *by_cell)
{
    for (guint cell = 0; cell < by_cell->len; cell++) {
        gint64 *n = &g_array_index(by_cell, gint64, cell);

        if (*n != 0)
            care_gather_cell(count->gather, count->span, cell, count->sign * *n);
        *n = 0;
    }
}

/* All chats in @range: to count->span, or in a walk each to the span it is in. */
static gboolean
count_chats(Count *count, const CareRange *range, GError **error)
{
    g_autoptr(GArray) by_cell = g_array_new(FALSE, TRUE, sizeof(gint64));
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query;

    if (range->from >= range->to)
        return TRUE;
    query = care_count_query(count->db, count->filter, range, error);
    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const gint64 ms = sqlite3_column_int64(query, 0), cell = sqlite3_column_int64(query, 1);

        if (cell <= 0 || cell > G_MAXINT)
            continue;
        while (count->is_walk && count->span + 1 < count->n &&
               ms >= count->edges[count->span + 1]) {
            flush(count, by_cell);
            count->span++;
        }
        if ((guint)cell >= by_cell->len)
            g_array_set_size(by_cell, (guint)cell + 1);
        g_array_index(by_cell, gint64, cell)++;
    }
    flush(count, by_cell);
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static void
add_sum(gint64 agent, const char *protocol, gint64 definition, const CareCounts *counts,
        gpointer data)
{
    Count *count = data;

    care_gather_sums(count->gather, count->span, count->sign, agent, protocol, definition, counts);
}

static gboolean
count_sums(Count *count, CareRollupUnit unit, gint64 from, gint64 to, GError **error)
{
    return from >= to || care_rollup_read(count->db, unit, from, to, add_sum, count, error);
}

/* Some of one UTC day: its chats, or if they are the larger part, the day without the others. */
static gboolean
count_part_of_day(Count *count, gint64 from, gint64 to, GError **error)
{
    const gint64 day = care_rollup_start(CARE_ROLLUP_DAY, from), next = day + CARE_DAY_MS;
    gboolean is_counted;

    if (to - from <= CARE_DAY_MS / 2)
        return count_chats(count, &(CareRange){from, to}, error);
    if (!count_sums(count, CARE_ROLLUP_DAY, day, next, error))
        return FALSE;
    count->sign = -1;
    is_counted = count_chats(count, &(CareRange){day, from}, error) &&
                 count_chats(count, &(CareRange){to, next}, error);
    count->sign = 1;
    return is_counted;
}

static gint64
round_up(CareRollupUnit unit, gint64 ms)
{
    const gint64 start = care_rollup_start(unit, ms);

    return start == ms ? ms : care_rollup_next(unit, start);
}

static gboolean
count_days(Count *count, gint64 from, gint64 to, GError **error)
{
    const gint64 month = round_up(CARE_ROLLUP_MONTH, from),
                 last = care_rollup_start(CARE_ROLLUP_MONTH, to);

    if (month >= last)
        return count_sums(count, CARE_ROLLUP_DAY, from, to, error);
    return count_sums(count, CARE_ROLLUP_DAY, from, month, error) &&
           count_sums(count, CARE_ROLLUP_MONTH, month, last, error) &&
           count_sums(count, CARE_ROLLUP_DAY, last, to, error);
}

static gboolean
count_span(Count *count, gint64 from, gint64 to, GError **error)
{
    const gint64 first = round_up(CARE_ROLLUP_DAY, from),
                 last = care_rollup_start(CARE_ROLLUP_DAY, to);

    if (from >= to)
        return TRUE;
    if (first > last)
        return count_part_of_day(count, from, to, error);
    return (from == first || count_part_of_day(count, from, first, error)) &&
           count_days(count, first, last, error) &&
           (last == to || count_part_of_day(count, last, to, error));
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

    count->span = 0;
    count->is_walk = TRUE;
    return count_chats(count, &range, error);
}

static gboolean
count_all_by_sum(Count *count, GError **error)
{
    for (guint i = 0; i < count->n; i++) {
        const CareRange range = range_of_span(count, i);

        count->span = i;
        if (!count_span(count, range.from, range.to, error))
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

/* One transaction: sums and chats are of the same moment, whatever another client writes. */
static gboolean
begin(CareDb *db, gboolean *out_begun, GError **error)
{
    *out_begun = sqlite3_get_autocommit(db->sql) != 0;
    return !*out_begun || care_db_exec(db, "BEGIN", error);
}

static void
end(CareDb *db, gboolean begun)
{
    if (begun)
        care_db_exec(db, "ROLLBACK", NULL); /* nothing was written */
}

CareCube *
care_load_cube(CareDb *db, const CareCubeFilter *filter, GError **error)
{
    CareCube *cube;
    gboolean begun;

    if (!begin(db, &begun, error))
        return NULL;
    cube = read_cube(db, filter, error);
    end(db, begun);
    return cube;
}

GPtrArray *
care_load_series(CareDb *db, const CareCubeFilter *filter, const gint64 *edges, guint n,
                 GError **error)
{
    GPtrArray *cubes;
    gboolean begun;

    if (!begin(db, &begun, error))
        return NULL;
    cubes = read_series(db, filter, edges, n, error);
    end(db, begun);
    return cubes;
}

gboolean
care_load_extent(CareDb *db, const CareCubeFilter *filter, gint64 *out_first, gint64 *out_last,
                 GError **error)
{
    gboolean begun, is_read;

    if (!begin(db, &begun, error))
        return FALSE;
    is_read = care_count_extent(db, filter, out_first, out_last, error);
    end(db, begun);
    return is_read;
}
