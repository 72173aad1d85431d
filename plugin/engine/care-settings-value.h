/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns the text of one key into its place in CareSettings, or says what it should have been. */
#pragma once

#include "care-settings-table.h"

/**
 * care_value_set:
 * @text: valid UTF-8, from a file
 *
 * Reads @text as @key's type and puts it in @settings; on a mistake @settings is left alone. Keys
 * that go NOWHERE are only checked. Any thread.
 *
 * Returns: what is wrong, translated, never holding any of @text; NULL: nothing is. (transfer none)
 */
const char *care_value_set(CareSettings *settings, const CareKey *key, const char *text);

/* Checks a customer text of [ask]: @name is "question", "thanks[de]"... Returns as care_value_set.
 */
const char *care_value_check_wording(const char *name, const char *text);

/* What @key takes, for people: "a whole number from 0 to 100". (transfer full) */
char *care_value_allowed(const CareKey *key);

/* Frees what @key's place in @settings holds. */
void care_value_clear(CareSettings *settings, const CareKey *key);

/* @text as addresses, accounts and groups compare: the same for all ways to write them; NULL for
   bad UTF-8. (transfer full) */
char *care_fold(const char *text);

/* @text's entries between ";", blanks around them and empty ones dropped. (transfer full) */
char **care_list_split(const char *text);
