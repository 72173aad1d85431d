/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One pass over a line's characters; what ends a sentence is decided here and nowhere else. */
#include "care-cue-line.h"
#include "care-cue-mask.h"
#include "care-normal.h"
#include <purple-care/engine-cue.h>
#include <string.h>

typedef struct {
    const char *text;
    gsize size, at;
    const guint8 *hidden;
    CareCueLine *line;
    gsize n_folded;
    gboolean in_word; /* the last item is a word that goes on */
    gboolean dot_is_ordinal;
} Cutter;

guint32
care_cue_hash(guint32 hash, const char *text, gsize size)
{
    for (gsize i = 0; i < size; i++)
        hash = (hash ^ (guchar)text[i]) * 16777619u;
    return hash;
}

/* Letters that Unicode does not take apart. */
static const struct {
    gunichar c;
    const char *plain;
} letters[] = {
    {0x00DF, "ss"}, {0x1E9E, "ss"}, {0x00E6, "ae"}, {0x0153, "oe"}, {0x00F8, "o"},
    {0x0142, "l"},  {0x0111, "d"},  {0x0131, "i"},  {0x00F0, "d"},  {0x00FE, "th"},
};

static gboolean
is_mark(gunichar c)
{
    return c >= 0x300 && g_unichar_ismark(c);
}

gsize
care_cue_fold(gunichar c, gsize size, char *out)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gsize length = 0;

    if (c < 0x80) {
        *out = g_ascii_tolower((char)c);
        return 1;
    }
    const gunichar lower = g_unichar_tolower(c);

    for (guint i = 0; i < G_N_ELEMENTS(letters); i++) {
        if (lower != letters[i].c)
            continue;
        length = strlen(letters[i].plain);
        memcpy(out, letters[i].plain, length);
        return length;
    }
    const gsize n = g_unichar_fully_decompose(lower, TRUE, parts, G_N_ELEMENTS(parts));

    for (gsize i = 0; i < n; i++) {
        char one[6];
        const gsize bytes = (gsize)g_unichar_to_utf8(g_unichar_tolower(parts[i]), one);

        if (is_mark(parts[i]))
            continue;
        if (length + bytes > size) /* longer than it was: nobody writes words so */
            return (gsize)g_unichar_to_utf8(c, out);
        memcpy(out + length, one, bytes);
        length += bytes;
    }
    return length;
}

gboolean
care_cue_is_letter(gunichar c)
{
    if (c < 0x80)
        return g_ascii_isalnum((char)c);
    return g_unichar_isalnum(c) || is_mark(c) || c == 0xFFFD; /* a letter that was lost */
}

gboolean
care_cue_is_apostrophe(gunichar c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x00B4 || c == '`' ||
           c == 0x201B;
}

static gunichar
peek(const Cutter *cutter, gsize at)
{
    return at < cutter->size ? g_utf8_get_char(cutter->text + at) : 0;
}

static gunichar
before(const Cutter *cutter, gsize at)
{
    return at > 0 ? g_utf8_get_char(g_utf8_prev_char(cutter->text + at)) : 0;
}

static gsize
next(const Cutter *cutter, gsize at)
{
    return (gsize)(g_utf8_next_char(cutter->text + at) - cutter->text);
}

static gboolean
is_blank(gunichar c)
{
    return c == 0 || (c < 0x80 ? g_ascii_isspace((char)c) : g_unichar_isspace(c));
}

static gboolean
is_digit(gunichar c)
{
    return c >= '0' && c <= '9';
}

/* There has to be one. */
static CareCueItem *
last_item(const Cutter *cutter)
{
    return &cutter->line->items[cutter->line->n - 1];
}

/* A mark goes with the clause and the sentence that it ends. */
static CareCueItem *
add_item(Cutter *cutter, CareCueItemKind kind)
{
    CareCueLine *line = cutter->line;
    CareCueItem *item = &line->items[line->n];

    *item = (CareCueItem){.kind = (guint8)kind};
    if (line->n > 0) {
        const CareCueItem *last = last_item(cutter);
        const gboolean ends = last->kind == CARE_CUE_ITEM_SENTENCE;

        item->sentence = (guint16)(last->sentence + ends);
        item->clause = (guint16)(last->clause + (ends || last->kind == CARE_CUE_ITEM_CLAUSE));
    }
    line->n++;
    cutter->in_word = FALSE;
    return item;
}

