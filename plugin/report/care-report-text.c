/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the report for a lead at a terminal: every figure with what it is made of, and one thing
 * to do next. */
#include "care-say.h"
#include "care-sections.h"
#include <string.h>

#define MANY_IDLE        30 /* percent of ended chats */
#define FEW_ANSWERS      30 /* percent of those asked */
#define FEW_ANSWERS_FROM 20 /* asked: fewer prove nothing */
#define TWO_LOW_FROM     3  /* a scale's span from which its two lowest ratings are low ones */

void
care_section_head(GString *out, const CareCube *cube, const CareReportOptions *options)
{
    g_autofree char *period = care_words_period(cube, options);
    g_autoptr(GString) title = g_string_new(NULL);

    g_string_append_printf(title, _("Customer Service Empathy Score: %s"), period);
    care_words_end(title, 4);
    g_string_truncate(title, title->len - 1);
    care_words_bold(out, title->str, options->colour);
    g_string_append_c(out, '\n');
    if (care_part_is_running(cube, options))
        g_string_append_printf(out, "%s\n", _("This period still runs: its figures will change."));
    g_string_append_c(out, '\n');
}

const char *
care_say_step(const CareTally *tally, gint t)
{
    /* What the ends of another scale were called is not known. */
    if (tally->min != CARE_SCALE_ASKED.min || tally->max != CARE_SCALE_ASKED.max)
        return NULL;
    if (t == 0)
        return _("not at all");
    return t == tally->max - tally->min ? _("completely") : NULL;
}

void
care_say_rates(GPtrArray *said, const CarePart *part)
{
    const guint64 chats = care_counts_chats(&part->counts);
    const guint64 answered = part->counts.outcomes[CARE_OUTCOME_ANSWERED];
    CareProportion rate;
    char *words;

    if (care_proportion_of(answered, part->asked, &rate))
        words = g_strdup_printf(_("%llu of %llu asked: %u %%; about 95 %%: %.0f to %.0f %%"),
                                CARE_LLU(answered), CARE_LLU(part->asked),
                                care_words_percent(answered, part->asked),
                                care_words_down(rate.low), care_words_up(rate.high));
    else
        words = g_strdup(_("none: nobody was asked"));
    care_said_add(said, _("Response rate"), words);
    care_said_add(said, _("Coverage"),
                  g_strdup_printf(_("%llu of %llu ended chats have an answer: %u %%"),
                                  CARE_LLU(answered), CARE_LLU(chats),
                                  care_words_percent(answered, chats)));
}

/* Unanswered is never zero, but it bounds what the score could have been; bounds are rounded
 * outwards. */
void
care_say_worst_case(GPtrArray *said, const CarePart *part)
{
    if (!part->has_worst_case || part->score.rule < CARE_RULE_PERCENT_ONLY)
        return;
    care_said_add(
        said, _("Worst case"),
        g_strdup_printf(_("if all who did not answer had given %d: %.0f; had given %d: %.0f"),
                        part->tally.min, care_words_down(part->worst_low), part->tally.max,
                        care_words_up(part->worst_high)));
}

static void
append_reasons(GString *out, const CareCounts *counts)
{
    const guint indent = CARE_LABEL_COLUMNS + 4;

    for (guint i = 0; i < CARE_N_REASONS; i++) {
        const char *reason = care_report_reason((CareReason)i);

        if (counts->reasons[i] == 0)
            continue;
        g_string_append_printf(out, "%*llu  %s", (gint)indent, CARE_LLU(counts->reasons[i]),
                               reason != NULL ? reason : _("no reason is known"));
        g_string_append_printf(out, " (%u %%)",
                               care_words_percent(counts->reasons[i], care_counts_chats(counts)));
        care_words_end(out, indent + 2);
    }
}

