/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that asking less shows where it is the agent's doing, and is laid at nobody's door where
 * it is not. */
#include "care-test.h"
#include <math.h>
#include <purple-care/engine-stats.h>
#include <string.h>

static CareCounts
counts_of(guint64 asked, guint64 withheld)
{
    CareCounts counts = {0};

    counts.outcomes[CARE_OUTCOME_EXPIRED] = asked;
    counts.outcomes[CARE_OUTCOME_NOT_ASKED] = withheld;
    counts.reasons[CARE_REASON_AGENT_CHOICE] = withheld;
    return counts;
}

static CareParity
parity_of(guint64 asked, guint64 withheld, guint64 others_asked, guint64 others_withheld)
{
    const CareCounts agent = counts_of(asked, withheld);
    const CareCounts rest = counts_of(others_asked, others_withheld);

    return care_parity_of(&agent, &rest);
}

static void
care_counts_withheld__counts__what_the_agent_alone_decided(void **state G_GNUC_UNUSED)
{
    static const CareReason own[] = {
        CARE_REASON_IDLE,
        CARE_REASON_CLOSED,
        CARE_REASON_AGENT_CHOICE,
        CARE_REASON_CUSTOMER_WAITING,
        CARE_REASON_WEAKER_ENCRYPTION,
    };
    CareCounts every = {0};
    guint64 expected = 0;

    for (guint reason = 0; reason < CARE_N_REASONS; reason++)
        every.reasons[reason] = G_GUINT64_CONSTANT(1) << reason; /* tells which were counted */
    for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
        expected |= G_GUINT64_CONSTANT(1) << own[i];
    assert_int_equal(care_counts_withheld(&every), expected);
}

static void
care_parity_of__counts__a_question_still_out_as_asked(void **state G_GNUC_UNUSED)
{
    CareCounts agent = counts_of(0, 7), rest = counts_of(30, 10);
    CareParity parity;

    agent.outcomes[CARE_OUTCOME_OPEN] = 64; /* has not ended */
    agent.outcomes[CARE_OUTCOME_PENDING] = 1;
    agent.outcomes[CARE_OUTCOME_ANSWERED] = 2;
    agent.outcomes[CARE_OUTCOME_EXPIRED] = 4;
    agent.outcomes[CARE_OUTCOME_SKIPPED] = 8;
    agent.outcomes[CARE_OUTCOME_OPTED_OUT] = 16;
    agent.outcomes[CARE_OUTCOME_NOT_ASKED] += 500;
    agent.reasons[CARE_REASON_TOO_RECENT] = 500; /* could not have been asked */
    parity = care_parity_of(&agent, &rest);
    assert_int_equal(parity.asked, 31);
    assert_int_equal(parity.withheld, 7);
    assert_int_equal(parity.could, 38);
    assert_true(fabs(parity.share.value - 100.0 * 31 / 38) < 1e-9);
    assert_true(fabs(parity.rest.value - 75) < 1e-9);
}

static void
care_parity_of__blames__nobody_for_an_imported_reason(void **state G_GNUC_UNUSED)
{
    CareCounts agent = counts_of(30, 0), rest = counts_of(90, 10);
    CareParity parity;

    agent.outcomes[CARE_OUTCOME_NOT_ASKED] = 60;
    agent.reasons[CARE_REASON_OTHER] = 60;
    parity = care_parity_of(&agent, &rest);
    assert_int_equal(parity.withheld, 0);
    assert_int_equal(parity.could, 30);
    assert_int_not_equal(parity.verdict, CARE_PARITY_LESS);
}

static void
care_parity_of__agrees__with_newcombes_table(void **state G_GNUC_UNUSED)
{
    /* Newcombe (1998), table II, method 10, the rows with 20 on either side: 56/70 against 48/80,
     * and 5/56 against 0/29; limits to four digits. */
    const CareParity first = parity_of(56, 14, 48, 32);
    const CareParity second = parity_of(5, 51, 0, 29);

    assert_true(fabs(first.difference.value - 20) < 1e-9);
    assert_true(fabs(first.difference.low - 5.24) < 0.005);
    assert_true(fabs(first.difference.high - 33.39) < 0.005);
    assert_int_equal(first.verdict, CARE_PARITY_MORE);
    assert_true(fabs(second.difference.low + 3.81) < 0.005);
    assert_true(fabs(second.difference.high - 19.26) < 0.005);
    assert_int_equal(second.verdict, CARE_PARITY_ALIKE);
}

