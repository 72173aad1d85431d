/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks that the figures of attentiveness are kept with their chat, and that their sums stay right
 * whatever becomes of it. */
#include "care-attended.h"
#include "care-store-test.h"
#include <purple-care/store-admin.h>

#define T0 ((gint64)1700000000000)

static const CareAttention some = {.replies = 4,
                                   .first_reply_ms = 40000,
                                   .median_reply_ms = 50000,
                                   .longest_wait_ms = 90000,
                                   .first_part_ms = 30000,
                                   .last_part_ms = 60000,
                                   .promises = 2,
                                   .kept = 1,
                                   .open_questions = 1};

/* (transfer full) */
static CareRecord *
attended(guint id, gint64 at_ms, const CareAttention *attention)
{
    CareRecord *record = answered(id, KEY, at_ms);

    record->has_attention = TRUE;
    record->attention = *attention;
    return record;
}

static guint64
sum_of(const Place *place, const CareCubeFilter *filter, CareAttention *out)
{
    g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
    guint64 n = 0;

    assert_true(care_reader_attention(reader, filter, out, &n, NULL));
    return n;
}

static void
assert_same(const CareAttention *one, const CareAttention *other)
{
    assert_int_equal(one->replies, other->replies);
    assert_int_equal(one->first_reply_ms, other->first_reply_ms);
    assert_int_equal(one->median_reply_ms, other->median_reply_ms);
    assert_int_equal(one->longest_wait_ms, other->longest_wait_ms);
    assert_int_equal(one->first_part_ms, other->first_part_ms);
    assert_int_equal(one->last_part_ms, other->last_part_ms);
    assert_int_equal(one->promises, other->promises);
    assert_int_equal(one->kept, other->kept);
    assert_int_equal(one->open_questions, other->open_questions);
}

static void
on_found(const char *what, gpointer data)
{
    g_string_append_printf(data, "%s\n", what);
}

static void
assert_verified(const Place *place, const char *findings)
{
    g_autoptr(GString) found = g_string_new(NULL);
    g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
    CareVerified verified;

    assert_true(care_reader_verify(reader, NULL, on_found, found, &verified, NULL));
    assert_string_equal(found->str, findings);
    assert_int_equal(verified.n_sums, verified.n_findings);
}

static void
care_store_put__keeps__attention_with_its_chat_once(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = attended(1, T0, &some), later = answered(1, KEY, T0);
    g_autofree char *once = NULL, *twice = NULL;
    CareAttention got;

    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    once = dump(place);
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    twice = dump(place);
    assert_string_equal(once, twice);
    assert_int_equal(put(place, store, later), CARE_STORED_OK); /* knows of none: leaves it */
    assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &got), 1);
    assert_same(&got, &some);
    record->attention.first_reply_ms = 41000;
    record->attention.first_part_ms = -1;
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    sum_of(place, &(CareCubeFilter){0}, &got);
    assert_same(&got, &record->attention);
    close_well(store);
    assert_sound(place);
}

static void
care_store_put__keeps__nothing_where_nothing_was_measured(void **state)
{
    static const CareAttention none = {.first_reply_ms = -1,
                                       .median_reply_ms = -1,
                                       .longest_wait_ms = -1,
                                       .first_part_ms = -1,
                                       .last_part_ms = -1};
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = attended(1, T0, &none), other = attended(2, T0, &some);
    CareAttention got;

    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &got), 0);
    assert_same(&got, &none);
    assert_int_equal(put(place, store, other), CARE_STORED_OK);
    assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &got), 1);
    other->attention = none; /* it was none after all */
    assert_int_equal(put(place, store, other), CARE_STORED_OK);
    assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &got), 0);
    other->attention.longest_wait_ms = 5000; /* one whom nobody answered */
    assert_int_equal(put(place, store, other), CARE_STORED_OK);
    assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &got), 1);
    assert_same(&got, &other->attention);
    close_well(store);
}

