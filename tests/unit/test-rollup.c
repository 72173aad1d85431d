/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that sums keep every count whichever columns a change touches, and that adding up rows by
 * what can be in them misses nothing. */
#include "care-db.h"
#include "care-rollup.h"
#include "care-store-test.h"

#define N_CHANGES  400
#define START_MS   G_GINT64_CONSTANT(1706659200000) /* 2024-01-31 UTC: a month ends in the test */
#define N_AGENTS   3
#define DEFINITION 1

typedef struct {
    CareCounts all[N_AGENTS + 1]; /* by agent; what the sums should hold */
    gint64 agent;                 /* the one whose sums are wanted; CARE_ANY_AGENT */
    CareCounts found[N_AGENTS + 1];
} Kept;

static void
assert_same(const CareCounts *a, const CareCounts *b)
{
    assert_memory_equal(a, b, sizeof *a);
}

/* Some counts of some kinds, as if chats were added and taken. */
static CareCounts
any_change(GRand *rng, guint n_steps)
{
    CareCounts change = {0};
    const gint kinds = g_rand_int_range(rng, 0, 16);
    const guint step = (guint)g_rand_int_range(rng, 0, (gint32)n_steps);
    const guint item = (guint)g_rand_int_range(rng, CARE_ITEM_IDEAL, CARE_N_ITEMS);

    change.outcomes[g_rand_int_range(rng, CARE_OUTCOME_PENDING, CARE_N_OUTCOMES)] +=
        (guint64)g_rand_int_range(rng, 1, 9);
    if ((kinds & 1) != 0)
        change.outcomes[CARE_OUTCOME_PENDING]--;
    if ((kinds & 2) != 0) {
        change.outcomes[CARE_OUTCOME_NOT_ASKED]++;
        change.reasons[g_rand_int_range(rng, 0, CARE_N_REASONS)]++;
    }
    if ((kinds & 4) != 0) {
        change.outcomes[CARE_OUTCOME_ANSWERED]++;
        change.ratings[step]++;
        change.items[item][step]++;
    }
    for (guint i = CARE_ITEM_IDEAL; kinds == 15 && i < CARE_N_ITEMS; i++)
        change.items[i][step]++;
    if (change.outcomes[CARE_OUTCOME_ANSWERED] == 0) { /* then there are no ratings either */
        memset(change.ratings, 0, sizeof change.ratings);
        memset(change.items, 0, sizeof change.items);
    }
    return change;
}

static CareDb *
fill(Place *place, GRand *rng, guint n_steps, Kept *kept)
{
    CareDb *db;

    close_well(open_well(place)); /* its schema */
    db = care_db_open(place->path, SQLITE_OPEN_READWRITE, NULL);
    assert_true(care_db_run(db,
                            "INSERT INTO definition (id, hash, min, max) VALUES (1, 'd', 0, ?1)",
                            NULL, CARE_INT(n_steps - 1)));
    assert_true(care_db_exec(db, "BEGIN", NULL));
    for (guint n = 0; n < N_CHANGES; n++) {
        const CareCounts change = any_change(rng, n_steps);
        const gint64 agent = g_rand_int_range(rng, 1, N_AGENTS + 1);
        const gint64 ms = START_MS + g_rand_int_range(rng, 0, 3 * 24) * (DAY_MS / 24);

        assert_true(
            care_rollup_add(db, ms, agent, n % 2 == 0 ? "xmpp" : "irc", DEFINITION, &change, NULL));
        care_counts_add(&kept->all[agent], &change);
    }
    assert_true(care_db_exec(db, "COMMIT", NULL));
    return db;
}

static void
add_row(gint64 agent, const char *protocol G_GNUC_UNUSED, gint64 definition,
        const CareCounts *counts, gpointer data)
{
    Kept *kept = data;

    assert_int_equal(definition, DEFINITION);
    care_counts_add(&kept->found[agent], counts);
}

static CareCounts *
sum_of(gint64 agent, const char *protocol G_GNUC_UNUSED, gint64 definition G_GNUC_UNUSED,
       gpointer data)
{
    Kept *kept = data;

    assert_true(kept->agent == CARE_ANY_AGENT || kept->agent == agent);
    return &kept->found[agent];
}

static void
assert_all_found(Kept *kept)
{
    for (gint agent = 1; agent <= N_AGENTS; agent++) {
        if (kept->agent == CARE_ANY_AGENT || kept->agent == agent)
            assert_same(&kept->found[agent], &kept->all[agent]);
    }
    memset(kept->found, 0, sizeof kept->found);
}

