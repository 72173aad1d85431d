/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches for bytes that make the reader of imported files crash, lie or never end. */
#include "care-import-row.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NOW_MS   ((gint64)1767225600000) /* 2026-01-01 UTC */
#define N_PIECES 2
#define N_MAPS   2

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    const uint8_t *data;
    size_t size, piece; /* at most so many bytes at once */
} Source;

/* For what must hold whatever the bytes are; g_assert() may be compiled out. */
static void
must(gboolean holds)
{
    if (!holds)
        abort();
}

static gssize
read_piece(char *buffer, gsize size, gpointer data)
{
    Source *source = data;
    const gsize n = MIN(MIN(size, source->piece), source->size);

    memcpy(buffer, source->data, n);
    source->data += n;
    source->size -= n;
    return (gssize)n;
}

static gboolean
is_text(const char *text, gsize max)
{
    return strlen(text) <= max && g_utf8_validate(text, -1, NULL);
}

static gboolean
is_rating(const CareImportRules *rules, gint rating)
{
    return rating >= rules->scale.min && rating <= rules->scale.max;
}

/* What the store relies on. */
static void
check_row(const CareImportRules *rules, const CareImportRow *row)
{
    must(is_text(row->id, 128) && *row->id != '\0');
    must(is_text(row->agent, 256) && *row->agent != '\0');
    must(is_text(row->protocol, 256) && *row->protocol != '\0');
    must(row->customer == NULL || is_text(row->customer, 8192));
    must(row->customer == NULL || strchr(row->customer, ':') != NULL);
    must(is_text(row->reason, 200));
    must(row->ended_ms > 0 && row->ended_ms <= rules->now_ms + (gint64)24 * 60 * 60 * 1000);
    must(row->outcome >= CARE_OUTCOME_ANSWERED && row->outcome < CARE_N_OUTCOMES);
    must(row->has_rating == (row->outcome == CARE_OUTCOME_ANSWERED));
    must(!row->has_rating || is_rating(rules, row->rating));
    must(!row->has_item_rating || is_rating(rules, row->item_rating));
    must(!row->has_item_rating || (row->has_rating && row->item != CARE_ITEM_NONE));
    must(row->item >= CARE_ITEM_NONE && row->item < CARE_N_ITEMS);
}

static void
check_cells(const CareCsv *csv)
{
    const guint n = care_csv_n_cells(csv);

    must(n > 0 && n <= CARE_CSV_COLUMNS_MAX);
    for (guint i = 0; i < n; i++)
        must(g_utf8_validate(care_csv_cell(csv, i), -1, NULL));
}

/* Returns a hash of all records and errors: the same, in whatever pieces the bytes come. */
static guint
read_file(const CareImportRules *rules, const char *map_text, Source source)
{
    g_autoptr(CareImportMap) map = care_import_map_new(map_text, NULL);
    g_autoptr(CareCsv) csv = care_csv_new(read_piece, &source);
    g_autoptr(GString) key = g_string_new(NULL);
    gboolean is_bound = FALSE;
    guint64 line = 0;
    guint hash = 5381;

    while (TRUE) {
        g_autoptr(GError) error = NULL;
        const CareCsvNext next = care_csv_next(csv, &error);
        CareImportRow row;

        if (next == CARE_CSV_END)
            return hash;
        must(care_csv_line(csv) >= line || next == CARE_CSV_BAD);
        line = care_csv_line(csv);
        hash = hash * 33 + (guint)line;
        must((next == CARE_CSV_BAD) == (error != NULL));
        if (next == CARE_CSV_BAD) {
            hash = hash * 33 + g_str_hash(error->message);
            if (error->code != CARE_IMPORT_ERROR_ROW)
                return hash;
            continue;
        }
        check_cells(csv);
        hash = hash * 33 + g_str_hash(care_csv_cell(csv, care_csv_n_cells(csv) - 1));
        if (!is_bound) {
            is_bound = care_import_map_bind(map, csv, &error);
            must(is_bound || g_utf8_validate(error->message, -1, NULL));
            continue; /* an unbound header is tried again with the next record */
        }
        if (care_import_row_read(rules, map, csv, key, &row, &error))
            check_row(rules, &row);
        else
            must(error != NULL && error->code == CARE_IMPORT_ERROR_ROW);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const maps[N_MAPS] = {
        NULL, "chat_id=Ticket ID;agent=Assignee;customer=Requester;rating=CSAT;ended_at=Closed;"
              "item=Item;protocol=:xmpp"};
    static const size_t pieces[N_PIECES] = {65536, 3};
    g_autoptr(GTimeZone) zone = g_time_zone_new("Europe/Berlin");

    for (guint i = 0; i < N_MAPS; i++) {
        const CareImportRules rules = {.scale = {1, 5},
                                       .zone = maps[i] != NULL ? zone : NULL,
                                       .unrated = CARE_OUTCOME_EXPIRED,
                                       .now_ms = NOW_MS};
        const guint hash = read_file(&rules, maps[i], (Source){data, size, pieces[0]});

        for (guint k = 1; k < N_PIECES; k++)
            must(read_file(&rules, maps[i], (Source){data, size, pieces[k]}) == hash);
    }
    return 0;
}
