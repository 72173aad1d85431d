/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One client's hold on the store: the connection, the lock that says it lives, and what to do when
 * a file goes bad. */
#pragma once

#include "care-db.h"
#include "care-file.h"
#include "care-lock.h"

typedef struct {
    CareDb *db;     /* NULL: not connected */
    CareLock *lock; /* kept over reconnections, so that our chats stay ours */
    char *wanted;   /* the path as given */
    char *path;     /* where that is now, links followed */
    char *run;      /* this run's UUID */
    char *client;   /* the name our chats bear */
    CareFilePair pair;
    gint wal_pages;         /* in the log after the last commit */
    gboolean has_erased;    /* the log still holds what a commit erased */
    gboolean may_scrub;     /* it is worth a look whether the file does */
    gboolean keeps_damaged; /* a damaged file is refused, not set aside: set by the owner */
} CareSession;

/* Writer thread, as all of this file. */
CareSession *care_session_new(const char *path);
void care_session_free(CareSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareSession, care_session_free)

/**
 * care_session_connect:
 * @suspect: the file gave an error of corruption: read all of it before trusting it again
 * @out_set_aside: (out): where a damaged file was moved to, even if the rest then failed; NULL: it
 * was not needed
 *
 * Opens the file, made or migrated if need be. May wait some seconds for another client that is
 * doing the same.
 */
gboolean care_session_connect(CareSession *session, gboolean suspect, char **out_set_aside,
                              GError **error);
void care_session_disconnect(CareSession *session);

/* Connected, and the files are still those that were opened. */
gboolean care_session_is_current(const CareSession *session);

/* Connected, but to files that are no longer those at the path, or without the lock file. FALSE
   also while there is no file: whoever moved it away may be about to put another there. */
gboolean care_session_is_replaced(const CareSession *session);

/* Whether someone deleted the log that we write to: what is committed is then in no file that the
   next start would find, until care_session_save_log(). */
gboolean care_session_has_lost_log(const CareSession *session);

/* Moves all that is committed from the log into the database, on disk. FALSE: a reader keeps some
   of it in the log, or the disk failed. */
gboolean care_session_save_log(CareSession *session, GError **error);

/* Whether no other client has the store open: then a new log can be begun by connecting again.
   Takes the gate alone if so. */
gboolean care_session_take_alone(CareSession *session);

/* Moves the log into the database when it has grown or holds what was erased; after a commit has
   been told, for it may sync. */
void care_session_tidy(CareSession *session);

/* Once nothing else is to be done: rewrites a file, if it is small, out of which something was
   erased, by whichever client and run. Else copies of it might stay between the rows: SQLite's
   secure_delete overwrites what it deletes, not what it once moved to another page. */
void care_session_scrub(CareSession *session);
