/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a store as clients leave it is found sound, and that each way of editing it is found.
 */
#include "care-ledger.h"
#include "care-verify-test.h"

static void
care_reader_verify__finds__nothing_in_a_sound_store(void **state)
{
    Place *place = *state;

    fill(place);
    {
        g_auto(Seen) seen = verify(place);

        assert_string_equal(seen.told->str, "");
        assert_int_equal(seen.verified.n_findings, 0);
        assert_int_equal(seen.verified.chats, 4);
        assert_int_equal(seen.verified.answers, 6);
        assert_int_equal(seen.verified.ledger_rows, 11);
        assert_int_equal(seen.last_done, 11 + 2 * 4);
    }
    edit_ledger(place, "SELECT 1"); /* what the tests below do besides */
    assert_whole(place);
}

static void
care_reader_verify__finds__nothing_in_an_empty_store(void **state)
{
    Place *place = *state;

    close_well(open_well(place));
    assert_whole(place);
}

static gint64
first_bad(const Place *place)
{
    g_auto(Seen) seen = verify(place);

    return seen.verified.first_bad_seq;
}

static void
care_reader_verify__names__the_first_edited_row(void **state)
{
    static const Edit edits[] = {
        /* the row says something else: so the answers differ too, twice */
        {"UPDATE ledger SET value = 'final:5' WHERE seq = 2", 3,
         "first edited row: 2 (answer, 2025-03-01 10:03:08 UTC)", 2},
        {"UPDATE ledger SET at_ms = at_ms + 60000 WHERE seq = 2", 1,
         "first edited row: 2 (answer, 2025-03-01 10:04:08 UTC)", 2},
        {"UPDATE ledger SET at_ms = 1 << 62 WHERE seq = 2", 1, "first edited row: 2 (answer, no",
         2},
        {"UPDATE ledger SET hash = replace(hash, substr(hash, 1, 1), 'g') WHERE seq = 1", 2,
         "first edited row: 1 (outcome, ", 1},
        {"UPDATE ledger SET kind = 'secret' WHERE seq = 11", 1,
         "first edited row: 11 (of no known kind, ", 11},
        {"DELETE FROM ledger WHERE seq = 2", 2,
         "first edited row: 2 (taken out; the next is 3: answer, ", 2},
        {"DELETE FROM ledger WHERE seq < 3", 3,
         "first edited row: 1 (taken out; the next is 3: answer, ", 1},
        /* taken out, the later ones counted anew */
        {"DELETE FROM ledger WHERE seq = 11; UPDATE ledger SET seq = 11 WHERE seq = 10", 1,
         "first edited row: 10 (taken out; the next is 11", 10},
        {"UPDATE ledger SET seq = -5 WHERE seq = 1", 2, "first edited row: -5 (outcome, ", 1},
        {"UPDATE ledger SET value = '5' || char(10) WHERE seq = 11", 1,
         "first edited row: 11 (erase", 11},
        {"UPDATE ledger SET at_ms = at_ms + 1 WHERE seq IN (3, 5, 7)", 2,
         "3 rows of the ledger do not follow from the row before them", 3},
    };
    Place *place = *state;
    g_auto(Image) image = fill_and_keep(place);

    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        put_back(place, &image);
        edit_ledger(place, edits[i].change);
        assert_finds(place, edits[i].n, edits[i].told);
        assert_int_equal(first_bad(place), edits[i].seq);
    }
}

/* Whoever recomputes the hash of the row they edit, gives it away in the next. */
static void
care_reader_verify__names__the_row_after_a_forged_one(void **state)
{
    Place *place = *state;
    g_autofree char *before = NULL, *chat = NULL, *hash = NULL, *change = NULL;

    fill(place);
    before = ask_text(place, "SELECT hash FROM ledger WHERE seq = 1");
    chat = ask_text(place, "SELECT chat FROM ledger WHERE seq = 2");
    hash = care_ledger_hash(before, 2, T0, chat, "answer", "final:4");
    change = g_strdup_printf(
        "UPDATE ledger SET at_ms = %" G_GINT64_FORMAT ", hash = '%s' WHERE seq = 2", T0, hash);
    edit_ledger(place, change);
    assert_finds(place, 1, "first edited row: 3 (answer, ");
}

static void
care_reader_verify__finds__a_ledger_without_its_triggers(void **state)
{
    Place *place = *state;

    fill(place);
    edit(place, "DROP TRIGGER ledger_keeps_values");
    assert_finds(place, 1, "the triggers that keep the ledger");
}

