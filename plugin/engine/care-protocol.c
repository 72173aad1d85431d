/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which protocols can carry a question, and in which form; what is not listed here is never
 * asked. */
#include <purple-care/engine.h>
#include <string.h>

typedef struct {
    const char *prpl_id, *name;
    gboolean
        terse; /* one short line: IRC cuts a message at 512 bytes with its header (RFC 2812, 2.3) */
} Protocol;

static const Protocol protocols[] = {
    {"prpl-jabber", "xmpp", FALSE},        {"prpl-bonjour", "bonjour", FALSE},
    {"prpl-gg", "gadu-gadu", FALSE},       {"prpl-irc", "irc", TRUE},
    {"prpl-meanwhile", "sametime", FALSE}, {"prpl-novell", "groupwise", FALSE},
    {"prpl-silc", "silc", FALSE},          {"prpl-simple", "simple", FALSE},
};

static const Protocol *
protocol_named(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(protocols); i++) {
        if (g_strcmp0(protocols[i].name, name) == 0)
            return &protocols[i];
    }
    return NULL;
}

const char *
care_protocol_name(const char *prpl_id)
{
    g_return_val_if_fail(prpl_id != NULL, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(protocols); i++) {
        if (strcmp(protocols[i].prpl_id, prpl_id) == 0)
            return protocols[i].name;
    }
    return g_str_has_prefix(prpl_id, "prpl-") ? prpl_id + strlen("prpl-") : prpl_id;
}

gboolean
care_protocol_can_ask(const char *protocol)
{
    return protocol_named(protocol) != NULL;
}

gboolean
care_protocol_is_terse(const char *protocol)
{
    const Protocol *known = protocol_named(protocol);

    return known != NULL && known->terse;
}
