/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One request to the writer thread with room for its answer: handed over to the thread, and handed
 * back. */
#pragma once

#include "care-db.h"

typedef enum {
    CARE_JOB_OPEN,
    CARE_JOB_PUT,
    CARE_JOB_CUSTOMER,
    CARE_JOB_COUNT,
    CARE_JOB_RATINGS,
    CARE_JOB_RELEASE,
    CARE_JOB_WEEK,
    CARE_JOB_RUN,
    CARE_JOB_KEEP,
} CareJobType;

typedef struct {
    CareJobType type;
    union {
        CareOpenedFunc opened;
        CareStoredFunc stored;
        CareCustomerFunc customer;
        CareCubeFunc cube;
        CareRatedFunc rated;
        CareReleaseFunc release;
        CareWeekFunc week;
        void (*run)(gpointer data);
    } done; /* nullable with OPEN, PUT and RUN */
    gpointer data;
    void (*work)(gpointer data); /* RUN */
    GDestroyNotify free_data;    /* RUN; nullable */

    CareRecord *record;                  /* PUT */
    char *key;                           /* CUSTOMER; OPEN answers with the store's key */
    gint64 now_ms;                       /* CUSTOMER */
    gint64 from_ms, to_ms;               /* COUNT, with the four below; WEEK, with agent */
    char *agent, *protocol, *who, *chat; /* RATINGS: chat alone; RELEASE: agent alone */
    guint batch;                         /* RELEASE */
    CareKeep keep;                       /* KEEP; nobody is called back */

    GError *error;
    CareStored status;     /* PUT */
    CareCustomer customer; /* CUSTOMER, with the next */
    CareMemory *memory;
    CareCube *cube;      /* COUNT */
    GArray *rated;       /* RATINGS: of CareRated; NULL with @error */
    CareRelease release; /* RELEASE */
    CareWeek week;       /* WEEK */
    GPtrArray *resumed;  /* OPEN, with the two below */
    CareRuleHistory *rules;
    char *set_aside;
} CareJob;

/* A job is owned by one thread at a time. */
CareJob *care_job_new(CareJobType type, gpointer data);
void care_job_free(CareJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareJob, care_job_free)

/* Calls back with the answer; on the store's context. */
void care_job_tell(CareJob *job);

/* Makes @error the answer; a copy is kept. */
void care_job_fail(CareJob *job, const GError *error);
