/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a store for a report: the quarters first, whose sum is the whole; so the two always agree.
 */
#include "care-figures.h"
#include "care-words.h"

#define WEEK_MS   (7 * G_TIME_SPAN_DAY / 1000)
#define WEEKS_MAX 2000

void
care_figures_clear(CareFigures *read)
{
    care_cube_free(read->cube);
    care_cube_free(read->team);
    g_clear_pointer(&read->quarters, g_ptr_array_unref);
    g_clear_pointer(&read->weeks, g_ptr_array_unref);
    g_clear_pointer(&read->parts, g_ptr_array_unref);
    care_voices_free(read->voices);
    if (read->history != NULL)
        care_figures_clear(read->history);
    g_free(read->history);
    g_free(read->history_data);
    *read = (CareFigures){0};
}

CareReportData
care_figures_data(const CareFigures *read)
{
    return (CareReportData){.cube = read->cube,
                            .team = read->team,
                            .quarters = read->quarters,
                            .weeks = read->weeks,
                            .parts = read->parts,
                            .n_left = read->n_left,
                            .cusum = read->has_cusum ? &read->cusum : NULL,
                            .attention = &read->attention,
                            .n_attended = read->n_attended,
                            .voices = read->voices,
                            .history = read->history_data};
}

/* Gives each bucket its cube. */
static gboolean
fill(const CareSource *source, CareReader *reader, const CareCubeFilter *filter, GPtrArray *buckets,
     GError **error)
{
    g_autofree gint64 *edges = g_new(gint64, buckets->len + 1);
    g_autoptr(GPtrArray) cubes = NULL;

    for (guint i = 0; i < buckets->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(buckets, i);

        edges[i] = bucket->from_ms;
        edges[i + 1] = bucket->to_ms;
    }
    cubes = source->series(reader, filter, edges, buckets->len, error);
    if (cubes == NULL)
        return FALSE;
    g_ptr_array_set_free_func(cubes, NULL);
    for (guint i = 0; i < buckets->len; i++)
        ((CareBucket *)g_ptr_array_index(buckets, i))->cube = g_ptr_array_index(cubes, i);
    return TRUE;
}

/* All buckets together, as source->count() would count them. */
static CareCube *
sum_of(const GPtrArray *buckets, const CareCubeFilter *filter, gint64 first_ms, gint64 last_ms)
{
    const gboolean all = filter->from_ms == 0 && filter->to_ms == 0;
    CareCube *sum = care_cube_new();

    for (guint i = 0; i < buckets->len; i++) {
        const CareCube *cube = ((const CareBucket *)g_ptr_array_index(buckets, i))->cube;

        for (guint j = 0; j < cube->rows->len; j++) {
            const CareCubeRow *row = g_ptr_array_index(cube->rows, j);

            care_cube_add(sum, row->agent, row->protocol, row->definition, row->scale,
                          &row->counts);
        }
    }
    sum->first_ms = first_ms;
    sum->last_ms = last_ms;
    sum->from_ms = all ? sum->first_ms : filter->from_ms;
    sum->to_ms = all ? sum->last_ms : filter->to_ms;
    return sum;
}

static void
set_scale(CareFigures *read)
{
    const CareScale scale = care_cube_main_scale(read->cube);
    const GPtrArray *const series[] = {read->quarters, read->weeks};

    read->cube->scale = scale;
    if (read->team != NULL)
        read->team->scale = scale;
    for (gsize i = 0; i < G_N_ELEMENTS(series); i++) {
        for (guint j = 0; series[i] != NULL && j < series[i]->len; j++)
            ((CareBucket *)g_ptr_array_index(series[i], j))->cube->scale = scale;
    }
}

static void
hear_rating(gint rating, gpointer data)
{
    care_cusum_add(data, rating);
}

/* Watches the last quarter against all before it. */
static gboolean
watch(const CareSource *source, CareReader *reader, const CareCubeFilter *filter, CareFigures *read,
      GError **error)
{
    const GPtrArray *quarters = read->quarters;
    CareCubeFilter last = *filter;
    CareCounts before = {0};
    const CareBucket *bucket;
    CareTally baseline;

    if (quarters == NULL || quarters->len < 2)
        return TRUE;
    for (guint i = 0; i + 1 < quarters->len; i++) {
        bucket = g_ptr_array_index(quarters, i);
        const CareCounts sum = care_cube_sum(bucket->cube, NULL);

        care_counts_add(&before, &sum);
    }
    care_counts_tally(&before, read->cube->scale, &baseline);
    care_cusum_begin(&read->cusum, &baseline);
    read->has_cusum = TRUE;
    if (!read->cusum.has_baseline)
        return TRUE;
    bucket = g_ptr_array_index(quarters, quarters->len - 1);
    last.from_ms = MAX(bucket->from_ms, filter->from_ms);
    last.to_ms = filter->to_ms != 0 ? MIN(bucket->to_ms, filter->to_ms) : bucket->to_ms;
    return source->each_rating(reader, &last, read->cube->scale, hear_rating, &read->cusum, error);
}

