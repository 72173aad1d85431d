/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns the items of `[policy] locked` into locked keys, and finds who locked a key. */
#pragma once

#include "care-settings-table.h"

/**
 * care_settings_lock_item:
 * @locks: "group.key" to the name of the file that locked it
 * @item: "ask.sample-percent", "sample-percent", "privacy", "text-question[de]"; from a file
 * @by: the file's name
 *
 * Locks each key and group that @item can mean; a wording for all languages at once. What names
 * nothing is a slip: then the whole group it names, or the groups nearest to it, are locked (all by
 * "*"), for a slip must not leave a key open. Any thread.
 *
 * Returns: FALSE for a slip
 */
gboolean care_settings_lock_item(GHashTable *locks, const char *item, const char *by);

/* Who locked the key; a free key by its own name, without its language, or by its pattern. NULL:
 * nobody. (transfer none) Any thread. */
const char *care_settings_lock_of(GHashTable *locks, const char *group, const char *key);
