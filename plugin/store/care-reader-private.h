/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that read for the command line share. */
#pragma once

#include "care-db.h"

struct _CareReader {
    CareDb *db;          /* read-only */
    char *path;          /* of the store, links followed */
    GPtrArray *others;   /* of CareReader: stores that are added to it; NULL: none */
    GHashTable *renamed; /* definitions whose names an earlier store has for another scale, to what
                            they are called here; NULL: none */
};

/* How many stores it reads. */
guint care_reader_n(const CareReader *reader);

/* What the definition @name of that one store is called among all. */
const char *care_reader_definition(const CareReader *part, const char *name);

/* (transfer full): @sum (nullable) and @more (transfer full, both) added up, @more being of @part;
 * @is_all: they are of all time. */
CareCube *care_several_add(CareCube *sum, CareCube *more, const CareReader *part, gboolean is_all);
