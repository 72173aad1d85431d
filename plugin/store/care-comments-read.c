/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds what customers said by numbers alone, and reads the words of those that are told. */
#include "care-reader-private.h"
#include <purple-care/store-comments.h>
#include <string.h>

/* A late answer comes days after its chat's end, and clocks jump; further than that an index of
 * times does not look. */
#define MARGIN_MS ((gint64)31 * 24 * 60 * 60 * 1000)

/* What stands behind an answer, and its mark. */
#define BEHIND                                                       \
    " JOIN survey s ON s.id = a.survey JOIN chat c ON c.id = s.chat" \
    " LEFT JOIN comment m ON m.answer = a.id LEFT JOIN mark k ON k.answer = a.id"
/* It is the one that figures count. */
#define COUNTS \
    "(a.item IS NULL AND a.seq = s.rated_seq AND c.survey = s.id AND c.outcome = 'answered')"
#define IS_LOW  "(a.rating <= 2 AND a.item IS NULL)"
#define HANDLED "(k.handled_ms NOT NULL OR ifnull(k.settled, 0) = 1)"
#define OPEN    "(" IS_LOW " AND " COUNTS " AND c.erased = 0 AND NOT " HANDLED ")"
/* What was handled was read, though its mark may have faded; words may have come since. */
#define UNREAD                                          \
    "((k.read_ms IS NULL AND ifnull(k.settled, 0) = 0)" \
    " OR ifnull(length(m.text), 0) > ifnull(k.read_size, 0))"
/* ?1 to ?5: from, to, agent, protocol, customer. */
#define WHICH                                                                                    \
    " (?2 = 0 OR (ifnull(c.counted_ms, a.at_ms) >= ?1 AND ifnull(c.counted_ms, a.at_ms) < ?2))"  \
    " AND (?3 IS NULL OR c.agent = (SELECT id FROM agent WHERE name = ?3))"                      \
    " AND (?4 IS NULL OR c.protocol = ?4)"                                                       \
    " AND (?5 IS NULL OR ifnull(c.customer, s.customer) = (SELECT id FROM customer WHERE key = " \
    "?5))"
#define WORDED                                                                        \
    " FROM comment w CROSS JOIN answer a ON a.id = w.answer" BEHIND " WHERE (?2 = 0 " \
    "OR (a.at_ms >= ?1 - ?6 AND a.at_ms < ?2 + ?6)) AND" WHICH
#define LOW                                                        \
    " FROM answer a INDEXED BY answer_low" BEHIND " WHERE " IS_LOW \
    " AND (?2 = 0 OR (a.at_ms >= ?1 - ?6 AND a.at_ms < ?2 + ?6)) AND" WHICH

/* ?7 to ?9: open, unread, best since; @low ones have words, or count. */
#define PICKED \
    " AND (?7 = 0 OR " OPEN ") AND (?8 = 0 OR " UNREAD ") AND (?9 = 0 OR k.best_ms >= ?9)"
#define IDS          "SELECT a.id, a.at_ms, " UNREAD
#define UNREAD_FIRST " ORDER BY " UNREAD " DESC, a.at_ms DESC, a.id DESC"
#define NEWEST_FIRST " ORDER BY a.at_ms DESC, a.id DESC"
#define STANDING     " AND (" COUNTS " OR (s.kind = 'pulse' AND m.answer NOT NULL))"

/* All words, whoever's: what stands behind them need not be looked at. */
#define ALL_WORDS                                            \
    " FROM comment m CROSS JOIN answer a ON a.id = m.answer" \
    " LEFT JOIN mark k ON k.answer = a.id WHERE "

static const char *const queries[2][2] = {
    /* [low][newest] */
    {IDS WORDED PICKED " AND ?10 NOT NULL" UNREAD_FIRST,
     IDS WORDED PICKED " AND ?10 NOT NULL" NEWEST_FIRST},
    {IDS LOW PICKED STANDING
     " AND (c.erased = 0 OR m.answer NOT NULL) AND (?10 = 0 OR m.answer NOT NULL)" UNREAD_FIRST,
     IDS LOW PICKED STANDING
     " AND (c.erased = 0 OR m.answer NOT NULL) AND (?10 = 0 OR m.answer NOT NULL)" NEWEST_FIRST},
};

static const char *const all_words[2] = {
    /* [newest] */
    IDS ALL_WORDS "(?8 = 0 OR " UNREAD ") AND ?10 NOT NULL" UNREAD_FIRST,
    IDS ALL_WORDS "(?8 = 0 OR " UNREAD ") AND ?10 NOT NULL" NEWEST_FIRST,
};
static const char best_words[] =
    IDS " FROM mark k INDEXED BY mark_best CROSS JOIN answer a ON a.id = k.answer"
        " JOIN comment m ON m.answer = a.id WHERE k.best_ms >= ?9 AND ?10 NOT NULL" NEWEST_FIRST;

