/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds imported chats to the sums: a day's at once, or all sums anew where that is less work. */
#include "care-cells.h"
#include "care-import.h"
#include "care-rollup.h"

#define ROWS_MAX 200000 /* more are not gathered in memory */
#define SUM_COST 300    /* one row of sums is written in the time in which so many chats are read */

typedef struct {
    gint64 day_ms;
    gint64 agent, definition;
    gint protocol;
    guint group;
} Fact;

static gint
fact_compare(gconstpointer left, gconstpointer right)
{
    const Fact *a = left, *b = right;

    if (a->day_ms != b->day_ms)
        return a->day_ms < b->day_ms ? -1 : 1;
    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    if (a->definition != b->definition)
        return a->definition < b->definition ? -1 : 1;
    return a->protocol - b->protocol;
}

/* (transfer full): one for each row, sorted so that what is summed together lies together. */
static GArray *
read_facts(CareImport *import, GError **error)
{
    g_autoptr(GArray) facts = g_array_new(FALSE, FALSE, sizeof(Fact));
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *rows = care_db_query(import->db, "SELECT ended_ms, kind FROM temp.staged", error);

    if (rows == NULL)
        return NULL;
    while (care_db_step(rows, &failed)) {
        const guint index = (guint)sqlite3_column_int(rows, 1);
        const CareImportGroup *group = &g_array_index(import->groups, CareImportGroup, index);
        const Fact fact = {.day_ms =
                               care_rollup_start(CARE_ROLLUP_DAY, sqlite3_column_int64(rows, 0)),
                           .agent = group->agent,
                           .definition = group->asked_by,
                           .protocol = group->kind.protocol,
                           .group = index};

        g_array_append_val(facts, fact);
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return NULL;
    }
    g_array_sort(facts, fact_compare);
    return g_steal_pointer(&facts);
}

static guint
count_sums(const GArray *facts)
{
    guint n = facts->len > 0;

    for (guint i = 1; i < facts->len; i++)
        n += fact_compare(&g_array_index(facts, Fact, i - 1), &g_array_index(facts, Fact, i)) != 0;
    return n;
}

static gboolean
add_sum(CareImport *import, const GArray *facts, guint from, guint to, GError **error)
{
    const Fact *first = &g_array_index(facts, Fact, from);
    CareCounts counts = {0};

    for (guint i = from; i < to; i++) {
        const guint index = g_array_index(facts, Fact, i).group;
        const CareImportKind *kind = &g_array_index(import->groups, CareImportGroup, index).kind;
        const CareCellFacts facts_of = {
            .outcome = kind->outcome,
            .reason = kind->reason,
            .item = kind->item,
            .step = kind->rating == CARE_NO_RATING ? -1 : kind->rating - import->scale.min,
            .item_step =
                kind->item_rating == CARE_NO_RATING ? -1 : kind->item_rating - import->scale.min,
        };

        care_cell_count(&facts_of, 1, &counts);
    }
    return care_rollup_add(import->db, first->day_ms, first->agent,
                           g_ptr_array_index(import->protocols, first->protocol), first->definition,
                           &counts, error);
}

static gboolean
add_sums(CareImport *import, const GArray *facts, GError **error)
{
    guint from = 0;

    for (guint i = 1; i <= facts->len; i++) {
        if (i < facts->len &&
            fact_compare(&g_array_index(facts, Fact, from), &g_array_index(facts, Fact, i)) == 0)
            continue;
        if (!add_sum(import, facts, from, i, error))
            return FALSE;
        from = i;
    }
    return TRUE;
}

gboolean
care_import_count(CareImport *import, GError **error)
{
    g_autoptr(GArray) facts = NULL;
    gboolean is_due;
    gint64 n_chats = 0;

    if (!care_rollup_is_due(import->db, &is_due, error))
        return FALSE;
    if (is_due || import->n_rows > ROWS_MAX)
        return care_rollup_rebuild(import->db, error);
    facts = read_facts(import, error);
    /* The greatest row id says as much as a count, and at once. */
    if (facts == NULL || !care_db_int(import->db, "SELECT max(id) FROM chat", 0, &n_chats, error))
        return FALSE;
    return (gint64)count_sums(facts) * SUM_COST > n_chats ? care_rollup_rebuild(import->db, error)
                                                          : add_sums(import, facts, error);
}
