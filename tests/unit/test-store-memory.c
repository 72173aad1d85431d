/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that SQLite may run out of memory anywhere without that a record is taken for stored or a
 * figure for true. GLib ends the program when it has none, by its design: it is not asked here.
 * It takes seconds, and would take minutes if every record met every failure. */
#include "care-history.h"
#include "care-vfs.h"

#define MAX_ALLOCATIONS 20000 /* more in one call is a sweep without end */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FINE   41
#define COARSE 307
#else
#define FINE   3 /* every third one of an answer */
#define COARSE 101
#endif
#define ANSWER 3 /* in the history */
#define ERASE  12

static struct {
    sqlite3_mem_methods real;
    guint n, at; /* allocations since the plan; which one fails, 0: none */
    gboolean for_ever, has_failed;
} memory;

static gboolean
is_out(void)
{
    if (memory.at == 0)
        return FALSE;
    memory.n++;
    if (memory.n != memory.at && !(memory.for_ever && memory.n > memory.at))
        return FALSE;
    memory.has_failed = TRUE;
    return TRUE;
}

static void *
on_malloc(int size)
{
    return is_out() ? NULL : memory.real.xMalloc(size);
}

static void *
on_realloc(void *old, int size)
{
    return is_out() ? NULL : memory.real.xRealloc(old, size);
}

static void
plan(guint at, gboolean for_ever)
{
    memory.n = 0;
    memory.at = at;
    memory.for_ever = for_ever;
    memory.has_failed = FALSE;
}

static void
take_memory(void)
{
    sqlite3_mem_methods ours;

    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.real), SQLITE_OK);
    ours = memory.real;
    ours.xMalloc = on_malloc;
    ours.xRealloc = on_realloc;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &ours), SQLITE_OK);
    /* Without its own little heap for each connection, which would serve most requests. */
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
    care_vfs_install();
    care_vfs_sync_takes(0);
}

/* A record is tried with the first allocation failing, the second, and so on, until it needs no
 * more of them: that try stores it. Each finds an open connection. */
static void
put_starved(CareWork *work, const CareRecord *record, gboolean for_ever, guint stride)
{
    g_autofree char *set_aside = NULL;
    CareStored status;
    guint at = 1;

    do {
        assert_in_range(at, 1, MAX_ALLOCATIONS);
        plan(0, FALSE);
        assert_true(work->session->db != NULL ||
                    care_session_connect(work->session, FALSE, &set_aside, NULL));
        plan(at, for_ever);
        status = care_history_put(work, record);
        care_session_tidy(work->session);
        at += stride;
    } while (memory.has_failed);
    plan(0, FALSE);
    assert_int_equal(status, CARE_STORED_OK);
}

static guint
stride_of(guint i, gboolean for_ever)
{
    if (for_ever)
        return COARSE;
    return i == ANSWER ? FINE : i == ERASE ? 5 * FINE : COARSE;
}

/* (transfer full): what is stored in the end. */
static char *
put_history(const Place *place, const GPtrArray *history, gboolean starved, gboolean for_ever)
{
    g_autofree gboolean *is_stored = g_new0(gboolean, history->len);
    g_autofree char *folder = g_path_get_dirname(place->path);
    CareWork work;

    remove_tree(folder);
    assert_true(care_history_open(&work, place));
    for (guint i = 0; i < history->len; i++) {
        const CareRecord *record = g_ptr_array_index(history, i);

        if (starved)
            put_starved(&work, record, for_ever, stride_of(i, for_ever));
        else
            assert_int_equal(care_history_put(&work, record), CARE_STORED_OK);
        is_stored[i] = TRUE;
    }
    care_history_close(&work);
    care_history_check(place, history, is_stored);
    return care_history_dump(place);
}

static void
check_puts(const Place *place, gboolean for_ever)
{
    g_autoptr(GPtrArray) history = care_history_new(g_get_real_time() / 1000 - DAY_MS);
    g_autofree char *starved = put_history(place, history, TRUE, for_ever);
    g_autofree char *fed = put_history(place, history, FALSE, FALSE);

    assert_string_equal(starved, fed);
}

static void
care_work_put__survives__each_allocation_that_fails(void **state)
{
    check_puts(*state, FALSE);
}

static void
care_work_put__survives__memory_that_is_gone(void **state)
{
    check_puts(*state, TRUE);
}

