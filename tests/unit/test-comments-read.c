/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves which comments and low marks a lead is shown, and how they are counted. */
#define _GNU_SOURCE /* memmem */
#include "care-comments-test.h"

static CareRecord *
corrected(CareRecord *record, gint rating)
{
    record->answer = (CareAnswerRecord){.seq = 2,
                                        .rating = rating,
                                        .kind = CARE_ANSWER_CORRECTION,
                                        .at_ms = record->answer.at_ms + 1000};
    record->survey.rating = rating;
    record->survey.answers = record->survey.rated_seq = 2;
    return record;
}

static CareRecord *
pulse(guint id, const char *words)
{
    CareRecord *record = pulsed(id, KEY, T0 + id);

    record->answer.comment = g_strdup(words);
    return record;
}

static void
care_reader_each_comment__begins__with_the_unread_and_newest(void **state)
{
    Place *place = *state;
    g_autofree char *list = NULL, *by_time = NULL;

    store_three(place);
    mark(place, CARE_MARK_READ, NULL, "lea", T0 + DAY_MS, 3, 0);
    list = listed(place, (CareCommentFilter){0});
    assert_string_equal(list, "2:4 'fine words' unread\n"
                              "1:1 'he never once asked what I needed' unread open\n"
                              "3:5 'perfect, thanks' read by lea\n");
    by_time = listed(place, (CareCommentFilter){.newest = TRUE, .unread = TRUE});
    assert_string_equal(by_time, "2:4 'fine words' unread\n"
                                 "1:1 'he never once asked what I needed' unread open\n");
}

/* A low mark without words is nothing to read, but something to make good. */
static void
care_reader_each_comment__shows__low_marks_that_stand(void **state)
{
    Place *place = *state;
    g_autofree char *all = NULL, *low = NULL, *open = NULL, *worded = NULL;

    store_ratings(place, rated(1, KEY, 2, NULL), rated(2, OTHER, 1, "a slip"),
                  corrected(rated(2, OTHER, 1, NULL), 5), rated(3, OTHER, 3, NULL),
                  pulse(4, "not what I asked"), pulse(5, NULL), rated(6, OTHER, 3, "so so"), NULL);
    all = listed(place, (CareCommentFilter){0});
    assert_string_equal(all, "7:3 'so so' unread\n"
                             "5:2 'not what I asked' unread\n"
                             "2:1 'a slip' unread\n");
    low = listed(place, (CareCommentFilter){.low = TRUE});
    assert_string_equal(low, "5:2 'not what I asked' unread\n1:2 '' unread open\n");
    open = listed(place, (CareCommentFilter){.open = TRUE});
    assert_string_equal(open, "1:2 '' unread open\n");
    worded = listed(place, (CareCommentFilter){.low = TRUE, .worded = TRUE});
    assert_string_equal(worded, "5:2 'not what I asked' unread\n");
}

static void
care_reader_each_comment__passes__what_the_filter_wants(void **state)
{
    Place *place = *state;
    g_autofree char *theirs = NULL, *nobodys = NULL, *beas = NULL, *first = NULL, *none = NULL,
                    *best = NULL;

    store_three(place);
    mark(place, CARE_MARK_BEST, NULL, "lea", T0 + DAY_MS, 3, 0);
    theirs = listed(place, (CareCommentFilter){.customer = KEY});
    assert_string_equal(theirs, "1:1 'he never once asked what I needed' unread open\n");
    nobodys = listed(place, (CareCommentFilter){.customer = "xmpp:nobody@example.org"});
    assert_string_equal(nobodys, "");
    beas = listed(place, (CareCommentFilter){.agent = "Bea", .protocol = "xmpp", .low = TRUE});
    assert_string_equal(beas, theirs);
    /* By the chat's end: the rating came five seconds later. */
    first = listed(place, (CareCommentFilter){.from_ms = T0 + 1, .to_ms = T0 + 2});
    assert_string_equal(first, theirs);
    none = listed(place, (CareCommentFilter){.from_ms = T0 + 2, .to_ms = T0 + 3, .open = TRUE});
    assert_string_equal(none, "");
    best = listed(place, (CareCommentFilter){.best_from_ms = T0 + DAY_MS});
    assert_string_equal(best, "3:5 'perfect, thanks' read by lea best by lea\n");
    g_free(best);
    best = listed(place, (CareCommentFilter){.best_from_ms = T0 + DAY_MS + 1});
    assert_string_equal(best, "");
}

