/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns the HTML that libpurple hands round into plain text and back, and fills in templates. */
#include "care-adapter.h"
#include <string.h>

#define SECOND_MS 1000
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * G_GINT64_CONSTANT(1) * HOUR_MS)

/* Around a name inside a text that runs to the left: else it would take the signs beside it along.
 */
#define FIRST_STRONG_ISOLATE    "\342\201\250" /* U+2068 */
#define POP_DIRECTIONAL_ISOLATE "\342\201\251" /* U+2069 */

/**
 * care_text_plain:
 * @html: untrusted bytes of a message as any protocol delivers it
 *
 * Bad bytes become '?' before the markup goes, for libpurple's stripping lets them through;
 * entities can make new ones (a lone surrogate), so the result is made valid again.
 *
 * Returns: (transfer full): valid UTF-8 without markup or control characters, blanks trimmed
 */
char *
care_text_plain(const char *html)
{
    g_autofree char *valid = purple_utf8_salvage(html);
    g_autofree char *bare = purple_markup_strip_html(valid);
    g_autofree char *sound = g_utf8_make_valid(bare, -1);
    char *clean = purple_utf8_strip_unprintables(sound);

    g_strstrip(clean);
    return clean;
}

/* Where the first thing stands that a reader of @html sees: past blanks and tags. Points into
 * @html. */
const char *
care_text_first_visible(const char *html)
{
    for (;;) {
        if (g_ascii_isspace(*html)) {
            html++;
        } else if (strncmp(html, "\302\240", 2) == 0) { /* U+00A0 */
            html += 2;
        } else if (strncmp(html, "&nbsp;", 6) == 0) {
            html += 6;
        } else if (*html == '<' && strchr(html, '>') != NULL) {
            html = strchr(html, '>') + 1;
        } else {
            return html;
        }
    }
}

/* @text as part of a single line: at most @max_chars characters, no control characters, valid.
 * (transfer full) */
char *
care_text_one_line(const char *text, gsize max_chars)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *line = g_string_new(NULL);
    gsize chars = 0;

    for (const char *at = valid; *at != '\0' && chars < max_chars; at = g_utf8_next_char(at)) {
        const gunichar letter = g_utf8_get_char(at);

        /* Format characters turn a line's direction or hide in a name. */
        if (g_unichar_type(letter) == G_UNICODE_FORMAT)
            continue;
        g_string_append_unichar(line, g_unichar_iscntrl(letter) ? ' ' : letter);
        chars++;
    }
    return g_strstrip(g_string_free(line, FALSE));
}

/* Plain text as a message body. (transfer full) */
char *
care_text_html(const char *plain)
{
    g_autofree char *escaped = g_markup_escape_text(plain, -1);
    g_auto(GStrv) lines = g_strsplit(escaped, "\n", -1);

    return g_strjoinv("<br>", lines);
}

/* "45 seconds", "3 minutes", "2 hours", "5 days". (transfer full) */
char *
care_text_duration(gint64 ms)
{
    const gulong seconds = (gulong)(MAX(ms, 0) / SECOND_MS);
    const gulong minutes = (gulong)(MAX(ms, 0) / MINUTE_MS);
    const gulong hours = (gulong)(MAX(ms, 0) / HOUR_MS);
    const gulong days = (gulong)(MAX(ms, 0) / DAY_MS);

    if (minutes < 2)
        return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%lu second", "%lu seconds", seconds),
                               seconds);
    if (hours < 2)
        return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%lu minute", "%lu minutes", minutes),
                               minutes);
    if (days < 2)
        return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%lu hour", "%lu hours", hours), hours);
    return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%lu day", "%lu days", days), days);
}

/* A moment as a clock on the agent's wall shows it: "14:05". (transfer full) */
char *
care_text_clock(gint64 wall_ms)
{
    g_autoptr(GDateTime) at = g_date_time_new_from_unix_local(wall_ms / SECOND_MS);
    char *text = at != NULL ? g_date_time_format(at, "%H:%M") : NULL;

    return text != NULL ? text : g_strdup("--:--");
}

