/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks that how reminders fared outlives the client, of no chat and no customer, and does not
 * grow for ever. */
#include "care-reminded.h"
#include "care-store-test.h"

#define T0 ((gint64)1700000000000)

static CareRecord
showing(guint i, CareRule rule, CareRemindResult result)
{
    return (CareRecord){.reminder = {T0 + i * 1000, rule, CARE_LEVEL_SHOWN, result, 500},
                        .at_ms = T0 + i * 1000};
}

static void
put_many(const Place *place, CareStore *store, guint from, guint n, CareRule rule,
         CareRemindResult result)
{
    for (guint i = from; i < from + n; i++) {
        const CareRecord record = showing(i, rule, result);

        assert_int_equal(put(place, store, &record), CARE_STORED_OK);
    }
}

/* How all rules fared, as the next client learns. */
static void
read_rules(const Place *place, CareRuleHistory *out_rules)
{
    g_auto(Said) said = {0};
    CareStore *store = open_store(place, &said);

    assert_int_equal(said.code, UNSET);
    memcpy(out_rules, said.rules, sizeof said.rules);
    close_well(store);
}

static void
care_store_open__tells__how_each_rule_fared(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    CareRuleHistory rules[CARE_N_RULES];

    put_many(place, store, 0, 3, CARE_RULE_PROMISE, CARE_REMIND_IGNORED);
    put_many(place, store, 3, 1, CARE_RULE_PROMISE, CARE_REMIND_ACTED);
    put_many(place, store, 4, 1, CARE_RULE_PROMISE, CARE_REMIND_LATER);
    put_many(place, store, 5, 2, CARE_RULE_FIRST_ANSWER, CARE_REMIND_ACTED);
    put_many(place, store, 10, 1, CARE_RULE_DOUBLE_TEXT, CARE_REMIND_DEMOTED);
    close_well(store);
    read_rules(place, rules);
    assert_int_equal(rules[CARE_RULE_PROMISE].n, 5);
    assert_int_equal(rules[CARE_RULE_PROMISE].acted, 2); /* the one before the newest */
    assert_false(rules[CARE_RULE_PROMISE].quiet);
    assert_int_equal(rules[CARE_RULE_FIRST_ANSWER].n, 2);
    assert_int_equal(rules[CARE_RULE_FIRST_ANSWER].acted, 3);
    assert_true(rules[CARE_RULE_DOUBLE_TEXT].quiet);
    assert_int_equal(rules[CARE_RULE_HOLD].n, 0);
    assert_int_equal(
        ask_number(place, "SELECT (SELECT count(*) FROM chat) + (SELECT count(*) FROM customer)"
                          " + (SELECT count(*) FROM ledger)"),
        0);
}

static void
care_store_open__begins__a_rule_anew_that_was_wanted_back(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    CareRuleHistory rules[CARE_N_RULES];

    put_many(place, store, 0, CARE_RULE_WINDOW, CARE_RULE_PROMISE, CARE_REMIND_IGNORED);
    close_well(store);
    read_rules(place, rules);
    assert_true(rules[CARE_RULE_PROMISE].quiet);
    store = open_well(place);
    put_many(place, store, 100, 1, CARE_RULE_PROMISE, CARE_REMIND_RESTORED);
    put_many(place, store, 101, 1, CARE_RULE_PROMISE, CARE_REMIND_ACTED);
    close_well(store);
    read_rules(place, rules);
    assert_false(rules[CARE_RULE_PROMISE].quiet);
    assert_int_equal(rules[CARE_RULE_PROMISE].n, 1);
}

static void
care_store_put__keeps__a_showing_once(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    CareRecord record = showing(0, CARE_RULE_FEELING, CARE_REMIND_ACTED);
    g_autofree char *row = NULL;

    assert_int_equal(put(place, store, &record), CARE_STORED_OK);
    assert_int_equal(put(place, store, &record), CARE_STORED_OK);
    row = ask_text(place, "SELECT group_concat(at_ms || ' ' || rule || ' ' || level || ' ' ||"
                          " result || ' ' || after_ms, ';') FROM reminder");
    assert_string_equal(row, "1700000000000 feeling shown acted 500");
    record.reminder.rule = CARE_N_RULES; /* no such rule: nothing of the record is stored */
    assert_int_equal(put(place, store, &record), CARE_STORED_FAILED);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM reminder"), 1);
    close_well(store);
}

/* What made a rule passive is not forgotten with the rest. */
static void
care_reminded_put__keeps__the_newest_and_what_turned_a_rule(void **state)
{
    Place *place = *state;
    CareRuleHistory rules[CARE_N_RULES];
    CareDb *db;

    close_well(open_well(place));
    db = care_db_open(place->path, SQLITE_OPEN_READWRITE, NULL);
    assert_true(care_db_exec(db, "BEGIN", NULL));
    for (guint i = 0; i < CARE_REMINDED_MAX + 500; i++) {
        CareRecord record = showing(i, CARE_RULE_FIRST_ANSWER, CARE_REMIND_ACTED);

        if (i >= 3 && i <= 7)
            record.reminder.rule = i == 6 ? CARE_RULE_HOLD : CARE_RULE_PROMISE;
        if (i == 3)
            record.reminder.result = CARE_REMIND_RESTORED;
        if (i == 4 || i == 6)
            record.reminder.result = CARE_REMIND_DEMOTED;
        assert_true(care_reminded_put(db, &record, NULL));
    }
    assert_true(care_db_exec(db, "COMMIT", NULL));
    care_db_close(db);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM reminder"), CARE_REMINDED_MAX + 2);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM reminder WHERE result = 'demoted'"),
                     2);
    read_rules(place, rules);
    assert_true(rules[CARE_RULE_PROMISE].quiet && rules[CARE_RULE_HOLD].quiet);
    assert_int_equal(rules[CARE_RULE_PROMISE].n, 0);
    assert_int_equal(rules[CARE_RULE_FIRST_ANSWER].n, CARE_RULE_WINDOW);
}

static void
care_reminded_load__passes__over_what_it_does_not_know(void **state)
{
    Place *place = *state;
    CareRuleHistory rules[CARE_N_RULES];

    close_well(open_well(place));
    edit(place, "INSERT INTO reminder (at_ms, rule, level, result, after_ms) VALUES"
                " (1, 'telepathy', 'shown', 'acted', 1), (2, 'promise', 'shown', 'applauded', 1),"
                " (3, 'promise', 'shown', 'acted', 1)");
    read_rules(place, rules);
    assert_int_equal(rules[CARE_RULE_PROMISE].n, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_open__tells__how_each_rule_fared),
        IN_PLACE(care_store_open__begins__a_rule_anew_that_was_wanted_back),
        IN_PLACE(care_store_put__keeps__a_showing_once),
        IN_PLACE(care_reminded_put__keeps__the_newest_and_what_turned_a_rule),
        IN_PLACE(care_reminded_load__passes__over_what_it_does_not_know),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
