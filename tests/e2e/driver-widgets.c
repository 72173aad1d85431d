/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the test driver sees of Pidgin's windows: all widgets, also where Pidgin hides some from
 * accessibility. */
#include "driver.h"
#include <stdio.h>
#include <string.h>

typedef struct {
    FILE *file;
    const char *path;
} Walk;

/* What it says: one line. (transfer full) */
static char *
words_of(GtkWidget *widget)
{
    const char *words = NULL;

    if (GTK_IS_LABEL(widget))
        words = gtk_label_get_text(GTK_LABEL(widget));
    else if (GTK_IS_BUTTON(widget))
        words = atk_object_get_name(gtk_widget_get_accessible(widget));
    return g_strdelimit(g_strdup(words != NULL ? words : ""), "\t\n", ' ');
}

static void
write_place(FILE *file, GtkWidget *widget)
{
    GtkAllocation place;
    GtkRequisition wanted;
    gint x = 0, y = 0;

    if (!gtk_widget_get_mapped(widget) || gtk_widget_get_window(widget) == NULL)
        return;
    gtk_widget_get_allocation(widget, &place);
    gtk_widget_get_child_requisition(widget, &wanted);
    gdk_window_get_origin(gtk_widget_get_window(widget), &x, &y);
    if (gtk_widget_get_has_window(widget))
        place.x = place.y = 0;
    fprintf(file, "\t%d %d %d %d %d %d", x + place.x, y + place.y, place.width, place.height,
            wanted.width, wanted.height);
}

static void
walk(GtkWidget *widget, gpointer data)
{
    const Walk *above = data;
    g_autofree char *path = g_strdup_printf("%s/%s", above->path, G_OBJECT_TYPE_NAME(widget));
    g_autofree char *words = words_of(widget);
    Walk here = {above->file, path};

    fprintf(above->file, "%s\t%s", path, words);
    write_place(above->file, widget);
    fputc('\n', above->file);
    if (GTK_IS_CONTAINER(widget))
        gtk_container_forall(GTK_CONTAINER(widget), walk, &here);
}

void
driver_write_widgets(const char *name)
{
    GList *tops = gtk_window_list_toplevels();
    Walk top = {fopen(name, "w"), ""};

    driver_drain();
    gdk_window_process_all_updates(); /* so that a picture taken next has all of it */
    gdk_display_sync(gdk_display_get_default());
    if (top.file != NULL) {
        for (GList *i = tops; i != NULL; i = i->next)
            walk(i->data, &top);
        fclose(top.file);
    }
    g_list_free(tops);
}

static void
unname(GtkWidget *widget, gpointer words)
{
    g_autofree char *said = words_of(widget);

    if (GTK_IS_BUTTON(widget) && strcmp(said, words) == 0)
        atk_object_set_name(gtk_widget_get_accessible(widget), "");
    else if (GTK_IS_CONTAINER(widget))
        gtk_container_forall(GTK_CONTAINER(widget), unname, words);
}

void
driver_unname(const char *words)
{
    GList *tops = gtk_window_list_toplevels();

    for (GList *i = tops; i != NULL; i = i->next)
        unname(i->data, (gpointer)words);
    g_list_free(tops);
}
