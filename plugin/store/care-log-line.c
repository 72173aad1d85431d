/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes a log's line apart without ever looking behind its end: what it holds, strangers wrote. */
#include "care-log-line.h"
#include <string.h>

#define SENT_COLOUR     "16569E" /* libpurple's log.c, html_logger_write() */
#define RECEIVED_COLOUR "A82F2F"
#define ACTION_COLOUR   "062585"
#define ENTITY_MAX      8
#define NAME_MAX_BYTES  512

/* 2.14 writes spans, 2.10 and older font tags. */
static const struct {
    const char *colour, *small, *stamp_end, *name_end;
} forms[] = {
    {"<span style=\"color: #", "<span style=\"font-size: smaller\">(", ")</span> <b>",
     "</b></span>"},
    {"<font color=\"#", "<font size=\"2\">(", ")</font> <b>", "</b></font>"},
};

static const char *
skip(const char *text, const char *prefix)
{
    return g_str_has_prefix(text, prefix) ? text + strlen(prefix) : NULL;
}

/* "NAME <AUTO-REPLY>", in the client's language; an address in such brackets is a name's own. */
static gboolean
is_automatic(const char *name, gsize size, const char *open, const char *close, gsize *out_size)
{
    g_autofree char *copy = g_strndup(name, size);
    const char *at = g_strrstr(copy, open);

    if (at == NULL || at == copy || !g_str_has_suffix(copy, close))
        return FALSE;
    for (const char *c = at + strlen(open); c < copy + size - strlen(close); c++) {
        if (*c == '@' || g_ascii_islower(*c) || g_ascii_isdigit(*c))
            return FALSE;
    }
    *out_size = (gsize)(at - copy);
    return TRUE;
}

static void
take_name(CareLogParts *parts, const char *name, gsize size, const char *open, const char *close)
{
    parts->name = name;
    parts->name_size = size;
    parts->is_automatic = is_automatic(name, size, open, close, &parts->name_size);
}

void
care_log_line_html(const char *line, CareLogParts *out_parts)
{
    const char *at = NULL, *colour, *end;
    gsize form = 0;

    *out_parts = (CareLogParts){.is_html = TRUE};
    for (; form < G_N_ELEMENTS(forms) && at == NULL; form += at == NULL)
        at = skip(line, forms[form].colour);
    if (at == NULL)
        return;
    colour = at;
    at = strstr(at, "\">");
    if (at == NULL || at - colour != 6)
        return;
    at = skip(at + 2, forms[form].small);
    end = at != NULL ? strstr(at, forms[form].stamp_end) : NULL;
    if (end == NULL)
        return;
    out_parts->stamp = at;
    out_parts->stamp_size = (gsize)(end - at);
    at = end + strlen(forms[form].stamp_end);
    end = strstr(at, forms[form].name_end);
    if (end == NULL || end == at || end - at > NAME_MAX_BYTES)
        return;
    out_parts->text = end + strlen(forms[form].name_end);
    out_parts->text_size = strlen(out_parts->text);
    if (strncmp(colour, ACTION_COLOUR, 6) == 0 && g_str_has_prefix(at, "***")) {
        out_parts->kind = CARE_LOG_SAID;
        take_name(out_parts, at + 3, (gsize)(end - at - 3), "", "");
        out_parts->is_automatic = FALSE;
        return;
    }
    if (end[-1] != ':')
        return;
    take_name(out_parts, at, (gsize)(end - at - 1), " &lt;", "&gt;");
    if (strncmp(colour, SENT_COLOUR, 6) == 0)
        out_parts->kind = CARE_LOG_SENT;
    else if (strncmp(colour, RECEIVED_COLOUR, 6) == 0)
        out_parts->kind = CARE_LOG_RECEIVED;
}

void
care_log_line_text(const char *line, CareLogParts *out_parts)
{
    const char *end, *colon;

    *out_parts = (CareLogParts){0};
    if (line[0] != '(')
        return;
    end = strstr(line, ") ");
    if (end == NULL || end == line + 1)
        return;
    out_parts->stamp = line + 1;
    out_parts->stamp_size = (gsize)(end - line - 1);
    end += 2;
    if (g_str_has_prefix(end, "***")) { /* where the name ends, only who knows it can say */
        out_parts->name = out_parts->text = end + 3;
        out_parts->name_size = 0;
        out_parts->text_size = strlen(out_parts->text);
        out_parts->kind = CARE_LOG_SAID;
        return;
    }
    colon = strstr(end, ": ");
    if (colon == NULL) { /* "NAME:" before an empty line */
        colon = g_str_has_suffix(end, ":") ? end + strlen(end) - 1 : NULL;
        if (colon == NULL)
            return;
    }
    if (colon == end || colon - end > NAME_MAX_BYTES)
        return;
    take_name(out_parts, end, (gsize)(colon - end), " <", ">");
    out_parts->text = colon[1] == ' ' ? colon + 2 : colon + 1;
    out_parts->text_size = strlen(out_parts->text);
    out_parts->kind = CARE_LOG_SAID;
}

/* Appends what "&lt;" stands for. Returns: how many bytes it took; 0: none that we know */
static gsize
append_entity(GString *out, const char *text, gsize size)
{
    static const struct {
        const char *name, *plain;
    } entities[] = {{"&lt;", "<"},   {"&gt;", ">"},  {"&amp;", "&"}, {"&quot;", "\""},
                    {"&apos;", "'"}, {"&#39;", "'"}, {"&nbsp;", " "}};

    for (gsize i = 0; i < G_N_ELEMENTS(entities); i++) {
        const gsize length = strlen(entities[i].name);

        if (size >= length && strncmp(text, entities[i].name, length) == 0) {
            g_string_append(out, entities[i].plain);
            return length;
        }
    }
    return 0;
}

char *
care_log_plain(const char *text, gsize size, gboolean is_html, gsize max)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *valid = NULL;
    gsize at = 0;

    while (at < size && out->len < max) {
        const char *close = is_html && text[at] == '<' ? memchr(text + at, '>', size - at) : NULL;
        gsize taken = 0;

        if (close != NULL) {
            if (g_ascii_strncasecmp(text + at, "<br", 3) == 0)
                g_string_append_c(out, ' ');
            at = (gsize)(close - text) + 1;
            continue;
        }
        if (is_html && text[at] == '&')
            taken = append_entity(out, text + at, MIN(size - at, ENTITY_MAX));
        if (taken == 0) {
            g_string_append_c(out, text[at]);
            taken = 1;
        }
        at += taken;
    }
    valid = g_utf8_make_valid(out->str, (gssize)out->len);
    return g_strdup(g_strstrip(valid));
}
