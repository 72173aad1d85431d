/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows in the order of time, indices after them, and no sync: the fastest way that SQLite knows. */
#include "fill.h"
#include <purple-care/engine-record.h>
#include <purple-care/store-admin.h>
#include <sqlite3.h>
#include <string.h>

#define N_AGENTS      50
#define N_PROTOCOLS   4
#define N_DEFINITIONS 3
#define N_CUSTOMERS   20000

typedef struct {
    guint agent, protocol, definition; /* from 0; definition: of the year */
    CareOutcome outcome;
    CareReason reason;
    guint rating, item_rating; /* 0: none */
    CareItem item;
} Facts;

typedef struct {
    sqlite3 *sql;
    sqlite3_stmt *chat, *cell;
    GRand *rng;
    GHashTable *cells; /* a number for the facts to a row */
} Fill;

static const char *const protocols[N_PROTOCOLS] = {"xmpp", "irc", "matrix", "sip"};

static void
run(sqlite3 *sql, const char *text)
{
    char *message = NULL;

    if (sqlite3_exec(sql, text, NULL, NULL, &message) != SQLITE_OK)
        g_error("%s: %s", text, message);
}

static sqlite3_stmt *
prepare(sqlite3 *sql, const char *text)
{
    sqlite3_stmt *query;

    if (sqlite3_prepare_v2(sql, text, -1, &query, NULL) != SQLITE_OK)
        g_error("%s: %s", text, sqlite3_errmsg(sql));
    return query;
}

static void
step(sqlite3_stmt *query)
{
    if (sqlite3_step(query) != SQLITE_DONE)
        g_error("%s", sqlite3_errmsg(sqlite3_db_handle(query)));
    sqlite3_reset(query);
}

static void
bind_text(sqlite3_stmt *query, int at, const char *text)
{
    sqlite3_bind_text(query, at, text, -1, SQLITE_TRANSIENT);
}

/* Which of @n shares, in percent, a number from 0 to 99 falls into. */
static guint
pick(guint percent, const guint *shares, guint n)
{
    guint sum = 0;

    for (guint i = 0; i < n; i++) {
        sum += shares[i];
        if (percent < sum)
            return i;
    }
    return n - 1;
}

static void
draw_outcome(GRand *rng, Facts *facts)
{
    static const guint outcomes[] = {[CARE_OUTCOME_ANSWERED] = 28,
                                     [CARE_OUTCOME_EXPIRED] = 35,
                                     [CARE_OUTCOME_SKIPPED] = 5,
                                     [CARE_OUTCOME_OPTED_OUT] = 2,
                                     [CARE_OUTCOME_NOT_ASKED] = 30};
    static const CareReason reasons[] = {CARE_REASON_IDLE,         CARE_REASON_TOO_RECENT,
                                         CARE_REASON_NO_EXCHANGE,  CARE_REASON_CUSTOMER_WAITING,
                                         CARE_REASON_AGENT_CHOICE, CARE_REASON_CLOSED};
    static const guint of_reasons[] = {40, 25, 15, 8, 4, 8};
    static const guint ratings[] = {5, 6, 14, 35, 40};
    const guint32 dice = g_rand_int(rng);

    facts->outcome = (CareOutcome)pick(dice % 100, outcomes, G_N_ELEMENTS(outcomes));
    if (facts->outcome == CARE_OUTCOME_NOT_ASKED)
        facts->reason = reasons[pick(dice / 100 % 100, of_reasons, G_N_ELEMENTS(of_reasons))];
    else if (dice % 2 == 0)
        facts->item = (CareItem)(CARE_ITEM_IDEAL + dice / 7 % 5);
    if (facts->outcome != CARE_OUTCOME_ANSWERED)
        return;
    facts->rating = 1 + pick(dice / 100 % 100, ratings, G_N_ELEMENTS(ratings));
    if (facts->item != CARE_ITEM_NONE && dice / 1000 % 10 < 7)
        facts->item_rating = 1 + pick(dice / 10000 % 100, ratings, G_N_ELEMENTS(ratings));
}

