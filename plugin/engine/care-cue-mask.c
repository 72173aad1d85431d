/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hides addresses, paths, code and quotations by their shape; in doubt a stretch stays to be read.
 */
#include "care-cue-mask.h"
#include "care-normal.h"
#include <string.h>

#define SQL_REACH     400 /* bytes after its verb in which a statement must show itself */
#define TERNARY_REACH 80

typedef struct {
    const char *text;
    gsize size;
    guint8 *hidden;
} Mask;

static void
hide(Mask *mask, gsize from, gsize to)
{
    memset(mask->hidden + from, TRUE, to - from);
}

static gunichar
char_at(const Mask *mask, gsize at)
{
    return at < mask->size ? g_utf8_get_char(mask->text + at) : 0;
}

static gunichar
char_before(const Mask *mask, gsize at)
{
    return at > 0 ? g_utf8_get_char(g_utf8_prev_char(mask->text + at)) : 0;
}

static gsize
next(const Mask *mask, gsize at)
{
    return MIN(mask->size, (gsize)(g_utf8_next_char(mask->text + at) - mask->text));
}

static gboolean
is_blank(gunichar c)
{
    return c == 0 || c == ' ' || c == '\t' || c == '\n' || c == '\r' ||
           (c >= 0x80 && g_unichar_isspace(c));
}

static gboolean
is_word(gunichar c)
{
    return c < 0x80 ? g_ascii_isalnum((char)c) : g_unichar_isalnum(c);
}

/* Quotation marks: what may open, and with what that is closed. */
static const struct {
    gunichar open, close[3];
} quotes[] = {
    {'"', {'"', 0, 0}},
    {0x201E, {0x201C, 0x201D, '"'}}, /* low: German, Polish, Dutch */
    {0x201C, {0x201D, '"', 0}},
    {0x201D, {0x201D, '"', 0}},
    {0x00AB, {0x00BB, 0, 0}},
    {0x00BB, {0x00AB, 0x00BB, 0}},
    {0x2039, {0x203A, 0, 0}},
    {0x203A, {0x2039, 0, 0}},
    {0x201A, {0x2018, 0x2019, 0}},
    {0x2018, {0x2019, 0, 0}},
    {'\'', {'\'', 0, 0}},
    {0x300C, {0x300D, 0, 0}},
    {0x300E, {0x300F, 0, 0}},
    {'`', {'`', 0, 0}},
};

static gboolean
is_single(gunichar c)
{
    return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x201A;
}

/* Inches, apostrophes and closing marks do not open: before an opening one there is no word, and
 * after it no gap, but for guillemets. Dutch "'t" and "'n" are no quotation either. */
static gboolean
opens(const Mask *mask, gsize at, gunichar c)
{
    const gsize after = next(mask, at);
    const gunichar following = char_at(mask, after);

    if (c == '`')
        return TRUE;
    if (is_word(char_before(mask, at)))
        return FALSE;
    if (c != 0x00AB && c != 0x00BB && c != 0x2039 && is_blank(following))
        return FALSE;
    return !is_single(c) || is_word(char_at(mask, next(mask, after)));
}

static gboolean
closes(const Mask *mask, gsize at, gunichar c, const gunichar *close)
{
    if (c == 0 || (c != close[0] && c != close[1] && c != close[2]))
        return FALSE;
    return !is_single(c) ||
           (!is_word(char_at(mask, next(mask, at))) && !is_blank(char_before(mask, at)));
}

/* After the quotation that opens at @at; 0: none does. */
static gsize
quotation_end(const Mask *mask, gsize at, guint quote)
{
    const gboolean single = is_single(quotes[quote].open);

    for (gsize to = next(mask, at); to < mask->size; to = next(mask, to)) {
        const gunichar c = char_at(mask, to);

        if (closes(mask, to, c, quotes[quote].close))
            return next(mask, to);
        if (single && c == '\n')
            return 0;
    }
    return 0;
}

static void
hide_quotations(Mask *mask)
{
    guint hopeless = 0; /* one bit for each mark that nothing closes: asked once */

    for (gsize at = 0; at < mask->size;) {
        const gunichar c = char_at(mask, at);
        gsize end = 0;

        for (guint i = 0; i < G_N_ELEMENTS(quotes) && (c < 0x80 ? !g_ascii_isalnum((char)c) : 1);
             i++) {
            if (c != quotes[i].open || (hopeless >> i & 1) != 0 || !opens(mask, at, c))
                continue;
            end = quotation_end(mask, at, i);
            if (end == 0)
                hopeless |= 1u << i;
            break;
        }
        if (end > 0)
            hide(mask, at, end);
        at = end > 0 ? end : next(mask, at);
    }
}

