/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows the agent what customers answered, as far as policy lets them see it. */
#include "care-adapter.h"
#include <string.h>

typedef struct {
    Care *care;
    CareWhere where;
    char *name;
    char *agent; /* as the figures count them */
    char *key;   /* of the customer; NULL: not remembered */
    char *chat;  /* its id; NULL: none yet */
    guint step;
    GString *text;        /* the lines so far */
    CareUiScoreFunc done; /* who asked; NULL: the agent, in the window */
    gpointer data;
    char *badge; /* of this chat; NULL: nothing yet */
    gint newest; /* its newest rating; 0: none that may be seen */
} ScoreAsk;

static void
score_ask_free(gpointer data)
{
    ScoreAsk *ask = data;

    care_where_clear(&ask->where);
    g_free(ask->name);
    g_free(ask->agent);
    g_free(ask->key);
    g_free(ask->chat);
    g_free(ask->badge);
    g_string_free(ask->text, TRUE);
    g_free(ask);
}

GHashTable *
care_score_asks_new(void)
{
    return g_hash_table_new_full(g_direct_hash, g_direct_equal, score_ask_free, NULL);
}

static ScoreAsk *
score_ask_new(Care *care, const CarePeer *peer)
{
    const char *agent = care->settings->desk.agent_name;
    ScoreAsk *ask = g_new0(ScoreAsk, 1);

    *ask = (ScoreAsk){
        .care = care,
        .where = care_where_of(peer),
        .name = g_strdup(peer->name),
        .agent = g_strdup(*agent != '\0' ? agent : peer->account),
        .text = g_string_new(NULL),
    };
    g_hash_table_add(care->score_asks, ask);
    return ask;
}

static PurpleConversation *
window_of(const ScoreAsk *ask)
{
    const CarePeer peer = care_where_peer(&ask->where);

    return care_peer_window(&peer);
}

/* --- /care score: one line after the other, as the store answers --- */

static void next_step(ScoreAsk *ask);

/* TRUE: the figures could not be read, and @ask is gone. */
static gboolean
has_failed(ScoreAsk *ask, const GError *error)
{
    if (error == NULL)
        return FALSE;
    if (ask->done != NULL)
        ask->done(window_of(ask), NULL, ask->data);
    else
        care_tell(window_of(ask), _("The ratings can't be read at the moment."));
    g_hash_table_remove(ask->care->score_asks, ask);
    return TRUE;
}

static gboolean
shows_each(const ScoreAsk *ask)
{
    return ask->care->settings->show.rating == CARE_SHOW_YES;
}

static void
begin_line(ScoreAsk *ask, const char *label)
{
    g_string_append_printf(ask->text, "%s%s: ", ask->text->len > 0 ? "\n" : "", label);
}

/* The newest line's value, alone. */
static void
note_badge(ScoreAsk *ask)
{
    const char *line = strrchr(ask->text->str, '\n');
    const char *value = strstr(line != NULL ? line : ask->text->str, ": ");

    g_free(ask->badge);
    ask->badge = g_strdup(value != NULL ? value + 2 : "");
}

static void
counted_chat(const CareCube *cube, const GError *error, gpointer data)
{
    ScoreAsk *ask = data;
    CareCounts counts;

    if (has_failed(ask, error))
        return;
    counts = care_cube_sum(cube, NULL);
    if (care_counts_asked(&counts) + counts.outcomes[CARE_OUTCOME_PENDING] > 0)
        g_string_append(ask->text, _("asked"));
    else
        g_string_append(ask->text, _("no rating yet"));
    if (care_counts_asked(&counts) + counts.outcomes[CARE_OUTCOME_PENDING] > 0)
        note_badge(ask);
    next_step(ask);
}

static void
read_chat(const CareRated *rated, guint n, const GError *error, gpointer data)
{
    ScoreAsk *ask = data;
    const CareCubeFilter filter = {.chat = ask->chat};

    if (has_failed(ask, error))
        return;
    begin_line(ask, _("This chat"));
    if (n == 0) {
        care_store_count(ask->care->store, &filter, counted_chat, ask);
        return;
    }
    if (shows_each(ask))
        care_score_append_rated(ask->text, rated, n);
    else
        g_string_append(ask->text, _("answered"));
    ask->newest = shows_each(ask) ? rated[n - 1].rating : 0;
    note_badge(ask);
    next_step(ask);
}

/* @label: (transfer full) */
static void
append_customer(ScoreAsk *ask, const CareCube *cube, char *label)
{
    const CareCounts counts = care_cube_sum(cube, NULL);

    begin_line(ask, label);
    care_score_append(ask->text, &counts, shows_each(ask));
    g_free(label);
    next_step(ask);
}

static void
counted_with_agent(const CareCube *cube, const GError *error, gpointer data)
{
    ScoreAsk *ask = data;

    if (!has_failed(ask, error))
        append_customer(ask, cube, g_strdup_printf(_("%s with you"), ask->name));
}

static void
counted_with_desk(const CareCube *cube, const GError *error, gpointer data)
{
    ScoreAsk *ask = data;

    if (!has_failed(ask, error))
        append_customer(ask, cube, g_strdup_printf(_("%s with the desk"), ask->name));
}

