/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what the store tells of single ratings, and that work on its thread keeps its place. */
#include "care-store-test.h"
#include "care-writer.h"

#define T0 ((gint64)1700000000000)

typedef struct {
    gboolean called;
    gint code;
    guint n;
    CareRated rated[8];
    CareRelease release;
} Heard;

static void
on_rated(const CareRated *rated, guint n, const GError *error, gpointer data)
{
    Heard *heard = data;

    assert_false(heard->called);
    heard->called = TRUE;
    heard->code = error != NULL ? error->code : UNSET;
    heard->n = n;
    assert_in_range(n, 0, G_N_ELEMENTS(heard->rated));
    for (guint i = 0; i < n; i++)
        heard->rated[i] = rated[i];
}

static void
on_release(const CareRelease *release, const GError *error, gpointer data)
{
    Heard *heard = data;

    assert_false(heard->called);
    heard->called = TRUE;
    heard->code = error != NULL ? error->code : UNSET;
    heard->release = *release;
}

static Heard
ratings_of(const Place *place, CareStore *store, const char *chat)
{
    Heard heard = {.code = UNSET};

    care_store_ratings(store, chat, on_rated, &heard);
    while (!heard.called)
        g_main_context_iteration(place->context, TRUE);
    return heard;
}

static Heard
release_of(const Place *place, CareStore *store, const char *agent, guint batch)
{
    Heard heard = {.code = UNSET};

    care_store_release(store, agent, batch, on_release, &heard);
    while (!heard.called)
        g_main_context_iteration(place->context, TRUE);
    assert_int_equal(heard.code, UNSET);
    return heard;
}

static void
care_store_ratings__tells__a_chat_in_order(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) first = pulsed(1, KEY, T0 - 2000), second = pulsed(1, KEY, T0 - 1000),
                          last = answered(1, KEY, T0), other = answered(2, KEY, T0),
                          open = pulsed(1, KEY, T0 - 500);
    Heard heard;

    second->survey.rating = second->answer.rating = 3;
    open->survey.rating = 0;
    open->survey.state = CARE_SURVEY_EXPIRED;
    open->answer.seq = 0;
    last->answer.kind = CARE_ANSWER_LATE;
    put(place, store, second);
    put(place, store, first);
    put(place, store, open);
    put(place, store, last);
    put(place, store, other);
    last->survey.answers = last->survey.rated_seq = last->answer.seq = 2;
    last->survey.rating = last->answer.rating = 5;
    last->answer.kind = CARE_ANSWER_CORRECTION;
    last->answer.at_ms = T0 + 9000;
    put(place, store, last);

    heard = ratings_of(place, store, last->chat.id);
    assert_int_equal(heard.code, UNSET);
    assert_int_equal(heard.n, 3);
    assert_int_equal(heard.rated[0].rating, 2);
    assert_int_equal(heard.rated[0].kind, CARE_ANSWER_PULSE);
    assert_int_equal(heard.rated[0].at_ms, first->answer.at_ms);
    assert_int_equal(heard.rated[1].rating, 3);
    assert_int_equal(heard.rated[2].rating, 5);
    assert_int_equal(heard.rated[2].kind, CARE_ANSWER_LATE);
    assert_int_equal(heard.rated[2].at_ms, T0 + 9000);
    heard = ratings_of(place, store, "no such chat");
    assert_int_equal(heard.n, 0);
    assert_int_equal(heard.code, UNSET);
    close_well(store);
}

static void
care_store_ratings__fails__where_there_is_no_store(void **state)
{
    Place *place = *state;
    g_auto(Said) said;
    CareStore *store;
    Heard heard;

    assert_int_equal(g_mkdir_with_parents(place->path, 0700), 0);
    store = open_store(place, &said);
    heard = ratings_of(place, store, "x");
    assert_int_equal(heard.code, CARE_STORE_ERROR_OPEN);
    assert_int_equal(heard.n, 0);
    care_store_close(store, 1000);
}

/* The n-th answer, n from 1, is rated n in turns of five. */
static void
put_answers(const Place *place, CareStore *store, guint from, guint to)
{
    for (guint n = from; n <= to; n++) {
        /* Asked in any order: it is when they were answered that makes the batches. */
        g_autoptr(CareRecord) record = answered(n, NULL, T0 - n * 1000);

        record->survey.rating = record->answer.rating = (gint)(n - 1) % 5 + 1;
        record->answer.at_ms = T0 + n * 1000;
        assert_int_equal(put(place, store, record), CARE_STORED_OK);
    }
}

