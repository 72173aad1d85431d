/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The button on the toolbar of a tab. */
#include "care-pidgin.h"

struct _CareButton {
    CareWindow *window;
};

CareButton *
care_button_new(CareWindow *window)
{
    CareButton *button = g_new0(CareButton, 1);

    button->window = window;
    return button;
}

void
care_button_update(CareButton *button G_GNUC_UNUSED)
{
}

void
care_button_free(CareButton *button)
{
    g_free(button);
}
