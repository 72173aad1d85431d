/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine's one door: finds the conversation, hands the event to its part, gives back what to
 * do. */
#include "care-conversation.h"
#include "care-stock.h"
#include <string.h>

static char *
index_key(const char *protocol, const char *account, const char *address)
{
    return g_strjoin("\n", protocol, account, address, NULL);
}

CareEngine *
care_engine_new(CareSettings *settings, const CareLimits *limits, const char *definition)
{
    CareEngine *engine = g_new0(CareEngine, 1);

    g_return_val_if_fail(settings != NULL && definition != NULL, NULL);

    engine->settings = care_settings_ref(settings);
    engine->limits = limits != NULL ? *limits : care_limits_default;
    engine->definition = g_strdup(definition);
    engine->store_key = g_strdup("");
    engine->locale = g_strdup("en");
    engine->conversations = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
                                                  (GDestroyNotify)care_conversation_free);
    engine->schedule = g_sequence_new(NULL);
    engine->wake_boot = CARE_NEVER;
    engine->pending = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
                                            (GDestroyNotify)care_pending_free);
    engine->questions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    engine->away = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    engine->stock = care_stock_new();
    return engine;
}

void
care_engine_free(CareEngine *engine)
{
    if (engine == NULL)
        return;
    g_hash_table_unref(engine->pending);
    g_hash_table_unref(engine->conversations);
    g_sequence_free(engine->schedule);
    g_hash_table_unref(engine->questions);
    g_hash_table_unref(engine->away);
    care_stock_free(engine->stock);
    care_settings_unref(engine->settings);
    g_free(engine->definition);
    g_free(engine->store_key);
    g_free(engine->locale);
    g_free(engine);
}

static void
peer_copy(CarePeer *to, const CarePeer *from)
{
    *to = *from;
    to->protocol = g_strdup(from->protocol);
    to->account = g_strdup(from->account);
    to->address = g_strdup(from->address);
    to->name = g_strdup(from->name);
    to->agent = g_strdup(from->agent);
    to->groups = (const char *const *)g_strdupv((char **)from->groups);
}

static void
peer_clear(CarePeer *peer)
{
    g_free((char *)peer->protocol);
    g_free((char *)peer->account);
    g_free((char *)peer->address);
    g_free((char *)peer->name);
    g_free((char *)peer->agent);
    g_strfreev((char **)peer->groups);
}

void
care_conversation_free(CareConversation *conversation)
{
    CareEngine *engine = conversation->engine;

    engine->n_watched -= conversation->watched ? 1 : 0;
    engine->n_open -= conversation->phase == CARE_PHASE_OPEN ? 1 : 0;
    care_hold_set(conversation, FALSE);
    care_schedule_remove(conversation);
    care_record_free(conversation->record);
    care_record_free(conversation->past);
    care_record_free(conversation->pulse);
    if (conversation->words != NULL)
        g_string_free(conversation->words, TRUE);
    g_queue_clear_full(&conversation->unsaved, (GDestroyNotify)care_pending_free);
    if (conversation->writers != NULL)
        g_hash_table_unref(conversation->writers);
    if (conversation->refused != NULL)
        g_hash_table_unref(conversation->refused);
    peer_clear(&conversation->peer);
    g_free(conversation->index_key);
    g_free(conversation->customer_key);
    g_free(conversation->survey_id);
    g_free(conversation->who);
    g_free(conversation->last_in);
    care_memory_free(conversation->memory);
    g_free(conversation->hand_to);
    g_free(conversation->erase_who);
    g_free(conversation);
}

static void
judge_desk(CareConversation *conversation)
{
    const CareSettings *settings = conversation->engine->settings;
    const CarePeer *peer = &conversation->peer;

    conversation->is_excluded = care_settings_is_excluded(settings, peer->address, peer->groups);
    conversation->is_desk = care_settings_is_desk(settings, peer->protocol, peer->account) &&
                            !conversation->is_excluded &&
                            (peer->room || !care_settings_is_agent(settings, peer->address));
}

