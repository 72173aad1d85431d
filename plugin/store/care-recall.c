/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what is known of a customer who is back: while the first line is shown, so by index alone
 * and never more than the newest thousand chats. */
#include "care-recall.h"
#include "care-attended.h"
#include "care-resume.h"

static const char select_memory[] =
    "SELECT note, name, language_by = 'agent',"
    " (SELECT count(*) FROM (SELECT 1 FROM chat WHERE customer = u.id AND counted_ms NOT NULL"
    "  LIMIT 1000)), u.id FROM customer u WHERE key = ?1";

static const char select_last[] =
    "SELECT c.counted_ms, k.outcome <> 'not_asked' FROM chat c JOIN cell k ON k.id = c.cell"
    " WHERE c.customer = ?1 AND c.counted_ms NOT NULL ORDER BY c.counted_ms DESC LIMIT 1";

/* The rating stands in the cell, with imported chats there alone. One on another scale says nothing
   to who asks for 1 or 2. */
static const char select_rating[] =
    "SELECT k.rating, ifnull(a.at_ms, c.counted_ms), m.text, c.counted_ms"
    " FROM (SELECT id, counted_ms, cell, survey FROM chat"
    "  WHERE customer = ?1 AND counted_ms NOT NULL ORDER BY counted_ms DESC LIMIT 1000) c"
    " CROSS JOIN cell k ON k.id = c.cell LEFT JOIN definition d ON d.id = k.definition"
    " LEFT JOIN survey s ON s.id = c.survey"
    " LEFT JOIN answer a ON a.survey = s.id AND a.seq = s.rated_seq"
    " LEFT JOIN comment m ON m.answer = a.id"
    " WHERE k.outcome = 'answered' AND k.rating <> -1"
    " AND ifnull(d.min, 1) = 1 AND ifnull(d.max, 5) = 5 ORDER BY c.counted_ms DESC LIMIT 1";

/* Whether there is a first row of @query, which is still to be reset then. */
static gboolean
first_row(sqlite3_stmt *query, gboolean *out_is_there, GError **error)
{
    GError *failed = NULL;

    *out_is_there = query != NULL && care_db_step(query, &failed);
    if (failed != NULL)
        g_propagate_error(error, failed);
    return query != NULL && failed == NULL;
}

static gboolean
read_last(CareDb *db, gint64 row, CareMemory *memory, GError **error)
{
    sqlite3_stmt *query = care_db_query(db, select_last, error, CARE_INT(row));
    gboolean is_there;

    if (!first_row(query, &is_there, error))
        return FALSE;
    if (is_there) {
        memory->last_ms = sqlite3_column_int64(query, 0);
        memory->last_asked = sqlite3_column_int(query, 1) != 0;
        sqlite3_reset(query);
    }
    return TRUE;
}

static gboolean
read_rating(CareDb *db, gint64 row, CareMemory *memory, GError **error)
{
    sqlite3_stmt *query = care_db_query(db, select_rating, error, CARE_INT(row));
    gboolean is_there;

    if (!first_row(query, &is_there, error))
        return FALSE;
    if (is_there) {
        memory->last_rating = sqlite3_column_int(query, 0);
        memory->rated_ms = sqlite3_column_int64(query, 1);
        memory->last_comment = care_db_column_text(query, 2);
        memory->last_rated = sqlite3_column_int64(query, 3) == memory->last_ms;
        sqlite3_reset(query);
    }
    return TRUE;
}

gboolean
care_recall_customer(CareDb *db, const char *key, CareMemory **out_memory, GError **error)
{
    g_autoptr(CareMemory) memory = NULL;
    sqlite3_stmt *query = care_db_query(db, select_memory, error, CARE_TEXT(key));
    gint64 row = CARE_NO_ROW;
    gboolean is_there;

    if (!first_row(query, &is_there, error))
        return FALSE;
    if (is_there) {
        memory = g_new0(CareMemory, 1);
        memory->note = care_db_column_text(query, 0);
        memory->name = care_db_column_text(query, 1);
        memory->own_language = sqlite3_column_int(query, 2) != 0;
        memory->n_chats = (guint)sqlite3_column_int(query, 3);
        row = sqlite3_column_int64(query, 4);
        sqlite3_reset(query);
    }
    if (is_there && memory->n_chats > 0 &&
        (!read_last(db, row, memory, error) || !read_rating(db, row, memory, error)))
        return FALSE;
    *out_memory = g_steal_pointer(&memory);
    return TRUE;
}

/* --- an agent's week --- */

/* Of a chat that ended before the span, too: an answer may come days later. */
static const char select_praise[] =
    "SELECT m.text, u.name FROM chat c JOIN survey s ON s.id = c.survey"
    " JOIN answer a ON a.survey = s.id AND a.seq = s.rated_seq JOIN comment m ON m.answer = a.id"
    " LEFT JOIN customer u ON u.id = c.customer"
    " WHERE c.counted_ms >= ?1 - ?4 AND c.counted_ms < ?2"
    " AND c.agent = (SELECT id FROM agent WHERE name = ?3) AND c.outcome = 'answered'"
    " AND s.rating >= 4 AND a.at_ms >= ?1 AND a.at_ms < ?2 ORDER BY a.at_ms DESC, a.id DESC"
    " LIMIT 1";

static gboolean
read_praise(CareDb *db, const CareCubeFilter *filter, CareWeek *week, GError **error)
{
    sqlite3_stmt *query =
        care_db_query(db, select_praise, error, CARE_INT(filter->from_ms), CARE_INT(filter->to_ms),
                      CARE_TEXT(filter->agent), CARE_INT(CARE_LATE_WINDOW_MS));
    gboolean is_there;

    if (!first_row(query, &is_there, error))
        return FALSE;
    if (is_there) {
        week->praise = care_db_column_text(query, 0);
        week->praise_name = care_db_column_text(query, 1);
        sqlite3_reset(query);
    }
    return TRUE;
}

void
care_recall_week_clear(CareWeek *week)
{
    g_clear_pointer(&week->praise, g_free);
    g_clear_pointer(&week->praise_name, g_free);
}

gboolean
care_recall_week(CareDb *db, const CareCubeFilter *filter, CareWeek *out_week, GError **error)
{
    CareWeek week = {0};
    guint64 n = 0;

    if (!care_attended_sum(db, filter, &week.usual, &n, error) ||
        !read_praise(db, filter, &week, error)) {
        care_recall_week_clear(&week);
        return FALSE;
    }
    week.n_attended = (guint)MIN(n, G_MAXUINT);
    *out_week = week;
    return TRUE;
}
