/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches one form of a language, with its choices and its numbers, against a line's tokens. */
#pragma once

#include "care-form.h"
#include "care-wordlist.h"

/* Reads the number at token @at in any form up to @level, inside @depth others. */
typedef CareValue (*CareMatchValueAt)(const CareParser *parser, gint level, guint at, guint depth);

typedef struct {
    CareValue rated[2]; /* the form's `#`, in order */
    guint n_rated;
    CareValue scale; /* the form's `@` */
} CareCaptures;

typedef struct {
    const CareParser *parser;
    gint level; /* at which its inner values are read */
    guint depth;
    CareMatchValueAt value_at;
    const CareValue *leading; /* the value where the form begins, read once for all forms */
    guint token;              /* where we are: this token ... */
    guint c;                  /* ... and this character of it */
    gboolean loose;           /* whitespace is allowed here */
    guint first;              /* the token where the form begins */
    gboolean begun;           /* something of the form has been found */
    gboolean gap;             /* the form has a space here, if anything follows */
    gboolean after_number;
    CareCaptures captures;
} CareMatch;

/* The first token after the entry of @words that begins at @step, if it stands
 * at token @at; 0: it does not. What is inside is in the captures. */
guint care_match_entry(CareMatch *match, guint at, const CareWords *words, guint step);
