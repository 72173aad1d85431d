/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The queue between the main loop and the disk: nobody holds its mutex while the disk works. */
#include "care-writer.h"
#include "care-work.h"
#include <errno.h>
#include <pthread.h>
#include <time.h>

struct _CareWriter {
    gint ref_count; /* the store's, the thread's and the pending source's */
    GMainContext *context;
    CareOpenedFunc opened; /* nullable */
    gpointer opened_data;
    CareWork work; /* the thread's own */

    /* pthread's own and not GLib's, whose futexes ThreadSanitizer can't see. */
    pthread_mutex_t mutex; /* all below */
    pthread_cond_t changed;
    GThread *thread;          /* NULL: none could be made yet */
    GQueue waiting, answered; /* of CareJob */
    GSource *source;          /* tells what is answered; NULL: none is pending */
    guint n_unstored;         /* after the stop: records that failed */
    guint n_in_work;          /* records that the thread is storing */
    gboolean stopping, finished;
};

static void
writer_unref(gpointer data)
{
    CareWriter *writer = data;

    if (!g_atomic_int_dec_and_test(&writer->ref_count))
        return;
    g_queue_clear_full(&writer->waiting, (GDestroyNotify)care_job_free);
    g_queue_clear_full(&writer->answered, (GDestroyNotify)care_job_free);
    g_clear_error(&writer->work.last_error);
    g_free(writer->work.set_aside);
    g_main_context_unref(writer->context);
    pthread_mutex_destroy(&writer->mutex);
    pthread_cond_destroy(&writer->changed);
    g_free(writer);
}

static gboolean
tell(gpointer data)
{
    CareWriter *writer = data;

    for (;;) {
        g_autoptr(CareJob) job = NULL;

        pthread_mutex_lock(&writer->mutex);
        job = writer->stopping ? NULL : g_queue_pop_head(&writer->answered);
        if (job == NULL)
            g_clear_pointer(&writer->source, g_source_unref);
        pthread_mutex_unlock(&writer->mutex);
        if (job == NULL)
            return G_SOURCE_REMOVE;
        care_job_tell(job);
    }
}

/* With the mutex held. */
static void
answer(CareWriter *writer, CareJob *job)
{
    if (writer->stopping && job->type == CARE_JOB_PUT && job->status == CARE_STORED_FAILED)
        writer->n_unstored++;
    if (writer->stopping) {
        care_job_free(job);
        return;
    }
    g_queue_push_tail(&writer->answered, job);
    if (writer->source != NULL)
        return;
    g_atomic_int_inc(&writer->ref_count);
    writer->source = g_idle_source_new();
    g_source_set_priority(writer->source, G_PRIORITY_DEFAULT);
    g_source_set_callback(writer->source, tell, writer, writer_unref);
    g_source_attach(writer->source, writer->context);
}

static struct timespec
steady_time_in(guint wait_ms)
{
    const gint64 then_us = g_get_monotonic_time() + (gint64)wait_ms * 1000;

    return (struct timespec){.tv_sec = then_us / G_USEC_PER_SEC,
                             .tv_nsec = then_us % G_USEC_PER_SEC * 1000};
}

/* Waits for work: all records up to the next other request, or that one; none when nothing came for
   a while. FALSE: it is over. */
static gboolean
take(CareWriter *writer, GQueue *out_jobs)
{
    const struct timespec until = steady_time_in(CARE_WORK_LOOK_MS);
    gboolean goes_on;
    CareJob *job;
    int waited = 0;

    pthread_mutex_lock(&writer->mutex);
    while (g_queue_is_empty(&writer->waiting) && !writer->stopping && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&writer->changed, &writer->mutex, &until);
    job = g_queue_pop_head(&writer->waiting);
    if (job != NULL)
        g_queue_push_tail(out_jobs, job);
    while (job != NULL && job->type == CARE_JOB_PUT && out_jobs->length < CARE_WRITER_GROUP) {
        CareJob *next = g_queue_peek_head(&writer->waiting);

        if (next == NULL || next->type != CARE_JOB_PUT)
            break;
        g_queue_push_tail(out_jobs, g_queue_pop_head(&writer->waiting));
    }
    writer->n_in_work = job != NULL && job->type == CARE_JOB_PUT ? out_jobs->length : 0;
    goes_on = job != NULL || !writer->stopping;
    pthread_mutex_unlock(&writer->mutex);
    return goes_on;
}

static void
do_work(CareWriter *writer, GQueue *jobs)
{
    CareJob *first = g_queue_peek_head(jobs);

    if (first == NULL) {
        care_work_look(&writer->work);
        return;
    }
    switch (first->type) {
    case CARE_JOB_OPEN:
        care_work_open(&writer->work, first);
        break;
    case CARE_JOB_PUT:
        care_work_put(&writer->work, jobs);
        break;
    case CARE_JOB_RUN:
        first->work(first->data);
        break;
    case CARE_JOB_KEEP:
        care_keeper_set(&writer->work.keeper, &first->keep);
        break;
    case CARE_JOB_CUSTOMER:
    case CARE_JOB_COUNT:
    case CARE_JOB_RATINGS:
    case CARE_JOB_RELEASE:
    case CARE_JOB_WEEK:
    default:
        care_work_read(&writer->work, first);
        break;
    }
}

