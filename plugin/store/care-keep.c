/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the promise that nothing is kept for longer than the desk says, and changes no figure. */
#include "care-keep.h"
#include "care-comments.h"
#include "care-ledger.h"
#include "care-resume.h"
#include "care-tomb.h"

#define LOOK   5000 /* rows in one step: some milliseconds */
#define CHANGE 200  /* of them */

enum { COMMENTS, NOTES, CHATS, CUSTOMERS, DONE };

/* Before which time things are old; G_MININT64: never. */
static gint64
limit_of(gint64 keep_ms, gint64 now_ms)
{
    if (keep_ms < 0 || keep_ms > now_ms)
        return G_MININT64;
    return keep_ms == 0 ? G_MAXINT64 : now_ms - keep_ms;
}

/* A chat is a count at the earliest when no late answer can come to it any more. */
static gint64
limit_of_chats(const CareKeep *keep, gint64 now_ms)
{
    return MIN(limit_of(keep->chats_ms, now_ms), now_ms - CARE_LATE_WINDOW_MS);
}

/* Reads rows (row, time, whether it is due) until enough are looked at or due, and moves the pass
   on. NULL with @error. (transfer full): the due ones' rows. */
static GArray *
find_due(sqlite3_stmt *query, CareKeepPass *pass, GError **error)
{
    g_autoptr(GArray) due = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(GError) failed = NULL;
    gboolean is_end = TRUE;

    for (guint looked = 0; query != NULL && care_db_step(query, &failed);) {
        const gint64 row = sqlite3_column_int64(query, 0);

        pass->after = row;
        pass->after_ms = sqlite3_column_int64(query, 1);
        if (sqlite3_column_int(query, 2) != 0)
            g_array_append_val(due, row);
        if (++looked < LOOK && due->len < CHANGE)
            continue;
        is_end = FALSE;
        break;
    }
    if (query == NULL)
        return NULL;
    sqlite3_reset(query);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return NULL;
    }
    if (is_end)
        *pass = (CareKeepPass){.phase = pass->phase + 1, .did = pass->did};
    return g_steal_pointer(&due);
}

/* The words to each of these answers, and what was marked on them. */
static gboolean
drop_each(CareDb *db, const GArray *answers, GError **error)
{
    for (guint i = 0; i < answers->len; i++) {
        if (!care_comments_drop(db, g_array_index(answers, gint64, i), error))
            return FALSE;
    }
    return TRUE;
}

/* How many went, and never whose. */
static gboolean
note(CareDb *db, CareKeepPass *pass, gint64 now_ms, const char *what, guint n, GError **error)
{
    g_autofree char *value = g_strdup_printf("%s:%u", what, n);

    if (n == 0)
        return TRUE;
    pass->did = TRUE;
    /* Overwriting a row leaves copies where pages were once split: see care_session_scrub(). */
    return care_db_run(db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('erased', 'yes')",
                       error) &&
           care_ledger_add(db, now_ms, NULL, "keep", value, error);
}

static gboolean
keep_comments(CareDb *db, const CareKeep *keep, gint64 now_ms, CareKeepPass *pass, GError **error)
{
    const gint64 before_ms = limit_of(keep->comments_ms, now_ms);
    g_autoptr(GArray) due = NULL;
    sqlite3_stmt *query;

    if (before_ms == G_MININT64) {
        pass->phase++;
        return TRUE;
    }
    /* A mark may be on a rating without words; one that has faded is none any more. */
    query = care_db_query(db,
                          "SELECT m.answer, 0, a.at_ms < ?2"
                          " AND s.state NOT IN ('asking', 'asked', 'suspended')"
                          " AND c.outcome NOT IN ('open', 'pending')"
                          " FROM (SELECT answer FROM comment WHERE answer > ?1"
                          "  UNION SELECT answer FROM mark WHERE answer > ?1 AND coalesce("
                          "   read_ms, handled_ms, theme_ms, best_ms) NOT NULL"
                          "  ORDER BY answer) m"
                          " CROSS JOIN answer a ON a.id = m.answer"
                          " JOIN survey s ON s.id = a.survey JOIN chat c ON c.id = s.chat"
                          " ORDER BY m.answer",
                          error, CARE_INT(pass->after), CARE_INT(before_ms));
    due = find_due(query, pass, error);
    return due != NULL && drop_each(db, due, error) &&
           note(db, pass, now_ms, "comments", due->len, error);
}

