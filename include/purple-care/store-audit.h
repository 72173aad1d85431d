/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an audit reads of one store or several: how asking went, and what stands in more than one of
 * them. */
#pragma once

#include <purple-care/engine-audit.h>
#include <purple-care/store-admin.h>

/**
 * care_reader_audit:
 * @filter: its agent is not looked at: an agent is only seen beside all others
 * @scale: answers on another are not weighed
 * @total: chats that pass @filter, for @progress; 0: not known
 *
 * Reads each chat of the period once, in memory that grows with agents and definitions alone.
 *
 * Returns: (transfer full): NULL with @error
 */
CareAudit *care_reader_audit(CareReader *reader, const CareCubeFilter *filter, CareScale scale,
                             guint64 total, CareProgressFunc progress, gpointer data,
                             GError **error);

typedef struct {
    gint64 from_ms, to_ms;                     /* of the later question's chat; both 0: any */
    gint64 answered_ms, silent_ms, refused_ms; /* how long a customer is left alone, by how the
                                                  earlier question ended */
    gboolean has_chats; /* also look for chats in several stores, which takes longest */
} CareSharedFilter;

#define CARE_SHARED_NAMES 1000 /* of each kind are kept; all are counted */

typedef struct { /* a customer asked in one store too soon after a question in another */
    char *customer;
    guint store, store_before; /* from 0 */
    gint64 asked_ms, asked_before_ms;
} CareAskedTwice;

typedef struct {
    char *name;
    guint n; /* stores that it stands in */
} CareSharedName;

typedef struct {
    GPtrArray *paths; /* of the stores */
    guint64 n_agents, n_customers, n_chats, n_twice;
    GPtrArray *agents, *customers; /* of CareSharedName, by name, the first of them */
    GPtrArray *twice;              /* of CareAskedTwice, by customer and time, the first of them */
} CareShared;

/* (transfer full): what several of the stores know; of one store nothing. NULL with @error. */
CareShared *care_reader_shared(CareReader *reader, const CareSharedFilter *filter, GError **error);
void care_shared_free(CareShared *shared);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareShared, care_shared_free)
