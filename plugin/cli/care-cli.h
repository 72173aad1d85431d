/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all sub-commands share: exit codes, errors on one line, the store's place, output that is
 * whole or not there. */
#pragma once

#define GETTEXT_PACKAGE "purple-care"
#include <glib/gi18n.h>
#include <purple-care/store.h>

enum { /* a contract with scripts */
       CARE_EXIT_DONE = 0,
       CARE_EXIT_FAILED = 1,
       CARE_EXIT_USAGE = 2,
       CARE_EXIT_FOUND = 3,
};

/* One per sub-command, argv[0] being its name; returns an exit code. */
int care_cmd_report(int argc, char **argv);
int care_cmd_kpi(int argc, char **argv);
int care_cmd_score(int argc, char **argv);
int care_cmd_audit(int argc, char **argv);
int care_cmd_comments(int argc, char **argv);
int care_cmd_why(int argc, char **argv);
int care_cmd_simulate(int argc, char **argv);
int care_cmd_answers(int argc, char **argv);
int care_cmd_cues(int argc, char **argv);
int care_cmd_policy(int argc, char **argv);
int care_cmd_import(int argc, char **argv);
int care_cmd_export(int argc, char **argv);
int care_cmd_customers(int argc, char **argv);
int care_cmd_forget(int argc, char **argv);
int care_cmd_verify(int argc, char **argv);
int care_cmd_backup(int argc, char **argv);
int care_cmd_doctor(int argc, char **argv);

/* Says one line on stderr, "purple-care report: ...", with a hint at --help. Returns
 * CARE_EXIT_USAGE. */
int care_cli_usage(const char *command, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The same without the hint. Returns CARE_EXIT_FAILED. */
int care_cli_failed(const char *command, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Says a line beside a result that is there. */
void care_cli_note(const char *command, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The same for a store that could not be read, with what to do about it. */
int care_cli_store_failed(const char *command, const GError *error);

/**
 * care_cli_parse:
 * @arguments: (nullable): what follows the options, "CHAT"
 * @about: shown by --help above the options: what it does, with an example
 *
 * Reads the options; --help prints and ends the program. What is no option is left in @argv after
 * the name.
 *
 * Returns: FALSE after an error line
 */
gboolean care_cli_parse(const char *arguments, const char *about, const GOptionEntry *entries,
                        int *argc, char ***argv);

/* Whether there is nothing or "text" (FALSE) or "json" (TRUE) in @format; FALSE with an error line
 * on anything else. */
gboolean care_cli_format(const char *command, const char *format, gboolean *out_json);

/* (transfer full): the one store in @stores (nullable), else $PURPLE_CARE_STORE, else the user's
   own; NULL after an error line. As root, this process is the store's owner from then on: what
   only root may read has to be open before. */
char *care_cli_store(const char *command, char **stores);

/* That alone: root becomes whoever owns @path, its link or its folder, for good; nothing happens to
 * others, and where all belongs to root. FALSE after an error line. */
gboolean care_cli_become_owner(const char *command, const char *path);

/* Whether that has happened. */
gboolean care_cli_is_someone_else(void);

/* (transfer full): the settings in force, as the client reads them; NULL for a place: the usual
 * one. */
CareSettings *care_cli_settings(const char *system_dir, const char *user_file);

/* (transfer full): the zone of `--tz`, else of [desk] timezone, else the system's; NULL after an
 * error line. */
GTimeZone *care_cli_zone(const char *command, const char *name);

/**
 * care_cli_write:
 * @file: (nullable): NULL or "-" is standard output; a file is replaced only when all is written,
 *     and keeps its mode; a new one is 0600
 * @text: valid UTF-8
 * @for_people: what the terminal's character set lacks may be replaced
 *
 * Returns: an exit code
 */
int care_cli_write(const char *command, const char *file, const char *text, gboolean for_people);

/* Whether @file (nullable) is the store @path, or would be taken for a part of it: a report written
 * there would be the end of the store. */
gboolean care_cli_is_stores(const char *file, const char *path);

/* How wide standard output is: that of a terminal, else what $COLUMNS says, else 80. */
guint care_cli_columns(void);

/* Whether standard output is a terminal that wants colour (NO_COLOR, TERM=dumb). */
gboolean care_cli_has_colour(void);

/* The one of @names (NULL-terminated) that @word is probably meant to be; NULL: none is near. */
const char *care_cli_nearest(const char *word, const char *const *names);
