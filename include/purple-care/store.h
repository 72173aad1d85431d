/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The store's front door: one SQLite file behind one writer thread, readers beside it, and the
 * settings files. */
#pragma once

#include <gio/gio.h>
#include <purple-care/engine-cube.h>
#include <purple-care/engine-record.h>
#include <purple-care/engine-remind.h>
#include <purple-care/engine-settings.h>
#include <purple-care/engine-source.h>

#define CARE_STORE_ERROR (care_store_error_quark())
typedef enum {
    CARE_STORE_ERROR_OPEN,    /* can't be opened or made: permission, disk, a folder in the way */
    CARE_STORE_ERROR_CORRUPT, /* no database, or a damaged one; the writer sets it aside, never
                                 deletes it */
    CARE_STORE_ERROR_NEWER,   /* written by a newer version: left untouched */
    CARE_STORE_ERROR_BUSY,    /* another client holds what is needed */
    CARE_STORE_ERROR_WRITE,   /* full, read-only, I/O error */
    CARE_STORE_ERROR_MISSING, /* a reader found no file */
} CareStoreError;
GQuark care_store_error_quark(void);

typedef struct _CareStore CareStore;

typedef struct {
    const GError *error; /* NULL: the store is ready */
    GPtrArray
        *resumed; /* of CareResumed: what dead clients left; (transfer none), empty on error */
    const char *set_aside; /* where a corrupt file was moved to; NULL: none was */
    const char *key;       /* this store's own random key for sampling (hex) */
    const CareRuleHistory
        *rules; /* CARE_N_RULES of them: how each reminder fared on this machine */
} CareStoreOpened;

typedef void (*CareOpenedFunc)(const CareStoreOpened *opened, gpointer data);
typedef void (*CareStoredFunc)(CareStored status, const GError *error, gpointer data);
typedef void (*CareCustomerFunc)(const CareCustomer *customer, const CareMemory *memory,
                                 const GError *error, gpointer data);
typedef void (*CareCubeFunc)(const CareCube *cube, const GError *error, gpointer data);

/**
 * care_store_open:
 * @path: care.db; its folder is made 0700, the file 0600
 * @context: (nullable): where callbacks run; NULL: the default main context
 * @opened: (nullable): called when the file is open or can't be; and again, with set_aside and key,
 * nothing resumed and no error, each time that a damaged file was set aside later
 *
 * Starts the writer thread and returns at once. If opening fails, for want of a thread even, the
 * next requests try again; that alone does not call @opened again.
 *
 * Returns: (transfer full): never NULL
 */
CareStore *care_store_open(const char *path, GMainContext *context, CareOpenedFunc opened,
                           gpointer data);

/**
 * care_store_put:
 * @record: (transfer full): stored whole or not at all
 * @stored: (nullable): called once on the context after the commit that made it durable, or after
 * its failure
 *
 * Queues a record; never waits. With a full queue the callback says FAILED; room is kept for
 * records with an answer.
 */
void care_store_put(CareStore *store, CareRecord *record, CareStoredFunc stored, gpointer data);

/* Reads what is known of @key after all records queued before; an unknown key gives is_known FALSE.
 * Never waits. */
void care_store_load_customer(CareStore *store, const char *key, gint64 now_ms,
                              CareCustomerFunc loaded, gpointer data);

/* Counts what the store holds, after all records queued before. Never waits. */
void care_store_count(CareStore *store, const CareCubeFilter *filter, CareCubeFunc counted,
                      gpointer data);

typedef struct { /* one rating as it counts now */
    gint rating;
    CareAnswerKind kind; /* FINAL or LATE for the answer at a chat's end, else PULSE */
    gint64 at_ms;
} CareRated;
typedef void (*CareRatedFunc)(const CareRated *rated, guint n, const GError *error, gpointer data);

/* The ratings of one chat (its id), in order of time: pulses, and the final one. Never waits. */
void care_store_ratings(CareStore *store, const char *chat, CareRatedFunc read, gpointer data);

typedef struct {
    guint64 answered;    /* all answers to this agent's questions */
    CareCounts released; /* of the batches that are full, asked and the like as for all */
    CareCounts newest;   /* the ratings of the newest full batch alone */
} CareRelease;
typedef void (*CareReleaseFunc)(const CareRelease *release, const GError *error, gpointer data);

/* An agent's answers in batches of @batch, by the time they were given: blind mode shows full
 * batches only, so that no number can be told from the one chat it belongs to. Never waits. */
void care_store_release(CareStore *store, const char *agent, guint batch, CareReleaseFunc read,
                        gpointer data);

typedef struct {         /* an agent's week, or any other span */
    char *praise;        /* the newest comment to a 4 or 5; NULL: none */
    char *praise_name;   /* who said it: the name told, NULL: not known */
    CareAttention usual; /* medians over its chats; counts are sums */
    guint n_attended;    /* chats behind them */
} CareWeek;
typedef void (*CareWeekFunc)(const CareWeek *week, const GError *error, gpointer data);

/* What the weekly lines need beside the counts of care_store_count(). Half-open. Never waits. */
void care_store_week(CareStore *store, const char *agent, gint64 from_ms, gint64 to_ms,
                     CareWeekFunc read, gpointer data);

/* Runs @work on the store's thread, after all queued before and before all queued later, then @done
 * (nullable) on the context, before the callback of any record put later. For short work that must
 * not be done on the UI thread: records wait for it. With a full queue, or without a thread, @done
 * is called without that @work ran. @free_data (nullable) is called once in every case, last, on
 * either thread. From care_store_close() on, what is still queued is dropped and @done never
 * called; @work that has begun comes to its end. */
