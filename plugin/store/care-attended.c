/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the figures of one chat, and the sums of its month in step with them. */
#include "care-attended.h"
#include "care-rollup.h"
#include <string.h>

static gint64
time_in(sqlite3_stmt *query, int column)
{
    const gint64 ms = sqlite3_column_int64(query, column);

    /* A file may have been edited: a time that cannot be is none. */
    return sqlite3_column_type(query, column) == SQLITE_INTEGER && ms >= 0 ? ms : -1;
}

static guint
count_in(sqlite3_stmt *query, int column)
{
    return (guint)CLAMP(sqlite3_column_int64(query, column), 0, G_MAXINT);
}

CareAttention
care_attended_read(sqlite3_stmt *query, int column)
{
    return (CareAttention){
        .replies = count_in(query, column),
        .first_reply_ms = time_in(query, column + 1),
        .median_reply_ms = time_in(query, column + 2),
        .longest_wait_ms = time_in(query, column + 3),
        .first_part_ms = time_in(query, column + 4),
        .last_part_ms = time_in(query, column + 5),
        .promises = count_in(query, column + 6),
        .kept = count_in(query, column + 7),
        .open_questions = count_in(query, column + 8),
    };
}

/* --- sums --- */

/* What was edited cannot be mended here: reports count the chats until the sums are made anew. */
static gboolean
give_up_sums(CareDb *db, GError **error)
{
    return care_db_run(db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('sums', 'due')",
                       error);
}

