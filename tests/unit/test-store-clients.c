/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that two clients never ask a customer twice, and take up once what a dead one left. */
#include "care-store-test.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_KILLS 30
#define HOUR_MS ((gint64)60 * 60 * 1000)
#define OTHER   "xmpp:otto@example.org"

static gint64
now_ms(void)
{
    return g_get_real_time() / 1000;
}

static void
care_store_put__tells__one_of_two_clients_elsewhere(void **state)
{
    Place *place = *state;
    CareStore *one = open_well(place), *two = open_well(place);
    const gint64 at_ms = now_ms();
    g_autoptr(CareRecord) mine = asking(1, KEY, at_ms), theirs = asking(2, KEY, at_ms);
    g_autoptr(CareRecord) done = answered(1, KEY, at_ms);

    assert_int_equal(put(place, one, mine), CARE_STORED_OK);
    assert_int_equal(put(place, two, theirs), CARE_STORED_ELSEWHERE);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM survey"), 1);

    /* Answered meanwhile: no question is open, but they were asked later than `theirs` knows. */
    assert_int_equal(put(place, one, done), CARE_STORED_OK);
    theirs->seen_asked_ms = at_ms - 1;
    assert_int_equal(put(place, two, theirs), CARE_STORED_ELSEWHERE);
    theirs->seen_asked_ms = at_ms; /* it knows, and the policy lets it ask again */
    assert_int_equal(put(place, two, theirs), CARE_STORED_OK);
    close_well(one);
    close_well(two);
}

static void
care_store_put__takes__a_repeated_question_for_what_it_is(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = asking(1, KEY, now_ms());
    CareRecord wish = {.customer = (char *)KEY, .change = CARE_CUSTOMER_OPT_OUT, .at_ms = 1};

    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    assert_int_equal(put(place, store, &wish), CARE_STORED_OK);
    assert_int_equal(put(place, store, record), CARE_STORED_OK); /* the question is out already */
    close_well(store);
}

static void
care_store_put__asks__nobody_who_wished_otherwise_meanwhile(void **state)
{
    static const CareCustomerChange wishes[] = {CARE_CUSTOMER_SET_PRIVATE, CARE_CUSTOMER_OPT_OUT},
                                    undone[] = {CARE_CUSTOMER_UNSET_PRIVATE, CARE_CUSTOMER_OPT_IN};
    Place *place = *state;
    CareStore *one = open_well(place), *two = open_well(place);
    g_autoptr(CareRecord) question = asking(1, KEY, now_ms());

    for (gsize i = 0; i < G_N_ELEMENTS(wishes); i++) {
        CareRecord wish = {.customer = (char *)KEY, .change = wishes[i], .at_ms = 1};

        assert_int_equal(put(place, one, &wish), CARE_STORED_OK);
        assert_int_equal(put(place, two, question), CARE_STORED_ELSEWHERE);
        wish.change = undone[i];
        assert_int_equal(put(place, one, &wish), CARE_STORED_OK);
    }
    assert_int_equal(put(place, two, question), CARE_STORED_OK);
    close_well(one);
    close_well(two);
}

static void
care_store_put__lets__anonymous_customers_be_asked_side_by_side(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) one = asking(1, NULL, now_ms()), two = asking(2, NULL, now_ms());

    assert_int_equal(put(place, store, one), CARE_STORED_OK);
    assert_int_equal(put(place, store, two), CARE_STORED_OK);
    close_well(store);
}

static void
put_survey(const Place *place, CareStore *store, guint id, gint64 at_ms, CareSurveyState survey)
{
    g_autoptr(CareRecord) record = answered(id, KEY, at_ms);

    record->survey.state = survey;
    record->answer.seq = 0;
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
}

static void
care_store_load_customer__tells__what_eligibility_needs(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    const gint64 now = now_ms();
    CareRecord wishes = {.customer = (char *)KEY,
                         .change = CARE_CUSTOMER_SET_PRIVATE | CARE_CUSTOMER_OPT_OUT,
                         .at_ms = now};
    CareCustomer customer = customer_of(place, store, KEY, now);

    assert_false(customer.is_known);
    assert_int_equal(customer.last_asked_ms, 0);

    put_survey(place, store, 1, now - 400 * DAY_MS, CARE_SURVEY_EXPIRED);
    put_survey(place, store, 2, now - 300 * DAY_MS, CARE_SURVEY_ANSWERED);
    put_survey(place, store, 3, now - 200 * DAY_MS, CARE_SURVEY_EXPIRED);
    put_survey(place, store, 4, now - 100 * DAY_MS, CARE_SURVEY_EXPIRED);
    put_survey(place, store, 5, now - 50 * DAY_MS, CARE_SURVEY_FAILED);
    customer = customer_of(place, store, KEY, now);
    assert_true(customer.is_known);
    assert_false(customer.is_private);
    assert_false(customer.is_opted_out);
    assert_int_equal(customer.last_asked_ms,
                     now - 100 * DAY_MS); /* the failed one reached nobody */
    assert_int_equal(customer.last_end, CARE_SURVEY_EXPIRED);
    assert_int_equal(customer.silent_in_row, 2);
    assert_int_equal(customer.asked_in_year, 3);

    put_survey(place, store, 6, now - 10 * DAY_MS, CARE_SURVEY_SKIPPED);
    assert_int_equal(put(place, store, &wishes), CARE_STORED_OK);
    customer = customer_of(place, store, KEY, now);
    assert_int_equal(customer.last_end, CARE_SURVEY_SKIPPED);
    assert_int_equal(customer.silent_in_row, 0);
    assert_true(customer.is_private);
    assert_true(customer.is_opted_out);
    close_well(store);
}

