/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the width of each column from what is in it, so that large figures and long names harm
 * nothing. */
#include "care-table.h"
#include "care-words.h"

#define INDENT       2
#define LIST_INDENT  4
#define NAME_COLUMNS 9 /* at least, where there is room */
#define NAME_MIN     4
#define NOTE_COLUMNS 22 /* that a table keeps free; a longer note goes on below itself */
#define NARROW       60 /* columns of a terminal below which a table that doesn't fit is a list */
#define GAP          2  /* before a figure, where there is room */

typedef struct {
    char *name, *note; /* note: nullable */
    GPtrArray *cells;
} Row;

struct _CareTable {
    guint n_columns;
    GPtrArray *rows; /* the heads are the first, without a name */
};

static void
row_free(gpointer data)
{
    Row *row = data;

    g_free(row->name);
    g_free(row->note);
    g_ptr_array_unref(row->cells);
    g_free(row);
}

static Row *
newest(CareTable *table)
{
    return g_ptr_array_index(table->rows, table->rows->len - 1);
}

CareTable *
care_table_new(const char *const *heads)
{
    CareTable *table = g_new0(CareTable, 1);

    table->rows = g_ptr_array_new_with_free_func(row_free);
    care_table_row(table, "");
    for (; *heads != NULL; heads++)
        care_table_head(table, *heads);
    return table;
}

void
care_table_free(CareTable *table)
{
    if (table == NULL)
        return;
    g_ptr_array_unref(table->rows);
    g_free(table);
}

void
care_table_head(CareTable *table, const char *head)
{
    g_return_if_fail(table->rows->len == 1);

    care_table_text(table, head);
    table->n_columns++;
}

void
care_table_row(CareTable *table, const char *name)
{
    Row *row = g_new0(Row, 1);

    row->name = care_report_safe(name);
    row->cells = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(table->rows, row);
}

void
care_table_text(CareTable *table, const char *text)
{
    g_ptr_array_add(newest(table)->cells, g_strdup(text != NULL ? text : "-"));
}

void
care_table_count(CareTable *table, guint64 count)
{
    g_ptr_array_add(newest(table)->cells, g_strdup_printf("%llu", CARE_LLU(count)));
}

void
care_table_note(CareTable *table, const char *note)
{
    Row *row = newest(table);

    g_free(row->note);
    row->note = g_strdup(note);
}

typedef struct {
    guint name;
    guint *columns; /* each with the gap before it */
    gboolean fits;  /* else the rows are shown as a list */
} Layout;

/* (transfer full): of each column, the widest figure. */
static guint *
column_widths(const CareTable *table)
{
    guint *widths = g_new0(guint, table->n_columns);

    for (guint i = 0; i < table->rows->len; i++) {
        const Row *row = g_ptr_array_index(table->rows, i);

        for (guint column = 0; column < row->cells->len; column++)
            widths[column] =
                MAX(widths[column], care_words_columns(g_ptr_array_index(row->cells, column)));
    }
    return widths;
}

/* Names get what they need, if figures and notes leave so much; before names get too little, the
 * gaps shrink. */
static Layout
lay_out(const CareTable *table)
{
    guint needed = NAME_COLUMNS, used = INDENT, note = 0, gap = GAP;
    const guint columns = care_words_table_columns();
    Layout layout = {.columns = column_widths(table)};

    for (guint i = 0; i < table->n_columns; i++)
        used += layout.columns[i];
    for (guint i = 0; i < table->rows->len; i++) {
        const Row *row = g_ptr_array_index(table->rows, i);

        needed = MAX(needed, care_words_columns(row->name));
        if (row->note != NULL)
            note = MAX(note, MIN(care_words_columns(row->note), NOTE_COLUMNS) + 2);
    }
    if (used + note + table->n_columns * GAP + NAME_COLUMNS > columns)
        gap = 1;
    for (guint i = 0; i < table->n_columns; i++)
        layout.columns[i] += gap;
    used += note + table->n_columns * gap;
    layout.name = used + NAME_MIN < columns ? MIN(needed, columns - used) : NAME_MIN;
    layout.fits = columns >= NARROW || used + needed <= columns;
    return layout;
}

/* A row's figures, each with its head; lines break between two of them. */
static void
print_figures(const Row *heads, const Row *row, GString *out)
{
    guint used = LIST_INDENT;

    g_string_append_printf(out, "%*s", LIST_INDENT, "");
    for (guint column = 0; column < row->cells->len; column++) {
        const gboolean is_last = column + 1 == row->cells->len;
        g_autofree char *figure = g_strdup_printf(
            "%s: %s%s", (const char *)g_ptr_array_index(heads->cells, column),
            (const char *)g_ptr_array_index(row->cells, column), is_last ? "" : ",");
        const guint columns = care_words_columns(figure);

        if (column > 0 && used + 1 + columns > care_words_table_columns()) {
            g_string_append_printf(out, "\n%*s", LIST_INDENT, "");
            used = LIST_INDENT;
        } else if (column > 0) {
            g_string_append_c(out, ' ');
            used++;
        }
        g_string_append(out, figure);
        used += columns;
    }
    g_string_append_c(out, '\n');
}

/* One row below the other: what a narrow terminal has room for. */
static void
print_list(const CareTable *table, GString *out)
{
    for (guint i = 1; i < table->rows->len; i++) {
        const Row *row = g_ptr_array_index(table->rows, i);

        g_string_append_printf(out, "%*s%s", INDENT, "", row->name);
        care_words_end_row(out, LIST_INDENT);
        print_figures(g_ptr_array_index(table->rows, 0), row, out);
        if (row->note == NULL)
            continue;
        g_string_append_printf(out, "%*s%s", LIST_INDENT, "", row->note);
        care_words_end_row(out, LIST_INDENT);
    }
}

void
care_table_print(const CareTable *table, GString *out)
{
    const Layout layout = lay_out(table);
    g_autofree guint *columns = layout.columns;

    if (!layout.fits) {
        print_list(table, out);
        return;
    }
    for (guint i = 0; i < table->rows->len; i++) {
        const Row *row = g_ptr_array_index(table->rows, i);
        guint used = INDENT + layout.name;

        g_string_append_printf(out, "%*s", INDENT, "");
        if (care_words_columns(row->name) > layout.name)
            g_string_append_printf(out, "%s\n%*s", row->name, (gint)used, "");
        else
            care_words_pad(out, row->name, layout.name);
        for (guint column = 0; column < row->cells->len; column++) {
            care_words_pad_left(out, g_ptr_array_index(row->cells, column), columns[column]);
            used += columns[column];
        }
        if (row->note != NULL)
            g_string_append_printf(out, "  %s", row->note);
        care_words_end_row(out, used + 2);
    }
}
