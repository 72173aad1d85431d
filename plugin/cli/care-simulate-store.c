/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands the store's chats to a simulation, with what is not known of them filled in and counted. */
#include "care-cli.h"
#include "care-simulate.h"
#include <string.h>

typedef struct {
    const CareSimulateRun *run;
    guint64 done;
} Work;

gboolean
care_simulate_is_desk(const CareSimulateRun *run, const char *protocol, const char *account,
                      const char *address)
{
    const CareSettings *settings = run->settings;

    if (settings->desk.failed)
        return FALSE;
    if (address != NULL && care_settings_is_excluded(settings, address, NULL))
        return FALSE;
    if (account == NULL || *account == '\0' || settings->desk.accounts[0] == NULL)
        return TRUE;
    return care_settings_is_desk(settings, protocol, account);
}

/* "anna@example.org" of "xmpp:anna@example.org". */
static const char *
address_of(const CarePastRow *row)
{
    const char *colon = row->chat.customer != NULL ? strchr(row->chat.customer, ':') : NULL;

    if (row->address != NULL)
        return row->address;
    return colon != NULL ? colon + 1 : NULL;
}

static gboolean
add_row(const CarePastRow *row, gpointer data)
{
    Work *work = data;
    const CareSimulateRun *run = work->run;
    CarePastChat chat = row->chat;

    chat.is_desk = !row->was_private &&
                   care_simulate_is_desk(run, chat.protocol, row->account, address_of(row));
    if (chat.end == CARE_END_NONE) {
        chat.end = run->end;
        run->report->n_end_unknown++;
    }
    if (!row->lines_known) {
        chat.agent_lines = chat.customer_lines = (guint)MAX(run->settings->ask.min_messages, 1);
        run->report->n_lines_unknown++;
    }
    care_simulation_add(run->simulation, &chat);
    care_progress_show(++work->done, 0, run->progress);
    return TRUE;
}

gboolean
care_simulate_store(const CareSimulateRun *run, CareReader *reader, GError **error)
{
    Work work = {.run = run};

    return care_reader_each_past(reader, run->period.from_ms, run->period.to_ms, add_row, &work,
                                 error);
}