static void
leave_open_things(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) pending = asking(1, KEY, now_ms()), settled = answered(2, NULL, now_ms());
    g_autoptr(CareRecord) lately = asking(3, NULL, now_ms() - DAY_MS),
                          long_ago = asking(4, NULL, now_ms() - 8 * DAY_MS),
                          begun = asking(5, NULL, now_ms()),
                          again = asking(6, NULL, now_ms() - 8 * DAY_MS);

    lately->survey.state = long_ago->survey.state = again->survey.state = CARE_SURVEY_EXPIRED;
    lately->chat.outcome = long_ago->chat.outcome = again->chat.outcome = CARE_OUTCOME_EXPIRED;
    again->survey.asked_ms = now_ms() - DAY_MS; /* ended long ago, but asked once more lately */
    begun->chat.outcome = CARE_OUTCOME_OPEN;
    begun->chat.ended_ms = 0;
    g_clear_pointer(&begun->survey.id, g_free);
    put(place, store, pending);
    put(place, store, settled);
    put(place, store, lately);
    put(place, store, long_ago);
    put(place, store, begun);
    put(place, store, again);
}

static void
care_store_open__resumes__what_a_killed_client_left(void **state)
{
    Place *place = *state;
    g_auto(Said) said, again;
    CareStore *store, *second;

    kill_client(place, leave_open_things);
    store = open_store(place, &said);
    assert_int_equal(said.code, UNSET);
    assert_int_equal(said.n_resumed, 4); /* the pending, two lately expired, the begun one */
    assert_int_equal(said.first->survey.state, CARE_SURVEY_ASKING);
    assert_string_equal(said.first->chat.address, "anna@example.org");
    assert_string_equal(said.first->chat.customer, KEY);
    assert_true(said.first_customer.is_known);
    assert_int_equal(said.first_customer.asked_in_year, 1);

    second = open_store(place, &again);
    assert_int_equal(again.n_resumed, 0); /* they are looked after now */
    assert_string_equal(again.key, said.key);
    close_well(store);
    close_well(second);
}

static void
care_store_open__leaves__a_running_clients_chats_alone(void **state)
{
    Place *place = *state;
    CareStore *one = open_well(place), *two;
    g_auto(Said) said, after;

    leave_open_things(place, one);
    two = open_store(place, &said);
    assert_int_equal(said.n_resumed, 0);
    close_well(two);
    close_well(one);
    one = open_store(place, &after);
    assert_int_equal(after.n_resumed, 4);
    close_well(one);
}

static void
care_store_open__forgets__addresses_that_no_late_answer_needs(void **state)
{
    Place *place = *state;

    kill_client(place, leave_open_things);
    assert_int_equal(ask_number(place, "SELECT count(address) FROM chat"), 6);
    close_well(open_well(place));
    assert_int_equal(ask_number(place, "SELECT count(address) FROM chat"), 5);
    assert_int_equal(
        ask_number(place,
                   "SELECT count(*) FROM chat WHERE address IS NULL AND ext LIKE '00000004%'"),
        1);
}

/* A client that asks and is gone; to the lock it is one whether it was killed or quit. */
static void
leave_question(const Place *place, gint64 asked_ms)
{
    g_autoptr(CareRecord) record = asking(1, KEY, asked_ms);
    CareStore *store = open_well(place);

    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    close_well(store);
}

static void
care_store_put__closes__a_question_that_a_dead_client_left(void **state)
{
    Place *place = *state;
    CareStore *one = open_well(place); /* it runs on, so nothing is taken over at its start */
    g_autoptr(CareRecord) mine = asking(2, KEY, now_ms());

    leave_question(place, now_ms() - 2 * HOUR_MS);
    mine->seen_asked_ms = mine->survey.asked_ms - HOUR_MS;
    assert_int_equal(put(place, one, mine), CARE_STORED_OK);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM survey s JOIN chat c ON c.id = s.chat"
                                       " WHERE c.ext LIKE '00000001%' AND s.state = 'expired'"
                                       " AND c.outcome = 'expired' AND c.ended_ms > 0"),
                     1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE chat LIKE '00000001%'"
                                       " AND kind = 'outcome' AND value = 'expired'"),
                     1);
    close_well(one);
}

