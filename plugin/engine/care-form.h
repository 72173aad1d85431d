/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches a language's phrases and number forms against a line's tokens: the reader's grammar
 * without its rules. */
#pragma once

#include "care-token.h"
#include <purple-care/engine-answer.h>

typedef enum {
    CARE_SENSE_WHOLE,   /* the number itself */
    CARE_SENSE_UNCLEAR, /* evidently a rating, but no whole one: "4.5", "3 or 4", "7/10" */
    CARE_SENSE_ODD,     /* a number, but none that rates: "24/7" */
} CareSense;

typedef struct {
    guint end; /* first token after it; 0: there is none here */
    gint value;
    CareSense sense;
    gboolean stars; /* a row of stars, which any text may follow */
} CareValue;

#define CARE_FOUND_SLOTS 128

/* What has been read of a line: the same place is asked for again and again. */
typedef struct {
    guint32 key; /* 0: nothing yet */
    CareValue value;
} CareFound;

typedef struct {
    const CareLanguage *language;
    const CareLanguage *english; /* its skip, stop and number words hold everywhere */
    const CareTokens *tokens;
    CareFound *found; /* CARE_FOUND_SLOTS of them, zeroed before the line is read;
                         nullable */
} CareParser;

/* The end of the longest phrase of @words (nullable) that begins at token @at;
 * 0: none does. */
guint care_form_phrase(const CareTokens *tokens, guint at, const CareWords *words);

/* The longest rating expression at token @at: a number in any form, with what its language puts
 * around it. */
CareValue care_form_value(const CareParser *parser, guint at);

/* The same for the forms that correct an earlier number; the value is the corrected one. */
CareValue care_form_correction(const CareParser *parser, guint at);

/* The digit or number word that begins at token @at, with nothing around it. */
CareValue care_form_number(const CareParser *parser, guint at);

/* Whether one begins there. */
gboolean care_form_is_number(const CareParser *parser, guint at);

/* What @value says by itself: RATING, CLARIFY or NOT_RATING. */
CareReplyClass care_value_class(const CareValue *value);
