/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that change a store from the command line share. */
#pragma once

#include "care-session.h"
#include <purple-care/store-admin.h>

struct _CareEditor {
    CareSession *session; /* connected: session->db, session->path, session->lock */
};
