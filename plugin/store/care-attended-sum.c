/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds up how attentive chats were over any span of time: a report over years reads some thousand
 * sums, not millions of chats. */
#include "care-attended.h"
#include "care-cells.h"
#include "care-count.h"
#include "care-rollup.h"

typedef struct {
    CareDb *db;
    const CareCubeFilter *filter;
    GArray *passes; /* of gboolean by cell: its chats pass; NULL: not read yet */
    CareTimes *times;
    gboolean can; /* FALSE: a sum was edited */
} Sum;

/* Which cells are of the filter's agent and protocol: they are few, the chats are many. */
static gboolean
read_cells(Sum *sum, GError **error)
{
    const gboolean yes = TRUE, no = FALSE;
    const CareCubeFilter *filter = sum->filter;
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query;

    if (sum->passes->len > 0)
        return TRUE;
    query = care_db_query(sum->db,
                          "SELECT id FROM cell"
                          " WHERE (?1 IS NULL OR agent = (SELECT id FROM agent WHERE name = ?1))"
                          " AND (?2 IS NULL OR protocol = ?2) ORDER BY id",
                          error, CARE_TEXT(filter->agent), CARE_TEXT(filter->protocol));
    if (query == NULL)
        return FALSE;
    g_array_append_val(sum->passes, no);
    while (care_db_step(query, &failed)) {
        const gint64 cell = sqlite3_column_int64(query, 0);

        if (!care_cell_is_row(cell))
            continue;
        while ((gint64)sum->passes->len < cell)
            g_array_append_val(sum->passes, no);
        g_array_append_val(sum->passes, yes);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static sqlite3_stmt *
query_chats(const Sum *sum, const CareRange *range, GError **error)
{
    const CareCubeFilter *filter = sum->filter;

    if (filter->chat == NULL && filter->customer == NULL)
        return care_db_query(sum->db, CARE_ATTENDED_SELECT, error, CARE_INT(range->from),
                             CARE_INT(range->to));
    return care_db_query(sum->db,
                         CARE_ATTENDED_SELECT
                         " AND (?3 IS NULL OR ext = ?3) AND (?4 IS NULL OR"
                         " customer = (SELECT id FROM customer WHERE key = ?4))",
                         error, CARE_INT(range->from), CARE_INT(range->to), CARE_TEXT(filter->chat),
                         CARE_TEXT(filter->customer));
}

static gboolean
add_chats(Sum *sum, gint64 from, gint64 to, gint sign, GError **error)
{
    const CareRange range = {from, to};
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query;

    if (from >= to)
        return TRUE;
    if (!read_cells(sum, error))
        return FALSE;
    query = query_chats(sum, &range, error);
    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const gint64 cell = sqlite3_column_int64(query, 1);

        if (cell > 0 && cell < (gint64)sum->passes->len &&
            g_array_index(sum->passes, gboolean, cell)) {
            const CareAttention attention = care_attended_read(query, 2);

            care_times_add(sum->times, &attention, sign);
        }
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* All sums that begin in [@from, @to). */
static gboolean
add_months(Sum *sum, gint64 from, gint64 to, GError **error)
{
    const CareCubeFilter *filter = sum->filter;
    CareTimes *times = sum->times;
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(
        sum->db,
        "SELECT n, replies, promises, kept, open_questions, times FROM attended"
        " WHERE start_ms >= ?1 AND start_ms < ?2"
        " AND (?3 IS NULL OR agent = (SELECT id FROM agent WHERE name = ?3))"
        " AND (?4 IS NULL OR protocol = ?4)",
        error, CARE_INT(from), CARE_INT(to), CARE_TEXT(filter->agent), CARE_TEXT(filter->protocol));

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        times->n += sqlite3_column_int64(query, 0);
        times->replies += sqlite3_column_int64(query, 1);
        times->promises += sqlite3_column_int64(query, 2);
        times->kept += sqlite3_column_int64(query, 3);
        times->open_questions += sqlite3_column_int64(query, 4);
        sum->can &= care_times_unpack(times, sqlite3_column_blob(query, 5),
                                      (gsize)sqlite3_column_bytes(query, 5), 1);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* Some of one month: its chats, or if that is the larger part, the whole without the rest. */
static gboolean
add_part(Sum *sum, gint64 from, gint64 to, GError **error)
{
    const gint64 start = care_rollup_start(CARE_ROLLUP_MONTH, from),
                 next = care_rollup_next(CARE_ROLLUP_MONTH, start);

    if (to - from <= (next - start) / 2)
        return add_chats(sum, from, to, 1, error);
    return add_months(sum, start, next, error) && add_chats(sum, start, from, -1, error) &&
           add_chats(sum, to, next, -1, error);
}

static gboolean
add_by_month(Sum *sum, const CareRange *range, GError **error)
{
    gint64 first = care_rollup_start(CARE_ROLLUP_MONTH, range->from);
    const gint64 last = care_rollup_start(CARE_ROLLUP_MONTH, range->to);

    if (first < range->from)
        first = care_rollup_next(CARE_ROLLUP_MONTH, first);
    if (first > last)
        return add_part(sum, range->from, range->to, error);
    return (range->from == first || add_part(sum, range->from, first, error)) &&
           add_months(sum, first, last, error) &&
           (last == range->to || add_part(sum, last, range->to, error));
}

/* By sums where that is possible, and they are right. */
static gboolean
add_all(Sum *sum, GError **error)
{
    const CareCubeFilter *filter = sum->filter;
    const CareRange range = care_count_range(filter);
    gboolean is_due;

    if (range.from >= range.to)
        return TRUE;
    if (!care_rollup_is_due(sum->db, &is_due, error))
        return FALSE;
    if (!is_due && !filter->recount && filter->chat == NULL && filter->customer == NULL) {
        if (!add_by_month(sum, &range, error))
            return FALSE;
        if (sum->can && care_times_can_be(sum->times))
            return TRUE;
        *sum->times = (CareTimes){0};
    }
    return add_chats(sum, range.from, range.to, 1, error);
}

gboolean
care_attended_add(CareDb *db, const CareCubeFilter *filter, CareTimes *times, GError **error)
{
    g_autofree CareTimes *its = g_new0(CareTimes, 1);
    g_autoptr(GArray) passes = g_array_new(FALSE, FALSE, sizeof(gboolean));
    Sum sum = {.db = db, .filter = filter, .passes = passes, .times = its, .can = TRUE};
    gboolean begun, is_read;

    if (!care_count_begin(db, &begun, error))
        return FALSE;
    is_read = add_all(&sum, error);
    care_count_end(db, begun);
    if (is_read)
        care_times_merge(times, its);
    return is_read;
}

gboolean
care_attended_sum(CareDb *db, const CareCubeFilter *filter, CareAttention *out, guint64 *out_n,
                  GError **error)
{
    g_autofree CareTimes *times = g_new0(CareTimes, 1);

    if (!care_attended_add(db, filter, times, error))
        return FALSE;
    *out = care_times_sum_up(times);
    *out_n = (guint64)times->n;
    return TRUE;
}
