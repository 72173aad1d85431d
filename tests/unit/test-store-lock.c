/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a living client is never taken for a dead one, whatever becomes of the lock file. */
#include "care-lock.h"
#include "care-store-test.h"
#include <sys/wait.h>
#include <unistd.h>

static gint64
now_ms(void)
{
    return g_get_real_time() / 1000;
}

static void
care_lock_is_alive__knows__a_slot_from_its_run(void **state)
{
    Place *place = *state;
    g_autofree char *path = g_build_filename(place->folder, "care.lock", NULL);
    g_autofree char *run = g_uuid_string_random(), *gone_run = g_uuid_string_random(),
                    *heir_run = g_uuid_string_random(), *gone_name = NULL;
    g_autoptr(CareLock) mine = care_lock_open(path, run, NULL);
    CareLock *gone = care_lock_open(path, gone_run, NULL);
    g_autoptr(CareLock) heir = NULL;

    assert_true(care_lock_is_alive(mine, care_lock_client(mine)));
    assert_true(care_lock_is_alive(mine, care_lock_client(gone)));
    gone_name = g_strdup(care_lock_client(gone));
    care_lock_close(gone);
    assert_false(care_lock_is_alive(mine, gone_name));

    heir = care_lock_open(path, heir_run, NULL); /* the same slot, another run */
    assert_int_equal(atoi(care_lock_client(heir)), atoi(gone_name));
    assert_false(care_lock_is_alive(mine, gone_name));
    assert_true(care_lock_is_alive(mine, care_lock_client(heir)));
    assert_false(care_lock_is_alive(heir, gone_name));
    assert_false(care_lock_is_alive(mine, ""));
    assert_false(care_lock_is_alive(mine, "999-x"));
}

static void
care_lock_open__survives__no_client_in_a_forked_child(void **state)
{
    Place *place = *state;
    g_autofree char *path = g_build_filename(place->folder, "care.lock", NULL);
    g_autoptr(CareLock) mine = care_lock_open(path, "00000000-0000-4000-8000-000000000001", NULL);
    CareLock *dying = care_lock_open(path, "00000000-0000-4000-8000-000000000002", NULL);
    g_autofree char *name = g_strdup(care_lock_client(dying));
    int to_child[2], to_parent[2];
    char byte = 'x';
    pid_t child;

    assert_int_equal(pipe(to_child) + pipe(to_parent), 0);
    child = fork(); /* as libpurple does for a name look-up, without exec */
    if (child == 0) {
        close(to_child[1]);
        _exit(write(to_parent[1], &byte, 1) == 1 && read(to_child[0], &byte, 1) == 0 ? 0 : 1);
    }
    assert_int_equal(read(to_parent[0], &byte, 1), 1); /* the child is there */
    care_lock_close(dying);
    assert_false(care_lock_is_alive(mine, name));
    for (gsize i = 0; i < 2; i++) {
        close(to_child[i]);
        close(to_parent[i]);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void
await_file(const char *path)
{
    for (guint tries = 0; tries < 500 && !g_file_test(path, G_FILE_TEST_EXISTS); tries++)
        g_usleep(10000);
    assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
}

static void
care_store__takes__its_slot_again_when_the_lock_file_goes(void **state)
{
    Place *place = *state;
    g_autofree char *folder = g_path_get_dirname(place->path),
                    *lock = g_build_filename(folder, "care.lock", NULL);
    g_autoptr(CareRecord) mine = asking(1, KEY, now_ms());
    CareStore *one = open_well(place), *two;
    g_auto(Said) said;

    assert_int_equal(put(place, one, mine), CARE_STORED_OK);
    assert_int_equal(g_remove(lock), 0);
    await_file(lock); /* without any record that would make it look */
    two = open_store(place, &said);
    assert_int_equal(said.code, UNSET);
    assert_int_equal(said.n_resumed, 0);
    close_well(two);
    close_well(one);
}

static void
care_store__keeps__its_chats_in_whatever_slot_it_gets(void **state)
{
    Place *place = *state;
    g_autofree char *folder = g_path_get_dirname(place->path),
                    *lock = g_build_filename(folder, "care.lock", NULL);
    g_autoptr(CareRecord) mine = asking(1, KEY, now_ms());
    g_autoptr(CareLock) other = NULL;
    CareStore *one = open_well(place), *two;
    g_auto(Said) said;

    assert_int_equal(put(place, one, mine), CARE_STORED_OK);
    assert_int_equal(g_remove(lock), 0);
    other = care_lock_open(lock, "00000000-0000-4000-8000-000000000001", NULL);
    assert_int_equal(atoi(care_lock_client(other)), 1); /* the slot that was its */
    for (guint tries = 0; tries < 500; tries++) {
        if (ask_number(place, "SELECT count(*) FROM chat WHERE client LIKE '2-%'") == 1)
            break;
        g_usleep(10000);
    }
    two = open_store(place, &said);
    assert_int_equal(said.n_resumed, 0);
    close_well(two);
    close_well(one);
}

static void
care_store_open__waits__for_living_clients_at_a_new_lock_file(void **state)
{
    Place *place = *state;
    g_autofree char *folder = g_path_get_dirname(place->path),
                    *lock = g_build_filename(folder, "care.lock", NULL);
    g_autoptr(CareRecord) mine = asking(1, KEY, now_ms());
    CareStore *one = open_well(place), *two;
    g_auto(Said) said;

    assert_int_equal(put(place, one, mine), CARE_STORED_OK);
    assert_int_equal(g_remove(lock), 0);
    two = open_store(place, &said); /* at once */
    assert_int_equal(said.code, UNSET);
    assert_int_equal(said.n_resumed, 0);
    close_well(two);
    close_well(one);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_lock_is_alive__knows__a_slot_from_its_run),
        IN_PLACE(care_lock_open__survives__no_client_in_a_forked_child),
        IN_PLACE(care_store__takes__its_slot_again_when_the_lock_file_goes),
        IN_PLACE(care_store__keeps__its_chats_in_whatever_slot_it_gets),
        IN_PLACE(care_store_open__waits__for_living_clients_at_a_new_lock_file),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
