/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cuts a folded line into numbers, words and signs: what the reply reader's grammar is written
 * over. */
#pragma once

#include "care-normal.h"

typedef enum {
    CARE_TOKEN_END,
    CARE_TOKEN_NUMBER, /* 0 to 999, maybe with a fraction */
    CARE_TOKEN_WORD,   /* letters, with apostrophes inside; one letter where words have no spaces */
    CARE_TOKEN_MARK,   /* . , ; : ! ? - and the newline */
    CARE_TOKEN_WRAP,   /* quotes, emphasis, square brackets */
    CARE_TOKEN_OPEN,
    CARE_TOKEN_CLOSE,
    CARE_TOKEN_STARS, /* value: how many */
    CARE_TOKEN_THUMB,
    CARE_TOKEN_SMILE, /* ":)" in letters, or a friendly emoji */
    CARE_TOKEN_EMOJI,
    CARE_TOKEN_OTHER, /* long numbers, versions, currency and all the rest: no form holds one */
} CareTokenKind;

typedef struct {
    guint16 first, last; /* characters [first, last) of CareTokens.chars */
    guint16 value;       /* of a number, or how many stars */
    guint8 kind;         /* CareTokenKind */
    gboolean spaced;     /* whitespace before it, or the line's start */
    gboolean fraction;   /* "4.5", "4½", "5²": not a whole number */
} CareToken;

typedef struct {
    CareChar *chars;
    guint n_chars;
    CareToken *list; /* list[n] is the END */
    guint n;
} CareTokens;

/* Cuts at most 64 KiB - 1 of @text, which is valid UTF-8. (transfer full). Any thread. */
CareTokens *care_tokens_new(const char *text, gsize size_bytes);
void care_tokens_free(CareTokens *tokens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareTokens, care_tokens_free)

/* The first character of token @at; 0 for END. */
gunichar care_tokens_sign(const CareTokens *tokens, guint at);

/* Whether token @at is the mark @sign. */
gboolean care_tokens_is_mark(const CareTokens *tokens, guint at, gunichar sign);
