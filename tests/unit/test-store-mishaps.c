/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that what people and crashes do to the files costs nothing that was told as stored. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "care-store-test.h"
#include "care-work.h"
#include <dlfcn.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define T0          ((gint64)1700000000000)
#define N_WISHES    3000
#define PATIENCE_US (10 * G_USEC_PER_SEC)

static gboolean no_threads;

/* Stands before GLib's, so that a machine without room for a thread can be had at will. */
GThread *
g_thread_try_new(const char *name, GThreadFunc func, gpointer data, GError **error)
{
    GThread *(*real)(const char *, GThreadFunc, gpointer, GError **) = NULL;

    if (no_threads) {
        g_set_error(error, G_THREAD_ERROR, G_THREAD_ERROR_AGAIN, "no thread to be had");
        return NULL;
    }
    *(void **)&real = dlsym(RTLD_NEXT, "g_thread_try_new");
    return real(name, func, data, error);
}

static char *
beside(const Place *place, const char *name)
{
    g_autofree char *folder = g_path_get_dirname(place->path);

    return g_build_filename(folder, name, NULL);
}

/* (transfer full) (nullable): the one file in the store's folder that is called so. */
static char *
find_file(const Place *place, const char *begins, const char *ends)
{
    g_autofree char *folder = g_path_get_dirname(place->path);
    GDir *dir = g_dir_open(folder, 0, NULL);
    char *found = NULL;

    assert_non_null(dir);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        if (!g_str_has_prefix(name, begins) || !g_str_has_suffix(name, ends))
            continue;
        assert_null(found);
        found = g_build_filename(folder, name, NULL);
    }
    g_dir_close(dir);
    return found;
}

/* A whole store with one chat, as a backup: one file at @name beside the place's. */
static char *
make_other(const Place *place, const char *name)
{
    char *path = beside(place, name);
    const Place other = {.path = path, .context = place->context};
    g_autoptr(CareRecord) record = answered(0xbac, "xmpp:old@example.org", T0);
    CareStore *store = open_well(&other);

    assert_int_equal(put(&other, store, record), CARE_STORED_OK);
    close_well(store);
    return path;
}

/* Tries as long as a client is entitled to: another one has to notice first. */
static CareStored
put_in_time(const Place *place, CareStore *store, const CareRecord *record)
{
    const gint64 until_us = g_get_monotonic_time() + PATIENCE_US;
    CareStored status = put(place, store, record);

    while (status == CARE_STORED_FAILED && g_get_monotonic_time() < until_us) {
        g_usleep(50 * 1000);
        status = put(place, store, record);
    }
    return status;
}

static void
assert_chats(const Place *place, gint64 n)
{
    assert_sound(place);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat"), n);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE ext LIKE '00000bac%'"), 1);
}

static void
care_store_put__keeps__an_old_log_off_a_file_put_in_its_place(void **state)
{
    Place *place = *state;
    g_autofree char *other = make_other(place, "backup.db"), *log = NULL;
    g_autoptr(CareRecord) record = answered(1, KEY, T0), again = answered(2, KEY, T0);
    CareStore *store = open_well(place);

    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    assert_int_equal(g_rename(other, place->path), 0);
    assert_int_equal(put(place, store, again), CARE_STORED_OK);
    close_well(store);
    assert_chats(place, 2);
    log = find_file(place, "care.db.replaced-", "-wal");
    assert_non_null(log);
}

static void
care_store_put__keeps__the_log_of_a_file_moved_away(void **state)
{
    Place *place = *state;
    g_autofree char *away = beside(place, "away.db"), *away_log = beside(place, "away.db-wal"),
                    *log = NULL;
    const Place old = {.path = away};
    g_autoptr(CareRecord) record = answered(1, KEY, T0), again = answered(2, KEY, T0);
    CareStore *store = open_well(place);

    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    assert_int_equal(g_rename(place->path, away), 0);
    assert_int_equal(put(place, store, again), CARE_STORED_OK);
    close_well(store);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat"), 1);
    log = find_file(place, "care.db.replaced-", "-wal");
    assert_non_null(log);
    assert_int_equal(g_rename(log, away_log), 0); /* the two together are the old store, whole */
    assert_int_equal(ask_number(&old, "SELECT count(*) FROM chat"), 1);
    assert_sound(&old);
}

