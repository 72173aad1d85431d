/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says what a policy would have asked, why not the rest, and what that would tell, with every
 * assumption beside it. */
#include "care-sections.h"
#include "care-simulate.h"
#include "care-table.h"
#include <math.h>

#define CUSTOMERS_SHOWN 10
#define AGENTS_SHOWN    100
#define MONTH_DAYS      30.4375
#define LONG_DAYS       90

static char *
day_text(gint64 ms, GTimeZone *zone)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(ms / 1000);
    g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;

    return local != NULL ? g_date_time_format(local, "%Y-%m-%d") : g_strdup("?");
}

static void
append_title(GString *out, const CareSimulateReport *report)
{
    const CareSimulated *simulated = report->simulated;
    g_autoptr(GTimeZone) zone = care_zone_new(report->timezone, NULL);
    g_autofree char *first = day_text(simulated->first_ms, zone);
    g_autofree char *last = day_text(simulated->last_ms, zone);
    g_autofree char *title =
        g_strdup_printf(_("What would have been asked: chats from %s to %s"), first, last);

    care_words_bold(out, title, report->colour);
    care_words_end(out, 4);
    g_string_append_c(out, '\n');
}

static void
append_head(GString *out, const CareSimulateReport *report)
{
    const CareSimulatedPart *all = &report->simulated->all;
    g_autofree char *policy = report->policy != NULL ? care_report_safe(report->policy) : NULL;

    care_words_line(out, _("Policy"), policy != NULL ? policy : _("the one in force"));
    care_words_label(out, _("Would ask"));
    g_string_append_printf(out,
                           g_dngettext(GETTEXT_PACKAGE, "%llu of %llu chat (%u %%)",
                                       "%llu of %llu chats (%u %%)", all->chats),
                           CARE_LLU(all->asked), CARE_LLU(all->chats),
                           care_words_percent(all->asked, all->chats));
    if (report->simulated->n_asked_customers > 0)
        g_string_append_printf(out,
                               g_dngettext(GETTEXT_PACKAGE, ", %llu known customer",
                                           ", %llu known customers",
                                           report->simulated->n_asked_customers),
                               CARE_LLU(report->simulated->n_asked_customers));
    care_words_end(out, CARE_INDENT);
}

static void
append_reasons(GString *out, const CareSimulatedPart *all)
{
    const guint indent = CARE_LABEL_COLUMNS + 4;

    care_words_label(out, _("Would not ask"));
    g_string_append_printf(out, "%llu", CARE_LLU(all->chats - all->asked));
    if (all->chats > all->asked)
        g_string_append(out, _("; by reason, with its share of the chats:"));
    care_words_end(out, CARE_INDENT);
    for (guint i = 0; i < CARE_N_REASONS; i++) {
        const char *reason = care_report_reason((CareReason)i);

        if (all->reasons[i] == 0)
            continue;
        g_string_append_printf(out, "%*llu  %s", (gint)indent, CARE_LLU(all->reasons[i]),
                               reason != NULL ? reason : _("no reason is known"));
        g_string_append_printf(out, " (%u %%)", care_words_percent(all->reasons[i], all->chats));
        care_words_end(out, indent + 2);
    }
}

/* --- what to expect --- */

static void
append_answers(GString *out, const CareSimulateReport *report, const CareExpected *expected)
{
    care_words_label(out, _("Answers"));
    g_string_append_printf(out,
                           g_dngettext(GETTEXT_PACKAGE, "about %.0f in %.0f day, ",
                                       "about %.0f in %.0f days, ", (gulong)ceil(expected->days)),
                           floor(expected->answers), ceil(expected->days));
    g_string_append_printf(out, _("if %.0f of 100 answer"), 100 * report->response);
    if (report->response_given)
        g_string_append(out, _(" (as you said)"));
    else if (report->asked > 0)
        g_string_append_printf(out, _(" (as %llu of %llu asked did)"), CARE_LLU(report->answered),
                               CARE_LLU(report->asked));
    else
        g_string_append(out, _(" (assumed; --response gives another rate)"));
    care_words_end(out, CARE_INDENT);
}

static void
append_interval(GString *out, const CareSimulateReport *report, const CareExpected *expected)
{
    g_autoptr(GString) counts = g_string_new(NULL);

    care_words_label(out, _("Interval"));
    if (!expected->has_score || expected->answers < 5)
        g_string_append(out, _("none: a percent needs 5 answers"));
    else
        g_string_append_printf(
            out, _("about 95 %%: %.0f points wide, %.0f to %.0f around a score of %.0f"),
            ceil(expected->score.high - expected->score.low), care_words_down(expected->score.low),
            care_words_up(expected->score.high), care_words_down(expected->score.value));
    for (gint t = 0; t <= report->shape.max - report->shape.min; t++)
        g_string_append_printf(counts, "%s%llu", t > 0 ? ", " : "",
                               CARE_LLU(report->shape.counts[t]));
    g_string_append_c(out, ' ');
    g_string_append_printf(out,
                           report->shape_measured ? _("(if ratings %d to %d fall as they did: %s)")
                                                  : _("(assumed: of 100 ratings %d to %d fall %s)"),
                           report->shape.min, report->shape.max, counts->str);
    care_words_end(out, CARE_INDENT);
}

