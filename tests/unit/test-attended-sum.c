/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lays what is said of the attentiveness of chats beside a plain sort of them all, for hundreds of
 * spans, by the sums and by the chats. */
#include "care-attended.h"
#include "care-store-test.h"

#define T0 ((gint64)1700000000000)

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

/* As people tell times; the steps of care-times.h once more, by another rule. */
static gint64
told(gint64 ms)
{
    const gint64 s = ms / 1000;
    const gint64 step = s < 120 ? 1 : s < 600 ? 5 : s < 3600 ? 30 : s < 36000 ? 300 : 3600;

    return s >= 864000 ? 864000000 : s / step * step * 1000;
}

static gint
compare(gconstpointer a, gconstpointer b)
{
    const gint64 one = *(const gint64 *)a, other = *(const gint64 *)b;

    return (one > other) - (one < other);
}

static gint64
median_of(GArray *numbers)
{
    if (numbers->len == 0)
        return -1;
    g_array_sort(numbers, compare);
    return (told(g_array_index(numbers, gint64, (numbers->len - 1) / 2)) +
            told(g_array_index(numbers, gint64, numbers->len / 2))) /
           2;
}

/* A time as chats have them, or one of its edges; -1: none */
static gint64
any_time(GRand *rand)
{
    static const gint64 edges[] = {0,        999,      1000,     119999,    120000,    124999,
                                   125000,   599999,   600000,   3599999,   3600000,   35999999,
                                   36000000, 39599999, 39600000, 863999999, 864000000, 9000000000};

    switch (g_rand_int_range(rand, 0, 6)) {
    case 0:
        return -1;
    case 1:
        return edges[g_rand_int_range(rand, 0, G_N_ELEMENTS(edges))];
    default:
        return g_rand_int_range(rand, 0, 1 << g_rand_int_range(rand, 8, 25));
    }
}

typedef struct {
    gint64 ms;
    guint agent, protocol;
    CareAttention attention;
} Chat;

static const char *const agents[] = {"Bea", "Carl", "Dora"};
static const char *const protocols[] = {"xmpp", "irc"};

/* @n chats over a year or so, written past the client; the sums are made anew. (transfer full): of
 * Chat */
static GArray *
fill(CareDb *db, GRand *rand, guint n)
{
    GArray *chats = g_array_new(FALSE, FALSE, sizeof(Chat));

    assert_true(
        care_db_exec(db,
                     "DELETE FROM chat; DELETE FROM cell; DELETE FROM agent;"
                     "INSERT INTO agent (id, name) VALUES (1, 'Bea'), (2, 'Carl'), (3, 'Dora');"
                     "INSERT INTO cell (id, agent, protocol, definition, outcome, reason,"
                     " rating, item, item_rating) SELECT 10 * a.id + b, a.id,"
                     " iif(b % 2, 'irc', 'xmpp'), 0, 'expired', 'none', -1, 'none', b"
                     " FROM agent a, (SELECT 0 AS b UNION SELECT 1 UNION SELECT 2) b;"
                     "BEGIN",
                     NULL));
    for (guint i = 0; i < n; i++) {
        Chat chat = {.ms = T0 + g_rand_int_range(rand, 0, 400 * 24 * 3600) * (gint64)1000,
                     .agent = (guint)g_rand_int_range(rand, 0, 3),
                     .protocol = (guint)g_rand_int_range(rand, 0, 2),
                     .attention = {.replies = 3,
                                   .first_reply_ms = any_time(rand),
                                   .median_reply_ms = any_time(rand),
                                   .longest_wait_ms = any_time(rand),
                                   .first_part_ms = any_time(rand),
                                   .last_part_ms = any_time(rand),
                                   .promises = 2,
                                   .kept = (guint)g_rand_int_range(rand, 0, 3),
                                   .open_questions = (guint)g_rand_int_range(rand, 0, 2)}};
        const CareAttention *one = &chat.attention;

        g_array_append_val(chats, chat);
        assert_true(care_db_run(
            db,
            "INSERT INTO chat (ext, agent, protocol, account, room, started_ms, last_ms, ended_ms,"
            " agent_lines, customer_lines, ended_by, outcome, reason, client, counted_ms, cell,"
            " replies, first_reply_ms, median_reply_ms, longest_wait_ms, first_part_ms,"
            " last_part_ms, promises, kept, open_questions) VALUES (?1 || '', ?2, 'x', '', 0, 1, 1,"
            " ?3, 1, 1, 'none', 'expired', 'none', '', ?3, ?4, 3, nullif(?5, -1), nullif(?6, -1),"
            " nullif(?7, -1), nullif(?8, -1), nullif(?9, -1), 2, ?10, ?11)",
            NULL, CARE_INT(i), CARE_INT(chat.agent + 1), CARE_INT(chat.ms),
            CARE_INT(10 * (chat.agent + 1) + chat.protocol + (chat.protocol == 0 ? i % 2 * 2 : 0)),
            CARE_INT(one->first_reply_ms), CARE_INT(one->median_reply_ms),
            CARE_INT(one->longest_wait_ms), CARE_INT(one->first_part_ms),
            CARE_INT(one->last_part_ms), CARE_INT(one->kept), CARE_INT(one->open_questions)));
    }
    assert_true(care_attended_rebuild(db, NULL) && care_db_exec(db, "COMMIT", NULL));
    return chats;
}

