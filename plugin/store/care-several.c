/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes one reader of several stores, for a desk without a server: what is counted adds up, and
 * nothing is counted twice. */
#include "care-several.h"
#include "care-cells.h"
#include "care-load.h"
#include "care-reader-private.h"
#include <string.h>

guint
care_reader_n(const CareReader *reader)
{
    return reader->others != NULL ? 1 + reader->others->len : 1;
}

CareReader *
care_reader_store(CareReader *reader, guint i)
{
    return i == 0 ? reader : g_ptr_array_index(reader->others, i - 1);
}

guint
care_reader_n_stores(CareReader *reader)
{
    g_return_val_if_fail(reader != NULL, 0);

    return care_reader_n(reader);
}

const char *
care_reader_definition(const CareReader *part, const char *name)
{
    const char *renamed = part->renamed != NULL ? g_hash_table_lookup(part->renamed, name) : NULL;

    return renamed != NULL ? renamed : name;
}

CareCube *
care_several_add(CareCube *sum, CareCube *more, const CareReader *part, gboolean is_all)
{
    if (sum == NULL) {
        if (part->renamed == NULL)
            return more;
        sum = care_cube_new();
        sum->from_ms = more->from_ms;
        sum->to_ms = more->to_ms;
    }
    for (guint i = 0; i < more->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(more->rows, i);

        care_cube_add(sum, row->agent, row->protocol, care_reader_definition(part, row->definition),
                      row->scale, &row->counts);
    }
    if (sum->first_ms == 0 || (more->first_ms != 0 && more->first_ms < sum->first_ms))
        sum->first_ms = more->first_ms;
    sum->last_ms = MAX(sum->last_ms, more->last_ms);
    if (is_all) {
        sum->from_ms = sum->first_ms;
        sum->to_ms = sum->last_ms;
    }
    sum->scale = care_cube_main_scale(sum);
    care_cube_free(more);
    return sum;
}

/* --- definitions --- */

static char *
scale_text(gint64 min, gint64 max)
{
    return g_strdup_printf("%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
}

/* Two stores may use one name for two scales, of imports above all: answers on them are never
 * mixed, so the later one's is called otherwise. @scales: names to texts of scales. */
static gboolean
tell_apart(CareReader *part, GHashTable *scales, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(part->db,
                                        "SELECT d.hash, " CARE_SQL_MIN ", " CARE_SQL_MAX
                                        " FROM definition d ORDER BY d.hash",
                                        error);

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        g_autofree char *name = care_db_column_text(query, 0);
        g_autofree char *scale =
            scale_text(sqlite3_column_int64(query, 1), sqlite3_column_int64(query, 2));
        const char *known = g_hash_table_lookup(scales, name);

        if (known == NULL) {
            g_hash_table_insert(scales, g_steal_pointer(&name), g_steal_pointer(&scale));
        } else if (strcmp(known, scale) != 0) {
            char *renamed = g_strdup_printf("%s (%s)", name, scale);

            if (part->renamed == NULL)
                part->renamed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
            g_hash_table_insert(part->renamed, g_steal_pointer(&name), renamed);
        }
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* --- what must not be counted twice --- */

/* (transfer full): the imports' rows of the ledger, which hold a hash of all their chats. */
static GHashTable *
read_imports(CareDb *db, GError **error)
{
    /* From one import to the next by the index, not through all of their chats. */
    static const char select[] =
        "WITH RECURSIVE each (client) AS ("
        " SELECT min(client) FROM chat WHERE client GLOB 'import-*'"
        " UNION ALL SELECT (SELECT min(client) FROM chat WHERE client GLOB 'import-*'"
        "  AND client > each.client) FROM each WHERE each.client NOT NULL)"
        " SELECT l.value FROM each JOIN ledger l ON l.seq = CAST(substr(each.client, 8) AS INTEGER)"
        " WHERE l.kind = 'import'";
    g_autoptr(GHashTable) imports = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(db, select, error);

    if (query == NULL)
        return NULL;
    while (care_db_step(query, &failed)) {
        char *value = care_db_column_text(query, 0);

        if (value != NULL)
            g_hash_table_add(imports, value);
    }
    if (failed == NULL)
        return g_steal_pointer(&imports);
    g_propagate_error(error, g_steal_pointer(&failed));
    return NULL;
}

static gboolean
refuse(const CareReader *one, const CareReader *other, const char *why, GError **error)
{
    g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN, "%s, %s: %s", one->path,
                other->path, why);
    return FALSE;
}

/* A copy has the same key; so has a store that was copied when it was empty, which is fine. */
static gboolean
is_no_copy(CareReader *one, CareReader *other, GError **error)
{
    g_autofree char *key = care_load_key(one->db, error);
    g_autofree char *other_key = key != NULL ? care_load_key(other->db, error) : NULL;
    guint64 n = 0;

    if (other_key == NULL)
        return FALSE;
    if (strcmp(key, other_key) != 0)
        return TRUE;
    if (!care_several_same_chats(one, other, 1, &n, error))
        return FALSE;
    return n == 0 ||
           refuse(one, other, _("one is a copy of the other, so chats would count twice; name one"),
                  error);
}

static gboolean
check_pair(CareReader *one, CareReader *other, GHashTable *imports, GHashTable *others,
           GError **error)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, others);
    while (g_hash_table_iter_next(&iter, &value, NULL)) {
        if (g_hash_table_contains(imports, value))
            return refuse(one, other,
                          _("both hold the same import, so its chats would count twice; name one"),
                          error);
    }
    return is_no_copy(one, other, error);
}

static gboolean
check_all(CareReader *reader, GError **error)
{
    g_autoptr(GPtrArray) imports =
        g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
    g_autoptr(GHashTable) scales = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    for (guint i = 0; i < care_reader_n(reader); i++) {
        CareReader *part = care_reader_store(reader, i);
        GHashTable *its = read_imports(part->db, error);

        if (its != NULL)
            g_ptr_array_add(imports, its);
        if (its == NULL || !tell_apart(part, scales, error)) {
            g_prefix_error(error, "%s: ", part->path);
            return FALSE;
        }
        for (guint j = 0; j < i; j++) {
            if (!check_pair(care_reader_store(reader, j), part, g_ptr_array_index(imports, j), its,
                            error))
                return FALSE;
        }
    }
    return TRUE;
}

CareReader *
care_reader_open_several(const char *const *paths, GError **error)
{
    g_autoptr(CareReader) reader = NULL;

    g_return_val_if_fail(paths != NULL && paths[0] != NULL, NULL);

    reader = care_reader_open(paths[0], error);
    if (reader == NULL || paths[1] == NULL)
        return g_steal_pointer(&reader);
    reader->others = g_ptr_array_new_with_free_func((GDestroyNotify)care_reader_close);
    for (guint i = 1; paths[i] != NULL; i++) {
        CareReader *other = care_reader_open(paths[i], error);

        if (other == NULL)
            return NULL;
        g_ptr_array_add(reader->others, other);
    }
    return check_all(reader, error) ? g_steal_pointer(&reader) : NULL;
}