/* "3 weeks", "14 months": rounded up, for nobody waits too long by it. (transfer full) */
static char *
span_text(double days)
{
    if (days < LONG_DAYS)
        return g_strdup_printf(
            g_dngettext(GETTEXT_PACKAGE, "%.0f day", "%.0f days", (gulong)ceil(days)), ceil(days));
    if (days > 100 * 365.25)
        return g_strdup(_("more than 100 years"));
    return g_strdup_printf(_("%.0f months"), ceil(days / MONTH_DAYS));
}

static void
append_changes(GString *out, const CareExpected *expected)
{
    for (gsize i = 0; i < G_N_ELEMENTS(expected->changes); i++) {
        const CareExpectedChange *change = &expected->changes[i];
        g_autofree char *span = change->has_days ? span_text(change->days) : NULL;

        care_words_label(out, i == 0 ? _("A change") : "");
        g_string_append_printf(out, _("of %.0f points: "), care_simulate_points[i]);
        if (change->answers == 0)
            g_string_append(out, _("the score has no such room to fall"));
        else
            g_string_append_printf(out, _("seen with %llu answers in each of two periods"),
                                   CARE_LLU(change->answers));
        if (span != NULL)
            g_string_append_printf(out, _(", at this pace after %s in all"), span);
        care_words_end(out, CARE_INDENT);
    }
    care_words_line(out, "",
                    _("(two equal periods one after the other, the scores measured exactly so far "
                      "apart; by chance half of such changes are measured smaller)"));
}

static void
append_expected(GString *out, const CareSimulateReport *report)
{
    const CareExpected expected = care_simulate_expected(report);

    care_section_title(out, _("What to expect"), report->colour);
    append_answers(out, report, &expected);
    append_interval(out, report, &expected);
    append_changes(out, &expected);
}

/* --- who --- */

/* The reason that kept most chats from a question; NULL: none did. */
static const char *
main_reason(const CareSimulatedPart *part)
{
    guint most = 0;

    for (guint i = 1; i < CARE_N_REASONS; i++)
        most = part->reasons[i] > part->reasons[most] ? i : most;
    return part->reasons[most] > 0 ? care_report_reason((CareReason)most) : NULL;
}

static void
append_agents(GString *out, const CareSimulateReport *report)
{
    const char *const heads[] = {_("chats"), _("would ask"), "%", NULL};
    const GPtrArray *agents = report->simulated->agents;
    g_autoptr(CareTable) table = care_table_new(heads);

    for (guint i = 0; i < MIN(agents->len, AGENTS_SHOWN); i++) {
        const CareSimulatedPart *part = g_ptr_array_index(agents, i);
        const char *reason = main_reason(part);

        care_table_row(table, part->name);
        care_table_count(table, part->chats);
        care_table_count(table, part->asked);
        care_table_count(table, care_words_percent(part->asked, part->chats));
        if (reason != NULL) {
            g_autofree char *note = g_strdup_printf(_("most not: %s"), reason);

            care_table_note(table, note);
        }
    }
    care_section_title(out, _("By agent"), report->colour);
    care_table_print(table, out);
    if (agents->len > AGENTS_SHOWN)
        g_string_append_printf(out, _("  and %u more; --format json has all\n"),
                               agents->len - AGENTS_SHOWN);
}

static void
append_customers(GString *out, const CareSimulateReport *report)
{
    const char *const heads[] = {_("chats"), _("would ask"), NULL};
    const CareSimulated *simulated = report->simulated;
    g_autoptr(CareTable) table = care_table_new(heads);

    if (simulated->n_asked_customers == 0)
        return;
    for (guint i = 0; i < MIN(simulated->customers->len, CUSTOMERS_SHOWN); i++) {
        const CareSimulatedPart *part = g_ptr_array_index(simulated->customers, i);

        if (part->asked == 0)
            break;
        care_table_row(table, part->name);
        care_table_count(table, part->chats);
        care_table_count(table, part->asked);
    }
    care_section_title(out, _("Customers asked most"), report->colour);
    care_table_print(table, out);
}

/* --- what this rests on --- */

