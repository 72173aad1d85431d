/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells what language a customer's lines are in, and whether one of them asks to be left alone. */
#pragma once

#include <purple-care/engine-answer.h>

#define CARE_DETECT_MAX_BYTES 4096 /* of text; more says nothing more */

/**
 * care_detect_language:
 * @lines: (array zero-terminated=1): plain valid UTF-8, newest first
 *
 * Guesses by letters and their sequences (libexttextcat), and only where one language alone fits:
 * too little text, none of our languages, several that fit, or no data files give no answer. The
 * first call reads the files. Any thread.
 *
 * Returns: (transfer none) (nullable): one of care_language_nth()
 */
const CareLanguage *care_detect_language(const char *const *lines);

/* Whether one of @lines, as a whole, is a phrase that wants no more questions; a bare "stop" is
 * none. Read in English and in @language; where that is not known (NULL) the first ones are read in
 * every language. Any thread. */
gboolean care_detect_stop(const char *const *lines, const CareLanguage *language);
