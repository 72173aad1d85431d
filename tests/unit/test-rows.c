/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks that rows come out as the records went in: each once, in order, and those that count
 * marked. */
#include "care-store-test.h"
#include <purple-care/store-admin.h>

#define T0    ((gint64)1700000000000)
#define OTHER "xmpp:otto@example.org"

static gboolean
append_chat(const CareChatRow *row, gpointer data)
{
    g_string_append_printf(data, "%.8s %s %s %s +%d %s %s", row->id, row->agent, row->protocol,
                           row->customer != NULL ? row->customer : "-",
                           (gint)((row->ended_ms - T0) / 1000), care_outcome_name(row->outcome),
                           row->reason);
    if (row->has_rating)
        g_string_append_printf(data, " %d of %d-%d", row->rating, row->scale.min, row->scale.max);
    if (row->item != CARE_ITEM_NONE)
        g_string_append_printf(data, " %s", care_item_name(row->item));
    if (row->has_item_rating)
        g_string_append_printf(data, "=%d", row->item_rating);
    if (row->has_attention)
        g_string_append_printf(data, " %u replies, %d, %d, %u of %u", row->attention.replies,
                               (gint)row->attention.first_reply_ms,
                               (gint)row->attention.last_part_ms, row->attention.kept,
                               row->attention.promises);
    g_string_append_printf(data, " <%s>%s\n", row->definition, row->is_imported ? " imported" : "");
    return TRUE;
}

static gboolean
append_answer(const CareAnswerRow *row, gpointer data)
{
    g_string_append_printf(
        data, "%.8s %s +%d %s%s%s=%d%s \"%s\" <%s> %s\n", row->chat,
        row->customer != NULL ? row->customer : "-", (gint)((row->at_ms - T0) / 1000), row->kind,
        row->item != NULL ? ":" : "", row->item != NULL ? row->item : "", row->rating,
        row->counts ? " counts" : "", row->comment != NULL ? row->comment : "", row->definition,
        row->language != NULL ? row->language : "-");
    return TRUE;
}

static gboolean
append_ledger(const CareLedgerRow *row, gpointer data)
{
    g_string_append_printf(data, "%d %.8s %s %s %d\n", (gint)row->seq,
                           row->chat != NULL ? row->chat : "-", row->kind, row->value,
                           (gint)strlen(row->hash));
    return TRUE;
}

/* A rating, its correction, and an item's; in the middle of it all a pulse. */
static void
store_steps(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) record = answered(1, KEY, T0), pulse = pulsed(1, KEY, T0 - 9000);

    put(place, store, pulse);
    record->survey.item = CARE_ITEM_CULTURE;
    record->survey.language = g_strdup("de");
    put(place, store, record);
    g_clear_pointer(&record->answer.comment, g_free);
    record->answer = (CareAnswerRecord){
        .seq = 2, .rating = 3, .kind = CARE_ANSWER_CORRECTION, .at_ms = T0 + 6000};
    record->survey.answers = record->survey.rated_seq = 2;
    record->survey.rating = 3;
    put(place, store, record);
    record->answer =
        (CareAnswerRecord){.seq = 3, .rating = 5, .kind = CARE_ANSWER_ITEM, .at_ms = T0 + 7000};
    record->survey.answers = 3;
    record->survey.item_rating = 5;
    put(place, store, record);
}

static void
store_some(const Place *place)
{
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) open = answered(2, KEY, T0), silent = asking(3, OTHER, T0 + 20000),
                          tie = answered(4, NULL, T0);

    put(place, store, tie); /* its numbers inside come first, its id does not */
    store_steps(place, store);
    open->chat.outcome = CARE_OUTCOME_OPEN;
    open->chat.ended_ms = 0;
    g_clear_pointer(&open->survey.id, g_free);
    open->answer.seq = 0;
    put(place, store, open);
    silent->chat.outcome = CARE_OUTCOME_NOT_ASKED;
    silent->chat.reason = CARE_REASON_IDLE;
    g_clear_pointer(&silent->survey.id, g_free);
    silent->has_attention = TRUE;
    silent->attention = (CareAttention){2, 40, 50, 60, 30, -1, 3, 1, 0};
    put(place, store, silent);
    close_well(store);
    edit(place, "INSERT INTO definition (id, hash, min, max) VALUES (9, 'csat', 0, 10);"
                "INSERT INTO cell (id, agent, protocol, definition, outcome, reason, rating, item,"
                " item_rating) VALUES (90, 1, 'web', 9, 'answered', 'none', 0, 'ideal', 10),"
                " (91, 1, 'web', 0, 'not_asked', 'other', -1, 'none', -1);"
                "INSERT INTO chat (ext, agent, protocol, account, room, customer, started_ms,"
                " last_ms, ended_ms, agent_lines, customer_lines, ended_by, outcome, reason,"
                " client, cell, counted_ms)"
                " SELECT 'ticket-' || k.id, 1, 'web', '', 0, c.id, c.ms, c.ms, c.ms, 0, 0, 'none',"
                " k.outcome, iif(k.id = 91, 'customer left', ''), 'import-1', k.id, c.ms"
                " FROM cell k JOIN (SELECT id, 1700000006500 AS ms FROM customer"
                "  WHERE key = '" KEY "') c WHERE k.id >= 90");
}

static CareReader *
read_some(const Place *place)
{
    CareReader *reader;

    store_some(place);
    reader = care_reader_open(place->path, NULL);
    assert_non_null(reader);
    return reader;
}

