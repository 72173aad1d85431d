/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads, checks, stores, in this order: until the last row is known to be good, nothing is stored.
 */
#include "care-import-run.h"
#include "care-cli.h"
#include "care-progress.h"
#include <errno.h>
#include <fcntl.h>
#include <purple-care/report.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME      CARE_IMPORT_NAME
#define BAD_SHOWN 20
#define LLU(n)    ((unsigned long long)(n))

typedef struct {
    const CareImportRun *run;
    int fd;       /* -1: not open */
    guint64 size; /* 0: not known, for a pipe */
    CareImportFile *file;
    CareEditor *editor;
    CareReader *reader; /* of a dry run; NULL where there is no store yet */
    CareImport *import;
    CareProgress *progress;
    guint64 n_rows, n_bad;
} Work;

static void
work_clear(Work *work)
{
    care_progress_free(work->progress);
    care_import_file_free(work->file);
    care_import_free(work->import);
    care_editor_close(work->editor);
    care_reader_close(work->reader);
    if (work->fd > STDIN_FILENO)
        close(work->fd);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Work, work_clear)

static gssize
read_bytes(char *buffer, gsize size, gpointer data)
{
    const Work *work = data;
    gssize n;

    do {
        n = read(work->fd, buffer, size);
    } while (n < 0 && errno == EINTR);
    return n;
}

/* "history.csv:17: rating: must be a whole number from 1 to 5", for editors to jump to. */
static void
tell_bad(guint64 line, const char *what, gpointer data)
{
    Work *work = data;
    g_autofree char *safe = NULL, *file = NULL;

    if (work->n_bad++ >= BAD_SHOWN)
        return;
    safe = care_report_safe(what);
    file = care_report_safe(work->run->file);
    care_progress_hide(work->progress);
    g_printerr("%s:%llu: %s\n", file, LLU(line), safe);
}

static int
fail_file(Work *work, const GError *error)
{
    const guint64 line = care_import_file_line(work->file);

    care_progress_hide(work->progress);
    return care_cli_failed(NAME, _("%s:%llu: %s; nothing was stored"), work->run->file, LLU(line),
                           error->message);
}

static int
fail_store(Work *work, const GError *error)
{
    care_progress_hide(work->progress);
    return care_cli_store_failed(NAME, error);
}

static int
open_file(Work *work)
{
    const CareImportRun *run = work->run;
    g_autoptr(GError) error = NULL;
    struct stat info;

    work->file = care_import_file_new(&run->options, read_bytes, work, &error);
    if (work->file == NULL)
        return care_cli_usage(NAME, "--map: %s", error->message);
    work->fd = strcmp(run->file, "-") == 0 ? STDIN_FILENO : open(run->file, O_RDONLY | O_CLOEXEC);
    if (work->fd < 0)
        return care_cli_failed(NAME, _("%s: could not be opened: %s"), run->file,
                               g_strerror(errno));
    if (fstat(work->fd, &info) == 0 && S_ISREG(info.st_mode))
        work->size = (guint64)info.st_size;
    return CARE_EXIT_DONE;
}

/* A dry run opens to read alone, for a client's way of opening may bring a store up to date. */
static int
open_store(Work *work)
{
    const CareImportRun *run = work->run;
    const CareScale scale = run->options.scale;
    g_autoptr(GError) error = NULL;

    if (!run->dry_run) {
        work->editor = care_editor_open(run->store, TRUE, &error);
        if (work->editor != NULL)
            work->import = care_import_new(work->editor, run->definition, scale, &error);
    } else {
        work->reader = care_reader_open(run->store, &error);
        if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING))
            g_clear_error(&error);
        if (error == NULL)
            work->import = care_import_new_dry(work->reader, run->definition, scale, &error);
    }
    return work->import != NULL ? CARE_EXIT_DONE : fail_store(work, error);
}

/* Sets all good rows aside, and tells of the bad ones. */
static int
read_rows(Work *work)
{
    while (TRUE) {
        g_autoptr(GError) error = NULL;
        const CareImportRow *row;
        const gboolean is_good = care_import_file_next(work->file, &row, &error);
        const guint64 line = care_import_file_line(work->file);

        /* The store is made only for what has at least a header. */
        if (work->import == NULL && (is_good || error->code == CARE_IMPORT_ERROR_ROW) &&
            open_store(work) != CARE_EXIT_DONE)
            return CARE_EXIT_FAILED;
        if (is_good && row == NULL)
            return CARE_EXIT_DONE;
        if (!is_good && error->code != CARE_IMPORT_ERROR_ROW)
            return fail_file(work, error);
        work->n_rows++;
        if (!is_good)
            tell_bad(line, error->message, work);
        else if (!care_import_add(work->import, row, line, &error))
            return fail_store(work, error);
        care_progress_show(care_import_file_bytes(work->file), work->size, work->progress);
    }
}

