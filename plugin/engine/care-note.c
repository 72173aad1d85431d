/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an agent notes of a customer by hand: a note, a name, a language; and forgets it at their
 * wish. */
#include "care-conversation.h"

#define NOTE_MAX_CHARS 500
#define NAME_MAX_CHARS 60

#define BY_HAND (CARE_CUSTOMER_NOTE | CARE_CUSTOMER_NAME | CARE_CUSTOMER_TONGUE)

/* Signs that turn the direction of all that follows, in whatever line the text is shown. */
static gboolean
is_turning(gunichar sign)
{
    return (sign >= 0x202A && sign <= 0x202E) || (sign >= 0x2066 && sign <= 0x2069);
}

/* One line without control characters. NULL: nothing is left of it. (transfer full) */
static char *
one_line(const char *text)
{
    GString *line = g_string_new(NULL);

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar sign = g_utf8_get_char(at);

        if (sign == '\n' || sign == '\r' || sign == '\t' || sign == 0x2028 || sign == 0x2029)
            g_string_append_c(line, ' ');
        else if (!g_unichar_iscntrl(sign) && !is_turning(sign))
            g_string_append_unichar(line, sign);
    }
    g_strstrip(line->str);
    return g_string_free(line, line->str[0] == '\0');
}

/* An older change that still waits for the store must not undo the one that comes now. */
static void
take_out(CarePending *pending, const char *key, CareCustomerChange bits)
{
    CareRecord *record = pending->record;

    if (record == NULL || g_strcmp0(record->customer, key) != 0)
        return;
    record->change &= ~bits;
    if ((bits & CARE_CUSTOMER_NOTE) != 0)
        g_clear_pointer(&record->note, g_free);
    if ((bits & CARE_CUSTOMER_NAME) != 0)
        g_clear_pointer(&record->name, g_free);
    if ((bits & CARE_CUSTOMER_TONGUE) != 0)
        g_clear_pointer(&record->tag, g_free);
}

/* The conversation is with the customer that @change is about. */
static void
apply(CareConversation *conversation, const CareRecord *change)
{
    CareRecord *asked = conversation->record;

    for (GList *at = conversation->unsaved.head; at != NULL; at = at->next)
        take_out(at->data, change->customer, change->change);
    if (conversation->memory == NULL)
        conversation->memory = g_new0(CareMemory, 1);
    if (!conversation->memory_known || !conversation->loaded)
        conversation->memory_changed |= change->change;
    if ((change->change & CARE_CUSTOMER_NOTE) != 0) {
        g_free(conversation->memory->note);
        conversation->memory->note = g_strdup(change->note);
    }
    if ((change->change & CARE_CUSTOMER_NAME) != 0) {
        g_free(conversation->memory->name);
        conversation->memory->name = g_strdup(change->name);
    }
    if ((change->change & CARE_CUSTOMER_TONGUE) == 0)
        return;
    conversation->memory->own_language = change->tag != NULL;
    conversation->heard = FALSE;
    g_strlcpy(conversation->own_tag, change->tag != NULL ? change->tag : "", CARE_TAG_SIZE);
    g_strlcpy(conversation->customer.language, conversation->own_tag, CARE_TAG_SIZE);
    if (change->tag != NULL && asked->survey.state == CARE_SURVEY_SUSPENDED) {
        g_free(asked->survey.language); /* if it is asked again, then in this one */
        asked->survey.language = g_strdup(change->tag);
    }
}

/* Notes the change in every conversation with the customer, and stores it; @record: (transfer
 * full). Told once it is safe. */
static void
commit(CareTurn *turn, CareConversation *conversation, CareRecord *record)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, turn->engine->pending);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        take_out(value, record->customer, record->change);
    g_hash_table_iter_init(&iter, turn->engine->conversations);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        CareConversation *other = value;

        if (g_strcmp0(other->customer_key, record->customer) == 0)
            apply(other, record);
    }
    care_survey_commit(turn, conversation, record, CARE_SAY_NOTHING);
}

static CareRecord *
change_of(const CareConversation *conversation, CareCustomerChange bit)
{
    CareRecord *record = g_new0(CareRecord, 1);

    record->customer = g_strdup(conversation->customer_key);
    record->change = bit;
    return record;
}

