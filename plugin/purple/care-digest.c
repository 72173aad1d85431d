/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells an agent their week in three lines: praise in the customer's words, the weakest of the
 * five, one thing to try. */
#include "care-adapter.h"

#define DAY_MS      (24 * 60 * 60 * G_GINT64_CONSTANT(1000))
#define WEEK_MS     (7 * DAY_MS)
#define LETTERS_MS  (90 * DAY_MS)
#define ANSWERS_MIN 5 /* of a letter; fewer say nothing of it */
#define PRAISE_MAX  200
#define PREF        "/plugins/core/purple-care"
#define PREF_WEEK   PREF "/digest-week" /* the newest one told by itself: year * 100 + week */

typedef struct {
    Care *care;
    CareWhere where;    /* the window; none: a menu asked */
    gboolean by_itself; /* says nothing rather than that there is nothing */
    char *agent;
    gint64 now_ms;
    gint week; /* of the year */
    char *praise;
} Digest;

static void
digest_free(gpointer data)
{
    Digest *digest = data;

    care_where_clear(&digest->where);
    g_free(digest->agent);
    g_free(digest->praise);
    g_free(digest);
}

GHashTable *
care_digests_new(void)
{
    return g_hash_table_new_full(g_direct_hash, g_direct_equal, digest_free, NULL);
}

static void
show(const Digest *digest, const char *text)
{
    const CarePeer peer = care_where_peer(&digest->where);

    if (peer.address == NULL)
        purple_notify_info(digest->care->plugin, _("Purple Care"), _("My week in three lines"),
                           text);
    else
        care_tell(care_peer_window(&peer), text);
}

/* TRUE: it could not be read, and @digest is gone. */
static gboolean
has_failed(Digest *digest, const GError *error)
{
    if (error == NULL)
        return FALSE;
    if (!digest->by_itself)
        show(digest, _("Your week can't be read at the moment."));
    g_hash_table_remove(digest->care->digests, digest);
    return TRUE;
}

/* --- the weakest letter --- */

static gboolean
mean_of(const CareCounts *counts, CareItem item, double *out_mean, guint64 *out_n)
{
    CareTally tally;
    CareScore score;

    care_counts_item_tally(counts, item, CARE_SCALE_ASKED, &tally);
    if (!care_score_of(&tally, &score) || score.n < ANSWERS_MIN)
        return FALSE;
    *out_mean = score.mean;
    *out_n = score.n;
    return TRUE;
}

/* NONE: fewer than two can be told apart. */
static CareItem
weakest(const CareCounts *counts, double *out_mean, guint64 *out_n)
{
    CareItem found = CARE_ITEM_NONE;
    guint known = 0;

    for (guint item = CARE_ITEM_NONE + 1; item < CARE_N_ITEMS; item++) {
        double mean;
        guint64 n;

        if (!mean_of(counts, (CareItem)item, &mean, &n))
            continue;
        known++;
        if (found != CARE_ITEM_NONE && mean >= *out_mean)
            continue;
        found = (CareItem)item;
        *out_mean = mean;
        *out_n = n;
    }
    return known > 1 ? found : CARE_ITEM_NONE;
}

/* --- the lines --- */

static void
append_praise(GString *text, const Digest *digest)
{
    if (digest->praise != NULL)
        g_string_append_printf(text, _("Praise this week: %s"), digest->praise);
    else if (digest->care->settings->show.rating == CARE_SHOW_YES)
        g_string_append(text, _("Praise this week: none in words yet."));
    else
        g_string_append(text, _("Praise this week: no words that may be shown."));
}

/* Numbers are left out where policy hides them. */
static void
append_letter(GString *text, const Digest *digest, CareItem letter, double mean, guint64 n)
{
    g_string_append_c(text, '\n');
    if (letter == CARE_ITEM_NONE)
        g_string_append(text, _("The weakest of the five: not enough answers yet to tell letters "
                                "apart."));
    else if (digest->care->settings->show.rating == CARE_SHOW_YES)
        g_string_append_printf(text,
                               _("The weakest of the five: %s (mean %.1f of 5, %lu answers "
                                 "in 90 days)."),
                               care_letter_words(letter), mean, (gulong)n);
    else
        g_string_append_printf(text, _("The weakest of the five: %s."), care_letter_words(letter));
}

