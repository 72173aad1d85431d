/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows the agent what customers answered, saying no more than so few answers can carry. */
#include "care-adapter.h"
#include <string.h>

typedef struct {
    Care *care;
    char *protocol, *account, *address, *name;
    gboolean room;
    char *agent;         /* as the figures count them */
    CareCounts customer; /* of this customer, once counted */
    gboolean has_customer;
} ScoreAsk;

static void
score_ask_free(gpointer data)
{
    ScoreAsk *ask = data;

    g_free(ask->protocol);
    g_free(ask->account);
    g_free(ask->address);
    g_free(ask->name);
    g_free(ask->agent);
    g_free(ask);
}

GHashTable *
care_score_asks_new(void)
{
    return g_hash_table_new_full(g_direct_hash, g_direct_equal, score_ask_free, NULL);
}

/* "5 x2, 4 x1": highest first, what nobody gave left out. */
static void
append_counts(GString *out, const CareCounts *counts)
{
    const char *gap = "";

    for (guint mark = CARE_RATINGS; mark > 0; mark--) {
        if (counts->ratings[mark - 1] == 0)
            continue;
        g_string_append_printf(out, "%s%u \303\227%" G_GUINT64_FORMAT, gap, mark,
                               counts->ratings[mark - 1]);
        gap = ", ";
    }
}

static void
append_bands(GString *out, const CareScore *score)
{
    const char *const names[CARE_N_BANDS] = {[CARE_BAND_LOW] = _("low"),
                                             [CARE_BAND_MODERATE] = _("moderate"),
                                             [CARE_BAND_EXCELLENT] = _("excellent")};
    const char *gap = "";

    g_string_append(out, _("; band: "));
    for (guint band = 0; band < CARE_N_BANDS; band++) {
        if (!score->touched[band])
            continue;
        g_string_append_printf(out, "%s%s", gap, names[band]);
        gap = _(" or ");
    }
}

/* One set of ratings under the sample rule. */
static void
append_score(GString *out, const CareSettings *settings, const CareCounts *counts)
{
    const guint64 asked = care_counts_asked(counts);
    const guint64 answered = counts->outcomes[CARE_OUTCOME_ANSWERED];
    CareTally tally;
    CareScore score;

    g_string_append_printf(out, _("%lu answered of %lu asked"), (gulong)answered, (gulong)asked);
    care_counts_tally(counts, &tally);
    if (!care_score_of(&tally, &score) || settings->show.rating != CARE_SHOW_YES)
        return;
    g_string_append(out, ": ");
    append_counts(out, counts);
    if (score.rule == CARE_RULE_COUNTS_ONLY) {
        g_string_append(out, _(" (too few for a score: that takes 5)"));
        return;
    }
    /* Limits are rounded outward: an interval is never narrower on screen than it is. */
    g_string_append_printf(out, _("; score %u of 100, likely between %d and %d"), score.shown,
                           (gint)score.low, (gint)score.high + (score.high > (gint)score.high));
    if (score.rule == CARE_RULE_BANDS)
        append_bands(out, &score);
}

static void
show(ScoreAsk *ask, const CareCounts *agent)
{
    const CarePeer peer = {.protocol = ask->protocol,
                           .account = ask->account,
                           .address = ask->address,
                           .room = ask->room};
    g_autoptr(GString) text = g_string_new(NULL);

    if (ask->has_customer) {
        g_string_append_printf(text, "%s: ", ask->name);
        append_score(text, ask->care->settings, &ask->customer);
        g_string_append_c(text, '\n');
    }
    g_string_append_printf(text, "%s: ", _("All your chats"));
    append_score(text, ask->care->settings, agent);
    care_tell(care_peer_window(&peer), text->str);
}

static void
show_failure(const ScoreAsk *ask)
{
    const CarePeer peer = {.protocol = ask->protocol,
                           .account = ask->account,
                           .address = ask->address,
                           .room = ask->room};

    care_tell(care_peer_window(&peer), _("The ratings can't be read at the moment."));
}

static void
counted_agent(const CareCube *cube, const GError *error, gpointer data)
{
    ScoreAsk *ask = data;
    CareCounts counts;

    if (error == NULL) {
        counts = care_cube_sum(cube, NULL);
        show(ask, &counts);
    } else {
        show_failure(ask);
    }
    g_hash_table_remove(ask->care->score_asks, ask);
}

static void
count_agent(ScoreAsk *ask)
{
    const CareCubeFilter filter = {.agent = ask->agent};

    care_store_count(ask->care->store, &filter, counted_agent, ask);
}

static void
counted_customer(const CareCube *cube, const GError *error, gpointer data)
{
    ScoreAsk *ask = data;

    if (error == NULL) {
        ask->customer = care_cube_sum(cube, NULL);
        count_agent(ask);
        return;
    }
    show_failure(ask);
    g_hash_table_remove(ask->care->score_asks, ask);
}

/* Counts on the store's thread; the line appears when the figures are there. */
void
care_score_show(Care *care, const CarePeer *peer)
{
    const char *agent = care->settings->desk.agent_name;
    ScoreAsk *ask = g_new0(ScoreAsk, 1);
    g_autofree char *key = g_strconcat(peer->protocol, ":", peer->address, NULL);
    const CareCubeFilter filter = {.customer = key};

    *ask = (ScoreAsk){
        .care = care,
        .protocol = g_strdup(peer->protocol),
        .account = g_strdup(peer->account),
        .address = g_strdup(peer->address),
        .name = g_strdup(peer->name),
        .room = peer->room,
        .agent = g_strdup(*agent != '\0' ? agent : peer->account),
        .has_customer = !peer->anonymous,
    };
    g_hash_table_add(care->score_asks, ask);
    if (ask->has_customer)
        care_store_count(care->store, &filter, counted_customer, ask);
    else
        count_agent(ask);
}
