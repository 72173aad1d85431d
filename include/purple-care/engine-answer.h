/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a customer's reply to the question as a person would; ANSWERS in docs/ has the rules. */
#pragma once

#include <glib.h>

typedef enum {
    CARE_REPLY_NOT_RATING,
    CARE_REPLY_RATING,
    CARE_REPLY_CLARIFY, /* evidently an attempt to rate, but not one whole number 1 to 5 */
    CARE_REPLY_SKIP,
    CARE_REPLY_OPT_OUT,
} CareReplyClass;

#define CARE_NUMBER_WORDS 11 /* 0 to 10 */

/* A list of words or forms, ready to be matched. */
typedef struct _CareWords CareWords;

/* Makes one of @entries, which end with NULL: see below how they are written.
 * (transfer full), free with care_words_free(), which takes NULL */
CareWords *care_words_new(const char *const *entries);
void care_words_free(CareWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareWords, care_words_free)

/* The entries as they were given, up to NULL. (transfer none) */
const char *const *care_words_entries(const CareWords *words);

/* Patterns of cues, ready to be matched: see engine-cue.h. */
typedef struct _CareCueList CareCueList;
#define CARE_CUE_LISTS 7

/* The words of one survey language: a language is this data and no code. A NULL
   list is empty. Entries are lower case, NFC, with plain apostrophes; a space
   in one also matches a hyphen or a comma. In forms `#` is what is rated and
   `@` the scale, in whatever order the language has them. "(a|b)" is either,
   "[a]" may be left out; an accent may be left out too.
 */
typedef struct {
    const char *tag; /* "en" */
    const CareWords *numbers[CARE_NUMBER_WORDS];
    const CareWords *skips;
    const CareWords *opt_out_words;   /* count alone or beside a rating */
    const CareWords *opt_out_phrases; /* count as a clause anywhere */
    const CareWords *erase;           /* whole replies: "erase" */
    const CareWords *confirm;         /* "yes, erase" */
    const CareWords *corrections;    /* forms: "i meant #", "not # but #"; the last number counts */
    const CareWords *politeness;     /* "thanks" */
    const CareWords *greetings;      /* before a separator, ignored */
    const CareWords *connectives;    /* "because": what follows is comment */
    const CareWords *clause_openers; /* "and": an opt-out phrase may follow */
    const CareWords *carriers;       /* forms: "i'd say #" */
    const CareWords *out_of;         /* forms: "# out of @" */
    const CareWords *percents;       /* forms: "# percent" */
    const CareWords *stars;          /* forms: "# stars" */
    const CareWords *halves;         /* forms: "# and a half" */
    const CareWords *ranges;         /* forms: "between # and #" */
    const CareWords *hedges;         /* forms: "almost #" */
    const CareWords *lowest;         /* the scale's labels */
    const CareWords *highest;
    const CareWords *quality;                /* "good": an attempt to rate in words */
    const CareWords *intensifiers;           /* "very", before a quality word */
    const CareWords *fillers;                /* "or", "maybe", "no": between two numbers */
    const CareWords *courtesy;               /* "bye": ends a chat, reopens none */
    const CareWords *anger;                  /* after these a question is never asked again */
    const CareCueList *cues[CARE_CUE_LISTS]; /* what reminders listen for; by CareCueListKind */
    gboolean dot_is_ordinal;                 /* "4. Mai" is a date, not a rating with a comment */
    GHashTable *texts;                       /* what customers read: see care_language_text() */
} CareLanguage;

typedef struct {
    CareReplyClass class;
    gint rating;        /* 1 to 5 with CARE_REPLY_RATING, else 0 */
    gsize comment_from; /* the same line's text is text[comment_from .. comment_to); equal: none */
    gsize comment_to;
    gboolean corrects; /* it said so: "I meant 5" */
    gboolean bare;     /* OPT_OUT by a bare word ("stop"), not by a phrase ("don't ask me again") */
    gboolean only_wish; /* OPT_OUT: the line says nothing else that anybody would miss */
    const char *rule;   /* which rule decided; a constant */
} CareReply;

#define CARE_REPLY_MAX_BYTES 4096 /* longer lines are conversation */

/**
 * care_answer_read:
 * @language: the survey's language
 * @text: plain valid UTF-8, any length; one pass, no allocation that grows with it past
 * CARE_REPLY_MAX_BYTES
 *
 * Takes a line for an answer only if the WHOLE line is one of the known forms; in doubt it is
 * NOT_RATING. Any thread.
 */
CareReply care_answer_read(const CareLanguage *language, const char *text);

/* Whether the whole line is courtesy ("thanks, bye!", a lone thumb or smile). */
gboolean care_answer_is_courtesy(const CareLanguage *language, const char *text);

/* Whether the line holds a question mark that ends a sentence, or a digit or number word: then it
   may draw a number as its own answer. */
gboolean care_answer_may_draw_number(const CareLanguage *language, const char *text);

/* Whether the last sentence of the line asks something: a question mark of any script at its end.
 */
gboolean care_answer_asks(const char *text);

/* Whether the line holds one of the language's words of anger, as a whole word or phrase. */
gboolean care_answer_is_angry(const CareLanguage *language, const char *text);

/* The language of a tag, "de", "de-AT", "de_AT.UTF-8": by its first part. NULL: there is none.
 * (transfer none). Any thread, as all below. */
const CareLanguage *care_language_find(const char *tag);

/* The same, but English for any tag that is not known (nullable). (transfer none), never NULL */
const CareLanguage *care_language_of(const char *tag);

/* The n-th language there is, by tag; NULL past the last. (transfer none) */
const CareLanguage *care_language_nth(guint n);

/* The n-th language's tag, without making the language; NULL past the last. Any thread. */
const char *care_language_tag(guint n);

/* What customers read at @name, "question" or "thanks-low", with placeholders like {agent}; English
 * where the language has none. (transfer none); NULL: no such text */
const char *care_language_text(const CareLanguage *language, const char *name);
