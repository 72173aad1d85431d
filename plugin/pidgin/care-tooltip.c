/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of a buddy, in their tooltip. */
#include "care-pidgin.h"
#include <pidgin/gtkblist.h>

static PurpleBuddy *
buddy_of(PurpleBlistNode *node)
{
    if (PURPLE_BLIST_NODE_IS_BUDDY(node))
        return (PurpleBuddy *)node;
    if (PURPLE_BLIST_NODE_IS_CONTACT(node))
        return purple_contact_get_priority_buddy((PurpleContact *)node);
    return NULL;
}

/* @text is Pango markup, and has lines before ours. @full: of a contact's buddies all but the
 * first are told in short. */
static void
on_drawing(PurpleBlistNode *node, GString *text, gboolean full, gpointer data)
{
    const CareUiApi *api = ((CarePidgin *)data)->api;
    PurpleBuddy *buddy = full ? buddy_of(node) : NULL;
    g_autofree char *lines = NULL, *markup = NULL;

    if (buddy == NULL || api == NULL)
        return;
    lines = api->buddy(purple_buddy_get_account(buddy), purple_buddy_get_name(buddy));
    if (lines == NULL || *lines == '\0')
        return;
    markup = g_markup_escape_text(lines, -1);
    g_string_append_c(text, '\n');
    g_string_append(text, markup);
}

void
care_tooltip_connect(CarePidgin *care)
{
    purple_signal_connect(pidgin_blist_get_handle(), "drawing-tooltip", care->plugin,
                          PURPLE_CALLBACK(on_drawing), care);
}
