/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the window part whenever a window stands otherwise than it was told last. */
#include "care-adapter.h"

static gboolean
stands_otherwise(CareLink *link)
{
    const guint before = link->standing;

    link->standing =
        link->conversation != NULL ? care_conversation_standing(link->conversation) : 0;
    return link->standing != before;
}

/* Who is told may close windows, so that each is looked up afresh. */
static void
look_at(Care *care, PurpleConversation *window, gboolean anyway)
{
    CareLink *link = g_hash_table_lookup(care->links, window);

    if (link == NULL || window == care->closing)
        return;
    if ((stands_otherwise(link) || anyway) && care->ui != NULL && care->ui->changed != NULL)
        care->ui->changed(window, care->ui_data);
}

static void
look_at_all(Care *care, gboolean anyway)
{
    g_autoptr(GList) windows = g_list_copy(purple_get_conversations());

    for (GList *i = windows; i != NULL; i = i->next)
        look_at(care, i->data, anyway);
}

/* The window of @conversation; it is mostly the one that was looked up last. NULL: there is none.
 */
static PurpleConversation *
window_of(Care *care, const CareConversation *conversation)
{
    PurpleConversation *window = NULL;

    if (care->last != NULL && care->last_link->conversation == conversation)
        return (PurpleConversation *)care->last;
    return care_link_of_engine(care, conversation, &window) != NULL ? window : NULL;
}

/* Whether @event can change how other conversations stand than its own. */
static gboolean
is_about_many(const CareEvent *event)
{
    return event->conversation == NULL || event->type == CARE_EVENT_COMMAND ||
           event->type == CARE_EVENT_RESUMED;
}

/* After an event but a line that only counts. */
void
care_ui_look(Care *care, const CareEvent *event)
{
    PurpleConversation *window;

    if (care->ui == NULL || care->quitting)
        return;
    if (is_about_many(event)) {
        look_at_all(care, event->type == CARE_EVENT_STORE); /* what was not there can be read now */
        return;
    }
    window = window_of(care, event->conversation);
    if (window != NULL)
        look_at(care, window, FALSE);
}

/* Other settings may have made desk accounts, private contacts or colleagues of some. */
void
care_ui_settings_changed(Care *care)
{
    care_buddies_forget(care);
    if (care->ui != NULL && care->ui->settings_changed != NULL)
        care->ui->settings_changed(care->ui_data);
    if (care->ui != NULL)
        look_at_all(care, FALSE);
}
