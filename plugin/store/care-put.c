/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a record's rows under a savepoint: a bad one fails alone, a late one finds it is late. */
#include "care-put.h"
#include "care-ledger.h"

#define NO_ROW 0 /* SQLite's row ids start at 1 */
#define LEFT_MS \
    ((gint64)60 * 60 * 1000) /* a dead client's question: it may come back and go on with it */

typedef struct {
    CareDb *db;
    const CareLock *lock;
    const CareRecord *record;
    gint64 customer, chat, survey; /* row ids; NO_ROW: none */
} Put;

static CareValue
row_or_null(gint64 row)
{
    return row == NO_ROW ? CARE_TEXT(NULL) : CARE_INT(row);
}

static const char *
or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* The row of a name in one of the small tables; made if need be. NO_ROW for NULL. */
static gboolean
row_of(CareDb *db, const char *select, const char *insert, const char *name, gint64 *out_row,
       GError **error)
{
    *out_row = NO_ROW;
    return name == NULL || (care_db_int(db, select, NO_ROW, out_row, error, CARE_TEXT(name)) &&
                            (*out_row != NO_ROW ||
                             care_db_int(db, insert, NO_ROW, out_row, error, CARE_TEXT(name))));
}

static gboolean
customer_row(CareDb *db, const char *key, gint64 at_ms, gint64 *out_row, GError **error)
{
    *out_row = NO_ROW;
    return key == NULL ||
           (care_db_int(db, "SELECT id FROM customer WHERE key = ?1", NO_ROW, out_row, error,
                        CARE_TEXT(key)) &&
            (*out_row != NO_ROW ||
             care_db_int(db, "INSERT INTO customer (key, created_ms) VALUES (?1, ?2) RETURNING id",
                         NO_ROW, out_row, error, CARE_TEXT(key), CARE_INT(at_ms))));
}

/* Runs an UPDATE to a new value, and notes it in the ledger only if it changed something. */
static gboolean
change(const Put *put, const char *update, gint64 row, CareValue value, const char *kind,
       GError **error)
{
    const gboolean is_set = value.type == CARE_VALUE_INT && value.number != 0;

    if (!care_db_run(put->db, update, error, CARE_INT(row), value))
        return FALSE;
    return sqlite3_changes(put->db->sql) == 0 ||
           care_ledger_add(put->db, put->record->at_ms, put->record->chat.id, kind,
                           is_set ? "set" : "unset", error);
}

static gboolean
change_customer(const Put *put, GError **error)
{
    static const char set_private[] =
        "UPDATE customer SET private = ?2 WHERE id = ?1 AND private <> ?2";
    static const char set_opt_out[] = "UPDATE customer SET opted_out_ms = ?2"
                                      " WHERE id = ?1 AND (opted_out_ms IS NULL) <> (?2 IS NULL)";
    const CareCustomerChange bits = put->record->change;
    gint64 row;

    if (put->record->customer == NULL || bits == 0)
        return TRUE;
    if (!customer_row(put->db, put->record->customer, put->record->at_ms, &row, error))
        return FALSE;
    /* Should a record say both, the careful one has the last word. */
    return ((bits & CARE_CUSTOMER_UNSET_PRIVATE) == 0 ||
            change(put, set_private, row, CARE_INT(0), "private", error)) &&
           ((bits & CARE_CUSTOMER_SET_PRIVATE) == 0 ||
            change(put, set_private, row, CARE_INT(1), "private", error)) &&
           ((bits & CARE_CUSTOMER_OPT_IN) == 0 ||
            change(put, set_opt_out, row, CARE_TEXT(NULL), "opt_out", error)) &&
           ((bits & CARE_CUSTOMER_OPT_OUT) == 0 ||
            change(put, set_opt_out, row, CARE_INT(put->record->at_ms), "opt_out", error));
}

