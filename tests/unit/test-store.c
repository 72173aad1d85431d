/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what a stored record is: whole, durable when told, counted once, words kept apart. */
#define _GNU_SOURCE /* memmem */
#include "care-store-private.h"
#include "care-store-test.h"
#include <sys/stat.h>

#define T0 ((gint64)1700000000000) /* a moment in 2023 */

static void
assert_same_chat(const CareChatRecord *a, const CareChatRecord *b)
{
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->agent, b->agent);
    assert_string_equal(a->protocol, b->protocol);
    assert_string_equal(a->account, b->account);
    assert_string_equal(a->address, b->address);
    assert_string_equal(a->customer, b->customer);
    assert_string_equal(a->guards, b->guards);
    assert_int_equal(a->room, b->room);
    assert_int_equal(a->started_ms, b->started_ms);
    assert_int_equal(a->last_ms, b->last_ms);
    assert_int_equal(a->ended_ms, b->ended_ms);
    assert_int_equal(a->agent_lines, b->agent_lines);
    assert_int_equal(a->customer_lines, b->customer_lines);
    assert_int_equal(a->end, b->end);
    assert_int_equal(a->outcome, b->outcome);
    assert_int_equal(a->reason, b->reason);
}

static void
assert_same_survey(const CareSurveyRecord *a, const CareSurveyRecord *b)
{
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->definition, b->definition);
    assert_string_equal(a->who, b->who);
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->asked_ms, b->asked_ms);
    assert_int_equal(a->changed_ms, b->changed_ms);
    assert_int_equal(a->rounds, b->rounds);
    assert_int_equal(a->clarified, b->clarified);
    assert_int_equal(a->by_agent, b->by_agent);
    assert_true(a->probability == b->probability);
    assert_int_equal(a->answers, b->answers);
    assert_int_equal(a->rating, b->rating);
    assert_int_equal(a->rated_seq, b->rated_seq);
    assert_int_equal(a->is_pulse, b->is_pulse);
    assert_string_equal(a->language, b->language);
    assert_int_equal(a->step, b->step);
    assert_int_equal(a->item, b->item);
    assert_int_equal(a->item_rating, b->item_rating);
}

static void
care_store_put__keeps__all_of_a_record(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(0xabc, KEY, T0);
    g_autoptr(CareRecord) back = NULL;
    g_autoptr(CareReader) reader = NULL;
    g_autofree char *comment = NULL;

    record->chat.room = TRUE;
    record->survey.who = g_strdup("anna");
    record->survey.by_agent = TRUE;
    record->survey.language = g_strdup("pt-BR");
    record->survey.step = CARE_STEP_COMMENT;
    record->survey.item = CARE_ITEM_CULTURE;
    record->survey.item_rating = 2;
    assert_int_equal(put(place, store, record), CARE_STORED_OK);

    reader = care_reader_open(place->path, NULL); /* beside the running writer */
    assert_non_null(reader);
    back = care_reader_chat(reader, "00000ABC", NULL);
    assert_non_null(back);
    assert_same_chat(&back->chat, &record->chat);
    assert_same_survey(&back->survey, &record->survey);
    comment = ask_text(place, "SELECT text FROM comment JOIN answer a ON a.id = answer"
                              " WHERE a.seq = 1 AND a.rating = 4 AND a.kind = 'final'");
    assert_string_equal(comment, MARKER);
    close_well(store);
}

typedef struct {
    const Place *place;
    guint told, in_file_when_told;
} Durable;

static void
on_durable(CareStored status, const GError *error, gpointer data)
{
    Durable *durable = data;
    g_autofree char *query = g_strdup_printf(
        "SELECT count(*) FROM answer JOIN survey s ON s.id = survey WHERE s.ext LIKE '%08x%%'",
        durable->told);

    assert_int_equal(status, CARE_STORED_OK);
    assert_null(error);
    durable->in_file_when_told += (guint)ask_number(durable->place, query);
    durable->told++; /* in the order in which they were put */
}

static void
care_store_put__tells__after_the_commit_in_order(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    Durable durable = {.place = place};

    for (guint i = 0; i < 20; i++)
        care_store_put(store, answered(i, NULL, T0 + i), on_durable, &durable);
    while (durable.told < 20)
        g_main_context_iteration(place->context, TRUE);
    assert_int_equal(durable.in_file_when_told, 20);
    close_well(store);
}