/* @out_row: CARE_NO_ROW: there is no sum yet. @out_can: FALSE: nobody of ours wrote it. */
static gboolean
read_sum(CareDb *db, gint64 start_ms, const CareAttendedPlace *place, CareTimes *times,
         gint64 *out_row, gboolean *out_can, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(
        db,
        "SELECT rowid, n, replies, promises, kept, open_questions, times"
        " FROM attended WHERE start_ms = ?1 AND agent = ?2 AND protocol = ?3",
        error, CARE_INT(start_ms), CARE_INT(place->agent), CARE_TEXT(place->protocol));

    *out_row = CARE_NO_ROW;
    *out_can = TRUE;
    if (query == NULL)
        return FALSE;
    if (care_db_step(query, &failed)) {
        *out_row = sqlite3_column_int64(query, 0);
        times->n = sqlite3_column_int64(query, 1);
        times->replies = sqlite3_column_int64(query, 2);
        times->promises = sqlite3_column_int64(query, 3);
        times->kept = sqlite3_column_int64(query, 4);
        times->open_questions = sqlite3_column_int64(query, 5);
        *out_can = care_times_unpack(times, sqlite3_column_blob(query, 6),
                                     (gsize)sqlite3_column_bytes(query, 6), 1);
        sqlite3_reset(query);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static gboolean
write_sum(CareDb *db, gint64 row, gint64 start_ms, const CareAttendedPlace *place,
          const CareTimes *times, GError **error)
{
    g_autoptr(GByteArray) bytes = care_times_pack(times);

    if (care_times_is_nothing(times))
        return care_db_run(db, "DELETE FROM attended WHERE rowid = ?1", error, CARE_INT(row));
    return care_db_run(
        db,
        "INSERT INTO attended (rowid, start_ms, agent, protocol, n, replies, promises, kept,"
        " open_questions, times) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
        " ON CONFLICT (rowid) DO UPDATE SET n = ?5, replies = ?6, promises = ?7, kept = ?8,"
        " open_questions = ?9, times = ?10",
        error, care_db_row(row), CARE_INT(start_ms), CARE_INT(place->agent),
        CARE_TEXT(place->protocol), CARE_INT(times->n), CARE_INT(times->replies),
        CARE_INT(times->promises), CARE_INT(times->kept), CARE_INT(times->open_questions),
        CARE_BYTES(bytes->data != NULL ? bytes->data : (const guint8 *)"", bytes->len));
}

/* One chat more, or less, in the sum of its month. */
static gboolean
change_sum(CareDb *db, const CareAttendedPlace *place, const CareAttention *attention, gint sign,
           GError **error)
{
    g_autofree CareTimes *times = g_new0(CareTimes, 1);
    const gint64 start_ms = place->ms > 0 ? care_rollup_start(CARE_ROLLUP_MONTH, place->ms) : 0;
    gint64 row;
    gboolean can;

    if (place->ms <= 0)
        return TRUE;
    if (!read_sum(db, start_ms, place, times, &row, &can, error))
        return FALSE;
    if (!can)
        return give_up_sums(db, error);
    care_times_add(times, attention, sign);
    return write_sum(db, row, start_ms, place, times, error);
}

static gboolean
rebuild_month(gint64 start_ms, const GPtrArray *groups, gpointer data, GError **error)
{
    for (guint i = 0; i < groups->len; i++) {
        const CareAttendedGroup *group = g_ptr_array_index(groups, i);
        const CareAttendedPlace place = {start_ms, group->agent, group->protocol};

        if (!write_sum(data, CARE_NO_ROW, start_ms, &place, &group->times, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
care_attended_rebuild(CareDb *db, GError **error)
{
    return care_db_exec(db, "DELETE FROM attended", error) &&
           care_attended_walk(db, rebuild_month, db, error);
}

/* --- one chat's --- */

typedef struct {
    gboolean is_there;
    CareAttention attention;
    CareAttendedPlace place;
    char *protocol; /* the place's */
} Kept;

static void
kept_clear(Kept *kept)
{
    g_free(kept->protocol);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Kept, kept_clear)

static gboolean
read_kept(CareDb *db, gint64 row, Kept *kept, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query =
        care_db_query(db,
                      "SELECT c.replies, c.first_reply_ms, c.median_reply_ms, c.longest_wait_ms,"
                      " c.first_part_ms, c.last_part_ms, c.promises, c.kept, c.open_questions,"
                      " c.counted_ms, k.agent, k.protocol"
                      " FROM chat c LEFT JOIN cell k ON k.id = c.cell WHERE c.id = ?1",
                      error, CARE_INT(row));

    if (query == NULL)
        return FALSE;
    if (care_db_step(query, &failed)) {
        kept->is_there = sqlite3_column_type(query, 0) != SQLITE_NULL;
        kept->attention = care_attended_read(query, 0);
        kept->protocol = care_db_column_text(query, 11);
        kept->place = (CareAttendedPlace){sqlite3_column_int64(query, 9),
                                          sqlite3_column_int64(query, 10), kept->protocol};
        if (kept->protocol == NULL)
            kept->place.ms = 0;
        sqlite3_reset(query);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static CareValue
time_or_null(gint64 ms)
{
    return ms >= 0 ? CARE_INT(ms) : CARE_TEXT(NULL);
}

static gboolean
write_kept(CareDb *db, gint64 row, const CareAttention *attention, gboolean is_there,
           GError **error)
{
    static const char keep[] =
        "UPDATE chat SET replies = ?2, first_reply_ms = ?3, median_reply_ms = ?4,"
        " longest_wait_ms = ?5, first_part_ms = ?6, last_part_ms = ?7, promises = ?8, kept = ?9,"
        " open_questions = ?10 WHERE id = ?1";
    static const char drop[] =
        "UPDATE chat SET replies = NULL, first_reply_ms = NULL, median_reply_ms = NULL,"
        " longest_wait_ms = NULL, first_part_ms = NULL, last_part_ms = NULL, promises = NULL,"
        " kept = NULL, open_questions = NULL WHERE id = ?1";

    if (!is_there)
        return care_db_run(db, drop, error, CARE_INT(row));
    return care_db_run(
        db, keep, error, CARE_INT(row), CARE_INT(attention->replies),
        time_or_null(attention->first_reply_ms), time_or_null(attention->median_reply_ms),
        time_or_null(attention->longest_wait_ms), time_or_null(attention->first_part_ms),
        time_or_null(attention->last_part_ms), CARE_INT(attention->promises),
        CARE_INT(attention->kept), CARE_INT(attention->open_questions));
}

static gboolean
has_any(const CareAttention *attention)
{
    return attention->replies > 0 || attention->longest_wait_ms > 0 || attention->promises > 0 ||
           attention->open_questions > 0;
}

/* As it will be read again. */
static CareAttention
in_bounds(const CareAttention *attention)
{
    CareAttention one = *attention;

    one.replies = MIN(one.replies, G_MAXINT);
    one.promises = MIN(one.promises, G_MAXINT);
    one.kept = MIN(one.kept, one.promises);
    one.open_questions = MIN(one.open_questions, G_MAXINT);
    one.first_reply_ms = MAX(one.first_reply_ms, -1);
    one.median_reply_ms = MAX(one.median_reply_ms, -1);
    one.longest_wait_ms = MAX(one.longest_wait_ms, -1);
    one.first_part_ms = MAX(one.first_part_ms, -1);
    one.last_part_ms = MAX(one.last_part_ms, -1);
    return one;
}

static gboolean
is_same(const CareAttention *one, const CareAttention *other)
{
    return one->replies == other->replies && one->first_reply_ms == other->first_reply_ms &&
           one->median_reply_ms == other->median_reply_ms &&
           one->longest_wait_ms == other->longest_wait_ms &&
           one->first_part_ms == other->first_part_ms && one->last_part_ms == other->last_part_ms &&
           one->promises == other->promises && one->kept == other->kept &&
           one->open_questions == other->open_questions;
}

gboolean
care_attended_put(CareDb *db, const CareRecord *record, gint64 row, GError **error)
{
    const CareAttention attention = in_bounds(&record->attention);
    const gboolean is_there = has_any(&attention);
    g_auto(Kept) kept = {0};

    if (!record->has_attention || row == CARE_NO_ROW)
        return TRUE;
    if (!read_kept(db, row, &kept, error))
        return FALSE;
    if (kept.is_there == is_there && (!is_there || is_same(&kept.attention, &attention)))
        return TRUE;
    return (!kept.is_there || change_sum(db, &kept.place, &kept.attention, -1, error)) &&
           write_kept(db, row, &attention, is_there, error) &&
           (!is_there || change_sum(db, &kept.place, &attention, 1, error));
}

static gboolean
is_same_sum(const CareAttendedPlace *was, const CareAttendedPlace *is)
{
    if (was->ms <= 0 || is->ms <= 0)
        return was->ms <= 0 && is->ms <= 0;
    return care_rollup_start(CARE_ROLLUP_MONTH, was->ms) ==
               care_rollup_start(CARE_ROLLUP_MONTH, is->ms) &&
           was->agent == is->agent && strcmp(was->protocol, is->protocol) == 0;
}

gboolean
care_attended_move(CareDb *db, gint64 row, const CareAttendedPlace *was,
                   const CareAttendedPlace *is, GError **error)
{
    g_auto(Kept) kept = {0};

    if (is_same_sum(was, is))
        return TRUE;
    if (!read_kept(db, row, &kept, error))
        return FALSE;
    return !kept.is_there || (change_sum(db, was, &kept.attention, -1, error) &&
                              change_sum(db, is, &kept.attention, 1, error));
}
