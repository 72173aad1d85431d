/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that no fault of disk or file is taken for success, and that none costs a file. */
#define _GNU_SOURCE
#include "care-editor.h"
#include "care-schema.h"
#include "care-session.h"
#include "care-store-test.h"
#include "care-writer.h"
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define T0 ((gint64)1700000000000)

static void
make_folder(const Place *place)
{
    g_autofree char *folder = g_path_get_dirname(place->path);

    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
}

static void
run_sql(const Place *place, const char *text)
{
    sqlite3 *sql = NULL;

    assert_int_equal(sqlite3_open(place->path, &sql), SQLITE_OK);
    assert_int_equal(sqlite3_exec(sql, text, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(sql);
}

static void
assert_reader_says(const char *path, gint code)
{
    g_autoptr(GError) error = NULL;

    assert_null(care_reader_open(path, &error));
    assert_true(g_error_matches(error, CARE_STORE_ERROR, code));
    assert_non_null(strstr(error->message, path)); /* where */
}

static void
care_store_open__sets_aside__what_is_no_database(void **state)
{
    Place *place = *state;
    g_autofree char *garbage = g_strnfill(70000, 'x'), *kept = NULL;
    g_auto(Said) said, again;
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    CareStore *store;
    gsize size = 0;

    make_folder(place);
    assert_true(g_file_set_contents(place->path, garbage, 70000, NULL));
    assert_reader_says(place->path, CARE_STORE_ERROR_CORRUPT);
    store = open_store(place, &said);
    assert_int_equal(said.code, UNSET);
    assert_non_null(said.set_aside);
    assert_true(g_str_has_prefix(said.set_aside, place->path));
    assert_true(g_file_get_contents(said.set_aside, &kept, &size, NULL));
    assert_int_equal(size, 70000);
    assert_memory_equal(kept, garbage, size);
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    close_well(store);

    store = open_store(place, &again);
    assert_null(again.set_aside);
    close_well(store);
}

/* Overwrites the pages that the chats begin on: what stands before and around them stays sound. */
static void
damage(const Place *place)
{
    const gint64 page = ask_number(place, "SELECT rootpage FROM sqlite_schema WHERE name = 'chat'");
    const gint64 index =
        ask_number(place, "SELECT rootpage FROM sqlite_schema WHERE name = 'chat_unsettled'");
    const gint64 page_bytes = ask_number(place, "PRAGMA page_size");
    g_autofree char *bytes = NULL;
    gsize size = 0;

    run_sql(place, "PRAGMA wal_checkpoint(TRUNCATE)");
    assert_true(g_file_get_contents(place->path, &bytes, &size, NULL));
    memset(bytes + (page - 1) * page_bytes, 0xa5, (gsize)page_bytes);
    memset(bytes + (index - 1) * page_bytes, 0xa5, (gsize)page_bytes);
    assert_true(g_file_set_contents(place->path, bytes, (gssize)size, NULL));
}

static void
care_store_open__sets_aside__a_file_damaged_behind_its_beginning(void **state)
{
    Place *place = *state;
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    CareStore *store = open_well(place);
    g_auto(Said) said;

    put(place, store, record);
    close_well(store);
    damage(place);
    store = open_store(place, &said);
    assert_int_equal(said.code, UNSET);
    assert_non_null(said.set_aside);
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    close_well(store);
    assert_sound(place);
}

static void
care_store_put__sets_aside__a_file_that_goes_bad_under_it(void **state)
{
    Place *place = *state;
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    CareStore *store = care_store_open(place->path, place->context, NULL, NULL);

    put(place, store, record);
    damage(place);
    assert_int_equal(put(place, store, record), CARE_STORED_FAILED);
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    close_well(store);
    assert_sound(place);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 1);
}

static void
care_store_open__carries_over__wishes_from_a_damaged_file(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    CareRecord wish = {.customer = (char *)KEY, .change = CARE_CUSTOMER_SET_PRIVATE, .at_ms = 1};
    CareRecord no = {
        .customer = (char *)"xmpp:no@example.org", .change = CARE_CUSTOMER_OPT_OUT, .at_ms = 2};
    g_autoptr(CareRecord) other = answered(1, "xmpp:other@example.org", T0);
    g_auto(Said) said;

    put(place, store, &wish);
    put(place, store, &no);
    put(place, store, other);
    close_well(store);
    damage(place);
    store = open_store(place, &said);
    assert_non_null(said.set_aside);
    assert_true(customer_of(place, store, KEY, T0).is_private);
    assert_true(customer_of(place, store, "xmpp:no@example.org", T0).is_opted_out);
    assert_false(customer_of(place, store, "xmpp:other@example.org", T0).is_known);
    close_well(store);
}

static void
care_store_open__refuses__a_newer_store_untouched(void **state)
{
    Place *place = *state;
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    g_autofree char *before = NULL, *after = NULL;
    gsize size = 0, size_after = 0;
    g_auto(Said) said;
    sqlite3 *sql;
    CareStore *store = open_well(place);

    close_well(store);
    /* It left its log, as after a crash: to move that into the file would be a change, too. */
    sql = look(place);
    sqlite3_db_config(sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    assert_int_equal(sqlite3_exec(sql, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(sql);
    assert_true(g_file_get_contents(place->path, &before, &size, NULL));
    store = open_store(place, &said);
    assert_int_equal(said.code, CARE_STORE_ERROR_NEWER);
    assert_null(said.set_aside);
    assert_int_equal(put(place, store, record), CARE_STORED_FAILED);
    care_store_close(store, 1000);
    assert_true(g_file_get_contents(place->path, &after, &size_after, NULL));
    assert_int_equal(size, size_after);
    assert_memory_equal(before, after, size);
    assert_reader_says(place->path, CARE_STORE_ERROR_NEWER);
}

static void
care_store_open__refuses__another_programs_database(void **state)
{
    Place *place = *state;
    g_auto(Said) said;

    make_folder(place);
    run_sql(place, "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')");
    care_store_close(open_store(place, &said), 1000);
    assert_int_equal(said.code, CARE_STORE_ERROR_OPEN);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM bookmarks"), 1);
    assert_reader_says(place->path, CARE_STORE_ERROR_OPEN);
}

static void
care_store_open__fails__where_no_folder_can_be(void **state)
{
    Place *place = *state;
    g_autofree char *folder = g_path_get_dirname(place->path);
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    g_auto(Said) said;
    CareStore *store;

    assert_true(g_file_set_contents(folder, "a file in the way", -1, NULL));
    store = open_store(place, &said);
    assert_int_equal(said.code, CARE_STORE_ERROR_OPEN);
    assert_int_equal(put(place, store, record), CARE_STORED_FAILED);
    care_store_close(store, 1000);
    assert_reader_says(place->path, CARE_STORE_ERROR_MISSING);
}

static void
care_store_open__fails__at_a_folder_of_that_name(void **state)
{
    Place *place = *state;
    g_auto(Said) said;

    assert_int_equal(g_mkdir_with_parents(place->path, 0700), 0);
    care_store_close(open_store(place, &said), 1000);
    assert_int_equal(said.code, CARE_STORE_ERROR_OPEN);
    assert_reader_says(place->path, CARE_STORE_ERROR_OPEN);
}

static void
care_store_open__follows__a_link_to_the_real_file(void **state)
{
    Place *place = *state;
    g_autofree char *real = g_build_filename(place->folder, "real.db", NULL),
                    *lock = g_build_filename(place->folder, "real.lock", NULL);
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    CareStore *store;

    make_folder(place);
    assert_true(g_file_set_contents(real, "", 0, NULL));
    assert_int_equal(symlink(real, place->path), 0);
    store = open_well(place);
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    assert_true(g_file_test(lock, G_FILE_TEST_IS_REGULAR)); /* both names share one lock */
    close_well(store);
    assert_true(g_file_test(place->path, G_FILE_TEST_IS_SYMLINK));
}

static void
care_store_put__follows__a_file_deleted_or_replaced_under_it(void **state)
{
    Place *place = *state;
    g_autofree char *folder = g_path_get_dirname(place->path),
                    *away = g_strconcat(place->path, ".away", NULL);
    g_autoptr(CareRecord) first = answered(1, KEY, T0), second = answered(2, KEY, T0),
                          third = answered(3, KEY, T0);
    CareStore *store = open_well(place);

    assert_int_equal(put(place, store, first), CARE_STORED_OK);
    assert_int_equal(g_rename(place->path, away), 0);
    assert_int_equal(put(place, store, second), CARE_STORED_OK);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 1);

    remove_tree(folder);
    assert_int_equal(put(place, store, third), CARE_STORED_OK);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE ext LIKE '00000003%'"), 1);
    close_well(store);
    assert_sound(place);
}

/* In a child whose files may not grow past @size_bytes: a full disk that binds even root. */
static int
in_full_disk(const Place *place, rlim_t size_bytes)
{
    const struct rlimit full = {size_bytes, RLIM_INFINITY}, free = {RLIM_INFINITY, RLIM_INFINITY};
    CareStore *store = open_well(place);
    guint n_stored = 0, id = 0;
    CareStored status = CARE_STORED_OK;

    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &full);
    for (; status == CARE_STORED_OK && id < 2000; id++) {
        g_autoptr(CareRecord) record = answered(id, NULL, T0);

        status = put(place, store, record);
        n_stored += status == CARE_STORED_OK;
    }
    setrlimit(RLIMIT_FSIZE, &free);
    if (status == CARE_STORED_OK || ask_number(place, "SELECT count(*) FROM answer") != n_stored)
        return 1;
    for (guint tries = 0; status != CARE_STORED_OK && tries < 200;
         tries++) { /* room again: it goes on by itself */
        g_autoptr(CareRecord) record = answered(id, NULL, T0);

        g_usleep(10000);
        status = put(place, store, record);
    }
    if (status != CARE_STORED_OK ||
        ask_number(place, "SELECT count(*) FROM answer") != n_stored + 1)
        return 2;
    return care_store_close(store, 1000) ? 0 : 3;
}

static void
care_store_put__fails__on_a_full_disk_and_recovers(void **state)
{
    Place *place = *state;
    const pid_t child = fork();
    int status = 0;

    if (child == 0)
        _exit(in_full_disk(place, 200000));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_sound(place);
}

static void
count_status(CareStored status, const GError *error G_GNUC_UNUSED, gpointer data)
{
    guint *counts = data;

    counts[status]++;
}

static void
care_store_put__keeps__room_for_ratings_in_a_full_queue(void **state)
{
    enum { N = CARE_WRITER_CAPACITY + 2 * CARE_WRITER_GROUP };
    Place *place = *state;
    CareStore *store = open_well(place);
    guint chats[3] = {0}, ratings[3] = {0};
    sqlite3 *other = look(place);

    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL); /* the disk stands still */
    for (guint i = 0; i < N; i++)
        care_store_put(store, asking(i, NULL, T0), count_status, chats);
    for (guint i = 0; i < CARE_WRITER_RESERVE + 1; i++)
        care_store_put(store, answered(N + i, NULL, T0), count_status, ratings);
    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(other);
    while (chats[CARE_STORED_OK] + chats[CARE_STORED_FAILED] < N ||
           ratings[CARE_STORED_OK] + ratings[CARE_STORED_FAILED] < CARE_WRITER_RESERVE + 1)
        g_main_context_iteration(place->context, TRUE);
    assert_in_range(chats[CARE_STORED_OK], CARE_WRITER_CAPACITY,
                    CARE_WRITER_CAPACITY + CARE_WRITER_GROUP);
    assert_int_equal(ratings[CARE_STORED_OK], CARE_WRITER_RESERVE);
    assert_int_equal(ratings[CARE_STORED_FAILED], 1);
    close_well(store);
}

static void
care_store_close__leaves__a_disk_that_stands_still(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_auto(Said) said = {.status = UNSET, .code = UNSET};
    sqlite3 *other = look(place);
    const gint64 from_us = g_get_monotonic_time();

    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    care_store_put(store, answered(1, KEY, T0), on_stored, &said);
    assert_false(care_store_close(store, 50));
    assert_in_range(g_get_monotonic_time() - from_us, 50 * 1000, 2000 * 1000);
    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(other);
    while (g_main_context_iteration(place->context, FALSE))
        continue;
    assert_false(said.called);
    /* The thread left behind still stores the record; wait, for the folder is about to go. */
    while (ask_number(place, "SELECT count(*) FROM answer") == 0)
        g_usleep(1000);
}

static void
care_store_close__drains__what_is_queued(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);

    for (guint i = 0; i < 1000; i++)
        care_store_put(store, answered(i, NULL, T0), NULL, NULL);
    close_well(store);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 1000);
}

