/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says what changes to the question do to the score, under what question this period's answers were
 * given, and how long a change of the score takes to be seen. */
#include "care-kpi.h"
#include <math.h>

#define DEFINITIONS_SAID 3
#define NAME_LENGTH      40 /* characters of a name from a store */
#define WEEK_DAYS        7.0
#define LONG_WEEKS       5200.0 /* a hundred years */

char *
care_kpi_short_name(const char *name)
{
    g_autofree char *valid = g_utf8_make_valid(name, -1);
    g_autofree char *safe = NULL;
    const gboolean is_long = g_utf8_strlen(valid, -1) > NAME_LENGTH;

    if (is_long)
        *g_utf8_offset_to_pointer(valid, NAME_LENGTH) = '\0';
    safe = care_report_safe(valid);
    return g_strconcat(safe, is_long ? "..." : "", NULL);
}

static void
say_effects(GPtrArray *said)
{
    care_said_add(said, _("Wording"),
                  g_strdup(_("asks something else: a new definition begins, the trend breaks "
                             "there, and a change across the break may be the question's")));
    care_said_add(said, _("Scale"),
                  g_strdup(_("the same; answers on two scales are never in one sum")));
    care_said_add(said, _("Guards"),
                  g_strdup(_("ask other customers, which alone may move the score: a new "
                             "definition, too. purple-care simulate shows whom they would ask")));
    care_said_add(said, _("Sample"),
                  g_strdup(_("half as many chats asked should leave the score where it is and "
                             "make its interval about 1.4 times as wide; a new definition all the "
                             "same, which purple-care audit weighs")));
}

static void
say_definitions(GPtrArray *said, const CareCube *cube)
{
    g_autoptr(GPtrArray) parts = care_part_definitions(cube);
    g_autoptr(GString) names = g_string_new(NULL);

    if (parts->len == 0) {
        care_said_add(said, _("Here"),
                      g_strdup(_("nobody was asked, so this period holds no definition")));
        return;
    }
    for (guint i = 0; i < MIN(parts->len, DEFINITIONS_SAID); i++) {
        const CareCube *part = g_ptr_array_index(parts, i);
        const CareCubeRow *row = g_ptr_array_index(part->rows, 0);
        g_autofree char *name = care_kpi_short_name(row->definition);

        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", name);
    }
    if (parts->len > DEFINITIONS_SAID)
        g_string_append(names, ", ...");
    care_said_add(
        said, _("Here"),
        g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                    "%u definition of question, scale and guards: %s",
                                    "%u definitions of question, scale and guards: %s", parts->len),
                        parts->len, names->str));
}

/* Of both periods together. (transfer full); NULL: the pace is not known */
static char *
weeks_words(const CareExpectedChange *change)
{
    const double weeks = ceil(change->days / WEEK_DAYS);

    if (!change->has_days)
        return NULL;
    if (weeks > LONG_WEEKS)
        return g_strdup(_("more than 100 years"));
    return g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "about %.0f week", "about %.0f weeks", (gulong)weeks), weeks);
}

static void
say_wait(GPtrArray *said, const CareExpectedChange *change, double points)
{
    g_autofree char *weeks = weeks_words(change);
    g_autofree char *answers = NULL;

    if (change->answers == 0) {
        care_said_add(
            said, _("To see"),
            g_strdup_printf(_("%.0f points: the score has no such room to fall"), points));
        return;
    }
    answers = g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%.0f points: %llu answer in each of two periods",
                    "%.0f points: %llu answers in each of two periods", (gulong)change->answers),
        points, CARE_LLU(change->answers));
    care_said_add(said, _("To see"),
                  weeks != NULL ? g_strdup_printf(_("%s, at this pace %s for both"), answers, weeks)
                                : g_strdup(answers));
}

static void
say_expected(GPtrArray *said, const CareKpi *kpi)
{
    if (!kpi->has_expected) {
        care_said_add(said, _("To see"),
                      g_strdup(_("how long a change of 5 or 10 points takes to be seen is not "
                                 "foreseen: that needs 10 answers")));
        return;
    }
    if (kpi->has_twice)
        care_said_add(said, _("Interval"),
                      g_strdup_printf(_("with twice as many answers that fall alike: %.0f to %.0f"),
                                      care_words_down(kpi->twice.low),
                                      care_words_up(kpi->twice.high)));
    for (gsize i = 0; i < CARE_SIMULATE_CHANGES; i++)
        say_wait(said, &kpi->expected.changes[i], care_simulate_points[i]);
    care_said_add(said, _("Mind"),
                  g_strdup(_("chance makes half of such changes look smaller: plan for more")));
}

void
care_kpi_say_change(GPtrArray *said, const CareKpi *kpi)
{
    say_effects(said);
    say_definitions(said, kpi->data->cube);
    say_expected(said, kpi);
}