/* Without a trace in the ledger each of these would make another figure of the same chats. */
static void
care_reader_verify__finds__what_the_ledger_does_not_say(void **state)
{
    static const Edit edits[] = {
        {"UPDATE answer SET rating = 5 WHERE id = 1", 2, "chat " CHAT(1) ": rating final:4: 1 in",
         0},
        {"UPDATE answer SET kind = 'late' WHERE id = 1", 2, "chat " CHAT(1) ": rating late:4: 0 in",
         0},
        {"UPDATE answer SET rating = 2 WHERE id = 2; UPDATE survey SET rating = 2 WHERE id = 1;"
         "UPDATE cell SET rating = 2 WHERE id = (SELECT cell FROM chat WHERE id = 1)",
         5, "chat " CHAT(1) ": rating correction:2: 0 in the ledger, 1 in the answers", 0},
        {"DELETE FROM comment; DELETE FROM answer WHERE id = 1", 1,
         "chat " CHAT(1) ": rating final:4: 1 in the ledger, 0 in the answers", 0},
        {"UPDATE survey SET rating = 1 WHERE id = 1", 2, "chat " CHAT(1) ": what its question", 0},
        {"UPDATE survey SET rated_seq = 1, rating = 4 WHERE id = 1", 1,
         "chat " CHAT(1) ": it is counted as something else", 0},
        {"UPDATE survey SET item_rating = 5 WHERE id = 2", 2, "chat " CHAT(2) ": what its question",
         0},
        {"UPDATE survey SET item = 'ideal' WHERE id = 2", 2, "chat " CHAT(2) ": what its question",
         0},
        {"UPDATE chat SET survey = 2 WHERE id = 1", 2, "chat " CHAT(1) ": what its question", 0},
        {"UPDATE chat SET outcome = 'expired' WHERE id = 2", 2,
         "chat " CHAT(2) ": its outcome is expired, and in the ledger (row 5) answered", 0},
        {"UPDATE chat SET reason = 'idle' WHERE id = 3", 2,
         "chat " CHAT(3) ": its outcome is not_asked:idle, and in the ledger (row 9) not_asked:too",
         0},
        {"UPDATE chat SET agent = 9 WHERE id = 1; INSERT INTO agent VALUES (9, 'Other')", 1,
         "chat " CHAT(1) ": it is counted as something else", 0},
        {"UPDATE chat SET ended_ms = ended_ms + 1 WHERE id = 1", 1,
         "chat " CHAT(1) ": it is counted as something else", 0},
        {"UPDATE chat SET counted_ms = NULL, cell = NULL WHERE id = 1", 4,
         "chat " CHAT(1) ": it is counted as something else", 0},
        {"UPDATE chat SET cell = (SELECT cell FROM chat WHERE id = 2) WHERE id = 1", 4,
         "the sums of 2025-03-01 (UTC) differ from the chats in what came of them", 0},
        {"UPDATE chat SET ext = 'x' WHERE id = 3", 4,
         "chat " CHAT(3) " is in the ledger (row 9) and not in the store", 0},
        {"UPDATE chat SET client = 'import-5' WHERE id = 3", 2,
         "import-5: its 1 chats are not those", 0},
        {"DELETE FROM answer WHERE survey = 4; DELETE FROM survey WHERE id = 4;"
         "UPDATE chat SET outcome = 'Anna said no' WHERE id = 4",
         2, "chat " CHAT(4) ": its outcome ? is not in the ledger", 0},
    };
    Place *place = *state;
    g_auto(Image) image = fill_and_keep(place);

    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        put_back(place, &image);
        tamper(place, edits[i].change);
        assert_finds(place, edits[i].n, edits[i].told);
    }
}

/* No ledger tells of it, but it can contradict itself. */
static void
care_reader_verify__finds__attention_that_cannot_be(void **state)
{
    static const char *const bad[] = {
        "kept = 4",           "replies = -1",          "replies = 0",
        "promises = NULL",    "open_questions = -3",   "longest_wait_ms = -1",
        "first_part_ms = -5", "median_reply_ms = -20",
    };
    Place *place = *state;
    g_auto(Image) image = fill_and_keep(place);

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *change = g_strdup_printf("UPDATE chat SET %s WHERE id = 2", bad[i]);

        put_back(place, &image);
        tamper(place, change);
        assert_finds(place, 2, "chat " CHAT(2) ": its figures of attentiveness cannot be");
    }
    put_back(place, &image);
    tamper(place, "UPDATE chat SET kept = 2 WHERE id = 2"); /* it may be, but is not */
    assert_finds(place, 1, "the sums of attentiveness of 2025-03 (UTC) differ from the chats");
    put_back(place, &image);
    tamper(place,
           "INSERT INTO reminder (at_ms, rule, level, result, after_ms)"
           " VALUES (1, 'promise', 'urgent', 'later', 0), (2, 'whim', 'urgent', 'later', 0)");
    assert_finds(place, 1, "row 2 of table reminder holds an unknown name");
}

/* Beside a client: what it stores meanwhile is no fault. */
static void
care_reader_verify__keeps__to_one_moment(void **state)
{
    Place *place = *state;
    CareStore *store;

    fill(place);
    store = open_well(place);
    for (guint i = 5; i < 40; i++) {
        g_autoptr(CareRecord) record = answered(i, NULL, T0 + i * DAY_MS);

        care_store_put(store, care_record_copy(record), NULL, NULL);
        assert_whole(place);
    }
    close_well(store);
    assert_whole(place);
}

static void
care_reader_verify__tells__many_faults_in_few_lines(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_auto(Seen) seen = {.told = g_string_new(NULL)};

    for (guint i = 1; i <= 50; i++) {
        g_autoptr(CareRecord) record = answered(i, NULL, T0);

        put(place, store, record);
    }
    close_well(store);
    edit(place, "UPDATE survey SET asked_ms = 0, rated_seq = 7");
    seen_clear(&seen);
    seen = verify(place);
    assert_int_equal(seen.verified.n_findings, 50);
    assert_non_null(strstr(seen.told->str, "and 30 more: questions that differ"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_reader_verify__finds__nothing_in_a_sound_store),
        IN_PLACE(care_reader_verify__finds__nothing_in_an_empty_store),
        IN_PLACE(care_reader_verify__names__the_first_edited_row),
        IN_PLACE(care_reader_verify__names__the_row_after_a_forged_one),
        IN_PLACE(care_reader_verify__finds__a_ledger_without_its_triggers),
        IN_PLACE(care_reader_verify__finds__what_the_ledger_does_not_say),
        IN_PLACE(care_reader_verify__finds__attention_that_cannot_be),
        IN_PLACE(care_reader_verify__keeps__to_one_moment),
        IN_PLACE(care_reader_verify__tells__many_faults_in_few_lines),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
