/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to remember of a customer, written in a window of its own: it stays open, with all that was
 * typed, until it is kept. */
#include "care-dialog.h"
#include <gdk/gdkkeysyms.h>

#define KIND "care-note"

static char *
text_of(const CareDialog *dialog)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(dialog->text));
    GtkTextIter start, end;

    gtk_text_buffer_get_bounds(buffer, &start, &end);
    return g_strstrip(gtk_text_buffer_get_text(buffer, &start, &end, FALSE));
}

static char *
kept_note(CarePidgin *care, PurpleConversation *conversation)
{
    CareUiMemory memory = {NULL, NULL, NULL};

    if (care->api == NULL || !care->api->memory(conversation, &memory) || memory.note == NULL)
        return g_strdup("");
    return g_strdup(memory.note);
}

static void
on_typed(GtkTextBuffer *buffer, gpointer data)
{
    const CareDialog *dialog = data;

    gtk_widget_set_sensitive(dialog->apply, gtk_text_buffer_get_modified(buffer));
}

/* The core cuts blanks and line ends as it sees fit; what it keeps says whether it did. */
static gboolean
is_kept(CarePidgin *care, const CareDialog *dialog, const char *before, const char *text)
{
    g_autofree char *kept = kept_note(care, dialog->conversation);

    return *text == '\0' ? *kept == '\0'
                         : g_strcmp0(kept, before) != 0 || g_strcmp0(kept, text) == 0;
}

static void
save(CareDialog *dialog)
{
    CarePidgin *care = care_pidgin_loaded();
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(dialog->text));
    g_autofree char *text = text_of(dialog), *before = NULL, *line = NULL, *error = NULL;

    if (care == NULL || care->api == NULL || !gtk_text_buffer_get_modified(buffer))
        return;
    before = kept_note(care, dialog->conversation);
    line = g_strdup_printf("note %s", *text != '\0' ? text : "off");
    if (!care->api->run(dialog->conversation, line, &error)) {
        gtk_label_set_text(GTK_LABEL(dialog->message), error);
        gtk_widget_show(dialog->message);
    } else if (!is_kept(care, dialog, before, text)) {
        gtk_label_set_text(GTK_LABEL(dialog->message),
                           _("It was not kept. The conversation's window says why."));
        gtk_widget_show(dialog->message);
    } else {
        gtk_widget_destroy(dialog->dialog);
    }
}

static void
on_response(GtkDialog *widget, gint response, gpointer data)
{
    if (response == GTK_RESPONSE_OK)
        save(data);
    else
        gtk_widget_destroy(GTK_WIDGET(widget));
}

/* A note is one line: Return ends it, as it does a message. */
static gboolean
on_key(GtkWidget *text G_GNUC_UNUSED, GdkEventKey *event, gpointer data)
{
    if ((event->state & gtk_accelerator_get_default_mod_mask()) != 0 ||
        (event->keyval != GDK_KEY_Return && event->keyval != GDK_KEY_KP_Enter))
        return FALSE;
    save(data);
    return TRUE;
}

/* Nothing is written over a note that nobody has seen. */
static void
show_kept(CarePidgin *care, CareDialog *dialog)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(dialog->text));
    CareUiMemory memory = {NULL, NULL, NULL};

    if (care->api != NULL && care->api->memory(dialog->conversation, &memory)) {
        dialog->is_read = TRUE;
        gtk_text_buffer_set_text(buffer, memory.note != NULL ? memory.note : "", -1);
        gtk_text_buffer_set_modified(buffer, FALSE);
    }
    gtk_text_view_set_editable(GTK_TEXT_VIEW(dialog->text), dialog->is_read);
    gtk_label_set_text(GTK_LABEL(dialog->message), dialog->is_read ? "" : _("Loading..."));
    gtk_widget_set_visible(dialog->message, !dialog->is_read);
}

void
care_dialog_note_update(CarePidgin *care, PurpleConversation *conversation)
{
    CareDialog *dialog = care_dialog_find(KIND, conversation);

    if (dialog != NULL && !dialog->is_read)
        show_kept(care, dialog);
}

static void
fill(CareDialog *dialog)
{
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(dialog->dialog));
    GtkWidget *label =
        gtk_label_new_with_mnemonic(_("_What to remember of them for the next time:"));
    GtkTextBuffer *buffer;

    gtk_misc_set_alignment(GTK_MISC(label), 0.0, 0.5);
    gtk_box_pack_start(GTK_BOX(area), label, FALSE, FALSE, 0);
    care_dialog_add_text(dialog, _("Note"), 4);
    gtk_label_set_mnemonic_widget(GTK_LABEL(label), dialog->text);
    buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(dialog->text));
    g_signal_connect(buffer, "modified-changed", G_CALLBACK(on_typed), dialog);
    g_signal_connect(dialog->text, "key-press-event", G_CALLBACK(on_key), dialog);
    dialog->message = gtk_label_new(NULL);
    gtk_label_set_line_wrap(GTK_LABEL(dialog->message), TRUE);
    gtk_misc_set_alignment(GTK_MISC(dialog->message), 0.0, 0.5);
    gtk_box_pack_start(GTK_BOX(area), dialog->message, FALSE, FALSE, 0);
}

void
care_dialog_note(CarePidgin *care, PurpleConversation *conversation)
{
    CareDialog *dialog = care_dialog_new(KIND, conversation, _("Note"));

    if (dialog == NULL)
        return;
    fill(dialog);
    gtk_dialog_add_button(GTK_DIALOG(dialog->dialog), GTK_STOCK_CANCEL, GTK_RESPONSE_CANCEL);
    dialog->apply =
        gtk_dialog_add_button(GTK_DIALOG(dialog->dialog), GTK_STOCK_SAVE, GTK_RESPONSE_OK);
    gtk_widget_set_sensitive(dialog->apply, FALSE);
    g_signal_connect(dialog->dialog, "response", G_CALLBACK(on_response), dialog);
    gtk_widget_show_all(dialog->dialog);
    show_kept(care, dialog);
    gtk_widget_grab_focus(dialog->text);
}
