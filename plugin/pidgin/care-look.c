/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all parts of the window share in how they look, and in how they are told to who can't see
 * them. */
#include "care-pidgin.h"

void
care_look_name(GtkWidget *widget, const char *name, const char *description)
{
    AtkObject *object = gtk_widget_get_accessible(widget);

    atk_object_set_name(object, name);
    if (description != NULL)
        atk_object_set_description(object, description);
}
