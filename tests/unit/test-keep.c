/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that what is old goes, with its bytes and without a change of any figure, and nothing else
 * does. */
#define _GNU_SOURCE /* memmem */
#include "care-customer.h"
#include "care-keep.h"
#include "care-session.h"
#include "care-store-test.h"

#define NOW     ((gint64)1800000000000)
#define OTHER   "xmpp:otto@example.org"
#define FOREVER ((CareKeep){-1, -1, -1})

static CareSession *
connect_to(const Place *place)
{
    CareSession *session = care_session_new(place->path);
    g_autofree char *set_aside = NULL;

    assert_true(care_session_connect(session, FALSE, &set_aside, NULL));
    return session;
}

/* One pass to its end; returns in how many steps. */
static guint
pass_over(CareSession *session, CareKeep keep, gboolean *out_did)
{
    CareKeepPass pass = {0};
    gboolean more = TRUE;
    guint steps = 0;

    for (; more; steps++)
        assert_true(care_keep_run(session->db, &keep, NOW, &pass, &more, NULL));
    if (out_did != NULL)
        *out_did = pass.did;
    return steps;
}

static void
keep(const Place *place, CareKeep keep_what)
{
    CareSession *session = connect_to(place);

    pass_over(session, keep_what, &session->may_scrub);
    session->has_erased = session->may_scrub;
    care_session_scrub(session);
    care_session_tidy(session);
    care_session_free(session);
}

static void
store_all(const Place *place, CareRecord *first, ...)
{
    CareStore *store = open_well(place);
    CareRecord *record = first;
    va_list more;

    va_start(more, first);
    for (; record != NULL; record = va_arg(more, CareRecord *)) {
        assert_int_equal(put(place, store, record), CARE_STORED_OK);
        care_record_free(record);
    }
    va_end(more);
    close_well(store);
}

static CareRecord *
with_comment(CareRecord *record, const char *comment)
{
    g_free(record->answer.comment);
    record->answer.comment = g_strdup(comment);
    return record;
}

static gboolean
is_in_bytes(const Place *place, const char *needle)
{
    g_autofree char *bytes = NULL;
    gsize size = 0;

    assert_true(g_file_get_contents(place->path, &bytes, &size, NULL));
    return memmem(bytes, size, needle, strlen(needle)) != NULL;
}

/* (transfer full): every figure there is. */
static char *
figures(const Place *place)
{
    return ask_text(place,
                    "SELECT group_concat(counted_ms || '/' || cell || '/' || outcome || '/' ||"
                    " (SELECT sum(a.rating) FROM answer a JOIN survey s ON s.id = a.survey"
                    "  WHERE s.chat = chat.id), ' ') ||"
                    " (SELECT group_concat(unit || start_ms || x0 || x1 || x2 || x3 || x4, ' ')"
                    "  FROM rollup) FROM chat");
}

static void
care_keep_run__lets__old_comments_go_with_their_bytes(void **state)
{
    Place *place = *state;
    g_autofree char *before = NULL, *after = NULL;

    store_all(place, with_comment(answered(1, KEY, NOW - 181 * DAY_MS), "words-of-long-ago"),
              with_comment(answered(2, KEY, NOW - 179 * DAY_MS), "words-of-late"), NULL);
    before = figures(place);
    keep(place, (CareKeep){180 * DAY_MS, -1, -1});
    after = figures(place);
    assert_string_equal(before, after);
    assert_false(is_in_bytes(place, "words-of-long-ago"));
    assert_true(is_in_bytes(place, "words-of-late"));
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'keep'"
                                       " AND value = 'comments:1' AND chat IS NULL"),
                     1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM meta WHERE key = 'erased'"), 0);
    assert_sound(place);
}

static void
care_keep_run__drops__all_comments_at_once_when_none_are_kept(void **state)
{
    Place *place = *state;

    store_all(place, answered(1, KEY, NOW + 900 * DAY_MS), answered(2, OTHER, NOW), NULL);
    keep(place, (CareKeep){0, -1, -1});
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 2);
    assert_false(is_in_bytes(place, MARKER));
}

static void
care_keep_run__changes__nothing_that_is_kept_for_ever(void **state)
{
    Place *place = *state;
    CareSession *session;
    g_autofree char *before = NULL, *after = NULL;
    gboolean did;

    store_all(place, answered(1, KEY, 1000), NULL);
    before = dump(place);
    session = connect_to(place);
    pass_over(session, FOREVER, &did);
    assert_false(did);
    pass_over(session, (CareKeep){NOW, NOW, NOW}, &did); /* as old as time: still younger */
    assert_false(did);
    care_session_free(session);
    after = dump(place);
    assert_string_equal(before, after);
}

