/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a line costs the engine when a whole desk's questions are out, beside one of them. */
#include <purple-care/engine.h>
#include <stdio.h>
#include <string.h>

#define LINES  200000
#define ROUNDS 7

typedef struct {
    CareEngine *engine;
    CareConversation **chats; /* open ones, in which people write */
    guint n_chats;
    CareNow now;
} Crowd;

static void handle(Crowd *crowd, const CareEvent *event);

/* Answers what an adapter and a store would answer at once. */
static void
answer(Crowd *crowd, const CareAction *action)
{
    const CareCustomer nobody = {0};
    g_autofree char *chat = NULL, *survey = NULL;
    CareEvent event = {.token = action->token};

    switch (action->type) {
    case CARE_ACTION_LOAD:
        chat = g_uuid_string_random();
        survey = g_uuid_string_random();
        event.type = CARE_EVENT_LOADED;
        event.customer = &nobody;
        event.chat_id = chat;
        event.survey_id = survey;
        break;
    case CARE_ACTION_HEAR:
        event.type = CARE_EVENT_HEARD;
        break;
    case CARE_ACTION_STORE:
        event.type = CARE_EVENT_STORED;
        break;
    case CARE_ACTION_SEND:
        event.type = CARE_EVENT_SENT;
        break;
    default: /* what is shown, and what was said again */
        return;
    }
    if (action->token != 0)
        handle(crowd, &event);
}

static void
handle(Crowd *crowd, const CareEvent *event)
{
    g_autoptr(CareActions) actions = care_engine_handle(crowd->engine, event, crowd->now);

    for (guint i = 0; actions != NULL && i < actions->list->len; i++)
        answer(crowd, g_ptr_array_index(actions->list, i));
}

static CareConversation *
talk(Crowd *crowd, const char *kind, guint n)
{
    g_autofree char *address = g_strdup_printf("%s%u@example.org", kind, n);
    g_autofree char *account =
        g_strdup_printf("agent%u@example.org", n % 100); /* an hour's limit */
    const CarePeer peer = {
        .protocol = "xmpp", .account = account, .address = address, .name = "Anna", .agent = "Kim"};
    CareConversation *conversation = care_engine_attach(crowd->engine, &peer);
    CareEvent line = {.type = CARE_EVENT_LINE,
                      .role = CARE_ROLE_CUSTOMER,
                      .conversation = conversation,
                      .text = "hello"};

    handle(crowd, &line);
    line.role = CARE_ROLE_AGENT;
    handle(crowd, &line);
    return conversation;
}

static Crowd *
crowd_new(guint surveys, guint chats)
{
    static const char policy[] = "[desk]\naccounts=*\n";
    const CareSettingsLayer layer = {.name = "bench", .text = policy, .size = strlen(policy)};
    g_autoptr(CareSettings) settings = care_settings_new(&layer, 1);
    Crowd *crowd = g_new0(Crowd, 1);

    crowd->engine = care_engine_new(settings, NULL, "d1");
    crowd->now = (CareNow){.wall_ms = G_GINT64_CONSTANT(1740000000000), .boot_ms = 5000000};
    for (guint n = 0; n < surveys; n++)
        handle(crowd, &(CareEvent){.type = CARE_EVENT_COMMAND,
                                   .command = CARE_COMMAND_END,
                                   .conversation = talk(crowd, "asked", n)});
    crowd->n_chats = chats;
    crowd->chats = g_new(CareConversation *, chats);
    for (guint n = 0; n < chats; n++)
        crowd->chats[n] = talk(crowd, "open", n);
    return crowd;
}

static void
crowd_free(Crowd *crowd)
{
    care_engine_free(crowd->engine);
    g_free(crowd->chats);
    g_free(crowd);
}

/* Microseconds of the best round for LINES lines, four of five of them in one chat, as talk goes.
 */
static double
time_lines(Crowd *crowd)
{
    gint64 best = G_MAXINT64;

    for (guint round = 0; round < ROUNDS; round++) {
        const gint64 start = g_get_monotonic_time();

        for (guint n = 0; n < LINES; n++) {
            const guint at = n % 5 == 0 ? n % crowd->n_chats : 0;
            const CareEvent line = {.type = CARE_EVENT_LINE,
                                    .role = n % 2 == 0 ? CARE_ROLE_CUSTOMER : CARE_ROLE_AGENT,
                                    .conversation = crowd->chats[at]};

            handle(crowd, &line);
        }
        best = MIN(best, g_get_monotonic_time() - start);
    }
    return (double)best;
}

int
main(void)
{
    Crowd *one = crowd_new(1, 1);
    Crowd *many = crowd_new(10000, 5000);
    const guint open = care_engine_open_questions(many->engine, NULL);
    const double few = time_lines(one), crowded = time_lines(many);

    printf("a line, with %u open surveys and 5,000 open chats: the engine's part\t%.1f ns\t"
           "with one of each: %.1f ns (%.2f)\n",
           open, 1000 * crowded / LINES, 1000 * few / LINES, crowded / few);
    crowd_free(one);
    crowd_free(many);
    return 0;
}
