/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A journal of all that was done to the files, from which any moment's disk can be made. */
#include "care-disk.h"
#include <pthread.h>
#include <string.h>

#define SECTOR 512 /* bytes that a disk writes whole or tears */

struct _CareDiskFile {
    char *path;
    GBytes *base; /* what was there, and safe, when it was first opened */
    gboolean was_there;
};

typedef enum { MADE, DELETED, WRITTEN, TRUNCATED, SYNCED } EventType;

typedef struct {
    EventType type;
    CareDiskFile *file;
    gint64 offset;    /* WRITTEN; TRUNCATED: the new size */
    GBytes *bytes;    /* WRITTEN */
    guint safe_at;    /* the moment from which it is on disk for good; 0: never */
    gboolean is_lost; /* a sync failed on it: none that comes later helps */
} Event;

static struct {
    pthread_mutex_t mutex;      /* all below */
    GPtrArray *files, *journal; /* of CareDiskFile, of Event; NULL: nothing is remembered */
    gboolean is_on;             /* what happens now is added */
    GHashTable *names;          /* path to the CareDiskFile that it now leads to */
} disk = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void
file_free(gpointer data)
{
    CareDiskFile *file = data;

    g_free(file->path);
    g_bytes_unref(file->base);
    g_free(file);
}

static void
event_free(gpointer data)
{
    Event *event = data;

    if (event->bytes != NULL)
        g_bytes_unref(event->bytes);
    g_free(event);
}

static Event *
add(EventType type, CareDiskFile *file)
{
    Event *event = g_new0(Event, 1);

    event->type = type;
    event->file = file;
    g_ptr_array_add(disk.journal, event);
    return event;
}

static gboolean
is_name(const Event *event)
{
    return event->type == MADE || event->type == DELETED;
}

/* With the mutex held: files made and deleted so far are so for good. */
static void
sync_names(void)
{
    for (guint i = 0; i < disk.journal->len; i++) {
        Event *event = g_ptr_array_index(disk.journal, i);

        if (is_name(event) && event->safe_at == 0)
            event->safe_at = disk.journal->len;
    }
}

void
care_disk_begin(void)
{
    care_disk_forget();
    pthread_mutex_lock(&disk.mutex);
    disk.files = g_ptr_array_new_with_free_func(file_free);
    disk.journal = g_ptr_array_new_with_free_func(event_free);
    disk.names = g_hash_table_new(g_str_hash, g_str_equal);
    disk.is_on = TRUE;
    pthread_mutex_unlock(&disk.mutex);
}

void
care_disk_stop(void)
{
    pthread_mutex_lock(&disk.mutex);
    disk.is_on = FALSE;
    pthread_mutex_unlock(&disk.mutex);
}

void
care_disk_forget(void)
{
    pthread_mutex_lock(&disk.mutex);
    disk.is_on = FALSE;
    g_clear_pointer(&disk.names, g_hash_table_unref);
    g_clear_pointer(&disk.journal, g_ptr_array_unref);
    g_clear_pointer(&disk.files, g_ptr_array_unref);
    pthread_mutex_unlock(&disk.mutex);
}

guint
care_disk_now(void)
{
    guint n;

    pthread_mutex_lock(&disk.mutex);
    n = disk.journal->len;
    pthread_mutex_unlock(&disk.mutex);
    return n;
}

gboolean
care_disk_is_before_sync(guint moment)
{
    gboolean is_sync;

    pthread_mutex_lock(&disk.mutex);
    is_sync = moment < disk.journal->len &&
              ((const Event *)g_ptr_array_index(disk.journal, moment))->type == SYNCED;
    pthread_mutex_unlock(&disk.mutex);
    return is_sync;
}

static CareDiskFile *
file_new(const char *path, gboolean is_new)
{
    CareDiskFile *file = g_new0(CareDiskFile, 1);
    char *bytes = NULL;
    gsize size = 0;

    if (!is_new && !g_file_get_contents(path, &bytes, &size, NULL))
        bytes = g_strdup("");
    file->path = g_strdup(path);
    file->was_there = !is_new;
    file->base = g_bytes_new_take(bytes, size);
    g_ptr_array_add(disk.files, file);
    g_hash_table_insert(disk.names, file->path, file);
    if (is_new)
        add(MADE, file);
    return file;
}

CareDiskFile *
care_disk_open(const char *path, gboolean is_new)
{
    CareDiskFile *file = NULL;

    pthread_mutex_lock(&disk.mutex);
    if (disk.is_on) {
        file = g_hash_table_lookup(disk.names, path);
        if (file == NULL)
            file = file_new(path, is_new);
    }
    pthread_mutex_unlock(&disk.mutex);
    return file;
}

void
care_disk_write(CareDiskFile *file, gint64 offset, const void *bytes, gsize size)
{
    pthread_mutex_lock(&disk.mutex);
    if (file != NULL && disk.is_on) {
        Event *event = add(WRITTEN, file);

        event->offset = offset;
        event->bytes = g_bytes_new(bytes, size);
    }
    pthread_mutex_unlock(&disk.mutex);
}

void
care_disk_truncate(CareDiskFile *file, gint64 size)
{
    pthread_mutex_lock(&disk.mutex);
    if (file != NULL && disk.is_on)
        add(TRUNCATED, file)->offset = size;
    pthread_mutex_unlock(&disk.mutex);
}

