/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a store for the command line, beside a client that writes it, and changes nothing. */
#include "care-attended.h"
#include "care-file.h"
#include "care-load.h"
#include "care-reader-private.h"
#include "care-schema.h"
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
is_there(const char *path, GError **error)
{
    GStatBuf info;

    if (g_stat(path, &info) != 0) {
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING, _("%s: there is no store"),
                    path);
        return FALSE;
    }
    if (!S_ISREG(info.st_mode)) {
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN, _("%s: not a file"), path);
        return FALSE;
    }
    return TRUE;
}

/* On a read-only disk SQLite cannot make its index of the log; without a log it needs none. */
static gboolean
needs_no_log(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *log = g_strconcat(path, "-wal", NULL);

    return access(folder, W_OK) != 0 && !g_file_test(log, G_FILE_TEST_EXISTS);
}

static CareDb *
open_read_only(const char *path, GError **error)
{
    g_autofree char *full = NULL, *uri = NULL, *immutable = NULL;

    if (!needs_no_log(path))
        return care_db_open(path, SQLITE_OPEN_READONLY, error);
    full = g_canonicalize_filename(path, NULL);
    uri = g_filename_to_uri(full, NULL, error);
    if (uri == NULL)
        return NULL;
    immutable = g_strconcat(uri, "?immutable=1", NULL);
    return care_db_open(immutable, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

static gboolean
check(CareDb *db, GError **error)
{
    guint version = 0;

    if (!care_schema_check(db, &care_schema, &version, error))
        return FALSE;
    if (version == care_schema.version)
        return TRUE;
    if (version == 0)
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING,
                    _("nothing was ever stored here"));
    else
        g_set_error(
            error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN,
            _("written by an earlier version: start the client once to bring it up to date"));
    return FALSE;
}

CareReader *
care_reader_open(const char *path, GError **error)
{
    g_autoptr(CareReader) reader = NULL;

    g_return_val_if_fail(path != NULL, NULL);

    if (!is_there(path, error))
        return NULL;
    reader = g_new0(CareReader, 1);
    reader->path = care_file_resolve(path);
    reader->db = open_read_only(reader->path, error);
    if (reader->db == NULL || !check(reader->db, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    return g_steal_pointer(&reader);
}

void
care_reader_close(CareReader *reader)
{
    if (reader == NULL)
        return;
    care_db_close(reader->db);
    g_free(reader->path);
    g_free(reader);
}

CareCube *
care_reader_count(CareReader *reader, const CareCubeFilter *filter, GError **error)
{
    CareCube *cube;

    g_return_val_if_fail(reader != NULL && filter != NULL, NULL);

    cube = care_load_cube(reader->db, filter, error);
    if (cube == NULL)
        g_prefix_error(error, "%s: ", reader->path);
    return cube;
}

CareRecord *
care_reader_chat(CareReader *reader, const char *id, GError **error)
{
    g_return_val_if_fail(reader != NULL && id != NULL, NULL);

    return care_load_chat(reader->db, id, error);
}

gboolean
care_reader_hold(CareReader *reader, GError **error)
{
    g_return_val_if_fail(reader != NULL, FALSE);

    return care_db_exec(reader->db, "BEGIN", error);
}

GPtrArray *
care_reader_series(CareReader *reader, const CareCubeFilter *filter, const gint64 *edges_ms,
                   guint n, GError **error)
{
    GPtrArray *cubes;

    g_return_val_if_fail(reader != NULL && filter != NULL && edges_ms != NULL && n > 0, NULL);

    cubes = care_load_series(reader->db, filter, edges_ms, n, error);
    if (cubes == NULL)
        g_prefix_error(error, "%s: ", reader->path);
    return cubes;
}

gboolean
care_reader_extent(CareReader *reader, const CareCubeFilter *filter, gint64 *out_first_ms,
                   gint64 *out_last_ms, GError **error)
{
    g_return_val_if_fail(reader != NULL && filter != NULL, FALSE);

    if (care_load_extent(reader->db, filter, out_first_ms, out_last_ms, error))
        return TRUE;
    g_prefix_error(error, "%s: ", reader->path);
    return FALSE;
}

gboolean
care_reader_each_rating(CareReader *reader, const CareCubeFilter *filter, CareScale scale,
                        CareRatingFunc each, gpointer data, GError **error)
{
    g_return_val_if_fail(reader != NULL && filter != NULL && each != NULL, FALSE);

    if (care_load_course(reader->db, filter, scale, each, data, error))
        return TRUE;
    g_prefix_error(error, "%s: ", reader->path);
    return FALSE;
}

gboolean
care_reader_attention(CareReader *reader, const CareCubeFilter *filter, CareAttention *out,
                      guint64 *out_n, GError **error)
{
    g_return_val_if_fail(reader != NULL && filter != NULL && out != NULL && out_n != NULL, FALSE);

    if (care_attended_sum(reader->db, filter, out, out_n, error))
        return TRUE;
    g_prefix_error(error, "%s: ", reader->path);
    return FALSE;
}