static void
care_store_put__waits__for_a_lock_before_it_tells(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_auto(Said) said = {.status = UNSET, .code = UNSET};
    sqlite3 *other = look(place);
    const gint64 until_us = g_get_monotonic_time() + 60 * 1000;

    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    care_store_put(store, answered(1, KEY, T0), on_stored, &said);
    while (g_get_monotonic_time() < until_us) {
        g_main_context_iteration(place->context, FALSE);
        g_usleep(1000);
    }
    assert_false(said.called);
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    await(place, &said);
    assert_int_equal(said.status, CARE_STORED_OK);
    close_well(store);
}

static void
on_counted(CareStored status, const GError *error G_GNUC_UNUSED, gpointer data)
{
    guint *counts = data;

    counts[status]++;
}

static void
care_store_put__shares__a_commit_among_all_that_wait(void **state)
{
    enum { N = 2000 };
    Place *place = *state;
    CareStore *store = open_well(place);
    sqlite3 *other = look(place);
    guint counts[3] = {0}, before = care_store_commits(store);

    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL); /* so that they do wait */
    for (guint i = 0; i < N; i++)
        care_store_put(store, answered(i, NULL, T0 + i), on_counted, counts);
    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(other);
    while (counts[CARE_STORED_OK] + counts[CARE_STORED_FAILED] < N)
        g_main_context_iteration(place->context, TRUE);
    assert_int_equal(counts[CARE_STORED_OK], N);
    assert_in_range(care_store_commits(store) - before, N / 256, N / 256 + 2);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), N);
    close_well(store);
}

static void
care_store_put__fails__one_bad_record_alone(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    CareRecord *bad = answered(2, KEY, T0), *orphan = answered(4, KEY, T0);
    guint counts[3] = {0};

    bad->answer.rating = 6;
    g_clear_pointer(&orphan->survey.id, g_free);
    care_store_put(store, answered(1, NULL, T0), on_counted, counts);
    care_store_put(store, bad, on_counted, counts);
    care_store_put(store, orphan, on_counted, counts);
    care_store_put(store, answered(3, NULL, T0), on_counted, counts);
    while (counts[CARE_STORED_OK] + counts[CARE_STORED_FAILED] < 4)
        g_main_context_iteration(place->context, TRUE);
    assert_int_equal(counts[CARE_STORED_OK], 2);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat"),
                     2); /* nothing of the bad ones */
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 0);
    close_well(store);
}

static void
care_store_put__stores__the_same_record_once(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) first = asking(1, KEY, T0);
    g_autoptr(CareRecord) second = answered(1, KEY, T0);
    g_autofree char *once = NULL, *twice = NULL;
    const CareRecord *records[] = {first, second};

    second->customer = g_strdup(KEY);
    second->change = CARE_CUSTOMER_OPT_OUT;
    for (gsize i = 0; i < 2; i++) {
        g_clear_pointer(&once, g_free);
        g_clear_pointer(&twice, g_free);
        assert_int_equal(put(place, store, records[i]), CARE_STORED_OK);
        once = dump(place);
        assert_int_equal(put(place, store, records[i]), CARE_STORED_OK);
        twice = dump(place);
        assert_string_equal(once, twice);
    }
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger"), 4);
    close_well(store);
}

static void
care_store_put__keeps__corrections_beside_the_first_answer(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    g_auto(Said) said = {.status = UNSET, .code = UNSET};
    const CareCubeFilter all = {0};

    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    record->survey.answers = record->answer.seq = 2;
    record->survey.rating = record->answer.rating = 5;
    record->answer.kind = CARE_ANSWER_CORRECTION;
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 2);
    assert_int_equal(ask_number(place, "SELECT rating FROM survey"), 5);

    care_store_count(store, &all, on_cube, &said);
    await(place, &said);
    assert_int_equal(said.ratings, 1); /* one chat, one rating that counts */
    close_well(store);
}

