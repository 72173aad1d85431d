/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that an erased customer is gone from the file's very bytes, and their wishes are not. */
#define _GNU_SOURCE /* memmem */
#include "care-store-test.h"

#define T0       ((gint64)1700000000000)
#define OTHER    "xmpp:otto@example.org"
#define CHAT_ONE "00000001-0000-4000-8000-000000000000"

static gint64
now_ms(void)
{
    return g_get_real_time() / 1000;
}

static gboolean
is_in_file(const char *path, const char *needle)
{
    g_autofree char *bytes = NULL;
    gsize size = 0;

    return g_file_get_contents(path, &bytes, &size, NULL) &&
           memmem(bytes, size, needle, strlen(needle)) != NULL;
}

static gboolean
is_in_bytes(const Place *place, const char *needle)
{
    g_autofree char *log = g_strconcat(place->path, "-wal", NULL);

    return is_in_file(place->path, needle) || is_in_file(log, needle);
}

static CareCounts
counts_of(const Place *place)
{
    g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
    const CareCubeFilter all = {0};
    g_autoptr(CareCube) cube = care_reader_count(reader, &all, NULL);

    return care_cube_sum(cube, NULL);
}

static void
care_store_put__erases__a_customer_and_no_figure(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) mine = answered(1, KEY, T0), before = answered(2, KEY, T0 - DAY_MS),
                          theirs = answered(3, OTHER, T0), erase = erasing(mine, KEY);
    CareCounts counts, after;

    mine->survey.who = g_strdup("anna-in-the-room");
    g_free(theirs->answer.comment);
    theirs->answer.comment = g_strdup("other words");
    put(place, store, mine);
    put(place, store, before);
    put(place, store, theirs);
    counts = counts_of(place);
    assert_true(is_in_bytes(place, KEY) && is_in_bytes(place, MARKER));
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);

    assert_false(customer_of(place, store, KEY, T0).is_known); /* and the log is empty by then */
    after = counts_of(place);
    assert_memory_equal(&after, &counts, sizeof counts);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 3);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE guards NOT NULL"), 3);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE erased = 1"
                                       " AND customer IS NULL AND address IS NULL"),
                     2);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM survey WHERE customer IS NULL"), 2);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'erase'"
                                       " AND value = 'customer' AND chat = '" CHAT_ONE "'"),
                     1);
    assert_false(is_in_bytes(place, KEY));
    assert_false(is_in_bytes(place, MARKER));
    assert_false(is_in_bytes(place, "anna-in-the-room"));
    assert_true(is_in_bytes(place, OTHER) && is_in_bytes(place, "other words"));
    assert_true(customer_of(place, store, OTHER, T0).is_known);
    close_well(store);
    assert_false(is_in_bytes(place, KEY));
    assert_sound(place);
}

static void
care_store_put__erases__once_however_often(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) mine = answered(1, KEY, T0), erase = erasing(mine, KEY);
    g_autofree char *once = NULL, *twice = NULL;

    put(place, store, mine);
    erase->change |= CARE_CUSTOMER_OPT_OUT;
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);
    once = dump(place);
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);
    twice = dump(place);
    assert_string_equal(once, twice);
    close_well(store);
}

static void
care_store_put__keeps__wishes_and_clocks_of_the_erased(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    const gint64 now = now_ms(), asked_ms = now - 40 * DAY_MS;
    g_autoptr(CareRecord) one = answered(1, KEY, now - 500 * DAY_MS),
                          two = asking(2, KEY, asked_ms), pulse = pulsed(2, KEY, asked_ms + 1),
                          erase = NULL;
    CareRecord wish = {.customer = (char *)KEY, .change = CARE_CUSTOMER_SET_PRIVATE, .at_ms = now};
    CareCustomer customer;

    two->survey.state = CARE_SURVEY_EXPIRED;
    two->chat.outcome = pulse->chat.outcome = CARE_OUTCOME_EXPIRED;
    erase = erasing(two, KEY);
    put(place, store, one);
    put(place, store, two);
    put(place, store, pulse);
    put(place, store, &wish);
    wish.change = CARE_CUSTOMER_OPT_OUT;
    put(place, store, &wish);
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);

    for (guint round = 0; round < 2; round++) { /* by the tombstone, then by a row made from it */
        customer = customer_of(place, store, KEY, now);
        assert_int_equal(customer.is_known, round);
        assert_true(customer.is_private);
        assert_true(customer.is_opted_out);
        assert_in_range(customer.last_asked_ms, asked_ms, asked_ms + DAY_MS);
        assert_int_equal(customer.last_end, CARE_SURVEY_EXPIRED);
        assert_int_equal(customer.silent_in_row, 1);
        assert_int_equal(customer.asked_in_year, 1);
        assert_int_equal(ask_number(place, "SELECT count(*) FROM tombstone"), 1 - round);
        wish.change = CARE_CUSTOMER_SET_PRIVATE;
        put(place, store, &wish);
    }
    /* No time in it tells which chat was theirs. */
    assert_int_equal(ask_number(place, "SELECT sum(asked_ms % 86400000) FROM tombstone_asked"), 0);
    wish.change = CARE_CUSTOMER_OPT_IN | CARE_CUSTOMER_UNSET_PRIVATE;
    put(place, store, &wish);
    assert_false(customer_of(place, store, KEY, now).is_opted_out);
    wish.change = CARE_CUSTOMER_ERASE;
    put(place, store, &wish);
    customer = customer_of(place, store, KEY, now); /* a second time, without a chat */
    assert_false(customer.is_known || customer.is_private || customer.is_opted_out);
    assert_int_equal(customer.last_end, CARE_SURVEY_EXPIRED);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'erase'"), 2);
    close_well(store);
}

