/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Character folding by Unicode's own tables, with the few exceptions a rating needs. */
#include "care-normal.h"

typedef struct {
    gunichar first, last;
    guint8 style;
    guint8 value; /* of the first */
} NumberRange;

/* What NFKC would turn into bare digits or not touch at all. */
static const NumberRange numbers[] = {
    {0x00B2, 0x00B3, CARE_STYLE_RAISED, 2},     {0x00B9, 0x00B9, CARE_STYLE_RAISED, 1},
    {0x00BC, 0x00BE, CARE_STYLE_FRACTION, 0},   {0x2070, 0x2070, CARE_STYLE_RAISED, 0},
    {0x2074, 0x2079, CARE_STYLE_RAISED, 4},     {0x2080, 0x2089, CARE_STYLE_RAISED, 0},
    {0x2150, 0x215E, CARE_STYLE_FRACTION, 0},   {0x2189, 0x2189, CARE_STYLE_FRACTION, 0},
    {0x2460, 0x2473, CARE_STYLE_ENCLOSED, 1},   {0x2474, 0x2487, CARE_STYLE_ENCLOSED, 1},
    {0x2488, 0x249B, CARE_STYLE_ENCLOSED, 1},   {0x24EA, 0x24EA, CARE_STYLE_ENCLOSED, 0},
    {0x24EB, 0x24F4, CARE_STYLE_ENCLOSED, 11},  {0x24F5, 0x24FE, CARE_STYLE_ENCLOSED, 1},
    {0x24FF, 0x24FF, CARE_STYLE_ENCLOSED, 0},   {0x2776, 0x277F, CARE_STYLE_ENCLOSED, 1},
    {0x2780, 0x2789, CARE_STYLE_ENCLOSED, 1},   {0x278A, 0x2793, CARE_STYLE_ENCLOSED, 1},
    {0x3220, 0x3229, CARE_STYLE_ENCLOSED, 1},   {0x3280, 0x3289, CARE_STYLE_ENCLOSED, 1},
    {0x1F100, 0x1F100, CARE_STYLE_ENCLOSED, 0}, {0x1F101, 0x1F10A, CARE_STYLE_ENCLOSED, 0},
    {0x1F10B, 0x1F10C, CARE_STYLE_ENCLOSED, 0}, {0x1F51F, 0x1F51F, CARE_STYLE_ENCLOSED, 10},
};

typedef struct {
    gunichar from, to;
} Folding;

/* Signs and letters that mean the same to the reader; NFKC keeps them apart or, like U+FF5E, makes
 * a wrong one.
 */
static const Folding foldings[] = {
    {0x00AB, '"'},    {0x00B4, '\''},   {0x00BB, '"'},    {0x0131, 'i'},    {0x037E, '?'},
    {0x055D, ','},    {0x055E, '?'},    {0x060C, ','},    {0x061B, ';'},    {0x061F, '?'},
    {0x0629, 0x0647}, {0x0649, 0x064A}, {0x0671, 0x0627}, {0x0901, 0x0902}, {0x066A, '%'},
    {0x066B, '.'},    {0x06D4, '.'},    {0x0964, '.'},    {0x0965, '.'},    {0x1362, '.'},
    {0x1367, '?'},    {0x02BC, '\''},   {0x2010, '-'},    {0x2011, '-'},    {0x2012, '-'},
    {0x2013, '-'},    {0x2015, 0x2014}, {0x2018, '\''},   {0x2019, '\''},   {0x201A, '\''},
    {0x201B, '\''},   {0x201C, '"'},    {0x201D, '"'},    {0x201E, '"'},    {0x201F, '"'},
    {0x2028, '\n'},   {0x2029, '\n'},   {0x2039, '\''},   {0x203A, '\''},   {0x2047, '?'},
    {0x2048, '?'},    {0x2049, '?'},    {0x203D, '?'},    {0x2212, '-'},    {0x2215, '/'},
    {0x2044, '/'},    {0x3001, ','},    {0x3002, '.'},    {0x300C, '['},    {0x300D, ']'},
    {0x300E, '['},    {0x300F, ']'},    {0x3010, '['},    {0x3011, ']'},    {0x301C, '-'},
    {0xFF5E, '-'},    {0xFF61, '.'},    {0xFF64, ','},    {0x2B50, 0x2605}, {0x1F31F, 0x2605},
};

#define KEYCAP    0x20E3
#define DOT_ABOVE 0x0307

gboolean
care_normal_is_unspaced(gunichar c)
{
    return (c >= 0x0E00 && c < 0x1000) || (c >= 0x2E80 && c < 0xA4D0) ||
           (c >= 0xAC00 && c < 0xD7A4) || (c >= 0xF900 && c < 0xFB00) ||
           (c >= 0x20000 && c < 0x40000);
}

gboolean
care_normal_is_emoji(gunichar c)
{
    return (c >= 0x1F000 && c < 0x1FB00) || (c >= 0x2600 && c < 0x27C0) ||
           (c >= 0x2300 && c < 0x2400) || (c >= 0x2B00 && c < 0x2C00);
}

