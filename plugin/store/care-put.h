/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns one record into rows, so that storing it twice is the same as storing it once. */
#pragma once

#include "care-db.h"
#include "care-lock.h"

/**
 * care_put_record:
 * @lock: says who we are, and whether a client that has a question out still runs
 * @out_status: OK, or ELSEWHERE: another client asked this customer, or the customer was made
 * private or opted out since the record was made; then nothing of it is stored
 * @error: why nothing of it was stored
 *
 * Stores @record whole or not at all, inside the caller's transaction. Writer thread.
 */
gboolean care_put_record(CareDb *db, const CareLock *lock, const CareRecord *record,
                         CareStored *out_status, GError **error);
