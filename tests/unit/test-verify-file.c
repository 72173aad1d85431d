/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a verification finds wrong sums, imports that were edited, and damage in the file. */
#include "care-verify-test.h"

static void
rebuild(const Place *place)
{
    g_autoptr(CareEditor) editor = care_editor_open(place->path, FALSE, NULL);

    assert_non_null(editor);
    assert_true(care_editor_rebuild_sums(editor, NULL));
}

static void
care_reader_verify__finds__wrong_sums_that_can_be_made_anew(void **state)
{
    static const Edit edits[] = {
        {"UPDATE rollup SET answered = answered + 1 WHERE unit = 'day' AND start_ms ="
         " (SELECT min(start_ms) FROM rollup WHERE unit = 'day')",
         1, "the sums of 2025-03-01 (UTC) hold 2 chats, there are 1", 0},
        {"UPDATE rollup SET x4 = 0, x0 = 1 WHERE unit = 'month' AND x4 = 1", 2,
         "the sums of 2025-03 (UTC) differ from the chats in what came of them", 0},
        {"DELETE FROM rollup WHERE unit = 'month' AND r_too_recent = 1", 2,
         "the sums of 2025-04 (UTC) hold 0 chats, there are 1", 0},
        {"UPDATE rollup SET start_ms = start_ms + 86400000 WHERE unit = 'day' AND r_too_recent = 1",
         2, "there are sums without chats from 2025-04-11 (UTC) on", 0},
        {"UPDATE rollup SET answered = -answered WHERE unit = 'day' AND answered = 1", 2,
         "the sums of 2025-03-02 (UTC) hold -1 chats, there are 1", 0},
        {"INSERT INTO rollup (unit, start_ms, agent, protocol, definition, skipped)"
         " VALUES ('day', -86400000, 1, 'xmpp', 1, 7)",
         1, "there are sums without chats from 1970-01-01 (UTC) on", 0},
        {"INSERT INTO rollup (unit, start_ms, agent, protocol, definition, skipped)"
         " VALUES ('month', 4000000000000000, 1, 'xmpp', 1, 7)",
         1, "there are sums without chats from ", 0},
    };
    Place *place = *state;
    g_auto(Image) image = fill_and_keep(place);

    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        g_auto(Seen) seen = {.told = g_string_new(NULL)};

        put_back(place, &image);
        tamper(place, edits[i].change);
        assert_finds(place, edits[i].n, edits[i].told);
        seen_clear(&seen);
        seen = verify(place);
        assert_int_equal(seen.verified.n_sums, edits[i].n);
        rebuild(place);
        assert_whole(place);
    }
}

static void
on_bad_row(guint64 line G_GNUC_UNUSED, const char *what, gpointer data G_GNUC_UNUSED)
{
    fail_msg("%s", what);
}

/* Chats whose outcomes and ratings only one hash in the ledger speaks of. */
static void
import(const Place *place, const char *id, guint n, gint64 ended_ms)
{
    g_autoptr(CareEditor) editor = care_editor_open(place->path, TRUE, NULL);
    g_autoptr(CareImport) imported = care_import_new(editor, "import", (CareScale){0, 10}, NULL);
    CareImported result;
    guint64 n_bad = 0;

    assert_non_null(imported);
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("%s-%u", id, i);
        const gboolean is_answered = i % 2 == 0;
        const CareImportRow row = {.id = name,
                                   .agent = i % 3 == 0 ? "Bea" : "Cleo",
                                   .protocol = "web",
                                   .reason = is_answered ? "" : "our own word",
                                   .ended_ms = ended_ms + i * DAY_MS,
                                   .outcome =
                                       is_answered ? CARE_OUTCOME_ANSWERED : CARE_OUTCOME_NOT_ASKED,
                                   .has_rating = is_answered,
                                   .has_item_rating = is_answered,
                                   .rating = 10,
                                   .item_rating = 7,
                                   .item = is_answered ? CARE_ITEM_IDEAL : CARE_ITEM_NONE};

        assert_true(care_import_add(imported, &row, i + 2, NULL));
    }
    assert_true(care_import_check(imported, on_bad_row, NULL, &n_bad, NULL));
    assert_int_equal(n_bad, 0);
    assert_true(care_import_commit(imported, T0, NULL, NULL, &result, NULL));
    assert_int_equal(result.added, n);
}

