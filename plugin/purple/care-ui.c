/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets a plug-in that draws windows in: gives it the table of ui-api.h, and tells it what to draw.
 */
#include "care-ui.h"

typedef struct {
    const PurpleConversation *window; /* identity only */
    CareUiTextFunc done;
    gpointer data;
} CareUiCard;

/* The table has no room for data of ours; set in start and stop. */
static Care *in_use;

Care *
care_ui_in_use(void)
{
    return in_use != NULL && !in_use->quitting ? in_use : NULL;
}

CareLink *
care_ui_link(PurpleConversation *window)
{
    CareLink *link;

    if (in_use == NULL || in_use->quitting || window == NULL ||
        g_list_find(purple_get_conversations(), window) == NULL)
        return NULL;
    link = care_link_refresh(in_use, window);
    return link->conversation != NULL ? link : NULL;
}

static void
send_rule(PurpleConversation *window, CareCommand command, CareRule rule)
{
    const CareLink *link = care_ui_link(window);

    if (link != NULL && (guint)rule < CARE_N_RULES)
        care_handle(in_use, &(CareEvent){.type = CARE_EVENT_COMMAND,
                                         .conversation = link->conversation,
                                         .command = command,
                                         .rule = rule});
}

/* --- what the window part calls --- */

typedef struct {
    PurpleConversation *window;
} Replay;

static void
replay_one(const CareUiReminder *reminder, gpointer data)
{
    PurpleConversation *window = ((Replay *)data)->window;

    if (g_hash_table_contains(in_use->links, window))
        in_use->ui->show(window, reminder, in_use->ui_data);
}

/* What is called may close windows, so that links are looked up afresh. */
static void
replay(void)
{
    g_autoptr(GList) windows = g_list_copy(purple_get_conversations());

    for (GList *i = windows; i != NULL && in_use->ui->show != NULL; i = i->next) {
        const CareLink *link = g_hash_table_lookup(in_use->links, i->data);

        if (link != NULL)
            care_show_each(link, replay_one, &(Replay){i->data});
    }
    if (in_use->n_holding > 0)
        care_show_hold(in_use);
}

static gboolean
api_register(const CareUi *ui, gpointer data)
{
    if (in_use == NULL || in_use->quitting || in_use->ui != NULL || ui == NULL ||
        ui->size < sizeof(CareUi))
        return FALSE;
    in_use->ui = ui;
    in_use->ui_data = data;
    replay();
    return TRUE;
}

/* The next that is waited for in @window, out of the queue; NULL: none. (transfer full) */
static CareUiCard *
take_card(Care *care, const PurpleConversation *window)
{
    for (GList *i = care->cards.head; i != NULL; i = i->next) {
        CareUiCard *card = i->data;

        if (card->window == window) {
            g_queue_delete_link(&care->cards, i);
            return card;
        }
    }
    return NULL;
}

/* Answers all that wait for a card of @window; they may ask for one again, or close a window. */
static gboolean
answer_cards(Care *care, PurpleConversation *window, const char *text)
{
    CareUiCard *card = take_card(care, window);
    const gboolean was_asked = card != NULL;

    for (; card != NULL; card = take_card(care, window)) {
        card->done(text != NULL ? window : NULL, text, card->data);
        g_free(card);
    }
    return was_asked;
}

/* What the window part asked for is answered to nobody any more. */
static void
drop_asks(void)
{
    g_queue_clear_full(&in_use->cards, g_free);
    care_score_drop_ui(in_use);
    care_ui_drop_scores(in_use);
    care_ui_drop_changes(in_use);
}

static void
api_unregister(const CareUi *ui)
{
    if (in_use == NULL || in_use->ui != ui)
        return;
    in_use->ui = NULL;
    drop_asks();
}

static void
api_done(PurpleConversation *window, CareRule rule)
{
    send_rule(window, CARE_COMMAND_DONE, rule);
}

static void
api_later(PurpleConversation *window, CareRule rule)
{
    send_rule(window, CARE_COMMAND_LATER, rule);
}

static gboolean
api_run(PurpleConversation *window, const char *line, char **out_error)
{
    g_autofree char *error = NULL;
    gboolean done = FALSE;

    if (care_ui_link(window) != NULL && line != NULL)
        done = care_commands_run(in_use, window, line, &error);
    if (out_error != NULL && !done)
        *out_error = error != NULL ? g_steal_pointer(&error)
                                   : g_strdup(_("Nothing is asked in this window."));
    return done;
}

/* The same as typed: settings that are locked are respected, and the agent reads why. */
static void
api_never(PurpleConversation *window, CareRule rule)
{
    const char *name = care_rule_name(rule);
    g_autofree char *line = name != NULL ? g_strconcat("snooze ", name, NULL) : NULL;
    g_autofree char *error = NULL;

    if (line != NULL && !api_run(window, line, &error) && care_ui_link(window) != NULL)
        care_tell(window, error);
}

