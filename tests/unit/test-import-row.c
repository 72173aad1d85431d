/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a row means what it says or is refused, by our own columns and by another system's.
 */
#include "care-import-row.h"
#include "care-test.h"
#include <string.h>

#define HEADER "chat_id,agent,customer,protocol,ended_at,outcome,reason,rating,item,item_rating\n"
#define END_MS ((gint64)1740821400000) /* 2025-03-01 09:30 UTC */
#define NOW_MS (END_MS + (gint64)60 * 60 * 1000)
#define DAY_MS ((gint64)24 * 60 * 60 * 1000)
#define MAP    "chat_id=id;agent=who;customer=from;rating=csat;ended_at=at;protocol=:xmpp"

typedef struct { /* of one header and one row */
    const char *text;
    gsize at;
    CareImportMap *map;
    CareCsv *csv;
    GString *key;
    GTimeZone *zone;
    CareImportRules rules;
    CareImportRow row;
    char *wrong; /* what is; NULL: nothing */
} Reading;

static void
reading_clear(Reading *reading)
{
    care_csv_free(reading->csv);
    care_import_map_free(reading->map);
    g_string_free(reading->key, TRUE);
    g_clear_pointer(&reading->zone, g_time_zone_unref);
    g_free(reading->wrong);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

static gssize
read_text(char *buffer, gsize size, gpointer data)
{
    Reading *reading = data;
    const gsize n = MIN(size, strlen(reading->text + reading->at));

    memcpy(buffer, reading->text + reading->at, n);
    reading->at += n;
    return (gssize)n;
}

/* Reads @text by @map (NULL: our own header), as ended at latest at NOW_MS, with times in Berlin.
 */
static gboolean
read_by(Reading *reading, const char *map, const char *text, CareOutcome unrated)
{
    g_autoptr(GError) error = NULL;
    gboolean is_good;

    *reading = (Reading){.text = text, .key = g_string_new(NULL)};
    reading->csv = care_csv_new(read_text, reading);
    reading->map = care_import_map_new(map, &error);
    if (map != NULL)
        reading->zone = g_time_zone_new("Europe/Berlin");
    reading->rules = (CareImportRules){
        .scale = {1, 5}, .zone = reading->zone, .unrated = unrated, .now_ms = NOW_MS};
    is_good = reading->map != NULL && care_csv_next(reading->csv, &error) == CARE_CSV_RECORD &&
              care_import_map_bind(reading->map, reading->csv, &error) &&
              care_csv_next(reading->csv, &error) == CARE_CSV_RECORD &&
              care_import_row_read(&reading->rules, reading->map, reading->csv, reading->key,
                                   &reading->row, &error);
    assert_int_equal(is_good, error == NULL);
    reading->wrong = is_good ? NULL : g_strdup(error->message);
    return is_good;
}

static gboolean
read_row(Reading *reading, const char *row)
{
    g_autofree char *text = g_strconcat(HEADER, row, NULL);

    return read_by(reading, NULL, text, CARE_OUTCOME_OPEN);
}

static void
assert_refused(const char *row, const char *wrong)
{
    g_auto(Reading) reading;

    assert_false(read_row(&reading, row));
    if (!g_str_has_prefix(reading.wrong, wrong))
        fail_msg("\"%s\" for %s", reading.wrong, row);
}

static void
care_import_row_read__reads__every_cell(void **state G_GNUC_UNUSED)
{
    g_auto(Reading) reading;

    assert_true(read_row(&reading, "T-1,anna,joe,web,2025-03-01T10:30:00.250+01:00,answered,"
                                   "their word,4,culture,5"));
    assert_string_equal(reading.row.id, "T-1");
    assert_string_equal(reading.row.agent, "anna");
    assert_string_equal(reading.row.customer, "web:joe");
    assert_string_equal(reading.row.protocol, "web");
    assert_int_equal(reading.row.ended_ms, END_MS + 250);
    assert_int_equal(reading.row.outcome, CARE_OUTCOME_ANSWERED);
    assert_string_equal(reading.row.reason, "their word");
    assert_true(reading.row.has_rating && reading.row.rating == 4);
    assert_int_equal(reading.row.item, CARE_ITEM_CULTURE);
    assert_true(reading.row.has_item_rating && reading.row.item_rating == 5);
}

static void
care_import_row_read__leaves__empty_what_is_empty(void **state G_GNUC_UNUSED)
{
    g_auto(Reading) reading;

    assert_true(read_row(&reading, "1,anna,,web,2025-03-01T09:30:00Z,not_asked,,,,"));
    assert_null(reading.row.customer);
    assert_string_equal(reading.row.reason, "");
    assert_false(reading.row.has_rating || reading.row.has_item_rating);
    assert_int_equal(reading.row.item, CARE_ITEM_NONE);
}

static void
care_import_row_read__refuses__a_cell_that_cannot_be(void **state G_GNUC_UNUSED)
{
#define GOOD "2025-03-01T09:30:00Z,answered,"
    assert_refused("1,anna,,web," GOOD ",4,", "the header has 10 cells, this row has 9");
    assert_refused(",anna,,web," GOOD ",4,,", "chat_id: must not be empty");
    assert_refused("1\t2,anna,,web," GOOD ",4,,", "chat_id: must be one line");
    assert_refused("1 ,anna,,web," GOOD ",4,,", "chat_id: must be one line");
    assert_refused("1\xe2\x80\x8b,anna,,web," GOOD ",4,,", "chat_id: must not hold invisible");
    assert_refused("1\xc2\xa0,anna,,web," GOOD ",4,,", "chat_id: must not hold invisible");
    assert_refused("1,,,web," GOOD ",4,,", "agent: must not be empty");
    assert_refused("1,anna,,," GOOD ",4,,", "protocol: must not be empty");
    assert_refused("1,anna,web:,web," GOOD ",4,,", "customer: must not be empty behind");
    assert_refused("1,anna,,web," GOOD ",6,,", "rating: must be a whole number from 1 to 5");
    assert_refused("1,anna,,web," GOOD ",0,,", "rating: must be a whole");
    assert_refused("1,anna,,web," GOOD ",-4,,", "rating: must be a whole");
    assert_refused("1,anna,,web," GOOD ",4.0,,", "rating: must be a whole");
    assert_refused("1,anna,,web," GOOD ",4294967300,,", "rating: must be a whole");
    assert_refused("1,anna,,web," GOOD ",,,", "rating: must not be empty where");
    assert_refused("1,anna,,web," GOOD ",4,speed,", "item: must be");
    assert_refused("1,anna,,web," GOOD ",4,none,", "item: must be");
    assert_refused("1,anna,,web," GOOD ",4,,4", "item_rating: must be empty without");
    assert_refused("1,anna,,web," GOOD ",4,ideal,6", "item_rating: must be a whole");
#undef GOOD
    assert_refused("1,anna,,web,2025-03-01T09:30:00Z,expired,,4,,", "rating: must be empty unless");
    assert_refused("1,anna,,web,2025-03-01T09:30:00Z,expired,,,ideal,4",
                   "item_rating: must be empty unless");
    assert_refused("1,anna,,web,2025-03-01T09:30:00Z,open,,,,", "outcome: must be");
    assert_refused("1,anna,,web,2025-03-01T09:30:00Z,pending,,,,", "outcome: must be");
    assert_refused("1,anna,,web,2025-03-01T09:30:00Z,,,,,", "outcome: must be");
}

static void
care_import_row_read__never_says__what_stands_in_a_cell(void **state G_GNUC_UNUSED)
{
    for (guint cell = 0; cell < CARE_N_COLUMNS; cell++) {
        g_autoptr(GString) row = g_string_new(NULL);
        g_auto(Reading) reading;

        for (guint i = 0; i < CARE_N_COLUMNS; i++)
            g_string_append_printf(row, "%s%s", i > 0 ? "," : "", i == cell ? " zebra\t" : "");
        assert_false(read_row(&reading, row->str));
        assert_null(strstr(reading.wrong, "zebra"));
    }
}

static void
care_import_row_read__takes__texts_up_to_their_limits(void **state G_GNUC_UNUSED)
{
    static const guint limits[] = {128, 256, 512, 256};

    for (guint column = 0; column < G_N_ELEMENTS(limits); column++) {
        for (guint more = 0; more < 2; more++) {
            g_autofree char *text = g_strnfill(limits[column] + more, 'x');
            g_autofree char *row = g_strdup_printf(
                "%s,%s,%s,%s,2025-03-01T09:30:00Z,expired,,,,", column == 0 ? text : "1",
                column == 1 ? text : "anna", column == 2 ? text : "", column == 3 ? text : "web");
            g_auto(Reading) reading;

            assert_int_equal(read_row(&reading, row), more == 0);
        }
    }
}

static gboolean
ended(const char *time, gint64 *out_ms)
{
    g_autofree char *row = g_strdup_printf("1,anna,,web,%s,expired,,,,", time);
    g_auto(Reading) reading;
    const gboolean is_good = read_row(&reading, row);

    *out_ms = reading.row.ended_ms;
    return is_good;
}

static void
care_import_row_read__refuses__times_out_of_range(void **state G_GNUC_UNUSED)
{
    gint64 ms;

    assert_true(ended("1970-01-01T00:00:01Z", &ms) && ms == 1000);
    assert_false(ended("1969-12-31T23:59:59Z", &ms));
    assert_true(ended("2025-03-02T10:30:00Z", &ms) && ms == NOW_MS + DAY_MS);
    assert_false(ended("2025-03-02T10:30:01Z", &ms));
    assert_false(ended("9999-12-31T23:59:59Z", &ms));
    assert_false(ended("10000-01-01T00:00:00Z", &ms));
    assert_false(ended("2025-03-01T09:30:00", &ms)); /* whose? */
    assert_false(ended("2025-03-01 09:30", &ms));
    assert_false(ended("1740821400", &ms));
    assert_false(ended("", &ms));
}

static void
assert_key(const char *protocol, const char *customer, const char *wanted)
{
    g_autofree char *row =
        g_strdup_printf("1,anna,%s,%s,2025-03-01T09:30:00Z,expired,,,,", customer, protocol);
    g_auto(Reading) reading;

    assert_true(read_row(&reading, row));
    assert_string_equal(reading.row.customer, wanted);
    assert_string_equal(reading.row.protocol, protocol);
}

static void
care_import_row_read__makes__the_key_a_live_customer_has(void **state G_GNUC_UNUSED)
{
    assert_key("xmpp", "anna@example.org", "xmpp:anna@example.org");
    assert_key("xmpp", "ANNA@Example.Org/Phone", "xmpp:anna@example.org");
    assert_key("xmpp", "xmpp:anna@example.org", "xmpp:anna@example.org");
    assert_key("XMPP", "Xmpp:Anna@example.org", "xmpp:anna@example.org");
    assert_key("xmpp", "A\xcc\x88nna@example.org", "xmpp:\xc3\xa4nna@example.org");
    assert_key("email", "Anna@example.org/a", "email:anna@example.org/a");
    assert_key("web", "C0042", "web:C0042");
    assert_key("web", "xmpp:anna", "web:xmpp:anna");
    assert_key("xmpp", "room/anna", "xmpp:room/anna");
}

static void
care_import_row_read__strips__the_mark_of_an_export(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *cell, *wanted;
    } marks[] = {{"'=1", "=1"}, {"'+1", "+1"},    {"'-1", "-1"}, {"'@1", "@1"}, {"''=1", "'=1"},
                 {"'1", "'1"},  {"''''", "''''"}, {"'", "'"},    {"=1", "=1"}};

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        g_autofree char *row =
            g_strdup_printf("%s,anna,,web,2025-03-01T09:30:00Z,expired,,,,", marks[i].cell);
        g_auto(Reading) reading;

        assert_true(read_row(&reading, row));
        assert_string_equal(reading.row.id, marks[i].wanted);
    }
}

