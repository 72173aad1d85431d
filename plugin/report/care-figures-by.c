/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the breakdowns that no sums are kept of, and only where they are asked for. */
#include "care-figures.h"

static void
part_free(gpointer data)
{
    CareBucket *part = data;

    g_free(part->name);
    care_cube_free(part->cube);
    g_free(part);
}

gboolean
care_figures_read_by(const CareSource *source, CareReader *reader, const CareFiguresAsk *ask,
                     CareFigures *figures, GError **error)
{
    const CareReportBy by = ask->by;
    const CareKey key = by == CARE_BY_LANGUAGE ? CARE_KEY_LANGUAGE
                        : by == CARE_BY_HOUR   ? CARE_KEY_HOUR
                                               : CARE_KEY_CUSTOMER;
    g_autoptr(GPtrArray) keyed = NULL;

    if (by != CARE_BY_LANGUAGE && by != CARE_BY_HOUR && by != CARE_BY_CUSTOMER)
        return TRUE;
    keyed = source->by(reader, &ask->filter, key, ask->zone, &figures->n_left, error);
    if (keyed == NULL)
        return FALSE;
    figures->parts = g_ptr_array_new_with_free_func(part_free);
    for (guint i = 0; i < keyed->len; i++) {
        CareKeyed *one = g_ptr_array_index(keyed, i);
        CareBucket *part = g_new0(CareBucket, 1);

        part->name = g_steal_pointer(&one->name);
        part->cube = g_steal_pointer(&one->cube);
        part->cube->scale = figures->cube->scale;
        g_ptr_array_add(figures->parts, part);
    }
    return TRUE;
}
