/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Group commit, and standing up again after each fault of the disk. */
#include "care-work.h"
#include "care-customer.h"
#include "care-load.h"
#include "care-put.h"
#include "care-recall.h"
#include "care-reminded.h"
#include "care-resume.h"
#include <purple-care/engine-answer.h>

#define RETRY_US ((gint64)1000 * 1000) /* a dead disk is not asked more often */

static void
let_go(CareWork *work, const GError *error)
{
    if (error->code == CARE_STORE_ERROR_CORRUPT && !work->suspect) {
        work->suspect = TRUE;
        work->last_try_us = 0; /* the next try differs from the last, so it need not wait */
    }
    /* A lock passes, and a full disk can still be read: that connection is better than none. */
    if (error->code == CARE_STORE_ERROR_BUSY || work->is_full)
        return;
    care_session_disconnect(work->session);
    g_clear_error(&work->last_error);
    work->last_error = g_error_copy(error);
}

static gboolean
reconnect(CareWork *work, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autofree char *set_aside = NULL;
    gboolean connected;

    work->last_try_us = g_get_monotonic_time();
    connected = care_session_connect(work->session, work->suspect, &set_aside, &failed);
    if (set_aside != NULL) {
        g_free(work->set_aside);
        work->set_aside = g_steal_pointer(&set_aside);
    }
    if (connected) {
        work->suspect = FALSE;
        work->keeper.is_begun = FALSE; /* it may be another file */
        return TRUE;
    }
    g_clear_error(&work->last_error);
    work->last_error = g_error_copy(failed);
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* Connected to the file that is at the path now; else tries, but not again and again. */
static gboolean
ready(CareWork *work, GError **error)
{
    const gboolean was_connected = work->session->db != NULL;

    if (care_session_is_current(work->session))
        return TRUE;
    if (!was_connected && work->last_try_us != 0 &&
        g_get_monotonic_time() - work->last_try_us < RETRY_US) {
        if (error != NULL)
            *error = g_error_copy(work->last_error);
        return FALSE;
    }
    return reconnect(work, error);
}

/* The log was deleted under us: its content goes into the file, and with nobody else there a new
   one is begun. */
static void
renew_log(CareWork *work)
{
    if (care_session_save_log(work->session, NULL) && care_session_take_alone(work->session))
        reconnect(work, NULL);
}

void
care_work_look(CareWork *work)
{
    if (care_session_is_replaced(work->session))
        reconnect(work, NULL);
    else if (care_session_has_lost_log(work->session))
        renew_log(work);
    else if (work->session->db != NULL &&
             care_keeper_look(&work->keeper, work->session->db, g_get_real_time() / 1000,
                              g_get_monotonic_time()))
        work->session->has_erased = work->session->may_scrub = TRUE;
    else
        care_session_scrub(work->session);
}

CareJob *
care_work_notice(CareWork *work)
{
    CareJob *notice;

    if (work->set_aside == NULL || work->session->db == NULL)
        return NULL;
    notice = care_job_new(CARE_JOB_OPEN, NULL);
    notice->set_aside = g_steal_pointer(&work->set_aside);
    notice->key = care_load_key(work->session->db, NULL);
    notice->rules = care_reminded_load(work->session->db, NULL);
    return notice;
}

static gboolean
take_up(CareWork *work, CareJob *job, GError **error)
{
    const gint64 now_ms = g_get_real_time() / 1000;
    CareDb *db = work->session->db;

    /* Someone removed the lock file, it may be: clients that live shall have time to notice. */
    if (care_lock_is_new(work->session->lock) && care_resume_has_unsettled(db, now_ms))
        g_usleep(2 * CARE_WORK_LOOK_MS * 1000);
    /* That the disk is full is no reason to keep the store closed: the next start drops them. */
    care_resume_drop_addresses(db, now_ms, NULL);
    job->resumed = care_resume_left(db, work->session->lock, now_ms, error);
    job->key = job->resumed == NULL ? NULL : care_load_key(db, error);
    job->rules = job->key == NULL ? NULL : care_reminded_load(db, error);
    return job->rules != NULL;
}

static void
open_soundly(CareWork *work, CareJob *job)
{
    /* Once more when the file turned out damaged behind a sound beginning: it is set aside then. */
    for (guint tries = 0; tries < 2; tries++) {
        g_clear_error(&job->error);
        g_clear_pointer(&job->resumed, g_ptr_array_unref);
        g_clear_pointer(&job->key, g_free);
        if (!reconnect(work, &job->error))
            return;
        if (take_up(work, job, &job->error))
            return;
        let_go(work, job->error);
        if (!work->suspect)
            return;
    }
}

void
care_work_open(CareWork *work, CareJob *job)
{
    open_soundly(work, job);
    job->set_aside = g_steal_pointer(&work->set_aside);
}

static gboolean
apply_all(CareWork *work, GQueue *jobs, GError **error)
{
    CareDb *db = work->session->db;

    for (GList *link = jobs->head; link != NULL; link = link->next) {
        CareJob *job = link->data;

        g_clear_error(&job->error);
        if (care_put_record(db, work->session->lock, job->record, &job->status, &job->error))
            continue;
        job->status = CARE_STORED_FAILED;
        if (sqlite3_get_autocommit(db->sql)) { /* SQLite threw away the whole transaction */
            g_propagate_error(error, g_error_copy(job->error));
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
commit(CareWork *work, GQueue *jobs, GError **error)
{
    CareDb *db = work->session->db;

    work->is_full = db->is_full = FALSE;
    if (!care_db_exec(db, "BEGIN IMMEDIATE", error))
        return FALSE;
    if (apply_all(work, jobs, error) && care_db_exec(db, "COMMIT", error)) {
        g_atomic_int_inc(&work->commits);
        return TRUE;
    }
    work->is_full = db->is_full;
    care_db_exec(db, "ROLLBACK", NULL);
    return FALSE;
}

/* What only a deleted log holds is not stored: the next start would not find it. */
static gboolean
commit_durably(CareWork *work, GQueue *jobs, GError **error)
{
    return commit(work, jobs, error) && (!care_session_has_lost_log(work->session) ||
                                         care_session_save_log(work->session, error));
}

/* Whether something went with it: the log still holds that, and in the file copies may be left. */
static gboolean
is_taking(const CareRecord *record)
{
    return (record->change & CARE_CUSTOMER_ERASE) != 0 ||
           ((record->change & CARE_CUSTOMER_NOTE) != 0 && record->note == NULL) ||
           ((record->change & CARE_CUSTOMER_NAME) != 0 && record->name == NULL);
}

void
care_work_put(CareWork *work, GQueue *jobs)
{
    g_autoptr(GError) error = NULL;
    const gboolean is_ready = ready(work, &error);
    const gboolean is_stored = is_ready && commit_durably(work, jobs, &error);

    for (GList *link = jobs->head; link != NULL; link = link->next) {
        CareJob *job = link->data;

        if (is_stored && is_taking(job->record))
            work->session->has_erased = work->session->may_scrub = TRUE;
        if (!is_stored)
            care_job_fail(job, error);
        else if (error == NULL && job->error != NULL &&
                 job->error->code == CARE_STORE_ERROR_CORRUPT)
            error = g_error_copy(
                job->error); /* the others are stored, but this file is not to be trusted */
    }
    if (is_ready && error != NULL)
        let_go(work, error);
}

static void
count(CareDb *db, CareJob *job)
{
    const CareCubeFilter filter = {.from_ms = job->from_ms,
                                   .to_ms = job->to_ms,
                                   .agent = job->agent,
                                   .protocol = job->protocol,
                                   .customer = job->who,
                                   .chat = job->chat};

    job->cube = care_load_cube(db, &filter, &job->error);
}

static void
recall(CareDb *db, CareJob *job)
{
    const CareCubeFilter week = {.from_ms = job->from_ms, .to_ms = job->to_ms, .agent = job->agent};

    if (job->type == CARE_JOB_WEEK)
        care_recall_week(db, &week, &job->week, &job->error);
    else if (care_customer_load(db, job->key, job->now_ms, &job->customer, &job->error) &&
             care_recall_customer(db, job->key, &job->memory, &job->error))
        care_language_find(job->customer.language); /* made here, not at their first line */
}

void
care_work_read(CareWork *work, CareJob *job)
{
    CareDb *db;

    if (!ready(work, &job->error))
        return;
    db = work->session->db;
    if (job->type == CARE_JOB_CUSTOMER || job->type == CARE_JOB_WEEK)
        recall(db, job);
    else if (job->type == CARE_JOB_RATINGS)
        job->rated = care_load_ratings(db, job->chat, &job->error);
    else if (job->type == CARE_JOB_RELEASE)
        care_load_release(db, job->agent, job->batch, &job->release, &job->error);
    else
        count(db, job);
    if (job->error != NULL)
        let_go(work, job->error);
}
