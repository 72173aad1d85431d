/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care backup: a whole copy of the store while clients go on writing it. */
#include "care-cli.h"
#include "care-progress.h"
#include <glib/gstdio.h>
#include <purple-care/report.h>
#include <purple-care/store-admin.h>
#include <unistd.h>

#define NAME "backup"

static char *
time_of(gint64 at_ms)
{
    g_autoptr(GTimeZone) zone = care_cli_zone(NAME, NULL);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_ms / 1000);
    g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;

    return local != NULL && at_ms > 0 ? g_date_time_format(local, "%Y-%m-%d %H:%M %:z") : NULL;
}

/* What is in the copy, by the copy itself. */
static int
tell(const char *to)
{
    const CareCubeFilter all = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(CareReader) copy = care_reader_open(to, &error);
    g_autoptr(CareCube) cube = copy != NULL ? care_reader_count(copy, &all, &error) : NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *safe = care_report_safe(to), *size = NULL, *last = NULL;
    CareCounts counts;
    GStatBuf info;

    if (cube == NULL)
        return care_cli_store_failed(NAME, error);
    counts = care_cube_sum(cube, NULL);
    size = g_format_size(g_stat(to, &info) == 0 ? (guint64)info.st_size : 0);
    g_string_append_printf(out, "%s: %s", safe, size);
    g_string_append_printf(out,
                           g_dngettext(GETTEXT_PACKAGE, ", %llu chat", ", %llu chats",
                                       (gulong)care_counts_chats(&counts)),
                           (unsigned long long)care_counts_chats(&counts));
    g_string_append_printf(out,
                           g_dngettext(GETTEXT_PACKAGE, ", %llu answer", ", %llu answers",
                                       (gulong)counts.outcomes[CARE_OUTCOME_ANSWERED]),
                           (unsigned long long)counts.outcomes[CARE_OUTCOME_ANSWERED]);
    last = time_of(cube->last_ms);
    if (last != NULL)
        g_string_append_printf(out, _(", the last of %s"), last);
    g_string_append(out, _("\nTo restore: quit all clients, put it in the place of the store, and "
                           "remove the files\nwhose names go on with -wal and -shm.\n"));
    return care_cli_write(NAME, NULL, out->str, TRUE);
}

static int
refuse(const GError *error)
{
    if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN) &&
        care_cli_is_someone_else())
        return care_cli_failed(NAME,
                               _("%s; as root this works as the store's owner, who must be able to "
                                 "write there"),
                               error->message);
    return care_cli_failed(NAME, "%s", error->message);
}

static int
back_up(const char *to, char **stores, gboolean force)
{
    g_autofree char *path = care_cli_store(NAME, stores);
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(CareProgress) progress = NULL;
    g_autoptr(GError) error = NULL;
    gboolean is_done;

    if (path == NULL)
        return CARE_EXIT_USAGE;
    if (care_cli_is_stores(to, path))
        return care_cli_usage(NAME, _("%s is the store, or a part of it; choose another file"), to);
    if (!force && g_file_test(to, G_FILE_TEST_EXISTS))
        return care_cli_failed(NAME, _("%s: is there already; --force replaces it"), to);
    reader = care_reader_open(path, &error);
    if (reader == NULL)
        return care_cli_store_failed(NAME, error);
    progress = care_progress_new(_("Copying"));
    is_done = care_reader_backup(reader, to, force, care_progress_show, progress, &error);
    care_progress_hide(progress);
    return is_done ? tell(to) : refuse(error);
}

int
care_cmd_backup(int argc, char **argv)
{
    g_auto(GStrv) stores = NULL;
    gboolean force = FALSE;
    const GOptionEntry entries[] = {
        {"force", 0, 0, G_OPTION_ARG_NONE, &force, N_("Replace FILE if it is there"), NULL},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &stores,
         N_("The store (~/.purple/care/care.db)"), N_("FILE")},
        {0},
    };

    if (!care_cli_parse(
            N_("FILE"),
            _("Writes a whole copy of the store to FILE, also while clients are using\n"
              "it. FILE is there when the copy is complete and checked, or not at all.\n"
              "\n"
              "Example: purple-care backup /media/stick/care-2025-03-01.db"),
            entries, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc != 2)
        return care_cli_usage(NAME, argc < 2 ? _("to which file?") : _("one file at a time"));
    if (argv[1][0] == '\0' || g_strcmp0(argv[1], "-") == 0)
        return care_cli_usage(NAME, _("a backup needs a file's name"));
    return back_up(argv[1], stores, force);
}
