/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an agent can do, in Pidgin's own menus. */
#include "care-pidgin.h"

void
care_menu_connect(CarePidgin *care G_GNUC_UNUSED)
{
}

GList *
care_menu_actions(PurplePlugin *plugin G_GNUC_UNUSED, gpointer context G_GNUC_UNUSED)
{
    return NULL;
}
