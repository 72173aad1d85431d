/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the agent's figures on a thread, so that no disk, however slow, holds Pidgin up. */
#include "care-dashboard.h"
#include <purple-care/store-comments.h>
#include <string.h>

static void
comment_free(gpointer data)
{
    CareReadComment *comment = data;

    g_free(comment->text);
    g_free(comment->theme);
    g_free(comment);
}

CareReading *
care_reading_ref(CareReading *reading)
{
    g_atomic_int_inc(&reading->ref_count);
    return reading;
}

void
care_reading_unref(CareReading *reading)
{
    if (reading == NULL || !g_atomic_int_dec_and_test(&reading->ref_count))
        return;
    g_free(reading->path);
    g_free(reading->period);
    g_free(reading->timezone);
    g_free(reading->sector);
    g_strfreev(reading->agents);
    g_free(reading->agent);
    g_clear_error(&reading->error);
    care_figures_clear(&reading->figures);
    g_clear_pointer(&reading->comments, g_ptr_array_unref);
    g_clear_pointer(&reading->zone, g_time_zone_unref);
    g_free(reading);
}

char *
care_reading_why(const GError *error)
{
    const char *hint = NULL;

    if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT))
        hint = _("The store is damaged, or it is none of purple-care's. It was left as it is: run "
                 "\"purple-care doctor\", or take it back from a backup.");
    else if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_NEWER))
        hint = _("The store was written by a newer version of purple-care: install that one here, "
                 "too.");
    else if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY))
        hint = _("Another program holds the store: try again in a moment.");
    else if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_WRITE))
        hint = _("The store can't be written: is the disk full, or read-only?");
    else if (error->domain == CARE_STORE_ERROR)
        hint = _("The store can't be opened: \"purple-care doctor\" tells more.");
    return hint != NULL ? g_strdup_printf("%s (%s)", hint, error->message)
                        : g_strdup(error->message);
}

/* --- on the thread --- */

static CareItem
item_named(const char *name)
{
    for (guint item = CARE_ITEM_NONE + 1; name != NULL && item < CARE_N_ITEMS; item++) {
        if (strcmp(care_item_name((CareItem)item), name) == 0)
            return (CareItem)item;
    }
    return CARE_ITEM_NONE;
}

static gboolean
take_comment(const CareCommentRow *row, gpointer data)
{
    CareReading *reading = data;
    CareReadComment *comment = g_new0(CareReadComment, 1);

    comment->id = row->id;
    comment->at_ms = row->at_ms;
    comment->text = g_strdup(row->text);
    comment->theme = g_strdup(row->theme);
    comment->rating = reading->hides_ratings ? 0 : row->rating;
    comment->item = item_named(row->item);
    comment->is_unread = row->is_unread;
    g_ptr_array_add(reading->comments, comment);
    return reading->comments->len < CARE_COMMENTS_SHOWN;
}

static gboolean
read_comments(CareReading *reading, CareReader *reader, GError **error)
{
    const CareCommentFilter filter = {.from_ms = reading->limits.from_ms,
                                      .to_ms = reading->limits.to_ms,
                                      .agent = reading->agent,
                                      .worded = TRUE};

    return reading->hides_words ||
           care_reader_each_comment(reader, &filter, take_comment, reading, error);
}

/* The first of the names that anything is counted under. */
static gboolean
find_agent(CareReading *reading, CareReader *reader, GError **error)
{
    for (guint i = 0; reading->agent == NULL && reading->agents[i] != NULL; i++) {
        const CareCubeFilter filter = {.agent = reading->agents[i]};
        gint64 first_ms = 0, last_ms = 0;

        if (!care_reader_extent(reader, &filter, &first_ms, &last_ms, error))
            return FALSE;
        if (last_ms > 0)
            reading->agent = g_strdup(reading->agents[i]);
    }
    if (reading->agent == NULL) /* nobody has: then it is no matter who it is */
        reading->agent = g_strdup(reading->agents[0]);
    return TRUE;
}

