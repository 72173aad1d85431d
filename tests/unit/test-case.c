/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the facts of a live end are all facts there are: judged from plain values, the same
 * ones say the same, guard by guard, and so does a simulation. */
#include "care-desk.h"
#include <purple-care/engine-simulate.h>
#include <string.h>

#define ROUNDS 1500

typedef struct {
    guint agent_lines, customer_lines;
    CareEnd end;
    gboolean is_quiet, is_encrypted, customer_last, is_excluded;
} Facts;

static CareSettings *
settings_of(const char *policy)
{
    g_autofree char *text = g_strconcat("[desk]\naccounts=*\n", policy, NULL);
    const CareSettingsLayer layer = {.name = "test", .text = text, .size = strlen(text)};

    return care_settings_new(&layer, 1);
}

static char *
random_policy(GRand *rng, gboolean excluded)
{
    static const char *const modes[] = {"live", "live", "live", "shadow", "off"};
    static const gint samples[] = {0, 50, 100, 100};

    return g_strdup_printf("key=secret\n%s[ask]\nmode=%s\non-close=%s\non-idle=%s\n"
                           "min-messages=%d\nyearly-cap=%d\nsample-percent=%d\n"
                           "answered-interval=%dd\nsilent-interval=%dd\n",
                           excluded ? "exclude=anna@example.org\n" : "",
                           modes[g_rand_int_range(rng, 0, 5)], g_rand_boolean(rng) ? "yes" : "no",
                           g_rand_boolean(rng) ? "yes" : "no", g_rand_int_range(rng, 1, 4),
                           g_rand_int_range(rng, 1, 6), samples[g_rand_int_range(rng, 0, 4)],
                           g_rand_int_range(rng, 0, 60), g_rand_int_range(rng, 0, 60));
}

static CareCustomer
random_customer(GRand *rng, gint64 now_ms)
{
    static const CareSurveyState ends[] = {CARE_SURVEY_ANSWERED, CARE_SURVEY_SKIPPED,
                                           CARE_SURVEY_OPTED_OUT, CARE_SURVEY_EXPIRED};
    CareCustomer customer = {.is_known = TRUE,
                             .is_private = g_rand_int_range(rng, 0, 12) == 0,
                             .is_opted_out = g_rand_int_range(rng, 0, 12) == 0};

    if (g_rand_boolean(rng))
        return customer;
    /* Half a day off every edge: the minutes of a chat decide nothing. */
    customer.last_asked_ms = now_ms - g_rand_int_range(rng, 1, 200) * DESK_DAY - 12 * DESK_HOUR;
    customer.last_end = ends[g_rand_int_range(rng, 0, 4)];
    customer.silent_in_row = (guint)g_rand_int_range(rng, 0, 4);
    customer.asked_in_year = (guint)g_rand_int_range(rng, 1, 6);
    return customer;
}

static Facts
random_facts(GRand *rng)
{
    static const CareEnd ends[] = {CARE_END_EXPLICIT, CARE_END_CLOSED, CARE_END_IDLE};
    Facts facts = {.agent_lines = (guint)g_rand_int_range(rng, 1, 5),
                   .customer_lines = (guint)g_rand_int_range(rng, 0, 5),
                   .end = ends[g_rand_int_range(rng, 0, 3)],
                   .is_encrypted = g_rand_int_range(rng, 0, 4) == 0,
                   .is_excluded = g_rand_int_range(rng, 0, 20) == 0};

    facts.is_quiet = facts.end == CARE_END_EXPLICIT && g_rand_int_range(rng, 0, 4) == 0;
    facts.customer_last = facts.customer_lines > 0 && g_rand_boolean(rng);
    return facts;
}

static void
say(Desk *desk, gboolean by_agent, guint n)
{
    for (guint i = 0; i < n; i++) {
        desk_pass(desk, 1000);
        if (by_agent)
            desk_agent(desk, "the router is replaced");
        else
            desk_customer(desk, "the router is dead");
    }
}