/* What agents noted of a customer, and what they wanted to be called: each by its own age. */
static gboolean
keep_notes(CareDb *db, const CareKeep *keep, gint64 now_ms, CareKeepPass *pass, GError **error)
{
    static const char let_go[] =
        "UPDATE customer SET note = iif(ifnull(note_ms, 0) < ?2, NULL, note),"
        " note_ms = iif(ifnull(note_ms, 0) < ?2, NULL, note_ms), name = iif(ifnull(name_ms, 0) < "
        "?2, NULL, name),"
        " name_ms = iif(ifnull(name_ms, 0) < ?2, NULL, name_ms) WHERE id = ?1";
    const CareValue before = CARE_INT(limit_of(keep->notes_ms, now_ms));
    g_autoptr(GArray) due = NULL;
    sqlite3_stmt *query;

    if (before.number == G_MININT64) {
        pass->phase++;
        return TRUE;
    }
    query = care_db_query(db,
                          "SELECT id, 0, (note NOT NULL AND ifnull(note_ms, 0) < ?2)"
                          " OR (name NOT NULL AND ifnull(name_ms, 0) < ?2)"
                          " FROM customer WHERE id > ?1 ORDER BY id",
                          error, CARE_INT(pass->after), before);
    due = find_due(query, pass, error);
    for (guint i = 0; due != NULL && i < due->len; i++) {
        if (!care_db_run(db, let_go, error, CARE_INT(g_array_index(due, gint64, i)), before))
            return FALSE;
    }
    return due != NULL && note(db, pass, now_ms, "notes", due->len, error);
}

typedef struct {
    gint64 row;
    char *key;
} Customer;

static void
customer_clear(gpointer data)
{
    g_free(((Customer *)data)->key);
}

/* (transfer full): of Customer: those that @sql, ?1 being @row, gives as row and key; NULL with
 * @error. */
static GArray *
find_customers(CareDb *db, const char *sql, gint64 row, GError **error)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Customer));
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(db, sql, error, CARE_INT(row));

    g_array_set_clear_func(found, customer_clear);
    while (query != NULL && care_db_step(query, &failed)) {
        const Customer customer = {sqlite3_column_int64(query, 0), care_db_column_text(query, 1)};

        g_array_append_val(found, customer);
    }
    if (failed != NULL)
        g_propagate_error(error, g_steal_pointer(&failed));
    else if (query != NULL)
        return g_steal_pointer(&found);
    return NULL;
}

/* Whose note or name is still to be kept, is. */
#define NOTED " AND (note NOT NULL OR name NOT NULL)"

static gboolean
bury_whole(CareDb *db, const Customer *customer, GError **error)
{
    return care_tomb_bury(db, customer->key, customer->row, error) &&
           care_db_run(db, "DELETE FROM customer WHERE id = ?1", error, CARE_INT(customer->row));
}

static gboolean
bury_if_alone(CareDb *db, const Customer *customer, GError **error)
{
    gint64 is_needed = 0;

    return care_db_int(db,
                       "SELECT EXISTS (SELECT 1 FROM chat WHERE customer = ?1)"
                       " OR EXISTS (SELECT 1 FROM survey WHERE customer = ?1)"
                       " OR EXISTS (SELECT 1 FROM customer WHERE id = ?1" NOTED ")",
                       1, &is_needed, error, CARE_INT(customer->row)) &&
           (is_needed || bury_whole(db, customer, error));
}

