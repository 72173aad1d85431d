/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings what was chosen to the settings file: one write at a time, and what comes meanwhile waits
 * for the next, also when the dialog has been closed. */
#include "care-prefs.h"
#include <string.h>

#define RETRY_MS 300 /* somebody else writes: it takes milliseconds */

typedef struct {
    char *group, *key, *value;
} Change;

static struct {
    GPtrArray *waiting;   /* of Change, each key once; NULL: none yet */
    GPtrArray *under_way; /* of Change; NULL: nothing is being written */
    const CareUiApi *api; /* of the last write; good in a callback of its core */
    guint serial;         /* of the write under way */
    guint retry;
    gboolean is_orphan; /* we were unloaded meanwhile, and its end may never come */
} queue;

static void
change_free(gpointer data)
{
    Change *change = data;

    g_free(change->group);
    g_free(change->key);
    g_free(change->value);
    g_free(change);
}

static Change *
find(const GPtrArray *changes, const char *group, const char *key)
{
    for (guint i = 0; changes != NULL && i < changes->len; i++) {
        Change *change = g_ptr_array_index(changes, i);

        if (strcmp(change->group, group) == 0 && strcmp(change->key, key) == 0)
            return change;
    }
    return NULL;
}

gboolean
care_prefs_queue_has(const char *group, const char *key)
{
    return find(queue.waiting, group, key) != NULL || find(queue.under_way, group, key) != NULL;
}

void
care_prefs_queue(const char *group, const char *key, const char *value)
{
    Change *change = find(queue.waiting, group, key);

    if (queue.waiting == NULL)
        queue.waiting = g_ptr_array_new_with_free_func(change_free);
    if (change == NULL) {
        change = g_new0(Change, 1);
        change->group = g_strdup(group);
        change->key = g_strdup(key);
        g_ptr_array_add(queue.waiting, change);
    }
    g_free(change->value);
    change->value = g_strdup(value);
}

/* Switched on and off again: the file has it so already. Only asked while nothing is being written,
 * so that what is in force is what the file says. */
static void
drop_same(const CareSettings *settings)
{
    for (guint i = queue.waiting->len; i-- > 0;) {
        const Change *change = g_ptr_array_index(queue.waiting, i);

        if (g_strcmp0(care_settings_value(settings, change->group, change->key), change->value) ==
            0)
            g_ptr_array_remove_index(queue.waiting, i);
    }
}

static void
on_done(const GError *error, gpointer data)
{
    if (GPOINTER_TO_UINT(data) != queue.serial)
        return; /* of a life before this one */
    g_clear_pointer(&queue.under_way, g_ptr_array_unref);
    queue.is_orphan = FALSE;
    care_prefs_wrote(error != NULL ? error->message : NULL);
    care_prefs_queue_go(queue.api);
}

static gboolean
on_retry(gpointer data G_GNUC_UNUSED)
{
    queue.retry = 0;
    care_prefs_queue_go(queue.api);
    return G_SOURCE_REMOVE;
}

void
care_prefs_queue_go(const CareUiApi *api)
{
    CareSettings *settings = api->settings(); /* NULL: the client is quitting */
    g_autofree CareSettingsChange *changes = NULL;
    g_autofree char *why = NULL;
    guint n;

    queue.api = api;
    if (queue.is_orphan && care_pidgin_loaded() != NULL)
        g_clear_pointer(&queue.under_way, g_ptr_array_unref);
    if (settings == NULL || queue.waiting == NULL || queue.under_way != NULL || queue.retry != 0)
        return;
    drop_same(settings);
    n = queue.waiting->len;
    if (n == 0)
        return;
    changes = g_new0(CareSettingsChange, n);
    for (guint i = 0; i < n; i++) {
        const Change *change = g_ptr_array_index(queue.waiting, i);
        changes[i] = (CareSettingsChange){change->group, change->key, change->value};
    }
    queue.under_way = g_steal_pointer(&queue.waiting);
    queue.is_orphan = FALSE;
    queue.serial++;
    if (api->change(changes, n, on_done, GUINT_TO_POINTER(queue.serial), &why))
        return;
    if (why == NULL) { /* busy */
        queue.waiting = g_steal_pointer(&queue.under_way);
        if (care_pidgin_loaded() != NULL)
            queue.retry = g_timeout_add(RETRY_MS, on_retry, NULL);
        return;
    }
    g_clear_pointer(&queue.under_way, g_ptr_array_unref);
    care_prefs_wrote(why);
}

void
care_prefs_queue_stop(gboolean core_gone)
{
    if (queue.retry != 0)
        g_source_remove(queue.retry);
    queue.retry = 0;
    queue.is_orphan = TRUE;
    if (!core_gone)
        return; /* its end comes, and takes with it what waits */
    queue.serial++;
    g_clear_pointer(&queue.waiting, g_ptr_array_unref);
    g_clear_pointer(&queue.under_way, g_ptr_array_unref);
}
