/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that audits of several stores add up by name, whatever the order they come in. */
#include "care-test.h"
#include <purple-care/engine-audit.h>

static const char *
agent_at(const CareAudit *audit, guint i)
{
    return ((const CareAuditAgent *)g_ptr_array_index(audit->agents, i))->agent;
}

static void
care_audit_agent__keeps__each_name_once_in_order(void **state G_GNUC_UNUSED)
{
    static const char *const names[] = {"cem", "anna", "\303\266zil", "bruno", "anna", "cem", ""};
    g_autoptr(CareAudit) audit = care_audit_new();

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        care_audit_agent(audit, names[i])->questions++;
    assert_int_equal(audit->agents->len, 5);
    for (guint i = 1; i < audit->agents->len; i++)
        assert_true(g_strcmp0(agent_at(audit, i - 1), agent_at(audit, i)) < 0);
    assert_int_equal(care_audit_find(audit, "anna")->questions, 2);
    assert_null(care_audit_find(audit, "ann"));
}

static void
care_audit_agent_add__adds__every_figure(void **state G_GNUC_UNUSED)
{
    CareAuditAgent sum = {.ends = {1, 2, 3, 4, 5}, .questions = 6, .by_hand = 7};
    CareAuditAgent more = {.ends = {10, 20, 30, 40, 50}, .questions = 60, .by_hand = 70};

    for (guint wait = 0; wait < CARE_N_WAITS; wait++) {
        sum.could[wait] = more.could[wait] = wait + 1;
        sum.withheld[wait] = more.withheld[wait] = wait + 3;
    }
    care_weights_add(&more.weights, 2, 0.5);
    care_audit_agent_add(&sum, &more);
    for (guint end = 0; end < CARE_N_ENDS; end++)
        assert_int_equal(sum.ends[end], 11 * (end + 1));
    assert_int_equal(sum.questions, 66);
    assert_int_equal(sum.by_hand, 77);
    for (guint wait = 0; wait < CARE_N_WAITS; wait++) {
        assert_int_equal(sum.could[wait], 2 * (wait + 1));
        assert_int_equal(sum.withheld[wait], 2 * (wait + 3));
    }
    assert_int_equal(sum.weights.n[2], 1);
}

static void
care_audit_define__spans__what_several_stores_asked(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareAudit) audit = care_audit_new();
    const CareAuditDefinition *first;

    care_audit_define(audit, "new", 500, 900, 3);
    care_audit_define(audit, "old", 300, 400, 1);
    care_audit_define(audit, "old", 100, 350, 2);
    care_audit_sort(audit);
    assert_int_equal(audit->definitions->len, 2);
    first = g_ptr_array_index(audit->definitions, 0);
    assert_string_equal(first->name, "old");
    assert_int_equal(first->first_ms, 100);
    assert_int_equal(first->last_ms, 400);
    assert_int_equal(first->asked, 3);
}

static void
care_audit_change__tells__there_and_back_apart(void **state G_GNUC_UNUSED)
{
    CareAuditChange there = {.from = (char *)"a",
                             .to = (char *)"b",
                             .first_ms = 50,
                             .last_ms = 60,
                             .agents = 2,
                             .times = 2};
    CareAuditChange back = {.from = (char *)"b",
                            .to = (char *)"a",
                            .first_ms = 70,
                            .last_ms = 70,
                            .agents = 1,
                            .times = 1};
    g_autoptr(CareAudit) audit = care_audit_new();
    const CareAuditChange *first;

    care_audit_change(audit, &back);
    care_audit_change(audit, &there);
    there.first_ms = 40, there.last_ms = 90;
    care_audit_change(audit, &there);
    care_audit_sort(audit);
    assert_int_equal(audit->changes->len, 2);
    first = g_ptr_array_index(audit->changes, 0);
    assert_string_equal(first->to, "b");
    assert_int_equal(first->first_ms, 40);
    assert_int_equal(first->last_ms, 90);
    assert_int_equal(first->agents, 4);
    assert_int_equal(first->times, 4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_audit_agent__keeps__each_name_once_in_order),
        cmocka_unit_test(care_audit_agent_add__adds__every_figure),
        cmocka_unit_test(care_audit_define__spans__what_several_stores_asked),
        cmocka_unit_test(care_audit_change__tells__there_and_back_apart),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
