/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merges sorted names of several stores. */
#include "care-several.h"
#include <string.h>

typedef struct {
    sqlite3_stmt *query; /* NULL: at its end */
    char *name;          /* the next one; NULL: at its end */
} Walk;

typedef struct {
    Walk *walks;
    gboolean *is_in;
    guint n;
} Merge;

static void
merge_clear(Merge *merge)
{
    for (guint i = 0; i < merge->n; i++) {
        if (merge->walks[i].query != NULL)
            sqlite3_reset(merge->walks[i].query);
        g_free(merge->walks[i].name);
    }
    g_free(merge->walks);
    g_free(merge->is_in);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Merge, merge_clear)

static gboolean
step(Walk *walk, GError **error)
{
    g_autoptr(GError) failed = NULL;

    g_clear_pointer(&walk->name, g_free);
    if (walk->query == NULL)
        return TRUE;
    if (care_db_step(walk->query, &failed)) {
        walk->name = care_db_column_text(walk->query, 0);
        if (walk->name == NULL) /* no column of ours may be NULL */
            walk->name = g_strdup("");
        return TRUE;
    }
    walk->query = NULL; /* care_db_step() has reset it */
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static sqlite3_stmt *
query_of(CareDb *db, CareCommon what, GError **error)
{
    switch (what) {
    case CARE_COMMON_CHATS:
        return care_db_query(db, "SELECT ext FROM chat ORDER BY ext", error);
    case CARE_COMMON_CUSTOMERS:
        return care_db_query(db, "SELECT key FROM customer ORDER BY key", error);
    case CARE_COMMON_AGENTS:
        return care_db_query(db, "SELECT name FROM agent ORDER BY name", error);
    }
    g_return_val_if_reached(NULL);
}

static const char *
least_of(const Merge *merge)
{
    const char *least = NULL;

    for (guint i = 0; i < merge->n; i++) {
        const char *name = merge->walks[i].name;

        if (name != NULL && (least == NULL || strcmp(name, least) < 0))
            least = name;
    }
    return least;
}

static gboolean
run(Merge *merge, CareCommonFunc each, gpointer data, GError **error)
{
    for (const char *least; (least = least_of(merge)) != NULL;) {
        g_autofree char *name = g_strdup(least);
        g_autoptr(GError) failed = NULL;
        guint n_in = 0;

        for (guint i = 0; i < merge->n; i++) {
            Walk *walk = &merge->walks[i];

            merge->is_in[i] = walk->name != NULL && strcmp(walk->name, name) == 0;
            n_in += merge->is_in[i] ? 1 : 0;
            /* Text with a NUL inside is cut there, so a name may come again. */
            while (walk->name != NULL && strcmp(walk->name, name) <= 0) {
                if (!step(walk, error))
                    return FALSE;
            }
        }
        if (n_in < 2 || each(name, merge->is_in, data, &failed))
            continue;
        if (failed == NULL)
            return TRUE;
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    return TRUE;
}

gboolean
care_several_common(CareReader *const *parts, guint n, CareCommon what, CareCommonFunc each,
                    gpointer data, GError **error)
{
    g_auto(Merge) merge = {g_new0(Walk, n), g_new0(gboolean, n), n};

    for (guint i = 0; i < n; i++) {
        merge.walks[i].query = query_of(parts[i]->db, what, error);
        if (merge.walks[i].query == NULL || !step(&merge.walks[i], error))
            return FALSE;
    }
    return run(&merge, each, data, error);
}

typedef struct {
    guint64 n, most;
} Counter;

static gboolean
count_one(const char *name G_GNUC_UNUSED, const gboolean *is_in G_GNUC_UNUSED, gpointer data,
          GError **error G_GNUC_UNUSED)
{
    Counter *counter = data;

    return ++counter->n < counter->most;
}

gboolean
care_several_same_chats(CareReader *one, CareReader *other, guint64 most, guint64 *out_n,
                        GError **error)
{
    CareReader *const pair[] = {one, other};
    Counter counter = {.most = most};

    if (!care_several_common(pair, G_N_ELEMENTS(pair), CARE_COMMON_CHATS, count_one, &counter,
                             error))
        return FALSE;
    *out_n = counter.n;
    return TRUE;
}
