/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page's words of customers, as text and nothing else, and its breakdowns of what is theirs. */
#include "care-html-part.h"

static void
append_voice(GString *out, const CareVoice *voice, const CareReportOptions *options)
{
    g_autofree char *day = care_words_day(voice->at_ms, options->timezone);
    g_autofree char *rating = g_strdup_printf("%d, ", voice->rating);

    g_string_append(out, "<figure class=\"voice\">\n<blockquote><p>");
    care_html_add_lines(out, voice->text);
    g_string_append(out, "</p></blockquote>\n<figcaption>");
    care_html_add(out, rating);
    care_html_add_foreign(out, voice->agent, CARE_HTML_NAME_MAX);
    g_string_append(out, ", ");
    care_html_add(out, day);
    g_string_append(out, "</figcaption>\n</figure>\n");
}

static void
append_voices(GString *out, const GPtrArray *voices, const char *title,
              const CareReportOptions *options)
{
    if (voices->len == 0)
        return;
    care_html_element(out, "h3", title);
    for (guint i = 0; i < voices->len; i++)
        append_voice(out, g_ptr_array_index(voices, i), options);
}

void
care_html_voices(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const CareVoices *voices = data->voices;
    g_autoptr(GPtrArray) said = care_said_new();

    care_say_voices(said, data);
    if (said->len == 0)
        return;
    care_html_section(out, "voices", _("What customers said"));
    care_html_said(out, said);
    if (!voices->is_masked) {
        append_voices(out, voices->best, _("Best practice"), options);
        append_voices(out, voices->praise, _("Kudos"), options);
        append_voices(out, voices->comments, _("Other words"), options);
    }
    care_html_section_end(out);
}

void
care_html_parts(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const char *const heads[] = {_("which"), _("ended"),      _("asked"), _("answers"),
                                 _("score"), _("about 95 %"), NULL};
    const guint n = data->parts != NULL ? data->parts->len : 0;
    const guint n_shown = options->by == CARE_BY_CUSTOMER ? MIN(n, CARE_CUSTOMERS_SHOWN) : n;

    if (n == 0)
        return;
    care_html_section(out, "by-part", care_say_by(options->by));
    care_html_table(out, "parts-table", _("The score of each, by the same rules"), heads);
    for (guint i = 0; i < n_shown; i++) {
        const CareBucket *bucket = g_ptr_array_index(data->parts, i);
        g_autofree char *name = care_say_part_name(options->by, bucket);
        CarePart part;

        care_part_of(bucket->cube, NULL, &part);
        care_html_row(out, name, TRUE, NULL);
        care_html_count(out, care_counts_chats(&part.counts));
        care_html_count(out, part.asked);
        care_html_count(out, part.score.n);
        care_html_score(out, &part.score);
        care_html_row_end(out);
    }
    care_html_table_end(out);
    if (n - n_shown + data->n_left > 0)
        care_html_element(out, "p class=\"faint\"",
                          _("Customers with fewer chats are left out here."));
    care_html_section_end(out);
}
