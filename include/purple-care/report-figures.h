/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a report needs of a source, read in one go: the whole, its quarters and weeks, the desk
 * beside an agent, the course of the last quarter, what was before, and what customers said. */
#pragma once

#include <purple-care/engine-source.h>
#include <purple-care/report.h>

typedef struct {
    CareCubeFilter filter; /* which chats; its texts are borrowed */
    GTimeZone *zone;       /* whose quarters and weeks */
    gint64 now_ms;
    gboolean by_week;
    CareReportBy by; /* LANGUAGE, HOUR and CUSTOMER cost a walk over all chats; others nothing */
    gboolean hides_words; /* [show] comment=no: comments are counted and not read */
} CareFiguresAsk;

typedef struct CareFigures {
    CareCube *cube, *team;       /* team: NULL where no agent was picked */
    GPtrArray *quarters, *weeks; /* NULL: nothing has ended; not asked for */
    gboolean has_cusum;
    CareCusum cusum;
    CareAttention attention;
    guint64 n_attended;
    CareVoices *voices;
    GPtrArray *parts; /* NULL: not asked for */
    guint64 n_left;
    struct CareFigures *history;  /* all before the period's end; NULL: the period is that */
    CareReportData *history_data; /* the same as the report takes it */
} CareFigures;

/**
 * care_figures_read:
 * @source: what @reader is read by: care_store_source
 * @out_figures: left alone on failure
 *
 * Reads what @ask names, all of one moment. FALSE with the source's error, or with
 * CARE_PERIOD_ERROR where there would be too many weeks. Any thread, as long as one uses @reader.
 */
gboolean care_figures_read(const CareSource *source, CareReader *reader, const CareFiguresAsk *ask,
                           CareFigures *out_figures, GError **error);
void care_figures_clear(CareFigures *figures);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CareFigures, care_figures_clear)

/* The same as a report takes it; lives as long as @figures. */
CareReportData care_figures_data(const CareFigures *figures);
