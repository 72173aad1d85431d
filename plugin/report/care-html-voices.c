/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page's words of customers, as text and nothing else, and its breakdowns of what is theirs. */
#include "care-html-part.h"

#define VOICES_SHOWN 20 /* of each kind: more is a list, which `purple-care comments` is for */

static void
append_voice(GString *out, const CareVoice *voice, const CareReportOptions *options)
{
    g_autofree char *day = care_words_day(voice->at_ms, options->timezone);
    /* Translators: a rating and the highest there is; a name and a day follow. */
    g_autofree char *rating = g_strdup_printf(_("%d of %d, "), voice->rating, CARE_RATINGS);

    g_string_append(out, "<figure class=\"voice\">\n<blockquote><p>");
    care_html_add_lines(out, voice->text);
    g_string_append(out, "</p></blockquote>\n<figcaption>");
    care_html_add(out, rating);
    care_html_add_foreign(out, voice->agent, CARE_HTML_NAME_MAX);
    g_string_append(out, ", ");
    care_html_add(out, day);
    g_string_append(out, "</figcaption>\n</figure>\n");
}

/* @n: how many there are, of which the newest are among @voices */
static void
append_voices(GString *out, const GPtrArray *voices, guint64 n, const char *title,
              const CareReportOptions *options)
{
    const guint n_shown = MIN(voices->len, VOICES_SHOWN);

    if (n_shown == 0)
        return;
    care_html_element(out, "h3", title);
    g_string_append(out, "<div class=\"voices\">\n");
    for (guint i = 0; i < n_shown; i++)
        append_voice(out, g_ptr_array_index(voices, i), options);
    g_string_append(out, "</div>\n");
    care_html_left_out(out, n_shown, n, _("purple-care comments lists all of them"));
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
        append_voices(out, voices->best, voices->best->len, _("Best practice"), options);
        append_voices(out, voices->praise, voices->kudos, _("Kudos"), options);
        append_voices(out, voices->comments, voices->n - MIN(voices->kudos, voices->n),
                      _("Other words"), options);
    }
    care_html_section_end(out);
}

void
care_html_parts(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const char *const heads[] = {_("which"), _("ended"),      _("asked"), _("answers"),
                                 _("score"), _("about 95 %"), NULL};
    const guint n = data->parts != NULL ? data->parts->len : 0;
    const guint n_shown =
        MIN(n, options->by == CARE_BY_CUSTOMER ? CARE_CUSTOMERS_SHOWN : CARE_HTML_ROWS_MAX);

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
    care_html_left_out(out, n_shown, n + data->n_left,
                       options->by == CARE_BY_CUSTOMER
                           ? _("purple-care customers lists all of them")
                           : _("--format csv has all of them"));
    care_html_section_end(out);
}