static void
care_store_put__waits__until_no_client_holds_the_old_file(void **state)
{
    Place *place = *state;
    g_autofree char *other = make_other(place, "backup.db");
    g_autoptr(CareRecord) record = answered(1, KEY, T0), mine = answered(2, NULL, T0),
                          theirs = answered(3, NULL, T0);
    CareStore *one = open_well(place), *two = open_well(place);

    assert_int_equal(put(place, one, record), CARE_STORED_OK);
    assert_int_equal(g_rename(other, place->path), 0);
    assert_int_equal(put_in_time(place, one, mine), CARE_STORED_OK);
    assert_int_equal(put_in_time(place, two, theirs), CARE_STORED_OK);
    close_well(one);
    close_well(two);
    assert_chats(place, 3);
}

static void
leave_chat(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) record = answered(1, KEY, T0);

    put(place, store, record);
}

static void
care_store_open__keeps__a_killed_clients_log_off_a_file_put_in_its_place(void **state)
{
    Place *place = *state;
    g_autofree char *other = make_other(place, "backup.db"), *log = NULL;

    kill_client(place, leave_chat);
    assert_int_equal(g_rename(other, place->path), 0);
    close_well(open_well(place));
    assert_chats(place, 1);
    log = find_file(place, "care.db.replaced-", "-wal");
    assert_non_null(log);
}

static void
care_store_open__takes__a_killed_clients_log_for_its_own_file(void **state)
{
    Place *place = *state;

    kill_client(place, leave_chat);
    close_well(open_well(place));
    assert_sound(place);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat"), 1);
}

/* Writes noise over the whole file behind its first page; what is open is not told. */
static void
damage(const Place *place, gint64 from_page)
{
    const gint64 page_bytes = ask_number(place, "PRAGMA page_size");
    g_autofree char *bytes = NULL;
    gsize size = 0;

    ask_number(place, "PRAGMA wal_checkpoint(TRUNCATE)");
    assert_true(g_file_get_contents(place->path, &bytes, &size, NULL));
    memset(bytes + from_page * page_bytes, 0xa5, size - (gsize)(from_page * page_bytes));
    assert_true(g_file_set_contents(place->path, bytes, (gssize)size, NULL));
}

typedef struct {
    guint n_opened, n_stored;
    guint stored_before_notice;
    gboolean had_error;
    char *set_aside, *key;
} Notices;

static void
on_opened_again(const CareStoreOpened *opened, gpointer data)
{
    Notices *notices = data;

    notices->n_opened++;
    notices->had_error = notices->had_error || opened->error != NULL;
    if (opened->set_aside == NULL)
        return;
    assert_int_equal(opened->resumed->len, 0);
    assert_null(notices->set_aside);
    notices->set_aside = g_strdup(opened->set_aside);
    notices->key = g_strdup(opened->key);
    notices->stored_before_notice = notices->n_stored;
}

static void
care_store_put__tells__that_a_damaged_file_was_set_aside_later(void **state)
{
    Place *place = *state;
    Notices notices = {0};
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    g_autofree char *key = NULL;
    CareStore *store = care_store_open(place->path, place->context, on_opened_again, &notices);

    while (notices.n_opened == 0)
        g_main_context_iteration(place->context, TRUE);
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    damage(place, 1);
    assert_int_equal(put_in_time(place, store, record), CARE_STORED_OK);
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    assert_int_equal(notices.n_opened, 2);
    assert_false(notices.had_error);
    assert_non_null(notices.set_aside);
    assert_true(g_file_test(notices.set_aside, G_FILE_TEST_IS_REGULAR));
    key = ask_text(place, "SELECT value FROM meta WHERE key = 'key'");
    assert_string_equal(notices.key, key); /* sampling goes on with the new file's */
    close_well(store);
    g_free(notices.set_aside);
    g_free(notices.key);
}

