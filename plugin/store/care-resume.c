/* SPDX-License-Identifier: GPL-2.0-or-later */
/* After a crash or a quit: each chat goes to one client, which can go on where the other stopped.
 */
#include "care-resume.h"
#include "care-customer.h"
#include "care-load.h"
#include "care-settle.h"

#define FOLLOW_UP_MS ((gint64)60 * 60 * 1000) /* every step expires after so long */

/* The chats that a run must go on with; a partial index for each branch keeps a start short. */
#define UNSETTLED                                                                    \
    "(SELECT id FROM chat WHERE outcome IN ('open', 'pending')"                      \
    " UNION SELECT chat FROM survey WHERE state IN ('asking', 'asked', 'suspended')" \
    "  AND kind = 'final'"                                                           \
    " UNION SELECT chat FROM survey WHERE state = 'expired' AND kind = 'final'"      \
    "  AND asked_ms > ?1"                                                            \
    " UNION SELECT chat FROM survey WHERE state = 'answered' AND kind = 'final'"     \
    "  AND step IN ('item', 'comment') AND changed_ms > ?2)"

typedef struct {
    CareResumed *resumed;
    gint64 chat;
} Found;

static void
found_free(gpointer data)
{
    Found *found = data;

    care_resumed_free(found->resumed);
    g_free(found);
}

static GPtrArray *
find_left(CareDb *db, const CareLock *lock, gint64 now_ms, GError **error)
{
    g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(found_free);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query =
        care_db_query(db, CARE_LOAD_CHAT " WHERE c.id IN " UNSETTLED " ORDER BY c.id", error,
                      CARE_INT(now_ms - CARE_LATE_WINDOW_MS), CARE_INT(now_ms - FOLLOW_UP_MS));

    if (query == NULL)
        return NULL;
    while (care_db_step(query, &failed)) {
        const char *client = (const char *)sqlite3_column_text(query, CARE_LOAD_CLIENT);
        CareRecord *record;
        Found *found;

        if (client != NULL && care_lock_is_alive(lock, client))
            continue;
        record = care_load_record(query);
        if (record == NULL)
            continue; /* nobody can go on with a chat in an unknown state */
        found = g_new0(Found, 1);
        found->chat = sqlite3_column_int64(query, CARE_LOAD_ROW);
        found->resumed = g_new0(CareResumed, 1);
        found->resumed->record = record;
        g_ptr_array_add(left, found);
    }
    if (failed == NULL)
        return g_steal_pointer(&left);
    g_propagate_error(error, g_steal_pointer(&failed));
    return NULL;
}

/* Marks it as ours, and reads the customer. */
static gboolean
adopt(CareDb *db, const CareLock *lock, const Found *found, gint64 now_ms, GError **error)
{
    CareResumed *resumed = found->resumed;

    if (!care_db_run(db, "UPDATE chat SET client = ?2 WHERE id = ?1", error, CARE_INT(found->chat),
                     CARE_TEXT(care_lock_client(lock))))
        return FALSE;
    return resumed->record->chat.customer == NULL ||
           care_customer_load(db, resumed->record->chat.customer, now_ms, &resumed->customer,
                              error);
}

static GPtrArray *
take_over(CareDb *db, const CareLock *lock, gint64 now_ms, GError **error)
{
    g_autoptr(GPtrArray) resumed =
        g_ptr_array_new_with_free_func((GDestroyNotify)care_resumed_free);
    g_autoptr(GPtrArray) left = NULL;

    if (!care_settle_pulses(db, lock, now_ms, error))
        return NULL;
    left = find_left(db, lock, now_ms, error);
    if (left == NULL)
        return NULL;
    for (guint i = 0; i < left->len; i++) {
        Found *found = g_ptr_array_index(left, i);

        if (!adopt(db, lock, found, now_ms, error))
            return NULL;
        if (found->resumed->record->chat.address == NULL) {
            if (!care_settle_lost(db, found->chat, found->resumed->record, now_ms, error))
                return NULL;
            continue;
        }
        g_ptr_array_add(resumed, g_steal_pointer(&found->resumed));
    }
    return g_steal_pointer(&resumed);
}

gboolean
care_resume_has_unsettled(CareDb *db, gint64 now_ms)
{
    gint64 n = 0;

    return care_db_int(db, "SELECT count(*) FROM " UNSETTLED, 0, &n, NULL,
                       CARE_INT(now_ms - CARE_LATE_WINDOW_MS), CARE_INT(now_ms - FOLLOW_UP_MS)) &&
           n > 0;
}

GPtrArray *
care_resume_left(CareDb *db, const CareLock *lock, gint64 now_ms, GError **error)
{
    g_autoptr(GPtrArray) resumed = NULL;

    /* One transaction: two clients that start together can't take the same chat. */
    if (!care_db_exec(db, "BEGIN IMMEDIATE", error))
        return NULL;
    resumed = take_over(db, lock, now_ms, error);
    if (resumed != NULL && care_db_exec(db, "COMMIT", error))
        return g_steal_pointer(&resumed);
    care_db_exec(db, "ROLLBACK", NULL);
    return NULL;
}

gboolean
care_resume_drop_addresses(CareDb *db, gint64 now_ms, GError **error)
{
    const CareValue before = CARE_INT(now_ms - CARE_LATE_WINDOW_MS);

    return care_db_run(
               db,
               "UPDATE survey SET who = NULL WHERE who NOT NULL AND asked_ms < ?1 AND chat IN"
               " (SELECT id FROM chat WHERE address NOT NULL AND ended_ms < ?1"
               "  AND outcome NOT IN ('open', 'pending'))",
               error, before) &&
           care_db_run(
               db,
               "UPDATE chat SET address = NULL WHERE address NOT NULL AND ended_ms < ?1"
               " AND outcome NOT IN ('open', 'pending')"
               " AND NOT EXISTS (SELECT 1 FROM survey WHERE chat = chat.id AND asked_ms >= ?1)",
               error, before);
}
