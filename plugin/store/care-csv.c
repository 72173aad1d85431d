/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes CSV apart byte by byte; what cannot be told apart for sure is an error, never a guess. */
#include "care-csv.h"
#include "care-db.h"
#include <errno.h>
#include <string.h>

#define READ_SIZE 65536

typedef enum {
    AT_START,     /* of a cell */
    IN_BARE,      /* in a cell without quotes */
    IN_QUOTED,    /* between quotes */
    BEHIND_QUOTE, /* the quote before was the last, or half of a doubled one */
} State;

struct _CareCsv {
    CareReadFunc read;
    gpointer data;
    char buffer[READ_SIZE];
    gsize at, end; /* what is left of the buffer */
    guint64 bytes;
    gboolean is_begun, is_over; /* the first bytes, the last bytes were read */
    gboolean was_cr;            /* a LF that comes next belongs to it */

    GString *record;                    /* its cells, each with a NUL behind it */
    gsize starts[CARE_CSV_COLUMNS_MAX]; /* of each cell in the record */
    guint n_cells;
    gsize size; /* bytes of the record, quotes and all */
    State state;
    gboolean is_plain;  /* no byte above 127 */
    gboolean is_quoted; /* a cell of it was */
    guint64 line, record_line, quote_line;
    const char *wrong; /* what is, first of all, with this record */
    guint64 wrong_line;
};

G_DEFINE_QUARK(care_import_error, care_import_error)

CareCsv *
care_csv_new(CareReadFunc read, gpointer data)
{
    CareCsv *csv = g_new0(CareCsv, 1);

    g_return_val_if_fail(read != NULL, csv);

    csv->read = read;
    csv->data = data;
    csv->record = g_string_new(NULL);
    csv->line = 1;
    return csv;
}

void
care_csv_free(CareCsv *csv)
{
    if (csv == NULL)
        return;
    g_string_free(csv->record, TRUE);
    g_free(csv);
}

guint
care_csv_n_cells(const CareCsv *csv)
{
    return csv->n_cells;
}

const char *
care_csv_cell(const CareCsv *csv, guint n)
{
    g_return_val_if_fail(n < csv->n_cells, "");

    return csv->record->str + csv->starts[n];
}

guint64
care_csv_line(const CareCsv *csv)
{
    return csv->record_line;
}

guint64
care_csv_bytes(const CareCsv *csv)
{
    return csv->bytes;
}

/* More bytes behind those that are left; FALSE with @error. */
static gboolean
read_more(CareCsv *csv, GError **error)
{
    gssize n;

    memmove(csv->buffer, csv->buffer + csv->at, csv->end - csv->at);
    csv->end -= csv->at;
    csv->at = 0;
    n = csv->read(csv->buffer + csv->end, READ_SIZE - csv->end, csv->data);
    if (n < 0) {
        g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE, _("could not be read: %s"),
                    g_strerror(errno));
        csv->record_line = csv->line;
        csv->is_over = TRUE;
        return FALSE;
    }
    csv->end += (gsize)n;
    csv->bytes += (guint64)n;
    csv->is_over = n == 0;
    return TRUE;
}

/* A byte order mark is no part of the first column's name. A pipe may bring it in pieces. */
static gboolean
begin(CareCsv *csv, GError **error)
{
    static const char mark[] = "\xef\xbb\xbf";
    const gsize size = sizeof mark - 1;

    csv->is_begun = TRUE;
    while (!csv->is_over && csv->end < size) {
        if (!read_more(csv, error))
            return FALSE;
    }
    if (csv->end >= size && memcmp(csv->buffer, mark, size) == 0)
        csv->at = size;
    return TRUE;
}

static void
mark_wrong(CareCsv *csv, const char *wrong)
{
    if (csv->wrong != NULL)
        return;
    csv->wrong = wrong;
    csv->wrong_line = csv->line;
}

static void
begin_record(CareCsv *csv)
{
    g_string_truncate(csv->record, 0);
    csv->n_cells = 1;
    csv->starts[0] = 0;
    csv->size = 0;
    csv->state = AT_START;
    csv->is_plain = TRUE;
    csv->is_quoted = FALSE;
    csv->record_line = csv->line;
    csv->wrong = NULL;
}

static void
end_cell(CareCsv *csv)
{
    g_string_append_c(csv->record, '\0');
    csv->state = AT_START;
    if (csv->n_cells == CARE_CSV_COLUMNS_MAX) {
        mark_wrong(csv, N_("more than 256 cells"));
        return;
    }
    csv->starts[csv->n_cells++] = csv->record->len;
}

static void
take_quote(CareCsv *csv)
{
    switch (csv->state) {
    case AT_START:
        csv->state = IN_QUOTED;
        csv->is_quoted = TRUE;
        csv->quote_line = csv->line;
        break;
    case IN_QUOTED:
        csv->state = BEHIND_QUOTE;
        break;
    case BEHIND_QUOTE:
        g_string_append_c(csv->record, '"');
        csv->state = IN_QUOTED;
        break;
    case IN_BARE:
    default:
        mark_wrong(csv, N_("a quote in a cell that does not begin with one"));
        break;
    }
}

/* A byte of no meaning here. */
static void
take_text(CareCsv *csv, char byte)
{
    if (csv->state == BEHIND_QUOTE) {
        mark_wrong(csv, N_("text behind a closing quote"));
        csv->state = IN_BARE;
    } else if (csv->state == AT_START) {
        csv->state = IN_BARE;
    }
    if (byte == '\0')
        mark_wrong(csv, N_("a NUL byte: save the file as text in UTF-8"));
    else
        g_string_append_c(csv->record, byte);
    csv->is_plain &= (byte & 0x80) == 0;
}

