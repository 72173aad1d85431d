/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes what an agent chose into the user's settings file, on a thread of its own: a disk may be
 * slow or dead. */
#include "care-adapter.h"

struct _CarePolicyJob {
    Care *care; /* NULL: the plug-in has gone meanwhile */
    GThread *thread;
    char *file;
    GArray *changes; /* of CareSettingsChange, owned copies */
    CareWhere where; /* the window that is told */
    CarePolicyFunc done;
    gpointer data;
    CareSettings *now; /* after the write */
    GError *error;
};

static void
change_clear(gpointer data)
{
    CareSettingsChange *change = data;

    g_free((char *)change->group);
    g_free((char *)change->key);
    g_free((char *)change->value);
}

static void
job_free(CarePolicyJob *job)
{
    g_free(job->file);
    g_array_unref(job->changes);
    care_where_clear(&job->where);
    g_clear_pointer(&job->now, care_settings_unref);
    g_clear_error(&job->error);
    g_free(job);
}

/* What is written is in force before anybody is told: the watch would bring it a second later. */
static gboolean
job_done(gpointer data)
{
    CarePolicyJob *job = data;
    const CarePeer peer = care_where_peer(&job->where);
    Care *care = job->care;

    if (job->thread != NULL)
        g_thread_join(job->thread); /* it ends with the call that brought us here */
    if (care != NULL) {
        care->policy_job = NULL;
        if (job->now != NULL)
            care_settings_apply(care, job->now);
        job->done(care, &peer, job->now, job->error, job->data);
    }
    job_free(job);
    return G_SOURCE_REMOVE;
}

/* Worker thread. */
static gpointer
job_run(gpointer data)
{
    CarePolicyJob *job = data;

    if (care_settings_write_all(job->file, (const CareSettingsChange *)job->changes->data,
                                job->changes->len, &job->error))
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
    g_clear_pointer(&care->ui_change, g_free); /* nobody is told of it now */
}

/**
 * care_policy_objection:
 *
 * Returns: (transfer full) (nullable): what speaks against these changes, for the agent; NULL:
 * nothing
 */
char *
care_policy_objection(const Care *care, const CareSettingsChange *changes, gsize n)
{
    if (care->policy_job != NULL)
        return g_strdup(_("The settings are still being written; please try again."));
    for (gsize i = 0; i < n; i++) {
        const char *lock = care_settings_lock(care->settings, changes[i].group, changes[i].key);

        if (lock != NULL)
            return g_strdup_printf(_("Your administrator decides that: [%s] %s is locked by %s."),
                                   changes[i].group, changes[i].key, lock);
    }
    /* A mistake in the file would make the settings as strict as can be. */
    return care_settings_fault(changes, n);
}

/**
 * care_policy_write:
 * @peer: (nullable): whose window is told of it
 * @changes: (array length=n): of the user's own file; nothing else is touched
 * @done: called once on the main loop, with what is in force then or with an error; not called
 * after care_policy_stop()
 *
 * One at a time: to be asked for only while care_policy_objection() has none.
 */
void
care_policy_write(Care *care, const CarePeer *peer, const CareSettingsChange *changes, gsize n,
                  CarePolicyFunc done, gpointer data)
{
    CarePolicyJob *job;

    g_return_if_fail(care->policy_job == NULL);
    job = g_new0(CarePolicyJob, 1);
    *job = (CarePolicyJob){
        .care = care,
        .file = g_strdup(care->user_policy),
        .changes = g_array_new(FALSE, FALSE, sizeof(CareSettingsChange)),
        .done = done,
        .data = data,
    };
    if (peer != NULL)
        job->where = care_where_of(peer);
    for (gsize i = 0; i < n; i++) {
        const CareSettingsChange copy = {g_strdup(changes[i].group), g_strdup(changes[i].key),
                                         g_strdup(changes[i].value)};

        g_array_append_val(job->changes, copy);
    }
    g_array_set_clear_func(job->changes, change_clear);
    care->policy_job = job;
    job->thread = g_thread_try_new("care-policy", job_run, job, &job->error);
    if (job->thread == NULL) /* told later, as ever */
        g_idle_add(job_done, job);
}
