/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks what an agent's week tells: praise of that week in the customer's words, and usual times.
 */
#include "care-store-test.h"

#define T0 ((gint64)1700000000000)

typedef struct {
    Said said;
    CareWeek week; /* with copies */
} Week;

static void
on_week(const CareWeek *week, const GError *error, gpointer data)
{
    Week *got = data;

    say_error(&got->said, error);
    got->week = *week;
    got->week.praise = g_strdup(week->praise);
    got->week.praise_name = g_strdup(week->praise_name);
}

static void
week_clear(Week *week)
{
    said_clear(&week->said);
    g_free(week->week.praise);
    g_free(week->week.praise_name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Week, week_clear)

static void
read_week(const Place *place, CareStore *store, const char *agent, Week *out_week)
{
    *out_week = (Week){.said = {.status = UNSET, .code = UNSET}};
    care_store_week(store, agent, T0, T0 + 7 * DAY_MS, on_week, out_week);
    await(place, &out_week->said);
    assert_int_equal(out_week->said.code, UNSET);
}

static void
put_praise(const Place *place, CareStore *store, guint id, gint64 at_ms, gint rating,
           const char *words)
{
    g_autoptr(CareRecord) record = answered(id, KEY, at_ms);

    record->has_attention = TRUE;
    record->attention = (CareAttention){.replies = 4,
                                        .first_reply_ms = 40000,
                                        .median_reply_ms = 50000,
                                        .longest_wait_ms = 90000,
                                        .first_part_ms = -1,
                                        .last_part_ms = -1,
                                        .promises = 2,
                                        .kept = 1};
    record->survey.rating = record->answer.rating = rating;
    g_free(record->answer.comment);
    record->answer.comment = g_strdup(words);
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
}

static void
care_store_week__tells__the_newest_praise_and_usual_times(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    CareRecord named = {.customer = (char *)KEY, .change = CARE_CUSTOMER_NAME, .at_ms = T0};
    g_auto(Week) none = {0}, outside = {0}, nameless = {0}, full = {0}, carls = {0};

    read_week(place, store, "Bea", &none);
    assert_null(none.week.praise);
    assert_int_equal(none.week.n_attended, 0);
    assert_int_equal(none.week.usual.first_reply_ms, -1);
    put_praise(place, store, 1, T0 - DAY_MS, 5, "of the week before");
    put_praise(place, store, 6, T0 + 7 * DAY_MS - 1000, 5, "said after the week");
    read_week(place, store, "Bea", &outside);
    assert_null(outside.week.praise);
    put_praise(place, store, 2, T0 + DAY_MS, 5, "an earlier one");
    put_praise(place, store, 3, T0 + 2 * DAY_MS, 4, "the newest");
    put_praise(place, store, 4, T0 + 3 * DAY_MS, 3, "no praise");
    put_praise(place, store, 5, T0 + 7 * DAY_MS, 5, "of the week after");
    read_week(place, store, "Bea", &nameless);
    assert_string_equal(nameless.week.praise, "the newest");
    assert_null(nameless.week.praise_name);
    assert_int_equal(nameless.week.n_attended, 4);
    assert_int_equal(nameless.week.usual.promises, 8);
    assert_int_equal(nameless.week.usual.median_reply_ms, 50000);
    named.name = (char *)"Annie";
    assert_int_equal(put(place, store, &named), CARE_STORED_OK);
    read_week(place, store, "Bea", &full);
    assert_string_equal(full.week.praise_name, "Annie");
    read_week(place, store, "Carl", &carls);
    assert_null(carls.week.praise);
    assert_int_equal(carls.week.n_attended, 0);
    close_well(store);
}

/* A late answer counts in the week in which it was given; a corrected one with what counts now. */
static void
care_store_week__goes__by_the_answers_time(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) late = answered(1, KEY, T0 - 2 * DAY_MS),
                          corrected = answered(2, KEY, T0 + DAY_MS), again = NULL;
    g_auto(Week) week = {0};

    late->answer.kind = CARE_ANSWER_LATE;
    late->answer.at_ms = T0 + 1000;
    put(place, store, late);
    put(place, store, corrected);
    again = care_record_copy(corrected);
    g_clear_pointer(&again->answer.comment, g_free);
    again->answer = (CareAnswerRecord){
        .seq = 2, .rating = 1, .kind = CARE_ANSWER_CORRECTION, .at_ms = T0 + 2 * DAY_MS};
    again->survey.answers = again->survey.rated_seq = 2;
    again->survey.rating = 1;
    put(place, store, again);
    read_week(place, store, "Bea", &week);
    assert_string_equal(week.week.praise, MARKER);
    close_well(store);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 2);
    edit(place, "DELETE FROM comment WHERE answer = 1");
    store = open_well(place);
    week_clear(&week);
    read_week(place, store, "Bea", &week);
    assert_null(week.week.praise);
    close_well(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_week__tells__the_newest_praise_and_usual_times),
        IN_PLACE(care_store_week__goes__by_the_answers_time),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