void
care_say_outcomes(GPtrArray *said, const CarePart *part)
{
    const guint64 *outcomes = part->counts.outcomes;
    const guint64 not_asked = outcomes[CARE_OUTCOME_NOT_ASKED];

    care_said_add(said, _("Ended chats"),
                  g_strdup_printf(_("%llu = %llu asked + %llu not asked + %llu pending"),
                                  CARE_LLU(care_counts_chats(&part->counts)), CARE_LLU(part->asked),
                                  CARE_LLU(not_asked), CARE_LLU(outcomes[CARE_OUTCOME_PENDING])));
    care_said_add(
        said, _("Asked"),
        g_strdup_printf(_("%llu = %llu answered + %llu expired + %llu skipped + %llu opted out"),
                        CARE_LLU(part->asked), CARE_LLU(outcomes[CARE_OUTCOME_ANSWERED]),
                        CARE_LLU(outcomes[CARE_OUTCOME_EXPIRED]),
                        CARE_LLU(outcomes[CARE_OUTCOME_SKIPPED]),
                        CARE_LLU(outcomes[CARE_OUTCOME_OPTED_OUT])));
}

/* The head of the reasons. */
static void
say_not_asked(GPtrArray *said, const CarePart *part)
{
    const guint64 not_asked = part->counts.outcomes[CARE_OUTCOME_NOT_ASKED];

    care_said_add(
        said, _("Not asked"),
        g_strdup_printf("%llu%s", CARE_LLU(not_asked),
                        not_asked > 0 ? _("; by reason, with its share of the ended chats:") : ""));
}

void
care_say_doubts(GPtrArray *said, const CareCube *cube, const CarePart *part)
{
    const guint64 answered = part->counts.outcomes[CARE_OUTCOME_ANSWERED];
    const guint64 rated = part->score.n + part->n_other;
    const guint definitions = care_part_n_definitions(cube);

    if (definitions > 1)
        care_said_add(
            said, _("Mind"),
            g_strdup_printf(_("%u versions of the question or its rules are mixed here: look at "
                              "shorter periods"),
                            definitions));
    if (part->n_other > 0)
        care_said_add(
            said, _("Mind"),
            g_strdup_printf(
                g_dngettext(GETTEXT_PACKAGE,
                            "%llu answer on another scale than %d to %d is in no score here",
                            "%llu answers on another scale than %d to %d are in no score here",
                            (gulong)part->n_other),
                CARE_LLU(part->n_other), part->tally.min, part->tally.max));
    if (rated != answered)
        care_said_add(said, _("Mind"),
                      g_strdup_printf(_("%llu chats are answered, but %llu ratings are stored: the "
                                        "store may be damaged, so trust the score less"),
                                      CARE_LLU(answered), CARE_LLU(rated)));
}

/* Where the low marks are that a step is about: an imported one has no stored answer, and is in no
 * list of comments. (transfer full) */
static char *
with_place(char *step, const CareReportData *data, const CarePart *part)
{
    static const char comments[] = "purple-care comments --low",
                      chats[] = "purple-care export --what chats";
    g_autofree char *owned = step;
    const CareTally *tally = &part->tally;
    const guint64 low = tally->counts[0] + tally->counts[1];
    const gboolean is_asked =
        tally->min == CARE_SCALE_ASKED.min && tally->max == CARE_SCALE_ASKED.max;

    if (data->voices == NULL || !is_asked)
        return g_steal_pointer(&owned);
    if (data->voices->low >= low)
        return g_strdup_printf("%s (%s)", step, comments);
    if (data->voices->low == 0)
        return g_strdup_printf("%s (%s)", step, chats);
    return g_strdup_printf(_("%s (%s; imported ones: %s)"), step, comments, chats);
}

