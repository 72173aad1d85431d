/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts all chats once more, in order of their ends, and takes away what the kept sums say:
 * nothing must be left of any day or month. */
#include "care-cells.h"
#include "care-count.h"
#include "care-reader-private.h"
#include "care-rollup.h"
#include "care-verify.h"
#include <string.h>

typedef struct {
    CareCellFacts facts;
    char *protocol;
    gboolean exists;
} Cell;

typedef struct {
    CareCounts left;       /* counted less kept; differences below 0 in two's complement */
    guint64 counted, kept; /* chats */
} Group;

typedef struct {
    CareRollupUnit unit;
    gint64 start, next; /* of the span that chats are being counted in; next 0: none yet */
    gint64 checked;     /* all kept sums that begin before this were looked at */
    GArray *by_cell;    /* guint64: chats in the span */
} Span;

typedef struct {
    CareVerify *verify;
    GArray *cells;      /* of Cell, by row */
    GHashTable *groups; /* agent, protocol and definition to Group */
} Sums;

static void
cell_clear(gpointer data)
{
    Cell *cell = data;

    g_free(cell->protocol);
}

static void
keep_cell(gint64 row, const CareCellFacts *facts, const char *protocol, gpointer data)
{
    Sums *sums = data;

    if (row <= 0 || row > G_MAXINT)
        return;
    if ((guint)row >= sums->cells->len)
        g_array_set_size(sums->cells, (guint)row + 1);
    g_array_index(sums->cells, Cell, row) = (Cell){*facts, g_strdup(protocol), TRUE};
}

static gboolean
is_nothing(const CareCounts *counts)
{
    static const CareCounts none = {0};

    return memcmp(counts, &none, sizeof none) == 0;
}

static Group *
group_of(Sums *sums, gint64 agent, const char *protocol, gint64 definition)
{
    g_autofree char *name = g_strdup_printf("%" G_GINT64_FORMAT ";%" G_GINT64_FORMAT ";%s", agent,
                                            definition, protocol);
    Group *group = g_hash_table_lookup(sums->groups, name);

    if (group == NULL) {
        group = g_new0(Group, 1);
        g_hash_table_insert(sums->groups, g_steal_pointer(&name), group);
    }
    return group;
}

static void
take_kept(gint64 agent, const char *protocol, gint64 definition, const CareCounts *counts,
          gpointer data)
{
    Group *group = group_of(data, agent, protocol, definition);

    care_counts_take(&group->left, counts);
    group->kept += care_counts_chats(counts);
}

static void
add_counted(Sums *sums, GArray *by_cell)
{
    for (guint row = 0; row < by_cell->len; row++) {
        guint64 *n = &g_array_index(by_cell, guint64, row);
        const Cell *cell = row < sums->cells->len ? &g_array_index(sums->cells, Cell, row) : NULL;

        if (*n > 0 && cell != NULL && cell->exists) {
            Group *group =
                group_of(sums, cell->facts.agent, cell->protocol, cell->facts.definition);
            CareCounts counts = {0};

            care_cell_count(&cell->facts, (gint64)*n, &counts);
            care_counts_add(&group->left, &counts);
            group->counted += care_counts_chats(&counts);
        }
        *n = 0;
    }
}

/* "2025-03" or "2025-03-14"; in a file that was edited sums may begin at any time. */
static char *
name_of(CareRollupUnit unit, gint64 start)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(start / 1000);

    if (time == NULL || start < 0)
        return g_strdup(_("a time that cannot be"));
    return g_date_time_format(time, unit == CARE_ROLLUP_DAY ? "%Y-%m-%d" : "%Y-%m");
}

/* One finding for a span, however many agents' sums are wrong. */
static void
tell_span(Sums *sums, const Span *span)
{
    CareVerify *verify = sums->verify;
    g_autofree char *name = name_of(span->unit, span->start);
    guint64 kept = 0, counted = 0;
    gboolean differs = FALSE;
    GHashTableIter all;
    gpointer data;

    g_hash_table_iter_init(&all, sums->groups);
    while (g_hash_table_iter_next(&all, NULL, &data)) {
        const Group *group = data;

        kept += group->kept;
        counted += group->counted;
        differs |= !is_nothing(&group->left);
    }
    g_hash_table_remove_all(sums->groups);
    if (!differs)
        return;
    verify->result.n_sums++;
    if (kept != counted)
        care_verify_tell(verify, CARE_FINDING_SUM,
                         _("the sums of %s (UTC) hold %lld chats, there are %lld"), name,
                         (long long)kept, (long long)counted);
    else
        care_verify_tell(verify, CARE_FINDING_SUM,
                         _("the sums of %s (UTC) differ from the chats in what came of them"),
                         name);
}

static void
count_stray(gint64 agent G_GNUC_UNUSED, const char *protocol G_GNUC_UNUSED,
            gint64 definition G_GNUC_UNUSED, const CareCounts *counts, gpointer data)
{
    guint *n_stray = data;

    *n_stray += !is_nothing(counts);
}

/* Sums up to @to, where no chat is. */
static gboolean
check_gap(const Sums *sums, Span *span, gint64 to, GError **error)
{
    g_autofree char *name = name_of(span->unit, MAX(span->checked, 0));
    guint n_stray = 0;

    if (!care_rollup_read(sums->verify->db, span->unit, span->checked, to, count_stray, &n_stray,
                          error))
        return FALSE;
    span->checked = to;
    if (n_stray > 0) {
        sums->verify->result.n_sums++;
        care_verify_tell(sums->verify, CARE_FINDING_SUM,
                         _("there are sums without chats from %s (UTC) on"), name);
    }
    return TRUE;
}

