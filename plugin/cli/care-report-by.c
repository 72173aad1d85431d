/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the breakdowns that no sums are kept of, and only where they are asked for. */
#include "care-report-data.h"
#include <purple-care/store-by.h>

static void
part_free(gpointer data)
{
    CareBucket *part = data;

    g_free(part->name);
    care_cube_free(part->cube);
    g_free(part);
}

gboolean
care_report_read_by(CareReader *reader, const CareCubeFilter *filter, GTimeZone *zone,
                    CareReportBy by, CareReportRead *read, GError **error)
{
    const CareKey key = by == CARE_BY_LANGUAGE ? CARE_KEY_LANGUAGE
                        : by == CARE_BY_HOUR   ? CARE_KEY_HOUR
                                               : CARE_KEY_CUSTOMER;
    g_autoptr(GPtrArray) keyed = NULL;

    if (by != CARE_BY_LANGUAGE && by != CARE_BY_HOUR && by != CARE_BY_CUSTOMER)
        return TRUE;
    keyed = care_reader_by(reader, filter, key, zone, &read->n_left, error);
    if (keyed == NULL)
        return FALSE;
    read->parts = g_ptr_array_new_with_free_func(part_free);
    for (guint i = 0; i < keyed->len; i++) {
        CareKeyed *one = g_ptr_array_index(keyed, i);
        CareBucket *part = g_new0(CareBucket, 1);

        part->name = g_steal_pointer(&one->name);
        part->cube = g_steal_pointer(&one->cube);
        part->cube->scale = read->cube->scale;
        g_ptr_array_add(read->parts, part);
    }
    return TRUE;
}
