/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says who stands in several stores, and whom two of them asked too soon one after the other. */
#include "care-several.h"
#include <purple-care/store-audit.h>
#include <string.h>

typedef struct {
    guint store;
    gint64 asked_ms;
    gint64 quiet_ms; /* for how long nobody was to ask again */
} Asked;

typedef struct {
    CareReader *reader;
    const CareSharedFilter *filter;
    CareShared *shared;
    GArray *asked; /* of Asked: one customer's, reused */
} Look;

static void
name_free(gpointer data)
{
    CareSharedName *name = data;

    g_free(name->name);
    g_free(name);
}

static void
twice_free(gpointer data)
{
    CareAskedTwice *twice = data;

    g_free(twice->customer);
    g_free(twice);
}

void
care_shared_free(CareShared *shared)
{
    if (shared == NULL)
        return;
    g_ptr_array_unref(shared->paths);
    g_ptr_array_unref(shared->agents);
    g_ptr_array_unref(shared->customers);
    g_ptr_array_unref(shared->twice);
    g_free(shared);
}

static void
keep_name(GPtrArray *names, const char *text, const gboolean *is_in, guint n)
{
    CareSharedName *name;

    if (names->len >= CARE_SHARED_NAMES)
        return;
    name = g_new0(CareSharedName, 1);
    name->name = g_strdup(text);
    for (guint i = 0; i < n; i++)
        name->n += is_in[i] ? 1 : 0;
    g_ptr_array_add(names, name);
}

static gint
asked_compare(gconstpointer a, gconstpointer b)
{
    const Asked *one = a, *other = b;

    if (one->asked_ms != other->asked_ms)
        return one->asked_ms < other->asked_ms ? -1 : 1;
    return one->store < other->store ? -1 : one->store > other->store;
}

/* What [ask] has for a question that ended so; one that is still out counts as silent. */
static gint64
quiet_of(const CareSharedFilter *filter, const char *end)
{
    if (g_strcmp0(end, "answered") == 0)
        return filter->answered_ms;
    if (g_strcmp0(end, "skipped") == 0 || g_strcmp0(end, "opted_out") == 0)
        return filter->refused_ms;
    return filter->silent_ms;
}

/* Each question at a chat's end; of an imported chat the end is all that is known. */
static gboolean
read_asked(Look *look, guint store, const char *key, GError **error)
{
    static const char select[] =
        "SELECT asked_ms, state FROM survey WHERE kind = 'final' AND state <> 'failed'"
        " AND customer = (SELECT id FROM customer WHERE key = ?1)"
        " UNION ALL SELECT ended_ms, outcome FROM chat WHERE survey IS NULL"
        " AND outcome IN ('answered', 'expired', 'skipped', 'opted_out')"
        " AND customer = (SELECT id FROM customer WHERE key = ?1)";
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query =
        care_db_query(care_reader_store(look->reader, store)->db, select, error, CARE_TEXT(key));

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const Asked asked = {store, sqlite3_column_int64(query, 0),
                             quiet_of(look->filter, (const char *)sqlite3_column_text(query, 1))};

        g_array_append_val(look->asked, asked);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static void
note_twice(Look *look, const char *key, const Asked *before, const Asked *asked)
{
    const CareSharedFilter *filter = look->filter;
    const gboolean is_all = filter->from_ms == 0 && filter->to_ms == 0;
    CareAskedTwice *twice;

    if (!is_all && (asked->asked_ms < filter->from_ms || asked->asked_ms >= filter->to_ms))
        return;
    if (look->shared->n_twice++ >= CARE_SHARED_NAMES)
        return;
    twice = g_new(CareAskedTwice, 1);
    *twice = (CareAskedTwice){.customer = g_strdup(key),
                              .store = asked->store,
                              .store_before = before->store,
                              .asked_ms = asked->asked_ms,
                              .asked_before_ms = before->asked_ms};
    g_ptr_array_add(look->shared->twice, twice);
}

/* Each question beside the newest one before it of another store: between two of one store its own
 * guards stand. */
static void
find_twice(Look *look, const char *key)
{
    const GArray *all = look->asked;
    const Asked *before = NULL;

    g_array_sort(look->asked, asked_compare);
    for (guint i = 1; i < all->len; i++) {
        const Asked *asked = &g_array_index(all, Asked, i);

        if (g_array_index(all, Asked, i - 1).store != asked->store)
            before = &g_array_index(all, Asked, i - 1);
        if (before != NULL && asked->asked_ms - before->asked_ms < before->quiet_ms)
            note_twice(look, key, before, asked);
    }
}

static gboolean
see_customer(const char *key, const gboolean *is_in, gpointer data, GError **error)
{
    Look *look = data;
    const guint n = care_reader_n(look->reader);

    look->shared->n_customers++;
    keep_name(look->shared->customers, key, is_in, n);
    g_array_set_size(look->asked, 0);
    for (guint i = 0; i < n; i++) {
        if (is_in[i] && !read_asked(look, i, key, error))
            return FALSE;
    }
    find_twice(look, key);
    return TRUE;
}

static gboolean
see_agent(const char *name, const gboolean *is_in, gpointer data, GError **error G_GNUC_UNUSED)
{
    Look *look = data;

    look->shared->n_agents++;
    keep_name(look->shared->agents, name, is_in, care_reader_n(look->reader));
    return TRUE;
}

static gboolean
see_chat(const char *id G_GNUC_UNUSED, const gboolean *is_in G_GNUC_UNUSED, gpointer data,
         GError **error G_GNUC_UNUSED)
{
    ((Look *)data)->shared->n_chats++;
    return TRUE;
}

CareShared *
care_reader_shared(CareReader *reader, const CareSharedFilter *filter, GError **error)
{
    g_autoptr(CareShared) shared = g_new0(CareShared, 1);
    g_autoptr(GPtrArray) parts = g_ptr_array_new();
    g_autoptr(GArray) asked = g_array_new(FALSE, FALSE, sizeof(Asked));
    Look look = {reader, filter, shared, asked};

    shared->paths = g_ptr_array_new_with_free_func(g_free);
    shared->agents = g_ptr_array_new_with_free_func(name_free);
    shared->customers = g_ptr_array_new_with_free_func(name_free);
    shared->twice = g_ptr_array_new_with_free_func(twice_free);
    g_return_val_if_fail(reader != NULL && filter != NULL, NULL);

    for (guint i = 0; i < care_reader_n(reader); i++) {
        CareReader *part = care_reader_store(reader, i);

        g_ptr_array_add(parts, part);
        g_ptr_array_add(shared->paths, g_filename_display_name(part->path));
    }
    CareReader *const *all = (CareReader *const *)parts->pdata;

    if (parts->len < 2 ||
        (care_several_common(all, parts->len, CARE_COMMON_AGENTS, see_agent, &look, error) &&
         care_several_common(all, parts->len, CARE_COMMON_CUSTOMERS, see_customer, &look, error) &&
         (!filter->has_chats ||
          care_several_common(all, parts->len, CARE_COMMON_CHATS, see_chat, &look, error))))
        return g_steal_pointer(&shared);
    return NULL;
}