/* The question they answered by "erase" was stored by nobody before: the quiet time holds even so.
 */
static void
care_store_put__keeps__the_clock_of_a_chat_first_seen_erased(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    const gint64 now = now_ms();
    g_autoptr(CareRecord) question = asking(1, KEY, now), erase = erasing(question, KEY);

    erase->survey.state = CARE_SURVEY_SKIPPED;
    erase->chat.outcome = CARE_OUTCOME_SKIPPED;
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);
    assert_int_equal(customer_of(place, store, KEY, now).last_end, CARE_SURVEY_SKIPPED);
    /* A day's end hides the hour, but no clock is in the future. */
    assert_int_equal(customer_of(place, store, KEY, now).last_asked_ms, now);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 0);
    close_well(store);
}

static void
care_store_put__erases__an_anonymous_chat_alone(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) one = answered(1, NULL, T0), two = answered(2, NULL, T0),
                          erase = erasing(one, NULL);

    put(place, store, one);
    put(place, store, two);
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE address IS NULL"
                                       " AND ext = '" CHAT_ONE "'"),
                     1);
    assert_int_equal(ask_number(place, "SELECT count(address) FROM chat"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 2);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'erase'"
                                       " AND value = 'chat'"),
                     1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM tombstone_asked"), 0);
    close_well(store);
}

static void
care_store_put__brings__nobody_back_into_an_erased_chat(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place), *second = open_well(place);
    g_autoptr(CareRecord) mine = answered(1, KEY, T0), erase = erasing(mine, KEY),
                          again = asking(1, KEY, T0);
    CareRecord wish = {.customer = (char *)KEY, .change = CARE_CUSTOMER_OPT_OUT, .at_ms = T0};

    mine->survey.who = g_strdup("anna");
    put(place, store, mine);
    put(place, store, erase);
    assert_int_equal(put(place, second, mine), CARE_STORED_OK); /* an earlier try, late */
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 0);
    assert_int_equal(ask_number(place, "SELECT count(customer) + count(address) FROM chat"), 0);
    assert_int_equal(ask_number(place, "SELECT count(customer) + count(who) FROM survey"), 0);

    put(place, store, &wish);
    put(place, store, erase);
    g_free(again->survey.id);
    again->survey.id = g_strdup("another round");
    assert_int_equal(put(place, second, again), CARE_STORED_ELSEWHERE); /* they wished otherwise */
    close_well(second);
    close_well(store);
}

static void
care_store_put__spares__the_chat_of_somebody_else(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) room = answered(1, OTHER, T0), mine = answered(2, KEY, T0),
                          erase = care_record_copy(room);

    put(place, store, room);
    put(place, store, mine);
    erase->customer = g_strdup(KEY); /* said in a room where another was asked */
    erase->change = CARE_CUSTOMER_ERASE;
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 1);
    assert_int_equal(ask_number(place, "SELECT erased FROM chat WHERE ext = '" CHAT_ONE "'"), 0);
    assert_true(customer_of(place, store, OTHER, T0).is_known);
    assert_false(customer_of(place, store, KEY, T0).is_known);
    close_well(store);
}