static void
check(Place *place, guint32 seed, guint n_steps)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(seed);
    g_autofree Kept *kept = g_new0(Kept, 1);
    g_autoptr(CareDb) db = fill(place, rng, n_steps, kept);

    for (CareRollupUnit unit = CARE_ROLLUP_DAY; unit <= CARE_ROLLUP_MONTH; unit++) {
        CareRollupSpan span = {unit, 0, CARE_END_OF_TIME, CARE_ANY_AGENT, 1};

        kept->agent = CARE_ANY_AGENT;
        assert_true(care_rollup_read(db, unit, 0, CARE_END_OF_TIME, add_row, kept, NULL));
        assert_all_found(kept);
        assert_true(care_rollup_sum(db, &span, sum_of, kept, NULL));
        assert_all_found(kept);
        span.agent = kept->agent = 2;
        assert_true(care_rollup_sum(db, &span, sum_of, kept, NULL));
        assert_all_found(kept);
    }
}

static void
care_rollup_sum__finds__all_that_was_added(void **state)
{
    check(*state, 3, CARE_RATINGS);
}

static void
care_rollup_sum__finds__the_highest_steps_of_a_wide_scale(void **state)
{
    check(*state, 4, CARE_STEPS_MAX);
}

static void
care_rollup_sum__takes__away_what_it_is_told_to(void **state)
{
    static const CareCounts none = {0};
    g_autoptr(GRand) rng = g_rand_new_with_seed(5);
    g_autofree Kept *kept = g_new0(Kept, 1);
    g_autoptr(CareDb) db = fill(*state, rng, CARE_RATINGS, kept);
    CareRollupSpan span = {CARE_ROLLUP_DAY, 0, CARE_END_OF_TIME, CARE_ANY_AGENT, 1};

    kept->agent = CARE_ANY_AGENT;
    assert_true(care_rollup_sum(db, &span, sum_of, kept, NULL));
    span.unit = CARE_ROLLUP_MONTH;
    span.sign = -1;
    assert_true(care_rollup_sum(db, &span, sum_of, kept, NULL));
    for (gint agent = 1; agent <= N_AGENTS; agent++)
        assert_same(&kept->found[agent], &none);
}

static void
care_rollup_add__writes__nothing_for_no_change(void **state)
{
    Place *place = *state;
    const CareCounts none = {0};
    g_autoptr(CareDb) db = NULL;

    close_well(open_well(place));
    db = care_db_open(place->path, SQLITE_OPEN_READWRITE, NULL);
    assert_true(care_rollup_add(db, START_MS, 1, "xmpp", DEFINITION, &none, NULL));
    assert_int_equal(ask_number(place, "SELECT count(*) FROM rollup"), 0);
}

/* Numbers of a file that was edited wrap round, and whoever adds sees a sum below zero. */
static void
care_rollup_sum__wraps__where_an_edited_row_is_too_large(void **state)
{
    Place *place = *state;
    const CareRollupSpan span = {CARE_ROLLUP_DAY, 0, CARE_END_OF_TIME, CARE_ANY_AGENT, 1};
    g_autofree Kept *kept = g_new0(Kept, 1);
    g_autoptr(CareDb) db = NULL;

    close_well(open_well(place));
    db = care_db_open(place->path, SQLITE_OPEN_READWRITE, NULL);
    assert_true(care_db_exec(db,
                             "INSERT INTO rollup (unit, start_ms, agent, protocol, definition,"
                             " pending) VALUES ('day', 0, 1, 'xmpp', 0, 9223372036854775807),"
                             " ('day', 86400000, 1, 'xmpp', 0, 1)",
                             NULL));
    kept->agent = CARE_ANY_AGENT;
    assert_true(care_rollup_sum(db, &span, sum_of, kept, NULL));
    assert_true(care_counts_is_negative(&kept->found[1]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_rollup_sum__finds__all_that_was_added),
        IN_PLACE(care_rollup_sum__finds__the_highest_steps_of_a_wide_scale),
        IN_PLACE(care_rollup_sum__takes__away_what_it_is_told_to),
        IN_PLACE(care_rollup_sum__wraps__where_an_edited_row_is_too_large),
        IN_PLACE(care_rollup_add__writes__nothing_for_no_change),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
