/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves over a hundred thousand random events what holds for reminders whatever happens. */
#include "care-conversation.h"
#include "care-desk.h"

#define EVENTS 100000
#define PEERS  12

typedef struct { /* what a bystander would know of one conversation */
    CareConversation *conversation;
    gboolean attached, is_private;
    gboolean waits;    /* the newest line is the customer's */
    gboolean promised; /* the agent's newest line is a promise */
    gint64 snoozed_ms; /* start of the chat that is snoozed; 0: none is */
    guint drawn;       /* bits of rules that the agent sees */
    gint64 shown[2];
} Peer;

typedef struct {
    Desk *desk;
    GRand *rng;
    Peer peers[PEERS];
    gboolean away, never[CARE_N_RULES];
    gint64 snoozed_until;
    gint64 shown[6]; /* a ring of the hour's interruptions */
    guint n_shown, n_drawn, n_cleared, n_promises;
} World;

static const char *const customer_lines[] = {
    "my router is dead",
    "where is the switch?",
    "thanks!",
    "ok",
    "this is ridiculous, I give up",
    "it works, thank you, bye",
    "is anybody there??",
    "still nothing",
};
static const char *const agent_lines[] = {
    "try it again",
    "is the light on?",
    "you are welcome",
    "it is on the back of the device",
};
static const char *const promises[] = {"let me check that", "bear with me", "I'll get back to you"};

static Peer *
peer_of(World *world, const CareConversation *conversation)
{
    const char *address = care_conversation_peer(conversation)->address;

    return &world->peers[g_ascii_strtoull(address + strlen("customer"), NULL, 10)];
}

/* --- what must hold of every action --- */

static gboolean
is_due_for(const Peer *peer, CareRule rule)
{
    return rule == CARE_RULE_PROMISE ? peer->promised : peer->waits;
}

static void
check_budget(World *world, Peer *peer, CareLevel level)
{
    const gint64 now = world->desk->now.boot_ms;
    guint in_hour = 1;

    /* Two in a conversation and ten minutes; six an hour, two of them for the urgent alone. */
    assert_true(peer->shown[0] == 0 || now - peer->shown[0] >= 10 * DESK_MINUTE);
    peer->shown[0] = peer->shown[1];
    peer->shown[1] = now;
    for (guint i = 0; i < G_N_ELEMENTS(world->shown); i++)
        in_hour += world->shown[i] != 0 && now - world->shown[i] < DESK_HOUR;
    assert_true(in_hour <= (level == CARE_LEVEL_URGENT ? 6 : 4));
    world->shown[world->n_shown++ % G_N_ELEMENTS(world->shown)] = now;
}

static void
check_interruption(World *world, Peer *peer, const CareAction *action)
{
    assert_true(peer->attached && !peer->is_private);
    assert_true(is_due_for(peer, action->rule));
    assert_false(world->away || world->desk->typing);
    assert_int_not_equal(peer->snoozed_ms, peer->conversation->record->chat.started_ms);
    assert_true(world->desk->now.boot_ms >= world->snoozed_until);
    assert_true(action->rule <= CARE_RULE_PROMISE);
    world->n_promises += action->rule == CARE_RULE_PROMISE;
    check_budget(world, peer, action->level);
}

static void
seen(const CareAction *action, gpointer data)
{
    World *world = data;
    Peer *peer;

    assert_int_not_equal(action->type, CARE_ACTION_SEND); /* never a line to the customer */
    if ((action->type != CARE_ACTION_REMIND && action->type != CARE_ACTION_CLEAR) ||
        action->rule == CARE_RULE_HOLD)
        return;
    assert_false(action->type == CARE_ACTION_REMIND && world->never[action->rule]);
    peer = peer_of(world, action->conversation);
    if (action->type == CARE_ACTION_CLEAR) {
        assert_true((peer->drawn & (1u << action->rule)) != 0); /* nothing is taken twice */
        peer->drawn &= ~(1u << action->rule);
        world->n_cleared++;
        return;
    }
    assert_true(peer->attached && !peer->is_private);
    peer->drawn |= 1u << action->rule;
    world->n_drawn++;
    if (action->level > CARE_LEVEL_QUIET)
        check_interruption(world, peer, action);
}

/* --- what happens --- */

static guint
pick(World *world, guint n)
{
    return (guint)g_rand_int_range(world->rng, 0, (gint32)n);
}

static Peer *
any_peer(World *world)
{
    const guint i = pick(world, PEERS);
    g_autofree char *address = g_strdup_printf("customer%u@example.org", i);
    Peer *peer = &world->peers[i];

    if (!peer->attached) {
        peer->attached = TRUE;
        peer->conversation = desk_conversation(world->desk, address, FALSE);
    }
    world->desk->anna = peer->conversation;
    world->desk->customer.is_private = peer->is_private; /* the store knows */
    return peer;
}

