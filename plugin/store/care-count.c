/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds ended chats up inside SQLite, so that counting needs no memory that grows with the chats. */
#include "care-load.h"

/* Names are joined after the grouping, which thereby compares integers. */
static const char select_groups[] =
    "SELECT a.name, g.protocol, ifnull(d.hash, ''), g.outcome, g.reason, g.rating, g.n,"
    " g.first, g.last"
    " FROM (SELECT c.agent, c.protocol, c.outcome, c.reason,"
    "   iif(c.outcome = 'not_asked', NULL, s.definition) AS definition,"
    "   iif(c.outcome = 'answered', s.rating, NULL) AS rating,"
    "   count(*) AS n, min(c.ended_ms) AS first, max(c.ended_ms) AS last"
    "  FROM chat c LEFT JOIN survey s ON s.id = c.survey"
    "  WHERE c.ended_ms >= ?1 AND c.ended_ms < ?2 AND c.ended_ms > 0 AND c.outcome <> 'open'";
static const char group_them[] =
    "  GROUP BY 1, 2, 3, 4, 5, 6) g"
    " JOIN agent a ON a.id = g.agent LEFT JOIN definition d ON d.id = g.definition";

/* A condition per name that is given: one for all cases would hide the indices from SQLite. */
static const char *
sql_for(const CareCubeFilter *filter)
{
    g_autofree char *sql = g_strconcat(
        select_groups,
        filter->agent == NULL ? " AND ?3 IS NULL"
                              : " AND c.agent = (SELECT id FROM agent WHERE name = ?3)",
        filter->protocol == NULL ? " AND ?4 IS NULL" : " AND c.protocol = ?4",
        filter->customer == NULL ? " AND ?5 IS NULL"
                                 : " AND c.customer = (SELECT id FROM customer WHERE key = ?5)",
        filter->chat == NULL ? " AND ?6 IS NULL" : " AND c.ext = ?6", group_them, NULL);

    return g_intern_string(sql); /* one of sixteen, and so a name for the cache of statements */
}

static void
add_group(CareCube *cube, sqlite3_stmt *query)
{
    const gint outcome = care_outcome_from_name((const char *)sqlite3_column_text(query, 3));
    const gint reason = care_reason_from_name((const char *)sqlite3_column_text(query, 4));
    const int rating = sqlite3_column_int(query, 5);
    const guint64 n = (guint64)sqlite3_column_int64(query, 6);
    const gint64 first_ms = sqlite3_column_int64(query, 7),
                 last_ms = sqlite3_column_int64(query, 8);
    g_autofree char *agent = care_db_column_text(query, 0),
                    *protocol = care_db_column_text(query, 1),
                    *definition = care_db_column_text(query, 2);
    CareCounts counts = {0};

    if (outcome < 0)
        return;
    counts.outcomes[outcome] = n;
    if (outcome == CARE_OUTCOME_NOT_ASKED)
        counts.reasons[MAX(reason, CARE_REASON_NONE)] = n;
    if (rating >= 1 && rating <= CARE_RATINGS)
        counts.ratings[rating - 1] = n;
    care_cube_add(cube, agent, protocol, definition, CARE_SCALE_ASKED, &counts);
    cube->first_ms = cube->first_ms == 0 ? first_ms : MIN(cube->first_ms, first_ms);
    cube->last_ms = MAX(cube->last_ms, last_ms);
}

CareCube *
care_load_cube(CareDb *db, const CareCubeFilter *filter, GError **error)
{
    const gboolean all = filter->from_ms == 0 && filter->to_ms == 0;
    g_autoptr(CareCube) cube = care_cube_new();
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(db, sql_for(filter), error, CARE_INT(filter->from_ms),
                                        CARE_INT(all ? G_MAXINT64 : filter->to_ms),
                                        CARE_TEXT(filter->agent), CARE_TEXT(filter->protocol),
                                        CARE_TEXT(filter->customer), CARE_TEXT(filter->chat));

    if (query == NULL)
        return NULL;
    while (care_db_step(query, &failed))
        add_group(cube, query);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return NULL;
    }
    cube->from_ms = all ? cube->first_ms : filter->from_ms;
    cube->to_ms = all ? cube->last_ms : filter->to_ms;
    return g_steal_pointer(&cube);
}
