/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A little of all that a desk stores, and what must hold of it after any accident. */
#pragma once

#include "care-store-test.h"
#include "care-work.h"

#define HISTORY_WORDS "walrus"  /* in the words that stay */
#define HISTORY_GONE  "ostrich" /* in the words of her who was erased */

/* (transfer full): of CareRecord, in order: chats begun, asked, answered, corrected, commented, a
 * follow-up, a pulse, one not asked, an opt-out, an erasure, a note, a reminder. */
GPtrArray *care_history_new(gint64 at_ms);

/* Whatever was told as stored is there, whole and once: @is_stored has a flag for each record. Of
 * those not so told each may be there or not. Sums, ledger and file are sound. */
void care_history_check(const Place *place, const GPtrArray *history, const gboolean *is_stored);

/* The two parts of that: what needs no history, and what is of the records alone. */
void care_history_check_soundness(const Place *place);
void care_history_check_records(const Place *place, const GPtrArray *history,
                                const gboolean *is_stored);

/* (transfer full): all that is stored, but for what each store and client has of its own. */
char *care_history_dump(const Place *place);

/* --- a client without a thread, so that each of its calls is the same in each run --- */

/* FALSE: could not be opened; @work may go on all the same. */
gboolean care_history_open(CareWork *work, const Place *place);
/* As soon after a failure as is wanted: it does not wait, as a client does, before it reconnects.
 */
CareStored care_history_put(CareWork *work, const CareRecord *record);
void care_history_close(CareWork *work);