static void
care_parity_of__is_the_reverse__from_the_other_side(void **state G_GNUC_UNUSED)
{
    static const CareParityVerdict reverse[] = {
        [CARE_PARITY_TOO_FEW] = CARE_PARITY_TOO_FEW,
        [CARE_PARITY_ALIKE] = CARE_PARITY_ALIKE,
        [CARE_PARITY_LESS] = CARE_PARITY_MORE,
        [CARE_PARITY_MORE] = CARE_PARITY_LESS,
    };
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    guint seen[CARE_N_PARITIES] = {0};

    for (guint i = 0; i < 10000; i++) {
        const gint most = i % 3 == 0 ? 25 : 300;
        guint64 n[4];

        for (guint j = 0; j < 4; j++)
            n[j] = (guint64)g_rand_int_range(rng, 0, most);
        const CareParity there = parity_of(n[0], n[1], n[2], n[3]);
        const CareParity back = parity_of(n[2], n[3], n[0], n[1]);

        seen[there.verdict]++;
        assert_int_equal(back.verdict, reverse[there.verdict]);
        assert_int_equal(there.verdict == CARE_PARITY_TOO_FEW,
                         n[0] + n[1] < 20 || n[2] + n[3] < 20);
        assert_int_equal(there.difference.verdict == CARE_VERDICT_TOO_FEW,
                         there.verdict == CARE_PARITY_TOO_FEW);
        assert_true(back.difference.low == -there.difference.high);
        if (there.verdict == CARE_PARITY_LESS)
            assert_true(there.difference.high < 0);
        if (there.verdict == CARE_PARITY_MORE)
            assert_true(there.difference.low > 0);
        if (there.verdict == CARE_PARITY_ALIKE)
            assert_true(there.difference.low <= 0 && there.difference.high >= 0);
    }
    for (guint i = 0; i < CARE_N_PARITIES; i++)
        assert_true(seen[i] > 0);
}

static void
care_parity_of__says_nothing__below_twenty_on_one_side(void **state G_GNUC_UNUSED)
{
    const CareParity few = parity_of(0, 19, 1000, 0);
    const CareParity alone = parity_of(1000, 0, 0, 0);

    assert_int_equal(few.verdict, CARE_PARITY_TOO_FEW);
    assert_true(few.difference.value == 0 && few.difference.high == 0);
    assert_int_equal(parity_of(0, 20, 1000, 0).verdict, CARE_PARITY_LESS);
    assert_int_equal(alone.verdict, CARE_PARITY_TOO_FEW);
    assert_true(alone.share.value == 100 && alone.rest.value == 0 && alone.rest.high == 0);
}

static void
care_parity_name__is__null_out_of_range(void **state G_GNUC_UNUSED)
{
    assert_string_equal(care_parity_name(CARE_PARITY_ALIKE), "alike");
    assert_string_equal(care_parity_name(CARE_PARITY_LESS), "less");
    assert_null(care_parity_name(CARE_N_PARITIES));
    assert_null(care_parity_name((CareParityVerdict)-1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_counts_withheld__counts__what_the_agent_alone_decided),
        cmocka_unit_test(care_parity_of__counts__a_question_still_out_as_asked),
        cmocka_unit_test(care_parity_of__blames__nobody_for_an_imported_reason),
        cmocka_unit_test(care_parity_of__agrees__with_newcombes_table),
        cmocka_unit_test(care_parity_of__is_the_reverse__from_the_other_side),
        cmocka_unit_test(care_parity_of__says_nothing__below_twenty_on_one_side),
        cmocka_unit_test(care_parity_name__is__null_out_of_range),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
