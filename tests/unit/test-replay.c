/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a simulation decides as the client did: histories are lived through the engine and
 * real stores, and then read back and judged anew, one store alone and several together. */
#include "care-desk.h"
#include "care-store-test.h"
#include <purple-care/store-past.h>

#define PEOPLE   5 /* customers of each agent */
#define CHATS    60
#define POLICIES 4
#define AGENTS   2

typedef struct {
    Place *place;
    Desk *desk;
    CareStore *store;
    CareConversation *talks[PEOPLE]; /* NULL: the window is closed */
    guint number, n_put;
    GHashTable *decided; /* id to CareReason */
} Agent;

static char *
key_of(const Agent *agent, guint who)
{
    return g_strdup_printf("xmpp:customer%u-%u@example.org", agent->number, who);
}

static Agent
agent_new(guint number, const char *policy)
{
    Agent agent = {.number = number, .desk = desk_new(policy)};
    g_auto(Said) said;
    CareEvent opened = {.type = CARE_EVENT_STORE, .status = CARE_STORED_OK};

    assert_int_equal(place_make((void **)&agent.place), 0);
    agent.store = open_store(agent.place, &said);
    opened.key = said.key;
    desk_event(agent.desk, opened);
    agent.decided = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return agent;
}

/* Hands the store what the engine wants stored; whatever is read later is read after it. */
static void
flush(Agent *agent)
{
    const GPtrArray *stored = agent->desk->stored;

    for (; agent->n_put < stored->len; agent->n_put++)
        care_store_put(agent->store, care_record_copy(g_ptr_array_index(stored, agent->n_put)),
                       NULL, NULL);
}

static void
agent_end(Agent *agent)
{
    flush(agent);
    close_well(agent->store);
    place_drop((void **)&agent->place);
    desk_free(agent->desk);
    g_hash_table_unref(agent->decided);
}

static void
say(Desk *desk, gboolean by_agent, guint n)
{
    static const char *const lines[] = {"the router is dead", "it is a blue one", "all is dark"};

    for (guint i = 0; i < n; i++) {
        desk_pass(desk, 1000);
        if (by_agent)
            desk_agent(desk, "the router is replaced");
        else /* the same line again and again is taken for a machine's */
            desk_customer(desk, lines[i % G_N_ELEMENTS(lines)]);
    }
}

/* A chat up to its end, in whichever way. */
static void
live(Agent *agent, guint who, GRand *rng)
{
    static const CareEnd ends[] = {CARE_END_EXPLICIT, CARE_END_EXPLICIT, CARE_END_CLOSED,
                                   CARE_END_IDLE};
    const CareEnd end = ends[g_rand_int_range(rng, 0, 4)];
    const gboolean customer_last = g_rand_int_range(rng, 0, 3) == 0;
    Desk *desk = agent->desk;

    if (g_rand_int_range(rng, 0, 10) == 0)
        desk_event(desk, (CareEvent){.type = CARE_EVENT_ENCRYPTED, .conversation = desk->anna});
    say(desk, customer_last, (guint)g_rand_int_range(rng, 1, 4));
    say(desk, !customer_last, (guint)g_rand_int_range(rng, 1, 4));
    if (end == CARE_END_IDLE) {
        desk_pass(desk, 15 * DESK_MINUTE);
    } else if (end == CARE_END_CLOSED) {
        desk_close(desk, customer_last ? "the router is dead" : "the router is replaced");
        agent->talks[who] = NULL;
    } else {
        desk_command(desk,
                     g_rand_int_range(rng, 0, 8) == 0 ? CARE_COMMAND_END_QUIET : CARE_COMMAND_END);
    }
    desk_pass(desk, 10000);
}

/* What the customer does about a question. */
static void
answer(Agent *agent, guint who, GRand *rng)
{
    static const char *const words[] = {"4", "5", NULL, NULL, NULL, "skip", "stop"};
    const char *text = words[g_rand_int_range(rng, 0, G_N_ELEMENTS(words))];
    const CareRecord *record = desk_last(agent->desk);

    g_hash_table_insert(agent->decided, g_strdup(record->chat.id),
                        GUINT_TO_POINTER(record->chat.reason));
    if (record->chat.outcome == CARE_OUTCOME_PENDING && text != NULL && agent->talks[who] != NULL)
        desk_customer(agent->desk, text);
    desk_pass(agent->desk, 2 * DESK_HOUR);
}

static void
live_all(Agent *agent, GRand *rng)
{
    Desk *desk = agent->desk;

    for (guint i = 0; i < CHATS; i++) {
        const guint who = (guint)g_rand_int_range(rng, 0, PEOPLE);
        g_autofree char *key = key_of(agent, who),
                        *chat =
                            g_strdup_printf("%08x-000%u-4000-8000-000000000000", i, agent->number),
                        *survey =
                            g_strdup_printf("%08x-000%u-4000-9000-000000000000", i, agent->number);

        desk->customer = customer_of(agent->place, agent->store, key, desk->now.wall_ms);
        desk->chat_id = chat;
        desk->survey_id = survey;
        if (agent->talks[who] == NULL)
            agent->talks[who] = desk_conversation(desk, key + strlen("xmpp:"), FALSE);
        desk->anna = agent->talks[who];
        live(agent, who, rng);
        answer(agent, who, rng);
        flush(agent);
        desk_pass(desk, g_rand_int_range(rng, 0, 24) * DESK_DAY / 2 + 5 * DESK_HOUR);
    }
}