/* TRUE: the record ends here. Each of LF, CRLF and CR ends a line, even in one file. */
static gboolean
take_line_end(CareCsv *csv, char byte)
{
    const gboolean is_half = byte == '\n' && csv->was_cr;

    csv->was_cr = byte == '\r';
    if (csv->state == IN_QUOTED)
        g_string_append_c(csv->record, byte);
    if (!is_half)
        csv->line++;
    return csv->state != IN_QUOTED;
}

static gboolean
take_byte(CareCsv *csv, char byte)
{
    if (byte == '\n' || byte == '\r')
        return take_line_end(csv, byte);
    csv->was_cr = FALSE;
    if (byte == '"')
        take_quote(csv);
    else if (byte == ',' && csv->state != IN_QUOTED)
        end_cell(csv);
    else
        take_text(csv, byte);
    return FALSE;
}

/* Bytes that mean nothing but themselves, all at once: nearly all of a file. */
static void
take_run(CareCsv *csv)
{
    const char *from = csv->buffer + csv->at, *end = csv->buffer + csv->end, *to = from;
    char all = 0;

    if (csv->state != IN_BARE && csv->state != IN_QUOTED)
        return;
    if ((gsize)(end - from) > CARE_CSV_CELL_MAX)
        end = from + CARE_CSV_CELL_MAX;
    while (to < end && *to != ',' && *to != '"' && *to != '\n' && *to != '\r' && *to != '\0')
        all |= *to++;
    if (to == from)
        return;
    g_string_append_len(csv->record, from, to - from);
    csv->is_plain &= (all & 0x80) == 0;
    csv->was_cr = FALSE;
    csv->at += (gsize)(to - from);
    csv->size += (gsize)(to - from);
}

/* FALSE with FILE: no end of this is in sight, and it shall not fill the memory. */
static gboolean
is_bounded(CareCsv *csv, GError **error)
{
    const gboolean is_cell = csv->record->len - csv->starts[csv->n_cells - 1] > CARE_CSV_CELL_MAX &&
                             csv->n_cells < CARE_CSV_COLUMNS_MAX;

    if (!is_cell && csv->size <= CARE_CSV_RECORD_MAX)
        return TRUE;
    if (csv->state == IN_QUOTED) {
        csv->record_line = csv->quote_line;
        g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE,
                    _("a quote begins here, and no end of it is near (a cell holds at most %u "
                      "KiB)"),
                    CARE_CSV_CELL_MAX / 1024);
        return FALSE;
    }
    csv->record_line = csv->line;
    if (is_cell)
        g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE,
                    _("a cell of more than %u KiB: this is no CSV of chats"),
                    CARE_CSV_CELL_MAX / 1024);
    else
        g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE,
                    _("a row of more than %u KiB: this is no CSV of chats"),
                    CARE_CSV_RECORD_MAX / 1024);
    return FALSE;
}

/* TRUE: a record is there, or (is_over, with an empty one) there is none any more. */
static gboolean
read_record(CareCsv *csv, GError **error)
{
    begin_record(csv);
    while (TRUE) {
        if (csv->at == csv->end) {
            if (csv->is_over)
                return TRUE;
            if (!read_more(csv, error))
                return FALSE;
            continue;
        }
        if (csv->was_cr && csv->size == 0 && csv->buffer[csv->at] == '\n') {
            csv->at++; /* the other half of the line end before */
            csv->was_cr = FALSE;
            continue;
        }
        take_run(csv);
        if (!is_bounded(csv, error))
            return FALSE;
        if (csv->at == csv->end)
            continue;
        csv->size++;
        if (take_byte(csv, csv->buffer[csv->at++]))
            return TRUE;
    }
}

static guint
lines_in(const char *text, const char *end)
{
    guint n = 0;

    for (; text < end; text++)
        n += *text == '\n' ? 1 : *text == '\r' && text[1] != '\n';
    return n;
}

static void
check_utf8(CareCsv *csv)
{
    for (guint i = 0; i < csv->n_cells; i++) {
        const char *bad;

        if (g_utf8_validate(care_csv_cell(csv, i), -1, &bad))
            continue;
        mark_wrong(csv, N_("not valid UTF-8: save the file in UTF-8"));
        csv->wrong_line = csv->record_line + lines_in(csv->record->str, bad);
        return;
    }
}

static CareCsvNext
refuse(CareCsv *csv, CareImportError code, guint64 line, const char *wrong, GError **error)
{
    csv->record_line = line;
    g_set_error_literal(error, CARE_IMPORT_ERROR, (gint)code, _(wrong));
    return CARE_CSV_BAD;
}

CareCsvNext
care_csv_next(CareCsv *csv, GError **error)
{
    g_return_val_if_fail(csv != NULL, CARE_CSV_END);

    if (!csv->is_begun && !begin(csv, error))
        return CARE_CSV_BAD;
    do {
        if (!read_record(csv, error))
            return CARE_CSV_BAD;
        if (csv->size == 0)
            return CARE_CSV_END;
        /* An empty line is nothing, at the end of a file above all. */
    } while (csv->record->len == 0 && csv->n_cells == 1 && !csv->is_quoted && csv->wrong == NULL);
    g_string_append_c(csv->record, '\0');
    if (csv->state == IN_QUOTED)
        return refuse(csv, CARE_IMPORT_ERROR_FILE, csv->quote_line,
                      N_("a quote begins here that nothing closes"), error);
    if (csv->wrong == NULL && !csv->is_plain)
        check_utf8(csv);
    if (csv->wrong != NULL)
        return refuse(csv, CARE_IMPORT_ERROR_ROW, csv->wrong_line, csv->wrong, error);
    return CARE_CSV_RECORD;
}
