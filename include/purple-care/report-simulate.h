/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `purple-care simulate` shows, as values: text and JSON are made of the same. */
#pragma once

#include <purple-care/engine-simulate.h>
#include <purple-care/report.h>

typedef struct {
    guint64 files, peers, lines, chats_alone, unreadable, again, strange, unclear, delayed;
} CareSimulatedLogs; /* chats_alone: in which no agent wrote, so they are no chats */

typedef struct {
    const CareSimulated *simulated;
    const CareSimulatedLogs *logs; /* NULL: the history is a store's */
    const char *policy;            /* file; NULL: what is in force */
    const char *mode;              /* "live", "shadow", "off" */
    CareEnd end;                   /* how a chat is taken to have ended where that is not known */
    guint64 n_end_unknown;         /* such chats */
    guint64 n_lines_unknown;       /* chats that say nothing of lines: both sides are taken to have
                                      written enough */
    gboolean all_accounts;         /* policy names no account of the desk: all are taken for it */
    gboolean desk_failed;          /* a mistake in [desk]: it fails closed */
    double response;               /* share */
    gboolean response_given;       /* by the user */
    guint64 answered, asked;       /* it was measured of these; asked 0: it was not */
    CareTally shape;               /* how answers fall */
    gboolean shape_measured;
    CarePeriod period;
    const char *timezone;
    gboolean colour;
    guint columns; /* of the terminal; 0: 80 */
} CareSimulateReport;

#define CARE_SIMULATE_CHANGES 2
extern const double care_simulate_points[CARE_SIMULATE_CHANGES]; /* 5 and 10 */

/* Both end with a newline; (transfer full). Any thread. */
char *care_simulate_text(const CareSimulateReport *report);
char *care_simulate_json(const CareSimulateReport *report);
