/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The desk of the engine tests: stands for adapter, store and clock, all in one process and at
 * once. */
#include "care-desk.h"

#define WAKES_AT_ONCE 100
#define LINES_MAX     100 /* of a conversation; a scan asks for no more */

typedef struct {
    CareRole role;
    gint64 at_ms;
    char *text;
} Shown;

static void
shown_free(gpointer data)
{
    Shown *shown = data;

    g_free(shown->text);
    g_free(shown);
}

static GPtrArray *
lines_of(Desk *desk, const CareConversation *conversation)
{
    const char *address = care_conversation_peer(conversation)->address;
    GPtrArray *lines = g_hash_table_lookup(desk->lines, address);

    if (lines == NULL) {
        lines = g_ptr_array_new_with_free_func(shown_free);
        g_hash_table_insert(desk->lines, g_strdup(address), lines);
    }
    return lines;
}

/* The window shows the line. */
static void
show_line(Desk *desk, CareRole role, const char *text)
{
    GPtrArray *lines = lines_of(desk, desk->anna);
    Shown *shown = g_new(Shown, 1);

    if (lines->len >= LINES_MAX)
        g_ptr_array_remove_index(lines, 0);
    *shown = (Shown){role, desk->now.wall_ms / 1000 * 1000, g_strdup(text)};
    g_ptr_array_add(lines, shown);
}

static void
act_free(gpointer data)
{
    CareAction *act = data;

    g_free(act->text);
    care_card_free(act->card);
    g_free(act);
}

Desk *
desk_new(const char *policy)
{
    g_autofree char *text = g_strconcat("[desk]\naccounts=*\n", policy, NULL);
    const char *short_survey = "[ask]\nfollow-ups=0\n";
    const CareSettingsLayer layers[] = {
        {.name = "desk", .text = short_survey, .size = strlen(short_survey)},
        {.name = "test", .text = text, .size = strlen(text)},
    };
    g_autoptr(CareSettings) settings = care_settings_new(layers, G_N_ELEMENTS(layers));
    Desk *desk = g_new0(Desk, 1);

    assert_int_equal(settings->mistakes->len, 0);
    desk->engine = care_engine_new(settings, NULL, "d1");
    desk->now = (CareNow){.wall_ms = G_GINT64_CONSTANT(1740000000000), .boot_ms = 5000000};
    desk->said = g_array_new(FALSE, FALSE, sizeof(CareMessageId));
    desk->told = g_array_new(FALSE, FALSE, sizeof(CareMessageId));
    desk->stored = g_ptr_array_new_with_free_func((GDestroyNotify)care_record_free);
    desk->results = g_ptr_array_new_with_free_func((GDestroyNotify)care_record_free);
    desk->texts = g_ptr_array_new_with_free_func(g_free);
    desk->acts = g_ptr_array_new_with_free_func(act_free);
    desk->lines =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    desk->anna = desk_conversation(desk, "anna@example.org", FALSE);
    return desk;
}

void
desk_free(Desk *desk)
{
    if (desk == NULL)
        return;
    care_engine_free(desk->engine);
    g_array_unref(desk->said);
    g_array_unref(desk->told);
    g_ptr_array_unref(desk->stored);
    g_ptr_array_unref(desk->results);
    g_ptr_array_unref(desk->texts);
    g_ptr_array_unref(desk->acts);
    g_hash_table_unref(desk->lines);
    g_queue_clear_full(&desk->waiting, g_free);
    g_free(desk);
}

CareConversation *
desk_conversation(Desk *desk, const char *address, gboolean room)
{
    const CarePeer peer = {.protocol = "xmpp",
                           .account = "agent@example.org",
                           .address = address,
                           .room = room,
                           .name = "Anna",
                           .agent = "Kim"};

    return care_engine_attach(desk->engine, &peer);
}

static const char *
newest_of(Desk *desk, const CareConversation *conversation)
{
    const GPtrArray *lines = lines_of(desk, conversation);

    if (desk->newest != NULL || lines->len == 0)
        return desk->newest;
    return ((const Shown *)g_ptr_array_index(lines, lines->len - 1))->text;
}

