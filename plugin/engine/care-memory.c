/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps what is remembered of a customer beside the conversation, and says once that they are back.
 */
#include "care-conversation.h"

/* Sooner they never really left, for an agent whose client has been there all the time. */
#define RETURNS_AFTER_MS (4 * 3600 * G_GINT64_CONSTANT(1000))

CareMemory *
care_memory_copy(const CareMemory *memory)
{
    CareMemory *copy;

    if (memory == NULL)
        return NULL;
    copy = g_new(CareMemory, 1);
    *copy = *memory;
    copy->note = g_strdup(memory->note);
    copy->name = g_strdup(memory->name);
    copy->last_comment = g_strdup(memory->last_comment);
    return copy;
}

void
care_memory_free(CareMemory *memory)
{
    if (memory == NULL)
        return;
    g_free(memory->note);
    g_free(memory->name);
    g_free(memory->last_comment);
    g_free(memory);
}

void
care_memory_drop(CareConversation *conversation)
{
    g_clear_pointer(&conversation->memory, care_memory_free);
    conversation->memory_known = FALSE;
    conversation->memory_changed = 0;
    conversation->own_tag[0] = '\0';
}

gboolean
care_settings_keeps_notes(const CareSettings *settings)
{
    return settings->privacy.notes && settings->privacy.keep_notes > 0;
}

CareMemory *
care_memory_shown(const CareMemory *memory, const CareSettings *settings)
{
    CareMemory *shown = care_memory_copy(memory);

    if (shown == NULL)
        return NULL;
    if (!care_settings_keeps_notes(settings)) {
        g_clear_pointer(&shown->note, g_free);
        g_clear_pointer(&shown->name, g_free);
    }
    if (settings->show.rating != CARE_SHOW_YES)
        shown->last_rating = 0; /* `rated_ms` still says that they answered */
    if (settings->show.rating != CARE_SHOW_YES || settings->privacy.keep_comments == 0)
        g_clear_pointer(&shown->last_comment, g_free);
    return shown;
}

/* What the store does not have yet: what it says about these is older. */
static CareCustomerChange
unsaved_of(const CareConversation *conversation)
{
    CareCustomerChange bits = conversation->memory_changed;
    GHashTableIter iter;
    gpointer value;

    for (const GList *at = conversation->unsaved.head; at != NULL; at = at->next) {
        const CarePending *unsaved = at->data;

        if (unsaved->record != NULL &&
            g_strcmp0(unsaved->record->customer, conversation->customer_key) == 0)
            bits |= unsaved->record->change;
    }
    g_hash_table_iter_init(&iter, conversation->engine->pending);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const CarePending *pending = value;

        if (pending->record != NULL &&
            g_strcmp0(pending->record->customer, conversation->customer_key) == 0)
            bits |= pending->record->change;
    }
    return bits;
}

/* What the agent changed since goes over from what was known. */
static void
take_over(CareConversation *conversation, CareMemory *fresh, CareMemory *old,
          CareCustomerChange changed)
{
    if ((changed & CARE_CUSTOMER_NOTE) != 0) {
        g_free(fresh->note);
        fresh->note = g_steal_pointer(&old->note);
    }
    if ((changed & CARE_CUSTOMER_NAME) != 0) {
        g_free(fresh->name);
        fresh->name = g_steal_pointer(&old->name);
    }
    if ((changed & CARE_CUSTOMER_TONGUE) != 0) {
        fresh->own_language = old->own_language;
        g_strlcpy(conversation->customer.language, conversation->own_tag, CARE_TAG_SIZE);
    }
}

static void
keep(CareConversation *conversation, const CareMemory *memory)
{
    const CareCustomerChange changed = unsaved_of(conversation);
    const CareCustomerChange by_hand =
        CARE_CUSTOMER_NOTE | CARE_CUSTOMER_NAME | CARE_CUSTOMER_TONGUE;
    g_autoptr(CareMemory) old = g_steal_pointer(&conversation->memory);
    CareMemory *fresh = changed & CARE_CUSTOMER_ERASE ? NULL : care_memory_copy(memory);

    if (changed & CARE_CUSTOMER_ERASE)
        conversation->customer.language[0] = '\0';
    if (old != NULL && (changed & by_hand) != 0) {
        if (fresh == NULL)
            fresh = g_new0(CareMemory, 1);
        take_over(conversation, fresh, old, changed);
    }
    conversation->memory = fresh;
    conversation->memory_known = TRUE;
    conversation->memory_changed = 0;
    if (fresh != NULL && fresh->own_language) /* an answer in another one changes nothing */
        conversation->heard = FALSE;
}

