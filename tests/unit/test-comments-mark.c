/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that what a lead marks on comments holds, all of a command or nothing of it, and that it
 * can be taken back. */
#define _GNU_SOURCE /* memmem */
#include "care-comments-test.h"

static void
care_editor_mark__notes__who_read_it_first(void **state)
{
    Place *place = *state;
    g_autofree char *list = NULL, *again = NULL;

    store_three(place);
    assert_int_equal(mark(place, CARE_MARK_READ, NULL, "lea", T0 + DAY_MS, 1, 2, 0), 2);
    assert_int_equal(mark(place, CARE_MARK_READ, NULL, "bob", T0 + 2 * DAY_MS, 1, 0), 0);
    list = listed(place, (CareCommentFilter){0});
    assert_string_equal(list, "3:5 'perfect, thanks' unread\n"
                              "2:4 'fine words' read by lea\n"
                              "1:1 'he never once asked what I needed' read by lea open\n");
    again = listed(place, (CareCommentFilter){.unread = TRUE});
    assert_string_equal(again, "3:5 'perfect, thanks' unread\n");
}

static void
care_editor_mark__keeps__what_was_done(void **state)
{
    Place *place = *state;
    g_autofree char *list = NULL, *open = NULL;

    store_three(place);
    assert_int_equal(mark(place, CARE_MARK_HANDLED, "called back", "lea", T0 + DAY_MS, 1, 0), 1);
    assert_int_equal(mark(place, CARE_MARK_HANDLED, NULL, "bob", T0 + 2 * DAY_MS, 1, 0), 0);
    assert_int_equal(mark(place, CARE_MARK_THEME, "waiting", "lea", T0 + DAY_MS, 1, 2, 0), 2);
    assert_int_equal(mark(place, CARE_MARK_THEME, "waiting", "lea", T0 + DAY_MS, 1, 0), 0);
    assert_int_equal(mark(place, CARE_MARK_BEST, NULL, "lea", T0 + DAY_MS, 3, 0), 1);
    assert_int_equal(mark(place, CARE_MARK_BEST, NULL, "bob", T0 + 2 * DAY_MS, 3, 0), 0);
    list = listed(place, (CareCommentFilter){0});
    assert_string_equal(list, "3:5 'perfect, thanks' read by lea best by lea\n"
                              "2:4 'fine words' read by lea theme waiting\n"
                              "1:1 'he never once asked what I needed' read by lea theme waiting"
                              " handled by lea: called back\n");
    open = listed(place, (CareCommentFilter){.open = TRUE});
    assert_string_equal(open, "");
}

static void
care_editor_mark__changes__nothing_when_one_is_wrong(void **state)
{
    Place *place = *state;
    g_autofree char *before = NULL, *after = NULL;
    g_autoptr(GError) unknown = NULL, not_best = NULL, worded = NULL;

    store_three(place);
    before = dump(place);
    assert_false(try_mark(place, CARE_MARK_READ, NULL, &unknown, 1, 99, 0));
    assert_true(g_error_matches(unknown, CARE_MARK_ERROR, CARE_MARK_ERROR_NO_COMMENT));
    assert_false(try_mark(place, CARE_MARK_BEST, NULL, &not_best, 3, 2, 0));
    assert_true(g_error_matches(not_best, CARE_MARK_ERROR, CARE_MARK_ERROR_NOT_BEST));
    edit(place, "DELETE FROM comment WHERE answer = 2"); /* a 4 without words is no comment */
    assert_false(try_mark(place, CARE_MARK_READ, NULL, &worded, 2, 0));
    edit(place, "INSERT INTO comment VALUES (2, 'fine words')");
    after = dump(place);
    assert_string_equal(before, after);
}

static void
care_editor_mark__takes__back_the_last(void **state)
{
    Place *place = *state;
    g_autofree char *first = NULL, *second = NULL;

    store_three(place);
    mark(place, CARE_MARK_READ, NULL, "lea", T0 + DAY_MS, 1, 0);
    mark(place, CARE_MARK_HANDLED, "zzyzx-was-told", "lea", T0 + 2 * DAY_MS, 1, 0);
    assert_int_equal(mark(place, CARE_MARK_UNDO, NULL, "lea", T0 + 3 * DAY_MS, 1, 0), 1);
    first = listed(place, (CareCommentFilter){.low = TRUE});
    assert_string_equal(first, "1:1 'he never once asked what I needed' read by lea open\n");
    assert_int_equal(ask_number(place, "SELECT count(*) FROM meta WHERE key = 'erased'"), 1);
    assert_int_equal(mark(place, CARE_MARK_UNDO, NULL, "lea", T0 + 3 * DAY_MS, 1, 0), 1);
    assert_int_equal(mark(place, CARE_MARK_UNDO, NULL, "lea", T0 + 3 * DAY_MS, 1, 0), 0);
    second = listed(place, (CareCommentFilter){.low = TRUE});
    assert_string_equal(second, "1:1 'he never once asked what I needed' unread open\n");
    assert_int_equal(ask_number(place, "SELECT count(*) FROM mark"), 0);
}

/* One command is one step back: what was handled unread is unread again. */
static void
care_editor_mark__takes__back_reading_with_handling(void **state)
{
    Place *place = *state;
    g_autofree char *list = NULL;

    store_three(place);
    mark(place, CARE_MARK_HANDLED, NULL, "lea", T0 + DAY_MS, 1, 0);
    mark(place, CARE_MARK_UNDO, NULL, "lea", T0 + DAY_MS, 1, 0);
    list = listed(place, (CareCommentFilter){.low = TRUE});
    assert_string_equal(list, "1:1 'he never once asked what I needed' unread open\n");
}

static void
care_editor_mark__works__beside_a_client(void **state)
{
    Place *place = *state;
    CareStore *store;
    g_autofree char *list = NULL;
    g_autoptr(CareRecord) record = rated(1, KEY, 1, WORDS ", and never came back");

    store_three(place);
    store = open_well(place);
    mark(place, CARE_MARK_READ, NULL, "lea", T0 + DAY_MS, 1, 0);
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    close_well(store);
    /* What came after the reading was not read. */
    list = listed(place, (CareCommentFilter){.low = TRUE, .unread = TRUE});
    assert_string_equal(list, "1:1 'he never once asked what I needed, and never came back'"
                              " unread open\n");
    mark(place, CARE_MARK_READ, NULL, "bob", T0 + 2 * DAY_MS, 1, 0);
    assert_int_equal(ask_number(place, "SELECT read_ms FROM mark"), T0 + DAY_MS);
    assert_sound(place);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_editor_mark__notes__who_read_it_first),
        IN_PLACE(care_editor_mark__keeps__what_was_done),
        IN_PLACE(care_editor_mark__changes__nothing_when_one_is_wrong),
        IN_PLACE(care_editor_mark__takes__back_the_last),
        IN_PLACE(care_editor_mark__takes__back_reading_with_handling),
        IN_PLACE(care_editor_mark__works__beside_a_client),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