static void
care_store_release__shows__full_batches_alone(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) pulse = pulsed(90, NULL, T0), other = answered(91, NULL, T0),
                          not_asked = asking(92, NULL, T0), fix = answered(4, NULL, T0 - 4000);
    CareRelease release;

    g_free(other->chat.agent);
    other->chat.agent = g_strdup("Cleo");
    not_asked->chat.outcome = CARE_OUTCOME_NOT_ASKED;
    not_asked->chat.reason = CARE_REASON_IDLE;
    g_clear_pointer(&not_asked->survey.id, g_free);
    put(place, store, pulse);
    put(place, store, other);
    put(place, store, not_asked);
    put_answers(place, store, 1, 2);
    release = release_of(place, store, "Bea", 3).release;
    assert_int_equal(release.answered, 2);
    for (guint i = 0; i < CARE_RATINGS; i++)
        assert_int_equal(release.released.ratings[i] + release.newest.ratings[i], 0);

    put_answers(place, store, 3, 8);
    release = release_of(place, store, "Bea", 3).release;
    assert_int_equal(release.answered, 8);
    assert_int_equal(release.released.outcomes[CARE_OUTCOME_ANSWERED], 8);
    assert_int_equal(release.released.outcomes[CARE_OUTCOME_NOT_ASKED], 1);
    assert_int_equal(release.released.reasons[CARE_REASON_IDLE], 1);
    assert_int_equal(release.released.ratings[0], 2); /* 1 2 3 | 4 5 1 | 2 3 */
    assert_int_equal(release.released.ratings[1], 1);
    assert_int_equal(release.released.ratings[4], 1);
    assert_int_equal(release.newest.ratings[3], 1);
    assert_int_equal(release.newest.ratings[2], 0);
    assert_int_equal(release.newest.outcomes[CARE_OUTCOME_ANSWERED], 0);

    fix->survey.rating = fix->answer.rating = 1; /* corrected later: it stays in its batch */
    fix->survey.answers = fix->survey.rated_seq = fix->answer.seq = 2;
    fix->answer.kind = CARE_ANSWER_CORRECTION;
    fix->answer.at_ms = T0 + 100 * 1000;
    put(place, store, fix);
    release = release_of(place, store, "Bea", 3).release;
    assert_int_equal(release.newest.ratings[0], 2);
    assert_int_equal(release.newest.ratings[3], 0);
    assert_int_equal(release_of(place, store, "nobody", 3).release.answered, 0);
    close_well(store);
}

typedef struct {
    const Place *place;
    GThread *worked_on; /* NULL: it did not run */
    gint64 in_file;     /* chats that a reader found while it worked */
    guint n_done, n_freed;
    guint stored_before, stored;
} Task;

static void
work(gpointer data)
{
    Task *task = data;

    task->worked_on = g_thread_self();
    task->in_file = ask_number(task->place, "SELECT count(*) FROM chat");
}

static void
done(gpointer data)
{
    Task *task = data;

    assert_int_equal(task->n_freed, 0);
    task->stored_before = task->stored;
    task->n_done++;
}

static void
freed(gpointer data)
{
    Task *task = data;

    g_atomic_int_inc((gint *)&task->n_freed);
}

static void
on_task_stored(CareStored status G_GNUC_UNUSED, const GError *error G_GNUC_UNUSED, gpointer data)
{
    Task *task = data;

    task->stored++;
}

static void
care_store_run__keeps__its_place_among_the_records(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    Task task = {.place = place};

    for (guint i = 0; i < 3; i++)
        care_store_put(store, answered(i, NULL, T0), on_task_stored, &task);
    care_store_run(store, work, done, &task, freed);
    for (guint i = 3; i < 6; i++)
        care_store_put(store, answered(i, NULL, T0), on_task_stored, &task);
    while (task.stored < 6)
        g_main_context_iteration(place->context, TRUE);
    assert_non_null(task.worked_on);
    assert_ptr_not_equal(task.worked_on, g_thread_self());
    assert_int_equal(task.in_file, 3);
    assert_int_equal(task.n_done, 1);
    assert_int_equal(task.stored_before, 3);
    assert_int_equal(task.n_freed, 1);

    care_store_run(store, work, NULL, &task, NULL); /* nobody need be told, nothing freed */
    close_well(store);
    assert_int_equal(task.n_freed, 1);
}

static void
care_store_run__tells__without_work_when_the_queue_is_full(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    Task task = {.place = place};
    sqlite3 *other = look(place);

    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL); /* the disk stands still */
    for (guint i = 0; i < CARE_WRITER_CAPACITY + CARE_WRITER_GROUP + 1; i++)
        care_store_put(store, asking(i, NULL, T0), NULL, NULL);
    care_store_run(store, work, done, &task, freed);
    assert_int_equal(task.n_done, 0); /* never from within the call */
    while (task.n_freed == 0)
        g_main_context_iteration(place->context, TRUE);
    assert_int_equal(task.n_done, 1);
    assert_null(task.worked_on);
    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(other);
    close_well(store);
    assert_int_equal(task.n_freed, 1);
}

static void
care_store_close__frees__the_data_of_all_work(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    Task told = {.place = place}, untold = {.place = place};
    sqlite3 *other = look(place);

    care_store_run(store, work, done, &told, freed);
    while (ask_number(place, "SELECT count(*) FROM meta") != 1)
        continue;
    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    care_store_put(store, answered(1, NULL, T0), NULL, NULL);
    care_store_run(store, work, done, &untold, freed); /* behind a record that waits */
    assert_false(care_store_close(store, 50));
    assert_int_equal(untold.n_freed, 1);
    assert_int_equal(untold.n_done, 0);
    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(other);
    /* The thread left behind still stores the record, and lets go of what it holds. */
    while (ask_number(place, "SELECT count(*) FROM answer") == 0 ||
           g_atomic_int_get((gint *)&told.n_freed) == 0)
        g_usleep(1000);
    assert_int_equal(told.n_done, 0);
    assert_null(untold.worked_on);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_ratings__tells__a_chat_in_order),
        IN_PLACE(care_store_ratings__fails__where_there_is_no_store),
        IN_PLACE(care_store_release__shows__full_batches_alone),
        IN_PLACE(care_store_run__keeps__its_place_among_the_records),
        IN_PLACE(care_store_run__tells__without_work_when_the_queue_is_full),
        IN_PLACE(care_store_close__frees__the_data_of_all_work),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
