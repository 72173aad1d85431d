/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the store does to files as such: private folders and files, identity, setting aside. */
#pragma once

#include "care-db.h"
#include <sys/types.h>

typedef struct {
    dev_t device;
    ino_t inode;
} CareFileId;

/* Any thread, all of this file. No function here opens a database file that exists: closing any
   descriptor of it would drop SQLite's own POSIX locks (sqlite.org/howtocorrupt.html, 2.2). */

/* (transfer full): where the file really is, a link followed to its end, so that log and locks
 * stand beside it. */
char *care_file_resolve(const char *path);

/* Whether @path is there as anything at all; its identity goes to @out_id (nullable). */
gboolean care_file_id(const char *path, CareFileId *out_id);

/* Whether @path is still the file of that identity. */
gboolean care_file_is(const char *path, const CareFileId *id);

/* Makes the missing folders of @path 0700 and the missing file, empty, 0600; takes others' rights
   away from a file that is there. OPEN: no regular file, or no right. */
gboolean care_file_make_private(const char *path, GError **error);

/* Moves a database with its log to "@path.corrupt-20250131T235959Z" and says where. Never deletes,
 * never replaces. */
char *care_file_set_aside(const char *path, GError **error);

/* Sets OPEN: "<path>: <what>: <errno's text>"; returns FALSE. */
gboolean care_file_fail(GError **error, const char *path, const char *what);
