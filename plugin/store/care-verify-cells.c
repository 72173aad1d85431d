/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks at what is counted of each chat: against the chat itself, and for imported ones against the
 * hash that the ledger keeps of them. */
#include "care-fact.h"
#include "care-import-hash.h"
#include "care-verify.h"
#include <string.h>

static gint
rating_in(sqlite3_stmt *query, int column)
{
    return sqlite3_column_type(query, column) == SQLITE_NULL ? CARE_NO_RATING
                                                             : sqlite3_column_int(query, column);
}

static gboolean
has_text(sqlite3_stmt *query, int column, const char *wanted)
{
    return strcmp(care_verify_text(query, column), wanted) == 0;
}

/* Columns of select_cells: the chat's own, its final survey's, and what it is counted as. */
enum {
    COL_EXT,
    COL_IMPORTED,
    COL_AGENT,
    COL_PROTOCOL,
    COL_ENDED,
    COL_OUTCOME,
    COL_REASON,
    COL_DEFINITION,
    COL_RATING,
    COL_ITEM,
    COL_ITEM_RATING,
    COL_COUNTED,
    COL_CELL,
    CELL_AGENT,
    CELL_PROTOCOL,
    CELL_OUTCOME,
    CELL_REASON,
    CELL_DEFINITION,
    CELL_RATING,
    CELL_ITEM,
    CELL_ITEM_RATING,
    COL_MIN,
    COL_MAX,
};

static const char select_cells[] =
    "SELECT c.ext, c.client GLOB 'import-*', c.agent, c.protocol, c.ended_ms, c.outcome, c.reason,"
    " s.definition, s.rating, s.item, s.item_rating, c.counted_ms, c.cell,"
    " k.agent, k.protocol, k.outcome, k.reason, k.definition, k.rating, k.item, k.item_rating,"
    " ifnull(d.min, 1), ifnull(d.max, 5)"
    " FROM chat c LEFT JOIN survey s ON s.id = c.survey LEFT JOIN cell k ON k.id = c.cell"
    " LEFT JOIN definition d ON d.id = k.definition ORDER BY c.id";

/* A reason of another program counts as "other"; of a chat that was asked none counts. */
static const char *
reason_of(sqlite3_stmt *query, gint outcome)
{
    const char *reason = care_verify_text(query, COL_REASON);

    if (outcome != CARE_OUTCOME_NOT_ASKED)
        return "none";
    return care_reason_from_name(reason) >= 0 ? reason : "other";
}

static gboolean
is_on_scale(sqlite3_stmt *query, gint rating)
{
    return rating >= sqlite3_column_int(query, COL_MIN) &&
           rating <= sqlite3_column_int(query, COL_MAX);
}

/* An imported chat's answer stands in its cell alone. */
static gboolean
is_cell_of_import(sqlite3_stmt *query, gint outcome)
{
    const gint rating = sqlite3_column_int(query, CELL_RATING);
    const gint item = sqlite3_column_int(query, CELL_ITEM_RATING);

    if (outcome != CARE_OUTCOME_ANSWERED)
        return rating == CARE_NO_RATING && item == CARE_NO_RATING;
    return is_on_scale(query, rating) &&
           (item == CARE_NO_RATING ||
            (is_on_scale(query, item) && !has_text(query, CELL_ITEM, "none")));
}

static gboolean
is_cell_of_survey(sqlite3_stmt *query, gint outcome)
{
    const gboolean is_asked = outcome != CARE_OUTCOME_NOT_ASKED;
    const gboolean is_answered = outcome == CARE_OUTCOME_ANSWERED;
    const char *item = care_verify_text(query, COL_ITEM);
    const gboolean has_item = is_asked && care_item_from_name(item) > CARE_ITEM_NONE;
    const gint rating = is_answered ? rating_in(query, COL_RATING) : CARE_NO_RATING;
    const gint item_rating =
        is_answered && has_item ? rating_in(query, COL_ITEM_RATING) : CARE_NO_RATING;

    return sqlite3_column_int64(query, CELL_DEFINITION) ==
               (is_asked ? sqlite3_column_int64(query, COL_DEFINITION) : CARE_NO_ROW) &&
           sqlite3_column_int(query, CELL_RATING) == rating &&
           has_text(query, CELL_ITEM, has_item ? item : "none") &&
           sqlite3_column_int(query, CELL_ITEM_RATING) == item_rating &&
           (!is_answered || is_on_scale(query, rating));
}

static gboolean
is_counted_rightly(sqlite3_stmt *query)
{
    const gint outcome = care_outcome_from_name(care_verify_text(query, COL_OUTCOME));
    const gboolean is_imported = sqlite3_column_int(query, COL_IMPORTED) != 0;

    if (outcome <= CARE_OUTCOME_OPEN || sqlite3_column_int64(query, COL_ENDED) <= 0)
        return !is_imported && sqlite3_column_type(query, COL_COUNTED) == SQLITE_NULL &&
               sqlite3_column_type(query, COL_CELL) == SQLITE_NULL;
    return sqlite3_column_int64(query, COL_COUNTED) == sqlite3_column_int64(query, COL_ENDED) &&
           sqlite3_column_int64(query, CELL_AGENT) == sqlite3_column_int64(query, COL_AGENT) &&
           has_text(query, CELL_PROTOCOL, care_verify_text(query, COL_PROTOCOL)) &&
           has_text(query, CELL_OUTCOME, care_outcome_name((CareOutcome)outcome)) &&
           has_text(query, CELL_REASON, reason_of(query, outcome)) &&
           (is_imported ? is_cell_of_import(query, outcome) : is_cell_of_survey(query, outcome));
}