static char *
account_key(const char *protocol, const char *account)
{
    return g_strjoin("\n", protocol, account, NULL);
}

static gboolean
is_away(const CareConversation *conversation)
{
    g_autofree char *key = account_key(conversation->peer.protocol, conversation->peer.account);

    return g_hash_table_contains(conversation->engine->away, key);
}

CareConversation *
care_engine_adopt(CareEngine *engine, const CarePeer *peer)
{
    CareConversation *conversation;
    g_autofree char *key = NULL;

    g_return_val_if_fail(engine != NULL && peer != NULL && peer->protocol != NULL, NULL);
    g_return_val_if_fail(peer->account != NULL && peer->address != NULL, NULL);

    key = index_key(peer->protocol, peer->account, peer->address);
    conversation = g_hash_table_lookup(engine->conversations, key);
    if (conversation != NULL)
        return conversation;

    conversation = g_new0(CareConversation, 1);
    conversation->engine = engine;
    conversation->record = g_new0(CareRecord, 1);
    conversation->index_key = g_steal_pointer(&key);
    peer_copy(&conversation->peer, peer);
    if (!peer->room && !peer->anonymous)
        conversation->customer_key = g_strconcat(peer->protocol, ":", peer->address, NULL);
    conversation->waiting.since_boot = CARE_NEVER;
    care_remind_start(conversation);
    conversation->remind.away = is_away(conversation);
    conversation->lost_boot = CARE_NEVER;
    conversation->retry_boot = CARE_NEVER;
    conversation->flush_boot = CARE_NEVER;
    if (peer->room)
        conversation->writers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert(engine->conversations, conversation->index_key, conversation);
    judge_desk(conversation);
    care_conversation_refresh(conversation);
    return conversation;
}

CareConversation *
care_engine_attach(CareEngine *engine, const CarePeer *peer)
{
    CareConversation *conversation = care_engine_adopt(engine, peer);
    CarePeer fresh;

    g_return_val_if_fail(conversation != NULL, NULL);
    /* Alias, groups and the agent's name may have changed since: who is excluded now is excluded.
     */
    peer_copy(&fresh, peer);
    peer_clear(&conversation->peer);
    conversation->peer = fresh;
    conversation->attached = TRUE;
    judge_desk(conversation);
    care_conversation_refresh(conversation);
    return conversation;
}

void
care_engine_detach(CareConversation *conversation)
{
    g_return_if_fail(conversation != NULL);

    conversation->attached = FALSE;
    care_conversation_refresh(conversation);
}

CareConversation *
care_engine_find(CareEngine *engine, const char *protocol, const char *account, const char *address)
{
    g_autofree char *key = NULL;

    g_return_val_if_fail(protocol != NULL && account != NULL && address != NULL, NULL);
    key = index_key(protocol, account, address);
    return g_hash_table_lookup(engine->conversations, key);
}

void
care_engine_mark(CareEngine *engine, const char *customer_key, const gboolean *is_private,
                 const gboolean *is_opted_out)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, engine->conversations);
    while (customer_key != NULL && g_hash_table_iter_next(&iter, NULL, &value)) {
        CareConversation *conversation = value;

        if (g_strcmp0(conversation->customer_key, customer_key) != 0)
            continue;
        if (is_private != NULL)
            conversation->customer.is_private = *is_private;
        if (is_opted_out != NULL)
            conversation->customer.is_opted_out = *is_opted_out;
        care_conversation_refresh(conversation);
    }
}

/* A rule whose setting was changed since is wanted as it says now. */
static void
forget_never(CareEngine *engine, const CareSettings *settings)
{
    for (gint rule = 0; rule < CARE_N_RULES; rule++) {
        const char *name = care_rule_name(rule);

        if (g_strcmp0(care_settings_value(engine->settings, "remind", name),
                      care_settings_value(settings, "remind", name)) != 0)
            engine->never[rule] = FALSE;
    }
}

