/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts ratings into an agent's words, saying no more than so few answers can carry. */
#include "care-adapter.h"

/* "5 x2, 4 x1": highest first, what nobody gave left out. */
void
care_score_append_counts(GString *out, const CareCounts *counts)
{
    const char *gap = "";

    for (guint mark = CARE_RATINGS; mark > 0; mark--) {
        if (counts->ratings[mark - 1] == 0)
            continue;
        g_string_append_printf(out, "%s%u \303\227%" G_GUINT64_FORMAT, gap, mark,
                               counts->ratings[mark - 1]);
        gap = ", ";
    }
}

static void
append_bands(GString *out, const CareScore *score)
{
    const char *const names[CARE_N_BANDS] = {[CARE_BAND_LOW] = _("low"),
                                             [CARE_BAND_MODERATE] = _("moderate"),
                                             [CARE_BAND_EXCELLENT] = _("excellent")};
    const char *gap = "";

    g_string_append(out, _("; band: "));
    for (guint band = 0; band < CARE_N_BANDS; band++) {
        if (!score->touched[band])
            continue;
        g_string_append_printf(out, "%s%s", gap, names[band]);
        gap = _(" or ");
    }
}

/* "3 (so far), 4": one chat's, in order. */
void
care_score_append_rated(GString *out, const CareRated *rated, guint n)
{
    for (guint i = 0; i < n; i++)
        g_string_append_printf(out, "%s%d%s", i > 0 ? ", " : "", rated[i].rating,
                               rated[i].kind == CARE_ANSWER_PULSE ? _(" (so far)") : "");
}

/* One set of ratings under the sample rule; without them only how many there are. */
void
care_score_append(GString *out, const CareCounts *counts, gboolean with_ratings)
{
    const guint64 asked = care_counts_asked(counts);
    const guint64 answered = counts->outcomes[CARE_OUTCOME_ANSWERED];
    CareTally tally;
    CareScore score;

    g_string_append_printf(out, _("%lu answered of %lu asked"), (gulong)answered, (gulong)asked);
    care_counts_tally(counts, CARE_SCALE_ASKED, &tally);
    if (!care_score_of(&tally, &score) || !with_ratings)
        return;
    g_string_append(out, ": ");
    care_score_append_counts(out, counts);
    if (score.rule == CARE_RULE_COUNTS_ONLY) {
        g_string_append(out, _(" (too few for a score: that takes 5)"));
        return;
    }
    /* Limits are rounded outward: an interval is never narrower on screen than it is. */
    g_string_append_printf(out, _("; score %u of 100, likely between %d and %d"), score.shown,
                           (gint)score.low, (gint)score.high + (score.high > (gint)score.high));
    if (score.rule == CARE_RULE_BANDS)
        append_bands(out, &score);
}

void
care_score_append_all(GString *out, const CareCounts *counts, CareShow show, guint64 answered)
{
    gulong kept = (gulong)answered;

    g_string_append_printf(out, "%s%s: ", out->len > 0 ? "\n" : "", _("All your chats"));
    care_score_append(out, counts, show != CARE_SHOW_NO);
    for (guint mark = 0; mark < CARE_RATINGS; mark++)
        kept -= (gulong)MIN(counts->ratings[mark], kept);
    if (show == CARE_SHOW_AFTER_5 && kept > 0)
        g_string_append_printf(out,
                               g_dngettext(GETTEXT_PACKAGE,
                                           "; %lu more is shown once five are together",
                                           "; %lu more are shown once five are together", kept),
                               kept);
}
