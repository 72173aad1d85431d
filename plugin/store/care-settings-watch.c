/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notices changed settings files by looking at them each second, from a thread of its own. */
#include "care-settings-file.h"
#include <pthread.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

/* Looking beats listening here: a GFileMonitor sees no folder that is yet to be made, nothing that
   another machine writes on a shared disk, and keeps GLib's worker thread alive after the plugin is
   gone. */
#define LOOK_US       G_USEC_PER_SEC
#define SETTLE_ROUNDS 5

struct _CareSettingsWatch {
    gint ref_count; /* the owner's and the thread's */
    char *system_dir, *user_file;
    gint64 look_us;
    CareSettingsFunc changed; /* main loop only, as is data */
    gpointer data;
    pthread_mutex_t
        mutex; /* guards what follows; no GMutex: ThreadSanitizer can't see through it */
    pthread_cond_t wake;
    gboolean stopped;
    CareSettings *fresh; /* loaded and not yet told */
    GSource *source;     /* will tell it */
};

static void
watch_unref(CareSettingsWatch *watch)
{
    if (!g_atomic_int_dec_and_test(&watch->ref_count))
        return;
    g_free(watch->system_dir);
    g_free(watch->user_file);
    g_clear_pointer(&watch->fresh, care_settings_unref);
    pthread_mutex_destroy(&watch->mutex);
    pthread_cond_destroy(&watch->wake);
    g_free(watch);
}

/* Tells when the files differ from another time: which there are, and each one's identity, size and
 * times. */
static char *
look(const CareSettingsWatch *watch)
{
    g_autoptr(GPtrArray) paths = care_settings_paths(watch->system_dir, watch->user_file);
    GString *seen = g_string_new(NULL);

    for (guint n = 0; n < paths->len; n++) {
        const char *path = g_ptr_array_index(paths, n);
        struct stat info;
        if (stat(path, &info) != 0)
            continue;
        g_string_append_printf(
            seen, "%s %ju %ju %jd %jd.%09ld %jd.%09ld\n", path, (uintmax_t)info.st_dev,
            (uintmax_t)info.st_ino, (intmax_t)info.st_size, (intmax_t)info.st_mtim.tv_sec,
            info.st_mtim.tv_nsec, (intmax_t)info.st_ctim.tv_sec, info.st_ctim.tv_nsec);
    }
    return g_string_free(seen, FALSE);
}

static gboolean
tell(gpointer data)
{
    CareSettingsWatch *watch = data;
    g_autoptr(CareSettings) settings = NULL;

    pthread_mutex_lock(&watch->mutex);
    settings = g_steal_pointer(&watch->fresh);
    g_clear_pointer(&watch->source, g_source_unref);
    pthread_mutex_unlock(&watch->mutex);
    watch->changed(settings, watch->data); /* may free the watch: touch it no more */
    return G_SOURCE_REMOVE;
}

static void
hand_over(CareSettingsWatch *watch, CareSettings *settings)
{
    pthread_mutex_lock(&watch->mutex);
    if (watch->stopped) {
        care_settings_unref(settings);
    } else {
        g_clear_pointer(&watch->fresh, care_settings_unref);
        watch->fresh = settings;
        if (watch->source == NULL) {
            watch->source = g_idle_source_new();
            g_source_set_callback(watch->source, tell, watch, NULL);
            g_source_attach(watch->source, NULL);
        }
    }
    pthread_mutex_unlock(&watch->mutex);
}

/* FALSE when the watch was stopped meanwhile. */
static gboolean
pause_for(CareSettingsWatch *watch, gint64 us)
{
    const gint64 until_us = g_get_monotonic_time() + us;
    const struct timespec until = {.tv_sec = until_us / G_USEC_PER_SEC,
                                   .tv_nsec = until_us % G_USEC_PER_SEC * 1000};
    gboolean goes_on;

    pthread_mutex_lock(&watch->mutex);
    while (!watch->stopped && pthread_cond_timedwait(&watch->wake, &watch->mutex, &until) == 0)
        continue;
    goes_on = !watch->stopped;
    pthread_mutex_unlock(&watch->mutex);
    return goes_on;
}

static gpointer
watch_files(gpointer data)
{
    CareSettingsWatch *watch = data;
    /* Looked at before they are read: what changes in between differs at the next look. */
    g_autofree char *known = look(watch);

    hand_over(watch, care_settings_load(watch->system_dir, watch->user_file));
    while (pause_for(watch, watch->look_us)) {
        g_autofree char *seen = look(watch);
        if (g_str_equal(seen, known))
            continue;
        for (guint round = 0; round < SETTLE_ROUNDS && !g_str_equal(seen, known); round++) {
            g_free(known);
            known = g_steal_pointer(&seen);
            if (!pause_for(watch,
                           watch->look_us / 10)) /* an editor that writes in pieces may finish */
                break;
            seen = look(watch);
        }
        hand_over(watch, care_settings_load(watch->system_dir, watch->user_file));
    }
    watch_unref(watch);
    return NULL;
}

static void
locks_init(CareSettingsWatch *watch)
{
    pthread_condattr_t steady;

    pthread_mutex_init(&watch->mutex, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC); /* a clock jump must not stop the watch */
    pthread_cond_init(&watch->wake, &steady);
    pthread_condattr_destroy(&steady);
}

CareSettingsWatch *
care_settings_watch_every(gint64 look_us, const char *system_dir, const char *user_file,
                          CareSettingsFunc changed, gpointer data)
{
    g_return_val_if_fail(changed != NULL, NULL);

    CareSettingsWatch *watch = g_new0(CareSettingsWatch, 1);
    g_autoptr(GThread) thread = NULL;

    watch->ref_count = 2;
    watch->system_dir = g_strdup(system_dir);
    watch->user_file = g_strdup(user_file);
    watch->look_us = look_us;
    watch->changed = changed;
    watch->data = data;
    locks_init(watch);
    thread = g_thread_try_new("care-settings", watch_files, watch, NULL);
    if (thread == NULL)
        watch_unref(watch); /* no thread, no settings: then no account is a desk account */
    return watch;
}

CareSettingsWatch *
care_settings_watch_new(const char *system_dir, const char *user_file, CareSettingsFunc changed,
                        gpointer data)
{
    return care_settings_watch_every(LOOK_US, system_dir, user_file, changed, data);
}

void
care_settings_watch_free(CareSettingsWatch *watch)
{
    if (watch == NULL)
        return;
    pthread_mutex_lock(&watch->mutex);
    watch->stopped = TRUE;
    if (watch->source != NULL)
        g_source_destroy(watch->source);
    g_clear_pointer(&watch->source, g_source_unref);
    pthread_cond_signal(&watch->wake);
    pthread_mutex_unlock(&watch->mutex);
    watch_unref(watch); /* the thread may hang on a dead disk: nobody waits for it */
}
