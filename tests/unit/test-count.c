/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that sums by month, day and single chat give what counting every chat gives, for any span
 * of time, whatever was stored, changed and settled before. */
#include "care-db.h"
#include "care-fact.h"
#include "care-store-test.h"

#define N_CHATS  400
#define HOUR_MS  ((gint64)60 * 60 * 1000)
#define START_MS G_GINT64_CONSTANT(1704060000000) /* 2023-12-31 22:00 UTC */
#define SPAN_MS  (200 * DAY_MS)

static const char *const agents[] = {"Bea", "Cleo", "Dan"};
static const char *const protocols[] = {"xmpp", "irc"};

static void
replace(char **text, const char *with)
{
    g_free(*text);
    *text = g_strdup(with);
}

/* A chat in any state that it can be stored in. */
static CareRecord *
any_chat(GRand *rng, guint n)
{
    CareRecord *record =
        g_rand_boolean(rng) ? answered(n, NULL, START_MS) : asking(n, NULL, START_MS);
    const gint64 ended_ms =
        START_MS + g_rand_int_range(rng, 0, (gint32)(SPAN_MS / HOUR_MS)) * HOUR_MS;

    replace(&record->chat.agent, agents[g_rand_int_range(rng, 0, G_N_ELEMENTS(agents))]);
    replace(&record->chat.protocol, protocols[g_rand_int_range(rng, 0, G_N_ELEMENTS(protocols))]);
    replace(&record->survey.definition, g_rand_boolean(rng) ? "d1" : "d2");
    record->chat.ended_ms = record->chat.last_ms = ended_ms;
    if (record->chat.outcome == CARE_OUTCOME_ANSWERED) {
        record->survey.rating = record->answer.rating = g_rand_int_range(rng, 1, 6);
        record->survey.item = (CareItem)g_rand_int_range(rng, 0, CARE_N_ITEMS);
        record->survey.item_rating =
            record->survey.item != CARE_ITEM_NONE ? g_rand_int_range(rng, 0, 6) : 0;
    } else if (g_rand_boolean(rng)) {
        record->chat.outcome = CARE_OUTCOME_NOT_ASKED;
        record->chat.reason = (CareReason)g_rand_int_range(rng, 1, CARE_N_REASONS);
        record->survey.state = CARE_SURVEY_FAILED;
    } else if (g_rand_int_range(rng, 0, 4) == 0) {
        record->chat.outcome = CARE_OUTCOME_OPEN;
        record->chat.ended_ms = 0;
    }
    return record;
}

static void
fill(Place *place, GRand *rng)
{
    CareStore *store = open_well(place);

    for (guint i = 0; i < 2 * N_CHATS; i++) {
        /* Some twice: then the second changes what the first was counted as. */
        g_autoptr(CareRecord) record = any_chat(rng, 1 + (guint)g_rand_int_range(rng, 0, N_CHATS));

        put(place, store, record);
    }
    close_well(store);
}

static void
assert_same_counts(const CareCube *one, const CareCube *other)
{
    assert_int_equal(one->rows->len, other->rows->len);
    for (guint i = 0; i < one->rows->len; i++) {
        const CareCubeRow *a = g_ptr_array_index(one->rows, i);
        const CareCubeRow *b = g_ptr_array_index(other->rows, i);

        assert_string_equal(a->agent, b->agent);
        assert_string_equal(a->protocol, b->protocol);
        assert_string_equal(a->definition, b->definition);
        assert_memory_equal(&a->counts, &b->counts, sizeof a->counts);
    }
}