static void
care_reader_attention__counts__no_open_chat_and_passes_the_filter(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) bea = attended(1, T0, &some), carl = attended(2, T0 + DAY_MS, &some),
                          irc = attended(3, T0 + 2 * DAY_MS, &some),
                          open = attended(4, T0 + 3 * DAY_MS, &some);
    CareAttention got;

    g_free(carl->chat.agent);
    carl->chat.agent = g_strdup("Carl");
    carl->attention.first_reply_ms = 10000;
    g_free(irc->chat.protocol);
    irc->chat.protocol = g_strdup("irc");
    irc->attention.longest_wait_ms = 95000;
    open->chat.outcome = CARE_OUTCOME_OPEN;
    open->chat.ended_ms = 0;
    put(place, store, bea);
    put(place, store, carl);
    put(place, store, irc);
    put(place, store, open);
    close_well(store);
    assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &got), 3);
    assert_int_equal(got.promises, 6);
    assert_int_equal(got.kept, 3);
    assert_int_equal(got.longest_wait_ms, 95000);
    assert_int_equal(sum_of(place, &(CareCubeFilter){.agent = "Carl"}, &got), 1);
    assert_int_equal(got.first_reply_ms, 10000);
    assert_int_equal(sum_of(place, &(CareCubeFilter){.agent = "Bea"}, &got), 2);
    assert_int_equal(sum_of(place, &(CareCubeFilter){.agent = "nobody"}, &got), 0);
    assert_int_equal(sum_of(place, &(CareCubeFilter){.protocol = "irc"}, &got), 1);
    assert_int_equal(
        sum_of(place, &(CareCubeFilter){.from_ms = T0 + 1, .to_ms = T0 + 2 * DAY_MS}, &got), 1);
    assert_int_equal(sum_of(place, &(CareCubeFilter){.chat = bea->chat.id}, &got), 1);
    assert_int_equal(sum_of(place, &(CareCubeFilter){.customer = KEY}, &got), 3);
    assert_int_equal(sum_of(place, &(CareCubeFilter){.customer = "x:y"}, &got), 0);
}

static const char *const agents[] = {"Bea", "Carl", "Dora"};

/* However a chat changes, its sums go with it. */
static void
care_store_put__keeps__the_sums_of_attention_right(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    GRand *rand = g_rand_new_with_seed(11);
    g_autoptr(CareReader) reader = NULL;

    for (guint round = 0; round < 300; round++) {
        const guint id = (guint)g_rand_int_range(rand, 1, 20);
        g_autoptr(CareRecord) record =
            attended(id, T0 + g_rand_int_range(rand, 0, 90) * DAY_MS, &some);

        record->attention.first_reply_ms = g_rand_int_range(rand, -1, 200000);
        record->attention.kept = (guint)g_rand_int_range(rand, 0, 3);
        record->has_attention = g_rand_int_range(rand, 0, 4) > 0;
        if (g_rand_int_range(rand, 0, 8) == 0)
            record->attention =
                (CareAttention){.first_reply_ms = -1, .median_reply_ms = -1, .longest_wait_ms = -1};
        if (g_rand_int_range(rand, 0, 4) == 0) {
            record->chat.outcome = CARE_OUTCOME_OPEN; /* the talk went on */
            record->chat.ended_ms = 0;
        }
        g_free(record->chat.agent);
        record->chat.agent = g_strdup(agents[g_rand_int_range(rand, 0, 3)]);
        assert_int_equal(put(place, store, record), CARE_STORED_OK);
        if (round % 20 == 19) {
            CareAttention kept, counted;

            assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &kept),
                             sum_of(place, &(CareCubeFilter){.recount = TRUE}, &counted));
            assert_same(&kept, &counted);
        }
    }
    close_well(store);
    g_rand_free(rand);
    assert_verified(place, "");
    assert_true(ask_number(place, "SELECT count(*) FROM attended") > 3);
}