/* --- another system's columns --- */

static gboolean
ended_by_map(const char *time, gint64 *out_ms)
{
    g_autofree char *text = g_strdup_printf("at,csat,from,who,id\n%s,4,,anna,1", time);
    g_auto(Reading) reading;
    const gboolean is_good = read_by(&reading, MAP, text, CARE_OUTCOME_OPEN);

    *out_ms = reading.row.ended_ms;
    return is_good;
}

static void
care_import_row_read__knows__more_forms_of_time_by_a_map(void **state G_GNUC_UNUSED)
{
    static const char *const alike[] = {"2025-03-01 10:30",          "2025-03-01T10:30",
                                        "2025-03-01 10:30:00",       "2025-03-01T10:30:00.000",
                                        "2025-03-01T09:30:00Z",      "2025-03-01T10:30:00+01:00",
                                        "2025-03-01T04:30:00-05:00", "20250301T103000",
                                        "20250301T093000Z",          "1740821400"};
    gint64 ms;

    for (gsize i = 0; i < G_N_ELEMENTS(alike); i++) {
        if (!ended_by_map(alike[i], &ms) || ms != END_MS)
            fail_msg("%s", alike[i]);
    }
    assert_true(ended_by_map("2025-03-01", &ms) && ms == END_MS - (gint64)630 * 60 * 1000);
    assert_true(ended_by_map("999999999", &ms) && ms == (gint64)999999999 * 1000);
    assert_false(ended_by_map("99999999", &ms)); /* a date, perhaps */
    assert_false(ended_by_map("1740821400000", &ms));
    assert_false(ended_by_map("01.03.2025", &ms));
    assert_false(ended_by_map("2025-02-29", &ms));
}