gboolean
care_normal_is_invisible(gunichar c)
{
    const GUnicodeType type = c < 0x80 ? G_UNICODE_CONTROL : g_unichar_type(c);

    return type == G_UNICODE_FORMAT || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x3164;
}

/* What belongs to the sign before it and does not change what it says: variation selectors and skin
 * tones. */
static gboolean
is_attached(gunichar c)
{
    return (c >= 0xFE00 && c < 0xFE10) || (c >= 0xE0100 && c < 0xE01F0) ||
           (c >= 0x1F3FB && c < 0x1F400) || (c >= 0x180B && c < 0x180F) || c == KEYCAP;
}

static gboolean
fold_number(gunichar c, CareChar *out)
{
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        if (c < numbers[i].first || c > numbers[i].last)
            continue;
        out->style = numbers[i].style;
        out->value = (guint8)(numbers[i].value + (c - numbers[i].first));
        if (c == 0x1F10C || out->style == CARE_STYLE_FRACTION)
            out->value = 0;
        out->c = out->style == CARE_STYLE_RAISED ? (gunichar)'0' + out->value : c;
        return TRUE;
    }
    const gint digit = g_unichar_digit_value(c);

    if (digit < 0)
        return FALSE;
    out->c = '0' + (gunichar)digit;
    out->value = (guint8)digit;
    return TRUE;
}

static gunichar
fold_ascii(gunichar c)
{
    if (c == '\n' || c == '\r')
        return '\n';
    return g_ascii_isspace((gchar)c) || g_ascii_iscntrl((gchar)c)
               ? ' '
               : (gunichar)g_ascii_tolower((gchar)c);
}

static gunichar
fold_sign(gunichar c)
{
    if (c < 0x80)
        return fold_ascii(c);
    for (guint i = 0; i < G_N_ELEMENTS(foldings); i++) {
        if (c == foldings[i].from)
            return foldings[i].to;
    }
    return g_unichar_isspace(c) || g_unichar_iscntrl(c) ? ' ' : g_unichar_tolower(c);
}

/* Marks of spelling that many leave out: Arabic vowels, the stretching stroke and the hamza above
 * or below a letter, the Devanagari dot. */
static gboolean
is_optional(gunichar c)
{
    return (c >= 0x064B && c < 0x0656) || c == 0x0670 || c == 0x0640 || c == 0x093C;
}

/* Adds one folded character, composed with the one before if Unicode knows the pair. */
static guint
append(CareChar *chars, guint n, gunichar c, guint16 from, guint16 to)
{
    gunichar both;

    if (n > 0 && c >= 0x80 && chars[n - 1].style == CARE_STYLE_PLAIN) {
        if (is_optional(c)) {
            chars[n - 1].to = to;
            return n;
        }
        if (g_unichar_compose(chars[n - 1].c, c, &both)) {
            chars[n - 1].c = g_unichar_tolower(both);
            chars[n - 1].to = to;
            return n;
        }
        if (c == DOT_ABOVE && chars[n - 1].c == 'i') { /* what is left of a Turkish İ */
            chars[n - 1].to = to;
            return n;
        }
    }
    chars[n] = (CareChar){.c = c, .from = from, .to = to};
    return n + 1;
}

/* Splits what NFKC splits, unless that takes more room than the text did. */
static guint
append_folded(CareChar *chars, guint n, gunichar c, guint16 from, guint16 to)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    const gunichar sign = fold_sign(c);

    if (sign != c && !g_unichar_isalpha(c))
        return append(chars, n, sign, from, to);
    const gsize n_parts = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));

    if (n_parts > (gsize)(to - from))
        return append(chars, n, sign, from, to);
    for (gsize i = 0; i < n_parts; i++)
        n = append(chars, n, fold_sign(parts[i]), from, to);
    return n;
}

guint
care_normal_fold(const char *text, gsize size_bytes, CareChar *out_chars)
{
    guint n = 0;

    g_return_val_if_fail(size_bytes <= G_MAXUINT16, 0);

    for (const char *at = text; at < text + size_bytes; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        const guint16 from = (guint16)(at - text);
        const guint16 to = (guint16)(g_utf8_next_char(at) - text);

        if (c < 0x80) { /* most of all text, and none of it is in the tables */
            const guint8 value = g_ascii_isdigit((gchar)c) ? (guint8)(c - '0') : 0;

            out_chars[n++] = (CareChar){.c = fold_ascii(c), .from = from, .to = to, .value = value};
            continue;
        }
        if (is_attached(c) || care_normal_is_invisible(c)) {
            if (n > 0) {
                out_chars[n - 1].to = to;
                if (c == KEYCAP && g_unichar_isdigit(out_chars[n - 1].c))
                    out_chars[n - 1].style = CARE_STYLE_ENCLOSED;
            }
            continue;
        }
        out_chars[n] = (CareChar){.from = from, .to = to};
        if (fold_number(c, &out_chars[n]))
            n++;
        else
            n = append_folded(out_chars, n, c, from, to);
    }
    return n;
}
