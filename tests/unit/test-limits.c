/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the loop stops hold under every order of events, and let go when their time is over.
 */
#include "care-limits.h"
#include "care-test.h"

#define MINUTE 60000

static void
care_limits__allow__six_lines_in_ten_minutes(void **state G_GNUC_UNUSED)
{
    const CareLimits *limits = &care_limits_default;
    CareSpoken spoken = {0};

    for (gint64 i = 0; i < 6; i++) {
        assert_true(care_limits_may_speak(limits, &spoken, 1000 + i));
        care_limits_spoke(&spoken, 1000 + i);
    }
    assert_false(care_limits_may_speak(limits, &spoken, 2000));
    assert_true(care_limits_may_speak(limits, &spoken, 1000 + 10 * MINUTE + 1));
}

static void
care_limits__part__two_questions_by_two_seconds(void **state G_GNUC_UNUSED)
{
    CareSpoken spoken = {.question_boot = 10000};

    assert_false(care_limits_may_ask(&care_limits_default, &spoken, NULL, 11999));
    assert_true(care_limits_may_ask(&care_limits_default, &spoken, NULL, 12000));
}

static void
care_limits__stop__an_account_at_240_an_hour(void **state G_GNUC_UNUSED)
{
    const CareSpoken spoken = {0};
    CareHour hour = {0};

    for (guint i = 0; i < 240; i++) {
        assert_true(care_limits_may_ask(&care_limits_default, &spoken, &hour, 5000));
        care_hour_add(&hour, 5000);
    }
    assert_false(care_limits_may_ask(&care_limits_default, &spoken, &hour, 5000));
    assert_false(care_limits_may_ask(&care_limits_default, &spoken, &hour, 5000 + 59 * MINUTE));
    assert_true(care_limits_may_ask(&care_limits_default, &spoken, &hour, 5000 + 60 * MINUTE));
}

static void
care_limits__fall__silent_at_the_third_same_line(void **state G_GNUC_UNUSED)
{
    CareSpoken spoken = {0};

    care_limits_heard(&care_limits_default, &spoken, 2, 1000);
    assert_true(care_limits_may_speak(&care_limits_default, &spoken, 1000));
    care_limits_heard(&care_limits_default, &spoken, 3, 1000);
    assert_false(care_limits_may_speak(&care_limits_default, &spoken, 1000 + 9 * MINUTE));
    assert_true(care_limits_may_speak(&care_limits_default, &spoken, 1000 + 10 * MINUTE));
}

/* No sequence whatever gets more than six lines out in any ten minutes. */
static void
care_limits__hold__for_random_times(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    CareSpoken spoken = {0};
    g_autoptr(GArray) sent = g_array_new(FALSE, FALSE, sizeof(gint64));
    gint64 boot = 1;

    for (guint i = 0; i < 20000; i++) {
        boot += g_rand_int_range(rng, 1, 3 * MINUTE);
        if (!care_limits_may_speak(&care_limits_default, &spoken, boot))
            continue;
        care_limits_spoke(&spoken, boot);
        g_array_append_val(sent, boot);
    }
    assert_true(sent->len > 1000);
    for (guint i = 6; i < sent->len; i++)
        assert_true(g_array_index(sent, gint64, i) - g_array_index(sent, gint64, i - 6) >=
                    10 * MINUTE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_limits__allow__six_lines_in_ten_minutes),
        cmocka_unit_test(care_limits__part__two_questions_by_two_seconds),
        cmocka_unit_test(care_limits__stop__an_account_at_240_an_hour),
        cmocka_unit_test(care_limits__fall__silent_at_the_third_same_line),
        cmocka_unit_test(care_limits__hold__for_random_times),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
