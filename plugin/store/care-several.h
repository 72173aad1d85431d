/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What several stores have in common, found by walking their indices side by side: never more than
 * a row of each in memory. */
#pragma once

#include "care-reader-private.h"

typedef gboolean (*CareCommonFunc)(const char *name, const gboolean *is_in, gpointer data,
                                   GError **error);

/* Which column of names, each of them unique, in bytewise order of an index. */
typedef enum { CARE_COMMON_CHATS, CARE_COMMON_CUSTOMERS, CARE_COMMON_AGENTS } CareCommon;

/* Calls @each for every name that stands in two of @parts or more, @is_in telling in which; FALSE
 * ends the walk: without an error that is success. Any thread. */
gboolean care_several_common(CareReader *const *parts, guint n, CareCommon what,
                             CareCommonFunc each, gpointer data, GError **error);

/* Counts chats that stand in both, up to @most. Any thread. */
gboolean care_several_same_chats(CareReader *one, CareReader *other, guint64 most, guint64 *out_n,
                                 GError **error);
