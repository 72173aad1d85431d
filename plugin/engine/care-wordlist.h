/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of words or forms made ready to be matched: its choices are forks, and
 * it knows by which character each entry may begin. */
#pragma once

#include <purple-care/engine-answer.h>

typedef enum {
    CARE_FORM_STEP_CHAR,
    CARE_FORM_STEP_GAP,   /* a space */
    CARE_FORM_STEP_RATED, /* `#` */
    CARE_FORM_STEP_SCALE, /* `@` */
    CARE_FORM_STEP_FORK,  /* goes on with the next step or with step `to`: the longer
                        one wins */
    CARE_FORM_STEP_JUMP,  /* goes on with step `to` */
    CARE_FORM_STEP_END,
} CareStepKind;

typedef struct {
    guint8 kind; /* CareStepKind */
    guint8 is_letter;
    guint8 loosens; /* a sign after which there may be spaces */
    guint16 to;
    gunichar c;
    gunichar plain; /* the same letter without its accent, as people may type it;
                       0: has none */
} CareFormStep;

typedef struct {
    gunichar first;
    guint16 step; /* where the entry begins */
} CareStart;

struct _CareWords {
    char **entries;
    CareFormStep *steps;
    CareStart *starts; /* by `first`, then in the list's order */
    guint n_starts;
    guint16 *numbers; /* steps of the entries that begin with a number */
    guint n_numbers;
    guint64 firsts; /* one bit for each `first` there is, by its last six bits */
};

/* The first of the starts with @c; those that follow it may have it too. NULL:
 * there is none. */
const CareStart *care_words_start(const CareWords *words, gunichar c);