static void
counted(const CareCube *cube, const GError *error, gpointer data)
{
    Digest *digest = data;
    g_autoptr(GString) text = g_string_new(NULL);
    CareCounts counts;
    CareItem letter;
    double mean = 0;
    guint64 n = 0;

    if (has_failed(digest, error))
        return;
    counts = care_cube_sum(cube, NULL);
    letter = weakest(&counts, &mean, &n);
    if (!digest->by_itself || digest->praise != NULL || letter != CARE_ITEM_NONE) {
        append_praise(text, digest);
        append_letter(text, digest, letter, mean, n);
        g_string_append_printf(text, _("\nTo try this week: %s"),
                               care_practice_of(letter, digest->week));
        show(digest, text->str);
    }
    g_hash_table_remove(digest->care->digests, digest);
}

/* That somebody praised tells that they gave 4 or 5: so it is hidden where numbers are. */
static char *
praise_of(const CareSettings *settings, const CareWeek *week)
{
    g_autofree char *words = NULL;

    if (week->praise == NULL || settings->show.rating != CARE_SHOW_YES)
        return NULL;
    words = care_text_one_line(week->praise, PRAISE_MAX);
    return week->praise_name != NULL ? g_strdup_printf("\"%s\" (%s)", words, week->praise_name)
                                     : g_strdup_printf("\"%s\"", words);
}

static void
read_week(const CareWeek *week, const GError *error, gpointer data)
{
    Digest *digest = data;
    const CareCubeFilter filter = {
        .from_ms = digest->now_ms - LETTERS_MS, .to_ms = digest->now_ms, .agent = digest->agent};

    if (has_failed(digest, error))
        return;
    digest->praise = praise_of(digest->care->settings, week);
    care_store_count(digest->care->store, &filter, counted, digest);
}

/* ISO 8601, by the agent's own calendar: year * 100 + week. */
static gint
week_of(gint64 now_ms)
{
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_local(now_ms / 1000);

    return g_date_time_get_week_numbering_year(now) * 100 + g_date_time_get_week_of_year(now);
}

static void
begin(Care *care, const CarePeer *peer, const char *account, gboolean by_itself)
{
    const char *agent = care->settings->desk.agent_name;
    Digest *digest = g_new0(Digest, 1);

    *digest = (Digest){
        .care = care,
        .by_itself = by_itself,
        .agent = g_strdup(*agent != '\0' ? agent : account),
        .now_ms = care_now().wall_ms + 1, /* the span ends before it */
    };
    digest->week = week_of(digest->now_ms) % 100;
    if (peer != NULL)
        digest->where = care_where_of(peer);
    g_hash_table_add(care->digests, digest);
    care_store_week(care->store, digest->agent, digest->now_ms - WEEK_MS, digest->now_ms, read_week,
                    digest);
}

/* Counts on the store's thread; the lines appear in the window of @peer when all is there. */
void
care_digest_show(Care *care, const CarePeer *peer)
{
    begin(care, peer, peer->account, FALSE);
}

/* The same for a menu, where no window is meant: of the agent's first desk account. */
void
care_digest_notify(Care *care)
{
    for (GList *i = purple_accounts_get_all(); i != NULL; i = i->next) {
        const char *protocol = care_protocol_name(purple_account_get_protocol_id(i->data));
        g_autofree char *account = care_account_address(i->data);

        if (care_settings_is_desk(care->settings, protocol, account)) {
            begin(care, NULL, account, FALSE);
            return;
        }
    }
    purple_notify_info(care->plugin, _("Purple Care"), _("My week in three lines"),
                       _("No account of yours serves customers. /care desk on, in a chat, makes it "
                         "one."));
}

/* Once in a week, by itself, and only if there is something to say. */
void
care_digest_weekly(Care *care, const CarePeer *peer)
{
    const gint week = week_of(care_now().wall_ms);

    purple_prefs_add_none("/plugins");
    purple_prefs_add_none("/plugins/core");
    purple_prefs_add_none(PREF);
    purple_prefs_add_int(PREF_WEEK, 0);
    if (purple_prefs_get_int(PREF_WEEK) == week)
        return;
    purple_prefs_set_int(PREF_WEEK, week);
    begin(care, peer, peer->account, TRUE);
}
