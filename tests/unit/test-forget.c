/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Greps every byte of every file for somebody who was forgotten, and for what should still be
 * there. */
#define _GNU_SOURCE /* memmem */
#include "care-forget-test.h"

static void
care_editor_forget__leaves__no_byte_in_the_store(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_auto(CareForgotten) forgotten = {0};
    g_autofree char *mine = letters(1, LONG), *theirs = letters(2, LONG);
    const char *key = "web:qxzvkwjy-needle-of-the-key";

    for (guint i = 1; i <= 300; i++) {
        const gboolean is_mine = i % 10 == 0;
        const gsize size = i % 30 == 0 ? LONG : 8 * (i % 90);
        g_autofree char *words = g_strndup(is_mine ? mine : theirs, size);
        g_autoptr(CareRecord) record = said(i, is_mine ? key : OTHER, words);

        record->survey.who = g_strdup(is_mine ? "jqxwvzkp" : "someone");
        care_store_put(store, care_record_copy(record), NULL, NULL);
        g_free(record->answer.comment); /* what they said grows, and moves */
        record->answer.comment = g_strndup(is_mine ? mine : theirs, MIN(size * 3, LONG));
        care_store_put(store, care_record_copy(record), NULL, NULL);
    }
    close_well(store);
    /* Another program may have left words in pages that it freed. */
    edit(place,
         "PRAGMA secure_delete = OFF; UPDATE comment SET text = 'short' WHERE answer % 20 = 0");
    assert_true(count_in_bytes(place, mine) > LONG / PIECE / 2);
    forget(place, key, &forgotten);
    assert_int_equal(forgotten.chats, 30);
    assert_int_equal(forgotten.comments, 30);
    assert_int_equal(forgotten.cleaned->len + forgotten.uncleaned->len, 0);
    assert_int_equal(count_in_bytes(place, mine), 0);
    assert_int_equal(count_in_bytes(place, key), 0);
    assert_int_equal(count_in_bytes(place, "needle-of-the-key"), 0);
    assert_int_equal(count_in_bytes(place, "jqxwvzkp"), 0);
    assert_true(count_in_bytes(place, theirs) > 200);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat"), 300);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 300);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'erase'"
                                       " AND value = 'customer'"),
                     1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM meta WHERE key = 'erased'"), 0);
    assert_true(ask_number(place, "SELECT count(*) FROM tombstone_asked") > 0);
    assert_sound(place);
}

static void
care_editor_forget__finds__whom_only_copies_know(void **state)
{
    Place *place = *state;
    g_auto(CareForgotten) forgotten = {0}, again = {0};
    CareStore *store;
    g_autoptr(CareRecord) mine = said(1, KEY, WORDS), erase = erasing(mine, KEY);

    store_two(place);
    copy_beside(place, ".before-3");
    store = open_well(place);
    put(place, store, erase);
    close_well(store);
    assert_true(count_in_bytes(place, WORDS) > 0);
    forget(place, KEY, &forgotten);
    assert_int_equal(forgotten.chats + forgotten.comments, 0);
    assert_int_equal(forgotten.cleaned->len, 1);
    assert_gone(place);
    forget(place, "xmpp:nobody@example.org", &again);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'erase'"), 1);
}

/* The same words in another's mouth are no trace, and an address may hold another. */
static void
care_editor_forget__spares__who_said_the_same(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_auto(CareForgotten) forgotten = {0};
    g_autoptr(CareRecord) mine = said(1, KEY, WORDS), theirs = said(2, OTHER, WORDS);

    put(place, store, mine);
    put(place, store, theirs);
    close_well(store);
    copy_beside(place, ".before-3");
    forget(place, KEY, &forgotten);
    assert_int_equal(forgotten.cleaned->len, 1);
    assert_int_equal(forgotten.uncleaned->len, 0);
    assert_int_equal(forgotten.comments, 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 1);
}

/* Erased it is, but the log keeps the bytes as long as somebody reads in it. */
static void
care_editor_forget__is__honest_about_a_reader(void **state)
{
    Place *place = *state;
    g_auto(CareForgotten) forgotten = {0};
    g_autoptr(CareEditor) editor = NULL;
    g_autoptr(GError) error = NULL;
    sqlite3 *reader;

    store_two(place);
    reader = look(place);
    sqlite3_exec(reader, "BEGIN; SELECT * FROM chat", NULL, NULL, NULL);
    editor = care_editor_open(place->path, FALSE, NULL);
    sqlite3_busy_timeout(editor->session->db->sql, 50);
    assert_false(care_editor_forget(editor, KEY, T0, &forgotten, &error));
    assert_true(g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY));
    assert_null(strstr(error->message, "anna"));
    assert_null(forgotten.cleaned);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM meta WHERE key = 'erased'"), 1);
    sqlite3_close(reader);
    assert_true(care_editor_forget(editor, KEY, T0, &forgotten, NULL));
    assert_int_equal(ask_number(place, "SELECT count(*) FROM meta WHERE key = 'erased'"), 0);
    g_clear_pointer(&editor, care_editor_close);
    assert_gone(place);
}

static void
care_editor_forget__works__beside_a_client(void **state)
{
    Place *place = *state;
    CareStore *store;
    g_auto(CareForgotten) forgotten = {0};
    g_autoptr(CareRecord) more = said(3, OTHER, "and more words of the other");

    store_two(place);
    store = open_well(place);
    forget(place, KEY, &forgotten);
    assert_gone(place); /* while it runs */
    assert_false(customer_of(place, store, KEY, T0).is_known);
    assert_int_equal(put(place, store, more), CARE_STORED_OK);
    close_well(store);
    assert_gone(place);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat"), 3);
    assert_sound(place);
}

/* What a killed try left in its folder goes; two at a time do not step on each other. */
static void
care_editor_forget__clears__up_after_a_killed_try(void **state)
{
    Place *place = *state;
    g_auto(CareForgotten) forgotten = {0};
    g_autofree char *folder = beside(place, ".forget~"),
                    *left = g_build_filename(folder, "copy", NULL);

    store_two(place);
    assert_int_equal(g_mkdir(folder, 0755), 0);
    assert_true(g_file_set_contents(left, WORDS, -1, NULL));
    forget(place, KEY, &forgotten);
    assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
    assert_gone(place);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_editor_forget__leaves__no_byte_in_the_store),
        IN_PLACE(care_editor_forget__finds__whom_only_copies_know),
        IN_PLACE(care_editor_forget__spares__who_said_the_same),
        IN_PLACE(care_editor_forget__is__honest_about_a_reader),
        IN_PLACE(care_editor_forget__works__beside_a_client),
        IN_PLACE(care_editor_forget__clears__up_after_a_killed_try),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