static Facts
draw(GRand *rng, guint year)
{
    static const guint shares[N_PROTOCOLS] = {70, 15, 10, 5};
    const guint32 dice = g_rand_int(rng);
    Facts facts = {.agent = dice % 997 % N_AGENTS,
                   .protocol = pick(dice / 1000 % 100, shares, N_PROTOCOLS),
                   .definition = MIN(year, N_DEFINITIONS - 1)};

    draw_outcome(rng, &facts);
    return facts;
}

static gint64
cell_of(Fill *fill, const Facts *facts)
{
    const gboolean is_asked = facts->outcome != CARE_OUTCOME_NOT_ASKED;
    const guint kind =
        (((facts->item_rating * CARE_N_ITEMS + facts->item) * 6 + facts->rating) * CARE_N_REASONS +
         facts->reason) *
            CARE_N_OUTCOMES +
        facts->outcome;
    const guint key =
        ((kind * (N_DEFINITIONS + 1) + (is_asked ? 1 + facts->definition : 0)) * N_PROTOCOLS +
         facts->protocol) *
            N_AGENTS +
        facts->agent + 1;
    gint64 row = GPOINTER_TO_INT(g_hash_table_lookup(fill->cells, GUINT_TO_POINTER(key)));

    if (row != 0)
        return row;
    row = (gint64)g_hash_table_size(fill->cells) + 1;
    g_hash_table_insert(fill->cells, GUINT_TO_POINTER(key), GINT_TO_POINTER((gint)row));
    sqlite3_bind_int64(fill->cell, 1, row);
    sqlite3_bind_int64(fill->cell, 2, facts->agent + 1);
    bind_text(fill->cell, 3, protocols[facts->protocol]);
    sqlite3_bind_int64(fill->cell, 4, is_asked ? 1 + facts->definition : 0);
    bind_text(fill->cell, 5, care_outcome_name(facts->outcome));
    bind_text(fill->cell, 6, care_reason_name(facts->reason));
    sqlite3_bind_int(fill->cell, 7, facts->rating != 0 ? (gint)facts->rating : -1);
    bind_text(fill->cell, 8, care_item_name(facts->item));
    sqlite3_bind_int(fill->cell, 9, facts->item_rating != 0 ? (gint)facts->item_rating : -1);
    step(fill->cell);
    return row;
}

static void
add_chat(Fill *fill, guint64 n, gint64 ended_ms)
{
    const guint year = (guint)((ended_ms - FILL_START_MS) / ((FILL_END_MS - FILL_START_MS) / 3));
    const Facts facts = draw(fill->rng, year);
    const guint32 customer = g_rand_int(fill->rng) % (N_CUSTOMERS * 3 / 2);
    char id[40];

    g_snprintf(id, sizeof id, "T-%010" G_GUINT64_FORMAT, n);
    sqlite3_bind_text(fill->chat, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(fill->chat, 2, facts.agent + 1);
    sqlite3_bind_text(fill->chat, 3, protocols[facts.protocol], -1, SQLITE_STATIC);
    if (customer < N_CUSTOMERS)
        sqlite3_bind_int64(fill->chat, 4, customer + 1);
    else
        sqlite3_bind_null(fill->chat, 4);
    sqlite3_bind_int64(fill->chat, 5, ended_ms);
    sqlite3_bind_text(fill->chat, 6, care_outcome_name(facts.outcome), -1, SQLITE_STATIC);
    sqlite3_bind_text(fill->chat, 7, care_reason_name(facts.reason), -1, SQLITE_STATIC);
    sqlite3_bind_int64(fill->chat, 8, cell_of(fill, &facts));
    step(fill->chat);
}

static void
add_names(sqlite3 *sql)
{
    run(sql, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)"
             " INSERT INTO agent (id, name) SELECT i, 'Agent ' || i FROM n");
    run(sql, "INSERT INTO definition (id, hash) VALUES (1, 'd2022'), (2, 'd2023'), (3, 'd2024')");
    run(sql, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
             " INSERT INTO customer (id, key, created_ms)"
             " SELECT i, 'xmpp:customer' || i || '@example.org', 1640995200000 FROM n");
}

