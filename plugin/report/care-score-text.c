/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says a score in words, and no more than so few answers allow. */
#include "care-say.h"

#define BAR_COLUMNS   30
#define BAR_WIDE      60 /* from so many columns of a terminal on: */
#define WIDE_FROM     120
#define COUNT_COLUMNS 7  /* after a bar on a narrow terminal */
#define STEPS_IN_FULL 11 /* a longer scale shows only the steps that somebody chose */

guint64
care_words_points(const CareTally *tally)
{
    guint64 points = 0;

    for (gint t = 0; t <= tally->max - tally->min; t++)
        points += tally->counts[t] * (guint64)t;
    return points;
}

static const char *
band_words(CareBand band)
{
    static const char *const words[CARE_N_BANDS] = {N_("low"), N_("moderate"), N_("excellent")};

    return _(words[band]);
}

static char *
touched_words(const CareScore *score)
{
    g_autoptr(GString) words = g_string_new(NULL);

    for (guint band = 0; band < CARE_N_BANDS; band++) {
        if (score->touched[band])
            g_string_append_printf(words, "%s%s", words->len > 0 ? ", " : "", band_words(band));
    }
    return g_string_free(g_steal_pointer(&words), FALSE);
}

/* The percent with its interval, limits rounded outwards, and the plain mean, rounded down like all
 * that could flatter. */
static char *
percent_words(const CareTally *tally, const CareScore *score, gboolean is_running)
{
    const guint64 mean_tenths = 10 * (guint64)tally->min + 10 * care_words_points(tally) / score->n;
    g_autoptr(GString) out = g_string_new(NULL);

    g_string_append_printf(out, _("%u of 100 (mean %llu.%llu of %d)"), score->shown,
                           CARE_LLU(mean_tenths / 10), CARE_LLU(mean_tenths % 10), tally->max);
    if (score->rule == CARE_RULE_BANDS && !is_running)
        g_string_append_printf(out, ", %s", band_words(score->band));
    /* Translators: between two remarks on one figure. */
    g_string_append(out, _("; "));
    g_string_append_printf(out, _("about 95 %%: %.0f to %.0f"), care_words_down(score->low),
                           care_words_up(score->high));
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
verdict_words(const CareScore *score, gboolean is_running)
{
    g_autofree char *touched = touched_words(score);

    if (score->rule == CARE_RULE_PERCENT_ONLY)
        return g_strdup(_("not shown: that needs 10 answers"));
    if (is_running)
        return g_strdup(_("none before this period ends"));
    if (score->confirmed)
        return g_strdup_printf(_("confirmed: %s"), touched);
    return g_strdup_printf(_("not confirmed: the interval touches %s"), touched);
}

void
care_say_score(GPtrArray *said, const CareTally *tally, gboolean is_running)
{
    CareScore score;

    care_score_of(tally, &score);
    if (score.rule == CARE_RULE_NO_RATINGS) {
        care_said_add(said, _("Score"),
                      g_strdup(_("none: nobody has answered, which is not a score of zero")));
        return;
    }
    if (score.rule == CARE_RULE_COUNTS_ONLY) {
        care_said_add(said, _("Score"),
                      g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                                  "not shown: %llu answer, and a percent needs 5",
                                                  "not shown: %llu answers, and a percent needs 5",
                                                  (gulong)score.n),
                                      CARE_LLU(score.n)));
    } else {
        care_said_add(said, _("Score"), percent_words(tally, &score, is_running));
        care_said_add(said, _("Band"), verdict_words(&score, is_running));
    }
    care_said_add(said, _("Answers"), g_strdup_printf("%llu", CARE_LLU(score.n)));
}

guint
care_words_bar_columns(void)
{
    const guint columns = care_words_table_columns();

    if (columns >= WIDE_FROM)
        return BAR_WIDE;
    return columns < CARE_INDENT + BAR_COLUMNS + COUNT_COLUMNS
               ? MAX(columns, CARE_INDENT + COUNT_COLUMNS + 1) - CARE_INDENT - COUNT_COLUMNS
               : BAR_COLUMNS;
}

/* "  5 fully". (transfer full) */
static char *
step_label(const CareTally *tally, gint t, gboolean with_words)
{
    const char *end = with_words ? care_say_step(tally, t) : NULL;

    return g_strdup_printf("  %d%s%s", tally->min + t, end != NULL ? " " : "",
                           end != NULL ? end : "");
}

void
care_words_bars(GString *out, const CareTally *tally, gboolean with_words)
{
    const gint span = tally->max - tally->min;
    guint columns = care_words_bar_columns(), label_columns = CARE_LABEL_COLUMNS;
    guint64 most = 1;

    for (gint t = 0; t <= span; t++) {
        g_autofree char *label = step_label(tally, t, with_words);

        most = MAX(most, tally->counts[t]);
        label_columns = MAX(label_columns, care_words_columns(label));
    }
    /* The ends of the scale are longer in some languages than labels are. */
    columns -= MIN(label_columns - CARE_LABEL_COLUMNS, columns - 1);
    for (gint t = span; t >= 0; t--) {
        const guint64 count = tally->counts[t];
        g_autofree char *label = step_label(tally, t, with_words);
        guint used;

        if (count == 0 && span + 1 > STEPS_IN_FULL)
            continue;
        care_words_pad(out, label, label_columns + 2);
        used = care_words_bar(out, (double)count, (double)most, columns);
        g_string_append_printf(out, "%*s%llu\n", (gint)(columns - used + 1), "", CARE_LLU(count));
    }
}

static char *
score_text(const CareTally *tally, gboolean with_words, gboolean is_running)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GPtrArray) said = care_said_new();

    care_say_score(said, tally, is_running);
    care_said_print(out, said);
    if (said->len > 1) /* else nobody has answered */
        care_words_bars(out, tally, with_words);
    return g_string_free(out, FALSE);
}

void
care_words_score(GString *out, const CareTally *tally, gboolean is_running)
{
    g_autofree char *text = score_text(tally, TRUE, is_running);

    g_string_append(out, text);
}

char *
care_score_text(const CareTally *tally)
{
    g_return_val_if_fail(tally != NULL, NULL);

    return score_text(tally, FALSE, FALSE);
}