static void
care_store_put__erases__all_or_nothing(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) mine = answered(1, KEY, T0), erase = erasing(mine, KEY);
    g_autofree char *before = NULL, *after = NULL;

    put(place, store, mine);
    edit(place, "CREATE TRIGGER fault BEFORE DELETE ON customer"
                " BEGIN SELECT raise(ABORT, 'a fault'); END");
    before = dump(place);
    assert_int_equal(put(place, store, erase), CARE_STORED_FAILED);
    after = dump(place);
    assert_string_equal(before, after);
    edit(place, "DROP TRIGGER fault");
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 0);
    close_well(store);
}

static void
care_session_tidy__empties__the_log_when_a_reader_lets_go(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) mine = answered(1, KEY, T0), erase = erasing(mine, KEY);
    sqlite3 *reader;

    put(place, store, mine);
    reader = look(place);
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT * FROM chat", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);
    customer_of(place, store, KEY, T0); /* it does not wait for the reader either */
    assert_true(is_in_bytes(place, MARKER));
    sqlite3_exec(reader, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(reader);
    customer_of(place, store, KEY, T0);
    customer_of(place, store, KEY, T0);
    assert_false(is_in_bytes(place, MARKER));
    close_well(store);
}

static void
leave_erased(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) open = asking(1, KEY, now_ms()), pending = asking(2, OTHER, now_ms()),
                          first = NULL, second = NULL;

    open->chat.outcome = CARE_OUTCOME_OPEN;
    open->chat.ended_ms = 0;
    g_clear_pointer(&open->survey.id, g_free);
    first = erasing(open, KEY);
    second = erasing(pending, OTHER);
    put(place, store, open);
    put(place, store, first);
    put(place, store, pending);
    put(place, store, second);
}

/* Without an address no client could find them again, and they would be open for ever. */
static void
care_store_open__ends__erased_chats_that_were_left(void **state)
{
    Place *place = *state;
    g_auto(Said) said;

    kill_client(place, leave_erased);
    close_well(open_store(place, &said));
    assert_int_equal(said.code, UNSET);
    assert_int_equal(said.n_resumed, 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE outcome = 'not_asked'"
                                       " AND reason = 'idle' AND ended_ms = last_ms"),
                     1);
    assert_int_equal(ask_number(place,
                                "SELECT count(*) FROM chat c JOIN survey s ON s.id = c.survey"
                                " WHERE outcome = 'expired' AND state = 'expired'"),
                     1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'outcome'"
                                       " AND value IN ('expired', 'not_asked:idle')"),
                     2);
}

static void
care_store_open__carries__tombstones_over_from_a_damaged_file(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    CareRecord wish = {.customer = (char *)KEY,
                       .change = CARE_CUSTOMER_OPT_OUT | CARE_CUSTOMER_ERASE,
                       .at_ms = T0};
    gint64 page, page_bytes;
    g_autofree char *bytes = NULL;
    gsize size = 0;
    g_auto(Said) said;

    put(place, store, &wish);
    close_well(store);
    page = ask_number(place, "SELECT rootpage FROM sqlite_schema WHERE name = 'chat_unsettled'");
    page_bytes = ask_number(place, "PRAGMA page_size");
    assert_true(g_file_get_contents(place->path, &bytes, &size, NULL));
    memset(bytes + (page - 1) * page_bytes, 0xa5, (gsize)page_bytes);
    assert_true(g_file_set_contents(place->path, bytes, (gssize)size, NULL));
    store = open_store(place, &said);
    assert_non_null(said.set_aside);
    assert_true(customer_of(place, store, KEY, T0).is_opted_out);
    assert_false(customer_of(place, store, KEY, T0).is_known);
    close_well(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_put__erases__a_customer_and_no_figure),
        IN_PLACE(care_store_put__erases__once_however_often),
        IN_PLACE(care_store_put__keeps__wishes_and_clocks_of_the_erased),
        IN_PLACE(care_store_put__keeps__the_clock_of_a_chat_first_seen_erased),
        IN_PLACE(care_store_put__erases__an_anonymous_chat_alone),
        IN_PLACE(care_store_put__brings__nobody_back_into_an_erased_chat),
        IN_PLACE(care_store_put__spares__the_chat_of_somebody_else),
        IN_PLACE(care_store_put__erases__all_or_nothing),
        IN_PLACE(care_session_tidy__empties__the_log_when_a_reader_lets_go),
        IN_PLACE(care_store_open__ends__erased_chats_that_were_left),
        IN_PLACE(care_store_open__carries__tombstones_over_from_a_damaged_file),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
