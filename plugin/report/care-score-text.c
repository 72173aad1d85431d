/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says a score in words, and no more than so few answers allow. */
#include "care-words.h"
#include <math.h>

#define BAR_COLUMNS   30
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
static void
append_percent(GString *out, const CareTally *tally, const CareScore *score)
{
    const guint64 mean_tenths = 10 * (guint64)tally->min + 10 * care_words_points(tally) / score->n;

    care_words_label(out, _("Score"));
    g_string_append_printf(out, _("%u of 100 (mean %llu.%llu of %d)"), score->shown,
                           CARE_LLU(mean_tenths / 10), CARE_LLU(mean_tenths % 10), tally->max);
    if (score->rule == CARE_RULE_BANDS)
        g_string_append_printf(out, ", %s", band_words(score->band));
    g_string_append(out, "; ");
    g_string_append_printf(out, _("about 95 %%: %.0f to %.0f"), care_words_down(score->low),
                           care_words_up(score->high));
    care_words_end(out, CARE_INDENT);
}

static void
append_band(GString *out, const CareScore *score)
{
    g_autofree char *touched = touched_words(score);

    care_words_label(out, _("Band"));
    if (score->rule == CARE_RULE_PERCENT_ONLY)
        g_string_append(out, _("not shown: that needs 10 answers"));
    else if (score->confirmed)
        g_string_append_printf(out, _("confirmed: %s"), touched);
    else
        g_string_append_printf(out, _("not confirmed: the interval touches %s"), touched);
    care_words_end(out, CARE_INDENT);
}

static void
append_bars(GString *out, const CareTally *tally, const char *lowest, const char *highest)
{
    const gint span = tally->max - tally->min;
    guint64 most = 1;

    for (gint t = 0; t <= span; t++)
        most = MAX(most, tally->counts[t]);
    for (gint t = span; t >= 0; t--) {
        const guint64 count = tally->counts[t];
        /* The smallest count stays visible. */
        const guint bar = (guint)ceil((double)count * BAR_COLUMNS / (double)most);
        const char *end = t == 0 ? lowest : t == span ? highest : NULL;
        g_autofree char *label = g_strdup_printf("  %d%s%s", tally->min + t, end != NULL ? " " : "",
                                                 end != NULL ? end : "");

        if (count == 0 && span + 1 > STEPS_IN_FULL)
            continue;
        care_words_label(out, label);
        for (guint i = 0; i < bar; i++)
            g_string_append(out, CARE_BAR);
        g_string_append_printf(out, "%*s%llu\n", (gint)(BAR_COLUMNS - bar + 1), "",
                               CARE_LLU(count));
    }
}

void
care_words_score(GString *out, const CareTally *tally, const char *lowest, const char *highest)
{
    CareScore score;

    care_score_of(tally, &score);
    if (score.rule == CARE_RULE_NO_RATINGS) {
        care_words_label(out, _("Score"));
        g_string_append_printf(out, "%s\n",
                               _("none: nobody has answered, which is not a score of zero"));
        return;
    }
    if (score.rule == CARE_RULE_COUNTS_ONLY) {
        care_words_label(out, _("Score"));
        g_string_append_printf(
            out,
            g_dngettext(GETTEXT_PACKAGE, "not shown: %llu answer, and a percent needs 5",
                        "not shown: %llu answers, and a percent needs 5", (gulong)score.n),
            CARE_LLU(score.n));
        care_words_end(out, CARE_INDENT);
    } else {
        append_percent(out, tally, &score);
        append_band(out, &score);
    }
    care_words_label(out, _("Answers"));
    g_string_append_printf(out, "%llu\n", CARE_LLU(score.n));
    append_bars(out, tally, lowest, highest);
}

char *
care_score_text(const CareTally *tally)
{
    g_autoptr(GString) out = g_string_new(NULL);

    g_return_val_if_fail(tally != NULL, NULL);

    care_words_score(out, tally, NULL, NULL);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
