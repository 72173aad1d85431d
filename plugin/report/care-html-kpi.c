/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the twelve attributes as a page, in the report's style and with its charts. */
#include "care-html-part.h"
#include "care-kpi.h"
#include <string.h>

static gboolean
has_label(const GPtrArray *said, const char *label)
{
    for (guint i = 0; i < said->len; i++) {
        if (g_strcmp0(((const CareSaid *)g_ptr_array_index(said, i))->label, label) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Paragraphs, and what has a label as a list, in which no label may stand twice. */
static void
append_said(GString *out, const GPtrArray *said)
{
    g_autoptr(GPtrArray) labelled = g_ptr_array_new(); /* of CareSaid, which are @said's */

    for (guint i = 0; i < said->len; i++) {
        CareSaid *line = g_ptr_array_index(said, i);

        if (line->label == NULL || has_label(labelled, line->label)) {
            care_html_said(out, labelled);
            g_ptr_array_set_size(labelled, 0);
        }
        if (line->label == NULL)
            care_html_element(out, "p", line->text);
        else
            g_ptr_array_add(labelled, line);
    }
    care_html_said(out, labelled);
}

static void
append_charts(GString *out, const CareKpi *kpi)
{
    if (kpi->whole.score.n > 0)
        care_html_ratings(out, &kpi->whole);
    if (care_kpi_has_course(kpi))
        care_html_quarters_chart(out, kpi->past, &kpi->past_options);
}

static void
append_attributes(GString *out, const CareKpi *kpi)
{
    for (guint i = 0; i < CARE_N_KPIS; i++) {
        g_autoptr(GPtrArray) said = care_kpi_said(kpi, (CareKpiAttribute)i);
        g_autofree char *title =
            g_strdup_printf("%u. %s", i + 1, care_kpi_title((CareKpiAttribute)i));
        g_autofree char *id = g_strdup_printf("kpi-%s", care_kpi_name((CareKpiAttribute)i));

        care_html_section(out, id, title);
        append_said(out, said);
        if (i == CARE_KPI_VISUALISATION)
            append_charts(out, kpi);
        care_html_section_end(out);
    }
}

/* What the page is of, and the score before anything else. */
static void
append_top(GString *out, const CareKpi *kpi, const char *period)
{
    const CareReportOptions *options = kpi->options;

    care_html_element(out, "h1", _("The empathy score as a KPI"));
    care_html_element(out, "p class=\"period\"", period);
    if (care_part_is_running(kpi->data->cube, options))
        care_html_element(out, "p", _("This period still runs: its figures will change."));
    if (care_counts_chats(&kpi->whole.counts) > 0)
        care_html_hero(out, &kpi->whole);
    else
        care_html_element(out, "p class=\"none\"", care_say_nothing(options));
}

char *
care_kpi_html(const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *period = NULL;
    g_autofree char *title = NULL;
    CareKpi kpi;

    g_return_val_if_fail(data != NULL && data->cube != NULL && options != NULL, NULL);

    care_kpi_gather(data, options, &kpi);
    period = care_words_period(data->cube, options);
    title = g_strdup_printf(_("The empathy score as a KPI: %s"), period);
    care_html_head(out, title);
    g_string_append(out, "<main id=\"main\" tabindex=\"-1\">\n");
    append_top(out, &kpi, period);
    append_attributes(out, &kpi);
    g_string_append(out, "</main>\n");
    care_html_foot(out, data, options, period);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
