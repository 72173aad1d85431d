/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps counts apart by agent, protocol and definition, and adds them up so that every sum agrees.
 */
#include <purple-care/engine-cube.h>
#include <string.h>

static void
row_free(gpointer data)
{
    CareCubeRow *row = data;

    g_free(row->agent);
    g_free(row->protocol);
    g_free(row->definition);
    g_free(row);
}

CareCube *
care_cube_new(void)
{
    CareCube *cube = g_new0(CareCube, 1);

    cube->scale = CARE_SCALE_ASKED;
    cube->rows = g_ptr_array_new_with_free_func(row_free);
    return cube;
}

void
care_cube_free(CareCube *cube)
{
    if (cube == NULL)
        return;
    g_ptr_array_unref(cube->rows);
    g_free(cube);
}

static gint
row_compare(const CareCubeRow *row, const char *agent, const char *protocol, const char *definition)
{
    gint order = strcmp(row->agent, agent);

    if (order == 0)
        order = strcmp(row->protocol, protocol);
    return order != 0 ? order : strcmp(row->definition, definition);
}

/* The row of these names, or where it belongs. */
static gboolean
find_row(const CareCube *cube, const char *agent, const char *protocol, const char *definition,
         guint *out_at)
{
    guint low = 0, high = cube->rows->len;

    while (low < high) {
        const guint middle = low + (high - low) / 2;
        const gint order =
            row_compare(g_ptr_array_index(cube->rows, middle), agent, protocol, definition);

        if (order == 0) {
            *out_at = middle;
            return TRUE;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *out_at = low;
    return FALSE;
}

void
care_cube_add(CareCube *cube, const char *agent, const char *protocol, const char *definition,
              CareScale scale, const CareCounts *counts)
{
    guint at;

    g_return_if_fail(cube != NULL && counts != NULL);
    g_return_if_fail(agent != NULL && protocol != NULL && definition != NULL);
    g_return_if_fail(scale.max > scale.min && scale.max - scale.min < CARE_STEPS_MAX);

    if (!find_row(cube, agent, protocol, definition, &at)) {
        CareCubeRow *row = g_new0(CareCubeRow, 1);

        row->agent = g_strdup(agent);
        row->protocol = g_strdup(protocol);
        row->definition = g_strdup(definition);
        row->scale = scale;
        g_ptr_array_insert(cube->rows, (gint)at, row);
    }
    care_counts_add(&((CareCubeRow *)g_ptr_array_index(cube->rows, at))->counts, counts);
}

static gboolean
is_same_scale(CareScale a, CareScale b)
{
    return a.min == b.min && a.max == b.max;
}

static guint64
ratings_of(const CareCounts *counts)
{
    guint64 n = 0;

    for (gsize t = 0; t < G_N_ELEMENTS(counts->ratings); t++)
        n += counts->ratings[t];
    return n;
}

/* The rows of @agent (nullable: all) are those from the first up to, not including, the end: rows
 * are sorted by agent first. */
static void
rows_of(const CareCube *cube, const char *agent, guint *out_first, guint *out_end)
{
    *out_first = 0;
    *out_end = cube->rows->len;
    if (agent == NULL)
        return;
    find_row(cube, agent, "", "", out_first);
    for (*out_end = *out_first; *out_end < cube->rows->len; (*out_end)++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, *out_end);

        if (strcmp(agent, row->agent) != 0)
            return;
    }
}

static gpointer
scale_key(CareScale scale)
{
    return GINT_TO_POINTER(scale.min * CARE_STEPS_MAX + (scale.max - scale.min));
}

/* (transfer full): scale_key() to the number of answers on that scale, a guint64. */
static GHashTable *
count_scales(const CareCube *cube)
{
    GHashTable *answers = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);

    for (guint i = 0; i < cube->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);
        guint64 *n = g_hash_table_lookup(answers, scale_key(row->scale));

        if (n == NULL) {
            n = g_new0(guint64, 1);
            g_hash_table_insert(answers, scale_key(row->scale), n);
        }
        *n += ratings_of(&row->counts);
    }
    return answers;
}

CareScale
care_cube_main_scale(const CareCube *cube)
{
    CareScale most = CARE_SCALE_ASKED;
    g_autoptr(GHashTable) answers = NULL;
    const guint64 *n;
    guint64 n_most;

    g_return_val_if_fail(cube != NULL, most);

    answers = count_scales(cube);
    n = g_hash_table_lookup(answers, scale_key(most));
    n_most = n != NULL ? *n : 0;
    for (guint i = 0; i < cube->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);

        n = g_hash_table_lookup(answers, scale_key(row->scale));
        if (*n > n_most) {
            n_most = *n;
            most = row->scale;
        }
    }
    return most;
}

