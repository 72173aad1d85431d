/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the same long line to several customers is found, in fixed memory, and no word is
 * kept. */
#include "care-stock.h"
#include "care-test.h"

#define DAY  (24 * 3600 * G_GINT64_CONSTANT(1000))
#define NOON (20000 * DAY + DAY / 2)
#define LINE "Thank you for your message, we value you and will process your request soon."

static void
care_stock_add__counts__each_customer_once(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareStock) stock = care_stock_new();

    assert_int_equal(care_stock_add(stock, "key", LINE, "anna", NOON), 1);
    assert_int_equal(care_stock_add(stock, "key", LINE, "anna", NOON + 1000), 1);
    assert_int_equal(care_stock_add(stock, "key", LINE, "bob", NOON), 2);
    assert_int_equal(care_stock_add(stock, "key", LINE, "carla", NOON), 3);
    assert_int_equal(care_stock_add(stock, "key", LINE, "bob", NOON), 3);
}

static void
care_stock_add__knows__a_line_by_other_case_and_blanks(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareStock) stock = care_stock_new();
    const char *other = "  THANK you for your  message,\twe value you and will process your "
                        "request soon.";

    care_stock_add(stock, "key", LINE, "anna", NOON);
    assert_int_equal(care_stock_add(stock, "key", other, "bob", NOON), 2);
}

static void
care_stock_add__leaves__short_lines_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareStock) stock = care_stock_new();
    g_autofree char *sixty = g_strnfill(60, 'a');
    g_autofree char *short_one = g_strnfill(59, 'a');
    g_autofree char *padded = g_strconcat("          ", short_one, NULL);

    assert_int_equal(care_stock_add(stock, "key", "How can I help you?", "anna", NOON), 0);
    assert_int_equal(care_stock_add(stock, "key", short_one, "anna", NOON), 0);
    assert_int_equal(care_stock_add(stock, "key", padded, "anna", NOON), 0);
    assert_int_equal(care_stock_add(stock, "key", "", "anna", NOON), 0);
    assert_int_equal(care_stock_add(stock, "key", sixty, "anna", NOON), 1);
    assert_int_equal(care_stock_size(stock), 1);
}

static void
care_stock_add__counts__anew_every_day(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareStock) stock = care_stock_new();

    care_stock_add(stock, "key", LINE, "anna", NOON);
    care_stock_add(stock, "key", LINE, "bob", NOON);
    assert_int_equal(care_stock_add(stock, "key", LINE, "carla", NOON + DAY), 1);
    assert_int_equal(care_stock_add(stock, "key", LINE, "anna", NOON + DAY), 2);
}

static void
care_stock_add__stops__counting_at_many(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareStock) stock = care_stock_new();

    for (guint i = 0; i < 100; i++) {
        g_autofree char *who = g_strdup_printf("customer%u", i);

        assert_int_equal(care_stock_add(stock, "key", LINE, who, NOON),
                         MIN(i + 1, CARE_STOCK_MANY));
    }
}

static void
care_stock_add__forgets__what_was_not_used_for_longest(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareStock) stock = care_stock_new();

    care_stock_add(stock, "key", LINE, "anna", NOON);
    for (guint i = 0; i < CARE_STOCK_MAX + 100; i++) {
        g_autofree char *line = g_strdup_printf("%s %u", LINE, i);

        care_stock_add(stock, "key", line, "anna", NOON);
        if (i == 2000) /* used again: it stays longer */
            assert_int_equal(care_stock_add(stock, "key", LINE, "bob", NOON), 2);
    }
    assert_int_equal(care_stock_size(stock), CARE_STOCK_MAX);
    assert_int_equal(care_stock_add(stock, "key", LINE, "carla", NOON), 3);
    assert_int_equal(care_stock_add(stock, "key", LINE " 0", "bob", NOON), 1); /* that is gone */
}

static void
care_stock_add__hashes__with_the_key(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareStock) stock = care_stock_new();

    care_stock_add(stock, "key", LINE, "anna", NOON);
    assert_int_equal(care_stock_add(stock, "another", LINE, "bob", NOON), 1);
    assert_int_equal(care_stock_size(stock), 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_stock_add__counts__each_customer_once),
        cmocka_unit_test(care_stock_add__knows__a_line_by_other_case_and_blanks),
        cmocka_unit_test(care_stock_add__leaves__short_lines_alone),
        cmocka_unit_test(care_stock_add__counts__anew_every_day),
        cmocka_unit_test(care_stock_add__stops__counting_at_many),
        cmocka_unit_test(care_stock_add__forgets__what_was_not_used_for_longest),
        cmocka_unit_test(care_stock_add__hashes__with_the_key),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
