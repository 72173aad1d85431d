/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows what customers said to a terminal: the newest few, as one line each, and what was done. */
#include "care-say.h"
#include "care-sections.h"

/* (transfer full): the words on one line, cut where they are long, harmless to a terminal. */
static char *
one_line(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1), *cut = NULL;
    g_autoptr(GString) line = g_string_new(NULL);
    gboolean is_gap = FALSE;

    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);

        if (c == '\n' || c == '\r' || c == '\t' || c == ' ') {
            is_gap = line->len > 0;
            continue;
        }
        if (is_gap)
            g_string_append_c(line, ' ');
        is_gap = FALSE;
        g_string_append_unichar(line, c);
    }
    if (g_utf8_strlen(line->str, -1) <= CARE_VOICE_CHARS)
        return care_report_safe(line->str);
    g_string_truncate(line,
                      (gsize)(g_utf8_offset_to_pointer(line->str, CARE_VOICE_CHARS) - line->str));
    cut = care_report_safe(line->str);
    return g_strconcat(cut, " [...]", NULL);
}

static void
say_comments(GPtrArray *said, const CareVoices *voices)
{
    char *words = voices->unread > 0 || voices->n == 0
                      ? g_strdup_printf(_("%llu, of them %llu unread"), CARE_LLU(voices->n),
                                        CARE_LLU(voices->unread))
                      : g_strdup_printf(_("%llu, all read"), CARE_LLU(voices->n));

    care_said_add(said, _("Comments"), words);
    if (voices->old_enough > 0)
        care_said_add(said, _("Read in a week"),
                      g_strdup_printf(_("%llu of %llu given a week ago or longer: %u %%"),
                                      CARE_LLU(voices->in_week), CARE_LLU(voices->old_enough),
                                      care_words_percent(voices->in_week, voices->old_enough)));
}

static void
say_low(GPtrArray *said, const CareVoices *voices)
{
    const guint64 gone = voices->low - MIN(voices->low, voices->handled + voices->open);

    if (voices->low == 0)
        return;
    care_said_add(said, _("Low marks"),
                  gone == 0 ? g_strdup_printf(_("%llu = %llu handled + %llu to be handled"),
                                              CARE_LLU(voices->low), CARE_LLU(voices->handled),
                                              CARE_LLU(voices->open))
                            : g_strdup_printf(_("%llu = %llu handled + %llu to be handled + %llu "
                                                "of whom nothing is kept"),
                                              CARE_LLU(voices->low), CARE_LLU(voices->handled),
                                              CARE_LLU(voices->open), CARE_LLU(gone)));
}

static void
say_themes(GPtrArray *said, const CareVoices *voices)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < voices->themes->len; i++) {
        const CareTheme *theme = g_ptr_array_index(voices->themes, i);
        g_autofree char *name = one_line(theme->name);

        g_string_append_printf(list, "%s%s %llu", i > 0 ? ", " : "", name, CARE_LLU(theme->n));
    }
    if (list->len > 0)
        care_said_add(said, _("Themes"), g_strdup(list->str));
}

void
care_say_voices(GPtrArray *said, const CareReportData *data)
{
    const CareVoices *voices = data->voices;

    if (voices == NULL || voices->n + voices->low + voices->best->len == 0)
        return;
    say_comments(said, voices);
    say_low(said, voices);
    say_themes(said, voices);
    if (voices->is_masked)
        care_said_add(said, _("Words"), g_strdup(_("not shown: [show] comment=no")));
}

/* @most: how many are shown of them */
static void
append_voices(GString *out, const GPtrArray *voices, const char *label, guint most,
              const CareReportOptions *options)
{
    for (guint i = 0; i < MIN(voices->len, most); i++) {
        const CareVoice *voice = g_ptr_array_index(voices, i);
        g_autofree char *text = one_line(voice->text), *agent = one_line(voice->agent),
                        *day = care_words_day(voice->at_ms, options->timezone), *line = NULL;

        /* translators: rating, agent, day, the customer's words */
        line = g_strdup_printf(_("%d to %s, %s: \"%s\""), voice->rating, agent, day, text);
        care_words_line(out, i == 0 ? label : "", line);
    }
}

void
care_section_voices(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const CareVoices *voices = data->voices;
    g_autoptr(GPtrArray) said = care_said_new();

    care_say_voices(said, data);
    if (said->len == 0)
        return;
    care_section_title(out, _("What customers said"), options->colour);
    care_said_print(out, said);
    append_voices(out, voices->best, _("Best practice"), CARE_VOICES_TEXT, options);
    append_voices(out, voices->praise, _("Kudos"), CARE_VOICES_TEXT, options);
    append_voices(out, voices->comments, _("Other words"), CARE_VOICES_TEXT, options);
    if (voices->unread + voices->open > 0)
        care_words_line(out, _("To do"),
                        voices->open > 0 ? _("purple-care comments --open lists what is to be "
                                             "handled, purple-care comments all that was said")
                                         : _("purple-care comments lists what was said"));
}
