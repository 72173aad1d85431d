/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a file out of which somebody was erased is rewritten, in its own good time. */
#define _GNU_SOURCE /* memmem */
#include "care-store-test.h"
#include "care-work.h"

#define T0     ((gint64)1700000000000)
#define N_MANY 1000 /* with all that goes fewer than the queue holds */
#define N_STAY 300

/* (transfer full): of any length, so that pages split and merge. */
static char *
key_of(guint id)
{
    g_autofree char *tail = g_strnfill(id * 37 % 300, 'x');

    return g_strdup_printf("xmpp:%03u-key-%04u-%s@example.org", id * 37 % 997, id, tail);
}

static void
fill(CareStore *store, guint id)
{
    for (guint i = 0; i < 2; i++) {
        g_autofree char *key = key_of(id), *words = g_strnfill((id + i) * 101 % 900, 'w');
        CareRecord *record = answered(2 * id + i, key, T0 + id);

        g_free(record->chat.address);
        g_free(record->answer.comment);
        record->chat.address = g_strdup(key);
        record->answer.comment = g_strdup_printf("words-%04u %s ends-%04u", id, words, id);
        care_store_put(store, record, NULL, NULL);
    }
}

static void
erase(CareStore *store, guint id)
{
    CareRecord *record = g_new0(CareRecord, 1);

    record->customer = key_of(id);
    record->change = CARE_CUSTOMER_ERASE;
    care_store_put(store, record, NULL, NULL);
}

/* All come, and each third goes again, in no order: what is deleted was moved before. */
static void
come_and_go(CareStore *store)
{
    for (guint i = 0; i < N_MANY + N_STAY; i++) {
        const guint goes = (i + N_MANY - N_STAY) * 617 % N_MANY;

        if (i < N_MANY)
            fill(store, i * 617 % N_MANY);
        if (i >= N_STAY && goes % 3 == 0)
            erase(store, goes);
    }
}

/* How many of the erased can still be found; that no other is missing shows that this finds. */
static guint
count_left(const Place *place)
{
    static const char *const marks[] = {"-key-", "words-", "ends-"};
    g_autofree char *bytes = NULL;
    gsize size = 0;
    guint n_left = 0;

    assert_true(g_file_get_contents(place->path, &bytes, &size, NULL));
    for (guint id = 0; id < N_MANY; id++) {
        for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
            g_autofree char *needle = g_strdup_printf("%s%04u", marks[i], id);
            const gboolean is_there = memmem(bytes, size, needle, strlen(needle)) != NULL;

            assert_true(is_there || id % 3 == 0);
            n_left += is_there && id % 3 == 0;
        }
    }
    return n_left;
}

static void
care_session_scrub__leaves__no_byte_among_many(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autofree char *before = NULL, *after = NULL, *set_aside = NULL;
    CareSession *session = care_session_new(place->path);

    come_and_go(store);
    close_well(store);
    assert_int_not_equal(count_left(place), 0); /* else this proves nothing */
    before = dump(place);
    assert_true(care_session_connect(session, FALSE, &set_aside, NULL)); /* another run */
    care_session_scrub(session);
    care_session_tidy(session);
    care_session_free(session);
    assert_int_equal(count_left(place), 0);
    after = dump(place);
    assert_non_null(strstr(before, "key=erased;value=yes;\n"));
    assert_null(strstr(after, "key=erased;"));
    assert_int_equal(strlen(before), strlen(after) + strlen("key=erased;value=yes;\n"));
    assert_sound(place);
}

/* It is no work for a moment at which another client writes, and none to be done twice. */
static void
care_session_scrub__waits__for_nobody(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) mine = answered(1, KEY, T0), erase = erasing(mine, KEY);
    g_autofree char *set_aside = NULL;
    g_autoptr(CareSession) session = care_session_new(place->path);
    CareWork work = {.session = session};
    sqlite3 *other;
    gint64 from_us;

    put(place, store, mine);
    put(place, store, erase);
    close_well(store);
    assert_true(care_session_connect(session, FALSE, &set_aside, NULL));
    other = look(place);
    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    from_us = g_get_monotonic_time();
    care_session_scrub(session);
    assert_in_range(g_get_monotonic_time() - from_us, 0, G_USEC_PER_SEC);
    assert_true(session->may_scrub);
    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(other);
    care_work_look(&work); /* what the writer does when nothing is to be done */
    assert_false(session->may_scrub);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM meta WHERE key = 'erased'"), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_session_scrub__leaves__no_byte_among_many),
        IN_PLACE(care_session_scrub__waits__for_nobody),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
