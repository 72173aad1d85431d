/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a store that an earlier version wrote comes through each migration without a loss;
 * tests/data/stores holds one file as each version left it. */
#include "care-schema.h"
#include "care-store-test.h"

static char *
stored_path(guint version)
{
    return g_strdup_printf("tests/data/stores/schema-%u.db", version);
}

/* Puts the store that version left where a client finds it. */
static void
put_in_place(const Place *place, guint version)
{
    g_autofree char *from = stored_path(version), *folder = g_path_get_dirname(place->path),
                    *lock = g_build_filename(folder, "care.lock", NULL), *bytes = NULL;
    gsize size = 0;

    assert_true(g_file_get_contents(from, &bytes, &size, NULL));
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(lock, "", 0, NULL)); /* else the first client waits */
    assert_true(g_file_set_contents(place->path, bytes, (gssize)size, NULL));
}

/* What every version has known, in words. */
static const char *const known[] = {
    "SELECT group_concat(x, ';') FROM (SELECT c.ext || a.name || protocol || started_ms || ended_ms"
    " || outcome || reason || quote(guards) || quote(u.key) AS x FROM chat c"
    " JOIN agent a ON a.id = c.agent LEFT JOIN customer u ON u.id = c.customer ORDER BY c.id)",
    "SELECT group_concat(x, ';') FROM (SELECT s.ext || state || asked_ms || quote(rating) ||"
    " quote(hash) AS x FROM survey s LEFT JOIN definition d ON d.id = s.definition ORDER BY s.id)",
    "SELECT group_concat(survey || seq || rating || kind || at_ms, ';') FROM answer",
    "SELECT group_concat(answer || text, ';') FROM comment",
    "SELECT group_concat(key || private || quote(opted_out_ms) || created_ms, ';') FROM customer",
    "SELECT group_concat(seq || at_ms || quote(chat) || kind || value || hash, ';') FROM ledger",
    "SELECT value FROM meta WHERE key = 'key'",
};

/* What schema 3 has known besides. */
static const char *const known_since_3[] = {
    "SELECT group_concat(key || quote(language), ';') FROM customer",
    "SELECT group_concat(ext || quote(counted_ms) || quote(cell) || erased, ';') FROM chat",
    "SELECT group_concat(unit || start_ms || agent || protocol || definition || answered || x0 ||"
    " x1 || x2 || x3 || x4 || culture2 || not_asked, ';') FROM rollup",
    "SELECT group_concat(hash || asked_ms || state || n, ';') FROM tombstone_asked",
};

/* And schema 4. */
static const char *const known_since_4[] = {
    "SELECT group_concat(key || quote(note) || quote(note_ms) || quote(name) || quote(name_ms) ||"
    " quote(language_by), ';') FROM customer",
    "SELECT group_concat(ext || quote(replies) || quote(first_reply_ms) || quote(median_reply_ms)"
    " || quote(longest_wait_ms) || quote(first_part_ms) || quote(last_part_ms) || quote(promises)"
    " || quote(kept) || quote(open_questions), ';') FROM chat",
    "SELECT group_concat(start_ms || agent || protocol || n || replies || promises || kept ||"
    " open_questions || hex(times), ';') FROM attended",
    "SELECT group_concat(at_ms || rule || level || result || after_ms, ';') FROM reminder",
};

static void
assert_kept(const Place *before, const Place *place, const char *const *queries, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *old = ask_text(before, queries[i]), *new = ask_text(place, queries[i]);

        assert_non_null(old);
        assert_string_equal(old, new);
    }
}

/* Nothing is known yet of what earlier versions did not keep. */
static void
assert_nothing_made_up(const Place *place, guint version)
{
    assert_int_equal(ask_number(place, "SELECT count(*) FROM mark"), 0);
    if (version >= 4)
        return;
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer WHERE note NOT NULL"
                                       " OR name NOT NULL OR language_by NOT NULL"),
                     0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE replies NOT NULL"), 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM reminder"), 0);
}

static void
assert_sums_are_recounts(const Place *place)
{
    g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
    g_autoptr(CareCube) summed = care_reader_count(reader, &(CareCubeFilter){0}, NULL);
    g_autoptr(CareCube) counted =
        care_reader_count(reader, &(CareCubeFilter){.recount = TRUE}, NULL);
    const CareCounts one = care_cube_sum(summed, NULL), other = care_cube_sum(counted, NULL);

    assert_memory_equal(&one, &other, sizeof one);
    assert_int_equal(one.outcomes[CARE_OUTCOME_ANSWERED], 27);
    assert_int_equal(one.outcomes[CARE_OUTCOME_EXPIRED], 2);
    assert_int_equal(one.outcomes[CARE_OUTCOME_PENDING], 4);
    assert_int_equal(one.reasons[CARE_REASON_IDLE] + one.reasons[CARE_REASON_TOO_RECENT], 6);
    for (gint rating = 1; rating <= CARE_RATINGS; rating++) {
        g_autofree char *sql =
            g_strdup_printf("SELECT count(*) FROM survey s JOIN chat c ON c.survey = s.id"
                            " WHERE c.outcome = 'answered' AND rating = %d",
                            rating);

        assert_int_equal(one.ratings[rating - 1], ask_number(place, sql));
    }
}

static void
care_schema_migrate__keeps__all_that_each_version_stored(void **state)
{
    Place *place = *state;
    g_autofree char *copy = g_strdup_printf("%s.before-%u", place->path, care_schema.version);
    const Place before = {.path = copy};

    for (guint version = 1; version < care_schema.version; version++) {
        g_autofree char *whole = NULL;
        CareDb *db;

        put_in_place(place, version);
        db = care_db_open(place->path, SQLITE_OPEN_READWRITE, NULL);
        assert_true(care_schema_migrate(db, &care_schema, place->path, TRUE, NULL));
        care_db_close(db);
        assert_int_equal(ask_number(place, "PRAGMA user_version"), care_schema.version);
        assert_int_equal(ask_number(&before, "PRAGMA user_version"), version);
        assert_kept(&before, place, known, G_N_ELEMENTS(known));
        if (version >= 3)
            assert_kept(&before, place, known_since_3, G_N_ELEMENTS(known_since_3));
        if (version >= 4)
            assert_kept(&before, place, known_since_4, G_N_ELEMENTS(known_since_4));
        assert_nothing_made_up(place, version);
        assert_int_equal(ask_number(place, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
        assert_sound(place);
        assert_sums_are_recounts(place);
        g_unlink(place->path);
        g_unlink(copy);
    }
}

static void
care_store_open__goes_on__with_what_each_version_stored(void **state)
{
    Place *place = *state;

    for (guint version = 1; version < care_schema.version; version++) {
        g_auto(Said) said;
        CareStore *store;

        put_in_place(place, version);
        store = open_store(place, &said);
        assert_int_equal(said.code, UNSET);
        assert_true(customer_of(place, store, "xmpp:c7@example.org", 0).is_opted_out);
        close_well(store);
        assert_int_equal(ask_number(place, "SELECT count(*) FROM meta WHERE key = 'sums'"), 0);
        assert_int_equal(ask_number(place, "SELECT sum(answered) FROM rollup WHERE unit = 'day'"),
                         27);
        assert_sums_are_recounts(place);
        remove_tree(place->folder);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_schema_migrate__keeps__all_that_each_version_stored),
        IN_PLACE(care_store_open__goes_on__with_what_each_version_stored),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
