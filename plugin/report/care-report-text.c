/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the report for a lead at a terminal: every figure with what it is made of, and one thing
 * to do next. */
#include "care-words.h"
#include <math.h>
#include <string.h>

#define NAME_COLUMNS     20
#define MANY_IDLE        30 /* percent of ended chats */
#define FEW_ANSWERS      30 /* percent of those asked */
#define FEW_ANSWERS_FROM 20 /* asked: fewer prove nothing */

static void
append_title(GString *out, const CareCube *cube, const CareReportOptions *options)
{
    g_autofree char *period = NULL;
    g_autofree char *line = NULL;

    period = care_words_period(cube, options);
    line = g_strdup_printf(_("Customer Service Empathy Score: %s"), period);
    care_words_bold(out, line, options->colour);
    g_string_append_c(out, '\n');
    if (options->now_ms != 0 && options->now_ms < cube->to_ms)
        g_string_append_printf(out, "%s\n", _("This period still runs: its figures will change."));
    g_string_append_c(out, '\n');
}

/* Rounded down, as a share that people read should never flatter. */
static guint
percent(guint64 k, guint64 n)
{
    return n == 0 ? 0 : (guint)(100 * k / n);
}

static void
append_rates(GString *out, const CareCounts *counts)
{
    const guint64 asked = care_counts_asked(counts), chats = care_counts_chats(counts);
    const guint64 answered = counts->outcomes[CARE_OUTCOME_ANSWERED];
    CareProportion rate;

    care_words_label(out, _("Response rate"));
    if (care_proportion_of(answered, asked, &rate))
        g_string_append_printf(out, _("%llu of %llu asked: %u %%; about 95 %%: %.0f to %.0f %%"),
                               CARE_LLU(answered), CARE_LLU(asked), percent(answered, asked),
                               floor(rate.low), ceil(rate.high));
    else
        g_string_append(out, _("none: nobody was asked"));
    g_string_append_c(out, '\n');
    care_words_label(out, _("Coverage"));
    g_string_append_printf(out, _("%llu of %llu ended chats have an answer: %u %%"),
                           CARE_LLU(answered), CARE_LLU(chats), percent(answered, chats));
    g_string_append_c(out, '\n');
}

/* Unanswered is never zero, but it bounds what the score could have been. */
static void
append_worst_case(GString *out, const CareCounts *counts)
{
    const guint64 asked = care_counts_asked(counts);
    const guint64 silent = asked - counts->outcomes[CARE_OUTCOME_ANSWERED];
    const guint64 span = CARE_RATINGS - 1;
    CareTally tally;
    CareScore score;

    care_counts_tally(counts, CARE_SCALE_ASKED, &tally);
    if (!care_score_of(&tally, &score) || score.rule == CARE_RULE_COUNTS_ONLY || asked == 0)
        return;
    const guint64 points = care_words_points(&tally);

    care_words_label(out, _("Worst case"));
    g_string_append_printf(out, _("if all who did not answer had given 1: %u; had given 5: %u"),
                           percent(points, span * asked),
                           percent(points + span * silent, span * asked));
    g_string_append_c(out, '\n');
}

