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
              const CareCounts *counts)
{
    guint at;

    g_return_if_fail(cube != NULL && counts != NULL);
    g_return_if_fail(agent != NULL && protocol != NULL && definition != NULL);

    if (!find_row(cube, agent, protocol, definition, &at)) {
        CareCubeRow *row = g_new0(CareCubeRow, 1);

        row->agent = g_strdup(agent);
        row->protocol = g_strdup(protocol);
        row->definition = g_strdup(definition);
        g_ptr_array_insert(cube->rows, (gint)at, row);
    }
    care_counts_add(&((CareCubeRow *)g_ptr_array_index(cube->rows, at))->counts, counts);
}

CareCounts
care_cube_sum(const CareCube *cube, const char *agent)
{
    CareCounts sum = {0};

    g_return_val_if_fail(cube != NULL, sum);

    for (guint i = 0; i < cube->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);

        if (agent == NULL || strcmp(agent, row->agent) == 0)
            care_counts_add(&sum, &row->counts);
    }
    return sum;
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

void
care_counts_add(CareCounts *sum, const CareCounts *more)
{
    g_return_if_fail(sum != NULL && more != NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(sum->outcomes); i++)
        sum->outcomes[i] += more->outcomes[i];
    for (gsize i = 0; i < G_N_ELEMENTS(sum->reasons); i++)
        sum->reasons[i] += more->reasons[i];
    for (gsize i = 0; i < G_N_ELEMENTS(sum->ratings); i++)
        sum->ratings[i] += more->ratings[i];
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

void
care_counts_tally(const CareCounts *counts, CareTally *out_tally)
{
    g_return_if_fail(counts != NULL && out_tally != NULL);

    *out_tally = (CareTally){.min = 1, .max = CARE_RATINGS};
    memcpy(out_tally->counts, counts->ratings, sizeof counts->ratings);
}
