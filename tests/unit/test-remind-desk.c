/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Simulates a desk of fifty agents for a day, to see that reminders help and do not nag. */
#include "care-conversation.h"
#include "care-desk.h"
#include <math.h>
#include <stdlib.h>

#define AGENTS   50
#define CHATS    8 /* at once, of one agent */
#define DAY_SECS (8 * 3600)

typedef struct { /* a customer who is served */
    CareConversation *conversation;
    gint64 waits_since; /* for an answer, in boot time; 0: does not */
    gint64 next_ms;     /* when the customer writes next; 0: they wait, or are done */
    gint64 end_ms;      /* when the agent ends the chat; 0: not yet */
    gboolean overlooked;
    gboolean is_owed;    /* the agent is finding something out */
    gboolean was_urgent; /* this wait was shown as urgent */
    guint turns;         /* answers still to come before all is well */
} Chat;

typedef struct {
    Desk *desk;
    GRand *rng;
    Chat chats[CHATS];
    guint n_customers;
    Chat *writes_to;
    gint64 writes_until, idle_until; /* nothing else before */
    gint64 glance_ms;                /* looks at the reminder's chat then; 0: none */
    Chat *glance;
    double heeds;     /* the share of reminders this agent reacts to */
    guint n_shown;    /* interruptions of the day */
    guint n_answered; /* customers who got an answer */
    guint rule_shown[CARE_N_RULES];
    guint longest_s;
} Agent;

/* --- dice --- */

static gboolean
chance(Agent *agent, double share)
{
    return g_rand_double(agent->rng) < share;
}

/* Exponential: most are short, some are long. */
static gint64
about_ms(Agent *agent, double seconds)
{
    return (gint64)(-log(1 - g_rand_double(agent->rng)) * seconds * 1000) + 1000;
}

static gint64
now_of(const Agent *agent)
{
    return agent->desk->now.boot_ms;
}

/* --- what the agent sees --- */

static Chat *
chat_of(Agent *agent, const CareConversation *conversation)
{
    for (guint i = 0; i < CHATS; i++)
        if (agent->chats[i].conversation == conversation)
            return &agent->chats[i];
    return NULL;
}

static void
seen(const CareAction *action, gpointer data)
{
    Agent *agent = data;
    Chat *chat;

    if (action->type != CARE_ACTION_REMIND)
        return;
    agent->rule_shown[action->rule] += action->level > CARE_LEVEL_QUIET;
    if (action->level == CARE_LEVEL_QUIET)
        return;
    agent->n_shown++;
    chat = chat_of(agent, action->conversation);
    assert_non_null(chat);
    chat->was_urgent |= action->level == CARE_LEVEL_URGENT;
    if (chance(agent, action->level == CARE_LEVEL_URGENT ? agent->heeds + 0.2 : agent->heeds)) {
        agent->glance = chat;
        agent->glance_ms = now_of(agent) + about_ms(agent, 8);
    }
}

/* --- the customers --- */

static void
customer_writes(Agent *agent, Chat *chat, const char *text)
{
    agent->desk->anna = chat->conversation;
    desk_customer(agent->desk, text);
    if (chat->waits_since == 0) {
        chat->waits_since = now_of(agent);
        chat->was_urgent = FALSE;
        chat->overlooked = chance(agent, 0.15);
    }
    chat->next_ms = now_of(agent) + 40000 + about_ms(agent, 90); /* again, if nobody answers */
}

static void
arrive(Agent *agent, double per_hour)
{
    if (!chance(agent, per_hour / 3600))
        return;
    for (guint i = 0; i < CHATS; i++) {
        Chat *chat = &agent->chats[i];
        g_autofree char *address = NULL;

        if (chat->conversation != NULL)
            continue;
        address = g_strdup_printf("customer%u@example.org", agent->n_customers++);
        *chat = (Chat){.conversation = desk_conversation(agent->desk, address, FALSE),
                       .turns = (guint)g_rand_int_range(agent->rng, 3, 12)};
        customer_writes(agent, chat, "hello, my router is dead");
        return;
    }
}

