/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The charts of a report, drawn by one code wherever they are shown: in a window, or as SVG in a
 * page. */
#pragma once

#include "care-part.h"
#include <purple-care/report-view.h>

typedef enum { /* what a stroke or word is; its colour is the pen's business */
               CARE_INK_TEXT,
               CARE_INK_FAINT, /* words that are less than a figure */
               CARE_INK_TRACK, /* what a bar lies on, and the grid */
               CARE_INK_BAR,
               CARE_INK_LINE,  /* points, lines and intervals */
               CARE_INK_PAPER, /* what all lies on */
               CARE_N_INKS
} CareInk;

typedef enum { CARE_ANCHOR_START, CARE_ANCHOR_MIDDLE, CARE_ANCHOR_END } CareAnchor;

#define CARE_CHART_WIDTH 360 /* units that a chart is laid out for at least */
#define CARE_CHART_FONT  13  /* units that its words are high */

/* Where a chart goes: lines to @cr, words to @write, as cairo alone can't shape all scripts. */
typedef struct _CarePen CarePen;
struct _CarePen {
    cairo_t *cr;
    const CareColour *colours; /* CARE_N_INKS of them */
    /* @y: of the words' base line */
    void (*write)(CarePen *pen, double x, double y, CareAnchor anchor, CareInk ink,
                  const char *words);
};

/* The colours of a light and of a dark page: words keep 4.5:1 to the paper, lines 3:1. */
const CareColour *care_chart_colours(gboolean dark);
/* The same for any paper: on one that keeps no such distance they bring their own. @out_colours:
 * CARE_N_INKS of them */
void care_chart_colours_on(const CareColour *paper, CareColour *out_colours);

/* Writes with Pango in the system's own font: the `write` of a window's pen. */
void care_pen_write_pango(CarePen *pen, double x, double y, CareAnchor anchor, CareInk ink,
                          const char *words);

typedef enum {
    CARE_CHART_SCORE,    /* the score on its scale, with interval and bounds: only where the sample
                            rule shows it */
    CARE_CHART_RATINGS,  /* how many gave each rating */
    CARE_CHART_OUTCOMES, /* what became of the ended chats */
    CARE_CHART_ITEMS,    /* the five follow-up items with their intervals */
    CARE_CHART_TREND,    /* the score with its interval, quarter by quarter or week by week */
} CareChartKind;

typedef struct {
    CareChartKind kind;
    const CarePart *part;       /* of all but TREND */
    const CareReportData *data; /* of TREND, and the next three */
    const CareReportOptions *options;
    const GPtrArray *buckets; /* of CareBucket */
    guint from;               /* the first of them to draw */
} CareChart;

#define CARE_CHART_BUCKETS_MAX                                                                  \
    54 /* of TREND: a year of weeks, and a part of one at both ends; more would be a smear, and \
          the newest are drawn */

/* Whether there is anything to draw: by the sample rule, it may be an empty frame. */
gboolean care_chart_has_figures(const CareChart *chart);
/* How it is to be read; translated. */
const char *care_chart_caption(CareChartKind kind);

/* The words that it draws, row by row; of SCORE and TREND none. */
void care_chart_each_row(const CareChart *chart,
                         void (*each)(const char *name, const char *figure, gpointer data),
                         gpointer data);

/* How high it is, in the units of @width. */
double care_chart_height(const CareChart *chart);
/* Draws it from (0, 0) on, @width of CARE_CHART_WIDTH or more. Nothing that the sample rule hides
 * is drawn. */
void care_chart_draw(CarePen *pen, const CareChart *chart, double width);

/**
 * care_chart_svg:
 * @id: of letters, digits and "-"; once in a page
 * @title: a short name; any text
 * @words: what to read in its place; any text
 *
 * Returns: (transfer full): an <svg> element for a page which sets --care-text, --care-faint,
 *   --care-track, --care-bar, --care-line and --care-paper as colours; so one drawing follows the
 *   reader's light or dark mode. Words are <text>, which follows it, too, and needs no font here.
 */
char *care_chart_svg(const CareChart *chart, const char *id, const char *title, const char *words);

/* The name of an ink in such a page: "text". */
const char *care_ink_name(CareInk ink);
