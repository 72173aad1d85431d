/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a simulation remembers of customers what a store would, and that its figures add up.
 */
#include "care-desk.h"
#include <purple-care/engine-simulate.h>
#include <string.h>

static CareSettings *
settings_of(const char *policy)
{
    g_autofree char *text = g_strconcat("[desk]\naccounts=*\n", policy, NULL);
    const CareSettingsLayer layer = {.name = "test", .text = text, .size = strlen(text)};

    return care_settings_new(&layer, 1);
}

static CarePastChat
past(const char *id, const char *customer, gint64 day)
{
    return (CarePastChat){.id = id,
                          .agent = "kim",
                          .protocol = "xmpp",
                          .customer = customer,
                          .ended_ms = day * DESK_DAY,
                          .agent_lines = 2,
                          .customer_lines = 2,
                          .end = CARE_END_CLOSED,
                          .is_desk = TRUE};
}

static CareReason
add(CareSimulation *simulation, gint64 day, CareOutcome outcome)
{
    CarePastChat chat = past("c", "xmpp:anna@example.org", day);

    chat.outcome = outcome;
    return care_simulation_add(simulation, &chat);
}

static void
care_simulation__remembers__how_each_question_ended(void **state G_GNUC_UNUSED)
{
    const CareSimulationRules rules = {1, NULL};
    g_autoptr(CareSettings) settings = settings_of("[ask]\nyearly-cap=9\n");
    g_autoptr(CareSimulation) simulation = care_simulation_new(settings, &rules);

    assert_int_equal(add(simulation, 1000, CARE_OUTCOME_ANSWERED), CARE_REASON_NONE);
    assert_int_equal(add(simulation, 1029, CARE_OUTCOME_OPEN), CARE_REASON_TOO_RECENT);
    assert_int_equal(add(simulation, 1030, CARE_OUTCOME_SKIPPED), CARE_REASON_NONE);
    assert_int_equal(add(simulation, 1119, CARE_OUTCOME_OPEN), CARE_REASON_TOO_RECENT);
    assert_int_equal(add(simulation, 1120, CARE_OUTCOME_EXPIRED), CARE_REASON_NONE);
    assert_int_equal(add(simulation, 1150, CARE_OUTCOME_EXPIRED), CARE_REASON_NONE);
    assert_int_equal(add(simulation, 1209, CARE_OUTCOME_OPEN), CARE_REASON_TOO_RECENT);
    assert_int_equal(add(simulation, 1210, CARE_OUTCOME_OPTED_OUT), CARE_REASON_NONE);
    assert_int_equal(add(simulation, 1900, CARE_OUTCOME_OPEN), CARE_REASON_OPTED_OUT);
}

static void
care_simulation__keeps__to_the_yearly_cap(void **state G_GNUC_UNUSED)
{
    const CareSimulationRules rules = {1, NULL};
    g_autoptr(CareSettings) settings = settings_of("[ask]\nyearly-cap=2\n");
    g_autoptr(CareSimulation) simulation = care_simulation_new(settings, &rules);

    assert_int_equal(add(simulation, 1000, CARE_OUTCOME_OPEN), CARE_REASON_NONE);
    assert_int_equal(add(simulation, 1100, CARE_OUTCOME_OPEN), CARE_REASON_NONE);
    assert_int_equal(add(simulation, 1364, CARE_OUTCOME_OPEN), CARE_REASON_YEARLY_CAP);
    assert_int_equal(add(simulation, 1365, CARE_OUTCOME_OPEN), CARE_REASON_NONE);
}

static void
care_simulation__adds__up_whatever_it_says(void **state G_GNUC_UNUSED)
{
    const CareSimulationRules rules = {0.3, NULL};
    g_autoptr(CareSettings) settings = settings_of("[ask]\nmode=off\n");
    g_autoptr(CareSimulation) simulation = care_simulation_new(settings, &rules);
    g_autoptr(CareSimulated) simulated = NULL;
    guint64 asked = 0, chats = 0, reasons = 0;

    care_simulation_wish(simulation, "xmpp:customer3@example.org", TRUE, 0);
    care_simulation_wish(simulation, "xmpp:nobody@example.org", TRUE, 0);
    for (guint i = 0; i < 2000; i++) {
        g_autofree char *id = g_strdup_printf("chat%u", i);
        g_autofree char *key = g_strdup_printf("xmpp:customer%u@example.org", i % 90);
        CarePastChat chat = past(id, i % 7 == 0 ? NULL : key, 1000 + i);

        chat.agent = i % 3 == 0 ? "kim" : "lee";
        care_simulation_add(simulation, &chat);
    }
    simulated = care_simulation_finish(simulation);
    for (guint i = 0; i < simulated->agents->len; i++) {
        const CareSimulatedPart *part = g_ptr_array_index(simulated->agents, i);

        asked += part->asked;
        chats += part->chats;
    }
    assert_int_equal(simulated->all.chats, 2000);
    assert_int_equal(chats, 2000);
    assert_int_equal(asked, simulated->all.asked);
    for (guint i = 0; i < CARE_N_REASONS; i++)
        reasons += simulated->all.reasons[i];
    assert_int_equal(asked + reasons, 2000);
    assert_int_equal(simulated->customers->len, 90); /* not the one who never wrote */
    assert_int_equal(simulated->n_asked_customers, 89);
    assert_true(simulated->all.reasons[CARE_REASON_PRIVATE] > 0);
    assert_int_equal(simulated->all.reasons[CARE_REASON_OFF], 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_simulation__remembers__how_each_question_ended),
        cmocka_unit_test(care_simulation__keeps__to_the_yearly_cap),
        cmocka_unit_test(care_simulation__adds__up_whatever_it_says),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