/* Which of the two rules speaks of this customer; CARE_N_RULES: neither. */
static CareRule
rule_of(const CareConversation *conversation)
{
    const CareEngine *engine = conversation->engine;
    const CareMemory *memory = conversation->memory;

    /* Of a chat before the last it is said no more: it would be no news, and every time again. */
    if (memory->last_rated && memory->last_rating >= 1 && memory->last_rating <= CARE_LOW_RATING &&
        engine->settings->show.rating == CARE_SHOW_YES &&
        care_remind_is_on(engine, CARE_RULE_LOW_BEFORE))
        return CARE_RULE_LOW_BEFORE;
    return care_remind_is_on(engine, CARE_RULE_RETURNING) ? CARE_RULE_RETURNING : CARE_N_RULES;
}

/* Whether this chat is the start of somebody's coming back. */
static gboolean
is_back(const CareConversation *conversation)
{
    const CareMemory *memory = conversation->memory;
    const gint64 started_ms = conversation->record->chat.started_ms;

    return memory != NULL && memory->n_chats > 0 && conversation->phase == CARE_PHASE_OPEN &&
           conversation->is_desk && conversation->attached && !conversation->peer.room &&
           !conversation->customer.is_private && conversation->met_ms != started_ms &&
           (conversation->met_ms == 0 || started_ms - memory->last_ms >= RETURNS_AFTER_MS);
}

static void
greet(CareTurn *turn, CareConversation *conversation)
{
    const CareRule rule = rule_of(conversation);
    CareAction *action;

    conversation->met_ms = conversation->record->chat.started_ms;
    if (rule == CARE_N_RULES)
        return;
    action = care_remind_draw(turn, conversation, rule, CARE_LEVEL_SHOWN);
    action->ms = turn->now.wall_ms - conversation->memory->last_ms;
    action->card = care_card_of(conversation, turn->now);
}

static void
show_now(CareTurn *turn, CareConversation *conversation, CareCommand command)
{
    const CareMemory *memory = conversation->memory;
    const char *tag = conversation->customer.language;
    CareAction *action;

    if (command == CARE_COMMAND_CARD) {
        care_turn_act(turn, CARE_ACTION_CARD, conversation)->card =
            care_card_of(conversation, turn->now);
    } else if (!conversation->memory_known) {
        care_turn_store_failed(turn, conversation); /* "none" would be a lie */
    } else if (command == CARE_COMMAND_LANGUAGE) {
        action = care_turn_tell(turn, conversation, CARE_TELL_LANGUAGE);
        action->text = g_strdup(tag[0] != '\0' ? tag : NULL);
        action->number = memory != NULL && memory->own_language;
    } else if (command == CARE_COMMAND_NAME) {
        care_turn_tell(turn, conversation, CARE_TELL_NAME)->text =
            g_strdup(memory != NULL ? memory->name : NULL);
    } else {
        care_turn_tell(turn, conversation, CARE_TELL_NOTE)->text =
            g_strdup(memory != NULL ? memory->note : NULL);
    }
}

static void
show_all(CareTurn *turn, CareConversation *conversation)
{
    static const CareCommand commands[] = {CARE_COMMAND_CARD, CARE_COMMAND_NOTE, CARE_COMMAND_NAME,
                                           CARE_COMMAND_LANGUAGE};
    const guint shows = conversation->shows;

    conversation->shows = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if ((shows & (1U << commands[i])) != 0)
            show_now(turn, conversation, commands[i]);
    }
}

void
care_memory_show(CareTurn *turn, CareConversation *conversation, CareCommand command)
{
    const gboolean is_loading = conversation->load_token != 0 && !conversation->loaded;
    /* Between chats the last one's figures have changed since they were loaded. */
    const gboolean is_old = !conversation->memory_known || (command == CARE_COMMAND_CARD &&
                                                            conversation->phase == CARE_PHASE_NONE);

    if (conversation->customer_key == NULL || conversation->customer.is_private ||
        !(is_loading || is_old)) {
        show_now(turn, conversation, command);
        return;
    }
    conversation->shows |= 1U << command;
    if (!is_loading)
        care_turn_load(turn, conversation);
}

void
care_memory_recall(CareTurn *turn, CareConversation *conversation)
{
    const gboolean is_loading = conversation->load_token != 0 && !conversation->loaded;

    if (conversation->customer_key != NULL && !conversation->customer.is_private && !is_loading &&
        !conversation->memory_known)
        care_turn_load(turn, conversation);
}

void
care_memory_met(CareTurn *turn, CareConversation *conversation, const CareMemory *memory)
{
    if (conversation->customer_key == NULL)
        care_memory_drop(conversation);
    if (conversation->customer_key != NULL && !conversation->load_failed) {
        keep(conversation, memory);
        if (is_back(conversation))
            greet(turn, conversation);
        else if (conversation->phase == CARE_PHASE_OPEN && conversation->attached)
            conversation->met_ms = conversation->record->chat.started_ms;
    }
    show_all(turn, conversation);
}