/* Marks beside one another are one, the strongest. */
static void
add_mark(Cutter *cutter, CareCueItemKind kind, guint flags)
{
    cutter->in_word = FALSE;
    if (cutter->line->n == 0 && kind == CARE_CUE_ITEM_CLAUSE)
        return;
    if (cutter->line->n == 0 || last_item(cutter)->kind < CARE_CUE_ITEM_CLAUSE) {
        add_item(cutter, kind)->flags = (guint8)flags;
        return;
    }
    CareCueItem *last = last_item(cutter);

    if (last->kind == CARE_CUE_ITEM_SENTENCE && kind == CARE_CUE_ITEM_SENTENCE) {
        last->flags |= (guint8)(flags & CARE_CUE_ASKS);
        last->flags &= (guint8)(flags | CARE_CUE_ASKS);
    } else if (kind == CARE_CUE_ITEM_SENTENCE) {
        last->kind = (guint8)kind;
        last->flags = (guint8)flags;
    }
}

static void
add_letter(Cutter *cutter, gunichar c)
{
    CareCueLine *line = cutter->line;
    const gsize to = next(cutter, cutter->at);
    char *out = line->folded + cutter->n_folded;
    const gsize size = care_cue_fold(c, to - cutter->at, out);

    if (!cutter->in_word || care_normal_is_unspaced(c)) {
        if (size == 0)
            return;
        CareCueItem *item = add_item(cutter, CARE_CUE_ITEM_WORD);

        item->text = (guint16)cutter->n_folded;
        item->hash = CARE_CUE_HASH_START;
        line->has_words = TRUE;
    }
    CareCueItem *item = last_item(cutter);

    item->size = (guint16)(item->size + size);
    item->hash = care_cue_hash(item->hash, out, size);
    cutter->n_folded += size;
    cutter->in_word = !care_normal_is_unspaced(c);
}

static const char *const abbreviations[] = {
    "nr",   "ca",  "bzw", "zb",   "dr",  "mr",   "mrs",  "ms",  "sr", "sra", "dra", "hr",
    "fr",   "tel", "ggf", "evtl", "vgl", "bspw", "inkl", "np",  "tj", "tzn", "ul",  "ej",
    "bijv", "dhr", "vs",  "mevr", "mme", "mlle", "sig",  "tlf", "st", "ud",
};

/* Whether a dot after the last word is that of an abbreviation or of an ordinal number. */
static gboolean
dot_goes_on(const Cutter *cutter, gsize after)
{
    const CareCueItem *last = last_item(cutter);

    while (after < cutter->size && cutter->text[after] == ' ')
        after++;
    const gunichar following = peek(cutter, after);

    if (!cutter->in_word || following == 0 || following == '\n')
        return FALSE;
    if (following == ',')
        return TRUE;
    const char *word = cutter->line->folded + last->text;

    if (is_digit((guchar)word[last->size - 1]))
        return cutter->dot_is_ordinal && last->size <= 2;
    if (last->size == 1)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(abbreviations); i++) {
        if (strlen(abbreviations[i]) == last->size &&
            memcmp(abbreviations[i], word, last->size) == 0)
            return TRUE;
    }
    return FALSE;
}

/* One dot or several. Between digits it is part of the number; between words it ends a sentence,
 * even if the space was forgotten: "ok.wann". */
static void
cut_dot(Cutter *cutter)
{
    gsize after = cutter->at;

    while (peek(cutter, after) == '.')
        after++;
    if (after - cutter->at > 1)
        add_mark(cutter, CARE_CUE_ITEM_SENTENCE, CARE_CUE_SOFT);
    else if (cutter->in_word && is_digit(before(cutter, cutter->at)) &&
             is_digit(peek(cutter, after)))
        add_letter(cutter, '.');
    else if (dot_goes_on(cutter, after))
        cutter->in_word = FALSE;
    else
        add_mark(cutter, CARE_CUE_ITEM_SENTENCE, 0);
    cutter->at = after;
}

