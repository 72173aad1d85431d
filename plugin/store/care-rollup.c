/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Maps counts to the wide rows that keep them, and touches as few of their hundred columns as will
 * do, for each costs time. */
#include "care-rollup.h"

#define COLUMNS_MAX 128
#define NAME_SIZE   32
#define N_KEYS      5 /* unit, start_ms, agent, protocol, definition */

/* Groups of columns that are written alone. A change of more is rare and writes all of them: SQL is
 * not made for each combination. */
#define FEW_GROUPS 3

enum { OUTCOMES, REASONS, RATINGS, ITEMS, N_GROUPS = ITEMS + CARE_N_ITEMS - 1 };

#define BIT(group)  (1U << (group))
#define ALL_GROUPS  (BIT(N_GROUPS) - 1)
#define ITEM_GROUPS (ALL_GROUPS & ~(BIT(ITEMS) - 1))

typedef struct {
    char name[NAME_SIZE];
    gsize offset; /* of its count in CareCounts */
    guint group;
    guint step; /* of a rating above its scale's lowest; 0 for all else */
} Column;

typedef struct {
    char *sql;
    guint columns[COLUMNS_MAX]; /* of the layout, in order; the keys come before them */
    guint n;
} Select;

/* All columns; those of rows without an answer; those of the others but their reasons, on any scale
 * or on none wider than usual; and the reasons of these. */
enum { SELECT_ALL, SELECT_SILENT, SELECT_RATED, SELECT_RATED_FEW, SELECT_MIXED, N_SELECTS };

typedef struct {
    Column columns[COLUMNS_MAX];
    guint n;
    Select selects[N_SELECTS];
} Layout;

#define OFFSET(member) G_STRUCT_OFFSET(CareCounts, member)

static void
add_column(Layout *layout, guint group, gsize offset, const char *prefix, const char *name)
{
    Column *column = &layout->columns[layout->n++];

    g_assert(layout->n <= COLUMNS_MAX);
    g_snprintf(column->name, sizeof column->name, "%s%s", prefix, name);
    column->offset = offset;
    column->group = group;
}

static void
add_steps(Layout *layout, guint group, gsize offset, const char *prefix)
{
    for (guint t = 0; t < CARE_STEPS_MAX; t++) {
        char name[NAME_SIZE];

        g_snprintf(name, sizeof name, "%u", t);
        add_column(layout, group, offset + t * sizeof(guint64), prefix, name);
        layout->columns[layout->n - 1].step = t;
    }
}

/* Which columns a statement is about: some groups' whole, or their lowest steps. */
typedef struct {
    guint groups, n_steps;
} Scope;

static gboolean
is_in(const Scope *scope, const Column *column)
{
    return (scope->groups & BIT(column->group)) != 0 && column->step < scope->n_steps;
}

static void
add_select(Layout *layout, guint which, const Scope *scope, const char *where)
{
    Select *select = &layout->selects[which];
    g_autoptr(GString) sql = g_string_new("SELECT agent, protocol, definition");

    for (guint i = 0; i < layout->n; i++) {
        const Column *column = &layout->columns[i];

        if (!is_in(scope, column))
            continue;
        select->columns[select->n++] = i;
        g_string_append_printf(sql, ", %s", column->name);
    }
    g_string_append_printf(sql,
                           " FROM rollup WHERE unit = ?1 AND start_ms >= ?2 AND start_ms < ?3"
                           " AND (?4 < 0 OR agent = ?4)%s",
                           where);
    select->sql = g_string_free(g_steal_pointer(&sql), FALSE);
}

static gpointer
make_layout(gpointer data G_GNUC_UNUSED)
{
    const guint answers = BIT(OUTCOMES) | BIT(RATINGS) | ITEM_GROUPS;
    const Scope all = {ALL_GROUPS, CARE_STEPS_MAX},
                silent = {BIT(OUTCOMES) | BIT(REASONS), CARE_STEPS_MAX},
                rated = {answers, CARE_STEPS_MAX}, rated_few = {answers, CARE_RATINGS},
                mixed = {BIT(REASONS), CARE_STEPS_MAX};
    Layout *layout = g_new0(Layout, 1);

    for (guint i = CARE_OUTCOME_OPEN + 1; i < CARE_N_OUTCOMES; i++)
        add_column(layout, OUTCOMES, OFFSET(outcomes) + i * sizeof(guint64), "",
                   care_outcome_name((CareOutcome)i));
    for (guint i = 0; i < CARE_N_REASONS; i++)
        add_column(layout, REASONS, OFFSET(reasons) + i * sizeof(guint64), "r_",
                   care_reason_name((CareReason)i));
    add_steps(layout, RATINGS, OFFSET(ratings), "x");
    for (guint i = CARE_ITEM_NONE + 1; i < CARE_N_ITEMS; i++)
        add_steps(layout, ITEMS + i - 1, OFFSET(items) + i * CARE_STEPS_MAX * sizeof(guint64),
                  care_item_name((CareItem)i));
    add_select(layout, SELECT_ALL, &all, "");
    add_select(layout, SELECT_SILENT, &silent, " AND answered = 0");
    add_select(layout, SELECT_RATED, &rated, " AND answered <> 0");
    add_select(layout, SELECT_RATED_FEW, &rated_few, " AND answered <> 0");
    add_select(layout, SELECT_MIXED, &mixed, " AND answered <> 0 AND not_asked <> 0");
    return layout;
}

