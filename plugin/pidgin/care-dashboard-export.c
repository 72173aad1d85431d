/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Saves what the window shows as a file: made and written on a thread, whole or not at all. */
#include "care-dashboard.h"
#include <string.h>

#define FORMAT    "care-format"
#define CONFIRMED "care-confirmed" /* on a chooser: the file that may be written over */
#define QUESTION  "care-question"  /* on a chooser: whether that is so; on that one: the file */

typedef struct {
    CareReading *reading;
    CareExport format;
    char *file;
    gboolean is_mirrored;
    GError *error;
} Job;

static void
job_free(Job *job)
{
    care_reading_unref(job->reading);
    g_free(job->file);
    g_clear_error(&job->error);
    g_free(job);
}

/* --- on the thread --- */

/* (transfer full), NULL with @error. */
static GBytes *
make(const Job *job, GError **error)
{
    const CareReading *reading = job->reading;
    CareReportData data = reading->data;
    GBytes *picture;
    char *text;

    if (job->format == CARE_EXPORT_PNG) {
        picture = care_view_picture(&reading->view, job->is_mirrored);
        if (picture == NULL)
            g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                                _("there is no chart in this period"));
        return picture;
    }
    /* The same as the command line's files: those of a long time, and tables, have no weeks. */
    if (job->format == CARE_EXPORT_CSV || !care_report_page_has_weeks(&reading->limits))
        data.weeks = NULL;
    text = job->format == CARE_EXPORT_HTML ? care_report_html(&data, &reading->options)
                                           : care_report_csv(&data, &reading->options);
    return g_bytes_new_take(text, strlen(text));
}

static gboolean
write_file(const Job *job, GBytes *bytes, GError **error)
{
    gsize length;
    const char *content = g_bytes_get_data(bytes, &length);
    const gboolean is_there = g_file_test(job->file, G_FILE_TEST_EXISTS);

    if ((is_there && !g_file_test(job->file, G_FILE_TEST_IS_REGULAR)) ||
        care_store_has_file(job->reading->path, job->file)) {
        g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                            _("that is no file to write to"));
        return FALSE;
    }
    return care_file_replace(job->file, content, (gssize)length, error);
}

static gboolean
on_written(gpointer data)
{
    Job *job = data;
    CareDashboard *dashboard = care_dashboard_open();
    g_autofree char *name = g_filename_display_name(job->file);
    g_autofree char *text = job->error == NULL ? g_strdup_printf(_("Saved as %s"), name)
                                               : g_strdup_printf(_("%s could not be saved: %s"),
                                                                 name, job->error->message);

    if (dashboard != NULL)
        care_dashboard_tell(dashboard, text);
    job_free(job);
    return G_SOURCE_REMOVE;
}

static gpointer
run(gpointer data)
{
    Job *job = data;
    g_autoptr(GBytes) bytes = make(job, &job->error);

    if (bytes != NULL)
        write_file(job, bytes, &job->error);
    g_idle_add(on_written, job);
    return NULL;
}

/* --- on the main thread --- */

static void
start(CareDashboard *dashboard, CareExport format, const char *file)
{
    Job *job = g_new0(Job, 1);
    GThread *thread;

    job->reading = care_reading_ref(dashboard->reading);
    job->format = format;
    job->file = g_strdup(file);
    job->is_mirrored = gtk_widget_get_direction(dashboard->window) == GTK_TEXT_DIR_RTL;
    care_dashboard_tell(dashboard, _("Saving..."));
    thread = g_thread_try_new("care-export", run, job, &job->error);
    if (thread == NULL)
        on_written(job);
    else
        g_thread_unref(thread);
}

/* Settings may have changed since a file began to be chosen, or other figures been asked for. */
static gboolean
can_export(const CareDashboard *dashboard)
{
    const CareReading *reading = dashboard->reading;

    return reading != NULL && reading->error == NULL && !reading->hides_ratings &&
           gtk_widget_get_sensitive(dashboard->body);
}

static void
on_response(GtkWidget *chooser, gint response, gpointer data)
{
    CareDashboard *dashboard = data;
    const CareExport format =
        (CareExport)GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(chooser), FORMAT));
    g_autofree char *file = response == GTK_RESPONSE_ACCEPT
                                ? gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(chooser))
                                : NULL;

    gtk_widget_destroy(chooser);
    if (file != NULL && can_export(dashboard))
        start(dashboard, format, file);
}

/* It goes with its chooser. */
static void
on_overwrite_response(GtkWidget *question, gint response, gpointer chooser)
{
    char *file = g_object_steal_data(G_OBJECT(question), QUESTION);

    g_object_set_data_full(G_OBJECT(chooser), CONFIRMED, file, g_free);
    g_object_set_data(G_OBJECT(chooser), QUESTION, NULL);
    gtk_widget_destroy(question);
    if (response == GTK_RESPONSE_ACCEPT)
        gtk_dialog_response(GTK_DIALOG(chooser), GTK_RESPONSE_ACCEPT);
    else
        g_object_set_data(G_OBJECT(chooser), CONFIRMED, NULL);
}

