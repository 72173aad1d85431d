/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings to an end what a dead client left and nobody can go on with. */
#pragma once

#include "care-db.h"
#include "care-lock.h"

/* Writer thread, all of this file; inside the caller's transaction. */

/* Expires the question that a dead client has out to @customer for more than an hour, unless it is
 * @survey's. */
gboolean care_settle_question(CareDb *db, const CareLock *lock, gint64 customer, const char *survey,
                              gint64 at_ms, GError **error);

/* Expires all questions in mid-chat that dead clients left: their moment has gone. */
gboolean care_settle_pulses(CareDb *db, const CareLock *lock, gint64 at_ms, GError **error);

/* Ends a chat that has no address any more, by which it could be found again. @row: the one that
 * @record was read from. */
gboolean care_settle_lost(CareDb *db, gint64 row, const CareRecord *record, gint64 at_ms,
                          GError **error);
