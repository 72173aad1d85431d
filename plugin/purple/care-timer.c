/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds the adapter's one timer, which wakes the engine when it asked to be woken. */
#include "care-adapter.h"

#define LONGEST_MS (60 * 1000) /* a timer sleeps through suspend, the boot clock does not */

static gboolean
timer_fired(gpointer data)
{
    Care *care = data;

    care->timer = 0;
    care->armed_boot = G_MAXINT64;
    if (care_now().boot_ms >= care_engine_wake_ms(care->engine))
        care_handle(care, &(CareEvent){.type = CARE_EVENT_WAKE});
    else
        care_timer_arm(care);
    return FALSE;
}

/* After every event: does nothing unless the engine wants to be woken sooner than it would be. */
void
care_timer_arm(Care *care)
{
    const gint64 wake = care_engine_wake_ms(care->engine);
    gint64 now, wait;

    if (G_LIKELY(wake >= care->armed_boot) || care->quitting)
        return;
    care_timer_stop(care);
    now = care_now().boot_ms;
    wait = CLAMP(wake - now, 1, LONGEST_MS);
    care->armed_boot = now + wait;
    care->timer = purple_timeout_add((guint)wait, timer_fired, care);
}

void
care_timer_stop(Care *care)
{
    if (care->timer != 0)
        purple_timeout_remove(care->timer);
    care->timer = 0;
    care->armed_boot = G_MAXINT64;
}