static void
care_import_row_read__refuses__a_time_that_summer_time_skips(void **state G_GNUC_UNUSED)
{
    gint64 ms;

    assert_true(ended_by_map("2024-03-31 01:59:59", &ms) && ms == (gint64)1711846799 * 1000);
    assert_false(ended_by_map("2024-03-31 02:00", &ms));
    assert_false(ended_by_map("2024-03-31T02:59:59", &ms));
    assert_false(ended_by_map("20240331T023000", &ms));
    assert_true(ended_by_map("2024-03-31 03:00", &ms) && ms == (gint64)1711846800 * 1000);
    assert_true(ended_by_map("2024-03-31T02:30:00Z", &ms)); /* no local time */
}

static void
care_import_row_read__guesses__no_outcome_unasked(void **state G_GNUC_UNUSED)
{
    static const char rated[] = "id,who,from,csat,at\n1,anna,JOE@example.org,3,1740821400";
    static const char unrated[] = "id,who,from,csat,at\n1,anna,,,1740821400";
    g_auto(Reading) answered, unknown, expired, not_asked;

    assert_true(read_by(&answered, MAP, rated, CARE_OUTCOME_OPEN));
    assert_int_equal(answered.row.outcome, CARE_OUTCOME_ANSWERED);
    assert_string_equal(answered.row.customer, "xmpp:joe@example.org");
    assert_false(read_by(&unknown, MAP, unrated, CARE_OUTCOME_OPEN));
    assert_non_null(strstr(unknown.wrong, "--unrated"));
    assert_true(read_by(&expired, MAP, unrated, CARE_OUTCOME_EXPIRED));
    assert_int_equal(expired.row.outcome, CARE_OUTCOME_EXPIRED);
    assert_true(read_by(&not_asked, MAP, unrated, CARE_OUTCOME_NOT_ASKED));
    assert_int_equal(not_asked.row.outcome, CARE_OUTCOME_NOT_ASKED);
}

