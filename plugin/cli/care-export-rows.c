/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chats leave in the very form in which purple-care import takes them in. */
#include "care-export-rows.h"
#include "care-cell.h"

#define TEXT   CARE_FIELD_OF_TEXT
#define NUMBER CARE_FIELD_OF_NUMBER
#define FLAG   CARE_FIELD_OF_FLAG
#define MAYBE  CARE_FIELD_MAYBE

static CareField
json_only(CareField field)
{
    field.json_only = TRUE;
    return field;
}

/* A figure of attentiveness: in milliseconds, null where there is none. */
static CareField
attended(const CareChatRow *row, const char *name, gint64 value)
{
    return json_only(MAYBE(name, row->has_attention && value >= 0, value));
}

static void
note_scale(CareExportRows *rows, const CareChatRow *row)
{
    if (!row->has_rating)
        return;
    if (!rows->has_scale)
        rows->scale = row->scale;
    rows->has_scales |= rows->scale.min != row->scale.min || rows->scale.max != row->scale.max;
    rows->has_scale = TRUE;
}

gboolean
care_export_chat(const CareChatRow *row, gpointer data)
{
    CareExportRows *rows = data;
    g_autofree char *ended = care_cell_time(row->ended_ms);
    g_autofree char *started = care_cell_time(row->started_ms);

    if (row->outcome == CARE_OUTCOME_PENDING && !rows->all) {
        rows->pending++;
        return TRUE;
    }
    note_scale(rows, row);
    const CareField fields[] = {
        TEXT("chat_id", row->id),
        TEXT("agent", row->agent),
        TEXT("customer", row->customer),
        TEXT("protocol", row->protocol),
        json_only(TEXT("started_at", started)),
        TEXT("ended_at", ended),
        TEXT("outcome", care_outcome_name(row->outcome)),
        TEXT("reason", row->reason),
        MAYBE("rating", row->has_rating, row->rating),
        TEXT("item", row->item != CARE_ITEM_NONE ? care_item_name(row->item) : NULL),
        MAYBE("item_rating", row->has_item_rating, row->item_rating),
        json_only(MAYBE("scale_min", *row->definition != '\0', row->scale.min)),
        json_only(MAYBE("scale_max", *row->definition != '\0', row->scale.max)),
        json_only(TEXT("definition", row->definition)),
        json_only(FLAG("imported", row->is_imported)),
        attended(row, "replies", row->attention.replies),
        attended(row, "first_reply_ms", row->attention.first_reply_ms),
        attended(row, "median_reply_ms", row->attention.median_reply_ms),
        attended(row, "longest_wait_ms", row->attention.longest_wait_ms),
        attended(row, "first_part_ms", row->attention.first_part_ms),
        attended(row, "last_part_ms", row->attention.last_part_ms),
        attended(row, "promises", row->attention.promises),
        attended(row, "kept", row->attention.kept),
        attended(row, "open_questions", row->attention.open_questions),
    };
    return care_export_row(rows->out, fields, G_N_ELEMENTS(fields));
}

gboolean
care_export_answer(const CareAnswerRow *row, gpointer data)
{
    const CareExportRows *rows = data;
    g_autofree char *at = care_cell_time(row->at_ms);
    const CareField fields[] = {
        TEXT("chat_id", row->chat),
        TEXT("agent", row->agent),
        TEXT("customer", row->customer),
        TEXT("protocol", row->protocol),
        TEXT("at", at),
        TEXT("kind", row->kind),
        TEXT("item", row->item),
        NUMBER("rating", row->rating),
        FLAG("counts", row->counts),
        TEXT("definition", row->definition),
        TEXT("language", row->language),
        TEXT("comment", rows->comments ? row->comment : NULL),
    };

    return care_export_row(rows->out, fields, G_N_ELEMENTS(fields));
}

gboolean
care_export_ledger(const CareLedgerRow *row, gpointer data)
{
    const CareExportRows *rows = data;
    g_autofree char *at = care_cell_time(row->at_ms);
    const CareField fields[] = {
        NUMBER("seq", row->seq),    TEXT("at", at),
        TEXT("chat_id", row->chat), TEXT("kind", row->kind),
        TEXT("value", row->value),  TEXT("hash", row->hash),
    };

    return care_export_row(rows->out, fields, G_N_ELEMENTS(fields));
}
