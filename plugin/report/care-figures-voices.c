/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes from a store what a report says of customers' words, and no more than policy allows. */
#include "care-figures.h"

static CareVoice
voice_of(const CareCommentRow *row)
{
    return (CareVoice){.id = row->id,
                       .at_ms = row->at_ms,
                       .agent = (char *)row->agent,
                       .text = (char *)row->text,
                       .theme = (char *)row->theme,
                       .rating = row->rating};
}

/* Of both kinds as many as there is room for. */
static gboolean
hear(const CareCommentRow *row, gpointer data)
{
    const CareVoice voice = voice_of(row);
    CareVoices *voices = data;
    GPtrArray *to =
        row->rating >= CARE_COMMENT_PRAISE && row->item == NULL ? voices->praise : voices->comments;

    if (to->len < CARE_VOICES_MAX)
        care_voices_add(to, &voice);
    return voices->praise->len < CARE_VOICES_MAX || voices->comments->len < CARE_VOICES_MAX;
}

static gboolean
hear_best(const CareCommentRow *row, gpointer data)
{
    const CareVoice voice = voice_of(row);
    CareVoices *voices = data;

    care_voices_add(voices->best, &voice);
    return voices->best->len < CARE_VOICES_MAX;
}

static void
hear_theme(const char *theme, guint64 n, gpointer data)
{
    care_voices_add_theme(data, theme, n);
}

/* Best practice is for the whole team, whoever's report this is. */
static gboolean
read_words(const CareSource *source, CareReader *reader, const CareCommentFilter *filter,
           gint64 best_from_ms, CareVoices *voices, GError **error)
{
    CareCommentFilter newest = *filter;
    const CareCommentFilter best = {.newest = TRUE, .best_from_ms = best_from_ms};

    newest.newest = TRUE;
    return source->each_comment(reader, &newest, hear, voices, error) &&
           source->each_comment(reader, &best, hear_best, voices, error);
}

/* --- several stores --- */

static gint
newest_first(gconstpointer a, gconstpointer b)
{
    const CareVoice *one = *(CareVoice *const *)a, *other = *(CareVoice *const *)b;

    return (one->at_ms < other->at_ms) - (one->at_ms > other->at_ms);
}

static gint
most_first(gconstpointer a, gconstpointer b)
{
    const CareTheme *one = *(CareTheme *const *)a, *other = *(CareTheme *const *)b;

    if (one->n != other->n)
        return one->n < other->n ? 1 : -1;
    return g_strcmp0(one->name, other->name);
}

static void
merge_words(GPtrArray *to, const GPtrArray *more)
{
    for (guint i = 0; i < more->len; i++)
        care_voices_add(to, g_ptr_array_index(more, i));
    g_ptr_array_sort(to, newest_first);
    if (to->len > CARE_VOICES_MAX)
        g_ptr_array_set_size(to, CARE_VOICES_MAX);
}

static void
merge_themes(CareVoices *voices, const GPtrArray *more)
{
    for (guint i = 0; i < more->len; i++) {
        const CareTheme *theme = g_ptr_array_index(more, i);
        CareTheme *same = NULL;

        for (guint j = 0; j < voices->themes->len; j++) {
            CareTheme *known = g_ptr_array_index(voices->themes, j);

            if (g_strcmp0(known->name, theme->name) == 0)
                same = known;
        }
        if (same != NULL)
            same->n += theme->n;
        else
            care_voices_add_theme(voices, theme->name, theme->n);
    }
    g_ptr_array_sort(voices->themes, most_first);
}

static void
merge(CareVoices *sum, const CareVoices *more)
{
    sum->n += more->n;
    sum->unread += more->unread;
    sum->kudos += more->kudos;
    sum->old_enough += more->old_enough;
    sum->in_week += more->in_week;
    sum->low += more->low;
    sum->handled += more->handled;
    sum->open += more->open;
    merge_words(sum->comments, more->comments);
    merge_words(sum->praise, more->praise);
    merge_words(sum->best, more->best);
    merge_themes(sum, more->themes);
}

static gboolean
read_store(const CareSource *source, CareReader *store, const CareCommentFilter *what,
           gint64 now_ms, gint64 best_from_ms, CareVoices *voices, GError **error)
{
    CareCommentCounts counts;

    if (!source->count_comments(store, what, now_ms, &counts, error) ||
        !source->each_theme(store, what, hear_theme, voices, error))
        return FALSE;
    voices->n = counts.n;
    voices->unread = counts.unread;
    voices->kudos = counts.praise;
    voices->old_enough = counts.old_enough;
    voices->in_week = counts.in_week;
    voices->low = counts.low;
    voices->handled = counts.handled;
    voices->open = counts.open;
    return voices->is_masked || read_words(source, store, what, best_from_ms, voices, error);
}

CareVoices *
care_figures_read_voices(const CareSource *source, CareReader *reader, const CareFiguresAsk *ask,
                         GError **error)
{
    const CareCubeFilter *filter = &ask->filter;
    const CareCommentFilter what = {.from_ms = filter->from_ms,
                                    .to_ms = filter->to_ms,
                                    .agent = filter->agent,
                                    .protocol = filter->protocol,
                                    .customer = filter->customer};
    g_autoptr(CareVoices) voices = care_voices_new();
    CarePeriod last;

    if (!care_period_named("last-quarter", ask->zone, ask->now_ms, &last, error))
        return NULL;
    voices->is_masked = ask->hides_words;
    for (guint i = 0; i < source->n_stores(reader); i++) {
        g_autoptr(CareVoices) its = care_voices_new();

        its->is_masked = voices->is_masked;
        if (!read_store(source, source->store(reader, i), &what, ask->now_ms, last.from_ms, its,
                        error))
            return NULL;
        merge(voices, its);
    }
    if (voices->themes->len > CARE_VOICES_MAX)
        g_ptr_array_set_size(voices->themes, CARE_VOICES_MAX);
    return g_steal_pointer(&voices);
}
