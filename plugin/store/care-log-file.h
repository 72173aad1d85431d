/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One log file, a line at a time: never more of it in memory than a line may have. */
#pragma once

#include "care-log-line.h"
#include "care-log-time.h"
#include <purple-care/store-log.h>

#define CARE_LOG_LINE_BYTES 65536 /* the rest of a longer line is left out */

typedef struct _CareLogFile CareLogFile;

/* @name: of the file, without its folder. NULL: it is no log (errno 0), or could not be opened. */
CareLogFile *care_log_file_open(int folder, const char *name);
/* The same of what is open already. @fd: (transfer full) */
CareLogFile *care_log_file_new(int fd, gboolean is_html);
void care_log_file_free(CareLogFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareLogFile, care_log_file_free)

/* Whether @name is that of a log: "DATE.html", "DATE.txt". */
gboolean care_log_file_is_log(const char *name, gboolean *out_is_html);

/* The next line that somebody wrote, its parts valid until the next call; FALSE: there is none, or
 * reading failed. */
gboolean care_log_file_next(CareLogFile *file, CareLogParts *out_parts);
gboolean care_log_file_failed(const CareLogFile *file);
guint64 care_log_file_bytes(const CareLogFile *file); /* read so far */

/* Whether each line at its beginning bears a date, as a plug-in may want it: without one, libpurple
 * dates only lines that came late. Goes back to the beginning. */
gboolean care_log_file_is_dated(CareLogFile *file);
