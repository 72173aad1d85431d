/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that no call to the disk can fail, once or from then on, so that it costs a stored answer,
 * counts one twice, or makes a sound file pass for a damaged one. It takes some seconds. */
#include "care-history.h"
#include "care-vfs.h"

#define RETRY_US    ((gulong)1100 * 1000) /* a little longer than a client waits */
#define MAX_CALLS   5000                  /* of one kind in a run: more is a sweep without end */
#define FIRST_CALLS 40
#define SLOW_MS     300
#define AT_ONCE_US  ((gint64)100 * 1000)

/* Sanitizers make a run several times as long: they get a part of the sweep, and not always the
 * same kind of fault. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STRIDE 9
#else
#define STRIDE 1
#endif

typedef struct {
    Place *place;
    GPtrArray *history;
    char *finished;    /* what is stored when nothing fails; NULL: not yet known */
    gboolean from_new; /* each run makes the store; else it is there, and empty */
    char *made;        /* the bytes of such a store */
    gsize made_size;
} Sweep;

static void
start_over(const Sweep *sweep)
{
    g_autofree char *folder = g_path_get_dirname(sweep->place->path);
    g_autofree char *lock = g_build_filename(folder, "care.lock", NULL);

    remove_tree(folder);
    if (sweep->from_new)
        return;
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(lock, "", 0, NULL));
    assert_true(
        g_file_set_contents(sweep->place->path, sweep->made, (gssize)sweep->made_size, NULL));
}

/* A client goes on with the history from where it stands, and tries each record three times. TRUE:
 * it came to the end. */
static gboolean
play(const Sweep *sweep, gboolean *is_stored)
{
    gboolean goes_on = TRUE;
    CareWork work;

    care_history_open(&work, sweep->place);
    for (guint i = 0; i < sweep->history->len && goes_on; i++) {
        for (guint tries = 0; tries < 3 && !is_stored[i]; tries++)
            is_stored[i] =
                care_history_put(&work, g_ptr_array_index(sweep->history, i)) == CARE_STORED_OK;
        goes_on = is_stored[i];
    }
    care_work_look(&work);
    care_history_close(&work);
    return goes_on;
}

/* FALSE: the history came to its end before the plan did. */
static gboolean
run(const Sweep *sweep, const CareVfsPlan *plan)
{
    g_autofree gboolean *is_stored = g_new0(gboolean, sweep->history->len);
    g_autofree char *stored = NULL;
    gboolean has_failed, is_whole;

    start_over(sweep);
    care_vfs_plan(plan);
    is_whole = play(sweep, is_stored);
    has_failed = care_vfs_has_failed();
    care_vfs_plan(NULL);
    care_history_check(sweep->place, sweep->history, is_stored);
    assert_true(is_whole || play(sweep, is_stored)); /* with a sound disk it goes on by itself */
    stored = care_history_dump(sweep->place);
    if (sweep->finished != NULL)
        assert_string_equal(stored, sweep->finished);
    return has_failed;
}

/* After the at-th call comes another one. A disk that is gone for good ends a run where it stands,
 * and one place is like the next: later on not each has to be tried. */
static guint
next(const CareVfsPlan *plan)
{
    return plan->at + (plan->for_ever && plan->at > FIRST_CALLS ? 7 * STRIDE : STRIDE);
}

/* A failure once leaves the client to go on; one for ever, a disk that is gone. */
static void
sweep_all(const Sweep *sweep, CareVfsCall call, gint code, gint other_code)
{
    for (guint for_ever = 0; for_ever <= 1; for_ever++) {
        CareVfsPlan plan = {.call = call, .at = 1, .for_ever = for_ever != 0};

        for (plan.code = code; run(sweep, &plan); plan.at = next(&plan)) {
            plan.code = plan.at % 2 == 0 ? code : other_code;
            plan.is_short = plan.at % 4 < 2;
            assert_in_range(plan.at, 1, MAX_CALLS);
        }
        assert_in_range(plan.at, 2, MAX_CALLS); /* at least the first one was needed */
    }
}

static int
sweep_make(void **state)
{
    Sweep *sweep = g_new0(Sweep, 1);
    void *place;

    if (place_make(&place) != 0)
        return 1;
    sweep->place = place;
    sweep->history = care_history_new(g_get_real_time() / 1000 - DAY_MS);
    close_well(open_well(sweep->place));
    assert_true(g_file_get_contents(sweep->place->path, &sweep->made, &sweep->made_size, NULL));
    run(sweep, NULL);
    sweep->finished = care_history_dump(sweep->place);
    *state = sweep;
    return 0;
}

static int
sweep_drop(void **state)
{
    Sweep *sweep = *state;
    void *place = sweep->place;

    care_vfs_plan(NULL);
    place_drop(&place);
    g_ptr_array_unref(sweep->history);
    g_free(sweep->finished);
    g_free(sweep->made);
    g_free(sweep);
    return 0;
}

static void
care_store__survives__each_write_that_fails(void **state)
{
    sweep_all(*state, CARE_VFS_WRITE, SQLITE_FULL, SQLITE_IOERR_WRITE);
}

static void
care_store__survives__each_sync_that_fails(void **state)
{
    sweep_all(*state, CARE_VFS_SYNC, SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC);
}

