/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands out what is stored row by row, so that an export of millions needs no more memory than one
 * of ten. */
#include "care-attended.h"
#include "care-reader-private.h"
#include <purple-care/store-admin.h>
#include <string.h>

/* A reading that was ended by the callback is no failure. */
static gboolean
finish(const CareReader *reader, sqlite3_stmt *query, GError *failed, GError **error)
{
    sqlite3_reset(query); /* of NULL: nothing */
    if (failed != NULL)
        g_propagate_prefixed_error(error, failed, "%s: ", reader->path);
    return failed == NULL;
}

static CareItem
item_of(const char *name)
{
    const gint item = care_item_from_name(name);

    return item < 0 ? CARE_ITEM_NONE : (CareItem)item;
}

/* --- chats --- */

#define SELECT_CHATS                                                                             \
    "SELECT c.ext, a.name, c.protocol, u.key, c.reason, k.item, d.hash, c.started_ms,"           \
    " c.counted_ms, k.outcome, d.min, d.max, k.rating, k.item_rating, c.client GLOB 'import-*'," \
    " c.replies, c.first_reply_ms, c.median_reply_ms, c.longest_wait_ms, c.first_part_ms,"       \
    " c.last_part_ms, c.promises, c.kept, c.open_questions"                                      \
    " FROM chat c CROSS JOIN cell k ON k.id = c.cell JOIN agent a ON a.id = c.agent"             \
    " LEFT JOIN customer u ON u.id = c.customer LEFT JOIN definition d ON d.id = k.definition"

enum { /* columns that are no text */
       STARTED = 7,
       ENDED,
       OUTCOME,
       MIN_RATING,
       MAX_RATING,
       RATING,
       ITEM_RATING,
       IMPORTED,
       ATTENDED,
};

typedef struct {
    char *texts[STARTED];
} Texts;