static void
care_keep_run__makes__an_old_chat_a_count(void **state)
{
    Place *place = *state;
    const gint64 old_ms = NOW - 800 * DAY_MS;
    CareRecord *old = answered(1, KEY, old_ms), *young = answered(2, OTHER, NOW - DAY_MS);
    g_autofree char *before = NULL, *after = NULL;

    old->survey.who = g_strdup("nick-of-anna");
    store_all(place, old, young, NULL);
    before = figures(place);
    keep(place, (CareKeep){-1, -1, 730 * DAY_MS});
    after = figures(place);
    assert_string_equal(before, after);
    assert_int_equal(ask_number(place,
                                "SELECT count(*) FROM chat WHERE erased = 1 AND customer IS NULL"
                                " AND address IS NULL AND account = '' AND guards IS NULL"
                                " AND started_ms = ended_ms AND last_ms = ended_ms"
                                " AND counted_ms = ended_ms"),
                     1);
    assert_int_equal(ask_number(place, "SELECT ended_ms FROM chat WHERE erased = 1"), old_ms);
    assert_false(is_in_bytes(place, KEY) || is_in_bytes(place, "nick-of-anna"));
    assert_true(is_in_bytes(place, OTHER));
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 1); /* a count has none */
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'keep'"
                                       " AND value = 'chats:1'"),
                     1);
    keep(place, (CareKeep){-1, -1, 730 * DAY_MS}); /* nothing is left to do */
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'keep'"), 1);
    assert_sound(place);
}

/* With a row still there, too: its later chats know nothing of the earlier questions. */
static void
care_keep_run__keeps__wishes_and_quiet_times(void **state)
{
    Place *place = *state;
    CareRecord *silent = asking(3, OTHER, NOW - 801 * DAY_MS);
    CareRecord *wish = g_new0(CareRecord, 1);
    CareCustomer gone, there;
    CareSession *session;

    silent->survey.state = CARE_SURVEY_EXPIRED;
    silent->chat.outcome = CARE_OUTCOME_EXPIRED;
    *wish = (CareRecord){.customer = g_strdup(KEY),
                         .change = CARE_CUSTOMER_OPT_OUT | CARE_CUSTOMER_SET_PRIVATE,
                         .at_ms = NOW - 800 * DAY_MS};
    store_all(place, answered(1, KEY, NOW - 800 * DAY_MS), wish, silent,
              answered(2, OTHER, NOW - 900 * DAY_MS), NULL);
    edit(place,
         "INSERT INTO customer (key, created_ms) VALUES ('xmpp:new@example.org', 1800000000000)");
    edit(place, "UPDATE chat SET outcome = 'open', ended_ms = 0, counted_ms = NULL"
                " WHERE ext GLOB '00000002*'"); /* so that otto is still somebody */
    keep(place, (CareKeep){-1, -1, 730 * DAY_MS});

    session = connect_to(place);
    assert_true(care_customer_load(session->db, KEY, NOW, &gone, NULL));
    assert_true(care_customer_load(session->db, OTHER, NOW, &there, NULL));
    care_session_free(session);
    assert_false(gone.is_known);
    assert_true(gone.is_private && gone.is_opted_out);
    assert_in_range(gone.last_asked_ms, NOW - 800 * DAY_MS, NOW - 799 * DAY_MS);
    assert_int_equal(gone.last_end, CARE_SURVEY_ANSWERED);
    assert_true(there.is_known);
    assert_in_range(there.last_asked_ms, NOW - 801 * DAY_MS, NOW - 800 * DAY_MS);
    assert_int_equal(there.last_end, CARE_SURVEY_EXPIRED);
    assert_int_equal(there.silent_in_row, 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 2);
}

static void
care_keep_run__leaves__what_is_open_alone(void **state)
{
    Place *place = *state;
    CareRecord *open = answered(1, KEY, NOW - 900 * DAY_MS),
               *pending = asking(2, OTHER, NOW - 900 * DAY_MS),
               *late = answered(3, "xmpp:late@example.org", NOW - 6 * DAY_MS);
    g_autofree char *before = NULL, *after = NULL;

    open->chat.outcome = CARE_OUTCOME_OPEN;
    open->chat.ended_ms = 0;
    open->survey.state = CARE_SURVEY_ASKED;
    store_all(place, open, pending, with_comment(late, NULL),
              answered(4, "xmpp:talks-on@example.org", NOW - 900 * DAY_MS),
              answered(5, NULL, NOW - 900 * DAY_MS), NULL);
    /* Either half says so alone. */
    edit(place, "UPDATE survey SET state = 'suspended' WHERE ext GLOB '00000004*';"
                "UPDATE chat SET outcome = 'pending' WHERE ext GLOB '00000005*'");
    before = dump(place);
    keep(place, (CareKeep){0, 0, 0}); /* a late answer must still find its chat */
    after = dump(place);
    assert_string_equal(before, after);
}