static void
care_reader_each_chat__tells__ended_chats_in_order(void **state)
{
    g_autoptr(CareReader) reader = read_some(*state);
    g_autoptr(GString) all = g_string_new(NULL), theirs = g_string_new(NULL);

    assert_true(care_reader_each_chat(reader, NULL, append_chat, all, NULL));
    assert_string_equal(
        all->str, "00000001 Bea xmpp " KEY " +0 answered  3 of 1-5 culture=5 <d1>\n"
                  "00000004 Bea xmpp - +0 answered  4 of 1-5 <d1>\n"
                  "ticket-9 Bea web " KEY " +6 answered  0 of 0-10 ideal=10 <csat> imported\n"
                  "ticket-9 Bea web " KEY " +6 not_asked customer left <> imported\n"
                  "00000003 Bea xmpp " OTHER " +20 not_asked idle 2 replies, 40, -1, 1 of 3 <>\n");
    assert_true(care_reader_each_chat(reader, OTHER, append_chat, theirs, NULL));
    assert_string_equal(theirs->str, "00000003 Bea xmpp " OTHER
                                     " +20 not_asked idle 2 replies, 40, -1, 1 of 3 <>\n");
    g_string_truncate(theirs, 0);
    assert_true(care_reader_each_chat(reader, "xmpp:nobody", append_chat, theirs, NULL));
    assert_string_equal(theirs->str, "");
}

static void
care_reader_each_answer__tells__every_rating_and_which_counts(void **state)
{
    g_autoptr(CareReader) reader = read_some(*state);
    g_autoptr(GString) all = g_string_new(NULL), theirs = g_string_new(NULL);

    assert_true(care_reader_each_answer(reader, NULL, append_answer, all, NULL));
    assert_string_equal(all->str, "00000001 " KEY " +-4 pulse=2 \"\" <d1> -\n"
                                  "00000004 - +5 final=4 counts \"" MARKER "\" <d1> -\n"
                                  "00000001 " KEY " +5 final=4 \"" MARKER "\" <d1> de\n"
                                  "00000001 " KEY " +6 correction=3 counts \"\" <d1> de\n"
                                  "ticket-9 " KEY " +6 final=0 counts \"\" <csat> -\n"
                                  "ticket-9 " KEY " +6 item:ideal=10 counts \"\" <csat> -\n"
                                  "00000001 " KEY " +7 item:culture=5 counts \"\" <d1> de\n");
    assert_true(care_reader_each_answer(reader, KEY, append_answer, theirs, NULL));
    assert_null(strstr(theirs->str, "00000004"));
    assert_int_equal(strlen(theirs->str),
                     strlen(all->str) -
                         strlen("00000004 - +5 final=4 counts \"" MARKER "\" <d1> -\n"));
}

static void
care_reader_each_ledger__tells__all_rows(void **state)
{
    Place *place = *state;
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(GString) all = g_string_new(NULL);
    CareStore *store = open_well(place);
    CareRecord wish = {.customer = (char *)KEY, .change = CARE_CUSTOMER_OPT_OUT, .at_ms = T0};

    store_steps(place, store);
    put(place, store, &wish);
    close_well(store);
    reader = care_reader_open(place->path, NULL);
    assert_true(care_reader_each_ledger(reader, append_ledger, all, NULL));
    assert_string_equal(all->str, "1 00000001 answer pulse:2 64\n"
                                  "2 00000001 outcome answered 64\n"
                                  "3 00000001 answer final:4 64\n"
                                  "4 00000001 answer correction:3 64\n"
                                  "5 00000001 answer item:5 64\n"
                                  "6 - opt_out set 64\n");
}

static gboolean
stop_chat(const CareChatRow *row G_GNUC_UNUSED, gpointer data)
{
    ++*(guint *)data;
    return FALSE;
}

static gboolean
stop_answer(const CareAnswerRow *row G_GNUC_UNUSED, gpointer data)
{
    return ++*(guint *)data < 6; /* between the two of one chat */
}

static gboolean
stop_ledger(const CareLedgerRow *row G_GNUC_UNUSED, gpointer data)
{
    ++*(guint *)data;
    return FALSE;
}

static void
care_reader_each_chat__stops__when_told(void **state)
{
    g_autoptr(CareReader) reader = read_some(*state);
    guint chats = 0, answers = 0, rows = 0;

    for (guint round = 1; round <= 2; round++) { /* and begins anew */
        assert_true(care_reader_each_chat(reader, NULL, stop_chat, &chats, NULL));
        assert_true(care_reader_each_ledger(reader, stop_ledger, &rows, NULL));
        assert_int_equal(chats, round);
        assert_int_equal(rows, round);
    }
    assert_true(care_reader_each_answer(reader, NULL, stop_answer, &answers, NULL));
    assert_int_equal(answers, 6);
    answers = 0;
    assert_true(care_reader_each_answer(reader, NULL, stop_answer, &answers, NULL));
    assert_int_equal(answers, 6);
}

static void
care_reader_each_answer__fails__on_a_damaged_file(void **state)
{
    Place *place = *state;
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(GError) error = NULL;
    guint answers = 0;

    store_some(place);
    edit(place, "PRAGMA writable_schema = ON;"
                "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
                " WHERE name = 'survey_chat') WHERE name = 'answer'");
    reader = care_reader_open(place->path, NULL);
    assert_non_null(reader);
    assert_false(care_reader_each_answer(reader, NULL, stop_answer, &answers, &error));
    assert_int_equal(error->code, CARE_STORE_ERROR_CORRUPT);
    assert_false(care_reader_each_answer(reader, NULL, stop_answer, &answers, NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_reader_each_chat__tells__ended_chats_in_order),
        IN_PLACE(care_reader_each_answer__tells__every_rating_and_which_counts),
        IN_PLACE(care_reader_each_ledger__tells__all_rows),
        IN_PLACE(care_reader_each_chat__stops__when_told),
        IN_PLACE(care_reader_each_answer__fails__on_a_damaged_file),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
