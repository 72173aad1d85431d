/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows words of people who may write anything: each line begins with ours, and nothing of theirs
 * reaches a terminal or spreadsheet as more than text. */
#include "care-comments-list.h"
#include "care-cell.h"
#include "care-cli.h"
#include <purple-care/report.h>
#include <string.h>

#define INDENT    7
#define NARROWEST 20   /* columns for words */
#define TEXT_MAX  2000 /* characters of a comment */

/* (transfer full): @text (nullable) as a cell has it: with its own line ends, all else made
 * harmless; JSON does that itself. NULL for what is masked. */
static char *
words_of(const char *text, gboolean is_json, gboolean is_masked)
{
    g_auto(GStrv) lines = NULL;

    if (text == NULL || is_masked)
        return NULL;
    if (is_json)
        return g_utf8_make_valid(text, -1);
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        char *safe = care_report_safe(lines[i]);

        g_free(lines[i]);
        lines[i] = safe;
    }
    return g_strjoinv("\n", lines);
}

static char *
time_or_null(gint64 at_ms)
{
    return at_ms != 0 ? care_cell_time(at_ms) : NULL;
}

gboolean
care_comments_row(CareExport *out, gboolean is_json, const CareCommentRow *row, const char *store,
                  gboolean is_masked)
{
    g_autofree char *at = care_cell_time(row->at_ms), *read = time_or_null(row->read_ms),
                    *handled = time_or_null(row->handled_ms), *best = time_or_null(row->best_ms),
                    *text = words_of(row->text, is_json, is_masked),
                    *note = words_of(row->note, is_json, is_masked);
    const CareField fields[] = {
        CARE_FIELD_OF_NUMBER("id", row->id),
        CARE_FIELD_OF_TEXT("at", at),
        CARE_FIELD_OF_TEXT("agent", row->agent),
        CARE_FIELD_OF_TEXT("protocol", row->protocol),
        CARE_FIELD_OF_TEXT("customer", row->customer),
        CARE_FIELD_OF_TEXT("chat", row->chat),
        CARE_FIELD_OF_TEXT("kind", row->kind),
        CARE_FIELD_OF_NUMBER("rating", row->rating),
        CARE_FIELD_OF_TEXT("item", row->item),
        CARE_FIELD_OF_TEXT("text", text),
        CARE_FIELD_OF_TEXT("theme", row->theme),
        CARE_FIELD_OF_FLAG("unread", row->is_unread),
        CARE_FIELD_OF_FLAG("open", row->is_open),
        CARE_FIELD_OF_FLAG("handled", row->is_handled),
        CARE_FIELD_OF_TEXT("read_at", read),
        CARE_FIELD_OF_TEXT("read_by", row->read_by),
        CARE_FIELD_OF_TEXT("handled_at", handled),
        CARE_FIELD_OF_TEXT("handled_by", row->handled_by),
        CARE_FIELD_OF_TEXT("note", note),
        CARE_FIELD_OF_TEXT("best_at", best),
        CARE_FIELD_OF_TEXT("best_by", row->best_by),
        CARE_FIELD_OF_TEXT("store", store),
    };

    return care_export_row(out, fields, G_N_ELEMENTS(fields) - (store == NULL));
}

/* --- for people --- */

static guint
columns_of(gunichar c)
{
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

static guint
columns_of_text(const char *text)
{
    guint columns = 0;

    for (; *text != '\0'; text = g_utf8_next_char(text))
        columns += columns_of(g_utf8_get_char(text));
    return columns;
}

/* Appends @safe to a line that is filled to @indent, broken between words, and within those that
 * are too long. */
static void
append_rest(GString *out, const char *safe, guint columns, guint indent)
{
    const guint room = columns > indent + NARROWEST ? columns - indent : NARROWEST;
    gunichar before = ' ';
    guint used = 0;
    gsize gap = 0; /* where the line could be broken; 0: nowhere */

    for (const char *p = safe; *p != '\0'; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);

        if (used + columns_of(c) > room && (gap > 0 || care_report_may_break(before, c))) {
            gsize at = gap > 0 ? gap : out->len;
            g_autofree char *rest = g_strdup(out->str + at + (gap > 0));

            while (at > 0 && out->str[at - 1] == ' ')
                at--;
            g_string_truncate(out, at);
            g_string_append_printf(out, "\n%*s%s", (gint)indent, "", rest);
            used = columns_of_text(rest);
            gap = 0;
        }
        if (c == ' ' && used > 0)
            gap = out->len;
        if (c != ' ' || used > 0) {
            g_string_append_unichar(out, c);
            used += columns_of(c);
        }
        before = c;
    }
    g_string_append_c(out, '\n');
}

