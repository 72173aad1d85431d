/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tokenizer: all that depends on single characters is settled here, so that the grammar sees
 * none. */
#include "care-token.h"

#include <string.h>

#define MAX_DIGITS   3 /* longer numbers are order numbers, years, phones */
#define MAX_DECIMALS 2
#define STAR         0x2605
#define HOLLOW_STAR  0x2606
#define THUMB_UP     0x1F44D
#define THUMB_DOWN   0x1F44E

/* A line that is only these reopens no chat; hearts and smiles in any order of code point. */
static const gunichar friendly[] = {
    0x263A,  0x2764,  0x1F389, 0x1F44B, 0x1F44C, 0x1F44F, 0x1F495, 0x1F499, 0x1F49A, 0x1F49B,
    0x1F49C, 0x1F600, 0x1F601, 0x1F603, 0x1F604, 0x1F605, 0x1F606, 0x1F609, 0x1F60A, 0x1F60D,
    0x1F617, 0x1F618, 0x1F642, 0x1F60E, 0x1F64C, 0x1F64F, 0x1F917, 0x1F970,
};

typedef struct {
    CareTokens *tokens;
    guint at; /* next character */
} Cutter;

static gunichar
char_at(const Cutter *cutter, guint at)
{
    return at < cutter->tokens->n_chars ? cutter->tokens->chars[at].c : 0;
}

static gboolean
is_plain_digit(const Cutter *cutter, guint at)
{
    const gunichar c = char_at(cutter, at);

    return c >= '0' && c <= '9' && cutter->tokens->chars[at].style == CARE_STYLE_PLAIN;
}

static gboolean
is_mark(gunichar c)
{
    return c == 0x2014 || c == 0xA1 || c == 0xBF ||
           (c > 0 && c < 0x80 && strchr(".,;:!?-\n", (int)c) != NULL);
}

static gboolean
is_wrap(gunichar c)
{
    return c > 0 && c < 0x80 && strchr("\"'*_~`[]", (int)c) != NULL;
}

/* Digits up to where they end, with at most one decimal point: "4.5" is a number, "1.2.3" is not.
 */
static void
cut_digits(Cutter *cutter, CareToken *token)
{
    guint digits = 0, decimals = 0, points = 0, value = 0;

    for (;; cutter->at++) {
        const gunichar c = char_at(cutter, cutter->at);

        if (is_plain_digit(cutter, cutter->at)) {
            decimals += points > 0;
            digits += points == 0;
            if (points == 0 && digits <= MAX_DIGITS)
                value = 10 * value + (c - '0');
        } else if ((c == '.' || c == ',') && is_plain_digit(cutter, cutter->at + 1)) {
            points++;
        } else {
            break;
        }
    }
    const gboolean padded = digits > 1 && char_at(cutter, token->first) == '0';

    token->value = (guint16)value;
    if (digits > MAX_DIGITS || decimals > MAX_DECIMALS || points > 1 || padded)
        token->kind = CARE_TOKEN_OTHER;
    else
        token->fraction = points > 0;
}

/* Any kind of number; what is raised or a fraction right after one makes it no whole number. */
static void
cut_number(Cutter *cutter, CareToken *token)
{
    const CareChar *chars = cutter->tokens->chars;
    const guint8 style = chars[cutter->at].style;

    token->kind = CARE_TOKEN_NUMBER;
    token->value = chars[cutter->at].value;
    token->fraction = style == CARE_STYLE_FRACTION;
    if (style == CARE_STYLE_PLAIN)
        cut_digits(cutter, token);
    else
        cutter->at++;
    while (cutter->at < cutter->tokens->n_chars && chars[cutter->at].style >= CARE_STYLE_RAISED) {
        token->fraction = TRUE;
        cutter->at++;
    }
}

static void
cut_word(Cutter *cutter, CareToken *token)
{
    const gboolean unspaced = care_normal_is_unspaced(char_at(cutter, cutter->at));

    token->kind = CARE_TOKEN_WORD;
    for (cutter->at++; cutter->at < cutter->tokens->n_chars; cutter->at++) {
        const gunichar c = char_at(cutter, cutter->at);

        if (g_unichar_ismark(c))
            continue;
        if (unspaced || care_normal_is_unspaced(c))
            break;
        if (!g_unichar_isalpha(c) &&
            !(c == '\'' && g_unichar_isalpha(char_at(cutter, cutter->at + 1))))
            break;
    }
}

/* Stars may have spaces between them; hollow ones after them only fill the row up. */
static void
cut_stars(Cutter *cutter, CareToken *token)
{
    guint last = cutter->at;

    token->kind = CARE_TOKEN_STARS;
    for (; cutter->at < cutter->tokens->n_chars; cutter->at++) {
        const gunichar c = char_at(cutter, cutter->at);

        if (c != STAR && c != HOLLOW_STAR && c != ' ')
            break;
        token->value += c == STAR;
        last = c == ' ' ? last : cutter->at + 1;
    }
    cutter->at = last;
    if (last < cutter->tokens->n_chars &&
        cutter->tokens->chars[last].style == CARE_STYLE_FRACTION) {
        token->fraction = TRUE;
        cutter->at++;
    }
}

/* ":)", ";-P", "<3", "^^": how long, 0 if there is none here. An emoticon stands apart from what
 * follows. */
