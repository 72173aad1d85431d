/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What sub-commands share that read chat lines from standard input in a language's words. */
#pragma once

#include <purple-care/engine-answer.h>

/* Takes one line, without its end, counted from 1. */
typedef void (*CareCliTake)(char *line, guint64 number, gpointer data);

/* Hands every line of standard input to @take, and sees that all was written to standard output.
 * Returns an exit code. */
int care_cli_each_line(const char *command, CareCliTake take, gpointer data);

/* The language of @tag (nullable: English); NULL after an error line. (transfer none) */
const CareLanguage *care_cli_language(const char *command, const char *tag);

/* Turns \t, \n and \\ into what they stand for, in place; any other backslash stays one. */
void care_cli_unescape(char *text);