static void
write_line(World *world, Peer *peer)
{
    const guint what = pick(world, 10);

    if (what < 6) {
        peer->waits = TRUE;
        desk_customer(world->desk, customer_lines[pick(world, G_N_ELEMENTS(customer_lines))]);
        return;
    }
    peer->waits = FALSE;
    peer->promised = what == 6;
    desk_agent(world->desk, peer->promised ? promises[pick(world, G_N_ELEMENTS(promises))]
                                           : agent_lines[pick(world, G_N_ELEMENTS(agent_lines))]);
}

static void
press(World *world, CareCommand command)
{
    const CareRule rule = pick(world, CARE_N_RULES);
    const gboolean is_for_good = command == CARE_COMMAND_NEVER || command == CARE_COMMAND_RESTORE;

    if (command == CARE_COMMAND_NEVER && pick(world, 10) != 0)
        return;
    desk_event(world->desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                        .conversation = world->desk->anna,
                                        .command = command,
                                        .rule = rule});
    if (is_for_good)
        world->never[rule] = command == CARE_COMMAND_NEVER;
}

static void
snooze(World *world, Peer *peer)
{
    const guint what = pick(world, 3);

    if (what == 0) {
        peer->snoozed_ms = peer->conversation->record->chat.started_ms;
        desk_command_with(world->desk, CARE_COMMAND_SNOOZE, "here");
    } else if (what == 1) {
        world->snoozed_until = world->desk->now.boot_ms + 5 * DESK_MINUTE;
        desk_command_with(world->desk, CARE_COMMAND_SNOOZE, "5");
    } else {
        world->snoozed_until = 0;
        for (gsize i = 0; i < G_N_ELEMENTS(world->peers); i++)
            world->peers[i].snoozed_ms = 0;
        desk_command_with(world->desk, CARE_COMMAND_SNOOZE, "off");
    }
}

static void
leave(World *world, Peer *peer)
{
    desk_scan(world->desk); /* the last look is while the window is there */
    peer->attached = FALSE;
    if (pick(world, 2) == 0) {
        desk_close(world->desk, NULL);
        assert_int_equal(peer->drawn, 0);
    } else {
        care_engine_detach(peer->conversation);
        desk_pass(world->desk, 0);
        assert_int_equal(peer->drawn, 0);
    }
}

static void
set_away(World *world)
{
    world->away = !world->away;
    desk_event(world->desk, (CareEvent){.type = CARE_EVENT_PRESENCE,
                                        .protocol = "xmpp",
                                        .account = "agent@example.org",
                                        .online = !world->away});
}

static void
set_private(World *world, Peer *peer)
{
    desk_scan(world->desk); /* the last look is before their word */
    peer->is_private = !peer->is_private && pick(world, 4) == 0;
    desk_command(world->desk, peer->is_private ? CARE_COMMAND_PRIVATE : CARE_COMMAND_NOT_PRIVATE);
    desk_pass(world->desk, 0);
    assert_true(!peer->is_private || peer->drawn == 0);
}

static void
happen(World *world)
{
    static const CareCommand buttons[] = {CARE_COMMAND_DONE, CARE_COMMAND_LATER, CARE_COMMAND_NEVER,
                                          CARE_COMMAND_RESTORE};
    static const CareCommand ends[] = {CARE_COMMAND_END, CARE_COMMAND_END_QUIET, CARE_COMMAND_UNDO};
    Peer *peer = any_peer(world);
    const guint what = world->away && pick(world, 5) == 0 ? 90 : pick(world, 100);

    if (what < 70)
        write_line(world, peer);
    else if (what < 78)
        press(world, buttons[pick(world, G_N_ELEMENTS(buttons))]);
    else if (what < 84)
        desk_command(world->desk, ends[pick(world, G_N_ELEMENTS(ends))]);
    else if (what < 86)
        snooze(world, peer);
    else if (what < 90)
        leave(world, peer);
    else if (what < 92)
        set_away(world);
    else if (what < 93)
        set_private(world, peer);
    else
        world->desk->typing = pick(world, 3) == 0;
    if (pick(world, 3) != 0)
        desk_pass(world->desk, g_rand_int_range(world->rng, 0, 90000));
}

static void
care_remind__holds__its_laws_under_random_events(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    g_autoptr(Desk) desk = desk_new("[ask]\nmode=off\n");
    World world = {.desk = desk, .rng = rng};

    desk->lean = TRUE;
    desk->seen = seen;
    desk->seen_data = &world;
    for (guint i = 0; i < EVENTS; i++)
        happen(&world);
    for (guint i = 0; i < PEERS; i++) {
        desk->anna = world.peers[i].conversation;
        if (world.peers[i].attached)
            desk_close(desk, NULL);
        assert_int_equal(world.peers[i].drawn, 0);
    }
    print_message("%u events: %u drawn, %u cleared, %u interruptions, %u of them of promises\n",
                  EVENTS, world.n_drawn, world.n_cleared, world.n_shown, world.n_promises);
    assert_true(world.n_shown > 1000 && world.n_promises > 50); /* else nothing was proved */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_remind__holds__its_laws_under_random_events),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
