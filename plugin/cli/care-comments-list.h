/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How `purple-care comments` shows what customers said. */
#pragma once

#include "care-export.h"
#include <purple-care/store-comments.h>

#define CARE_COMMENTS_HEADING                                                             \
    "id,at,agent,protocol,customer,chat,kind,rating,item,text,theme,unread,open,handled," \
    "read_at,read_by,handled_at,handled_by,note,best_at,best_by\n"

/* What a list says of one comment. @is_masked: without the words, and without what was noted. */

/* A row of @out. FALSE: it cannot be written. */
gboolean care_comments_row(CareExport *out, gboolean is_json, const CareCommentRow *row,
                           gboolean is_masked);

/* (transfer full): lines for people, for a terminal of @columns; ends with a newline. */
char *care_comments_lines(const CareCommentRow *row, gboolean is_masked, GTimeZone *zone,
                          guint columns, gboolean colour);
