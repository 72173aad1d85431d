/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks what is remembered of a customer for the agent: what was noted, what they said last, and
 * that it goes with them. */
#define _GNU_SOURCE /* memmem */
#include "care-customer.h"
#include "care-store-test.h"

#define T0    ((gint64)1700000000000)
#define OTHER "xmpp:otto@example.org"

static gboolean
is_in_bytes(const Place *place, const char *needle)
{
    g_autofree char *log = g_strconcat(place->path, "-wal", NULL);
    const char *const files[] = {place->path, log};
    gboolean is_there = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *bytes = NULL;
        gsize size = 0;

        if (g_file_get_contents(files[i], &bytes, &size, NULL))
            is_there |= memmem(bytes, size, needle, strlen(needle)) != NULL;
    }
    return is_there;
}

static CareRecord
noting(CareCustomerChange change, const char *text, gint64 at_ms)
{
    return (CareRecord){.customer = (char *)KEY,
                        .change = change,
                        .note = (char *)text,
                        .name = (char *)text,
                        .tag = (char *)text,
                        .at_ms = at_ms};
}

static void
note(const Place *place, CareStore *store, CareCustomerChange change, const char *text)
{
    const CareRecord record = noting(change, text, T0);

    assert_int_equal(put(place, store, &record), CARE_STORED_OK);
}

static void
care_store_load_customer__brings__what_was_noted(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareMemory) nobody = NULL, noted = NULL, cleared = NULL;

    nobody = memory_of(place, store, KEY);
    assert_null(nobody);
    note(place, store, CARE_CUSTOMER_NOTE, "calls from the train");
    note(place, store, CARE_CUSTOMER_NAME, "Anna-Lena");
    note(place, store, CARE_CUSTOMER_TONGUE, "de");
    noted = memory_of(place, store, KEY);
    assert_string_equal(noted->note, "calls from the train");
    assert_string_equal(noted->name, "Anna-Lena");
    assert_true(noted->own_language);
    assert_int_equal(noted->n_chats, 0);
    assert_int_equal(noted->last_rating, 0);
    assert_string_equal(customer_of(place, store, KEY, T0).language, "de");
    note(place, store, CARE_CUSTOMER_NOTE | CARE_CUSTOMER_NAME | CARE_CUSTOMER_TONGUE, NULL);
    cleared = memory_of(place, store, KEY);
    assert_null(cleared->note);
    assert_null(cleared->name);
    assert_false(cleared->own_language);
    assert_string_equal(customer_of(place, store, KEY, T0).language, "");
    close_well(store);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger"), 0);
}

static void
care_store_put__notes__once_however_often(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autofree char *once = NULL, *twice = NULL;

    for (guint round = 0; round < 2; round++) {
        note(place, store, CARE_CUSTOMER_NOTE | CARE_CUSTOMER_TONGUE, "it");
        twice = dump(place);
        if (round == 0)
            once = g_steal_pointer(&twice);
    }
    assert_string_equal(once, twice);
    note(place, store, CARE_CUSTOMER_NOTE, ""); /* an empty one is none */
    close_well(store);
    assert_int_equal(
        ask_number(place, "SELECT count(*) FROM customer WHERE note IS NULL AND note_ms IS NULL"),
        1);
}

/* The words of a note that was taken back are in no file any more. */
static void
care_store_put__takes__a_note_back_with_its_bytes(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);

    note(place, store, CARE_CUSTOMER_NOTE, "quetzal: pays late");
    note(place, store, CARE_CUSTOMER_NAME, "Pangolin");
    assert_true(is_in_bytes(place, "quetzal") && is_in_bytes(place, "Pangolin"));
    note(place, store, CARE_CUSTOMER_NOTE, NULL);
    customer_of(place, store, KEY, T0); /* and the log is empty by then */
    assert_false(is_in_bytes(place, "quetzal"));
    note(place, store, CARE_CUSTOMER_NAME, NULL);
    customer_of(place, store, KEY, T0);
    assert_false(is_in_bytes(place, "Pangolin"));
    close_well(store);
}

/* Copies may be left where pages were once split: whoever is idle next rewrites the file. */
static void
care_customer_change__has__the_file_rewritten_after_a_note_went(void **state)
{
    Place *place = *state;
    CareRecord record = noting(CARE_CUSTOMER_NOTE, "quetzal", T0);
    CareDb *db;
    gint64 n = 0;

    close_well(open_well(place));
    db = care_db_open(place->path, SQLITE_OPEN_READWRITE, NULL);
    for (guint round = 0; round < 2; round++) {
        assert_true(care_customer_change(db, &record, FALSE, NULL));
        assert_true(care_db_int(db, "SELECT count(*) FROM meta WHERE key = 'erased'", 0, &n, NULL));
        assert_int_equal(n, round);
        record.note = NULL;
    }
    care_db_close(db);
}