static void
care_reader_verify__finds__edits_of_imported_chats(void **state)
{
    static const Edit edits[] = {
        {"UPDATE chat SET ext = 'c' WHERE ext = 'b-0'", 1, "import-13: its 4 chats are not those",
         0},
        {"UPDATE chat SET reason = 'another' WHERE ext = 'b-1'", 1, "import-13: its 4 chats are",
         0},
        {"UPDATE chat SET protocol = 'x' WHERE ext = 'b-1'", 2, "import-13: its 4 chats are", 0},
        {"UPDATE chat SET ended_ms = 7 WHERE ext = 'b-1'", 1, "chat b-1: it is counted as", 0},
        {"UPDATE agent SET name = 'Dora' WHERE name = 'Cleo'", 2, "import-12: its 7 chats are", 0},
        {"UPDATE cell SET rating = 9 WHERE rating = 10 AND agent ="
         " (SELECT id FROM agent WHERE name = 'Bea')",
         8, "import-12: its 7 chats are", 0},
        {"UPDATE cell SET rating = 11 WHERE rating = 10 AND agent ="
         " (SELECT id FROM agent WHERE name = 'Bea')",
         11, "chat a-0: it is counted as", 0},
        {"UPDATE definition SET max = 9 WHERE max = 10", 15, "chat a-0: it is counted as", 0},
        {"UPDATE chat SET client = 'import-12' WHERE ext = 'b-0'", 2, "import-12: its 8 chats are",
         0},
        {"UPDATE chat SET client = 'import-012' WHERE client = 'import-12'", 2,
         "import-012: its 7 chats are", 0},
        {"UPDATE chat SET client = '' WHERE ext = 'b-3'", 2,
         "chat b-3: its outcome ? is not in the ledger", 0},
        {"DELETE FROM chat WHERE client = 'import-13'; UPDATE meta SET key = 'sums', value = 'due'"
         " WHERE key = 'x'; INSERT OR REPLACE INTO meta VALUES ('sums', 'due')",
         1, "import-13: none of its chats is in the store", 0},
    };
    Place *place = *state;
    g_auto(Image) image = {0};

    fill(place);
    import(place, "a", 7, T0);
    import(place, "b", 4, T0 + 400 * DAY_MS);
    assert_whole(place);
    assert_true(g_file_get_contents(place->path, &image.bytes, &image.size, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        put_back(place, &image);
        tamper(place, edits[i].change);
        assert_finds(place, edits[i].n, edits[i].told);
    }
}

/* The place where @needle first stands in the file is overwritten. */
static void
spoil(const Place *place, const char *needle, const char *with)
{
    g_autofree char *bytes = NULL;
    gsize size = 0;
    char *at = NULL;

    assert_true(g_file_get_contents(place->path, &bytes, &size, NULL));
    for (gsize i = 0; at == NULL && i + strlen(needle) < size; i++) {
        if (memcmp(bytes + i, needle, strlen(needle)) == 0)
            at = bytes + i;
    }
    assert_non_null(at);
    memcpy(at, with, strlen(with));
    assert_true(g_file_set_contents(place->path, bytes, (gssize)size, NULL));
}

static void
care_reader_verify__finds__damage_in_the_file(void **state)
{
    Place *place = *state;

    fill(place);
    /* in the table or in an index of it: the two differ */
    spoil(place, CHAT(3), "f");
    {
        g_auto(Seen) seen = verify(place);

        assert_true(seen.verified.n_findings > 0);
        assert_non_null(strstr(seen.told->str, "the file is damaged: "));
    }
}

static void
care_reader_verify__finds__rows_that_belong_nowhere(void **state)
{
    Place *place = *state;

    fill(place);
    edit(place, "UPDATE answer SET survey = 99 WHERE id = 3");
    assert_finds(place, 3, "row 3 of table answer belongs to a row of survey that is not there");
}

/* Damage in every page in turn: never a crash, and never silence, but for pages that are free. */
static void
care_reader_verify__survives__any_damaged_page(void **state)
{
    Place *place = *state;
    g_auto(Image) image = fill_and_keep(place);
    g_autofree char *whole = g_malloc(image.size);
    gint64 page_size, n_free;
    guint n_found = 0;

    page_size = ask_number(place, "PRAGMA page_size");
    n_free = ask_number(place, "PRAGMA freelist_count");
    memcpy(whole, image.bytes, image.size);
    for (gsize at = (gsize)page_size; at < image.size; at += (gsize)page_size) {
        g_autoptr(CareReader) reader = NULL;
        g_autoptr(GError) error = NULL;
        Seen seen = {.told = g_string_new(NULL)};
        gboolean is_read;

        memcpy(image.bytes, whole, image.size);
        memset(image.bytes + at, 0xA5, (gsize)page_size);
        put_back(place, &image);
        reader = care_reader_open(place->path, &error);
        is_read = reader != NULL &&
                  care_reader_verify(reader, NULL, on_found, &seen, &seen.verified, &error);
        assert_true(is_read || g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT));
        n_found += !is_read || seen.verified.n_findings > 0;
        seen_clear(&seen);
    }
    assert_true(n_found >=
                image.size / (gsize)page_size - 1 - (gsize)n_free); /* 1: the first was kept */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_reader_verify__finds__wrong_sums_that_can_be_made_anew),
        IN_PLACE(care_reader_verify__finds__edits_of_imported_chats),
        IN_PLACE(care_reader_verify__finds__damage_in_the_file),
        IN_PLACE(care_reader_verify__finds__rows_that_belong_nowhere),
        IN_PLACE(care_reader_verify__survives__any_damaged_page),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
