/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a power cut at any moment, with whatever it leaves of what was not synced, costs
 * nothing that was told as stored. It takes some seconds. */
#include "care-disk.h"
#include "care-history.h"
#include "care-vfs.h"

#define SEED       7
#define RESTART    6 /* the client starts again after so many records */
#define N_SYNCS    40
#define MANY_PAGES 1000 /* so many in the log are moved into the file */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define N_CUTS 60
#define STRIDE 5
#else
#define N_CUTS 300
#define STRIDE 1
#endif

typedef struct {
    Place *place, *after; /* the disk that was written to, and what a cut left of it */
    GPtrArray *history;
    guint *stored_at; /* for each record the moment when it was told as stored */
    GRand *rng;
} Cut;

/* With a log that is moved into the file now and then, and a client that starts again. @at: the
 * sync that fails; 0: none. */
static void
play(const Cut *cut, guint at)
{
    const CareVfsPlan plan = {CARE_VFS_SYNC, at, SQLITE_IOERR_FSYNC, FALSE, FALSE};
    CareWork work;

    memset(cut->stored_at, 0, cut->history->len * sizeof cut->stored_at[0]);
    care_vfs_plan(&plan);
    care_history_open(&work, cut->place);
    for (guint i = 0; i < cut->history->len; i++) {
        while (care_history_put(&work, g_ptr_array_index(cut->history, i)) != CARE_STORED_OK)
            continue;
        cut->stored_at[i] = care_disk_now();
        work.session->wal_pages = i % RESTART == 1 ? MANY_PAGES : 1;
        care_session_tidy(work.session);
        if (i % RESTART != RESTART - 1)
            continue;
        care_history_close(&work);
        care_history_open(&work, cut->place);
    }
    care_work_look(&work);
    care_history_close(&work);
    care_vfs_plan(NULL);
}

static int
cut_make(void **state)
{
    Cut *cut = g_new0(Cut, 1);
    void *place, *after;

    if (place_make(&place) != 0 || place_make(&after) != 0)
        return 1;
    cut->place = place;
    cut->after = after;
    cut->history = care_history_new(g_get_real_time() / 1000 - DAY_MS);
    cut->stored_at = g_new0(guint, cut->history->len);
    cut->rng = g_rand_new_with_seed(SEED);
    *state = cut;
    return 0;
}

static int
cut_drop(void **state)
{
    Cut *cut = *state;
    void *place = cut->place, *after = cut->after;

    care_disk_forget();
    care_vfs_plan(NULL);
    place_drop(&place);
    place_drop(&after);
    g_ptr_array_unref(cut->history);
    g_free(cut->stored_at);
    g_rand_free(cut->rng);
    g_free(cut);
    return 0;
}

/* The machine starts again: what does a client find? */
static void
check_cut(const Cut *cut, guint moment, guint keep_percent)
{
    g_autofree char *folder = g_path_get_dirname(cut->after->path);
    g_autofree char *lock = g_build_filename(folder, "care.lock", NULL);
    g_autofree gboolean *is_stored = g_new0(gboolean, cut->history->len);
    CareWork work;

    remove_tree(folder);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(lock, "", 0, NULL));
    care_disk_cut(moment, keep_percent, cut->rng, folder);
    for (guint i = 0; i < cut->history->len; i++)
        is_stored[i] = cut->stored_at[i] != 0 && cut->stored_at[i] <= moment;
    assert_true(care_history_open(&work, cut->after));
    care_history_check(cut->after, cut->history, is_stored);
    for (guint i = 0; i < cut->history->len; i++) {
        if (!is_stored[i])
            is_stored[i] =
                care_history_put(&work, g_ptr_array_index(cut->history, i)) == CARE_STORED_OK;
    }
    care_history_close(&work);
    care_history_check(cut->after, cut->history, is_stored);
}

/* One after all that is synced and nothing else, and one in the middle of it. */
static void
check_syncs(const Cut *cut)
{
    const guint end = care_disk_now();

    for (guint moment = 0; moment <= end; moment++) {
        if (!care_disk_is_before_sync(moment) || (moment % STRIDE != 0 && moment != end))
            continue;
        check_cut(cut, moment, 0);
        check_cut(cut, moment, 50);
        check_cut(cut, moment + 1, 0);
    }
}

static void
check_moments(const Cut *cut, guint n)
{
    static const guint chances[] = {0, 10, 50, 90, 100};

    for (guint i = 0; i < n; i++)
        check_cut(cut, (guint)g_rand_int_range(cut->rng, 0, (gint)care_disk_now() + 1),
                  chances[i % G_N_ELEMENTS(chances)]);
}

static void
care_store__survives__a_power_cut_at_each_sync(void **state)
{
    const Cut *cut = *state;

    care_disk_begin();
    play(cut, 0);
    care_disk_stop();
    check_syncs(cut);
}

static void
care_store__survives__a_power_cut_at_any_moment(void **state)
{
    const Cut *cut = *state;

    care_disk_begin();
    play(cut, 0);
    care_disk_stop();
    check_moments(cut, N_CUTS);
}

/* After a failed sync Linux takes what was to be written for clean, and no later sync writes it. */
static void
care_store__survives__a_power_cut_after_a_failed_sync(void **state)
{
    const Cut *cut = *state;

    for (guint at = 1; at < N_SYNCS; at += 2 * STRIDE - 1) {
        g_autofree char *folder = g_path_get_dirname(cut->place->path);

        remove_tree(folder);
        care_disk_begin();
        play(cut, at);
        care_disk_stop();
        check_moments(cut, 1);
        check_cut(cut, care_disk_now(), 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(care_store__survives__a_power_cut_at_each_sync, cut_make,
                                        cut_drop),
        cmocka_unit_test_setup_teardown(care_store__survives__a_power_cut_at_any_moment, cut_make,
                                        cut_drop),
        cmocka_unit_test_setup_teardown(care_store__survives__a_power_cut_after_a_failed_sync,
                                        cut_make, cut_drop),
    };

    care_test_init();
    care_vfs_install();
    care_vfs_sync_takes(0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