/* What the ratings themselves ask for. (transfer full); NULL: nothing */
static char *
step_of_ratings(const CareReportData *data, const CareReportOptions *options, const CarePart *part)
{
    const CareBucket *watched;
    CareReportOptions past_options;
    const CareReportData *past = care_part_past(data, options, &past_options);
    const CareTally *tally = &part->tally;
    const gboolean two = tally->max - tally->min >= TWO_LOW_FROM;
    const guint64 low = tally->counts[0] + (two ? tally->counts[1] : 0);

    if (care_part_course(past, &past_options, &watched) == CARE_COURSE_WATCHED &&
        care_part_stands(&past->cusum->down))
        return g_strdup(
            _("scores may be falling slowly: look with the agents at what has changed"));
    if (low > 0 && two)
        return with_place(
            g_strdup_printf(
                g_dngettext(
                    GETTEXT_PACKAGE,
                    "%llu answer is %d or %d: go through that chat with the agent first",
                    "%llu answers are %d or %d: go through those chats with the agents first",
                    (gulong)low),
                CARE_LLU(low), tally->min, tally->min + 1),
            data, part);
    if (low > 0)
        return g_strdup_printf(
            g_dngettext(
                GETTEXT_PACKAGE, "%llu answer is %d: go through that chat with the agent first",
                "%llu answers are %d: go through those chats with the agents first", (gulong)low),
            CARE_LLU(low), tally->min);
    if (part->counts.reasons[CARE_REASON_CUSTOMER_WAITING] > 0)
        return g_strdup(_("chats were closed on waiting customers: ask what made them hurry"));
    if (part->score.rule == CARE_RULE_BANDS && part->score.band == CARE_BAND_LOW &&
        !care_part_is_running(data->cube, options))
        return g_strdup(_("the score is low though nobody gave the lowest ratings: talk over with "
                          "the agents what customers missed"));
    return NULL;
}

const char *
care_say_nothing(const CareReportOptions *options)
{
    const gboolean is_part = options->agent != NULL || options->protocol != NULL;

    if (strcmp(options->kind, "all") == 0)
        return is_part ? _("No such chat has ended yet") : _("No chat has ended here yet");
    return is_part ? _("No such chat has ended in this period")
                   : _("No chat has ended in this period");
}

const char *
care_say_not_compared(const CareReportData *data)
{
    if (data->other == NULL && data->sector == NULL)
        return NULL;
    return _("Nothing is compared, for there is nothing here to compare");
}

static char *
step_of_nothing(const CareReportData *data, const CareReportOptions *options)
{
    const gboolean is_over = options->now_ms != 0 && data->cube->to_ms <= options->now_ms;

    if (strcmp(options->kind, "all") != 0)
        return is_over ? g_strdup(_("look wider with --period all"))
                       : g_strdup(_("end a chat with /care end in the client, or look wider with "
                                    "--period all"));
    if (options->agent != NULL || options->protocol != NULL)
        return g_strdup(_("look at all chats, without --agent and --protocol"));
    return g_strdup(_("end a chat with /care end in the client"));
}

/* Whether the last quarter of what is reported is the one that runs. */
static gboolean
is_last_running(const CareReportData *data, const CareReportOptions *options)
{
    const GPtrArray *quarters = data->quarters;

    return quarters != NULL && quarters->len > 0 &&
           care_part_runs(options, g_ptr_array_index(quarters, quarters->len - 1));
}

/* Gravest first. */
char *
care_say_next(const CareReportData *data, const CareReportOptions *options, const CarePart *part)
{
    const CareCounts *counts = &part->counts;
    const guint64 chats = care_counts_chats(counts), n = part->score.n;
    const guint64 answered = counts->outcomes[CARE_OUTCOME_ANSWERED];
    char *step;

    if (chats == 0)
        return step_of_nothing(data, options);
    if (counts->reasons[CARE_REASON_STORE] + counts->reasons[CARE_REASON_SEND_FAILED] > 0)
        return g_strdup(
            _("a fault kept questions from going out; /care status in the client says which"));
    step = step_of_ratings(data, options, part);
    if (step != NULL)
        return step;
    if (care_words_percent(counts->reasons[CARE_REASON_IDLE], chats) >= MANY_IDLE)
        return g_strdup(
            _("many chats just go quiet: ending them with /care end asks the customer"));
    if (part->asked >= FEW_ANSWERS_FROM && care_words_percent(answered, part->asked) < FEW_ANSWERS)
        return g_strdup(
            _("few answer: a word of goodbye before /care end makes the question expected"));
    if (counts->outcomes[CARE_OUTCOME_PENDING] > 0)
        return g_strdup(_("questions are still out: look again in an hour"));
    if (n < 5)
        return g_strdup_printf(
            g_dngettext(GETTEXT_PACKAGE, "%llu more answer and a percent can be shown",
                        "%llu more answers and a percent can be shown", (gulong)(5 - n)),
            CARE_LLU(5 - n));
    return is_last_running(data, options)
               ? g_strdup(_("nothing is pressing; look again when the quarter ends"))
               : g_strdup(_("nothing is pressing"));
}

