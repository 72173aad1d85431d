/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks what the command line is told of customers against the records they were stored from. */
#include "care-store-test.h"
#include <purple-care/store-admin.h>

#define T0    ((gint64)1700000000000)
#define OTHER "irc:otto"

static gboolean
append(const CareCustomerRow *row, gpointer data)
{
    g_string_append_printf(
        data, "%s %s%s%s%s%s asked %u/%u/%u rated %d chat +%d asked +%d\n", row->key,
        row->language != NULL ? row->language : "-", row->is_private ? " private" : "",
        row->opted_out_ms != 0 ? " opted-out" : "", row->name != NULL ? row->name : "",
        row->note != NULL ? row->note : "", (guint)row->answered, (guint)row->asked,
        (guint)row->chats, row->answered > 0 ? row->last_rating : 0,
        (gint)((row->last_chat_ms - T0) / DAY_MS),
        row->last_asked_ms == 0 ? -1 : (gint)((row->last_asked_ms - T0) / DAY_MS));
    return TRUE;
}

static gboolean
stop(const CareCustomerRow *row G_GNUC_UNUSED, gpointer data)
{
    ++*(guint *)data;
    return FALSE;
}

static void
store_some(const Place *place)
{
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) first = answered(1, KEY, T0), second = answered(2, KEY, T0 + 5 * DAY_MS),
                          silent = asking(3, KEY, T0 + 9 * DAY_MS),
                          open = pulsed(4, KEY, T0 + 10 * DAY_MS);
    CareRecord wish = {.customer = (char *)OTHER,
                       .change = CARE_CUSTOMER_OPT_OUT | CARE_CUSTOMER_SET_PRIVATE |
                                 CARE_CUSTOMER_NAME | CARE_CUSTOMER_NOTE,
                       .name = (char *)" Otto",
                       .note = (char *)" is deaf",
                       .at_ms = T0};

    second->survey.rating = second->answer.rating = 2;
    second->customer = g_strdup(KEY);
    second->change = CARE_CUSTOMER_LANGUAGE;
    second->survey.language = g_strdup("de");
    silent->survey.state = CARE_SURVEY_EXPIRED;
    silent->chat.outcome = CARE_OUTCOME_EXPIRED;
    put(place, store, second); /* in no order */
    put(place, store, first);
    put(place, store, silent);
    put(place, store, open);
    put(place, store, &wish);
    close_well(store);
    edit(place, "INSERT INTO customer (key, created_ms) VALUES ('web:c7', 5);"
                "INSERT INTO cell (agent, protocol, definition, outcome, reason, rating, item,"
                " item_rating) VALUES (1, 'web', 1, 'answered', 'none', 5, 'none', -1);"
                "INSERT INTO chat (ext, agent, protocol, account, room, customer, started_ms,"
                " last_ms, ended_ms, agent_lines, customer_lines, ended_by, outcome, reason,"
                " client, cell, counted_ms) SELECT 'ticket-7', 1, 'web', '', 0, max(id),"
                " 1700086400000, 1700086400000, 1700086400000, 0, 0, 'none', 'answered', '',"
                " 'import-1', (SELECT max(id) FROM cell), 1700086400000 FROM customer");
}

static void
care_reader_each_customer__tells__what_is_kept_of_everybody(void **state)
{
    Place *place = *state;
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(GString) all = g_string_new(NULL);
    guint calls = 0;

    store_some(place);
    reader = care_reader_open(place->path, NULL);
    assert_true(care_reader_each_customer(reader, append, all, NULL));
    assert_string_equal(
        all->str,
        "irc:otto - private opted-out Otto is deaf asked 0/0/0 rated 0 chat +-19675 asked +-1\n"
        "web:c7 - asked 1/1/1 rated 5 chat +1 asked +1\n"
        "xmpp:anna@example.org de asked 2/3/3 rated 2 chat +9 asked +9\n");
    assert_true(care_reader_each_customer(reader, stop, &calls, NULL));
    assert_int_equal(calls, 1);
}

