/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts chats by language, hour or customer: each kind of chat once, as often as there are such.
 */
#include "care-cells.h"
#include "care-count.h"
#include "care-reader-private.h"
#include <purple-care/store-by.h>
#include <string.h>

#define SLICE_MS 900000 /* every zone's hours begin at one of these */
#define SLICES   "900000"

#define IN_RANGE "c.counted_ms IS NOT NULL AND c.counted_ms >= ?1 AND c.counted_ms < ?2"
#define KNOWN    " FROM chat c INDEXED BY chat_customer WHERE c.customer IS NOT NULL AND " IN_RANGE

/* What is counted by, and the cell. */
static const char by_language[] =
    "SELECT coalesce(s.language, u.language, ''), c.cell FROM chat c"
    " LEFT JOIN customer u ON u.id = c.customer LEFT JOIN survey s ON s.id = c.survey"
    " WHERE " IN_RANGE;
static const char by_hour[] =
    "SELECT c.counted_ms / " SLICES ", c.cell FROM chat c WHERE " IN_RANGE " ORDER BY c.counted_ms";
static const char by_customer[] = "SELECT c.customer, c.cell" KNOWN " ORDER BY c.customer";
static const char by_nobody[] =
    "SELECT 0, c.cell FROM chat c WHERE c.customer IS NULL AND " IN_RANGE;

typedef struct {
    gboolean is_wanted; /* of the filter's agent and protocol */
    CareCellFacts facts;
} Cell;

/* The chats of one language, hour or customer. */
typedef struct {
    CareCube *cube;   /* by definition alone: nothing else is asked of it */
    GHashTable *sums; /* of the store that is being read: definition's row to Sum */
} Group;

typedef struct {
    CareScale scale;
    CareCounts counts;
} Sum;

typedef struct {
    CareKey key;
    GTimeZone *zone;
    const CareCubeFilter *filter;
    GHashTable *groups; /* name to Group */
    GHashTable *rows;   /* of one store: a customer's row to how many chats, then to their Group */
    GArray *cells;      /* of Cell, of one store, by number */
    gint64 slice;       /* the last one, and its group */
    Group *of_slice;
    CareReader *part;
} By;

/* (transfer full) */
static gint64 *
number_new(gint64 number)
{
    gint64 *copy = g_new(gint64, 1);

    *copy = number;
    return copy;
}

static void
group_free(gpointer data)
{
    Group *group = data;

    care_cube_free(group->cube);
    g_hash_table_unref(group->sums);
    g_free(group);
}

static Group *
group_named(GHashTable *groups, const char *name)
{
    Group *group = g_hash_table_lookup(groups, name);

    if (group != NULL)
        return group;
    group = g_new0(Group, 1);
    group->cube = care_cube_new();
    group->sums = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    g_hash_table_insert(groups, g_strdup(name), group);
    return group;
}

/* The hour on the desk's clocks of a quarter of an hour since 1970. (transfer full) */
static char *
hour_of(gint64 slice, GTimeZone *zone)
{
    const gint64 seconds = slice * (SLICE_MS / 1000);
    const gint interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, seconds);
    const gint64 local = seconds + g_time_zone_get_offset(zone, interval);

    return g_strdup_printf("%02d", (gint)(((local % 86400 + 86400) % 86400) / 3600));
}

/* NULL: a customer of too few chats to be told. */
static Group *
group_of(By *by, sqlite3_stmt *row)
{
    gint64 number;

    if (by->key == CARE_KEY_LANGUAGE)
        return group_named(by->groups, (const char *)sqlite3_column_text(row, 0));
    number = sqlite3_column_int64(row, 0);
    if (by->key == CARE_KEY_CUSTOMER)
        return g_hash_table_lookup(by->rows, &number);
    if (by->of_slice == NULL || by->slice != number) {
        g_autofree char *hour = hour_of(number, by->zone);

        by->slice = number;
        by->of_slice = group_named(by->groups, hour);
    }
    return by->of_slice;
}

typedef struct {
    By *by;
    gint64 agent; /* row; CARE_NO_ROW: the filter's has none here */
} Wanted;

static void
add_cell(gint64 number, const CareCellFacts *facts, const char *protocol, gpointer data)
{
    const Wanted *wanted = data;
    const CareCubeFilter *filter = wanted->by->filter;
    GArray *cells = wanted->by->cells;

    if ((guint64)number >= cells->len)
        g_array_set_size(cells, (guint)number + 1);
    g_array_index(cells, Cell, number) = (Cell){
        (filter->agent == NULL || facts->agent == wanted->agent) &&
            (filter->protocol == NULL || g_strcmp0(filter->protocol, protocol) == 0),
        *facts,
    };
}

static gboolean
read_cells(By *by, GError **error)
{
    Wanted wanted = {.by = by, .agent = CARE_NO_ROW};

    g_array_set_size(by->cells, 0);
    return (by->filter->agent == NULL ||
            care_db_int(by->part->db, "SELECT id FROM agent WHERE name = ?1", CARE_NO_ROW,
                        &wanted.agent, error, CARE_TEXT(by->filter->agent))) &&
           care_cells_each(by->part->db, add_cell, &wanted, error);
}

