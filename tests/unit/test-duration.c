/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that durations read as people write them, and that none of them wraps. */
#include "care-test.h"
#include "purple-care/engine-settings.h"

static void
care_duration__reads__every_unit(void **state G_GNUC_UNUSED)
{
    const struct {
        const char *text;
        gint64 ms;
    } good[] = {
        {"0", 0},        {"30", 30000},
        {"1s", 1000},    {"15min", 900000},
        {"1h", 3600000}, {"90d", G_GINT64_CONSTANT(7776000000)},
        {"007", 7000},   {"36525d", G_GINT64_CONSTANT(3155760000000)},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        gint64 ms = -1;
        assert_true(care_duration_parse(good[i].text, &ms));
        assert_int_equal(ms, good[i].ms);
    }
}

static void
care_duration__refuses__what_is_no_time(void **state G_GNUC_UNUSED)
{
    const char *const bad[] = {
        "",
        "s",
        "-1",
        "+1",
        "1.5h",
        "1m",
        "1 h",
        " 1",
        "1h ",
        "1H",
        "1hh",
        "1h30min",
        "0x10",
        "never",
        "36526d",
        "9223372036854775807",
        "99999999999999999999999999d",
        "\xd9\xa1",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        gint64 ms = -1;
        assert_false(care_duration_parse(bad[i], &ms));
        assert_int_equal(ms, -1);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_duration__reads__every_unit),
        cmocka_unit_test(care_duration__refuses__what_is_no_time),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
