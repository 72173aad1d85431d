/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets an agent change the settings of their own desk. */
#include "care-pidgin.h"

GtkWidget *
care_prefs_frame(PurplePlugin *plugin G_GNUC_UNUSED)
{
    return gtk_vbox_new(FALSE, 0);
}

void
care_prefs_settings_changed(CarePidgin *care G_GNUC_UNUSED)
{
}

void
care_prefs_close(CarePidgin *care G_GNUC_UNUSED)
{
}
