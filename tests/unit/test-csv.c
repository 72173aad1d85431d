/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that CSV is read as RFC 4180 has it, in whatever pieces it comes, and that anything else
 * is told with its line. */
#include "care-csv.h"
#include "care-test.h"
#include <errno.h>
#include <string.h>

#define ENDLESS G_MAXSIZE

typedef struct { /* bytes that come in pieces */
    const char *bytes;
    gsize size; /* ENDLESS: over and over again */
    gsize piece;
    gsize at;
    gboolean fails; /* at their end */
} Source;

static gssize
read_piece(char *buffer, gsize size, gpointer data)
{
    Source *source = data;
    gsize n = MIN(size, source->piece);

    if (source->size == ENDLESS) {
        memset(buffer, source->bytes[0], n);
        source->at += n;
        return (gssize)n;
    }
    n = MIN(n, source->size - source->at);
    if (n == 0 && source->fails) {
        errno = EIO;
        return -1;
    }
    memcpy(buffer, source->bytes + source->at, n);
    source->at += n;
    return (gssize)n;
}

/* What is read: "line:cell|cell\n", "line!row: what\n", "line!file: what\n" and then no more. */
static char *
read_all(Source *source)
{
    g_autoptr(CareCsv) csv = care_csv_new(read_piece, source);
    GString *all = g_string_new(NULL);

    while (TRUE) {
        g_autoptr(GError) error = NULL;
        const CareCsvNext next = care_csv_next(csv, &error);

        assert_int_equal(next == CARE_CSV_BAD, error != NULL);
        if (next == CARE_CSV_END)
            break;
        g_string_append_printf(all, "%" G_GUINT64_FORMAT, care_csv_line(csv));
        if (next == CARE_CSV_BAD)
            g_string_append_printf(all, "!%s: %s",
                                   error->code == CARE_IMPORT_ERROR_ROW ? "row" : "file",
                                   error->message);
        for (guint i = 0; next == CARE_CSV_RECORD && i < care_csv_n_cells(csv); i++)
            g_string_append_printf(all, "%c%s", i == 0 ? ':' : '|', care_csv_cell(csv, i));
        g_string_append_c(all, '\n');
        if (next == CARE_CSV_BAD && error->code == CARE_IMPORT_ERROR_FILE)
            break;
    }
    return g_string_free(all, FALSE);
}

static void
assert_read(const char *bytes, gsize size, const char *wanted)
{
    for (gsize piece = 1; piece <= size + 1; piece++) {
        Source source = {.bytes = bytes, .size = size, .piece = piece};
        g_autofree char *got = read_all(&source);

        assert_string_equal(got, wanted);
    }
}
#define ASSERT_READ(text, wanted) assert_read((text), sizeof(text) - 1, (wanted))

static void
care_csv_next__reads__cells_as_the_rfc_has_them(void **state G_GNUC_UNUSED)
{
    ASSERT_READ("", "");
    ASSERT_READ("a", "1:a\n");
    ASSERT_READ("a,b\nc,d\n", "1:a|b\n2:c|d\n");
    ASSERT_READ(",\n", "1:|\n");
    ASSERT_READ("\"\"\n", "1:\n");         /* a cell with nothing in it is a record, */
    ASSERT_READ("\n\r\n\ra\n\n", "4:a\n"); /* an empty line is none */
    ASSERT_READ("\"a,b\",\"c\"\"d\",\"\"\"\"\n", "1:a,b|c\"d|\"\n");
    ASSERT_READ("\"a\nb\",c\nd,e\n", "1:a\nb|c\n3:d|e\n");
    ASSERT_READ(" a , b \n", "1: a | b \n"); /* spaces are part of a cell */
    ASSERT_READ("\xc3\xa9,\xe2\x82\xac\n", "1:\xc3\xa9|\xe2\x82\xac\n");
}

static void
care_csv_next__ends__lines_by_lf_crlf_or_cr(void **state G_GNUC_UNUSED)
{
    ASSERT_READ("a\nb\r\nc\rd\r\n", "1:a\n2:b\n3:c\n4:d\n");
    ASSERT_READ("a\r\n\nb\r\r\nc", "1:a\n3:b\n5:c\n");
    ASSERT_READ("\"a\r\nb\rc\nd\"\r\ne", "1:a\r\nb\rc\nd\n5:e\n");
    ASSERT_READ("\"a\r\"\nb", "1:a\r\n3:b\n");
    ASSERT_READ("a\r\"\nb\"", "1:a\n2:\nb\n"); /* this LF belongs to no CR */
}

static void
care_csv_next__passes__over_a_byte_order_mark(void **state G_GNUC_UNUSED)
{
    ASSERT_READ("\xef\xbb\xbf", "");
    ASSERT_READ("\xef\xbb\xbfid,a\n", "1:id|a\n");
    ASSERT_READ("\xef\xbb\xbf\"id\",a\n", "1:id|a\n");
    ASSERT_READ("a\n\xef\xbb\xbf\n", "1:a\n2:\xef\xbb\xbf\n"); /* only at the beginning */
    ASSERT_READ("\xef\xbb", "1!row: not valid UTF-8: save the file in UTF-8\n");
}

