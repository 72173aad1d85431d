/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The front door: each call becomes one request to the writer thread, and returns at once. */
#include "care-store-private.h"
#include "care-writer.h"

struct _CareStore {
    CareWriter *writer;
};

CareStore *
care_store_open(const char *path, GMainContext *context, CareOpenedFunc opened, gpointer data)
{
    CareStore *store;
    CareJob *job;

    g_return_val_if_fail(path != NULL, NULL);

    job = care_job_new(CARE_JOB_OPEN, data);
    job->done.opened = opened;
    store = g_new0(CareStore, 1);
    store->writer = care_writer_new(path, context, job);
    return store;
}

void
care_store_put(CareStore *store, CareRecord *record, CareStoredFunc stored, gpointer data)
{
    CareJob *job;

    g_return_if_fail(store != NULL && record != NULL);

    job = care_job_new(CARE_JOB_PUT, data);
    job->done.stored = stored;
    job->record = record;
    care_writer_push(store->writer, job);
}

void
care_store_load_customer(CareStore *store, const char *key, gint64 now_ms, CareCustomerFunc loaded,
                         gpointer data)
{
    CareJob *job;

    g_return_if_fail(store != NULL && key != NULL && loaded != NULL);

    job = care_job_new(CARE_JOB_CUSTOMER, data);
    job->done.customer = loaded;
    job->key = g_strdup(key);
    job->now_ms = now_ms;
    care_writer_push(store->writer, job);
}

void
care_store_count(CareStore *store, const CareCubeFilter *filter, CareCubeFunc counted,
                 gpointer data)
{
    CareJob *job;

    g_return_if_fail(store != NULL && filter != NULL && counted != NULL);

    job = care_job_new(CARE_JOB_COUNT, data);
    job->done.cube = counted;
    job->from_ms = filter->from_ms;
    job->to_ms = filter->to_ms;
    job->agent = g_strdup(filter->agent);
    job->protocol = g_strdup(filter->protocol);
    job->who = g_strdup(filter->customer);
    job->chat = g_strdup(filter->chat);
    care_writer_push(store->writer, job);
}

void
care_store_ratings(CareStore *store, const char *chat, CareRatedFunc read, gpointer data)
{
    CareJob *job;

    g_return_if_fail(store != NULL && chat != NULL && read != NULL);

    job = care_job_new(CARE_JOB_RATINGS, data);
    job->done.rated = read;
    job->chat = g_strdup(chat);
    care_writer_push(store->writer, job);
}

void
care_store_release(CareStore *store, const char *agent, guint batch, CareReleaseFunc read,
                   gpointer data)
{
    CareJob *job;

    g_return_if_fail(store != NULL && agent != NULL && batch > 0 && read != NULL);

    job = care_job_new(CARE_JOB_RELEASE, data);
    job->done.release = read;
    job->agent = g_strdup(agent);
    job->batch = batch;
    care_writer_push(store->writer, job);
}

void
care_store_week(CareStore *store, const char *agent, gint64 from_ms, gint64 to_ms,
                CareWeekFunc read, gpointer data)
{
    CareJob *job;

    g_return_if_fail(store != NULL && agent != NULL && read != NULL);

    job = care_job_new(CARE_JOB_WEEK, data);
    job->done.week = read;
    job->agent = g_strdup(agent);
    job->from_ms = from_ms;
    job->to_ms = to_ms;
    care_writer_push(store->writer, job);
}

void
care_store_run(CareStore *store, void (*work)(gpointer data), void (*done)(gpointer data),
               gpointer data, GDestroyNotify free_data)
{
    CareJob *job;

    g_return_if_fail(store != NULL && work != NULL);

    job = care_job_new(CARE_JOB_RUN, data);
    job->work = work;
    job->done.run = done;
    job->free_data = free_data;
    care_writer_push(store->writer, job);
}

void
care_store_keep(CareStore *store, const CareKeep *keep)
{
    CareJob *job;

    g_return_if_fail(store != NULL && keep != NULL);

    job = care_job_new(CARE_JOB_KEEP, NULL);
    job->keep = *keep;
    care_writer_push(store->writer, job);
}

gboolean
care_store_close(CareStore *store, guint drain_ms)
{
    gboolean all_stored;

    g_return_val_if_fail(store != NULL, FALSE);

    all_stored = care_writer_stop(store->writer, drain_ms);
    g_free(store);
    return all_stored;
}

guint
care_store_commits(CareStore *store)
{
    return care_writer_commits(store->writer);
}