static void
api_each_reminder(PurpleConversation *window,
                  void (*each)(const CareUiReminder *reminder, gpointer data), gpointer data)
{
    const CareLink *link = care_ui_link(window);

    if (link != NULL)
        care_show_each(link, each, data);
}

static void
api_each_waiter(void (*each)(const CareUiWaiter *waiter, gpointer data), gpointer data)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) rows = NULL;

    if (in_use == NULL || in_use->quitting)
        return;
    rows = care_waiting_rows(in_use, names);
    for (guint i = 0; i < rows->len; i++) {
        CareUiWaiter *row = &g_array_index(rows, CareUiWaiter, i);

        if (g_list_find(purple_get_conversations(), row->conversation) == NULL)
            row->conversation = NULL; /* closed by one of these calls */
        each(row, data);
    }
}

static gboolean
api_card(PurpleConversation *window, CareUiTextFunc done, gpointer data)
{
    const CareLink *link = care_ui_link(window);
    CareUiCard *card;

    if (link == NULL || !care_is_served(in_use, link->conversation))
        return FALSE;
    card = g_new(CareUiCard, 1);
    *card = (CareUiCard){window, done, data};
    g_queue_push_tail(&in_use->cards, card);
    care_scan_pending(in_use, link->conversation);
    care_handle(in_use, &(CareEvent){.type = CARE_EVENT_COMMAND,
                                     .conversation = link->conversation,
                                     .command = CARE_COMMAND_CARD});
    return TRUE;
}

static gint64
api_snoozed_ms(void)
{
    const gint64 until = in_use != NULL ? care_engine_snoozed_until(in_use->engine) : 0;

    return until > 0 ? MAX(until - care_now().boot_ms, 0) : 0;
}

static gboolean
api_score(PurpleConversation *window, CareUiScoreFunc done, gpointer data)
{
    const CareLink *link = care_ui_link(window);

    if (link == NULL || !care_is_served(in_use, link->conversation))
        return FALSE;
    care_score_for_ui(in_use, link->conversation, done, data);
    return TRUE;
}

static const CareUiApi api = {
    .version = CARE_UI_VERSION,
    .size = sizeof(CareUiApi),
    .ui_register = api_register,
    .ui_unregister = api_unregister,
    .done = api_done,
    .later = api_later,
    .never = api_never,
    .each_reminder = api_each_reminder,
    .each_waiter = api_each_waiter,
    .card = api_card,
    .run = api_run,
    .snoozed_ms = api_snoozed_ms,
    .score = api_score,
    .standing = care_ui_standing,
    .memory = care_ui_memory,
    .language = care_ui_language,
    .buddy = care_ui_buddy,
    .settings = care_ui_settings,
    .change = care_ui_change,
    .rule_title = care_ui_rule_title,
    .rule_example = care_ui_rule_example,
    .account = care_ui_account,
    .store_path = care_ui_store_path,
    .agents = care_ui_agents,
    .own_score = care_ui_own_score,
};

static gpointer
get_api(gpointer version)
{
    return GPOINTER_TO_INT(version) == CARE_UI_VERSION ? (gpointer)&api : NULL;
}

/* --- what the rest of the adapter calls --- */

void
care_ui_start(Care *care)
{
    in_use = care;
    g_queue_init(&care->cards);
    purple_plugin_ipc_register(
        care->plugin, CARE_UI_GET, PURPLE_CALLBACK(get_api), purple_marshal_POINTER__POINTER,
        purple_value_new(PURPLE_TYPE_POINTER), 1, purple_value_new(PURPLE_TYPE_POINTER));
}

/* Before the store and the engine go: the window part may still ask while it hears of it. */
void
care_ui_stop(Care *care)
{
    const CareUi *ui = care->ui;

    if (ui != NULL && ui->gone != NULL)
        ui->gone(care->ui_data);
    care->ui = NULL;
    drop_asks();
    g_clear_pointer(&care->shown_memory, care_memory_free);
    in_use = NULL;
}

void
care_ui_changed(Care *care, const CareConversation *conversation)
{
    PurpleConversation *window = NULL;

    if (care->ui != NULL && care->ui->changed != NULL &&
        care_link_of_engine(care, conversation, &window) != NULL)
        care->ui->changed(window, care->ui_data);
}

gboolean
care_ui_card(Care *care, const CareConversation *conversation, const char *text)
{
    return answer_cards(care, care_peer_window(care_conversation_peer(conversation)), text);
}

/* Its window goes: what was asked of it is never answered. */
void
care_ui_forget(Care *care, PurpleConversation *window)
{
    if (care == in_use)
        answer_cards(care, window, NULL);
}