static void
customers(Agent *agent)
{
    static const char *const lines[] = {"it still does not work", "where is the switch?",
                                        "the light is red", "this is ridiculous",
                                        "I have tried that twice"};

    for (guint i = 0; i < CHATS; i++) {
        Chat *chat = &agent->chats[i];

        if (chat->overlooked && chance(agent, 1 / 300.0)) /* noticed after all */
            chat->overlooked = FALSE;
        if (chat->conversation == NULL || chat->next_ms == 0 || now_of(agent) < chat->next_ms)
            continue;
        if (chat->turns > 0) {
            customer_writes(agent, chat, lines[g_rand_int_range(agent->rng, 0, 5)]);
            continue;
        }
        agent->desk->anna = chat->conversation;
        desk_customer(agent->desk, "thanks!");
        chat->next_ms = 0;
        chat->end_ms = now_of(agent) + about_ms(agent, 20);
    }
}

/* --- the agent --- */

static void
finish(Agent *agent, Chat *chat)
{
    agent->desk->anna = chat->conversation;
    desk_command(agent->desk, CARE_COMMAND_END);
    desk_close(agent->desk, NULL);
    *chat = (Chat){0};
}

static void
answer(Agent *agent, Chat *chat)
{
    static const char *const lines[] = {"please try it again", "it is on the back",
                                        "I have reset it", "the technician is on the way"};
    Desk *desk = agent->desk;

    desk->anna = chat->conversation;
    if (!chat->is_owed && chance(agent, 0.15)) {
        desk_agent(desk, "let me check that");
        chat->is_owed = TRUE;
        chat->overlooked = chance(agent, 0.2); /* what was promised slips the mind */
    } else {
        desk_agent(desk, lines[g_rand_int_range(agent->rng, 0, 4)]);
        chat->is_owed = chat->overlooked = FALSE;
        chat->turns -= chat->turns > 0 ? 1 : 0;
    }
    agent->n_answered++;
    chat->waits_since = 0;
    chat->next_ms = chat->is_owed ? 0 : now_of(agent) + about_ms(agent, 45);
}

/* Whom to write to: the longest waiting one they are aware of, else someone they owe a word. */
static Chat *
choose(Agent *agent)
{
    Chat *best = NULL;

    for (guint i = 0; i < CHATS; i++) {
        Chat *chat = &agent->chats[i];

        if (chat->conversation == NULL || (chat->waits_since == 0 && !chat->is_owed))
            continue;
        if (chat->overlooked || (chat->is_owed && chat->waits_since == 0 && !chance(agent, 0.02)))
            continue;
        if (best == NULL || chat->waits_since < best->waits_since)
            best = chat;
    }
    return best;
}

static void
glance(Agent *agent)
{
    if (agent->glance_ms == 0 || now_of(agent) < agent->glance_ms)
        return;
    if (agent->glance->conversation != NULL)
        agent->glance->overlooked = FALSE;
    if (agent->writes_to == NULL && agent->glance->conversation != NULL &&
        (agent->glance->waits_since != 0 || agent->glance->is_owed)) {
        agent->writes_to = agent->glance;
        agent->writes_until = now_of(agent) + 3000 + about_ms(agent, 8);
    }
    agent->glance_ms = 0;
}

static void
set_present(Agent *agent, gboolean is_there)
{
    desk_event(agent->desk, (CareEvent){.type = CARE_EVENT_PRESENCE,
                                        .protocol = "xmpp",
                                        .account = "agent@example.org",
                                        .online = is_there});
}

static void
work(Agent *agent)
{
    agent->desk->typing = agent->writes_to != NULL;
    agent->desk->typing_in = agent->writes_to != NULL ? agent->writes_to->conversation : NULL;
    if (now_of(agent) < agent->idle_until)
        return;
    glance(agent);
    if (agent->writes_to != NULL && now_of(agent) >= agent->writes_until) {
        answer(agent, agent->writes_to);
        agent->writes_to = NULL;
    } else if (agent->writes_to == NULL) {
        agent->writes_to = choose(agent);
        agent->writes_until = now_of(agent) + 5000 + about_ms(agent, 15);
    }
    if (agent->writes_to != NULL)
        return;
    for (guint i = 0; i < CHATS; i++)
        if (agent->chats[i].end_ms != 0 && now_of(agent) >= agent->chats[i].end_ms)
            finish(agent, &agent->chats[i]);
    if (chance(agent, 1 / 1800.0)) /* the telephone, a colleague: not away, but not there */
        agent->idle_until = now_of(agent) + about_ms(agent, 120);
}

/* --- what must hold --- */

