/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that read for the command line share. */
#pragma once

#include "care-db.h"

struct _CareReader {
    CareDb *db; /* read-only */
    char *path; /* of the store, links followed */
};
