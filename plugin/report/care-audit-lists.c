/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists when questions changed, and who stands in several stores. */
#include "care-audit-text.h"
#include "care-sections.h"

#define CHANGES_SHOWN 20

/* (transfer full): a day, or a minute, on the desk's clocks. */
static char *
at(gint64 ms, const CareReportOptions *options, const char *format)
{
    g_autoptr(GTimeZone) zone = care_zone_new(options->timezone, NULL);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(ms / 1000);
    g_autoptr(GDateTime) local =
        utc != NULL && zone != NULL ? g_date_time_to_timezone(utc, zone) : NULL;

    return local != NULL ? g_date_time_format(local, format) : g_strdup("?");
}

static void
print_change(GString *out, const CareAuditChange *change, const CareReportOptions *options)
{
    g_autofree char *first = at(change->first_ms, options, "%Y-%m-%d");
    g_autofree char *last = at(change->last_ms, options, "%Y-%m-%d");
    g_autofree char *from = care_report_safe(change->from);
    g_autofree char *to = care_report_safe(change->to);

    if (g_strcmp0(first, last) == 0)
        g_string_append_printf(out,
                               ngettext("  %s: from \"%s\" to \"%s\", %u agent",
                                        "  %s: from \"%s\" to \"%s\", %u agents", change->agents),
                               first, from, to, change->agents);
    else
        g_string_append_printf(out,
                               ngettext("  %s to %s: from \"%s\" to \"%s\", %u agent",
                                        "  %s to %s: from \"%s\" to \"%s\", %u agents",
                                        change->agents),
                               first, last, from, to, change->agents);
    care_words_end(out, 4);
}

void
care_audit_definitions(GString *out, const CareAudit *audit, const CareReportOptions *options)
{
    const guint n = audit->changes->len;

    if (audit->definitions->len == 0)
        return;
    care_section_title(out, _("What was asked, and when it changed"), options->colour);
    for (guint i = 0; i < audit->definitions->len; i++) {
        const CareAuditDefinition *definition = g_ptr_array_index(audit->definitions, i);
        g_autofree char *name = care_report_safe(definition->name);
        g_autofree char *first = at(definition->first_ms, options, "%Y-%m-%d");
        g_autofree char *last = at(definition->last_ms, options, "%Y-%m-%d");

        g_string_append_printf(out,
                               ngettext("  \"%s\": %s to %s, asked %llu time",
                                        "  \"%s\": %s to %s, asked %llu times",
                                        (gulong)definition->asked),
                               name, first, last, CARE_LLU(definition->asked));
        care_words_end(out, 4);
    }
    if (audit->definitions->len == 1)
        return;
    g_string_append(out, _("  Wording, scale or rules differ between them: trend lines break where "
                           "one follows the other."));
    care_words_end(out, 2);
    for (guint i = n > CHANGES_SHOWN ? n - CHANGES_SHOWN : 0; i < n; i++)
        print_change(out, g_ptr_array_index(audit->changes, i), options);
    if (n > CHANGES_SHOWN) {
        g_string_append_printf(out, _("  %u earlier changes: --format json has all."),
                               n - CHANGES_SHOWN);
        care_words_end(out, 2);
    }
}

static void
print_names(GString *out, const char *label, guint64 n, const GArray *names, guint most)
{
    g_autoptr(GString) line = g_string_new(NULL);
    const guint shown = MIN(names->len, most);

    g_string_append_printf(line, "%llu", CARE_LLU(n));
    for (guint i = 0; i < shown; i++) {
        const CareAuditShared *shared = &g_array_index(names, CareAuditShared, i);
        g_autofree char *name = care_report_safe(shared->name);

        g_string_append_printf(line, "%s%s", i == 0 ? ": " : ", ", name);
    }
    if (shown > 0 && shown < n)
        g_string_append(line, ", ...");
    care_words_line(out, label, line->str);
}

void
care_audit_stores(GString *out, const CareAuditStores *stores, guint most,
                  const CareReportOptions *options)
{
    const guint shown = MIN(stores->twice->len, most);

    care_section_title(out, _("Several stores"), options->colour);
    for (guint i = 0; i < stores->paths->len; i++) {
        g_autofree char *path = care_report_safe(g_ptr_array_index(stores->paths, i));

        g_string_append_printf(out, "  %u  %s\n", i + 1, path);
    }
    print_names(out, _("Agents in both"), stores->n_agents, stores->agents, most);
    print_names(out, _("Customers"), stores->n_customers, stores->customers, most);
    if (stores->n_chats > 0) {
        g_string_append_printf(out,
                               ngettext("  %llu chat stands in several stores and counts more than "
                                        "once.",
                                        "  %llu chats stand in several stores and count more than "
                                        "once.",
                                        (gulong)stores->n_chats),
                               CARE_LLU(stores->n_chats));
        care_words_end(out, 2);
    }
    if (stores->n_twice == 0)
        return;
    g_string_append_printf(out,
                           ngettext("  %llu question came too soon after one of another store:",
                                    "  %llu questions came too soon after one of another store:",
                                    (gulong)stores->n_twice),
                           CARE_LLU(stores->n_twice));
    care_words_end(out, 2);
    for (guint i = 0; i < shown; i++) {
        const CareAuditTwice *twice = &g_array_index(stores->twice, CareAuditTwice, i);
        g_autofree char *customer = care_report_safe(twice->customer);
        g_autofree char *before = at(twice->asked_before_ms, options, "%Y-%m-%d %H:%M");
        g_autofree char *asked = at(twice->asked_ms, options, "%Y-%m-%d %H:%M");

        g_string_append_printf(out, _("    %s: %s (store %u), then %s (store %u)"), customer,
                               before, twice->store_before + 1, asked, twice->store + 1);
        care_words_end(out, 6);
    }
    if (shown < stores->n_twice)
        g_string_append(out, "    ...\n");
}
