/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a whole store once more and says what does not fit together, as one moment shows it. */
#include "care-verify.h"
#include "care-reader-private.h"

#define TELL_MAX   20   /* of one kind; with more the first ones tell enough */
#define TICK_EVERY 1024 /* rows */

void
care_verify_tell(CareVerify *verify, CareFinding kind, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    verify->result.n_findings++;
    if (verify->n_told[kind] >= TELL_MAX) {
        verify->n_more[kind]++;
        return;
    }
    verify->n_told[kind]++;
    if (verify->found == NULL)
        return;
    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    verify->found(text, verify->data);
}

/* What was only counted, one line a kind. */
static void
tell_more(const CareVerify *verify)
{
    static const char *const what[CARE_N_FINDINGS] = {
        [CARE_FINDING_FILE] = N_("faults in the file"),
        [CARE_FINDING_REFERENCE] = N_("rows that belong to no other"),
        [CARE_FINDING_LEDGER] = N_("faults in the ledger"),
        [CARE_FINDING_OUTCOME] = N_("outcomes that differ from the ledger"),
        [CARE_FINDING_ANSWER] = N_("ratings that differ from the ledger"),
        [CARE_FINDING_IMPORT] = N_("faults in imported chats"),
        [CARE_FINDING_SURVEY] = N_("questions that differ from their answers"),
        [CARE_FINDING_CELL] = N_("chats that are counted wrongly"),
        [CARE_FINDING_SUM] = N_("sums that differ from the chats"),
        [CARE_FINDING_ATTENTION] = N_("figures of attentiveness that cannot be"),
        [CARE_FINDING_REMINDER] = N_("reminders with an unknown name"),
    };

    for (guint kind = 0; verify->found != NULL && kind < CARE_N_FINDINGS; kind++) {
        g_autofree char *text = NULL;

        if (verify->n_more[kind] == 0)
            continue;
        text = g_strdup_printf(_("and %u more: %s"), verify->n_more[kind], _(what[kind]));
        verify->found(text, verify->data);
    }
}

void
care_verify_tick(CareVerify *verify)
{
    verify->done++;
    if (verify->progress != NULL && verify->done % TICK_EVERY == 0)
        verify->progress(MIN(verify->done, verify->total), verify->total, verify->data);
}

const char *
care_verify_text(sqlite3_stmt *query, int column)
{
    const char *text = (const char *)sqlite3_column_text(query, column);

    return text != NULL ? text : "";
}

gboolean
care_verify_ended(GError *failed, GError **error)
{
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, failed);
    return FALSE;
}

/* SQLite names trees, pages and rows in it, no values. */
static gboolean
check_file(CareVerify *verify, GError **error)
{
    GError *failed = NULL;
    sqlite3_stmt *query = care_db_query(verify->db, "PRAGMA integrity_check(100)", error);

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const char *what = care_verify_text(query, 0);

        if (g_strcmp0(what, "ok") != 0)
            care_verify_tell(verify, CARE_FINDING_FILE, _("the file is damaged: %s"), what);
    }
    return care_verify_ended(failed, error);
}

/* Who edits the ledger by hand has to take its triggers away first. */
static gboolean
check_triggers(CareVerify *verify, GError **error)
{
    gint64 n = 0;

    if (!care_db_int(verify->db,
                     "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"
                     " AND name IN ('ledger_keeps_rows', 'ledger_keeps_values')",
                     0, &n, error))
        return FALSE;
    if (n != 2)
        care_verify_tell(verify, CARE_FINDING_LEDGER,
                         _("the triggers that keep the ledger from being edited were taken away"));
    return TRUE;
}

static gboolean
check_references(CareVerify *verify, GError **error)
{
    GError *failed = NULL;
    sqlite3_stmt *query = care_db_query(verify->db, "PRAGMA foreign_key_check", error);

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed))
        care_verify_tell(verify, CARE_FINDING_REFERENCE,
                         _("row %lld of table %s belongs to a row of %s that is "
                           "not there"),
                         sqlite3_column_int64(query, 1), care_verify_text(query, 0),
                         care_verify_text(query, 2));
    return care_verify_ended(failed, error);
}

static gboolean
count_rows(CareVerify *verify, GError **error)
{
    gint64 n_ledger = 0, n_chats = 0;

    if (!care_db_int(verify->db, "SELECT count(*) FROM ledger", 0, &n_ledger, error) ||
        !care_db_int(verify->db, "SELECT count(*) FROM chat", 0, &n_chats, error))
        return FALSE;
    /* The parts tick: ledger; outcomes; cells. */
    verify->total = (guint64)n_ledger + 2 * (guint64)n_chats;
    return TRUE;
}

typedef struct {
    gboolean (*run)(CareVerify *verify, GError **error);
    const char *what;
    CareFinding kind;
} Part;

/* In a damaged file each part gives what it can. */
static gboolean
run_parts(CareVerify *verify, GError **error)
{
    static const Part parts[] = {
        {check_file, N_("the file"), CARE_FINDING_FILE},
        {check_triggers, N_("the schema"), CARE_FINDING_LEDGER},
        {check_references, N_("what belongs to what"), CARE_FINDING_REFERENCE},
        {count_rows, N_("how many rows there are"), CARE_FINDING_FILE},
        {care_verify_ledger, N_("the ledger"), CARE_FINDING_LEDGER},
        {care_verify_outcomes, N_("the chats' outcomes"), CARE_FINDING_OUTCOME},
        {care_verify_answers, N_("the answers"), CARE_FINDING_ANSWER},
        {care_verify_imports, N_("the imported chats"), CARE_FINDING_IMPORT},
        {care_verify_surveys, N_("the questions"), CARE_FINDING_SURVEY},
        {care_verify_cells, N_("what is counted of each chat"), CARE_FINDING_CELL},
        {care_verify_sums, N_("the sums"), CARE_FINDING_SUM},
        {care_verify_attended, N_("what stands beside the score"), CARE_FINDING_ATTENTION},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autoptr(GError) failed = NULL;

        if (parts[i].run(verify, &failed))
            continue;
        if (!g_error_matches(failed, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT)) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return FALSE;
        }
        care_verify_tell(verify, parts[i].kind, _("the file is damaged: %s could not be read"),
                         _(parts[i].what));
    }
    return TRUE;
}

gboolean
care_reader_verify(CareReader *reader, CareProgressFunc progress, CareFindingFunc found,
                   gpointer data, CareVerified *out_verified, GError **error)
{
    CareVerify verify = {.reader = reader, .progress = progress, .found = found, .data = data};
    gboolean is_read;

    g_return_val_if_fail(reader != NULL && out_verified != NULL, FALSE);

    verify.db = reader->db;
    /* What a client stores meanwhile must not look like a fault. */
    if (!care_db_exec(reader->db, "BEGIN", error))
        return FALSE;
    is_read = run_parts(&verify, error);
    care_db_exec(reader->db, "ROLLBACK", NULL);
    if (!is_read) {
        g_prefix_error(error, "%s: ", reader->path);
        return FALSE;
    }
    tell_more(&verify);
    if (progress != NULL)
        progress(verify.total, verify.total, data);
    *out_verified = verify.result;
    return TRUE;
}