static gboolean
read_figures(CareReading *reading, CareReader *reader, GError **error)
{
    CareFiguresAsk ask = {.filter = {.from_ms = reading->limits.from_ms,
                                     .to_ms = reading->limits.to_ms,
                                     .agent = reading->agent},
                          .zone = reading->zone,
                          .now_ms = reading->now_ms,
                          .by_week = TRUE,
                          .hides_words = reading->hides_words};
    g_autoptr(GError) too_long = NULL;

    if (care_figures_read(&care_store_source, reader, &ask, &reading->figures, &too_long))
        return TRUE;
    if (too_long->domain != CARE_PERIOD_ERROR) {
        g_propagate_error(error, g_steal_pointer(&too_long));
        return FALSE;
    }
    ask.by_week = FALSE; /* a time of too many weeks is shown by quarter */
    return care_figures_read(&care_store_source, reader, &ask, &reading->figures, error);
}

static gboolean
read_all(CareReading *reading, GError **error)
{
    g_autoptr(CareReader) reader = NULL;

    reading->zone = care_zone_new(*reading->timezone != '\0' ? reading->timezone : NULL, NULL);
    if (reading->zone == NULL) /* no such zone: days are the system's, as in the report */
        reading->zone = care_zone_new(NULL, NULL);
    if (!care_period_named(reading->period, reading->zone, reading->now_ms, &reading->limits,
                           error))
        return FALSE;
    reader = care_reader_open(reading->path, error);
    return reader != NULL && find_agent(reading, reader, error) &&
           read_figures(reading, reader, error) && read_comments(reading, reader, error);
}

static void
look_at(CareReading *reading)
{
    reading->data = care_figures_data(&reading->figures);
    reading->data.sector = *reading->sector != '\0' ? care_sector_named(reading->sector) : NULL;
    reading->options = (CareReportOptions){.kind = reading->limits.kind,
                                           .timezone = g_time_zone_get_identifier(reading->zone),
                                           .now_ms = reading->now_ms,
                                           .agent = reading->agent};
    reading->view = (CareView){&reading->data, &reading->options, reading->hides_ratings};
}

typedef struct {
    CareReading *reading;
    void (*done)(CareReading *reading);
} Work;

/* Main thread only: a disk that hangs must not be asked by thread after thread. */
static gboolean is_running;
static Work *waiting; /* the newest that was asked for meanwhile; NULL: none */

static void
work_free(Work *work)
{
    if (work == NULL)
        return;
    care_reading_unref(work->reading);
    g_free(work);
}

static gboolean start(Work *work, GError **error);

static gboolean
hand_over(gpointer data)
{
    Work *work = data, *next;

    is_running = FALSE;
    work->done(work->reading);
    work_free(work);
    next = is_running ? NULL : g_steal_pointer(&waiting);
    if (next != NULL && !start(next, &next->reading->error)) {
        next->done(next->reading);
        work_free(next);
    }
    return G_SOURCE_REMOVE;
}

static gpointer
run(gpointer data)
{
    Work *work = data;
    CareReading *reading = work->reading;

    reading->comments = g_ptr_array_new_with_free_func(comment_free);
    if (read_all(reading, &reading->error))
        look_at(reading);
    g_idle_add(hand_over, work);
    return NULL;
}

/* FALSE: @work is still the caller's. */
static gboolean
start(Work *work, GError **error)
{
    GThread *thread = g_thread_try_new("care-dashboard", run, work, error);

    if (thread == NULL)
        return FALSE;
    is_running = TRUE;
    g_thread_unref(thread); /* it ends by itself */
    return TRUE;
}

gboolean
care_reading_start(CareReading *reading, void (*done)(CareReading *reading))
{
    Work *work = g_new(Work, 1);

    *work = (Work){reading, done};
    care_reading_forget();
    if (is_running) {
        waiting = work;
        return TRUE;
    }
    if (start(work, NULL))
        return TRUE;
    work_free(work);
    return FALSE;
}

void
care_reading_forget(void)
{
    work_free(g_steal_pointer(&waiting));
}