/* Made once, kept for good: its SQL is the name of the statements in each connection's cache. */
static const Layout *
layout_get(void)
{
    static GOnce once = G_ONCE_INIT;

    return g_once(&once, make_layout, NULL);
}

/* An upsert would run through all columns twice. */
enum { INSERT, UPDATE, N_WRITES };

static char *
make_insert(const Layout *layout, const Scope *scope)
{
    g_autoptr(GString) sql =
        g_string_new("INSERT INTO rollup (unit, start_ms, agent, protocol, definition");
    g_autoptr(GString) values = g_string_new(") VALUES (?1, ?2, ?3, ?4, ?5");
    guint n = N_KEYS;

    for (guint i = 0; i < layout->n; i++) {
        if (!is_in(scope, &layout->columns[i]))
            continue;
        g_string_append_printf(sql, ", %s", layout->columns[i].name);
        g_string_append_printf(values, ", ?%u", ++n);
    }
    return g_strconcat(sql->str, values->str, ")", NULL);
}

static char *
make_update(const Layout *layout, const Scope *scope)
{
    g_autoptr(GString) sql = g_string_new("UPDATE rollup SET ");
    guint n = N_KEYS;

    for (guint i = 0; i < layout->n; i++) {
        const char *name = layout->columns[i].name;

        if (!is_in(scope, &layout->columns[i]))
            continue;
        g_string_append_printf(sql, "%s%s = %s + ?%u", n > N_KEYS ? ", " : "", name, name, n + 1);
        n++;
    }
    g_string_append(sql, " WHERE unit = ?1 AND start_ms = ?2 AND agent = ?3 AND protocol = ?4"
                         " AND definition = ?5");
    return g_string_free(g_steal_pointer(&sql), FALSE);
}

