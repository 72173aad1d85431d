/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps who may be asked and when, also of those who are known only by a hash any more. */
#include "care-customer.h"
#include "care-comments.h"
#include "care-ledger.h"
#include "care-tomb.h"
#include <string.h>

#define YEAR_MS ((gint64)365 * 24 * 60 * 60 * 1000)

static gboolean
find_row(CareDb *db, const char *key, gint64 *out_row, GError **error)
{
    return care_db_int(db, "SELECT id FROM customer WHERE key = ?1", CARE_NO_ROW, out_row, error,
                       CARE_TEXT(key));
}

static gboolean
make_row(CareDb *db, const char *key, gint64 at_ms, gint64 *out_row, GError **error)
{
    g_autofree char *hash = care_tomb_hash(db, key, error);

    if (hash == NULL ||
        !care_db_run(db,
                     "INSERT INTO customer (key, created_ms, private, opted_out_ms) VALUES (?1, ?2,"
                     " ifnull((SELECT private FROM tombstone WHERE hash = ?3), 0),"
                     " (SELECT opted_out_ms FROM tombstone WHERE hash = ?3))",
                     error, CARE_TEXT(key), CARE_INT(at_ms), CARE_TEXT(hash)))
        return FALSE;
    *out_row = sqlite3_last_insert_rowid(db->sql);
    return care_db_run(db, "DELETE FROM tombstone WHERE hash = ?1", error, CARE_TEXT(hash));
}

gboolean
care_customer_row(CareDb *db, const char *key, gint64 at_ms, gint64 *out_row, GError **error)
{
    *out_row = CARE_NO_ROW;
    return key == NULL || (find_row(db, key, out_row, error) &&
                           (*out_row != CARE_NO_ROW || make_row(db, key, at_ms, out_row, error)));
}

gboolean
care_customer_is_there(CareDb *db, const char *key, gboolean *out_is_there, GError **error)
{
    gint64 row = CARE_NO_ROW;

    if (key != NULL && !find_row(db, key, &row, error))
        return FALSE;
    *out_is_there = row != CARE_NO_ROW;
    return TRUE;
}

/* Runs an UPDATE to a new value, and notes it in the ledger only if it changed something. */
static gboolean
change(CareDb *db, const CareRecord *record, const char *update, gint64 row, CareValue value,
       const char *kind, GError **error)
{
    const gboolean is_set = value.type == CARE_VALUE_INT && value.number != 0;

    if (!care_db_run(db, update, error, CARE_INT(row), value))
        return FALSE;
    return sqlite3_changes(db->sql) == 0 || care_ledger_add(db, record->at_ms, record->chat.id,
                                                            kind, is_set ? "set" : "unset", error);
}

#define WISHES                                                                         \
    (CARE_CUSTOMER_SET_PRIVATE | CARE_CUSTOMER_UNSET_PRIVATE | CARE_CUSTOMER_OPT_OUT | \
     CARE_CUSTOMER_OPT_IN)

