/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows how attentive the chats were, in a section of its own so that nobody takes it for a part of
 * the score. */
#include "care-sections.h"

#define MANY_CHATS 5 /* as with the score: fewer show counts alone */

/* (transfer full): "40 s", "1 min 5 s", "2 h 10 min"; rounded down */
static char *
duration_of(gint64 ms)
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
append_times(GString *out, const CareAttention *attention)
{
    g_autofree char *first = duration_of(attention->first_reply_ms),
                    *usual = duration_of(attention->median_reply_ms),
                    *longest = duration_of(attention->longest_wait_ms), *text = NULL, *other = NULL;

    if (attention->first_reply_ms >= 0) {
        text = g_strdup_printf(_("%s or less in half of the chats"), first);
        care_words_line(out, _("First reply"), text);
    }
    if (attention->median_reply_ms >= 0) {
        other = g_strdup_printf(_("%s in the middle one of the chats"), usual);
        care_words_line(out, _("Usual reply"), other);
    }
    if (attention->longest_wait_ms >= 0)
        care_words_line(out, _("Longest wait"), longest);
}

static void
append_parts(GString *out, const CareAttention *attention)
{
    g_autofree char *first = duration_of(attention->first_part_ms),
                    *last = duration_of(attention->last_part_ms), *text = NULL;

    if (attention->first_part_ms < 0 || attention->last_part_ms < 0)
        return;
    text = g_strdup_printf(_("usual reply in the first half of a chat %s, in the last half %s"),
                           first, last);
    care_words_line(out, _("Course"), text);
}

static void
append_counts(GString *out, const CareAttention *attention)
{
    g_autofree char *promises = NULL, *questions = NULL;

    if (attention->promises > 0) {
        promises = g_strdup_printf(
            g_dngettext(GETTEXT_PACKAGE, "%u of %u kept: the agent came back to it",
                        "%u of %u kept: the agent came back to them", attention->promises),
            attention->kept, attention->promises);
        care_words_line(out, _("Promises"), promises);
    }
    questions = g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%u question was unanswered at its chat's end",
                    "%u questions were unanswered at their chats' ends", attention->open_questions),
        attention->open_questions);
    care_words_line(out, _("Left open"), questions);
}

void
care_section_attention(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const CareAttention *attention = data->attention;
    g_autofree char *chats = NULL;

    if (attention == NULL || data->n_attended == 0)
        return;
    care_section_title(out, _("Attentiveness (not part of the score)"), options->colour);
    chats = g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "measured in %llu chat",
                                        "measured in %llu chats", (gulong)data->n_attended),
                            CARE_LLU(data->n_attended));
    care_words_line(out, _("Chats"), chats);
    if (data->n_attended >= MANY_CHATS) {
        append_times(out, attention);
        append_parts(out, attention);
    }
    append_counts(out, attention);
}