static void append_note(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
append_note(GString *out, const char *format, ...)
{
    va_list arguments;

    g_string_append(out, "  - ");
    va_start(arguments, format);
    g_string_append_vprintf(out, format, arguments);
    va_end(arguments);
    care_words_end(out, 4);
}

static const char *
end_words(CareEnd end)
{
    switch (end) {
    case CARE_END_EXPLICIT:
        return _("by the agent with /care end");
    case CARE_END_IDLE:
        return _("by silence");
    case CARE_END_NONE:
    case CARE_END_CLOSED:
    case CARE_END_LOST:
    case CARE_N_ENDS:
        break;
    }
    return _("by closing the window");
}

static void
append_log_notes(GString *out, const CareSimulatedLogs *logs)
{
    append_note(out,
                g_dngettext(GETTEXT_PACKAGE, "Logs: %llu file; chats are cut by [chat] idle-end.",
                            "Logs: %llu files; chats are cut by [chat] idle-end.", logs->files),
                CARE_LLU(logs->files));
    append_note(out, "%s",
                _("A window that stays open over days shows only times of day: silent days "
                  "between are not seen."));
    if (logs->chats_alone > 0)
        append_note(out,
                    g_dngettext(GETTEXT_PACKAGE, "%llu talk in which no agent wrote is no chat.",
                                "%llu talks in which no agent wrote are no chats.",
                                logs->chats_alone),
                    CARE_LLU(logs->chats_alone));
    if (logs->delayed > 0)
        append_note(out,
                    g_dngettext(GETTEXT_PACKAGE, "%llu line that came late counts in no chat.",
                                "%llu lines that came late count in no chat.", logs->delayed),
                    CARE_LLU(logs->delayed));
    if (logs->unclear > 0)
        append_note(out,
                    g_dngettext(GETTEXT_PACKAGE,
                                "%llu line is left out, for nobody can tell who wrote it; "
                                "[desk] agent-name names the agent.",
                                "%llu lines are left out, for nobody can tell who wrote them; "
                                "[desk] agent-name names the agent.",
                                logs->unclear),
                    CARE_LLU(logs->unclear));
    if (logs->unreadable > 0)
        append_note(out,
                    g_dngettext(GETTEXT_PACKAGE, "%llu file or folder could not be read.",
                                "%llu files or folders could not be read.", logs->unreadable),
                    CARE_LLU(logs->unreadable));
    if (logs->again > 0)
        append_note(out,
                    g_dngettext(GETTEXT_PACKAGE,
                                "%llu folder is left out: a link leads to it a second time.",
                                "%llu folders are left out: links lead to them a second time.",
                                logs->again),
                    CARE_LLU(logs->again));
    if (logs->strange > 0)
        append_note(out,
                    g_dngettext(GETTEXT_PACKAGE, "%llu file is left out: its name tells no time.",
                                "%llu files are left out: their names tell no time.",
                                logs->strange),
                    CARE_LLU(logs->strange));
}

static void
append_unknown(GString *out, const CareSimulateReport *report)
{
    if (report->n_end_unknown > 0)
        append_note(out,
                    g_dngettext(GETTEXT_PACKAGE,
                                "How %llu chat ended is not known: taken as ended %s (--end).",
                                "How %llu chats ended is not known: taken as ended %s (--end).",
                                report->n_end_unknown),
                    CARE_LLU(report->n_end_unknown), end_words(report->end));
    if (report->n_lines_unknown > 0)
        append_note(out,
                    g_dngettext(GETTEXT_PACKAGE,
                                "Of %llu chat no lines are known: both sides are taken to have "
                                "written enough.",
                                "Of %llu chats no lines are known: both sides are taken to have "
                                "written enough.",
                                report->n_lines_unknown),
                    CARE_LLU(report->n_lines_unknown));
}

static void
append_notes(GString *out, const CareSimulateReport *report)
{
    care_section_title(out, _("What this rests on"), report->colour);
    append_note(out, "%s", _("Nobody was asked before the first of these chats."));
    if (g_strcmp0(report->mode, "live") != 0)
        append_note(out, _("[ask] mode is %s: here it is simulated as live."), report->mode);
    if (report->desk_failed)
        append_note(out, "%s",
                    _("There is a mistake in [desk]: until it is mended nobody is asked. See "
                      "purple-care policy check."));
    if (report->all_accounts)
        append_note(out, "%s",
                    _("[desk] accounts names none yet: all accounts are taken for the desk's."));
    append_unknown(out, report);
    if (report->logs != NULL)
        append_log_notes(out, report->logs);
}

static char *
make_text(const CareSimulateReport *report)
{
    g_autoptr(GString) out = g_string_new(NULL);

    if (report->simulated->all.chats == 0) {
        g_string_append(out, _("No ended chats in this period: there is nothing to ask about.\n"));
        if (report->logs != NULL)
            append_notes(out, report);
        return g_string_free(g_steal_pointer(&out), FALSE);
    }
    append_title(out, report);
    append_head(out, report);
    append_reasons(out, &report->simulated->all);
    append_expected(out, report);
    append_agents(out, report);
    append_customers(out, report);
    append_notes(out, report);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
care_simulate_text(const CareSimulateReport *report)
{
    const CareReportOptions layout = {.columns = report->columns};
    char *text;

    care_words_lay_out(&layout);
    text = make_text(report);
    care_words_lay_out(NULL);
    return text;
}
