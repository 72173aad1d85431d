/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets the agent read what customers said, unread first, and mark it as read: that is written on a
 * thread, as one more client behind the store's own locks. */
#include "care-dashboard.h"
#include <purple-care/store-comments.h>

#define LINE_GAP 4
#define COMMENT  "care-comment"

typedef struct { /* marks on their way to the store and back */
    char *path;
    GArray *ids; /* of gint64 */
    GError *error;
} Marks;

/* Main thread only: a disk that hangs must not be asked by thread after thread. */
static gboolean is_marking;
static Marks *waiting; /* what was pressed meanwhile; NULL: nothing */

static void
marks_free(Marks *marks)
{
    g_free(marks->path);
    g_array_unref(marks->ids);
    g_clear_error(&marks->error);
    g_free(marks);
}

static void
tell_failure(CareDashboard *dashboard, const GError *error)
{
    g_autofree char *why = care_reading_why(error);
    g_autofree char *text = g_strdup_printf(_("It could not be marked as read. %s"), why);

    care_dashboard_tell(dashboard, text);
}

/* The window reads anew, so that what it says of unread ones is right, too. */
static void
finish(Marks *marks)
{
    CareDashboard *dashboard = care_dashboard_open();

    if (dashboard != NULL && marks->error == NULL)
        care_dashboard_ask(dashboard);
    else if (dashboard != NULL) {
        care_dashboard_fill(dashboard); /* its button can be pressed again */
        tell_failure(dashboard, marks->error);
    }
    marks_free(marks);
}

static void start(Marks *marks);

static gboolean
on_marked(gpointer data)
{
    is_marking = FALSE;
    if (waiting != NULL)
        start(g_steal_pointer(&waiting));
    finish(data);
    return G_SOURCE_REMOVE;
}

static gpointer
write_marks(gpointer data)
{
    Marks *marks = data;
    const CareMark read = {CARE_MARK_READ, NULL, g_get_user_name(), g_get_real_time() / 1000};
    g_autoptr(CareEditor) editor = care_editor_open(marks->path, FALSE, &marks->error);
    guint changed;

    if (editor != NULL)
        care_editor_mark(editor, &read, (const gint64 *)(gpointer)marks->ids->data, marks->ids->len,
                         &changed, &marks->error);
    g_idle_add(on_marked, marks);
    return NULL;
}

static void
start(Marks *marks)
{
    GThread *thread = g_thread_try_new("care-mark", write_marks, marks, &marks->error);

    if (thread == NULL) {
        finish(marks);
        return;
    }
    is_marking = TRUE;
    g_thread_unref(thread);
}

static void
on_mark(GtkWidget *button, gpointer data)
{
    CareDashboard *dashboard = data;
    const CareReadComment *comment = g_object_get_data(G_OBJECT(button), COMMENT);
    const gint64 id = comment->id;

    gtk_widget_set_sensitive(button, FALSE);
    if (waiting == NULL) {
        waiting = g_new0(Marks, 1);
        waiting->path = g_strdup(dashboard->reading->path);
        waiting->ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    }
    g_array_append_val(waiting->ids, id);
    if (!is_marking)
        start(g_steal_pointer(&waiting));
}

static GtkWidget *
words_new(const char *text)
{
    g_autofree char *words = care_view_words(text);
    GtkWidget *label = care_dashboard_line(NULL, words);

    gtk_label_set_selectable(GTK_LABEL(label), TRUE);
    care_look_name(label, words, _("A customer's words"));
    return label;
}

static GtkWidget *
button_new(CareDashboard *dashboard, CareReadComment *comment, const char *head)
{
    GtkWidget *place = gtk_hbox_new(FALSE, 0); /* from the start, in either direction */
    GtkWidget *button = gtk_button_new_with_label(_("Mark as read"));

    care_look_name(button, _("Mark as read"), head);
    g_object_set_data(G_OBJECT(button), COMMENT, comment);
    g_signal_connect(button, "clicked", G_CALLBACK(on_mark), dashboard);
    gtk_box_pack_start(GTK_BOX(place), button, FALSE, FALSE, 0);
    return place;
}

static void
add_comment(CareDashboard *dashboard, GtkWidget *column, CareReadComment *comment)
{
    const CareViewComment shown = {comment->at_ms, comment->rating, comment->item,
                                   comment->is_unread, comment->theme};
    g_autofree char *head = care_view_comment_head(&dashboard->reading->view, &shown);
    GtkWidget *box = gtk_vbox_new(FALSE, LINE_GAP);
    GtkWidget *label = care_dashboard_line(NULL, head);

    if (comment->is_unread) {
        g_autofree char *bold = g_markup_printf_escaped("<b>%s</b>", head);

        gtk_label_set_markup(GTK_LABEL(label), bold);
    }
    gtk_box_pack_start(GTK_BOX(column), gtk_hseparator_new(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), words_new(comment->text), FALSE, FALSE, 0);
    if (comment->is_unread)
        gtk_box_pack_start(GTK_BOX(box), button_new(dashboard, comment, head), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column), box, FALSE, FALSE, 0);
}

void
care_dashboard_voices(CareDashboard *dashboard, GtkWidget *column)
{
    const CareReading *reading = dashboard->reading;
    const GPtrArray *comments = reading->comments;
    g_autofree char *more = NULL;

    for (guint i = 0; i < comments->len; i++)
        add_comment(dashboard, column, g_ptr_array_index(comments, i));
    if (comments->len == 0 && !reading->hides_words)
        gtk_box_pack_start(GTK_BOX(column),
                           care_dashboard_line(NULL, _("No customer has left words in this "
                                                       "period.")),
                           FALSE, FALSE, 0);
    if (comments->len < CARE_COMMENTS_SHOWN)
        return;
    more = g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "At most %d is shown, those nobody has read first.",
                    "At most %d are shown, those nobody has read first.", CARE_COMMENTS_SHOWN),
        CARE_COMMENTS_SHOWN);
    gtk_box_pack_start(GTK_BOX(column), care_dashboard_line(NULL, more), FALSE, FALSE, 0);
}