/* NULL: the chat is not among those that are asked for. */
static const Cell *
cell_of(const By *by, sqlite3_stmt *row)
{
    const gint64 number = sqlite3_column_int64(row, 1);
    const Cell *cell;

    if (number < 0 || number >= by->cells->len)
        return NULL;
    cell = &g_array_index(by->cells, Cell, number);
    return cell->is_wanted ? cell : NULL;
}

static void
add_chat(By *by, sqlite3_stmt *row)
{
    const Cell *cell = cell_of(by, row);
    Group *group = cell != NULL ? group_of(by, row) : NULL;
    Sum *sum;

    if (group == NULL)
        return;
    sum = g_hash_table_lookup(group->sums, &cell->facts.definition);
    if (sum == NULL) {
        sum = g_new0(Sum, 1);
        sum->scale = cell->facts.scale;
        g_hash_table_insert(group->sums, number_new(cell->facts.definition), sum);
    }
    care_cell_count(&cell->facts, 1, &sum->counts);
}

typedef void (*RowFunc)(By *by, sqlite3_stmt *row);

static gboolean
walk(By *by, const char *text, RowFunc each, GError **error)
{
    const CareRange range = care_count_range(by->filter);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query =
        care_db_query(by->part->db, text, error, CARE_INT(range.from), CARE_INT(range.to));

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed))
        each(by, query);
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* (transfer full) (nullable): the one text that @text gives for a row. */
static char *
name_of(By *by, const char *text, gint64 row, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(by->part->db, text, error, CARE_INT(row));
    char *name = NULL;

    if (query == NULL)
        return NULL;
    if (care_db_step(query, &failed)) {
        name = care_db_column_text(query, 0);
        sqlite3_reset(query);
    }
    if (failed != NULL)
        g_propagate_error(error, g_steal_pointer(&failed));
    return name != NULL || failed != NULL ? name : g_strdup("");
}

static gboolean
flush_group(By *by, Group *group, GError **error)
{
    GHashTableIter sums;
    gpointer row, counted;

    g_hash_table_iter_init(&sums, group->sums);
    while (g_hash_table_iter_next(&sums, &row, &counted)) {
        const Sum *sum = counted;
        g_autofree char *hash =
            name_of(by, "SELECT hash FROM definition WHERE id = ?1", *(const gint64 *)row, error);

        if (hash == NULL)
            return FALSE;
        care_cube_add(group->cube, "", "",
                      *hash != '\0' ? care_reader_definition(by->part, hash) : "", sum->scale,
                      &sum->counts);
    }
    g_hash_table_remove_all(group->sums);
    return TRUE;
}

/* The sums of one store go into the cubes, by the names that all stores know. */
static gboolean
flush(By *by, GError **error)
{
    GHashTableIter groups;
    gpointer group;

    g_hash_table_iter_init(&groups, by->groups);
    while (g_hash_table_iter_next(&groups, NULL, &group)) {
        if (!flush_group(by, group, error))
            return FALSE;
    }
    return TRUE;
}

/* --- customers: first those with most chats are found, then they are counted --- */

static void
count_chat(By *by, sqlite3_stmt *row)
{
    const gint64 customer = sqlite3_column_int64(row, 0);
    gint64 *n = cell_of(by, row) != NULL ? g_hash_table_lookup(by->rows, &customer) : NULL;

    if (n != NULL)
        (*n)++;
    else if (cell_of(by, row) != NULL)
        g_hash_table_insert(by->rows, number_new(customer), number_new(1));
}

static const char find_key[] = "SELECT key FROM customer WHERE id = ?1";

/* Adds the chats of one store's customers to @totals: key to gint64. */
static gboolean
count_customers(By *by, GHashTable *totals, GError **error)
{
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    GHashTableIter iter;
    gpointer row, n;

    by->rows = rows;
    if (!read_cells(by, error) || !walk(by, by_customer, count_chat, error))
        return FALSE;
    g_hash_table_iter_init(&iter, rows);
    while (g_hash_table_iter_next(&iter, &row, &n)) {
        g_autofree char *key = name_of(by, find_key, *(const gint64 *)row, error);
        gint64 *total = key != NULL ? g_hash_table_lookup(totals, key) : NULL;

        if (key == NULL)
            return FALSE;
        if (total != NULL)
            *total += *(const gint64 *)n;
        else
            g_hash_table_insert(totals, g_steal_pointer(&key), number_new(*(const gint64 *)n));
    }
    return TRUE;
}

static gint
most_first(gconstpointer a, gconstpointer b, gpointer data)
{
    const char *first = *(const char *const *)a, *second = *(const char *const *)b;
    const gint64 n = *(const gint64 *)g_hash_table_lookup(data, first),
                 m = *(const gint64 *)g_hash_table_lookup(data, second);

    return n != m ? (n < m) - (n > m) : strcmp(first, second);
}

