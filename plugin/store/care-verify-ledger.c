/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks the ledger's chain of hashes and names the first row that does not follow from the one
 * before. */
#include "care-ledger.h"
#include "care-verify.h"
#include <string.h>

typedef struct {
    CareVerify *verify;
    gint64 next;  /* the number that the next row should have */
    char *before; /* the hash before it */
    guint64 n_bad;
} Chain;

/* Kinds that a ledger of ours can hold. What else stands there was written by somebody else, and is
 * not shown. */
static const char *
kind_of(const char *kind)
{
    static const char *const known[] = {"outcome", "answer", "opt_out", "private",
                                        "erase",   "import", "keep",    NULL};

    return g_strv_contains(known, kind) ? kind : _("of no known kind");
}

static char *
time_of(gint64 at_ms)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at_ms / 1000);

    return time != NULL && at_ms >= 0 ? g_date_time_format(time, "%Y-%m-%d %H:%M:%S UTC")
                                      : g_strdup(_("no time"));
}

/* A line's end within a field would let two different rows have one hash. */
static gboolean
is_one_line(sqlite3_stmt *query, int column)
{
    const char *text = care_verify_text(query, column);

    return strlen(text) == (gsize)sqlite3_column_bytes(query, column) && strchr(text, '\n') == NULL;
}

static void
name_row(Chain *chain, sqlite3_stmt *query, gint64 seq)
{
    g_autofree char *time = time_of(sqlite3_column_int64(query, 1));
    const char *kind = kind_of(care_verify_text(query, 3));

    chain->n_bad++;
    if (chain->n_bad > 1)
        return;
    chain->verify->result.first_bad_seq = MAX(chain->next, 1);
    if (seq > chain->next)
        care_verify_tell(chain->verify, CARE_FINDING_LEDGER,
                         _("first edited row: %lld (taken out; the next is %lld: %s, %s)"),
                         (long long)chain->next, (long long)seq, kind, time);
    else
        care_verify_tell(chain->verify, CARE_FINDING_LEDGER, _("first edited row: %lld (%s, %s)"),
                         (long long)seq, kind, time);
}

static void
check_row(Chain *chain, sqlite3_stmt *query)
{
    const gint64 seq = sqlite3_column_int64(query, 0);
    const char *stored = care_verify_text(query, 5);
    g_autofree char *hash = NULL;

    chain->verify->result.ledger_rows++;
    care_verify_tick(chain->verify);
    if (seq == chain->next)
        hash = care_ledger_hash(chain->before, seq, sqlite3_column_int64(query, 1),
                                care_verify_text(query, 2), care_verify_text(query, 3),
                                care_verify_text(query, 4));
    if (hash == NULL || strcmp(hash, stored) != 0 || !is_one_line(query, 2) ||
        !is_one_line(query, 3) || !is_one_line(query, 4))
        name_row(chain, query, seq);
    /* From here on as the file has it: whatever else was edited shows on its own. */
    g_free(chain->before);
    chain->before = g_strdup(stored);
    chain->next = seq < G_MAXINT64 ? seq + 1 : seq;
}

gboolean
care_verify_ledger(CareVerify *verify, GError **error)
{
    Chain chain = {.verify = verify, .next = 1, .before = g_strdup(CARE_LEDGER_NO_HASH)};
    GError *failed = NULL;
    sqlite3_stmt *query = care_db_query(
        verify->db, "SELECT seq, at_ms, chat, kind, value, hash FROM ledger ORDER BY seq", error);

    while (query != NULL && care_db_step(query, &failed))
        check_row(&chain, query);
    g_free(chain.before);
    if (chain.n_bad > 1)
        care_verify_tell(verify, CARE_FINDING_LEDGER,
                         _("%llu rows of the ledger do not follow from the row before them"),
                         (unsigned long long)chain.n_bad);
    return query != NULL && care_verify_ended(failed, error);
}
