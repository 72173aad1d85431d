/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What customers said, and what a lead marked on it: read, handled, of a theme, best practice; for
 * the command line, on the caller's thread, beside running clients. */
#pragma once

#include <purple-care/store-admin.h>

#define CARE_COMMENT_WEEK_MS ((gint64)7 * 24 * 60 * 60 * 1000) /* in which one should be read */
#define CARE_COMMENT_LOW     2                                 /* a mark that is low: 1 and 2 */
#define CARE_COMMENT_PRAISE  4                                 /* kudos: 4 and 5 */

typedef struct {
    gint64 from_ms, to_ms; /* half-open, by the chat's end, or by the rating's time while the chat
                              is open; both 0: everything */
    const char *agent, *protocol, *customer; /* NULL: any */
    gboolean low;    /* low ratings alone, those without words too; but never what was corrected */
    gboolean open;   /* the low ones at a chat's end that nobody has handled; implies low */
    gboolean unread; /* what nobody has read as it stands now */
    gboolean worded; /* with words alone, whatever else is said */
    gboolean newest; /* in order of time, newest first; else the unread come first */
    gint64 best_from_ms; /* marked as best practice since then; 0: whatever */
} CareCommentFilter;

typedef struct {
    gint64 id, at_ms; /* id: as long as the store lasts */
    const char *chat, *agent, *protocol;
    const char *customer;                       /* NULL: anonymous */
    const char *kind;                           /* as CareAnswerRow's */
    const char *item;                           /* NULL: to the main question */
    const char *text;                           /* NULL: a low mark without words */
    const char *theme, *note;                   /* NULL: none */
    const char *read_by, *handled_by, *best_by; /* NULL: not known */
    gint64 read_ms, handled_ms, best_ms;        /* 0: never */
    gint rating;
    guint store;         /* of several that are read as one, from 0: an id is only of its own */
    gboolean is_unread;  /* also where words came after the reading */
    gboolean is_open;    /* a low mark that nobody has handled */
    gboolean is_handled; /* also where that is all that is left of it, and handled_ms is 0 */
} CareCommentRow;
typedef gboolean (*CareCommentFunc)(const CareCommentRow *row, gpointer data);

/* Reads what customers said; the callback's FALSE ends it without an error, and texts are valid
 * until it returns. */
gboolean care_reader_each_comment(CareReader *reader, const CareCommentFilter *filter,
                                  CareCommentFunc each, gpointer data, GError **error);

typedef struct {
    guint64 n, unread;           /* ratings with words; of them nobody has read */
    guint64 praise;              /* of them to a 4 or 5 */
    guint64 old_enough, in_week; /* given a week ago or longer; of them read within that week */
    guint64 low, handled, open;  /* low ratings at a chat's end that count; of them handled, and to
                                    be handled: the rest is nobody's any more */
} CareCommentCounts;
/* Of all that passes the filter's time, agent, protocol and customer. */
gboolean care_reader_count_comments(CareReader *reader, const CareCommentFilter *filter,
                                    gint64 now_ms, CareCommentCounts *out, GError **error);

typedef void (*CareThemeFunc)(const char *theme, guint64 n, gpointer data);
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
