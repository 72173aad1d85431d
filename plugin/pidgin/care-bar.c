/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bar for the reminder of the moment. */
#include "care-pidgin.h"

struct _CareBar {
    CareWindow *window;
};

CareBar *
care_bar_new(CareWindow *window)
{
    CareBar *bar = g_new0(CareBar, 1);

    bar->window = window;
    return bar;
}

void
care_bar_update(CareBar *bar G_GNUC_UNUSED)
{
}

void
care_bar_free(CareBar *bar)
{
    g_free(bar);
}
