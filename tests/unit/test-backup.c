/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a backup is one moment of the store, whole, in one private file, or not there at all.
 */
#include "care-store-test.h"
#include <purple-care/store-admin.h>
#include <sys/stat.h>

#define T0     ((gint64)1740823383000)
#define N_PAD  3000000 /* bytes: some steps' worth of pages */
#define COPY   "copy.db"
#define PAD_IT "INSERT OR REPLACE INTO meta VALUES ('pad', hex(zeroblob(1500000)))"

static void
fill(const Place *place)
{
    CareStore *store = open_well(place);

    for (guint i = 1; i <= 3; i++) {
        g_autoptr(CareRecord) record = answered(i, KEY, T0 + i * DAY_MS);

        put(place, store, record);
    }
    close_well(store);
    edit(place, "PRAGMA synchronous = OFF; " PAD_IT);
}

static char *
beside(const Place *place, const char *name)
{
    return g_build_filename(place->folder, name, NULL);
}

static gboolean
back_up(const Place *place, const char *to, gboolean replace, CareProgressFunc progress,
        gpointer data, GError **error)
{
    g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);

    assert_non_null(reader);
    return care_reader_backup(reader, to, replace, progress, data, error);
}

static guint
count_files(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint n = 0;

    while (g_dir_read_name(dir) != NULL)
        n++;
    return n;
}

/* Also that nothing lies beside what is there. */
static void
assert_copy(const Place *place, const char *to, guint64 n_chats)
{
    const CareCubeFilter all = {0};
    g_autoptr(CareReader) reader = care_reader_open(to, NULL);
    g_autoptr(CareCube) cube = NULL;
    g_autofree char *bytes = NULL;
    CareVerified verified;
    CareCounts counts;
    GStatBuf info;
    gsize size;

    assert_non_null(reader);
    assert_true(care_reader_verify(reader, NULL, NULL, NULL, &verified, NULL));
    assert_int_equal(verified.n_findings, 0);
    cube = care_reader_count(reader, &all, NULL);
    counts = care_cube_sum(cube, NULL);
    assert_int_equal(care_counts_chats(&counts), n_chats);
    assert_int_equal(g_stat(to, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_true(info.st_size > N_PAD);
    assert_true(g_file_get_contents(to, &bytes, &size, NULL));
    assert_int_equal(bytes[18], 1); /* the header's "no log", sqlite.org/fileformat2.html */
    assert_int_equal(bytes[19], 1);
    assert_int_equal(count_files(place->folder), 2); /* the store's folder, and this */
}

static void
care_reader_backup__makes__one_private_file(void **state)
{
    Place *place = *state;
    g_autofree char *to = beside(place, COPY);
    const mode_t mask = umask(0);

    fill(place);
    assert_true(back_up(place, to, FALSE, NULL, NULL, NULL));
    umask(mask);
    assert_copy(place, to, 3);
}

typedef struct {
    const Place *place;
    guint n_steps;
    guint64 done, total;
} Steps;

/* Between two steps another connection commits, and moves the log into the file if it can. */
static void
write_meanwhile(guint64 done, guint64 total, gpointer data)
{
    Steps *steps = data;

    assert_true(done >= steps->done && done <= total); /* it never begins anew */
    steps->done = done;
    steps->total = total;
    steps->n_steps++;
    edit(steps->place, "PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL;"
                       "UPDATE chat SET outcome = 'expired'; " PAD_IT "; PRAGMA wal_checkpoint");
}

static void
care_reader_backup__is__one_moment_of_a_busy_store(void **state)
{
    Place *place = *state;
    g_autofree char *to = beside(place, COPY);
    Steps steps = {.place = place};

    fill(place);
    assert_true(back_up(place, to, FALSE, write_meanwhile, &steps, NULL));
    assert_true(steps.n_steps > 2);
    assert_int_equal(steps.done, steps.total);
    assert_copy(place, to, 3); /* answered and in the ledger: nothing of what came later */
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE outcome = 'expired'"), 3);
}

static void
care_reader_backup__replaces__only_when_told_to(void **state)
{
    Place *place = *state;
    g_autofree char *to = beside(place, COPY), *left = NULL;
    g_autoptr(GError) error = NULL;

    fill(place);
    assert_true(g_file_set_contents(to, "dear", -1, NULL));
    assert_false(back_up(place, to, FALSE, NULL, NULL, &error));
    assert_true(g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN));
    assert_true(g_file_get_contents(to, &left, NULL, NULL));
    assert_string_equal(left, "dear");
    assert_int_equal(count_files(place->folder), 2);
    assert_true(back_up(place, to, TRUE, NULL, NULL, NULL));
    assert_copy(place, to, 3);
}

static void
assert_refused(const Place *place, const char *to)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *before = NULL, *after = NULL;

    before = dump(place);
    assert_false(back_up(place, to, TRUE, NULL, NULL, &error));
    assert_true(g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN));
    after = dump(place);
    assert_string_equal(before, after);
    assert_sound(place);
}

