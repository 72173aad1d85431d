/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a file of chats from its header to its last row, for the command line. */
#include "care-db.h"
#include "care-import-row.h"

struct _CareImportFile {
    CareImportRules rules;
    GTimeZone *zone;
    CareImportMap *map;
    CareCsv *csv;
    CareImportRow row;
    GString *key; /* the row's customer */
    gboolean has_header;
};

CareImportFile *
care_import_file_new(const CareImportOptions *options, CareReadFunc read, gpointer data,
                     GError **error)
{
    g_autoptr(CareImportMap) map = NULL;
    CareImportFile *file;

    g_return_val_if_fail(options != NULL && read != NULL, NULL);

    map = care_import_map_new(options->map, error);
    if (map == NULL)
        return NULL;
    file = g_new0(CareImportFile, 1);
    file->map = g_steal_pointer(&map);
    file->csv = care_csv_new(read, data);
    file->key = g_string_new(NULL);
    if (options->map != NULL)
        file->zone = options->zone != NULL ? g_time_zone_ref(options->zone) : g_time_zone_new_utc();
    file->rules = (CareImportRules){options->scale, file->zone, options->unrated, options->now_ms};
    return file;
}

void
care_import_file_free(CareImportFile *file)
{
    if (file == NULL)
        return;
    g_clear_pointer(&file->zone, g_time_zone_unref);
    care_import_map_free(file->map);
    care_csv_free(file->csv);
    g_string_free(file->key, TRUE);
    g_free(file);
}

/* Without a header no row can be read: what is wrong with that line is wrong with the file. */
static gboolean
read_header(CareImportFile *file, GError **error)
{
    g_autoptr(GError) failed = NULL;
    const CareCsvNext next = care_csv_next(file->csv, &failed);

    if (next == CARE_CSV_END) {
        g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE,
                    _("nothing is in it, not even a header"));
        return FALSE;
    }
    if (next == CARE_CSV_BAD) {
        failed->code = CARE_IMPORT_ERROR_FILE;
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    file->has_header = care_import_map_bind(file->map, file->csv, error);
    return file->has_header;
}

gboolean
care_import_file_next(CareImportFile *file, const CareImportRow **out_row, GError **error)
{
    g_return_val_if_fail(file != NULL && out_row != NULL, FALSE);

    *out_row = NULL;
    if (!file->has_header && !read_header(file, error))
        return FALSE;
    switch (care_csv_next(file->csv, error)) {
    case CARE_CSV_END:
        return TRUE;
    case CARE_CSV_RECORD:
        break;
    case CARE_CSV_BAD:
    default:
        return FALSE;
    }
    if (!care_import_row_read(&file->rules, file->map, file->csv, file->key, &file->row, error))
        return FALSE;
    *out_row = &file->row;
    return TRUE;
}

guint64
care_import_file_line(const CareImportFile *file)
{
    return care_csv_line(file->csv);
}

guint64
care_import_file_bytes(const CareImportFile *file)
{
    return care_csv_bytes(file->csv);
}
