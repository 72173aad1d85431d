/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A disk that fails, dawdles and counts at will: stands between SQLite and the real one. */
#pragma once

#include <glib.h>

typedef enum {
    CARE_VFS_DB,
    CARE_VFS_WAL,
    CARE_VFS_JOURNAL,
    CARE_VFS_OTHER, /* temporary files, copies' journals */
    CARE_N_VFS_FILES
} CareVfsFile;

typedef enum {
    CARE_VFS_OPEN,
    CARE_VFS_READ,
    CARE_VFS_WRITE,
    CARE_VFS_TRUNCATE,
    CARE_VFS_SYNC,
    CARE_VFS_SIZE,
    CARE_VFS_DELETE,
    CARE_VFS_SHM_MAP,
    CARE_N_VFS_CALLS
} CareVfsCall;

typedef struct { /* which call is to fail, and how */
    CareVfsCall call;
    guint at;          /* the at-th such call from now on, on any file; 0: none */
    gint code;         /* SQLite's, SQLITE_FULL for instance */
    gboolean for_ever; /* all later ones too, until the next plan */
    gboolean is_short; /* WRITE: half of it is written all the same */
} CareVfsPlan;

typedef struct {
    guint64 calls[CARE_N_VFS_CALLS];
    guint64 bytes; /* written */
} CareVfsCounts;

/* Makes it the default of every connection opened from now on. Once per process, before threads
 * are made; the process then counts, and nothing fails. */
void care_vfs_install(void);

/* From now on; NULL: nothing fails. Any thread, as all below. */
void care_vfs_plan(const CareVfsPlan *plan);
/* Whether a call has failed by the plan since it was made. */
gboolean care_vfs_has_failed(void);

/* Each sync sleeps so long and leaves the real disk alone; negative, as at first: the real disk
 * syncs. */
void care_vfs_sync_takes(gint ms);

/* Since the last reset, all files of that kind together, failed calls too. */
CareVfsCounts care_vfs_counts(CareVfsFile kind);
void care_vfs_reset_counts(void);
