/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the page begins with: the score and what it rests on, and what became of every chat. */
#include "care-html-part.h"

void
care_html_figure(GString *out, const CareChart *chart, const CareHtmlFigure *figure)
{
    g_autofree char *words = NULL;
    g_autofree char *svg = NULL;

    /* Translators: %s is the caption of a table. */
    words =
        figure->table != NULL
            ? g_strdup_printf(_("All its figures are in the table that follows: %s"), figure->table)
            : g_strdup(_("All its figures are in the list beside it."));
    svg = care_chart_svg(chart, figure->id, figure->title, words);
    g_string_append_printf(out, "<figure>\n%s", svg);
    care_html_element(out, "figcaption", figure->caption);
    g_string_append(out, "</figure>\n");
}

static void
append_item(GString *out, char *text)
{
    care_html_element(out, "li", text);
    g_free(text);
}

/* Score, interval, n, coverage and bounds: nobody should quote one without the others. */
static void
append_line(GString *out, const CarePart *whole)
{
    const CareScore *score = &whole->score;
    const guint64 chats = care_counts_chats(&whole->counts);
    const guint64 answered = whole->counts.outcomes[CARE_OUTCOME_ANSWERED];
    const gboolean is_shown = score->rule >= CARE_RULE_PERCENT_ONLY;

    g_string_append(out, "<ul class=\"line\">\n");
    if (is_shown)
        append_item(out, g_strdup_printf(_("about 95 %%: %.0f to %.0f"),
                                         care_words_down(score->low), care_words_up(score->high)));
    append_item(out, g_strdup_printf(_("n = %llu"), CARE_LLU(score->n)));
    append_item(out, g_strdup_printf(_("coverage %u %%"), care_words_percent(answered, chats)));
    if (is_shown && whole->has_worst_case)
        append_item(out,
                    g_strdup_printf(_("bounds %.0f to %.0f"), care_words_down(whole->worst_low),
                                    care_words_up(whole->worst_high)));
    g_string_append(out, "</ul>\n");
}

void
care_html_hero(GString *out, const CarePart *whole)
{
    const CareChart chart = {.kind = CARE_CHART_SCORE, .part = whole};
    const CareHtmlFigure figure = {"scale", _("The score from 0 to 100"),
                                   care_chart_caption(CARE_CHART_SCORE), NULL};
    const gboolean is_shown = whole->score.rule >= CARE_RULE_PERCENT_ONLY;

    g_string_append(out, "<div class=\"pair hero\">\n<div>\n");
    if (is_shown) {
        g_string_append_printf(out, "<p class=\"big\"><strong>%u</strong> ", whole->score.shown);
        care_html_add(out, _("of 100"));
        g_string_append(out, "</p>\n");
    } else {
        care_html_element(out, "p class=\"none\"", _("No score yet"));
    }
    append_line(out, whole);
    g_string_append(out, "</div>\n");
    if (is_shown)
        care_html_figure(out, &chart, &figure);
    g_string_append(out, "</div>\n");
}

void
care_html_ratings(GString *out, const CarePart *whole)
{
    const CareTally *tally = &whole->tally;
    const char *const heads[] = {_("rating"), _("answers"), _("share"), NULL};
    const CareChart chart = {.kind = CARE_CHART_RATINGS, .part = whole};
    const CareHtmlFigure figure = {"ratings", _("Answers by rating"),
                                   care_chart_caption(CARE_CHART_RATINGS),
                                   _("How many gave each rating")};

    g_string_append(out, "<div class=\"pair\">\n");
    care_html_figure(out, &chart, &figure);
    care_html_table(out, "ratings-table", figure.table, heads);
    for (gint t = MIN(tally->max - tally->min, CARE_STEPS_MAX - 1); t >= 0; t--) {
        const char *words = care_say_step(tally, t);
        g_autofree char *name = g_strdup_printf("%d%s%s", tally->min + t, words != NULL ? " " : "",
                                                words != NULL ? words : "");
        g_autofree char *share =
            g_strdup_printf("%u %%", care_words_percent(tally->counts[t], whole->score.n));

        care_html_row(out, name, FALSE, NULL);
        care_html_count(out, tally->counts[t]);
        care_html_cell(out, share);
        care_html_row_end(out);
    }
    care_html_table_end(out);
    g_string_append(out, "</div>\n");
}