static gboolean
expire(const Put *put, gint64 survey, gint64 chat, const char *chat_ext, GError **error)
{
    if (!care_db_run(put->db, "UPDATE survey SET state = 'expired', changed_ms = ?2 WHERE id = ?1",
                     error, CARE_INT(survey), CARE_INT(put->record->at_ms)) ||
        !care_db_run(put->db,
                     "UPDATE chat SET outcome = 'expired', reason = 'none'"
                     " WHERE id = ?1 AND survey = ?2 AND outcome = 'pending'",
                     error, CARE_INT(chat), CARE_INT(survey)))
        return FALSE;
    return sqlite3_changes(put->db->sql) == 0 ||
           care_ledger_add(put->db, put->record->at_ms, chat_ext, "outcome", "expired", error);
}

/* A dead client's chats are taken over when a client starts; until then, which may be days, its
   open question would keep the customer from every other one. */
static gboolean
expire_left(const Put *put, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autofree char *client = NULL, *chat_ext = NULL;
    gint64 survey, chat;
    sqlite3_stmt *query = care_db_query(
        put->db,
        "SELECT s.id, c.id, c.ext, c.client FROM survey s JOIN chat c ON c.id = s.chat"
        " WHERE s.customer = ?1 AND s.ext <> ?2 AND s.state IN ('asking', 'asked', 'suspended')"
        " AND s.asked_ms < ?3",
        error, CARE_INT(put->customer), CARE_TEXT(put->record->survey.id),
        CARE_INT(put->record->at_ms - LEFT_MS));

    if (query == NULL)
        return FALSE;
    if (!care_db_step(query, &failed)) {
        const gboolean none = failed == NULL;

        if (!none)
            g_propagate_error(error, g_steal_pointer(&failed));
        return none;
    }
    survey = sqlite3_column_int64(query, 0); /* a unique index says that there is no other */
    chat = sqlite3_column_int64(query, 1);
    chat_ext = care_db_column_text(query, 2);
    client = care_db_column_text(query, 3);
    sqlite3_reset(query);
    return care_lock_is_alive(put->lock, client) || expire(put, survey, chat, chat_ext, error);
}

/* Whether the question that this record is about to send must not go out after all. */
static gboolean
is_asked_elsewhere(const Put *put, gboolean *out_elsewhere, GError **error)
{
    const CareRecord *record = put->record;
    gint64 n = 0;

    *out_elsewhere = FALSE;
    if (record->survey.id == NULL || record->survey.state != CARE_SURVEY_ASKING ||
        put->customer == NO_ROW)
        return TRUE;
    /* Stored before: then this is that record once more, and the answer is the same. */
    if (!care_db_int(put->db, "SELECT count(*) FROM survey WHERE ext = ?1 AND state = 'asking'", 0,
                     &n, error, CARE_TEXT(record->survey.id)))
        return FALSE;
    if (n > 0)
        return TRUE;
    if (!expire_left(put, error) ||
        !care_db_int(put->db,
                     "SELECT (SELECT count(*) FROM survey WHERE customer = ?1 AND ext <> ?2"
                     " AND (state IN ('asking', 'asked', 'suspended')"
                     "      OR (?3 >= 0 AND asked_ms > ?3 AND state <> 'failed')))"
                     " + (SELECT count(*) FROM customer"
                     "    WHERE id = ?1 AND (private = 1 OR opted_out_ms NOT NULL))",
                     0, &n, error, CARE_INT(put->customer), CARE_TEXT(record->survey.id),
                     CARE_INT(record->seen_asked_ms)))
        return FALSE;
    *out_elsewhere = n > 0;
    return TRUE;
}

