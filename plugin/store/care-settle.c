/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every question comes to an end and every chat to an outcome, even if their client never comes
 * back. */
#include "care-settle.h"
#include "care-fact.h"
#include "care-ledger.h"

#define LEFT_MS \
    ((gint64)60 * 60 * 1000) /* a dead client's question: it may come back and go on with it */

static const char expire_survey[] =
    "UPDATE survey SET state = 'expired', changed_ms = ?2 WHERE id = ?1";

static gboolean
expire(CareDb *db, gint64 survey, const char *chat, gint64 at_ms, GError **error)
{
    gint64 row;

    if (!care_db_run(db, expire_survey, error, CARE_INT(survey), CARE_INT(at_ms)) ||
        !care_db_int(db,
                     "UPDATE chat SET outcome = 'expired', reason = 'none'"
                     " WHERE ext = ?1 AND survey = ?2 AND outcome = 'pending' RETURNING id",
                     CARE_NO_ROW, &row, error, CARE_TEXT(chat), CARE_INT(survey)))
        return FALSE;
    return row == CARE_NO_ROW || (care_fact_settle(db, row, error) &&
                                  care_ledger_add(db, at_ms, chat, "outcome", "expired", error));
}

/* A dead client's chats are taken over when a client starts; until then, which may be days, its
   open question would keep the customer from every other one. */
gboolean
care_settle_question(CareDb *db, const CareLock *lock, gint64 customer, const char *survey,
                     gint64 at_ms, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autofree char *client = NULL, *chat = NULL;
    gint64 left;
    sqlite3_stmt *query =
        care_db_query(db,
                      "SELECT s.id, c.ext, c.client FROM survey s JOIN chat c ON c.id = s.chat"
                      " WHERE s.customer = ?1 AND s.ext <> ?2 AND s.kind = 'final'"
                      " AND s.state IN ('asking', 'asked', 'suspended') AND s.asked_ms < ?3",
                      error, CARE_INT(customer), CARE_TEXT(survey), CARE_INT(at_ms - LEFT_MS));

    if (query == NULL)
        return FALSE;
    if (!care_db_step(query, &failed)) {
        const gboolean none = failed == NULL;

        if (!none)
            g_propagate_error(error, g_steal_pointer(&failed));
        return none;
    }
    left = sqlite3_column_int64(query, 0); /* a unique index says that there is no other */
    chat = care_db_column_text(query, 1);
    client = care_db_column_text(query, 2);
    sqlite3_reset(query);
    return care_lock_is_alive(lock, client) || expire(db, left, chat, at_ms, error);
}

gboolean
care_settle_pulses(CareDb *db, const CareLock *lock, gint64 at_ms, GError **error)
{
    g_autoptr(GArray) left = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query =
        care_db_query(db,
                      "SELECT s.id, c.client FROM survey s JOIN chat c ON c.id = s.chat"
                      " WHERE s.kind = 'pulse' AND s.state IN ('asking', 'asked', 'suspended')",
                      error);

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const char *client = (const char *)sqlite3_column_text(query, 1);
        const gint64 survey = sqlite3_column_int64(query, 0);

        if (client == NULL || !care_lock_is_alive(lock, client))
            g_array_append_val(left, survey);
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    for (guint i = 0; i < left->len; i++) {
        if (!care_db_run(db, expire_survey, error, CARE_INT(g_array_index(left, gint64, i)),
                         CARE_INT(at_ms)))
            return FALSE;
    }
    return TRUE;
}

gboolean
care_settle_lost(CareDb *db, gint64 row, const CareRecord *record, gint64 at_ms, GError **error)
{
    gint64 survey;

    if (record->chat.outcome == CARE_OUTCOME_OPEN)
        return care_db_run(db,
                           "UPDATE chat SET ended_ms = last_ms, ended_by = 'idle',"
                           " outcome = 'not_asked', reason = 'idle' WHERE id = ?1",
                           error, CARE_INT(row)) &&
               care_fact_settle(db, row, error) &&
               care_ledger_add(db, at_ms, record->chat.id, "outcome", "not_asked:idle", error);
    if (record->chat.outcome != CARE_OUTCOME_PENDING)
        return TRUE;
    return care_db_int(db, "SELECT survey FROM chat WHERE id = ?1", CARE_NO_ROW, &survey, error,
                       CARE_INT(row)) &&
           expire(db, survey, record->chat.id, at_ms, error);
}