static gboolean
close_span(Sums *sums, Span *span, GError **error)
{
    if (span->next == 0)
        return TRUE;
    if (!check_gap(sums, span, span->start, error))
        return FALSE;
    add_counted(sums, span->by_cell);
    span->checked = span->next;
    if (!care_rollup_read(sums->verify->db, span->unit, span->start, span->next, take_kept, sums,
                          error))
        return FALSE;
    tell_span(sums, span);
    return TRUE;
}

static gboolean
count_chat(Sums *sums, Span *span, gint64 ms, gint64 cell, GError **error)
{
    if (span->next == 0 || ms >= span->next) {
        if (!close_span(sums, span, error))
            return FALSE;
        span->start = care_rollup_start(span->unit, ms);
        span->next = care_rollup_next(span->unit, span->start);
    }
    if ((guint)cell >= span->by_cell->len)
        g_array_set_size(span->by_cell, (guint)cell + 1);
    g_array_index(span->by_cell, guint64, cell)++;
    return TRUE;
}

static gboolean
count_chats(Sums *sums, Span *spans, gsize n_spans, GError **error)
{
    const gint64 n_cells = (gint64)sums->cells->len;
    GError *failed = NULL;
    sqlite3_stmt *query =
        care_db_query(sums->verify->db,
                      "SELECT counted_ms, cell FROM chat WHERE counted_ms NOT NULL"
                      " AND counted_ms >= 0 AND counted_ms < ?1"
                      " ORDER BY counted_ms",
                      error, CARE_INT(CARE_END_OF_TIME));

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const gint64 ms = sqlite3_column_int64(query, 0), cell = sqlite3_column_int64(query, 1);

        /* One that points nowhere was told of already, and is in no figure. */
        for (gsize i = 0; cell > 0 && cell < n_cells && i < n_spans; i++) {
            if (!count_chat(sums, &spans[i], ms, cell, error)) {
                sqlite3_reset(query);
                return FALSE;
            }
        }
    }
    return care_verify_ended(failed, error);
}

static gboolean
check_spans(Sums *sums, GError **error)
{
    Span spans[] = {
        {.unit = CARE_ROLLUP_DAY, .checked = G_MININT64},
        {.unit = CARE_ROLLUP_MONTH, .checked = G_MININT64},
    };
    gboolean is_read;

    for (gsize i = 0; i < G_N_ELEMENTS(spans); i++)
        spans[i].by_cell = g_array_new(FALSE, TRUE, sizeof(guint64));
    is_read = count_chats(sums, spans, G_N_ELEMENTS(spans), error);
    for (gsize i = 0; i < G_N_ELEMENTS(spans); i++) {
        is_read = is_read && close_span(sums, &spans[i], error) &&
                  check_gap(sums, &spans[i], G_MAXINT64, error);
        g_array_unref(spans[i].by_cell);
    }
    return is_read;
}

static gboolean
is_same_row(const CareCubeRow *a, const CareCubeRow *b)
{
    return strcmp(a->agent, b->agent) == 0 && strcmp(a->protocol, b->protocol) == 0 &&
           strcmp(a->definition, b->definition) == 0 && a->scale.min == b->scale.min &&
           a->scale.max == b->scale.max && memcmp(&a->counts, &b->counts, sizeof a->counts) == 0;
}

/* What a report says of all time, read the one way and the other. */
static gboolean
check_report(CareVerify *verify, GError **error)
{
    const CareCubeFilter quick = {0}, slow = {.recount = TRUE};
    g_autoptr(CareCube) kept = care_reader_count(verify->reader, &quick, error);
    g_autoptr(CareCube) counted =
        kept != NULL ? care_reader_count(verify->reader, &slow, error) : NULL;
    gboolean is_same;

    if (counted == NULL)
        return FALSE;
    is_same = kept->rows->len == counted->rows->len && kept->first_ms == counted->first_ms &&
              kept->last_ms == counted->last_ms;
    for (guint i = 0; is_same && i < kept->rows->len; i++)
        is_same =
            is_same_row(g_ptr_array_index(kept->rows, i), g_ptr_array_index(counted->rows, i));
    if (!is_same) {
        verify->result.n_sums++;
        care_verify_tell(verify, CARE_FINDING_SUM,
                         _("a report by the sums says other figures than one by the chats"));
    }
    return TRUE;
}

gboolean
care_verify_sums(CareVerify *verify, GError **error)
{
    Sums sums = {.verify = verify};
    gboolean is_due, is_read;

    if (!care_rollup_is_due(verify->db, &is_due, error))
        return FALSE;
    if (is_due)
        return TRUE; /* nobody reads them before they are made anew */
    sums.cells = g_array_new(FALSE, TRUE, sizeof(Cell));
    g_array_set_clear_func(sums.cells, cell_clear);
    sums.groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    is_read = care_cells_each(verify->db, keep_cell, &sums, error) && check_spans(&sums, error);
    g_array_unref(sums.cells);
    g_hash_table_unref(sums.groups);
    return is_read && check_report(verify, error);
}
