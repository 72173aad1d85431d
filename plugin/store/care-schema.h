/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings a database to this version's schema, or refuses it untouched. */
#pragma once

#include "care-db.h"

#define CARE_SCHEMA_APPLICATION \
    0x43415245 /* "CARE" in the file's header: file(1) and we tell it from others' */

typedef struct {
    const char *const *migrations; /* migrations[n] leads from schema n to n + 1 */
    guint version;                 /* how many: the schema this program knows */
} CareSchema;

extern const CareSchema care_schema;

/**
 * care_schema_check:
 * @out_version: 0 for an empty database
 *
 * Reads who made the database. OPEN: another program; NEWER: a newer version of this one; CORRUPT:
 * no database. Changes nothing.
 */
gboolean care_schema_check(CareDb *db, const CareSchema *schema, guint *out_version,
                           GError **error);

/**
 * care_schema_migrate:
 * @path: of the database: the copy is made beside it
 * @alone: no other client has the store open
 *
 * Takes a checked database to @schema, one transaction a step. One that holds data is first copied
 * to
 * "@path.before-N" (N: the schema it is taken to). BUSY: that needs to be done alone, and others
 * are there. Writer thread.
 */
gboolean care_schema_migrate(CareDb *db, const CareSchema *schema, const char *path, gboolean alone,
                             GError **error);