static void
make_store(const Place *place)
{
    g_autoptr(GPtrArray) history = care_history_new(g_get_real_time() / 1000 - DAY_MS);

    g_free(put_history(place, history, FALSE, FALSE));
}

static void
care_work_open__survives__each_allocation_that_fails(void **state)
{
    guint at = 1;
    gboolean is_open;

    make_store(*state);
    do {
        CareWork work;

        assert_in_range(at, 1, MAX_ALLOCATIONS);
        plan(at, at % 2 == 0);
        is_open = care_history_open(&work, *state);
        assert_true(is_open || memory.has_failed);
        care_history_close(&work);
        at += 7 * FINE;
    } while (memory.has_failed);
    plan(0, FALSE);
    assert_true(is_open);
    care_history_check_soundness(*state);
}

/* What a reader says with little memory is true, or it says that it cannot. */
static gboolean
read_starved(const Place *place, const CareCounts *truth)
{
    g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
    g_autoptr(CareCube) cube = NULL, recount = NULL;
    g_autoptr(CareRecord) chat = NULL;
    CareCounts counts;

    if (reader == NULL)
        return FALSE;
    cube = care_reader_count(reader, &(CareCubeFilter){0}, NULL);
    recount = care_reader_count(reader, &(CareCubeFilter){.recount = TRUE}, NULL);
    chat = care_reader_chat(reader, "00000001", NULL);
    if (cube != NULL) {
        counts = care_cube_sum(cube, NULL);
        assert_memory_equal(&counts, truth, sizeof counts);
    }
    if (recount != NULL) {
        counts = care_cube_sum(recount, NULL);
        assert_memory_equal(&counts, truth, sizeof counts);
    }
    if (chat != NULL) {
        assert_string_equal(chat->chat.agent, "Bea");
        assert_string_equal(chat->chat.customer, KEY);
        assert_int_equal(chat->survey.rating, 5);
    }
    return cube != NULL && recount != NULL && chat != NULL;
}

static void
care_reader__tells__the_truth_or_nothing_without_memory(void **state)
{
    const Place *place = *state;
    gboolean is_read;
    CareCounts truth;
    guint at = 1;

    make_store(place);
    {
        g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
        g_autoptr(CareCube) cube = care_reader_count(reader, &(CareCubeFilter){0}, NULL);

        truth = care_cube_sum(cube, NULL);
        assert_int_equal(care_counts_chats(&truth), 5);
    }
    do {
        assert_in_range(at, 1, MAX_ALLOCATIONS);
        plan(at, FALSE);
        is_read = read_starved(place, &truth);
        at += FINE;
    } while (memory.has_failed);
    plan(0, FALSE);
    assert_true(is_read);
}

/* Who was asked and who opted out: nothing of it may be forgotten for want of memory. */
static void
care_work_read__tells__of_customers_the_truth_or_nothing(void **state)
{
    CareWork work;
    guint at = 1;

    make_store(*state);
    assert_true(care_history_open(&work, *state));
    do {
        g_autoptr(CareJob) asked = care_job_new(CARE_JOB_CUSTOMER, NULL),
                           out = care_job_new(CARE_JOB_CUSTOMER, NULL);
        g_autofree char *set_aside = NULL;

        assert_in_range(at, 1, MAX_ALLOCATIONS);
        asked->key = g_strdup(KEY);
        out->key = g_strdup("xmpp:nora@example.org");
        asked->now_ms = out->now_ms = g_get_real_time() / 1000;
        assert_true(work.session->db != NULL ||
                    care_session_connect(work.session, FALSE, &set_aside, NULL));
        plan(at, FALSE);
        care_work_read(&work, asked);
        care_work_read(&work, out);
        assert_true(asked->error != NULL || asked->customer.last_end == CARE_SURVEY_ANSWERED);
        assert_true(out->error != NULL || out->customer.is_opted_out);
        assert_true(memory.has_failed || (asked->error == NULL && out->error == NULL));
        at += FINE;
    } while (memory.has_failed);
    plan(0, FALSE);
    care_history_close(&work);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_work_put__survives__each_allocation_that_fails),
        IN_PLACE(care_work_put__survives__memory_that_is_gone),
        IN_PLACE(care_work_open__survives__each_allocation_that_fails),
        IN_PLACE(care_reader__tells__the_truth_or_nothing_without_memory),
        IN_PLACE(care_work_read__tells__of_customers_the_truth_or_nothing),
    };

    care_test_init();
    take_memory();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
