/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts the page together: one file that asks nothing of a network and runs nothing, and is the same
 * bytes for the same figures. */
#include "care-html-part.h"
#include "care-question.h"
#include <string.h>

#define DEFINITIONS_SHOWN 3

void
care_html_head(GString *out, const char *title)
{
    /* Translators: the language tag of this translation, such as "de" or "pt-BR". */
    const char *language = _("en");

    g_string_append_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n", language);
    g_string_append(
        out, "<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n"
             /* Should anything of a store ever get through as markup, it can't do a thing. */
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
    care_html_element(out, "title", title);
    care_html_style(out);
    g_string_append(out, "</head>\n<body>\n<a class=\"skip\" href=\"#main\">");
    care_html_add(out, _("Skip to the report"));
    g_string_append(out, "</a>\n");
}

static void
append_next(GString *out, const CareReportData *data, const CareReportOptions *options,
            const CarePart *whole)
{
    g_autofree char *step = care_say_next(data, options, whole);

    g_string_append(out, "<p class=\"next\"><strong>");
    care_html_add(out, _("Next:"));
    g_string_append(out, "</strong> ");
    care_html_add(out, step);
    g_string_append(out, "</p>\n");
}

/* A section of sentences; nothing where there are none. */
static void
append_said(GString *out, const char *id, const char *title, const GPtrArray *said)
{
    if (said->len == 0)
        return;
    care_html_section(out, id, title);
    care_html_said(out, said);
    care_html_section_end(out);
}

static void
append_aside(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GPtrArray) said = care_said_new();

    care_say_other(said, data, options);
    care_say_sector(said, data);
    append_said(out, "aside", _("Beside others"), said);
}

static void
append_attention(GString *out, const CareReportData *data)
{
    g_autoptr(GPtrArray) said = care_said_new();

    care_say_attention(said, data);
    append_said(out, "attentiveness", _("Attentiveness (not part of the score)"), said);
}

static void
append_risks(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GPtrArray) said = care_said_new();

    care_say_risks(said, data, options);
    append_said(out, "warnings", _("Warnings: reasons to look, no verdicts"), said);
}

static void
append_questions(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GPtrArray) questions = care_questions_of(data, options);

    if (questions->len == 0)
        return;
    care_html_section(out, "questions", _("Three questions for the team"));
    g_string_append(out, "<ol>\n");
    for (guint i = 0; i < questions->len; i++) {
        const CareQuestion *question = g_ptr_array_index(questions, i);

        g_string_append(out, "<li>");
        care_html_add(out, question->question);
        g_string_append(out, "<br><span class=\"faint\">");
        care_html_add(out, question->because);
        g_string_append(out, "</span></li>\n");
    }
    g_string_append(out, "</ol>\n");
    care_html_section_end(out);
}

static void
append_sections(GString *out, const CareReportData *data, const CareReportOptions *options,
                const CarePart *whole)
{
    const CareReportBy by = options->by;

    care_html_score_section(out, whole, care_part_is_running(data->cube, options));
    care_html_chats_section(out, whole);
    append_aside(out, data, options);
    if (by == CARE_BY_PROTOCOL) /* what was asked for comes first */
        care_html_protocols(out, data->cube);
    care_html_parts(out, data, options);
    care_html_quarters(out, data, options);
    care_html_weeks(out, data, options);
    care_html_items(out, whole, by == CARE_BY_ITEM);
    care_html_agents(out, data, options);
    care_html_definitions(out, data->cube);
    append_attention(out, data);
    care_html_voices(out, data, options);
    append_risks(out, data, options);
    append_questions(out, data, options);
}

/* A fact about the page. @foreign: (nullable): from a store or a user; else @text */
static void
append_fact(GString *out, const char *label, const char *text, const char *foreign)
{
    g_string_append(out, "<div>");
    care_html_element(out, "dt", label);
    g_string_append(out, "<dd>");
    if (foreign != NULL)
        care_html_add_foreign(out, foreign, CARE_HTML_NAME_MAX);
    else
        care_html_add(out, text);
    g_string_append(out, "</dd></div>\n");
}

static void
append_versions(GString *out, const CareCube *cube)
{
    g_autoptr(GPtrArray) parts = care_part_definitions(cube);

    if (parts->len == 0)
        return;
    g_string_append(out, "<div>");
    care_html_element(out, "dt", _("Question and rules"));
    for (guint i = 0; i < MIN(parts->len, DEFINITIONS_SHOWN); i++) {
        const CareCube *part = g_ptr_array_index(parts, i);
        const CareCubeRow *row = g_ptr_array_index(part->rows, 0);

        g_string_append(out, "<dd>");
        care_html_add_foreign(out, row->definition, CARE_HTML_NAME_MAX);
        g_string_append(out, "</dd>\n");
    }
    g_string_append(out, "</div>\n");
}

/* What the page is of and what made it: whoever finds it in a year has to know. */
void
care_html_foot(GString *out, const CareReportData *data, const CareReportOptions *options,
               const char *period)
{
    g_autofree char *day =
        options->now_ms != 0 ? care_words_day(options->now_ms, options->timezone) : NULL;

    g_string_append(out, "<footer>\n");
    care_html_section(out, "about", _("About this page"));
    g_string_append(out, "<dl>\n");
    append_fact(out, _("Period"), period, NULL);
    append_fact(out, _("Time zone"), options->timezone, NULL);
    append_fact(out, _("Agents"), _("all"), options->agent);
    append_fact(out, _("Protocols"), _("all"), options->protocol);
    append_versions(out, data->cube);
    if (day != NULL)
        append_fact(out, _("Made on"), day, NULL);
    append_fact(out, _("Made by"), "purple-care " CARE_VERSION, NULL);
    g_string_append(out, "</dl>\n");
    care_html_section_end(out);
    g_string_append(out, "</footer>\n</body>\n</html>\n");
}

/* What the page is of, and the score before anything else. */
static void
append_top(GString *out, const CareReportData *data, const CareReportOptions *options,
           const CarePart *whole, const char *period)
{
    care_html_element(out, "h1", _("Customer Service Empathy Score"));
    care_html_element(out, "p class=\"period\"", period);
    if (care_part_is_running(data->cube, options))
        care_html_element(out, "p", _("This period still runs: its figures will change."));
    if (care_counts_chats(&whole->counts) > 0) {
        care_html_hero(out, whole);
        return;
    }
    care_html_element(out, "p class=\"none\"", care_say_nothing(options));
    if (care_say_not_compared(data) != NULL)
        care_html_element(out, "p", care_say_not_compared(data));
    care_html_element(out, "p",
                      _("As soon as one has, this page says who was asked and what they answered; "
                        "from 5 answers on it shows a score, and how sure that is."));
}

char *
care_report_html(const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GPtrArray) doubts = care_said_new();
    g_autofree char *period = NULL;
    g_autofree char *title = NULL;
    CarePart whole;

    g_return_val_if_fail(data != NULL && data->cube != NULL && options != NULL, NULL);

    period = care_words_period(data->cube, options);
    title = g_strdup_printf(_("Customer Service Empathy Score: %s"), period);
    care_part_of(data->cube, NULL, &whole);
    care_html_head(out, title);
    g_string_append(out, "<main id=\"main\" tabindex=\"-1\">\n");
    append_top(out, data, options, &whole, period);
    append_next(out, data, options, &whole);
    if (care_counts_chats(&whole.counts) > 0) {
        care_say_doubts(doubts, data->cube, &whole);
        care_html_said(out, doubts);
        append_sections(out, data, options, &whole);
    }
    g_string_append(out, "</main>\n");
    care_html_foot(out, data, options, period);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