static gboolean
read_weeks(const CareSource *source, CareReader *reader, const CareCubeFilter *filter,
           GTimeZone *zone, gint64 first_ms, gint64 last_ms, GPtrArray **out_weeks, GError **error)
{
    if (first_ms <= last_ms - WEEKS_MAX * WEEK_MS) {
        g_set_error(error, CARE_PERIOD_ERROR, CARE_PERIOD_ERROR_TEXT,
                    _("the chats lie more than %d weeks apart; give a shorter period"), WEEKS_MAX);
        return FALSE;
    }
    *out_weeks = care_period_buckets(CARE_BUCKET_WEEK, zone, first_ms, last_ms);
    return (*out_weeks)->len == 0 || fill(source, reader, filter, *out_weeks, error);
}

/* Whether all chats from @first_ms to @last_ms are in one of @buckets: there are none of years that
 * no calendar of ours has, though a damaged store may hold such times. */
static gboolean
are_all_in(const GPtrArray *buckets, gint64 first_ms, gint64 last_ms)
{
    const CareBucket *first, *last;

    if (buckets->len == 0)
        return FALSE;
    first = g_ptr_array_index(buckets, 0);
    last = g_ptr_array_index(buckets, buckets->len - 1);
    return first->from_ms <= first_ms && last_ms < last->to_ms;
}

/* The quarters' cubes and, of them where that is all, the whole. */
static gboolean
read_whole(const CareSource *source, CareReader *reader, const CareCubeFilter *filter,
           gint64 first_ms, gint64 last_ms, CareFigures *read, GError **error)
{
    const GPtrArray *quarters = read->quarters;

    if (quarters != NULL && quarters->len > 0 &&
        !fill(source, reader, filter, read->quarters, error))
        return FALSE;
    read->cube = quarters != NULL && are_all_in(quarters, first_ms, last_ms)
                     ? sum_of(quarters, filter, first_ms, last_ms)
                     : source->count(reader, filter, error);
    return read->cube != NULL;
}

/* The quarters and, of them, the whole; the scale is still to be set. */
static gboolean
read_quarters(const CareSource *source, CareReader *reader, const CareCubeFilter *filter,
              GTimeZone *zone, CareFigures *read, gint64 *out_first_ms, gint64 *out_last_ms,
              GError **error)
{
    if (!source->extent(reader, filter, out_first_ms, out_last_ms, error))
        return FALSE;
    if (*out_last_ms > 0)
        read->quarters =
            care_period_buckets(CARE_BUCKET_QUARTER, zone, *out_first_ms, *out_last_ms);
    return read_whole(source, reader, filter, *out_first_ms, *out_last_ms, read, error);
}

/* All up to the period's end: a fall or a rise shows only beside what was before. */
static gboolean
read_history(const CareSource *source, CareReader *reader, const CareCubeFilter *filter,
             GTimeZone *zone, CareFigures *read, GError **error)
{
    CareCubeFilter all = *filter;
    gint64 first_ms, last_ms;

    if (filter->from_ms == 0)
        return TRUE;
    all.from_ms = 0;
    read->history = g_new0(CareFigures, 1);
    if (!read_quarters(source, reader, &all, zone, read->history, &first_ms, &last_ms, error))
        return FALSE;
    set_scale(read->history);
    if (!watch(source, reader, &all, read->history, error))
        return FALSE;
    read->history_data = g_new(CareReportData, 1);
    *read->history_data = care_figures_data(read->history);
    return TRUE;
}

gboolean
care_figures_read(const CareSource *source, CareReader *reader, const CareFiguresAsk *ask,
                  CareFigures *out_figures, GError **error)
{
    const CareCubeFilter *filter = &ask->filter;
    g_auto(CareFigures) read = {0};
    CareCubeFilter team = *filter;
    gint64 first_ms, last_ms;

    if (!source->hold(reader, error) ||
        !read_quarters(source, reader, filter, ask->zone, &read, &first_ms, &last_ms, error))
        return FALSE;
    if (ask->by_week && last_ms > 0 &&
        !read_weeks(source, reader, filter, ask->zone, first_ms, last_ms, &read.weeks, error))
        return FALSE;
    team.agent = NULL;
    if (filter->agent != NULL) {
        read.team = source->count(reader, &team, error);
        if (read.team == NULL)
            return FALSE;
    }
    set_scale(&read);
    if (!watch(source, reader, filter, &read, error) ||
        !read_history(source, reader, filter, ask->zone, &read, error) ||
        !source->attention(reader, filter, &read.attention, &read.n_attended, error) ||
        !care_figures_read_by(source, reader, ask, &read, error))
        return FALSE;
    read.voices = care_figures_read_voices(source, reader, ask, error);
    if (read.voices == NULL)
        return FALSE;
    *out_figures = read;
    read = (CareFigures){0};
    return TRUE;
}
