/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds chats by their ends, and the first and last of those that pass a filter. */
#include "care-count.h"
#include "care-gather.h"
#include "care-rollup.h"

CareRange
care_count_range(const CareCubeFilter *filter)
{
    const gboolean all = filter->from_ms == 0 && filter->to_ms == 0;

    return (CareRange){CLAMP(filter->from_ms, 0, CARE_END_OF_TIME),
                       all ? CARE_END_OF_TIME : CLAMP(filter->to_ms, 0, CARE_END_OF_TIME)};
}

/* Chats one by one, by the narrowest index. */
sqlite3_stmt *
care_count_query(CareDb *db, const CareCubeFilter *filter, const CareRange *range, GError **error)
{
    if (filter->chat != NULL)
        return care_db_query(db,
                             "SELECT counted_ms, cell FROM chat WHERE ext = ?3"
                             " AND counted_ms >= ?1 AND counted_ms < ?2 AND (?4 IS NULL OR"
                             " customer = (SELECT id FROM customer WHERE key = ?4))",
                             error, CARE_INT(range->from), CARE_INT(range->to),
                             CARE_TEXT(filter->chat), CARE_TEXT(filter->customer));
    if (filter->customer != NULL)
        return care_db_query(db,
                             "SELECT counted_ms, cell FROM chat"
                             " WHERE customer = (SELECT id FROM customer WHERE key = ?3)"
                             " AND counted_ms >= ?1 AND counted_ms < ?2 ORDER BY counted_ms",
                             error, CARE_INT(range->from), CARE_INT(range->to),
                             CARE_TEXT(filter->customer));
    return care_db_query(db,
                         "SELECT counted_ms, cell FROM chat WHERE counted_ms IS NOT NULL"
                         " AND counted_ms >= ?1 AND counted_ms < ?2 ORDER BY counted_ms",
                         error, CARE_INT(range->from), CARE_INT(range->to));
}

/* The first and last month in which the sums know of such a chat narrow the search. */
static gboolean
narrow(CareDb *db, const CareCubeFilter *filter, CareRange *range, GError **error)
{
    gint64 first, last;
    gboolean is_due;

    if (filter->agent == NULL && filter->protocol == NULL)
        return TRUE;
    if (!care_rollup_is_due(db, &is_due, error))
        return FALSE;
    if (is_due)
        return TRUE;
#define OF_MONTHS                                                         \
    " FROM rollup WHERE unit = 'month'"                                   \
    " AND (?1 IS NULL OR agent = (SELECT id FROM agent WHERE name = ?1))" \
    " AND (?2 IS NULL OR protocol = ?2) AND start_ms > ?3 - 31 * 86400000 AND start_ms < ?4"
    if (!care_db_int(db, "SELECT min(start_ms)" OF_MONTHS, range->to, &first, error,
                     CARE_TEXT(filter->agent), CARE_TEXT(filter->protocol), CARE_INT(range->from),
                     CARE_INT(range->to)) ||
        !care_db_int(db, "SELECT max(start_ms)" OF_MONTHS, range->from - 1, &last, error,
                     CARE_TEXT(filter->agent), CARE_TEXT(filter->protocol), CARE_INT(range->from),
                     CARE_INT(range->to)))
        return FALSE;
    range->from = MAX(range->from, first);
    range->to = MIN(range->to, last < 0 ? 0 : care_rollup_next(CARE_ROLLUP_MONTH, last));
    return TRUE;
}

/* The first such chat of @query, in its order; 0: there is none. */
static gboolean
find_end(CareDb *db, const char *sql, const CareCubeFilter *filter, const CareRange *range,
         gint64 *out_ms, GError **error)
{
    return care_db_int(db, sql, 0, out_ms, error, CARE_INT(range->from), CARE_INT(range->to),
                       CARE_TEXT(filter->agent), CARE_TEXT(filter->protocol));
}

#define SUCH_CHATS                                                                       \
    "SELECT counted_ms FROM chat WHERE counted_ms IS NOT NULL AND counted_ms >= ?1"      \
    " AND counted_ms < ?2 AND (?3 IS NULL OR cell IN (SELECT id FROM cell WHERE agent =" \
    "  (SELECT id FROM agent WHERE name = ?3))) AND (?4 IS NULL OR cell IN"              \
    "  (SELECT id FROM cell WHERE protocol = ?4)) ORDER BY counted_ms"

static gboolean
extent_of_few(CareDb *db, const CareCubeFilter *filter, const CareRange *range, gint64 *out_first,
              gint64 *out_last, GError **error)
{
    g_autoptr(CareGather) gather = care_gather_new(db, filter->agent, filter->protocol, 1, error);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = gather != NULL ? care_count_query(db, filter, range, error) : NULL;

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const gint64 ms = sqlite3_column_int64(query, 0);
        const CareCellFacts *facts;

        if (!care_gather_find(gather, sqlite3_column_int64(query, 1), &facts, error)) {
            sqlite3_reset(query);
            return FALSE;
        }
        if (facts == NULL)
            continue;
        *out_first = *out_first == 0 ? ms : MIN(*out_first, ms);
        *out_last = MAX(*out_last, ms);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

gboolean
care_count_extent(CareDb *db, const CareCubeFilter *filter, gint64 *out_first, gint64 *out_last,
                  GError **error)
{
    CareRange range = care_count_range(filter);

    *out_first = *out_last = 0;
    if (filter->chat != NULL || filter->customer != NULL)
        return extent_of_few(db, filter, &range, out_first, out_last, error);
    return narrow(db, filter, &range, error) &&
           find_end(db, SUCH_CHATS " LIMIT 1", filter, &range, out_first, error) &&
           find_end(db, SUCH_CHATS " DESC LIMIT 1", filter, &range, out_last, error);
}