static void
append_wrapped(GString *out, const char *safe, guint columns)
{
    g_string_append_printf(out, "%*s", INDENT, "");
    append_rest(out, safe, columns, INDENT);
}

char *
care_comments_wrapped(const char *text, guint columns)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i] != NULL && (*lines[i] != '\0' || lines[i + 1] != NULL); i++)
        append_rest(out, lines[i], columns, 0);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Each of their lines as lines of ours. */
static void
append_words(GString *out, const char *text, guint columns)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        g_autofree char *safe = care_report_safe(g_strchomp(lines[i]));

        if (*safe != '\0')
            append_wrapped(out, safe, columns);
    }
}

/* What they said, as far as a list is for it. */
static void
append_text(GString *out, const char *text, guint columns)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1), *cut = NULL, *more = NULL;
    const glong length = g_utf8_strlen(valid, -1);

    cut = g_utf8_substring(valid, 0, MIN(length, TEXT_MAX));
    append_words(out, cut, columns);
    if (length <= TEXT_MAX)
        return;
    more =
        g_strdup_printf(_("[... %ld more characters: --format json shows all]"), length - TEXT_MAX);
    append_wrapped(out, more, columns);
}

static char *
time_of(gint64 at_ms, GTimeZone *zone, const char *format)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_ms / 1000);
    g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;

    return local != NULL ? g_date_time_format(local, format) : g_strdup("-");
}

static void
append_state(GString *out, const CareCommentRow *row, const char *store)
{
    if (row->is_unread)
        g_string_append_printf(out, ", %s", _("unread"));
    if (row->is_open)
        g_string_append_printf(out, ", %s", _("to be handled"));
    if (row->is_handled)
        g_string_append_printf(out, ", %s", _("handled"));
    if (row->best_ms != 0)
        g_string_append_printf(out, ", %s", _("best practice"));
    if (row->theme != NULL) {
        g_autofree char *theme = care_report_safe(row->theme);

        g_string_append_c(out, ',');
        g_string_append_printf(out, _(" theme \"%s\""), theme);
    }
    if (store != NULL) {
        g_autofree char *safe = care_report_safe(store);

        g_string_append_c(out, ',');
        g_string_append_printf(out, _(" in %s"), safe);
    }
}

static void
append_handled(GString *out, const CareCommentRow *row, const CareCommentLook *look)
{
    g_autofree char *day = time_of(row->handled_ms, look->zone, "%Y-%m-%d"),
                    *who = care_report_safe(row->handled_by != NULL ? row->handled_by : "?"),
                    *line = NULL;

    if (row->handled_ms == 0)
        return;
    line = row->note != NULL && !look->is_masked
               ? g_strdup_printf(_("-> handled by %s, %s: %s"), who, day, row->note)
               : g_strdup_printf(_("-> handled by %s, %s"), who, day);
    append_words(out, line, look->columns);
}

char *
care_comments_lines(const CareCommentRow *row, const CareCommentLook *look)
{
    const guint columns = look->columns;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GString) head = g_string_new(NULL);
    g_autofree char *when = time_of(row->at_ms, look->zone, "%Y-%m-%d %H:%M"),
                    *agent = care_report_safe(row->agent),
                    *item = row->item != NULL ? care_report_safe(row->item) : NULL;
    const gboolean bold = look->colour && (row->is_unread || row->is_open);

    g_string_append_printf(head, "%s  %s  ", when, agent);
    g_string_append_printf(head, _("%d of 5"), row->rating);
    if (item != NULL)
        g_string_append_printf(head, " (%s)", item);
    append_state(head, row, look->store);
    g_string_append_printf(out, "%s%5" G_GINT64_FORMAT "  ", bold ? "\033[1m" : "", row->id);
    append_rest(out, head->str, columns, INDENT);
    if (bold)
        g_string_insert(out, (gssize)out->len - 1, "\033[0m");
    if (row->customer != NULL && row->is_open) { /* with whom it is to be made good */
        g_autofree char *customer = care_report_safe(row->customer);

        append_wrapped(out, customer, columns);
    }
    if (row->text == NULL)
        append_wrapped(out, _("(without words)"), columns);
    else if (look->is_masked)
        append_wrapped(out, _("(not shown: [show] comment=no)"), columns);
    else
        append_text(out, row->text, columns);
    append_handled(out, row, look);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
