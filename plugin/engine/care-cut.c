/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cuts lines of the past into chats as the live engine does when nobody ends one by hand. */
#include <purple-care/engine-simulate.h>

gboolean
care_cut_is_over(const CareCut *cut, gint64 at_ms)
{
    return cut->chat.started_ms != 0 && at_ms - cut->chat.last_ms >= cut->idle_end_ms;
}

gboolean
care_cut_line(CareCut *cut, gboolean by_agent, gboolean is_courtesy, gint64 at_ms)
{
    CareCutChat *chat = &cut->chat;

    if (chat->started_ms == 0) {
        if (is_courtesy)
            return FALSE;
        *chat = (CareCutChat){.started_ms = at_ms};
        cut->is_waiting = FALSE;
    }
    if (by_agent)
        chat->agent_lines++;
    else
        chat->customer_lines++;
    cut->is_waiting = !by_agent;
    cut->newest_is_courtesy = is_courtesy;
    chat->last_ms = at_ms;
    return TRUE;
}

gboolean
care_cut_take(CareCut *cut, CareCutChat *out_chat)
{
    if (cut->chat.started_ms == 0)
        return FALSE;
    *out_chat = cut->chat;
    out_chat->is_waiting = cut->is_waiting && !cut->newest_is_courtesy;
    cut->chat = (CareCutChat){0};
    return TRUE;
}
