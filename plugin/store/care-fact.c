/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever changes a chat, its place in the figures follows here, in the same transaction. */
#include "care-fact.h"
#include "care-attended.h"
#include "care-cells.h"
#include "care-rollup.h"
#include <string.h>

typedef struct { /* a chat's place in the figures */
    gint64 ms;   /* 0: it is in none */
    gint64 cell;
    gint64 low; /* the answer that counts, where it is a low mark; 0: it is not */
} Place;

gboolean
care_cell_row(CareDb *db, const CareCell *cell, gint64 *out_row, GError **error)
{
    static const char find[] =
        "SELECT id FROM cell WHERE agent = ?1 AND protocol = ?2 AND definition = ?3"
        " AND outcome = ?4 AND reason = ?5 AND rating = ?6 AND item = ?7 AND item_rating = ?8";
    static const char make[] =
        "INSERT INTO cell (agent, protocol, definition, outcome, reason, rating, item, item_rating)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id";
    const CareValue *values = CARE_VALUES(
        CARE_INT(cell->agent), CARE_TEXT(cell->protocol), CARE_INT(cell->definition),
        CARE_TEXT(care_outcome_name(cell->outcome)), CARE_TEXT(care_reason_name(cell->reason)),
        CARE_INT(cell->rating), CARE_TEXT(care_item_name(cell->item)), CARE_INT(cell->item_rating));

    return care_db_int_values(db, find, values, CARE_NO_ROW, out_row, error) &&
           (*out_row != CARE_NO_ROW ||
            care_db_int_values(db, make, values, CARE_NO_ROW, out_row, error));
}

static gint
rating_of(sqlite3_stmt *query, int column)
{
    return sqlite3_column_type(query, column) == SQLITE_NULL ? CARE_NO_RATING
                                                             : sqlite3_column_int(query, column);
}

/* What is counted of a chat by its own row and its final survey's. FALSE: nothing, while it is
 * open, or of an outcome that is unknown here. */
static gboolean
read_cell(sqlite3_stmt *query, CareCell *out_cell)
{
    const gint outcome = care_outcome_from_name((const char *)sqlite3_column_text(query, 3));
    const gint reason = care_reason_from_name((const char *)sqlite3_column_text(query, 4));
    const gint item = care_item_from_name((const char *)sqlite3_column_text(query, 7));
    const gint64 ended_ms = sqlite3_column_int64(query, 2);
    CareCell cell = {.agent = sqlite3_column_int64(query, 5),
                     .rating = CARE_NO_RATING,
                     .item_rating = CARE_NO_RATING};

    if (outcome <= CARE_OUTCOME_OPEN || ended_ms <= 0 || ended_ms >= CARE_END_OF_TIME)
        return FALSE;
    cell.outcome = (CareOutcome)outcome;
    if (outcome == CARE_OUTCOME_NOT_ASKED) {
        cell.reason = reason < 0 ? CARE_REASON_OTHER : (CareReason)reason;
    } else {
        cell.definition = sqlite3_column_int64(query, 8);
        cell.item = item < 0 ? CARE_ITEM_NONE : (CareItem)item;
    }
    if (outcome == CARE_OUTCOME_ANSWERED) {
        cell.rating = rating_of(query, 9);
        cell.item_rating = cell.item == CARE_ITEM_NONE ? CARE_NO_RATING : rating_of(query, 10);
    }
    *out_cell = cell;
    return TRUE;
}

/* Where the chat is counted, and where it belongs. An imported chat has no survey and stays as it
 * was taken in. */
