/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks a database, read-only, what is due or amiss in it; one that is damaged or another program's
 * is told of and left. */
#include "care-examine.h"
#include "care-rollup.h"
#include "care-schema.h"
#include <unistd.h>

#define LEFT_MS                                                                            \
    ((gint64)60 * 60 * 1000)       /* a question open for longer is somebody's who is gone \
                                    */
#define GRACE_MS (2 * CARE_DAY_MS) /* clients let go once a day */

/* A read-only disk, or a log that is not this file's: then the file alone, as it is. */
static CareDb *
open_to_look(const CareExamine *examine, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(examine->path);
    g_autofree char *log = g_strconcat(examine->path, "-wal", NULL);
    g_autofree char *full = NULL, *uri = NULL, *immutable = NULL;

    if (!examine->has_strange_log &&
        (access(folder, W_OK) == 0 || g_file_test(log, G_FILE_TEST_EXISTS)))
        return care_db_open(examine->path, SQLITE_OPEN_READONLY, error);
    full = g_canonicalize_filename(examine->path, NULL);
    uri = g_filename_to_uri(full, NULL, error);
    if (uri == NULL)
        return NULL;
    immutable = g_strconcat(uri, "?immutable=1", NULL);
    return care_db_open(immutable, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

static void
tell_fault(const CareExamine *examine, const GError *error)
{
    if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT))
        care_examine_say(examine, CARE_HEALTH_PROBLEM,
                         _("database: damaged, or none at all: %s; the next client sets it aside "
                           "and begins anew, a backup brings it back"),
                         error->message);
    else
        care_examine_say(examine, CARE_HEALTH_PROBLEM, _("database: %s"), error->message);
}

/* FALSE: what is in it is not known here. */
static gboolean
check_schema(const CareExamine *examine, CareDb *db, guint *out_version)
{
    g_autoptr(GError) error = NULL;

    if (!care_schema_check(db, &care_schema, out_version, &error)) {
        tell_fault(examine, error);
        return FALSE;
    }
    if (*out_version == 0)
        care_examine_say(examine, CARE_HEALTH_NOTE, _("database: nothing was ever stored here"));
    else if (*out_version < care_schema.version)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("database: schema %u, from an earlier version: the next client that "
                           "starts alone brings it to %u, after a copy"),
                         *out_version, care_schema.version);
    else
        care_examine_say(examine, CARE_HEALTH_OK, _("database: schema %u"), *out_version);
    return TRUE;
}

static gboolean
check_pages(const CareExamine *examine, CareDb *db)
{
    g_autoptr(GError) error = NULL;
    gint64 n_problems = 0;

    if (!care_db_int(db, "SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'", 0,
                     &n_problems, &error)) {
        tell_fault(examine, error);
        return FALSE;
    }
    if (n_problems == 0)
        care_examine_say(examine, CARE_HEALTH_OK, _("database: its pages are sound"));
    else
        care_examine_say(examine, CARE_HEALTH_PROBLEM,
                         _("database: damaged; purple-care verify says where, a backup brings it "
                           "back"));
    return n_problems == 0;
}

static void
check_questions(const CareExamine *examine, CareDb *db)
{
    guint n = 0;
    sqlite3_stmt *query =
        care_db_query(db,
                      "SELECT c.client FROM survey s JOIN chat c ON c.id = s.chat"
                      " WHERE s.state IN ('asking', 'asked', 'suspended') AND s.asked_ms < ?1",
                      NULL, CARE_INT(examine->now_ms - LEFT_MS));

    while (query != NULL && care_db_step(query, NULL)) {
        const char *client = (const char *)sqlite3_column_text(query, 0);

        n += client == NULL || examine->lock == NULL || !care_lock_is_alive(examine->lock, client);
    }
    if (n > 0)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         g_dngettext(GETTEXT_PACKAGE,
                                     "questions: %u is open for more than an hour, and the client "
                                     "that asked is gone: start a client, which closes it",
                                     "questions: %u are open for more than an hour, and the client "
                                     "that asked is gone: start a client, which closes them",
                                     n),
                         n);
    else
        care_examine_say(examine, CARE_HEALTH_OK, _("questions: none was left open"));
}