static void
care_store_put__keeps__the_language_that_an_agent_set(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0);

    record->customer = g_strdup(KEY);
    record->change = CARE_CUSTOMER_LANGUAGE;
    record->survey.language = g_strdup("fr");
    put(place, store, record);
    assert_string_equal(customer_of(place, store, KEY, T0).language, "fr");
    note(place, store, CARE_CUSTOMER_TONGUE, "it");
    put(place, store, record); /* an answer in another language, later */
    assert_string_equal(customer_of(place, store, KEY, T0).language, "it");
    note(place, store, CARE_CUSTOMER_TONGUE, NULL);
    put(place, store, record);
    assert_string_equal(customer_of(place, store, KEY, T0).language, "fr");
    close_well(store);
}

static void
care_store_load_customer__remembers__the_last_chat_and_rating(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) low = answered(1, KEY, T0), unasked = answered(2, KEY, T0 + DAY_MS),
                          open = answered(3, KEY, T0 + 2 * DAY_MS), theirs = answered(4, OTHER, T0),
                          pulse = pulsed(3, KEY, T0 + 2 * DAY_MS);
    g_autoptr(CareMemory) first = NULL, memory = NULL;

    low->survey.rating = low->answer.rating = 2;
    g_clear_pointer(&unasked->survey.id, g_free);
    g_clear_pointer(&unasked->answer.comment, g_free);
    unasked->answer.seq = 0;
    unasked->chat.outcome = CARE_OUTCOME_NOT_ASKED;
    unasked->chat.reason = CARE_REASON_TOO_RECENT;
    open->chat.outcome = CARE_OUTCOME_OPEN;
    open->chat.ended_ms = 0;
    g_clear_pointer(&open->survey.id, g_free);
    g_clear_pointer(&open->answer.comment, g_free);
    open->answer.seq = 0;
    put(place, store, theirs);
    put(place, store, low);
    first = memory_of(place, store, KEY);
    assert_int_equal(first->n_chats, 1);
    assert_int_equal(first->last_ms, T0);
    assert_true(first->last_asked && first->last_rated);
    put(place, store, unasked);
    put(place, store, open);
    put(place, store, pulse); /* no rating to a chat's end */
    memory = memory_of(place, store, KEY);
    assert_int_equal(memory->n_chats, 2);
    assert_int_equal(memory->last_ms, T0 + DAY_MS);
    assert_false(memory->last_asked || memory->last_rated);
    assert_int_equal(memory->last_rating, 2);
    assert_int_equal(memory->rated_ms, T0 + 5000);
    assert_string_equal(memory->last_comment, MARKER);
    assert_null(memory->note);
    close_well(store);
}

/* A corrected rating counts as it is now; its words are those that came with it. */
static void
care_store_load_customer__remembers__the_rating_that_counts(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0), again = care_record_copy(record);
    g_autoptr(CareMemory) memory = NULL;

    put(place, store, record);
    g_clear_pointer(&again->answer.comment, g_free);
    again->answer = (CareAnswerRecord){
        .seq = 2, .rating = 1, .kind = CARE_ANSWER_CORRECTION, .at_ms = T0 + 9000};
    again->survey.answers = again->survey.rated_seq = 2;
    again->survey.rating = 1;
    put(place, store, again);
    memory = memory_of(place, store, KEY);
    assert_int_equal(memory->last_rating, 1);
    assert_int_equal(memory->rated_ms, T0 + 9000);
    assert_null(memory->last_comment);
    close_well(store);
}

static void
import_chat(const Place *place, const char *ext, gint64 ended_ms, gint rating,
            const char *definition)
{
    g_autofree char *sql = g_strdup_printf(
        "INSERT INTO cell (agent, protocol, definition, outcome, reason, rating, item, item_rating)"
        " VALUES (1, 'web', (SELECT id FROM definition WHERE hash = '%s'), 'answered', 'none', %d,"
        " 'none', -1);"
        "INSERT INTO chat (ext, agent, protocol, account, room, customer, started_ms, last_ms,"
        " ended_ms, agent_lines, customer_lines, ended_by, outcome, reason, client, cell,"
        " counted_ms) SELECT '%s', 1, 'web', '', 0, (SELECT id FROM customer WHERE key = '" KEY
        "'), %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
        ", 0, 0, 'none', 'answered', '', 'import-1', max(id), %" G_GINT64_FORMAT " FROM cell",
        definition, rating, ext, ended_ms, ended_ms, ended_ms, ended_ms);

    edit(place, sql);
}

/* Of those the rating is all there is; one on a scale of 0 to 10 says nothing to who asks for 1 or
 * 2. */
static void
care_store_load_customer__remembers__imported_chats(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    g_autoptr(CareMemory) memory = NULL;

    put(place, store, record);
    close_well(store);
    edit(place, "INSERT INTO definition (hash, min, max) VALUES ('nps', 0, 10)");
    import_chat(place, "ticket-1", T0 + DAY_MS, 1, "d1");
    import_chat(place, "ticket-2", T0 + 2 * DAY_MS, 2, "nps");
    store = open_well(place);
    memory = memory_of(place, store, KEY);
    assert_int_equal(memory->n_chats, 3);
    assert_int_equal(memory->last_ms, T0 + 2 * DAY_MS);
    assert_true(memory->last_asked);
    assert_int_equal(memory->last_rating, 1);
    assert_int_equal(memory->rated_ms, T0 + DAY_MS);
    assert_null(memory->last_comment);
    close_well(store);
}

