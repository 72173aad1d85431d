/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cuts a folder of logs into chats and hands them, sorted by their ends, to a simulation: one
 * customer may have written to several accounts. */
#include "care-cli.h"
#include "care-simulate.h"
#include <purple-care/engine.h>
#include <string.h>

#define CHATS_MAX   5000000 /* some 300 MB */
#define WRITERS_MAX 64      /* of a room: more are as many as several */

typedef struct {
    char *protocol, *account, *address, *customer; /* customer: NULL: anonymous */
    gboolean room, is_desk;
} Peer;

typedef struct {
    gint64 ended_ms;
    guint peer;
    guint agent_lines, customer_lines, present;
    gboolean is_waiting, is_encrypted;
} Seen;

typedef struct {
    const CareSimulateRun *run;
    const CareLanguage *language;
    GPtrArray *peers; /* of Peer */
    GArray *seen;     /* of Seen */
    CareCut cut;
    gboolean is_encrypted;
    GHashTable *writers; /* of the chat that is on, in a room */
    guint64 alone;
    gboolean is_full;
} Work;

static void
peer_free(gpointer data)
{
    Peer *peer = data;

    g_free(peer->protocol);
    g_free(peer->account);
    g_free(peer->address);
    g_free(peer->customer);
    g_free(peer);
}

static void
begin(const CareLogPeer *from, gpointer data)
{
    Work *work = data;
    Peer *peer = g_new0(Peer, 1);
    /* As the plug-in has it: a nick that anybody may take next is nobody in particular. */
    const gboolean anonymous =
        from->room || strcmp(from->protocol, "irc") == 0 || strcmp(from->protocol, "bonjour") == 0;

    peer->protocol = g_strdup(from->protocol);
    peer->account = g_strdup(from->account);
    peer->address = g_strdup(from->address);
    peer->customer = anonymous ? NULL : g_strconcat(from->protocol, ":", from->address, NULL);
    peer->room = from->room;
    peer->is_desk = care_simulate_is_desk(work->run, from->protocol, from->account, from->address);
    g_ptr_array_add(work->peers, peer);
    work->cut = (CareCut){.idle_end_ms = work->run->settings->chat.idle_end};
    work->is_encrypted = FALSE;
    g_hash_table_remove_all(work->writers);
}

static void
take_chat(Work *work)
{
    const CarePeriod *period = &work->run->period;
    const gboolean all = period->from_ms == 0 && period->to_ms == 0;
    Seen seen = {.peer = work->peers->len - 1, .is_encrypted = work->is_encrypted};
    CareCutChat chat;

    if (!care_cut_take(&work->cut, &chat))
        return;
    seen.present = g_hash_table_size(work->writers);
    g_hash_table_remove_all(work->writers);
    if (!all && (chat.last_ms < period->from_ms || chat.last_ms >= period->to_ms))
        return;
    if (chat.agent_lines == 0) { /* the live engine records none either */
        work->alone++;
        return;
    }
    seen.ended_ms = chat.last_ms;
    seen.agent_lines = chat.agent_lines;
    seen.customer_lines = chat.customer_lines;
    seen.is_waiting = chat.is_waiting;
    g_array_append_val(work->seen, seen);
}

static gboolean
take_line(const CareLogLine *line, gpointer data)
{
    Work *work = data;
    const Peer *peer = g_ptr_array_index(work->peers, work->peers->len - 1);

    if (g_str_has_prefix(line->text, "?OTR"))
        work->is_encrypted = TRUE;
    if (line->is_automatic)
        return TRUE;
    if (care_cut_is_over(&work->cut, line->at_ms))
        take_chat(work);
    if (work->seen->len >= CHATS_MAX) {
        work->is_full = TRUE;
        return FALSE;
    }
    if (care_cut_line(&work->cut, line->by_agent,
                      care_answer_is_courtesy(work->language, line->text), line->at_ms) &&
        peer->room && !line->by_agent && g_hash_table_size(work->writers) < WRITERS_MAX)
        g_hash_table_add(work->writers, g_strdup(line->name));
    return TRUE;
}

