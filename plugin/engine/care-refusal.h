/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells when a customer does not want to answer, now or ever. */
#pragma once

#include "care-line.h"

/* Whether the line holds an opt-out phrase as a clause of its own, wherever it stands. */
gboolean care_refusal_has_phrase(const CareLine *line);

/* Whether a bare opt-out word is the line, a segment of it set off by punctuation, or beside
 * nothing but a rating. */
gboolean care_refusal_has_word(const CareLine *line);

/* Whether the whole line says to skip the question. */
gboolean care_refusal_is_skip(const CareLine *line);

/* Whether nothing stands in the line but refusals, ratings and small talk around them. */
gboolean care_refusal_says_nothing_else(const CareLine *line);
