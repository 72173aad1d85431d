/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Forgets a customer everywhere at once, by the rules of the erasure that customers type. */
#include "care-forget.h"
#include "care-customer.h"
#include "care-editor.h"
#include "care-scour.h"

#define IN_MEMORY_MAX_BYTES (256 * 1024 * 1024) /* what a rewriting may take of it */

void
care_forgotten_clear(CareForgotten *forgotten)
{
    g_clear_pointer(&forgotten->cleaned, g_ptr_array_unref);
    g_clear_pointer(&forgotten->uncleaned, g_ptr_array_unref);
}

static gboolean
empty_log(CareDb *db, GError **error)
{
    const int code =
        sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    return code == SQLITE_OK || care_db_fail(code, error);
}

gboolean
care_forget_rewrite(CareDb *db, GError **error)
{
    gint64 n_bytes = 0;

    if (!care_db_int(db, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
                     0, &n_bytes, error))
        return FALSE;
    return (n_bytes <= IN_MEMORY_MAX_BYTES ||
            care_db_exec(db, "PRAGMA temp_store = FILE", error)) &&
           care_db_exec(db, "VACUUM", error) && empty_log(db, error) &&
           /* Only now: as long as this row is there, a client or the next command tries again. */
           care_db_exec(db, "DELETE FROM meta WHERE key = 'erased'", error) && empty_log(db, error);
}

static gboolean
count_theirs(CareDb *db, const char *key, CareForgotten *forgotten, GError **error)
{
    gint64 chats = 0, comments = 0, noted = 0;

    if (!care_db_int(db,
                     "SELECT count(*) FROM chat"
                     " WHERE customer = (SELECT id FROM customer WHERE key = ?1)",
                     0, &chats, error, CARE_TEXT(key)) ||
        !care_db_int(db,
                     "WITH them AS (SELECT id FROM customer WHERE key = ?1)"
                     " SELECT count(*) FROM comment WHERE answer IN (SELECT a.id FROM survey s"
                     "  JOIN answer a ON a.survey = s.id WHERE s.customer IN them"
                     "  OR s.chat IN (SELECT id FROM chat WHERE customer IN them))",
                     0, &comments, error, CARE_TEXT(key)) ||
        !care_db_int(db, "SELECT note NOT NULL OR name NOT NULL FROM customer WHERE key = ?1", 0,
                     &noted, error, CARE_TEXT(key)))
        return FALSE;
    forgotten->chats = (guint64)chats;
    forgotten->comments = (guint64)comments;
    forgotten->noted = noted != 0;
    return TRUE;
}

static gboolean
erase_rows(CareDb *db, const CareScour *scour, CareForgotten *forgotten, GError **error)
{
    const CareRecord record = {
        .customer = (char *)scour->key, .change = CARE_CUSTOMER_ERASE, .at_ms = scour->now_ms};
    gboolean was_there;

    return care_traces_gather(scour->traces, db, error) &&
           count_theirs(db, scour->key, forgotten, error) &&
           care_customer_is_there(db, scour->key, &was_there, error) &&
           care_customer_erase(db, &record, CARE_NO_ROW, was_there, error);
}

static gboolean
erase(CareDb *db, const CareScour *scour, CareForgotten *forgotten, GError **error)
{
    if (!care_db_exec(db, "BEGIN IMMEDIATE", error))
        return FALSE;
    if (erase_rows(db, scour, forgotten, error) && care_db_exec(db, "COMMIT", error))
        return TRUE;
    care_db_exec(db, "ROLLBACK", NULL);
    return FALSE;
}

gboolean
care_editor_forget(CareEditor *editor, const char *key, gint64 now_ms, CareForgotten *out_forgotten,
                   GError **error)
{
    g_autoptr(CareTraces) traces = NULL;
    g_auto(CareForgotten) forgotten = {0};
    g_autoptr(GError) unwritten = NULL;
    CareScour scour;
    CareDb *db;

    g_return_val_if_fail(editor != NULL && key != NULL && out_forgotten != NULL, FALSE);

    db = editor->session->db;
    traces = care_traces_new(key);
    forgotten.cleaned = g_ptr_array_new_with_free_func(g_free);
    forgotten.uncleaned = g_ptr_array_new_with_free_func(g_free);
    scour = (CareScour){traces, key, now_ms, forgotten.cleaned, forgotten.uncleaned};
    if (!erase(db, &scour, &forgotten, error)) {
        g_prefix_error(error, "%s: ", editor->session->path);
        return FALSE;
    }
    /* The copies do not wait for a reader of the store. */
    care_forget_rewrite(db, &unwritten);
    if (!care_scour_beside(&scour, editor->session->path, error)) {
        g_prefix_error(error, _("erased from the store, but not yet from its copies: "));
        return FALSE;
    }
    if (unwritten != NULL) {
        g_propagate_prefixed_error(
            error, g_steal_pointer(&unwritten),
            _("%s: erased, but its bytes may still stand in file and log, for these could not be "
              "rewritten; close the programs that read the store and run this again: "),
            editor->session->path);
        return FALSE;
    }
    *out_forgotten = forgotten;
    forgotten = (CareForgotten){0};
    return TRUE;
}
