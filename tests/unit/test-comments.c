/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves by the bytes that marks go with the words and with whoever said them, and that figures
 * stay. */
#define _GNU_SOURCE /* memmem */
#include "care-comments-test.h"
#include "care-keep.h"
#include "care-session.h"

#define NOTE  "quokka-note: she was called back at home"
#define THEME "wombat-theme"
#define USER  "numbat-lead"

static void
store_marked(const Place *place)
{
    store_three(place);
    mark(place, CARE_MARK_HANDLED, NOTE, USER, T0 + DAY_MS, 1, 0);
    mark(place, CARE_MARK_THEME, THEME, USER, T0 + DAY_MS, 1, 0);
    mark(place, CARE_MARK_THEME, "a theme that stays", "lea", T0 + DAY_MS, 2, 0);
    assert_true(count_in_bytes(place, NOTE) > 0);
    assert_true(count_in_bytes(place, THEME) > 0);
    assert_true(count_in_bytes(place, USER) > 0);
}

static void
assert_marks_gone(const Place *place)
{
    assert_int_equal(count_in_bytes(place, WORDS), 0);
    assert_int_equal(count_in_bytes(place, NOTE), 0);
    assert_int_equal(count_in_bytes(place, THEME), 0);
    assert_int_equal(count_in_bytes(place, USER), 0);
    assert_true(count_in_bytes(place, "a theme that stays") > 0);
}

/* That a low mark was handled is a figure. */
static void
assert_figures(const Place *place, guint64 n)
{
    const CareCommentCounts counts = counted(place, (CareCommentFilter){0}, T0);

    assert_int_equal(counts.n, n);
    assert_int_equal(counts.low, 1);
    assert_int_equal(counts.handled, 1);
    assert_int_equal(counts.open, 0);
}

static void
care_comments_drop__forgets__marks_with_a_customer(void **state)
{
    Place *place = *state;
    g_auto(CareForgotten) forgotten = {0};

    store_marked(place);
    copy_beside(place, ".before-6");
    forget(place, KEY, &forgotten);
    assert_int_equal(forgotten.comments, 1);
    assert_int_equal(forgotten.cleaned->len, 1);
    assert_int_equal(forgotten.uncleaned->len, 0);
    assert_marks_gone(place);
    assert_figures(place, 2);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM mark WHERE settled = 1"), 1);
    assert_sound(place);
}

/* Nobody is left to whom it could be made good, so it is not open for ever. */
static void
care_comments_drop__closes__what_nobody_can_make_good(void **state)
{
    Place *place = *state;
    g_auto(CareForgotten) forgotten = {0};
    g_autoptr(GError) error = NULL;
    CareCommentCounts counts;

    store_three(place);
    mark(place, CARE_MARK_READ, NULL, USER, T0 + DAY_MS, 1, 0);
    forget(place, KEY, &forgotten);
    counts = counted(place, (CareCommentFilter){0}, T0);
    assert_int_equal(counts.low, 1);
    assert_int_equal(counts.open + counts.handled, 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM mark"), 0);
    assert_int_equal(count_in_bytes(place, USER), 0);
    assert_false(try_mark(place, CARE_MARK_HANDLED, NOTE, &error, 1, 0));
    assert_true(g_error_matches(error, CARE_MARK_ERROR, CARE_MARK_ERROR_NO_COMMENT));
}

static void
care_comments_drop__follows__a_typed_erase(void **state)
{
    Place *place = *state;
    g_autoptr(CareRecord) mine = rated(1, KEY, 1, WORDS), erase = erasing(mine, KEY);
    CareStore *store;

    store_marked(place);
    store = open_well(place);
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);
    g_usleep(2500 * 1000); /* a client with nothing else to do rewrites the file */
    close_well(store);
    assert_marks_gone(place);
    assert_figures(place, 2);
}

static void
keep(const Place *place, CareKeep what)
{
    CareSession *session = care_session_new(place->path);
    g_autofree char *set_aside = NULL;
    CareKeepPass pass = {0};
    gboolean more = TRUE;

    assert_true(care_session_connect(session, FALSE, &set_aside, NULL));
    while (more)
        assert_true(care_keep_run(session->db, &what, T0 + 181 * DAY_MS, &pass, &more, NULL));
    session->may_scrub = session->has_erased = pass.did;
    care_session_scrub(session);
    care_session_tidy(session);
    care_session_free(session);
}

static void
care_comments_drop__follows__what_is_kept_of_comments(void **state)
{
    Place *place = *state;
    g_autofree char *open = NULL;

    store_marked(place);
    edit(place, "UPDATE answer SET at_ms = at_ms + 2 * 86400000 WHERE id > 1");
    keep(place, (CareKeep){180 * DAY_MS, -1, -1});
    assert_marks_gone(place);
    assert_figures(place, 2);
    open = listed(place, (CareCommentFilter){.low = TRUE});
    assert_string_equal(open, "1:1 '' read by - handled by -\n");
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE value = 'comments:1'"),
                     1);
    keep(place, (CareKeep){180 * DAY_MS, -1, -1}); /* nothing more: a faded mark is no mark */
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'keep'"), 1);
    assert_sound(place);
}

/* A mark may stand on a rating without words. */
static void
care_comments_drop__finds__marks_without_words(void **state)
{
    Place *place = *state;

    store_ratings(place, rated(1, KEY, 1, NULL), rated(2, OTHER, 2, NULL), NULL);
    mark(place, CARE_MARK_HANDLED, NOTE, USER, T0 + DAY_MS, 1, 0);
    mark(place, CARE_MARK_READ, NULL, USER, T0 + DAY_MS, 2, 0);
    keep(place, (CareKeep){0, -1, -1});
    assert_int_equal(count_in_bytes(place, NOTE), 0);
    assert_int_equal(count_in_bytes(place, USER), 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM mark"), 1);
    assert_int_equal(counted(place, (CareCommentFilter){0}, T0).handled, 1);
    assert_int_equal(counted(place, (CareCommentFilter){0}, T0).open, 1);
}

static void
care_comments_drop__follows__what_is_kept_of_chats(void **state)
{
    Place *place = *state;

    store_marked(place);
    edit(place, "UPDATE chat SET ended_ms = ended_ms - 9 * 86400000,"
                " counted_ms = counted_ms - 9 * 86400000 WHERE id = 1");
    keep(place, (CareKeep){-1, -1, 185 * DAY_MS});
    assert_marks_gone(place);
    assert_figures(place, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_comments_drop__forgets__marks_with_a_customer),
        IN_PLACE(care_comments_drop__closes__what_nobody_can_make_good),
        IN_PLACE(care_comments_drop__follows__a_typed_erase),
        IN_PLACE(care_comments_drop__follows__what_is_kept_of_comments),
        IN_PLACE(care_comments_drop__finds__marks_without_words),
        IN_PLACE(care_comments_drop__follows__what_is_kept_of_chats),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