static void
append_lines(GString *out, const CareCube *cube, const CarePart *whole)
{
    g_autoptr(GPtrArray) figures = care_said_new();
    g_autoptr(GPtrArray) doubts = care_said_new();

    care_say_rates(figures, whole);
    care_say_worst_case(figures, whole);
    care_say_outcomes(figures, whole);
    say_not_asked(figures, whole);
    care_said_print(out, figures);
    append_reasons(out, &whole->counts);
    care_say_doubts(doubts, cube, whole);
    care_said_print(out, doubts);
}

static void
append_next(GString *out, const char *step, gboolean colour)
{
    g_string_append_c(out, '\n');
    care_words_bold(out, _("Next:"), colour);
    g_string_append_printf(out, " %s", step);
    care_words_end(out, 6);
}

static void
append_sections(GString *out, const CareReportData *data, const CareReportOptions *options,
                const CarePart *whole)
{
    const CareReportBy by = options->by;
    const gboolean usual = by == CARE_BY_USUAL;

    if (by == CARE_BY_WEEK)
        care_section_weeks(out, data, options);
    if (usual || by == CARE_BY_QUARTER)
        care_section_quarters(out, data, options);
    if (usual || by == CARE_BY_ITEM)
        care_section_items(out, whole, by == CARE_BY_ITEM, options->colour);
    if (by == CARE_BY_PROTOCOL)
        care_section_protocols(out, data->cube, options->colour);
    if (by == CARE_BY_LANGUAGE || by == CARE_BY_HOUR || by == CARE_BY_CUSTOMER)
        care_section_parts(out, data, options);
    if (usual || by == CARE_BY_AGENT)
        care_section_agents(out, data, options);
    care_section_definitions(out, data->cube, options->colour);
    if (!usual)
        return;
    care_section_attention(out, data, options);
    care_section_voices(out, data, options);
    care_section_risks(out, data, options);
    care_section_questions(out, data, options);
}

static char *
make_text(const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *step = NULL;
    CarePart whole;

    care_part_of(data->cube, NULL, &whole);
    care_section_head(out, data->cube, options);
    if (care_counts_chats(&whole.counts) == 0) {
        g_string_append_printf(out, "%s\n", care_say_nothing(options));
        if (care_say_not_compared(data) != NULL)
            g_string_append_printf(out, "%s\n", care_say_not_compared(data));
        step = care_say_next(data, options, &whole);
        append_next(out, step, options->colour);
        return g_string_free(g_steal_pointer(&out), FALSE);
    }
    care_words_score(out, &whole.tally, care_part_is_running(data->cube, options));
    append_lines(out, data->cube, &whole);
    care_section_aside(out, data, options);
    append_sections(out, data, options, &whole);
    step = care_say_next(data, options, &whole);
    append_next(out, step, options->colour);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
care_report_text(const CareReportData *data, const CareReportOptions *options)
{
    char *text;

    g_return_val_if_fail(data != NULL && data->cube != NULL && options != NULL, NULL);

    care_words_lay_out(options);
    text = make_text(data, options);
    care_words_lay_out(NULL);
    return text;
}