static void
care_keep_run__takes__small_steps(void **state)
{
    Place *place = *state;
    CareSession *session;
    guint steps;

    store_all(place, answered(1, KEY, NOW - 800 * DAY_MS), NULL);
    edit(place,
         "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
         " INSERT INTO answer (survey, seq, rating, kind, at_ms)"
         " SELECT 1, i, 3, 'pulse', 1000 FROM n;"
         "INSERT INTO comment SELECT id, 'more words' FROM answer WHERE seq > 1;"
         "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
         " INSERT INTO chat (ext, agent, protocol, account, room, customer, started_ms, last_ms,"
         "  ended_ms, agent_lines, customer_lines, ended_by, outcome, reason, client, cell,"
         "  counted_ms) SELECT 'c' || i, 1, 'web', '', 0, 1, 5000, 5000, 5000, 0, 0, 'none',"
         "  'answered', '', 'import-7', (SELECT max(id) FROM cell), 5000 FROM n");
    session = connect_to(place);
    steps = pass_over(session, (CareKeep){DAY_MS, -1, DAY_MS}, NULL);
    care_session_free(session);
    assert_in_range(steps, 12, 16); /* 6 of comments, notes, 6 of chats, customers */
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE customer NOT NULL"), 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE client = 'import-7'"
                                       " AND cell NOT NULL AND counted_ms = 5000"),
                     1199);
    assert_int_equal(ask_number(place, "SELECT sum(substr(value, 10)) FROM ledger"
                                       " WHERE value GLOB 'comments:*'"),
                     1200);
    assert_int_equal(
        ask_number(place, "SELECT sum(substr(value, 7)) FROM ledger WHERE value GLOB 'chats:*'"),
        1200);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 0);
    assert_int_equal(
        ask_number(place, "SELECT max(length(value)) < 20 FROM ledger WHERE kind = 'keep'"), 1);
}

static void
care_keep_run__lets__those_go_of_whom_only_the_name_is_left(void **state)
{
    Place *place = *state;
    CareCustomer customer;
    CareSession *session;

    store_all(place, answered(1, OTHER, NOW - DAY_MS), NULL);
    edit(place, "INSERT INTO customer (key, private, created_ms)"
                " VALUES ('" KEY "', 1, 1000), ('xmpp:new@example.org', 1, 1799999999999)");
    keep(place, (CareKeep){-1, -1, 730 * DAY_MS});
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 2);
    assert_false(is_in_bytes(place, KEY));
    session = connect_to(place);
    assert_true(care_customer_load(session->db, KEY, NOW, &customer, NULL));
    care_session_free(session);
    assert_true(customer.is_private);
}

static void
note(const Place *place, const char *key, CareCustomerChange change, const char *text, gint64 at_ms)
{
    CareStore *store = open_well(place);
    const CareRecord record = {.customer = (char *)key,
                               .change = change,
                               .note = (char *)text,
                               .name = (char *)text,
                               .at_ms = at_ms};

    assert_int_equal(put(place, store, &record), CARE_STORED_OK);
    close_well(store);
}

/* Each by its own age, and the rest of the customer stays. */
static void
care_keep_run__lets__old_notes_and_names_go_with_their_bytes(void **state)
{
    Place *place = *state;
    g_autofree char *left = NULL;

    store_all(place, answered(1, KEY, NOW - 400 * DAY_MS), NULL);
    note(place, KEY, CARE_CUSTOMER_NOTE, "quokka of long ago", NOW - 366 * DAY_MS);
    note(place, KEY, CARE_CUSTOMER_NAME, "Young Quokka", NOW - 364 * DAY_MS);
    note(place, OTHER, CARE_CUSTOMER_NOTE, "note of late", NOW - 364 * DAY_MS);
    note(place, OTHER, CARE_CUSTOMER_NAME, "Elder Wombat", NOW - 366 * DAY_MS);
    keep(place, (CareKeep){-1, 365 * DAY_MS, -1});
    assert_false(is_in_bytes(place, "quokka of long ago") || is_in_bytes(place, "Elder Wombat"));
    left = ask_text(place, "SELECT group_concat(ifnull(note, '-') || ifnull(note_ms, '-') ||"
                           " ifnull(name, '-') || ifnull(name_ms, '-'), ';') FROM customer");
    assert_string_equal(left, "--Young Quokka1768550400000;note of late1768550400000--");
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'keep'"
                                       " AND value = 'notes:2' AND chat IS NULL"),
                     1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 1);
    keep(place, (CareKeep){-1, 0, -1}); /* "never": also those of today */
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer WHERE note NOT NULL"
                                       " OR name NOT NULL"),
                     0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 2);
    assert_sound(place);
}