/* A note, or what they want to be called. */
static void
run_text(CareTurn *turn, CareConversation *conversation, const CareEvent *event)
{
    const gboolean is_note = event->command == CARE_COMMAND_NOTE;
    const gint most = is_note ? NOTE_MAX_CHARS : NAME_MAX_CHARS;
    g_autofree char *line = event->argument != NULL ? one_line(event->argument) : NULL;
    const gboolean is_off = line != NULL && g_ascii_strcasecmp(line, "off") == 0;
    CareRecord *record;

    if (!care_settings_keeps_notes(turn->engine->settings) && !is_off) {
        care_turn_tell(turn, conversation, CARE_TELL_NO_NOTES);
    } else if (line == NULL) {
        care_memory_show(turn, conversation, event->command);
    } else if (g_utf8_strlen(line, -1) > most) {
        care_turn_tell(turn, conversation, CARE_TELL_TOO_LONG)->number = most;
    } else {
        record = change_of(conversation, is_note ? CARE_CUSTOMER_NOTE : CARE_CUSTOMER_NAME);
        *(is_note ? &record->note : &record->name) = is_off ? NULL : g_steal_pointer(&line);
        commit(turn, conversation, record);
    }
}

static void
run_language(CareTurn *turn, CareConversation *conversation, const char *argument)
{
    const gboolean is_auto = argument != NULL && g_ascii_strcasecmp(argument, "auto") == 0;
    const CareLanguage *language = care_language_find(argument);
    CareRecord *record;

    if (argument == NULL || argument[0] == '\0') {
        care_memory_show(turn, conversation, CARE_COMMAND_LANGUAGE);
    } else if (language == NULL && !is_auto) {
        care_turn_tell(turn, conversation, CARE_TELL_LANGUAGE_BAD);
    } else {
        record = change_of(conversation, CARE_CUSTOMER_TONGUE);
        record->tag = g_strdup(is_auto ? NULL : language->tag);
        commit(turn, conversation, record);
    }
}

static void
run_forget(CareTurn *turn, CareConversation *conversation, const char *argument)
{
    if (argument != NULL && g_ascii_strcasecmp(argument, "yes") == 0)
        care_erase_by_agent(turn, conversation);
    else
        care_turn_tell(turn, conversation, CARE_TELL_FORGET);
}

void
care_memory_command(CareTurn *turn, const CareEvent *event)
{
    CareConversation *conversation = event->conversation;
    const gboolean forgets = event->command == CARE_COMMAND_FORGET;

    care_command_meet(turn, conversation, event->present);
    /* Of who is private nothing new is kept; what was kept may go. */
    if (conversation->customer_key == NULL || (conversation->customer.is_private && !forgets))
        care_turn_tell(turn, conversation, CARE_TELL_NOBODY);
    else if (forgets)
        run_forget(turn, conversation, event->argument);
    else if (event->command == CARE_COMMAND_LANGUAGE)
        run_language(turn, conversation, event->argument);
    else
        run_text(turn, conversation, event);
}

void
care_memory_stored(CareTurn *turn, CareConversation *conversation, const CareRecord *record)
{
    if ((record->change & CARE_CUSTOMER_NOTE) != 0)
        care_turn_tell(turn, conversation, CARE_TELL_NOTE_SAVED)->text = g_strdup(record->note);
    if ((record->change & CARE_CUSTOMER_NAME) != 0)
        care_turn_tell(turn, conversation, CARE_TELL_NAME_SAVED)->text = g_strdup(record->name);
    if ((record->change & CARE_CUSTOMER_TONGUE) == 0)
        return;
    if (record->tag == NULL)
        care_turn_tell(turn, conversation, CARE_TELL_LANGUAGE_AUTO);
    else
        care_turn_tell(turn, conversation, CARE_TELL_LANGUAGE_SAVED)->text = g_strdup(record->tag);
}

gboolean
care_memory_not_stored(CareTurn *turn, CareConversation *conversation, const CarePending *pending)
{
    if (pending->record == NULL || (pending->record->change & (BY_HAND | CARE_CUSTOMER_ERASE)) == 0)
        return FALSE;
    if (!pending->retried)
        care_turn_tell(turn, conversation, CARE_TELL_NOT_SAVED);
    return TRUE;
}
