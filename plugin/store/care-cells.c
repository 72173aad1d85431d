/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one place that says what a cell counts as, whether chats are counted one by one or summed. */
#include "care-cells.h"

#define SELECT_CELLS                                                                            \
    "SELECT k.id, k.agent, k.definition, k.outcome, k.reason, k.rating, k.item, k.item_rating," \
    " k.protocol, " CARE_SQL_MIN ", " CARE_SQL_MAX                                              \
    " FROM cell k LEFT JOIN definition d ON d.id = k.definition"

/* A file may have been edited: a rating off its scale counts as none, and verify finds it. */
static gint
step_of(gint rating, CareScale scale)
{
    return rating >= scale.min && rating <= scale.max ? rating - scale.min : -1;
}

static gint
name_or(gint value, gint otherwise)
{
    return value >= 0 ? value : otherwise;
}

static CareCellFacts
read_facts(sqlite3_stmt *query)
{
    CareCellFacts facts = {
        .agent = sqlite3_column_int64(query, 1),
        .definition = sqlite3_column_int64(query, 2),
        .outcome = name_or(care_outcome_from_name((const char *)sqlite3_column_text(query, 3)),
                           CARE_OUTCOME_OPEN),
        .reason = name_or(care_reason_from_name((const char *)sqlite3_column_text(query, 4)),
                          CARE_REASON_OTHER),
        .rating = sqlite3_column_int(query, 5),
        .item = name_or(care_item_from_name((const char *)sqlite3_column_text(query, 6)),
                        CARE_ITEM_NONE),
        .scale = {sqlite3_column_int(query, 9), sqlite3_column_int(query, 10)},
    };

    facts.step = step_of(facts.rating, facts.scale);
    facts.item_step = step_of(sqlite3_column_int(query, 7), facts.scale);
    return facts;
}

gboolean
care_cell_is_row(gint64 cell)
{
    return cell > 0 && cell <= CARE_CELL_MAX;
}

void
care_cell_count(const CareCellFacts *facts, gint64 n, CareCounts *counts)
{
    const guint64 add = (guint64)n; /* below 0 in two's complement, as all sums here are */

    if (facts->outcome == CARE_OUTCOME_OPEN)
        return;
    counts->outcomes[facts->outcome] += add;
    if (facts->outcome == CARE_OUTCOME_NOT_ASKED)
        counts->reasons[facts->reason] += add;
    if (facts->outcome != CARE_OUTCOME_ANSWERED)
        return;
    if (facts->step >= 0)
        counts->ratings[facts->step] += add;
    if (facts->item != CARE_ITEM_NONE && facts->item_step >= 0)
        counts->items[facts->item][facts->item_step] += add;
}

gboolean
care_cells_read(CareDb *db, gint64 cell, CareCellFacts *out_facts, char **out_protocol,
                GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(db, SELECT_CELLS " WHERE k.id = ?1", error, CARE_INT(cell));

    if (query == NULL)
        return FALSE;
    *out_protocol = NULL;
    if (care_db_step(query, &failed)) {
        *out_facts = read_facts(query);
        *out_protocol = care_db_column_text(query, 8);
        sqlite3_reset(query);
        return TRUE;
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* @query: (nullable) */
static gboolean
tell_each(sqlite3_stmt *query, CareCellFunc each, gpointer data, GError **error)
{
    g_autoptr(GError) failed = NULL;

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const CareCellFacts facts = read_facts(query);
        g_autofree char *protocol = care_db_column_text(query, 8);

        if (care_cell_is_row(sqlite3_column_int64(query, 0)))
            each(sqlite3_column_int64(query, 0), &facts, protocol != NULL ? protocol : "", data);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

gboolean
care_cells_each(CareDb *db, CareCellFunc each, gpointer data, GError **error)
{
    return tell_each(care_db_query(db, SELECT_CELLS " ORDER BY k.id", error), each, data, error);
}

gboolean
care_cells_each_of(CareDb *db, gint64 agent, CareCellFunc each, gpointer data, GError **error)
{
    return tell_each(care_db_query(db, SELECT_CELLS " WHERE k.agent = ?1", error, CARE_INT(agent)),
                     each, data, error);
}
