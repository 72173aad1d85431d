/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks that what is left of somebody is found wherever it stands, and that others are not taken
 * for them. */
#include "care-store-test.h"
#include "care-traces.h"

#define T0    ((gint64)1700000000000)
#define WORDS "he never once asked what I needed"

static CareTraces *
traces_of(const Place *place)
{
    g_autoptr(CareDb) db = care_db_open(place->path, SQLITE_OPEN_READONLY, NULL);
    CareTraces *traces = care_traces_new(KEY);

    assert_true(care_traces_gather(traces, db, NULL));
    return traces;
}

static gboolean
remain(const Place *place, const CareTraces *traces)
{
    gboolean found = TRUE;

    assert_true(care_traces_remain(traces, place->path, &found, NULL));
    return found;
}

/* Without the overwriting that our own connections do. */
static void
erase_roughly(const Place *place)
{
    edit(place, "PRAGMA secure_delete = OFF; PRAGMA journal_mode = DELETE;"
                "DELETE FROM comment; UPDATE survey SET customer = NULL;"
                "UPDATE chat SET customer = NULL, address = NULL; DELETE FROM customer");
}

static void
store_one(const Place *place, const char *words)
{
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0);

    g_free(record->answer.comment);
    record->answer.comment = g_strdup(words);
    put(place, store, record);
    close_well(store);
}

static void
care_traces_remain__finds__what_a_row_left_in_its_page(void **state)
{
    Place *place = *state;
    g_autoptr(CareTraces) traces = NULL;

    store_one(place, WORDS);
    traces = traces_of(place);
    erase_roughly(place);
    assert_true(remain(place, traces));
    edit(place, "VACUUM");
    assert_false(remain(place, traces));
}

/* Notes are words, too; but the same of somebody else is none of theirs. */
static void
care_traces_remain__finds__what_was_noted(void **state)
{
    Place *place = *state;
    g_autoptr(CareTraces) traces = NULL;

    store_one(place, WORDS);
    edit(place,
         "UPDATE customer SET note = 'lodger of the second floor', name = 'Old Mother Goose'");
    traces = traces_of(place);
    erase_roughly(place);
    edit(place, "VACUUM; INSERT INTO customer (key, created_ms, note)"
                " VALUES ('x:y', 1, 'the lodger of the second floor paid')");
    assert_false(remain(place, traces));
    edit(place, "CREATE TABLE left (part); INSERT INTO left VALUES ('Old Mother Goose')");
    assert_true(remain(place, traces));
}

/* A long text is stored in parts, and only a part of it may be left. */
static void
care_traces_remain__finds__a_part_of_a_long_text(void **state)
{
    Place *place = *state;
    g_autofree char *text = g_malloc0(20001), *query = NULL;
    g_autoptr(CareTraces) traces = NULL;

    for (guint i = 0; i < 20000; i++)
        text[i] = (char)('a' + i * i % 23 * (i % 7 + 1) % 26);
    store_one(place, text);
    traces = traces_of(place);
    erase_roughly(place);
    edit(place, "VACUUM");
    assert_false(remain(place, traces));
    query = g_strdup_printf("CREATE TABLE left (part); INSERT INTO left VALUES ('%.300s')",
                            text + 9777);
    edit(place, query); /* in a table that it does not know of */
    assert_true(remain(place, traces));
}

static void
care_traces_remain__takes__no_other_for_them(void **state)
{
    Place *place = *state;
    CareStore *store;
    g_autoptr(CareTraces) traces = NULL;
    g_autoptr(CareRecord) other = answered(2, "xmpp:joanna@example.org", T0);

    store_one(place, WORDS);
    traces = traces_of(place);
    erase_roughly(place);
    edit(place, "VACUUM");
    store = open_well(place);
    g_free(other->answer.comment);
    other->answer.comment = g_strdup("I say it too: " WORDS);
    put(place, store, other);
    close_well(store);
    assert_false(remain(place, traces));
    edit(place, "UPDATE agent SET name = 'xmpp:anna@example.org'"); /* who is an agent now */
    assert_false(remain(place, traces));
}

/* A file that is no database at all: whether something was found shows in that it is then asked for
 * its rows. */
static void
care_traces_remain__looks__across_the_blocks_that_it_reads(void **state)
{
    Place *place = *state;
    g_autoptr(CareTraces) traces = care_traces_new(KEY);
    g_autofree char *folder = g_path_get_dirname(place->path);
    const gsize size = 3 * 1024 * 1024;
    g_autofree char *bytes = g_malloc0(size);
    gboolean found = TRUE;

    g_mkdir(folder, 0700);
    assert_true(g_file_set_contents(place->path, bytes, (gssize)size, NULL));
    assert_true(care_traces_remain(traces, place->path, &found, NULL));
    assert_false(found);
    for (gsize before = 0; before <= strlen(KEY); before += 3) {
        memset(bytes, '.', size);
        memcpy(bytes + 1024 * 1024 - before, KEY, strlen(KEY));
        assert_true(g_file_set_contents(place->path, bytes, (gssize)size, NULL));
        assert_false(care_traces_remain(traces, place->path, &found, NULL));
    }
}

static void
care_traces_remain__fails__where_there_is_no_file(void **state)
{
    Place *place = *state;
    g_autoptr(CareTraces) traces = care_traces_new(KEY);
    g_autoptr(GError) error = NULL;
    gboolean found = TRUE;

    assert_false(care_traces_remain(traces, place->path, &found, &error));
    assert_int_equal(error->code, CARE_STORE_ERROR_OPEN);
    assert_true(found);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_traces_remain__finds__what_a_row_left_in_its_page),
        IN_PLACE(care_traces_remain__finds__what_was_noted),
        IN_PLACE(care_traces_remain__finds__a_part_of_a_long_text),
        IN_PLACE(care_traces_remain__takes__no_other_for_them),
        IN_PLACE(care_traces_remain__looks__across_the_blocks_that_it_reads),
        IN_PLACE(care_traces_remain__fails__where_there_is_no_file),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
