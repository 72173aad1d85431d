/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lays the twelve attributes out for a terminal, with what is to be drawn drawn in blocks. */
#include "care-kpi.h"
#include "care-sections.h"

#define QUARTERS_DRAWN 12
#define INDENT         2

static void
append_said(GString *out, const GPtrArray *said)
{
    for (guint i = 0; i < said->len; i++) {
        const CareSaid *line = g_ptr_array_index(said, i);

        if (line->label != NULL) {
            care_words_line(out, line->label, line->text);
            continue;
        }
        g_string_append_printf(out, "%*s%s", INDENT, "", line->text);
        care_words_end(out, INDENT);
    }
}

/* The newest quarters; nothing stands where the sample rule hides the score. */
static void
append_course(GString *out, const GPtrArray *quarters)
{
    const guint columns = care_words_bar_columns();

    for (guint i = quarters->len - MIN(quarters->len, QUARTERS_DRAWN); i < quarters->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(quarters, i);
        g_autofree char *label = g_strdup_printf("%*s%s", INDENT, "", bucket->name);
        CarePart part;
        guint used;

        care_part_of(bucket->cube, NULL, &part);
        care_words_label(out, label);
        if (part.score.rule < CARE_RULE_PERCENT_ONLY) {
            g_string_append(out, "-\n");
            continue;
        }
        used = care_words_bar(out, part.score.value, 100, columns);
        g_string_append_printf(out, "%*s%u\n", (gint)(columns - used + 1), "", part.score.shown);
    }
}

static void
append_drawing(GString *out, const CareKpi *kpi)
{
    if (kpi->whole.score.n > 0) {
        g_string_append_printf(out, "%s\n", _("Ratings"));
        care_words_bars(out, &kpi->whole.tally, TRUE);
    }
    if (care_kpi_has_course(kpi)) {
        g_string_append_printf(out, "%s\n", _("Quarters"));
        append_course(out, kpi->past->quarters);
    }
}

static char *
make_text(const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    CareKpi kpi;

    care_kpi_gather(data, options, &kpi);
    care_section_head(out, data->cube, options);
    g_string_truncate(out, out->len - 1); /* each attribute begins with an empty line */
    for (guint i = 0; i < CARE_N_KPIS; i++) {
        g_autoptr(GPtrArray) said = care_kpi_said(&kpi, (CareKpiAttribute)i);
        g_autofree char *title =
            g_strdup_printf("%u. %s", i + 1, care_kpi_title((CareKpiAttribute)i));

        care_section_title(out, title, options->colour);
        append_said(out, said);
        if (i == CARE_KPI_VISUALISATION)
            append_drawing(out, &kpi);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
care_kpi_text(const CareReportData *data, const CareReportOptions *options)
{
    char *text;

    g_return_val_if_fail(data != NULL && data->cube != NULL && options != NULL, NULL);

    care_words_lay_out(options);
    text = make_text(data, options);
    care_words_lay_out(NULL);
    return text;
}
