/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves by the bytes themselves that somebody is gone, and does not trust that SQL said so. */
#define _GNU_SOURCE /* memmem */
#include "care-traces.h"
#include "care-comments.h"
#include "care-file.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define SHORTEST 8   /* less of somebody's words may stand anywhere */
#define PIECE    32  /* of a long text, for it may be cut in two where a page ends */
#define STRIDE   192 /* from one piece to the next */
#define BLOCK    (1024 * 1024)

struct _CareTraces {
    char *key;
    GHashTable *pieces; /* of char *: what is looked for, in bytes that SQLite stores together */
};

static void
add_piece(CareTraces *traces, const char *at, gsize size)
{
    g_hash_table_add(traces->pieces, g_strndup(at, size));
}

static void
add(CareTraces *traces, const char *text)
{
    const gsize size = text != NULL ? strlen(text) : 0;

    if (size < SHORTEST)
        return;
    if (size <= 2 * PIECE) {
        add_piece(traces, text, size);
        return;
    }
    for (gsize at = 0; at + PIECE <= size; at += STRIDE)
        add_piece(traces, text + at, PIECE);
    add_piece(traces, text + size - PIECE, PIECE);
}

CareTraces *
care_traces_new(const char *key)
{
    CareTraces *traces = g_new0(CareTraces, 1);
    const char *colon = strchr(key, ':');

    traces->key = g_strdup(key);
    traces->pieces = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add(traces, key);
    add(traces, colon != NULL ? colon + 1 : NULL);
    return traces;
}

void
care_traces_free(CareTraces *traces)
{
    if (traces == NULL)
        return;
    g_free(traces->key);
    g_hash_table_unref(traces->pieces);
    g_free(traces);
}

/* A copy may be of a schema without notes. */
static gboolean
has_notes(CareDb *db, gboolean *out_has, GError **error)
{
    gint64 n = 0;

    if (!care_db_int(db,
                     "SELECT count(*) FROM pragma_table_info('customer')"
                     " WHERE name IN ('note', 'name')",
                     0, &n, error))
        return FALSE;
    *out_has = n == 2;
    return TRUE;
}

