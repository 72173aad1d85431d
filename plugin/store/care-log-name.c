/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the agent by three signs, the surest first: the account's own name, a name in many
 * conversations, and that the other one is known. */
#include "care-log-name.h"
#include <string.h>

#define NAMES_MAX   16    /* of one conversation; a room has more, where only the agent matters */
#define PEERS_MAX   50000 /* of one account */
#define AGENT_SHARE 5     /* a fifth of all lines at least are the agent's: notices are fewer */

typedef struct {
    guint64 lines;
    guint peers;
    const char *newest_peer; /* of the table's own */
} Heard;

typedef struct {
    GHashTable *lines; /* name to number of lines */
    char *other;       /* the one that writes most and is not known; found when first asked for */
    gboolean has_agent, has_customer, is_settled;
} Peer;

struct _CareLogNames {
    char *account, *agent_name;
    GHashTable *names; /* name to Heard */
    GHashTable *peers; /* address to Peer */
    guint64 lines;
};

static void
peer_free(gpointer data)
{
    Peer *peer = data;

    g_hash_table_unref(peer->lines);
    g_free(peer->other);
    g_free(peer);
}

CareLogNames *
care_log_names_new(const char *account, const char *agent_name)
{
    CareLogNames *names = g_new0(CareLogNames, 1);

    names->account = g_strdup(account);
    names->agent_name = g_strdup(agent_name);
    names->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    names->peers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, peer_free);
    return names;
}

void
care_log_names_free(CareLogNames *names)
{
    if (names == NULL)
        return;
    g_hash_table_unref(names->names);
    g_hash_table_unref(names->peers);
    g_free(names->account);
    g_free(names->agent_name);
    g_free(names);
}

/* "anna@example.org/phone", "anna@example.org" and "anna" are all anna@example.org. */
static gboolean
is_address(const char *name, const char *address)
{
    const gsize length = strlen(address);
    const char *at = strchr(address, '@');

    if (length == 0)
        return FALSE;
    if (g_ascii_strncasecmp(name, address, length) == 0 &&
        (name[length] == '\0' || name[length] == '/'))
        return TRUE;
    return at != NULL && at > address && strlen(name) == (gsize)(at - address) &&
           g_ascii_strncasecmp(name, address, strlen(name)) == 0;
}

void
care_log_names_hear(CareLogNames *names, const char *address, const char *name)
{
    Peer *peer = g_hash_table_lookup(names->peers, address);
    Heard *heard = g_hash_table_lookup(names->names, name);
    gpointer key, lines;

    if (peer == NULL) {
        if (g_hash_table_size(names->peers) >= PEERS_MAX)
            return;
        peer = g_new0(Peer, 1);
        peer->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_hash_table_insert(names->peers, g_strdup(address), peer);
    }
    lines = g_hash_table_lookup(peer->lines, name);
    if (lines == NULL && g_hash_table_size(peer->lines) >= NAMES_MAX)
        return;
    g_hash_table_replace(peer->lines, g_strdup(name),
                         GUINT_TO_POINTER(GPOINTER_TO_UINT(lines) + 1));
    if (heard == NULL) {
        heard = g_new0(Heard, 1);
        g_hash_table_insert(names->names, g_strdup(name), heard);
    }
    g_hash_table_lookup_extended(names->peers, address, &key, NULL);
    heard->peers += heard->newest_peer != key;
    heard->newest_peer = key;
    heard->lines++;
    names->lines++;
}

static CareLogWho
known(const CareLogNames *names, const char *address, const char *name)
{
    const Heard *heard;

    if (is_address(name, names->account) || g_strcmp0(name, names->agent_name) == 0)
        return CARE_LOG_AGENT;
    if (is_address(name, address))
        return CARE_LOG_CUSTOMER;
    heard = g_hash_table_lookup(names->names, name);
    return heard != NULL && heard->peers > 1 && AGENT_SHARE * heard->lines >= names->lines
               ? CARE_LOG_AGENT
               : CARE_LOG_NOBODY;
}

static void
settle(const CareLogNames *names, const char *address, Peer *peer)
{
    guint most = 0;
    GHashTableIter iter;
    gpointer key, value;

    peer->is_settled = TRUE;
    g_hash_table_iter_init(&iter, peer->lines);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const guint lines = GPOINTER_TO_UINT(value);

        switch (known(names, address, key)) {
        case CARE_LOG_AGENT:
            peer->has_agent = TRUE;
            break;
        case CARE_LOG_CUSTOMER:
            peer->has_customer = TRUE;
            break;
        case CARE_LOG_NOBODY:
            if (lines < most ||
                (lines == most && peer->other != NULL && strcmp(key, peer->other) > 0))
                break;
            most = lines;
            g_free(peer->other);
            peer->other = g_strdup(key);
            break;
        }
    }
}

CareLogWho
care_log_names_who(CareLogNames *names, const char *address, gboolean room, const char *name)
{
    const CareLogWho who = known(names, address, name);
    Peer *peer = g_hash_table_lookup(names->peers, address);

    if (who != CARE_LOG_NOBODY)
        return who;
    if (room)
        return CARE_LOG_CUSTOMER;
    if (peer == NULL)
        return CARE_LOG_NOBODY;
    if (!peer->is_settled)
        settle(names, address, peer);
    if (g_strcmp0(peer->other, name) != 0 || peer->has_agent == peer->has_customer)
        return CARE_LOG_NOBODY;
    return peer->has_agent ? CARE_LOG_CUSTOMER : CARE_LOG_AGENT;
}

gsize
care_log_names_begin(CareLogNames *names, const char *address, const char *text)
{
    const Peer *peer = g_hash_table_lookup(names->peers, address);
    GHashTableIter iter;
    gpointer key;
    gsize longest = 0;

    if (peer == NULL)
        return 0;
    g_hash_table_iter_init(&iter, peer->lines);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        const gsize size = strlen(key);

        if (size > longest && g_str_has_prefix(text, key) && text[size] == ' ')
            longest = size;
    }
    return longest;
}
