/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The agent’s own figures. */
#include "care-pidgin.h"

void
care_dashboard_show(CarePidgin *care G_GNUC_UNUSED)
{
}

void
care_dashboard_close(CarePidgin *care G_GNUC_UNUSED)
{
}
