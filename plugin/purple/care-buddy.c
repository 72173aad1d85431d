/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps what was read of a few customers, so that a tooltip need not wait for the disk. */
#include "care-adapter.h"

#define BUDDIES_MAX 256 /* more are not pointed at in a day; the oldest goes for a new one */
#define FRESH_MS    (60 * 1000) /* later it is read again: a colleague may have noted something */

typedef struct {
    Care *care;
    char *text;     /* NULL: nothing is known */
    gint64 at_boot; /* of the newest read */
    gboolean is_reading;
    gboolean is_stale; /* something was stored since that read began */
} CareBuddy;

static void
buddy_free(gpointer data)
{
    CareBuddy *buddy = data;

    g_free(buddy->text);
    g_free(buddy);
}

/* Customer key to CareBuddy; freed after the store, whose answers point at its entries. (transfer
 * full) */
GHashTable *
care_buddies_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, buddy_free);
}

/* (transfer full) (nullable) */
static char *
text_of(const CareSettings *settings, const CareCustomer *customer, const CareMemory *memory)
{
    CareCard card = {.hides = settings->show.rating != CARE_SHOW_YES};
    g_autoptr(CareMemory) shown = NULL;
    g_autofree char *lines = NULL;

    if (customer->is_private)
        return NULL;
    card.memory = shown = care_memory_shown(memory, settings);
    if (*customer->language != '\0')
        card.language = (char *)customer->language;
    lines = care_memory_lines(&card);
    return *lines != '\0' ? g_steal_pointer(&lines) : NULL;
}

static void
loaded(const CareCustomer *customer, const CareMemory *memory, const GError *error, gpointer data)
{
    CareBuddy *buddy = data;

    buddy->is_reading = FALSE;
    g_clear_pointer(&buddy->text, g_free);
    if (buddy->is_stale || error != NULL)
        buddy->at_boot = 0; /* the next call reads again */
    else
        buddy->text = text_of(buddy->care->settings, customer, memory);
    buddy->is_stale = FALSE;
}

static void
read_again(Care *care, CareBuddy *buddy, const char *key)
{
    const CareNow now = care_now();

    buddy->is_reading = TRUE;
    buddy->at_boot = now.boot_ms;
    care_store_load_customer(care->store, key, now.wall_ms, loaded, buddy);
}

/* Makes room for one more; FALSE: all of them are being read. */
static gboolean
make_room(GHashTable *buddies)
{
    const char *oldest = NULL;
    gint64 since = G_MAXINT64;
    GHashTableIter iter;
    gpointer key, value;

    if (g_hash_table_size(buddies) < BUDDIES_MAX)
        return TRUE;
    g_hash_table_iter_init(&iter, buddies);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const CareBuddy *buddy = value;

        if (buddy->is_reading || buddy->at_boot >= since)
            continue;
        since = buddy->at_boot;
        oldest = key;
    }
    return oldest != NULL && g_hash_table_remove(buddies, oldest);
}

static CareBuddy *
find(Care *care, const char *key)
{
    CareBuddy *buddy = g_hash_table_lookup(care->buddies, key);

    if (buddy != NULL || !make_room(care->buddies))
        return buddy;
    buddy = g_new0(CareBuddy, 1);
    buddy->care = care;
    g_hash_table_insert(care->buddies, g_strdup(key), buddy);
    return buddy;
}

/* What an agent may read of @who, a fact a line; NULL: nothing, or not yet. (transfer full) */
char *
care_buddy_text(Care *care, PurpleAccount *account, const char *who)
{
    g_auto(CarePeerText) text = {0};
    g_autofree char *key = NULL;
    CareBuddy *buddy;

    if (!care_peer_of_address(care, account, who, FALSE, &text) || text.peer.anonymous ||
        !care_is_served_peer(care, &text.peer))
        return NULL;
    key = g_strconcat(text.peer.protocol, ":", text.peer.address, NULL);
    buddy = find(care, key);
    if (buddy == NULL)
        return NULL;
    if (!buddy->is_reading &&
        (buddy->at_boot == 0 || care_now().boot_ms >= buddy->at_boot + FRESH_MS))
        read_again(care, buddy, key);
    return g_strdup(buddy->text);
}

static void
forget(CareBuddy *buddy)
{
    buddy->at_boot = 0;
    buddy->is_stale = buddy->is_reading;
    g_clear_pointer(&buddy->text, g_free);
}

/* @record is about to be stored: what was read of its customer is no longer true. */
void
care_buddy_forget(Care *care, const CareRecord *record)
{
    const char *keys[] = {record->customer, record->chat.customer};

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        CareBuddy *buddy = keys[i] != NULL ? g_hash_table_lookup(care->buddies, keys[i]) : NULL;

        if (buddy != NULL)
            forget(buddy);
    }
}

/* Other settings may let less be seen. */
void
care_buddies_forget(Care *care)
{
    GHashTableIter iter;
    gpointer buddy;

    g_hash_table_iter_init(&iter, care->buddies);
    while (g_hash_table_iter_next(&iter, NULL, &buddy))
        forget(buddy);
}
