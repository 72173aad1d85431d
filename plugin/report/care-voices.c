/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds what customers said between a store, which reports do not know, and the formats. */
#include <purple-care/report-voices.h>

static void
voice_free(gpointer data)
{
    CareVoice *voice = data;

    g_free(voice->agent);
    g_free(voice->text);
    g_free(voice->theme);
    g_free(voice);
}

static void
theme_free(gpointer data)
{
    CareTheme *theme = data;

    g_free(theme->name);
    g_free(theme);
}

CareVoices *
care_voices_new(void)
{
    CareVoices *voices = g_new0(CareVoices, 1);

    voices->comments = g_ptr_array_new_with_free_func(voice_free);
    voices->praise = g_ptr_array_new_with_free_func(voice_free);
    voices->best = g_ptr_array_new_with_free_func(voice_free);
    voices->themes = g_ptr_array_new_with_free_func(theme_free);
    return voices;
}

void
care_voices_free(CareVoices *voices)
{
    if (voices == NULL)
        return;
    g_ptr_array_unref(voices->comments);
    g_ptr_array_unref(voices->praise);
    g_ptr_array_unref(voices->best);
    g_ptr_array_unref(voices->themes);
    g_free(voices);
}

void
care_voices_add(GPtrArray *to, const CareVoice *voice)
{
    CareVoice *copy = g_new(CareVoice, 1);

    *copy = (CareVoice){.id = voice->id,
                        .at_ms = voice->at_ms,
                        .agent = g_strdup(voice->agent),
                        .text = g_strdup(voice->text),
                        .theme = g_strdup(voice->theme),
                        .rating = voice->rating};
    g_ptr_array_add(to, copy);
}

void
care_voices_add_theme(CareVoices *voices, const char *name, guint64 n)
{
    CareTheme *theme = g_new(CareTheme, 1);

    *theme = (CareTheme){g_strdup(name), n};
    g_ptr_array_add(voices->themes, theme);
}