static const char select_row[] =
    "SELECT c.ext, g.name, c.protocol, ifnull(u.key, v.key), a.kind, a.item, m.text, k.theme,"
    " k.note, k.read_by, k.handled_by, k.best_by, a.id, a.at_ms, k.read_ms, k.handled_ms,"
    " k.best_ms, a.rating, " UNREAD ", " OPEN ", " HANDLED " FROM answer a" BEHIND
    " JOIN agent g ON g.id = c.agent LEFT JOIN customer u ON u.id = c.customer"
    " LEFT JOIN customer v ON v.id = s.customer WHERE a.id = ?1";

enum {
    N_TEXTS = 12,
    ID = N_TEXTS,
    AT,
    READ,
    HANDLED_AT,
    BEST,
    RATING,
    IS_UNREAD,
    IS_OPEN,
    IS_HANDLED
};

static const char *
or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static CareCommentRow
read_row(sqlite3_stmt *query, char **texts)
{
    for (int i = 0; i < N_TEXTS; i++)
        texts[i] = care_db_column_text(query, i);
    return (CareCommentRow){
        .chat = or_empty(texts[0]),
        .agent = or_empty(texts[1]),
        .protocol = or_empty(texts[2]),
        .customer = texts[3],
        .kind = or_empty(texts[4]),
        .item = texts[5],
        .text = texts[6],
        .theme = texts[7],
        .note = texts[8],
        .read_by = texts[9],
        .handled_by = texts[10],
        .best_by = texts[11],
        .id = sqlite3_column_int64(query, ID),
        .at_ms = sqlite3_column_int64(query, AT),
        .read_ms = sqlite3_column_int64(query, READ),
        .handled_ms = sqlite3_column_int64(query, HANDLED_AT),
        .best_ms = sqlite3_column_int64(query, BEST),
        .rating = sqlite3_column_int(query, RATING),
        .is_unread = sqlite3_column_int(query, IS_UNREAD) != 0,
        .is_open = sqlite3_column_int(query, IS_OPEN) != 0,
        .is_handled = sqlite3_column_int(query, IS_HANDLED) != 0,
    };
}

