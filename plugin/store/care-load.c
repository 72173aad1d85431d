/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads chats and customers back: for eligibility, after a restart, and for `why`. */
#include "care-load.h"
#include <string.h>

#define YEAR_MS      ((gint64)365 * 24 * 60 * 60 * 1000)
#define MIN_PREFIX   4
#define MAX_PREFIX   36 /* a UUID */
#define CHAT_COLUMNS 19
#define SELECT_CHAT                                                                           \
    "SELECT c.ext, a.name, c.protocol, c.account, c.address, c.room, u.key, c.started_ms, "   \
    "c.last_ms, c.ended_ms,"                                                                  \
    " c.agent_lines, c.customer_lines, c.ended_by, c.outcome, c.reason, c.guards, c.client, " \
    "c.id, s.id IS NULL,"                                                                     \
    " s.ext, s.state, s.asked_ms, s.changed_ms, s.rounds, s.clarified, s.by_agent, "          \
    "s.probability, d.hash, s.who,"                                                           \
    " s.answers, s.rating"                                                                    \
    " FROM chat c JOIN agent a ON a.id = c.agent LEFT JOIN customer u ON u.id = c.customer"   \
    " LEFT JOIN survey s ON s.id = c.survey LEFT JOIN definition d ON d.id = s.definition"

enum {
    COLUMN_END = 12,
    COLUMN_OUTCOME,
    COLUMN_REASON,
    COLUMN_CLIENT = 16,
    COLUMN_ID,
    COLUMN_NO_SURVEY,
    COLUMN_STATE = 20
};

