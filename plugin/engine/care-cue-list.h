/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns of cues made into one program, and how that program runs over a line. */
#pragma once

#include "care-cue-line.h"
#include <purple-care/engine-cue.h>

typedef enum { /* of CareLanguage.cues */
               CARE_CUE_LIST_FEELING,
               CARE_CUE_LIST_FEELING_NOT,
               CARE_CUE_LIST_PROMISE,
               CARE_CUE_LIST_PROMISE_NOT,
               CARE_CUE_LIST_QUESTION,
               CARE_CUE_LIST_QUESTION_NOT,
               CARE_CUE_LIST_OPENINGS, /* greetings and politeness */
} CareCueListKind;
G_STATIC_ASSERT(CARE_CUE_LIST_OPENINGS + 1 == CARE_CUE_LISTS);

typedef enum {
    CARE_CUE_STEP_WORD,
    CARE_CUE_STEP_PREFIX,
    CARE_CUE_STEP_SUFFIX,
    CARE_CUE_STEP_ANY,  /* `*` */
    CARE_CUE_STEP_SKIP, /* one item of `~` */
    CARE_CUE_STEP_MARK, /* `,` */
    CARE_CUE_STEP_BEGINS_CLAUSE,
    CARE_CUE_STEP_BEGINS_SENTENCE,
    CARE_CUE_STEP_ENDS_CLAUSE,
    CARE_CUE_STEP_ENDS_SENTENCE,
    CARE_CUE_STEP_FORK, /* goes on with the next step and with step `to` */
    CARE_CUE_STEP_JUMP, /* goes on with step `to` */
    CARE_CUE_STEP_END,  /* entry `to` is found */
} CareCueStepKind;

/* What an item is, in bits: a word by its hash, by the byte with which it begins; or no word. */
#define CARE_CUE_BIT(n)          (G_GUINT64_CONSTANT(1) << (n))
#define CARE_CUE_BIT_WORD(hash)  CARE_CUE_BIT((hash) % 40)
#define CARE_CUE_BIT_FIRST(byte) CARE_CUE_BIT(40 + (guchar)(byte) % 23)
#define CARE_CUE_BIT_MARK        CARE_CUE_BIT(63)

typedef struct {
    guint64 firsts; /* bits of all that may be taken next: no other item need come here */
    guint32 hash;   /* of a whole word */
    guint16 to;
    guint16 size; /* of a word or a part of one: ... */
    guint32 text; /* ... where it stands in CareCueList.folded */
    guint8 kind;  /* CareCueStepKind */
} CareCueStep;

typedef enum { /* how far an entry of a -not list reaches */
               CARE_CUE_REACH_CLAUSE,
               CARE_CUE_REACH_SENTENCE,
               CARE_CUE_REACH_LINE,
} CareCueReach;

typedef struct {
    char *text;         /* as it was given */
    guint8 reach;       /* CareCueReach */
    gboolean is_strong; /* no plain veto stops it */
    guint16 first, end; /* its steps: [first, end) */
} CareCueEntry;

typedef struct {
    guint32 hash; /* of the word with which the entry may begin */
    guint16 entry;
} CareCueStart;

struct _CareCueList {
    CareCueStep *steps;
    guint n_steps;
    CareCueEntry *entries;
    guint n_entries;
    char *folded;
    CareCueStart *starts; /* by hash */
    guint n_starts;
    CareCueStart *loose; /* entries that may begin otherwise: `hash` is the first byte of a word's
                            part, 0: any item may be it */
    guint n_loose;
    guint64 hashes[4]; /* one bit for each hash there is, by its last eight bits */
};

/* Called for what was found: entry @entry stands in items [@from, @to). Returns whether to go on.
 */
typedef gboolean (*CareCueFound)(gpointer data, guint entry, guint from, guint to);

/**
 * care_cue_list_run:
 * @list: (nullable): NULL is empty
 * @wide: of two matches of an entry with one end, tell the longer one instead of the shorter
 *
 * Calls @found for the entries in @line, ends in order; each entry once for an end. Costs at most
 * steps of the list times items of the line.
 *
 * Returns: FALSE if @found stopped it
 */
gboolean care_cue_list_run(const CareCueList *list, const CareCueLine *line, gboolean wide,
                           CareCueFound found, gpointer data);

/* The end of the longest entry that begins at item @at; 0: none does. */
guint care_cue_list_end(const CareCueList *list, const CareCueLine *line, guint at);

/* The first of the starts with @hash; those that follow may have it too. NULL: there is none. */
const CareCueStart *care_cue_list_start(const CareCueList *list, guint32 hash);

/* The same as care_cue_list_new(), but entries with other signs are left out: for word lists that
 * were made for another reader. (transfer full) */
CareCueList *care_cue_list_new_lenient(const char *const *entries);

/* Whether an entry stands in @line: care_cue_list_matches() for a line that is cut already. */
gboolean care_cue_list_is_in(const CareCueList *list, const CareCueLine *line);