/* Chats that are twice in the file, or in the store already. */
static int
check_rows(Work *work)
{
    g_autoptr(GError) error = NULL;
    guint64 n_twice;

    if (!care_import_check(work->import, tell_bad, work, &n_twice, &error))
        return fail_store(work, error);
    care_progress_hide(work->progress);
    if (work->n_bad > BAD_SHOWN)
        g_printerr(g_dngettext(GETTEXT_PACKAGE, "and %llu more\n", "and %llu more\n",
                               work->n_bad - BAD_SHOWN),
                   LLU(work->n_bad - BAD_SHOWN));
    if (work->n_bad > 0 && !work->run->skip_bad)
        return care_cli_failed(NAME,
                               _("nothing was stored: %llu of %llu rows are bad; mend them, or "
                                 "leave them out with --skip-bad"),
                               LLU(work->n_bad), LLU(work->n_rows));
    return CARE_EXIT_DONE;
}

static char *
day_text(gint64 ms, GTimeZone *zone)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(ms / 1000);
    g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;

    return local != NULL ? g_date_time_format(local, "%Y-%m-%d") : g_strdup("?");
}

static void
append_counts(GString *out, const Work *work, const CareImported *imported)
{
    const guint64 added = imported->added;

    if (work->run->dry_run)
        g_string_append_printf(
            out,
            g_dngettext(GETTEXT_PACKAGE, "%llu chat would be added, %llu of them answered.\n",
                        "%llu chats would be added, %llu of them answered.\n", added),
            LLU(added), LLU(imported->answered));
    else
        g_string_append_printf(out,
                               g_dngettext(GETTEXT_PACKAGE,
                                           "%llu chat added, %llu of them answered.\n",
                                           "%llu chats added, %llu of them answered.\n", added),
                               LLU(added), LLU(imported->answered));
    if (work->n_bad > 0)
        g_string_append_printf(out,
                               g_dngettext(GETTEXT_PACKAGE, "%llu bad row left out.\n",
                                           "%llu bad rows left out.\n", work->n_bad),
                               LLU(work->n_bad));
}

static int
tell_done(const Work *work, const CareImported *imported)
{
    const CareImportRun *run = work->run;
    g_autoptr(GString) out = g_string_new(NULL);

    append_counts(out, work, imported);
    if (imported->added > 0) {
        g_autofree char *first = day_text(imported->first_ms, run->options.zone);
        g_autofree char *last = day_text(imported->last_ms, run->options.zone);

        g_string_append_printf(out, _("They ended from %s to %s.\n"), first, last);
        g_string_append_printf(out,
                               g_dngettext(GETTEXT_PACKAGE, "%u agent had them.\n",
                                           "%u agents had them.\n", imported->agents),
                               imported->agents);
        g_string_append(out, run->dry_run
                                 ? _("\nNothing was stored. Without --dry-run they are added.\n")
                                 : _("\nNext: purple-care report --period all\n"));
    }
    return care_cli_write(NAME, NULL, out->str, TRUE);
}

static int
store_rows(Work *work)
{
    g_autoptr(GError) error = NULL;
    CareImported imported;

    if (work->run->dry_run) {
        care_import_sum(work->import, &imported);
        return tell_done(work, &imported);
    }
    care_progress_rename(work->progress, _("Storing"));
    if (!care_import_commit(work->import, work->run->options.now_ms, care_progress_show,
                            work->progress, &imported, &error))
        return fail_store(work, error);
    care_progress_hide(work->progress);
    return tell_done(work, &imported);
}

int
care_import_run(const CareImportRun *run)
{
    g_auto(Work) work = {.run = run, .fd = -1};
    int code = open_file(&work);

    if (code != CARE_EXIT_DONE)
        return code;
    work.progress = care_progress_new(_("Reading"));
    code = read_rows(&work);
    if (code == CARE_EXIT_DONE)
        code = check_rows(&work);
    return code == CARE_EXIT_DONE ? store_rows(&work) : code;
}
