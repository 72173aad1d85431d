/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writer thread does with the requests it took, apart from how they came. */
#pragma once

#include "care-job.h"
#include "care-keeper.h"
#include "care-session.h"

typedef struct {
    CareSession *session;
    GError *last_error; /* why we are not connected */
    char *set_aside;    /* where a damaged file went; the owner was not told yet */
    gint64 last_try_us; /* by the steady clock; 0: never tried */
    gboolean suspect;   /* the file spoke of corruption */
    gboolean is_full;   /* the last failure was for want of room */
    gint commits;       /* atomic: read by other threads */
    CareKeeper keeper;
} CareWork;

/* A client that lost its lock file takes its slot again within about so long, and one that finds no
   lock file waits twice that before it takes any other client for dead. */
#define CARE_WORK_LOOK_MS 1000

/* Writer thread, as all of this file. */
void care_work_open(CareWork *work, CareJob *job);

/* Stores all records of @jobs in one commit; each job gets its own answer. */
void care_work_put(CareWork *work, GQueue *jobs);

/* Between requests: connects anew if another file stands in the place of one of ours, lets go of
 * what is old, and clears up after an erasure. */
void care_work_look(CareWork *work);

/* (transfer full) (nullable): the answer to give when, after the opening, a damaged file was set
 * aside and another begun. */
CareJob *care_work_notice(CareWork *work);

/* CUSTOMER, COUNT, RATINGS, RELEASE or WEEK. */
void care_work_read(CareWork *work, CareJob *job);
