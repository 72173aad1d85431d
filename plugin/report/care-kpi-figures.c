/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says what the score is, how it was measured and worked out, and how it has gone: the first five
 * attributes. */
#include "care-kpi.h"

#define QUARTERS_SAID 4 /* the newest; the drawing goes further back */

static guint64
chats_of(const CareKpi *kpi)
{
    return care_counts_chats(&kpi->whole.counts);
}

/* --- definition --- */

/* How much there is of it here. (transfer full) */
static char *
extent_words(const CareKpi *kpi)
{
    const guint64 chats = chats_of(kpi), n = kpi->whole.score.n;

    if (chats == 0)
        return g_strdup(_("no chat has ended in this period, so there is nothing to score yet"));
    if (n == 0)
        return g_strdup_printf(
            g_dngettext(GETTEXT_PACKAGE,
                        "%llu chat has ended and nobody has answered: there is no score, which is "
                        "not a score of zero",
                        "%llu chats have ended and nobody has answered: there is no score, which "
                        "is not a score of zero",
                        (gulong)chats),
            CARE_LLU(chats));
    return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%llu answer, of %llu ended chats",
                                       "%llu answers, of %llu ended chats", (gulong)n),
                           CARE_LLU(n), CARE_LLU(chats));
}

void
care_kpi_say_definition(GPtrArray *said, const CareKpi *kpi)
{
    care_said_add(said, NULL,
                  g_strdup(_("How well customers felt understood, from 0 (not at all) to 100 "
                             "(completely), by their own answer to one question right after a "
                             "chat.")));
    care_said_add(said, _("It counts"),
                  g_strdup(_("the answer to the question after a chat, of each chat the last one. "
                             "Ratings in mid-chat and follow-up items are not in it. Unanswered "
                             "is never zero: it is no answer.")));
    care_said_add(said, _("It is not"),
                  g_strdup(_("a measure of friendliness, of speed or of whether the matter was "
                             "settled, nor a verdict on a person, nor anything that a program "
                             "reads out of what was written.")));
    care_said_add(said, _("Here"), extent_words(kpi));
}

/* --- insights --- */

static void
say_item(GPtrArray *said, const CareKpi *kpi, const char *label, CareItem item,
         CareTally *out_tally)
{
    g_autofree char *brief = NULL;
    CareScore score;

    care_part_item(&kpi->whole, item, out_tally, &score);
    brief = care_say_brief(&score);
    care_said_add(said, label,
                  g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%s: %s, from %llu answer",
                                              "%s: %s, from %llu answers", (gulong)score.n),
                                  care_report_item(item), brief, CARE_LLU(score.n)));
}

static void
say_items(GPtrArray *said, const CareKpi *kpi)
{
    CareTally lowest, highest;

    if (kpi->n_items < 2) {
        care_said_add(said, _("Items"),
                      g_strdup(_("no lowest and no highest yet: that needs 5 answers to each of "
                                 "two follow-up items")));
        return;
    }
    say_item(said, kpi, _("Lowest item"), kpi->lowest, &lowest);
    say_item(said, kpi, _("Highest item"), kpi->highest, &highest);
    const CareChange apart = care_change_of(&lowest, &highest);

    care_said_add(
        said, _("Between them"),
        g_strdup_printf(apart.verdict == CARE_VERDICT_IMPROVED
                            ? _("%.1f points, about 95 %%: %+.1f to %+.1f; more than chance "
                                "between two, though of five some two always lie apart")
                            : _("%.1f points, about 95 %%: %+.1f to %+.1f; that may be chance"),
                        care_words_down(10 * apart.value) / 10 + 0.0,
                        care_words_down(10 * apart.low) / 10 + 0.0,
                        care_words_up(10 * apart.high) / 10 + 0.0));
}

/* What can be said of so many answers. (transfer full) */
static char *
reach_words(const CareScore *score)
{
    if (score->rule == CARE_RULE_NO_RATINGS)
        return g_strdup(_("nothing yet: with the first answers their counts are shown"));
    if (score->rule == CARE_RULE_COUNTS_ONLY)
        return g_strdup(_("how these customers felt, and not yet how customers feel: read each "
                          "answer by itself"));
    return g_strdup_printf(_("any score from %.0f to %.0f fits these answers: a difference within "
                             "that is no news"),
                           care_words_down(score->low), care_words_up(score->high));
}