/* The statements that make the chats' indices; the indices are dropped. */
static char *
take_indices(sqlite3 *sql)
{
    g_autoptr(GString) make = g_string_new(NULL);
    g_autoptr(GString) drop = g_string_new(NULL);
    sqlite3_stmt *query = prepare(sql, "SELECT sql, name FROM sqlite_schema WHERE type = 'index'"
                                       " AND tbl_name = 'chat' AND sql IS NOT NULL");

    while (sqlite3_step(query) == SQLITE_ROW) {
        g_string_append_printf(make, "%s;", sqlite3_column_text(query, 0));
        g_string_append_printf(drop, "DROP INDEX %s;", sqlite3_column_text(query, 1));
    }
    sqlite3_finalize(query);
    run(sql, drop->str);
    return g_string_free(g_steal_pointer(&make), FALSE);
}

static void
add_chats(sqlite3 *sql, guint64 n_chats)
{
    Fill fill = {.sql = sql,
                 .rng = g_rand_new_with_seed(7),
                 .cells = g_hash_table_new(g_direct_hash, g_direct_equal)};
    const double pace_ms = (double)(FILL_END_MS - FILL_START_MS) / (double)n_chats;

    fill.chat = prepare(
        sql, "INSERT INTO chat (ext, agent, protocol, account, room, customer, started_ms, last_ms,"
             " ended_ms, agent_lines, customer_lines, ended_by, outcome, reason, client,"
             " counted_ms, cell) VALUES (?1, ?2, ?3, '', 0, ?4, ?5 - 600000, ?5, ?5, 0, 0, 'none',"
             " ?6, ?7, 'import-1', ?5, ?8)");
    fill.cell = prepare(sql, "INSERT INTO cell VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    for (guint64 n = 0; n < n_chats; n++)
        add_chat(&fill, n, FILL_START_MS + (gint64)((double)n * pace_ms));
    sqlite3_finalize(fill.chat);
    sqlite3_finalize(fill.cell);
    g_rand_free(fill.rng);
    g_hash_table_unref(fill.cells);
}

/* Low marks of all the years, and of the last half year the words of three answers in ten: older
 * ones are not kept. */
static void
add_answers(sqlite3 *sql)
{
    static const char since[] = "(SELECT max(ended_ms) FROM chat) - 180 * 86400000";
    g_autofree char *surveys = g_strconcat(
        "INSERT INTO survey (id, ext, chat, customer, state, asked_ms, changed_ms, rounds,"
        " clarified, by_agent, probability, definition, answers, rating, language, step, rated_seq)"
        " SELECT c.id, 'S-' || c.id, c.id, NULL, 'answered', c.ended_ms, c.ended_ms + 60000,"
        " 1, 0, 0, 1, nullif(l.definition, 0), 1, l.rating, 'en', 'done', 1"
        " FROM chat c JOIN cell l ON l.id = c.cell WHERE l.outcome = 'answered'"
        " AND (l.rating <= 2 OR (c.id % 10 < 3 AND c.ended_ms > ",
        since, "))", NULL);
    g_autofree char *comments = g_strconcat(
        "INSERT INTO comment (answer, text) SELECT id, 'what they wrote about chat ' || id ||"
        " ', in a line of some length' FROM survey WHERE id % 10 < 3 AND asked_ms > ",
        since, NULL);

    run(sql, surveys);
    run(sql, "INSERT INTO answer (id, survey, seq, rating, kind, at_ms)"
             " SELECT id, id, 1, rating, 'final', changed_ms FROM survey");
    run(sql, comments);
    run(sql, "UPDATE chat SET survey = id WHERE id IN (SELECT chat FROM survey)");
    run(sql, "UPDATE chat SET low = id WHERE id IN (SELECT chat FROM survey WHERE rating <= 2)");
}

void
fill_store(const char *path, guint64 n_chats)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *indices = NULL;
    sqlite3 *sql;

    care_editor_close(care_editor_open(path, TRUE, &error)); /* its schema, made by itself */
    if (error != NULL)
        g_error("%s", error->message);
    if (sqlite3_open(path, &sql) != SQLITE_OK)
        g_error("%s cannot be opened", path);
    run(sql, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
             " PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY");
    run(sql, "BEGIN");
    indices = take_indices(sql);
    add_names(sql);
    add_chats(sql, n_chats);
    run(sql, indices);
    add_answers(sql);
    run(sql, "INSERT OR REPLACE INTO meta (key, value) VALUES ('sums', 'due'); COMMIT");
    run(sql, "PRAGMA journal_mode = WAL");
    sqlite3_close(sql);
}
