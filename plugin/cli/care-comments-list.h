/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How `purple-care comments` shows what customers said. */
#pragma once

#include "care-export.h"
#include <purple-care/store-comments.h>

#define CARE_COMMENTS_COLUMNS                                                             \
    "id,at,agent,protocol,customer,chat,kind,rating,item,text,theme,unread,open,handled," \
    "read_at,read_by,handled_at,handled_by,note,best_at,best_by"

/* What a list says of one comment. @is_masked: without the words, and without what was noted.
 * @store: (nullable): the file that it is in, where there are several. */

/* A row of @out, of CARE_COMMENTS_COLUMNS and, with @store, a last one. FALSE: it cannot be
 * written. */
gboolean care_comments_row(CareExport *out, gboolean is_json, const CareCommentRow *row,
                           const char *store, gboolean is_masked);

typedef struct {
    const char *store;
    gboolean is_masked, colour;
    GTimeZone *zone;
    guint columns; /* of the terminal */
} CareCommentLook;

/* (transfer full): lines for people; ends with a newline. */
char *care_comments_lines(const CareCommentRow *row, const CareCommentLook *look);

/* (transfer full): @text, lines of ours, broken between words. */
char *care_comments_wrapped(const char *text, guint columns);
