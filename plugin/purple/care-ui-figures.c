/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says where an agent's figures are, under which names they are counted, and what all of them come
 * to. */
#include "care-ui.h"

typedef struct { /* one own score, counted name by name */
    Care *care;
    char **agents;
    guint at;
    CareCounts sum;
    guint64 answered; /* blind mode: all of them, also those not shown yet */
    CareUiTextFunc done;
    gpointer data;
} CareOwnAsk;

static void
own_ask_free(gpointer data)
{
    CareOwnAsk *ask = data;

    g_strfreev(ask->agents);
    g_free(ask);
}

GHashTable *
care_own_asks_new(void)
{
    return g_hash_table_new_full(g_direct_hash, g_direct_equal, own_ask_free, NULL);
}

const char *
care_ui_store_path(void)
{
    const Care *care = care_ui_in_use();

    return care != NULL ? care->store_path : NULL;
}

/* The desk's own name for its agents, or each account that serves customers; one that is set up for
 * two devices, or an address that two protocols have, is counted under one name. */
char **
care_ui_agents(void)
{
    const Care *care = care_ui_in_use();
    GPtrArray *names = g_ptr_array_new();

    if (care != NULL && *care->settings->desk.agent_name != '\0')
        g_ptr_array_add(names, g_strdup(care->settings->desk.agent_name));
    for (GList *i = care != NULL && names->len == 0 ? purple_accounts_get_all() : NULL; i != NULL;
         i = i->next) {
        const char *protocol = care_protocol_name(purple_account_get_protocol_id(i->data));
        g_autofree char *account = care_account_address(i->data);

        if (care_settings_is_desk(care->settings, protocol, account) &&
            !g_ptr_array_find_with_equal_func(names, account, g_str_equal, NULL))
            g_ptr_array_add(names, g_steal_pointer(&account));
    }
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

/* --- the own score --- */

static void next_agent(CareOwnAsk *ask);

static void
finish(CareOwnAsk *ask, const char *text)
{
    if (ask->done != NULL)
        ask->done(NULL, text, ask->data);
    g_hash_table_remove(ask->care->own_asks, ask);
}

static void
counted(const CareCube *cube, const GError *error, gpointer data)
{
    CareOwnAsk *ask = data;
    CareCounts counts;

    if (error != NULL) {
        finish(ask, NULL);
        return;
    }
    counts = care_cube_sum(cube, NULL);
    care_counts_add(&ask->sum, &counts);
    next_agent(ask);
}

static void
released(const CareRelease *release, const GError *error, gpointer data)
{
    CareOwnAsk *ask = data;

    if (error != NULL) {
        finish(ask, NULL);
        return;
    }
    care_counts_add(&ask->sum, &release->released);
    ask->answered += release->answered;
    next_agent(ask);
}

static void
next_agent(CareOwnAsk *ask)
{
    const CareShow show = ask->care->settings->show.rating;
    const char *agent = ask->agents[ask->at];
    const CareCubeFilter filter = {.agent = agent};
    GString *text;

    if (agent != NULL) {
        ask->at++;
        if (show == CARE_SHOW_AFTER_5)
            care_store_release(ask->care->store, agent, CARE_BATCH, released, ask);
        else
            care_store_count(ask->care->store, &filter, counted, ask);
        return;
    }
    text = g_string_new(NULL);
    care_score_append_all(text, &ask->sum, show, ask->answered);
    finish(ask, text->str);
    g_string_free(text, TRUE);
}

gboolean
care_ui_own_score(CareUiTextFunc done, gpointer data)
{
    Care *care = care_ui_in_use();
    g_auto(GStrv) agents = care_ui_agents();
    CareOwnAsk *ask;

    if (agents[0] == NULL)
        return FALSE;
    ask = g_new0(CareOwnAsk, 1);
    ask->care = care;
    ask->agents = g_steal_pointer(&agents);
    ask->done = done;
    ask->data = data;
    g_hash_table_add(care->own_asks, ask);
    next_agent(ask);
    return TRUE;
}

/* Nobody is told any more. */
void
care_ui_drop_scores(Care *care)
{
    GHashTableIter iter;
    gpointer ask;

    g_hash_table_iter_init(&iter, care->own_asks);
    while (g_hash_table_iter_next(&iter, &ask, NULL))
        ((CareOwnAsk *)ask)->done = NULL;
}