static GtkWidget *
overwrite_question(GtkWindow *chooser, const char *file)
{
    g_autofree char *name = g_filename_display_basename(file);
    GtkWidget *question = gtk_message_dialog_new(
        chooser, GTK_DIALOG_DESTROY_WITH_PARENT, GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE,
        g_dgettext("gtk20", "A file named \"%s\" already exists.  Do you want to replace it?"),
        name);

    gtk_dialog_add_button(GTK_DIALOG(question), GTK_STOCK_CANCEL, GTK_RESPONSE_CANCEL);
    gtk_dialog_add_button(GTK_DIALOG(question), g_dgettext("gtk20", "_Replace"),
                          GTK_RESPONSE_ACCEPT);
    gtk_dialog_set_default_response(GTK_DIALOG(question), GTK_RESPONSE_CANCEL);
    gtk_dialog_set_alternative_button_order(GTK_DIALOG(question), GTK_RESPONSE_ACCEPT,
                                            GTK_RESPONSE_CANCEL, -1);
    g_object_set_data_full(G_OBJECT(question), QUESTION, g_strdup(file), g_free);
    g_signal_connect(question, "response", G_CALLBACK(on_overwrite_response), chooser);
    return question;
}

/* GTK's own question would be modal: no customer could be answered before it is. */
static GtkFileChooserConfirmation
on_overwrite(GtkFileChooser *chooser, gpointer data G_GNUC_UNUSED)
{
    g_autofree char *file = gtk_file_chooser_get_filename(chooser);
    GtkWidget *question = g_object_get_data(G_OBJECT(chooser), QUESTION);

    if (file != NULL && g_strcmp0(file, g_object_get_data(G_OBJECT(chooser), CONFIRMED)) == 0)
        return GTK_FILE_CHOOSER_CONFIRMATION_ACCEPT_FILENAME;
    if (question != NULL)
        gtk_widget_destroy(question);
    question = file != NULL ? overwrite_question(GTK_WINDOW(chooser), file) : NULL;
    g_object_set_data(G_OBJECT(chooser), QUESTION, question);
    if (question != NULL)
        gtk_window_present(GTK_WINDOW(question));
    return GTK_FILE_CHOOSER_CONFIRMATION_SELECT_AGAIN;
}

void
care_dashboard_export(CareDashboard *dashboard, CareExport format)
{
    static const char *const names[CARE_N_EXPORTS] = {"empathy-score.html", "empathy-score.png",
                                                      "empathy-score.csv"};
    const char *const titles[CARE_N_EXPORTS] = {_("Save as a web page"), _("Save as a picture"),
                                                _("Save as a table")};
    GtkWidget *chooser;

    if (dashboard->chooser != NULL)
        gtk_widget_destroy(dashboard->chooser);
    chooser = gtk_file_chooser_dialog_new(
        titles[format], GTK_WINDOW(dashboard->window), GTK_FILE_CHOOSER_ACTION_SAVE,
        GTK_STOCK_CANCEL, GTK_RESPONSE_CANCEL, GTK_STOCK_SAVE, GTK_RESPONSE_ACCEPT, NULL);
    gtk_dialog_set_default_response(GTK_DIALOG(chooser), GTK_RESPONSE_ACCEPT);
    gtk_dialog_set_alternative_button_order(GTK_DIALOG(chooser), GTK_RESPONSE_ACCEPT,
                                            GTK_RESPONSE_CANCEL, -1);
    gtk_file_chooser_set_do_overwrite_confirmation(GTK_FILE_CHOOSER(chooser), TRUE);
    gtk_file_chooser_set_local_only(GTK_FILE_CHOOSER(chooser), TRUE);
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(chooser), names[format]);
    g_object_set_data(G_OBJECT(chooser), FORMAT, GUINT_TO_POINTER(format));
    dashboard->chooser = chooser;
    g_signal_connect(chooser, "destroy", G_CALLBACK(gtk_widget_destroyed), &dashboard->chooser);
    g_signal_connect(chooser, "confirm-overwrite", G_CALLBACK(on_overwrite), NULL);
    g_signal_connect(chooser, "response", G_CALLBACK(on_response), dashboard);
    gtk_window_present(GTK_WINDOW(chooser));
}

void
care_dashboard_exports_update(CareDashboard *dashboard)
{
    const CareReading *reading = dashboard->reading;
    const gboolean is_there = reading != NULL && reading->error == NULL;
    const gboolean is_hidden = is_there && reading->hides_ratings;

    for (guint i = 0; i < CARE_N_EXPORTS; i++)
        gtk_widget_set_sensitive(dashboard->exports[i],
                                 can_export(dashboard) &&
                                     (i != CARE_EXPORT_PNG || care_view_has_chats(&reading->view)));
    if (is_hidden)
        gtk_label_set_text(GTK_LABEL(dashboard->export_note),
                           _("Nothing can be saved: a file would hold the figures that are not "
                             "shown here."));
    gtk_widget_set_visible(dashboard->export_note, is_hidden);
}
