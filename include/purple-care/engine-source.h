/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What figures are counted from, whoever keeps it: a table of functions, so that a report asks one
 * file, several or a team's store in the same way, and knows no database. */
#pragma once

#include <purple-care/engine-cube.h>

typedef struct _CareReader CareReader; /* the source's own */

typedef struct {
    gint64 from_ms, to_ms; /* half-open, by the chats' ends; both 0: everything */
    const char *agent, *protocol, *customer, *chat; /* NULL: any */
    gboolean recount; /* from the chats one by one, not from the sums kept of them: the same
                         figures, later */
} CareCubeFilter;

/* --- row by row --- */
typedef void (*CareRatingFunc)(gint rating, gpointer data);

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

typedef struct {
    guint64 n, unread;           /* ratings with words; of them nobody has read */
    guint64 praise;              /* of them to a 4 or 5 */
    guint64 old_enough, in_week; /* given a week ago or longer; of them read within that week */
    guint64 low, handled, open;  /* low ratings at a chat's end that count; of them handled, and to
                                    be handled: the rest is nobody's any more */
} CareCommentCounts;
typedef void (*CareThemeFunc)(const char *theme, guint64 n, gpointer data);

/* --- by what sums are not kept of --- */
typedef enum {
    CARE_KEY_LANGUAGE, /* that the question was in, or the customer is known to speak; "": unknown
                        */
    CARE_KEY_HOUR,     /* of the chat's end on the desk's clocks: "00" to "23" */
    CARE_KEY_CUSTOMER, /* their key; "": nobody that is remembered */
} CareKey;

#define CARE_KEYED_MAX 1000 /* of customers: those with most chats */

typedef struct {
    char *name;
    CareCube *cube;
} CareKeyed;

/* Each is what the function of that name in store.h, store-by.h or store-comments.h says. */
typedef struct {
    gboolean (*hold)(CareReader *reader, GError **error);
    gboolean (*extent)(CareReader *reader, const CareCubeFilter *filter, gint64 *out_first_ms,
                       gint64 *out_last_ms, GError **error);
    CareCube *(*count)(CareReader *reader, const CareCubeFilter *filter, GError **error);
    GPtrArray *(*series)(CareReader *reader, const CareCubeFilter *filter, const gint64 *edges_ms,
                         guint n, GError **error);
    gboolean (*each_rating)(CareReader *reader, const CareCubeFilter *filter, CareScale scale,
                            CareRatingFunc each, gpointer data, GError **error);
    gboolean (*attention)(CareReader *reader, const CareCubeFilter *filter, CareAttention *out,
                          guint64 *out_n, GError **error);
    GPtrArray *(*by)(CareReader *reader, const CareCubeFilter *filter, CareKey key, GTimeZone *zone,
                     guint64 *out_left, GError **error);
    guint (*n_stores)(CareReader *reader);
    CareReader *(*store)(CareReader *reader, guint i);
    gboolean (*count_comments)(CareReader *reader, const CareCommentFilter *filter, gint64 now_ms,
                               CareCommentCounts *out, GError **error);
    gboolean (*each_theme)(CareReader *reader, const CareCommentFilter *filter, CareThemeFunc each,
                           gpointer data, GError **error);
    gboolean (*each_comment)(CareReader *reader, const CareCommentFilter *filter,
                             CareCommentFunc each, gpointer data, GError **error);
} CareSource;
