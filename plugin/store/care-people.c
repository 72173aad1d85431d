/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the command line whom a store knows, one by one, so that there may be any number of them.
 */
#include "care-reader-private.h"
#include <purple-care/store-admin.h>
#include <string.h>

/* What was asked of imported chats is known by their outcome alone. */
#define ASKED "c.outcome IN ('answered', 'expired', 'skipped', 'opted_out')"

#define RATED                                                                \
    " FROM chat x JOIN cell k ON k.id = x.cell"                              \
    " WHERE x.customer = u.id AND x.outcome = 'answered' AND k.rating <> -1" \
    " ORDER BY x.counted_ms DESC, x.ext DESC LIMIT 1"

static const char select_customers[] =
    "SELECT u.key, u.language, u.private, u.opted_out_ms, u.created_ms,"
    " max(max(c.last_ms, c.ended_ms)), sum(c.counted_ms NOT NULL), sum(" ASKED "),"
    " sum(c.outcome = 'answered'), max(iif(c.survey IS NULL AND " ASKED ", c.ended_ms, 0)),"
    " (SELECT max(asked_ms) FROM survey WHERE customer = u.id AND kind = 'final'"
    "  AND state <> 'failed'),"
    " (SELECT k.rating" RATED "), u.name, u.note, (SELECT x.counted_ms" RATED ")"
    " FROM customer u LEFT JOIN chat c ON c.customer = u.id GROUP BY u.key ORDER BY u.key";

/* What is found in one of the stores that are read as one. */
typedef struct {
    CareReader *part;
    sqlite3_stmt *query;
    char *key; /* of the row that is on; NULL: there is none any more */
} Side;

static void
side_clear(gpointer data)
{
    Side *side = data;

    sqlite3_reset(side->query); /* of NULL: nothing */
    g_free(side->key);
}

static gboolean
advance(Side *side, GError **error)
{
    GError *failed = NULL;

    g_clear_pointer(&side->key, g_free);
    if (care_db_step(side->query, &failed)) {
        side->key = care_db_column_text(side->query, 0);
        if (side->key == NULL)
            side->key = g_strdup("");
        return TRUE;
    }
    side->query = NULL;
    if (failed == NULL)
        return TRUE;
    g_propagate_prefixed_error(error, failed, "%s: ", side->part->path);
    return FALSE;
}

static gboolean
begin(CareReader *reader, GArray *sides, GError **error)
{
    g_array_set_size(sides, care_reader_n(reader));
    for (guint i = 0; i < sides->len; i++) {
        Side *side = &g_array_index(sides, Side, i);

        side->part = care_reader_store(reader, i);
        side->query = care_db_query(side->part->db, select_customers, error);
        if (side->query == NULL) {
            g_prefix_error(error, "%s: ", side->part->path);
            return FALSE;
        }
        if (!advance(side, error))
            return FALSE;
    }
    return TRUE;
}

/* The key that comes next; NULL: there is none any more. */
static const char *
next_of(const GArray *sides)
{
    const char *next = NULL;

    for (guint i = 0; i < sides->len; i++) {
        const char *key = g_array_index(sides, Side, i).key;

        if (key != NULL && (next == NULL || strcmp(key, next) < 0))
            next = key;
    }
    return next;
}

/* @texts keeps what is read. */
static const char *
text_of(sqlite3_stmt *query, int column, GPtrArray *texts)
{
    char *text = care_db_column_text(query, column);

    g_ptr_array_add(texts, text);
    return text;
}

static void
read_row(sqlite3_stmt *query, GPtrArray *texts, CareCustomerRow *row)
{
    *row = (CareCustomerRow){
        .language = text_of(query, 1, texts),
        .is_private = sqlite3_column_int(query, 2) != 0,
        .opted_out_ms = sqlite3_column_int64(query, 3),
        .created_ms = sqlite3_column_int64(query, 4),
        .last_chat_ms = sqlite3_column_int64(query, 5),
        .chats = (guint64)sqlite3_column_int64(query, 6),
        .asked = (guint64)sqlite3_column_int64(query, 7),
        .answered = (guint64)sqlite3_column_int64(query, 8),
        .last_asked_ms = MAX(sqlite3_column_int64(query, 9), sqlite3_column_int64(query, 10)),
        .last_rating = sqlite3_column_int(query, 11),
        .last_rated_ms = sqlite3_column_int64(query, 14),
        .name = text_of(query, 12, texts),
        .note = text_of(query, 13, texts),
        .stores = 1,
    };
}

