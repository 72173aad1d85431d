/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A clock set to the year 2100 for an hour must not cost a desk its comments. */
#include "care-keeper.h"

#define DAY_US         ((gint64)24 * 60 * 60 * 1000 * 1000)
#define AFTER_FAULT_US ((gint64)10 * 60 * 1000 * 1000)
#define TRUSTED_MS     ((gint64)60 * 24 * 60 * 60 * 1000) /* a long holiday */

void
care_keeper_set(CareKeeper *keeper, const CareKeep *keep)
{
    *keeper = (CareKeeper){.is_on = TRUE, .keep = *keep};
}

static gboolean
note(CareDb *db, gint64 now_ms, GError **error)
{
    return care_db_run(db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('kept', ?1 || '')",
                       error, CARE_INT(now_ms));
}

/* An age is only as right as the clock. */
static CareKeep
believed(const CareKeep *keep, gboolean is_trusted)
{
    if (is_trusted)
        return *keep;
    return (CareKeep){
        .comments_ms = keep->comments_ms == 0 ? 0 : -1,
        .notes_ms = keep->notes_ms == 0 ? 0 : -1,
        .chats_ms = -1,
    };
}

static gboolean
begin(CareKeeper *keeper, CareDb *db, gint64 now_ms, GError **error)
{
    gint64 last_ms;

    if (!care_db_int(db, "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'kept'", -1, &last_ms,
                     error))
        return FALSE;
    keeper->trusted = believed(&keeper->keep,
                               last_ms >= 0 && now_ms >= last_ms && now_ms - last_ms <= TRUSTED_MS);
    keeper->pass = (CareKeepPass){0};
    keeper->is_begun = TRUE;
    return TRUE;
}

gboolean
care_keeper_look(CareKeeper *keeper, CareDb *db, gint64 now_ms, gint64 steady_us)
{
    gboolean has_more = FALSE;

    if (!keeper->is_on || steady_us < keeper->next_us)
        return FALSE;
    if ((!keeper->is_begun && !begin(keeper, db, now_ms, NULL)) ||
        !care_keep_run(db, &keeper->trusted, now_ms, &keeper->pass, &has_more, NULL) ||
        (!has_more && !note(db, now_ms, NULL))) {
        keeper->next_us = steady_us + AFTER_FAULT_US; /* another client writes, or a full disk */
        return FALSE;
    }
    if (has_more)
        return FALSE;
    keeper->is_begun = FALSE;
    keeper->next_us = steady_us + DAY_US;
    return keeper->pass.did;
}
