/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the small windows that belong to conversations, and closes them when those go. */
#include "care-dialog.h"

#define CHARS 46 /* wide enough for a line of a card */

static GSList *dialogs; /* of CareDialog */

static void
on_destroyed(GtkWidget *widget G_GNUC_UNUSED, gpointer data)
{
    dialogs = g_slist_remove(dialogs, data);
    g_free(data);
}

CareDialog *
care_dialog_find(const char *kind, const PurpleConversation *conversation)
{
    for (GSList *i = dialogs; i != NULL; i = i->next) {
        CareDialog *dialog = i->data;

        if (dialog->conversation == conversation && g_str_equal(dialog->kind, kind))
            return dialog;
    }
    return NULL;
}

/* Its window, as long as the tab is in one: tabs move. */
static GtkWindow *
parent_of(PurpleConversation *conversation)
{
    GtkWidget *top;

    if (!PIDGIN_IS_PIDGIN_CONVERSATION(conversation))
        return NULL;
    top = gtk_widget_get_toplevel(PIDGIN_CONVERSATION(conversation)->tab_cont);
    return GTK_IS_WINDOW(top) ? GTK_WINDOW(top) : NULL;
}

CareDialog *
care_dialog_new(const char *kind, PurpleConversation *conversation, const char *title)
{
    CareDialog *dialog = care_dialog_find(kind, conversation);
    g_autofree char *whole = NULL;

    if (dialog != NULL) {
        gtk_window_present(GTK_WINDOW(dialog->dialog));
        return NULL;
    }
    /* Translators: what a small window shows, and the customer it is about */
    whole = g_strdup_printf(_("%s: %s"), title, purple_conversation_get_title(conversation));
    dialog = g_new0(CareDialog, 1);
    dialog->kind = kind;
    dialog->conversation = conversation;
    dialog->dialog = gtk_dialog_new();
    gtk_window_set_title(GTK_WINDOW(dialog->dialog), whole);
    gtk_window_set_role(GTK_WINDOW(dialog->dialog), kind);
    gtk_window_set_transient_for(GTK_WINDOW(dialog->dialog), parent_of(conversation));
    gtk_container_set_border_width(GTK_CONTAINER(dialog->dialog), 6);
    care_look_name(dialog->dialog, whole, NULL);
    g_signal_connect(dialog->dialog, "destroy", G_CALLBACK(on_destroyed), dialog);
    dialogs = g_slist_prepend(dialogs, dialog);
    return dialog;
}

GtkWidget *
care_dialog_add_text(CareDialog *dialog, const char *name, guint lines)
{
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(dialog->dialog));
    GtkWidget *scrolled = gtk_scrolled_window_new(NULL, NULL), *text = gtk_text_view_new();

    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_AUTOMATIC,
                                   GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_shadow_type(GTK_SCROLLED_WINDOW(scrolled), GTK_SHADOW_IN);
    gtk_text_view_set_wrap_mode(GTK_TEXT_VIEW(text), GTK_WRAP_WORD_CHAR);
    gtk_text_view_set_accepts_tab(GTK_TEXT_VIEW(text), FALSE);
    gtk_text_view_set_left_margin(GTK_TEXT_VIEW(text), 4);
    gtk_text_view_set_right_margin(GTK_TEXT_VIEW(text), 4);
    gtk_widget_set_size_request(scrolled, care_look_width(text, CHARS),
                                care_look_height(text, lines));
    care_look_name(text, name, NULL);
    gtk_container_add(GTK_CONTAINER(scrolled), text);
    gtk_box_pack_start(GTK_BOX(area), scrolled, TRUE, TRUE, 6);
    dialog->text = text;
    return text;
}

void
care_dialog_say(PurpleConversation *conversation, const char *text)
{
    g_autofree char *html = g_markup_escape_text(text != NULL ? text : "", -1);

    purple_conversation_write(conversation, "", html, PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NO_LOG,
                              time(NULL));
}

void
care_dialogs_close(const PurpleConversation *conversation)
{
    g_autoptr(GSList) all = g_slist_copy(dialogs);

    for (GSList *i = all; i != NULL; i = i->next) {
        const CareDialog *dialog = i->data;

        if (conversation == NULL || dialog->conversation == conversation)
            gtk_widget_destroy(dialog->dialog);
    }
}
