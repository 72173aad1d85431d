/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows on a terminal how far long work has come, and nowhere else. */
#pragma once

#include <glib.h>

/* A bar on standard error; where that is no terminal (or TERM=dumb) nothing is ever drawn. */
typedef struct _CareProgress CareProgress;

/* @what: what is being done, one or two translated words */
CareProgress *care_progress_new(const char *what);

/* Takes the bar away, so that nothing of it is left on the screen. NULL is fine. */
void care_progress_free(CareProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareProgress, care_progress_free)

/* From here on it is about something else: the bar begins anew. */
void care_progress_rename(CareProgress *progress, const char *what);

/* A CareProgressFunc, @progress being its data; cheap enough for every row. @total 0: not known. */
void care_progress_show(guint64 done, guint64 total, gpointer progress);

/* Takes the bar off the screen before another line is written there; the next step draws it again.
 */
void care_progress_hide(CareProgress *progress);