static const char *
or_null(const char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

/* What was there is to be gone, also where pages were once split: see care_session_scrub(). */
static gboolean
scrub_later(CareDb *db, GError **error)
{
    return care_db_run(db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('erased', 'yes')",
                       error);
}

static gboolean
set_words(CareDb *db, const char *update, gint64 row, const char *text, gint64 at_ms,
          GError **error)
{
    const char *words = or_null(text);

    return care_db_run(db, update, error, CARE_INT(row), CARE_TEXT(words),
                       words != NULL ? CARE_INT(at_ms) : CARE_TEXT(NULL)) &&
           (words != NULL || sqlite3_changes(db->sql) == 0 || scrub_later(db, error));
}

/* What agents note for each other. A language that an agent set stays whatever the customer answers
   in. */
static gboolean
remember(CareDb *db, const CareRecord *record, CareCustomerChange bits, gint64 row, GError **error)
{
    static const char set_note[] = "UPDATE customer SET note = ?2, note_ms = ?3 WHERE id = ?1"
                                   " AND (note IS NOT ?2 OR note_ms IS NOT ?3)";
    static const char set_name[] = "UPDATE customer SET name = ?2, name_ms = ?3 WHERE id = ?1"
                                   " AND (name IS NOT ?2 OR name_ms IS NOT ?3)";

    return ((bits & CARE_CUSTOMER_NOTE) == 0 ||
            set_words(db, set_note, row, record->note, record->at_ms, error)) &&
           ((bits & CARE_CUSTOMER_NAME) == 0 ||
            set_words(db, set_name, row, record->name, record->at_ms, error)) &&
           ((bits & CARE_CUSTOMER_TONGUE) == 0 ||
            care_db_run(db,
                        "UPDATE customer SET language = ?2,"
                        " language_by = iif(?2 IS NULL, NULL, 'agent') WHERE id = ?1",
                        error, CARE_INT(row), CARE_TEXT(or_null(record->tag)))) &&
           ((bits & CARE_CUSTOMER_LANGUAGE) == 0 ||
            care_db_run(db,
                        "UPDATE customer SET language = ?2 WHERE id = ?1 AND language_by IS NULL",
                        error, CARE_INT(row), CARE_TEXT(record->survey.language)));
}

gboolean
care_customer_change(CareDb *db, const CareRecord *record, gboolean is_erased, GError **error)
{
    static const char set_private[] =
        "UPDATE customer SET private = ?2 WHERE id = ?1 AND private <> ?2";
    static const char set_opt_out[] = "UPDATE customer SET opted_out_ms = ?2"
                                      " WHERE id = ?1 AND (opted_out_ms IS NULL) <> (?2 IS NULL)";
    const CareCustomerChange bits =
        record->change & (is_erased ? WISHES : ~(guint)CARE_CUSTOMER_ERASE);
    gint64 row;

    if (record->customer == NULL || bits == 0)
        return TRUE;
    if (!care_customer_row(db, record->customer, record->at_ms, &row, error))
        return FALSE;
    /* Should a record say both, the careful one has the last word. */
    return ((bits & CARE_CUSTOMER_UNSET_PRIVATE) == 0 ||
            change(db, record, set_private, row, CARE_INT(0), "private", error)) &&
           ((bits & CARE_CUSTOMER_SET_PRIVATE) == 0 ||
            change(db, record, set_private, row, CARE_INT(1), "private", error)) &&
           ((bits & CARE_CUSTOMER_OPT_IN) == 0 ||
            change(db, record, set_opt_out, row, CARE_TEXT(NULL), "opt_out", error)) &&
           ((bits & CARE_CUSTOMER_OPT_OUT) == 0 ||
            change(db, record, set_opt_out, row, CARE_INT(record->at_ms), "opt_out", error)) &&
           remember(db, record, bits, row, error);
}

/* ?1 is the customer, ?2 the chat in which they said so, unless it is another's by now. */
#define THEIR_CHATS                            \
    "(SELECT id FROM chat WHERE customer = ?1" \
    " OR (id = ?2 AND (customer IS NULL OR customer = ?1)))"

/* Everything that points to them or holds their words; tells whether there was any such thing. */
static gboolean
part(CareDb *db, CareValue customer, CareValue chat, gboolean *out_did, GError **error)
{
    if (!care_comments_drop_theirs(db, customer, chat, out_did, error) ||
        !care_db_run(db,
                     "UPDATE survey SET customer = NULL, who = NULL"
                     " WHERE customer = ?1 OR chat IN " THEIR_CHATS,
                     error, customer, chat) ||
        !care_db_run(db,
                     "UPDATE chat SET customer = NULL, address = NULL, erased = 1"
                     " WHERE id IN " THEIR_CHATS " AND erased = 0",
                     error, customer, chat))
        return FALSE;
    *out_did |= sqlite3_changes(db->sql) > 0;
    return TRUE;
}

gboolean
care_customer_erase(CareDb *db, const CareRecord *record, gint64 chat, gboolean was_there,
                    GError **error)
{
    const char *key = record->customer;
    gint64 row = CARE_NO_ROW;
    gboolean did;

    if (key != NULL && !find_row(db, key, &row, error))
        return FALSE;
    if ((row != CARE_NO_ROW && !care_tomb_bury(db, key, row, error)) ||
        !part(db, care_db_row(row), care_db_row(chat), &did, error) ||
        !care_db_run(db, "DELETE FROM customer WHERE id = ?1", error, CARE_INT(row)))
        return FALSE;
    if (!scrub_later(db, error))
        return FALSE;
    return (!did && !was_there) || care_ledger_add(db, record->at_ms, record->chat.id, "erase",
                                                   key != NULL ? "customer" : "chat", error);
}

/* All their questions at a chat's end, also those from before an erasure. */
static const char select_customer[] =
    "WITH asked (ms, state, id, n) AS ("
    " SELECT s.asked_ms, s.state, s.id, 1 FROM survey s JOIN customer u ON u.id = s.customer"
    " WHERE u.key = ?1 AND s.kind = 'final' AND s.state <> 'failed'"
    " UNION ALL SELECT min(asked_ms, ?3), state, 0, n FROM tombstone_asked WHERE hash = ?2)"
    " SELECT ifnull(u.private, t.private), ifnull(u.opted_out_ms, t.opted_out_ms) NOT NULL,"
    " (SELECT max(ms) FROM asked),"
    " (SELECT state FROM asked ORDER BY ms DESC, id DESC LIMIT 1),"
    " (SELECT sum(n) FROM asked WHERE state = 'expired' AND ms >"
    "  (SELECT ifnull(max(ms), -1) FROM asked"
    "   WHERE state IN ('answered', 'skipped', 'opted_out'))),"
    " (SELECT sum(n) FROM asked WHERE ms > ?4), u.id NOT NULL, u.language"
    " FROM (SELECT 1) LEFT JOIN customer u ON u.key = ?1 LEFT JOIN tombstone t ON t.hash = ?2";

static CareCustomer
read_customer(sqlite3_stmt *query)
{
    const gint state = care_survey_state_from_name((const char *)sqlite3_column_text(query, 3));
    g_autofree char *language = care_db_column_text(query, 7);
    CareCustomer customer = {
        .is_known = sqlite3_column_int(query, 6) != 0,
        .is_private = sqlite3_column_int(query, 0) != 0,
        .is_opted_out = sqlite3_column_int(query, 1) != 0,
        .last_asked_ms = sqlite3_column_int64(query, 2),
        .last_end = state > 0 ? (CareSurveyState)state : CARE_SURVEY_NONE,
        .silent_in_row = (guint)sqlite3_column_int(query, 4),
        .asked_in_year = (guint)sqlite3_column_int(query, 5),
    };

    if (language != NULL && strlen(language) < sizeof customer.language) /* half a tag is none */
        g_strlcpy(customer.language, language, sizeof customer.language);
    return customer;
}

gboolean
care_customer_load(CareDb *db, const char *key, gint64 now_ms, CareCustomer *out_customer,
                   GError **error)
{
    g_autofree char *hash = care_tomb_hash(db, key, error);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query;

    if (hash == NULL)
        return FALSE;
    query = care_db_query(db, select_customer, error, CARE_TEXT(key), CARE_TEXT(hash),
                          CARE_INT(now_ms), CARE_INT(now_ms - YEAR_MS));
    if (query == NULL)
        return FALSE;
    if (care_db_step(query, &failed)) {
        *out_customer = read_customer(query);
        sqlite3_reset(query);
        return TRUE;
    }
    if (failed != NULL)
        g_propagate_error(error, g_steal_pointer(&failed));
    else
        care_db_fail(SQLITE_CORRUPT, error);
    return FALSE;
}