static void
append_outcomes(GString *out, const CareCounts *counts)
{
    const guint64 *outcomes = counts->outcomes;

    care_words_label(out, _("Ended chats"));
    g_string_append_printf(out, _("%llu = %llu asked + %llu not asked + %llu pending"),
                           CARE_LLU(care_counts_chats(counts)), CARE_LLU(care_counts_asked(counts)),
                           CARE_LLU(outcomes[CARE_OUTCOME_NOT_ASKED]),
                           CARE_LLU(outcomes[CARE_OUTCOME_PENDING]));
    g_string_append_c(out, '\n');
    care_words_label(out, _("Asked"));
    g_string_append_printf(
        out, _("%llu = %llu answered + %llu expired + %llu skipped + %llu opted out"),
        CARE_LLU(care_counts_asked(counts)), CARE_LLU(outcomes[CARE_OUTCOME_ANSWERED]),
        CARE_LLU(outcomes[CARE_OUTCOME_EXPIRED]), CARE_LLU(outcomes[CARE_OUTCOME_SKIPPED]),
        CARE_LLU(outcomes[CARE_OUTCOME_OPTED_OUT]));
    g_string_append_c(out, '\n');
    care_words_label(out, _("Not asked"));
    g_string_append_printf(out, "%llu\n", CARE_LLU(outcomes[CARE_OUTCOME_NOT_ASKED]));
    for (guint i = 0; i < CARE_N_REASONS; i++) {
        const char *reason = care_report_reason((CareReason)i);

        if (counts->reasons[i] == 0)
            continue;
        g_string_append_printf(out, "%*llu  %s", CARE_LABEL_COLUMNS + 4,
                               CARE_LLU(counts->reasons[i]),
                               reason != NULL ? reason : _("no reason is known"));
        g_string_append_printf(out, _(" (%u %% of ended chats)"),
                               percent(counts->reasons[i], care_counts_chats(counts)));
        g_string_append_c(out, '\n');
    }
}

static void
append_row(GString *out, const char *name, const CareCounts *counts)
{
    g_string_append(out, "  ");
    care_words_pad(out, name, NAME_COLUMNS);
    g_string_append_printf(out, " %8llu %8llu %8llu %8llu  ", CARE_LLU(care_counts_chats(counts)),
                           CARE_LLU(care_counts_asked(counts)),
                           CARE_LLU(counts->outcomes[CARE_OUTCOME_PENDING]),
                           CARE_LLU(counts->outcomes[CARE_OUTCOME_ANSWERED]));
    for (guint i = 0; i < CARE_RATINGS; i++)
        g_string_append_printf(out, " %5llu", CARE_LLU(counts->ratings[i]));
    g_string_append_c(out, '\n');
}

/* What makes the figures above mean less than they seem to. */
static void
append_doubts(GString *out, const CareCube *cube, const CareCounts *counts)
{
    const guint64 answered = counts->outcomes[CARE_OUTCOME_ANSWERED];
    const guint definitions = care_words_definitions(cube);
    guint64 rated = 0;

    for (guint i = 0; i < CARE_RATINGS; i++)
        rated += counts->ratings[i];
    if (definitions > 1) {
        care_words_label(out, _("Mind"));
        g_string_append_printf(
            out,
            _("%u versions of the question or its rules are mixed here: look at shorter periods"),
            definitions);
        g_string_append_c(out, '\n');
    }
    if (rated != answered) {
        care_words_label(out, _("Mind"));
        g_string_append_printf(out,
                               _("%llu chats are answered, but %llu ratings are stored: the store "
                                 "may be damaged, so trust the score less"),
                               CARE_LLU(answered), CARE_LLU(rated));
        g_string_append_c(out, '\n');
    }
}

/* Counts in the order of names: percents side by side would rank people by chance. */
static void
append_agents(GString *out, const CareCube *cube, gboolean colour)
{
    g_auto(GStrv) agents = care_cube_agents(cube);
    const char *const heads[] = {_("ended"), _("asked"), _("pending"), _("answered")};

    g_string_append_c(out, '\n');
    care_words_bold(out, _("Agents by name: counts, no ranking"), colour);
    g_string_append(out, "\n  ");
    care_words_pad(out, "", NAME_COLUMNS);
    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++) {
        g_string_append_c(out, ' ');
        care_words_pad_left(out, heads[i], 8);
    }
    g_string_append(out, "  ");
    for (guint i = 1; i <= CARE_RATINGS; i++)
        g_string_append_printf(out, " %5u", i);
    g_string_append_c(out, '\n');
    for (guint i = 0; agents[i] != NULL; i++) {
        const CareCounts counts = care_cube_sum(cube, agents[i]);
        g_autofree char *name = care_report_safe(agents[i]);

        append_row(out, name, &counts);
    }
}

