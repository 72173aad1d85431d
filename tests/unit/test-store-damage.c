/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that no page of a store can go bad so that a client falls over or keeps a bad file, and
 * that every file can be deleted under a client at any moment. It takes some seconds. */
#include "care-history.h"
#include "care-vfs.h"

#define SEED     7
#define PAGE     4096
#define LOG_STEP 1021 /* a prime: all parts of frames and their headers are hit */
#define WISHES   "SELECT count(*) FROM customer WHERE private = 1"
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STRIDE 3
#else
#define STRIDE 1
#endif

typedef enum { ZEROS, NOISE, ANOTHER_PAGE, N_HARMS } Harm;

typedef struct {
    Place *place;
    GPtrArray *history;
    char *bytes; /* of a store with the whole history */
    gsize size;
} Damage;

static int
damage_make(void **state)
{
    const CareRecord wish = {.customer = (char *)"xmpp:quiet@example.org",
                             .change = CARE_CUSTOMER_SET_PRIVATE,
                             .at_ms = 1};
    Damage *damage = g_new0(Damage, 1);
    void *place;
    CareWork work;

    if (place_make(&place) != 0)
        return 1;
    damage->place = place;
    damage->history = care_history_new(g_get_real_time() / 1000 - DAY_MS);
    assert_true(care_history_open(&work, damage->place));
    for (guint i = 0; i < damage->history->len; i++)
        assert_int_equal(care_history_put(&work, g_ptr_array_index(damage->history, i)),
                         CARE_STORED_OK);
    assert_int_equal(care_history_put(&work, &wish), CARE_STORED_OK);
    care_history_close(&work);
    assert_true(g_file_get_contents(damage->place->path, &damage->bytes, &damage->size, NULL));
    *state = damage;
    return 0;
}

static int
damage_drop(void **state)
{
    Damage *damage = *state;
    void *place = damage->place;

    place_drop(&place);
    g_ptr_array_unref(damage->history);
    g_free(damage->bytes);
    g_free(damage);
    return 0;
}

static void
write_store(const Damage *damage, const char *bytes)
{
    g_autofree char *folder = g_path_get_dirname(damage->place->path);
    g_autofree char *lock = g_build_filename(folder, "care.lock", NULL);

    remove_tree(folder);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(lock, "", 0, NULL));
    assert_true(g_file_set_contents(damage->place->path, bytes, (gssize)damage->size, NULL));
}

static void
harm(const Damage *damage, gsize page, Harm how, GRand *rng)
{
    const gsize other = (gsize)g_rand_int_range(rng, 0, (gint)(damage->size / PAGE));
    g_autofree char *bytes = g_malloc(damage->size);

    memcpy(bytes, damage->bytes, damage->size);
    memset(bytes + page * PAGE, 0, PAGE);
    for (gsize i = 0; how == NOISE && i < PAGE; i++)
        bytes[page * PAGE + i] = (char)g_rand_int(rng);
    if (how == ANOTHER_PAGE)
        memcpy(bytes + page * PAGE, damage->bytes + other * PAGE, PAGE);
    write_store(damage, bytes);
}

/* Whether anybody could still read that somebody wants to be left alone. */
static gboolean
is_wish_readable(const Place *place)
{
    sqlite3 *sql = look(place);
    sqlite3_stmt *query = NULL;
    gboolean is_readable = FALSE;

    if (sqlite3_prepare_v2(sql, WISHES, -1, &query, NULL) == SQLITE_OK)
        is_readable = sqlite3_step(query) == SQLITE_ROW && sqlite3_column_int(query, 0) == 1;
    sqlite3_finalize(query);
    sqlite3_close(sql);
    return is_readable;
}

/* It may say anything that it can read, and must live. */
static void
read_all(const Place *place)
{
    g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
    g_autoptr(CareRecord) chat = NULL;
    g_autoptr(CareCube) cube = NULL, recount = NULL;

    if (reader == NULL)
        return;
    cube = care_reader_count(reader, &(CareCubeFilter){0}, NULL);
    recount = care_reader_count(reader, &(CareCubeFilter){.recount = TRUE}, NULL);
    chat = care_reader_chat(reader, "00000001", NULL);
}

typedef struct {
    CareWork work;
    guint n_set_aside;
    gboolean is_open;
} Victim;

static void
open_victim(Victim *victim, const Place *place)
{
    g_autoptr(CareJob) job = care_job_new(CARE_JOB_OPEN, NULL);

    *victim = (Victim){.work = {.session = care_session_new(place->path)}};
    care_work_open(&victim->work, job);
    victim->is_open = job->error == NULL;
    victim->n_set_aside = job->set_aside != NULL;
    assert_true(job->set_aside == NULL || g_file_test(job->set_aside, G_FILE_TEST_IS_REGULAR));
}

static CareStored
put_victim(Victim *victim, const CareRecord *record)
{
    g_autoptr(CareJob) job = care_job_new(CARE_JOB_PUT, NULL), notice = NULL;
    GQueue jobs = G_QUEUE_INIT;

    job->record = care_record_copy(record);
    g_queue_push_tail(&jobs, job);
    victim->work.last_try_us = 0;
    care_work_put(&victim->work, &jobs);
    g_queue_clear(&jobs);
    notice = care_work_notice(&victim->work);
    victim->n_set_aside += notice != NULL;
    care_session_tidy(victim->work.session);
    return job->status;
}

