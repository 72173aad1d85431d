/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides whether a chat that ends is asked about: guards in a fixed order, the first that fails is
 * the reason. */
#include <purple-care/engine-eligibility.h>
#include <purple-care/engine.h>
#include <string.h>

#define DAY_MS     (24 * 3600 * G_GINT64_CONSTANT(1000))
#define DRAW_RANGE 4294967296.0 /* 2^32: the draw's range */

typedef struct {
    const CareCase *facts;
    const CareSettings *settings;
} Case;

/* Writes the value that decides and says NONE to let pass. */
typedef CareReason (*Guard)(const Case *at, GString *value);

static CareReason
guard_desk(const Case *at, GString *value)
{
    g_string_append(value, at->facts->is_desk ? "yes" : "no");
    return at->facts->is_desk ? CARE_REASON_NONE : CARE_REASON_PRIVATE;
}

static CareReason
guard_private(const Case *at, GString *value)
{
    if (at->facts->is_erased) {
        g_string_append(value, "erased");
        return CARE_REASON_PRIVATE;
    }
    g_string_append(value, at->facts->customer->is_private ? "yes" : "no");
    return at->facts->customer->is_private ? CARE_REASON_PRIVATE : CARE_REASON_NONE;
}

static CareReason
guard_protocol(const Case *at, GString *value)
{
    const char *protocol = at->facts->protocol;

    g_string_append(value, protocol);
    return care_protocol_can_ask(protocol) ? CARE_REASON_NONE : CARE_REASON_PROTOCOL;
}

static CareReason
guard_end(const Case *at, GString *value)
{
    const CareCase *facts = at->facts;

    if (facts->is_transferred) {
        g_string_append(value, "transferred");
        return CARE_REASON_ASKED_ELSEWHERE;
    }
    if (facts->is_quiet) {
        g_string_append(value, "quiet");
        return CARE_REASON_AGENT_CHOICE;
    }
    g_string_append(value, care_end_name(facts->end));
    switch (facts->end) {
    case CARE_END_CLOSED:
        if (facts->is_room || !at->settings->ask.on_close)
            return CARE_REASON_CLOSED;
        return facts->is_waiting ? CARE_REASON_CUSTOMER_WAITING : CARE_REASON_NONE;
    case CARE_END_IDLE:
        if (facts->is_room || !at->settings->ask.on_idle)
            return CARE_REASON_IDLE;
        return CARE_REASON_NONE;
    case CARE_END_LOST:
        return CARE_REASON_LOST;
    case CARE_END_NONE:
    case CARE_END_EXPLICIT:
    case CARE_N_ENDS:
        break;
    }
    return CARE_REASON_NONE;
}

static CareReason
guard_room(const Case *at, GString *value)
{
    const gboolean several = at->settings->ask.several_in_room;

    g_string_append_printf(value, "%u", at->facts->present);
    if (at->facts->present == 0)
        return CARE_REASON_LEFT;
    return at->facts->present > 1 && !several ? CARE_REASON_SEVERAL : CARE_REASON_NONE;
}

static CareReason
guard_messages(const Case *at, GString *value)
{
    const guint least = (guint)at->settings->ask.min_messages;
    const CareCase *facts = at->facts;

    g_string_append_printf(value, "%u+%u/%u", facts->agent_lines, facts->customer_lines, least);
    return MIN(facts->agent_lines, facts->customer_lines) >= least ? CARE_REASON_NONE
                                                                   : CARE_REASON_NO_EXCHANGE;
}

static CareReason
guard_opted_out(const Case *at, GString *value)
{
    g_string_append(value, at->facts->customer->is_opted_out ? "yes" : "no");
    return at->facts->customer->is_opted_out ? CARE_REASON_OPTED_OUT : CARE_REASON_NONE;
}

/* How long to leave a customer alone, by how the last question ended. */
static gint64
interval_of(const Case *at)
{
    switch (at->facts->customer->last_end) {
    case CARE_SURVEY_ANSWERED:
        return at->settings->ask.answered_interval;
    case CARE_SURVEY_SKIPPED:
    case CARE_SURVEY_OPTED_OUT:
        return at->settings->ask.refused_interval;
    case CARE_SURVEY_NONE:
    case CARE_SURVEY_ASKING:
    case CARE_SURVEY_ASKED:
    case CARE_SURVEY_SUSPENDED:
    case CARE_SURVEY_EXPIRED:
    case CARE_SURVEY_FAILED:
    case CARE_N_SURVEYS:
        break;
    }
    return at->settings->ask.silent_interval * (at->facts->customer->silent_in_row >= 2 ? 2 : 1);
}

static CareReason
guard_last_asked(const Case *at, GString *value)
{
    const gint64 passed = at->facts->at_ms - at->facts->customer->last_asked_ms;

    if (at->facts->is_question_open) {
        g_string_append(value, "open");
        return CARE_REASON_TOO_RECENT;
    }
    if (at->facts->customer->last_asked_ms == 0) {
        g_string_append(value, "never");
        return CARE_REASON_NONE;
    }
    g_string_append_printf(value, "%" G_GINT64_FORMAT "d/%" G_GINT64_FORMAT "d", passed / DAY_MS,
                           interval_of(at) / DAY_MS);
    return passed >= interval_of(at) ? CARE_REASON_NONE : CARE_REASON_TOO_RECENT;
}

