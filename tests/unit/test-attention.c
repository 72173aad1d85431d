/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that reply times are measured exactly in short chats, bounded in long ones, and never made
 * up. */
#include "care-attention.h"
#include "care-test.h"

static CareAttending
attending_of(const gint64 *waits_ms, guint n)
{
    CareAttending attending;

    care_attention_start(&attending);
    for (guint i = 0; i < n; i++)
        care_attention_reply(&attending, waits_ms[i]);
    return attending;
}

static void
care_attention__has__no_figure_of_nothing(void **state G_GNUC_UNUSED)
{
    const CareAttending never = {0};
    const CareAttending none = attending_of(NULL, 0);
    const CareAttention figures[] = {care_attention_of(&never, 0), care_attention_of(&none, 0)};

    for (gsize i = 0; i < G_N_ELEMENTS(figures); i++) {
        assert_int_equal(figures[i].replies, 0);
        assert_int_equal(figures[i].first_reply_ms, -1);
        assert_int_equal(figures[i].median_reply_ms, -1);
        assert_int_equal(figures[i].longest_wait_ms, -1);
        assert_int_equal(figures[i].first_part_ms, -1);
        assert_int_equal(figures[i].last_part_ms, -1);
    }
}

static void
care_attention__counts__a_wait_that_is_not_over(void **state G_GNUC_UNUSED)
{
    const CareAttending none = attending_of(NULL, 0);
    const CareAttending some = attending_of((const gint64[]){40000, 60000}, 2);

    assert_int_equal(care_attention_of(&none, 7000).longest_wait_ms, 7000);
    assert_int_equal(care_attention_of(&none, 7000).first_reply_ms, -1);
    assert_int_equal(care_attention_of(&some, 7000).longest_wait_ms, 60000);
    assert_int_equal(care_attention_of(&some, 61000).longest_wait_ms, 61000);
    assert_int_equal(care_attention_of(&some, 61000).replies, 2);
}

static void
care_attention__takes__the_middle_to_the_millisecond(void **state G_GNUC_UNUSED)
{
    const CareAttending one = attending_of((const gint64[]){12345}, 1);
    const CareAttending two = attending_of((const gint64[]){10001, 3}, 2);
    const CareAttending three = attending_of((const gint64[]){900, 5, 77}, 3);

    assert_int_equal(care_attention_of(&one, 0).median_reply_ms, 12345);
    assert_int_equal(care_attention_of(&two, 0).median_reply_ms, 5002); /* the mean of the two */
    assert_int_equal(care_attention_of(&two, 0).first_reply_ms, 10001);
    assert_int_equal(care_attention_of(&three, 0).median_reply_ms, 77);
    assert_int_equal(care_attention_of(&three, 0).first_part_ms, -1); /* of fewer than four none */
}

static void
care_attention__compares__the_first_half_with_the_last(void **state G_GNUC_UNUSED)
{
    const CareAttending four = attending_of((const gint64[]){10, 20, 300, 500}, 4);
    const CareAttending five = attending_of((const gint64[]){10, 20, 7777, 300, 500}, 5);

    assert_int_equal(care_attention_of(&four, 0).first_part_ms, 15);
    assert_int_equal(care_attention_of(&four, 0).last_part_ms, 400);
    assert_int_equal(care_attention_of(&five, 0).first_part_ms, 15); /* the middle is in neither */
    assert_int_equal(care_attention_of(&five, 0).last_part_ms, 400);
}

static void
care_attention__is__exact_up_to_what_it_keeps(void **state G_GNUC_UNUSED)
{
    gint64 waits[CARE_REPLIES_MAX];
    CareAttending attending;

    for (guint i = 0; i < CARE_REPLIES_MAX; i++) /* all of 0 to 23, in another order */
        waits[i] = (gint64)(i * 7 % CARE_REPLIES_MAX) * 1000;
    attending = attending_of(waits, CARE_REPLIES_MAX);
    assert_int_equal(care_attention_of(&attending, 0).median_reply_ms, 11500);
    assert_int_equal(care_attention_of(&attending, 0).longest_wait_ms, 23000);
}

static void
care_attention__stays__even_however_long_a_chat_is(void **state G_GNUC_UNUSED)
{
    CareAttending attending;
    CareAttention figures;

    care_attention_start(&attending);
    for (gint64 i = 0; i < 100000; i++) { /* slower and slower */
        care_attention_reply(&attending, i);
        assert_in_range(attending.n_kept, 1, CARE_REPLIES_MAX);
        for (guint at = 0; at < attending.n_kept; at++)
            assert_int_equal(attending.reply_ms[at], at * attending.stride);
    }
    figures = care_attention_of(&attending, 0);
    assert_int_equal(figures.replies, 100000);
    assert_int_equal(figures.first_reply_ms, 0);
    assert_int_equal(figures.longest_wait_ms, 99999);
    assert_in_range(figures.median_reply_ms, 40000, 60000);
    assert_in_range(figures.first_part_ms, 15000, 35000);
    assert_in_range(figures.last_part_ms, 65000, 85000);
}

static void
care_attention__clamps__times_that_cannot_be(void **state G_GNUC_UNUSED)
{
    const CareAttending bad = attending_of((const gint64[]){-5, G_MAXINT64, G_MININT64}, 3);

    assert_int_equal(care_attention_of(&bad, 0).first_reply_ms, 0);
    assert_int_equal(care_attention_of(&bad, 0).median_reply_ms, 0);
    assert_int_equal(care_attention_of(&bad, 0).longest_wait_ms, G_MAXUINT32);
}

static void
care_attention__says__no_first_reply_that_it_did_not_see(void **state G_GNUC_UNUSED)
{
    CareAttending cut = attending_of((const gint64[]){10, 20, 300, 500}, 4);

    cut.is_cut = TRUE;
    assert_int_equal(care_attention_of(&cut, 0).first_reply_ms, -1);
    assert_int_equal(care_attention_of(&cut, 0).first_part_ms, -1);
    assert_int_equal(care_attention_of(&cut, 0).last_part_ms, -1);
    assert_int_equal(care_attention_of(&cut, 0).median_reply_ms, 160);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_attention__has__no_figure_of_nothing),
        cmocka_unit_test(care_attention__counts__a_wait_that_is_not_over),
        cmocka_unit_test(care_attention__takes__the_middle_to_the_millisecond),
        cmocka_unit_test(care_attention__compares__the_first_half_with_the_last),
        cmocka_unit_test(care_attention__is__exact_up_to_what_it_keeps),
        cmocka_unit_test(care_attention__stays__even_however_long_a_chat_is),
        cmocka_unit_test(care_attention__clamps__times_that_cannot_be),
        cmocka_unit_test(care_attention__says__no_first_reply_that_it_did_not_see),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
