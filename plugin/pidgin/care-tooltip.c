/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of a buddy, in their tooltip. */
#include "care-pidgin.h"

void
care_tooltip_connect(CarePidgin *care G_GNUC_UNUSED)
{
}
