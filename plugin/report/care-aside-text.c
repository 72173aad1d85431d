/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says how this report differs from another, and from its sector's published figure. */
#include "care-other.h"
#include "care-say.h"
#include "care-sections.h"

static const char *
bar_words(CareBar bar)
{
    static const char *const words[CARE_N_BARS] = {
        [CARE_BAR_FILTER] = N_("not compared: one of the two is of another agent or protocol"),
        [CARE_BAR_OVERLAP] = N_("not compared: the two overlap, so that chats would be compared "
                                "with themselves"),
        [CARE_BAR_SCALE] = N_("not compared: the answers are on another scale"),
        [CARE_BAR_DEFINITIONS] = N_("not compared: the question or its rules are not the same, "
                                    "and that alone may be the difference"),
    };

    return _(words[bar]);
}

/* "85 from 40 answers", or why not so much. (transfer full) */
static char *
other_words(const CareOther *other, const CareAside *aside)
{
    const guint64 n = aside->score.n;
    g_autofree char *limits = care_words_limits(&aside->score);
    g_autofree char *name = care_report_safe(other->name);

    if (limits == NULL)
        return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                           "%s: %llu answer, and a percent needs 5",
                                           "%s: %llu answers, and a percent needs 5", (gulong)n),
                               name, CARE_LLU(n));
    return g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%s: %u of 100, about 95 %%: %s, from %llu answer",
                    "%s: %u of 100, about 95 %%: %s, from %llu answers", (gulong)n),
        name, aside->score.shown, limits, CARE_LLU(n));
}

/* "improved; +4.0 points, about 95 %: ...", rounded so that it does not flatter. */
static char *
points_words(const char *verdict, const CareChange *change)
{
    const double value = care_words_down(10 * change->value) / 10 + 0.0;
    const double low = care_words_down(10 * change->low) / 10 + 0.0;
    const double high = care_words_up(10 * change->high) / 10 + 0.0;

    return g_strdup_printf(_("%s; %+.1f points, about 95 %%: %+.1f to %+.1f"), verdict, value, low,
                           high);
}

static void
say_changes(GPtrArray *said, const CareAside *aside)
{
    const char *const scores[CARE_N_VERDICTS] = {NULL, _("no clear change"), _("improved"),
                                                 _("declined")};
    const char *const rates[CARE_N_VERDICTS] = {NULL, _("no clear change"), _("more answer"),
                                                _("fewer answer")};

    if (aside->is_running) {
        care_said_add(said, _("Change"),
                      g_strdup(_("no verdict before this period ends: its figures will change")));
        return;
    }
    care_said_add(said, _("Change"),
                  aside->change.verdict == CARE_VERDICT_TOO_FEW
                      ? g_strdup(_("no verdict, which needs 5 answers in each"))
                      : points_words(scores[aside->change.verdict], &aside->change));
    if (aside->response.verdict != CARE_VERDICT_TOO_FEW)
        care_said_add(said, _("Response rate"),
                      points_words(rates[aside->response.verdict], &aside->response));
}

void
care_say_other(GPtrArray *said, const CareReportData *data, const CareReportOptions *options)
{
    CareAside aside;

    if (data->other == NULL)
        return;
    care_aside_of(data, options, &aside);
    care_said_add(said, _("Compared with"), other_words(data->other, &aside));
    if (aside.bar != CARE_BAR_NONE)
        care_said_add(said, _("Change"), g_strdup(bar_words(aside.bar)));
    else
        say_changes(said, &aside);
}

/* With as many digits as were published. (transfer full) */
static char *
sector_words(const CareSector *sector)
{
    g_autofree char *score =
        sector->tenths % 10 == 0
            ? g_strdup_printf("%u", sector->tenths / 10)
            : g_strdup_printf("%u.%u", sector->tenths / 10, sector->tenths % 10);

    if (sector->reported_by == NULL)
        return g_strdup_printf(_("%s: %s of 100 in %d (%s; %s)"), sector->name, score, sector->year,
                               sector->source, sector->measure);
    return g_strdup_printf(_("%s: %s of 100 in %d (%s; %s; as reported by %s)"), sector->name,
                           score, sector->year, sector->source, sector->measure,
                           sector->reported_by);
}

void
care_say_sector(GPtrArray *said, const CareReportData *data)
{
    const CareSector *sector = data->sector;
    CareProportion gap;

    if (sector == NULL)
        return;
    care_said_add(said, _("Sector"), sector_words(sector));
    if (care_sector_gap(data, &gap))
        care_said_add(said, _("This score"),
                      g_strdup_printf(_("%+.1f points from that, about 95 %%: %+.1f to %+.1f"),
                                      care_words_down(10 * gap.value) / 10 + 0.0,
                                      care_words_down(10 * gap.low) / 10 + 0.0,
                                      care_words_up(10 * gap.high) / 10 + 0.0));
    care_said_add(said, _("Mind"),
                  g_strdup(_("not comparable one to one: that index asks a sample of a whole "
                             "sector's customers about a company in general, in other words; "
                             "this score is one question, right after a chat, to those who "
                             "chatted. Your own trend says more.")));
}

void
care_section_aside(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GPtrArray) said = care_said_new();

    care_say_other(said, data, options);
    care_say_sector(said, data);
    if (said->len == 0)
        return;
    care_section_title(out, _("Beside others"), options->colour);
    care_said_print(out, said);
}