static guint
emoticon_length(const Cutter *cutter, gboolean *out_friendly)
{
    const gunichar eyes = char_at(cutter, cutter->at);
    guint length = 1;

    *out_friendly = TRUE;
    if ((eyes == '<' && char_at(cutter, cutter->at + 1) == '3') ||
        (eyes == '^' && char_at(cutter, cutter->at + 1) == '^'))
        return 2;
    if (eyes != ':' && eyes != ';' && eyes != '=')
        return 0;
    if (char_at(cutter, cutter->at + length) == '-')
        length++;
    const gunichar mouth = char_at(cutter, cutter->at + length);

    if (mouth == 0 || mouth >= 0x80 || strchr(")dp(/|o", (int)mouth) == NULL)
        return 0;
    *out_friendly = strchr(")dp", (int)mouth) != NULL;
    while (char_at(cutter, cutter->at + length) == mouth)
        length++;
    const gunichar next = char_at(cutter, cutter->at + length);

    return g_unichar_isalnum(next) || next == '/' ? 0 : length;
}

static CareTokenKind
kind_of_sign(gunichar c)
{
    if (c == THUMB_UP || c == THUMB_DOWN)
        return CARE_TOKEN_THUMB;
    for (guint i = 0; i < G_N_ELEMENTS(friendly); i++) {
        if (c == friendly[i])
            return CARE_TOKEN_SMILE;
    }
    if (care_normal_is_emoji(c))
        return CARE_TOKEN_EMOJI;
    if (c == '(' || c == ')')
        return c == '(' ? CARE_TOKEN_OPEN : CARE_TOKEN_CLOSE;
    if (is_wrap(c))
        return CARE_TOKEN_WRAP;
    return is_mark(c) ? CARE_TOKEN_MARK : CARE_TOKEN_OTHER;
}

static void
cut_sign(Cutter *cutter, CareToken *token, const CareToken *before)
{
    const gunichar c = char_at(cutter, cutter->at);
    const gboolean after_number = before != NULL && before->kind == CARE_TOKEN_NUMBER;
    gboolean is_friendly;
    const guint length = emoticon_length(cutter, &is_friendly);

    if (length > 0) {
        token->kind = is_friendly ? CARE_TOKEN_SMILE : CARE_TOKEN_EMOJI;
        cutter->at += length;
        return;
    }
    cutter->at++;
    token->kind = kind_of_sign(c);
    if (c == '~' && after_number && is_plain_digit(cutter, cutter->at)) {
        token->kind = CARE_TOKEN_MARK; /* "3~4" is a range */
        cutter->tokens->chars[token->first].c = '-';
    } else if ((c == '\'' || c == '"') && after_number && !token->spaced &&
               cutter->tokens->n == 1) {
        token->kind = CARE_TOKEN_OTHER; /* feet and inches: no quote was opened */
    }
}

/* Passes over whitespace; a newline in it is a mark of its own. */
static gboolean
skip_spaces(Cutter *cutter, gboolean *out_newline)
{
    const guint from = cutter->at;

    *out_newline = FALSE;
    for (; char_at(cutter, cutter->at) == ' ' || char_at(cutter, cutter->at) == '\n';
         cutter->at++) {
        if (char_at(cutter, cutter->at) == '\n')
            *out_newline = TRUE;
    }
    return cutter->at > from || from == 0;
}

static void
cut_token(Cutter *cutter, CareToken *token, const CareToken *before)
{
    const gunichar c = char_at(cutter, cutter->at);

    token->first = (guint16)cutter->at;
    if (cutter->tokens->chars[cutter->at].style != CARE_STYLE_PLAIN ||
        is_plain_digit(cutter, cutter->at))
        cut_number(cutter, token);
    else if (c == STAR)
        cut_stars(cutter, token);
    else if (g_unichar_isalpha(c) || g_unichar_ismark(c))
        cut_word(cutter, token);
    else
        cut_sign(cutter, token, before);
    token->last = (guint16)cutter->at;
}

CareTokens *
care_tokens_new(const char *text, gsize size_bytes)
{
    CareTokens *tokens = g_new0(CareTokens, 1);
    Cutter cutter = {tokens, 0};

    tokens->chars = g_new(CareChar, size_bytes + 1);
    tokens->n_chars = care_normal_fold(text, size_bytes, tokens->chars);
    tokens->chars[tokens->n_chars] =
        (CareChar){.from = (guint16)size_bytes, .to = (guint16)size_bytes};
    tokens->list = g_new0(CareToken, tokens->n_chars + 1);
    while (cutter.at < tokens->n_chars) {
        gboolean newline;
        const guint from = cutter.at;
        const gboolean spaced = skip_spaces(&cutter, &newline);
        CareToken *token = &tokens->list[tokens->n];

        if (newline && tokens->n > 0) {
            *token = (CareToken){.first = (guint16)from,
                                 .last = (guint16)cutter.at,
                                 .kind = CARE_TOKEN_MARK,
                                 .spaced = TRUE};
            tokens->chars[from].c = '\n'; /* whatever space came first */
            token = &tokens->list[++tokens->n];
        }
        if (cutter.at == tokens->n_chars)
            break;
        token->spaced = spaced;
        cut_token(&cutter, token, tokens->n > 0 ? token - 1 : NULL);
        tokens->n++;
    }
    tokens->list[tokens->n] = (CareToken){.first = (guint16)tokens->n_chars,
                                          .last = (guint16)tokens->n_chars,
                                          .kind = CARE_TOKEN_END,
                                          .spaced = TRUE};
    return tokens;
}

void
care_tokens_free(CareTokens *tokens)
{
    if (tokens == NULL)
        return;
    g_free(tokens->chars);
    g_free(tokens->list);
    g_free(tokens);
}

gunichar
care_tokens_sign(const CareTokens *tokens, guint at)
{
    const CareToken *token = &tokens->list[at];

    return token->kind == CARE_TOKEN_END ? 0 : tokens->chars[token->first].c;
}

gboolean
care_tokens_is_mark(const CareTokens *tokens, guint at, gunichar sign)
{
    return tokens->list[at].kind == CARE_TOKEN_MARK && care_tokens_sign(tokens, at) == sign;
}
