/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hears in a chat line what a reminder may be about: a promise, a question, a feeling; docs/cues.md
 * has the rules. */
#pragma once

#include <glib.h>
#include <purple-care/engine-answer.h>

typedef enum { /* bits */
               CARE_CUE_FEELING = 1 << 0,
               CARE_CUE_PROMISE = 1 << 1,
               CARE_CUE_QUESTION = 1 << 2,
} CareCue;

#define CARE_CUE_MAX_BYTES 4096 /* of a longer line only so much is read, cut at a character */

#define CARE_CUE_ERROR (care_cue_error_quark())
typedef enum {
    CARE_CUE_ERROR_NOTATION, /* an entry is not written as docs/cues.md says */
    CARE_CUE_ERROR_SIZE,     /* an entry, or all of them, is too long to be matched quickly */
} CareCueError;

/**
 * care_cues_read:
 * @language: whose tables are used; one without tables knows question marks only
 * @is_agent: who wrote: only agents promise, only customers feel
 * @text: plain valid UTF-8, any length
 * @explain: (nullable): gets what decided, for a lead: "promise: ich pruefe; question: ?"
 *
 * Time and memory are bound by CARE_CUE_MAX_BYTES and the size of the tables. Any thread.
 *
 * Returns: the CareCue bits of the line
 */
guint care_cues_read(const CareLanguage *language, gboolean is_agent, const char *text,
                     GString *explain);

/* Whether care_cues_read() knows more of @language than question marks and angry faces. */
gboolean care_cues_has_tables(const CareLanguage *language);

/**
 * care_cue_list_new:
 * @entries: up to NULL: patterns in the notation of docs/cues.md; may come from an admin
 * @error: NOTATION or SIZE; names the entry
 *
 * Returns: (transfer full) (nullable): NULL with @error
 */
CareCueList *care_cue_list_new(const char *const *entries, GError **error);

/* Whether an entry stands in @text, which is valid UTF-8; an entry in a -not list's notation ("=")
 * counts like any other. Any thread. */
gboolean care_cue_list_matches(const CareCueList *list, const char *text);
void care_cue_list_free(CareCueList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareCueList, care_cue_list_free)
GQuark care_cue_error_quark(void);
