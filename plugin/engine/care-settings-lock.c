/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a lock in the widest sense: what an admin meant to lock must never be left open. */
#include "care-settings-lock.h"
#include <string.h>

static void
lock_id(GHashTable *locks, char *id, const char *by)
{
    g_hash_table_insert(locks, id, g_strdup(by));
}

/* "*": every group. */
static gboolean
lock_group(GHashTable *locks, const char *group, const char *by)
{
    const CareKey *row;
    gboolean found = FALSE;

    for (guint n = 0; (row = care_key_nth(n)) != NULL; n++) {
        if (strcmp(group, "*") != 0 && strcmp(row->group, group) != 0)
            continue;
        lock_id(locks, care_key_id(row->group, row->key), by);
        found = TRUE;
    }
    return found;
}

/* @key in @group, or (NULL) in each group that has it; "*" is no name by itself. */
static gboolean
lock_key(GHashTable *locks, const char *group, const char *key, const char *by)
{
    g_autofree char *base = g_strndup(key, strcspn(key, "["));
    const CareKey *row;
    gboolean found = FALSE;

    for (guint n = 0; (row = care_key_nth(n)) != NULL; n++) {
        if (group == NULL ? *row->key == '*' : strcmp(row->group, group) != 0)
            continue;
        if (strcmp(row->key, base) != 0 && !care_key_matches(row, base))
            continue;
        lock_id(locks, care_key_id(row->group, base), by);
        found = TRUE;
    }
    return found;
}

/* The groups that a slip may have meant, whole. */
static void
lock_near(GHashTable *locks, const char *group, const char *key, const char *by)
{
    const CareKey *near_key = care_key_nearest(group, key);
    const char *near_group = care_group_nearest(group);

    if (lock_group(locks, group, by))
        return;
    if (near_key != NULL)
        lock_group(locks, near_key->group, by);
    if (near_group != NULL)
        lock_group(locks, near_group, by);
}

gboolean
care_settings_lock_item(GHashTable *locks, const char *item, const char *by)
{
    const char *dot = strchr(item, '.');
    g_autofree char *group = dot == NULL ? NULL : g_strndup(item, (gsize)(dot - item));
    const char *key = dot == NULL ? item : dot + 1;
    gboolean found = lock_key(locks, group, key, by);

    if (group == NULL && strcmp(item, "*") != 0) /* a name may be both a key's and a group's */
        found |= lock_group(locks, item, by);
    if (!found)
        lock_near(locks, group != NULL ? group : item, key, by);
    return found;
}

const char *
care_settings_lock_of(GHashTable *locks, const char *group, const char *key)
{
    const CareKey *row = care_key_find(group, key);
    g_autofree char *id = care_key_id(group, key);
    g_autofree char *base = g_strndup(id, strcspn(id, "["));
    g_autofree char *pattern = row == NULL ? NULL : care_key_id(group, row->key);
    const char *by = g_hash_table_lookup(locks, base);

    return by != NULL || pattern == NULL ? by : g_hash_table_lookup(locks, pattern);
}