gboolean
care_load_customer(CareDb *db, const char *key, gint64 now_ms, CareCustomer *out_customer,
                   GError **error)
{
    g_autoptr(GError) failed = NULL;
    CareCustomer customer = {0};
    sqlite3_stmt *query = care_db_query(
        db,
        "SELECT u.private, u.opted_out_ms NOT NULL,"
        " (SELECT max(asked_ms) FROM survey WHERE customer = u.id AND state <> 'failed'),"
        " (SELECT state FROM survey WHERE customer = u.id AND state <> 'failed'"
        "  ORDER BY asked_ms DESC, id DESC LIMIT 1),"
        " (SELECT count(*) FROM survey WHERE customer = u.id AND state = 'expired' AND asked_ms >"
        "  (SELECT ifnull(max(asked_ms), -1) FROM survey"
        "   WHERE customer = u.id AND state IN ('answered', 'skipped', 'opted_out'))),"
        " (SELECT count(*) FROM survey"
        "  WHERE customer = u.id AND state <> 'failed' AND asked_ms > ?2)"
        " FROM customer u WHERE u.key = ?1",
        error, CARE_TEXT(key), CARE_INT(now_ms - YEAR_MS));

    if (query == NULL)
        return FALSE;
    if (care_db_step(query, &failed)) {
        const gint state = care_survey_state_from_name((const char *)sqlite3_column_text(query, 3));

        customer.is_known = TRUE;
        customer.is_private = sqlite3_column_int(query, 0) != 0;
        customer.is_opted_out = sqlite3_column_int(query, 1) != 0;
        customer.last_asked_ms = sqlite3_column_int64(query, 2);
        customer.last_end = state > 0 ? (CareSurveyState)state : CARE_SURVEY_NONE;
        customer.silent_in_row = (guint)sqlite3_column_int(query, 4);
        customer.asked_in_year = (guint)sqlite3_column_int(query, 5);
        sqlite3_reset(query);
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    *out_customer = customer;
    return TRUE;
}

static guint
column_uint(sqlite3_stmt *query, int column)
{
    return (guint)CLAMP(sqlite3_column_int64(query, column), 0, G_MAXINT);
}

static void
read_chat(sqlite3_stmt *query, CareChatRecord *chat)
{
    chat->id = care_db_column_text(query, 0);
    chat->agent = care_db_column_text(query, 1);
    chat->protocol = care_db_column_text(query, 2);
    chat->account = care_db_column_text(query, 3);
    chat->address = care_db_column_text(query, 4);
    chat->room = sqlite3_column_int(query, 5) != 0;
    chat->customer = care_db_column_text(query, 6);
    chat->started_ms = sqlite3_column_int64(query, 7);
    chat->last_ms = sqlite3_column_int64(query, 8);
    chat->ended_ms = sqlite3_column_int64(query, 9);
    chat->agent_lines = column_uint(query, 10);
    chat->customer_lines = column_uint(query, 11);
    chat->guards = care_db_column_text(query, 15);
}

static void
read_survey(sqlite3_stmt *query, CareSurveyRecord *survey)
{
    int at = CHAT_COLUMNS;

    survey->id = care_db_column_text(query, at++);
    at++; /* the state is read with the other names */
    survey->asked_ms = sqlite3_column_int64(query, at++);
    survey->changed_ms = sqlite3_column_int64(query, at++);
    survey->rounds = column_uint(query, at++);
    survey->clarified = sqlite3_column_int(query, at++) != 0;
    survey->by_agent = sqlite3_column_int(query, at++) != 0;
    survey->probability = sqlite3_column_double(query, at++);
    survey->definition = care_db_column_text(query, at++);
    survey->who = care_db_column_text(query, at++);
    survey->answers = column_uint(query, at++);
    survey->rating = sqlite3_column_int(query, at++);
}

/* FALSE: a name is unknown. No other stands in for it: a figure would change by that. */
static gboolean
read_names(sqlite3_stmt *query, gboolean has_survey, CareRecord *record)
{
    const gint end = care_end_from_name((const char *)sqlite3_column_text(query, COLUMN_END));
    const gint outcome =
        care_outcome_from_name((const char *)sqlite3_column_text(query, COLUMN_OUTCOME));
    const gint reason =
        care_reason_from_name((const char *)sqlite3_column_text(query, COLUMN_REASON));
    const gint state =
        has_survey
            ? care_survey_state_from_name((const char *)sqlite3_column_text(query, COLUMN_STATE))
            : CARE_SURVEY_NONE;

    if (end < 0 || outcome < 0 || reason < 0 || state < 0)
        return FALSE;
    record->chat.end = (CareEnd)end;
    record->chat.outcome = (CareOutcome)outcome;
    record->chat.reason = (CareReason)reason;
    record->survey.state = (CareSurveyState)state;
    return TRUE;
}

/* NULL: it holds an outcome, a state or the like that is unknown here. */
static CareRecord *
read_record(sqlite3_stmt *query)
{
    const gboolean has_survey = !sqlite3_column_int(query, COLUMN_NO_SURVEY);
    g_autoptr(CareRecord) record = g_new0(CareRecord, 1);

    if (!read_names(query, has_survey, record))
        return NULL;
    read_chat(query, &record->chat);
    if (has_survey)
        read_survey(query, &record->survey);
    record->at_ms = record->chat.last_ms;
    record->seen_asked_ms = -1;
    return g_steal_pointer(&record);
}

CareRecord *
care_load_chat(CareDb *db, const char *id, GError **error)
{
    g_autofree char *prefix = g_ascii_strdown(id, -1), *ext = NULL;
    g_autoptr(GError) failed = NULL;
    g_autoptr(CareRecord) record = NULL;
    sqlite3_stmt *query;
    gboolean found, several;

    if (strlen(prefix) < MIN_PREFIX || strlen(prefix) > MAX_PREFIX) {
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING,
                    _("a chat is named by the first 4 to 36 characters of its id"));
        return NULL;
    }
    /* '~' comes after every character of a UUID: this is the index's range of that beginning. */
    query = care_db_query(
        db, SELECT_CHAT " WHERE c.ext BETWEEN ?1 AND ?1 || '~' ORDER BY c.ext LIMIT 2", error,
        CARE_TEXT(prefix));
    if (query == NULL)
        return NULL;
    found = care_db_step(query, &failed);
    if (found) {
        ext = care_db_column_text(query, 0);
        record = read_record(query);
    }
    several = found && care_db_step(query, &failed) && strcmp(ext, prefix) != 0;
    sqlite3_reset(query);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return NULL;
    }
    if (record != NULL && !several)
        return g_steal_pointer(&record);
    if (found && !several) {
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT,
                    _("this chat has an unknown outcome or state: someone edited the file"));
        return NULL;
    }
    g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING,
                several ? _("more than one chat begins so: give more of its id")
                        : _("no such chat"));
    return NULL;
}

/* The chats that a run must go on with; a partial index for each branch keeps a start short. */
#define UNSETTLED                                                                    \
    "(SELECT id FROM chat WHERE outcome IN ('open', 'pending')"                      \
    " UNION SELECT chat FROM survey WHERE state IN ('asking', 'asked', 'suspended')" \
    " UNION SELECT chat FROM survey WHERE state = 'expired' AND asked_ms > ?1)"

