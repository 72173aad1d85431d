/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By which bytes a customer could still be found in a file, and whether they are there. */
#pragma once

#include "care-db.h"

typedef struct _CareTraces CareTraces;

/* Their key and its address to begin with. Any thread, all of this file. */
CareTraces *care_traces_new(const char *key);
void care_traces_free(CareTraces *traces);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareTraces, care_traces_free)

/* Adds what @db, of whatever schema, knows of them: addresses, nicks, words. */
gboolean care_traces_gather(CareTraces *traces, CareDb *db, GError **error);

/**
 * care_traces_remain:
 * @path: a database that nobody in this process has open
 *
 * Looks at every byte of it. What also stands in a living row is no trace of theirs: others may
 * have said the same, and one address may hold another.
 */
gboolean care_traces_remain(const CareTraces *traces, const char *path, gboolean *out_remain,
                            GError **error);
