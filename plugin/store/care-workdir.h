/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A private folder beside a file, in which its successor is made until it is whole. */
#pragma once

#include "care-db.h"

typedef struct _CareWorkdir CareWorkdir;

/* Makes @path (0700) and locks it; what a killed process left in it is deleted. BUSY: another
 * process has it. Any thread, all of this file. */
CareWorkdir *care_workdir_open(const char *path, GError **error);
/* Deletes it with all that is in it. */
void care_workdir_close(CareWorkdir *work);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareWorkdir, care_workdir_close)

/* Deletes what is in it. */
void care_workdir_clear(CareWorkdir *work);

/* (transfer full): where a file of that name lies in it. */
char *care_workdir_file(const CareWorkdir *work, const char *name);

/* Copies the regular file @from into it as @name. @out_is_source: (out): on failure: it was @from
 * that could not be read. */
gboolean care_workdir_take(CareWorkdir *work, const char *from, const char *name,
                           gboolean *out_is_source, GError **error);

/* Puts @name at @to, where a file is, with that one's time: on disk before anybody finds it there.
 */
gboolean care_workdir_deliver(CareWorkdir *work, const char *name, const char *to, GError **error);