static void
care_store_put__leaves__a_fresh_or_living_question_open(void **state)
{
    Place *place = *state;
    CareStore *one = open_well(place), *two;
    g_autoptr(CareRecord) mine = asking(2, KEY, now_ms()), old = asking(3, OTHER, 0),
                          other = asking(4, OTHER, now_ms());

    leave_question(place, now_ms() - HOUR_MS / 2);
    assert_int_equal(put(place, one, mine), CARE_STORED_ELSEWHERE);

    two = open_well(place);
    old->survey.asked_ms = now_ms() - 3 * HOUR_MS;
    assert_int_equal(put(place, two, old), CARE_STORED_OK);
    assert_int_equal(put(place, one, other), CARE_STORED_ELSEWHERE);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM survey WHERE state = 'expired'"), 0);
    close_well(two);
    close_well(one);
}

/* --- kill -9 at any moment --- */

typedef struct {
    int out;
    guint id;
} Ack;

static void
acknowledge(CareStored status, const GError *error G_GNUC_UNUSED, gpointer data)
{
    Ack *ack = data;

    /* What the customer's thanks would be: from here on it may never be lost. */
    if (status == CARE_STORED_OK && write(ack->out, &ack->id, sizeof ack->id) != sizeof ack->id)
        _exit(1);
    g_free(ack);
}

G_GNUC_NORETURN static void
answer_for_ever(const Place *place, guint from, int out)
{
    CareStore *store = open_well(place);

    for (guint id = from;; id++) {
        Ack *ack = g_new(Ack, 1);

        *ack = (Ack){out, id};
        care_store_put(store, answered(id, NULL, now_ms()), acknowledge, ack);
        while (g_main_context_iteration(place->context, id % 8 == 0))
            continue;
    }
}

/* Kills a client at a random moment, every third maybe before it has opened the store. */
static guint
kill_and_count(const Place *place, GRand *rng, guint round)
{
    g_autoptr(GString) wanted = g_string_new(NULL);
    g_autofree char *query = NULL;
    guint id, n = 0;
    int ends[2];
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork_client();
    if (child == 0) {
        close(ends[0]);
        answer_for_ever(place, round * 1000000, ends[1]);
    }
    close(ends[1]);
    if (round % 3 != 0 && read(ends[0], &id, sizeof id) == sizeof id)
        g_string_append_printf(wanted, "'%08x-0000-4000-9000-000000000000',", (n++, id));
    g_usleep((gulong)g_rand_int_range(rng, 0, 30000));
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    for (; read(ends[0], &id, sizeof id) == sizeof id; n++)
        g_string_append_printf(wanted, "'%08x-0000-4000-9000-000000000000',", id);
    close(ends[0]);
    query = g_strdup_printf(
        "SELECT count(*) FROM answer JOIN survey s ON s.id = survey WHERE s.ext IN (%s'')",
        wanted->str);
    if (n > 0)
        assert_int_equal(ask_number(place, query), n);
    return n;
}

static void
care_store__loses__nothing_acknowledged_to_kill_nine(void **state)
{
    Place *place = *state;
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    guint n_acknowledged = 0;

    for (guint round = 0; round < N_KILLS; round++)
        n_acknowledged += kill_and_count(place, rng, round);
    assert_in_range(n_acknowledged, N_KILLS / 2, G_MAXINT32);
    assert_int_equal(ask_number(place, "SELECT count(*) - count(DISTINCT survey) FROM answer"), 0);
    assert_sound(place);
    close_well(open_well(place));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_put__tells__one_of_two_clients_elsewhere),
        IN_PLACE(care_store_put__takes__a_repeated_question_for_what_it_is),
        IN_PLACE(care_store_put__asks__nobody_who_wished_otherwise_meanwhile),
        IN_PLACE(care_store_put__lets__anonymous_customers_be_asked_side_by_side),
        IN_PLACE(care_store_load_customer__tells__what_eligibility_needs),
        IN_PLACE(care_store_open__resumes__what_a_killed_client_left),
        IN_PLACE(care_store_open__leaves__a_running_clients_chats_alone),
        IN_PLACE(care_store_open__forgets__addresses_that_no_late_answer_needs),
        IN_PLACE(care_store_put__closes__a_question_that_a_dead_client_left),
        IN_PLACE(care_store_put__leaves__a_fresh_or_living_question_open),
        IN_PLACE(care_store__loses__nothing_acknowledged_to_kill_nine),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
