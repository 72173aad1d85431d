/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The history is played to each fault; the checks recount and rehash what the store says of itself.
 */
#include "care-history.h"
#include "care-schema.h"

#define NO_HASH "0000000000000000000000000000000000000000000000000000000000000000"

static void
say(char **place, const char *text)
{
    g_free(*place);
    *place = g_strdup(text);
}

static CareRecord *
add(GPtrArray *history, CareRecord *record, gint64 after_ms)
{
    record->at_ms += after_ms;
    g_ptr_array_add(history, record);
    return record;
}

/* A whole survey: asked, answered with 4, corrected to 5, words, the item. */
static void
add_answered(GPtrArray *history, gint64 at_ms)
{
    CareRecord *record = asking(1, KEY, at_ms);

    record->chat.outcome = CARE_OUTCOME_OPEN;
    record->chat.ended_ms = 0;
    g_clear_pointer(&record->survey.id, g_free);
    add(history, record, 0);
    add(history, asking(1, KEY, at_ms), 10);
    record = add(history, asking(1, KEY, at_ms), 20);
    record->survey.state = CARE_SURVEY_ASKED;

    record = add(history, answered(1, KEY, at_ms), 0);
    g_clear_pointer(&record->answer.comment, g_free);
    record->survey.item = CARE_ITEM_RESPONSIVENESS;
    record->survey.step = CARE_STEP_ITEM;
    record = add(history, care_record_copy(record), 1000);
    record->survey.answers = record->survey.rated_seq = record->answer.seq = 2;
    record->survey.rating = record->answer.rating = 5;
    record->answer.kind = CARE_ANSWER_CORRECTION;
    record->answer.at_ms += 1000;
    record = add(history, care_record_copy(record), 2000);
    say(&record->answer.comment, HISTORY_WORDS " and more words to it");
    record = add(history, care_record_copy(record), 3000);
    g_clear_pointer(&record->answer.comment, g_free);
    record->survey.answers = record->answer.seq = 3;
    record->survey.item_rating = record->answer.rating = 2;
    record->answer.kind = CARE_ANSWER_ITEM;
    record->survey.step = CARE_STEP_DONE;
}

static void
add_unasked(GPtrArray *history, gint64 at_ms)
{
    CareRecord *record = add(history, pulsed(2, "xmpp:otto@example.org", at_ms), 0);

    record = add(history, answered(2, "xmpp:otto@example.org", at_ms + 9000), 0);
    g_clear_pointer(&record->survey.id, g_free);
    g_clear_pointer(&record->answer.comment, g_free);
    record->answer.seq = 0;
    record->chat.outcome = CARE_OUTCOME_NOT_ASKED;
    record->chat.reason = CARE_REASON_IDLE;
    record->chat.end = CARE_END_IDLE;
    record->has_attention = TRUE;
    record->attention = (CareAttention){.replies = 2,
                                        .first_reply_ms = 40000,
                                        .median_reply_ms = 50000,
                                        .longest_wait_ms = 60000,
                                        .first_part_ms = -1,
                                        .last_part_ms = -1,
                                        .promises = 2,
                                        .kept = 1,
                                        .open_questions = 1};
}

/* What an agent notes of a customer, and how a reminder fared: of no chat. */
static void
add_noted(GPtrArray *history, gint64 at_ms)
{
    CareRecord *record = add(history, g_new0(CareRecord, 1), at_ms);

    record->customer = g_strdup("xmpp:nora@example.org");
    record->change = CARE_CUSTOMER_NOTE | CARE_CUSTOMER_NAME | CARE_CUSTOMER_TONGUE;
    record->note = g_strdup("writes from a phone");
    record->name = g_strdup("Nora the Second");
    record->tag = g_strdup("fr");
    record = add(history, g_new0(CareRecord, 1), at_ms + 1000);
    record->reminder =
        (CareReminderRecord){at_ms, CARE_RULE_PROMISE, CARE_LEVEL_SHOWN, CARE_REMIND_ACTED, 1000};
}

static void
add_opted_out(GPtrArray *history, gint64 at_ms)
{
    CareRecord *record = add(history, asking(3, "xmpp:nora@example.org", at_ms), 0);

    record = add(history, care_record_copy(record), 4000);
    record->chat.outcome = CARE_OUTCOME_OPTED_OUT;
    record->survey.state = CARE_SURVEY_OPTED_OUT;
    record->customer = g_strdup("xmpp:nora@example.org");
    record->change = CARE_CUSTOMER_OPT_OUT;
}

