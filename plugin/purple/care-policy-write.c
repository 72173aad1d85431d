/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes what an agent chose into the user's settings file, on a thread of its own: a disk may be
 * slow or dead. */
#include "care-adapter.h"

struct _CarePolicyJob {
    Care *care; /* NULL: the plug-in has gone meanwhile */
    GThread *thread;
    char *file, *group, *key, *value;
    CareWhere where; /* the window that is told */
    CarePolicyFunc done;
    CareSettings *now; /* after the write */
    GError *error;
};

static void
job_free(CarePolicyJob *job)
{
    g_free(job->file);
    g_free(job->group);
    g_free(job->key);
    g_free(job->value);
    care_where_clear(&job->where);
    g_clear_pointer(&job->now, care_settings_unref);
    g_clear_error(&job->error);
    g_free(job);
}

static gboolean
job_done(gpointer data)
{
    CarePolicyJob *job = data;
    const CarePeer peer = care_where_peer(&job->where);

    g_thread_join(job->thread); /* it ends with the call that brought us here */
    if (job->care != NULL) {
        job->care->policy_job = NULL;
        job->done(job->care, &peer, job->now, job->error);
    }
    job_free(job);
    return G_SOURCE_REMOVE;
}

/* Worker thread. */
static gpointer
job_run(gpointer data)
{
    CarePolicyJob *job = data;

    if (care_settings_write(job->file, job->group, job->key, job->value, &job->error))
        job->now = care_settings_load(CARE_SYSCONFDIR, job->file);
    g_idle_add(job_done, job);
    return NULL;
}

/* At unload: a write that is under way goes on without us. It may hang on a dead disk, so nobody
 * waits for it; its end frees it. */
void
care_policy_stop(Care *care)
{
    if (care->policy_job != NULL)
        care->policy_job->care = NULL;
    care->policy_job = NULL;
}

/**
 * care_policy_write:
 * @peer: whose window is told of it
 * @change: of the user's own file; nothing else is touched
 * @done: called once on the main loop, with what is in force then or with an error; not called
 * after care_policy_stop()
 *
 * One at a time: to be asked for only while `policy_job` is NULL.
 */
void
care_policy_write(Care *care, const CarePeer *peer, const CarePolicyChange *change,
                  CarePolicyFunc done)
{
    CarePolicyJob *job;

    g_return_if_fail(care->policy_job == NULL);
    job = g_new0(CarePolicyJob, 1);
    *job = (CarePolicyJob){
        .care = care,
        .file = g_strdup(care->user_policy),
        .group = g_strdup(change->group),
        .key = g_strdup(change->key),
        .value = g_strdup(change->value),
        .where = care_where_of(peer),
        .done = done,
    };
    care->policy_job = job;
    job->thread = g_thread_new("care-policy", job_run, job);
}
