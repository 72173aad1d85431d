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
        if (errno != ENOENT && errno != ENOTDIR)
            return care_file_fail(error, path, _("cannot open")); /* another's, for one */
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
    g_clear_pointer(&reader->others, g_ptr_array_unref);
    g_clear_pointer(&reader->renamed, g_hash_table_unref);
    care_db_close(reader->db);
    g_free(reader->path);
    g_free(reader);
}

CareCube *
care_reader_count(CareReader *reader, const CareCubeFilter *filter, GError **error)
{
    g_autoptr(CareCube) sum = NULL;

    g_return_val_if_fail(reader != NULL && filter != NULL, NULL);

    const gboolean is_all = filter->from_ms == 0 && filter->to_ms == 0;

    for (guint i = 0; i < care_reader_n(reader); i++) {
        CareReader *part = care_reader_store(reader, i);
        CareCube *cube = care_load_cube(part->db, filter, error);

        if (cube == NULL) {
            g_prefix_error(error, "%s: ", part->path);
            return NULL;
        }
        sum = care_several_add(g_steal_pointer(&sum), cube, part, is_all);
    }
    return g_steal_pointer(&sum);
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

    for (guint i = 0; i < care_reader_n(reader); i++) {
        CareDb *db = care_reader_store(reader, i)->db;

        if (sqlite3_get_autocommit(db->sql) != 0 && !care_db_exec(db, "BEGIN", error))
            return FALSE;
    }
    return TRUE;
}

GPtrArray *
care_reader_series(CareReader *reader, const CareCubeFilter *filter, const gint64 *edges_ms,
                   guint n, GError **error)
{
    g_autoptr(GPtrArray) sums = NULL;

    g_return_val_if_fail(reader != NULL && filter != NULL && edges_ms != NULL && n > 0, NULL);

    sums = g_ptr_array_new_with_free_func((GDestroyNotify)care_cube_free);
    g_ptr_array_set_size(sums, (gint)n);
    for (guint i = 0; i < care_reader_n(reader); i++) {
        CareReader *part = care_reader_store(reader, i);
        g_autoptr(GPtrArray) cubes = care_load_series(part->db, filter, edges_ms, n, error);

        if (cubes == NULL) {
            g_prefix_error(error, "%s: ", part->path);
            return NULL;
        }
        g_ptr_array_set_free_func(cubes, NULL);
        for (guint j = 0; j < n; j++)
            sums->pdata[j] = care_several_add(sums->pdata[j], cubes->pdata[j], part, FALSE);
    }
    return g_steal_pointer(&sums);
}

gboolean
care_reader_extent(CareReader *reader, const CareCubeFilter *filter, gint64 *out_first_ms,
                   gint64 *out_last_ms, GError **error)
{
    g_return_val_if_fail(reader != NULL && filter != NULL, FALSE);

    *out_first_ms = *out_last_ms = 0;
    for (guint i = 0; i < care_reader_n(reader); i++) {
        CareReader *part = care_reader_store(reader, i);
        gint64 first, last;

        if (!care_load_extent(part->db, filter, &first, &last, error)) {
            g_prefix_error(error, "%s: ", part->path);
            return FALSE;
        }
        if (*out_first_ms == 0 || (first != 0 && first < *out_first_ms))
            *out_first_ms = first;
        *out_last_ms = MAX(*out_last_ms, last);
    }
    return TRUE;
}

gboolean
care_reader_each_rating(CareReader *reader, const CareCubeFilter *filter, CareScale scale,
                        CareRatingFunc each, gpointer data, GError **error)
{
    g_autofree CareDb **dbs = NULL;

    g_return_val_if_fail(reader != NULL && filter != NULL && each != NULL, FALSE);

    dbs = g_new(CareDb *, care_reader_n(reader));
    for (guint i = 0; i < care_reader_n(reader); i++)
        dbs[i] = care_reader_store(reader, i)->db;
    return care_load_course(dbs, care_reader_n(reader), filter, scale, each, data, error);
}

gboolean
care_reader_attention(CareReader *reader, const CareCubeFilter *filter, CareAttention *out,
                      guint64 *out_n, GError **error)
{
    g_autofree CareTimes *times = g_new0(CareTimes, 1);

    g_return_val_if_fail(reader != NULL && filter != NULL && out != NULL && out_n != NULL, FALSE);

    for (guint i = 0; i < care_reader_n(reader); i++) {
        CareReader *part = care_reader_store(reader, i);

        if (!care_attended_add(part->db, filter, times, error)) {
            g_prefix_error(error, "%s: ", part->path);
            return FALSE;
        }
    }
    *out = care_times_sum_up(times);
    *out_n = (guint64)times->n;
    return TRUE;
}