static void
care_reader_count_comments__tells__what_was_read_within_a_week(void **state)
{
    Place *place = *state;
    const gint64 given = T0 + 5000;
    CareCommentCounts counts;

    store_three(place);
    mark(place, CARE_MARK_READ, NULL, "lea", given + 1 + 7 * DAY_MS, 1, 0);
    mark(place, CARE_MARK_READ, NULL, "lea", given + 3 + 7 * DAY_MS, 2, 0);
    counts = counted(place, (CareCommentFilter){0}, given + 2 + 7 * DAY_MS);
    assert_int_equal(counts.n, 3);
    assert_int_equal(counts.unread, 1);
    assert_int_equal(counts.praise, 2);
    assert_int_equal(counts.old_enough, 2); /* the third is a millisecond younger than a week */
    assert_int_equal(counts.in_week, 1);
    assert_int_equal(counts.low, 1);
    assert_int_equal(counts.handled, 0);
    assert_int_equal(counts.open, 1);
    mark(place, CARE_MARK_HANDLED, NULL, "lea", given + 9 * DAY_MS, 1, 0);
    counts = counted(place, (CareCommentFilter){.agent = "Bea", .from_ms = T0, .to_ms = T0 + 2},
                     given + 2 + 7 * DAY_MS);
    assert_int_equal(counts.n, 1);
    assert_int_equal(counts.handled, 1);
    assert_int_equal(counts.open, 0);
}

/* What the list shows and what is counted is the same, whatever was given when. */
static void
care_reader_count_comments__agrees__with_the_list(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    GRand *rand = g_rand_new_with_seed(7);

    for (guint i = 1; i <= 200; i++) {
        CareRecord *record = rated(i, i % 3 ? KEY : OTHER, g_rand_int_range(rand, 1, 6),
                                   g_rand_boolean(rand) ? "words" : NULL);

        record->chat.ended_ms += i * DAY_MS;
        record->answer.at_ms += i * DAY_MS + g_rand_int_range(rand, 0, 3 * 24) * (DAY_MS / 24);
        care_store_put(store, record, NULL, NULL);
    }
    close_well(store);
    mark(place, CARE_MARK_HANDLED, NULL, "lea", T0,
         (int)ask_number(place, "SELECT min(id) FROM answer WHERE rating < 3"), 0);
    for (guint i = 0; i < 40; i++) {
        const gint64 from = T0 + g_rand_int_range(rand, 0, 200) * DAY_MS;
        const gint64 to = from + g_rand_int_range(rand, 1, 60) * DAY_MS;
        CareCommentFilter filter = {.from_ms = from, .to_ms = to};
        const CareCommentCounts counts = counted(place, filter, T0);
        g_autofree char *all = listed(place, filter), *low = NULL, *open = NULL;
        g_auto(GStrv) lines = g_strsplit(all, "\n", -1), lows = NULL, opens = NULL;

        filter.low = TRUE;
        low = listed(place, filter);
        lows = g_strsplit(low, "\n", -1);
        filter.open = TRUE;
        open = listed(place, filter);
        opens = g_strsplit(open, "\n", -1);
        assert_int_equal(counts.n, g_strv_length(lines) - 1);
        assert_int_equal(counts.low, g_strv_length(lows) - 1);
        assert_int_equal(counts.open, g_strv_length(opens) - 1);
        assert_int_equal(counts.low, counts.handled + counts.open);
    }
    g_rand_free(rand);
}

static void
append_theme(const char *theme, guint64 n, gpointer data)
{
    g_string_append_printf(data, "%s %u;", theme, (guint)n);
}

static void
care_reader_each_theme__counts__the_most_frequent_first(void **state)
{
    Place *place = *state;
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(GString) themes = g_string_new(NULL);

    store_three(place);
    mark(place, CARE_MARK_THEME, "price", "lea", T0, 1, 0);
    mark(place, CARE_MARK_THEME, "waiting", "lea", T0, 2, 3, 0);
    reader = care_reader_open(place->path, NULL);
    assert_true(
        care_reader_each_theme(reader, &(CareCommentFilter){0}, append_theme, themes, NULL));
    assert_string_equal(themes->str, "waiting 2;price 1;");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_reader_each_comment__begins__with_the_unread_and_newest),
        IN_PLACE(care_reader_each_comment__shows__low_marks_that_stand),
        IN_PLACE(care_reader_each_comment__passes__what_the_filter_wants),
        IN_PLACE(care_reader_count_comments__tells__what_was_read_within_a_week),
        IN_PLACE(care_reader_count_comments__agrees__with_the_list),
        IN_PLACE(care_reader_each_theme__counts__the_most_frequent_first),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
