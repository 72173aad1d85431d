/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The agent's /care snooze: quiet for a while is the engine's; quiet for good is a line in the
 * user's settings. */
#include "care-adapter.h"
#include <string.h>

static void
written(Care *care G_GNUC_UNUSED, const CarePeer *peer, const CareSettings *now G_GNUC_UNUSED,
        const GError *error, gpointer data G_GNUC_UNUSED)
{
    g_autofree char *text = NULL;

    if (error == NULL)
        return; /* the engine has said already what happens */
    text = g_strdup_printf(_("The settings could not be changed, so this holds until the client is "
                             "closed: %s"),
                           error->message);
    care_tell(care_peer_window(peer), text);
}

/* What speaks against a change of the key; NULL: nothing. (transfer full) */
static char *
objection(const Care *care, const char *rule)
{
    const char *lock = care_settings_lock(care->settings, "remind", rule);

    if (care->policy_job != NULL)
        return g_strdup(_("The settings are still being written; please try again."));
    if (lock != NULL)
        return g_strdup_printf(
            _("Your administrator decides that: [remind] %s is locked by %s. /care snooze still "
              "gives you quiet for a while."),
            rule, lock);
    return NULL;
}

static gboolean
is_off(const Care *care, const char *rule)
{
    const char *value = care_settings_value(care->settings, "remind", rule);

    return value != NULL && g_ascii_strcasecmp(value, "off") == 0;
}

/* The user's own file has no say: either it is locked, or the desk's settings switch it off. */
static gboolean
is_others(const Care *care, const char *rule)
{
    const char *origin = care_settings_origin(care->settings, "remind", rule);

    return care_settings_lock(care->settings, "remind", rule) != NULL ||
           (is_off(care, rule) && !purple_strequal(origin, care->user_policy));
}

/* Has a reminder back that keeps quiet by itself, whatever the settings may be locked to. */
static gboolean
restore(const CareCall *call, CareRule rule)
{
    const char *name = care_rule_name(rule);
    const char *origin = care_settings_origin(call->care->settings, "remind", name);

    if (!is_off(call->care, name))
        return care_call_send(call, CARE_COMMAND_RESTORE, NULL, rule);
    *call->error = g_strdup_printf(_("Your desk's settings switch it off: [remind] %s in %s."),
                                   name, origin != NULL ? origin : "?");
    return FALSE;
}

/* Off for good, or, with @again, as it is without the user's own word. */
static gboolean
switch_rule(const CareCall *call, CareRule rule, gboolean again)
{
    const char *name = care_rule_name(rule);

    if (again && is_others(call->care, name))
        return restore(call, rule);
    *call->error = objection(call->care, name);
    if (*call->error != NULL)
        return FALSE;
    care_policy_write(call->care, care_conversation_peer(call->conversation),
                      &(CareSettingsChange){"remind", name, again ? NULL : "off"}, 1, written,
                      NULL);
    return care_call_send(call, again ? CARE_COMMAND_RESTORE : CARE_COMMAND_NEVER, NULL, rule);
}

gboolean
care_call_snooze(const CareCall *call)
{
    const gsize length = strcspn(call->rest, " \t\n");
    g_autofree char *word = g_ascii_strdown(call->rest, (gssize)length);
    const char *more = call->rest + length + strspn(call->rest + length, " \t\n");
    g_autofree char *whole = g_ascii_strdown(call->rest, -1);
    const gint rule = care_rule_from_name(word);

    if (rule < 0)
        return care_call_send(call, CARE_COMMAND_SNOOZE, *whole != '\0' ? whole : NULL, 0);
    if (*more == '\0' || g_ascii_strcasecmp(more, "off") == 0)
        return switch_rule(call, (CareRule)rule, *more != '\0');
    *call->error = g_strdup(
        _("/care snooze REMINDER turns one off for good, /care snooze REMINDER off has it back."));
    return FALSE;
}