/* What the world answers to an action; type 0 with token 0: nothing. */
static gboolean
answer_to(Desk *desk, const CareAction *action, CareEvent *out_event)
{
    *out_event = (CareEvent){.token = action->token};
    switch (action->type) {
    case CARE_ACTION_LOAD:
        out_event->type = CARE_EVENT_LOADED;
        out_event->customer = &desk->customer;
        out_event->memory = desk->memory;
        out_event->chat_id =
            desk->chat_id != NULL ? desk->chat_id : "11111111-0000-4000-8000-000000000000";
        out_event->survey_id =
            desk->survey_id != NULL ? desk->survey_id : "22222222-0000-4000-8000-000000000000";
        out_event->dice = desk->dice;
        return TRUE;
    case CARE_ACTION_HEAR:
        out_event->type = CARE_EVENT_HEARD;
        out_event->text = desk->heard;
        out_event->said_stop = desk->said_stop;
        return TRUE;
    case CARE_ACTION_STORE:
        out_event->type = CARE_EVENT_STORED;
        out_event->status = desk->store;
        return action->token != 0;
    case CARE_ACTION_SEND:
        out_event->type = CARE_EVENT_SENT;
        out_event->status = desk->send;
        return action->token != 0;
    case CARE_ACTION_READ:
        out_event->type = CARE_EVENT_NEWEST;
        out_event->conversation = action->conversation;
        out_event->text = newest_of(desk, action->conversation);
        out_event->is_typing =
            desk->typing && (desk->typing_in == NULL || desk->typing_in == action->conversation);
        return TRUE;
    case CARE_ACTION_SCAN:
        out_event->type = CARE_EVENT_SCANNED;
        out_event->conversation = action->conversation;
        out_event->n_lines = (guint)action->number;
        return TRUE;
    case CARE_ACTION_TELL:
    case CARE_ACTION_CHAT_ENDED:
    case CARE_ACTION_ASKED:
    case CARE_ACTION_ANSWERED:
    case CARE_ACTION_REMIND:
    case CARE_ACTION_CLEAR:
    case CARE_ACTION_CARD:
    case CARE_ACTION_WAITING:
    case CARE_ACTION_TRANSFER:
        break;
    }
    return FALSE;
}

static void
note_act(Desk *desk, CareAction *action)
{
    CareAction *act = g_new(CareAction, 1);

    *act = *action;
    act->text = g_strdup(action->text);
    act->record = NULL;
    act->key = NULL;
    action->card = NULL;
    g_ptr_array_add(desk->acts, act);
}

static void
note(Desk *desk, CareAction *action)
{
    if (desk->seen != NULL)
        desk->seen(action, desk->seen_data);
    if (desk->lean)
        return;
    note_act(desk, action);
    if (action->type == CARE_ACTION_STORE && action->record->reminder.at_ms != 0) {
        g_ptr_array_add(desk->results, g_steal_pointer(&action->record));
    } else if (action->type == CARE_ACTION_STORE) {
        g_ptr_array_add(desk->stored, g_steal_pointer(&action->record));
    } else if (action->type == CARE_ACTION_SEND && desk->send == CARE_STORED_OK) {
        g_array_append_val(desk->said, action->message);
        desk->language = action->language->tag;
        desk->item = action->item;
    } else if (action->type == CARE_ACTION_TELL) {
        g_array_append_val(desk->told, action->message);
        g_ptr_array_add(desk->texts, g_strdup(action->text != NULL ? action->text : ""));
        desk->last_number = action->number;
    }
}

static gboolean
handle(Desk *desk, const CareEvent *event)
{
    g_autoptr(CareActions) actions = care_engine_handle(desk->engine, event, desk->now);
    const gboolean keep = actions != NULL && actions->keep;

    for (guint i = 0; actions != NULL && i < actions->list->len; i++) {
        CareAction *action = g_ptr_array_index(actions->list, i);
        CareEvent answer;

        if (answer_to(desk, action, &answer)) {
            CareEvent *waiting = g_new(CareEvent, 1);

            *waiting = answer;
            g_queue_push_tail(&desk->waiting, waiting);
        }
        note(desk, action);
    }
    return keep;
}

/* The newest lines of the window, of them as many as the event asks for. */
static void
handle_scanned(Desk *desk, CareEvent *event)
{
    const GPtrArray *lines = lines_of(desk, event->conversation);
    CareSaid said[LINES_MAX];

    event->n_lines = MIN(event->n_lines, lines->len);
    event->lines = said;
    for (guint i = 0; i < event->n_lines; i++) {
        const Shown *shown = g_ptr_array_index(lines, lines->len - event->n_lines + i);

        said[i] = (CareSaid){shown->role, shown->at_ms, shown->text};
    }
    handle(desk, event);
}

void
desk_scan(Desk *desk)
{
    CareEvent event = {.type = CARE_EVENT_SCANNED,
                       .conversation = desk->anna,
                       .n_lines = care_conversation_unscanned(desk->anna)};

    if (event.n_lines == 0)
        return;
    handle_scanned(desk, &event);
    if (!desk->hold)
        desk_release(desk);
}

