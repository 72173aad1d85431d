/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks at what stands beside the score: no ledger tells of it, but it can contradict itself. */
#include "care-attended.h"
#include "care-rollup.h"
#include "care-verify.h"
#include <string.h>

static gboolean
check_chats(CareVerify *verify, GError **error)
{
    GError *failed = NULL;
    sqlite3_stmt *query = care_db_query(
        verify->db,
        "SELECT ext FROM chat WHERE replies NOT NULL AND (replies < 0 OR ifnull(promises, -1) < 0"
        " OR ifnull(kept, -1) < 0 OR kept > promises OR ifnull(open_questions, -1) < 0"
        " OR (replies = 0 AND first_reply_ms NOT NULL) OR first_reply_ms < 0"
        " OR median_reply_ms < 0 OR longest_wait_ms < 0 OR first_part_ms < 0 OR last_part_ms < 0)",
        error);

    while (query != NULL && care_db_step(query, &failed))
        care_verify_tell(verify, CARE_FINDING_ATTENTION,
                         _("chat %s: its figures of attentiveness cannot be"),
                         care_verify_text(query, 0));
    return query != NULL && care_verify_ended(failed, error);
}

static gboolean
check_reminders(CareVerify *verify, GError **error)
{
    GError *failed = NULL;
    sqlite3_stmt *query =
        care_db_query(verify->db, "SELECT id, rule, level, result FROM reminder", error);

    while (query != NULL && care_db_step(query, &failed)) {
        if (care_rule_from_name(care_verify_text(query, 1)) < 0 ||
            care_level_from_name(care_verify_text(query, 2)) < 0 ||
            care_remind_result_from_name(care_verify_text(query, 3)) < 0)
            care_verify_tell(verify, CARE_FINDING_REMINDER,
                             _("row %lld of table reminder holds an unknown name"),
                             sqlite3_column_int64(query, 0));
    }
    return query != NULL && care_verify_ended(failed, error);
}

/* --- sums --- */

typedef struct {
    CareVerify *verify;
    gint64 checked; /* all sums that begin before this were looked at */
} Sums;

static void
tell_month(Sums *sums, gint64 start_ms)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(start_ms / 1000);
    g_autofree char *name = time != NULL ? g_date_time_format(time, "%Y-%m") : g_strdup("?");

    sums->verify->result.n_sums++;
    care_verify_tell(sums->verify, CARE_FINDING_SUM,
                     _("the sums of attentiveness of %s (UTC) differ from the chats"), name);
}

static const CareAttendedGroup *
find_group(const GPtrArray *groups, gint64 agent, const char *protocol)
{
    for (guint i = 0; i < groups->len; i++) {
        const CareAttendedGroup *group = g_ptr_array_index(groups, i);

        if (group->agent == agent && strcmp(group->protocol, protocol) == 0)
            return group;
    }
    return NULL;
}

/* Whether a row holds what was counted. */
static gboolean
is_same(sqlite3_stmt *query, const CareAttendedGroup *group)
{
    g_autofree CareTimes *left = g_new(CareTimes, 1);

    *left = group->times;
    left->n -= sqlite3_column_int64(query, 2);
    left->replies -= sqlite3_column_int64(query, 3);
    left->promises -= sqlite3_column_int64(query, 4);
    left->kept -= sqlite3_column_int64(query, 5);
    left->open_questions -= sqlite3_column_int64(query, 6);
    return care_times_unpack(left, sqlite3_column_blob(query, 7),
                             (gsize)sqlite3_column_bytes(query, 7), -1) &&
           care_times_is_nothing(left);
}

/* Sums in [@from, @to) where no chat is. */
static gboolean
check_gap(Sums *sums, gint64 to, GError **error)
{
    gint64 first = 0, n = 0;

    if (!care_db_int(sums->verify->db,
                     "SELECT count(*) FROM attended WHERE start_ms >= ?1 AND start_ms < ?2", 0, &n,
                     error, CARE_INT(sums->checked), CARE_INT(to)) ||
        !care_db_int(sums->verify->db,
                     "SELECT min(start_ms) FROM attended WHERE start_ms >= ?1 AND start_ms < ?2", 0,
                     &first, error, CARE_INT(sums->checked), CARE_INT(to)))
        return FALSE;
    if (n > 0)
        tell_month(sums, first);
    return TRUE;
}

static gboolean
check_month(gint64 start_ms, const GPtrArray *groups, gpointer data, GError **error)
{
    Sums *sums = data;
    GError *failed = NULL;
    gboolean is_right = TRUE;
    guint n = 0;
    sqlite3_stmt *query;

    if (!check_gap(sums, start_ms, error))
        return FALSE;
    sums->checked = start_ms + 1;
    query = care_db_query(sums->verify->db,
                          "SELECT agent, protocol, n, replies, promises, kept, open_questions,"
                          " times"
                          " FROM attended WHERE start_ms = ?1",
                          error, CARE_INT(start_ms));
    for (; query != NULL && care_db_step(query, &failed); n++) {
        const CareAttendedGroup *group =
            find_group(groups, sqlite3_column_int64(query, 0), care_verify_text(query, 1));

        is_right = is_right && group != NULL && is_same(query, group);
    }
    if (query == NULL || !care_verify_ended(failed, error))
        return FALSE;
    if (!is_right || n != groups->len)
        tell_month(sums, start_ms);
    return TRUE;
}

static gboolean
check_sums(CareVerify *verify, GError **error)
{
    Sums sums = {.verify = verify, .checked = G_MININT64};
    gboolean is_due;

    if (!care_rollup_is_due(verify->db, &is_due, error))
        return FALSE;
    return is_due || /* nobody reads them before they are made anew */
           (care_attended_walk(verify->db, check_month, &sums, error) &&
            check_gap(&sums, G_MAXINT64, error));
}

gboolean
care_verify_attended(CareVerify *verify, GError **error)
{
    return check_chats(verify, error) && check_reminders(verify, error) &&
           check_sums(verify, error);
}
