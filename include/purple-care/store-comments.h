/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What customers said, and what a lead marked on it: read, handled, of a theme, best practice; for
 * the command line, on the caller's thread, beside running clients. */
#pragma once

#include <purple-care/store-admin.h>

/* Reads what customers said; the callback's FALSE ends it without an error, and texts are valid
 * until it returns. */
gboolean care_reader_each_comment(CareReader *reader, const CareCommentFilter *filter,
                                  CareCommentFunc each, gpointer data, GError **error);

/* Of all that passes the filter's time, agent, protocol and customer. */
gboolean care_reader_count_comments(CareReader *reader, const CareCommentFilter *filter,
                                    gint64 now_ms, CareCommentCounts *out, GError **error);

/* The themes of what passes the same filter, the most frequent first. */
gboolean care_reader_each_theme(CareReader *reader, const CareCommentFilter *filter,
                                CareThemeFunc each, gpointer data, GError **error);

#define CARE_MARK_ERROR (care_mark_error_quark())
typedef enum {
    CARE_MARK_ERROR_NO_COMMENT, /* no such comment, or of somebody who was erased */
    CARE_MARK_ERROR_NOT_BEST,   /* best practice is a comment to a 5 */
} CareMarkError;
GQuark care_mark_error_quark(void);

typedef enum {
    CARE_MARK_READ,
    CARE_MARK_HANDLED, /* text: what was done; NULL: not told */
    CARE_MARK_THEME,   /* text: the theme */
    CARE_MARK_BEST,
    CARE_MARK_UNDO, /* takes back what was marked last */
} CareMarkKind;

typedef struct {
    CareMarkKind kind;
    const char *text; /* valid UTF-8 */
    const char *by;   /* a user's name */
    gint64 at_ms;
} CareMark;

/**
 * care_editor_mark:
 * @ids: @n of them
 * @out_changed: (out): how many were not so before
 *
 * Marks all of @ids or, with an error, none. Whatever was marked is read, too. Waits some seconds
 * for other clients.
 */
gboolean care_editor_mark(CareEditor *editor, const CareMark *mark, const gint64 *ids, gsize n,
                          guint *out_changed, GError **error);