CareCounts
care_cube_sum(const CareCube *cube, const char *agent)
{
    CareCounts sum = {0};
    guint first, end;

    g_return_val_if_fail(cube != NULL, sum);

    rows_of(cube, agent, &first, &end);
    for (guint i = first; i < end; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);
        CareCounts counts = row->counts;

        if (!is_same_scale(row->scale, cube->scale)) {
            memset(counts.ratings, 0, sizeof counts.ratings);
            memset(counts.items, 0, sizeof counts.items);
        }
        care_counts_add(&sum, &counts);
    }
    return sum;
}

guint64
care_cube_n_other(const CareCube *cube, const char *agent)
{
    guint64 n = 0;
    guint first, end;

    g_return_val_if_fail(cube != NULL, 0);

    rows_of(cube, agent, &first, &end);
    for (guint i = first; i < end; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);

        if (!is_same_scale(row->scale, cube->scale))
            n += ratings_of(&row->counts);
    }
    return n;
}

char **
care_cube_agents(const CareCube *cube)
{
    g_autoptr(GPtrArray) agents = g_ptr_array_new_with_free_func(g_free);

    g_return_val_if_fail(cube != NULL, NULL);

    /* Rows are sorted by agent first, so one agent's rows lie together. */
    for (guint i = 0; i < cube->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);

        if (agents->len == 0 || strcmp(g_ptr_array_index(agents, agents->len - 1), row->agent) != 0)
            g_ptr_array_add(agents, g_strdup(row->agent));
    }
    g_ptr_array_add(agents, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&agents), FALSE);
}

/* All counts are numbers of one kind in a row: one loop cannot forget a new one. */
#define N_NUMBERS (sizeof(CareCounts) / sizeof(guint64))

void
care_counts_add(CareCounts *sum, const CareCounts *more)
{
    g_return_if_fail(sum != NULL && more != NULL);

    for (gsize i = 0; i < N_NUMBERS; i++)
        G_STRUCT_MEMBER(guint64, sum, i * sizeof(guint64)) +=
            G_STRUCT_MEMBER(guint64, more, i * sizeof(guint64));
}

void
care_counts_take(CareCounts *sum, const CareCounts *less)
{
    g_return_if_fail(sum != NULL && less != NULL);

    for (gsize i = 0; i < N_NUMBERS; i++)
        G_STRUCT_MEMBER(guint64, sum, i * sizeof(guint64)) -=
            G_STRUCT_MEMBER(guint64, less, i * sizeof(guint64));
}

gboolean
care_counts_is_negative(const CareCounts *counts)
{
    g_return_val_if_fail(counts != NULL, FALSE);

    for (gsize i = 0; i < N_NUMBERS; i++) {
        if (G_STRUCT_MEMBER(gint64, counts, i * sizeof(guint64)) < 0)
            return TRUE;
    }
    return FALSE;
}

guint64
care_counts_asked(const CareCounts *counts)
{
    g_return_val_if_fail(counts != NULL, 0);

    return counts->outcomes[CARE_OUTCOME_ANSWERED] + counts->outcomes[CARE_OUTCOME_EXPIRED] +
           counts->outcomes[CARE_OUTCOME_SKIPPED] + counts->outcomes[CARE_OUTCOME_OPTED_OUT];
}

guint64
care_counts_chats(const CareCounts *counts)
{
    g_return_val_if_fail(counts != NULL, 0);

    return care_counts_asked(counts) + counts->outcomes[CARE_OUTCOME_PENDING] +
           counts->outcomes[CARE_OUTCOME_NOT_ASKED];
}

static void
tally_of(const guint64 steps[CARE_STEPS_MAX], CareScale scale, CareTally *out_tally)
{
    g_return_if_fail(scale.max > scale.min && scale.max - scale.min < CARE_STEPS_MAX);

    *out_tally = (CareTally){.min = scale.min, .max = scale.max};
    memcpy(out_tally->counts, steps, sizeof(guint64) * (gsize)(scale.max - scale.min + 1));
}

void
care_counts_tally(const CareCounts *counts, CareScale scale, CareTally *out_tally)
{
    g_return_if_fail(counts != NULL && out_tally != NULL);

    tally_of(counts->ratings, scale, out_tally);
}

void
care_counts_item_tally(const CareCounts *counts, CareItem item, CareScale scale,
                       CareTally *out_tally)
{
    g_return_if_fail(counts != NULL && out_tally != NULL);
    g_return_if_fail(item > CARE_ITEM_NONE && item < CARE_N_ITEMS);

    tally_of(counts->items[item], scale, out_tally);
}