gboolean
care_verify_cells(CareVerify *verify, GError **error)
{
    GError *failed = NULL;
    sqlite3_stmt *query = care_db_query(verify->db, select_cells, error);

    while (query != NULL && care_db_step(query, &failed)) {
        care_verify_tick(verify);
        if (!is_counted_rightly(query))
            care_verify_tell(verify, CARE_FINDING_CELL,
                             _("chat %s: it is counted as something else than it is"),
                             care_verify_text(query, COL_EXT));
    }
    return query != NULL && care_verify_ended(failed, error);
}

/* --- imports: docs/store.md, "Ledger" --- */

typedef struct {
    CareVerify *verify;
    char *client; /* "import-7" of the chats being read; NULL: none yet */
    GChecksum *hash;
    guint64 n;
} Import;

static void
add_chat(Import *import, sqlite3_stmt *query)
{
    const CareImportHashed chat = {.ext = care_verify_text(query, 1),
                                   .agent = care_verify_text(query, 2),
                                   .protocol = care_verify_text(query, 3),
                                   .ended_ms = sqlite3_column_int64(query, 4),
                                   .outcome = care_verify_text(query, 5),
                                   .reason = care_verify_text(query, 6),
                                   .rating = sqlite3_column_int(query, 7),
                                   .item = care_verify_text(query, 8),
                                   .item_rating = sqlite3_column_int(query, 9)};

    care_import_hash_add(import->hash, &chat);
    import->n++;
    import->verify->result.chats++;
    import->verify->result.answers += chat.rating != CARE_NO_RATING;
    care_verify_tick(import->verify);
}

/* The chats of one import are read: as many, with these values, as the ledger says? */
static gboolean
finish_import(Import *import, GError **error)
{
    g_autofree char *value = NULL;
    gint64 n_rows = 0;

    if (import->client == NULL)
        return TRUE;
    value = care_import_hash_value(import->hash, import->n);
    if (!care_db_int(import->verify->db,
                     "SELECT count(*) FROM ledger WHERE kind = 'import' AND value = ?2"
                     " AND seq = CAST(substr(?1, 8) AS INTEGER) AND 'import-' || seq = ?1",
                     0, &n_rows, error, CARE_TEXT(import->client), CARE_TEXT(value)))
        return FALSE;
    if (n_rows != 1)
        care_verify_tell(import->verify, CARE_FINDING_IMPORT,
                         _("%s: its %llu chats are not those that were imported by the ledger"),
                         import->client, (unsigned long long)import->n);
    g_clear_pointer(&import->client, g_free);
    return TRUE;
}

static gboolean
read_imports(Import *import, sqlite3_stmt *query, GError **error)
{
    GError *failed = NULL;

    while (care_db_step(query, &failed)) {
        const char *client = care_verify_text(query, 0);

        if (import->client == NULL || strcmp(import->client, client) != 0) {
            if (!finish_import(import, error))
                return FALSE;
            import->client = g_strdup(client);
            import->n = 0;
            g_checksum_reset(import->hash);
        }
        add_chat(import, query);
    }
    return care_verify_ended(failed, error) && finish_import(import, error);
}

/* Of an import all of whose chats were taken out, only the ledger tells. */
static gboolean
find_emptied(CareVerify *verify, GError **error)
{
    GError *failed = NULL;
    sqlite3_stmt *query = care_db_query(
        verify->db,
        "SELECT seq FROM ledger WHERE kind = 'import' AND value NOT LIKE '0:%' AND NOT EXISTS"
        " (SELECT 1 FROM chat WHERE client GLOB 'import-*' AND client = 'import-' || seq)",
        error);

    while (query != NULL && care_db_step(query, &failed))
        care_verify_tell(verify, CARE_FINDING_IMPORT,
                         _("import-%lld: none of its chats is in the store"),
                         sqlite3_column_int64(query, 0));
    return query != NULL && care_verify_ended(failed, error);
}

gboolean
care_verify_imports(CareVerify *verify, GError **error)
{
    Import import = {.verify = verify, .hash = g_checksum_new(G_CHECKSUM_SHA256)};
    sqlite3_stmt *query = care_db_query(
        verify->db,
        "SELECT c.client, c.ext, a.name, c.protocol, c.counted_ms, c.outcome, c.reason,"
        " ifnull(k.rating, -1), ifnull(k.item, 'none'), ifnull(k.item_rating, -1)"
        " FROM chat c JOIN agent a ON a.id = c.agent LEFT JOIN cell k ON k.id = c.cell"
        " WHERE c.client GLOB 'import-*' ORDER BY c.client, c.id",
        error);
    const gboolean is_read = query != NULL && read_imports(&import, query, error);

    if (query != NULL)
        sqlite3_reset(query);
    g_checksum_free(import.hash);
    g_free(import.client);
    return is_read && find_emptied(verify, error);
}