static void
check_erased(const CareExamine *examine, CareDb *db)
{
    gint64 n = 0;

    if (care_db_int(db, "SELECT count(*) FROM meta WHERE key = 'erased'", 0, &n, NULL) && n > 0)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("erasing: the file is still to be rewritten: an idle client does it up "
                           "to 16 MiB; else close the clients and run: sqlite3 FILE VACUUM"));
    else
        care_examine_say(examine, CARE_HEALTH_OK, _("erasing: nothing is left to be rewritten"));
}

static void
check_sums(const CareExamine *examine, CareDb *db)
{
    gboolean is_due = FALSE;

    if (care_rollup_is_due(db, &is_due, NULL) && is_due)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("sums: still to be made; until then reports count chats one by one: "
                           "start a client, or run purple-care verify --rebuild-sums"));
}

/* Before when things should have gone; 0: they are kept for ever. */
static gint64
limit_of(const CareExamine *examine, gint64 keep_ms)
{
    return keep_ms < 0 ? 0 : MAX(examine->now_ms - keep_ms - GRACE_MS, 0);
}

static void
check_kept(const CareExamine *examine, CareDb *db)
{
    gint64 n_comments = 0, n_notes = 0, n_chats = 0;

    if (examine->keep == NULL)
        return;
    care_db_int(db,
                "SELECT count(*) FROM comment m JOIN answer a ON a.id = m.answer"
                " WHERE a.at_ms < ?1",
                0, &n_comments, NULL, CARE_INT(limit_of(examine, examine->keep->comments_ms)));
    care_db_int(db, "SELECT count(*) FROM customer WHERE note_ms < ?1 OR name_ms < ?1", 0, &n_notes,
                NULL, CARE_INT(limit_of(examine, examine->keep->notes_ms)));
    care_db_int(db,
                "SELECT count(*) FROM chat WHERE counted_ms < ?1"
                " AND outcome NOT IN ('open', 'pending') AND (erased = 0 OR customer NOT NULL)",
                0, &n_chats, NULL, CARE_INT(limit_of(examine, examine->keep->chats_ms)));
    if (n_comments > 0)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("keeping: %lld comments are older than [privacy] "
                           "keep-comments: an idle client lets them go"),
                         (long long)n_comments);
    if (n_notes > 0)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("keeping: notes or names of %lld customers are older than [privacy] "
                           "keep-notes: an idle client lets them go"),
                         (long long)n_notes);
    if (n_chats > 0)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("keeping: %lld chats are older than [privacy] "
                           "keep-chats: an idle client makes them nameless counts"),
                         (long long)n_chats);
    if (n_comments == 0 && n_notes == 0 && n_chats == 0)
        care_examine_say(examine, CARE_HEALTH_OK,
                         _("keeping: nothing is older than the settings say"));
}

static void
check_clock(const CareExamine *examine, CareDb *db)
{
    gint64 newest_ms = 0;

    if (care_db_int(db, "SELECT at_ms FROM ledger ORDER BY seq DESC LIMIT 1", 0, &newest_ms,
                    NULL) &&
        newest_ms > examine->now_ms + CARE_DAY_MS)
        care_examine_say(examine, CARE_HEALTH_NOTE,
                         _("clock: the newest row of the ledger is from the future: this clock is "
                           "wrong, or was then"));
}

void
care_examine_database(const CareExamine *examine)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CareDb) db = NULL;
    guint version = 0;

    if (access(examine->path, R_OK) != 0)
        return; /* told of already */
    db = open_to_look(examine, &error);
    if (db == NULL) {
        tell_fault(examine, error);
        return;
    }
    if (!check_schema(examine, db, &version) || version == 0 || !check_pages(examine, db) ||
        version < care_schema.version)
        return;
    check_sums(examine, db);
    check_questions(examine, db);
    check_erased(examine, db);
    check_kept(examine, db);
    check_clock(examine, db);
}