static void
fill_with_wishes(const Place *place)
{
    CareStore *store = open_well(place);

    for (guint i = 0; i < N_WISHES; i++) {
        CareRecord *wish = g_new0(CareRecord, 1);

        wish->customer = g_strdup_printf("xmpp:someone-with-a-long-name-%u@example.org", i);
        wish->change = CARE_CUSTOMER_SET_PRIVATE;
        wish->at_ms = 1;
        care_store_put(store, wish, NULL, NULL);
    }
    close_well(store);
}

/* Noise over the one index that a start must read; the customers stay readable. */
static void
damage_unsettled(const Place *place)
{
    const gint64 page =
        ask_number(place, "SELECT rootpage FROM sqlite_schema WHERE name = 'chat_unsettled'");
    const gint64 page_bytes = ask_number(place, "PRAGMA page_size");
    g_autofree char *bytes = NULL;
    gsize size = 0;

    assert_true(g_file_get_contents(place->path, &bytes, &size, NULL));
    memset(bytes + (page - 1) * page_bytes, 0xa5, (gsize)page_bytes);
    assert_true(g_file_set_contents(place->path, bytes, (gssize)size, NULL));
}

/* In a child whose files may not grow, so that the wishes cannot be carried over at first. */
static int
carry_over_in_full_disk(const Place *place)
{
    const struct rlimit full = {160000, RLIM_INFINITY}, free = {RLIM_INFINITY, RLIM_INFINITY};
    g_auto(Said) said;
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    CareStore *store;

    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &full);
    store = open_store(place, &said);
    setrlimit(RLIMIT_FSIZE, &free);
    if (said.code != CARE_STORE_ERROR_WRITE || said.set_aside != NULL)
        return 1;
    care_store_close(store, 1000);
    said_clear(&said);
    store = open_store(place, &said);
    if (said.code != UNSET || said.set_aside == NULL)
        return 2;
    return care_store_close(store, 1000) ? 0 : 3;
}

static void
care_store_open__carries__wishes_over_again_after_a_failure(void **state)
{
    Place *place = *state;
    int status = 0;
    pid_t child;

    fill_with_wishes(place);
    damage_unsettled(place);
    child = fork();
    if (child == 0)
        _exit(carry_over_in_full_disk(place));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_sound(place);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer WHERE private = 1"),
                     N_WISHES);
}

static void
care_store_open__answers__all_when_no_thread_can_be_made(void **state)
{
    Place *place = *state;
    g_auto(Said) opened = {.status = UNSET, .code = UNSET},
                 stored = {.status = UNSET, .code = UNSET},
                 customer = {.status = UNSET, .code = UNSET};
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    CareStore *store;

    no_threads = TRUE;
    store = care_store_open(place->path, place->context, on_opened, &opened);
    care_store_put(store, care_record_copy(record), on_stored, &stored);
    care_store_load_customer(store, KEY, T0, on_customer, &customer);
    assert_false(opened.called || stored.called || customer.called); /* never from within */
    await(place, &opened);
    await(place, &stored);
    await(place, &customer);
    assert_int_equal(opened.code, CARE_STORE_ERROR_OPEN);
    assert_int_equal(stored.status, CARE_STORED_FAILED);
    assert_int_equal(stored.code, CARE_STORE_ERROR_OPEN);
    assert_int_equal(customer.code, CARE_STORE_ERROR_OPEN);

    no_threads = FALSE; /* room again: it goes on by itself */
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    close_well(store);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat"), 1);

    no_threads = TRUE;
    assert_true(care_store_close(care_store_open(place->path, NULL, NULL, NULL), 1000));
    no_threads = FALSE;
}