void
care_kpi_say_insights(GPtrArray *said, const CareKpi *kpi)
{
    care_say_score(said, &kpi->whole.tally, care_part_is_running(kpi->data->cube, kpi->options));
    care_said_add(said, _("It says"), reach_words(&kpi->whole.score));
    say_items(said, kpi);
    care_say_doubts(said, kpi->data->cube, &kpi->whole);
}

/* --- measurement --- */

/* "17: the chat went quiet (10), ..."; (transfer full) */
static char *
reasons_words(const CareCounts *counts)
{
    g_autoptr(GString) words = g_string_new(NULL);

    g_string_append_printf(words, "%llu", CARE_LLU(counts->outcomes[CARE_OUTCOME_NOT_ASKED]));
    for (guint i = 0, n = 0; i < CARE_N_REASONS; i++) {
        const char *reason = care_report_reason((CareReason)i);

        if (counts->reasons[i] == 0)
            continue;
        g_string_append_printf(words, "%s %s (%llu)", n++ == 0 ? ":" : ";",
                               reason != NULL ? reason : _("no reason is known"),
                               CARE_LLU(counts->reasons[i]));
    }
    return g_string_free(g_steal_pointer(&words), FALSE);
}

static char *
scale_words(const CareTally *tally)
{
    const char *lowest = care_say_step(tally, 0);
    const char *highest = care_say_step(tally, tally->max - tally->min);

    if (lowest == NULL || highest == NULL)
        return g_strdup_printf(_("%d to %d"), tally->min, tally->max);
    return g_strdup_printf(_("%d (%s) to %d (%s)"), tally->min, lowest, tally->max, highest);
}

void
care_kpi_say_measurement(GPtrArray *said, const CareKpi *kpi)
{
    const CarePart *whole = &kpi->whole;

    care_said_add(said, NULL,
                  g_strdup(_("The question comes in the chat itself, once, when the chat ends; it "
                             "says that it is automatic, and a customer may skip it or stop all "
                             "of them. Guards of the policy decide whom to ask, and whatever else "
                             "keeps a chat from being asked about is counted.")));
    care_said_add(said, _("Scale"), scale_words(&whole->tally));
    if (chats_of(kpi) == 0) {
        care_said_add(said, _("Here"),
                      g_strdup(_("nothing is measured yet: no chat has ended in this period")));
        return;
    }
    care_say_rates(said, whole);
    care_say_worst_case(said, whole);
    care_say_outcomes(said, whole);
    care_said_add(said, _("Not asked"), reasons_words(&whole->counts));
}

/* --- formula --- */

/* "0 x 1 + 2 x 3 + 4 x 8 = 38": of the steps that somebody chose. (transfer full) */
static char *
sum_words(const CareTally *tally)
{
    g_autoptr(GString) words = g_string_new(NULL);

    for (gint t = 0; t <= tally->max - tally->min; t++) {
        if (tally->counts[t] > 0)
            g_string_append_printf(words, "%s%llu x %d", words->len > 0 ? " + " : "",
                                   CARE_LLU(tally->counts[t]), t);
    }
    g_string_append_printf(words, " = %llu", CARE_LLU(care_words_points(tally)));
    return g_string_free(g_steal_pointer(&words), FALSE);
}

static void
say_numbers(GPtrArray *said, const CareTally *tally, const CareScore *score)
{
    const gint span = tally->max - tally->min;

    care_said_add(said, "n", g_strdup_printf("%llu", CARE_LLU(score->n)));
    care_said_add(said, "R", g_strdup_printf("%d - %d = %d", tally->max, tally->min, span));
    care_said_add(said, "S", sum_words(tally));
    if (score->rule < CARE_RULE_PERCENT_ONLY) {
        care_said_add(said, _("Score"), g_strdup(_("not worked out: a percent needs 5 answers")));
        return;
    }
    care_said_add(said, _("Score"),
                  g_strdup_printf(_("100 x %llu / (%d x %llu) = %u.%u, shown as %u: cut off, never "
                                    "rounded up"),
                                  CARE_LLU(care_words_points(tally)), span, CARE_LLU(score->n),
                                  score->shown_tenths / 10, score->shown_tenths % 10,
                                  score->shown));
    care_said_add(
        said, _("Interval"),
        g_strdup_printf(
            _("%.0f to %.0f: Wilson's for n / %.3g = %.1f, the variance of the ratings being that "
              "share of a coin's"),
            care_words_down(score->low), care_words_up(score->high), score->phi,
            score->n_effective));
}