static void
care_store_put__bounds__texts_of_any_kind(void **state)
{
    static const char *const odd[] = {"",
                                      "\xff\xfe broken \xc3",
                                      "\xf0\x9f\x92\xa9",
                                      "'; DROP TABLE chat; --",
                                      "\x01\x1b[31m",
                                      "\xe2\x80\xae"
                                      "abc"};
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autofree char *text = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(odd); i++) {
        g_autoptr(CareRecord) record = answered(i, odd[i], T0);

        g_free(record->answer.comment);
        record->answer.comment = g_strdup(odd[i]);
        assert_int_equal(put(place, store, record), CARE_STORED_OK);
    }
    for (guint i = 0; i < 4; i++) { /* a cut may fall on any byte of a character */
        g_autoptr(CareRecord) record = answered(100 + i, NULL, T0);
        GString *comment = g_string_new(NULL);

        g_string_append_len(comment, "abcd", i);
        while (comment->len < 80000)
            g_string_append(comment, "\xf0\x9f\x92\xa9");
        g_free(record->answer.comment);
        record->answer.comment = g_string_free(comment, FALSE);
        assert_int_equal(put(place, store, record), CARE_STORED_OK);
    }
    assert_int_equal(ask_number(place, "SELECT max(length(cast(text AS blob))) FROM comment"),
                     65536);
    assert_int_equal(ask_number(place, "SELECT min(length(cast(text AS blob))) FROM comment"
                                       " WHERE length(text) > 1000"),
                     65533);
    text = ask_text(place, "SELECT group_concat(text) FROM comment");
    assert_true(g_utf8_validate(text, -1, NULL));
    close_well(store);
}

static void
care_store_put__keeps__words_in_the_comment_table_alone(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0);

    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    close_well(store);
    {
        /* Taken out of that table and the file rewritten, no byte of them may be left anywhere. */
        sqlite3 *sql = look(place);
        g_autofree char *bytes = NULL;
        gsize size = 0;

        assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 1);
        sqlite3_exec(sql, "DELETE FROM comment; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)", NULL,
                     NULL, NULL);
        sqlite3_close(sql);
        assert_true(g_file_get_contents(place->path, &bytes, &size, NULL));
        assert_null(memmem(bytes, size, MARKER, strlen(MARKER)));
        assert_non_null(
            memmem(bytes, size, KEY, strlen(KEY))); /* this way of looking does find things */
    }
}

static void
care_store_count__adds__up_to_all_ended_chats(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) open = asking(1, NULL, T0), not_asked = asking(2, NULL, T0 + 1),
                          pending = asking(3, NULL, T0 + 2), rated = answered(4, NULL, T0 + 3);
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(CareCube) cube = NULL, later = NULL, nobody = NULL;
    const CareCubeFilter all = {0}, from_third = {.from_ms = T0 + 3, .to_ms = T0 + 4},
                         other = {.agent = "Cleo"};
    CareCounts sum;

    open->chat.outcome = CARE_OUTCOME_OPEN;
    open->chat.ended_ms = 0;
    not_asked->chat.outcome = CARE_OUTCOME_NOT_ASKED;
    not_asked->chat.reason = CARE_REASON_IDLE;
    not_asked->survey.state = CARE_SURVEY_FAILED;
    put(place, store, open);
    put(place, store, not_asked);
    put(place, store, pending);
    put(place, store, rated);
    close_well(store);

    reader = care_reader_open(place->path, NULL);
    cube = care_reader_count(reader, &all, NULL);
    sum = care_cube_sum(cube, NULL);
    assert_int_equal(care_counts_chats(&sum), 3);
    assert_int_equal(sum.outcomes[CARE_OUTCOME_NOT_ASKED], 1);
    assert_int_equal(sum.reasons[CARE_REASON_IDLE], 1);
    assert_int_equal(sum.outcomes[CARE_OUTCOME_PENDING], 1);
    assert_int_equal(sum.outcomes[CARE_OUTCOME_ANSWERED], 1);
    assert_int_equal(sum.outcomes[CARE_OUTCOME_OPEN], 0);
    assert_int_equal(sum.ratings[3], 1);
    assert_int_equal(cube->rows->len, 2); /* asked under d1, and not asked */
    assert_int_equal(cube->from_ms, T0 + 1);
    assert_int_equal(cube->to_ms, T0 + 3);

    later = care_reader_count(reader, &from_third, NULL);
    sum = care_cube_sum(later, "Bea");
    assert_int_equal(care_counts_chats(&sum), 1);
    nobody = care_reader_count(reader, &other, NULL);
    assert_int_equal(nobody->rows->len, 0);
}

