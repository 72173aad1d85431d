/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Owns what a request carries, and knows which callback takes which answer. */
#include "care-job.h"
#include "care-recall.h"

CareJob *
care_job_new(CareJobType type, gpointer data)
{
    CareJob *job = g_new0(CareJob, 1);

    job->type = type;
    job->data = data;
    return job;
}

void
care_job_free(CareJob *job)
{
    if (job == NULL)
        return;
    care_record_free(job->record);
    g_free(job->key);
    g_free(job->agent);
    g_free(job->protocol);
    g_free(job->who);
    g_free(job->chat);
    g_clear_error(&job->error);
    care_cube_free(job->cube);
    g_clear_pointer(&job->rated, g_array_unref);
    g_clear_pointer(&job->resumed, g_ptr_array_unref);
    g_free(job->rules);
    care_memory_free(job->memory);
    care_recall_week_clear(&job->week);
    g_free(job->set_aside);
    if (job->free_data != NULL)
        job->free_data(job->data);
    g_free(job);
}

static void
tell_opened(CareJob *job)
{
    CareStoreOpened opened = {.error = job->error, .set_aside = job->set_aside, .key = job->key};

    if (job->resumed == NULL)
        job->resumed = g_ptr_array_new();
    if (job->rules == NULL)
        job->rules = g_new0(CareRuleHistory, CARE_N_RULES);
    opened.resumed = job->resumed;
    opened.rules = job->rules;
    job->done.opened(&opened, job->data);
}

static void
tell_rated(CareJob *job)
{
    const GArray *rated = job->rated;

    job->done.rated(rated != NULL ? (const CareRated *)(gconstpointer)rated->data : NULL,
                    rated != NULL ? rated->len : 0, job->error, job->data);
}

void
care_job_tell(CareJob *job)
{
    switch (job->type) {
    case CARE_JOB_OPEN:
        if (job->done.opened != NULL)
            tell_opened(job);
        break;
    case CARE_JOB_PUT:
        if (job->done.stored != NULL)
            job->done.stored(job->status, job->error, job->data);
        break;
    case CARE_JOB_CUSTOMER:
        job->done.customer(&job->customer, job->memory, job->error, job->data);
        break;
    case CARE_JOB_RATINGS:
        tell_rated(job);
        break;
    case CARE_JOB_RELEASE:
        job->done.release(&job->release, job->error, job->data);
        break;
    case CARE_JOB_WEEK:
        job->done.week(&job->week, job->error, job->data);
        break;
    case CARE_JOB_RUN:
        if (job->done.run != NULL)
            job->done.run(job->data);
        break;
    case CARE_JOB_KEEP:
        break;
    case CARE_JOB_COUNT:
    default:
        job->done.cube(job->cube, job->error, job->data);
        break;
    }
}

void
care_job_fail(CareJob *job, const GError *error)
{
    g_clear_error(&job->error);
    job->error = g_error_copy(error);
    job->status = CARE_STORED_FAILED;
}
