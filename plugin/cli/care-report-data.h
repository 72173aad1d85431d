/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a report needs of a store: the whole, its quarters and weeks, the desk beside an agent, the
 * course of the last quarter, and what was before. */
#pragma once

#include <purple-care/report.h>
#include <purple-care/store.h>

typedef struct CareReportRead {
    CareCube *cube, *team;       /* team: NULL where no agent was picked */
    GPtrArray *quarters, *weeks; /* NULL: nothing has ended; not asked for */
    gboolean has_cusum;
    CareCusum cusum;
    CareAttention attention;
    guint64 n_attended;
    CareVoices *voices;
    GPtrArray *parts; /* NULL: not asked for */
    guint64 n_left;
    struct CareReportRead *history; /* all before the period's end; NULL: the period is that */
    CareReportData *history_data;   /* the same as the report takes it */
} CareReportRead;

/* Reads the chats that pass @filter. FALSE with CARE_STORE_ERROR, or with CARE_PERIOD_ERROR where
 * there would be too many weeks. */
gboolean care_report_read(CareReader *reader, const CareCubeFilter *filter, GTimeZone *zone,
                          gboolean by_week, CareReportRead *out_read, GError **error);
/* Adds what --by language, hour or customer shows; nothing for any other @by. */
gboolean care_report_read_by(CareReader *reader, const CareCubeFilter *filter, GTimeZone *zone,
                             CareReportBy by, CareReportRead *read, GError **error);
void care_report_read_clear(CareReportRead *read);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CareReportRead, care_report_read_clear)

/* The same as the report takes it; lives as long as @read. */
CareReportData care_report_read_data(const CareReportRead *read);