static void
care_store_count__sees__what_was_put_before(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_auto(Said) count = {.status = UNSET, .code = UNSET};
    g_auto(Said) customer = {.status = UNSET, .code = UNSET};
    const CareCubeFilter filter = {.customer = KEY, .chat = "00000001-0000-4000-8000-000000000000"};

    care_store_put(store, answered(1, KEY, T0), NULL, NULL);
    care_store_put(store, answered(2, KEY, T0), NULL, NULL);
    care_store_count(store, &filter, on_cube, &count);
    care_store_load_customer(store, KEY, T0, on_customer, &customer);
    await(place, &customer);
    assert_true(count.called); /* answered in the order of asking */
    assert_int_equal(count.chats, 1);
    assert_int_equal(count.ratings, 1);
    assert_true(customer.customer.is_known);
    close_well(store);
}

static void
care_store__makes__its_files_private(void **state)
{
    static const char *const names[] = {"care.db", "care.db-wal", "care.db-shm", "care.lock"};
    Place *place = *state;
    const mode_t before = umask(0);
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    g_autofree char *folder = g_path_get_dirname(place->path);
    GStatBuf info;

    put(place, store, record);
    umask(before);
    assert_int_equal(g_stat(folder, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0700);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);

        assert_int_equal(g_stat(path, &info), 0);
        assert_int_equal(info.st_mode & 07777, 0600);
    }
    close_well(store);
}

static void
care_store_put__chains__a_ledger_that_can_be_recomputed(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) first = asking(1, KEY, T0), second = answered(1, KEY, T0);
    g_autofree char *before = g_strnfill(64, '0');
    sqlite3_stmt *rows = NULL;
    sqlite3 *sql;
    guint n = 0;

    second->customer = g_strdup(KEY);
    second->change = CARE_CUSTOMER_SET_PRIVATE;
    put(place, store, first);
    put(place, store, second);
    sql = look(place);
    sqlite3_prepare_v2(
        sql,
        "SELECT seq || char(10) || at_ms || char(10) || ifnull(chat, '') || char(10) || kind"
        " || char(10) || value || char(10), hash FROM ledger ORDER BY seq",
        -1, &rows, NULL);
    for (; sqlite3_step(rows) == SQLITE_ROW; n++) {
        const char *fields = (const char *)sqlite3_column_text(rows, 0);
        g_autofree char *row = g_strconcat(before, "\n", fields, NULL);

        assert_null(strstr(fields, "anna")); /* nothing personal */
        g_free(before);
        before = g_compute_checksum_for_string(G_CHECKSUM_SHA256, row, -1);
        assert_string_equal((const char *)sqlite3_column_text(rows, 1), before);
    }
    sqlite3_finalize(rows);
    assert_int_equal(n, 4); /* pending, private, answered, the answer */
    assert_int_not_equal(sqlite3_exec(sql, "UPDATE ledger SET value = 'final:5'", NULL, NULL, NULL),
                         SQLITE_OK);
    assert_int_not_equal(sqlite3_exec(sql, "DELETE FROM ledger WHERE seq = 1", NULL, NULL, NULL),
                         SQLITE_OK);
    sqlite3_close(sql);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE value <> 'final:5'"), 4);
    close_well(store);
}

static void
care_reader_chat__refuses__beginnings_that_name_no_one_chat(void **state)
{
    static const char *const ids[] = {"", "000", "0000", "ffffffff", "0000000%", "''''"};
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) one = answered(1, KEY, T0), two = answered(2, KEY, T0);
    g_autoptr(CareReader) reader = NULL;

    put(place, store, one);
    put(place, store, two);
    close_well(store);
    reader = care_reader_open(place->path, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autoptr(GError) error = NULL;

        assert_null(care_reader_chat(reader, ids[i], &error));
        assert_true(g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_put__keeps__all_of_a_record),
        IN_PLACE(care_store_put__tells__after_the_commit_in_order),
        IN_PLACE(care_store_put__waits__for_a_lock_before_it_tells),
        IN_PLACE(care_store_put__shares__a_commit_among_all_that_wait),
        IN_PLACE(care_store_put__fails__one_bad_record_alone),
        IN_PLACE(care_store_put__stores__the_same_record_once),
        IN_PLACE(care_store_put__keeps__corrections_beside_the_first_answer),
        IN_PLACE(care_store_put__bounds__texts_of_any_kind),
        IN_PLACE(care_store_put__keeps__words_in_the_comment_table_alone),
        IN_PLACE(care_store_count__adds__up_to_all_ended_chats),
        IN_PLACE(care_store_count__sees__what_was_put_before),
        IN_PLACE(care_store__makes__its_files_private),
        IN_PLACE(care_store_put__chains__a_ledger_that_can_be_recomputed),
        IN_PLACE(care_reader_chat__refuses__beginnings_that_name_no_one_chat),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
