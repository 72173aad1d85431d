/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How words and the marks on them go together, wherever words go. */
#pragma once

#include "care-db.h"

/* Whether @db has such marks: a copy may be of a schema without them. Any thread, its own @db. */
gboolean care_comments_has_marks(CareDb *db, gboolean *out_has, GError **error);

/* Lets go of the words to an answer, and of what was marked on it; that it was handled stays. In
 * the caller's transaction. */
gboolean care_comments_drop(CareDb *db, gint64 answer, GError **error);

/* The same for all answers in a chat. */
gboolean care_comments_drop_of_chat(CareDb *db, gint64 chat, GError **error);

/**
 * care_comments_drop_theirs:
 * @customer: a row, or NULL as a value
 * @chat: the chat in which they said so, unless it is another's by now; the same
 * @out_did: (out): whether there were any words
 *
 * The same for all that a customer ever answered; @db may be of any schema. In the caller's
 * transaction.
 */
gboolean care_comments_drop_theirs(CareDb *db, CareValue customer, CareValue chat,
                                   gboolean *out_did, GError **error);

/* The same for answers of which a damaged file can no longer tell whose they are. */
gboolean care_comments_drop_orphans(CareDb *db, GError **error);
