/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands a customer over to a colleague: finds them among the desk's agents and nobody else, shows
 * what will be said, says it. */
#include "care-adapter.h"
#include <string.h>

static gboolean
is_called(PurpleBuddy *buddy, const char *name)
{
    g_autofree char *wanted = g_utf8_casefold(name, -1);
    const char *const known[] = {purple_buddy_get_name(buddy), purple_buddy_get_alias(buddy),
                                 purple_buddy_get_local_buddy_alias(buddy)};

    for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
        g_autofree char *folded = known[i] != NULL ? g_utf8_casefold(known[i], -1) : NULL;

        if (folded != NULL && strcmp(folded, wanted) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The address that @who has on @account. (transfer full) */
static char *
bare_of(PurpleAccount *account, const char *who)
{
    const char *bare = purple_normalize(account, who);

    return g_strdup(bare != NULL && *bare != '\0' ? bare : who);
}

/* An agent of the desk, and not this very one. */
static gboolean
is_colleague(const Care *care, PurpleAccount *account, const char *address)
{
    g_autofree char *own = care_account_address(account);

    return care_settings_is_agent(care->settings, address) && g_ascii_strcasecmp(own, address) != 0;
}

/**
 * care_handover_find:
 * @name: as typed: an address, or what the buddy list calls a colleague
 * @error: (out): set where several go by that name
 *
 * A customer is never found, whatever they call themselves: only addresses of [desk] agents are.
 *
 * Returns: (transfer full) (nullable): the colleague's bare address; NULL: nobody
 */
char *
care_handover_find(const Care *care, PurpleAccount *account, const char *name, char **error)
{
    g_autofree char *typed = bare_of(account, name);
    g_autofree char *found = NULL;
    GSList *buddies;
    gboolean is_one = TRUE;

    if (is_colleague(care, account, typed))
        return g_steal_pointer(&typed);
    buddies = purple_find_buddies(account, NULL);
    for (GSList *i = buddies; i != NULL; i = i->next) {
        g_autofree char *address = bare_of(account, purple_buddy_get_name(i->data));

        if (!is_called(i->data, name) || !is_colleague(care, account, address))
            continue;
        is_one = is_one && (found == NULL || strcmp(found, address) == 0);
        g_free(found);
        found = g_steal_pointer(&address);
    }
    g_slist_free(buddies);
    if (is_one)
        return g_steal_pointer(&found);
    *error = g_strdup(_("Several colleagues go by that name; please type the address."));
    return NULL;
}

static char *
text_of(const CareAction *action)
{
    const CarePeer *peer = care_conversation_peer(action->conversation);
    g_autofree char *text = care_handover_text(action->card, peer->agent, peer->address);

    if (care_protocol_is_terse(peer->protocol))
        g_strdelimit(text, "\r\n", ' ');
    return g_steal_pointer(&text);
}

/* As far as the buddy list can tell. */
static gboolean
is_offline(const CareAction *action)
{
    PurpleAccount *account = care_peer_account(care_conversation_peer(action->conversation));
    PurpleBuddy *buddy = account != NULL ? purple_find_buddy(account, action->text) : NULL;

    return buddy != NULL && !PURPLE_BUDDY_IS_ONLINE(buddy);
}

static void
preview(const CareAction *action, PurpleConversation *window, const char *text)
{
    g_autofree char *line =
        g_strdup_printf(_("%s will read this; the same command once more within two minutes sends "
                          "it:\n%s"),
                        action->text, text);
    g_autofree char *offline =
        is_offline(action)
            ? g_strdup_printf(_("%s is not online now. Who will be there for them until then?"),
                              action->text)
            : NULL;

    care_tell(window, line);
    if (offline != NULL)
        care_tell(window, offline);
}

static void
hand_over(Care *care, const CareAction *action, PurpleConversation *window, const char *text)
{
    const CarePeer *peer = care_conversation_peer(action->conversation);
    const CarePeer colleague = {
        .protocol = peer->protocol, .account = peer->account, .address = action->text};
    g_autofree char *line = NULL;

    if (care_send(care, &colleague, text)) {
        care_handle(care, &(CareEvent){.type = CARE_EVENT_COMMAND,
                                       .conversation = action->conversation,
                                       .command = CARE_COMMAND_TRANSFERRED,
                                       .argument = action->text});
        return;
    }
    line = g_strdup_printf(_("Nothing was handed over: %s could not be written to. Are you "
                             "connected?"),
                           action->text);
    care_tell(window, line);
}

/**
 * care_handover:
 * @action: a TRANSFER
 *
 * Sends to a colleague alone: settings may have changed since the address was found.
 */
void
care_handover(Care *care, const CareAction *action)
{
    const CarePeer *peer = care_conversation_peer(action->conversation);
    PurpleConversation *window = care_peer_window(peer);
    g_autofree char *text = NULL;

    if (action->card == NULL || action->text == NULL)
        return;
    if (!care_settings_is_agent(care->settings, action->text)) {
        care_tell(window, _("Nothing was handed over: that address is no colleague's."));
        return;
    }
    text = text_of(action);
    if (action->number == 0)
        preview(action, window, text);
    else
        hand_over(care, action, window, text);
}
