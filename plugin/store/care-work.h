/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writer thread does with the requests it took, apart from how they came. */
#pragma once

#include "care-job.h"
#include "care-session.h"

typedef struct {
    CareSession *session;
    GError *last_error; /* why we are not connected */
    gint64 last_try_us; /* by the steady clock; 0: never tried */
    gboolean suspect;   /* the file spoke of corruption */
    gboolean is_full;   /* the last failure was for want of room */
    gint commits;       /* atomic: read by other threads */
} CareWork;

/* Writer thread, as all of this file. */
void care_work_open(CareWork *work, CareJob *job);

/* Stores all records of @jobs in one commit; each job gets its own answer. */
void care_work_put(CareWork *work, GQueue *jobs);

/* CUSTOMER or COUNT. */
void care_work_read(CareWork *work, CareJob *job);
