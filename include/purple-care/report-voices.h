/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What customers said in a report's period, and what became of it. */
#pragma once

#include <glib.h>

#define CARE_VOICES_TEXT 5   /* of each kind, comments and kudos, in the text report */
#define CARE_VOICES_MAX  50  /* of each kind, read and shown elsewhere */
#define CARE_VOICE_CHARS 500 /* of a comment in the text report; longer ones are cut */

typedef struct {
    gint64 id, at_ms; /* id: as `purple-care comments` shows it */
    char *agent;
    char *text;  /* a customer's words: of anybody, untrusted, any language and direction */
    char *theme; /* NULL: none */
    gint rating;
} CareVoice;

typedef struct {
    char *name;
    guint64 n;
} CareTheme;

typedef struct {
    gboolean is_masked;         /* by [show] comment=no: figures alone, and no voice below */
    guint64 n;                  /* comments */
    guint64 unread;             /* of them */
    guint64 kudos;              /* of them, to a 4 or 5 */
    guint64 old_enough;         /* of them, given a week ago or longer... */
    guint64 in_week;            /* ...and read within the week */
    guint64 low, handled, open; /* low marks that count; handled, and still to be */
    GPtrArray *comments;        /* of CareVoice: the newest below 4; never NULL */
    GPtrArray *praise;          /* the newest to a 4 or 5; the same */
    GPtrArray *best;   /* marked as best practice since the last quarter began, of all agents */
    GPtrArray *themes; /* of CareTheme, the most frequent first */
} CareVoices;

/* (transfer full): empty. Any thread. */
CareVoices *care_voices_new(void);
void care_voices_free(CareVoices *voices);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareVoices, care_voices_free)

/* Appends one; texts are copied. @to: voices->comments, ->praise or ->best */
void care_voices_add(GPtrArray *to, const CareVoice *voice);
void care_voices_add_theme(CareVoices *voices, const char *name, guint64 n);