static gboolean
is_question_mark(gunichar c)
{
    return c == '?' || c == 0x061F || c == 0xFF1F || c == 0x2047 || c == 0x2048 || c == 0x2049 ||
           c == 0x203D || c == 0x055E || c == 0x1367;
}

/* Question marks, with exclamation marks among them. Between letters they are what became of a
 * letter: "M?ller" and, where it had two bytes, "M??ller". */
static void
cut_question(Cutter *cutter)
{
    const gunichar first = before(cutter, cutter->at);
    gsize after = cutter->at;
    guint n = 0, n_asks = 0;

    for (; is_question_mark(peek(cutter, after)) || peek(cutter, after) == '!'; n++) {
        n_asks += is_question_mark(peek(cutter, after));
        after = next(cutter, after);
    }
    const gunichar following = peek(cutter, after);
    const gboolean is_code =
        following != 0 && following < 0x80 && strchr("=&>*/\\_%", (int)following) != NULL;

    if (n_asks == 0) {
        add_mark(cutter, CARE_CUE_ITEM_SENTENCE, 0);
    } else if (is_code || (care_cue_is_letter(following) && n == n_asks && (n < 3 || n == 4))) {
        for (guint i = 0; i < n; i++)
            add_letter(cutter, '?');
    } else if (first != '(' || following != ')') {
        add_mark(cutter, CARE_CUE_ITEM_SENTENCE, CARE_CUE_ASKS);
    }
    cutter->at = after;
}

/* A smile in letters ends a sentence as an emoji does: ":-(", ";)". Returns its size; 0: none. */
static gsize
smile_size(const Cutter *cutter)
{
    gsize at = cutter->at;

    if (strchr(":;=", cutter->text[at]) == NULL)
        return 0;
    at++;
    at += peek(cutter, at) == '-' || peek(cutter, at) == '\'';
    if (at >= cutter->size || strchr("()[]DPpOo/|*", cutter->text[at]) == NULL)
        return 0;
    const char last = cutter->text[at++];

    while (at < cutter->size && cutter->text[at] == last)
        at++;
    return is_blank(peek(cutter, at)) || strchr(".,!?", cutter->text[at]) != NULL ? at - cutter->at
                                                                                  : 0;
}

static gboolean
is_angry(gunichar c)
{
    return c == 0x1F621 || c == 0x1F92C || c == 0x1F620 || c == 0x1F47F || c == 0x1F4A2;
}

static gboolean
is_dash(gunichar c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015);
}

/* Between words without spaces a dash only parts them: "est-ce que", "10-15". */
static void
cut_dash(Cutter *cutter)
{
    const gsize after = next(cutter, cutter->at);
    const gboolean joins =
        care_cue_is_letter(before(cutter, cutter->at)) && care_cue_is_letter(peek(cutter, after));

    if (joins)
        cutter->in_word = FALSE;
    else
        add_mark(cutter, CARE_CUE_ITEM_CLAUSE, 0);
    cutter->at = after;
}

/* Signs beside dots, dashes and question marks. */
static void
cut_sign(Cutter *cutter, gunichar c)
{
    const gsize after = next(cutter, cutter->at);

    if ((c == ',' || c == ':') && cutter->in_word && is_digit(before(cutter, cutter->at)) &&
        is_digit(peek(cutter, after))) {
        add_letter(cutter, c);
    } else if (c == ',' || c == ':' || c == '(' || c == ')' || c == 0x060C || c == 0x3001 ||
               c == 0xFF0C) {
        add_mark(cutter, CARE_CUE_ITEM_CLAUSE, 0);
    } else if (c == '\n' || c == '\r' || c == ';' || c == 0x2026 || c == 0x2028 || c == 0x2029 ||
               c == 0x00A1) {
        add_mark(cutter, CARE_CUE_ITEM_SENTENCE, CARE_CUE_SOFT);
    } else if (c == 0x00BF) { /* it opens a question, and some close one with it */
        add_mark(cutter, CARE_CUE_ITEM_SENTENCE, CARE_CUE_SOFT | CARE_CUE_ASKS);
    } else if (c == 0x3002 || c == 0xFF01 || c == 0x0964 || c == 0x06D4) {
        add_mark(cutter, CARE_CUE_ITEM_SENTENCE, 0);
    } else if (care_normal_is_emoji(c)) {
        add_mark(cutter, CARE_CUE_ITEM_SENTENCE, CARE_CUE_SOFT);
        cutter->line->is_angry = cutter->line->is_angry || is_angry(c);
    } else if (!care_normal_is_invisible(c) && !care_cue_is_apostrophe(c) && c != 0xFE0F) {
        cutter->in_word = FALSE;
    }
    cutter->at = after;
}