/* Kept for good, too. */
static const char *
write_of(const Layout *layout, guint which, const Scope *scope)
{
    static gsize made[N_WRITES][2][ALL_GROUPS + 1]; /* char * */
    gsize *sql = &made[which][scope->n_steps == CARE_STEPS_MAX][scope->groups];

    if (g_once_init_enter(sql))
        g_once_init_leave(sql, (gsize)(which == INSERT ? make_insert(layout, scope)
                                                       : make_update(layout, scope)));
    return (const char *)*sql;
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

static guint
count_bits(guint bits)
{
    guint n = 0;

    for (; bits != 0; bits &= bits - 1)
        n++;
    return n;
}

/* The columns that hold something, and more where there are many of them. */
static Scope
scope_of(const CareCounts *delta)
{
    const Layout *layout = layout_get();
    Scope scope = {.n_steps = CARE_RATINGS};

    for (guint i = 0; i < layout->n; i++) {
        const Column *column = &layout->columns[i];

        if (G_STRUCT_MEMBER(gint64, delta, column->offset) == 0)
            continue;
        scope.groups |= BIT(column->group);
        if (column->step >= CARE_RATINGS)
            scope.n_steps = CARE_STEPS_MAX;
    }
    if (count_bits(scope.groups) > FEW_GROUPS)
        scope.groups = (scope.groups & BIT(REASONS)) == 0 ? ALL_GROUPS & ~BIT(REASONS) : ALL_GROUPS;
    return scope;
}

typedef struct { /* what is to be written to a row */
    CareValue values[N_KEYS + COLUMNS_MAX + 1];
    Scope scope;
} Row;

static void
row_set(Row *row, gint64 agent, const char *protocol, gint64 definition, const CareCounts *delta)
{
    const Layout *layout = layout_get();
    guint n = 2;

    row->scope = scope_of(delta);
    row->values[n++] = CARE_INT(agent);
    row->values[n++] = CARE_TEXT(protocol);
    row->values[n++] = CARE_INT(definition);
    for (guint i = 0; i < layout->n; i++) {
        if (is_in(&row->scope, &layout->columns[i]))
            row->values[n++] = CARE_INT(G_STRUCT_MEMBER(gint64, delta, layout->columns[i].offset));
    }
    row->values[n] = (CareValue){.type = CARE_VALUE_END};
}

static gboolean
row_write(Row *row, CareDb *db, guint which, CareRollupUnit unit, gint64 start_ms, GError **error)
{
    row->values[0] = CARE_TEXT(unit_name(unit));
    row->values[1] = CARE_INT(start_ms);
    return care_db_run_values(db, write_of(layout_get(), which, &row->scope), row->values, error);
}

/* The row is there already, nearly always. */
static gboolean
row_add(Row *row, CareDb *db, CareRollupUnit unit, gint64 ms, GError **error)
{
    const gint64 start_ms = care_rollup_start(unit, ms);

    return row_write(row, db, UPDATE, unit, start_ms, error) &&
           (sqlite3_changes(db->sql) != 0 || row_write(row, db, INSERT, unit, start_ms, error));
}

gboolean
care_rollup_add(CareDb *db, gint64 ms, gint64 agent, const char *protocol, gint64 definition,
                const CareCounts *delta, GError **error)
{
    Row row;

    row_set(&row, agent, protocol, definition, delta);
    return row.scope.groups == 0 || (row_add(&row, db, CARE_ROLLUP_DAY, ms, error) &&
                                     row_add(&row, db, CARE_ROLLUP_MONTH, ms, error));
}

gboolean
care_rollup_put(CareDb *db, CareRollupUnit unit, gint64 start_ms, gint64 agent,
                const char *protocol, gint64 definition, const CareCounts *counts, GError **error)
{
    Row row;

    row_set(&row, agent, protocol, definition, counts);
    return row_write(&row, db, INSERT, unit, start_ms, error);
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

static sqlite3_stmt *
select_rows(CareDb *db, const Select *select, const CareRollupSpan *span, GError **error)
{
    return care_db_query(db, select->sql, error, CARE_TEXT(unit_name(span->unit)),
                         CARE_INT(span->from_ms), CARE_INT(span->to_ms), CARE_INT(span->agent));
}

static const char *
protocol_of(sqlite3_stmt *query)
{
    const char *protocol = (const char *)sqlite3_column_text(query, 1);

    return protocol != NULL ? protocol : "";
}

/* In two's complement: a file that was edited may hold any number, and none may overflow. */
static void
add_row(sqlite3_stmt *query, const Select *select, gint sign, CareCounts *sum)
{
    const Column *columns = layout_get()->columns;
    const guint64 factor = (guint64)sign;

    for (guint i = 0; i < select->n; i++)
        G_STRUCT_MEMBER(guint64, sum, columns[select->columns[i]].offset) +=
            factor * (guint64)sqlite3_column_int64(query, (int)i + 3);
}

gboolean
care_rollup_read(CareDb *db, CareRollupUnit unit, gint64 from_ms, gint64 to_ms, CareRollupFunc each,
                 gpointer data, GError **error)
{
    const CareRollupSpan span = {unit, from_ms, to_ms, CARE_ANY_AGENT, 1};
    const Select *select = &layout_get()->selects[SELECT_ALL];
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = select_rows(db, select, &span, error);

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        CareCounts counts = {0};

        add_row(query, select, 1, &counts);
        each(sqlite3_column_int64(query, 0), protocol_of(query), sqlite3_column_int64(query, 2),
             &counts, data);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static gboolean
sum_of_rows(CareDb *db, const Select *select, const CareRollupSpan *span, CareRollupSumFunc sum_of,
            gpointer data, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = select_rows(db, select, span, error);

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        CareCounts *sum = sum_of(sqlite3_column_int64(query, 0), protocol_of(query),
                                 sqlite3_column_int64(query, 2), data);

        if (sum != NULL)
            add_row(query, select, span->sign, sum);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

gboolean
care_rollup_sum(CareDb *db, const CareRollupSpan *span, CareRollupSumFunc sum_of, gpointer data,
                GError **error)
{
    const Select *selects = layout_get()->selects;
    gint64 span_max;

    if (!care_db_int(db, "SELECT max(max - min) FROM definition", 0, &span_max, error))
        return FALSE;
    return sum_of_rows(db, &selects[SELECT_SILENT], span, sum_of, data, error) &&
           sum_of_rows(db, &selects[span_max < CARE_RATINGS ? SELECT_RATED_FEW : SELECT_RATED],
                       span, sum_of, data, error) &&
           sum_of_rows(db, &selects[SELECT_MIXED], span, sum_of, data, error);
}