static void
take_settings(CareTurn *turn, const CareEvent *event)
{
    CareEngine *engine = turn->engine;
    GHashTableIter iter;
    gpointer value;

    forget_never(engine, event->settings);
    care_settings_ref(event->settings);
    care_settings_unref(engine->settings);
    engine->settings = event->settings;
    g_free(engine->definition);
    engine->definition = g_strdup(event->definition);
    if (event->locale != NULL) {
        g_free(engine->locale);
        engine->locale = g_strdup(event->locale);
    }

    g_hash_table_iter_init(&iter, engine->conversations);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        judge_desk(value);
        care_remind_recheck(turn, value);
        care_conversation_refresh(value);
    }
}

static void
take_store(CareTurn *turn, const CareEvent *event)
{
    turn->engine->store_failed = event->status != CARE_STORED_OK;
    if (event->key != NULL) {
        g_free(turn->engine->store_key);
        turn->engine->store_key = g_strdup(event->key);
    }
    for (guint i = 0; event->rules != NULL && i < CARE_N_RULES; i++)
        turn->engine->rules[i] = event->rules[i];
}

static void
flush_stored(CareTurn *turn, CareConversation *conversation, CarePending *pending,
             CareStored status)
{
    turn->engine->store_failed = status == CARE_STORED_FAILED;
    if (status != CARE_STORED_FAILED) {
        turn->engine->store_told = FALSE;
        return;
    }
    /* A snapshot is never lost: it goes out again with the next flush. */
    if (g_strcmp0(pending->record->chat.id, conversation->record->chat.id) == 0) {
        conversation->dirty = TRUE;
        conversation->flush_boot = turn->now.boot_ms + CARE_FLUSH_MS;
    } else { /* another chat has begun since */
        care_turn_keep_unsaved(turn, pending);
    }
    care_turn_store_failed(turn, conversation);
}

/* An answer from outside: to a conversation that `pending` kept alive. */
static void
take_answer(CareTurn *turn, const CareEvent *event)
{
    CarePending *pending = care_turn_pending(turn, event->token);
    CareConversation *conversation;

    if (pending == NULL)
        return;
    conversation = pending->conversation;
    switch (pending->want) {
    case CARE_WANT_LOAD:
        if (event->token == conversation->load_token)
            care_chat_loaded(turn, conversation, event);
        break;
    case CARE_WANT_HEARD:
        care_tongue_heard(conversation, event);
        break;
    case CARE_WANT_TONGUE:
        care_scan_heard(turn, conversation, event);
        break;
    case CARE_WANT_ASKING:
        care_survey_asking_stored(turn, conversation, pending, event->status);
        break;
    case CARE_WANT_SENT:
        care_survey_sent(turn, conversation, pending, event->status);
        break;
    case CARE_WANT_ANSWER:
        care_survey_answer_stored(turn, conversation, pending, event->status);
        break;
    case CARE_WANT_FLUSH:
        flush_stored(turn, conversation, pending, event->status);
        break;
    }
    conversation->pending--;
    g_hash_table_remove(turn->engine->pending, &event->token);
    care_conversation_refresh(conversation);
}

/* Events about all conversations, or those of one account. */
static void
for_each(CareTurn *turn, const CareEvent *event)
{
    GHashTableIter iter;
    gpointer value;

    turn->engine->quitting |= event->type == CARE_EVENT_QUIT;
    g_hash_table_iter_init(&iter, turn->engine->conversations);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        CareConversation *conversation = value;

        if (event->type == CARE_EVENT_QUIT) {
            care_survey_retry(turn, conversation);
            if (conversation->words != NULL)
                care_follow_close(turn, conversation, CARE_SAY_NOTHING);
            care_chat_flush(turn, conversation);
        } else if (g_strcmp0(conversation->peer.protocol, event->protocol) == 0 &&
                   g_strcmp0(conversation->peer.account, event->account) == 0) {
            if (event->type == CARE_EVENT_ACCOUNT)
                care_chat_account(turn, conversation, event->online);
            else
                conversation->remind.away = !event->online;
            care_conversation_refresh(conversation);
        }
    }
}