/* The chat as it goes live, up to its end. */
static void
live(Desk *desk, const Facts *facts)
{
    if (facts->is_encrypted)
        desk_event(desk, (CareEvent){.type = CARE_EVENT_ENCRYPTED, .conversation = desk->anna});
    say(desk, facts->customer_last,
        facts->customer_last ? facts->agent_lines : facts->customer_lines);
    say(desk, !facts->customer_last,
        facts->customer_last ? facts->customer_lines : facts->agent_lines);
    if (facts->end == CARE_END_IDLE)
        desk_pass(desk, 15 * DESK_MINUTE);
    else if (facts->end == CARE_END_CLOSED)
        desk_close(desk, facts->customer_last ? "the router is dead" : "the router is replaced");
    else
        desk_command(desk, facts->is_quiet ? CARE_COMMAND_END_QUIET : CARE_COMMAND_END);
    desk_pass(desk, 10000);
}

static CareCase
case_of(const Facts *facts, const CareCustomer *customer, const char *chat, gint64 at_ms)
{
    return (CareCase){
        .is_desk = !facts->is_excluded,
        .is_quiet = facts->is_quiet,
        .is_waiting = facts->end == CARE_END_CLOSED && facts->customer_last,
        .is_encrypted = facts->is_encrypted,
        .has_window = facts->end != CARE_END_CLOSED,
        .protocol = "xmpp",
        .end = facts->end,
        .agent_lines = facts->agent_lines,
        .customer_lines = facts->customer_lines,
        .customer = customer,
        .customer_key = "xmpp:anna@example.org",
        .chat_id = chat,
        .at_ms = at_ms,
    };
}

/* What a simulation says of the same chat: modes count as live there. */
static void
check_simulation(CareSettings *settings, const Facts *facts, const CareRecord *record)
{
    const CareSimulationRules rules = {0.3, NULL};
    g_autoptr(CareSimulation) simulation = care_simulation_new(settings, &rules);
    const CarePastChat chat = {.id = record->chat.id,
                               .agent = "kim",
                               .protocol = "xmpp",
                               .customer = "xmpp:anna@example.org",
                               .ended_ms = record->chat.ended_ms,
                               .agent_lines = facts->agent_lines,
                               .customer_lines = facts->customer_lines,
                               .end = facts->end,
                               .is_desk = !facts->is_excluded,
                               .is_quiet = facts->is_quiet,
                               .is_waiting = facts->end == CARE_END_CLOSED && facts->customer_last,
                               .is_encrypted = facts->is_encrypted};
    const CareReason live_reason = record->chat.reason;
    const CareReason expected = live_reason == CARE_REASON_SHADOW || live_reason == CARE_REASON_OFF
                                    ? CARE_REASON_NONE
                                    : live_reason;

    assert_int_equal(care_simulation_add(simulation, &chat), expected);
}

static void
care_eligibility_judge__says__what_the_live_engine_says(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    guint seen[CARE_N_REASONS] = {0};

    for (guint round = 0; round < ROUNDS; round++) {
        const Facts facts = random_facts(rng);
        g_autofree char *policy = random_policy(rng, facts.is_excluded);
        g_autoptr(CareSettings) settings = settings_of(policy);
        g_autoptr(Desk) desk = desk_new(policy);
        const CareRecord *record;
        CareAsking verdict;

        desk->customer = random_customer(rng, desk->now.wall_ms);
        live(desk, &facts);
        if (facts.is_excluded) { /* then there is no chat at all, and nobody is asked */
            assert_int_equal(desk->stored->len, 0);
            continue;
        }
        record = desk_last(desk);
        assert_int_equal(record->chat.agent_lines, facts.agent_lines);
        const CareCase at = case_of(&facts, &desk->customer, record->chat.id, desk->now.wall_ms);

        verdict = care_eligibility_judge(&at, settings);
        assert_string_equal(verdict.guards, record->chat.guards);
        assert_int_equal(verdict.reason, record->chat.reason);
        seen[verdict.reason]++;
        if (!desk->customer.is_private && !desk->customer.is_opted_out &&
            desk->customer.last_asked_ms == 0)
            check_simulation(settings, &facts, record);
        g_free(verdict.guards);
    }
    for (guint i = 0; i < CARE_N_REASONS; i++) {
        const gboolean random_ones_have_it =
            i != CARE_REASON_PROTOCOL && i != CARE_REASON_LOST && i != CARE_REASON_LEFT &&
            i != CARE_REASON_SEVERAL && i != CARE_REASON_STORE && i != CARE_REASON_SEND_FAILED &&
            i != CARE_REASON_ASKED_ELSEWHERE && i != CARE_REASON_LIMIT && i != CARE_REASON_OTHER;

        assert_int_equal(seen[i] > 0, random_ones_have_it);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_eligibility_judge__says__what_the_live_engine_says),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