/* A customer of ten years costs no more than one of a month. */
static void
care_store_load_customer__looks__at_a_thousand_chats_alone(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0);
    g_autoptr(CareMemory) memory = NULL;

    put(place, store, record);
    close_well(store);
    edit(place,
         "INSERT INTO cell (agent, protocol, definition, outcome, reason, rating, item,"
         " item_rating) VALUES (1, 'xmpp', 1, 'expired', 'none', -1, 'none', -1);"
         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
         " INSERT INTO chat (ext, agent, protocol, account, room, customer, started_ms, last_ms,"
         "  ended_ms, agent_lines, customer_lines, ended_by, outcome, reason, client, cell,"
         "  counted_ms) SELECT 'c' || i, 1, 'xmpp', '', 0, 1, 0, 0, 1800000000000 + i, 0, 0,"
         "  'none', 'expired', 'none', '1-x', (SELECT max(id) FROM cell), 1800000000000 + i"
         "  FROM n");
    store = open_well(place);
    memory = memory_of(place, store, KEY);
    assert_int_equal(memory->n_chats, 1000);
    assert_int_equal(memory->last_ms, 1800000003000);
    assert_int_equal(memory->last_rating, 0); /* a rating of so long ago is none */
    close_well(store);
}

static void
care_store_load_customer__forgets__who_was_erased(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) mine = answered(1, KEY, T0), erase = erasing(mine, KEY), late = NULL;
    g_autoptr(CareMemory) memory = NULL, still = NULL;
    CareRecord wish = {.customer = (char *)KEY, .change = CARE_CUSTOMER_OPT_OUT, .at_ms = T0};

    put(place, store, mine);
    note(place, store, CARE_CUSTOMER_NOTE, "okapi in the note");
    note(place, store, CARE_CUSTOMER_NAME, "Wolverine");
    put(place, store, &wish);
    assert_true(is_in_bytes(place, "okapi") && is_in_bytes(place, "Wolverine"));
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);
    memory = memory_of(place, store, KEY);
    assert_null(memory);
    assert_true(customer_of(place, store, KEY, T0).is_opted_out); /* by the tombstone */
    assert_false(is_in_bytes(place, "okapi") || is_in_bytes(place, "Wolverine"));

    /* An earlier try that comes after all: the chat is nobody's, and only a wish is heard of it. */
    late = care_record_copy(mine);
    late->customer = g_strdup(KEY);
    late->change =
        CARE_CUSTOMER_NOTE | CARE_CUSTOMER_NAME | CARE_CUSTOMER_TONGUE | CARE_CUSTOMER_LANGUAGE;
    late->note = g_strdup("okapi again");
    late->name = g_strdup("Wolverine");
    late->tag = g_strdup("de");
    assert_int_equal(put(place, store, late), CARE_STORED_OK);
    still = memory_of(place, store, KEY);
    assert_null(still);
    assert_false(is_in_bytes(place, "okapi"));
    late->change |= CARE_CUSTOMER_SET_PRIVATE;
    assert_int_equal(put(place, store, late), CARE_STORED_OK);
    assert_true(customer_of(place, store, KEY, T0).is_private);
    close_well(store);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer WHERE note NOT NULL"
                                       " OR name NOT NULL OR language NOT NULL"),
                     0);
}

/* With the erasing record itself, too: it has the last word. */
static void
care_store_put__erases__what_the_same_record_notes(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) mine = answered(1, KEY, T0), erase = erasing(mine, KEY);

    put(place, store, mine);
    erase->change |= CARE_CUSTOMER_NOTE;
    erase->note = g_strdup("okapi");
    assert_int_equal(put(place, store, erase), CARE_STORED_OK);
    close_well(store);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM customer"), 0);
    assert_false(is_in_bytes(place, "okapi"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_load_customer__brings__what_was_noted),
        IN_PLACE(care_store_put__notes__once_however_often),
        IN_PLACE(care_store_put__takes__a_note_back_with_its_bytes),
        IN_PLACE(care_customer_change__has__the_file_rewritten_after_a_note_went),
        IN_PLACE(care_store_put__keeps__the_language_that_an_agent_set),
        IN_PLACE(care_store_load_customer__remembers__the_last_chat_and_rating),
        IN_PLACE(care_store_load_customer__remembers__the_rating_that_counts),
        IN_PLACE(care_store_load_customer__remembers__imported_chats),
        IN_PLACE(care_store_load_customer__looks__at_a_thousand_chats_alone),
        IN_PLACE(care_store_load_customer__forgets__who_was_erased),
        IN_PLACE(care_store_put__erases__what_the_same_record_notes),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