/* Every change of a chat's outcome is in the ledger: none can be changed quietly afterwards. */
static gboolean
note_outcome(const Put *put, GError **error)
{
    const CareChatRecord *chat = &put->record->chat;
    const char *outcome = care_outcome_name(chat->outcome),
               *reason = care_reason_name(chat->reason);
    const gint64 if_new =
        chat->outcome == CARE_OUTCOME_OPEN; /* a chat's mere beginning is no outcome */
    g_autofree char *value = NULL;
    gint64 is_same = 0;

    if (!care_db_int(put->db, "SELECT outcome = ?2 AND reason = ?3 FROM chat WHERE ext = ?1",
                     if_new, &is_same, error, CARE_TEXT(chat->id), CARE_TEXT(outcome),
                     CARE_TEXT(reason)))
        return FALSE;
    if (is_same)
        return TRUE;
    value = chat->outcome == CARE_OUTCOME_NOT_ASKED ? g_strconcat(outcome, ":", reason, NULL)
                                                    : g_strdup(outcome);
    return care_ledger_add(put->db, put->record->at_ms, chat->id, "outcome", value, error);
}

static const char upsert_chat[] =
    "INSERT INTO chat (ext, agent, protocol, account, address, room, customer, started_ms,"
    " last_ms, ended_ms, agent_lines, customer_lines, ended_by, outcome, reason, guards, client)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
    " ON CONFLICT (ext) DO UPDATE SET agent = ?2, protocol = ?3, account = ?4, address = ?5,"
    " room = ?6, customer = ?7, started_ms = ?8, last_ms = ?9, ended_ms = ?10,"
    " agent_lines = ?11, customer_lines = ?12, ended_by = ?13, outcome = ?14, reason = ?15,"
    " guards = ?16, client = ?17 RETURNING id";

static gboolean
put_chat(Put *put, GError **error)
{
    const CareChatRecord *chat = &put->record->chat;
    gint64 agent;

    if (chat->id == NULL)
        return TRUE;
    return row_of(put->db, "SELECT id FROM agent WHERE name = ?1",
                  "INSERT INTO agent (name) VALUES (?1) RETURNING id", or_empty(chat->agent),
                  &agent, error) &&
           note_outcome(put, error) &&
           care_db_int(put->db, upsert_chat, NO_ROW, &put->chat, error, CARE_TEXT(chat->id),
                       CARE_INT(agent), CARE_TEXT(or_empty(chat->protocol)),
                       CARE_TEXT(or_empty(chat->account)), CARE_TEXT(chat->address),
                       CARE_INT(chat->room != FALSE), row_or_null(put->customer),
                       CARE_INT(chat->started_ms), CARE_INT(chat->last_ms),
                       CARE_INT(chat->ended_ms), CARE_INT(chat->agent_lines),
                       CARE_INT(chat->customer_lines), CARE_TEXT(care_end_name(chat->end)),
                       CARE_TEXT(care_outcome_name(chat->outcome)),
                       CARE_TEXT(care_reason_name(chat->reason)), CARE_TEXT(chat->guards),
                       CARE_TEXT(care_lock_client(put->lock)));
}

static const char upsert_survey[] =
    "INSERT INTO survey (ext, chat, customer, state, asked_ms, changed_ms, rounds, clarified,"
    " by_agent, probability, definition, who, answers, rating)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, nullif(?14, 0))"
    " ON CONFLICT (ext) DO UPDATE SET customer = ?3, state = ?4, asked_ms = ?5, changed_ms = ?6,"
    " rounds = ?7, clarified = ?8, by_agent = ?9, probability = ?10, definition = ?11,"
    " who = ?12, answers = ?13, rating = nullif(?14, 0) RETURNING id";

