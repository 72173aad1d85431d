/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a record's rows under a savepoint: a bad one fails alone, a late one finds it is late. */
#include "care-put.h"
#include "care-attended.h"
#include "care-customer.h"
#include "care-fact.h"
#include "care-ledger.h"
#include "care-reminded.h"
#include "care-settle.h"

typedef struct {
    CareDb *db;
    const CareLock *lock;
    const CareRecord *record;
    gboolean is_erased;            /* the chat is: nothing that names anybody is stored of it */
    gint64 customer, chat, survey; /* row ids */
} Put;

static const char *
or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* The row of a name in one of the small tables; made if need be. CARE_NO_ROW for NULL. */
static gboolean
row_of(CareDb *db, const char *select, const char *insert, const char *name, gint64 *out_row,
       GError **error)
{
    *out_row = CARE_NO_ROW;
    return name == NULL ||
           (care_db_int(db, select, CARE_NO_ROW, out_row, error, CARE_TEXT(name)) &&
            (*out_row != CARE_NO_ROW ||
             care_db_int(db, insert, CARE_NO_ROW, out_row, error, CARE_TEXT(name))));
}

/* An erased chat has no row to ask, but who it was with may have wished otherwise. */
static gboolean
is_unwelcome(const Put *put, gboolean *out_unwelcome, GError **error)
{
    CareCustomer customer = {0};

    if (put->record->chat.customer != NULL &&
        !care_customer_load(put->db, put->record->chat.customer, put->record->at_ms, &customer,
                            error))
        return FALSE;
    *out_unwelcome = customer.is_private || customer.is_opted_out;
    return TRUE;
}

