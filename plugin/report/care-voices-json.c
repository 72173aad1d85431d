/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes what customers said as JSON, whole; who reads it must still not trust a word of it. */
#include "care-json.h"

static void
add_text(JsonBuilder *builder, const char *key, const char *text)
{
    g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, -1) : NULL;

    care_json_text(builder, key, valid);
}

static void
add_voices(JsonBuilder *builder, const char *key, const GPtrArray *voices)
{
    json_builder_set_member_name(builder, key);
    json_builder_begin_array(builder);
    for (guint i = 0; i < voices->len; i++) {
        const CareVoice *voice = g_ptr_array_index(voices, i);

        json_builder_begin_object(builder);
        care_json_count(builder, "id", (guint64)voice->id);
        care_json_time(builder, "at", voice->at_ms);
        add_text(builder, "agent", voice->agent);
        care_json_count(builder, "rating", (guint64)voice->rating);
        add_text(builder, "text", voice->text);
        add_text(builder, "theme", voice->theme);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void
add_themes(JsonBuilder *builder, const GPtrArray *themes)
{
    json_builder_set_member_name(builder, "themes");
    json_builder_begin_array(builder);
    for (guint i = 0; i < themes->len; i++) {
        const CareTheme *theme = g_ptr_array_index(themes, i);

        json_builder_begin_object(builder);
        add_text(builder, "theme", theme->name);
        care_json_count(builder, "n", theme->n);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

void
care_json_voices(JsonBuilder *builder, const CareReportData *data)
{
    const CareVoices *voices = data->voices;

    if (voices == NULL) {
        care_json_null(builder, "comments");
        return;
    }
    json_builder_set_member_name(builder, "comments");
    json_builder_begin_object(builder);
    care_json_count(builder, "n", voices->n);
    care_json_count(builder, "unread", voices->unread);
    care_json_count(builder, "kudos", voices->kudos);
    care_json_count(builder, "read_within_week", voices->in_week);
    care_json_count(builder, "read_within_week_of", voices->old_enough);
    care_json_count(builder, "low", voices->low);
    care_json_count(builder, "low_handled", voices->handled);
    care_json_count(builder, "low_open", voices->open);
    care_json_flag(builder, "masked", voices->is_masked);
    add_themes(builder, voices->themes);
    add_voices(builder, "newest", voices->comments);
    add_voices(builder, "newest_kudos", voices->praise);
    add_voices(builder, "best", voices->best);
    json_builder_end_object(builder);
}