static void
cut_hidden(Cutter *cutter)
{
    if (cutter->line->n == 0 || last_item(cutter)->kind != CARE_CUE_ITEM_HIDDEN)
        add_item(cutter, CARE_CUE_ITEM_HIDDEN);
    cutter->in_word = FALSE;
    while (cutter->at < cutter->size && cutter->hidden[cutter->at])
        cutter->at++;
}

static void
cut_one(Cutter *cutter)
{
    const gunichar c = peek(cutter, cutter->at);

    if (cutter->hidden[cutter->at]) {
        cut_hidden(cutter);
    } else if (care_cue_is_letter(c)) {
        add_letter(cutter, c);
        cutter->at = next(cutter, cutter->at);
    } else if (smile_size(cutter) > 0) {
        add_mark(cutter, CARE_CUE_ITEM_SENTENCE, CARE_CUE_SOFT);
        cutter->at += smile_size(cutter);
    } else if (c == '.') {
        cut_dot(cutter);
    } else if (is_question_mark(c) || c == '!') {
        cut_question(cutter);
    } else if (is_dash(c)) {
        cut_dash(cutter);
    } else {
        cut_sign(cutter, c);
    }
}

/* The part of @text that is read. */
static gsize
size_of(const char *text)
{
    gsize size = 0;

    while (size < CARE_CUE_MAX_BYTES && text[size] != '\0')
        size++;
    while (size > 0 && ((guchar)text[size] & 0xC0) == 0x80)
        size--;
    return size;
}

/* What begins where, before greetings are known. */
static void
set_beginnings(CareCueLine *line)
{
    for (guint i = 0; i <= line->n; i++) {
        const gboolean first = i == 0 || line->items[i - 1].kind == CARE_CUE_ITEM_SENTENCE;

        if (first)
            line->items[i].flags |= CARE_CUE_BEGINS_SENTENCE | CARE_CUE_BEGINS_CLAUSE;
        else if (line->items[i - 1].kind == CARE_CUE_ITEM_CLAUSE)
            line->items[i].flags |= CARE_CUE_BEGINS_CLAUSE;
        if (line->items[i].kind == CARE_CUE_ITEM_SENTENCE)
            line->items[i].flags |= CARE_CUE_ENDS_SENTENCE;
    }
}

CareCueLine *
care_cue_line_new(const char *text, gboolean dot_is_ordinal)
{
    const gsize size = size_of(text);
    CareCueLine *line = g_new0(CareCueLine, 1);
    g_autofree guint8 *hidden = g_malloc(size + 1);
    Cutter cutter = {.text = text,
                     .size = size,
                     .hidden = hidden,
                     .line = line,
                     .dot_is_ordinal = dot_is_ordinal};

    care_cue_mask(text, size, hidden);
    line->folded = g_malloc(size + 1);
    line->items = g_new(CareCueItem, size + 2); /* every item took a byte at least */
    while (cutter.at < size)
        cut_one(&cutter);
    add_item(&cutter, CARE_CUE_ITEM_SENTENCE);
    line->n--;
    line->n_clauses = line->items[line->n].clause + 1u;
    line->n_sentences = line->items[line->n].sentence + 1u;
    set_beginnings(line);
    return line;
}

void
care_cue_line_free(CareCueLine *line)
{
    if (line == NULL)
        return;
    g_free(line->folded);
    g_free(line->items);
    g_free(line);
}
