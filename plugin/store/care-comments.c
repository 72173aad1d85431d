/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words never go without what was marked on them: a lead's note may quote them. */
#include "care-comments.h"

gboolean
care_comments_has_marks(CareDb *db, gboolean *out_has, GError **error)
{
    gint64 n = 0;

    if (!care_db_int(db,
                     "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'mark'", 0,
                     &n, error))
        return FALSE;
    *out_has = n == 1;
    return TRUE;
}

#define HANDLED " AND (handled_ms NOT NULL OR settled = 1)"

/* A handled low mark is not to be handled again because its words have gone. */
#define FADE(which)                                                                        \
    "UPDATE mark SET read_ms = NULL, read_by = NULL, read_size = NULL, handled_ms = NULL," \
    " handled_by = NULL, note = NULL, theme = NULL, theme_ms = NULL, theme_by = NULL,"     \
    " best_ms = NULL, best_by = NULL, settled = 1 WHERE answer " which HANDLED
#define UNMARK(which) \
    "DELETE FROM mark WHERE answer " which " AND handled_ms IS NULL AND settled = 0"

gboolean
care_comments_drop(CareDb *db, gint64 answer, GError **error)
{
    return care_db_run(db, "DELETE FROM comment WHERE answer = ?1", error, CARE_INT(answer)) &&
           care_db_run(db, UNMARK("= ?1"), error, CARE_INT(answer)) &&
           care_db_run(db, FADE("= ?1"), error, CARE_INT(answer));
}

#define OF_CHAT "IN (SELECT a.id FROM survey s JOIN answer a ON a.survey = s.id WHERE s.chat = ?1)"

gboolean
care_comments_drop_of_chat(CareDb *db, gint64 chat, GError **error)
{
    return care_db_run(db, "DELETE FROM comment WHERE answer " OF_CHAT, error, CARE_INT(chat)) &&
           care_db_run(db, UNMARK(OF_CHAT), error, CARE_INT(chat)) &&
           care_db_run(db, FADE(OF_CHAT), error, CARE_INT(chat));
}

/* ?1 is the customer, ?2 the chat in which they said so, unless it is another's by now. */
#define THEIRS                                                       \
    "IN (SELECT a.id FROM survey s JOIN answer a ON a.survey = s.id" \
    " WHERE s.customer = ?1 OR s.chat IN (SELECT id FROM chat"       \
    "  WHERE customer = ?1 OR (id = ?2 AND (customer IS NULL OR customer = ?1))))"

gboolean
care_comments_drop_theirs(CareDb *db, CareValue customer, CareValue chat, gboolean *out_did,
                          GError **error)
{
    gboolean has;

    if (!care_comments_has_marks(db, &has, error) ||
        !care_db_run(db, "DELETE FROM comment WHERE answer " THEIRS, error, customer, chat))
        return FALSE;
    *out_did = sqlite3_changes(db->sql) > 0;
    return !has || (care_db_run(db, UNMARK(THEIRS), error, customer, chat) &&
                    care_db_run(db, FADE(THEIRS), error, customer, chat));
}

#define ORPHANS                                                                              \
    "NOT IN (SELECT a.id FROM answer a JOIN survey s ON s.id = a.survey JOIN chat c ON c.id" \
    " = s.chat)"

gboolean
care_comments_drop_orphans(CareDb *db, GError **error)
{
    gboolean has;

    return care_db_run(db, "DELETE FROM comment WHERE answer " ORPHANS, error) &&
           care_comments_has_marks(db, &has, error) &&
           (!has || care_db_run(db, "DELETE FROM mark WHERE answer " ORPHANS, error));
}
