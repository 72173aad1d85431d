/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a desk stands for and what its agents may do alone, with the words that bring it to mind. */
#pragma once

#include "care-settings-table.h"

#define CARE_CUES_MAX 64 /* patterns of one cue */

void care_vision_init(CareSettings *settings);
void care_vision_clear(CareSettings *settings);

/* Whether [@group] @key is a cue: "cue-refund". */
gboolean care_vision_is_cue(const char *group, const char *key);

/* What is wrong with the patterns of a cue, or with an entry's name or text, translated and without
 * any of it; NULL: nothing. (transfer none) */
const char *care_vision_check(const char *group, const char *key, const char *text);

/* Notes an entry of [empowerment] in the order of the files; one without text is none any more.
 * FALSE: there are CARE_ENTRIES_MAX already. */
gboolean care_vision_note(CareSettings *settings, const char *key, const char *text);

/* When all layers are read: makes `vision.values` and gives each entry its cue. What is left over
 * is handed to @leftover: a cue whose entry does not exist. */
typedef void (*CareVisionFunc)(const char *group, const char *key, const char *near, gpointer data);
void care_vision_finish(CareSettings *settings, CareVisionFunc leftover, gpointer data);