void
care_disk_sync(CareDiskFile *file, gboolean done, gboolean and_names)
{
    pthread_mutex_lock(&disk.mutex);
    if (file != NULL && disk.is_on) {
        add(SYNCED, file);
        for (guint i = 0; i < disk.journal->len; i++) {
            Event *event = g_ptr_array_index(disk.journal, i);

            if (event->file != file || is_name(event) || event->safe_at != 0)
                continue;
            event->is_lost |= !done;
            event->safe_at = event->is_lost ? 0 : disk.journal->len;
        }
        if (done && and_names)
            sync_names();
    }
    pthread_mutex_unlock(&disk.mutex);
}

void
care_disk_delete(const char *path, gboolean and_names)
{
    CareDiskFile *file;

    pthread_mutex_lock(&disk.mutex);
    file = disk.is_on ? g_hash_table_lookup(disk.names, path) : NULL;
    if (file != NULL) {
        add(DELETED, file);
        g_hash_table_remove(disk.names, path);
    }
    if (disk.is_on && and_names)
        sync_names();
    pthread_mutex_unlock(&disk.mutex);
}

static void
overwrite(GByteArray *content, gsize at, const guint8 *bytes, gsize size, guint8 filler)
{
    const gsize old_size = content->len;

    if (at + size > old_size) {
        g_byte_array_set_size(content, (guint)(at + size));
        memset(content->data + old_size, filler, at + size - old_size);
    }
    memcpy(content->data + at, bytes, size);
}

/* A sector that was not synced: all of it, nothing, or its beginning; behind that, where the file
 * has grown, what nobody wrote. */
static void
overwrite_or_not(GByteArray *content, gsize at, const guint8 *bytes, gsize size, guint keep_percent,
                 GRand *rng)
{
    const gboolean keeps = (guint)g_rand_int_range(rng, 0, 100) < keep_percent;
    const gboolean is_torn =
        keep_percent > 0 && keep_percent < 100 && g_rand_int_range(rng, 0, 8) == 0;

    if (is_torn) {
        if (at + size > content->len)
            overwrite(content, at + size - 1, (const guint8 *)"\x5a", 1, 0x5a);
        overwrite(content, at, bytes, (gsize)g_rand_int_range(rng, 0, (gint)size), 0);
    } else if (keeps) {
        overwrite(content, at, bytes, size, 0);
    }
}

static void
apply_write(GByteArray *content, const Event *event, gboolean is_safe, guint keep_percent,
            GRand *rng)
{
    gsize size, done = 0;
    const guint8 *bytes = g_bytes_get_data(event->bytes, &size);

    if (is_safe)
        overwrite(content, (gsize)event->offset, bytes, size, 0);
    while (!is_safe && done < size) {
        const gsize at = (gsize)event->offset + done;
        const gsize part = MIN(SECTOR - at % SECTOR, size - done);

        overwrite_or_not(content, at, bytes + done, part, keep_percent, rng);
        done += part;
    }
}

static void
apply(GByteArray *content, const Event *event, guint moment, guint keep_percent, GRand *rng)
{
    const gboolean is_safe = event->safe_at != 0 && event->safe_at <= moment;

    if (event->type == WRITTEN) {
        apply_write(content, event, is_safe, keep_percent, rng);
    } else if (event->type == TRUNCATED && event->offset < content->len &&
               (is_safe || (guint)g_rand_int_range(rng, 0, 100) < keep_percent)) {
        g_byte_array_set_size(content, (guint)event->offset);
    }
}

static GByteArray *
content_of(const CareDiskFile *file, guint moment, guint keep_percent, GRand *rng)
{
    GByteArray *content = g_byte_array_new();
    gsize size;
    const guint8 *base = g_bytes_get_data(file->base, &size);

    g_byte_array_append(content, base, (guint)size);
    for (guint i = 0; i < moment; i++) {
        const Event *event = g_ptr_array_index(disk.journal, i);

        if (event->file == file)
            apply(content, event, moment, keep_percent, rng);
    }
    return content;
}

/* (transfer container): which file each name leads to. */
static GHashTable *
names_at(guint moment, guint keep_percent, GRand *rng)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < disk.files->len; i++) {
        CareDiskFile *file = g_ptr_array_index(disk.files, i);

        if (file->was_there)
            g_hash_table_insert(names, file->path, file);
    }
    for (guint i = 0; i < moment; i++) {
        const Event *event = g_ptr_array_index(disk.journal, i);
        const gboolean is_safe = event->safe_at != 0 && event->safe_at <= moment;

        if (!is_name(event) || (!is_safe && (guint)g_rand_int_range(rng, 0, 100) >= keep_percent))
            continue;
        if (event->type == MADE)
            g_hash_table_insert(names, event->file->path, event->file);
        else if (g_hash_table_lookup(names, event->file->path) == event->file)
            g_hash_table_remove(names, event->file->path);
    }
    return names;
}

void
care_disk_cut(guint moment, guint keep_percent, GRand *rng, const char *folder)
{
    GHashTableIter each;
    gpointer value;

    pthread_mutex_lock(&disk.mutex);
    {
        g_autoptr(GHashTable) names = names_at(moment, keep_percent, rng);

        g_hash_table_iter_init(&each, names);
        while (g_hash_table_iter_next(&each, NULL, &value)) {
            const CareDiskFile *file = value;
            g_autofree char *name = g_path_get_basename(file->path);
            g_autofree char *to = g_build_filename(folder, name, NULL);
            g_autoptr(GByteArray) content = content_of(file, moment, keep_percent, rng);

            g_assert(g_file_set_contents(to, (const char *)content->data, content->len, NULL));
        }
    }
    pthread_mutex_unlock(&disk.mutex);
}
