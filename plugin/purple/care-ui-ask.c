/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers what a window's menu and a buddy's tooltip need at once, from what the engine knows
 * already. */
#include "care-ui.h"
#include <string.h>

static const struct {
    guint standing;
    CareUiIs is;
} bits[] = {
    {CARE_STANDING_SERVED, CARE_UI_IS_SERVED},   {CARE_STANDING_OPEN, CARE_UI_IS_OPEN},
    {CARE_STANDING_ENDING, CARE_UI_IS_ENDING},   {CARE_STANDING_UNDOABLE, CARE_UI_IS_UNDOABLE},
    {CARE_STANDING_ASKED, CARE_UI_IS_ASKED},     {CARE_STANDING_REMEMBERED, CARE_UI_IS_REMEMBERED},
    {CARE_STANDING_PRIVATE, CARE_UI_IS_PRIVATE},
};

guint
care_ui_standing(PurpleConversation *window)
{
    const CareLink *link = care_ui_link(window);
    const Care *care = care_ui_in_use();
    guint standing, is = 0;

    if (link == NULL)
        return 0;
    standing = care_conversation_standing(link->conversation);
    for (gsize i = 0; i < G_N_ELEMENTS(bits); i++)
        is |= (standing & bits[i].standing) != 0 ? bits[i].is : 0;
    if ((is & CARE_UI_IS_REMEMBERED) != 0 && care_settings_keeps_notes(care->settings))
        is |= CARE_UI_IS_NOTING;
    return link->room ? is | CARE_UI_IS_ROOM : is;
}

/* What is not known is asked for: `changed` tells when it is there. */
static void
recall(Care *care, CareConversation *conversation)
{
    const guint wanted = CARE_STANDING_SERVED | CARE_STANDING_REMEMBERED;
    const guint standing = care_conversation_standing(conversation);

    if ((standing & wanted) == wanted && (standing & CARE_STANDING_KNOWN) == 0)
        care_handle(care, &(CareEvent){.type = CARE_EVENT_COMMAND,
                                       .conversation = conversation,
                                       .command = CARE_COMMAND_RECALL});
}

gboolean
care_ui_memory(PurpleConversation *window, CareUiMemory *out_memory)
{
    const CareLink *link = care_ui_link(window);
    Care *care = care_ui_in_use();
    const char *tag = "";
    CareMemory *memory;

    if (link == NULL || !care_is_served(care, link->conversation))
        return FALSE;
    memory = care_conversation_memory(link->conversation, &tag);
    if (memory == NULL) {
        recall(care, link->conversation);
        return FALSE;
    }
    care_memory_free(care->shown_memory);
    care->shown_memory = memory;
    *out_memory = (CareUiMemory){.note = memory->note != NULL ? memory->note : "",
                                 .name = memory->name != NULL ? memory->name : "",
                                 .language = tag};
    return TRUE;
}

/* By its speakers' own name, so that nobody must read another language to find theirs. */
static const struct {
    const char *tag, *name;
} names[] = {
    {"ar", "العربية"},    {"cs", "Čeština"},  {"de", "Deutsch"},    {"en", "English"},
    {"es", "Español"},    {"fr", "Français"}, {"hi", "हिन्दी"},      {"it", "Italiano"},
    {"ja", "日本語"},     {"ko", "한국어"},   {"nl", "Nederlands"}, {"pl", "Polski"},
    {"pt", "Português"},  {"ru", "Русский"},  {"sv", "Svenska"},    {"tr", "Türkçe"},
    {"uk", "Українська"}, {"zh", "中文"},
};

gboolean
care_ui_language(guint n, const char **out_tag, const char **out_name)
{
    const char *tag = care_language_tag(n);

    if (tag == NULL)
        return FALSE;
    *out_tag = *out_name = tag; /* a new catalogue without a name is still to be chosen */
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i].tag, tag) == 0)
            *out_name = names[i].name;
    }
    return TRUE;
}

char *
care_ui_buddy(PurpleAccount *account, const char *who)
{
    Care *care = care_ui_in_use();

    return care != NULL && account != NULL && who != NULL ? care_buddy_text(care, account, who)
                                                          : NULL;
}
