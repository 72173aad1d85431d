/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Remembers what was written and what was synced, and makes what a disk may hold after a power cut:
 * of each sector that was not synced the new, the old, or a part of either. */
#pragma once

#include <glib.h>

typedef struct _CareDiskFile CareDiskFile;

/* Begins anew to remember; what is on the disk now counts as synced. From care_disk_stop() on
 * nothing is added, from care_disk_forget() on nothing is known. No file may be open at the
 * beginning. Any thread, as all of this file. */
void care_disk_begin(void);
void care_disk_stop(void);
void care_disk_forget(void);

/* Writes, truncations, syncs, files made and deleted, so far: moments of a power cut. */
guint care_disk_now(void);
/* Whether the next event after @moment is a sync. */
gboolean care_disk_is_before_sync(guint moment);

/**
 * care_disk_cut:
 * @moment: 0 to care_disk_now()
 * @keep_percent: the chance of a sector that was not synced; 0: only what was synced is left
 * @folder: where the files are made, under their last names
 *
 * What SQLite may rely on holds: bytes beside those written stay as they were
 * (SQLITE_IOCAP_POWERSAFE_OVERWRITE), and what was synced is there.
 */
void care_disk_cut(guint moment, guint keep_percent, GRand *rng, const char *folder);

/* --- told by the VFS --- */

/* NULL: nothing is remembered now. @is_new: the call made the file. */
CareDiskFile *care_disk_open(const char *path, gboolean is_new);
void care_disk_write(CareDiskFile *file, gint64 offset, const void *bytes, gsize size);
void care_disk_truncate(CareDiskFile *file, gint64 size);
/* @done: FALSE: it failed; the disk may then have dropped what waited, and no later sync brings it
 * back. @and_names: the folder with it. */
void care_disk_sync(CareDiskFile *file, gboolean done, gboolean and_names);
void care_disk_delete(const char *path, gboolean and_names);