void
care_kpi_say_formula(GPtrArray *said, const CareKpi *kpi)
{
    const CareTally *tally = &kpi->whole.tally;

    care_said_add(said, NULL,
                  g_strdup(_("Score = 100 x S / (R x n): n answers; R, the steps of the scale; S, "
                             "the sum of how many steps above the lowest each answer lies.")));
    if (kpi->whole.score.n > 0)
        say_numbers(said, tally, &kpi->whole.score);
    else
        care_said_add(said, _("Here"),
                      g_strdup(_("nobody has answered, so there is nothing to divide: no score, "
                                 "which is not a score of zero")));
    care_said_add(said, _("Bands"),
                  g_strdup(_("excellent from 80, moderate from 60, low below, and only from 10 "
                             "answers on; 79.9 is moderate")));
}

/* --- trend --- */

/* "77 (70 to 84), 45 answers; still runs". (transfer full) */
static char *
bucket_words(const CareBucket *bucket, const char *notes)
{
    g_autofree char *brief = NULL;
    g_autofree char *answers = NULL;
    CarePart part;

    care_part_of(bucket->cube, NULL, &part);
    brief = care_say_brief(&part.score);
    if (part.score.rule >= CARE_RULE_PERCENT_ONLY)
        answers = g_strdup_printf(
            g_dngettext(GETTEXT_PACKAGE, ", %llu answer", ", %llu answers", (gulong)part.score.n),
            CARE_LLU(part.score.n));
    return g_strconcat(brief, answers != NULL ? answers : "", notes != NULL ? _("; ") : "",
                       notes != NULL ? notes : "", NULL);
}

static void
say_quarters(GPtrArray *said, const CareKpi *kpi)
{
    const GPtrArray *quarters = kpi->past->quarters;
    const guint from = quarters->len > QUARTERS_SAID ? quarters->len - QUARTERS_SAID : 0;
    const CareBucket *before = care_part_last_busy(quarters, from);

    for (guint i = from; i < quarters->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(quarters, i);
        g_autofree char *notes =
            care_say_bucket_notes(bucket, before, kpi->past, &kpi->past_options);

        care_said_add(said, bucket->name, bucket_words(bucket, notes));
        before = bucket->cube->rows->len > 0 ? bucket : before;
    }
}

/* The word of the sums that watch the last quarter, also where they have nothing to tell. */
static void
say_course(GPtrArray *said, const CareKpi *kpi)
{
    const CareBucket *watched;
    const CareCourse course = care_part_course(kpi->past, &kpi->past_options, &watched);

    care_say_course(said, kpi->past, &kpi->past_options);
    if (course == CARE_COURSE_NONE)
        care_said_add(said, _("Slow fall"), care_risk_words(&kpi->risks[CARE_RISK_SLOW_FALL]));
    else if (course == CARE_COURSE_WATCHED && kpi->past->cusum->down.first_alarm == 0)
        care_said_add(said, _("Slow fall"),
                      g_strdup_printf(_("none seen in %s: the sum that watches for one reached "
                                        "%.1f, and an alarm is above %.0f"),
                                      watched->name, kpi->past->cusum->down.peak,
                                      CARE_CUSUM_ALARM_ABOVE));
}

void
care_kpi_say_trend(GPtrArray *said, const CareKpi *kpi)
{
    const GPtrArray *quarters = kpi->past->quarters;

    if (quarters == NULL || quarters->len == 0) {
        care_said_add(said, NULL, g_strdup(_("No chat has ended yet, so there is no trend.")));
        return;
    }
    say_quarters(said, kpi);
    if (quarters->len == 1)
        care_said_add(said, _("Change"),
                      g_strdup(_("none to tell: one quarter is no trend, the next can be compared "
                                 "with it")));
    care_say_change(said, kpi->past, &kpi->past_options);
    say_course(said, kpi);
    if (kpi->is_rescaled)
        care_said_add(said, _("Mind"),
                      g_strdup(_("most answers before were on another scale: the trend is of this "
                                 "period alone")));
}
