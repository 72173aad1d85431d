/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gathers the figures of a report's parts: agents, items, protocols, definitions, quarters. */
#include "care-part.h"
#include <string.h>

#define MOMENT_MS 1000 /* "until now" is rounded up to a whole second */

void
care_part_of(const CareCube *cube, const char *agent, CarePart *out_part)
{
    guint64 asked;

    out_part->counts = care_cube_sum(cube, agent);
    care_counts_tally(&out_part->counts, cube->scale, &out_part->tally);
    care_score_of(&out_part->tally, &out_part->score);
    out_part->asked = care_counts_asked(&out_part->counts);
    out_part->n_other = care_cube_n_other(cube, agent);
    /* Whoever answered on another scale was not silent: the bounds leave them out altogether. */
    asked = out_part->asked - MIN(out_part->n_other, out_part->asked);
    out_part->has_worst_case =
        care_worst_case_of(&out_part->tally, asked, &out_part->worst_low, &out_part->worst_high);
}

void
care_part_item(const CarePart *part, CareItem item, CareTally *out_tally, CareScore *out_score)
{
    care_counts_item_tally(&part->counts, item, (CareScale){part->tally.min, part->tally.max},
                           out_tally);
    care_score_of(out_tally, out_score);
}

guint
care_part_item_ends(const CarePart *part, CareItem *out_lowest, CareItem *out_highest)
{
    double lowest = 0, highest = 0;
    guint n = 0;

    for (guint item = CARE_ITEM_NONE + 1; item < CARE_N_ITEMS; item++) {
        CareTally tally;
        CareScore score;

        care_part_item(part, (CareItem)item, &tally, &score);
        if (score.rule < CARE_RULE_PERCENT_ONLY)
            continue;
        if (n == 0 || score.value < lowest) {
            *out_lowest = (CareItem)item;
            lowest = score.value;
        }
        if (n == 0 || score.value > highest) {
            *out_highest = (CareItem)item;
            highest = score.value;
        }
        n++;
    }
    return n;
}

gboolean
care_part_item_is_lowest(const CarePart *part, CareItem lowest)
{
    CareTally tally;
    CareScore score;

    care_part_item(part, lowest, &tally, &score);
    for (guint item = CARE_ITEM_NONE + 1; item < CARE_N_ITEMS; item++) {
        CareTally other;

        care_part_item(part, (CareItem)item, &other, &score);
        if (item == lowest || score.rule < CARE_RULE_PERCENT_ONLY)
            continue;
        if (care_change_of(&tally, &other).verdict != CARE_VERDICT_IMPROVED)
            return FALSE;
    }
    return TRUE;
}

static const char *
protocol_of(const CareCubeRow *row)
{
    return row->protocol;
}

/* NULL: nobody was asked, so there is no question to speak of. */
static const char *
definition_of(const CareCubeRow *row)
{
    return care_counts_asked(&row->counts) > 0 ? row->definition : NULL;
}

typedef const char *(*KeyFunc)(const CareCubeRow *row);

static gint
compare_protocols(gconstpointer a, gconstpointer b)
{
    const CareCube *const *cubes[] = {a, b};

    return strcmp(protocol_of(g_ptr_array_index((*cubes[0])->rows, 0)),
                  protocol_of(g_ptr_array_index((*cubes[1])->rows, 0)));
}

static gint
compare_definitions(gconstpointer a, gconstpointer b)
{
    const CareCube *const *cubes[] = {a, b};

    return strcmp(definition_of(g_ptr_array_index((*cubes[0])->rows, 0)),
                  definition_of(g_ptr_array_index((*cubes[1])->rows, 0)));
}

/* One cube per key, unsorted. */
static GPtrArray *
split(const CareCube *cube, KeyFunc key_of)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)care_cube_free);
    g_autoptr(GHashTable) by_key = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < cube->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);
        const char *key = key_of(row);
        CareCube *part = key != NULL ? g_hash_table_lookup(by_key, key) : NULL;

        if (key == NULL)
            continue;
        if (part == NULL) {
            part = care_cube_new();
            part->scale = cube->scale;
            g_ptr_array_add(parts, part);
            g_hash_table_insert(by_key, (gpointer)key, part);
        }
        care_cube_add(part, row->agent, row->protocol, row->definition, row->scale, &row->counts);
    }
    return g_steal_pointer(&parts);
}

