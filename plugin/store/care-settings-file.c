/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings settings files to the engine, which reads them, and changes keys of the user's own. */
#include "care-settings-file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define GETTEXT_PACKAGE "purple-care"
#include <glib/gi18n-lib.h>

#define MAX_BYTES (1024 * 1024)
#define MARK      "\xef\xbb\xbf" /* that editors of Windows put before UTF-8 */
#define LOCK_TRIES \
    200 /* of LOCK_US each: a writer needs milliseconds, a stopped one must not stop us */
#define LOCK_US 10000

typedef struct {
    char *name, *text, *fault; /* as in CareSettingsLayer */
    gsize size;
    gboolean may_lock;
} File;

static void
file_free(File *file)
{
    g_free(file->name);
    g_free(file->text);
    g_free(file->fault);
    g_free(file);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(File, file_free)

static gint
compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A folder that is there but can't be listed stands in the list itself: reading it then is the
 * mistake. */
static void
add_folder(GPtrArray *paths, const char *folder)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        if (*name != '.' && g_str_has_suffix(name, ".conf"))
            g_ptr_array_add(found, g_build_filename(folder, name, NULL));
    }
    if (error != NULL && !g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_ptr_array_add(found, g_strdup(folder));
    g_ptr_array_sort(found, compare);
    g_ptr_array_extend_and_steal(paths, g_steal_pointer(&found));
}

GPtrArray *
care_settings_paths(const char *system_dir, const char *user_file)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

    if (system_dir != NULL) {
        g_autofree char *folder = g_build_filename(system_dir, "policy.d", NULL);
        g_ptr_array_add(paths, g_build_filename(system_dir, "policy.conf", NULL));
        add_folder(paths, folder);
    }
    if (user_file != NULL)
        g_ptr_array_add(paths, g_strdup(user_file));
    return paths;
}

/* Whether errno says that there is no such file, and not even a link of that name. */
static gboolean
is_missing(const char *path)
{
    const int fault = errno;
    struct stat info;
    const gboolean gone = (fault == ENOENT || fault == ENOTDIR) && lstat(path, &info) != 0;

    errno = fault;
    return gone;
}

/* Reads at most a byte more than is allowed: the engine refuses it by its size. */
static void
read_all(File *file, int fd)
{
    struct stat info;
    ssize_t got = 1;

    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        file->fault = g_strdup(_("no regular file"));
        return;
    }
    file->text = g_malloc(MAX_BYTES + 1);
    while (got != 0 && file->size <= MAX_BYTES) {
        got = read(fd, file->text + file->size, MAX_BYTES + 1 - file->size);
        if (got < 0 && errno != EINTR) {
            file->fault = g_strdup(g_strerror(errno));
            g_clear_pointer(&file->text, g_free);
            return;
        }
        file->size += got > 0 ? (gsize)got : 0;
    }
    if (file->size <= MAX_BYTES && file->size >= strlen(MARK) &&
        memcmp(file->text, MARK, strlen(MARK)) == 0) {
        file->size -= strlen(MARK);
        memmove(file->text, file->text + strlen(MARK), file->size);
    }
    file->text = g_realloc(file->text, MAX(file->size, 1));
}

/* NULL: there is no such file. */
static File *
read_file(const char *path, gboolean may_lock)
{
    g_autoptr(File) file = g_new0(File, 1);
    /* O_NONBLOCK: a pipe in a file's place must not hold us for ever. */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    file->name = g_strdup(path);
    file->may_lock = may_lock;
    if (fd >= 0) {
        read_all(file, fd);
        close(fd);
    } else if (is_missing(path)) {
        return NULL;
    } else {
        file->fault = g_strdup(g_strerror(errno));
    }
    return g_steal_pointer(&file);
}

static CareSettings *
settings_of(GPtrArray *files)
{
    g_autofree CareSettingsLayer *layers = g_new0(CareSettingsLayer, files->len);

    for (guint n = 0; n < files->len; n++) {
        const File *file = g_ptr_array_index(files, n);
        layers[n] =
            (CareSettingsLayer){file->name, file->text, file->size, file->fault, file->may_lock};
    }
    return care_settings_new(layers, files->len);
}

