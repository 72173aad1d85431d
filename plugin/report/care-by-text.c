/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the breakdowns by language, hour and customer, each row by the same sample rule. */
#include "care-say.h"
#include "care-sections.h"
#include "care-table.h"

const char *
care_say_by(CareReportBy by)
{
    if (by == CARE_BY_LANGUAGE)
        return _("By language");
    return by == CARE_BY_HOUR ? _("By hour in which the chat ended")
                              : _("By customer, most chats first: no ranking");
}

char *
care_say_part_name(CareReportBy by, const CareBucket *part)
{
    if (part->name[0] == '\0')
        return g_strdup(by == CARE_BY_CUSTOMER ? _("(not remembered)") : _("(not known)"));
    return by == CARE_BY_HOUR ? g_strdup_printf("%s:00", part->name) : g_strdup(part->name);
}

static void
add_part(CareTable *table, const char *name, const CareCube *cube)
{
    g_autofree char *shown = NULL;
    g_autofree char *limits = NULL;
    CarePart part;

    care_part_of(cube, NULL, &part);
    shown = care_words_shown(&part.score);
    limits = care_words_limits(&part.score);
    care_table_row(table, name);
    care_table_count(table, care_counts_chats(&part.counts));
    care_table_count(table, part.asked);
    care_table_count(table, part.score.n);
    care_table_text(table, shown);
    care_table_text(table, limits);
}

void
care_section_parts(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const char *const heads[] = {_("ended"), _("asked"),      _("answers"),
                                 _("score"), _("about 95 %"), NULL};
    g_autoptr(CareTable) table = care_table_new(heads);
    const GPtrArray *parts = data->parts;
    const guint n = parts != NULL ? parts->len : 0;
    const guint n_shown = options->by == CARE_BY_CUSTOMER ? MIN(n, CARE_CUSTOMERS_SHOWN) : n;
    const guint64 n_left = n - n_shown + data->n_left;

    if (n == 0)
        return;
    for (guint i = 0; i < n_shown; i++) {
        const CareBucket *part = g_ptr_array_index(parts, i);
        g_autofree char *name = care_say_part_name(options->by, part);

        add_part(table, name, part->cube);
    }
    care_section_title(out, care_say_by(options->by), options->colour);
    care_table_print(table, out);
    if (n_left == 0)
        return;
    g_string_append_printf(out,
                           g_dngettext(GETTEXT_PACKAGE, "  %llu more customer is left out here",
                                       "  %llu more customers are left out here", (gulong)n_left),
                           CARE_LLU(n_left));
    care_words_end(out, 4);
}
