/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cuts a chat line into words, clauses and sentences: what patterns of cues are matched against. */
#pragma once

#include <glib.h>

typedef enum {
    CARE_CUE_ITEM_WORD,
    CARE_CUE_ITEM_HIDDEN,   /* a URL, a quotation, code: no word matches it */
    CARE_CUE_ITEM_CLAUSE,   /* a mark between clauses */
    CARE_CUE_ITEM_SENTENCE, /* the end of a sentence, and of the line */
} CareCueItemKind;

enum {                                    /* flags */
       CARE_CUE_SOFT = 1 << 0,            /* of a sentence's end: may stand for a comma */
       CARE_CUE_ASKS = 1 << 1,            /* of a sentence's end: a question mark */
       CARE_CUE_BEGINS_CLAUSE = 1 << 2,   /* an item before which a clause begins */
       CARE_CUE_BEGINS_SENTENCE = 1 << 3, /* the same, of a sentence */
       CARE_CUE_ENDS_SENTENCE = 1 << 4,   /* an item before which a sentence ends */
};

typedef struct {
    guint32 hash;             /* of a word */
    guint16 text, size;       /* of a word: where it stands, folded, in CareCueLine.folded */
    guint16 clause, sentence; /* counted through the line; a mark belongs to what it ends */
    guint8 kind;              /* CareCueItemKind */
    guint8 flags;
} CareCueItem;

typedef struct {
    char *folded;
    CareCueItem *items; /* items[n] is the end: a sentence's, with no text */
    guint n;
    guint n_clauses, n_sentences;
    gboolean has_words;
    gboolean is_angry; /* an angry face */
} CareCueLine;

/* Cuts the first CARE_CUE_MAX_BYTES of @text, which is valid UTF-8. @dot_is_ordinal: "3. Mai" goes
 * on. (transfer full). Any thread. */
CareCueLine *care_cue_line_new(const char *text, gboolean dot_is_ordinal);
void care_cue_line_free(CareCueLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareCueLine, care_cue_line_free)

/**
 * care_cue_fold:
 * @c: a letter, a digit or a mark on a letter
 * @size: bytes that @c took in the text
 * @out: (out): room for @size bytes; not ended by NUL
 *
 * Lower case without diacritics: "ä" is "a", "ß" is "ss".
 *
 * Returns: bytes in @out, at most @size; 0: nothing to see
 */
gsize care_cue_fold(gunichar c, gsize size, char *out);

/* Whether @c belongs to words. */
gboolean care_cue_is_letter(gunichar c);

/* Whether @c vanishes in words. */
gboolean care_cue_is_apostrophe(gunichar c);

#define CARE_CUE_HASH_START 2166136261u
guint32 care_cue_hash(guint32 hash, const char *text, gsize size);