static char *
found(CareReader *reader, const char *name)
{
    g_auto(GStrv) keys = care_reader_find_customers(reader, name, NULL);

    assert_non_null(keys);
    return g_strjoinv(" ", keys);
}

static gboolean
count_stores(const CareCustomerRow *row, gpointer data)
{
    g_string_append_printf(data, "%u", row->stores);
    return TRUE;
}

/* A desk of two stores: Anna is known to both, Otto and the ticket to one. */
static void
care_reader_each_customer__adds_up__several_stores(void **state)
{
    Place *place = *state, *other;
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(GString) all = g_string_new(NULL), stores = g_string_new(NULL);
    g_autoptr(CareRecord) newer = answered(7, KEY, T0 + 20 * DAY_MS);
    g_autofree char *both = NULL, *exact = NULL;
    CareStore *store;

    assert_int_equal(place_make((void **)&other), 0);
    store_some(place);
    store = open_well(other);
    newer->change = CARE_CUSTOMER_LANGUAGE | CARE_CUSTOMER_SET_PRIVATE;
    newer->customer = g_strdup(KEY);
    newer->survey.language = g_strdup("fr");
    put(other, store, newer);
    close_well(store);
    edit(other, "INSERT INTO customer (key, created_ms) VALUES ('sip:anna@example.org', 5)");
    reader = care_reader_open_several((const char *const[]){other->path, place->path, NULL}, NULL);
    assert_non_null(reader);
    assert_true(care_reader_each_customer(reader, append, all, NULL));
    assert_string_equal(
        all->str,
        "irc:otto - private opted-out Otto is deaf asked 0/0/0 rated 0 chat +-19675 asked +-1\n"
        "sip:anna@example.org - asked 0/0/0 rated 0 chat +-19675 asked +-1\n"
        "web:c7 - asked 1/1/1 rated 5 chat +1 asked +1\n"
        "xmpp:anna@example.org fr private asked 3/4/4 rated 4 chat +20 asked +20\n");
    assert_true(care_reader_each_customer(reader, count_stores, stores, NULL));
    assert_string_equal(stores->str, "1112");
    both = found(reader, "anna@example.org");
    exact = found(reader, KEY);
    assert_string_equal(both, "sip:anna@example.org " KEY);
    assert_string_equal(exact, KEY);
    place_drop((void **)&other);
}

static void
care_reader_find_customers__finds__by_key_or_address(void **state)
{
    static const struct {
        const char *name, *keys;
    } cases[] = {
        {KEY, KEY},
        {"anna@example.org", "sip:anna@example.org " KEY},
        {"Anna@Example.org", "sip:anna@example.org " KEY},
        {"otto", OTHER},
        {"example.org", ""},
        {"nna@example.org", ""},
        {"%", ""},
        {"", ""},
    };
    Place *place = *state;
    g_autoptr(CareReader) reader = NULL;

    store_some(place);
    edit(place, "INSERT INTO customer (key, created_ms) VALUES ('sip:anna@example.org', 5)");
    reader = care_reader_open(place->path, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *keys = found(reader, cases[i].name);

        assert_string_equal(keys, cases[i].keys);
    }
}

static void
care_reader_each_customer__fails__on_a_damaged_file(void **state)
{
    Place *place = *state;
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(GError) error = NULL, other = NULL;
    guint calls = 0;

    store_some(place);
    edit(place, "PRAGMA writable_schema = ON;"
                "UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'customer'"
                " OR tbl_name = 'customer'");
    reader = care_reader_open(place->path, NULL);
    if (reader == NULL)
        return; /* noticed even sooner */
    assert_false(care_reader_each_customer(reader, stop, &calls, &error));
    assert_int_equal(error->code, CARE_STORE_ERROR_CORRUPT);
    assert_null(care_reader_find_customers(reader, KEY, &other));
    assert_non_null(other);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_reader_each_customer__tells__what_is_kept_of_everybody),
        IN_PLACE(care_reader_each_customer__adds_up__several_stores),
        IN_PLACE(care_reader_find_customers__finds__by_key_or_address),
        IN_PLACE(care_reader_each_customer__fails__on_a_damaged_file),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