GPtrArray *
care_part_protocols(const CareCube *cube)
{
    GPtrArray *parts = split(cube, protocol_of);

    g_ptr_array_sort(parts, compare_protocols);
    return parts;
}

GPtrArray *
care_part_definitions(const CareCube *cube)
{
    GPtrArray *parts = split(cube, definition_of);

    for (guint i = 0; i < parts->len; i++) {
        CareCube *part = g_ptr_array_index(parts, i);
        const CareCubeRow *row = g_ptr_array_index(part->rows, 0);

        part->scale = row->scale;
    }
    g_ptr_array_sort(parts, compare_definitions);
    return parts;
}

static void
add_definitions(GHashTable *seen, const CareCube *cube)
{
    for (guint i = 0; i < cube->rows->len; i++) {
        const char *definition = definition_of(g_ptr_array_index(cube->rows, i));

        if (definition != NULL)
            g_hash_table_add(seen, (gpointer)definition);
    }
}

static GHashTable *
definitions_in(const CareCube *cube)
{
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

    add_definitions(seen, cube);
    return seen;
}

/* TRUE, too, where one of them is empty. */
static gboolean
is_same_set(GHashTable *a, GHashTable *b)
{
    GHashTableIter iter;
    gpointer key;

    if (g_hash_table_size(a) == 0 || g_hash_table_size(b) == 0)
        return TRUE;
    if (g_hash_table_size(a) != g_hash_table_size(b))
        return FALSE;
    g_hash_table_iter_init(&iter, a);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        if (!g_hash_table_contains(b, key))
            return FALSE;
    }
    return TRUE;
}

guint
care_part_n_definitions(const CareCube *cube)
{
    g_autoptr(GHashTable) seen = definitions_in(cube);

    return g_hash_table_size(seen);
}

gboolean
care_part_is_alike(const CareCube *a, const CareCube *b)
{
    g_autoptr(GHashTable) in_a = definitions_in(a);
    g_autoptr(GHashTable) in_b = definitions_in(b);

    return is_same_set(in_a, in_b);
}

/* An answer on another scale is in no figure of the cube's, so it makes none of them unlike. */
static gboolean
has_answers(const CareCube *cube, const CareCubeRow *row)
{
    if (row->scale.min != cube->scale.min || row->scale.max != cube->scale.max)
        return FALSE;
    for (gsize t = 0; t < G_N_ELEMENTS(row->counts.ratings); t++) {
        if (row->counts.ratings[t] > 0)
            return TRUE;
    }
    return FALSE;
}

GHashTable *
care_part_unlike(const CareCube *cube, const CareCube *team)
{
    GHashTable *unlike = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) desk = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) own = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < team->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(team->rows, i);

        if (has_answers(team, row))
            g_hash_table_add(desk, row->definition);
    }
    /* Rows are sorted by agent first, so one agent's rows lie together. */
    for (guint i = 0; i < cube->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);
        const CareCubeRow *next =
            i + 1 < cube->rows->len ? g_ptr_array_index(cube->rows, i + 1) : NULL;

        if (has_answers(cube, row))
            g_hash_table_add(own, row->definition);
        if (next != NULL && strcmp(row->agent, next->agent) == 0)
            continue;
        if (!is_same_set(own, desk))
            g_hash_table_add(unlike, row->agent);
        g_hash_table_remove_all(own);
    }
    return unlike;
}

const CareCube *
care_part_team(const CareReportData *data)
{
    return data->team != NULL ? data->team : data->cube;
}

/* @all without @part, which is a part of it. */
static CareCounts
rest_of(const CareCounts *all, const CareCounts *part)
{
    CareCounts rest = *all;

    for (guint i = 0; i < CARE_N_OUTCOMES; i++)
        rest.outcomes[i] -= MIN(part->outcomes[i], rest.outcomes[i]);
    for (guint i = 0; i < CARE_N_REASONS; i++)
        rest.reasons[i] -= MIN(part->reasons[i], rest.reasons[i]);
    return rest;
}