void care_store_run(CareStore *store, void (*work)(gpointer data), void (*done)(gpointer data),
                    gpointer data, GDestroyNotify free_data);

typedef struct { /* how long what is kept, in ms; 0: not at all, negative: for ever */
    gint64 comments_ms, notes_ms, chats_ms;
} CareKeep;

/* From now on lets go of what is older, at once and each day, a little at a time whenever nothing
 * else is to be done: comments; notes; and which customer a chat was with, its account, times and
 * guards. Figures stay as they are. Without a call nothing is let go. */
void care_store_keep(CareStore *store, const CareKeep *keep);

/* Drains the queue for at most @drain_ms, ends the thread and frees the store. Callbacks not yet
   run are dropped. Returns FALSE if something was left unstored. */
gboolean care_store_close(CareStore *store, guint drain_ms);

/* --- readers: read-only, on the caller's thread, for the command line --- */
CareReader *care_reader_open(const char *path, GError **error);
/* @paths: NULL-terminated, each another file. What is counted adds up over all of them; what is
 * read row by row is of the first alone. OPEN: two of them hold the same chats. */
CareReader *care_reader_open_several(const char *const *paths, GError **error);
guint care_reader_n_stores(CareReader *reader);
/* (transfer none): one of them, from 0 on, for what is read row by row. */
CareReader *care_reader_store(CareReader *reader, guint i);
void care_reader_close(CareReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareReader, care_reader_close)
CareCube *care_reader_count(CareReader *reader, const CareCubeFilter *filter, GError **error);
/* From now on all that @reader gives is of one moment, whatever clients store meanwhile; nothing
 * where it is already. */
gboolean care_reader_hold(CareReader *reader, GError **error);

/**
 * care_reader_series:
 * @edges_ms: @n + 1 instants, rising
 *
 * Counts chats between each edge and the next, in one reading: @n cubes that add up to the count
 * from the first edge to the last. An edge may be any instant, a midnight of any zone. What the
 * filter's own limits leave out is left out; the cubes bear their edges.
 *
 * Returns: (transfer full): of CareCube; NULL with @error
 */
GPtrArray *care_reader_series(CareReader *reader, const CareCubeFilter *filter,
                              const gint64 *edges_ms, guint n, GError **error);

/* The first and last end among the chats that pass the filter; both 0: there is none. */
gboolean care_reader_extent(CareReader *reader, const CareCubeFilter *filter, gint64 *out_first_ms,
                            gint64 *out_last_ms, GError **error);

/* Calls @each for every post-chat answer on @scale that counts and passes the filter, in order of
 * the chats' ends, ties by their ids bytewise. Constant memory. */
gboolean care_reader_each_rating(CareReader *reader, const CareCubeFilter *filter, CareScale scale,
                                 CareRatingFunc each, gpointer data, GError **error);

/* Attentiveness over the chats that pass the filter, for reports: medians of the chats' medians and
 * firsts, sums of counts, the longest of the longest; @out_n chats have any. Times are given by
 * steps as fine as people tell them (a second up to 2 minutes; docs/store.md); -1: no chat has
 * that. */
gboolean care_reader_attention(CareReader *reader, const CareCubeFilter *filter, CareAttention *out,
                               guint64 *out_n, GError **error);

/* All of these and more as a table, for a report. */
extern const CareSource care_store_source;

/* One chat by its id or an unambiguous beginning of it (>= 4 characters); NULL with MISSING if
 * there is none. */
CareRecord *care_reader_chat(CareReader *reader, const char *id, GError **error);

/* --- files with results --- */

/* Whether @file is the store @path, or would be taken for a part of it: a result written there
 * would be the end of the store. Neither need be there. */
gboolean care_store_has_file(const char *path, const char *file);

/* Puts @content (@size -1: a string) into @file, the whole of it or nothing, through a link to the
 * file that it names. A new file is its owner's alone, for it may hold customers' words and
 * addresses; one that is there keeps the mode that somebody gave it. */
gboolean care_file_replace(const char *file, const char *content, gssize size, GError **error);

/* --- settings files --- */

/**
 * care_settings_load:
 * @system_dir: "/etc/purple-care": policy.conf, then policy.d/ *.conf by name; these may lock keys
 * @user_file: (nullable): the user's policy.conf
 *
 * Reads the files (each at most 1 MiB) and makes the value. A missing file is no mistake. Worker
 * thread or command line.
 */
CareSettings *care_settings_load(const char *system_dir, const char *user_file);

/* One file alone, as if it were the system's only one, or those of a folder, as if it were the
 * system's: to check them before they are installed. NULL: there is none. */
CareSettings *care_settings_load_file(const char *path, GError **error);

typedef struct _CareSettingsWatch CareSettingsWatch;
typedef void (*CareSettingsFunc)(CareSettings *settings, gpointer data); /* (transfer none) */
/* Loads in a worker, calls back on the main loop, and again within two seconds of every change of a
   file. The callback may free the watch; after that it is never called. Main loop. */
CareSettingsWatch *care_settings_watch_new(const char *system_dir, const char *user_file,
                                           CareSettingsFunc changed, gpointer data);
void care_settings_watch_free(CareSettingsWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareSettingsWatch, care_settings_watch_free)

/* Sets or removes keys of the user's file, in the order given, all of them or none; comments and
   all else kept, the file replaced at once. Worker thread. */
gboolean care_settings_write_all(const char *user_file, const CareSettingsChange *changes, gsize n,
                                 GError **error);

/* The same with one key. Worker thread. */
gboolean care_settings_write(const char *user_file, const char *group, const char *key,
                             const char *value, GError **error);
