/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets a window show and change settings: the user's own file is written by the same code as
 * /care desk writes it. */
#include "care-ui.h"

typedef struct {
    CareUiDoneFunc done;
    gpointer data;
} Change;

CareSettings *
care_ui_settings(void)
{
    const Care *care = care_ui_in_use();

    return care != NULL ? care->settings : NULL;
}

static void
written(Care *care, const CarePeer *peer G_GNUC_UNUSED, const CareSettings *now G_GNUC_UNUSED,
        const GError *error, gpointer data)
{
    g_autofree Change *change = data;

    care->ui_change = NULL;
    if (change->done != NULL)
        change->done(error, change->data);
}

gboolean
care_ui_change(const CareSettingsChange *changes, guint n, CareUiDoneFunc done, gpointer data,
               char **out_error)
{
    Care *care = care_ui_in_use();
    g_autofree char *why = NULL;
    Change *change;

    if (care == NULL)
        why = g_strdup(_("The client is quitting."));
    else if (care->policy_job != NULL)
        return FALSE; /* no refusal: in a moment it can be done */
    else
        why = care_policy_objection(care, changes, n);
    if (care == NULL || why != NULL) {
        if (out_error != NULL)
            *out_error = g_steal_pointer(&why);
        return FALSE;
    }
    care->ui_change = change = g_new(Change, 1);
    *change = (Change){done, data};
    care_policy_write(care, NULL, changes, n, written, change);
    return TRUE;
}

/* What is being written goes on; nobody is told. */
void
care_ui_drop_changes(Care *care)
{
    if (care->ui_change != NULL)
        ((Change *)care->ui_change)->done = NULL;
}

gboolean
care_ui_account(guint n, char **out_entry, gboolean *out_can_ask)
{
    PurpleAccount *account =
        care_ui_in_use() != NULL ? g_list_nth_data(purple_accounts_get_all(), n) : NULL;
    const char *protocol;
    g_autofree char *address = NULL;

    if (account == NULL)
        return FALSE;
    protocol = care_protocol_name(purple_account_get_protocol_id(account));
    address = care_account_address(account);
    *out_entry = g_strconcat(protocol, ":", address, NULL);
    *out_can_ask = care_protocol_can_ask(protocol);
    return TRUE;
}
