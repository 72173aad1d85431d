/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes over what clients left that are gone, and lets go of what nobody needs any more. */
#pragma once

#include "care-db.h"
#include "care-lock.h"

#define CARE_LATE_WINDOW_MS \
    ((gint64)7 * 24 * 60 * 60 * 1000) /* no answer is taken later than that */

/**
 * care_resume_left:
 * @lock: says which clients still run, and who we are
 *
 * Takes over what no running client looks after: chats open or with a question out, those whose
 * question expired so lately that a late answer may come, and those answered within the last hour
 * whose follow-up is out. A chat of a running client is left alone, and so is one whose outcome or
 * state is unknown here; one without an address is brought to its end. Writer thread.
 *
 * Returns: (transfer full): of CareResumed; NULL with @error
 */
GPtrArray *care_resume_left(CareDb *db, const CareLock *lock, gint64 now_ms, GError **error);

/* Whether there is any chat that a running client looks after, or should. */
gboolean care_resume_has_unsettled(CareDb *db, gint64 now_ms);

/* Forgets addresses that no late answer needs any more. */
gboolean care_resume_drop_addresses(CareDb *db, gint64 now_ms, GError **error);
