/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The agent's /care desk: says which accounts serve customers, and writes the choice into the
 * user's settings. */
#include "care-adapter.h"
#include <string.h>

#define MISTAKES_SHOWN 5

static void
tell_result(const CarePeer *peer, const CareSettings *now, gboolean on, const GError *error)
{
    PurpleConversation *window = care_peer_window(peer);
    g_autofree char *text = NULL;

    if (error != NULL)
        text = g_strdup_printf(_("The settings could not be changed: %s"), error->message);
    else if (on != care_settings_is_desk(now, peer->protocol, peer->account))
        text = g_strdup_printf(_("It is written, but other settings still decide about %s: "
                                 "\"purple-care policy show\" tells which."),
                               peer->account);
    else if (on)
        text = g_strdup_printf(_("%s serves customers from now on: after a chat they are asked."),
                               peer->account);
    else
        text = g_strdup_printf(_("%s serves no customers any more: nobody is asked there."),
                               peer->account);
    care_tell(window, text);
}

static void
written_on(Care *care G_GNUC_UNUSED, const CarePeer *peer, const CareSettings *now,
           const GError *error, gpointer data G_GNUC_UNUSED)
{
    tell_result(peer, now, TRUE, error);
}

static void
written_off(Care *care G_GNUC_UNUSED, const CarePeer *peer, const CareSettings *now,
            const GError *error, gpointer data G_GNUC_UNUSED)
{
    tell_result(peer, now, FALSE, error);
}

/* The list without @entry, with it if @on; "" when nothing is left: that overrules a weaker layer's
 * list, which leaving the key out would not. (transfer full) */
static char *
changed_list(const char *list, const char *entry, gboolean on)
{
    g_auto(GStrv) entries = g_strsplit(list != NULL ? list : "", ";", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();

    for (char **each = entries; *each != NULL; each++) {
        g_strstrip(*each);
        if (**each != '\0' && g_ascii_strcasecmp(*each, entry) != 0)
            g_ptr_array_add(kept, *each);
    }
    if (on)
        g_ptr_array_add(kept, (gpointer)entry);
    g_ptr_array_add(kept, NULL);
    return g_strjoinv(";", (char **)kept->pdata);
}

static gboolean
is_listed(const CareSettings *settings, const char *entry)
{
    for (char **each = settings->desk.accounts; *each != NULL; each++) {
        if (g_ascii_strcasecmp(*each, entry) == 0)
            return TRUE;
    }
    return FALSE;
}

/* What speaks against the change, in words; NULL: nothing. (transfer full) */
static char *
objection(const Care *care, const char *entry, gboolean is_desk, gboolean on)
{
    const CareSettingsChange meant = {"desk", "accounts", NULL};
    const char *origin = care_settings_origin(care->settings, "desk", "accounts");
    char *why = care_policy_objection(care, &meant, 1);

    if (why != NULL)
        return why;
    if (care->settings->desk.failed)
        return g_strdup(
            _("There is a mistake in the settings (/care desk shows it); please mend it first."));
    if (on && is_desk)
        return g_strdup(_("This account serves customers already."));
    if (!on && !is_desk)
        return g_strdup(_("This account serves no customers as it is."));
    if (!on && !is_listed(care->settings, entry))
        return g_strdup_printf(
            _("This account is covered by a wider entry; please change [desk] accounts in %s."),
            origin != NULL ? origin : care->user_policy);
    return NULL;
}

static gboolean
change(Care *care, const CarePeer *peer, gboolean on, char **error)
{
    const gboolean is_desk = care_settings_is_desk(care->settings, peer->protocol, peer->account);
    g_autofree char *entry = g_strconcat(peer->protocol, ":", peer->account, NULL);
    g_autofree char *list = NULL;

    *error = objection(care, entry, is_desk, on);
    if (*error != NULL)
        return FALSE;
    list = changed_list(care_settings_value(care->settings, "desk", "accounts"), entry, on);
    care_policy_write(care, peer, &(CareSettingsChange){"desk", "accounts", list}, 1,
                      on ? written_on : written_off, NULL);
    return TRUE;
}

static void
append_mistakes(GString *text, const GPtrArray *mistakes)
{
    for (guint i = 0; i < MIN(mistakes->len, MISTAKES_SHOWN); i++)
        g_string_append_printf(text, "\n%s", (const char *)g_ptr_array_index(mistakes, i));
    if (mistakes->len > MISTAKES_SHOWN)
        g_string_append(text, _("\n... (purple-care policy check shows all)"));
}

static void
show(const Care *care, PurpleConversation *window)
{
    g_autoptr(GString) text = g_string_new(_("Accounts and whether they serve customers:"));

    for (GList *i = purple_accounts_get_all(); i != NULL; i = i->next) {
        const char *protocol = care_protocol_name(purple_account_get_protocol_id(i->data));
        g_autofree char *address = care_account_address(i->data);
        const gboolean is_desk = care_settings_is_desk(care->settings, protocol, address);

        g_string_append_printf(text, "\n%s:%s: %s", protocol, address,
                               !is_desk ? _("no")
                               : care_protocol_can_ask(protocol)
                                   ? _("yes")
                                   : _("yes, but this protocol can't ask"));
    }
    append_mistakes(text, care->settings->mistakes);
    care_tell(window, text->str);
}

/* "" shows, "on" and "off" change this window's account. FALSE: @error says why not. */
gboolean
care_desk_command(Care *care, PurpleConversation *window, const char *argument, char **error)
{
    const CareConversation *conversation = care_link_of(care, window)->conversation;

    if (*argument == '\0') {
        show(care, window);
        return TRUE;
    }
    if (g_ascii_strcasecmp(argument, "on") != 0 && g_ascii_strcasecmp(argument, "off") != 0) {
        *error = g_strdup(_("/care desk takes on, off or nothing."));
        return FALSE;
    }
    return change(care, care_conversation_peer(conversation),
                  g_ascii_strcasecmp(argument, "on") == 0, error);
}