/* Puts it before the answers: who reads "stored" shall know by then in which file. */
static void
add_notice(CareWriter *writer, GQueue *jobs)
{
    CareJob *notice = care_work_notice(&writer->work);

    if (notice == NULL)
        return;
    notice->done.opened = writer->opened;
    notice->data = writer->opened_data;
    g_queue_push_head(jobs, notice);
}

static gpointer
run(gpointer data)
{
    CareWriter *writer = data;
    GQueue jobs = G_QUEUE_INIT;

    while (take(writer, &jobs)) {
        do_work(writer, &jobs);
        add_notice(writer, &jobs);
        pthread_mutex_lock(&writer->mutex);
        while (!g_queue_is_empty(&jobs))
            answer(writer, g_queue_pop_head(&jobs));
        writer->n_in_work = 0;
        pthread_mutex_unlock(&writer->mutex);
        care_session_tidy(writer->work.session);
    }
    care_session_free(writer->work.session);
    pthread_mutex_lock(&writer->mutex);
    writer->finished = TRUE;
    pthread_cond_broadcast(&writer->changed);
    pthread_mutex_unlock(&writer->mutex);
    writer_unref(writer);
    return NULL;
}

/* With the mutex held. FALSE: no thread can be made now, which aborts nothing. */
static gboolean
start(CareWriter *writer, GError **error)
{
    g_autoptr(GError) failed = NULL;

    if (writer->thread != NULL)
        return TRUE;
    g_atomic_int_inc(&writer->ref_count); /* the thread's */
    writer->thread = g_thread_try_new("care-store", run, writer, &failed);
    if (writer->thread != NULL)
        return TRUE;
    g_atomic_int_add(&writer->ref_count, -1);
    g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN, _("cannot start a thread: %s"),
                failed->message);
    return FALSE;
}

/* With the mutex held. */
static void
queue_or_fail(CareWriter *writer, CareJob *job)
{
    g_autoptr(GError) error = NULL;

    if (start(writer, &error)) {
        g_queue_push_tail(&writer->waiting, job);
        pthread_cond_signal(&writer->changed);
        return;
    }
    care_job_fail(job, error);
    answer(writer, job);
}

CareWriter *
care_writer_new(const char *path, GMainContext *context, CareJob *open)
{
    CareWriter *writer = g_new0(CareWriter, 1);
    pthread_condattr_t steady;

    writer->ref_count = 1;
    writer->opened = open->done.opened;
    writer->opened_data = open->data;
    writer->context = g_main_context_ref(context != NULL ? context : g_main_context_default());
    pthread_mutex_init(&writer->mutex, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->changed, &steady);
    pthread_condattr_destroy(&steady);
    g_queue_init(&writer->waiting);
    g_queue_init(&writer->answered);
    writer->work.session = care_session_new(path);
    pthread_mutex_lock(&writer->mutex);
    queue_or_fail(writer, open);
    pthread_mutex_unlock(&writer->mutex);
    return writer;
}

void
care_writer_push(CareWriter *writer, CareJob *job)
{
    const gboolean is_rating = job->type == CARE_JOB_PUT && job->record->answer.seq > 0;
    const guint room = CARE_WRITER_CAPACITY + (is_rating ? CARE_WRITER_RESERVE : 0);

    pthread_mutex_lock(&writer->mutex);
    if (writer->waiting.length < room) {
        queue_or_fail(writer, job);
    } else {
        g_autoptr(GError) error =
            g_error_new(CARE_STORE_ERROR, CARE_STORE_ERROR_WRITE,
                        _("the disk is too slow: %u requests wait for it"), room);

        care_job_fail(job, error);
        answer(writer, job);
    }
    pthread_mutex_unlock(&writer->mutex);
}

/* Nobody waits for these any more; they must not hold up the records. With the mutex held. */
static void
drop_questions(CareWriter *writer)
{
    for (GList *link = writer->waiting.head, *next; link != NULL; link = next) {
        CareJob *job = link->data;

        next = link->next;
        if (job->type == CARE_JOB_PUT)
            continue;
        care_job_free(job);
        g_queue_delete_link(&writer->waiting, link);
    }
}

gboolean
care_writer_stop(CareWriter *writer, guint drain_ms)
{
    const struct timespec until = steady_time_in(drain_ms);
    gboolean finished, all_stored;
    int waited = 0;

    pthread_mutex_lock(&writer->mutex);
    writer->stopping = TRUE;
    drop_questions(writer);
    pthread_cond_broadcast(&writer->changed);
    if (writer->thread == NULL) { /* there never was one: the session is still ours */
        care_session_free(writer->work.session);
        writer->finished = TRUE;
    }
    while (!writer->finished && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&writer->changed, &writer->mutex, &until);
    finished = writer->finished;
    all_stored = writer->waiting.length + writer->n_in_work + writer->n_unstored == 0;
    g_queue_clear_full(&writer->waiting, (GDestroyNotify)care_job_free);
    if (writer->source != NULL)
        g_source_destroy(writer->source);
    g_clear_pointer(&writer->source, g_source_unref);
    pthread_mutex_unlock(&writer->mutex);

    if (finished && writer->thread != NULL)
        g_thread_join(writer->thread);
    else if (writer->thread != NULL)
        g_thread_unref(writer->thread);
    writer_unref(writer);
    return all_stored;
}

guint
care_writer_commits(CareWriter *writer)
{
    return (guint)g_atomic_int_get(&writer->work.commits);
}
