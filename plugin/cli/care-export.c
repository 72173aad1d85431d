/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One row at a time is in memory, so that an export may be as long as the disk has room. */
#include "care-export.h"
#include "care-cell.h"
#include "care-cli.h"
#include "care-progress.h"
#include <json-glib/json-glib.h>
#include <purple-care/report.h>
#include <string.h>

#define CELLS_MAX 24

struct _CareExport {
    CareStream *stream;
    CareProgress *progress; /* NULL: the rows themselves are seen */
    gboolean is_json, is_terminal;
    guint64 rows;
    GString *line;
};

static gboolean
flush(CareExport *export)
{
    const gboolean is_written =
        care_stream_write(export->stream, export->line->str, export->line->len);

    g_string_truncate(export->line, 0);
    return is_written;
}

CareExport *
care_export_new(const char *command, const char *file, gboolean is_json, const char *what,
                const char *heading)
{
    CareStream *stream = care_stream_open(command, file);
    CareExport *export;

    if (stream == NULL)
        return NULL;
    export = g_new0(CareExport, 1);
    export->stream = stream;
    export->is_json = is_json;
    export->is_terminal = care_stream_is_terminal(stream);
    export->line = g_string_new(NULL);
    if (file != NULL && strcmp(file, "-") != 0)
        export->progress = care_progress_new(_("Writing"));
    if (is_json)
        g_string_append_printf(export->line, "{\"format\":1,\"%s\":[", what);
    else
        g_string_append(export->line, heading);
    flush(export);
    return export;
}

static void
add_value(JsonBuilder *builder, const CareField *field)
{
    json_builder_set_member_name(builder, field->name);
    if (field->kind == CARE_FIELD_NUMBER)
        json_builder_add_int_value(builder, field->number);
    else if (field->kind == CARE_FIELD_FLAG)
        json_builder_add_boolean_value(builder, field->number != 0);
    else if (field->kind == CARE_FIELD_TEXT && field->text != NULL)
        json_builder_add_string_value(builder, field->text);
    else
        json_builder_add_null_value(builder);
}

static void
append_json(CareExport *export, const CareField *fields, gsize n)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonGenerator) generator = json_generator_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *plain = NULL, *safe = NULL;

    json_builder_begin_object(builder);
    for (gsize i = 0; i < n; i++)
        add_value(builder, &fields[i]);
    json_builder_end_object(builder);
    root = json_builder_get_root(builder);
    json_generator_set_root(generator, root);
    plain = json_generator_to_data(generator, NULL);
    safe = care_report_safe(plain); /* as JSON itself would escape them */
    g_string_append(export->line, export->rows > 0 ? ",\n" : "\n");
    g_string_append(export->line, safe);
}

/* (transfer full): what stands in the cell. */
static char *
cell_of(const CareExport *export, const CareField *field)
{
    if (field->kind == CARE_FIELD_NUMBER)
        return g_strdup_printf("%" G_GINT64_FORMAT, field->number);
    if (field->kind == CARE_FIELD_FLAG)
        return g_strdup(field->number != 0 ? "yes" : "no");
    if (field->kind == CARE_FIELD_NONE || field->text == NULL)
        return g_strdup("");
    return export->is_terminal ? care_report_safe(field->text) : g_strdup(field->text);
}

static void
append_csv(CareExport *export, const CareField *fields, gsize n)
{
    char *cells[CELLS_MAX] = {NULL};
    gsize n_cells = 0;

    for (gsize i = 0; i < n && n_cells < CELLS_MAX; i++) {
        if (!fields[i].json_only)
            cells[n_cells++] = cell_of(export, &fields[i]);
    }
    care_cells_append(export->line, (const char *const *)cells, n_cells);
    while (n_cells > 0)
        g_free(cells[--n_cells]);
}

gboolean
care_export_row(CareExport *export, const CareField *fields, gsize n)
{
    if (export->is_json)
        append_json(export, fields, n);
    else
        append_csv(export, fields, n);
    export->rows++;
    if (export->progress != NULL)
        care_progress_show(export->rows, 0, export->progress);
    return flush(export);
}

int
care_export_finish(CareExport *export, gboolean is_whole)
{
    int code = CARE_EXIT_FAILED;

    if (export->is_json)
        g_string_append(export->line, "\n]}\n");
    g_clear_pointer(&export->progress, care_progress_free);
    if (is_whole) {
        flush(export); /* a fault stays noted */
        code = care_stream_finish(export->stream);
    } else {
        care_stream_drop(export->stream);
    }
    g_string_free(export->line, TRUE);
    g_free(export);
    return code;
}
