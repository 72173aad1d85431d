/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several stores of a desk without a server: each file once, and who stands in more than one. */
#include "care-stores.h"
#include <purple-care/report.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORES_MAX 100 /* a desk larger than that has a server */

static gboolean
is_same(const char *one, const char *other)
{
    struct stat a, b;

    return strcmp(one, other) == 0 || (stat(one, &a) == 0 && stat(other, &b) == 0 &&
                                       a.st_dev == b.st_dev && a.st_ino == b.st_ino);
}

/* SQLite finds a store's log by the store's name, so of two names the one with a log is right. */
static gboolean
has_log(const char *path)
{
    g_autofree char *log = g_strconcat(path, "-wal", NULL);

    return g_file_test(log, G_FILE_TEST_EXISTS);
}

static void
add(const char *command, GPtrArray *paths, const char *path)
{
    for (guint i = 0; i < paths->len; i++) {
        char *known = g_ptr_array_index(paths, i);

        if (!is_same(known, path))
            continue;
        if (strcmp(known, path) == 0)
            care_cli_note(command, _("%s is named twice; it counts once"), path);
        else
            care_cli_note(command, _("%s and %s are one file; it counts once"), known, path);
        if (!g_file_test(path, G_FILE_TEST_IS_SYMLINK) && has_log(path) && !has_log(known)) {
            g_free(known);
            paths->pdata[i] = g_strdup(path);
        }
        return;
    }
    g_ptr_array_add(paths, g_strdup(path));
}

/* All or none: a store that only another user may read is an error later, when it is opened. */
static gboolean
become_owner(const char *command, const GPtrArray *paths)
{
    struct stat first, other;

    for (guint i = 1; i < paths->len; i++) {
        if (geteuid() == 0 && stat(g_ptr_array_index(paths, 0), &first) == 0 &&
            stat(g_ptr_array_index(paths, i), &other) == 0 && first.st_uid != other.st_uid) {
            care_cli_failed(command,
                            _("%s and %s belong to different users, and root reads as their owner; "
                              "copy both with purple-care backup and read the copies"),
                            (const char *)g_ptr_array_index(paths, 0),
                            (const char *)g_ptr_array_index(paths, i));
            return FALSE;
        }
    }
    return care_cli_become_owner(command, g_ptr_array_index(paths, 0));
}

static gboolean
add_all(const char *command, GPtrArray *paths, char **stores)
{
    for (guint i = 0; stores[i] != NULL; i++) {
        if (stores[i][0] == '\0') {
            care_cli_usage(command, _("--store needs a file's name"));
            return FALSE;
        }
        if (i >= STORES_MAX) {
            care_cli_usage(command, _("more than %d stores; a desk that large needs a server"),
                           STORES_MAX);
            return FALSE;
        }
        add(command, paths, stores[i]);
    }
    return become_owner(command, paths);
}

char **
care_stores_find(const char *command, char **stores)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

    if (stores == NULL || stores[0] == NULL || stores[1] == NULL) {
        char *only = care_cli_store(command, stores);

        if (only == NULL)
            return NULL;
        g_ptr_array_add(paths, only);
    } else if (!add_all(command, paths, stores)) {
        return NULL;
    }
    g_ptr_array_add(paths, NULL);
    return g_strdupv((char **)paths->pdata);
}

CareReader *
care_stores_open(const char *command, char **paths)
{
    g_autoptr(GError) error = NULL;
    CareReader *reader = care_reader_open_several((const char *const *)paths, &error);

    if (reader == NULL)
        care_cli_store_failed(command, error);
    return reader;
}

gboolean
care_stores_hold(const char *file, char **paths)
{
    for (; *paths != NULL; paths++) {
        if (care_cli_is_stores(file, *paths))
            return TRUE;
    }
    return FALSE;
}

CareSharedFilter
care_stores_filter(gint64 from_ms, gint64 to_ms)
{
    g_autoptr(CareSettings) settings = care_cli_settings(NULL, NULL);

    return (CareSharedFilter){.from_ms = from_ms,
                              .to_ms = to_ms,
                              .answered_ms = settings->ask.answered_interval,
                              .silent_ms = settings->ask.silent_interval,
                              .refused_ms = settings->ask.refused_interval};
}

static void
note_names(const char *command, const char *what, guint64 n, const GPtrArray *names)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < names->len; i++) {
        const CareSharedName *name = g_ptr_array_index(names, i);

        g_string_append_printf(list, "%s%s", i > 0 ? ", " : "", name->name);
    }
    if (n > 0)
        care_cli_note(command, "%s: %s%s", what, list->str, names->len < n ? ", ..." : "");
}

gboolean
care_stores_note(const char *command, CareReader *reader, gboolean is_verbose)
{
    const CareSharedFilter filter = care_stores_filter(0, 0);
    g_autoptr(CareShared) shared = NULL;
    g_autoptr(GError) error = NULL;

    if (care_reader_n_stores(reader) < 2)
        return TRUE;
    shared = care_reader_shared(reader, &filter, &error);
    if (shared == NULL) {
        care_cli_store_failed(command, error);
        return FALSE;
    }
    if (is_verbose) {
        note_names(command, _("agents in several stores"), shared->n_agents, shared->agents);
        note_names(command, _("customers in several stores"), shared->n_customers,
                   shared->customers);
    } else {
        care_cli_note(command,
                      _("%u stores added up; in several of them: agents %llu, customers %llu; "
                        "purple-care audit names them"),
                      care_reader_n_stores(reader), (unsigned long long)shared->n_agents,
                      (unsigned long long)shared->n_customers);
    }
    return TRUE;
}
