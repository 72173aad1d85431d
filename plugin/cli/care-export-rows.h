/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be exported, and how each kind of row is written. */
#pragma once

#include "care-export.h"
#include <purple-care/store-admin.h>

typedef struct {
    CareExport *out;
    gboolean all;                   /* a person's own copy: also what is pending */
    gboolean comments;              /* customers' words are shown */
    guint64 pending;                /* left out: their question is still open */
    CareScale scale;                /* of the first rating */
    gboolean has_scale, has_scales; /* there were ratings; on more scales than one */
} CareExportRows;

/* The callbacks of care_reader_each_chat() and the like; data: CareExportRows. */
gboolean care_export_chat(const CareChatRow *row, gpointer rows);
gboolean care_export_answer(const CareAnswerRow *row, gpointer rows);
gboolean care_export_ledger(const CareLedgerRow *row, gpointer rows);

#define CARE_EXPORT_CHATS \
    "chat_id,agent,customer,protocol,ended_at,outcome,reason,rating,item,item_rating\n"
#define CARE_EXPORT_ANSWERS \
    "chat_id,agent,customer,protocol,at,kind,item,rating,counts,definition,language,comment\n"
#define CARE_EXPORT_LEDGER "seq,at,chat_id,kind,value,hash\n"