void
care_html_score_section(GString *out, const CarePart *whole, gboolean is_running)
{
    g_autoptr(GPtrArray) said = care_said_new();

    care_html_section(out, "score", _("How well customers felt understood"));
    care_say_score(said, &whole->tally, is_running);
    care_say_worst_case(said, whole);
    care_html_said(out, said);
    care_html_element(
        out, "p class=\"faint\"",
        _("Of 1 to 4 answers only counts are shown, of 5 to 9 the score without a band, from 10 on "
          "the band. Scores are rounded down, limits outwards. Excellent begins at 80, moderate at "
          "60. An interval holds the true value in about 95 of 100 cases, as far as chance goes; "
          "bounds are what the score would be if all who kept silent had given the lowest or the "
          "highest rating."));
    if (whole->score.n > 0)
        care_html_ratings(out, whole);
    care_html_section_end(out);
}

static void
append_outcomes(GString *out, const CareCounts *counts)
{
    const guint64 n = care_counts_chats(counts);
    const char *const heads[] = {_("outcome"), _("chats"), _("share"), NULL};

    care_html_table(out, "outcomes-table", _("What became of the ended chats"), heads);
    for (guint i = 0; care_say_nth_outcome(i) != CARE_OUTCOME_OPEN; i++) {
        const CareOutcome outcome = care_say_nth_outcome(i);
        g_autofree char *share =
            g_strdup_printf("%u %%", care_words_percent(counts->outcomes[outcome], n));

        care_html_row(out, care_say_outcome(outcome), FALSE, NULL);
        care_html_count(out, counts->outcomes[outcome]);
        care_html_cell(out, share);
        care_html_row_end(out);
    }
    care_html_row(out, _("all"), FALSE, NULL);
    care_html_count(out, n);
    care_html_cell(out, "100 %");
    care_html_row_end(out);
    care_html_table_end(out);
}

static void
append_reasons(GString *out, const CareCounts *counts)
{
    const guint64 n = care_counts_chats(counts);
    const char *const heads[] = {_("reason"), _("chats"), _("share"), NULL};

    if (counts->outcomes[CARE_OUTCOME_NOT_ASKED] == 0)
        return;
    care_html_table(out, "reasons-table", _("Why not asked, with the share of all ended chats"),
                    heads);
    for (guint i = 0; i < CARE_N_REASONS; i++) {
        const char *reason = care_report_reason((CareReason)i);
        g_autofree char *share =
            g_strdup_printf("%u %%", care_words_percent(counts->reasons[i], n));

        if (counts->reasons[i] == 0)
            continue;
        care_html_row(out, reason != NULL ? reason : _("no reason is known"), FALSE, NULL);
        care_html_count(out, counts->reasons[i]);
        care_html_cell(out, share);
        care_html_row_end(out);
    }
    care_html_table_end(out);
}

void
care_html_chats_section(GString *out, const CarePart *whole)
{
    const CareChart chart = {.kind = CARE_CHART_OUTCOMES, .part = whole};
    const CareHtmlFigure figure = {"outcomes", _("Ended chats by outcome"),
                                   care_chart_caption(CARE_CHART_OUTCOMES),
                                   _("What became of the ended chats")};
    g_autoptr(GPtrArray) said = care_said_new();

    care_html_section(out, "chats", _("Who was asked, and who answered"));
    care_say_rates(said, whole);
    care_say_outcomes(said, whole);
    care_html_said(out, said);
    g_string_append(out, "<div class=\"pair\">\n");
    care_html_figure(out, &chart, &figure);
    g_string_append(out, "<div>\n");
    append_outcomes(out, &whole->counts);
    append_reasons(out, &whole->counts);
    g_string_append(out, "</div>\n</div>\n");
    care_html_section_end(out);
}