static void
care_reader_backup__spares__the_store_itself(void **state)
{
    Place *place = *state;
    g_autofree char *log = g_strconcat(place->path, "-wal", NULL);
    g_autofree char *soft = beside(place, "soft.db"), *hard = beside(place, "hard.db");
    g_autofree char *round_about =
        g_build_filename(place->folder, "care", "..", "care", "care.db", NULL);

    fill(place);
    assert_int_equal(symlink(place->path, soft), 0);
    assert_int_equal(link(place->path, hard), 0);
    assert_refused(place, place->path);
    assert_refused(place, log);
    assert_refused(place, soft);
    assert_refused(place, hard);
    assert_refused(place, round_about);
    assert_refused(place, place->folder);
}

/* SQLite would replay that log into the new file. */
static void
care_reader_backup__stays__away_from_a_log(void **state)
{
    Place *place = *state;
    g_autofree char *to = beside(place, COPY), *log = beside(place, COPY "-wal");

    fill(place);
    assert_true(g_file_set_contents(log, "", -1, NULL));
    assert_refused(place, to);
    assert_false(g_file_test(to, G_FILE_TEST_EXISTS));
}

static void
care_reader_backup__leaves__nothing_when_it_fails(void **state)
{
    Place *place = *state;
    g_autofree char *to = beside(place, COPY), *nowhere = NULL;
    g_autoptr(GError) error = NULL;

    fill(place);
    nowhere = g_build_filename(place->folder, "none", COPY, NULL);
    assert_refused(place, nowhere);
    edit(place, "PRAGMA writable_schema = ON;"
                "UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'chat_facts'");
    assert_false(back_up(place, to, FALSE, NULL, NULL, &error));
    assert_true(g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT));
    assert_int_equal(count_files(place->folder), 1);
}

static void
care_reader_backup__can__be_put_in_the_place_of_the_store(void **state)
{
    Place *place = *state;
    g_autofree char *to = beside(place, COPY);
    g_autoptr(CareRecord) more = answered(9, NULL, T0);
    CareStore *store;

    fill(place);
    assert_true(back_up(place, to, FALSE, NULL, NULL, NULL));
    store = open_well(place);
    put(place, store, more);
    close_well(store);
    assert_int_equal(g_rename(to, place->path), 0);
    store = open_well(place);
    assert_int_equal(customer_of(place, store, KEY, T0 + 4 * DAY_MS).last_asked_ms,
                     T0 + 3 * DAY_MS);
    close_well(store);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat"), 3);
    assert_sound(place);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_reader_backup__makes__one_private_file),
        IN_PLACE(care_reader_backup__is__one_moment_of_a_busy_store),
        IN_PLACE(care_reader_backup__replaces__only_when_told_to),
        IN_PLACE(care_reader_backup__spares__the_store_itself),
        IN_PLACE(care_reader_backup__stays__away_from_a_log),
        IN_PLACE(care_reader_backup__leaves__nothing_when_it_fails),
        IN_PLACE(care_reader_backup__can__be_put_in_the_place_of_the_store),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