void
desk_release(Desk *desk)
{
    CareEvent *event;

    while ((event = g_queue_pop_head(&desk->waiting)) != NULL) {
        if (event->type == CARE_EVENT_STORED)
            event->status = desk->store;
        if (event->type == CARE_EVENT_SCANNED)
            handle_scanned(desk, event);
        else
            handle(desk, event);
        g_free(event);
    }
}

static gboolean
deliver(Desk *desk, const CareEvent *event)
{
    const gboolean keep = handle(desk, event);

    if (!desk->hold)
        desk_release(desk);
    return keep;
}

void
desk_event(Desk *desk, CareEvent event)
{
    deliver(desk, &event);
}

void
desk_agent(Desk *desk, const char *text)
{
    const gboolean reads = care_conversation_reads(desk->anna);

    show_line(desk, CARE_ROLE_AGENT, text);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = desk->anna,
                                 .role = CARE_ROLE_AGENT,
                                 .text = reads ? text : NULL});
}

gboolean
desk_customer(Desk *desk, const char *text)
{
    const CareEvent reply = {.type = CARE_EVENT_REPLY, .conversation = desk->anna, .text = text};
    CareEvent line = {
        .type = CARE_EVENT_LINE, .conversation = desk->anna, .role = CARE_ROLE_CUSTOMER};

    if ((care_conversation_is_watched(desk->anna) || text[0] == '!') && deliver(desk, &reply))
        return TRUE;
    show_line(desk, CARE_ROLE_CUSTOMER, text);
    line.text = care_conversation_reads(desk->anna) ? text : NULL;
    deliver(desk, &line);
    return FALSE;
}

void
desk_command(Desk *desk, CareCommand command)
{
    desk_command_with(desk, command, NULL);
}

void
desk_command_with(Desk *desk, CareCommand command, const char *argument)
{
    desk_scan(desk);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = command,
                                 .text = desk->newest,
                                 .argument = argument});
}

void
desk_close(Desk *desk, const char *newest)
{
    desk_scan(desk);
    desk_event(desk,
               (CareEvent){.type = CARE_EVENT_CLOSED, .conversation = desk->anna, .text = newest});
}

void
desk_pass(Desk *desk, gint64 ms)
{
    const gint64 until = desk->now.boot_ms + ms;
    guint at_once = 0;

    while (care_engine_wake_ms(desk->engine) <= until) {
        const gint64 step =
            MAX(care_engine_wake_ms(desk->engine), desk->now.boot_ms) - desk->now.boot_ms;

        at_once = step == 0 ? at_once + 1 : 0;
        assert_true(at_once < WAKES_AT_ONCE); /* the client would be busy for ever */
        desk->now.boot_ms += step;
        desk->now.wall_ms += step;
        desk_event(desk, (CareEvent){.type = CARE_EVENT_WAKE});
    }
    desk->now.wall_ms += until - desk->now.boot_ms;
    desk->now.boot_ms = until;
}

void
desk_ask(Desk *desk)
{
    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_END);
}

guint
desk_count(const GArray *messages, CareMessageId message)
{
    guint n = 0;

    for (guint i = 0; i < messages->len; i++)
        n += g_array_index(messages, CareMessageId, i) == message;
    return n;
}

const CareRecord *
desk_last(const Desk *desk)
{
    for (guint i = desk->stored->len; i > 0; i--) {
        const CareRecord *record = g_ptr_array_index(desk->stored, i - 1);

        if (record->chat.id != NULL)
            return record;
    }
    return NULL;
}

const CareAction *
desk_act(const Desk *desk, CareActionType type)
{
    for (guint i = desk->acts->len; i > 0; i--) {
        const CareAction *act = g_ptr_array_index(desk->acts, i - 1);

        if (act->type == type)
            return act;
    }
    return NULL;
}

guint
desk_count_acts(const Desk *desk, CareActionType type)
{
    guint n = 0;

    for (guint i = 0; i < desk->acts->len; i++)
        n += ((const CareAction *)g_ptr_array_index(desk->acts, i))->type == type;
    return n;
}

guint
desk_reminded(const Desk *desk, CareRule rule, CareLevel level)
{
    guint n = 0;

    for (guint i = 0; i < desk->acts->len; i++) {
        const CareAction *act = g_ptr_array_index(desk->acts, i);

        n += act->type == CARE_ACTION_REMIND && act->rule == rule && act->level == level;
    }
    return n;
}

guint
desk_cleared(const Desk *desk, CareRule rule)
{
    guint n = 0;

    for (guint i = 0; i < desk->acts->len; i++) {
        const CareAction *act = g_ptr_array_index(desk->acts, i);

        n += act->type == CARE_ACTION_CLEAR && act->rule == rule;
    }
    return n;
}
