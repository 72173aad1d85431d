/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Spells out brackets in patterns of cues: "prüf(e|en)" is "prüfe" or "prüfen". */
#pragma once

#include <glib.h>

#define CARE_CUE_WAYS_MAX 256 /* of one word with all that is glued to it */

/* After the bracket that closes the one at @at, before @to; NULL: none does, or not the right one.
 * Any thread. */
const char *care_cue_ways_group_end(const char *at, const char *to);

/**
 * care_cue_ways:
 * @at: one bracket, or a word with brackets glued to it; each bracket is closed before @to
 *
 * Takes away the outermost brackets; what is in them may hold others. "[a]" is "a" or nothing.
 * Any thread.
 *
 * Returns: (transfer full) (nullable): strings, at least one; NULL: more than CARE_CUE_WAYS_MAX
 */
GPtrArray *care_cue_ways(const char *at, const char *to);