/* Whether the text's first letter with a direction runs to the left; the names of its places say
 * nothing of it. */
gboolean
care_text_is_right_to_left(const char *template)
{
    for (const char *at = template; *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar letter = g_utf8_get_char(at);

        if (letter == '{' && strchr(at, '}') != NULL) {
            at = strchr(at, '}');
            continue;
        }
        if (!g_unichar_isalpha(letter))
            continue;
        switch (g_unichar_get_script(letter)) {
        case G_UNICODE_SCRIPT_ARABIC:
        case G_UNICODE_SCRIPT_HEBREW:
        case G_UNICODE_SCRIPT_SYRIAC:
        case G_UNICODE_SCRIPT_THAANA:
        case G_UNICODE_SCRIPT_NKO:
        case G_UNICODE_SCRIPT_ADLAM:
            return TRUE;
        default:
            return FALSE;
        }
    }
    return FALSE;
}

static void
append_name(GString *out, const CareFill *fill, const char *name)
{
    if (name == NULL)
        return;
    if (fill->isolate)
        g_string_append_printf(out, FIRST_STRONG_ISOLATE "%s" POP_DIRECTIONAL_ISOLATE, name);
    else
        g_string_append(out, name);
}

static void
fill_in(GString *out, const char *name, const CareFill *fill)
{
    if (strcmp(name, "agent") == 0) {
        append_name(out, fill, fill->agent);
    } else if (strcmp(name, "name") == 0) {
        append_name(out, fill, fill->name);
    } else if (strcmp(name, "text") == 0 || strcmp(name, "entry") == 0 ||
               strcmp(name, "value") == 0) {
        g_string_append(out, fill->text != NULL ? fill->text : "");
    } else if (strcmp(name, "what") == 0 || strcmp(name, "memory") == 0) {
        g_string_append(out, fill->what != NULL ? fill->what : "");
    } else if (strcmp(name, "item") == 0) {
        g_string_append(out, fill->item != NULL ? fill->item : "");
    } else if (strcmp(name, "rating") == 0 || strcmp(name, "number") == 0 ||
               strcmp(name, "n") == 0 || strcmp(name, "rank") == 0) {
        g_string_append_printf(out, "%d", fill->number);
    } else if (strcmp(name, "days") == 0) {
        g_string_append_printf(out, "%d", fill->days);
    } else if (strcmp(name, "time") == 0) {
        g_autofree char *time = care_text_duration(fill->ms);

        g_string_append(out, time);
    } else if (strcmp(name, "clock") == 0) {
        g_autofree char *clock = care_text_clock(fill->ms);

        g_string_append(out, clock);
    } else {
        g_string_append_printf(out, "{%s}", name);
    }
}

/**
 * care_text_fill:
 * @template: may hold {agent} {name} {text} {entry} {value} {item} {what} {memory} {rating}
 * {number} {n} {rank} {days} {time} {clock}; anything else in braces stays as it is
 *
 * What is filled in is never read as a template again, whatever a name may hold.
 *
 * Returns: (transfer full): plain text
 */
char *
care_text_fill(const char *template, const CareFill *fill)
{
    GString *out = g_string_new(NULL);

    while (*template != '\0') {
        const char *close = *template == '{' ? strchr(template, '}') : NULL;
        g_autofree char *name = NULL;

        if (close == NULL) {
            g_string_append_c(out, *template ++);
            continue;
        }
        name = g_strndup(template + 1, (gsize)(close - template - 1));
        fill_in(out, name, fill);
        template = close + 1;
        if (*template == ' ' && out->len > 0 && out->str[out->len - 1] == ' ')
            template ++; /* nothing stood there to be said */
    }
    return g_string_free(out, FALSE);
}
