/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes a customer out of the copies and set-aside files that lie beside a store. */
#pragma once

#include "care-traces.h"

typedef struct {
    CareTraces *traces; /* grows by what the copies know */
    const char *key;
    gint64 now_ms;
    GPtrArray *cleaned;   /* (element-type filename): see CareForgotten */
    GPtrArray *uncleaned; /* the same */
} CareScour;

/**
 * care_scour_beside:
 * @store: the store's path, links followed; the gate is held, so nobody is making a copy
 *
 * Erases the customer from each file beside @store that is a copy of it or was set aside. A file is
 * replaced whole, when its successor is on disk, or not at all. What is damaged beyond that, or
 * still has bytes of theirs, is listed as not cleaned and left as it is. FALSE: the disk is full,
 * or the folder may not be written; BUSY: another such command is at it.
 */
gboolean care_scour_beside(CareScour *scour, const char *store, GError **error);
