/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that no result takes the place of a store, and that a file is replaced whole. */
#include "care-store-test.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <purple-care/store.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *top;

static char *
in_top(const char *name)
{
    return g_build_filename(top, name, NULL);
}

static gboolean
is_of_store(const char *name)
{
    g_autofree char *store = in_top("care/care.db");
    g_autofree char *file = in_top(name);

    return care_store_has_file(store, file);
}

static void
care_store_has_file__knows__all_that_lies_beside_a_store(void **state G_GNUC_UNUSED)
{
    static const char *const its[] = {
        "care/care.db",         "care/care.db-wal", "care/care.db-shm",
        "care/care.db-journal", "care/care.lock",   "way/care.db",
        "way/care.db-wal",      "way/care.lock",    "care/../care/care.db"};
    static const char *const others[] = {"care/report.html", "care/care.db-wal2", "care.db",
                                         "way.csv"};

    for (gsize i = 0; i < G_N_ELEMENTS(its); i++) /* none of them is there yet */
        assert_true(is_of_store(its[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        assert_false(is_of_store(others[i]));
}

static void
care_store_has_file__follows__links_both_ways(void **state G_GNUC_UNUSED)
{
    g_autofree char *store = in_top("care/care.db"), *log = in_top("care/care.db-wal");
    g_autofree char *link = in_top("link.db"), *beside = in_top("link.db-wal");
    g_autofree char *hard = in_top("hard.csv");

    assert_true(g_file_set_contents(store, "store", -1, NULL));
    assert_int_equal(symlink(store, link), 0);
    assert_int_equal(linkat(AT_FDCWD, store, AT_FDCWD, hard, 0), 0);
    assert_true(care_store_has_file(link, log));    /* where SQLite puts it */
    assert_true(care_store_has_file(link, beside)); /* where somebody else would look for it */
    assert_true(care_store_has_file(store, link));
    assert_true(care_store_has_file(store, hard));
}

static guint
mode_of(const char *file)
{
    GStatBuf status;

    assert_int_equal(g_stat(file, &status), 0);
    return status.st_mode & 0777;
}

static void
care_file_replace__keeps__mode_and_link(void **state G_GNUC_UNUSED)
{
    static const char bytes[] = {'a', '\0', 'b'};
    g_autofree char *file = in_top("report.csv"), *link = in_top("newest.csv"), *text = NULL;
    const mode_t mask = umask(077);
    gsize size;

    assert_true(care_file_replace(file, bytes, sizeof(bytes), NULL));
    assert_true(g_file_get_contents(file, &text, &size, NULL));
    assert_int_equal(size, sizeof(bytes));
    assert_int_equal(mode_of(file), 0600);
    assert_int_equal(symlink("report.csv", link), 0);
    assert_int_equal(g_chmod(file, 0644), 0);
    assert_true(care_file_replace(link, "new", -1, NULL));
    assert_true(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
    g_free(text);
    assert_true(g_file_get_contents(file, &text, NULL, NULL));
    assert_string_equal(text, "new");
    assert_int_equal(mode_of(file), 0644); /* whatever the umask says */
    umask(mask);
}

static void
care_file_replace__leaves__the_old_file_where_it_fails(void **state G_GNUC_UNUSED)
{
    g_autofree char *folder = in_top("closed"), *file = in_top("closed/no/report.csv");
    g_autoptr(GError) error = NULL;

    assert_false(care_file_replace(file, "new", -1, &error));
    assert_non_null(error);
    assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
}

static int
open_top(void **state G_GNUC_UNUSED)
{
    g_autofree char *folder = NULL, *way = NULL;

    top = g_dir_make_tmp("purple-care-XXXXXX", NULL);
    folder = in_top("care");
    way = in_top("way");
    return top == NULL || g_mkdir(folder, 0700) != 0 || symlink("care", way) != 0;
}

static int
close_top(void **state G_GNUC_UNUSED)
{
    remove_tree(top);
    g_clear_pointer(&top, g_free);
    return 0;
}

#define IN_TOP(unit__verb__scenario) \
    cmocka_unit_test_setup_teardown(unit__verb__scenario, open_top, close_top)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_TOP(care_store_has_file__knows__all_that_lies_beside_a_store),
        IN_TOP(care_store_has_file__follows__links_both_ways),
        IN_TOP(care_file_replace__keeps__mode_and_link),
        IN_TOP(care_file_replace__leaves__the_old_file_where_it_fails),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