/* Names of files and hosts end so. */
static const char *const endings[] = {
    "com", "org",  "net",  "de",   "fr",  "es",  "it",   "nl",  "pl",   "pt",   "br",   "mx",
    "uk",  "at",   "ch",   "be",   "eu",  "io",  "info", "app", "dev",  "shop", "txt",  "pdf",
    "doc", "docx", "xls",  "xlsx", "csv", "jpg", "jpeg", "png", "gif",  "zip",  "exe",  "log",
    "xml", "json", "html", "htm",  "php", "asp", "js",   "py",  "sql",  "conf", "cfg",  "ini",
    "bat", "sh",   "dll",  "msi",  "dmg", "apk", "mp3",  "mp4", "docm", "pptx", "heic", "eml",
};

static gboolean
has_ending(const char *from, gsize size)
{
    const char *dot = g_strrstr_len(from, (gssize)size, ".");

    if (dot == NULL || dot == from || !is_word(g_utf8_get_char(g_utf8_prev_char(dot))))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
        const gsize length = strlen(endings[i]);

        if ((gsize)(from + size - dot) == length + 1 &&
            g_ascii_strncasecmp(dot + 1, endings[i], length) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_mail(const char *from, gsize size)
{
    const char *at = memchr(from, '@', size);

    return at != NULL && at > from && at + 1 < from + size && g_ascii_isalnum(at[1]) &&
           g_ascii_isalnum(at[-1]);
}

static gboolean
is_path(const char *from, gsize size)
{
    if (size > 2 && g_ascii_isalpha(from[0]) && from[1] == ':' &&
        (from[2] == '\\' || from[2] == '/'))
        return TRUE;
    if (size > 2 &&
        (memcmp(from, "\\\\", 2) == 0 || memcmp(from, "~/", 2) == 0 || memcmp(from, "./", 2) == 0))
        return TRUE;
    return from[0] == '/' && size > 2 && g_ascii_isalpha(from[1]);
}

/* A glob or a regular expression: signs that prose does not put beside letters. */
static gboolean
is_pattern(const char *from, gsize size)
{
    static const struct {
        const char *sign;
        gboolean goes_on; /* only with letters after it: "was?.." is prose */
    } signs[] = {
        {".*", FALSE},  {".+", FALSE},  {"[^", FALSE},  {"\\d", FALSE}, {"\\w", FALSE},
        {"\\s", FALSE}, {"\\b", FALSE}, {"(?:", FALSE}, {"(?i", FALSE}, {"(?=", FALSE},
        {"(?!", FALSE}, {"]+", FALSE},  {"]*", FALSE},  {"<?", TRUE},   {"?->", FALSE},
        {"?[", TRUE},   {"*.", TRUE},   {"_*", TRUE},   {"_?", TRUE},   {"?_", TRUE},
        {"?.", TRUE},   {"?*", TRUE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(signs); i++) {
        const char *found = g_strstr_len(from, (gssize)size, signs[i].sign);

        for (const char *at = found; at != NULL && at < from + size; at++) {
            if (!signs[i].goes_on || g_ascii_isalnum(*at))
                return TRUE;
        }
    }
    return FALSE;
}

/* Whether all of a chunk without spaces is to be hidden. */
static gboolean
is_technical(const char *from, gsize size)
{
    static const char *const scheme = "://";

    if (size < 3)
        return FALSE;
    return g_strstr_len(from, (gssize)size, scheme) != NULL ||
           g_ascii_strncasecmp(from, "www.", MIN(size, 4)) == 0 ||
           g_ascii_strncasecmp(from, "mailto:", MIN(size, 7)) == 0 || is_mail(from, size) ||
           is_path(from, size) || has_ending(from, size);
}

static gboolean
is_host_path(const char *from, gsize size)
{
    const char *slash = memchr(from, '/', size);

    return slash != NULL && has_ending(from, (gsize)(slash - from));
}

/* From after what opens to before what closes: "(https://a.example/b)." */
static void
hide_chunk(Mask *mask, gsize from, gsize to)
{
    while (from < to && strchr("([{<\"'", mask->text[from]) != NULL)
        from++;
    if (from < to && is_pattern(mask->text + from, to - from)) {
        hide(mask, from, to);
        return;
    }
    while (from < to && strchr(")]}>\"'.,;:!?", mask->text[to - 1]) != NULL &&
           !(mask->text[to - 1] == '?' && to - 1 > from && mask->text[to - 2] == '/'))
        to--;
    if (from < to &&
        (is_technical(mask->text + from, to - from) || is_host_path(mask->text + from, to - from)))
        hide(mask, from, to);
}

static void
hide_chunks(Mask *mask)
{
    for (gsize at = 0; at < mask->size;) {
        gsize to = at;
        gboolean suspect = FALSE;

        for (; to < mask->size && !is_blank(char_at(mask, to)); to = next(mask, to))
            suspect = suspect || strchr("./\\@?*[:", mask->text[to]) != NULL;
        if (suspect)
            hide_chunk(mask, at, to);
        at = to < mask->size ? next(mask, to) : to;
    }
}

static gboolean
starts_with(const Mask *mask, gsize at, const char *word)
{
    const gsize length = strlen(word);

    return at + length <= mask->size && memcmp(mask->text + at, word, length) == 0;
}

/* Where a statement that begins at @at ends: after the last operand in reach; 0: it is prose. */
static gsize
statement_end(const Mask *mask, gsize at)
{
    const gsize reach = MIN(mask->size, at + SQL_REACH);
    gsize end = 0;

    for (gsize i = at; i < reach && mask->text[i] != ';' && mask->text[i] != '\n'; i++) {
        static const char *const signs[] = {"=", "<", ">", " FROM ", " INTO ", " LIKE ", " IN "};
        gsize to = i;

        for (guint s = 0; s < G_N_ELEMENTS(signs) && to == i; s++)
            to += starts_with(mask, i, signs[s]) ? strlen(signs[s]) : 0;
        if (to == i)
            continue;
        while (to < reach && mask->text[to] == ' ')
            to++;
        while (to < reach && !g_ascii_isspace(mask->text[to]) && mask->text[to] != ';')
            to++;
        end = to;
    }
    return end;
}

/* SQL in capitals, as it stands in logs. */
static void
hide_statements(Mask *mask)
{
    static const char *const verbs[] = {"SELECT ", "WHERE ",  "DELETE FROM ", "UPDATE ",
                                        "INSERT ", "VALUES ", "AND "};

    for (gsize at = 0; at < mask->size; at++) {
        if (mask->text[at] < 'A' || mask->text[at] > 'Z' || is_word(char_before(mask, at)))
            continue;
        for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
            const gsize end = starts_with(mask, at, verbs[i]) ? statement_end(mask, at) : 0;

            if (end > 0) {
                hide(mask, at, end);
                at = end - 1;
                break;
            }
        }
    }
}

/* The last character before @at that is no space. */
static gunichar
sign_before(const Mask *mask, gsize at)
{
    while (at > 0 && mask->text[at - 1] == ' ')
        at--;
    return char_before(mask, at);
}

/* "a > b ? c : d", and a lone "?" that stands for a value: "id = ?", "(?, ?)". */
static gboolean
is_operator(const Mask *mask, gsize at)
{
    const gsize from = at > TERNARY_REACH ? at - TERNARY_REACH : 0;
    const gsize to = MIN(mask->size, at + TERNARY_REACH);
    const gunichar before = sign_before(mask, at);
    gboolean computes = FALSE;

    if (before == '=' || before == '<' || before == '>')
        return TRUE;
    if (at == 0 || mask->text[at - 1] != ' ' || char_at(mask, at + 1) != ' ')
        return FALSE;
    for (gsize i = from; i < at; i++)
        computes = computes || strchr("=<>&|!+(", mask->text[i]) != NULL;
    for (gsize i = at + 2; computes && i + 2 < to && mask->text[i] != '\n'; i++) {
        if (memcmp(mask->text + i, " : ", 3) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
hide_operators(Mask *mask)
{
    for (gsize at = 0; at < mask->size; at++) {
        if (mask->text[at] == '?' && !mask->hidden[at] && is_operator(mask, at))
            hide(mask, at, at + 1);
    }
}

void
care_cue_mask(const char *text, gsize size, guint8 *out_hidden)
{
    Mask mask = {text, size, out_hidden};

    memset(out_hidden, FALSE, size);
    hide_quotations(&mask);
    hide_chunks(&mask);
    if (memchr(text, '=', size) != NULL || memchr(text, '?', size) != NULL)
        hide_statements(&mask);
    if (memchr(text, '?', size) != NULL)
        hide_operators(&mask);
}
