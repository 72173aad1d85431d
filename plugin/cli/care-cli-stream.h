/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Output that is too long to be held in memory, by the rules of care_cli_write(). */
#pragma once

#include <glib.h>

typedef struct _CareStream CareStream;

/* @file: as for care_cli_write(); a new one is 0600, for it may name people. NULL after an error
 * line. */
CareStream *care_stream_open(const char *command, const char *file);

/* FALSE: nothing more can be written; care_stream_finish() says why. */
gboolean care_stream_write(CareStream *stream, const char *text, gsize size);

/* Whether it goes to a terminal, which does what control characters say. */
gboolean care_stream_is_terminal(const CareStream *stream);

/* Puts a file in its place, whole; (transfer full). Returns an exit code, after an error line. */
int care_stream_finish(CareStream *stream);

/* Leaves what was there as it is. */
void care_stream_drop(CareStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareStream, care_stream_drop)
