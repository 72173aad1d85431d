/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who waits, in the buddy list. */
#include "care-pidgin.h"

struct _CareHold {
    CarePidgin *care;
};

CareHold *
care_hold_new(CarePidgin *care)
{
    CareHold *hold = g_new0(CareHold, 1);

    hold->care = care;
    return hold;
}

void
care_hold_update(CareHold *hold G_GNUC_UNUSED)
{
}

void
care_hold_free(CareHold *hold)
{
    g_free(hold);
}