static void
texts_clear(Texts *texts)
{
    for (gsize i = 0; i < G_N_ELEMENTS(texts->texts); i++)
        g_free(texts->texts[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Texts, texts_clear)

static const char *
or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static void
read_chat(sqlite3_stmt *query, Texts *texts, CareChatRow *row)
{
    const gint outcome = care_outcome_from_name((const char *)sqlite3_column_text(query, OUTCOME));
    const gboolean has_scale = sqlite3_column_type(query, MIN_RATING) != SQLITE_NULL;

    for (int i = 0; i < STARTED; i++)
        texts->texts[i] = care_db_column_text(query, i);
    *row = (CareChatRow){
        .id = or_empty(texts->texts[0]),
        .agent = or_empty(texts->texts[1]),
        .protocol = or_empty(texts->texts[2]),
        .customer = texts->texts[3],
        .reason = or_empty(texts->texts[4]),
        .item = item_of(texts->texts[5]),
        .definition = or_empty(texts->texts[6]),
        .started_ms = sqlite3_column_int64(query, STARTED),
        .ended_ms = sqlite3_column_int64(query, ENDED),
        .outcome = outcome < 0 ? CARE_OUTCOME_OPEN : (CareOutcome)outcome,
        .scale = CARE_SCALE_ASKED,
        .rating = sqlite3_column_int(query, RATING),
        .has_rating = sqlite3_column_int(query, RATING) >= 0,
        .item_rating = sqlite3_column_int(query, ITEM_RATING),
        .has_item_rating = sqlite3_column_int(query, ITEM_RATING) >= 0,
        .is_imported = sqlite3_column_int(query, IMPORTED) != 0,
        .has_attention = sqlite3_column_type(query, ATTENDED) != SQLITE_NULL,
        .attention = care_attended_read(query, ATTENDED),
    };
    if (has_scale)
        row->scale = (CareScale){sqlite3_column_int(query, MIN_RATING),
                                 sqlite3_column_int(query, MAX_RATING)};
    if (strcmp(row->reason, care_reason_name(CARE_REASON_NONE)) == 0)
        row->reason = "";
}

gboolean
care_reader_each_chat(CareReader *reader, const char *customer, CareChatRowFunc each, gpointer data,
                      GError **error)
{
    static const char all[] =
        SELECT_CHATS " WHERE c.counted_ms NOT NULL ORDER BY c.counted_ms, c.ext";
    static const char theirs[] =
        SELECT_CHATS " WHERE c.customer = (SELECT id FROM customer WHERE key = ?1)"
                     " AND c.counted_ms NOT NULL ORDER BY c.counted_ms, c.ext";
    GError *failed = NULL;
    sqlite3_stmt *query;

    g_return_val_if_fail(reader != NULL && each != NULL, FALSE);

    query = customer != NULL ? care_db_query(reader->db, theirs, error, CARE_TEXT(customer))
                             : care_db_query(reader->db, all, error);
    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        g_auto(Texts) texts = {0};
        CareChatRow row;

        read_chat(query, &texts, &row);
        if (!each(&row, data))
            break;
    }
    return finish(reader, query, failed, error);
}

/* --- answers --- */

/* Both of these in order of time, to be merged: live answers, and the ratings of imported chats.
   Only numbers are sorted; what belongs to them is read when it is their turn. */
#define LIVE     "SELECT a.id, a.at_ms FROM answer a"
#define IMPORTED "SELECT c.id, c.counted_ms FROM chat c CROSS JOIN cell k ON k.id = c.cell"
#define THEM     "(SELECT id FROM customer WHERE key = ?1)"

static const char live_all[] = LIVE " ORDER BY a.at_ms, a.id";
static const char live_theirs[] =
    LIVE " JOIN survey s ON s.id = a.survey JOIN chat c ON c.id = s.chat"
         " WHERE s.customer = " THEM " OR c.customer = " THEM " ORDER BY a.at_ms, a.id";
static const char imported_all[] =
    IMPORTED " WHERE c.client GLOB 'import-*' AND k.rating <> -1 ORDER BY c.counted_ms, c.id";
static const char imported_theirs[] =
    IMPORTED " WHERE c.customer = " THEM " AND c.client GLOB 'import-*' AND k.rating <> -1"
             " ORDER BY c.counted_ms, c.id";

static const char select_live[] =
    "SELECT c.ext, g.name, c.protocol, ifnull(u.key, v.key), a.kind, a.item, m.text, d.hash,"
    " s.language, a.rating, a.at_ms, c.survey = s.id AND c.outcome = 'answered'"
    "  AND s.rating NOT NULL AND a.seq = s.rated_seq,"
    " c.survey = s.id AND c.outcome = 'answered' AND s.item_rating NOT NULL AND a.item NOT NULL"
    "  AND a.seq = (SELECT max(seq) FROM answer WHERE survey = s.id AND item NOT NULL)"
    " FROM answer a JOIN survey s ON s.id = a.survey JOIN chat c ON c.id = s.chat"
    " JOIN agent g ON g.id = c.agent LEFT JOIN customer u ON u.id = c.customer"
    " LEFT JOIN customer v ON v.id = s.customer LEFT JOIN comment m ON m.answer = a.id"
    " LEFT JOIN definition d ON d.id = s.definition WHERE a.id = ?1";

/* The second row of a chat is its item's. */
static const char select_imported[] =
    "SELECT c.ext, g.name, c.protocol, u.key, iif(i.n, 'item', 'final'), iif(i.n, k.item, NULL),"
    " NULL, d.hash, NULL, iif(i.n, k.item_rating, k.rating), c.counted_ms, 1, 0"
    " FROM chat c JOIN cell k ON k.id = c.cell JOIN agent g ON g.id = c.agent"
    " LEFT JOIN customer u ON u.id = c.customer LEFT JOIN definition d ON d.id = k.definition"
    " JOIN (SELECT 0 AS n UNION ALL SELECT 1) i ON i.n = 0 OR k.item_rating <> -1"
    " WHERE c.id = ?1 ORDER BY i.n";

enum { N_ANSWER_TEXTS = 9, ANSWER_RATING = N_ANSWER_TEXTS, ANSWER_AT, ANSWER_COUNTS, ITEM_COUNTS };

typedef struct {
    CareReader *reader;
    CareAnswerRowFunc each;
    gpointer data;
    gboolean is_over; /* the callback wants no more */
} Answers;

/* Tells the rows of one answer or imported chat. */
static gboolean
tell(Answers *answers, const char *sql, gint64 row, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(answers->reader->db, sql, error, CARE_INT(row));

    if (query == NULL)
        return FALSE;
    while (!answers->is_over && care_db_step(query, &failed)) {
        char *texts[N_ANSWER_TEXTS];
        CareAnswerRow answer;

        for (int i = 0; i < N_ANSWER_TEXTS; i++)
            texts[i] = care_db_column_text(query, i);
        answer = (CareAnswerRow){
            .chat = or_empty(texts[0]),
            .agent = or_empty(texts[1]),
            .protocol = or_empty(texts[2]),
            .customer = texts[3],
            .kind = or_empty(texts[4]),
            .item = texts[5],
            .comment = texts[6],
            .definition = or_empty(texts[7]),
            .language = texts[8],
            .rating = sqlite3_column_int(query, ANSWER_RATING),
            .at_ms = sqlite3_column_int64(query, ANSWER_AT),
            .counts = sqlite3_column_int(query, ANSWER_COUNTS) != 0 ||
                      sqlite3_column_int(query, ITEM_COUNTS) != 0,
        };
        answers->is_over = !answers->each(&answer, answers->data);
        for (int i = 0; i < N_ANSWER_TEXTS; i++)
            g_free(texts[i]);
    }
    sqlite3_reset(query);
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

typedef struct {
    sqlite3_stmt *query;
    gboolean has_row;
    const char *sql; /* tells its rows */
} Side;

static gboolean
advance(Side *side, GError **error)
{
    GError *failed = NULL;

    side->has_row = care_db_step(side->query, &failed);
    if (failed != NULL)
        g_propagate_error(error, failed);
    return failed == NULL;
}

static gboolean
merge(Answers *answers, Side *live, Side *imported, GError **error)
{
    if (!advance(live, error) || !advance(imported, error))
        return FALSE;
    while (!answers->is_over && (live->has_row || imported->has_row)) {
        const gboolean is_live =
            live->has_row && (!imported->has_row || sqlite3_column_int64(live->query, 1) <=
                                                        sqlite3_column_int64(imported->query, 1));
        Side *side = is_live ? live : imported;

        if (!tell(answers, side->sql, sqlite3_column_int64(side->query, 0), error) ||
            !advance(side, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
care_reader_each_answer(CareReader *reader, const char *customer, CareAnswerRowFunc each,
                        gpointer data, GError **error)
{
    Answers answers = {reader, each, data, FALSE};
    Side live = {.sql = select_live}, imported = {.sql = select_imported};
    GError *failed = NULL;

    g_return_val_if_fail(reader != NULL && each != NULL, FALSE);

    /* One transaction, so that both sides are of the same moment. */
    if (!care_db_exec(reader->db, "BEGIN", error))
        return FALSE;
    if (customer != NULL) {
        live.query = care_db_query(reader->db, live_theirs, &failed, CARE_TEXT(customer));
        imported.query = live.query != NULL ? care_db_query(reader->db, imported_theirs, &failed,
                                                            CARE_TEXT(customer))
                                            : NULL;
    } else {
        live.query = care_db_query(reader->db, live_all, &failed);
        imported.query =
            live.query != NULL ? care_db_query(reader->db, imported_all, &failed) : NULL;
    }
    if (imported.query != NULL)
        merge(&answers, &live, &imported, &failed);
    sqlite3_reset(live.query);
    sqlite3_reset(imported.query);
    care_db_exec(reader->db, "COMMIT", NULL);
    return finish(reader, NULL, failed, error);
}

/* --- the ledger --- */

gboolean
care_reader_each_ledger(CareReader *reader, CareLedgerRowFunc each, gpointer data, GError **error)
{
    GError *failed = NULL;
    sqlite3_stmt *query;

    g_return_val_if_fail(reader != NULL && each != NULL, FALSE);

    query = care_db_query(
        reader->db, "SELECT chat, kind, value, hash, seq, at_ms FROM ledger ORDER BY seq", error);
    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        g_autofree char *chat = care_db_column_text(query, 0);
        g_autofree char *kind = care_db_column_text(query, 1);
        g_autofree char *value = care_db_column_text(query, 2);
        g_autofree char *hash = care_db_column_text(query, 3);
        const CareLedgerRow row = {.seq = sqlite3_column_int64(query, 4),
                                   .at_ms = sqlite3_column_int64(query, 5),
                                   .chat = chat,
                                   .kind = or_empty(kind),
                                   .value = or_empty(value),
                                   .hash = or_empty(hash)};

        if (!each(&row, data))
            break;
    }
    return finish(reader, query, failed, error);
}