void
care_part_beside(const CarePart *part, const CarePart *desk, guint n_agents, CareBeside *out_beside)
{
    *out_beside = (CareBeside){0};
    out_beside->has_desk = desk->score.n > 0;
    if (out_beside->has_desk)
        out_beside->shrunk = care_shrunk_of(
            part->score.n, part->score.n > 0 ? part->score.value : 0, desk->score.value);
    out_beside->has_parity = n_agents > 1;
    if (out_beside->has_parity) {
        const CareCounts rest = rest_of(&desk->counts, &part->counts);

        out_beside->parity = care_parity_of(&part->counts, &rest);
    }
}

gboolean
care_part_change(const CareReportData *data, const CareBucket **out_older,
                 const CareBucket **out_newer, CareChange *out_change)
{
    CarePart older, newer;

    if (data->quarters == NULL || data->quarters->len < 2)
        return FALSE;
    *out_older = g_ptr_array_index(data->quarters, data->quarters->len - 2);
    *out_newer = g_ptr_array_index(data->quarters, data->quarters->len - 1);
    care_part_of((*out_older)->cube, NULL, &older);
    care_part_of((*out_newer)->cube, NULL, &newer);
    *out_change = care_change_of(&older.tally, &newer.tally);
    return TRUE;
}

gboolean
care_part_course_is_alike(const CareReportData *data)
{
    const GPtrArray *quarters = data->quarters;
    g_autoptr(GHashTable) before = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) last = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; quarters != NULL && i < quarters->len; i++)
        add_definitions(i + 1 < quarters->len ? before : last,
                        ((const CareBucket *)g_ptr_array_index(quarters, i))->cube);
    return is_same_set(before, last);
}

CareCourse
care_part_course(const CareReportData *data, const CareReportOptions *options,
                 const CareBucket **out_watched)
{
    const GPtrArray *quarters = data->quarters;
    const CareBucket *last;

    if (data->cusum == NULL || !data->cusum->has_baseline || quarters == NULL || quarters->len == 0)
        return CARE_COURSE_NONE;
    last = g_ptr_array_index(quarters, quarters->len - 1);
    if (care_part_is_cut(data, options, last))
        return CARE_COURSE_NONE;
    *out_watched = last;
    return care_part_course_is_alike(data) ? CARE_COURSE_WATCHED : CARE_COURSE_UNLIKE;
}

gboolean
care_part_stands(const CareCusumSide *side)
{
    return side->first_alarm > 0 && side->last > CARE_CUSUM_ALARM_ABOVE;
}

gboolean
care_part_is_cut(const CareReportData *data, const CareReportOptions *options,
                 const CareBucket *bucket)
{
    return strcmp(options->kind, "all") != 0 &&
           (bucket->from_ms < data->cube->from_ms || bucket->to_ms > data->cube->to_ms);
}

const CareBucket *
care_part_last_busy(const GPtrArray *buckets, guint end)
{
    for (guint i = end; i > 0; i--) {
        const CareBucket *bucket = g_ptr_array_index(buckets, i - 1);

        if (bucket->cube->rows->len > 0)
            return bucket;
    }
    return NULL;
}

gboolean
care_part_runs(const CareReportOptions *options, const CareBucket *bucket)
{
    return options->now_ms != 0 && options->now_ms < bucket->to_ms;
}

gboolean
care_part_is_running(const CareCube *cube, const CareReportOptions *options)
{
    const gint64 moment_ms = strcmp(options->kind, "range") == 0 ? MOMENT_MS : 0;

    return strcmp(options->kind, "all") != 0 && options->now_ms != 0 &&
           options->now_ms <= G_MAXINT64 - moment_ms && options->now_ms + moment_ms < cube->to_ms;
}

const CareReportData *
care_part_past(const CareReportData *data, const CareReportOptions *options,
               CareReportOptions *out_options)
{
    const CareReportData *past = data->history;
    const CareScale scale = data->cube->scale;

    *out_options = *options;
    if (past == NULL || (data->cube->rows->len > 0 && (scale.min != past->cube->scale.min ||
                                                       scale.max != past->cube->scale.max)))
        return data;
    out_options->kind = "range"; /* its end may be in the middle of a quarter */
    return past;
}
