/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows how attentive the chats were, in a section of its own so that nobody takes it for a part of
 * the score. */
#include "care-say.h"
#include "care-sections.h"

#define MANY_CHATS 5 /* as with the score: fewer show counts alone */

char *
care_words_duration(gint64 ms)
{
    const gint64 s = ms / 1000;

    if (s < 60)
        return g_strdup_printf(_("%lld s"), (long long)s);
    if (s % 60 == 0 && s < 3600)
        return g_strdup_printf(_("%lld min"), (long long)(s / 60));
    if (s < 3600)
        return g_strdup_printf(_("%lld min %lld s"), (long long)(s / 60), (long long)(s % 60));
    if (s % 3600 < 60)
        return g_strdup_printf(_("%lld h"), (long long)(s / 3600));
    return g_strdup_printf(_("%lld h %lld min"), (long long)(s / 3600), (long long)(s % 3600 / 60));
}

static void
say_times(GPtrArray *said, const CareAttention *attention)
{
    g_autofree char *first = care_words_duration(attention->first_reply_ms),
                    *usual = care_words_duration(attention->median_reply_ms);

    if (attention->first_reply_ms >= 0)
        care_said_add(said, _("First reply"),
                      g_strdup_printf(_("%s or less in half of the chats"), first));
    if (attention->median_reply_ms >= 0)
        care_said_add(said, _("Usual reply"),
                      g_strdup_printf(_("%s in the middle one of the chats"), usual));
    if (attention->longest_wait_ms >= 0)
        care_said_add(said, _("Longest wait"), care_words_duration(attention->longest_wait_ms));
}

static void
say_parts(GPtrArray *said, const CareAttention *attention)
{
    g_autofree char *first = care_words_duration(attention->first_part_ms),
                    *last = care_words_duration(attention->last_part_ms);

    if (attention->first_part_ms < 0 || attention->last_part_ms < 0)
        return;
    care_said_add(
        said, _("Course"),
        g_strdup_printf(_("usual reply in the first half of a chat %s, in the last half %s"), first,
                        last));
}

static void
say_counts(GPtrArray *said, const CareAttention *attention)
{
    if (attention->promises > 0)
        care_said_add(
            said, _("Promises"),
            g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u of %u kept: the agent came back to it",
                                        "%u of %u kept: the agent came back to them",
                                        attention->promises),
                            attention->kept, attention->promises));
    care_said_add(
        said, _("Left open"),
        g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u question was unanswered at its chat's end",
                                    "%u questions were unanswered at their chats' ends",
                                    attention->open_questions),
                        attention->open_questions));
}

void
care_say_attention(GPtrArray *said, const CareReportData *data)
{
    const CareAttention *attention = data->attention;

    if (attention == NULL || data->n_attended == 0)
        return;
    care_said_add(said, _("Chats"),
                  g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "measured in %llu chat",
                                              "measured in %llu chats", (gulong)data->n_attended),
                                  CARE_LLU(data->n_attended)));
    if (data->n_attended >= MANY_CHATS) {
        say_times(said, attention);
        say_parts(said, attention);
    }
    say_counts(said, attention);
}

void
care_section_attention(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GPtrArray) said = care_said_new();

    care_say_attention(said, data);
    if (said->len == 0)
        return;
    care_section_title(out, _("Attentiveness (not part of the score)"), options->colour);
    care_said_print(out, said);
}
