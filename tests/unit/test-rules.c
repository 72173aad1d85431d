/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the table of rules: every one is named, belongs to a letter, has a switch, and gives up
 * when it is of no use. */
#include "care-remind.h"
#include "care-test.h"

static void
care_rule_name__agrees__with_from_name_and_policy(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) settings = care_settings_new(NULL, 0);

    for (gint rule = 0; rule < CARE_N_RULES; rule++) {
        assert_int_equal(care_rule_from_name(care_rule_name(rule)), rule);
        assert_non_null(care_settings_value(settings, "remind", care_rule_name(rule)));
        assert_int_not_equal(care_rule_letter(rule), CARE_ITEM_NONE);
        assert_int_not_equal(care_rule_facts(rule)->message, CARE_SAY_NOTHING);
    }
    assert_null(care_rule_name(CARE_N_RULES));
    assert_int_equal(care_rule_from_name("no-such-rule"), -1);
    assert_int_equal(care_rule_from_name(NULL), -1);
    assert_int_equal(care_rule_letter(CARE_N_RULES), CARE_ITEM_NONE);
}

/* A row that points at another rule's switch would obey the wrong key. */
static void
care_rule_is_set__obeys__its_own_key_alone(void **state G_GNUC_UNUSED)
{
    for (gint off = 0; off < CARE_N_RULES; off++) {
        g_autofree char *policy = g_strdup_printf("[remind]\n%s=off\n", care_rule_name(off));
        const CareSettingsLayer layers[] = {
            {.name = "test", .text = policy, .size = strlen(policy)}};
        g_autoptr(CareSettings) settings = care_settings_new(layers, 1);

        assert_int_equal(settings->mistakes->len, 0);
        for (gint rule = 0; rule < CARE_N_RULES; rule++)
            assert_int_equal(care_rule_is_set(settings, rule), rule != off);
    }
}

static void
care_rule_steps__are__of_the_rules_with_times_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) settings = care_settings_new(NULL, 0);

    assert_int_equal(care_rule_steps(settings, CARE_RULE_FIRST_ANSWER)->step_ms[2], 180000);
    assert_int_equal(care_rule_steps(settings, CARE_RULE_NEXT_ANSWER)->step_ms[2], 240000);
    assert_int_equal(care_rule_steps(settings, CARE_RULE_DOUBLE_TEXT)->step_ms[0], 45000);
    assert_int_equal(care_rule_steps(settings, CARE_RULE_PROMISE)->step_ms[0], 120000);
    assert_null(care_rule_steps(settings, CARE_RULE_FEELING));
}

static void
care_level_name__agrees__with_from_name(void **state G_GNUC_UNUSED)
{
    for (gint level = 0; level < CARE_N_LEVELS; level++)
        assert_int_equal(care_level_from_name(care_level_name(level)), level);
    for (gint result = 0; result < CARE_N_REMIND_RESULTS; result++)
        assert_int_equal(care_remind_result_from_name(care_remind_result_name(result)), result);
    assert_null(care_level_name(CARE_N_LEVELS));
    assert_null(care_remind_result_name(CARE_N_REMIND_RESULTS));
    assert_int_equal(care_level_from_name("loud"), -1);
    assert_int_equal(care_remind_result_from_name(NULL), -1);
}

/* --- giving up --- */

static gboolean
add(CareRuleHistory *history, CareRemindResult result, guint times)
{
    gboolean became = FALSE;

    for (guint i = 0; i < times; i++)
        became |= care_rule_history_add(history, result);
    return became;
}

static void
care_rule_history_add__gives_up__below_a_fifth_of_twenty(void **state G_GNUC_UNUSED)
{
    CareRuleHistory history = {0};

    assert_false(add(&history, CARE_REMIND_IGNORED, 19)); /* nineteen say nothing yet */
    assert_true(add(&history, CARE_REMIND_LATER, 1));
    assert_true(history.quiet);
    assert_false(add(&history, CARE_REMIND_IGNORED, 5)); /* it can give up once */

    history = (CareRuleHistory){0};
    add(&history, CARE_REMIND_ACTED, 4);
    assert_false(add(&history, CARE_REMIND_IGNORED, 16)); /* just a fifth */
    assert_true(add(&history, CARE_REMIND_IGNORED, 1));   /* one of the four has gone */
}

static void
care_rule_history_add__looks__at_the_newest_twenty_alone(void **state G_GNUC_UNUSED)
{
    CareRuleHistory history = {0};

    add(&history, CARE_REMIND_ACTED, 1000);
    assert_int_equal(history.n, CARE_RULE_WINDOW);
    assert_false(add(&history, CARE_REMIND_IGNORED, 16));
    assert_true(add(&history, CARE_REMIND_IGNORED, 1));
}

/* A plain list of the last twenty, counted anew each time, must come to the same. */
static void
care_rule_history_add__agrees__with_a_plain_list(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);

    for (guint run = 0; run < 200; run++) {
        const double share = g_rand_double_range(rng, 0, 0.5);
        CareRuleHistory history = {0};
        gboolean list[200];
        gboolean quiet = FALSE;

        for (guint i = 0; i < G_N_ELEMENTS(list); i++) {
            const gboolean was_quiet = quiet;
            guint acted = 0;

            list[i] = g_rand_double(rng) < share;
            for (guint k = i >= 19 ? i - 19 : 0; k <= i; k++)
                acted += list[k] ? 1 : 0;
            quiet |= i >= 19 && acted < 4;
            assert_int_equal(
                care_rule_history_add(&history, list[i] ? CARE_REMIND_ACTED : CARE_REMIND_IGNORED),
                quiet && !was_quiet);
            assert_int_equal(history.quiet, quiet);
        }
    }
}

static void
care_rule_history_add__takes__the_words_of_an_earlier_run(void **state G_GNUC_UNUSED)
{
    CareRuleHistory history = {0};

    add(&history, CARE_REMIND_ACTED, 20);
    assert_true(care_rule_history_add(&history, CARE_REMIND_DEMOTED));
    assert_true(history.quiet);
    assert_false(care_rule_history_add(&history, CARE_REMIND_DEMOTED));
    assert_false(care_rule_history_add(&history, CARE_REMIND_RESTORED));
    assert_false(history.quiet);
    assert_int_equal(history.n, 0);
    assert_false(add(&history, CARE_REMIND_IGNORED, 19)); /* what was before is past */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_rule_name__agrees__with_from_name_and_policy),
        cmocka_unit_test(care_rule_is_set__obeys__its_own_key_alone),
        cmocka_unit_test(care_rule_steps__are__of_the_rules_with_times_alone),
        cmocka_unit_test(care_level_name__agrees__with_from_name),
        cmocka_unit_test(care_rule_history_add__gives_up__below_a_fifth_of_twenty),
        cmocka_unit_test(care_rule_history_add__looks__at_the_newest_twenty_alone),
        cmocka_unit_test(care_rule_history_add__agrees__with_a_plain_list),
        cmocka_unit_test(care_rule_history_add__takes__the_words_of_an_earlier_run),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