static void
care_work_put__keeps__the_connection_when_the_disk_is_full(void **state)
{
    Place *place = *state;
    CareWork work = {.session = care_session_new(place->path)};
    g_autoptr(CareJob) open = care_job_new(CARE_JOB_OPEN, NULL), job = NULL;
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    g_autofree char *words = g_strnfill(60000, 'x');
    GQueue jobs = G_QUEUE_INIT;

    care_work_open(&work, open);
    assert_null(open->error);
    ask_number(place, "SELECT count(*) FROM chat");
    assert_true(care_db_exec(work.session->db, "PRAGMA max_page_count = 10", NULL));
    g_free(record->answer.comment);
    record->answer.comment = g_steal_pointer(&words);
    job = care_job_new(CARE_JOB_PUT, NULL);
    job->record = care_record_copy(record);
    g_queue_push_tail(&jobs, job);
    care_work_put(&work, &jobs);
    assert_int_equal(job->status, CARE_STORED_FAILED);
    assert_true(g_error_matches(job->error, CARE_STORE_ERROR, CARE_STORE_ERROR_WRITE));
    assert_non_null(work.session->db); /* a full disk can still be read */

    assert_true(care_db_exec(work.session->db, "PRAGMA max_page_count = 100000", NULL));
    care_work_put(&work, &jobs);
    assert_int_equal(job->status, CARE_STORED_OK);
    g_queue_clear(&jobs);
    care_session_free(work.session);
    g_clear_error(&work.last_error);
    g_free(work.set_aside);
}

static void
care_reader_chat__says__that_a_name_is_unknown(void **state)
{
    static const char *const edits[] = {
        "UPDATE chat SET outcome = 'bogus'",
        "UPDATE chat SET outcome = 'not_asked', reason = 'bogus'",
        "UPDATE chat SET reason = 'none', ended_by = 'bogus'",
        "UPDATE chat SET ended_by = 'idle'; UPDATE survey SET state = 'bogus'",
    };
    Place *place = *state;
    g_autoptr(CareRecord) record = answered(1, KEY, T0), back = NULL;
    CareStore *store = open_well(place);

    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
        g_autoptr(GError) error = NULL;

        edit(place, edits[i]);
        assert_null(care_reader_chat(reader, "00000001", &error));
        assert_true(g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT));
        assert_null(strstr(error->message, "bogus"));
    }
    close_well(store);
}

static void
leave_unknown(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) one = asking(1, NULL, g_get_real_time() / 1000),
                          two = asking(2, NULL, g_get_real_time() / 1000);

    put(place, store, one);
    put(place, store, two);
    edit(place, "UPDATE chat SET outcome = 'bogus' WHERE ext LIKE '00000001%'");
}

static void
care_store_open__leaves__a_chat_of_unknown_outcome_alone(void **state)
{
    Place *place = *state;
    g_auto(Said) said, counted = {.status = UNSET, .code = UNSET};
    const CareCubeFilter all = {0};
    CareStore *store;

    kill_client(place, leave_unknown);
    store = open_store(place, &said);
    assert_int_equal(said.code, UNSET);
    assert_null(said.set_aside);
    assert_int_equal(said.n_resumed, 1);
    assert_true(g_str_has_prefix(said.first->chat.id, "00000002"));
    care_store_count(store, &all, on_cube, &counted);
    await(place, &counted);
    assert_int_equal(counted.chats, 2); /* as it last was: verify names the edit */
    close_well(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_put__keeps__an_old_log_off_a_file_put_in_its_place),
        IN_PLACE(care_store_put__keeps__the_log_of_a_file_moved_away),
        IN_PLACE(care_store_put__waits__until_no_client_holds_the_old_file),
        IN_PLACE(care_store_open__keeps__a_killed_clients_log_off_a_file_put_in_its_place),
        IN_PLACE(care_store_open__takes__a_killed_clients_log_for_its_own_file),
        IN_PLACE(care_store_put__tells__that_a_damaged_file_was_set_aside_later),
        IN_PLACE(care_store_open__carries__wishes_over_again_after_a_failure),
        IN_PLACE(care_store_open__answers__all_when_no_thread_can_be_made),
        IN_PLACE(care_work_put__keeps__the_connection_when_the_disk_is_full),
        IN_PLACE(care_reader_chat__says__that_a_name_is_unknown),
        IN_PLACE(care_store_open__leaves__a_chat_of_unknown_outcome_alone),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
