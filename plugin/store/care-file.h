/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the store does to files as such: private folders and files, identity, setting aside. */
#pragma once

#include "care-db.h"

typedef struct {
    guint64 device, inode;
    gint64 born_ns; /* an inode is used again; 0: the file system does not say */
} CareFileId;

typedef struct {
    CareFileId file, log; /* log.inode 0: it had none */
} CareFilePair;

/* Any thread, all of this file. No function here opens a database file that exists: closing any
   descriptor of it would drop SQLite's own POSIX locks (sqlite.org/howtocorrupt.html, 2.2). */

/* (transfer full): where the file really is, a link followed to its end, so that log and locks
 * stand beside it. */
char *care_file_resolve(const char *path);

/* Whether @path is there as anything at all; its identity goes to @out_id. */
gboolean care_file_id(const char *path, CareFileId *out_id);

/* Whether @path is still the file of that identity. */
gboolean care_file_is(const char *path, const CareFileId *id);

/* The database at @path and the log beside it. FALSE: it is gone. */
gboolean care_file_pair(const char *path, CareFilePair *out_pair);

/* Whether the log of @pair is no longer beside @path, though the file still is that of @pair: it
 * was deleted or replaced while in use. */
gboolean care_file_has_lost_log(const char *path, const CareFilePair *pair);

/* Whether the log of @pair lies at @path beside another file, into which SQLite would replay it. */
gboolean care_file_is_strange_log(const char *path, const CareFilePair *pair);

/* Makes the missing folders of @path 0700 and the missing file, empty, 0600; takes others' rights
   away from a file that is there. OPEN: no regular file, or no right. */
gboolean care_file_make_private(const char *path, GError **error);

/* Moves a database with its log to "@path.corrupt-20250131T235959Z", puts @successor into its
   place, and says where it went. Never deletes, never replaces. */
char *care_file_set_aside(const char *path, const char *successor, GError **error);

/* Moves the log alone to "@path.replaced-20250131T235959Z-wal": the file it belongs to went
 * elsewhere. */
gboolean care_file_shelve_log(const char *path, GError **error);

/* Deletes a database of our own that never came into use, with its log. */
void care_file_discard(const char *path);

/* Sets OPEN: "<path>: <what>: <errno's text>"; returns FALSE. */
gboolean care_file_fail(GError **error, const char *path, const char *what);