static void
add_erased(GPtrArray *history, gint64 at_ms)
{
    CareRecord *record = add(history, answered(4, "xmpp:eva@example.org", at_ms), 0);

    say(&record->answer.comment, HISTORY_GONE " words");
    record->survey.rating = record->answer.rating = 1;
    add(history, erasing(record, "xmpp:eva@example.org"), 0);
}

GPtrArray *
care_history_new(gint64 at_ms)
{
    GPtrArray *history = g_ptr_array_new_with_free_func((GDestroyNotify)care_record_free);
    CareRecord *record;

    add_answered(history, at_ms);
    add_unasked(history, at_ms + 60000);
    add_opted_out(history, at_ms + 120000);
    add_erased(history, at_ms + 180000);
    add(history, asking(5, NULL, at_ms + 240000), 0);
    record = add(history, asking(5, NULL, at_ms + 240000), 0);
    record->chat.outcome = CARE_OUTCOME_EXPIRED;
    record->survey.state = CARE_SURVEY_EXPIRED;
    add_noted(history, at_ms + 300000);
    return history;
}

/* The first value that @query gives of the ids @ext; one connection serves all questions, for the
 * sweeps have many. */
static gint64
ask(sqlite3 *sql, const char *query, const char *ext)
{
    sqlite3_stmt *statement = NULL;
    gint64 number = G_MININT64;

    assert_int_equal(sqlite3_prepare_v2(sql, query, -1, &statement, NULL), SQLITE_OK);
    if (ext != NULL)
        sqlite3_bind_text(statement, 1, ext, -1, SQLITE_TRANSIENT);
    if (sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    return number;
}

/* The answer once, with its rating, and its words unless they were to go. */
static void
check_answer(sqlite3 *sql, const CareRecord *record)
{
    g_autofree char *query = NULL;

    if (record->answer.seq == 0)
        return;
    query = g_strdup_printf("SELECT count(*) FROM answer a JOIN survey s ON s.id = a.survey"
                            " WHERE a.seq = %u AND a.rating = %d AND a.kind = '%s' AND s.ext = ?1",
                            record->answer.seq, record->answer.rating,
                            care_answer_kind_name(record->answer.kind));
    assert_int_equal(ask(sql, query, record->survey.id), 1);
    if (record->answer.comment == NULL || strstr(record->answer.comment, HISTORY_GONE) != NULL)
        return;
    assert_int_equal(
        ask(sql, "SELECT count(*) FROM comment WHERE text = ?1", record->answer.comment), 1);
}

/* As the record says, or as a later one of the same chat does that may be stored or not. */
static void
check_outcome(sqlite3 *sql, const GPtrArray *history, guint at)
{
    const CareRecord *record = g_ptr_array_index(history, at);
    gboolean is_known = record->chat.id == NULL;

    for (guint i = at; i < history->len && !is_known; i++) {
        const CareRecord *later = g_ptr_array_index(history, i);
        g_autofree char *query =
            g_strdup_printf("SELECT count(*) FROM chat WHERE outcome = '%s' AND ext = ?1",
                            care_outcome_name(later->chat.outcome));

        is_known = g_strcmp0(later->chat.id, record->chat.id) == 0 &&
                   ask(sql, query, record->chat.id) == 1;
    }
    assert_true(is_known);
}

static void
check_change(sqlite3 *sql, const CareRecord *record)
{
    if ((record->change & CARE_CUSTOMER_OPT_OUT) != 0)
        assert_int_equal(ask(sql,
                             "SELECT count(*) FROM customer WHERE opted_out_ms NOT NULL"
                             " AND key = ?1",
                             record->customer),
                         1);
    if ((record->change & CARE_CUSTOMER_NOTE) != 0) {
        g_autofree char *query =
            g_strdup_printf("SELECT count(*) FROM customer WHERE note = '%s' AND name = '%s'"
                            " AND language = '%s' AND language_by = 'agent' AND note_ms = name_ms"
                            " AND key = ?1",
                            record->note, record->name, record->tag);

        assert_int_equal(ask(sql, query, record->customer), 1);
    }
    if ((record->change & CARE_CUSTOMER_ERASE) == 0)
        return;
    assert_int_equal(ask(sql, "SELECT count(*) FROM customer WHERE key = ?1", record->customer), 0);
    assert_int_equal(ask(sql,
                         "SELECT count(*) FROM comment c JOIN answer a ON a.id = c.answer"
                         " JOIN survey s ON s.id = a.survey WHERE s.ext = ?1",
                         record->survey.id),
                     0);
}

/* What is of no outcome: how attentive the chat was, and how a reminder fared. */
static void
check_beside(sqlite3 *sql, const CareRecord *record)
{
    if (record->has_attention)
        assert_int_equal(ask(sql,
                             "SELECT count(*) FROM chat WHERE replies = 2 AND kept = 1"
                             " AND median_reply_ms = 50000 AND first_part_ms IS NULL AND ext = ?1",
                             record->chat.id),
                         1);
    if (record->reminder.at_ms != 0)
        assert_int_equal(ask(sql, "SELECT count(*) FROM reminder WHERE rule = ?1",
                             care_rule_name(record->reminder.rule)),
                         1);
}

/* Recomputes the chain as docs/store.md says. */
static void
check_ledger(sqlite3 *sql)
{
    sqlite3_stmt *query = NULL;
    g_autofree char *before = g_strdup(NO_HASH);
    gint64 seq = 0;

    assert_int_equal(sqlite3_prepare_v2(sql,
                                        "SELECT seq, at_ms, ifnull(chat, ''), kind, value, hash"
                                        " FROM ledger ORDER BY seq",
                                        -1, &query, NULL),
                     SQLITE_OK);
    while (sqlite3_step(query) == SQLITE_ROW) {
        g_autoptr(GString) row = g_string_new(before);

        for (int i = 0; i < 5; i++)
            g_string_append_printf(row, "\n%s", (const char *)sqlite3_column_text(query, i));
        g_string_append_c(row, '\n');
        g_free(before);
        before = g_compute_checksum_for_string(G_CHECKSUM_SHA256, row->str, -1);
        assert_string_equal((const char *)sqlite3_column_text(query, 5), before);
        assert_int_equal(sqlite3_column_int64(query, 0), ++seq);
    }
    assert_int_equal(sqlite3_finalize(query), SQLITE_OK);
}

/* Each answer stands in the ledger once, each outcome last, and the sums are those of a recount. */
static void
check_figures(sqlite3 *sql, const char *path)
{
    g_autoptr(CareReader) reader = care_reader_open(path, NULL);
    g_autoptr(CareCube) kept = NULL, counted = NULL;
    CareCounts kept_sum, counted_sum;

    assert_int_equal(
        ask(sql,
            "SELECT count(*) FROM (SELECT chat.ext, a.kind || ':' || a.rating AS value,"
            "  count(*) AS n FROM answer a JOIN survey s ON s.id = a.survey"
            "  JOIN chat ON chat.id = s.chat GROUP BY 1, 2) t"
            " WHERE n <> (SELECT count(*) FROM ledger l WHERE l.chat = t.ext"
            "  AND l.kind = 'answer' AND l.value = t.value)",
            NULL),
        0);
    assert_int_equal(ask(sql,
                         "SELECT (SELECT count(*) FROM answer)"
                         " - (SELECT count(*) FROM ledger WHERE kind = 'answer')",
                         NULL),
                     0);
    assert_int_equal(ask(sql,
                         "SELECT count(*) FROM chat WHERE outcome <> 'open' AND outcome <>"
                         " (SELECT iif(value LIKE 'not_asked:%', 'not_asked', value) FROM ledger"
                         "  WHERE kind = 'outcome' AND chat = ext ORDER BY seq DESC LIMIT 1)",
                         NULL),
                     0);
    assert_non_null(reader);
    kept = care_reader_count(reader, &(CareCubeFilter){0}, NULL);
    counted = care_reader_count(reader, &(CareCubeFilter){.recount = TRUE}, NULL);
    assert_non_null(kept);
    assert_non_null(counted);
    kept_sum = care_cube_sum(kept, NULL);
    counted_sum = care_cube_sum(counted, NULL);
    assert_memory_equal(&kept_sum, &counted_sum, sizeof kept_sum);
    assert_int_equal(care_counts_chats(&kept_sum),
                     ask(sql, "SELECT count(*) FROM chat WHERE ended_ms > 0", NULL));
    assert_int_equal(kept_sum.outcomes[CARE_OUTCOME_ANSWERED],
                     ask(sql,
                         "SELECT count(*) FROM survey WHERE kind = 'final'"
                         " AND rating NOT NULL",
                         NULL));
}

void
care_history_check_soundness(const Place *place)
{
    sqlite3 *sql = look(place);

    assert_int_equal(
        ask(sql, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'", NULL),
        0);
    assert_int_equal(ask(sql, "SELECT count(*) FROM pragma_foreign_key_check", NULL), 0);
    check_ledger(sql);
    check_figures(sql, place->path);
    sqlite3_close(sql);
}

/* Nothing was stored, nor need the store have been made to its end. */
static gboolean
is_empty(const Place *place, const GPtrArray *history, const gboolean *is_stored)
{
    GStatBuf info;

    for (guint i = 0; i < history->len; i++) {
        if (is_stored[i])
            return FALSE;
    }
    return g_stat(place->path, &info) != 0 || info.st_size == 0 ||
           ask_number(place, "PRAGMA user_version") < care_schema.version;
}

void
care_history_check_records(const Place *place, const GPtrArray *history, const gboolean *is_stored)
{
    sqlite3 *sql = look(place);

    for (guint i = 0; i < history->len; i++) {
        if (!is_stored[i])
            continue;
        check_answer(sql, g_ptr_array_index(history, i));
        check_outcome(sql, history, i);
        check_change(sql, g_ptr_array_index(history, i));
        check_beside(sql, g_ptr_array_index(history, i));
    }
    sqlite3_close(sql);
}

void
care_history_check(const Place *place, const GPtrArray *history, const gboolean *is_stored)
{
    if (is_empty(place, history, is_stored))
        return;
    care_history_check_soundness(place);
    care_history_check_records(place, history, is_stored);
}

char *
care_history_dump(const Place *place)
{
    static const char *const queries[] = {
        "SELECT c.ext, a.name, c.protocol, c.account, c.address, u.key, c.started_ms, c.last_ms,"
        " c.ended_ms, c.ended_by, c.outcome, c.reason, c.guards, s.ext AS survey, c.erased,"
        " c.replies, c.first_reply_ms, c.median_reply_ms, c.longest_wait_ms, c.promises, c.kept,"
        " c.open_questions"
        " FROM chat c JOIN agent a ON a.id = c.agent LEFT JOIN customer u ON u.id = c.customer"
        " LEFT JOIN survey s ON s.id = c.survey ORDER BY c.ext",
        "SELECT s.ext, s.kind, s.state, s.asked_ms, s.changed_ms, s.rounds, s.answers, s.rating,"
        " s.item, s.item_rating, s.rated_seq, s.step, d.hash, u.key FROM survey s"
        " LEFT JOIN definition d ON d.id = s.definition LEFT JOIN customer u ON u.id = s.customer"
        " ORDER BY s.ext",
        "SELECT s.ext, a.seq, a.rating, a.kind, a.at_ms, a.item, c.text FROM answer a"
        " JOIN survey s ON s.id = a.survey LEFT JOIN comment c ON c.answer = a.id ORDER BY 1, 2",
        "SELECT key, private, opted_out_ms, created_ms, language, language_by, note, note_ms,"
        " name, name_ms FROM customer ORDER BY key",
        "SELECT at_ms, rule, level, result, after_ms FROM reminder",
        "SELECT private, opted_out_ms FROM tombstone",
        "SELECT asked_ms, state, n FROM tombstone_asked",
        "SELECT seq, at_ms, chat, kind, value, hash FROM ledger ORDER BY seq",
    };
    GString *all = g_string_new(NULL);
    sqlite3 *sql = look(place);

    for (gsize i = 0; i < G_N_ELEMENTS(queries); i++)
        assert_int_equal(sqlite3_exec(sql, queries[i], append_row, all, NULL), SQLITE_OK);
    sqlite3_close(sql);
    return g_string_free(all, FALSE);
}

gboolean
care_history_open(CareWork *work, const Place *place)
{
    g_autoptr(CareJob) job = care_job_new(CARE_JOB_OPEN, NULL);

    *work = (CareWork){.session = care_session_new(place->path)};
    care_work_open(work, job);
    assert_null(job->set_aside); /* a fault of the disk makes no file a damaged one */
    return job->error == NULL;
}

CareStored
care_history_put(CareWork *work, const CareRecord *record)
{
    g_autoptr(CareJob) job = care_job_new(CARE_JOB_PUT, NULL);
    GQueue jobs = G_QUEUE_INIT;

    job->record = care_record_copy(record);
    g_queue_push_tail(&jobs, job);
    work->last_try_us = 0;
    care_work_put(work, &jobs);
    assert_int_equal(job->error == NULL, job->status != CARE_STORED_FAILED);
    assert_null(work->set_aside);
    g_queue_clear(&jobs);
    return job->status;
}

void
care_history_close(CareWork *work)
{
    care_session_free(work->session);
    g_clear_error(&work->last_error);
    g_free(work->set_aside);
}