static void
take_presence(CareTurn *turn, const CareEvent *event)
{
    g_autofree char *key = account_key(event->protocol, event->account);

    if (event->online)
        g_hash_table_remove(turn->engine->away, key);
    else
        g_hash_table_add(turn->engine->away, g_steal_pointer(&key));
    for_each(turn, event);
}

/* All but a line that only counts. */
static G_GNUC_NO_INLINE CareActions *
handle_rare(CareEngine *engine, const CareEvent *event, CareNow now)
{
    CareTurn turn = {engine, now, NULL};

    if (now.boot_ms >= engine->snooze_boot)
        engine->snooze_boot = 0;
    switch (event->type) {
    case CARE_EVENT_LINE:
        care_chat_line(&turn, event); /* it looks to its own schedule */
        care_hold_tell(&turn);
        return turn.actions;
    case CARE_EVENT_REPLY:
        care_reply_read(&turn, event);
        break;
    case CARE_EVENT_COMMAND:
        care_command_run(&turn, event);
        break;
    case CARE_EVENT_CLOSED:
        care_chat_closed(&turn, event);
        break;
    case CARE_EVENT_NEWEST:
        care_remind_newest(&turn, event->conversation, event);
        break;
    case CARE_EVENT_SCANNED:
        care_scan_take(&turn, event);
        break;
    case CARE_EVENT_LOADED:
    case CARE_EVENT_HEARD:
    case CARE_EVENT_STORED:
    case CARE_EVENT_SENT:
        take_answer(&turn, event);
        break;
    case CARE_EVENT_ENCRYPTED:
        event->conversation->is_encrypted = TRUE;
        break;
    case CARE_EVENT_QUIT:
    case CARE_EVENT_ACCOUNT:
        for_each(&turn, event);
        break;
    case CARE_EVENT_PRESENCE:
        take_presence(&turn, event);
        break;
    case CARE_EVENT_RESUMED:
        care_resume(&turn, event->conversation, event->resumed);
        break;
    case CARE_EVENT_SETTINGS:
        take_settings(&turn, event);
        break;
    case CARE_EVENT_STORE:
        take_store(&turn, event);
        break;
    case CARE_EVENT_WAKE:
        care_schedule_wake(&turn);
        break;
    }
    if (event->conversation != NULL)
        care_conversation_refresh(event->conversation);
    care_hold_tell(&turn);
    return turn.actions;
}

CareActions *
care_engine_handle(CareEngine *engine, const CareEvent *event, CareNow now)
{
    if (G_LIKELY(event->type == CARE_EVENT_LINE && care_chat_count(event, now)))
        return NULL;
    return handle_rare(engine, event, now);
}

guint
care_engine_open_questions(const CareEngine *engine, const char *account)
{
    GHashTableIter iter;
    gpointer value;
    guint n = 0;

    g_hash_table_iter_init(&iter, engine->conversations);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        CareConversation *conversation = value;
        const CareRecord *record = care_survey_record(conversation);

        if (account == NULL || strcmp(conversation->peer.account, account) == 0)
            n += record != NULL && care_survey_is_open(record);
    }
    return n;
}

gboolean
care_engine_any_watched(const CareEngine *engine)
{
    return engine->n_watched > 0;
}

gboolean
care_conversation_is_watched(const CareConversation *conversation)
{
    return conversation->watched;
}

gboolean
care_conversation_reads(const CareConversation *conversation)
{
    return conversation->is_desk && !conversation->plain;
}

const char *
care_conversation_chat_id(const CareConversation *conversation)
{
    return conversation->record->chat.id;
}

const CarePeer *
care_conversation_peer(const CareConversation *conversation)
{
    return &conversation->peer;
}