static void
end(gpointer data)
{
    take_chat(data);
}

static void
show(guint64 done, guint64 total, gpointer data)
{
    const Work *work = data;

    care_progress_show(done, total, work->run->progress);
}

static gint
by_end(gconstpointer a, gconstpointer b)
{
    const Seen *first = a, *second = b;

    if (first->ended_ms != second->ended_ms)
        return first->ended_ms < second->ended_ms ? -1 : 1;
    return first->peer < second->peer ? -1 : first->peer > second->peer;
}

static void
add_chat(const Work *work, const Seen *seen)
{
    const CareSimulateRun *run = work->run;
    const Peer *peer = g_ptr_array_index(work->peers, seen->peer);
    const char *agent = run->settings->desk.agent_name;
    g_autofree char *id = g_strdup_printf("%s\n%s\n%s\n%" G_GINT64_FORMAT, peer->protocol,
                                          peer->account, peer->address, seen->ended_ms);
    const CarePastChat chat = {
        .id = id,
        .agent = agent[0] != '\0' ? agent : peer->account,
        .protocol = peer->protocol,
        .customer = peer->customer,
        .ended_ms = seen->ended_ms,
        .agent_lines = seen->agent_lines,
        .customer_lines = seen->customer_lines,
        .present = seen->present,
        .end = run->end,
        .is_desk = peer->is_desk,
        .is_room = peer->room,
        .is_waiting = seen->is_waiting && run->end == CARE_END_CLOSED,
        .is_encrypted = seen->is_encrypted,
    };

    care_simulation_add(run->simulation, &chat);
}

static void
work_clear(Work *work)
{
    g_ptr_array_unref(work->peers);
    g_array_unref(work->seen);
    g_hash_table_unref(work->writers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Work, work_clear)

/* The language that courtesy is looked for in: as the plug-in falls back on it. */
static const CareLanguage *
language_of(const CareSettings *settings)
{
    const char *policy = settings->language.fallback;
    const char *locale = g_get_language_names()[0];

    return care_language_of(g_ascii_strcasecmp(policy, "auto") == 0 ? locale : policy);
}

gboolean
care_simulate_logs(const CareSimulateRun *run, const char *dir, CareSimulatedLogs *out_logs,
                   GError **error)
{
    g_auto(Work) work = {
        .run = run,
        .language = language_of(run->settings),
        .peers = g_ptr_array_new_with_free_func(peer_free),
        .seen = g_array_new(FALSE, FALSE, sizeof(Seen)),
        .writers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
    };
    const char *agent = run->settings->desk.agent_name;
    const CareLogReading reading = {
        .agent_name = agent[0] != '\0' ? agent : NULL,
        .zone = run->zone,
        .begin = begin,
        .line = take_line,
        .end = end,
        .progress = show,
        .data = &work,
    };
    CareLogRead read;

    if (!care_log_read(dir, &reading, &read, error))
        return FALSE;
    if (work.is_full) {
        g_set_error(error, CARE_LOG_ERROR, CARE_LOG_ERROR_NONE,
                    _("%s: more than %d chats; give a shorter period"), dir, CHATS_MAX);
        return FALSE;
    }
    *out_logs = (CareSimulatedLogs){
        .files = read.files,
        .peers = read.peers,
        .lines = read.lines,
        .chats_alone = work.alone,
        .unreadable = read.unreadable,
        .again = read.again,
        .strange = read.strange,
        .unclear = read.unclear,
        .delayed = read.delayed,
    };
    g_array_sort(work.seen, by_end);
    for (guint i = 0; i < work.seen->len; i++)
        add_chat(&work, &g_array_index(work.seen, Seen, i));
    run->report->n_end_unknown = work.seen->len;
    return TRUE;
}