/* Tells one row; @out_more: whether the callback wants another. */
static gboolean
tell(CareReader *reader, guint store, gint64 id, CareCommentFunc each, gpointer data,
     gboolean *out_more, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(reader->db, select_row, error, CARE_INT(id));

    *out_more = TRUE;
    if (query == NULL)
        return FALSE;
    if (care_db_step(query, &failed)) {
        char *texts[N_TEXTS];
        CareCommentRow row = read_row(query, texts);

        row.store = store;
        *out_more = each(&row, data);
        for (int i = 0; i < N_TEXTS; i++)
            g_free(texts[i]);
    }
    sqlite3_reset(query);
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static gboolean
finish(const CareReader *reader, sqlite3_stmt *query, GError *failed, GError **error)
{
    if (query != NULL)
        sqlite3_reset(query);
    if (failed == NULL)
        return TRUE;
    g_propagate_prefixed_error(error, failed, "%s: ", reader->path);
    return FALSE;
}

/* What is found in one of the stores that are read as one. */
typedef struct {
    CareReader *part;
    guint store;
    sqlite3_stmt *query;
    gboolean has_row;
} Side;

static gboolean
advance(Side *side, GError **error)
{
    GError *failed = NULL;

    side->has_row = care_db_step(side->query, &failed);
    if (failed == NULL)
        return TRUE;
    g_propagate_prefixed_error(error, failed, "%s: ", side->part->path);
    return FALSE;
}

/* Of whatever time, agent, protocol and customer. */
static gboolean
is_of_all(const CareCommentFilter *filter)
{
    return filter->to_ms == 0 && filter->agent == NULL && filter->protocol == NULL &&
           filter->customer == NULL;
}

static const char *
query_for(const CareCommentFilter *filter)
{
    const gboolean is_low = filter->low || filter->open, newest = filter->newest != FALSE;

    if (is_low || !is_of_all(filter))
        return queries[is_low][newest];
    if (filter->best_from_ms == 0)
        return all_words[newest];
    return newest && !filter->unread ? best_words : queries[is_low][newest];
}

static gboolean
begin(Side *side, const CareCommentFilter *filter, GError **error)
{
    side->query =
        care_db_query(side->part->db, query_for(filter), error, CARE_INT(filter->from_ms),
                      CARE_INT(filter->to_ms), CARE_TEXT(filter->agent),
                      CARE_TEXT(filter->protocol), CARE_TEXT(filter->customer), CARE_INT(MARGIN_MS),
                      CARE_INT(filter->open != FALSE), CARE_INT(filter->unread != FALSE),
                      CARE_INT(filter->best_from_ms), CARE_INT(filter->worded != FALSE));
    return side->query != NULL && advance(side, error);
}

/* Whether the row of @a is told before that of @b, which has one. */
static gboolean
is_before(const Side *a, const Side *b, gboolean newest)
{
    const int unread = sqlite3_column_int(a->query, 2), other = sqlite3_column_int(b->query, 2);

    if (!newest && unread != other)
        return unread > other;
    return sqlite3_column_int64(a->query, 1) > sqlite3_column_int64(b->query, 1);
}

/* NULL: no more rows. */
static Side *
next_of(const GArray *sides, gboolean newest)
{
    Side *next = NULL;

    for (guint i = 0; i < sides->len; i++) {
        Side *side = &g_array_index(sides, Side, i);

        if (side->has_row && (next == NULL || is_before(side, next, newest)))
            next = side;
    }
    return next;
}

static gboolean
tell_all(GArray *sides, const CareCommentFilter *filter, CareCommentFunc each, gpointer data,
         GError **error)
{
    gboolean more = TRUE;
    Side *side;

    for (guint i = 0; i < sides->len; i++) {
        if (!begin(&g_array_index(sides, Side, i), filter, error))
            return FALSE;
    }
    while (more && (side = next_of(sides, filter->newest)) != NULL) {
        if (!tell(side->part, side->store, sqlite3_column_int64(side->query, 0), each, data, &more,
                  error) ||
            !advance(side, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
care_reader_each_comment(CareReader *reader, const CareCommentFilter *filter, CareCommentFunc each,
                         gpointer data, GError **error)
{
    g_autoptr(GArray) sides = g_array_new(FALSE, TRUE, sizeof(Side));
    gboolean is_read;

    g_return_val_if_fail(reader != NULL && filter != NULL && each != NULL, FALSE);

    for (guint i = 0; i < care_reader_n(reader); i++) {
        const Side side = {.part = care_reader_store(reader, i), .store = i};

        g_array_append_val(sides, side);
    }
    is_read = tell_all(sides, filter, each, data, error);
    for (guint i = 0; i < sides->len; i++)
        sqlite3_reset(g_array_index(sides, Side, i).query);
    return is_read;
}

#define WORD_COUNTS                                              \
    "SELECT count(*), count(*) FILTER (WHERE " UNREAD "),"       \
    " count(*) FILTER (WHERE a.rating >= 4 AND a.item IS NULL)," \
    " count(*) FILTER (WHERE a.at_ms <= ?7 - ?8),"               \
    " count(*) FILTER (WHERE a.at_ms <= ?7 - ?8 AND k.read_ms - a.at_ms <= ?8)"

static const char count_words[] = WORD_COUNTS WORDED;
static const char count_all_words[] = WORD_COUNTS ALL_WORDS "?8 NOT NULL";
/* As LOW that counts, by chat.low and an index that holds all of it but who chats without a name.
 */
static const char count_low[] =
    "SELECT count(*), count(*) FILTER (WHERE " HANDLED "),"
    " count(*) FILTER (WHERE c.erased = 0 AND NOT " HANDLED ")"
    " FROM chat c INDEXED BY chat_low LEFT JOIN mark k ON k.answer = c.low"
    " WHERE c.low NOT NULL AND c.counted_ms >= ?1 AND c.counted_ms < iif(?2 = 0, 1 << 62, ?2)"
    " AND (?3 IS NULL OR c.agent = (SELECT id FROM agent WHERE name = ?3))"
    " AND (?4 IS NULL OR c.protocol = ?4)"
    " AND (?5 IS NULL OR (SELECT id FROM customer WHERE key = ?5) ="
    " ifnull(c.customer, (SELECT s.customer FROM survey s WHERE s.id = c.survey)))";

/* The first row's numbers. */
static gboolean
read_numbers(sqlite3_stmt *query, guint64 *const *numbers, gsize n, GError **error)
{
    g_autoptr(GError) failed = NULL;

    if (query == NULL)
        return FALSE;
    if (care_db_step(query, &failed)) {
        for (gsize i = 0; i < n; i++)
            *numbers[i] += (guint64)sqlite3_column_int64(query, (int)i);
        sqlite3_reset(query);
        return TRUE;
    }
    if (failed != NULL)
        g_propagate_error(error, g_steal_pointer(&failed));
    else
        care_db_fail(SQLITE_CORRUPT, error);
    return FALSE;
}

static gboolean
count_part(CareReader *part, const CareCommentFilter *filter, gint64 now_ms,
           CareCommentCounts *counts, GError **error)
{
    guint64 *const words[] = {&counts->n, &counts->unread, &counts->praise, &counts->old_enough,
                              &counts->in_week};
    guint64 *const low[] = {&counts->low, &counts->handled, &counts->open};
    const CareValue from = CARE_INT(filter->from_ms), to = CARE_INT(filter->to_ms),
                    agent = CARE_TEXT(filter->agent), protocol = CARE_TEXT(filter->protocol),
                    customer = CARE_TEXT(filter->customer);

    if (read_numbers(care_db_query(part->db, is_of_all(filter) ? count_all_words : count_words,
                                   error, from, to, agent, protocol, customer, CARE_INT(MARGIN_MS),
                                   CARE_INT(now_ms), CARE_INT(CARE_COMMENT_WEEK_MS)),
                     words, G_N_ELEMENTS(words), error) &&
        read_numbers(care_db_query(part->db, count_low, error, from, to, agent, protocol, customer),
                     low, G_N_ELEMENTS(low), error))
        return TRUE;
    g_prefix_error(error, "%s: ", part->path);
    return FALSE;
}

gboolean
care_reader_count_comments(CareReader *reader, const CareCommentFilter *filter, gint64 now_ms,
                           CareCommentCounts *out, GError **error)
{
    CareCommentCounts counts = {0};

    g_return_val_if_fail(reader != NULL && filter != NULL && out != NULL, FALSE);

    for (guint i = 0; i < care_reader_n(reader); i++) {
        if (!count_part(care_reader_store(reader, i), filter, now_ms, &counts, error))
            return FALSE;
    }
    *out = counts;
    return TRUE;
}

static gboolean
add_themes(CareReader *part, const CareCommentFilter *filter, GHashTable *themes, GError **error)
{
    static const char select_themes[] =
        "SELECT k.theme, count(*) FROM mark k CROSS JOIN answer a ON a.id = k.answer"
        " JOIN survey s ON s.id = a.survey JOIN chat c ON c.id = s.chat"
        " WHERE k.theme NOT NULL AND" WHICH " GROUP BY k.theme";
    GError *failed = NULL;
    sqlite3_stmt *query = care_db_query(part->db, select_themes, &failed, CARE_INT(filter->from_ms),
                                        CARE_INT(filter->to_ms), CARE_TEXT(filter->agent),
                                        CARE_TEXT(filter->protocol), CARE_TEXT(filter->customer));

    while (query != NULL && care_db_step(query, &failed)) {
        char *theme = g_strdup(or_empty((const char *)sqlite3_column_text(query, 0)));
        const guint64 before = GPOINTER_TO_SIZE(g_hash_table_lookup(themes, theme));
        const guint64 n = before + (guint64)sqlite3_column_int64(query, 1);

        g_hash_table_insert(themes, theme, GSIZE_TO_POINTER(n));
    }
    return finish(part, query, failed, error);
}

static gint
by_number(gconstpointer a, gconstpointer b, gpointer data)
{
    const gsize n = GPOINTER_TO_SIZE(g_hash_table_lookup(data, *(const char *const *)a)),
                m = GPOINTER_TO_SIZE(g_hash_table_lookup(data, *(const char *const *)b));

    return n != m ? (n < m) - (n > m) : strcmp(*(const char *const *)a, *(const char *const *)b);
}

gboolean
care_reader_each_theme(CareReader *reader, const CareCommentFilter *filter, CareThemeFunc each,
                       gpointer data, GError **error)
{
    g_autoptr(GHashTable) themes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree gpointer *names = NULL;
    guint n = 0;

    g_return_val_if_fail(reader != NULL && filter != NULL && each != NULL, FALSE);

    for (guint i = 0; i < care_reader_n(reader); i++) {
        if (!add_themes(care_reader_store(reader, i), filter, themes, error))
            return FALSE;
    }
    names = g_hash_table_get_keys_as_array(themes, &n);
    g_qsort_with_data(names, (gint)n, sizeof *names, by_number, themes);
    for (guint i = 0; i < n; i++)
        each(names[i], GPOINTER_TO_SIZE(g_hash_table_lookup(themes, names[i])), data);
    return TRUE;
}