/* Returns how many records could not be stored. */
static guint
live_on(const Damage *damage, guint *out_set_aside)
{
    guint n_failed = 0;
    Victim victim;

    open_victim(&victim, damage->place);
    for (guint i = 0; i < damage->history->len; i++) {
        CareStored status = CARE_STORED_FAILED;

        for (guint tries = 0; tries < 3 && status == CARE_STORED_FAILED; tries++)
            status = put_victim(&victim, g_ptr_array_index(damage->history, i));
        n_failed += status == CARE_STORED_FAILED;
    }
    care_work_look(&victim.work);
    *out_set_aside = victim.n_set_aside;
    care_history_close(&victim.work);
    return n_failed;
}

static void
care_store__survives__each_page_that_goes_bad(void **state)
{
    const Damage *damage = *state;
    g_autoptr(GRand) rng = g_rand_new_with_seed(SEED);
    guint n_all = 0;

    for (gsize page = 0; page < damage->size / PAGE; page += STRIDE) {
        for (Harm how = ZEROS; how <= NOISE; how++) {
            gboolean is_readable;
            guint n_set_aside;

            harm(damage, page, how, rng);
            is_readable = is_wish_readable(damage->place);
            read_all(damage->place);
            assert_int_equal(live_on(damage, &n_set_aside), 0);
            assert_in_range(n_set_aside, 0, 1);
            n_all += n_set_aside;
            if (is_readable)
                assert_int_equal(ask_number(damage->place, WISHES), 1);
            if (n_set_aside > 0)
                care_history_check_soundness(damage->place);
        }
    }
    assert_in_range(n_all, damage->size / PAGE / STRIDE, G_MAXINT32);
}

/* Well formed, and all wrong: as if the disk had written it to the wrong place. */
static void
care_store__survives__each_page_that_is_another(void **state)
{
    const Damage *damage = *state;
    g_autoptr(GRand) rng = g_rand_new_with_seed(SEED);

    for (gsize page = 0; page < damage->size / PAGE; page += STRIDE) {
        guint n_set_aside;

        harm(damage, page, ANOTHER_PAGE, rng);
        read_all(damage->place);
        live_on(damage, &n_set_aside);
        read_all(damage->place);
    }
}

static void
leave_history(const Place *place, CareStore *store)
{
    g_autoptr(GPtrArray) history = care_history_new(g_get_real_time() / 1000 - DAY_MS);

    for (guint i = 0; i < history->len; i++)
        put(place, store, g_ptr_array_index(history, i));
}

/* What stands before the damage is there, and the rest as if it had never been. */
static void
care_store_open__takes__a_log_up_to_its_damage(void **state)
{
    const Damage *damage = *state;
    g_autofree char *log = g_strconcat(damage->place->path, "-wal", NULL);
    g_autofree char *file_bytes = NULL, *log_bytes = NULL;
    gsize file_size, log_size;

    remove_tree(damage->place->folder);
    kill_client(damage->place, leave_history);
    assert_true(g_file_get_contents(damage->place->path, &file_bytes, &file_size, NULL));
    assert_true(g_file_get_contents(log, &log_bytes, &log_size, NULL));
    for (gsize at = 0; at < log_size; at += LOG_STEP * 4 * STRIDE) {
        g_autofree char *folder = g_path_get_dirname(damage->place->path);
        g_autofree char *lock = g_build_filename(folder, "care.lock", NULL);
        g_autofree gboolean *is_stored = g_new0(gboolean, damage->history->len);
        CareWork work;

        remove_tree(folder);
        assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
        assert_true(g_file_set_contents(lock, "", 0, NULL));
        assert_true(g_file_set_contents(damage->place->path, file_bytes, (gssize)file_size, NULL));
        log_bytes[at] ^= 0x40;
        assert_true(g_file_set_contents(log, log_bytes, (gssize)log_size, NULL));
        log_bytes[at] ^= 0x40;
        assert_true(care_history_open(&work, damage->place));
        care_history_close(&work);
        care_history_check(damage->place, damage->history, is_stored);
    }
}

static void
care_store_put__goes__on_whichever_file_is_deleted_when(void **state)
{
    static const char *const ends[] = {"", "-shm", "lock"};
    const Damage *damage = *state;

    for (guint i = 0; i < damage->history->len * G_N_ELEMENTS(ends); i++) {
        const char *end = ends[i % G_N_ELEMENTS(ends)];
        g_autofree char *folder = g_path_get_dirname(damage->place->path);
        g_autofree char *name = g_str_equal(end, "lock")
                                    ? g_build_filename(folder, "care.lock", NULL)
                                    : g_strconcat(damage->place->path, end, NULL);
        CareWork work;

        remove_tree(folder);
        assert_true(care_history_open(&work, damage->place));
        for (guint j = 0; j < damage->history->len; j++) {
            if (j == i / G_N_ELEMENTS(ends))
                g_remove(name);
            assert_int_equal(care_history_put(&work, g_ptr_array_index(damage->history, j)),
                             CARE_STORED_OK);
            care_session_tidy(work.session);
        }
        care_history_close(&work);
        care_history_check_soundness(damage->place);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(care_store__survives__each_page_that_goes_bad, damage_make,
                                        damage_drop),
        cmocka_unit_test_setup_teardown(care_store__survives__each_page_that_is_another,
                                        damage_make, damage_drop),
        cmocka_unit_test_setup_teardown(care_store_open__takes__a_log_up_to_its_damage, damage_make,
                                        damage_drop),
        cmocka_unit_test_setup_teardown(care_store_put__goes__on_whichever_file_is_deleted_when,
                                        damage_make, damage_drop),
    };

    care_test_init();
    care_vfs_install();
    care_vfs_sync_takes(0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