/* Makes a group for each customer who will be told, and one for nobody. */
static gboolean
choose_customers(By *by, CareReader *reader, guint64 *out_left, GError **error)
{
    g_autoptr(GHashTable) totals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autofree gpointer *names = NULL;
    guint n = 0;

    for (guint i = 0; i < care_reader_n(reader); i++) {
        by->part = care_reader_store(reader, i);
        if (!count_customers(by, totals, error))
            return FALSE;
    }
    names = g_hash_table_get_keys_as_array(totals, &n);
    g_qsort_with_data(names, (gint)n, sizeof *names, most_first, totals);
    group_named(by->groups, "");
    for (guint i = 0; i < MIN(n, CARE_KEYED_MAX); i++)
        group_named(by->groups, names[i]);
    *out_left = n - MIN(n, CARE_KEYED_MAX);
    return TRUE;
}

/* Which row of this store is whose. */
static gboolean
find_rows(By *by, GError **error)
{
    GHashTableIter iter;
    gpointer name, group;

    g_hash_table_iter_init(&iter, by->groups);
    while (g_hash_table_iter_next(&iter, &name, &group)) {
        gint64 row;

        if (!care_db_int(by->part->db, "SELECT id FROM customer WHERE key = ?1", CARE_NO_ROW, &row,
                         error, CARE_TEXT(name)))
            return FALSE;
        if (row != CARE_NO_ROW || *(const char *)name == '\0')
            g_hash_table_insert(by->rows, number_new(row), group);
    }
    return TRUE;
}

static gboolean
read_customers(By *by, GError **error)
{
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

    by->rows = rows;
    return find_rows(by, error) && walk(by, by_customer, add_chat, error) &&
           walk(by, by_nobody, add_chat, error);
}

static gboolean
read_part(By *by, GError **error)
{
    gboolean is_read = read_cells(by, error);

    if (by->key == CARE_KEY_CUSTOMER)
        is_read = is_read && read_customers(by, error);
    else
        is_read =
            is_read && walk(by, by->key == CARE_KEY_HOUR ? by_hour : by_language, add_chat, error);
    return is_read && flush(by, error);
}

/* --- all of them --- */

static void
keyed_free(gpointer data)
{
    CareKeyed *keyed = data;

    g_free(keyed->name);
    care_cube_free(keyed->cube);
    g_free(keyed);
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    const CareKeyed *const *keyed[] = {a, b};

    return strcmp((*keyed[0])->name, (*keyed[1])->name);
}

static gint
compare_chats(gconstpointer a, gconstpointer b)
{
    const CareKeyed *const *keyed[] = {a, b};
    const CareCounts first = care_cube_sum((*keyed[0])->cube, NULL);
    const CareCounts second = care_cube_sum((*keyed[1])->cube, NULL);
    const guint64 chats[] = {care_counts_chats(&first), care_counts_chats(&second)};

    if (chats[0] != chats[1])
        return chats[0] > chats[1] ? -1 : 1;
    return compare_names(a, b);
}

/* (transfer full): the cubes of @groups in which chats were counted. */
static GPtrArray *
list_of(GHashTable *groups, CareKey key, guint64 *left)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(keyed_free);
    GHashTableIter iter;
    gpointer name, value;

    g_hash_table_iter_init(&iter, groups);
    while (g_hash_table_iter_next(&iter, &name, &value)) {
        Group *group = value;
        CareKeyed *keyed;

        if (group->cube->rows->len == 0)
            continue;
        keyed = g_new(CareKeyed, 1);
        *keyed = (CareKeyed){g_strdup(name), g_steal_pointer(&group->cube)};
        g_ptr_array_add(list, keyed);
    }
    g_ptr_array_sort(list, key == CARE_KEY_CUSTOMER ? compare_chats : compare_names);
    if (list->len > CARE_KEYED_MAX) {
        *left += list->len - CARE_KEYED_MAX;
        g_ptr_array_set_size(list, CARE_KEYED_MAX);
    }
    return list;
}

GPtrArray *
care_reader_by(CareReader *reader, const CareCubeFilter *filter, CareKey key, GTimeZone *zone,
               guint64 *out_left, GError **error)
{
    g_autoptr(GHashTable) groups =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, group_free);
    g_autoptr(GArray) cells = g_array_new(FALSE, TRUE, sizeof(Cell));
    By by = {.key = key, .zone = zone, .filter = filter, .groups = groups, .cells = cells};

    g_return_val_if_fail(reader != NULL && filter != NULL && zone != NULL && out_left != NULL,
                         NULL);
    g_return_val_if_fail((guint)key <= CARE_KEY_CUSTOMER, NULL);

    *out_left = 0;
    if (key == CARE_KEY_CUSTOMER && !choose_customers(&by, reader, out_left, error)) {
        g_prefix_error(error, "%s: ", by.part->path);
        return NULL;
    }
    for (guint i = 0; i < care_reader_n(reader); i++) {
        by.part = care_reader_store(reader, i);
        if (!read_part(&by, error)) {
            g_prefix_error(error, "%s: ", by.part->path);
            return NULL;
        }
    }
    return list_of(groups, key, out_left);
}
