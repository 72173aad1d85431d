/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that nothing is let go on a clock that was only just set, and that a pass comes once a
 * day. */
#include "care-keeper.h"
#include "care-store-test.h"

#define DAY_US    ((gint64)DAY_MS * 1000)
#define T0        G_GINT64_CONSTANT(1750000000000)
#define FAR_MS    (T0 + 2000 * DAY_MS) /* some five years on */
#define N_COMMENT "SELECT count(*) FROM comment"

static const CareKeep keep = {.comments_ms = 180 * DAY_MS, .notes_ms = -1, .chats_ms = -1};

static CareDb *
with_comment(Place *place)
{
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0); /* with its words */

    put(place, store, record);
    close_well(store);
    assert_int_equal(ask_number(place, N_COMMENT), 1);
    return care_db_open(place->path, SQLITE_OPEN_READWRITE, NULL);
}

/* All steps of a pass. */
static gboolean
look_through(CareKeeper *keeper, CareDb *db, gint64 now_ms, gint64 steady_us)
{
    gboolean did = FALSE;

    for (guint i = 0; i < 50; i++)
        did |= care_keeper_look(keeper, db, now_ms, steady_us);
    return did;
}

static void
care_keeper_look__waits__a_day_on_a_clock_it_never_saw(void **state)
{
    Place *place = *state;
    g_autoptr(CareDb) db = with_comment(place);
    CareKeeper keeper = {0};

    assert_false(look_through(&keeper, db, FAR_MS, 1)); /* nobody said how long */
    care_keeper_set(&keeper, &keep);
    assert_false(look_through(&keeper, db, FAR_MS, 1));
    assert_false(look_through(&keeper, db, FAR_MS + DAY_MS - 1, DAY_US)); /* not due */
    assert_int_equal(ask_number(place, N_COMMENT), 1);
    assert_true(look_through(&keeper, db, FAR_MS + DAY_MS, 1 + DAY_US));
    assert_int_equal(ask_number(place, N_COMMENT), 0);
}

static void
care_keeper_look__keeps__all_through_a_clock_that_jumps_and_comes_back(void **state)
{
    Place *place = *state;
    g_autoptr(CareDb) db = with_comment(place);
    CareKeeper keeper = {0};

    care_keeper_set(&keeper, &keep);
    look_through(&keeper, db, T0, 0);
    look_through(&keeper, db, FAR_MS, DAY_US);
    look_through(&keeper, db, T0 + 2 * DAY_MS, 2 * DAY_US);
    look_through(&keeper, db, T0 + 3 * DAY_MS, 3 * DAY_US);
    assert_int_equal(ask_number(place, N_COMMENT), 1);
}

static void
care_keeper_look__drops__what_is_never_kept_on_any_clock(void **state)
{
    Place *place = *state;
    g_autoptr(CareDb) db = with_comment(place);
    CareKeeper keeper = {0};

    care_keeper_set(&keeper, &(CareKeep){.comments_ms = 0, .notes_ms = -1, .chats_ms = -1});
    assert_true(look_through(&keeper, db, T0, 0));
    assert_int_equal(ask_number(place, N_COMMENT), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_keeper_look__waits__a_day_on_a_clock_it_never_saw),
        IN_PLACE(care_keeper_look__keeps__all_through_a_clock_that_jumps_and_comes_back),
        IN_PLACE(care_keeper_look__drops__what_is_never_kept_on_any_clock),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