static void
care_store__survives__each_read_that_fails(void **state)
{
    sweep_all(*state, CARE_VFS_READ, SQLITE_IOERR_READ, SQLITE_IOERR);
}

static void
care_store__survives__each_truncation_that_fails(void **state)
{
    sweep_all(*state, CARE_VFS_TRUNCATE, SQLITE_IOERR_TRUNCATE, SQLITE_FULL);
}

static void
care_store__survives__each_opening_that_fails(void **state)
{
    sweep_all(*state, CARE_VFS_OPEN, SQLITE_CANTOPEN, SQLITE_IOERR);
    sweep_all(*state, CARE_VFS_SIZE, SQLITE_IOERR_FSTAT, SQLITE_IOERR);
}

static void
care_store__survives__each_mapping_that_fails(void **state)
{
    sweep_all(*state, CARE_VFS_SHM_MAP, SQLITE_IOERR_SHMMAP, SQLITE_IOERR_SHMSIZE);
}

static void
care_store__survives__each_fault_while_it_is_made(void **state)
{
    Sweep *sweep = *state;

    sweep->from_new = TRUE;
    for (guint at = 1; at < 80; at += STRIDE) /* later ones are those of the sweeps above */
        run(sweep, &(CareVfsPlan){CARE_VFS_WRITE, at, SQLITE_FULL, at % 3 == 0, at % 2 == 0});
    sweep_all(sweep, CARE_VFS_OPEN, SQLITE_CANTOPEN, SQLITE_IOERR);
    sweep_all(sweep, CARE_VFS_DELETE, SQLITE_IOERR_DELETE, SQLITE_IOERR_DELETE);
    sweep->from_new = FALSE;
}

static void
care_store_put__says__nothing_is_stored_while_syncs_fail(void **state)
{
    const CareVfsPlan no_sync = {CARE_VFS_SYNC, 1, SQLITE_IOERR_FSYNC, TRUE, FALSE};
    const Sweep *sweep = *state;
    CareStore *store;

    start_over(sweep);
    store = open_well(sweep->place);
    care_vfs_plan(&no_sync);
    assert_int_equal(put(sweep->place, store, g_ptr_array_index(sweep->history, 0)),
                     CARE_STORED_FAILED);
    care_vfs_plan(NULL);
    g_usleep(RETRY_US);
    assert_int_equal(put(sweep->place, store, g_ptr_array_index(sweep->history, 0)),
                     CARE_STORED_OK);
    close_well(store);
    care_history_check_soundness(sweep->place);
}

static void
care_store_put__returns__at_once_however_long_a_sync_takes(void **state)
{
    const Sweep *sweep = *state;
    g_auto(Said) said = {.status = UNSET, .code = UNSET};
    gint64 from_us, returned_us;
    CareStore *store;

    start_over(sweep);
    store = open_well(sweep->place);
    care_vfs_sync_takes(SLOW_MS);
    from_us = g_get_monotonic_time();
    care_store_put(store, care_record_copy(g_ptr_array_index(sweep->history, 0)), on_stored, &said);
    returned_us = g_get_monotonic_time() - from_us;
    await(sweep->place, &said);
    assert_in_range(g_get_monotonic_time() - from_us, SLOW_MS * 1000, G_MAXINT32);
    assert_in_range(returned_us, 0, AT_ONCE_US);
    care_vfs_sync_takes(0);
    assert_int_equal(said.status, CARE_STORED_OK);
    close_well(store);
}

static void
care_store_put__syncs__once_for_a_durable_answer(void **state)
{
    const Sweep *sweep = *state;
    CareStore *store;

    start_over(sweep);
    store = open_well(sweep->place);
    put(sweep->place, store, g_ptr_array_index(sweep->history, 0)); /* a new log syncs its header */
    for (guint i = 1; i < 7; i++) {
        care_vfs_reset_counts();
        assert_int_equal(put(sweep->place, store, g_ptr_array_index(sweep->history, i)),
                         CARE_STORED_OK);
        assert_int_equal(care_vfs_counts(CARE_VFS_WAL).calls[CARE_VFS_SYNC], 1);
        assert_int_equal(care_vfs_counts(CARE_VFS_DB).calls[CARE_VFS_SYNC], 0);
    }
    close_well(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_store__survives__each_write_that_fails),
        cmocka_unit_test(care_store__survives__each_sync_that_fails),
        cmocka_unit_test(care_store__survives__each_read_that_fails),
        cmocka_unit_test(care_store__survives__each_truncation_that_fails),
        cmocka_unit_test(care_store__survives__each_opening_that_fails),
        cmocka_unit_test(care_store__survives__each_mapping_that_fails),
        cmocka_unit_test(care_store__survives__each_fault_while_it_is_made),
        cmocka_unit_test(care_store_put__says__nothing_is_stored_while_syncs_fail),
        cmocka_unit_test(care_store_put__returns__at_once_however_long_a_sync_takes),
        cmocka_unit_test(care_store_put__syncs__once_for_a_durable_answer),
    };

    care_test_init();
    care_vfs_install();
    care_vfs_sync_takes(0);
    return cmocka_run_group_tests(tests, sweep_make, sweep_drop);
}