static void
care_import_map_new__refuses__words_that_are_no_map(void **state G_GNUC_UNUSED)
{
    static const char *const bad[] = {
        "",                                              /* nothing */
        "chat_id",                                       /* no pair */
        "chat_id=",                                      /* half a pair */
        "id=chat_id;agent=a;ended_at=e;rating=r",        /* the wrong way round */
        "chat_id=i;agent=a;ended_at=e",                  /* no rating */
        "chat_id=i;agent=a;ended_at=e;rating=r;agent=b", /* twice */
        "chat_id=:1;agent=a;ended_at=e;rating=r",        /* the same id for all */
        "chat_id=\xff;agent=a;ended_at=e;rating=r",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;

        assert_null(care_import_map_new(bad[i], &error));
        assert_true(g_error_matches(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_MAP));
    }
}

static void
care_import_map_bind__finds__columns_by_their_names(void **state G_GNUC_UNUSED)
{
    g_auto(Reading) reading, twice, missing;

    assert_true(read_by(&reading,
                        " chat_id = T\\;1\\\\ ; agent=:Desk, one;ended_at=at;rating=r=s;;",
                        "x,at, T;1\\ ,x,r=s\n,1740821400,77,,5", CARE_OUTCOME_OPEN));
    assert_string_equal(reading.row.id, "77");
    assert_string_equal(reading.row.agent, "Desk, one");
    assert_string_equal(reading.row.protocol, "import");
    assert_int_equal(reading.row.rating, 5);
    assert_false(read_by(&twice, MAP, "id,who,from,csat,at,at\n", CARE_OUTCOME_OPEN));
    assert_string_equal(twice.wrong, "column \"at\" is there twice");
    assert_false(read_by(&missing, MAP, "id,who,from,CSAT,at\n", CARE_OUTCOME_OPEN));
    assert_string_equal(
        missing.wrong,
        "no column \"csat\" (for rating): there are \"id\", \"who\", \"from\", \"CSAT\", \"at\"");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_import_row_read__reads__every_cell),
        cmocka_unit_test(care_import_row_read__leaves__empty_what_is_empty),
        cmocka_unit_test(care_import_row_read__refuses__a_cell_that_cannot_be),
        cmocka_unit_test(care_import_row_read__never_says__what_stands_in_a_cell),
        cmocka_unit_test(care_import_row_read__takes__texts_up_to_their_limits),
        cmocka_unit_test(care_import_row_read__refuses__times_out_of_range),
        cmocka_unit_test(care_import_row_read__makes__the_key_a_live_customer_has),
        cmocka_unit_test(care_import_row_read__strips__the_mark_of_an_export),
        cmocka_unit_test(care_import_row_read__knows__more_forms_of_time_by_a_map),
        cmocka_unit_test(care_import_row_read__refuses__a_time_that_summer_time_skips),
        cmocka_unit_test(care_import_row_read__guesses__no_outcome_unasked),
        cmocka_unit_test(care_import_map_new__refuses__words_that_are_no_map),
        cmocka_unit_test(care_import_map_bind__finds__columns_by_their_names),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
