/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All about a customer at a glance, in a window that stays beside the conversation. */
#include "care-dialog.h"

#define KIND "care-card"
#define COPY 1 /* our response */

static GtkTextBuffer *
buffer_of(const CareDialog *dialog)
{
    return gtk_text_view_get_buffer(GTK_TEXT_VIEW(dialog->text));
}

static void
copy_all(const CareDialog *dialog)
{
    GtkTextIter start, end;
    g_autofree char *text = NULL;

    gtk_text_buffer_get_bounds(buffer_of(dialog), &start, &end);
    text = gtk_text_buffer_get_text(buffer_of(dialog), &start, &end, FALSE);
    gtk_clipboard_set_text(gtk_widget_get_clipboard(dialog->text, GDK_SELECTION_CLIPBOARD), text,
                           -1);
}

static void
on_response(GtkDialog *widget, gint response, gpointer data)
{
    if (response == COPY)
        copy_all(data);
    else
        gtk_widget_destroy(GTK_WIDGET(widget));
}

/* It may have been closed meanwhile, by hand or with its conversation. */
static void
on_read(PurpleConversation *conversation, const char *text, gpointer data G_GNUC_UNUSED)
{
    const CareDialog *dialog = conversation != NULL ? care_dialog_find(KIND, conversation) : NULL;

    if (dialog == NULL)
        return;
    gtk_text_buffer_set_text(buffer_of(dialog), text, -1);
    gtk_widget_set_sensitive(dialog->apply, TRUE);
}

void
care_dialog_card(CarePidgin *care, PurpleConversation *conversation)
{
    CareDialog *dialog = care_dialog_new(KIND, conversation, _("Card"));

    if (dialog != NULL) {
        care_dialog_add_text(dialog, _("Card"), 9);
        gtk_text_view_set_editable(GTK_TEXT_VIEW(dialog->text), FALSE);
        dialog->apply = gtk_dialog_add_button(GTK_DIALOG(dialog->dialog), GTK_STOCK_COPY, COPY);
        gtk_widget_set_sensitive(dialog->apply, FALSE);
        gtk_dialog_add_button(GTK_DIALOG(dialog->dialog), GTK_STOCK_CLOSE, GTK_RESPONSE_CLOSE);
        gtk_dialog_set_default_response(GTK_DIALOG(dialog->dialog), GTK_RESPONSE_CLOSE);
        g_signal_connect(dialog->dialog, "response", G_CALLBACK(on_response), dialog);
        gtk_text_buffer_set_text(buffer_of(dialog), _("Loading..."), -1);
        gtk_widget_show_all(dialog->dialog);
        gtk_widget_grab_focus(dialog->text);
    }
    /* None is made for it, and it may have been made already. */
    if (!care->api->card(conversation, on_read, NULL) &&
        (dialog = care_dialog_find(KIND, conversation)) != NULL)
        gtk_widget_destroy(dialog->dialog);
}
