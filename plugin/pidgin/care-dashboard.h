/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the agent's own figures share: a window on the main thread, and readings that
 * threads make for it. */
#pragma once

#include "care-pidgin.h"
#include <purple-care/report-figures.h>
#include <purple-care/report-view.h>
#include <purple-care/store.h>

#define CARE_COMMENTS_SHOWN 50

typedef struct {
    gint64 id, at_ms;
    char *text, *theme; /* of a customer; of a store */
    gint rating;
    CareItem item;
    gboolean is_unread;
} CareReadComment;

/* One look into the store: asked for on the main thread, filled on a thread of its own, and from
 * then on never changed, so that all may look at it. */
typedef struct {
    gint ref_count;
    guint serial; /* which request it answers */
    /* asked */
    char *path, *period, *timezone, *sector;
    char **agents; /* whose chats they may be */
    char *agent;   /* NULL: the first of them with chats */
    gboolean hides_words, hides_ratings;
    gint64 now_ms;
    /* found */
    GError *error; /* NULL: all below is there */
    GTimeZone *zone;
    CarePeriod limits;
    CareFigures figures;
    CareReportData data;
    CareReportOptions options;
    CareView view;
    GPtrArray *comments; /* of CareReadComment */
} CareReading;

typedef enum { CARE_EXPORT_HTML, CARE_EXPORT_PNG, CARE_EXPORT_CSV, CARE_N_EXPORTS } CareExport;
typedef enum {
    CARE_PAGE_SCORE,
    CARE_PAGE_COURSE,
    CARE_PAGE_CHATS,
    CARE_PAGE_COMMENTS,
    CARE_N_PAGES
} CarePage;

struct _CareDashboard {
    CarePidgin *care;
    GtkWidget *window, *status, *body;
    GtkWidget *period, *agent, *agent_row;
    GtkWidget *book, *columns[CARE_N_PAGES], *tabs[CARE_N_PAGES];
    GtkWidget *exports[CARE_N_EXPORTS], *export_note;
    GtkWidget *chooser;   /* NULL: no file is being chosen */
    CareReading *reading; /* NULL: none has come yet */
    guint serial;         /* of the newest request */
    guint fit_source;     /* 0: none is waiting */
    gboolean is_filling;  /* choosers are being set, not chosen from */
};

/* --- care-dashboard.c --- */
/* (nullable, transfer none): the window that is open at this moment; and if it has asked for
 * nothing since @serial. */
CareDashboard *care_dashboard_open(void);
CareDashboard *care_dashboard_of(guint serial);
/* Says how it stands, beneath the choosers; NULL: nothing is to be said. */
void care_dashboard_tell(CareDashboard *dashboard, const char *text);
/* Asks for the figures anew. */
void care_dashboard_ask(CareDashboard *dashboard);

/* --- care-dashboard-read.c --- */
/* Reads @reading, which it takes over, on a thread and hands it to @done on the main thread; one
 * at a time, and of those that come meanwhile only the last. Closing or unloading in the meantime
 * is no matter. FALSE: there is no thread to be had. */
gboolean care_reading_start(CareReading *reading, void (*done)(CareReading *reading));
/* Whatever has not begun yet is not read any more. */
void care_reading_forget(void);
CareReading *care_reading_ref(CareReading *reading);
void care_reading_unref(CareReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareReading, care_reading_unref)
/* (transfer full): why a store can't be read or written, and what to do. */
char *care_reading_why(const GError *error);

/* --- care-dashboard-page.c --- */
/* Empties all pages and fills them from the reading; of none they stay empty. */
void care_dashboard_fill(CareDashboard *dashboard);
/* A line that wraps: @label in bold (nullable), then @text; both plain. */
GtkWidget *care_dashboard_line(const char *label, const char *text);
/* A title in bold. */
GtkWidget *care_dashboard_title(const char *text);
/* Makes what wraps, and charts, as wide as there is room. */
void care_dashboard_fit(CareDashboard *dashboard);
/* From now on they follow the size of @outer. */
void care_dashboard_follow(CareDashboard *dashboard, GtkWidget *outer);

/* --- care-dashboard-chart.c --- */
/* The chart of @kind, which has one; it keeps @reading. */
GtkWidget *care_dashboard_chart(CareReading *reading, CareViewKind kind);
/* Makes it as high as it has to be on a page of @width pixels. */
void care_dashboard_chart_fit(GtkWidget *chart, gint width);

/* --- care-dashboard-voices.c --- */
void care_dashboard_voices(CareDashboard *dashboard, GtkWidget *column);

/* --- care-dashboard-export.c --- */
void care_dashboard_export(CareDashboard *dashboard, CareExport format);
/* Which exports make sense now, and why others don't. */
void care_dashboard_exports_update(CareDashboard *dashboard);