/* What is to be said of the chats that pass, from a plain sort of them all. */
static CareAttention
expect(const GArray *chats, const CareCubeFilter *filter, guint64 *out_n)
{
    CareAttention all = {.longest_wait_ms = -1};
    gint64 *const medians[] = {&all.first_reply_ms, &all.median_reply_ms, &all.first_part_ms,
                               &all.last_part_ms};
    GArray *times[4];

    *out_n = 0;
    for (guint i = 0; i < 4; i++)
        times[i] = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (guint i = 0; i < chats->len; i++) {
        const Chat *chat = &g_array_index(chats, Chat, i);
        const CareAttention *one = &chat->attention;
        const gint64 found[] = {one->first_reply_ms, one->median_reply_ms, one->first_part_ms,
                                one->last_part_ms};

        if ((filter->to_ms != 0 && (chat->ms < filter->from_ms || chat->ms >= filter->to_ms)) ||
            (filter->agent != NULL && strcmp(filter->agent, agents[chat->agent]) != 0) ||
            (filter->protocol != NULL && strcmp(filter->protocol, protocols[chat->protocol]) != 0))
            continue;
        ++*out_n;
        all.replies += one->replies;
        all.promises += one->promises;
        all.kept += one->kept;
        all.open_questions += one->open_questions;
        all.longest_wait_ms =
            MAX(all.longest_wait_ms, one->longest_wait_ms < 0 ? -1 : told(one->longest_wait_ms));
        for (guint k = 0; k < 4; k++) {
            if (found[k] >= 0)
                g_array_append_val(times[k], found[k]);
        }
    }
    for (guint k = 0; k < 4; k++) {
        *medians[k] = median_of(times[k]);
        g_array_unref(times[k]);
    }
    return all;
}

static CareCubeFilter
any_filter(GRand *rand)
{
    CareCubeFilter filter = {0};

    if (g_rand_int_range(rand, 0, 8) > 0) {
        filter.from_ms = T0 + g_rand_int_range(rand, -30, 400) * DAY_MS +
                         g_rand_int_range(rand, 0, 3) * 1000 * 3600;
        filter.to_ms = filter.from_ms + g_rand_int_range(rand, 1, 10000) *
                                            (gint64)g_rand_int_range(rand, 1, 4000000);
    }
    if (g_rand_int_range(rand, 0, 2) == 0)
        filter.agent = agents[g_rand_int_range(rand, 0, 3)];
    if (g_rand_int_range(rand, 0, 3) == 0)
        filter.protocol = protocols[g_rand_int_range(rand, 0, 2)];
    return filter;
}

/* Over any span, by the sums and by the chats. */
static void
care_attended_sum__agrees__with_a_sort_of_all(void **state)
{
    static const guint sizes[] = {1, 2, 3, 7, 40, 1500};
    Place *place = *state;
    GRand *rand = g_rand_new_with_seed(7);
    CareDb *db;

    close_well(open_well(place));
    db = care_db_open(place->path, SQLITE_OPEN_READWRITE, NULL);
    for (gsize size = 0; size < G_N_ELEMENTS(sizes); size++) {
        GArray *chats = fill(db, rand, sizes[size]);

        for (guint round = 0; round < 100; round++) {
            CareCubeFilter filter = any_filter(rand);
            guint64 n_wanted = 0;
            const CareAttention wanted = expect(chats, &filter, &n_wanted);

            for (guint recount = 0; recount < 2; recount++) {
                CareAttention got;
                guint64 n = 0;

                filter.recount = recount != 0;
                assert_true(care_attended_sum(db, &filter, &got, &n, NULL));
                assert_int_equal(n, n_wanted);
                assert_same(&got, &wanted);
            }
        }
        g_array_unref(chats);
    }
    care_db_close(db);
    g_rand_free(rand);
}

/* Each step begins where it says, and no time is lost between two. */
static void
care_time_step__is__the_one_that_its_beginning_is_in(void **state G_GNUC_UNUSED)
{
    for (guint step = 0; step < CARE_TIME_STEPS; step++) {
        const gint64 start = care_time_start_ms(step);

        assert_int_equal(care_time_step(start), step);
        assert_int_equal(start, told(start));
        if (step > 0)
            assert_int_equal(care_time_step(start - 1), step - 1);
    }
    assert_int_equal(care_time_step(G_MAXINT64), CARE_TIME_STEPS - 1);
}

static void
care_times_unpack__takes__what_was_packed_and_nothing_else(void **state G_GNUC_UNUSED)
{
    g_autofree CareTimes *times = g_new0(CareTimes, 1);
    const CareAttention one = {1, 5000, 700000, 4000000, -1, 864000000, 0, 0, 0};
    g_autoptr(GByteArray) bytes = NULL;

    for (guint i = 0; i < 70000; i++)
        care_times_add(times, &one, 1);
    bytes = care_times_pack(times);
    assert_int_equal(bytes->len, 4 * 6);
    assert_true(care_times_unpack(times, bytes->data, bytes->len, -1));
    times->n -= 70000;
    times->replies -= 70000;
    assert_true(care_times_is_nothing(times));
    assert_false(care_times_unpack(times, bytes->data, bytes->len - 1, 1));
    bytes->data[1] = 0xff;
    assert_false(care_times_unpack(times, bytes->data, bytes->len, 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_attended_sum__agrees__with_a_sort_of_all),
        cmocka_unit_test(care_time_step__is__the_one_that_its_beginning_is_in),
        cmocka_unit_test(care_times_unpack__takes__what_was_packed_and_nothing_else),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
