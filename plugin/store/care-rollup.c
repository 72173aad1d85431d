/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Maps counts to the wide rows that keep them, one column each, by one table for both ways. */
#include "care-rollup.h"

#define COLUMNS_MAX 128
#define NAME_SIZE   32
#define N_KEYS      5 /* unit, start_ms, agent, protocol, definition */

typedef struct {
    char name[NAME_SIZE];
    gsize offset; /* of its count in CareCounts */
} Column;

typedef struct {
    Column columns[COLUMNS_MAX];
    guint n;
    char *insert, *select;
} Layout;

#define OFFSET(member) G_STRUCT_OFFSET(CareCounts, member)

static void
add_column(Layout *layout, gsize offset, const char *prefix, const char *name)
{
    Column *column = &layout->columns[layout->n++];

    g_assert(layout->n <= COLUMNS_MAX);
    g_snprintf(column->name, sizeof column->name, "%s%s", prefix, name);
    column->offset = offset;
}

static void
add_steps(Layout *layout, gsize offset, const char *prefix)
{
    for (guint t = 0; t < CARE_STEPS_MAX; t++) {
        char name[NAME_SIZE];

        g_snprintf(name, sizeof name, "%u", t);
        add_column(layout, offset + t * sizeof(guint64), prefix, name);
    }
}

static char *
insert_of(const Layout *layout)
{
    g_autoptr(GString) sql =
        g_string_new("INSERT INTO rollup (unit, start_ms, agent, protocol, definition");
    g_autoptr(GString) values = g_string_new(") VALUES (?1, ?2, ?3, ?4, ?5");
    g_autoptr(GString) update = g_string_new(") ON CONFLICT DO UPDATE SET ");

    for (guint i = 0; i < layout->n; i++) {
        const char *name = layout->columns[i].name;

        g_string_append_printf(sql, ", %s", name);
        g_string_append_printf(values, ", ?%u", N_KEYS + i + 1);
        g_string_append_printf(update, "%s%s = %s + excluded.%s", i > 0 ? ", " : "", name, name,
                               name);
    }
    return g_strconcat(sql->str, values->str, update->str, NULL);
}

static char *
select_of(const Layout *layout)
{
    g_autoptr(GString) sql = g_string_new("SELECT agent, protocol, definition");

    for (guint i = 0; i < layout->n; i++)
        g_string_append_printf(sql, ", %s", layout->columns[i].name);
    g_string_append(sql, " FROM rollup WHERE unit = ?1 AND start_ms >= ?2 AND start_ms < ?3");
    return g_string_free(g_steal_pointer(&sql), FALSE);
}

static gpointer
make_layout(gpointer data G_GNUC_UNUSED)
{
    Layout *layout = g_new0(Layout, 1);

    for (guint i = CARE_OUTCOME_OPEN + 1; i < CARE_N_OUTCOMES; i++)
        add_column(layout, OFFSET(outcomes) + i * sizeof(guint64), "",
                   care_outcome_name((CareOutcome)i));
    for (guint i = 0; i < CARE_N_REASONS; i++)
        add_column(layout, OFFSET(reasons) + i * sizeof(guint64), "r_",
                   care_reason_name((CareReason)i));
    add_steps(layout, OFFSET(ratings), "x");
    for (guint i = CARE_ITEM_NONE + 1; i < CARE_N_ITEMS; i++)
        add_steps(layout, OFFSET(items) + i * CARE_STEPS_MAX * sizeof(guint64),
                  care_item_name((CareItem)i));
    layout->insert = insert_of(layout);
    layout->select = select_of(layout);
    return layout;
}

/* Made once, kept for good: its SQL is the name of the statements in each connection's cache. */
static const Layout *
layout_get(void)
{
    static GOnce once = G_ONCE_INIT;

    return g_once(&once, make_layout, NULL);
}

static const char *
unit_name(CareRollupUnit unit)
{
    return unit == CARE_ROLLUP_DAY ? "day" : "month";
}

gint64
care_rollup_start(CareRollupUnit unit, gint64 ms)
{
    if (unit == CARE_ROLLUP_DAY)
        return ms - ms % CARE_DAY_MS;

    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(ms / 1000);

    g_return_val_if_fail(time != NULL, 0);
    g_autoptr(GDateTime) start =
        g_date_time_new_utc(g_date_time_get_year(time), g_date_time_get_month(time), 1, 0, 0, 0);

    return g_date_time_to_unix(start) * 1000;
}

gint64
care_rollup_next(CareRollupUnit unit, gint64 start_ms)
{
    const gint64 longest = (unit == CARE_ROLLUP_DAY ? 1 : 31) * CARE_DAY_MS;

    return care_rollup_start(unit, start_ms + longest);
}

gboolean
care_rollup_put(CareDb *db, CareRollupUnit unit, gint64 start_ms, gint64 agent,
                const char *protocol, gint64 definition, const CareCounts *delta, GError **error)
{
    const Layout *layout = layout_get();
    CareValue values[N_KEYS + COLUMNS_MAX + 1] = {
        CARE_TEXT(unit_name(unit)), CARE_INT(start_ms),   CARE_INT(agent),
        CARE_TEXT(protocol),        CARE_INT(definition),
    };

    for (guint i = 0; i < layout->n; i++)
        values[N_KEYS + i] = CARE_INT(G_STRUCT_MEMBER(gint64, delta, layout->columns[i].offset));
    values[N_KEYS + layout->n] = (CareValue){.type = CARE_VALUE_END};
    return care_db_run_values(db, layout->insert, values, error);
}

gboolean
care_rollup_add(CareDb *db, gint64 ms, gint64 agent, const char *protocol, gint64 definition,
                const CareCounts *delta, GError **error)
{
    return care_rollup_put(db, CARE_ROLLUP_DAY, care_rollup_start(CARE_ROLLUP_DAY, ms), agent,
                           protocol, definition, delta, error) &&
           care_rollup_put(db, CARE_ROLLUP_MONTH, care_rollup_start(CARE_ROLLUP_MONTH, ms), agent,
                           protocol, definition, delta, error);
}

gboolean
care_rollup_is_due(CareDb *db, gboolean *out_due, GError **error)
{
    gint64 n = 0;

    if (!care_db_int(db, "SELECT count(*) FROM meta WHERE key = 'sums'", 0, &n, error))
        return FALSE;
    *out_due = n > 0;
    return TRUE;
}

gboolean
care_rollup_read(CareDb *db, CareRollupUnit unit, gint64 from_ms, gint64 to_ms, CareRollupFunc each,
                 gpointer data, GError **error)
{
    const Layout *layout = layout_get();
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(db, layout->select, error, CARE_TEXT(unit_name(unit)),
                                        CARE_INT(from_ms), CARE_INT(to_ms));

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const char *protocol = (const char *)sqlite3_column_text(query, 1);
        CareCounts counts = {0};

        for (guint i = 0; i < layout->n; i++)
            G_STRUCT_MEMBER(gint64, &counts, layout->columns[i].offset) =
                sqlite3_column_int64(query, (int)i + 3);
        each(sqlite3_column_int64(query, 0), protocol != NULL ? protocol : "",
             sqlite3_column_int64(query, 2), &counts, data);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}