static gboolean
find_places(CareDb *db, gint64 chat, Place *out_was, Place *out_is, GError **error)
{
    g_autofree char *protocol = NULL;
    g_autoptr(GError) failed = NULL;
    CareCell cell;
    gboolean is_counted;
    sqlite3_stmt *query = care_db_query(
        db,
        "SELECT c.counted_ms, c.cell, c.ended_ms, c.outcome, c.reason, c.agent, c.protocol,"
        " s.item, s.definition, s.rating, s.item_rating, c.client GLOB 'import-*', c.low,"
        " (SELECT a.id FROM answer a WHERE a.survey = s.id AND a.seq = s.rated_seq"
        " AND a.item IS NULL AND a.rating <= 2 AND c.outcome = 'answered')"
        " FROM chat c LEFT JOIN survey s ON s.id = c.survey WHERE c.id = ?1",
        error, CARE_INT(chat));

    *out_was = *out_is = (Place){0};
    if (query == NULL)
        return FALSE;
    if (!care_db_step(query, &failed)) {
        const gboolean is_gone = failed == NULL;

        if (!is_gone)
            g_propagate_error(error, g_steal_pointer(&failed));
        return is_gone;
    }
    *out_was = (Place){sqlite3_column_int64(query, 0), sqlite3_column_int64(query, 1),
                       sqlite3_column_int64(query, 12)};
    *out_is = *out_was;
    is_counted = read_cell(query, &cell);
    if (sqlite3_column_int(query, 11) != 0) {
        sqlite3_reset(query);
        return TRUE;
    }
    out_is->ms = is_counted ? sqlite3_column_int64(query, 2) : 0;
    out_is->low = is_counted ? sqlite3_column_int64(query, 13) : 0;
    protocol = care_db_column_text(query, 6);
    sqlite3_reset(query);
    cell.protocol = protocol;
    out_is->cell = CARE_NO_ROW;
    return !is_counted || care_cell_row(db, &cell, &out_is->cell, error);
}

typedef struct { /* what to add to the sums of one agent, protocol and definition */
    CareCellFacts facts;
    char *protocol;
    CareCounts counts;
} Change;

static void
change_clear(Change *change)
{
    g_free(change->protocol);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Change, change_clear)

/* One chat more (@n 1) or less (-1) at @place. */
static gboolean
read_change(CareDb *db, const Place *place, gint64 n, Change *out_change, GError **error)
{
    if (place->ms == 0)
        return TRUE;
    if (!care_cells_read(db, place->cell, &out_change->facts, &out_change->protocol, error))
        return FALSE;
    if (out_change->protocol == NULL)
        return care_db_fail(SQLITE_CORRUPT, error); /* the chat points where nothing is */
    care_cell_count(&out_change->facts, n, &out_change->counts);
    return TRUE;
}

static gboolean
is_same_sum(const Place *was, const Change *less, const Place *is, const Change *more)
{
    return was->ms != 0 && is->ms != 0 &&
           care_rollup_start(CARE_ROLLUP_DAY, was->ms) ==
               care_rollup_start(CARE_ROLLUP_DAY, is->ms) &&
           less->facts.agent == more->facts.agent &&
           less->facts.definition == more->facts.definition &&
           strcmp(less->protocol, more->protocol) == 0;
}

static gboolean
add(CareDb *db, const Place *place, const Change *change, GError **error)
{
    return place->ms == 0 || care_rollup_add(db, place->ms, change->facts.agent, change->protocol,
                                             change->facts.definition, &change->counts, error);
}

static CareAttendedPlace
attended_at(const Place *place, const Change *change)
{
    return (CareAttendedPlace){place->ms, change->facts.agent, change->protocol};
}

/* An answer changes the very sums that its question was counted in: they are written once. */
static gboolean
move(CareDb *db, gint64 chat, const Place *was, const Place *is, GError **error)
{
    g_auto(Change) less = {0}, more = {0};
    CareAttendedPlace from, to;

    if (!read_change(db, was, -1, &less, error) || !read_change(db, is, 1, &more, error))
        return FALSE;
    from = attended_at(was, &less);
    to = attended_at(is, &more);
    if (!care_attended_move(db, chat, &from, &to, error))
        return FALSE;
    if (!is_same_sum(was, &less, is, &more))
        return add(db, was, &less, error) && add(db, is, &more, error);
    care_counts_add(&more.counts, &less.counts);
    return add(db, is, &more, error);
}

gboolean
care_fact_settle(CareDb *db, gint64 chat, GError **error)
{
    Place was, is;
    gboolean is_same;

    if (!find_places(db, chat, &was, &is, error))
        return FALSE;
    is_same = was.ms == is.ms && was.cell == is.cell;
    if (is_same && was.low == is.low)
        return TRUE;
    return (is_same || move(db, chat, &was, &is, error)) &&
           care_db_run(db, "UPDATE chat SET counted_ms = ?2, cell = ?3, low = ?4 WHERE id = ?1",
                       error, CARE_INT(chat), is.ms != 0 ? CARE_INT(is.ms) : CARE_TEXT(NULL),
                       care_db_row(is.cell), care_db_row(is.low));
}