/* Adds what another store knows of the same customer. */
static void
add_row(CareCustomerRow *sum, const CareCustomerRow *more)
{
    const gboolean is_newer = more->last_chat_ms > sum->last_chat_ms;

    if (more->language != NULL && (is_newer || sum->language == NULL))
        sum->language = more->language;
    if (more->name != NULL && (is_newer || sum->name == NULL))
        sum->name = more->name;
    if (more->note != NULL && (is_newer || sum->note == NULL))
        sum->note = more->note;
    if (more->last_rated_ms > sum->last_rated_ms) {
        sum->last_rating = more->last_rating;
        sum->last_rated_ms = more->last_rated_ms;
    }
    sum->is_private = sum->is_private || more->is_private;
    if (sum->opted_out_ms == 0 ||
        (more->opted_out_ms != 0 && more->opted_out_ms < sum->opted_out_ms))
        sum->opted_out_ms = more->opted_out_ms;
    sum->created_ms = MIN(sum->created_ms, more->created_ms);
    sum->last_chat_ms = MAX(sum->last_chat_ms, more->last_chat_ms);
    sum->last_asked_ms = MAX(sum->last_asked_ms, more->last_asked_ms);
    sum->chats += more->chats;
    sum->asked += more->asked;
    sum->answered += more->answered;
    sum->stores++;
}

/* Tells the customer of @key, and goes on in all stores that know them. */
static gboolean
tell(const GArray *sides, const char *key, CareCustomerRowFunc each, gpointer data,
     gboolean *out_more, GError **error)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autofree gboolean *is_in = g_new0(gboolean, sides->len);
    CareCustomerRow sum = {0};

    for (guint i = 0; i < sides->len; i++) {
        const Side *side = &g_array_index(sides, Side, i);
        CareCustomerRow row;

        is_in[i] = g_strcmp0(side->key, key) == 0;
        if (!is_in[i])
            continue;
        read_row(side->query, texts, &row);
        if (sum.stores == 0)
            sum = row;
        else
            add_row(&sum, &row);
    }
    sum.key = key;
    *out_more = each(&sum, data);
    for (guint i = 0; i < sides->len; i++) {
        if (is_in[i] && !advance(&g_array_index(sides, Side, i), error))
            return FALSE;
    }
    return TRUE;
}

gboolean
care_reader_each_customer(CareReader *reader, CareCustomerRowFunc each, gpointer data,
                          GError **error)
{
    g_autoptr(GArray) sides = g_array_new(FALSE, TRUE, sizeof(Side));
    gboolean more = TRUE;
    const char *next;

    g_return_val_if_fail(reader != NULL && each != NULL, FALSE);

    g_array_set_clear_func(sides, side_clear);
    if (!begin(reader, sides, error))
        return FALSE;
    while (more && (next = next_of(sides)) != NULL) {
        g_autofree char *key = g_strdup(next);

        if (!tell(sides, key, each, data, &more, error))
            return FALSE;
    }
    return TRUE;
}

/* Adds the keys of @part that @name means. */
static gboolean
find_in(const CareReader *part, const char *name, GHashTable *keys, GError **error)
{
    g_autoptr(GError) failed = NULL;
    /* A key that is spelt out means nobody else. */
    sqlite3_stmt *query =
        care_db_query(part->db,
                      "SELECT key FROM customer WHERE key = ?1 UNION ALL"
                      " SELECT key FROM (SELECT key FROM customer"
                      "  WHERE substr(key, instr(key, ':') + 1) IN (?1, lower(?1)))"
                      " WHERE NOT EXISTS (SELECT 1 FROM customer WHERE key = ?1)",
                      error, CARE_TEXT(name));

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed))
        g_hash_table_add(keys, care_db_column_text(query, 0));
    if (failed == NULL)
        return TRUE;
    g_propagate_prefixed_error(error, g_steal_pointer(&failed), "%s: ", part->path);
    return FALSE;
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **
care_reader_find_customers(CareReader *reader, const char *name, GError **error)
{
    g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    GHashTableIter iter;
    gpointer key;

    g_return_val_if_fail(reader != NULL && name != NULL, NULL);

    for (guint i = 0; i < care_reader_n(reader); i++) {
        if (!find_in(care_reader_store(reader, i), name, keys, error))
            return NULL;
    }
    g_hash_table_iter_init(&iter, keys);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        if (strcmp(key, name) == 0 || !g_hash_table_contains(keys, name))
            g_ptr_array_add(sorted, key);
    }
    g_ptr_array_sort(sorted, by_name);
    g_ptr_array_add(sorted, NULL);
    return g_strdupv((char **)sorted->pdata);
}