static void
care_reader_open__says__why_not(void **state)
{
    g_autoptr(GError) error = NULL;
    Place *place = *state;

    assert_reader_says(place->path, CARE_STORE_ERROR_MISSING);
    make_folder(place);
    assert_int_equal(symlink(place->path, place->path), 0); /* there, and can't be followed */
    assert_reader_says(place->path, CARE_STORE_ERROR_OPEN);
    assert_null(care_editor_open(place->path, FALSE, &error));
    assert_true(g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN));
    assert_int_equal(unlink(place->path), 0);
    assert_true(g_file_set_contents(place->path, "", 0, NULL));
    assert_reader_says(place->path,
                       CARE_STORE_ERROR_MISSING); /* made, but nothing was ever stored */
}

static const char *const two_steps[] = {
    "CREATE TABLE t (a); INSERT INTO t VALUES (1);",
    "UPDATE t SET a = a + 1;",
};
static const char *const bad_step[] = {
    "CREATE TABLE t (a);",
    "UPDATE t SET a = 7; UPDATE nothing SET a = 1;",
};

static gboolean
migrate(const Place *place, const char *const *steps, guint version, gboolean alone, gint *out_code)
{
    const CareSchema schema = {steps, version};
    g_autoptr(CareDb) db =
        care_db_open(place->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    g_autoptr(GError) error = NULL;
    const gboolean done = care_schema_migrate(db, &schema, place->path, alone, &error);

    *out_code = error != NULL ? error->code : UNSET;
    return done;
}

static void
care_schema_migrate__copies__before_it_changes(void **state)
{
    Place *place = *state;
    g_autofree char *copy = g_strconcat(place->path, ".before-2", NULL);
    Place before = {.path = copy};
    GStatBuf info;
    gint code;

    make_folder(place);
    assert_true(migrate(place, two_steps, 1, FALSE, &code)); /* a new file needs no solitude */
    assert_false(g_file_test(copy, G_FILE_TEST_EXISTS));
    assert_false(migrate(place, two_steps, 2, FALSE, &code));
    assert_int_equal(code, CARE_STORE_ERROR_BUSY);
    assert_int_equal(ask_number(place, "SELECT a FROM t"), 1);
    assert_true(migrate(place, two_steps, 2, TRUE, &code));
    assert_int_equal(ask_number(place, "SELECT a FROM t"), 2);
    assert_int_equal(ask_number(place, "PRAGMA user_version"), 2);
    assert_int_equal(ask_number(&before, "SELECT a FROM t"), 1);
    assert_int_equal(ask_number(&before, "PRAGMA user_version"), 1);
    assert_int_equal(g_stat(copy, &info), 0);
    assert_int_equal(info.st_mode & 077, 0);
}

static void
care_schema_migrate__undoes__a_step_that_fails(void **state)
{
    Place *place = *state;
    gint code;

    make_folder(place);
    assert_true(migrate(place, bad_step, 1, TRUE, &code));
    run_sql(place, "INSERT INTO t VALUES (1)");
    assert_false(migrate(place, bad_step, 2, TRUE, &code));
    assert_int_equal(ask_number(place, "SELECT a FROM t"), 1);
    assert_int_equal(ask_number(place, "PRAGMA user_version"), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_open__sets_aside__what_is_no_database),
        IN_PLACE(care_store_open__sets_aside__a_file_damaged_behind_its_beginning),
        IN_PLACE(care_store_put__sets_aside__a_file_that_goes_bad_under_it),
        IN_PLACE(care_store_open__carries_over__wishes_from_a_damaged_file),
        IN_PLACE(care_store_open__refuses__a_newer_store_untouched),
        IN_PLACE(care_store_open__refuses__another_programs_database),
        IN_PLACE(care_store_open__fails__where_no_folder_can_be),
        IN_PLACE(care_store_open__fails__at_a_folder_of_that_name),
        IN_PLACE(care_store_open__follows__a_link_to_the_real_file),
        IN_PLACE(care_store_put__follows__a_file_deleted_or_replaced_under_it),
        IN_PLACE(care_store_put__fails__on_a_full_disk_and_recovers),
        IN_PLACE(care_store_put__keeps__room_for_ratings_in_a_full_queue),
        IN_PLACE(care_store_close__leaves__a_disk_that_stands_still),
        IN_PLACE(care_store_close__drains__what_is_queued),
        IN_PLACE(care_reader_open__says__why_not),
        IN_PLACE(care_schema_migrate__copies__before_it_changes),
        IN_PLACE(care_schema_migrate__undoes__a_step_that_fails),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