typedef struct {
    CareSimulation *simulation;
    Agent *agents;
    guint n, asked, seen[CARE_N_REASONS];
} Replay;

static gboolean
wish(const CareCustomerRow *row, gpointer data)
{
    Replay *replay = data;

    if (row->is_private || row->opted_out_ms != 0)
        care_simulation_wish(replay->simulation, row->key, row->is_private, row->opted_out_ms);
    return TRUE;
}

static gboolean
judge(const CarePastRow *row, gpointer data)
{
    Replay *replay = data;
    CarePastChat chat = row->chat;
    gpointer decided = NULL;
    CareReason reason;

    chat.is_desk = !row->was_private;
    assert_true(row->lines_known);
    for (guint i = 0; i < AGENTS; i++) {
        if (g_hash_table_lookup_extended(replay->agents[i].decided, chat.id, NULL, &decided))
            break;
    }
    reason = care_simulation_add(replay->simulation, &chat);
    if (reason != (CareReason)GPOINTER_TO_UINT(decided))
        fail_msg("chat %s: %s live, %s simulated", chat.id,
                 care_reason_name((CareReason)GPOINTER_TO_UINT(decided)), care_reason_name(reason));
    replay->n++;
    replay->asked += reason == CARE_REASON_NONE;
    replay->seen[reason]++;
    return TRUE;
}

/* Judges what the stores at @paths hold; each chat as it was. */
static void
replay_all(const char *const *paths, const char *policy, Replay *replay)
{
    const CareSimulationRules rules = {0.3, "a key of no store"};
    g_autofree char *text = g_strconcat("[desk]\naccounts=*\n", policy, NULL);
    const CareSettingsLayer layer = {.name = "test", .text = text, .size = strlen(text)};
    g_autoptr(CareSettings) settings = care_settings_new(&layer, 1);
    g_autoptr(CareSimulation) simulation = care_simulation_new(settings, &rules);
    g_autoptr(CareReader) reader = care_reader_open_several(paths, NULL);

    assert_non_null(reader);
    replay->simulation = simulation;
    replay->n = 0;
    assert_true(care_reader_each_customer(reader, wish, replay, NULL));
    assert_true(care_reader_each_past(reader, 0, 0, judge, replay, NULL));
}

static void
care_simulation__decides__as_the_client_did(void **state G_GNUC_UNUSED)
{
    static const char *const policies[POLICIES] = {
        "[ask]\nsample-percent=60\n",
        "[ask]\non-idle=yes\nanswered-interval=12d\nsilent-interval=5d\nyearly-cap=9\n",
        "[ask]\non-close=no\nmin-messages=2\nyearly-cap=2\nanswered-interval=3d\n",
        "[ask]\non-idle=yes\nsilent-interval=0\nanswered-interval=0\nyearly-cap=3\n"
        "sample-percent=80\n",
    };
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    Replay replay = {0};

    for (guint i = 0; i < POLICIES; i++) {
        Agent agents[AGENTS];

        for (guint j = 0; j < AGENTS; j++) {
            agents[j] = agent_new(j, policies[i]);
            live_all(&agents[j], rng);
            (void)customer_of(agents[j].place, agents[j].store, KEY, 0); /* then all is stored */
        }
        replay.agents = agents;
        for (guint j = 0; j < AGENTS; j++) {
            replay_all((const char *const[]){agents[j].place->path, NULL}, policies[i], &replay);
            assert_int_equal(replay.n, CHATS);
        }
        replay_all((const char *const[]){agents[0].place->path, agents[1].place->path, NULL},
                   policies[i], &replay);
        assert_int_equal(replay.n, AGENTS * CHATS);
        for (guint j = 0; j < AGENTS; j++)
            agent_end(&agents[j]);
    }
    assert_true(replay.asked > 100);
    assert_true(replay.seen[CARE_REASON_SAMPLED_OUT] > 5);
    assert_true(replay.seen[CARE_REASON_TOO_RECENT] > 5);
    assert_true(replay.seen[CARE_REASON_YEARLY_CAP] > 5);
    assert_true(replay.seen[CARE_REASON_OPTED_OUT] > 5);
    assert_true(replay.seen[CARE_REASON_CUSTOMER_WAITING] > 5);
    assert_true(replay.seen[CARE_REASON_AGENT_CHOICE] > 5);
    assert_true(replay.seen[CARE_REASON_WEAKER_ENCRYPTION] > 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_simulation__decides__as_the_client_did),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
