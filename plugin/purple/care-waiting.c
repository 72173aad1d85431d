/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says who waits for an answer, the longest first: to /care waiting, to the window part, and to a
 * menu. */
#include "care-adapter.h"

/* (transfer full): of CareUiWaiter; their strings are put into @out_names. */
GArray *
care_waiting_rows(const Care *care, GPtrArray *out_names)
{
    g_autoptr(GArray) waiters = care_engine_waiting(care->engine, care_now());
    GArray *rows = g_array_new(FALSE, TRUE, sizeof(CareUiWaiter));

    for (guint i = 0; i < waiters->len; i++) {
        const CareWaiter *waiter = &g_array_index(waiters, CareWaiter, i);
        const CarePeer *peer = care_conversation_peer(waiter->conversation);
        const CareUiWaiter row = {.conversation = care_peer_window(peer),
                                  .name = g_strdup(peer->name),
                                  .waits_ms = waiter->waits_ms,
                                  .level = waiter->level,
                                  .time = care_text_duration(waiter->waits_ms),
                                  .account = care_peer_account(peer),
                                  .who = g_strdup(peer->address)};

        g_ptr_array_add(out_names, (gpointer)row.name);
        g_ptr_array_add(out_names, (gpointer)row.time);
        g_ptr_array_add(out_names, (gpointer)row.who);
        g_array_append_val(rows, row);
    }
    return rows;
}

/* "anna: 4 minutes", one a line. (transfer full): plain text */
char *
care_waiting_text(const Care *care)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) rows = care_waiting_rows(care, names);
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < rows->len; i++) {
        const CareUiWaiter *row = &g_array_index(rows, CareUiWaiter, i);

        g_string_append_printf(text, "%s%s: %s", i > 0 ? "\n" : "", row->name, row->time);
    }
    if (rows->len == 0)
        g_string_append(text, _("Nobody waits."));
    return g_string_free(text, FALSE);
}
