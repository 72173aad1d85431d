/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that someone who deletes the log under a running client costs nobody an answer. */
#include "care-store-test.h"

#define T0          ((gint64)1700000000000) /* a moment in 2023 */
#define PATIENCE_US (20 * G_USEC_PER_SEC)

static void
leave_without_log(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) one = answered(1, KEY, T0), two = answered(2, KEY, T0);
    g_autofree char *log = g_strconcat(place->path, "-wal", NULL);

    assert_int_equal(put(place, store, one), CARE_STORED_OK);
    assert_int_equal(g_unlink(log), 0);
    assert_int_equal(put(place, store, two), CARE_STORED_OK);
}

static void
care_store_put__saves__what_a_deleted_log_held(void **state)
{
    Place *place = *state;

    kill_client(place, leave_without_log);
    close_well(open_well(place));
    assert_sound(place);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 2);
}

static void
care_store__begins__a_new_log_for_a_deleted_one(void **state)
{
    const gint64 until_us = g_get_monotonic_time() + PATIENCE_US;
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autofree char *log = g_strconcat(place->path, "-wal", NULL);
    g_autoptr(CareRecord) one = answered(1, KEY, T0), two = answered(2, KEY, T0);

    assert_int_equal(put(place, store, one), CARE_STORED_OK);
    assert_int_equal(g_unlink(log), 0);
    while (!g_file_test(log, G_FILE_TEST_EXISTS) && g_get_monotonic_time() < until_us)
        g_usleep(50 * 1000);
    assert_true(g_file_test(log, G_FILE_TEST_EXISTS));
    assert_int_equal(put(place, store, two), CARE_STORED_OK);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 2);
    close_well(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_put__saves__what_a_deleted_log_held),
        IN_PLACE(care_store__begins__a_new_log_for_a_deleted_one),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