static void
care_csv_next__tells__bad_rows_and_goes_on(void **state G_GNUC_UNUSED)
{
    ASSERT_READ("a\nb\"c\nd\n",
                "1:a\n2!row: a quote in a cell that does not begin with one\n3:d\n");
    ASSERT_READ("\"a\"b\nc\n", "1!row: text behind a closing quote\n2:c\n");
    ASSERT_READ("\"a\" ,b\nc\n", "1!row: text behind a closing quote\n2:c\n");
    ASSERT_READ("a\0b\nc\n", "1!row: a NUL byte: save the file as text in UTF-8\n2:c\n");
    ASSERT_READ("\"a\0b\"\nc\n", "1!row: a NUL byte: save the file as text in UTF-8\n2:c\n");
    ASSERT_READ("a,\xff\nc\n", "1!row: not valid UTF-8: save the file in UTF-8\n2:c\n");
    ASSERT_READ("\"a\rb\xff\"\nc\n", "2!row: not valid UTF-8: save the file in UTF-8\n3:c\n");
    ASSERT_READ("\"a\n\r\nb\n\xed\xa0\x80\",\xff\nc\n",
                "4!row: not valid UTF-8: save the file in UTF-8\n5:c\n");
}

static void
care_csv_next__ends__where_no_row_is_sure_any_more(void **state G_GNUC_UNUSED)
{
    ASSERT_READ("a\nb,\"c\nd\ne\n", "1:a\n2!file: a quote begins here that nothing closes\n");
    ASSERT_READ("a\n\"", "1:a\n2!file: a quote begins here that nothing closes\n");
}

static void
care_csv_next__refuses__what_has_no_end(void **state G_GNUC_UNUSED)
{
    static const char each[] = {'x', ',', '"', ' ', '\0', '\xff'};

    for (gsize i = 0; i < sizeof each; i++) {
        Source source = {.bytes = &each[i], .size = ENDLESS, .piece = 65536};
        g_autofree char *got = read_all(&source);

        assert_true(g_str_has_prefix(got, "1!file: "));
        assert_true(source.at <= CARE_CSV_RECORD_MAX + 2 * 65536); /* and no more was read */
    }
}

static char *
repeat(const char *text, gsize n, const char *end)
{
    GString *all = g_string_new(NULL);

    while (n-- > 0)
        g_string_append(all, text);
    g_string_append(all, end);
    return g_string_free(all, FALSE);
}

static gboolean
is_good(const char *text)
{
    Source source = {.bytes = text, .size = strlen(text), .piece = 4096};
    g_autofree char *got = read_all(&source);

    return strchr(got, '!') == NULL;
}

static void
care_csv_next__takes__as_much_as_its_limits_say(void **state G_GNUC_UNUSED)
{
    g_autofree char *cell = repeat("x", CARE_CSV_CELL_MAX, "\n");
    g_autofree char *larger_cell = repeat("x", CARE_CSV_CELL_MAX + 1, "\n");
    g_autofree char *cells = repeat("x,", CARE_CSV_COLUMNS_MAX - 1, "x\n");
    g_autofree char *more_cells = repeat("x,", CARE_CSV_COLUMNS_MAX, "x\n");

    assert_true(is_good(cell));
    assert_false(is_good(larger_cell));
    assert_true(is_good(cells));
    assert_false(is_good(more_cells));
}

static void
care_csv_next__tells__that_reading_failed(void **state G_GNUC_UNUSED)
{
    Source source = {.bytes = "a\nb", .size = 3, .piece = 3, .fails = TRUE};
    g_autofree char *got = read_all(&source);

    assert_true(g_str_has_prefix(got, "1:a\n2!file: could not be read: "));
}

static void
append_quoted(GString *text, const char *cell)
{
    g_string_append_c(text, '"');
    for (; *cell != '\0'; cell++)
        g_string_append_printf(text, *cell == '"' ? "\"\"" : "%c", *cell);
    g_string_append_c(text, '"');
}

static void
care_csv_next__gives__back_whatever_was_quoted(void **state G_GNUC_UNUSED)
{
    static const char letters[] = "a,\"\r\n '";
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);

    for (guint round = 0; round < 500; round++) {
        g_autoptr(GString) text = g_string_new(NULL), wanted = g_string_new("1");

        for (gint n = g_rand_int_range(rng, 1, 5); n > 0; n--) {
            char cell[8] = "";

            for (gint i = g_rand_int_range(rng, 0, sizeof cell); i > 0; i--)
                cell[i - 1] = letters[g_rand_int_range(rng, 0, sizeof letters - 1)];
            append_quoted(text, cell);
            g_string_append_c(text, n > 1 ? ',' : '\n');
            g_string_append_printf(wanted, "%c%s", wanted->len == 1 ? ':' : '|', cell);
        }
        g_string_append_c(wanted, '\n');
        assert_read(text->str, text->len, wanted->str);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_csv_next__reads__cells_as_the_rfc_has_them),
        cmocka_unit_test(care_csv_next__ends__lines_by_lf_crlf_or_cr),
        cmocka_unit_test(care_csv_next__passes__over_a_byte_order_mark),
        cmocka_unit_test(care_csv_next__tells__bad_rows_and_goes_on),
        cmocka_unit_test(care_csv_next__ends__where_no_row_is_sure_any_more),
        cmocka_unit_test(care_csv_next__refuses__what_has_no_end),
        cmocka_unit_test(care_csv_next__takes__as_much_as_its_limits_say),
        cmocka_unit_test(care_csv_next__tells__that_reading_failed),
        cmocka_unit_test(care_csv_next__gives__back_whatever_was_quoted),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
