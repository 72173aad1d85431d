/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that an examination says something true of any store, and changes none. */
#include "care-store-test.h"
#include <purple-care/store-admin.h>
#include <sys/stat.h>

#define T0 ((gint64)1740823383000)

typedef struct {
    GString *told; /* "problem file: ...", a line each */
    guint n[CARE_HEALTH_PROBLEM + 1];
} Seen;

static void
seen_clear(Seen *seen)
{
    g_string_free(seen->told, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seen, seen_clear)

static void
on_health(CareHealth health, const char *what, gpointer data)
{
    static const char *const names[] = {"ok", "note", "problem"};
    Seen *seen = data;

    seen->n[health]++;
    g_string_append_printf(seen->told, "%s %s\n", names[health], what);
}

static Seen
examine(const Place *place, const CareKeep *keep, gint64 now_ms)
{
    Seen seen = {.told = g_string_new("\n")};

    care_store_examine(place->path, keep, now_ms, on_health, &seen);
    return seen;
}

static void
assert_says(const Place *place, const char *line)
{
    const CareKeep keep = {DAY_MS, DAY_MS, 20 * DAY_MS};
    g_auto(Seen) seen = examine(place, &keep, T0 + 10 * DAY_MS);
    g_autofree char *wanted = g_strconcat("\n", line, NULL);

    if (strstr(seen.told->str, wanted) == NULL)
        print_error("not told: %s%s", line, seen.told->str);
    assert_non_null(strstr(seen.told->str, wanted));
}

static void
fill(const Place *place)
{
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0 + 9 * DAY_MS);

    put(place, store, record);
    close_well(store);
}

static void
care_store_examine__is__content_with_a_sound_store(void **state)
{
    Place *place = *state;
    const CareKeep keep = {30 * DAY_MS, 30 * DAY_MS, -1};
    g_autofree char *bytes = NULL, *again = NULL;
    gsize size, size_again;

    fill(place);
    assert_true(g_file_get_contents(place->path, &bytes, &size, NULL));
    {
        g_auto(Seen) seen = examine(place, &keep, T0 + 10 * DAY_MS);

        if (seen.n[CARE_HEALTH_PROBLEM] > 0)
            print_error("%s", seen.told->str);
        assert_int_equal(seen.n[CARE_HEALTH_PROBLEM], 0);
        assert_true(seen.n[CARE_HEALTH_OK] >= 8);
        assert_null(strstr(seen.told->str, "anna")); /* no names */
    }
    assert_says(place, "ok clients: none has it open");
    assert_says(place, "ok database: its pages are sound");
    assert_true(g_file_get_contents(place->path, &again, &size_again, NULL));
    assert_int_equal(size, size_again);
    assert_memory_equal(bytes, again, size);
}

static void
care_store_examine__speaks__of_a_store_that_is_not_there(void **state)
{
    Place *place = *state;
    g_autofree char *folder = g_path_get_dirname(place->path);

    assert_says(place, "note store: ");
    assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
    assert_int_equal(g_mkdir(folder, 0700), 0);
    assert_int_equal(symlink("/nonexistent/care.db", place->path), 0);
    assert_says(place, "problem store: ");
    assert_int_equal(g_remove(place->path), 0);
    assert_int_equal(g_mkdir(place->path, 0700), 0);
    assert_says(place, "problem store: ");
}

static void
care_store_examine__names__what_no_client_can_open(void **state)
{
    Place *place = *state;
    g_autofree char *newer = NULL;

    fill(place);
    newer = g_strdup_printf("PRAGMA user_version = %" G_GINT64_FORMAT,
                            ask_number(place, "PRAGMA user_version") + 1);
    edit(place, newer);
    assert_says(place, "problem database: this store has schema ");
    edit(place, "PRAGMA user_version = 1");
    assert_says(place, "note database: schema 1, from an earlier version");
    edit(place, "PRAGMA application_id = 7");
    assert_says(place, "problem database: this database belongs to another program");
    assert_true(g_file_set_contents(place->path, "Dear diary, not a database at all", -1, NULL));
    assert_says(place, "problem database: damaged, or none at all");
    assert_true(g_file_set_contents(place->path, "", -1, NULL));
    assert_says(place, "note database: nothing was ever stored here");
}

static void
care_store_examine__finds__damaged_pages(void **state)
{
    Place *place = *state;

    fill(place);
    edit(place, "PRAGMA writable_schema = ON;"
                "UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'chat_facts'");
    assert_says(place, "problem database: damaged; purple-care verify");
}

static void
care_store_examine__finds__what_others_may_read(void **state)
{
    Place *place = *state;
    g_autofree char *folder = g_path_get_dirname(place->path);

    fill(place);
    assert_says(place, "ok file: only you can read it (0600)");
    assert_says(place, "ok folder: only you can look into it (0700)");
    assert_int_equal(g_chmod(place->path, 0640), 0);
    assert_says(place, "problem file: ");
    assert_int_equal(g_chmod(folder, 0755), 0);
    assert_says(place, "note folder: others can look into ");
    assert_int_equal(g_chmod(folder, 0777), 0);
    assert_says(place, "problem folder: others can put files into ");
}

