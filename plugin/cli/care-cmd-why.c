/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care why: every guard a chat went through, with the value that decided, so that nobody
 * need guess. */
#include "care-cli.h"
#include <purple-care/report.h>
#include <string.h>

#define NAME "why"

typedef struct {
    const char *name, *words;
} Guard;

static const char *
guard_words(const char *name)
{
    static const Guard guards[] = {
        {"desk", N_("desk account")},
        {"private", N_("private contact")},
        {"protocol", N_("protocol can carry it")},
        {"end", N_("how the chat ended")},
        {"room", N_("customers in the room")},
        {"messages", N_("lines agent+customer/min")},
        {"opted-out", N_("wants no questions")},
        {"last-asked", N_("last asked/interval")},
        {"year", N_("asked in a year/most")},
        {"protection", N_("same protection")},
        {"sample", N_("sample")},
        {"mode", N_("mode")},
        {"limit", N_("safety limits")},
        {"store", N_("store")},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(guards); i++) {
        if (strcmp(guards[i].name, name) == 0)
            return _(guards[i].words);
    }
    return name;
}

/* "2 days ago; 30 days wanted!": the mark at the end says that this guard decided against asking.
 */
static void
append_guard(GString *out, const char *guard)
{
    g_auto(GStrv) parts = g_strsplit(guard, "=", 2);
    const char *value = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";
    const gboolean is_against = g_str_has_suffix(guard, "!");
    const char *stops = is_against ? _("   <- this decided") : "";
    g_autofree char *name = NULL;
    g_autofree char *safe = care_report_safe(value);

    if (parts[0] == NULL || *g_strstrip(parts[0]) == '\0')
        return;
    if (is_against && *safe != '\0')
        safe[strlen(safe) - 1] = '\0';
    name = care_report_safe(guard_words(parts[0]));
    g_string_append(out, "  ");
    care_report_pad(out, name, 24, FALSE);
    g_string_append_printf(out, "  %s%s\n", care_report_guard(safe), stops);
}

static void
append_guards(GString *out, const char *guards)
{
    g_auto(GStrv) list = g_strsplit(guards != NULL ? guards : "", ";", -1);

    if (guards == NULL || *guards == '\0')
        return;
    g_string_append_printf(out, "\n%s\n", _("Guards, in order:"));
    for (guint i = 0; list[i] != NULL; i++)
        append_guard(out, list[i]);
}

static void
append_line(GString *out, const char *label, const char *value)
{
    g_autofree char *safe = care_report_safe(value);

    care_report_pad(out, label, 10, FALSE);
    g_string_append_printf(out, " %s\n", safe);
}

static void
append_time(GString *out, const char *label, gint64 at_ms, GTimeZone *zone, const char *remark)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_ms / 1000);
    g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
    g_autofree char *time =
        local != NULL ? g_date_time_format(local, "%Y-%m-%d %H:%M:%S %:z") : NULL;
    g_autofree char *value = NULL;

    if (at_ms == 0 || time == NULL)
        return;
    value = remark != NULL ? g_strdup_printf("%s, %s", time, remark) : g_strdup(time);
    append_line(out, label, value);
}

static const char *
end_words(CareEnd end)
{
    static const char *const words[CARE_N_ENDS] = {
        [CARE_END_EXPLICIT] = N_("ended by the agent"),
        [CARE_END_CLOSED] = N_("the window was closed"),
        [CARE_END_IDLE] = N_("nobody wrote any more"),
        [CARE_END_LOST] = N_("the connection was lost"),
    };

    return (guint)end < CARE_N_ENDS && words[end] != NULL ? _(words[end]) : NULL;
}

static const char *
outcome_words(CareOutcome outcome)
{
    static const char *const words[CARE_N_OUTCOMES] = {
        [CARE_OUTCOME_OPEN] = N_("still open: nothing is decided yet"),
        [CARE_OUTCOME_PENDING] = N_("asked; the question is still open"),
        [CARE_OUTCOME_ANSWERED] = N_("asked and answered"),
        [CARE_OUTCOME_EXPIRED] = N_("asked; no answer came in time"),
        [CARE_OUTCOME_SKIPPED] = N_("asked; the customer skipped it"),
        [CARE_OUTCOME_OPTED_OUT] = N_("asked; the customer wants no more questions"),
        [CARE_OUTCOME_NOT_ASKED] = N_("not asked"),
    };

    return (guint)outcome < CARE_N_OUTCOMES ? _(words[outcome]) : "?";
}

static char *
why_text(const CareRecord *record, GTimeZone *zone)
{
    const CareChatRecord *chat = &record->chat;
    const char *reason = care_report_reason(chat->reason);
    const char *by = record->survey.by_agent ? _("by hand") : _("by itself");
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *outcome = NULL;
    g_autofree char *rounds = NULL;

    append_line(out, _("Chat"), chat->id);
    append_line(out, _("Agent"), chat->agent != NULL ? chat->agent : "?");
    append_line(out, _("Protocol"), chat->protocol != NULL ? chat->protocol : "?");
    append_time(out, _("Started"), chat->started_ms, zone, NULL);
    append_time(out, _("Ended"), chat->ended_ms, zone, end_words(chat->end));
    if (chat->outcome == CARE_OUTCOME_NOT_ASKED && reason != NULL)
        outcome = g_strdup_printf("%s: %s", outcome_words(chat->outcome), reason);
    else
        outcome = g_strdup(outcome_words(chat->outcome));
    append_line(out, _("Outcome"), outcome);
    if (record->survey.id != NULL && record->survey.rounds > 0) {
        append_time(out, _("Asked"), record->survey.asked_ms, zone, by);
        rounds = g_strdup_printf("%u", record->survey.rounds);
        append_line(out, _("Questions"), rounds);
    }
    append_guards(out, chat->guards);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static int
explain(const char *id, char **stores, GTimeZone *zone)
{
    g_autofree char *path = care_cli_store(NAME, stores);
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(CareRecord) record = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    if (path == NULL)
        return CARE_EXIT_USAGE;
    reader = care_reader_open(path, &error);
    if (reader == NULL)
        return care_cli_store_failed(NAME, error);
    record = care_reader_chat(reader, id, &error);
    if (record == NULL && g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING))
        return care_cli_failed(NAME, _("%s: %s; /care why in the client shows a chat's id"), path,
                               error->message);
    if (record == NULL)
        return care_cli_store_failed(NAME, error);
    text = why_text(record, zone);
    return care_cli_write(NAME, NULL, text, TRUE);
}

int
care_cmd_why(int argc, char **argv)
{
    g_autofree char *zone_name = NULL;
    g_auto(GStrv) stores = NULL;
    g_autoptr(GTimeZone) zone = NULL;
    const GOptionEntry entries[] = {
        {"tz", 0, 0, G_OPTION_ARG_STRING, &zone_name,
         N_("Time zone: UTC, +HH:MM or a name (the desk's)"), N_("ZONE")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &stores,
         N_("The store (~/.purple/care/care.db)"), N_("FILE")},
        {0},
    };

    if (!care_cli_parse(N_("CHAT"),
                        _("Shows why a chat was asked or not: each guard in order, and the value "
                          "that decided.\n"
                          "CHAT is its id, or the beginning of it.\n"
                          "\n"
                          "Example: purple-care why 7f3a9c1e"),
                        entries, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc != 2)
        return care_cli_usage(NAME, argc < 2 ? _("which chat? Give its id, or the beginning of it")
                                             : _("one chat at a time"));
    zone = care_cli_zone(NAME, zone_name);
    if (zone == NULL)
        return CARE_EXIT_USAGE;
    return explain(argv[1], stores, zone);
}
