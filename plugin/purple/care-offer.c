/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets any plug-in ask and act with libpurple's own types alone: the calls of docs/plugins.md that
 * need no header of ours. */
#include "care-ui.h"

static const struct {
    const char *name;
    CareUiIs is;
} names[] = {
    {"served", CARE_UI_IS_SERVED},   {"room", CARE_UI_IS_ROOM},         {"open", CARE_UI_IS_OPEN},
    {"ending", CARE_UI_IS_ENDING},   {"undoable", CARE_UI_IS_UNDOABLE}, {"asked", CARE_UI_IS_ASKED},
    {"private", CARE_UI_IS_PRIVATE},
};

/* "shows-ratings" is about no window: may an agent see single ratings? */
static gboolean
is(PurpleConversation *window, const char *what)
{
    const Care *care = care_ui_in_use();

    if (care == NULL || what == NULL)
        return FALSE;
    if (purple_strequal(what, "shows-ratings"))
        return care->settings->show.rating == CARE_SHOW_YES;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (purple_strequal(what, names[i].name))
            return (care_ui_standing(window) & names[i].is) != 0;
    }
    purple_debug_warning("purple-care", "a plug-in asks for a state that has no such name\n");
    return FALSE;
}

/* As typed: what stands in the way is told where the agent looks. */
static gboolean
run(PurpleConversation *window, const char *line)
{
    Care *care = care_ui_in_use();
    g_autofree char *error = NULL;

    if (care == NULL || line == NULL || care_ui_link(window) == NULL)
        return FALSE;
    if (care_commands_run(care, window, line, &error))
        return TRUE;
    if (care_ui_link(window) != NULL) /* the command may have closed it */
        care_tell(window, error);
    return FALSE;
}

/* What a plug-in registers is gone with its unload: libpurple sees to that. */
void
care_offer_start(Care *care)
{
    purple_plugin_ipc_register(care->plugin, "is", PURPLE_CALLBACK(is),
                               purple_marshal_BOOLEAN__POINTER_POINTER,
                               purple_value_new(PURPLE_TYPE_BOOLEAN), 2,
                               purple_value_new(PURPLE_TYPE_SUBTYPE, PURPLE_SUBTYPE_CONVERSATION),
                               purple_value_new(PURPLE_TYPE_STRING));
    purple_plugin_ipc_register(care->plugin, "run", PURPLE_CALLBACK(run),
                               purple_marshal_BOOLEAN__POINTER_POINTER,
                               purple_value_new(PURPLE_TYPE_BOOLEAN), 2,
                               purple_value_new(PURPLE_TYPE_SUBTYPE, PURPLE_SUBTYPE_CONVERSATION),
                               purple_value_new(PURPLE_TYPE_STRING));
}