/* What @query tells of them. */
static gboolean
gather(CareTraces *traces, sqlite3_stmt *query, GError **error)
{
    g_autoptr(GError) failed = NULL;

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        g_autofree char *text = care_db_column_text(query, 0);

        add(traces, text);
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static gboolean
gather_notes(CareTraces *traces, CareDb *db, GError **error)
{
    gboolean has;

    if (!has_notes(db, &has, error))
        return FALSE;
    return !has || gather(traces,
                          care_db_query(db,
                                        "SELECT note FROM customer WHERE key = ?1"
                                        " UNION SELECT name FROM customer WHERE key = ?1",
                                        error, CARE_TEXT(traces->key)),
                          error);
}

/* What was done about their words may name them. */
static gboolean
gather_marks(CareTraces *traces, CareDb *db, GError **error)
{
    gboolean has;

    if (!care_comments_has_marks(db, &has, error))
        return FALSE;
    return !has || gather(traces,
                          care_db_query(db,
                                        "WITH them AS (SELECT id FROM customer WHERE key = ?1),"
                                        " marks AS (SELECT k.note, k.theme FROM mark k"
                                        "  CROSS JOIN answer a ON a.id = k.answer"
                                        "  JOIN survey s ON s.id = a.survey"
                                        "  JOIN chat c ON c.id = s.chat"
                                        "  WHERE s.customer IN them OR c.customer IN them)"
                                        " SELECT note FROM marks UNION SELECT theme FROM marks",
                                        error, CARE_TEXT(traces->key)),
                          error);
}

gboolean
care_traces_gather(CareTraces *traces, CareDb *db, GError **error)
{
    sqlite3_stmt *query =
        care_db_query(db,
                      "WITH them AS (SELECT id FROM customer WHERE key = ?1),"
                      " theirs AS (SELECT id, address, room FROM chat WHERE customer IN them"
                      "  UNION SELECT c.id, NULL, 1 FROM survey s JOIN chat c ON c.id = s.chat"
                      "  WHERE s.customer IN them)"
                      " SELECT address FROM theirs WHERE room = 0 AND address NOT NULL"
                      " UNION SELECT who FROM survey WHERE customer IN them AND who NOT NULL"
                      " UNION SELECT m.text FROM theirs t JOIN survey s ON s.chat = t.id"
                      "  JOIN answer a ON a.survey = s.id JOIN comment m ON m.answer = a.id",
                      error, CARE_TEXT(traces->key));

    return gather(traces, query, error) && gather_notes(traces, db, error) &&
           gather_marks(traces, db, error);
}

/* Moves to @found the pieces that are among these bytes. */
static void
look_for(GHashTable *missing, GHashTable *found, const char *bytes, gsize size)
{
    GHashTableIter all;
    gpointer piece;

    g_hash_table_iter_init(&all, missing);
    while (g_hash_table_iter_next(&all, &piece, NULL)) {
        if (memmem(bytes, size, piece, strlen(piece)) == NULL)
            continue;
        g_hash_table_add(found, piece);
        g_hash_table_iter_remove(&all);
    }
}

/* Reads the file in blocks that overlap by what a piece may be long. */
static gboolean
scan(int fd, const char *path, GHashTable *missing, GHashTable *found, GError **error)
{
    g_autofree char *block = g_malloc(BLOCK + 2 * PIECE);
    gsize kept = 0;

    for (;;) {
        const gssize n = read(fd, block + kept, BLOCK);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return care_file_fail(error, path, _("cannot read"));
        if (n == 0)
            return TRUE;
        look_for(missing, found, block, kept + (gsize)n);
        if (kept + (gsize)n > 2 * PIECE) {
            memmove(block, block + kept + (gsize)n - 2 * PIECE, 2 * PIECE);
            kept = 2 * PIECE;
        } else {
            kept += (gsize)n;
        }
    }
}

static gboolean
is_anothers(CareDb *db, const char *piece, gboolean *out_is, GError **error)
{
    gint64 is = 0;
    gboolean has;

    if (!care_db_int(db,
                     "SELECT EXISTS (SELECT 1 FROM comment WHERE instr(text, ?1) > 0)"
                     " OR EXISTS (SELECT 1 FROM customer WHERE instr(key, ?1) > 0)"
                     " OR EXISTS (SELECT 1 FROM chat WHERE instr(address, ?1) > 0"
                     "  OR instr(account, ?1) > 0 OR instr(guards, ?1) > 0"
                     "  OR instr(reason, ?1) > 0 OR instr(ext, ?1) > 0)"
                     " OR EXISTS (SELECT 1 FROM survey WHERE instr(who, ?1) > 0)"
                     " OR EXISTS (SELECT 1 FROM agent WHERE instr(name, ?1) > 0)",
                     0, &is, error, CARE_TEXT(piece)) ||
        !has_notes(db, &has, error))
        return FALSE;
    if (is == 0 && has &&
        !care_db_int(db,
                     "SELECT EXISTS (SELECT 1 FROM customer"
                     " WHERE instr(note, ?1) > 0 OR instr(name, ?1) > 0)",
                     0, &is, error, CARE_TEXT(piece)))
        return FALSE;
    if (is == 0 && !care_comments_has_marks(db, &has, error))
        return FALSE;
    if (is == 0 && has &&
        !care_db_int(db,
                     "SELECT EXISTS (SELECT 1 FROM mark WHERE instr(note, ?1) > 0"
                     " OR instr(theme, ?1) > 0 OR instr(read_by, ?1) > 0"
                     " OR instr(handled_by, ?1) > 0)",
                     0, &is, error, CARE_TEXT(piece)))
        return FALSE;
    *out_is = is != 0;
    return TRUE;
}

gboolean
care_traces_remain(const CareTraces *traces, const char *path, gboolean *out_remain, GError **error)
{
    g_autoptr(GHashTable) missing = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) found = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(CareDb) db = NULL;
    GHashTableIter all;
    gpointer piece;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    gboolean is_read;

    if (fd < 0)
        return care_file_fail(error, path, _("cannot open"));
    g_hash_table_iter_init(&all, traces->pieces);
    while (g_hash_table_iter_next(&all, &piece, NULL))
        g_hash_table_add(missing, piece);
    is_read = scan(fd, path, missing, found, error);
    close(fd);
    *out_remain = FALSE;
    if (!is_read || g_hash_table_size(found) == 0)
        return is_read;
    db = care_db_open(path, SQLITE_OPEN_READONLY, error);
    if (db == NULL)
        return FALSE;
    g_hash_table_iter_init(&all, found);
    while (g_hash_table_iter_next(&all, &piece, NULL)) {
        gboolean is_living;

        if (!is_anothers(db, piece, &is_living, error))
            return FALSE;
        *out_remain |= !is_living;
    }
    return TRUE;
}