static void
care_load_series__agrees__with_counting_every_chat(void **state)
{
    Place *place = *state;
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    g_autoptr(CareReader) reader = NULL;

    fill(place, rng);
    reader = care_reader_open(place->path, NULL);
    for (guint i = 0; i < 300; i++) {
        const gint64 from = START_MS + g_rand_int_range(rng, -48, 4800) * HOUR_MS / 2;
        const gint64 edges[] = {from, from + g_rand_int_range(rng, 1, 60) * HOUR_MS / 2,
                                from + g_rand_int_range(rng, 60, 1500) * HOUR_MS / 2,
                                from + g_rand_int_range(rng, 1500, 9000) * HOUR_MS};
        CareCubeFilter filter = {
            .agent = i % 3 == 0 ? agents[i % G_N_ELEMENTS(agents)] : NULL,
            .protocol = i % 5 == 0 ? protocols[i % G_N_ELEMENTS(protocols)] : NULL,
            .from_ms = i % 7 == 0 ? from + HOUR_MS : 0,
            .to_ms = i % 7 == 0 ? edges[3] - HOUR_MS : 0,
        };
        g_autoptr(GPtrArray) summed = care_reader_series(reader, &filter, edges, 3, NULL);
        g_autoptr(GPtrArray) counted = NULL;
        CareCounts whole = {0};

        filter.recount = TRUE;
        counted = care_reader_series(reader, &filter, edges, 3, NULL);
        assert_int_equal(summed->len, 3);
        for (guint span = 0; span < 3; span++) {
            const CareCube *cube = g_ptr_array_index(summed, span);
            const CareCounts sum = care_cube_sum(cube, NULL);

            assert_same_counts(cube, g_ptr_array_index(counted, span));
            assert_int_equal(cube->from_ms, edges[span]);
            care_counts_add(&whole, &sum);
        }
        filter = (CareCubeFilter){.agent = filter.agent,
                                  .protocol = filter.protocol,
                                  .from_ms = MAX(edges[0], filter.from_ms),
                                  .to_ms = filter.to_ms != 0 ? filter.to_ms : edges[3]};

        g_autoptr(CareCube) at_once = care_reader_count(reader, &filter, NULL);
        const CareCounts sum = care_cube_sum(at_once, NULL);

        assert_memory_equal(&sum, &whole, sizeof sum);
    }
}

static void
care_load_extent__finds__first_and_last_of_those_that_pass(void **state)
{
    Place *place = *state;
    g_autoptr(GRand) rng = g_rand_new_with_seed(8);
    g_autoptr(CareReader) reader = NULL;

    fill(place, rng);
    reader = care_reader_open(place->path, NULL);
    for (guint i = 0; i < 60; i++) {
        const CareCubeFilter filter = {
            .agent = i % 2 == 0 ? agents[i % G_N_ELEMENTS(agents)] : NULL,
            .protocol = i % 3 == 0 ? protocols[i % G_N_ELEMENTS(protocols)] : NULL,
            .from_ms = START_MS + i * DAY_MS,
            .to_ms = START_MS + 2 * i * DAY_MS + HOUR_MS,
        };
        g_autofree char *sql = g_strdup_printf(
            "SELECT ifnull(%%s(ended_ms), 0) FROM chat c JOIN agent a ON a.id = c.agent WHERE "
            "outcome <> "
            "'open'"
            " AND ended_ms >= %" G_GINT64_FORMAT " AND ended_ms < %" G_GINT64_FORMAT
            " AND a.name LIKE '%s' AND protocol LIKE '%s'",
            filter.from_ms, filter.to_ms, filter.agent != NULL ? filter.agent : "%%",
            filter.protocol != NULL ? filter.protocol : "%%");
        g_auto(GStrv) parts = g_strsplit(sql, "%s", 2);
        g_autofree char *min = g_strconcat(parts[0], "min", parts[1], NULL);
        g_autofree char *max = g_strconcat(parts[0], "max", parts[1], NULL);
        gint64 first_ms, last_ms;

        assert_true(care_reader_extent(reader, &filter, &first_ms, &last_ms, NULL));
        assert_int_equal(first_ms, ask_number(place, min));
        assert_int_equal(last_ms, ask_number(place, max));
    }
}

typedef struct {
    GString *ratings;
} Course;

static void
on_rating(gint rating, gpointer data)
{
    g_string_append_printf(((Course *)data)->ratings, "%d", rating);
}