static void
stay_open(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) question = asking(2, KEY, T0 + 9 * DAY_MS);

    put(place, store, question);
}

static void
care_store_examine__knows__the_living_from_the_dead(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place), *other;

    stay_open(place, store);
    assert_says(place, "ok clients: 1 has it open");
    other = open_well(place);
    assert_says(place, "ok clients: 2 have it open");
    assert_says(place, "ok questions: none was left open"); /* who asked is alive */
    close_well(other);
    close_well(store);
    assert_says(place, "ok clients: none has it open");
    assert_says(place, "note questions: 1 is open for more than an hour");
    kill_client(place, stay_open);
    assert_says(place, "note questions: 1 is open for more than an hour");
}

static void
care_store_examine__says__what_is_due(void **state)
{
    Place *place = *state;
    const CareKeep keep = {30 * DAY_MS, 30 * DAY_MS, 30 * DAY_MS};

    fill(place);
    {
        g_auto(Seen) seen = examine(place, &keep, T0 + 41 * DAY_MS); /* two days of grace */

        assert_non_null(strstr(seen.told->str, "\nok keeping: nothing is older"));
    }
    {
        g_auto(Seen) seen = examine(place, &keep, T0 + 42 * DAY_MS);

        assert_non_null(strstr(seen.told->str, "\nnote keeping: 1 comments are older"));
        assert_non_null(strstr(seen.told->str, "\nnote keeping: 1 chats are older"));
    }
    edit(place, "UPDATE customer SET note = 'x', note_ms = 5 WHERE id = 1");
    {
        const CareKeep notes = {-1, 30 * DAY_MS, -1};
        g_auto(Seen) seen = examine(place, &notes, T0 + 42 * DAY_MS);

        assert_non_null(strstr(seen.told->str, "\nnote keeping: notes or names of 1 customers"));
        assert_null(strstr(seen.told->str, "keeping: nothing is older"));
    }
    assert_says(place, "ok erasing: nothing is left");
    edit(place,
         "INSERT INTO meta VALUES ('erased', 'yes'); INSERT INTO meta VALUES ('sums', 'due')");
    assert_says(place, "note erasing: the file is still to be rewritten");
    assert_says(place, "note sums: still to be made");
    {
        g_auto(Seen) seen = examine(place, NULL, T0);

        assert_non_null(strstr(seen.told->str, "\nnote clock: the newest row"));
        assert_null(strstr(seen.told->str, "keeping:"));
    }
}

static void
care_store_examine__lists__copies_that_lie_about(void **state)
{
    static const char *const kept[] = {".before-2", ".corrupt-20250131T235959Z",
                                       ".replaced-20250131T235959Z-wal", ".new~"};
    Place *place = *state;
    g_autofree char *other = g_strconcat(place->path, ".txt", NULL);

    fill(place);
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
        g_autofree char *name = g_strconcat(place->path, kept[i], NULL);
        g_autofree char *line = g_strconcat("note copy: ", name, ", 5 bytes, ", NULL);

        assert_true(g_file_set_contents(name, "words", -1, NULL));
        assert_says(place, line);
    }
    assert_true(g_file_set_contents(other, "words", -1, NULL));
    {
        g_auto(Seen) seen = examine(place, NULL, T0);

        assert_null(strstr(seen.told->str, other));
    }
    for (guint i = 0; i < 30; i++) {
        g_autofree char *name = g_strdup_printf("%s.corrupt-%u", place->path, i);

        assert_true(g_file_set_contents(name, "words", -1, NULL));
    }
    assert_says(place, "note copy: and 14 more files like these");
}

/* The log of the file that stood here before: read into this one it would make nonsense of it. */
static void
care_store_examine__leaves__a_strange_log_alone(void **state)
{
    Place *place = *state;
    g_autofree char *moved = g_strconcat(place->path, ".moved", NULL);
    g_autofree char *log = g_strconcat(place->path, "-wal", NULL);
    g_autofree char *bytes = NULL;

    fill(place);
    kill_client(place, stay_open); /* which leaves its log */
    assert_true(g_file_test(log, G_FILE_TEST_EXISTS));
    assert_true(g_file_get_contents(place->path, &bytes, NULL, NULL));
    assert_int_equal(g_rename(place->path, moved), 0);
    assert_true(g_file_set_contents(place->path, "", -1, NULL));
    assert_int_equal(g_chmod(place->path, 0600), 0);
    assert_says(place, "note log: ");
    assert_says(place, "note database: nothing was ever stored here");
    assert_true(g_file_test(log, G_FILE_TEST_EXISTS));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_examine__is__content_with_a_sound_store),
        IN_PLACE(care_store_examine__speaks__of_a_store_that_is_not_there),
        IN_PLACE(care_store_examine__names__what_no_client_can_open),
        IN_PLACE(care_store_examine__finds__damaged_pages),
        IN_PLACE(care_store_examine__finds__what_others_may_read),
        IN_PLACE(care_store_examine__knows__the_living_from_the_dead),
        IN_PLACE(care_store_examine__says__what_is_due),
        IN_PLACE(care_store_examine__lists__copies_that_lie_about),
        IN_PLACE(care_store_examine__leaves__a_strange_log_alone),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