/* Whom a note is kept of longer than their chats, is still known when they come again. */
static void
care_keep_run__keeps__whom_a_note_is_kept_of(void **state)
{
    Place *place = *state;

    store_all(place, answered(1, KEY, NOW - 100 * DAY_MS), NULL);
    note(place, KEY, CARE_CUSTOMER_NOTE, "wears a hearing aid", NOW - 100 * DAY_MS);
    edit(place, "UPDATE customer SET created_ms = 1000");
    keep(place, (CareKeep){-1, 365 * DAY_MS, 30 * DAY_MS});
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE customer NOT NULL"), 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer WHERE note NOT NULL"), 1);
    keep(place, (CareKeep){-1, 99 * DAY_MS, 30 * DAY_MS});
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 0);
    assert_false(is_in_bytes(place, "wears a hearing aid"));
}

/* How attentive a chat was is a figure, and stays. */
static void
care_keep_run__keeps__attention_of_a_nameless_chat(void **state)
{
    Place *place = *state;
    CareRecord *record = answered(1, KEY, NOW - 800 * DAY_MS);

    record->has_attention = TRUE;
    record->attention = (CareAttention){2, 30, 20, 40, -1, -1, 1, 1, 0};
    store_all(place, record, NULL);
    keep(place, (CareKeep){-1, -1, 730 * DAY_MS});
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE erased = 1"
                                       " AND customer IS NULL AND replies = 2 AND kept = 1"
                                       " AND longest_wait_ms = 40"),
                     1);
}

static void
care_keep_run__waits__for_nobody(void **state)
{
    Place *place = *state;
    g_autoptr(GError) error = NULL;
    CareKeepPass pass = {0};
    CareSession *session;
    gboolean more = FALSE;
    gint64 from_us;
    sqlite3 *other;

    store_all(place, answered(1, KEY, 1000), NULL);
    session = connect_to(place);
    other = look(place);
    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    from_us = g_get_monotonic_time();
    assert_false(care_keep_run(session->db, &(CareKeep){0, 0, 0}, NOW, &pass, &more, &error));
    assert_in_range(g_get_monotonic_time() - from_us, 0, G_USEC_PER_SEC);
    assert_true(g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY));
    sqlite3_close(other);
    care_session_free(session);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 1);
}

static void
care_keep_run__does__a_step_whole_or_not_at_all(void **state)
{
    Place *place = *state;
    CareKeepPass pass = {0};
    CareSession *session;
    gboolean more = FALSE;
    g_autofree char *before = NULL, *after = NULL;

    store_all(place, answered(1, KEY, 1000), NULL);
    edit(place, "CREATE TRIGGER fault BEFORE DELETE ON customer"
                " BEGIN SELECT raise(ABORT, 'a fault'); END");
    before = dump(place);
    session = connect_to(place);
    pass.phase = 2; /* chats */
    assert_false(care_keep_run(session->db, &(CareKeep){-1, -1, 0}, NOW, &pass, &more, NULL));
    care_session_free(session);
    after = dump(place);
    assert_string_equal(before, after);
    assert_int_equal(pass.phase, 2);
    assert_false(pass.did);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_keep_run__lets__old_comments_go_with_their_bytes),
        IN_PLACE(care_keep_run__drops__all_comments_at_once_when_none_are_kept),
        IN_PLACE(care_keep_run__changes__nothing_that_is_kept_for_ever),
        IN_PLACE(care_keep_run__makes__an_old_chat_a_count),
        IN_PLACE(care_keep_run__keeps__wishes_and_quiet_times),
        IN_PLACE(care_keep_run__leaves__what_is_open_alone),
        IN_PLACE(care_keep_run__takes__small_steps),
        IN_PLACE(care_keep_run__lets__those_go_of_whom_only_the_name_is_left),
        IN_PLACE(care_keep_run__lets__old_notes_and_names_go_with_their_bytes),
        IN_PLACE(care_keep_run__keeps__whom_a_note_is_kept_of),
        IN_PLACE(care_keep_run__keeps__attention_of_a_nameless_chat),
        IN_PLACE(care_keep_run__waits__for_nobody),
        IN_PLACE(care_keep_run__does__a_step_whole_or_not_at_all),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