static void
finish(ScoreAsk *ask)
{
    const CareUiScore score = {.badge = ask->badge != NULL ? ask->badge : "",
                               .lines = ask->text->str,
                               .newest = ask->newest};
    PurpleConversation *window = window_of(ask);

    if (ask->done != NULL)
        ask->done(window, window != NULL ? &score : NULL, ask->data);
    else
        care_tell(window, ask->text->str);
    g_hash_table_remove(ask->care->score_asks, ask);
}

static void
counted_agent(const CareCube *cube, const GError *error, gpointer data)
{
    ScoreAsk *ask = data;
    CareCounts counts;

    if (has_failed(ask, error))
        return;
    counts = care_cube_sum(cube, NULL);
    care_score_append_all(ask->text, &counts, ask->care->settings->show.rating, 0);
    finish(ask);
}

static void
released_agent(const CareRelease *release, const GError *error, gpointer data)
{
    ScoreAsk *ask = data;

    if (has_failed(ask, error))
        return;
    care_score_append_all(ask->text, &release->released, CARE_SHOW_AFTER_5, release->answered);
    finish(ask);
}

static void
ask_agent(ScoreAsk *ask)
{
    const CareCubeFilter filter = {.agent = ask->agent};

    if (ask->care->settings->show.rating == CARE_SHOW_AFTER_5)
        care_store_release(ask->care->store, ask->agent, CARE_BATCH, released_agent, ask);
    else
        care_store_count(ask->care->store, &filter, counted_agent, ask);
}

/* What can't be said of this customer or chat is left out. */
static void
next_step(ScoreAsk *ask)
{
    const CareCubeFilter with_agent = {.customer = ask->key, .agent = ask->agent};
    const CareCubeFilter with_desk = {.customer = ask->key};

    ask->step++;
    if (ask->step == 1 && ask->chat == NULL)
        ask->step++;
    if (ask->step == 2 && ask->key == NULL)
        ask->step += 2;
    if (ask->step == 1)
        care_store_ratings(ask->care->store, ask->chat, read_chat, ask);
    else if (ask->step == 2)
        care_store_count(ask->care->store, &with_agent, counted_with_agent, ask);
    else if (ask->step == 3)
        care_store_count(ask->care->store, &with_desk, counted_with_desk, ask);
    else
        ask_agent(ask);
}

static void
begin(ScoreAsk *ask, const CareConversation *conversation)
{
    const CarePeer *peer = care_conversation_peer(conversation);

    ask->chat = g_strdup(care_conversation_chat_id(conversation));
    if (!peer->anonymous)
        ask->key = g_strconcat(peer->protocol, ":", peer->address, NULL);
    next_step(ask);
}

/* Counts on the store's thread; the lines appear when all figures are there. */
void
care_score_show(Care *care, const CareConversation *conversation)
{
    begin(score_ask_new(care, care_conversation_peer(conversation)), conversation);
}

/* The same for the window part; @done is not called any more after an unload. */
void
care_score_for_ui(Care *care, const CareConversation *conversation, CareUiScoreFunc done,
                  gpointer data)
{
    ScoreAsk *ask = score_ask_new(care, care_conversation_peer(conversation));

    ask->done = done;
    ask->data = data;
    begin(ask, conversation);
}

static void
drop_score(PurpleConversation *window G_GNUC_UNUSED, const CareUiScore *score G_GNUC_UNUSED,
           gpointer data G_GNUC_UNUSED)
{
}

/* The window part has gone: what it asked for is counted for nobody. */
void
care_score_drop_ui(Care *care)
{
    GHashTableIter iter;
    gpointer ask;

    g_hash_table_iter_init(&iter, care->score_asks);
    while (g_hash_table_iter_next(&iter, &ask, NULL)) {
        if (((ScoreAsk *)ask)->done != NULL)
            ((ScoreAsk *)ask)->done = drop_score;
    }
}

/* Where the whole report is, and the agent's own figure. */
void
care_score_report(Care *care, const CareConversation *conversation)
{
    ScoreAsk *ask = score_ask_new(care, care_conversation_peer(conversation));

    g_string_append(ask->text, _("In a terminal, \"purple-care report\" prints the whole report."));
    ask_agent(ask);
}

/* --- blind mode: a batch is full --- */

static void
released_batch(const CareRelease *release, const GError *error, gpointer data)
{
    ScoreAsk *ask = data;
    Care *care = ask->care;

    /* An answer changed later is no new one. */
    if (error == NULL && release->answered > 0 && release->answered % CARE_BATCH == 0 &&
        release->answered != care->batch_told) {
        care->batch_told = release->answered;
        g_string_append(ask->text, _("Your last five answers, in no particular order: "));
        care_score_append_counts(ask->text, &release->newest);
        care_tell(window_of(ask), ask->text->str);
    }
    g_hash_table_remove(care->score_asks, ask);
}

/* After an answer was stored: where agents see ratings by fives only, they see them now if these
 * were five. */
void
care_score_tell_batch(Care *care, const CarePeer *peer)
{
    if (care->settings->show.rating == CARE_SHOW_AFTER_5) {
        ScoreAsk *ask = score_ask_new(care, peer);

        care_store_release(care->store, ask->agent, CARE_BATCH, released_batch, ask);
    }
}