static gboolean
put_survey(Put *put, GError **error)
{
    const CareSurveyRecord *survey = &put->record->survey;
    gint64 definition;

    if (survey->id == NULL)
        return TRUE;
    return row_of(put->db, "SELECT id FROM definition WHERE hash = ?1",
                  "INSERT INTO definition (hash) VALUES (?1) RETURNING id", survey->definition,
                  &definition, error) &&
           care_db_int(put->db, upsert_survey, NO_ROW, &put->survey, error, CARE_TEXT(survey->id),
                       CARE_INT(put->chat), row_or_null(put->customer),
                       CARE_TEXT(care_survey_state_name(survey->state)), CARE_INT(survey->asked_ms),
                       CARE_INT(survey->changed_ms), CARE_INT(survey->rounds),
                       CARE_INT(survey->clarified != FALSE), CARE_INT(survey->by_agent != FALSE),
                       CARE_REAL(survey->probability), row_or_null(definition),
                       CARE_TEXT(survey->who), CARE_INT(survey->answers),
                       CARE_INT(survey->rating)) &&
           care_db_run(put->db, "UPDATE chat SET survey = ?2 WHERE id = ?1", error,
                       CARE_INT(put->chat), CARE_INT(put->survey));
}

static gboolean
put_answer(const Put *put, GError **error)
{
    const CareAnswerRecord *answer = &put->record->answer;
    const char *kind = care_answer_kind_name(answer->kind);
    g_autofree char *value = NULL;

    if (answer->seq == 0)
        return TRUE;
    if (!care_db_run(
            put->db,
            "INSERT INTO answer (survey, seq, rating, kind, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)"
            " ON CONFLICT (survey, seq) DO NOTHING",
            error, CARE_INT(put->survey), CARE_INT(answer->seq), CARE_INT(answer->rating),
            CARE_TEXT(kind), CARE_INT(answer->at_ms)))
        return FALSE;
    if (sqlite3_changes(put->db->sql) == 0)
        return TRUE; /* it is there from an earlier try, with its comment and its ledger row */
    if (answer->comment != NULL &&
        !care_db_run(put->db, "INSERT INTO comment (answer, text) VALUES (?1, ?2)", error,
                     CARE_INT(sqlite3_last_insert_rowid(put->db->sql)), CARE_TEXT(answer->comment)))
        return FALSE;
    value = g_strdup_printf("%s:%d", kind, answer->rating);
    return care_ledger_add(put->db, answer->at_ms, put->record->chat.id, "answer", value, error);
}

static gboolean
is_whole(const CareRecord *record)
{
    return care_end_name(record->chat.end) != NULL &&
           care_outcome_name(record->chat.outcome) != NULL &&
           care_reason_name(record->chat.reason) != NULL &&
           care_survey_state_name(record->survey.state) != NULL &&
           care_answer_kind_name(record->answer.kind) != NULL &&
           (record->survey.id == NULL || record->chat.id != NULL) &&
           (record->answer.seq == 0 || record->survey.id != NULL);
}

static gboolean
put_all(Put *put, CareStored *out_status, GError **error)
{
    gboolean elsewhere;

    if (!change_customer(put, error) ||
        !customer_row(put->db, put->record->chat.customer, put->record->at_ms, &put->customer,
                      error) ||
        !is_asked_elsewhere(put, &elsewhere, error))
        return FALSE;
    *out_status = elsewhere ? CARE_STORED_ELSEWHERE : CARE_STORED_OK;
    return elsewhere || (put_chat(put, error) && put_survey(put, error) && put_answer(put, error));
}

gboolean
care_put_record(CareDb *db, const CareLock *lock, const CareRecord *record, CareStored *out_status,
                GError **error)
{
    Put put = {.db = db, .lock = lock, .record = record};
    CareStored status = CARE_STORED_FAILED;

    if (!is_whole(record)) {
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_WRITE,
                    _("a record without what it belongs to"));
        return FALSE;
    }
    if (!care_db_run(db, "SAVEPOINT record", error))
        return FALSE;
    if (put_all(&put, &status, error) && status == CARE_STORED_OK &&
        care_db_run(db, "RELEASE record", error)) {
        *out_status = status;
        return TRUE;
    }
    /* Fails when SQLite itself threw away the whole transaction: the caller looks for that. */
    care_db_exec(db, "ROLLBACK TO record; RELEASE record", NULL);
    *out_status = status;
    return status == CARE_STORED_ELSEWHERE;
}
