/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report in pieces, for a window that lays them out itself: the words, rows and charts are those
 * of the text and the page. */
#pragma once

#include <cairo.h>
#include <purple-care/report.h>

typedef enum {
    CARE_VIEW_SCORE,   /* of what time, how well customers felt understood, how sure that is */
    CARE_VIEW_RATINGS, /* how many gave each rating */
    CARE_VIEW_ITEMS,   /* the five follow-up items */
    CARE_VIEW_WEEKS,   /* the course of the score; of a long time by quarter */
    CARE_VIEW_OUTCOMES,
    CARE_VIEW_REASONS, /* why customers were not asked */
    CARE_VIEW_ATTENTION,
    CARE_VIEW_VOICES, /* how much customers said, without their words */
    CARE_N_VIEWS
} CareViewKind;

typedef struct {
    const CareReportData *data;
    const CareReportOptions *options;
    gboolean hides_ratings; /* [show] rating: nothing that is made of ratings */
} CareView;

typedef struct {
    char *label; /* NULL: none */
    char *text;  /* plain; names of a store in it are harmless, but not yet to markup */
} CareViewLine;

/* Words are translated. (transfer full) arrays are of CareViewLine, never NULL. Any thread. */

/* What the piece is called; @view tells whether the course is by week. */
const char *care_view_title(const CareView *view, CareViewKind kind);
/* (transfer full): the score in large: "72 of 100", or that there is none yet; NULL: none is to be
 * shown, or no chat has ended. */
char *care_view_headline(const CareView *view);
/* (transfer full): what is said of it; empty: nothing. */
GPtrArray *care_view_lines(const CareView *view, CareViewKind kind);
/* (transfer full): its figures one by one, those that its chart draws and more. */
GPtrArray *care_view_rows(const CareView *view, CareViewKind kind);

/* Whether there is anything to draw. */
gboolean care_view_has_chart(const CareView *view, CareViewKind kind);
/* How its chart is to be read. */
const char *care_view_caption(CareViewKind kind);

/* Whether any chat has ended. */
gboolean care_view_has_chats(const CareView *view);

/* (transfer full): "2025-03-31", @at_ms on the clocks of @options' zone in the locale's own form.
 */
char *care_view_day(const CareReportOptions *options, gint64 at_ms);

typedef struct { /* a comment, as far as policy shows it */
    gint64 at_ms;
    gint rating; /* 0: not to be shown */
    CareItem item;
    gboolean is_unread;
    const char *theme; /* NULL: none; of a store */
} CareViewComment;

/* (transfer full): what stands above a comment: kudos, rating, day, whether it is unread. */
char *care_view_comment_head(const CareView *view, const CareViewComment *comment);
/* (transfer full): a customer's words as a window may show them: valid, on lines of their own,
 * control and direction characters written out, cut where they are very long. */
char *care_view_words(const char *text);

/* --- charts; words by Pango, in the system's font --- */

typedef struct {
    double red, green, blue; /* 0 to 1 */
} CareColour;

/* Whether white words are read better on @paper than black ones, which is at least 4.5:1 on any. */
gboolean care_view_is_dark(const CareColour *paper);

#define CARE_VIEW_WIDTH 376 /* units that a chart is laid out for at least */
#define CARE_VIEW_FONT  13  /* units that its words are high */

typedef struct {
    CareColour paper;     /* what it lies on; another where words could not be read on it */
    gboolean is_mirrored; /* for who reads from right to left */
} CareViewLook;

/* In units; only of what has a chart. */
double care_view_height(const CareView *view, CareViewKind kind);
/* Draws it with its paper from (0, 0) on, @width of CARE_VIEW_WIDTH or more. */
void care_view_draw(const CareView *view, CareViewKind kind, cairo_t *cr, double width,
                    const CareViewLook *look);

/* All charts under each other as one PNG, with the score's name, the agent (of the options), the
 * period and the day. (transfer full); NULL: there is none to draw, or no memory. Any thread. */
GBytes *care_view_picture(const CareView *view, gboolean is_mirrored);
