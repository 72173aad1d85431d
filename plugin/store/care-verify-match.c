/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lays the ledger beside the chats and answers it tells of; both in one order, so that neither is
 * held in memory. */
#include "care-verify.h"
#include <string.h>

#define WORD_MAX 40 /* of a value that is shown: "not_asked:weaker_encryption" */

typedef struct {
    sqlite3_stmt *query;
    gboolean has_row;
    const char *chat, *value; /* of the row */
    gint64 n;
} Side;

/* Values of ours are such words. Others were written by somebody else, and are not shown. */
static const char *
word(const char *value)
{
    return strlen(value) <= WORD_MAX &&
                   strspn(value, "abcdefghijklmnopqrstuvwxyz_:0123456789") == strlen(value)
               ? value
               : "?";
}

static gboolean
move_on(Side *side, GError **error)
{
    g_autoptr(GError) failed = NULL;

    side->has_row = care_db_step(side->query, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    if (side->has_row) {
        side->chat = care_verify_text(side->query, 0);
        side->value = care_verify_text(side->query, 1);
        side->n = sqlite3_column_int64(side->query, 2);
    }
    return TRUE;
}

static gint
compare(const Side *a, const Side *b, gboolean by_value)
{
    gint order;

    if (!a->has_row || !b->has_row)
        return a->has_row ? -1 : 1;
    order = strcmp(a->chat, b->chat); /* bytewise, as SQLite sorts */
    return order != 0 || !by_value ? order : strcmp(a->value, b->value);
}

/* Called for each chat, or chat and value, that is on either side; NULL: not on that one. */
typedef void (*PairFunc)(CareVerify *verify, const Side *ledger, const Side *stored);

static gboolean
merge(CareVerify *verify, Side *ledger, Side *stored, gboolean by_value, PairFunc each,
      GError **error)
{
    if (ledger->query == NULL || stored->query == NULL)
        return FALSE;
    if (!move_on(ledger, error) || !move_on(stored, error))
        return FALSE;
    while (ledger->has_row || stored->has_row) {
        const gint order = compare(ledger, stored, by_value);

        each(verify, order <= 0 ? ledger : NULL, order >= 0 ? stored : NULL);
        if ((order <= 0 && !move_on(ledger, error)) || (order >= 0 && !move_on(stored, error)))
            return FALSE;
    }
    return TRUE;
}

static gboolean
merge_and_reset(CareVerify *verify, Side *ledger, Side *stored, gboolean by_value, PairFunc each,
                GError **error)
{
    const gboolean is_read = merge(verify, ledger, stored, by_value, each, error);

    if (ledger->query != NULL)
        sqlite3_reset(ledger->query);
    if (stored->query != NULL)
        sqlite3_reset(stored->query);
    return is_read;
}

static void
check_outcome(CareVerify *verify, const Side *ledger, const Side *stored)
{
    if (stored != NULL) {
        verify->result.chats++;
        care_verify_tick(verify);
    }
    if (stored == NULL)
        care_verify_tell(verify, CARE_FINDING_OUTCOME,
                         _("chat %s is in the ledger (row %lld) and not in the store"),
                         ledger->chat, (long long)ledger->n);
    else if (ledger == NULL && strcmp(stored->value, "open") != 0) /* beginning is no outcome */
        care_verify_tell(verify, CARE_FINDING_OUTCOME,
                         _("chat %s: its outcome %s is not in the "
                           "ledger"),
                         stored->chat, word(stored->value));
    else if (ledger != NULL && strcmp(ledger->value, stored->value) != 0)
        care_verify_tell(verify, CARE_FINDING_OUTCOME,
                         _("chat %s: its outcome is %s, and in the ledger (row %lld) %s"),
                         stored->chat, word(stored->value), (long long)ledger->n,
                         word(ledger->value));
}

gboolean
care_verify_outcomes(CareVerify *verify, GError **error)
{
    /* SQLite takes the other columns from the row with the greatest seq. */
    Side ledger = {.query = care_db_query(verify->db,
                                          "SELECT chat, value, max(seq) FROM ledger"
                                          " WHERE kind = 'outcome' AND chat NOT NULL"
                                          " GROUP BY chat ORDER BY chat",
                                          error)};
    Side stored = {.query = ledger.query == NULL
                                ? NULL
                                : care_db_query(verify->db,
                                                "SELECT ext, outcome || iif(outcome = 'not_asked',"
                                                " ':' || reason, ''), 0 FROM chat"
                                                " WHERE client NOT GLOB 'import-*' ORDER BY ext",
                                                error)};

    return merge_and_reset(verify, &ledger, &stored, FALSE, check_outcome, error);
}

static void
check_answer(CareVerify *verify, const Side *ledger, const Side *stored)
{
    const gint64 n_ledger = ledger != NULL ? ledger->n : 0,
                 n_stored = stored != NULL ? stored->n : 0;
    const Side *either = ledger != NULL ? ledger : stored;

    verify->result.answers += (guint64)n_stored;
    if (n_ledger != n_stored)
        care_verify_tell(verify, CARE_FINDING_ANSWER,
                         _("chat %s: rating %s: %lld in the ledger, %lld in the answers"),
                         either->chat, word(either->value), (long long)n_ledger,
                         (long long)n_stored);
}

gboolean
care_verify_answers(CareVerify *verify, GError **error)
{
    Side ledger = {.query = care_db_query(verify->db,
                                          "SELECT chat, value, count(*) FROM ledger"
                                          " WHERE kind = 'answer' AND chat NOT NULL"
                                          " GROUP BY chat, value ORDER BY chat, value",
                                          error)};
    Side stored = {.query = ledger.query == NULL
                                ? NULL
                                : care_db_query(verify->db,
                                                "SELECT c.ext, a.kind || ':' || a.rating AS value,"
                                                " count(*) FROM answer a"
                                                " JOIN survey s ON s.id = a.survey"
                                                " JOIN chat c ON c.id = s.chat"
                                                " GROUP BY c.ext, value ORDER BY c.ext, value",
                                                error)};

    return merge_and_reset(verify, &ledger, &stored, TRUE, check_answer, error);
}

/* A question holds what counts of its answers, and figures are made of that. */
gboolean
care_verify_surveys(CareVerify *verify, GError **error)
{
    GError *failed = NULL;
    sqlite3_stmt *query =
        care_db_query(verify->db,
                      "SELECT c.ext FROM survey s JOIN chat c ON c.id = s.chat"
                      " LEFT JOIN answer a ON a.survey = s.id AND a.seq = s.rated_seq"
                      " WHERE s.rating IS NOT a.rating OR a.item NOT NULL OR s.item_rating IS NOT"
                      "  (SELECT rating FROM answer WHERE survey = s.id AND item NOT NULL"
                      "   ORDER BY seq DESC LIMIT 1)"
                      "  OR EXISTS (SELECT 1 FROM answer WHERE survey = s.id"
                      "   AND (item NOT NULL) <> (kind = 'item'))"
                      "  OR EXISTS (SELECT 1 FROM answer WHERE survey = s.id AND item <> s.item)"
                      " UNION ALL SELECT c.ext FROM chat c JOIN survey s ON s.id = c.survey"
                      " WHERE s.chat <> c.id OR s.kind <> 'final'",
                      error);

    while (query != NULL && care_db_step(query, &failed))
        care_verify_tell(verify, CARE_FINDING_SURVEY,
                         _("chat %s: what its question holds differs from its answers"),
                         care_verify_text(query, 0));
    return query != NULL && care_verify_ended(failed, error);
}
