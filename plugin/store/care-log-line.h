/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one line of a log says, in the forms that libpurple 2 has written them in. */
#pragma once

#include <glib.h>

typedef enum {
    CARE_LOG_NOTHING, /* the head, a further line of the one before, a notice */
    CARE_LOG_SENT,    /* HTML logs tell the two by colour */
    CARE_LOG_RECEIVED,
    CARE_LOG_SAID, /* by a name alone: text logs, and /me */
} CareLogKind;

typedef struct {
    CareLogKind kind;
    gboolean is_automatic, is_html;
    const char *stamp, *name,
        *text; /* in the line; none ends with NUL; names and text as they stand */
    gsize stamp_size, name_size, text_size;
} CareLogParts;

/* @line: without its end, NUL after it. What is no such line is NOTHING. */
void care_log_line_html(const char *line, CareLogParts *out_parts);
void care_log_line_text(const char *line, CareLogParts *out_parts);

/* (transfer full): @size bytes of HTML or, not @is_html, of text as plain valid UTF-8, at most @max
 * bytes of it: tags gone, line ends to blanks. */
char *care_log_plain(const char *text, gsize size, gboolean is_html, gsize max);