/* The one thing that helps most now, gravest first. (transfer full) */
static char *
next_step(const CareCounts *counts)
{
    const guint64 asked = care_counts_asked(counts), chats = care_counts_chats(counts);
    const guint64 answered = counts->outcomes[CARE_OUTCOME_ANSWERED];
    const guint64 lost =
        counts->reasons[CARE_REASON_STORE] + counts->reasons[CARE_REASON_SEND_FAILED];
    const guint64 low = counts->ratings[0] + counts->ratings[1];
    CareTally tally;
    CareScore score;

    care_counts_tally(counts, CARE_SCALE_ASKED, &tally);
    care_score_of(&tally, &score);
    if (lost > 0)
        return g_strdup(
            _("a fault kept questions from going out; /care status in the client says which"));
    if (low > 0)
        return g_strdup_printf(
            g_dngettext(GETTEXT_PACKAGE,
                        "%llu customer gave 1 or 2: go through that chat with the agent first",
                        "%llu customers gave 1 or 2: go through those chats with the agents first",
                        (gulong)low),
            CARE_LLU(low));
    if (counts->reasons[CARE_REASON_CUSTOMER_WAITING] > 0)
        return g_strdup(_("chats were closed on waiting customers: ask what made them hurry"));
    if (score.rule == CARE_RULE_BANDS && score.band == CARE_BAND_LOW) /* of threes alone */
        return g_strdup(_("the score is low though nobody gave 1 or 2: talk over with the agents "
                          "what customers who gave 3 missed"));
    if (percent(counts->reasons[CARE_REASON_IDLE], chats) >= MANY_IDLE)
        return g_strdup(
            _("many chats just go quiet: ending them with /care end asks the customer"));
    if (asked >= FEW_ANSWERS_FROM && percent(answered, asked) < FEW_ANSWERS)
        return g_strdup(
            _("few answer: a word of goodbye before /care end makes the question expected"));
    if (counts->outcomes[CARE_OUTCOME_PENDING] > 0)
        return g_strdup(_("questions are still out: look again in an hour"));
    if (answered < 5)
        return g_strdup_printf(
            g_dngettext(GETTEXT_PACKAGE, "%llu more answer and a percent can be shown",
                        "%llu more answers and a percent can be shown", (gulong)(5 - answered)),
            CARE_LLU(5 - answered));
    return g_strdup(_("nothing is pressing; look again when the quarter ends"));
}

static void
append_next(GString *out, const char *step, gboolean colour)
{
    g_string_append_c(out, '\n');
    care_words_bold(out, _("Next:"), colour);
    g_string_append_printf(out, " %s\n", step);
}

char *
care_report_text(const CareReportData *data, const CareReportOptions *options)
{
    const CareCube *cube = data->cube;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *step = NULL;
    CareCounts sum;
    CareTally tally;

    g_return_val_if_fail(cube != NULL && options != NULL, NULL);

    sum = care_cube_sum(cube, NULL);
    append_title(out, cube, options);
    if (care_counts_chats(&sum) == 0) {
        g_string_append_printf(out, "%s\n",
                               _("No chat has ended here yet, so there is nothing to say yet."));
        append_next(out,
                    _("end a chat with /care end in the client, or look wider with --period all"),
                    options->colour);
        return g_string_free(g_steal_pointer(&out), FALSE);
    }
    care_counts_tally(&sum, CARE_SCALE_ASKED, &tally);
    care_words_score(out, &tally, _("not at all"), _("completely"));
    append_rates(out, &sum);
    append_worst_case(out, &sum);
    append_outcomes(out, &sum);
    append_doubts(out, cube, &sum);
    append_agents(out, cube, options->colour);
    step = next_step(&sum);
    append_next(out, step, options->colour);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