/* An edited sum is no figure: the chats are counted, and told of. */
static void
care_attended_sum__counts__chats_where_sums_were_edited(void **state)
{
    static const char *const edits[] = {
        "UPDATE attended SET times = x'00'",
        "UPDATE attended SET times = x'ffff01000000'",
        "UPDATE attended SET n = -2",
        "UPDATE attended SET times = x'0000ffffffff'",
    };
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = attended(1, T0, &some), next = attended(2, T0, &some);
    CareAttention got;

    put(place, store, record);
    close_well(store);
    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        edit(place, edits[i]);
        assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &got), 1);
        assert_same(&got, &some);
        assert_verified(place,
                        "the sums of attentiveness of 2023-11 (UTC) differ from the chats\n");
    }
    edit(place, "UPDATE attended SET times = x'00', n = 1");
    store = open_well(place); /* what cannot be read cannot be added to */
    assert_int_equal(put(place, store, next), CARE_STORED_OK);
    close_well(store);
    assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &got), 2);
    edit(place, "UPDATE attended SET times = x'', n = 77"); /* and nobody reads what is due */
    assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &got), 2);
    close_well(open_well(place)); /* makes them anew */
    assert_verified(place, "");
    edit(place, "UPDATE attended SET start_ms = start_ms - 1");
    assert_verified(place, "the sums of attentiveness of 2023-10 (UTC) differ from the chats\n"
                           "the sums of attentiveness of 2023-11 (UTC) differ from the chats\n");
    edit(place, "DELETE FROM attended");
    assert_verified(place, "the sums of attentiveness of 2023-11 (UTC) differ from the chats\n");
}

/* Such a file was edited, or a machine slept for a year. */
static void
care_attended_sum__bears__times_that_cannot_be(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) one = attended(1, T0, &some), two = attended(2, T0, &some);
    const CareCubeFilter recount = {.recount = TRUE};
    CareAttention got;

    one->attention.first_reply_ms = G_MAXINT64;
    one->attention.replies = G_MAXUINT;
    one->attention.kept = 7; /* of two */
    two->attention.first_reply_ms = 20 * DAY_MS;
    two->attention.last_part_ms = G_MININT64;
    put(place, store, one);
    put(place, store, one); /* as it will be read again it is the same */
    put(place, store, two);
    close_well(store);
    assert_int_equal(sum_of(place, &(CareCubeFilter){0}, &got), 2);
    assert_int_equal(got.first_reply_ms, 10 * DAY_MS);
    assert_int_equal(got.kept, 3);
    assert_verified(place, "");
    edit(place, "UPDATE chat SET first_reply_ms = -7, promises = NULL, cell = 999");
    assert_int_equal(sum_of(place, &recount, &got), 0); /* they point nowhere */
    edit(place, "UPDATE chat SET cell = (SELECT id FROM cell)");
    assert_int_equal(sum_of(place, &recount, &got), 2);
    assert_int_equal(got.first_reply_ms, -1);
}

static gboolean
reads_index_alone(const Place *place, const char *query)
{
    g_autofree char *explain = g_strconcat("EXPLAIN QUERY PLAN ", query, NULL);
    sqlite3 *sql = look(place);
    sqlite3_stmt *statement = NULL;
    gboolean is_alone;

    assert_int_equal(sqlite3_prepare_v2(sql, explain, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    is_alone = strstr((const char *)sqlite3_column_text(statement, 3),
                      "COVERING INDEX chat_attended") != NULL;
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(sql);
    return is_alone;
}

static void
care_attended_walk__reads__one_index_alone(void **state)
{
    Place *place = *state;

    close_well(open_well(place));
    assert_true(reads_index_alone(place, CARE_ATTENDED_SELECT));
    assert_true(reads_index_alone(place, CARE_ATTENDED_SELECT " ORDER BY counted_ms"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_put__keeps__attention_with_its_chat_once),
        IN_PLACE(care_store_put__keeps__nothing_where_nothing_was_measured),
        IN_PLACE(care_reader_attention__counts__no_open_chat_and_passes_the_filter),
        IN_PLACE(care_attended_sum__bears__times_that_cannot_be),
        IN_PLACE(care_store_put__keeps__the_sums_of_attention_right),
        IN_PLACE(care_attended_sum__counts__chats_where_sums_were_edited),
        IN_PLACE(care_attended_walk__reads__one_index_alone),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