typedef struct {
    CareResumed *resumed;
    gint64 chat;
} Found;

static void
found_free(gpointer data)
{
    Found *found = data;

    care_resumed_free(found->resumed);
    g_free(found);
}

static GPtrArray *
find_left(CareDb *db, const CareLock *lock, gint64 now_ms, GError **error)
{
    g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(found_free);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query =
        care_db_query(db, SELECT_CHAT " WHERE c.id IN " UNSETTLED " ORDER BY c.id", error,
                      CARE_INT(now_ms - CARE_LATE_WINDOW_MS));

    if (query == NULL)
        return NULL;
    while (care_db_step(query, &failed)) {
        const char *client = (const char *)sqlite3_column_text(query, COLUMN_CLIENT);
        CareRecord *record;
        Found *found;

        if (client != NULL && care_lock_is_alive(lock, client))
            continue;
        record = read_record(query);
        if (record == NULL)
            continue; /* nobody can go on with a chat in an unknown state */
        found = g_new0(Found, 1);
        found->chat = sqlite3_column_int64(query, COLUMN_ID);
        found->resumed = g_new0(CareResumed, 1);
        found->resumed->record = record;
        g_ptr_array_add(left, found);
    }
    if (failed == NULL)
        return g_steal_pointer(&left);
    g_propagate_error(error, g_steal_pointer(&failed));
    return NULL;
}

/* Marks it as ours, and reads the customer. */
static gboolean
adopt(CareDb *db, const CareLock *lock, const Found *found, gint64 now_ms, GError **error)
{
    CareResumed *resumed = found->resumed;

    if (!care_db_run(db, "UPDATE chat SET client = ?2 WHERE id = ?1", error, CARE_INT(found->chat),
                     CARE_TEXT(care_lock_client(lock))))
        return FALSE;
    return resumed->record->chat.customer == NULL ||
           care_load_customer(db, resumed->record->chat.customer, now_ms, &resumed->customer,
                              error);
}

static GPtrArray *
take_over(CareDb *db, const CareLock *lock, gint64 now_ms, GError **error)
{
    g_autoptr(GPtrArray) resumed =
        g_ptr_array_new_with_free_func((GDestroyNotify)care_resumed_free);
    g_autoptr(GPtrArray) left = find_left(db, lock, now_ms, error);

    if (left == NULL)
        return NULL;
    for (guint i = 0; i < left->len; i++) {
        Found *found = g_ptr_array_index(left, i);

        if (!adopt(db, lock, found, now_ms, error))
            return NULL;
        g_ptr_array_add(resumed, g_steal_pointer(&found->resumed));
    }
    return g_steal_pointer(&resumed);
}

gboolean
care_load_has_unsettled(CareDb *db, gint64 now_ms)
{
    gint64 n = 0;

    return care_db_int(db, "SELECT count(*) FROM " UNSETTLED, 0, &n, NULL,
                       CARE_INT(now_ms - CARE_LATE_WINDOW_MS)) &&
           n > 0;
}

GPtrArray *
care_load_resumed(CareDb *db, const CareLock *lock, gint64 now_ms, GError **error)
{
    g_autoptr(GPtrArray) resumed = NULL;

    /* One transaction: two clients that start together can't take the same chat. */
    if (!care_db_exec(db, "BEGIN IMMEDIATE", error))
        return NULL;
    resumed = take_over(db, lock, now_ms, error);
    if (resumed != NULL && care_db_exec(db, "COMMIT", error))
        return g_steal_pointer(&resumed);
    care_db_exec(db, "ROLLBACK", NULL);
    return NULL;
}

gboolean
care_load_drop_addresses(CareDb *db, gint64 now_ms, GError **error)
{
    const CareValue before = CARE_INT(now_ms - CARE_LATE_WINDOW_MS);

    return care_db_run(
               db,
               "UPDATE survey SET who = NULL WHERE who NOT NULL AND asked_ms < ?1 AND chat IN"
               " (SELECT id FROM chat WHERE address NOT NULL AND ended_ms < ?1"
               "  AND outcome NOT IN ('open', 'pending'))",
               error, before) &&
           care_db_run(
               db,
               "UPDATE chat SET address = NULL WHERE address NOT NULL AND ended_ms < ?1"
               " AND outcome NOT IN ('open', 'pending')"
               " AND NOT EXISTS (SELECT 1 FROM survey WHERE chat = chat.id AND asked_ms >= ?1)",
               error, before);
}