static CareReason
guard_year(const Case *at, GString *value)
{
    const guint cap = (guint)at->settings->ask.yearly_cap;

    g_string_append_printf(value, "%u/%u", at->facts->customer->asked_in_year, cap);
    return at->facts->customer->asked_in_year < cap ? CARE_REASON_NONE : CARE_REASON_YEARLY_CAP;
}

static CareReason
guard_protection(const Case *at, GString *value)
{
    const CareCase *facts = at->facts;
    const gboolean gone = facts->end == CARE_END_CLOSED || !facts->has_window;

    g_string_append(value, facts->is_encrypted ? "encrypted" : "plain");
    /* Without its window a line would go past the encrypting plug-in, in the clear. */
    return facts->is_encrypted && gone ? CARE_REASON_WEAKER_ENCRYPTION : CARE_REASON_NONE;
}

/* A draw in [0, 1) that nobody can choose: keyed, and bound to customer and chat. */
static double
draw_of(const Case *at)
{
    const char *key =
        at->settings->desk.key[0] != '\0' ? at->settings->desk.key : at->facts->sample_key;
    const char *customer = at->facts->customer_key;
    g_autofree char *text =
        g_strjoin("\n", customer != NULL ? customer : "", at->facts->chat_id, NULL);
    g_autofree char *hex =
        g_compute_hmac_for_string(G_CHECKSUM_SHA256, (const guchar *)key, strlen(key), text, -1);

    hex[8] = '\0'; /* 32 bits are plenty for percents */
    return (double)g_ascii_strtoull(hex, NULL, 16) / DRAW_RANGE;
}

static CareReason
guard_sample(const Case *at, GString *value)
{
    const gint percent = at->settings->ask.sample_percent;

    g_string_append_printf(value, "%d%%", percent);
    return 100 * draw_of(at) < percent ? CARE_REASON_NONE : CARE_REASON_SAMPLED_OUT;
}

static CareReason
guard_mode(const Case *at, GString *value)
{
    static const struct {
        const char *name;
        CareReason reason;
    } modes[] = {
        [CARE_MODE_LIVE] = {"live", CARE_REASON_NONE},
        [CARE_MODE_SHADOW] = {"shadow", CARE_REASON_SHADOW},
        [CARE_MODE_OFF] = {"off", CARE_REASON_OFF},
    };

    g_string_append(value, modes[at->settings->ask.mode].name);
    return modes[at->settings->ask.mode].reason;
}

static CareReason
guard_limit(const Case *at, GString *value)
{
    g_string_append(value, at->facts->is_limited ? "reached" : "free");
    return at->facts->is_limited ? CARE_REASON_LIMIT : CARE_REASON_NONE;
}

static CareReason
guard_store(const Case *at, GString *value)
{
    g_string_append(value, at->facts->is_store_failed ? "failed" : "ready");
    return at->facts->is_store_failed ? CARE_REASON_STORE : CARE_REASON_NONE;
}

/* In the order of the contract (docs/architecture.md, "Eligibility"). */
static const struct {
    const char *name;
    Guard guard;
    gboolean at_end; /* speaks of a chat's end alone: not of a pulse */
} guards[] = {
    {"desk", guard_desk, FALSE},
    {"private", guard_private, FALSE},
    {"protocol", guard_protocol, FALSE},
    {"end", guard_end, TRUE},
    {"room", guard_room, FALSE},
    {"messages", guard_messages, FALSE},
    {"opted-out", guard_opted_out, FALSE},
    {"last-asked", guard_last_asked, TRUE},
    {"year", guard_year, TRUE},
    {"protection", guard_protection, FALSE},
    {"sample", guard_sample, TRUE},
    {"mode", guard_mode, FALSE},
    {"limit", guard_limit, FALSE},
    {"store", guard_store, FALSE},
};

static CareAsking
judge(const Case *at, gboolean is_pulse)
{
    CareAsking verdict = {CARE_REASON_NONE, at->settings->ask.sample_percent / 100.0, NULL};
    GString *text = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(guards) && verdict.reason == CARE_REASON_NONE; i++) {
        if ((guards[i].guard == guard_room && !at->facts->is_room) ||
            (is_pulse && guards[i].at_end))
            continue;
        g_string_append_printf(text, "%s%s=", i > 0 ? ";" : "", guards[i].name);
        verdict.reason = guards[i].guard(at, text);
        if (verdict.reason != CARE_REASON_NONE)
            g_string_append_c(text, '!');
    }
    verdict.guards = g_string_free(text, FALSE);
    return verdict;
}

CareAsking
care_eligibility_judge(const CareCase *at, const CareSettings *settings)
{
    return judge(&(Case){at, settings}, FALSE);
}

CareAsking
care_eligibility_judge_pulse(const CareCase *at, const CareSettings *settings)
{
    CareAsking verdict = judge(&(Case){at, settings}, TRUE);

    verdict.probability = 1;
    return verdict;
}
