/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes how attentive the chats were, beside the score and with a key of its own. */
#include "care-json.h"

#define MANY_CHATS 5 /* as in the text: of fewer the counts alone */

static void
add_seconds(JsonBuilder *builder, const char *key, gboolean is_shown, gint64 ms)
{
    if (is_shown && ms >= 0)
        care_json_double(builder, key, (double)ms / 1000);
    else
        care_json_null(builder, key);
}

void
care_json_attention(JsonBuilder *builder, const CareReportData *data)
{
    static const CareAttention none;
    const CareAttention *attention = data->attention != NULL ? data->attention : &none;
    const gboolean is_shown = data->attention != NULL && data->n_attended >= MANY_CHATS;

    json_builder_set_member_name(builder, "attentiveness");
    json_builder_begin_object(builder);
    care_json_count(builder, "chats", data->n_attended);
    add_seconds(builder, "first_reply_s", is_shown, attention->first_reply_ms);
    add_seconds(builder, "median_reply_s", is_shown, attention->median_reply_ms);
    add_seconds(builder, "longest_wait_s", is_shown, attention->longest_wait_ms);
    add_seconds(builder, "first_part_s", is_shown, attention->first_part_ms);
    add_seconds(builder, "last_part_s", is_shown, attention->last_part_ms);
    care_json_count(builder, "promises", attention->promises);
    care_json_count(builder, "kept", attention->kept);
    care_json_count(builder, "open_questions", attention->open_questions);
    json_builder_end_object(builder);
}
