/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a clock which is set backwards or far ahead costs nothing that is stored, asked or
 * counted. */
#include "care-history.h"
#include <time.h>

#define NOW_MS    ((gint64)1764000000000) /* November 2025 */
#define DAWN_MS   ((gint64)90000)         /* 1970: a machine whose battery is dead */
#define FUTURE_MS ((gint64)4102444800000) /* 2100 */

static gint64 wall_ms = NOW_MS; /* atomic: read by the store's thread */

/* Stands before GLib's: the store's wall clock says what the test says. */
gint64
g_get_real_time(void)
{
    return __atomic_load_n(&wall_ms, __ATOMIC_SEQ_CST) * 1000;
}

static void
set_clock(gint64 to_ms)
{
    __atomic_store_n(&wall_ms, to_ms, __ATOMIC_SEQ_CST);
}

static const gint64 times[] = {NOW_MS, DAWN_MS, FUTURE_MS, NOW_MS - 3 * DAY_MS, NOW_MS + 1};

static void
store_at_all_times(const Place *place, CareStore *store)
{
    for (guint i = 0; i < G_N_ELEMENTS(times); i++) {
        g_autofree char *key = g_strdup_printf("xmpp:%u@example.org", i);
        g_autoptr(CareRecord) question = asking(i, key, times[i]), record = NULL;

        record = answered(i, key, times[i]);
        set_clock(times[i]);
        assert_int_equal(put(place, store, question), CARE_STORED_OK);
        assert_int_equal(put(place, store, record), CARE_STORED_OK);
    }
    set_clock(NOW_MS);
}

static void
assert_all_there(const Place *place)
{
    care_history_check_soundness(place);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE outcome = 'answered'"),
                     G_N_ELEMENTS(times));
    assert_int_equal(ask_number(place, "SELECT count(*) FROM survey WHERE rating = 4"),
                     G_N_ELEMENTS(times));
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), G_N_ELEMENTS(times));
}

static void
care_store_put__stores__whatever_the_clock_says(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);

    store_at_all_times(place, store);
    close_well(store);
    assert_all_there(place);
}

static void
care_store_count__finds__each_chat_in_its_own_time(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);

    store_at_all_times(place, store);
    for (guint i = 0; i < G_N_ELEMENTS(times); i++) {
        const CareCubeFilter moment = {.from_ms = times[i], .to_ms = times[i] + 1};
        const CareCubeFilter recount = {times[i], times[i] + 1, .recount = TRUE};
        g_auto(Said) said = {.status = UNSET, .code = UNSET};
        g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
        g_autoptr(CareCube) cube = care_reader_count(reader, &recount, NULL);
        const CareCounts counts = care_cube_sum(cube, NULL);

        care_store_count(store, &moment, on_cube, &said);
        await(place, &said);
        assert_int_equal(said.chats, 1);
        assert_int_equal(said.ratings, 1);
        assert_int_equal(care_counts_chats(&counts), 1);
    }
    close_well(store);
}

static void
care_store_load_customer__remembers__a_question_from_the_future(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, FUTURE_MS), again = NULL;
    CareCustomer customer;

    set_clock(FUTURE_MS);
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    set_clock(NOW_MS);
    customer = customer_of(place, store, KEY, NOW_MS);
    assert_int_equal(customer.last_asked_ms, FUTURE_MS); /* the engine shall see that it is odd */
    assert_int_equal(customer.asked_in_year, 1);
    assert_int_equal(customer.last_end, CARE_SURVEY_ANSWERED);

    again = asking(2, KEY, NOW_MS);
    again->seen_asked_ms = NOW_MS - DAY_MS; /* who has not seen it is told */
    assert_int_equal(put(place, store, again), CARE_STORED_ELSEWHERE);
    again->seen_asked_ms = FUTURE_MS;
    assert_int_equal(put(place, store, again), CARE_STORED_OK);
    close_well(store);
}

/* A correction stamped before what it corrects: the later line counts, not the later stamp. */
static void
care_store_put__counts__the_last_answer_not_the_latest_stamp(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, NOW_MS);

    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    record->survey.answers = record->survey.rated_seq = record->answer.seq = 2;
    record->survey.rating = record->answer.rating = 1;
    record->answer.kind = CARE_ANSWER_CORRECTION;
    record->answer.at_ms = record->at_ms = DAWN_MS;
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    close_well(store);
    care_history_check_soundness(place);
    assert_int_equal(ask_number(place, "SELECT rating FROM survey"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 2);
}

static void
leave_two(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) question = asking(0xa, KEY, NOW_MS), talk = NULL, old = NULL;
    CareRecord wish = {
        .customer = (char *)"xmpp:nora@example.org", .change = CARE_CUSTOMER_OPT_OUT, .at_ms = 1};

    talk = asking(0xb, "xmpp:otto@example.org", NOW_MS);
    talk->chat.outcome = CARE_OUTCOME_OPEN;
    talk->chat.ended_ms = 0;
    g_clear_pointer(&talk->survey.id, g_free);
    old = answered(0xc, "xmpp:eva@example.org", NOW_MS - DAY_MS);
    assert_int_equal(put(place, store, question), CARE_STORED_OK);
    assert_int_equal(put(place, store, talk), CARE_STORED_OK);
    assert_int_equal(put(place, store, old), CARE_STORED_OK);
    assert_int_equal(put(place, store, &wish), CARE_STORED_OK);
}

static void
care_store_open__resumes__all_whatever_the_clock_says(void **state)
{
    static const gint64 starts[] = {DAWN_MS, FUTURE_MS, NOW_MS - 3 * DAY_MS, NOW_MS};
    Place *place = *state;

    kill_client(place, leave_two);
    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
        g_auto(Said) said;
        CareStore *store;

        set_clock(starts[i]);
        store = open_store(place, &said);
        assert_int_equal(said.code, UNSET);
        assert_int_equal(said.n_resumed, 2); /* what to do with them is the engine's business */
        assert_true(customer_of(place, store, "xmpp:nora@example.org", starts[i]).is_opted_out);
        close_well(store);
    }
    set_clock(NOW_MS);
    care_history_check_soundness(place);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE outcome = 'pending'"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE outcome = 'open'"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM survey WHERE state = 'asking'"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_put__stores__whatever_the_clock_says),
        IN_PLACE(care_store_count__finds__each_chat_in_its_own_time),
        IN_PLACE(care_store_load_customer__remembers__a_question_from_the_future),
        IN_PLACE(care_store_put__counts__the_last_answer_not_the_latest_stamp),
        IN_PLACE(care_store_open__resumes__all_whatever_the_clock_says),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