CareSettings *
care_settings_load(const char *system_dir, const char *user_file)
{
    g_autoptr(GPtrArray) paths = care_settings_paths(system_dir, user_file);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)file_free);

    for (guint n = 0; n < paths->len; n++) {
        const gboolean is_users = user_file != NULL && n == paths->len - 1;
        File *file = read_file(g_ptr_array_index(paths, n), !is_users);
        if (file != NULL)
            g_ptr_array_add(files, file);
    }
    return settings_of(files);
}

/* The settings files of a folder like the system's, or like policy.d. (transfer full) */
static GPtrArray *
folder_paths(const char *folder)
{
    g_autofree char *main_file = g_build_filename(folder, "policy.conf", NULL);
    g_autofree char *parts = g_build_filename(folder, "policy.d", NULL);
    GPtrArray *paths;

    if (g_file_test(main_file, G_FILE_TEST_EXISTS) || g_file_test(parts, G_FILE_TEST_IS_DIR))
        return care_settings_paths(folder, NULL);
    paths = g_ptr_array_new_with_free_func(g_free);
    add_folder(paths, folder);
    return paths;
}

static CareSettings *
load_folder(const char *folder, GError **error)
{
    g_autoptr(GPtrArray) paths = folder_paths(folder);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)file_free);

    for (guint n = 0; n < paths->len; n++) {
        File *file = read_file(g_ptr_array_index(paths, n), TRUE);
        if (file != NULL)
            g_ptr_array_add(files, file);
    }
    if (files->len > 0)
        return settings_of(files);
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _("%s: no *.conf in this folder"), folder);
    return NULL;
}

CareSettings *
care_settings_load_file(const char *path, GError **error)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return load_folder(path, error);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)file_free);
    File *file = read_file(path, TRUE);

    if (file == NULL) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s: %s", path, g_strerror(ENOENT));
        return NULL;
    }
    g_ptr_array_add(files, file);
    return settings_of(files);
}

/* --- writing --- */

typedef struct {     /* where a key stands or would stand, as places in the text */
    gsize from, to;  /* its line with the line's end; equal: it is not there */
    gsize group_end; /* after its group's last entry; 0: there is no such group */
} Place;

/* Walks lines by GKeyFile's rules; the text has been through GKeyFile already, so every line is of
 * a known kind. */
static Place
find_place(const char *text, const char *group, const char *key)
{
    g_autofree char *header = g_strdup_printf("[%s]", group);
    Place place = {0};
    gboolean inside = FALSE;
    gsize next;

    for (gsize at = 0; text[at] != '\0'; at = next) {
        const gsize length = strcspn(text + at, "\n");
        g_autofree char *line = g_strstrip(g_strndup(text + at, length));
        char *equals = strchr(line, '=');

        next = at + length + (text[at + length] == '\n');
        if (*line == '#' || *line == '\0')
            continue;
        if (*line == '[')
            inside = strcmp(line, header) == 0;
        if (!inside)
            continue;
        place.group_end = next;
        if (*line == '[' || equals == NULL)
            continue;
        *equals = '\0';
        if (strcmp(g_strchomp(line), key) == 0) {
            place.from = at;
            place.to = next;
        }
    }
    return place;
}

static void
edit(GString *text, const char *group, const char *key, const char *value)
{
    const Place place = find_place(text->str, group, key);
    g_autofree char *line = value == NULL ? g_strdup("") : g_strdup_printf("%s=%s\n", key, value);

    if (place.to > place.from) {
        g_string_erase(text, (gssize)place.from, (gssize)(place.to - place.from));
        g_string_insert(text, (gssize)place.from, line);
    } else if (value != NULL && place.group_end > 0) {
        g_string_insert(text, (gssize)place.group_end, line);
    } else if (value != NULL) {
        g_string_append_printf(text, "%s[%s]\n%s", text->len > 0 ? "\n" : "", group, line);
    }
}