/* The names go; all by which it is counted stays. */
static gboolean
make_count(CareDb *db, gint64 chat, GError **error)
{
    g_autoptr(GArray) named = find_customers(
        db,
        "SELECT id, key FROM customer WHERE id IN (SELECT customer FROM chat WHERE id = ?1"
        " UNION SELECT customer FROM survey WHERE chat = ?1)",
        chat, error);

    if (named == NULL)
        return FALSE;
    for (guint i = 0; i < named->len; i++) {
        const Customer *customer = &g_array_index(named, Customer, i);

        if (!care_tomb_bury_chat(db, customer->key, customer->row, chat, error))
            return FALSE;
    }
    if (!care_comments_drop_of_chat(db, chat, error) ||
        !care_db_run(db, "UPDATE survey SET customer = NULL, who = NULL WHERE chat = ?1", error,
                     CARE_INT(chat)) ||
        !care_db_run(db,
                     "UPDATE chat SET customer = NULL, address = NULL, account = '', guards = NULL,"
                     " erased = 1, started_ms = ended_ms, last_ms = ended_ms WHERE id = ?1",
                     error, CARE_INT(chat)))
        return FALSE;
    for (guint i = 0; i < named->len; i++) {
        if (!bury_if_alone(db, &g_array_index(named, Customer, i), error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
keep_chats(CareDb *db, const CareKeep *keep, gint64 now_ms, CareKeepPass *pass, GError **error)
{
    const gint64 before_ms = limit_of_chats(keep, now_ms);
    g_autoptr(GArray) due = NULL;
    sqlite3_stmt *query;

    if (before_ms <= 0) {
        pass->phase = DONE;
        return TRUE;
    }
    query = care_db_query(
        db,
        "SELECT c.id, c.counted_ms,"
        " (c.erased = 0 OR c.account <> '' OR c.guards NOT NULL OR c.customer NOT NULL)"
        " AND c.outcome NOT IN ('open', 'pending') AND NOT EXISTS (SELECT 1 FROM survey"
        "  WHERE chat = c.id AND state IN ('asking', 'asked', 'suspended'))"
        " FROM chat c WHERE c.counted_ms >= ?1 AND c.counted_ms < ?3"
        " AND (c.counted_ms > ?1 OR c.id > ?2) ORDER BY c.counted_ms, c.id",
        error, CARE_INT(pass->after_ms), CARE_INT(pass->after), CARE_INT(before_ms));
    due = find_due(query, pass, error);
    for (guint i = 0; due != NULL && i < due->len; i++) {
        if (!make_count(db, g_array_index(due, gint64, i), error))
            return FALSE;
    }
    return due != NULL && note(db, pass, now_ms, "chats", due->len, error);
}

static gboolean
bury_row(CareDb *db, gint64 row, GError **error)
{
    g_autoptr(GArray) found =
        find_customers(db, "SELECT id, key FROM customer WHERE id = ?1", row, error);

    return found != NULL &&
           (found->len == 0 || bury_whole(db, &g_array_index(found, Customer, 0), error));
}

/* Those of whom nothing but the name was left already. */
static gboolean
keep_customers(CareDb *db, const CareKeep *keep, gint64 now_ms, CareKeepPass *pass, GError **error)
{
    g_autoptr(GArray) due = NULL;
    sqlite3_stmt *query =
        care_db_query(db,
                      "SELECT u.id, 0, u.created_ms < ?2 AND NOT EXISTS (SELECT 1 FROM chat WHERE "
                      "customer = u.id)"
                      " AND NOT EXISTS (SELECT 1 FROM survey WHERE customer = u.id)"
                      " AND note IS NULL AND name IS NULL"
                      " FROM customer u WHERE u.id > ?1 ORDER BY u.id",
                      error, CARE_INT(pass->after), CARE_INT(limit_of_chats(keep, now_ms)));

    due = find_due(query, pass, error);
    for (guint i = 0; due != NULL && i < due->len; i++) {
        if (!bury_row(db, g_array_index(due, gint64, i), error))
            return FALSE;
    }
    return due != NULL && note(db, pass, now_ms, "customers", due->len, error);
}

static gboolean
take_step(CareDb *db, const CareKeep *keep, gint64 now_ms, CareKeepPass *pass, GError **error)
{
    switch (pass->phase) {
    case COMMENTS:
        return keep_comments(db, keep, now_ms, pass, error);
    case NOTES:
        return keep_notes(db, keep, now_ms, pass, error);
    case CHATS:
        return keep_chats(db, keep, now_ms, pass, error);
    case CUSTOMERS:
        return keep_customers(db, keep, now_ms, pass, error);
    default:
        return TRUE;
    }
}

gboolean
care_keep_run(CareDb *db, const CareKeep *keep, gint64 now_ms, CareKeepPass *pass,
              gboolean *out_more, GError **error)
{
    CareKeepPass next = *pass;
    gboolean begun;

    sqlite3_busy_timeout(db->sql, 0);
    begun = care_db_exec(db, "BEGIN IMMEDIATE", error);
    sqlite3_busy_timeout(db->sql, CARE_DB_BUSY_MS);
    if (!begun)
        return FALSE;
    if (take_step(db, keep, now_ms, &next, error) && care_db_exec(db, "COMMIT", error)) {
        *pass = next;
        *out_more = next.phase < DONE;
        return TRUE;
    }
    care_db_exec(db, "ROLLBACK", NULL);
    return FALSE;
}
