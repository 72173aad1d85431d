/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notes what a lead did about what customers said, all of one command or nothing. */
#include "care-editor.h"
#include <purple-care/store-comments.h>

G_DEFINE_QUARK(care_mark_error, care_mark_error)

/* Words, or a low mark at a chat's end that counts and is still somebody's. */
static const char select_what[] =
    "SELECT a.rating, m.answer NOT NULL, a.item IS NULL"
    " FROM answer a JOIN survey s ON s.id = a.survey JOIN chat c ON c.id = s.chat"
    " LEFT JOIN comment m ON m.answer = a.id"
    " WHERE a.id = ?1 AND (m.answer NOT NULL OR (a.rating <= ?2 AND a.item IS NULL"
    " AND a.seq = s.rated_seq AND s.id = c.survey AND c.outcome = 'answered' AND c.erased = 0))";

static gboolean
check(CareDb *db, const CareMark *mark, gint64 id, GError **error)
{
    g_autoptr(GError) failed = NULL;
    gboolean is_there, is_best;
    sqlite3_stmt *query =
        care_db_query(db, select_what, error, CARE_INT(id), CARE_INT(CARE_COMMENT_LOW));

    if (query == NULL)
        return FALSE;
    is_there = care_db_step(query, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    is_best = is_there && sqlite3_column_int(query, 0) == CARE_RATINGS &&
              sqlite3_column_int(query, 1) != 0 && sqlite3_column_int(query, 2) != 0;
    sqlite3_reset(query);
    if (!is_there)
        g_set_error(error, CARE_MARK_ERROR, CARE_MARK_ERROR_NO_COMMENT,
                    _("there is no comment %lld"), (long long)id);
    else if (mark->kind == CARE_MARK_BEST && !is_best)
        g_set_error(error, CARE_MARK_ERROR, CARE_MARK_ERROR_NOT_BEST,
                    _("comment %lld is not best practice: that is words to a %d"), (long long)id,
                    CARE_RATINGS);
    return is_there && (mark->kind != CARE_MARK_BEST || is_best);
}

/* Who read it first, and when, stays; words that came since are read by now, too. */
static const char read_it[] =
    "INSERT INTO mark (answer, read_ms, read_by, read_size)"
    " VALUES (?1, ?2, ?3, ifnull((SELECT length(text) FROM comment WHERE answer = ?1), 0))"
    " ON CONFLICT (answer) DO UPDATE SET read_ms = ifnull(read_ms, excluded.read_ms),"
    " read_by = iif(read_ms IS NULL, excluded.read_by, read_by), read_size = excluded.read_size"
    " WHERE read_ms IS NULL OR read_size < excluded.read_size";

/* In which ?2, ?3 and ?4 are when, who and the text; each changes nothing where it is so already.
 */
static const char *const updates[] = {
    [CARE_MARK_HANDLED] =
        "UPDATE mark SET handled_ms = ?2, handled_by = ?3, note = ifnull(?4, note), settled = 0"
        " WHERE answer = ?1 AND (handled_ms IS NULL OR (?4 NOT NULL AND note IS NOT ?4))",
    [CARE_MARK_THEME] = "UPDATE mark SET theme_ms = ?2, theme_by = ?3, theme = ?4"
                        " WHERE answer = ?1 AND theme IS NOT ?4",
    [CARE_MARK_BEST] = "UPDATE mark SET best_ms = ?2, best_by = ?3"
                       " WHERE answer = ?1 AND best_ms IS NULL AND ?4 IS NULL",
};

/* What one command marked has one time; a faded mark has none. */
#define LAST                                                              \
    "max(ifnull(read_ms, 0), ifnull(handled_ms, 0), ifnull(theme_ms, 0)," \
    " ifnull(best_ms, 0))"

static const char take_back[] =
    "UPDATE mark SET settled = 0,"
    " read_by = iif(read_ms = " LAST ", NULL, read_by),"
    " read_size = iif(read_ms = " LAST ", NULL, read_size),"
    " handled_by = iif(handled_ms = " LAST ", NULL, handled_by),"
    " note = iif(handled_ms = " LAST ", NULL, note),"
    " theme = iif(theme_ms = " LAST ", NULL, theme),"
    " theme_by = iif(theme_ms = " LAST ", NULL, theme_by),"
    " best_by = iif(best_ms = " LAST ", NULL, best_by),"
    " read_ms = nullif(read_ms, " LAST "), handled_ms = nullif(handled_ms, " LAST "),"
    " theme_ms = nullif(theme_ms, " LAST "), best_ms = nullif(best_ms, " LAST ")"
    " WHERE answer = ?1";

static gboolean
undo(CareDb *db, gint64 id, gboolean *out_did, GError **error)
{
    if (!care_db_run(db, take_back, error, CARE_INT(id)))
        return FALSE;
    *out_did = sqlite3_changes(db->sql) > 0;
    return !*out_did ||
           (care_db_run(db,
                        "DELETE FROM mark WHERE answer = ?1"
                        " AND coalesce(read_ms, handled_ms, theme_ms, best_ms) IS NULL",
                        error, CARE_INT(id)) &&
            /* A note may have named somebody: see care_session_scrub(). */
            care_db_run(db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('erased', 'yes')",
                        error));
}

static gboolean
mark_one(CareDb *db, const CareMark *mark, gint64 id, gboolean *out_did, GError **error)
{
    if (!check(db, mark, id, error))
        return FALSE;
    if (mark->kind == CARE_MARK_UNDO)
        return undo(db, id, out_did, error);
    if (!care_db_run(db, read_it, error, CARE_INT(id), CARE_INT(mark->at_ms), CARE_TEXT(mark->by)))
        return FALSE;
    *out_did = sqlite3_changes(db->sql) > 0;
    if (mark->kind == CARE_MARK_READ)
        return TRUE;
    if (!care_db_run(db, updates[mark->kind], error, CARE_INT(id), CARE_INT(mark->at_ms),
                     CARE_TEXT(mark->by), CARE_TEXT(mark->text)))
        return FALSE;
    *out_did = sqlite3_changes(db->sql) > 0;
    return TRUE;
}

static gboolean
mark_all(CareDb *db, const CareMark *mark, const gint64 *ids, gsize n, guint *out_changed,
         GError **error)
{
    *out_changed = 0;
    for (gsize i = 0; i < n; i++) {
        gboolean did = FALSE;

        if (!mark_one(db, mark, ids[i], &did, error))
            return FALSE;
        *out_changed += did;
    }
    return TRUE;
}

gboolean
care_editor_mark(CareEditor *editor, const CareMark *mark, const gint64 *ids, gsize n,
                 guint *out_changed, GError **error)
{
    guint changed;
    CareDb *db;

    g_return_val_if_fail(editor != NULL && mark != NULL && out_changed != NULL, FALSE);
    g_return_val_if_fail(mark->kind != CARE_MARK_THEME || mark->text != NULL, FALSE);

    db = editor->session->db;
    if (!care_db_exec(db, "BEGIN IMMEDIATE", error))
        return FALSE;
    if (mark_all(db, mark, ids, n, &changed, error) && care_db_exec(db, "COMMIT", error)) {
        *out_changed = changed;
        return TRUE;
    }
    care_db_exec(db, "ROLLBACK", NULL);
    return FALSE;
}
