/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns one record into rows, so that storing it twice is the same as storing it once. */
#pragma once

#include "care-db.h"

/**
 * care_put_record:
 * @client: this client's name, care_lock_client()
 * @out_status: OK, or ELSEWHERE: another client asked this customer, or the customer was made
 * private or opted out since the record was made; then nothing of it is stored
 * @error: why nothing of it was stored
 *
 * Stores @record whole or not at all, inside the caller's transaction. Writer thread.
 */
gboolean care_put_record(CareDb *db, const char *client, const CareRecord *record,
                         CareStored *out_status, GError **error);