/* The text of a file that GKeyFile can read; an empty one for no file. */
static GString *
readable_text(const char *path, GError **error)
{
    g_autoptr(File) file = read_file(path, FALSE);
    g_autoptr(GKeyFile) parsed = g_key_file_new();
    g_autoptr(GString) text = g_string_new(NULL);

    if (file == NULL)
        return g_steal_pointer(&text);
    if (file->fault != NULL) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", path, file->fault);
        return NULL;
    }
    g_string_append_len(text, file->text, (gssize)file->size);
    /* GKeyFile's own error would quote the line. */
    if (file->size > MAX_BYTES || strlen(text->str) != text->len ||
        (text->len > 0 &&
         !g_key_file_load_from_data(parsed, text->str, text->len, G_KEY_FILE_NONE, NULL))) {
        g_set_error(
            error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
            _("%s: no settings file, left as it is; purple-care policy check names the line"),
            path);
        return NULL;
    }
    if (text->len > 0 && text->str[text->len - 1] != '\n')
        g_string_append_c(text, '\n');
    return g_steal_pointer(&text);
}

/* Holds the file's folder locked till the result is closed, so that no change of another writer
 * falls between our reading and writing; the folder, as a file beside would stay behind. -1 with
 * @error. */
static int
lock_folder(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    const int fd = g_mkdir_with_parents(folder, 0700) != 0
                       ? -1
                       : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int fault = fd < 0 ? errno : EWOULDBLOCK;

    for (guint n = 0; fd >= 0 && n < LOCK_TRIES && fault == EWOULDBLOCK; n++) {
        if (n > 0)
            g_usleep(LOCK_US);
        fault = flock(fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    }
    if (fd >= 0 && (fault == 0 || fault == EOPNOTSUPP || fault == ENOLCK))
        return fd; /* where a disk knows no locks, writing unlocked beats not writing */
    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(fault), "%s: %s", folder,
                g_strerror(fault));
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Where writing @path ends: a link to a file stays a link; (transfer full). A link to nowhere is
 * refused: what it should name, perhaps on a disk that is not there now, is not ours to make. */
static char *
real_path(const char *path, GError **error)
{
    char *resolved = realpath(path, NULL);
    char *real = g_strdup(resolved != NULL ? resolved : path);

    if (resolved == NULL && g_file_test(path, G_FILE_TEST_IS_SYMLINK)) {
        g_clear_pointer(&real, g_free);
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _("%s: a link to no file"), path);
    }
    free(resolved);
    return real;
}

/* The value as a file holds it: a newline in it must not begin a key. NULL stays NULL. (transfer
 * full) */
static char *
escaped(const CareSettingsChange *change)
{
    g_autoptr(GKeyFile) escaper = g_key_file_new();

    if (change->value == NULL)
        return NULL;
    g_key_file_set_string(escaper, change->group, change->key, change->value);
    return g_key_file_get_value(escaper, change->group, change->key, NULL);
}

static gboolean
rewrite(const char *path, const CareSettingsChange *changes, gsize n, GError **error)
{
    g_autoptr(GString) text = readable_text(path, error);

    if (text == NULL)
        return FALSE;
    for (gsize i = 0; i < n; i++) {
        g_autofree char *value = escaped(&changes[i]);

        edit(text, changes[i].group, changes[i].key, value);
    }
    return g_file_set_contents_full(path, text->str, (gssize)text->len,
                                    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                    0600, error);
}

gboolean
care_settings_write_all(const char *user_file, const CareSettingsChange *changes, gsize n,
                        GError **error)
{
    g_autofree char *path = NULL;
    gboolean done;
    int lock;

    g_return_val_if_fail(user_file != NULL, FALSE);
    for (gsize i = 0; i < n; i++)
        g_return_val_if_fail(changes[i].group != NULL && changes[i].key != NULL, FALSE);

    path = real_path(user_file, error);
    if (path == NULL || (lock = lock_folder(path, error)) < 0)
        return FALSE;
    done = rewrite(path, changes, n, error);
    close(lock);
    return done;
}

gboolean
care_settings_write(const char *user_file, const char *group, const char *key, const char *value,
                    GError **error)
{
    return care_settings_write_all(user_file, &(CareSettingsChange){group, key, value}, 1, error);
}