static void
care_load_course__tells__ratings_by_end_and_id(void **state)
{
    Place *place = *state;
    g_autoptr(GRand) rng = g_rand_new_with_seed(9);
    g_autoptr(GString) ratings = g_string_new(NULL);
    g_autoptr(CareReader) reader = NULL;
    g_autofree char *expected = NULL;
    Course course = {ratings};

    fill(place, rng);
    edit(place, "UPDATE chat SET ended_ms = ended_ms - ended_ms % 864000000,"
                " counted_ms = counted_ms - counted_ms % 864000000"); /* many ties */
    reader = care_reader_open(place->path, NULL);
    assert_true(care_reader_each_rating(reader, &(CareCubeFilter){.agent = "Cleo"},
                                        CARE_SCALE_ASKED, on_rating, &course, NULL));
    expected = ask_text(place, "SELECT group_concat(rating, '') FROM (SELECT s.rating FROM chat c"
                               " JOIN survey s ON s.id = c.survey JOIN agent a ON a.id = c.agent"
                               " WHERE c.outcome = 'answered' AND a.name = 'Cleo'"
                               " ORDER BY c.ended_ms, c.ext)");
    assert_true(ratings->len > 50);
    assert_string_equal(ratings->str, expected);
}

static void
care_rollup_rebuild__makes__the_same_sums(void **state)
{
    static const char all[] =
        "SELECT group_concat(x, ';') FROM (SELECT unit || start_ms || agent"
        " || protocol || definition || '/' || pending || ',' || answered || ','"
        " || not_asked || ',' || r_idle || ',' || x0 || ',' || x4 || ',' ||"
        " ideal0 || ',' || empowerment4 AS x FROM rollup"
        " WHERE pending + answered + not_asked > 0 ORDER BY x)";
    Place *place = *state;
    g_autoptr(GRand) rng = g_rand_new_with_seed(10);
    g_autofree char *kept = NULL, *rebuilt = NULL;
    g_autoptr(CareDb) db = NULL;

    fill(place, rng);
    kept = ask_text(place, all);
    db = care_db_open(place->path, SQLITE_OPEN_READWRITE, NULL);
    assert_true(care_rollup_rebuild(db, NULL));
    rebuilt = ask_text(place, all);
    assert_true(strlen(kept) > 1000);
    assert_string_equal(kept, rebuilt);
}

static void
care_load_series__counts__every_chat_when_sums_are_wrong(void **state)
{
    Place *place = *state;
    g_autoptr(GRand) rng = g_rand_new_with_seed(11);
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(CareCube) counted = NULL, summed = NULL, due = NULL;

    fill(place, rng);
    edit(place, "UPDATE rollup SET answered = -1000000");
    reader = care_reader_open(place->path, NULL);
    counted = care_reader_count(reader, &(CareCubeFilter){.recount = TRUE}, NULL);
    summed = care_reader_count(reader, &(CareCubeFilter){0}, NULL);
    assert_same_counts(counted, summed);
    edit(place, "UPDATE rollup SET answered = 7; INSERT INTO meta VALUES ('sums', 'due')");
    due = care_reader_count(reader, &(CareCubeFilter){0}, NULL);
    assert_same_counts(counted, due);
    close_well(open_well(place)); /* which makes them anew */
    assert_int_equal(ask_number(place, "SELECT count(*) FROM meta WHERE key = 'sums'"), 0);
    g_clear_pointer(&due, care_cube_free);
    due = care_reader_count(reader, &(CareCubeFilter){0}, NULL);
    assert_same_counts(counted, due);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_load_series__agrees__with_counting_every_chat),
        IN_PLACE(care_load_extent__finds__first_and_last_of_those_that_pass),
        IN_PLACE(care_load_course__tells__ratings_by_end_and_id),
        IN_PLACE(care_rollup_rebuild__makes__the_same_sums),
        IN_PLACE(care_load_series__counts__every_chat_when_sums_are_wrong),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