/* Whether the question that this record is about to send must not go out after all. */
static gboolean
is_asked_elsewhere(const Put *put, gboolean *out_elsewhere, GError **error)
{
    const CareRecord *record = put->record;
    gint64 n = 0;

    *out_elsewhere = FALSE;
    if (record->survey.id == NULL || record->survey.state != CARE_SURVEY_ASKING)
        return TRUE;
    /* Stored before: then this is that record once more, and the answer is the same. */
    if (!care_db_int(put->db, "SELECT count(*) FROM survey WHERE ext = ?1 AND state = 'asking'", 0,
                     &n, error, CARE_TEXT(record->survey.id)))
        return FALSE;
    if (n > 0)
        return TRUE;
    if (put->customer == CARE_NO_ROW)
        return is_unwelcome(put, out_elsewhere, error);
    if (!care_settle_question(put->db, put->lock, put->customer, record->survey.id, record->at_ms,
                              error) ||
        !care_db_int(put->db,
                     "SELECT (SELECT count(*) FROM survey WHERE customer = ?1 AND ext <> ?2"
                     " AND kind = 'final' AND (state IN ('asking', 'asked', 'suspended')"
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

/* Not RETURNING, for which SQLite makes a table each time: looking for the row costs a tenth of it.
 */
static const char upsert_chat[] =
    "INSERT INTO chat (ext, agent, protocol, account, address, room, customer, started_ms,"
    " last_ms, ended_ms, agent_lines, customer_lines, ended_by, outcome, reason, guards, client)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
    " ON CONFLICT (ext) DO UPDATE SET agent = ?2, protocol = ?3, account = ?4, address = ?5,"
    " room = ?6, customer = ?7, started_ms = ?8, last_ms = ?9, ended_ms = ?10,"
    " agent_lines = ?11, customer_lines = ?12, ended_by = ?13, outcome = ?14, reason = ?15,"
    " guards = ?16, client = ?17";

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
           care_db_run(put->db, upsert_chat, error, CARE_TEXT(chat->id), CARE_INT(agent),
                       CARE_TEXT(or_empty(chat->protocol)), CARE_TEXT(or_empty(chat->account)),
                       CARE_TEXT(put->is_erased ? NULL : chat->address),
                       CARE_INT(chat->room != FALSE), care_db_row(put->customer),
                       CARE_INT(chat->started_ms), CARE_INT(chat->last_ms),
                       CARE_INT(chat->ended_ms), CARE_INT(chat->agent_lines),
                       CARE_INT(chat->customer_lines), CARE_TEXT(care_end_name(chat->end)),
                       CARE_TEXT(care_outcome_name(chat->outcome)),
                       CARE_TEXT(care_reason_name(chat->reason)), CARE_TEXT(chat->guards),
                       CARE_TEXT(care_lock_client(put->lock))) &&
           care_db_int(put->db, "SELECT id FROM chat WHERE ext = ?1", CARE_NO_ROW, &put->chat,
                       error, CARE_TEXT(chat->id));
}

static const char upsert_survey[] =
    "INSERT INTO survey (ext, chat, customer, state, asked_ms, changed_ms, rounds, clarified,"
    " by_agent, probability, definition, who, answers, rating, kind, language, step, item,"
    " item_rating, rated_seq)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, nullif(?14, 0), ?15, ?16,"
    " ?17, ?18, nullif(?19, 0), ?20)"
    " ON CONFLICT (ext) DO UPDATE SET customer = ?3, state = ?4, asked_ms = ?5, changed_ms = ?6,"
    " rounds = ?7, clarified = ?8, by_agent = ?9, probability = ?10, definition = ?11,"
    " who = ?12, answers = ?13, rating = nullif(?14, 0), language = ?16, step = ?17, item = ?18,"
    " item_rating = nullif(?19, 0), rated_seq = ?20";

static gboolean
put_survey_row(Put *put, gint64 definition, GError **error)
{
    const CareSurveyRecord *survey = &put->record->survey;

    return care_db_run(put->db, upsert_survey, error, CARE_TEXT(survey->id), CARE_INT(put->chat),
                       care_db_row(put->customer), CARE_TEXT(care_survey_state_name(survey->state)),
                       CARE_INT(survey->asked_ms), CARE_INT(survey->changed_ms),
                       CARE_INT(survey->rounds), CARE_INT(survey->clarified != FALSE),
                       CARE_INT(survey->by_agent != FALSE), CARE_REAL(survey->probability),
                       care_db_row(definition), CARE_TEXT(put->is_erased ? NULL : survey->who),
                       CARE_INT(survey->answers), CARE_INT(survey->rating),
                       CARE_TEXT(survey->is_pulse ? "pulse" : "final"), CARE_TEXT(survey->language),
                       CARE_TEXT(care_step_name(survey->step)),
                       CARE_TEXT(care_item_name(survey->item)), CARE_INT(survey->item_rating),
                       CARE_INT(survey->rated_seq)) &&
           care_db_int(put->db, "SELECT id FROM survey WHERE ext = ?1", CARE_NO_ROW, &put->survey,
                       error, CARE_TEXT(survey->id));
}

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
           put_survey_row(put, definition, error) &&
           (survey->is_pulse || care_db_run(put->db, "UPDATE chat SET survey = ?2 WHERE id = ?1",
                                            error, CARE_INT(put->chat), CARE_INT(put->survey)));
}

/* The words are all that was said so far. What is shorter comes from an earlier try. */
static gboolean
put_comment(const Put *put, GError **error)
{
    const CareAnswerRecord *answer = &put->record->answer;

    return answer->comment == NULL || put->is_erased ||
           care_db_run(put->db,
                       "INSERT INTO comment (answer, text)"
                       " SELECT id, ?3 FROM answer WHERE survey = ?1 AND seq = ?2"
                       " ON CONFLICT (answer) DO UPDATE SET text = excluded.text"
                       " WHERE length(excluded.text) >= length(text)",
                       error, CARE_INT(put->survey), CARE_INT(answer->seq),
                       CARE_TEXT(answer->comment));
}

static gboolean
put_answer(const Put *put, GError **error)
{
    const CareAnswerRecord *answer = &put->record->answer;
    const char *kind = care_answer_kind_name(answer->kind);
    const char *item =
        answer->kind == CARE_ANSWER_ITEM ? care_item_name(put->record->survey.item) : NULL;
    g_autofree char *value = NULL;

    if (answer->seq == 0)
        return TRUE;
    if (!care_db_run(put->db,
                     "INSERT INTO answer (survey, seq, rating, kind, at_ms, item)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (survey, seq) DO NOTHING",
                     error, CARE_INT(put->survey), CARE_INT(answer->seq), CARE_INT(answer->rating),
                     CARE_TEXT(kind), CARE_INT(answer->at_ms), CARE_TEXT(item)))
        return FALSE;
    if (sqlite3_changes(put->db->sql) == 0)
        return put_comment(put, error); /* the rating is there, and in the ledger */
    value = g_strdup_printf("%s:%d", kind, answer->rating);
    return put_comment(put, error) &&
           care_ledger_add(put->db, answer->at_ms, put->record->chat.id, "answer", value, error);
}

static gboolean
is_whole_reminder(const CareReminderRecord *reminder)
{
    return reminder->at_ms == 0 ||
           (care_rule_name(reminder->rule) != NULL && care_level_name(reminder->level) != NULL &&
            care_remind_result_name(reminder->result) != NULL);
}

static gboolean
is_whole(const CareRecord *record)
{
    const CareSurveyRecord *survey = &record->survey;
    const gboolean is_item = record->answer.seq > 0 && record->answer.kind == CARE_ANSWER_ITEM;

    return care_end_name(record->chat.end) != NULL &&
           care_outcome_name(record->chat.outcome) != NULL &&
           care_reason_name(record->chat.reason) != NULL &&
           care_survey_state_name(survey->state) != NULL && care_step_name(survey->step) != NULL &&
           care_item_name(survey->item) != NULL &&
           care_answer_kind_name(record->answer.kind) != NULL &&
           (survey->id == NULL || record->chat.id != NULL) &&
           (record->answer.seq == 0 || survey->id != NULL) &&
           (!is_item || survey->item != CARE_ITEM_NONE) && is_whole_reminder(&record->reminder);
}

static gboolean
find_erased(Put *put, GError **error)
{
    gint64 is_erased = 0;

    if (put->record->chat.id == NULL)
        return TRUE;
    if (!care_db_int(put->db, "SELECT erased FROM chat WHERE ext = ?1", 0, &is_erased, error,
                     CARE_TEXT(put->record->chat.id)))
        return FALSE;
    put->is_erased = is_erased != 0;
    return TRUE;
}

/* Whose chat it is. The record by which they have themselves erased names them no more as such, but
   until it is stored the chat is theirs: their clocks are read from it. */
static gboolean
find_customer(Put *put, GError **error)
{
    const CareRecord *record = put->record;
    const char *key = record->chat.customer;

    if (record->chat.id == NULL)
        return TRUE;
    if (key == NULL && (record->change & CARE_CUSTOMER_ERASE) != 0)
        key = record->customer;
    return put->is_erased || care_customer_row(put->db, key, record->at_ms, &put->customer, error);
}

static gboolean
put_rows(Put *put, GError **error)
{
    return put_chat(put, error) && put_survey(put, error) && put_answer(put, error) &&
           care_attended_put(put->db, put->record, put->chat, error) &&
           (put->record->chat.id == NULL || care_fact_settle(put->db, put->chat, error)) &&
           care_reminded_put(put->db, put->record, error);
}

static gboolean
put_all(Put *put, CareStored *out_status, GError **error)
{
    const CareRecord *record = put->record;
    gboolean was_there, elsewhere;

    if (!care_customer_is_there(put->db, record->customer, &was_there, error) ||
        !find_erased(put, error) || !care_customer_change(put->db, record, put->is_erased, error) ||
        !find_customer(put, error) || !is_asked_elsewhere(put, &elsewhere, error))
        return FALSE;
    *out_status = elsewhere ? CARE_STORED_ELSEWHERE : CARE_STORED_OK;
    return elsewhere || (put_rows(put, error) &&
                         ((record->change & CARE_CUSTOMER_ERASE) == 0 ||
                          care_customer_erase(put->db, record, put->chat, was_there, error)));
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
