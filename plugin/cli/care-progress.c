/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws a bar at most ten times a second, and wipes it off when it is no longer true. */
#include "care-progress.h"
#include <string.h>
#include <unistd.h>

#define DRAW_EVERY_US 100000
#define BAR_WIDTH     30

struct _CareProgress {
    char *what;
    gboolean is_shown; /* on a terminal */
    gboolean is_drawn; /* something stands there */
    gint64 drawn_us;   /* when; monotonic */
};

static gboolean
is_terminal(void)
{
    const char *term = g_getenv("TERM");

    return isatty(STDERR_FILENO) && term != NULL && strcmp(term, "dumb") != 0;
}

CareProgress *
care_progress_new(const char *what)
{
    CareProgress *progress = g_new0(CareProgress, 1);

    progress->what = g_strdup(what);
    progress->is_shown = is_terminal();
    /* Short work shows no bar at all. */
    progress->drawn_us = g_get_monotonic_time();
    return progress;
}

void
care_progress_free(CareProgress *progress)
{
    if (progress == NULL)
        return;
    care_progress_hide(progress);
    g_free(progress->what);
    g_free(progress);
}

void
care_progress_rename(CareProgress *progress, const char *what)
{
    care_progress_hide(progress);
    g_free(progress->what);
    progress->what = g_strdup(what);
}

static void
draw(CareProgress *progress, guint64 done, guint64 total)
{
    const double part = total > 0 ? MIN((double)done / (double)total, 1.0) : 0;
    const guint filled = (guint)(part * BAR_WIDTH);
    g_autoptr(GString) line = g_string_new("\r");

    g_string_append_printf(line, "%s ", progress->what);
    if (total > 0) {
        g_string_append_c(line, '[');
        for (guint i = 0; i < BAR_WIDTH; i++)
            g_string_append_c(line, i < filled ? '#' : '.');
        g_string_append_printf(line, "] %3u %%", (guint)(part * 100));
    } else {
        g_string_append_printf(line, "%" G_GUINT64_FORMAT, done);
    }
    g_string_append(line, "\033[K"); /* what a longer line left behind it */
    g_printerr("%s", line->str);
    progress->is_drawn = TRUE;
}

void
care_progress_show(guint64 done, guint64 total, gpointer data)
{
    CareProgress *progress = data;
    gint64 now_us;

    if (progress == NULL || !progress->is_shown)
        return;
    now_us = g_get_monotonic_time();
    if (now_us - progress->drawn_us < DRAW_EVERY_US)
        return;
    progress->drawn_us = now_us;
    draw(progress, done, total);
}

void
care_progress_hide(CareProgress *progress)
{
    if (progress == NULL || !progress->is_drawn)
        return;
    g_printerr("\r\033[K");
    progress->is_drawn = FALSE;
}
