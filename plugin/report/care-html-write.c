/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes elements, tables and text that cannot be taken for markup. */
#include "care-html-write.h"
#include <string.h>

void
care_html_add(GString *out, const char *text)
{
    g_autofree char *safe = care_report_safe(text);
    g_autofree char *escaped = g_markup_escape_text(safe, -1);

    g_string_append(out, escaped);
}

void
care_html_add_foreign(GString *out, const char *text, glong max)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    const gboolean is_long = g_utf8_strlen(valid, -1) > max;

    if (is_long)
        *g_utf8_offset_to_pointer(valid, max) = '\0';
    g_string_append(out, "<bdi>");
    care_html_add(out, valid);
    g_string_append_printf(out, "%s</bdi>", is_long ? "…" : "");
}

void
care_html_add_lines(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_auto(GStrv) lines = NULL;

    if (g_utf8_strlen(valid, -1) > CARE_HTML_TEXT_MAX)
        *g_utf8_offset_to_pointer(valid, CARE_HTML_TEXT_MAX) = '\0';
    lines = g_strsplit(valid, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        g_string_append(out, i > 0 ? "<br>\n" : "");
        care_html_add_foreign(out, g_strchomp(lines[i]), CARE_HTML_TEXT_MAX);
    }
}

void
care_html_element(GString *out, const char *tag, const char *text)
{
    g_string_append_printf(out, "<%s>", tag);
    care_html_add(out, text);
    g_string_append_printf(out, "</%.*s>\n", (gint)strcspn(tag, " "), tag);
}

void
care_html_section(GString *out, const char *id, const char *title)
{
    g_autofree char *tag = g_strdup_printf("h2 id=\"%s\"", id);

    g_string_append_printf(out, "<section aria-labelledby=\"%s\">\n", id);
    care_html_element(out, tag, title);
}

void
care_html_section_end(GString *out)
{
    g_string_append(out, "</section>\n");
}

void
care_html_said(GString *out, const GPtrArray *said)
{
    if (said->len == 0)
        return;
    g_string_append(out, "<dl>\n");
    for (guint i = 0; i < said->len; i++) {
        const CareSaid *line = g_ptr_array_index(said, i);

        const CareSaid *before = i > 0 ? g_ptr_array_index(said, i - 1) : NULL;

        /* What has the same label stands under it: once. */
        if (before == NULL || strcmp(before->label, line->label) != 0) {
            g_string_append(out, before != NULL ? "</div>\n<div>" : "<div>");
            care_html_element(out, "dt", line->label);
        }
        care_html_element(out, "dd", line->text);
    }
    g_string_append(out, "</div>\n</dl>\n");
}

void
care_html_table(GString *out, const char *id, const char *caption, const char *const *heads)
{
    /* Scrolled by keys, too, where it is wider than a screen. */
    g_string_append_printf(out,
                           "<div class=\"wide\" role=\"group\" tabindex=\"0\" "
                           "aria-labelledby=\"%s-c\">\n<table id=\"%s\">\n<caption id=\"%s-c\">",
                           id, id, id);
    care_html_add(out, caption);
    g_string_append(out, "</caption>\n<thead><tr>");
    for (guint i = 0; heads[i] != NULL; i++) {
        g_string_append(out, "<th scope=\"col\">");
        care_html_add(out, heads[i]);
        g_string_append(out, "</th>");
    }
    g_string_append(out, "</tr></thead>\n<tbody>\n");
}

void
care_html_row(GString *out, const char *name, gboolean is_foreign, const char *note)
{
    g_string_append(out, "<tr><th scope=\"row\">");
    if (is_foreign)
        care_html_add_foreign(out, name, CARE_HTML_NAME_MAX);
    else
        care_html_add(out, name);
    if (note != NULL) {
        g_string_append(out, "<br>");
        care_html_element(out, "small", note);
    }
    g_string_append(out, "</th>");
}

void
care_html_cell(GString *out, const char *text)
{
    g_string_append(out, "<td>");
    care_html_add(out, text != NULL ? text : "–");
    g_string_append(out, "</td>");
}

void
care_html_count(GString *out, guint64 count)
{
    g_string_append_printf(out, "<td>%llu</td>", CARE_LLU(count));
}

void
care_html_score(GString *out, const CareScore *score)
{
    g_autofree char *shown = care_words_shown(score);
    g_autofree char *limits = care_words_limits(score);

    care_html_cell(out, shown);
    care_html_cell(out, limits);
}

void
care_html_row_end(GString *out)
{
    g_string_append(out, "</tr>\n");
}

void
care_html_table_end(GString *out)
{
    g_string_append(out, "</tbody>\n</table>\n</div>\n");
}

void
care_html_left_out(GString *out, guint64 n_shown, guint64 n, const char *where)
{
    g_autofree char *words = NULL;

    if (n_shown >= n)
        return;
    /* Translators: %s says how to see the others: "--by agent shows more". */
    words = g_strdup_printf(_("%llu of %llu are here; %s."), CARE_LLU(n_shown), CARE_LLU(n), where);
    care_html_element(out, "p class=\"faint\"", words);
}