/* Whoever waits past the urgent step was shown as urgent or stands in the list as such. */
static void
check(Agent *agent)
{
    g_autoptr(GArray) waiters = care_engine_waiting(agent->desk->engine, agent->desk->now);

    for (guint i = 0; i < CHATS; i++) {
        const Chat *chat = &agent->chats[i];
        const gint64 waits_ms = chat->waits_since != 0 ? now_of(agent) - chat->waits_since : 0;
        gboolean is_listed = FALSE;

        agent->longest_s = MAX(agent->longest_s, (guint)(waits_ms / 1000));
        if (chat->conversation == NULL ||
            waits_ms < care_remind_stretch(agent->desk->engine, 240000) + 1000)
            continue;
        for (guint k = 0; k < waiters->len; k++) {
            const CareWaiter *waiter = &g_array_index(waiters, CareWaiter, k);

            is_listed |=
                waiter->conversation == chat->conversation && waiter->level == CARE_LEVEL_URGENT;
        }
        assert_true(is_listed || chat->was_urgent);
    }
}

static void
run_day(Agent *agent, guint seed)
{
    const double per_hour = g_rand_double_range(agent->rng, 6, 16);
    const guint lunch = 3 * 3600 + 60 * (seed % 60);

    for (guint second = 0; second < DAY_SECS; second++) {
        const gboolean is_out = second >= lunch && second < lunch + 1800;

        if (second == lunch || second == lunch + 1800)
            set_present(agent, !is_out);
        if (!is_out)
            arrive(agent, per_hour);
        customers(agent);
        if (!is_out)
            work(agent);
        desk_pass(agent->desk, 1000);
        if (second % 10 == 0)
            check(agent);
    }
}

/* --- the figures --- */

typedef struct {
    guint shown[CARE_N_RULES], acted[CARE_N_RULES], results[CARE_N_RULES];
    guint demoted, answered, longest_s;
    guint per_day[AGENTS];
} Sum;

static void
add_up(Sum *sum, const Agent *agent, guint number)
{
    for (gint rule = 0; rule < CARE_N_RULES; rule++)
        sum->shown[rule] += agent->rule_shown[rule];
    for (guint i = 0; i < agent->desk->results->len; i++) {
        const CareRecord *record = g_ptr_array_index(agent->desk->results, i);

        sum->demoted += record->reminder.result == CARE_REMIND_DEMOTED;
        sum->results[record->reminder.rule] += record->reminder.result < CARE_REMIND_DEMOTED;
        sum->acted[record->reminder.rule] += record->reminder.result == CARE_REMIND_ACTED;
    }
    assert_int_equal(desk_count_acts(agent->desk, CARE_ACTION_SEND),
                     desk_count(agent->desk->said, CARE_SAY_QUESTION));
    sum->answered += agent->n_answered;
    sum->longest_s = MAX(sum->longest_s, agent->longest_s);
    sum->per_day[number] = agent->n_shown;
}

static int
by_number(const void *a, const void *b)
{
    const guint first = *(const guint *)a, second = *(const guint *)b;

    return (first > second) - (first < second);
}

static void
a_desk_of_fifty__is__reminded_rarely_and_misses_nobody(void **state G_GNUC_UNUSED)
{
    Sum sum = {0};
    double median;

    for (guint i = 0; i < AGENTS; i++) {
        g_autoptr(GRand) rng = g_rand_new_with_seed(100 + i);
        g_autoptr(Desk) desk = desk_new(NULL);
        Agent agent = {.desk = desk, .rng = rng, .heeds = g_rand_double_range(rng, 0.3, 0.8)};

        desk->seen = seen;
        desk->seen_data = &agent;
        run_day(&agent, i);
        add_up(&sum, &agent, i);
    }
    qsort(sum.per_day, AGENTS, sizeof(guint), by_number);
    median = (sum.per_day[AGENTS / 2 - 1] + sum.per_day[AGENTS / 2]) / 2.0 / 8;
    for (gint rule = 0; rule < CARE_N_RULES; rule++)
        if (sum.shown[rule] > 0)
            print_message("%-16s shown %4u, acted on %4u of %4u\n", care_rule_name(rule),
                          sum.shown[rule], sum.acted[rule], sum.results[rule]);
    print_message("%u answers, longest wait %u s, %u rules gave up\n", sum.answered, sum.longest_s,
                  sum.demoted);
    print_message("interruptions an hour: median agent %.2f, most %.2f\n", median,
                  sum.per_day[AGENTS - 1] / 8.0);
    assert_true(median < 6);
    assert_true(sum.shown[CARE_RULE_NEXT_ANSWER] > 100); /* else nothing was proved */
    assert_true(sum.shown[CARE_RULE_PROMISE] > 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_desk_of_fifty__is__reminded_rarely_and_misses_nobody),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
