/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One reply as the rules see it: its tokens, and steps over those that say nothing by themselves.
 */
#pragma once

#include "care-form.h"

typedef struct {
    CareParser parser;
    CareTokens *tokens;
    guint first; /* first token inside quotes or emphasis around the whole line */
    guint start; /* first token after a greeting */
    const char *text;
    gsize end_byte; /* of the text inside such quotes */
} CareLine;

/* Cuts @text, @size_bytes long, into @out_line, which borrows it; clear the line afterwards. Any
 * thread. */
void care_line_init(CareLine *out_line, const CareLanguage *language, const char *text,
                    gsize size_bytes);
void care_line_clear(CareLine *line);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CareLine, care_line_clear)

CareTokenKind care_line_kind(const CareLine *line, guint at);
gboolean care_line_is_spaced(const CareLine *line, guint at);
gboolean care_line_is_question(const CareLine *line, guint at);

/* Whether token @at is a closing sign or a smile: it may trail anything. */
gboolean care_line_is_trimming(const CareLine *line, guint at);

/* As care_form_phrase(). */
guint care_line_phrase(const CareLine *line, guint at, const CareWords *words);

/* Each returns the first token from @at on that is none of: */
guint care_line_skip_marks(const CareLine *line, guint at); /* punctuation but the question mark */
guint care_line_skip_manners(const CareLine *line,
                             guint at); /* that, smiles, "please", "thank you" */
guint care_line_skip_doubts(const CareLine *line, guint at); /* that and question marks */
guint care_line_skip_fillers(const CareLine *line,
                             guint at); /* "no wait", as between two numbers */

/* Whether nothing but manners follows from token @at on. */
gboolean care_line_only_manners(const CareLine *line, guint at);
